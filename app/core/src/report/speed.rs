//! How fast it runs, as far as the report shows it.

use serde::Serialize;

use crate::units::{Evidence, MicroUsd, grouped};

/// Speed of the scenario. Rates are tokens a second; `None` where it does not run.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Speed {
    /// One stream's rate while every sequence of the scenario decodes.
    pub decode_tokens_per_s: Option<f64>,
    /// Nine of ten comparable measurements lie above this share of the model.
    pub decode_tokens_per_s_low: Option<f64>,
    /// Nine of ten comparable measurements lie below this; never above the ceiling.
    pub decode_tokens_per_s_high: Option<f64>,
    /// All sequences together while they decode.
    pub decode_total_tokens_per_s: Option<f64>,
    /// Low end for all sequences.
    pub decode_total_tokens_per_s_low: Option<f64>,
    /// High end for all sequences.
    pub decode_total_tokens_per_s_high: Option<f64>,
    /// Answer tokens of all sequences with the reading of their prompts in between, at the chosen
    /// prompt and answer lengths.
    pub served_tokens_per_s: Option<f64>,
    /// One stream's rate when every sequence has filled its context.
    pub full_context_tokens_per_s: Option<f64>,
    /// What memory bandwidth alone allows one stream; no estimate passes it.
    pub ceiling_tokens_per_s: Option<f64>,
    /// Tokens of one prompt read a second.
    pub prefill_tokens_per_s: Option<f64>,
    /// Low end of the prompt rate.
    pub prefill_tokens_per_s_low: Option<f64>,
    /// High end of the prompt rate.
    pub prefill_tokens_per_s_high: Option<f64>,
    /// Seconds from a prompt to the first token of its answer, on an idle machine.
    pub time_to_first_token_s: Option<f64>,
    /// Shortest of nine in ten.
    pub time_to_first_token_s_low: Option<f64>,
    /// Longest of nine in ten.
    pub time_to_first_token_s_high: Option<f64>,
    /// Tokens of the prompt.
    pub prompt_tokens: u32,
    /// Of these, tokens of images.
    pub image_tokens: u32,
    /// Of these, tokens that are cached already: the others are read.
    pub cached_tokens: u32,
    /// Tokens of the answer.
    pub output_tokens: u32,
    /// Tokens that a sequence holds while it decodes, on average over the answer.
    pub context_tokens: u32,
    /// Sequences at once.
    pub users: u32,
    /// What takes most of a step.
    pub bound_by: &'static str,
    /// One decode step in parts.
    pub step: Option<StepReport>,
    /// Rates against the number of sequences, up to what the cache holds.
    pub curve: Vec<CurvePoint>,
    /// The rate that every stream shall have at least.
    pub floor_tokens_per_s: u32,
    /// Most sequences that each get at least that; 0 where a single one does not.
    pub users_at_floor: Option<u32>,
    /// Why there is no rate; empty where there is one.
    pub reason: String,
    /// What to know about the rates.
    pub notes: Vec<String>,
    /// How the decode rate is known.
    pub evidence: Evidence,
    /// How the prompt rate is known.
    pub prefill_evidence: Evidence,
    /// Measurements of the same engine family and hardware class behind the decode rate.
    pub measurements: u32,
    /// The same behind the prompt rate.
    pub prefill_measurements: u32,
}

impl Speed {
    /// How long a prompt is, and how much of it are images, for a sentence that goes on.
    #[must_use]
    pub fn prompt(&self) -> String {
        let tokens = grouped(self.prompt_tokens.into());
        match self.image_tokens {
            0 => format!("a prompt of {tokens} tokens"),
            images => format!(
                "a prompt of {tokens} tokens, {} of them images,",
                grouped(images.into())
            ),
        }
    }
}

/// A million answer tokens with the prompts that they answer.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct TokenCost {
    /// On the own machine, at what an hour of it costs by the end of its time.
    pub owned_usd_per_mtok: Option<MicroUsd>,
    /// On the rented machine at its modelled rate, else as its memory bandwidth compares.
    pub rented_usd_per_mtok: Option<MicroUsd>,
    /// From the cheapest API that serves the model.
    pub api_usd_per_mtok: Option<MicroUsd>,
    /// Whose that is.
    pub api_provider: Option<&'static str>,
    /// Prompt tokens for each token of an answer.
    pub prompt_tokens_per_answer_token: f64,
    /// How the prices are known.
    pub evidence: Evidence,
}

/// One decode step, in milliseconds. The parts sum to `total_ms`.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct StepReport {
    /// Reading the weights that the step touches.
    pub weights_ms: f64,
    /// Reading the cache.
    pub kv_ms: f64,
    /// Arithmetic beyond what the reading hides.
    pub compute_ms: f64,
    /// Starting kernels, and the engine's own work.
    pub launch_ms: f64,
    /// Exchange between cards.
    pub communication_ms: f64,
    /// What the host's memory holds.
    pub host_ms: f64,
    /// The sum.
    pub total_ms: f64,
    /// Bytes of weights read by all cards together.
    pub weights_bytes: u64,
    /// Bytes of cache read by all cards together.
    pub kv_bytes: u64,
    /// Bytes read from the host's memory.
    pub host_bytes: u64,
}

/// Rates at one number of sequences.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CurvePoint {
    /// Sequences at once.
    pub users: u32,
    /// All sequences together.
    pub total_tokens_per_s: f64,
    /// One stream.
    pub stream_tokens_per_s: f64,
    /// Whether it is the scenario's own number.
    pub chosen: bool,
}
