//! A division with the cards that it is for, and whether each of them holds its part.

use crate::engine::overhead::Sums;
use crate::memory::loads::{LayerLoad, Loads};
use crate::memory::placement::Division;
use crate::memory::split::{self, Room};
use crate::units::Level;

/// A division with the cards that it is for.
pub(super) struct Cut {
    pub(super) division: Division,
    /// The first kind of card; most machines have no other.
    pub(super) first: Option<Card>,
    pub(super) others: Vec<Card>,
}

impl Cut {
    pub(super) fn groups(&self) -> impl Iterator<Item = &Card> {
        self.first.iter().chain(&self.others)
    }

    /// The stage of the card with this index: groups that serve requests of their own stand one after the other.
    pub(super) fn stage(&self, index: usize) -> usize {
        if self.division.by_layer {
            return index;
        }
        let stage = index / self.division.tensor.max(1) as usize;
        stage % self.division.pipeline.max(1) as usize
    }

    /// The cards one by one, in slot order.
    pub(super) fn cards(&self) -> impl Iterator<Item = &Card> {
        self.groups()
            .flat_map(|card| std::iter::repeat_n(card, card.count as usize))
    }

    /// What each card has left for layers. Engines that split by layer keep no reserve that depends
    /// on the layers, so what an empty card uses is what every card uses beside its layers.
    pub(super) fn rooms(&self, level: Level) -> impl Iterator<Item = Room> {
        self.groups().flat_map(move |card| {
            let room = Room {
                capacity: card.capacity,
                fixed: card.used(LayerLoad::default(), level),
            };
            std::iter::repeat_n(room, card.count as usize)
        })
    }

    /// Whether every card holds its part.
    pub(super) fn holds(&self, loads: &Loads<'_>, level: Level) -> bool {
        let Division {
            tensor,
            pipeline,
            data,
            by_layer,
            ..
        } = self.division;
        if by_layer {
            let room = |card: &Card| {
                let fixed = card.used(LayerLoad::default(), level);
                u64::from(card.count) * card.capacity.saturating_sub(fixed)
            };
            // No split makes room for more than there is.
            if self.groups().map(room).sum::<u64>() < loads.total() {
                return false;
            }
            return split::any_split_fits(loads, pipeline as usize, self.rooms(level));
        }
        loads.count(pipeline.saturating_mul(tensor.max(1)) as usize);
        let mut cards = self.cards();
        (0..data.max(1)).all(|_| {
            loads.even_stages(pipeline).all(|load| {
                let mut sharers = cards.by_ref().take(tensor.max(1) as usize);
                sharers.all(|card| card.used(load, level) <= card.capacity)
            })
        })
    }
}

/// So many of one card, with what each holds beside its layers.
pub(super) struct Card {
    pub(super) gpu: &'static str,
    pub(super) count: u32,
    pub(super) capacity: u64,
    pub(super) overheads: Sums,
}

impl Card {
    pub(super) fn reserve(&self, load: LayerLoad, level: Level) -> u64 {
        self.overheads
            .reserve_bytes(self.capacity, load.weights, level)
    }

    /// Bytes in use on a card that holds `load`.
    pub(super) fn used(&self, load: LayerLoad, level: Level) -> u64 {
        load.weights + load.kv + self.overheads.at(level) + self.reserve(load, level)
    }
}
