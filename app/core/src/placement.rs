//! Dividing a model over cards: how many share a layer, and which card holds which layers.
//!
//! Memory is per card, never pooled: the question is always whether *each* card holds its part.

use std::ops::Range;

use crate::arch::Arch;
use crate::engine::{Engine, Split, tensor_parallel_valid};
use crate::quant::Quant;
use crate::scenario::PlacementChoice;

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
    let mut degrees = Degrees {
        tensor: 1,
        pipeline: count,
        expert: false,
        by_layer: true,
        invalid: None,
        note: None,
    };
    match choice {
        PlacementChoice::Auto if engine.supports_split(Split::Layer).is_ok() => {}
        PlacementChoice::Auto => automatic(&mut degrees, engine, arch, quant, count),
        PlacementChoice::Layer => {
            // Engines without a layer split of their own run layers as pipeline stages.
            degrees.by_layer = engine.supports_split(Split::Layer).is_ok();
        }
        PlacementChoice::Parallel {
            tensor,
            pipeline,
            expert,
        } => {
            degrees.by_layer = false;
            degrees.expert = expert;
            match (tensor, pipeline) {
                (None, None) => (degrees.tensor, degrees.pipeline) = (count, 1),
                (Some(tensor), None) => {
                    (degrees.tensor, degrees.pipeline) = (tensor, count / tensor)
                }
                (None, Some(stages)) => {
                    (degrees.tensor, degrees.pipeline) = (count / stages, stages)
                }
                (Some(tensor), Some(stages)) => {
                    (degrees.tensor, degrees.pipeline) = (tensor, stages)
                }
            }
            if degrees.tensor * degrees.pipeline != count || degrees.tensor == 0 {
                degrees.invalid = Some(format!(
                    "{} does not divide {count} GPU{} into equal groups.",
                    degrees_text(tensor, pipeline),
                    if count == 1 { "" } else { "s" }
                ));
                (degrees.tensor, degrees.pipeline) = (1, count);
            } else {
                degrees.invalid =
                    tensor_parallel_valid(engine, arch, quant, degrees.tensor, expert).err();
                if degrees.pipeline > 1 && degrees.invalid.is_none() {
                    degrees.invalid = engine.supports_split(Split::Pipeline).err();
                }
            }
        }
    }
    if degrees.invalid.is_none() && !uniform {
        degrees.invalid = engine.supports_mixed_cards().err();
    }
    if degrees.pipeline > arch.layer_count() && !degrees.by_layer {
        degrees.invalid = Some(format!(
            "{} pipeline stages are more than the model's {} layers.",
            degrees.pipeline,
            arch.layer_count()
        ));
    }
    degrees
}

/// The largest valid tensor parallelism that divides the cards, the rest in pipeline stages.
fn automatic(degrees: &mut Degrees, engine: Engine, arch: &Arch, quant: Quant, count: u32) {
    degrees.by_layer = false;
    let valid = |tensor: &u32| {
        count.is_multiple_of(*tensor)
            && (*tensor == 1 || tensor_parallel_valid(engine, arch, quant, *tensor, false).is_ok())
    };
    degrees.tensor = (1..=count).rev().find(valid).unwrap_or(1);
    degrees.pipeline = count / degrees.tensor;
    if degrees.pipeline > 1 {
        let reason = tensor_parallel_valid(engine, arch, quant, count, false)
            .err()
            .unwrap_or_default();
        degrees.note = Some(format!(
            "{count} GPUs cannot share each layer: {reason} Calculated with {} pipeline stages of {} instead.",
            degrees.pipeline,
            match degrees.tensor {
                1 => "1 GPU".to_owned(),
                tensor => format!("{tensor} GPUs"),
            }
        ));
    }
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
    fn total(self) -> u64 {
        self.weights + self.kv
    }
}

/// What a row of stages has to hold.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Loads {
    /// Each layer, in order.
    pub layers: Vec<LayerLoad>,
    /// What the first stage holds besides: embedding, vision tower.
    pub first: u64,
    /// What the last stage holds besides: final norm and output head.
    pub last: u64,
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
/// use headroom_core::placement::even;
/// assert_eq!(even(10, 4), [0..2, 2..5, 5..8, 8..10]);
/// ```
#[must_use]
pub fn even(layers: u32, stages: u32) -> Vec<Range<u32>> {
    let stages = stages.max(1);
    let (base, remainder) = (layers / stages, layers % stages);
    let mut start = 0;
    (0..stages)
        .map(|stage| {
            let extra = stage + 1 < stages && stage + 1 + remainder >= stages;
            let end = start + base + u32::from(extra);
            let range = start..end.min(layers);
            start = end.min(layers);
            range
        })
        .collect()
}

/// Gives each card consecutive layers so that the fullest card, by share of its own capacity, is as
/// empty as can be. It is what `--tensor-split` can reach in llama.cpp, so a model that this does
/// not fit is not made to fit by any other split.
#[must_use]
pub fn level(loads: &Loads, rooms: &[Room]) -> Vec<Range<u32>> {
    const STEPS: u64 = 1 << 16;
    let total: u64 =
        loads.first + loads.last + loads.layers.iter().map(|layer| layer.total()).sum::<u64>();
    let fits = |share: u64| deal(loads, rooms, share, STEPS).is_some();
    // At this share one card could hold everything, so the search has an upper end.
    let needed = rooms
        .iter()
        .map(|room| {
            let all = u128::from(room.fixed) + u128::from(total);
            u64::try_from(all * u128::from(STEPS) / u128::from(room.capacity.max(1)))
                .unwrap_or(u64::MAX / 2)
                + 1
        })
        .max()
        .unwrap_or(STEPS);
    let (mut low, mut high) = (0, needed);
    while low < high {
        let middle = low + (high - low) / 2;
        if fits(middle) {
            high = middle
        } else {
            low = middle + 1
        }
    }
    deal(loads, rooms, high, STEPS)
        .unwrap_or_else(|| even(loads.layers.len() as u32, rooms.len() as u32))
}

/// Whether some split fits.
#[must_use]
pub fn any_split_fits(loads: &Loads, rooms: impl ExactSizeIterator<Item = Room>) -> bool {
    fill(loads, rooms.map(|room| (room.capacity, room.fixed)), |_| {})
}

/// Fills each card in turn up to `share / of` of its capacity; `None` when layers are left over.
fn deal(loads: &Loads, rooms: &[Room], share: u64, of: u64) -> Option<Vec<Range<u32>>> {
    let mut ranges = Vec::with_capacity(rooms.len());
    let limits = rooms.iter().map(|room| {
        let limit = u128::from(room.capacity) * u128::from(share) / u128::from(of);
        (u64::try_from(limit).unwrap_or(u64::MAX), room.fixed)
    });
    fill(loads, limits, |range| ranges.push(range)).then_some(ranges)
}

/// Gives each card, a limit and what it holds already, as many of the next layers as it can take,
/// and says whether all found room. Filling in turn is optimal, because layers stay in order.
fn fill(
    loads: &Loads,
    cards: impl ExactSizeIterator<Item = (u64, u64)>,
    mut place: impl FnMut(Range<u32>),
) -> bool {
    let count = cards.len();
    let mut next = 0;
    for (index, (limit, fixed)) in cards.enumerate() {
        let mut used = fixed;
        if index == 0 {
            used += loads.first;
        }
        if index + 1 == count {
            used += loads.last;
        }
        if used > limit {
            return false;
        }
        let start = next;
        while let Some(layer) = loads.layers.get(next) {
            if used + layer.total() > limit {
                break;
            }
            used += layer.total();
            next += 1;
        }
        place(start as u32..next as u32);
    }
    next == loads.layers.len()
}
