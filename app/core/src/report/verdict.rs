//! Whether it fits, why not, and what would change that.

use serde::Serialize;

/// Whether it fits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Fits even with the highest overhead seen.
    Fits,
    /// Fits with typical overhead, not with the highest.
    Tight,
    /// Fits because part of it lives in host memory.
    Offloaded,
    /// Does not fit.
    DoesNotFit,
    /// The engine cannot run this combination at all.
    Impossible,
    /// The question holds a word that is not known here: nothing was calculated.
    NotUnderstood,
}

impl Status {
    /// Whether it runs, however well.
    #[must_use]
    pub fn runs(self) -> bool {
        matches!(self, Self::Fits | Self::Tight | Self::Offloaded)
    }
}

/// The answer in one sentence, with the figure that decides it.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Verdict {
    /// Whether it runs: every card's `used_bytes` ≤ `capacity_bytes`, and the engine can do it.
    pub fits: bool,
    /// How well.
    pub status: Status,
    /// One plain sentence.
    pub sentence: String,
    /// The card that decides, counted from 0.
    pub deciding_gpu: u32,
    /// Spare bytes on that card; negative when short.
    pub margin_bytes: i64,
    /// Why the engine cannot run it; empty when it can.
    pub blockers: Vec<String>,
    /// What to know although it runs.
    pub warnings: Vec<String>,
}

/// One change that makes it fit.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct WayOut {
    /// `quant`, `context`, `users`, `kv`, `gpus`, `engine`, `offload`, `gpu`, `placement`, `sequences`; for power
    /// `circuit`, `limit`, `psu`, `other`.
    pub kind: &'static str,
    /// What to do, in the imperative.
    pub action: String,
    /// What it leads to.
    pub effect: String,
    /// Canonical query of the scenario with the change.
    pub query: String,
    /// Status after the change.
    pub status: Status,
}
