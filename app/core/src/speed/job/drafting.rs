//! Tokens that are guessed ahead, as work.

use super::ModelWork;
use crate::memory::draft;
use crate::memory::question::Question;
use crate::scenario::{Drafter, Kept, Scenario};

/// A drafter at work, on one rank.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Drafting {
    /// Tokens guessed before each check, one after the other.
    pub(crate) tokens: f64,
    /// Guesses that a check keeps.
    pub(crate) kept: Kept,
    /// Bytes that each guess reads whatever the experts.
    pub(crate) bytes: f64,
    /// Bytes of routed experts that each guess reads a part of.
    pub(crate) expert_bytes: f64,
    /// Layers that each guess starts.
    pub(crate) layers: f64,
}

impl Drafting {
    /// What a scenario has guess. A block that predicts further tokens is a layer of the model with its head.
    pub(super) fn of(
        scenario: &Scenario,
        asked: Question<'_>,
        model: &ModelWork,
        ranks: f64,
    ) -> Option<Self> {
        let speculation = scenario.speculation?;
        let layers = f64::from(model.layers.max(1));
        let (bytes, expert_bytes, own_layers) = match speculation.drafter {
            Drafter::Mtp => {
                let head = model.head_bytes;
                let layer = (model.dense_bytes - head).max(0.0) / layers;
                let routed = f64::from(model.routed.max(1));
                (layer + head, model.expert_bytes / routed, 1.0)
            }
            Drafter::Eagle3 => {
                let held = asked.draft.map_or(0, |draft| draft.weights(asked.target()));
                (held as f64 / ranks, 0.0, 1.0)
            }
            Drafter::Model(small) => {
                let weights = small.weights(draft::format(asked.quant));
                let active = small.arch.active_params() as f64 / small.arch.params().max(1) as f64;
                let bytes = weights.total() as f64 * active / ranks;
                (bytes, 0.0, f64::from(small.arch.layer_count()))
            }
        };
        Some(Self {
            tokens: f64::from(speculation.tokens),
            kept: speculation.kept(),
            bytes,
            expert_bytes,
            layers: own_layers,
        })
    }
}
