//! What a person chose about training, with every default filled in.

use crate::model::tensors::Role;

/// Everything about a training run that the machine and the model do not decide.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TrainingPlan {
    /// Which parameters are trained.
    pub method: Method,
    /// Numbers of the frozen weights beside adapters.
    pub base: Base,
    /// Numbers of frozen routed experts where the base is packed.
    pub experts: BaseExperts,
    /// Rank of the adapters.
    pub rank: u32,
    /// Matrices that get an adapter.
    pub targets: Targets,
    /// The optimiser.
    pub optimizer: Optimizer,
    /// What the cards divide among themselves.
    pub sharding: Sharding,
    /// Where the optimiser's states and the gradients live.
    pub offload_optimizer: Keep,
    /// Where the weights live between uses.
    pub offload_params: Keep,
    /// Whether kept activations wait in host memory.
    pub offload_activations: bool,
    /// Tokens of one sequence.
    pub sequence: u32,
    /// Sequences that one card works on at once.
    pub micro: u32,
    /// Micro-batches before the optimiser steps.
    pub accumulation: u32,
    /// Which activations are computed again instead of kept.
    pub recompute: Recompute,
    /// How the loss is computed from the logits.
    pub loss: Loss,
    /// How attention is computed.
    pub attention: AttentionKernel,
    /// Number format of the matrix multiplications.
    pub compute: Compute,
    /// Tokens of the data set.
    pub tokens: u64,
    /// How often the data set is read.
    pub epochs: u32,
}

/// Declares a choice with the id that links carry and the name that people read.
macro_rules! choice {
    ($(#[$meta:meta])* $name:ident { $($(#[$variant_meta:meta])* $variant:ident = $id:literal, $label:literal;)+ }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum $name {
            $($(#[$variant_meta])* $variant,)+
        }

        impl $name {
            /// Every choice, the default first.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// Id in links.
            #[must_use]
            pub fn id(self) -> &'static str {
                match self {
                    $(Self::$variant => $id,)+
                }
            }

            /// Name.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $label,)+
                }
            }

            /// The choice with this id, whatever its case.
            #[must_use]
            pub fn parse(id: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|one| one.id().eq_ignore_ascii_case(id))
            }
        }
    };
}

choice! {
    /// Which parameters are trained.
    Method {
        /// All of them.
        Full = "full", "full fine-tuning";
        /// Low-rank adapters beside frozen 16-bit weights (arXiv:2106.09685).
        Lora = "lora", "LoRA";
        /// Low-rank adapters beside frozen NF4 weights (arXiv:2305.14314).
        Qlora = "qlora", "QLoRA";
    }
}

choice! {
    /// Numbers of the frozen weights beside adapters.
    Base {
        /// What the method says: 16 bits for LoRA, NF4 for QLoRA.
        Usual = "auto", "as the method says";
        /// 8-bit integers with a scale an output row (bitsandbytes, arXiv:2208.07339).
        Int8 = "int8", "INT8";
    }
}

choice! {
    /// Numbers of frozen routed experts where the base is packed.
    BaseExperts {
        /// As they are published: libraries that fuse all experts into one matrix pack linear layers alone (transformers since 5.0).
        Half = "bf16", "16 bits, as fused experts stay";
        /// Those of the other weights: each expert is a linear layer of its own.
        Base = "base", "as the other weights";
    }
}

choice! {
    /// The optimiser.
    Optimizer {
        /// Adam with decoupled decay, 16-bit weights with a 32-bit copy and 32-bit moments.
        AdamW = "adamw", "AdamW, mixed precision";
        /// The same with everything in bfloat16.
        AdamWBf16 = "adamw-bf16", "AdamW, pure bfloat16";
        /// Moments in 8-bit blocks of 256 (arXiv:2110.02861), weights in bfloat16.
        Adam8bit = "adam8bit", "8-bit AdamW";
        /// The same, with moments that move to host memory when a card runs full.
        PagedAdam8bit = "paged-adam8bit", "paged 8-bit AdamW";
        /// Row and column sums instead of a second moment (arXiv:1804.04235), no first moment.
        Adafactor = "adafactor", "Adafactor";
        /// Stochastic gradient descent with momentum, 32-bit copy and momentum.
        Sgd = "sgd", "SGD with momentum";
        /// Momentum alone for matrices inside the layers, AdamW for the rest.
        Muon = "muon", "Muon";
        /// The sign of a momentum (arXiv:2302.06675), 32-bit copy and momentum.
        Lion = "lion", "Lion";
    }
}

choice! {
    /// What the cards divide among themselves. Each works on sequences of its own.
    Sharding {
        /// Weights, gradients and states, gathered unit by unit (PyTorch).
        Fsdp = "fsdp", "FSDP";
        /// Nothing: each card holds everything.
        Ddp = "ddp", "DDP";
        /// The optimiser's states (DeepSpeed).
        Zero1 = "zero1", "ZeRO-1";
        /// States and gradients (DeepSpeed).
        Zero2 = "zero2", "ZeRO-2";
        /// Weights, gradients and states (DeepSpeed).
        Zero3 = "zero3", "ZeRO-3";
    }
}

choice! {
    /// Where something lives.
    Keep {
        /// On the cards.
        Gpu = "gpu", "on the GPUs";
        /// In host memory.
        Cpu = "cpu", "in system memory";
        /// On the drives.
        Nvme = "nvme", "on the drives";
    }
}

choice! {
    /// Which activations are computed again in the backward pass.
    Recompute {
        /// Everything but the input of each layer.
        Full = "full", "full recomputation";
        /// Half of the matrix products: every second one and the result of attention stay.
        Selective = "selective", "selective recomputation";
        /// Nothing.
        None = "none", "no recomputation";
    }
}

choice! {
    /// How the loss is computed from the logits.
    Loss {
        /// All logits at once, as plain PyTorch does.
        Plain = "plain", "all logits at once";
        /// All logits in 16 bits, eight pieces in 32 bits one after another.
        Chunked = "chunked", "in eight pieces";
        /// Head and loss in one kernel that never holds all logits, and the leaner normalisations
        /// and gates that libraries with such a kernel bring along (Liger, Unsloth).
        Fused = "fused", "fused kernels";
    }
}

choice! {
    /// How attention is computed.
    AttentionKernel {
        /// In tiles, without a matrix of scores (arXiv:2205.14135).
        Flash = "flash", "flash attention";
        /// With a matrix of scores for each head.
        Eager = "eager", "with matrices of scores";
    }
}

choice! {
    /// Number format of the matrix multiplications inside the layers.
    Compute {
        /// bfloat16 with FP32 accumulation.
        Bf16 = "bf16", "bfloat16";
        /// FP8 with FP32 accumulation; weights and activations stay in 16 bits.
        Fp8 = "fp8", "FP8";
    }
}

/// Matrices that get an adapter, one bit each.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Targets(u8);

/// One kind of matrix that can get an adapter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Target {
    /// Query projections.
    Q,
    /// Key projections; with latent attention all that lead to keys and values.
    K,
    /// Value projections.
    V,
    /// Output projections of attention.
    O,
    /// Gate projections of feed-forward blocks, experts included.
    Gate,
    /// Up projections.
    Up,
    /// Down projections.
    Down,
    /// Projections of linear attention and state-space layers, routers and the like left out.
    Mixer,
}

impl Target {
    /// Every kind, in the order of links.
    pub const ALL: [Self; 8] = [
        Self::Q,
        Self::K,
        Self::V,
        Self::O,
        Self::Gate,
        Self::Up,
        Self::Down,
        Self::Mixer,
    ];

    /// Id in links.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::Q => "q",
            Self::K => "k",
            Self::V => "v",
            Self::O => "o",
            Self::Gate => "gate",
            Self::Up => "up",
            Self::Down => "down",
            Self::Mixer => "mixer",
        }
    }

    const fn bit(self) -> u8 {
        1 << self as u8
    }

    /// Which kind a weight matrix is; `None` where it gets no adapter.
    pub(crate) fn of(role: Role) -> Option<Self> {
        Some(match role {
            Role::Query | Role::QueryDown | Role::QueryUp | Role::FusedQkv => Self::Q,
            Role::Key | Role::KvDown | Role::KeyUp => Self::K,
            Role::Value | Role::ValueUp => Self::V,
            Role::AttentionOutput | Role::OutputDown | Role::OutputUp => Self::O,
            Role::FfnGate | Role::ExpertGate | Role::SharedGate => Self::Gate,
            Role::FfnUp | Role::ExpertUp | Role::SharedUp => Self::Up,
            Role::FfnDown | Role::ExpertDown | Role::SharedDown => Self::Down,
            Role::AttentionGate
            | Role::LinearQkv
            | Role::LinearGate
            | Role::LinearOutput
            | Role::ConvInput
            | Role::ConvOutput
            | Role::StateInput
            | Role::StateOutput => Self::Mixer,
            _ => return None,
        })
    }
}

impl Targets {
    /// All linear layers but the output head, as QLoRA's authors advise.
    pub const ALL: Self = Self(u8::MAX);
    /// Query, key, value and output.
    pub const ATTENTION: Self = Self::of(&[Target::Q, Target::K, Target::V, Target::O]);
    /// The feed-forward blocks.
    pub const MLP: Self = Self::of(&[Target::Gate, Target::Up, Target::Down]);

    /// These.
    #[must_use]
    pub const fn of(targets: &[Target]) -> Self {
        let mut bits = 0;
        let mut index = 0;
        while index < targets.len() {
            bits |= targets[index].bit();
            index += 1;
        }
        Self(bits)
    }

    /// Whether this kind is among them.
    #[must_use]
    pub const fn has(self, target: Target) -> bool {
        self.0 & target.bit() != 0
    }

    /// Reads `all`, `attn`, `mlp`, or kinds such as `q-v` and `q_proj,v_proj`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.to_ascii_lowercase().replace("_proj", "");
        let mut bits = 0;
        for part in text.split(['-', ',', '+', ' ', '.']) {
            bits |= match part.trim() {
                "" => continue,
                "all" | "all-linear" | "linear" => Self::ALL.0,
                "attn" | "attention" | "qkvo" => Self::ATTENTION.0,
                "mlp" => Self::MLP.0,
                "qv" => Target::Q.bit() | Target::V.bit(),
                "qkv" => Target::Q.bit() | Target::K.bit() | Target::V.bit(),
                one => Target::ALL
                    .into_iter()
                    .find(|target| target.id() == one)?
                    .bit(),
            };
        }
        (bits != 0).then_some(Self(bits))
    }

    /// As it stands in links.
    #[must_use]
    pub fn id(self) -> String {
        match self {
            Self::ALL => "all".to_owned(),
            Self::ATTENTION => "attn".to_owned(),
            Self::MLP => "mlp".to_owned(),
            _ => {
                let ids: Vec<&str> = Target::ALL
                    .into_iter()
                    .filter(|target| self.has(*target))
                    .map(Target::id)
                    .collect();
                ids.join("-")
            }
        }
    }
}

impl Sharding {
    /// Whether each card holds only its part of the weights.
    #[must_use]
    pub fn divides_weights(self) -> bool {
        matches!(self, Self::Fsdp | Self::Zero3)
    }

    /// Whether each card holds only its part of the gradients.
    #[must_use]
    pub fn divides_gradients(self) -> bool {
        matches!(self, Self::Fsdp | Self::Zero2 | Self::Zero3)
    }

    /// Whether each card holds only its part of the optimiser's states.
    #[must_use]
    pub fn divides_states(self) -> bool {
        self != Self::Ddp
    }

    /// Whether this is DeepSpeed, which keeps flat gradient buffers for the whole run.
    pub(crate) fn is_deepspeed(self) -> bool {
        matches!(self, Self::Zero1 | Self::Zero2 | Self::Zero3)
    }
}

impl Default for TrainingPlan {
    fn default() -> Self {
        use crate::scenario::DEFAULT_TOKENS;
        use crate::scenario::keys::{ACCUMULATION, EPOCHS, MICRO, RANK, SEQUENCE};
        Self {
            method: Method::Full,
            base: Base::Usual,
            experts: BaseExperts::Half,
            rank: RANK.default,
            targets: Targets::ALL,
            optimizer: Optimizer::AdamW,
            sharding: Sharding::Fsdp,
            offload_optimizer: Keep::Gpu,
            offload_params: Keep::Gpu,
            offload_activations: false,
            sequence: SEQUENCE.default,
            micro: MICRO.default,
            accumulation: ACCUMULATION.default,
            recompute: Recompute::Full,
            loss: Loss::Plain,
            attention: AttentionKernel::Flash,
            compute: Compute::Bf16,
            tokens: DEFAULT_TOKENS,
            epochs: EPOCHS.default,
        }
    }
}

impl TrainingPlan {
    /// Whether frozen weights are packed in fewer than 16 bits.
    #[must_use]
    pub fn packs_base(&self) -> bool {
        match self.method {
            Method::Full => false,
            Method::Lora => self.base == Base::Int8,
            Method::Qlora => true,
        }
    }

    /// Tokens that one card works on at once.
    #[must_use]
    pub fn micro_tokens(&self) -> u64 {
        u64::from(self.sequence) * u64::from(self.micro)
    }
}
