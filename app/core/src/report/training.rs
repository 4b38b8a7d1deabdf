//! What training takes: memory on every card, time, energy and money.

use serde::Serialize;

use super::{Status, WayOut};
use crate::units::Evidence;

/// Training, where the scenario asks for it.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Training {
    /// Id of what is trained: `full`, `lora` or `qlora`.
    pub method: &'static str,
    /// Whether it runs on these cards.
    pub fits: bool,
    /// How well.
    pub status: Status,
    /// One plain sentence.
    pub sentence: String,
    /// Spare bytes on the fullest card; negative when short.
    pub margin_bytes: i64,
    /// The card that decides, counted from 0.
    pub deciding_gpu: u32,
    /// Parameters that the optimiser changes.
    pub trainable_params: u64,
    /// The same as a share of all parameters, percent.
    pub trainable_percent: f64,
    /// Weights, adapters, gradients and optimiser states of the run, counted once.
    pub states_bytes: u64,
    /// The parts of `states_bytes`.
    pub states: TrainingStates,
    /// When the cards are fullest: `loss`, `backward` or `gradients` (the end of the backward pass).
    pub fullest_moment: &'static str,
    /// Each card, in slot order.
    pub per_gpu: Vec<TrainingGpu>,
    /// Host memory that offloading takes.
    pub host_used_bytes: u64,
    /// RAM less what the operating system keeps.
    pub host_capacity_bytes: u64,
    /// Space on drives that offloading takes.
    pub nvme_used_bytes: u64,
    /// Tokens of one optimiser step, all cards together.
    pub tokens_per_step: u64,
    /// Floating-point operations a token, recomputation included.
    pub flops_per_token: u64,
    /// Tokens a second of all cards; `null` where it does not fit, and where a card's rate is not
    /// known.
    pub tokens_per_s: Option<f64>,
    /// The same at the slow end of what was measured, without overlap of transfers.
    pub tokens_per_s_low: Option<f64>,
    /// The same at the fast end.
    pub tokens_per_s_high: Option<f64>,
    /// The parts of one optimiser step.
    pub step: Option<TrainingStep>,
    /// Operations of model and data over what the cards could do in the time, percent.
    pub mfu_percent: Option<f64>,
    /// Tokens of the data set.
    pub tokens: u64,
    /// How often it is read.
    pub epochs: u32,
    /// Hours to read the data set once.
    pub hours_per_epoch: Option<f64>,
    /// The same at the fast end.
    pub hours_per_epoch_low: Option<f64>,
    /// The same at the slow end.
    pub hours_per_epoch_high: Option<f64>,
    /// Hours of all epochs.
    pub hours: Option<f64>,
    /// Energy at the wall for one epoch.
    pub kwh_per_epoch: Option<f64>,
    /// Electricity for one epoch; `null` without a price.
    pub usd_per_epoch: Option<f64>,
    /// Renting instead for one epoch.
    pub rent_usd_per_epoch: Option<f64>,
    /// What would be rented: the cheapest listed machine for one epoch that the job fits on.
    pub rent: Option<TrainingRent>,
    /// Changes that make it fit; empty when it fits.
    pub ways_out: Vec<WayOut>,
    /// What to know.
    pub warnings: Vec<String>,
    /// Weakest evidence among the figures.
    pub evidence: Evidence,
}

/// Model states of the run, counted once.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct TrainingStates {
    /// Weights that are multiplied with.
    pub weights_bytes: u64,
    /// Adapters.
    pub adapters_bytes: u64,
    /// Gradients.
    pub gradients_bytes: u64,
    /// 32-bit copy of what is trained.
    pub master_bytes: u64,
    /// Moments and the like.
    pub optimizer_bytes: u64,
}

/// One card. `items` sum to `used_bytes`.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct TrainingGpu {
    /// Which card, counted from 0.
    pub index: u32,
    /// Id in the catalogue.
    pub gpu: &'static str,
    /// Bytes that the card offers to software.
    pub capacity_bytes: u64,
    /// What is on it at the fullest moment.
    pub items: Vec<TrainingItem>,
    /// The sum, typical.
    pub used_bytes: u64,
    /// The sum of the low ends.
    pub used_low_bytes: u64,
    /// The sum of the high ends.
    pub used_high_bytes: u64,
    /// Capacity less use; negative where it does not fit.
    pub free_bytes: i64,
}

/// One line of a card.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct TrainingItem {
    /// `weights`, `adapters`, `master`, `optimizer`, `gather`, `bucket`, `gradients`, `activations`,
    /// `logits`, `working`, `fragmentation` or `runtime`.
    pub kind: &'static str,
    /// What it is.
    pub label: &'static str,
    /// Bytes, typical.
    pub bytes: u64,
    /// Low end.
    pub low_bytes: u64,
    /// High end.
    pub high_bytes: u64,
    /// How it is known.
    pub evidence: Evidence,
    /// What is in it.
    pub note: &'static str,
}

/// Seconds of one optimiser step on one card. Transfers between cards overlap with arithmetic.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct TrainingStep {
    /// The whole step.
    pub total_s: f64,
    /// Arithmetic.
    pub compute_s: f64,
    /// Between the cards.
    pub communication_s: f64,
    /// The optimiser, wherever it runs.
    pub optimizer_s: f64,
    /// To and from host memory and drives.
    pub offload_s: f64,
}

/// Renting for one epoch.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct TrainingRent {
    /// Id in links.
    pub id: String,
    /// Who rents it.
    pub provider: &'static str,
    /// Id of its GPU.
    pub gpu: &'static str,
    /// Name of its GPU.
    pub gpu_name: &'static str,
    /// GPUs.
    pub gpus: u32,
    /// Price of an hour.
    pub usd_per_hour: f64,
    /// Hours of one epoch on it.
    pub hours_per_epoch: f64,
    /// Price of one epoch.
    pub usd_per_epoch: f64,
    /// Whether the price is the user's own.
    pub own: bool,
    /// Day of the price.
    pub date: &'static str,
    /// Where it was seen.
    pub source: &'static str,
    /// Address of that.
    pub source_url: Option<&'static str>,
}
