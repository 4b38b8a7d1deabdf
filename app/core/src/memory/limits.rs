//! The question asked backwards: the bound of each input with the others held.
//!
//! Every answer is found by asking [`Question::status`](crate::memory::question::Question::status), so that
//! it agrees with the page that it links to. More context, more sequences and wider formats never
//! need less memory, which is what makes the binary searches right.

use crate::engine::{Engine, tensor_parallel_valid};
use crate::memory::question::Question;
use crate::model::native::Native;
use crate::model::quant::{Family, Quant};
use crate::report::{Limits, Status};
use crate::scenario::keys::{CONTEXT, COUNT};
use crate::scenario::{GpuGroup, PlacementChoice, Scenario};
use crate::units::first_near;

/// Contexts are suggested in multiples of this many tokens, the granularity in which llama.cpp
/// allocates its cache.
const CONTEXT_STEP: u32 = 256;

/// All inverse answers of a question, with the best format, the longest context and the most sequences already known.
pub(crate) fn of(
    scenario: &Scenario,
    asked: Question<'_>,
    best: Option<BestWeights>,
    max_context_tokens: Option<u32>,
    max_users: Option<u32>,
) -> Limits {
    Limits {
        max_context_tokens,
        max_users,
        best_weights: best.map(|best| best.quant.id()),
        min_gpus: min_gpus(scenario, asked, asked.engine, false),
        min_gpus_tensor: min_gpus(scenario, asked, Engine::FOR_SHARED_LAYERS, true),
    }
}

/// The largest of `low..=high` for which `fits`, where everything below a value that fits does too;
/// the search starts at `near`.
fn largest(low: u32, high: u32, near: u32, fits: impl Fn(u32) -> bool) -> Option<u32> {
    if low > high || !fits(low) {
        return None;
    }
    Some(first_near(low + 1..high + 1, near, near, |value| !fits(value)) - 1)
}

/// The longest context that the model was published for and that fits.
pub(crate) fn longest_context(asked: Question<'_>) -> Option<u32> {
    max_context(asked, asked.arch.max_context.min(CONTEXT.max))
}

/// The longest context up to `most` tokens that fits, in whole steps where it is more than one.
pub(crate) fn max_context(asked: Question<'_>, most: u32) -> Option<u32> {
    let fits = |context| Question { context, ..asked }.running().is_some();
    if fits(most) {
        return Some(most);
    }
    let near = asked.context / CONTEXT_STEP;
    largest(1, most / CONTEXT_STEP, near, |steps| {
        fits(steps * CONTEXT_STEP)
    })
    .map(|steps| steps * CONTEXT_STEP)
}

/// The most sequences, up to `most`, that fit at the scenario's context.
pub(crate) fn max_users(asked: Question<'_>, most: u32) -> Option<u32> {
    largest(1, most, asked.users, |users| {
        Question { users, ..asked }.running().is_some()
    })
}

/// A weight format with what it leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct BestWeights {
    /// The format.
    pub(crate) quant: Quant,
    /// Bytes of the weights.
    pub(crate) bytes: u64,
    /// Status with it.
    pub(crate) status: Status,
}

impl BestWeights {
    /// More bits are better, but a fit without reservation is better than any tight one.
    fn rank(self) -> (bool, u64) {
        (self.status != Status::Tight, self.bytes)
    }
}

/// The largest weight format that the engine loads and that fits, that is no wider than what the
/// model was published in, and that no newer one has superseded.
pub(crate) fn best_weights(scenario: &Scenario, asked: Question<'_>) -> Option<BestWeights> {
    let model = &scenario.model;
    let mut best: Option<BestWeights> = None;
    for &quant in Quant::ALL {
        if asked.engine.supports_weights(quant).is_err()
            || (quant != asked.quant
                && !asked.engine.has_files_of(quant, asked.arch, model.native()))
            || (quant != asked.quant
                && (quant.is_superseded() || holds_nothing_more(quant, model.native())))
        {
            continue;
        }
        let weights = scenario.weights_in(quant, asked.engine);
        let bytes = weights.total();
        if best.is_some_and(|best| best.status != Status::Tight && best.bytes >= bytes) {
            continue;
        }
        let changed = Question {
            quant,
            weights,
            ..asked
        };
        let candidate = changed.running().map(|status| BestWeights {
            quant,
            bytes,
            status,
        });
        if let Some(candidate) = candidate
            && best.is_none_or(|best| candidate.rank() > best.rank())
        {
            best = Some(candidate);
        }
    }
    best
}

/// Whether a format is wider than the checkpoint that it is made from: larger, and no better.
pub(crate) fn holds_nothing_more(quant: Quant, native: Native) -> bool {
    match native {
        Native::F16 | Native::Bf16 => quant == Quant::F32,
        Native::Fp8Block | Native::Mxfp4Experts | Native::Int4Experts | Native::Fp4Experts => {
            quant.family() == Family::Float
        }
    }
}

/// The fewest cards of the first kind that fit under `engine`; with `shared`, only numbers of cards
/// that can share each layer count.
fn min_gpus(scenario: &Scenario, asked: Question<'_>, engine: Engine, shared: bool) -> Option<u32> {
    let gpu = scenario.machine.groups.first()?.gpu;
    if engine.supports_weights(asked.quant).is_err()
        || engine.runs_on(gpu, asked.quant, asked.kv).is_err()
    {
        return None;
    }
    let mut machine = scenario.machine.clone();
    let most = if gpu.may_be_several() { COUNT.max } else { 1 };
    (1..=most).find(|&count| {
        machine.groups.clear();
        machine.groups.push(GpuGroup { gpu, count });
        let changed = Question {
            machine: &machine,
            engine,
            placement: PlacementChoice::Auto,
            ..asked
        };
        let splits =
            !shared || tensor_parallel_valid(engine, asked.arch, asked.quant, count, false).is_ok();
        splits && changed.running().is_some()
    })
}
