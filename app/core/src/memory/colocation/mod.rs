//! Several models on one machine at the same time: `also`.
//!
//! Each instance is a process of its own, with weights, cache and overheads of its own, and memory
//! is per card. So each is placed by the same [`Question`](crate::memory::question::Question) as a model
//! alone, on cards that offer only what the others leave. None may lean on host memory, which they
//! would have to share.

use std::cell::OnceCell;

mod kind;
mod place;
mod ways_out;
mod words;

use self::place::{Lack, Places, Seat, Site, places, status};
use crate::report::{Status, Together, TogetherGpu, TogetherInstance, TogetherPart};
use crate::scenario::Scenario;
use crate::units::{Budget, Level};

pub(crate) use ways_out::suggest;

/// Places the scenario's model and those beside it; `None` where there are no others.
pub(crate) fn place(scenario: &Scenario, budget: &Budget) -> Option<Together> {
    if scenario.also.is_empty() {
        return None;
    }
    let (kinds, instances) = kind::instances(scenario);
    let site = Site::new(scenario, &kinds, &instances, (budget, false));
    let Places { all, gave_up } = places(&site);
    let (seats, level) = all.unwrap_or_else(|| (site.some(), Level::Typical));
    let per_gpu = per_gpu(&site, &seats);
    let listed = listed(&site, &seats);
    let status = if listed.iter().any(|one| one.blocker.is_some()) {
        Status::Impossible
    } else if seats.len() < instances.len() {
        Status::DoesNotFit
    } else {
        status(level)
    };
    let mut answer = Together {
        fits: status.runs(),
        status,
        sentence: String::new(),
        asked: instances.len() as u32,
        placed: seats.len() as u32,
        instances: listed,
        per_gpu,
    };
    answer.sentence = words::sentence(&answer, gave_up);
    Some(answer)
}

fn per_gpu(site: &Site<'_>, seats: &[Seat]) -> Vec<TogetherGpu> {
    let mut cards: Vec<TogetherGpu> = site
        .cards()
        .enumerate()
        .map(|(index, (gpu, capacity_bytes))| TogetherGpu {
            index: index as u32,
            gpu: gpu.id,
            capacity_bytes,
            parts: Vec::new(),
            reserve_bytes: 0,
            used_bytes: 0,
            used_high_bytes: 0,
            free_bytes: capacity_bytes,
        })
        .collect();
    // With the highest overheads, without reserves.
    let mut high = vec![0_u64; cards.len()];
    for seat in seats {
        let (uses, held) = site.itemised(seat);
        for ((&at, part), held) in seat.cards.iter().zip(&uses).zip(held) {
            let overhead_bytes = part.activations_bytes + part.runtime_bytes;
            let used_bytes = part.weights_bytes + part.kv_cache_bytes + overhead_bytes;
            let card = &mut cards[at];
            card.used_bytes =
                card.used_bytes - card.reserve_bytes + used_bytes + part.reserve_bytes;
            card.reserve_bytes = part.reserve_bytes;
            card.used_high_bytes = high[at] + part.used_high_bytes;
            card.free_bytes = card.capacity_bytes.saturating_sub(card.used_bytes);
            high[at] += held;
            card.parts.push(TogetherPart {
                instance: seat.instance as u32,
                weights_bytes: part.weights_bytes,
                kv_cache_bytes: part.kv_cache_bytes,
                overhead_bytes,
                used_bytes,
            });
        }
    }
    cards
}

fn listed(site: &Site<'_>, seats: &[Seat]) -> Vec<TogetherInstance> {
    // Equal models lack the same.
    let lacking: Vec<OnceCell<Option<Lack>>> = vec![OnceCell::new(); site.count_of_kinds()];
    let one = |index: usize| {
        let (place, kind) = site.kind_of(index);
        let mut instance = TogetherInstance {
            model: kind.model.id().to_owned(),
            model_name: kind.name(),
            weights: kind.quant.id(),
            engine: kind.engine.id(),
            gpus: Vec::new(),
            used_bytes: 0,
            short_on: Vec::new(),
            short_bytes: 0,
            blocker: None,
        };
        let numbers = |cards: &[usize]| cards.iter().map(|&card| card as u32).collect();
        if let Some(seat) = seats.iter().find(|seat| seat.instance == index) {
            instance.gpus = numbers(&seat.cards);
            let (uses, _) = site.itemised(seat);
            let held = uses.iter().map(|part| part.used_bytes - part.reserve_bytes);
            instance.used_bytes = held.sum();
        } else if let Some(lack) = lacking[place].get_or_init(|| site.shortest(kind, seats)) {
            instance.short_on = numbers(&lack.cards);
            instance.short_bytes = lack.bytes;
        } else {
            instance.blocker = Some(kind.blocker(site.scenario));
        }
        instance
    };
    (0..site.count()).map(one).collect()
}

#[cfg(test)]
mod tests;
