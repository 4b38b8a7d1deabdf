//! Dividing a model over cards: how many share a layer, and which card holds which layers.
//!
//! Memory is per card, never pooled: the question is always whether *each* card holds its part.

use std::ops::Range;

use crate::engine::{Engine, Refusal, Split, tensor_parallel_valid};
use crate::model::arch::Arch;
use crate::model::quant::Quant;
use crate::model::stack::{LayerKind, Stack};
use crate::scenario::PlacementChoice;
use crate::units::first_near;

/// Degrees of parallelism that were settled on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Degrees {
    /// Cards that share each layer.
    pub tensor: u32,
    /// Groups in a row.
    pub pipeline: u32,
    /// Whether whole experts are dealt out.
    pub expert: bool,
    /// Whether layers are sized to the cards (llama.cpp and its like) instead of dealt evenly.
    pub by_layer: bool,
    /// Why it cannot run, if it cannot.
    pub invalid: Option<String>,
    /// What the engine does that one might not expect.
    pub note: Option<String>,
}

impl Degrees {
    /// Name of the kind, as the API writes it.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match (self.by_layer, self.tensor, self.pipeline) {
            (true, _, 2..) => "layer",
            (_, 1, 1) => "single",
            (_, _, 1) => "tensor",
            (_, 1, _) => "pipeline",
            _ => "tensor+pipeline",
        }
    }
}

/// How cards divide a model, before it is put into words.
#[derive(Clone, Copy)]
pub(crate) struct Division {
    /// See [`Degrees::tensor`].
    pub(crate) tensor: u32,
    /// See [`Degrees::pipeline`].
    pub(crate) pipeline: u32,
    /// See [`Degrees::expert`].
    pub(crate) expert: bool,
    /// See [`Degrees::by_layer`].
    pub(crate) by_layer: bool,
    /// Why it cannot run, if it cannot.
    pub(crate) flaw: Option<Flaw>,
}

/// Why a division cannot run.
#[derive(Clone, Copy)]
pub(crate) enum Flaw {
    UnequalGroups {
        tensor: Option<u32>,
        pipeline: Option<u32>,
    },
    Refused(Refusal),
    TooManyStages,
}

/// Settles how `count` cards divide the model.
#[must_use]
pub fn resolve(
    choice: PlacementChoice,
    engine: Engine,
    arch: &Arch,
    quant: Quant,
    count: u32,
    uniform: bool,
) -> Degrees {
    let division = divide(choice, engine, arch, quant, count, uniform);
    let chosen_for_them = choice == PlacementChoice::Auto && !division.by_layer;
    let note = (chosen_for_them && division.pipeline > 1).then(|| {
        let reason = tensor_parallel_valid(engine, arch, quant, count, false)
            .err()
            .map_or_else(String::new, |refusal| refusal.to_string());
        format!(
            "{count} GPUs cannot share each layer: {reason} Calculated with {} pipeline stages of {} instead.",
            division.pipeline,
            match division.tensor {
                1 => "1 GPU".to_owned(),
                tensor => format!("{tensor} GPUs"),
            }
        )
    });
    let invalid = division.flaw.map(|flaw| match flaw {
        Flaw::UnequalGroups { tensor, pipeline } => format!(
            "{} does not divide {count} GPU{} into equal groups.",
            degrees_text(tensor, pipeline),
            if count == 1 { "" } else { "s" }
        ),
        Flaw::Refused(refusal) => refusal.to_string(),
        Flaw::TooManyStages => format!(
            "{} pipeline stages are more than the model's {} layers.",
            division.pipeline,
            arch.layer_count()
        ),
    });
    Degrees {
        tensor: division.tensor,
        pipeline: division.pipeline,
        expert: division.expert,
        by_layer: division.by_layer,
        invalid,
        note,
    }
}

/// [`resolve`] without the words.
pub(crate) fn divide(
    choice: PlacementChoice,
    engine: Engine,
    arch: &Arch,
    quant: Quant,
    count: u32,
    uniform: bool,
) -> Division {
    let mut division = Division {
        tensor: 1,
        pipeline: count,
        expert: false,
        by_layer: engine.supports_split(Split::Layer).is_ok(),
        flaw: None,
    };
    match choice {
        PlacementChoice::Auto if division.by_layer => {}
        PlacementChoice::Auto => {
            division.tensor = widest(engine, arch, quant, count);
            division.pipeline = count / division.tensor;
        }
        // Engines without a layer split of their own run layers as pipeline stages.
        PlacementChoice::Layer => {}
        PlacementChoice::Parallel {
            tensor,
            pipeline,
            expert,
        } => {
            division.by_layer = false;
            division.expert = expert;
            (division.tensor, division.pipeline) = match (tensor, pipeline) {
                (None, None) => (count, 1),
                (Some(tensor), None) => (tensor, count / tensor),
                (None, Some(stages)) => (count / stages, stages),
                (Some(tensor), Some(stages)) => (tensor, stages),
            };
            if division.tensor * division.pipeline != count || division.tensor == 0 {
                division.flaw = Some(Flaw::UnequalGroups { tensor, pipeline });
                (division.tensor, division.pipeline) = (1, count);
            } else {
                let shared = tensor_parallel_valid(engine, arch, quant, division.tensor, expert);
                let staged = || match division.pipeline {
                    2.. => engine.supports_split(Split::Pipeline),
                    _ => Ok(()),
                };
                division.flaw = shared.and_then(|()| staged()).err().map(Flaw::Refused);
            }
        }
    }
    if division.flaw.is_none() && !uniform {
        division.flaw = engine.supports_mixed_cards().err().map(Flaw::Refused);
    }
    if division.pipeline > arch.layer_count() && !division.by_layer {
        division.flaw = Some(Flaw::TooManyStages);
    }
    division
}

/// The largest valid tensor parallelism that divides the cards; the rest become pipeline stages.
fn widest(engine: Engine, arch: &Arch, quant: Quant, count: u32) -> u32 {
    (2..=count)
        .rev()
        .filter(|tensor| count.is_multiple_of(*tensor))
        .find(|tensor| tensor_parallel_valid(engine, arch, quant, *tensor, false).is_ok())
        .unwrap_or(1)
}

fn degrees_text(tensor: Option<u32>, pipeline: Option<u32>) -> String {
    match (tensor, pipeline) {
        (Some(tensor), Some(pipeline)) => {
            format!("Tensor parallelism {tensor} × pipeline {pipeline}")
        }
        (None, Some(pipeline)) => format!("Pipeline parallelism {pipeline}"),
        (tensor, None) => format!("Tensor parallelism {}", tensor.unwrap_or(1)),
    }
}

/// Bytes of one layer on one rank.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LayerLoad {
    /// Weights.
    pub weights: u64,
    /// Cache of all sequences.
    pub kv: u64,
}

impl LayerLoad {
    const fn total(self) -> u64 {
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

/// As many kinds of layer as most models have: room for them needs no allocation.
const USUAL_KINDS: usize = 12;

/// What a row of stages has to hold.
pub(crate) struct Loads<'a> {
    stack: &'a Stack,
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
}

impl<'a> Loads<'a> {
    /// The layers of `stack`, each kind weighed by `load`.
    pub(crate) fn new(stack: &'a Stack, load: impl Fn(&LayerKind) -> KindLoad) -> Self {
        let mut loads = Self {
            stack,
            usual: [KindLoad::default(); USUAL_KINDS],
            many: Vec::new(),
            all: LayerLoad::default(),
            moved: 0,
            gone: LayerLoad::default(),
            first: 0,
            last: 0,
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
        loads
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
        }
        load
    }

    /// What all stages hold.
    pub(crate) fn total(&self) -> u64 {
        self.first + self.last + self.before(self.layers()).total()
    }

    /// What the layers before this one hold.
    fn before(&self, index: u32) -> LayerLoad {
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

/// Room of one stage.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Room {
    /// Bytes of the card.
    pub capacity: u64,
    /// Bytes that go to anything but layers, embedding and head.
    pub fixed: u64,
}

/// Deals layers evenly, as vLLM and SGLang do: the remainder goes to the later stages, the very
/// last excepted, because that one also holds the output head
/// (`get_pp_indices`, vllm/distributed/utils.py, read 2026-08).
///
/// ```
/// use headroom_core::memory::placement::even;
/// assert_eq!(even(10, 4), [0..2, 2..5, 5..8, 8..10]);
/// ```
#[must_use]
pub fn even(layers: u32, stages: u32) -> Vec<Range<u32>> {
    even_stages(layers, stages).collect()
}

/// [`even`], one stage after the other.
fn even_stages(layers: u32, stages: u32) -> impl ExactSizeIterator<Item = Range<u32>> {
    let stages = stages.max(1);
    let (base, remainder) = (layers / stages, layers % stages);
    let mut start = 0;
    (0..stages).map(move |stage| {
        let extra = stage + 1 < stages && stage + 1 + remainder >= stages;
        let end = start + base + u32::from(extra);
        let range = start..end.min(layers);
        start = end.min(layers);
        range
    })
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
    let each_holds = rooms.enumerate().all(|(index, room)| {
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
            let is_over = |end| loads.before(end + 1).total() > reach;
            next = first_near(start..layers, near, 1, is_over);
            placed = loads.before(next).total();
        }
        place(start..next);
        true
    });
    each_holds && next == layers
}
