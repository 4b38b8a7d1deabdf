//! Who goes where: the largest first, each on the first cards that hold it, and back again where
//! that leaves no place for the rest.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use super::kind::{Kind, instances};
use crate::catalog::Gpu;
use crate::engine::{Mix, Offload};
use crate::memory::draft::Draft;
use crate::memory::question::Question;
use crate::report::{GpuUse, Status};
use crate::scenario::{GpuGroup, Machine, PlacementChoice, Scenario};
use crate::units::{Budget, Level, sort_by_key};

/// Questions and arrangements that a search looks at before it gives up: a page asks at every keystroke
/// and must not hang.
const TRIES: u32 = 150;

/// Steps after which no other cards are asked how much a model lacks on them.
const SHORTEST_STEPS: u64 = 20_000;

/// Answers by kind of model, level of overheads and cards.
type Known = BTreeMap<(usize, u8, State), Option<Vec<u64>>>;

/// Cards one by one: which card each is like, and what of it others hold.
type State = Vec<(usize, u64)>;

/// The cards, and what is to be placed on them.
pub(super) struct Site<'a> {
    pub(super) scenario: &'a Scenario,
    kinds: &'a [Kind<'a>],
    /// The kind of each instance.
    instances: &'a [usize],
    /// Instances, the largest first.
    order: Vec<usize>,
    /// Bytes that the instances from each place of the order on take at least.
    needed: Vec<u64>,
    gpus: Vec<(&'static Gpu, u64)>,
    /// The first card that each is like.
    like: Vec<usize>,
    budget: &'a Budget,
    /// Whether a search may end because the budget is spent: not where a verdict depends on it.
    ends: bool,
    /// What a kind of model holds of cards in this state with these overheads; nothing where they do not
    /// hold it. Searches come to the same state on many ways.
    known: RefCell<Known>,
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

/// What an instance without a place lacks.
#[derive(Clone)]
pub(super) struct Lack {
    /// The cards on which it lacks least, in slot order.
    pub(super) cards: Vec<usize>,
    /// Bytes, on all of them together.
    pub(super) bytes: u64,
}

/// What a search came to.
pub(super) enum Found {
    /// A place for each.
    Places(Vec<Seat>),
    /// No arrangement that it knows gives each a place.
    Nothing,
    /// None was found among as many as are tried.
    GaveUp,
}

impl<'a> Site<'a> {
    pub(super) fn new(
        scenario: &'a Scenario,
        kinds: &'a [Kind<'a>],
        instances: &'a [usize],
        (budget, ends): (&'a Budget, bool),
    ) -> Self {
        let mut order: Vec<usize> = (0..instances.len()).collect();
        // Stable: of equals the first asked comes first.
        sort_by_key(&mut order, |&instance| {
            std::cmp::Reverse(kinds[instances[instance]].need)
        });
        let mut needed: Vec<u64> = order
            .iter()
            .map(|&one| kinds[instances[one]].least)
            .collect();
        for place in (1..needed.len()).rev() {
            needed[place - 1] = needed[place - 1].saturating_add(needed[place]);
        }
        let machine = &scenario.machine;
        let gpus: Vec<(&'static Gpu, u64)> = { machine.gpus() }
            .map(|gpu| (gpu, machine.capacity(gpu)))
            .collect();
        let first =
            |(gpu, _): &(&'static Gpu, u64)| gpus.iter().position(|(one, _)| one.id == gpu.id);
        Self {
            scenario,
            kinds,
            instances,
            order,
            needed,
            like: gpus.iter().filter_map(first).collect(),
            gpus,
            budget,
            ends,
            known: RefCell::default(),
        }
    }

    /// The cards with their capacities, in slot order.
    pub(super) fn cards(&self) -> impl Iterator<Item = (&'static Gpu, u64)> {
        self.gpus.iter().copied()
    }

    /// How many questions were asked so far.
    fn asked(&self) -> usize {
        self.known.borrow().len()
    }

    /// How many instances there are.
    pub(super) fn count(&self) -> usize {
        self.instances.len()
    }

    /// How many kinds of model they are of.
    pub(super) fn count_of_kinds(&self) -> usize {
        self.kinds.len()
    }

    /// The kind of an instance, with its place among the kinds.
    pub(super) fn kind_of(&self, instance: usize) -> (usize, &Kind<'a>) {
        let place = self.instances[instance];
        (place, &self.kinds[place])
    }

    /// A place for every instance with overheads of `level`, if one is found.
    pub(super) fn all(&self, level: Level) -> Found {
        // What runs on no card has no place whatever the others do.
        if !self.kinds.iter().all(|kind| kind.runs_on.contains(&true)) {
            return Found::Nothing;
        }
        let mut search = Search {
            site: self,
            level,
            tries: TRIES,
            dead: BTreeSet::new(),
            seats: Vec::new(),
        };
        if search.seat(0, &mut vec![0; self.gpus.len()]) {
            Found::Places(search.seats)
        } else if search.tries == 0 {
            Found::GaveUp
        } else {
            Found::Nothing
        }
    }

    /// What others leave of a card.
    fn left(&self, card: usize, taken: &[u64]) -> u64 {
        self.gpus[card].1.saturating_sub(taken[card])
    }

    /// Whether the instances from a place of the order on take more than all that is left.
    fn cannot_hold(&self, from: usize, taken: &[u64]) -> bool {
        let left = (0..self.gpus.len()).map(|card| self.left(card, taken));
        self.needed[from] > left.sum()
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

    /// The cards on which an instance without a place lacks least of those that are asked, the most first,
    /// and how much it lacks there; `None` where it can run on none.
    pub(super) fn shortest(&self, kind: &Kind<'_>, seats: &[Seat]) -> Option<Lack> {
        let until = self.budget.taken() + SHORTEST_STEPS;
        let mut taken = vec![0; self.gpus.len()];
        seats.iter().for_each(|seat| seat.settle(&mut taken));
        let room =
            |cards: &[usize]| -> u64 { cards.iter().map(|&card| self.left(card, &taken)).sum() };
        let places: Vec<Vec<usize>> = self.places(kind, &taken).collect();
        let mut nearest: Option<Lack> = None;
        // The most cards first, which seldom lack more than others: what must lack more is not asked. Of
        // equals the fewest cards.
        for cards in places.into_iter().rev() {
            let lacks = kind.least.saturating_sub(room(&cards));
            let hopeless = |nearest: &Lack| nearest.bytes < lacks || self.budget.taken() > until;
            if nearest.as_ref().is_some_and(hopeless) {
                continue;
            }
            let plan = self.ask(kind, &cards, &pick(&taken, &cards), |question| {
                question.plan()
            });
            let short = |gpu: &GpuUse| gpu.free_bytes.min(0).unsigned_abs();
            let bytes = plan.gpus.iter().map(short).sum();
            let nearer = nearest
                .as_ref()
                .is_none_or(|nearest| bytes <= nearest.bytes);
            if plan.status != Status::Impossible && nearer {
                nearest = Some(Lack { cards, bytes });
            }
        }
        nearest
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
        let joins = |one: usize, other: usize| {
            let mix = Mix::of([one, other].into_iter().map(|card| self.gpus[card].0));
            kind.engine.supports_mixed_cards(mix).is_ok()
        };
        let mut alone: Vec<Vec<usize>> = Vec::new();
        let mut pools: Vec<Vec<usize>> = Vec::new();
        for card in usable {
            let like = |other: usize| self.like[other] == self.like[card];
            if !alone
                .iter()
                .any(|one| like(one[0]) && taken[one[0]] == taken[card])
            {
                alone.push(vec![card]);
            }
            match pools
                .iter_mut()
                .find(|pool| like(pool[0]) || joins(pool[0], card))
            {
                Some(pool) => pool.push(card),
                None => pools.push(vec![card]),
            }
        }
        for pool in &mut pools {
            sort_by_key(pool, |&card| std::cmp::Reverse(self.left(card, taken)));
        }
        self.budget.take(self.gpus.len());
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
        let left: u64 = cards.iter().map(|&card| self.left(card, taken)).sum();
        if kind.least > left {
            return None;
        }
        let state = cards.iter().map(|&card| (self.like[card], taken[card]));
        let state = (self.instances[instance], level as u8, state.collect());
        self.budget.take(cards.len());
        let taken = pick(taken, &cards);
        let known = self.known.borrow().get(&state).cloned();
        let held = known.unwrap_or_else(|| {
            let held = self.ask(kind, &cards, &taken, |question| {
                question.holds(level).then(|| question.held(level))
            });
            self.known.borrow_mut().insert(state, held.clone());
            held
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
                Some(group) if std::ptr::eq(group.gpu, gpu) && held.last() == Some(&bytes) => {
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
            weights: kind.weights,
            quant: kind.quant,
            kv: scenario.kv,
            context: scenario.context,
            users: scenario.users,
            engine: kind.engine,
            settings: kind.engine.own(scenario.settings),
            draft: { Draft::of(scenario) }.filter(|_| std::ptr::eq(kind.model, &scenario.model)),
            images: scenario.speed.images.is_some() && std::ptr::eq(kind.model, &scenario.model),
            placement: PlacementChoice::Auto,
            offload: Offload::None,
            budget: Some(self.budget),
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
    dead: BTreeSet<(usize, State)>,
    seats: Vec<Seat>,
}

impl Search<'_, '_> {
    /// Seats the instances from `at` in the order on.
    fn seat(&mut self, at: usize, taken: &mut Vec<u64>) -> bool {
        let site = self.site;
        let Some(&instance) = site.order.get(at) else {
            return true;
        };
        if site.cannot_hold(at, taken) {
            return false;
        }
        let mut state: State = { site.like.iter().zip(taken.iter()) }
            .map(|(like, taken)| (*like, *taken))
            .collect();
        sort_by_key(&mut state, |one| *one);
        site.budget.take(state.len());
        let state = (at, state);
        if self.dead.contains(&state) {
            return false;
        }
        self.tries = self.tries.saturating_sub(1);
        let kind = &site.kinds[site.instances[instance]];
        for cards in site.places(kind, taken) {
            if self.tries == 0 || (site.ends && site.budget.is_spent()) {
                self.tries = 0;
                return false;
            }
            let asked = site.asked();
            let seat = site.try_on(instance, cards, taken, self.level);
            self.tries = self.tries.saturating_sub((site.asked() - asked) as u32);
            let Some(seat) = seat else {
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

/// Where all of them stand, or that some do not.
pub(super) struct Places {
    /// Places for all, at the highest level of overheads that leaves one to each.
    pub(super) all: Option<(Vec<Seat>, Level)>,
    /// Whether a search ended before it had looked everywhere, so that more may have a place.
    pub(super) gave_up: bool,
}

pub(super) fn places(site: &Site<'_>) -> Places {
    let mut gave_up = false;
    let all = [Level::High, Level::Typical].into_iter().find_map(|level| {
        match site.all(level) {
            Found::Places(seats) => return Some((seats, level)),
            Found::Nothing => {}
            Found::GaveUp => gave_up = true,
        }
        None
    });
    Places { all, gave_up }
}

/// How well all of them run, if they do; nothing is asked where the budget is spent.
pub(super) fn running(scenario: &Scenario, budget: &Budget) -> Option<Status> {
    if budget.is_spent() {
        return None;
    }
    let (kinds, instances) = instances(scenario);
    let site = Site::new(scenario, &kinds, &instances, (budget, true));
    let (_, level) = places(&site).all?;
    Some(status(level))
}

pub(super) fn status(level: Level) -> Status {
    match level {
        Level::High => Status::Fits,
        _ => Status::Tight,
    }
}
