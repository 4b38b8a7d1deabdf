//! What training holds on one card, line by line, and in the host.
//!
//! A step has two full moments. When the loss is computed, all kept activations and the logits are
//! there. In the backward pass, gradients take the place of activations layer by layer; where they
//! outlive the step they are there from the start. The fuller of the moments decides.

mod activations;
mod card;
mod states;

use crate::scenario::{Base, Keep, Method, Sharding, TrainingPlan};
use crate::training::profile::Profile;
use crate::units::{GIB, MIB, Range};

pub(crate) use card::CardMemory;
pub(crate) use states::nf4;

/// Bytes of a 16-bit and of a 32-bit number.
const HALF: u64 = 2;
const SINGLE: u64 = 4;
/// Driver context and libraries of PyTorch: the range over its measured processes.
pub(crate) const CONTEXT: Range = Range::new(300 * MIB, 600 * MIB, GIB + 512 * MIB);

/// What groups of cards take beside: the memory in use when vLLM 0.19 starts is 0.51 GiB on one H100 and 1.53 on each of two
/// (llm-d-planner pull request 205, 2026-04-22).
pub(crate) const GROUP: Range = Range::new(200 * MIB, GIB, GIB + 512 * MIB);

/// One training run on cards of one kind.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Job<'a> {
    pub(crate) profile: &'a Profile,
    /// Parameters that are loaded and never trained: vision and audio towers.
    pub(crate) towers: u64,
    pub(crate) plan: &'a TrainingPlan,
    pub(crate) gpus: u32,
}

impl Job<'_> {
    pub(crate) fn trainable(&self) -> u64 {
        self.profile.trainable(self.plan)
    }

    /// Why this combination cannot run.
    pub(crate) fn flaw(&self) -> Option<&'static str> {
        let plan = self.plan;
        if plan.offload_params != Keep::Gpu && !plan.sharding.divides_weights() {
            return Some("Weights can be kept off the cards under ZeRO-3 or FSDP only.");
        }
        if plan.offload_optimizer != Keep::Gpu && !plan.sharding.divides_states() {
            return Some("The optimiser can be kept off the cards under ZeRO or FSDP only.");
        }
        if plan.method == Method::Full && plan.base == Base::Int8 {
            return Some("Weights in 8 bits can carry adapters and not be trained themselves.");
        }
        let nvme = plan.offload_optimizer == Keep::Nvme || plan.offload_params == Keep::Nvme;
        if nvme && plan.sharding != Sharding::Zero3 {
            return Some("Only ZeRO-3 keeps training states on drives.");
        }
        None
    }
}
