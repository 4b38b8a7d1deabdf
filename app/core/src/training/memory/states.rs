//! Model states of a run: weights, adapters, gradients, the 32-bit copy and the optimiser's numbers.

use super::{HALF, Job, SINGLE};
use crate::scenario::{Base, BaseExperts, Loss, Method, Optimizer};

/// Numbers of an 8-bit optimiser that share one 32-bit scale (bitsandbytes).
const EIGHT_BIT_BLOCK: u64 = 256;

/// Model states of the whole run, counted once, wherever they are kept.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct States {
    /// Weights that are multiplied with.
    pub(crate) weights: u64,
    /// Adapters; 0 where all parameters are trained.
    pub(crate) adapters: u64,
    /// Gradients.
    pub(crate) gradients: u64,
    /// 32-bit copy of what is trained.
    pub(crate) master: u64,
    /// Moments and the like.
    pub(crate) optimizer: u64,
}

impl States {
    /// All of them.
    pub(crate) fn total(&self) -> u64 {
        self.weights + self.adapters + self.gradients + self.master + self.optimizer
    }
}

/// Bytes of parameters in NF4 with doubly quantised scales: 4 bits, an 8-bit scale for each 64 and
/// a 32-bit one for each 256 of those (arXiv:2305.14314): 4.127 bits.
///
/// ```text
/// 4 + 8/64 + 32/(64 × 256) = 4.127
/// ```
pub(crate) fn nf4(params: u64) -> u64 {
    params.div_ceil(2) + params.div_ceil(64) + params.div_ceil(64 * 256) * SINGLE
}

/// Whether the optimiser keeps a 32-bit copy of the weights.
pub(super) fn has_master(optimizer: Optimizer) -> bool {
    matches!(
        optimizer,
        Optimizer::AdamW | Optimizer::Sgd | Optimizer::Muon | Optimizer::Lion
    )
}

impl Job<'_> {
    /// Model states, counted once.
    pub(crate) fn states(&self) -> States {
        let profile = self.profile;
        let trainable = self.trainable();
        let full = self.plan.method == Method::Full;
        let (packed, fused) = self.packed();
        let beside = profile.params - profile.matrices;
        let frozen = match (self.plan.method, self.plan.base) {
            (Method::Full, _) | (Method::Lora, Base::Usual) => profile.params * HALF,
            (_, Base::Int8) => packed + (fused + beside) * HALF,
            // Frameworks raise what is not quantised to 32 bits; see the range of the line. Libraries with a fused loss do not.
            (Method::Qlora, Base::Usual) => {
                nf4(packed) + fused * HALF + beside * self.beside_bytes()
            }
        };
        States {
            weights: frozen + self.towers * HALF,
            adapters: if full { 0 } else { trainable * HALF },
            gradients: trainable * HALF,
            master: if has_master(self.plan.optimizer) {
                trainable * SINGLE
            } else {
                0
            },
            optimizer: self.optimizer_states(trainable, full),
        }
    }

    /// Bytes of a number of embedding, head and norms beside a packed base.
    pub(super) fn beside_bytes(&self) -> u64 {
        match self.plan.loss {
            Loss::Fused => HALF,
            Loss::Plain | Loss::Chunked => SINGLE,
        }
    }

    /// Parameters of frozen matrices that are packed, and of those that stay in 16 bits because the library keeps all experts in one
    /// matrix.
    pub(super) fn packed(&self) -> (u64, u64) {
        let fused = match self.plan.experts {
            BaseExperts::Half => self.profile.routed.min(self.profile.matrices),
            BaseExperts::Base => 0,
        };
        (self.profile.matrices - fused, fused)
    }

    fn optimizer_states(&self, trainable: u64, full: bool) -> u64 {
        let profile = self.profile;
        match self.plan.optimizer {
            Optimizer::AdamW => 2 * trainable * SINGLE,
            Optimizer::AdamWBf16 => 2 * trainable * HALF,
            Optimizer::Adam8bit | Optimizer::PagedAdam8bit => {
                2 * (trainable + trainable.div_ceil(EIGHT_BIT_BLOCK) * SINGLE)
            }
            // Both halves of an adapter have one side of the rank; their sums are its sides.
            Optimizer::Adafactor if !full => {
                (trainable / u64::from(self.plan.rank.max(1))) * SINGLE
            }
            Optimizer::Adafactor => profile.factored * SINGLE,
            Optimizer::Sgd | Optimizer::Lion => trainable * SINGLE,
            // Adapters are matrices; of a whole model those outside the layers keep two moments.
            Optimizer::Muon if !full => trainable * SINGLE,
            Optimizer::Muon => (trainable + trainable - profile.matrices) * SINGLE,
        }
    }
}
