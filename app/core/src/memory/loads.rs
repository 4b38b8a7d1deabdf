//! What a row of stages has to hold: layers, embedding, head, and what of it was moved to the host.

use std::ops::Range;

use crate::memory::stages::even_stages;
use crate::model::stack::{LayerKind, Stack};
use crate::units::Budget;

/// Bytes of one layer on one rank.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct LayerLoad {
    /// Weights.
    pub(crate) weights: u64,
    /// Cache of all sequences.
    pub(crate) kv: u64,
}

impl LayerLoad {
    pub(super) const fn total(self) -> u64 {
        self.weights + self.kv
    }

    const fn times(self, layers: u32) -> Self {
        let layers = layers as u64;
        Self {
            weights: self.weights * layers,
            kv: self.kv * layers,
        }
    }

    const fn plus(self, other: Self) -> Self {
        Self {
            weights: self.weights + other.weights,
            kv: self.kv + other.kv,
        }
    }

    const fn minus(self, other: Self) -> Self {
        Self {
            weights: self.weights - other.weights,
            kv: self.kv - other.kv,
        }
    }
}

/// One layer of a kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct KindLoad {
    /// All of it.
    pub(crate) whole: LayerLoad,
    /// What stays on the card where the rest is moved to host memory.
    pub(crate) rest: LayerLoad,
}

/// Steps of putting a question together before any card is looked at.
const START: usize = 8;

/// As many kinds of layer as most models have: room for them needs no allocation.
const USUAL_KINDS: usize = 12;

/// What a row of stages has to hold.
pub(crate) struct Loads<'a> {
    stack: &'a Stack,
    budget: Option<&'a Budget>,
    usual: [KindLoad; USUAL_KINDS],
    /// Used instead where there are more kinds.
    many: Vec<KindLoad>,
    /// What all layers hold as long as none is moved.
    all: LayerLoad,
    /// Layers before this one are moved.
    moved: u32,
    /// What moving them took from the cards.
    gone: LayerLoad,
    /// What the first stage holds besides: embedding, vision tower.
    pub(crate) first: u64,
    /// What the last stage holds besides: final norm and output head.
    pub(crate) last: u64,
    /// Cache that the last stage holds besides: that of what guesses ahead.
    pub(crate) last_kv: u64,
}

impl<'a> Loads<'a> {
    /// The layers of `stack`, each kind weighed by `load`; work on them is counted in `budget`.
    pub(crate) fn new(
        stack: &'a Stack,
        budget: Option<&'a Budget>,
        load: impl Fn(&LayerKind) -> KindLoad,
    ) -> Self {
        let mut loads = Self {
            stack,
            budget,
            usual: [KindLoad::default(); USUAL_KINDS],
            many: Vec::new(),
            all: LayerLoad::default(),
            moved: 0,
            gone: LayerLoad::default(),
            first: 0,
            last: 0,
            last_kv: 0,
        };
        if stack.kinds().len() > USUAL_KINDS {
            loads.many = vec![KindLoad::default(); stack.kinds().len()];
        }
        let slots = if loads.many.is_empty() {
            loads.usual.as_mut_slice()
        } else {
            loads.many.as_mut_slice()
        };
        for (slot, kind) in slots.iter_mut().zip(stack.kinds()) {
            *slot = load(kind);
            loads.all = loads.all.plus(slot.whole.times(kind.layers));
        }
        loads.count(START + stack.kinds().len());
        loads
    }

    /// Counts work on these loads.
    pub(super) fn count(&self, steps: usize) {
        if let Some(budget) = self.budget {
            budget.take(steps);
        }
    }

    /// Moves the layers before `moved`, and no others, to host memory.
    pub(crate) fn move_before(&mut self, moved: u32) {
        self.moved = moved;
        self.gone = self
            .sum(moved, |kind| kind.whole)
            .minus(self.sum(moved, |kind| kind.rest));
    }

    /// What moving layers took from the cards.
    pub(crate) fn gone(&self) -> LayerLoad {
        self.gone
    }

    /// Number of layers.
    pub(crate) fn layers(&self) -> u32 {
        self.stack.layers()
    }

    /// What the stage `index` of `stages` holds, with layers of this range.
    pub(crate) fn stage(&self, range: Range<u32>, index: usize, stages: usize) -> LayerLoad {
        let layers = self.before(range.end).minus(self.before(range.start));
        self.with_ends(layers, index, stages)
    }

    /// What each of `stages` even stages holds.
    pub(crate) fn even_stages(&self, stages: u32) -> impl Iterator<Item = LayerLoad> {
        let ranges = even_stages(self.layers(), stages);
        let count = ranges.len();
        let mut start = LayerLoad::default();
        ranges.enumerate().map(move |(index, range)| {
            let end = self.before(range.end);
            let layers = end.minus(start);
            start = end;
            self.with_ends(layers, index, count)
        })
    }

    /// `load` with what the first and the last stage hold besides.
    fn with_ends(&self, mut load: LayerLoad, index: usize, stages: usize) -> LayerLoad {
        if index == 0 {
            load.weights += self.first;
        }
        if index + 1 == stages {
            load.weights += self.last;
            load.kv += self.last_kv;
        }
        load
    }

    /// What all stages hold.
    pub(crate) fn total(&self) -> u64 {
        self.first + self.last + self.last_kv + self.before(self.layers()).total()
    }

    /// What the layers before this one hold.
    pub(super) fn before(&self, index: u32) -> LayerLoad {
        if index < self.moved {
            self.sum(index, |kind| kind.rest)
        } else if index >= self.layers() {
            self.all.minus(self.gone)
        } else {
            self.sum(index, |kind| kind.whole).minus(self.gone)
        }
    }

    fn sum(&self, index: u32, part: impl Fn(&KindLoad) -> LayerLoad) -> LayerLoad {
        let kinds = if self.many.is_empty() {
            self.usual.as_slice()
        } else {
            self.many.as_slice()
        };
        if index == 0 {
            return LayerLoad::default();
        }
        let counts = self.stack.before(index).iter();
        counts
            .zip(kinds)
            .fold(LayerLoad::default(), |sum, (count, kind)| {
                sum.plus(part(kind).times(*count))
            })
    }
}
