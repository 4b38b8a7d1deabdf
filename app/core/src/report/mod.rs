//! The types of the answer: every figure that any surface shows, itemised.
//! [`Report`](crate::evaluate::Report) computes and holds them.
//!
//! Field names carry the unit. Paths named in the URL and API contract (`memory.weights_bytes`,
//! `memory.kv_cache_bytes`, `memory.per_gpu[].used_bytes` and `.capacity_bytes`, `verdict.fits`,
//! `cost.total_usd`, `payback.break_even_months`, `speed.decode_tokens_per_s`,
//! `speed.prefill_tokens_per_s`) never change their meaning.

mod colocation;
mod currency;
mod host;
mod money;
mod notice;
mod power;
mod speed;
mod storage;
mod training;
mod verdict;
mod working;

use std::borrow::Cow;

use serde::Serialize;

use crate::catalog::short_name;
use crate::units::Evidence;

pub use crate::report::colocation::{Together, TogetherGpu, TogetherInstance, TogetherPart};
pub use currency::CurrencyEcho;
pub use host::HostMemory;
pub use money::{
    ApiLine, Check, CheckLevel, Cloud, Cost, CostItem, PastPrice, Payback, PaybackPoint, Rental,
    Rival, RivalKind, Sensitivity,
};
pub use notice::{Notice, NoticeKind, Suggestion};
pub use power::{
    CircuitReport, EnergyReport, GpuPower, HeatReport, LoadKind, PowerItem, PowerLoad, PowerReport,
    PowerStatus, PowerVerdict, PsuReport, SpeedUnderLimit, UpsReport, UpsUnit,
};
pub use speed::{CurvePoint, Speed, StepReport, TokenCost};
pub use storage::Storage;
pub use training::{
    Training, TrainingGpu, TrainingItem, TrainingRent, TrainingStates, TrainingStep,
};
pub use verdict::{Status, Verdict, WayOut};
pub use working::Working;

/// The scenario in names and numbers that need no catalogue to read.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ScenarioEcho {
    /// The cards.
    pub gpus: Vec<GpuEcho>,
    /// Cards altogether.
    pub gpu_count: u32,
    /// Model id, or `custom`.
    pub model: String,
    /// Model name.
    pub model_name: String,
    /// Parameters.
    pub model_params: u64,
    /// Parameters that one token passes through.
    pub model_active_params: u64,
    /// Longest context that the model was published for.
    pub model_max_context_tokens: u32,
    /// Whether the architecture was assumed from a size.
    pub model_assumed: bool,
    /// Weight format id.
    pub weights: &'static str,
    /// KV format id, or those of keys and values with `~` between.
    pub kv: String,
    /// Tokens a sequence.
    pub context_tokens: u32,
    /// Sequences at once.
    pub users: u32,
    /// Engine id.
    pub engine: &'static str,
    /// Host memory.
    pub ram_bytes: u64,
}

impl ScenarioEcho {
    /// The cards by their short names: `4 × RTX 3090 + RTX 5090`.
    #[must_use]
    pub fn cards(&self) -> String {
        let kinds = self.gpus.iter().map(|gpu| match gpu.count {
            1 => short_name(gpu.name).to_owned(),
            count => format!("{count}\u{a0}×\u{a0}{}", short_name(gpu.name)),
        });
        kinds.collect::<Vec<_>>().join(" + ")
    }
}

/// So many of one card.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct GpuEcho {
    /// Id in the catalogue.
    pub id: &'static str,
    /// Name.
    pub name: &'static str,
    /// How many.
    pub count: u32,
}

/// What needs memory, in total and on every card.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Memory {
    /// All weights, wherever they are placed, counted once.
    pub weights_bytes: u64,
    /// Weight bits for each parameter, in thousandths.
    pub weights_millibits_per_param: u64,
    /// The weights by kind of tensor; sums to `weights_bytes`.
    pub weights: Vec<WeightLine>,
    /// The cache of all sequences at the full context, counted once.
    pub kv_cache_bytes: u64,
    /// What one more token of one sequence adds while every layer still grows.
    pub kv_bytes_per_token: u64,
    /// The cache by kind of layer; sums to `kv_cache_bytes`.
    pub kv_cache: Vec<KvLine>,
    /// The whole cache if every engine kept only what attention reads: the floor.
    pub kv_ideal_bytes: u64,
    /// How the model is divided over the cards.
    pub placement: Placement,
    /// Each card, in slot order.
    pub per_gpu: Vec<GpuUse>,
    /// What lives in host memory.
    pub host: HostUse,
    /// Weakest evidence among the figures.
    pub evidence: Evidence,
}

/// Weights of one kind of tensor.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct WeightLine {
    /// Kind of tensor.
    pub class: &'static str,
    /// Parameters.
    pub params: u64,
    /// Bytes in the chosen format.
    pub bytes: u64,
}

/// Cache of one kind of layer.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct KvLine {
    /// Kind of layer.
    pub kind: Cow<'static, str>,
    /// Layers of that kind.
    pub layers: u32,
    /// Bytes that one token adds in one such layer; 0 for a constant state.
    pub bytes_per_token_layer: u64,
    /// Tokens held in one such layer, all sequences together; 0 for a constant state.
    pub tokens_held: u64,
    /// Bytes of all sequences in all such layers.
    pub bytes: u64,
}

/// How the model is divided.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Placement {
    /// `layer`, `tensor`, `pipeline`, `data`, what is joined by `+`, or `single`.
    pub kind: &'static str,
    /// Cards that share each layer.
    pub tensor: u32,
    /// Groups in a row.
    pub pipeline: u32,
    /// Groups that each serve requests of their own.
    pub data: u32,
    /// Cards among those that share a layer which each keep a part of the tokens (decode context parallel).
    pub context: u32,
    /// Whether whole experts are dealt out.
    pub expert: bool,
    /// Why this placement cannot run, if it cannot.
    pub invalid: Option<String>,
    /// What the engine would do differently from what one might expect.
    pub note: Option<String>,
}

/// One card's memory. The parts sum to `used_bytes`.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct GpuUse {
    /// Which card, counted from 0.
    pub index: u32,
    /// Id in the catalogue.
    pub gpu: &'static str,
    /// Bytes that the card offers to software.
    pub capacity_bytes: u64,
    /// Weights.
    pub weights_bytes: u64,
    /// KV cache and constant states.
    pub kv_cache_bytes: u64,
    /// Activations and compute buffers, typical.
    pub activations_bytes: u64,
    /// Driver context, graphs and communication buffers, typical.
    pub runtime_bytes: u64,
    /// What the engine leaves unused by its own setting.
    pub reserve_bytes: u64,
    /// The sum, with typical overheads.
    pub used_bytes: u64,
    /// The sum with the lowest overheads seen.
    pub used_low_bytes: u64,
    /// The sum with the highest overheads seen.
    pub used_high_bytes: u64,
    /// Layers on this card.
    pub layers: u32,
    /// Capacity less use; negative where it does not fit.
    pub free_bytes: i64,
}

/// Host memory.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct HostUse {
    /// RAM less what the operating system keeps.
    pub capacity_bytes: u64,
    /// Weights kept in RAM.
    pub weights_bytes: u64,
    /// KV cache kept in RAM.
    pub kv_cache_bytes: u64,
    /// Layers of which some part is in RAM.
    pub layers: u32,
}

/// Inverse answers: the bound of each input with the others held.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Limits {
    /// Longest context that fits; `None` where none does.
    pub max_context_tokens: Option<u32>,
    /// Most sequences at this context.
    pub max_users: Option<u32>,
    /// Largest weight format of the same engine that fits, of those that no newer one has superseded.
    pub best_weights: Option<&'static str>,
    /// Fewest of the first card that fit.
    pub min_gpus: Option<u32>,
    /// Fewest of the first card that fit under tensor parallelism in vLLM.
    pub min_gpus_tensor: Option<u32>,
}
