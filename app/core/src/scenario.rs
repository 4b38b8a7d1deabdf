//! What a person chose: typed, bounded, with every default filled in.
//!
//! A scenario is built by the [codec](crate::codec) and stored nowhere but in a URL.

use crate::arch::Arch;
use crate::catalog::{Gpu, Model};
use crate::engine::Engine;
use crate::quant::Quant;

/// Everything that decides a [`Report`](crate::report::Report).
#[derive(Clone, Debug, PartialEq)]
pub struct Scenario {
    /// The cards, in slot order.
    pub machine: Machine,
    /// The model.
    pub model: ModelChoice,
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
    /// with `expert`, whole experts are dealt out instead of slices of each.
    Parallel {
        /// Cards that share each layer; `None` takes what is left.
        tensor: Option<u32>,
        /// Groups in a row; `None` takes what is left.
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
