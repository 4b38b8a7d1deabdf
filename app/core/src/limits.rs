//! The question asked backwards: the bound of each input with the others held.
//!
//! Every answer is found by asking [`Question::status`](crate::memory::Question::status), so that
//! it agrees with the page that it links to. More context, more sequences and wider formats never
//! need less memory, which is what makes the binary searches right.

use crate::codec::{CONTEXT, COUNT, USERS};
use crate::engine::{Engine, tensor_parallel_valid};
use crate::evaluate::question;
use crate::quant::Quant;
use crate::report::{Limits, Status};
use crate::scenario::{GpuGroup, PlacementChoice, Scenario};
use crate::weights::Weights;

/// Contexts are suggested in multiples of this many tokens, the granularity in which llama.cpp
/// allocates its cache.
const CONTEXT_STEP: u32 = 256;

/// All inverse answers of a scenario.
#[must_use]
pub fn limits(scenario: &Scenario) -> Limits {
    let longest = scenario.model.arch().max_context.min(CONTEXT.max);
    Limits {
        max_context_tokens: max_context(scenario, longest),
        max_users: max_users(scenario, USERS.max),
        best_weights: best_weights(scenario).map(|best| best.quant.id()),
        min_gpus: min_gpus(scenario, scenario.engine, false),
        min_gpus_tensor: min_gpus(scenario, Engine::Vllm, true),
    }
}

fn holds(scenario: &Scenario, weights: &Weights) -> bool {
    fits(question(scenario, weights).status())
}

/// The largest of `low..=high` for which `fits`, where everything below a value that fits does too.
fn largest(low: u32, high: u32, fits: impl Fn(u32) -> bool) -> Option<u32> {
    if low > high || !fits(low) {
        return None;
    }
    let (mut low, mut high) = (low, high);
    while low < high {
        let middle = high - (high - low) / 2;
        if fits(middle) {
            low = middle
        } else {
            high = middle - 1
        }
    }
    Some(low)
}

/// The longest context up to `most` tokens that fits, in whole steps where it is more than one.
#[must_use]
pub fn max_context(scenario: &Scenario, most: u32) -> Option<u32> {
    let weights = scenario.priced();
    let mut probe = scenario.clone();
    let mut fits = |context| {
        probe.context = context;
        holds(&probe, &weights)
    };
    if fits(most) {
        return Some(most);
    }
    let cell = std::cell::RefCell::new(fits);
    largest(1, most / CONTEXT_STEP, |steps| {
        (cell.borrow_mut())(steps * CONTEXT_STEP)
    })
    .map(|steps| steps * CONTEXT_STEP)
}

/// The most sequences, up to `most`, that fit at the scenario's context.
#[must_use]
pub fn max_users(scenario: &Scenario, most: u32) -> Option<u32> {
    let weights = scenario.priced();
    largest(1, most, |users| {
        holds(
            &Scenario {
                users,
                ..scenario.clone()
            },
            &weights,
        )
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

/// Whether a status means that it runs.
pub(crate) fn fits(status: Status) -> bool {
    status.runs()
}

/// The largest weight format that the engine loads and that fits.
pub(crate) fn best_weights(scenario: &Scenario) -> Option<BestWeights> {
    let model = &scenario.model;
    let mut best: Option<BestWeights> = None;
    for &quant in Quant::ALL {
        if !quant.is_made_for(model.arch(), model.native(), scenario.engine)
            || scenario.engine.supports_weights(quant).is_err()
        {
            continue;
        }
        let weights = model.weights(quant);
        let bytes = weights.total();
        let changed = Scenario {
            weights: quant,
            ..scenario.clone()
        };
        let status = question(&changed, &weights).status();
        let candidate = BestWeights {
            quant,
            bytes,
            status,
        };
        if fits(status) && best.is_none_or(|best| candidate.rank() > best.rank()) {
            best = Some(candidate);
        }
    }
    best
}

/// The fewest cards of the first kind that fit under `engine`; with `shared`, only numbers of cards
/// that can share each layer count.
fn min_gpus(scenario: &Scenario, engine: Engine, shared: bool) -> Option<u32> {
    let weights = scenario.priced();
    let gpu = scenario.machine.groups.first()?.gpu;
    let mut changed = Scenario {
        engine,
        placement: PlacementChoice::Auto,
        ..scenario.clone()
    };
    if engine.supports_weights(changed.weights).is_err() {
        return None;
    }
    (1..=COUNT.max).find(|&count| {
        changed.machine.groups = vec![GpuGroup { gpu, count }];
        let arch = changed.model.arch();
        let splits =
            !shared || tensor_parallel_valid(engine, arch, changed.weights, count, false).is_ok();
        splits && holds(&changed, &weights)
    })
}
