//! What a person chose: typed, bounded, with every default filled in.
//!
//! A scenario is built by the [codec](crate::codec) and stored nowhere but in a URL.

pub mod amounts;
pub mod bounds;

use std::borrow::Cow;

use crate::arch::Arch;
use crate::catalog::{Gpu, Model};
use crate::engine::Engine;
use crate::money::MoneyPlan;
use crate::native::Native;
use crate::power::PowerPlan;
use crate::quant::Quant;
use crate::speed::SpeedPlan;
use crate::training::TrainingPlan;
use crate::weights::{Weights, weigh};

/// Card of the default scenario.
pub const DEFAULT_GPU: &str = "rtx-pro-6000-blackwell-max-q";

/// Model of the default scenario.
pub const DEFAULT_MODEL: &str = "llama-3.3-70b";

/// Tokens of a data set where none are named: a few thousand long conversations.
pub const DEFAULT_TOKENS: u64 = 10_000_000;

/// Most tokens of a data set: beyond any that was ever gathered.
pub const MAX_TOKENS: u64 = 1_000_000_000_000_000;

/// Weight format where none is named.
pub(crate) const DEFAULT_WEIGHTS: Quant = Quant::Q4KM;

/// KV format where none is named.
pub(crate) const DEFAULT_KV: KvType = KvType::F16;

/// Everything that decides a [`Report`](crate::report::Report).
#[derive(Clone, Debug, PartialEq)]
pub struct Scenario {
    /// The cards, in slot order.
    pub machine: Machine,
    /// The model.
    pub model: ModelChoice,
    /// Models that run beside it on the same cards.
    pub also: Vec<AlsoModel>,
    /// Number format of the weights.
    pub weights: Quant,
    /// Number format of the KV cache.
    pub kv: KvType,
    /// Tokens that one sequence may hold, prompt and answer together.
    pub context: u32,
    /// Sequences held at the same time.
    pub users: u32,
    /// The program that runs the model.
    pub engine: Engine,
    /// How the model is divided over the cards.
    pub placement: PlacementChoice,
    /// What may live in the host's memory.
    pub offload: Offload,
    /// Lengths of prompt and answer; never part of the memory verdict.
    pub speed: SpeedPlan,
    /// What else draws power, and what carries it.
    pub power: PowerPlan,
    /// Prices, rent and time; never part of the memory verdict.
    pub money: MoneyPlan,
    /// How the drives work together.
    pub raid: Raid,
    /// What is trained; `None` for inference.
    pub training: Option<TrainingPlan>,
    /// The edition of the catalogue that a link keeps, by its day; `None` takes the newest.
    pub pin: Option<&'static str>,
}

/// The machine: cards, and the memory beside them.
#[derive(Clone, Debug, PartialEq)]
pub struct Machine {
    /// Kinds of card with their counts, in slot order; never empty.
    pub groups: Vec<GpuGroup>,
    /// Host memory in GiB, which bounds what can be offloaded.
    pub ram_gib: u32,
    /// For unified memory: the size bought, in nominal GB. `None` takes the largest that is sold.
    pub unified_gb: Option<u32>,
    /// For unified memory: percent that the GPU may use. `None` takes the system's default.
    pub unified_share: Option<u8>,
}

/// So many of one card.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct GpuGroup {
    /// Which card.
    pub gpu: &'static Gpu,
    /// How many.
    pub count: u32,
}

/// A model beside the scenario's own, with the same context, requests and cache format.
#[derive(Clone, Debug, PartialEq)]
pub struct AlsoModel {
    /// The model, never one described field by field.
    pub model: ModelChoice,
    /// Number format of its weights.
    pub weights: Quant,
    /// Instances, each with weights, cache and runtime of its own.
    pub count: u32,
}

/// A catalogue model or one that the user describes.
#[derive(Clone, Debug, PartialEq)]
pub enum ModelChoice {
    /// A row of the catalogue.
    Listed(&'static Model),
    /// Parameter counts alone; a typical architecture is assumed.
    Sized {
        /// All parameters.
        total: u64,
        /// Parameters active for one token; equal to `total` for a dense model.
        active: u64,
        /// The architecture that was assumed.
        arch: Box<Arch>,
    },
    /// Architecture fields given one by one.
    Described(Box<Arch>),
}

/// Number format of cached keys and values.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum KvType {
    /// 32-bit floats.
    F32,
    /// IEEE half precision.
    F16,
    /// bfloat16.
    Bf16,
    /// 8-bit floats.
    Fp8,
    /// llama.cpp's 8-bit blocks: 32 numbers in 34 bytes.
    Q8_0,
    /// 5-bit blocks with an offset: 32 numbers in 24 bytes.
    Q5_1,
    /// 5-bit blocks: 32 numbers in 22 bytes.
    Q5_0,
    /// 4-bit blocks with an offset: 32 numbers in 20 bytes.
    Q4_1,
    /// 4-bit blocks: 32 numbers in 18 bytes.
    Q4_0,
    /// 4-bit blocks on a non-linear grid: 32 numbers in 18 bytes.
    Iq4Nl,
}

/// How the user wants the model divided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PlacementChoice {
    /// Whatever the engine would do with this many cards.
    Auto,
    /// Whole layers on each card, sized to the card.
    Layer,
    /// Tensor parallel within groups of `tensor`, pipeline parallel over `pipeline` such groups;
    /// with `expert`, whole experts are dealt out instead of slices of each. A degree that is not
    /// given is what the number of cards leaves; with neither given all cards share each layer.
    Parallel {
        /// Cards that share each layer.
        tensor: Option<u32>,
        /// Groups in a row.
        pipeline: Option<u32>,
        /// Expert parallel.
        expert: bool,
    },
}

/// What may live in host memory instead of on a card.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Offload {
    /// Nothing.
    None,
    /// As few layers as will make the rest fit.
    Auto,
    /// This many layers.
    Layers(u32),
    /// The routed experts of every layer.
    Experts,
    /// The routed experts of this many layers.
    ExpertLayers(u32),
}

impl Scenario {
    /// The model's weights in the scenario's format.
    #[must_use]
    pub fn priced(&self) -> Cow<'static, Weights> {
        self.model.weights(self.weights, self.engine)
    }
}

impl AlsoModel {
    /// Whether both are the same model in the same format.
    #[must_use]
    pub fn is_like(&self, other: &Self) -> bool {
        self.weights == other.weights && self.model == other.model
    }
}

impl KvType {
    /// Every format, widest first.
    pub const ALL: [Self; 10] = [
        Self::F32,
        Self::F16,
        Self::Bf16,
        Self::Fp8,
        Self::Q8_0,
        Self::Q5_1,
        Self::Q5_0,
        Self::Q4_1,
        Self::Q4_0,
        Self::Iq4Nl,
    ];

    /// Id in links.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::F32 => "f32",
            Self::F16 => "f16",
            Self::Bf16 => "bf16",
            Self::Fp8 => "fp8",
            Self::Q8_0 => "q8_0",
            Self::Q5_1 => "q5_1",
            Self::Q5_0 => "q5_0",
            Self::Q4_1 => "q4_1",
            Self::Q4_0 => "q4_0",
            Self::Iq4Nl => "iq4_nl",
        }
    }

    /// The format with this id, whatever its case.
    #[must_use]
    pub fn parse(id: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|kv| kv.id().eq_ignore_ascii_case(id))
    }

    /// Numbers in a block and bytes of a block (ggml's block layouts; 1 for plain formats).
    ///
    /// ```
    /// use headroom_core::scenario::KvType;
    /// assert_eq!(KvType::Q8_0.block(), (32, 34)); // 8.5 bits a number
    /// ```
    #[must_use]
    pub fn block(self) -> (u64, u64) {
        match self {
            Self::F32 => (1, 4),
            Self::F16 | Self::Bf16 => (1, 2),
            Self::Fp8 => (1, 1),
            Self::Q8_0 => (32, 34),
            Self::Q5_1 => (32, 24),
            Self::Q5_0 => (32, 22),
            Self::Q4_1 => (32, 20),
            Self::Q4_0 | Self::Iq4Nl => (32, 18),
        }
    }

    /// Bytes of a row of so many numbers; a part of a block is stored as a whole one.
    #[must_use]
    pub fn row_bytes(self, elements: u64) -> u64 {
        let (numbers, bytes) = self.block();
        elements.div_ceil(numbers) * bytes
    }
}

impl Machine {
    /// Cards altogether.
    #[must_use]
    pub fn gpu_count(&self) -> u32 {
        self.groups.iter().map(|group| group.count).sum()
    }

    /// The cards one by one, in slot order.
    pub fn gpus(&self) -> impl Iterator<Item = &'static Gpu> + '_ {
        self.groups
            .iter()
            .flat_map(|group| std::iter::repeat_n(group.gpu, group.count as usize))
    }

    /// Size in nominal GB and percent for the GPU, where this is a unified memory.
    #[must_use]
    pub fn unified(&self, gpu: &Gpu) -> Option<(u32, u8)> {
        let unified = gpu.unified?;
        let size = self.unified_gb.unwrap_or(gpu.memory.nominal_gb);
        Some((size, self.unified_share.unwrap_or(unified.share_of(size))))
    }

    /// Bytes that software can use on one of the machine's cards. For unified memory it is the
    /// share of the chosen size that the GPU may use.
    #[must_use]
    pub fn capacity(&self, gpu: &Gpu) -> u64 {
        match self.unified(gpu) {
            Some((size, share)) => u64::from(size) * crate::units::GIB / 100 * u64::from(share),
            None => gpu.memory.bytes,
        }
    }

    /// Whether all cards are of one kind.
    #[must_use]
    pub fn is_uniform(&self) -> bool {
        self.groups
            .iter()
            .all(|group| group.gpu.id == self.groups[0].gpu.id)
    }
}

impl ModelChoice {
    /// The architecture.
    #[must_use]
    pub fn arch(&self) -> &Arch {
        match self {
            Self::Listed(model) => &model.arch,
            Self::Sized { arch, .. } | Self::Described(arch) => arch,
        }
    }

    /// The number format that the model is published in.
    #[must_use]
    pub fn native(&self) -> Native {
        match self {
            Self::Listed(model) => model.native,
            Self::Sized { .. } | Self::Described(_) => Native::Bf16,
        }
    }

    /// The weights in `quant` as the engine's files have them: looked up for a listed model, computed
    /// for any other.
    #[must_use]
    pub fn weights(&self, quant: Quant, engine: Engine) -> Cow<'static, Weights> {
        let quant = match quant {
            // Publishers leave everything beside the experts in 16 bits, GGUF files have it in Q8_0.
            Quant::Mxfp4 if engine == Engine::LlamaCpp && self.arch().moe.is_some() => {
                Quant::Mxfp4Moe
            }
            other => other,
        };
        match self {
            Self::Listed(model) => Cow::Borrowed(model.weights(quant)),
            Self::Sized { arch, .. } | Self::Described(arch) => {
                Cow::Owned(weigh(arch, self.native(), 0, quant))
            }
        }
    }

    /// Parameters of vision and audio towers.
    #[must_use]
    pub fn vision_params(&self) -> u64 {
        match self {
            Self::Listed(model) => model.params.vision,
            Self::Sized { .. } | Self::Described(_) => 0,
        }
    }

    /// Name for people; `params` are those of its weights.
    #[must_use]
    pub fn name(&self, params: u64) -> String {
        match self {
            Self::Listed(model) => model.name.to_owned(),
            Self::Sized { total, active, .. } if active == total => {
                format!("{} model", crate::units::params(*total))
            }
            Self::Sized { total, active, .. } => {
                let [total, active] = [*total, *active].map(crate::units::params);
                format!("{total} model, {active} active")
            }
            Self::Described(_) => {
                format!("{} model as described", crate::units::params(params))
            }
        }
    }

    /// Id in links, or `custom`.
    #[must_use]
    pub fn id(&self) -> &str {
        match self {
            Self::Listed(model) => model.id,
            Self::Sized { .. } | Self::Described(_) => "custom",
        }
    }
}

/// How several drives work together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Raid {
    /// The model is on one of them.
    None,
    /// Striped: all of them read each file, and the loss of one loses everything.
    Zero,
    /// File systems of their own: each file is read from one, several loads from several.
    Independent,
}

impl Raid {
    /// Every choice, the default first.
    pub const ALL: [Self; 3] = [Self::None, Self::Zero, Self::Independent];

    /// Id in links.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Zero => "0",
            Self::Independent => "independent",
        }
    }

    /// The choice with this id; `raid0` and `jbod` are understood.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Some(match text.to_ascii_lowercase().as_str() {
            "none" | "single" => Self::None,
            "0" | "raid0" | "raid-0" | "stripe" => Self::Zero,
            "independent" | "jbod" => Self::Independent,
            _ => return None,
        })
    }
}
