//! Tokens that are guessed ahead, as work.

use super::ModelWork;
use crate::memory::draft;
use crate::memory::question::Question;
use crate::scenario::{Drafter, Kept, Scenario};

/// A drafter at work, on one rank.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Drafting {
    /// Tokens guessed before each check.
    pub(crate) tokens: f64,
    /// Times that it runs for them: once for each, or once for a block.
    pub(crate) runs: f64,
    /// Tokens of a sequence that it computes each time.
    pub(crate) rows: f64,
    /// Guesses that a check keeps.
    pub(crate) kept: Kept,
    /// Bytes that it reads each time whatever the experts.
    pub(crate) bytes: f64,
    /// Bytes of routed experts of which it reads a part each time.
    pub(crate) expert_bytes: f64,
    /// FLOP of products with weights for one token.
    pub(crate) flops: f64,
    /// Layers that it starts each time.
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
        let tokens = f64::from(speculation.tokens);
        let held = asked.draft.map_or(0, |draft| draft.weights(asked.target())) as f64;
        let one = Self {
            tokens,
            runs: tokens,
            rows: 1.0,
            kept: speculation.kept(),
            bytes: held / ranks,
            expert_bytes: 0.0,
            flops: 0.0,
            layers: 1.0,
        };
        Some(match speculation.drafter {
            Drafter::Mtp => {
                let head = model.head_bytes;
                let layer = (model.dense_bytes - head).max(0.0) / layers;
                let routed = f64::from(model.routed.max(1));
                let visited = model.dense_flops / layers + model.expert_flops / routed;
                Self {
                    bytes: layer + head,
                    expert_bytes: model.expert_bytes / routed,
                    flops: (visited + model.head_flops) / ranks,
                    ..one
                }
            }
            Drafter::Eagle3 => Self {
                flops: 2.0 * draft::eagle_params(asked.arch) as f64 / ranks,
                ..one
            },
            Drafter::Dflash => {
                let own = 2.0 * draft::block_drafter_params(asked.arch) as f64;
                Self {
                    runs: 1.0,
                    rows: tokens + 1.0,
                    bytes: held / ranks + model.head_bytes,
                    flops: (own + model.head_flops) / ranks,
                    layers: f64::from(draft::block_drafter(asked.arch).layer_count()),
                    ..one
                }
            }
            Drafter::Model(small) => {
                let active = small.arch.active_params() as f64;
                let share = active / small.arch.params().max(1) as f64;
                Self {
                    bytes: held * share / ranks,
                    flops: 2.0 * active / ranks,
                    layers: f64::from(small.arch.layer_count()),
                    ..one
                }
            }
        })
    }
}
