//! Training on the scenario's cards: does it fit, how long does it take, what does it cost.
//!
//! Each card works on sequences of its own (data parallel); weights, gradients and the optimiser's
//! states are divided as [`Sharding`](crate::scenario::Sharding) says. Tensor and pipeline parallel training is not modelled.

pub(crate) mod calibrated;
mod fit;
pub(crate) mod memory;
pub(crate) mod profile;
mod report;
pub(crate) mod speed;
mod ways_out;
mod working;

use crate::model::arch::Arch;
use crate::report::Status;
use crate::scenario::{Scenario, Targets, TrainingPlan};
pub(crate) use fit::Fit;
#[cfg(feature = "evidence")]
pub(crate) use fit::context;
pub(crate) use memory::Job;
pub(crate) use profile::Profile;
pub(crate) use report::{Machinery, describe, fine, rounded};
pub(crate) use speed::peaks;
pub(crate) use working::workings;

/// Parameters of the adapters of a model: rank × (inputs + outputs) for each matrix.
///
/// ```
/// use headroom_core::catalog::Catalog;
/// use headroom_core::scenario::{Target, Targets};
/// use headroom_core::training::adapter_params;
/// let llama = &Catalog::builtin().model("llama-3-8b").unwrap().arch;
/// assert_eq!(adapter_params(llama, Targets::ALL, 16), 41_943_040);
/// ```
#[must_use]
pub fn adapter_params(arch: &Arch, targets: Targets, rank: u32) -> u64 {
    profile::Profile::of(arch).adapters(targets, rank)
}

/// The verdict on a run alone.
pub(crate) fn status(scenario: &Scenario, plan: &TrainingPlan) -> Status {
    let job = Job {
        profile: &Profile::of(scenario.model.arch()),
        towers: scenario.model.vision_params(),
        plan,
        gpus: scenario.machine.gpu_count(),
    };
    Fit::of(&job, &scenario.machine).status
}

/// Bytes a token that one layer of each shape keeps when nothing is computed again, in the order in
/// which the shapes occur.
///
/// ```
/// use headroom_core::catalog::Catalog;
/// use headroom_core::scenario::TrainingPlan;
/// use headroom_core::training::activation_bytes;
/// let llama = &Catalog::builtin().model("llama-3-8b").unwrap().arch;
/// // 4 096 wide, 6 144 of queries, keys and values, 4 × 14 336 in the gated block, 32 heads.
/// let half = 2 * (4 * 4_096 + 6_144 + 4_096 + 4 * 14_336) + 32 * 4;
/// let wide = 2 * 4_096 * 4;
/// assert_eq!(activation_bytes(llama, &TrainingPlan::default()), [half + wide]);
/// ```
#[must_use]
pub fn activation_bytes(arch: &Arch, plan: &TrainingPlan) -> Vec<u64> {
    let profile = profile::Profile::of(arch);
    profile
        .layers
        .iter()
        .map(|(layer, _)| layer.bytes(plan).all)
        .collect()
}
