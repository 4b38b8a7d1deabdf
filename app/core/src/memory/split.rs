//! Which card holds which layers: evenly, as most engines deal them, or by what each card can hold.
//!
//! Memory is per card, never pooled: the question is always whether *each* card holds its part.

use crate::memory::stages::even;
use std::ops::Range;

use crate::memory::loads::Loads;
use crate::units::first_near;

/// Room of one stage.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Room {
    /// Bytes of the card.
    pub capacity: u64,
    /// Bytes that go to anything but layers, embedding and head.
    pub fixed: u64,
}

/// Gives each card consecutive layers so that the fullest card, by share of its own capacity, is as
/// empty as can be. It is what `--tensor-split` can reach in llama.cpp, so a model that this does
/// not fit is not made to fit by any other split.
#[must_use]
pub(crate) fn level(loads: &Loads<'_>, rooms: &[Room]) -> Vec<Range<u32>> {
    if let [_] = rooms {
        return even(loads.layers(), 1);
    }
    let total = loads.total();
    let share_of = |bytes: u128, capacity: u128| {
        u64::try_from(bytes * u128::from(STEPS) / capacity.max(1)).unwrap_or(u64::MAX / 2)
    };
    // Below this share all cards together hold too little.
    let fixed: u128 = rooms.iter().map(|room| u128::from(room.fixed)).sum();
    let capacity = rooms.iter().map(|room| u128::from(room.capacity)).sum();
    let pooled = share_of(fixed + u128::from(total), capacity);
    // At this share one card could hold everything, so the search has an upper end.
    let alone = rooms
        .iter()
        .map(|room| {
            let all = u128::from(room.fixed) + u128::from(total);
            share_of(all, room.capacity.into()) + 1
        })
        .max()
        .unwrap_or(STEPS);
    let fits = |share: u64| fill(loads, rooms.len(), limits(rooms, share), |_| {});
    // The answer is seldom more than a layer above the lower end: look there first.
    let (mut low, mut high) = (pooled.min(alone), alone);
    let mut step = STEPS / 64;
    while low + step < high {
        if fits(low + step) {
            high = low + step;
            break;
        }
        low += step + 1;
        step *= 2;
    }
    while low < high {
        let middle = low + (high - low) / 2;
        if fits(middle) {
            high = middle
        } else {
            low = middle + 1
        }
    }
    let mut ranges = Vec::with_capacity(rooms.len());
    let levelled = fill(loads, rooms.len(), limits(rooms, high), |range| {
        ranges.push(range);
    });
    if levelled {
        ranges
    } else {
        even(loads.layers(), rooms.len() as u32)
    }
}

/// Parts of a card's capacity that [`level`] tells apart.
const STEPS: u64 = 1 << 16;

/// Each card up to `share` of [`STEPS`] parts of its capacity, with what it holds already.
fn limits(rooms: &[Room], share: u64) -> impl Iterator<Item = Room> {
    rooms.iter().map(move |room| {
        let limit = u128::from(room.capacity) * u128::from(share) / u128::from(STEPS);
        Room {
            capacity: u64::try_from(limit).unwrap_or(u64::MAX),
            ..*room
        }
    })
}

/// Whether some split fits.
#[must_use]
pub(crate) fn any_split_fits(
    loads: &Loads<'_>,
    cards: usize,
    rooms: impl Iterator<Item = Room>,
) -> bool {
    fill(loads, cards, rooms, |_| {})
}

/// Gives each card as many of the next layers as it can take, and says whether all found room.
/// Filling in turn is optimal, because layers stay in order.
fn fill(
    loads: &Loads<'_>,
    cards: usize,
    rooms: impl Iterator<Item = Room>,
    mut place: impl FnMut(Range<u32>),
) -> bool {
    let layers = loads.layers();
    let all = loads.before(layers).total();
    // The next layer to place, and what the layers before it hold.
    let (mut next, mut placed) = (0, 0);
    let mut steps = 0;
    let each_holds = rooms.enumerate().all(|(index, room)| {
        steps += 1;
        let mut used = room.fixed;
        if index == 0 {
            used += loads.first;
        }
        if index + 1 == cards {
            used += loads.last;
        }
        if used > room.capacity {
            return false;
        }
        let reach = (room.capacity - used).saturating_add(placed);
        let start = next;
        if all <= reach {
            (next, placed) = (layers, all);
        } else {
            // Were all layers alike, so many more would fit.
            let average = (all - placed) / u64::from((layers - start).max(1));
            let more = (reach - placed) / average.max(1);
            let near = start + u32::try_from(more).unwrap_or(layers);
            let is_over = |end| {
                steps += 1;
                loads.before(end + 1).total() > reach
            };
            next = first_near(start..layers, near, 1, is_over);
            placed = loads.before(next).total();
        }
        place(start..next);
        true
    });
    loads.count(steps);
    each_holds && next == layers
}
