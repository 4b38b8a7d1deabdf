//! Unsloth's dynamic mixes (`UD-Q4_K_XL` and the like): what they keep in more bits than llama.cpp's own.
//!
//! The publisher states no recipe. These rules are read off the sizes that are published (`catalog/sizes.toml`), with few
//! blocks and no number for a single model: of a model with experts the routed ones take the format of the name, down
//! projections of the smallest formats a little more, and everything that each token passes takes 8 bits or 16. A dense
//! model follows llama.cpp's mix of the name with more for keys, values and the output of attention. The output of linear
//! attention is kept in more bits everywhere, which the publisher says (its notes on Qwen3.5, 2026-03). Files made before 2025-05
//! and mixes of single models differ by some percent.

use super::{Block, LayerMix, Quant};
use crate::model::tensors::Role;

/// What a dynamic mix gives to each kind of tensor.
#[derive(Clone, Copy, Debug)]
pub(in crate::model::quant) struct Dynamic {
    /// llama.cpp's mix that a dense model starts from.
    pub(super) parent: Quant,
    /// Gate and up projections of routed experts, and their down projections.
    experts: (Block, Block),
    /// Attention of a model with experts, whatever its kind.
    attention: Block,
    /// Shared experts and dense layers of a model with experts.
    shared: Block,
    /// Token embedding.
    pub(super) embedding: Block,
    /// Output head, and an embedding that is one.
    pub(super) head: Block,
    /// Keys, values and output of attention of a dense model.
    dense: [Block; 3],
    /// Output of linear attention of a dense model.
    state_output: Block,
}

impl Dynamic {
    /// The rule of a format, where it is one of these.
    pub(in crate::model::quant) const fn of(quant: Quant) -> Option<Self> {
        let small = Self {
            parent: Quant::Q4KM,
            experts: (Block::Q4K, Block::Q4K),
            attention: Block::Q8_0,
            shared: Block::Q4K,
            embedding: Block::Q4K,
            head: Block::Q6K,
            dense: [Block::Q5K, Block::Q6K, Block::Q5K],
            state_output: Block::Q8_0,
        };
        Some(match quant {
            Quant::UdQ8KXl => Self {
                parent: Quant::Q8_0,
                experts: (Block::Q8_0, Block::Q8_0),
                attention: Block::F16,
                shared: Block::F16,
                embedding: Block::F16,
                head: Block::F16,
                dense: [Block::F16, Block::F16, Block::Q8_0],
                state_output: Block::F16,
            },
            Quant::UdQ6KXl => Self {
                parent: Quant::Q6K,
                experts: (Block::Q6K, Block::Q6K),
                attention: Block::F16,
                shared: Block::Q8_0,
                embedding: Block::Q8_0,
                head: Block::Q8_0,
                dense: [Block::Q8_0; 3],
                ..small
            },
            Quant::UdQ5KXl => Self {
                parent: Quant::Q5KM,
                experts: (Block::Q5K, Block::Q5K),
                shared: Block::Q5K,
                embedding: Block::Q5K,
                dense: [Block::Q6K; 3],
                ..small
            },
            Quant::UdQ4KXl => small,
            Quant::UdQ3KXl => Self {
                parent: Quant::Q3KM,
                experts: (Block::Q3K, Block::Q3K),
                dense: [Block::Q4K, Block::Q5K, Block::Q4K],
                state_output: Block::Q6K,
                ..small
            },
            Quant::UdIq3Xxs => Self {
                parent: Quant::Iq3Xxs,
                experts: (Block::Iq3Xxs, Block::Iq3S),
                dense: [Block::Q4K; 3],
                state_output: Block::Q6K,
                ..small
            },
            Quant::UdQ2KXl => Self {
                parent: Quant::Q2K,
                experts: (Block::Q2K, Block::Q3K),
                dense: [Block::Q4K; 3],
                state_output: Block::Q6K,
                ..small
            },
            Quant::UdIq2Xxs => Self {
                parent: Quant::Iq2Xxs,
                experts: (Block::Iq2Xxs, Block::Iq3Xxs),
                dense: [Block::Q4K; 3],
                state_output: Block::Q5K,
                ..small
            },
            _ => return None,
        })
    }

    /// The parent's layer with what is kept in more bits. Experts that the publisher has in MXFP4 stay so.
    pub(super) fn lift(self, has_experts: bool, layer: LayerMix) -> LayerMix {
        if !has_experts {
            let [key, value, output] = self.dense;
            return LayerMix {
                key,
                value,
                output,
                state_output: self.state_output,
                ..layer
            };
        }
        let (
            Self {
                attention, shared, ..
            },
            (experts, down),
        ) = (self, self.experts);
        LayerMix {
            query: attention,
            key: attention,
            value: attention,
            qkv: attention,
            output: attention,
            latent: attention,
            other: attention,
            state_output: attention,
            gate: shared,
            up: shared,
            down: shared,
            shared_down: shared,
            experts: layer.experts.or(Some(experts)),
            expert_down: layer.experts.or(Some(down)),
            ..layer
        }
    }

    /// The widest block that a feed-forward matrix gets in any model.
    pub(in crate::model::quant) const fn widest(quant: Quant, role: Role) -> Option<Block> {
        let Some(rule) = Self::of(quant) else {
            return None;
        };
        Some(match (quant, role) {
            // Some down projections of the parents of these take more.
            (Quant::UdQ5KXl | Quant::UdQ4KXl, Role::FfnDown | Role::ExpertDown) => Block::Q6K,
            (Quant::UdQ3KXl, Role::FfnDown | Role::ExpertDown) => Block::Q5K,
            (_, Role::ExpertDown) => rule.experts.1,
            (_, Role::ExpertGate | Role::ExpertUp) => rule.experts.0,
            _ => rule.shared,
        })
    }
}
