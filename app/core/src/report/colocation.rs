//! Several models side by side on one machine.

use serde::Serialize;

use super::Status;

/// Whether all models that were asked run at the same time, and where each would stand.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Together {
    /// Whether all of them run.
    pub fits: bool,
    /// How well: the same words as for one model, never with offload.
    pub status: Status,
    /// One plain sentence.
    pub sentence: String,
    /// Instances that were asked, the scenario's own model among them.
    pub asked: u32,
    /// Instances that have a place.
    pub placed: u32,
    /// Each instance in the order in which they were asked.
    pub instances: Vec<TogetherInstance>,
    /// Each card, in slot order.
    pub per_gpu: Vec<TogetherGpu>,
}

/// One running model.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct TogetherInstance {
    /// Model id, or `custom`.
    pub model: String,
    /// Model name.
    pub model_name: String,
    /// Weight format id.
    pub weights: &'static str,
    /// Engine id: the scenario's where it can run this, else the one that usually does.
    pub engine: &'static str,
    /// Cards that hold it, counted from 0; empty where it has no place.
    pub gpus: Vec<u32>,
    /// Bytes on all its cards with typical overheads; 0 where it has no place.
    pub used_bytes: u64,
    /// Cards on which least is missing, where it has no place but could run.
    pub short_on: Vec<u32>,
    /// What is missing on these cards together, beside what the placed instances hold.
    pub short_bytes: u64,
    /// Why the engine cannot run it on this machine, if it cannot.
    pub blocker: Option<String>,
}

/// One card. The parts and the reserve sum to `used_bytes`.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct TogetherGpu {
    /// Which card, counted from 0.
    pub index: u32,
    /// Id in the catalogue.
    pub gpu: &'static str,
    /// Bytes that the card offers to software.
    pub capacity_bytes: u64,
    /// What each instance on it takes, in the order in which they were placed.
    pub parts: Vec<TogetherPart>,
    /// What the engine of the last of them leaves unused by its own setting.
    pub reserve_bytes: u64,
    /// The sum, with typical overheads.
    pub used_bytes: u64,
    /// The sum with the highest overheads seen.
    pub used_high_bytes: u64,
    /// Capacity less use.
    pub free_bytes: u64,
}

/// What one instance takes of one card. The parts sum to `used_bytes`.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct TogetherPart {
    /// Which of the instances, counted from 0.
    pub instance: u32,
    /// Weights.
    pub weights_bytes: u64,
    /// KV cache and constant states.
    pub kv_cache_bytes: u64,
    /// Activations, buffers and a driver context of its own, typical.
    pub overhead_bytes: u64,
    /// The sum.
    pub used_bytes: u64,
}
