//! Who goes where: the largest first, each on the first cards that hold it, and back again where
//! that leaves no place for the rest.

use std::collections::BTreeSet;

use super::kind::{Kind, instances};
use crate::catalog::Gpu;
use crate::engine::Offload;
use crate::memory::question::Question;
use crate::report::{GpuUse, Status};
use crate::scenario::{GpuGroup, Machine, PlacementChoice, Scenario};
use crate::units::{Level, sort_by_key};

/// Places that are tried before a search gives up: a page asks at every keystroke and must not hang.
const TRIES: u32 = 500;

/// The cards, and what is to be placed on them.
pub(super) struct Site<'a> {
    pub(super) scenario: &'a Scenario,
    kinds: &'a [Kind<'a>],
    /// The kind of each instance.
    instances: &'a [usize],
    /// Instances, the largest first.
    order: Vec<usize>,
    gpus: Vec<(&'static Gpu, u64)>,
}

/// An instance on its cards.
#[derive(Clone)]
pub(super) struct Seat {
    pub(super) instance: usize,
    /// In slot order.
    pub(super) cards: Vec<usize>,
    /// What instances before it hold on each of these cards.
    taken: Vec<u64>,
    /// What it adds.
    held: Vec<u64>,
}

impl<'a> Site<'a> {
    pub(super) fn new(
        scenario: &'a Scenario,
        kinds: &'a [Kind<'a>],
        instances: &'a [usize],
    ) -> Self {
        let mut order: Vec<usize> = (0..instances.len()).collect();
        // Stable: of equals the first asked comes first.
        sort_by_key(&mut order, |&instance| {
            std::cmp::Reverse(kinds[instances[instance]].need)
        });
        let machine = &scenario.machine;
        Self {
            scenario,
            kinds,
            instances,
            order,
            gpus: { machine.gpus() }
                .map(|gpu| (gpu, machine.capacity(gpu)))
                .collect(),
        }
    }

    /// The cards with their capacities, in slot order.
    pub(super) fn cards(&self) -> impl Iterator<Item = (&'static Gpu, u64)> {
        self.gpus.iter().copied()
    }

    /// The kind of each instance.
    pub(super) fn kinds(&self) -> impl Iterator<Item = &Kind<'a>> {
        self.instances.iter().map(|&kind| &self.kinds[kind])
    }

    /// A place for every instance with overheads of `level`, if one is found.
    pub(super) fn all(&self, level: Level) -> Option<Vec<Seat>> {
        let mut search = Search {
            site: self,
            level,
            tries: TRIES,
            dead: BTreeSet::new(),
            seats: Vec::new(),
        };
        search
            .seat(0, &mut vec![0; self.gpus.len()])
            .then_some(search.seats)
    }

    /// Whether the layers of these instances alone are larger than all that is left.
    fn cannot_hold(&self, instances: &[usize], taken: &[u64]) -> bool {
        let kinds = { instances.iter() }.map(|&instance| &self.kinds[self.instances[instance]]);
        let needed: u64 = kinds.map(|kind| kind.weights.stack.bytes()).sum();
        let cards = self.gpus.iter().zip(taken);
        let left = cards.map(|((_, capacity), taken)| capacity.saturating_sub(*taken));
        needed > left.sum()
    }

    /// Places for as many as find one in turn, with typical overheads.
    pub(super) fn some(&self) -> Vec<Seat> {
        let mut taken = vec![0; self.gpus.len()];
        let mut seats = Vec::new();
        for &instance in &self.order {
            let kind = &self.kinds[self.instances[instance]];
            let mut places = self.places(kind, &taken);
            if let Some(seat) =
                places.find_map(|cards| self.try_on(instance, cards, &taken, Level::Typical))
            {
                seat.settle(&mut taken);
                seats.push(seat);
            }
        }
        seats
    }

    /// The cards on which an instance without a place lacks least, and how much it lacks there;
    /// `None` where it can run on none.
    pub(super) fn shortest(&self, kind: &Kind<'_>, seats: &[Seat]) -> Option<(Vec<usize>, u64)> {
        let mut taken = vec![0; self.gpus.len()];
        seats.iter().for_each(|seat| seat.settle(&mut taken));
        let shortages = self.places(kind, &taken).filter_map(|cards| {
            let plan = self.ask(kind, &cards, &pick(&taken, &cards), |question| {
                question.plan()
            });
            let short = |gpu: &GpuUse| gpu.free_bytes.min(0).unsigned_abs();
            let bytes = plan.gpus.iter().map(short).sum();
            (plan.status != Status::Impossible).then_some((cards, bytes))
        });
        // Of equals the fewest cards.
        shortages.min_by_key(|(_, bytes)| *bytes)
    }

    /// What a seat takes of each of its cards, line by line, and with the highest overheads.
    pub(super) fn itemised(&self, seat: &Seat) -> (Vec<GpuUse>, Vec<u64>) {
        let kind = &self.kinds[self.instances[seat.instance]];
        self.ask(kind, &seat.cards, &seat.taken, |question| {
            (question.plan().gpus, question.held(Level::High))
        })
    }

    /// Sets of cards to try, the smallest first: each card alone, then so many with most room.
    fn places(&self, kind: &Kind<'_>, taken: &[u64]) -> impl Iterator<Item = Vec<usize>> + use<> {
        let usable = (0..self.gpus.len()).filter(|&card| kind.runs_on[card]);
        let mut alone: Vec<Vec<usize>> = Vec::new();
        let mut pools: Vec<Vec<usize>> = Vec::new();
        for card in usable {
            let gpu = self.gpus[card].0.id;
            let like = |other: usize| self.gpus[other].0.id == gpu;
            if !alone
                .iter()
                .any(|one| like(one[0]) && taken[one[0]] == taken[card])
            {
                alone.push(vec![card]);
            }
            let mixes = kind.engine.supports_mixed_cards().is_ok();
            match pools.iter_mut().find(|pool| mixes || like(pool[0])) {
                Some(pool) => pool.push(card),
                None => pools.push(vec![card]),
            }
        }
        for pool in &mut pools {
            sort_by_key(pool, |&card| {
                std::cmp::Reverse(self.gpus[card].1.saturating_sub(taken[card]))
            });
        }
        let most = pools.iter().map(Vec::len).max().unwrap_or(0);
        let several = (2..=most).flat_map(move |count| {
            let full = pools.iter().filter(|pool| pool.len() >= count);
            let chosen = full.map(|pool| {
                let mut cards = pool[..count].to_vec();
                sort_by_key(&mut cards, |card| *card);
                cards
            });
            chosen.collect::<Vec<_>>()
        });
        alone.into_iter().chain(several)
    }

    /// The instance on these cards, if they hold it with overheads of `level`.
    fn try_on(
        &self,
        instance: usize,
        cards: Vec<usize>,
        taken: &[u64],
        level: Level,
    ) -> Option<Seat> {
        let kind = &self.kinds[self.instances[instance]];
        let taken = pick(taken, &cards);
        let held = self.ask(kind, &cards, &taken, |question| {
            let status = question.running()?;
            (status == Status::Fits || level != Level::High).then(|| question.held(level))
        })?;
        Some(Seat {
            instance,
            cards,
            taken,
            held,
        })
    }

    /// Asks of `kind` on these cards, of which `taken` is held by others.
    fn ask<T>(
        &self,
        kind: &Kind<'_>,
        cards: &[usize],
        taken: &[u64],
        read: impl FnOnce(Question<'_>) -> T,
    ) -> T {
        let scenario = self.scenario;
        let mut groups: Vec<GpuGroup> = Vec::new();
        let mut held: Vec<u64> = Vec::new();
        for (&card, &bytes) in cards.iter().zip(taken) {
            let gpu = self.gpus[card].0;
            match groups.last_mut() {
                Some(group) if group.gpu.id == gpu.id && held.last() == Some(&bytes) => {
                    group.count += 1;
                }
                _ => {
                    groups.push(GpuGroup { gpu, count: 1 });
                    held.push(bytes);
                }
            }
        }
        let machine = Machine {
            groups,
            ..scenario.machine.clone()
        };
        read(Question {
            machine: &machine,
            taken: &held,
            arch: kind.model.arch(),
            weights: &kind.weights,
            quant: kind.quant,
            kv: scenario.kv,
            context: scenario.context,
            users: scenario.users,
            engine: kind.engine,
            utilization: { scenario.utilization }.filter(|_| kind.engine.takes_a_share()),
            placement: PlacementChoice::Auto,
            offload: Offload::None,
        })
    }
}

impl Seat {
    /// Takes its bytes from the cards.
    fn settle(&self, taken: &mut [u64]) {
        for (&card, bytes) in self.cards.iter().zip(&self.held) {
            taken[card] += bytes;
        }
    }

    fn leave(&self, taken: &mut [u64]) {
        for (&card, bytes) in self.cards.iter().zip(&self.held) {
            taken[card] -= bytes;
        }
    }
}

/// A depth-first search over places.
struct Search<'a, 'b> {
    site: &'b Site<'a>,
    level: Level,
    tries: u32,
    /// Cards as they were when the instances from one on found no place. Equal cards in another
    /// order are the same.
    dead: BTreeSet<(usize, Vec<(&'static str, u64)>)>,
    seats: Vec<Seat>,
}

impl Search<'_, '_> {
    /// Seats the instances from `at` in the order on.
    fn seat(&mut self, at: usize, taken: &mut Vec<u64>) -> bool {
        let site = self.site;
        let Some(&instance) = site.order.get(at) else {
            return true;
        };
        let mut state: Vec<(&'static str, u64)> = { site.gpus.iter().zip(taken.iter()) }
            .map(|((gpu, _), taken)| (gpu.id, *taken))
            .collect();
        sort_by_key(&mut state, |one| *one);
        let state = (at, state);
        if self.dead.contains(&state) {
            return false;
        }
        if site.cannot_hold(&site.order[at..], taken) {
            return false;
        }
        let kind = &site.kinds[site.instances[instance]];
        let places: Vec<Vec<usize>> = site.places(kind, taken).collect();
        for cards in places {
            if self.tries == 0 {
                return false;
            }
            self.tries -= 1;
            let Some(seat) = site.try_on(instance, cards, taken, self.level) else {
                continue;
            };
            seat.settle(taken);
            self.seats.push(seat);
            if self.seat(at + 1, taken) {
                return true;
            }
            if let Some(seat) = self.seats.pop() {
                seat.leave(taken);
            }
        }
        self.dead.insert(state);
        false
    }
}

fn pick(of: &[u64], cards: &[usize]) -> Vec<u64> {
    cards.iter().map(|&card| of[card]).collect()
}

/// Places for all, at the highest level of overheads that leaves one to each.
pub(super) fn places(site: &Site<'_>) -> Option<(Vec<Seat>, Level)> {
    let at = |level| Some((site.all(level)?, level));
    at(Level::High).or_else(|| at(Level::Typical))
}

/// How well all of them run, if they do.
pub(super) fn running(scenario: &Scenario) -> Option<Status> {
    let (kinds, instances) = instances(scenario);
    let site = Site::new(scenario, &kinds, &instances);
    let (_, level) = places(&site)?;
    Some(status(level))
}

pub(super) fn status(level: Level) -> Status {
    match level {
        Level::High => Status::Fits,
        _ => Status::Tight,
    }
}
