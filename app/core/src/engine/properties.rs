//! What is known of an engine: the columns of the table that each engine fills in its own file.

use super::cache::KvPolicy;
use super::offload::Offloads;
use super::settings::Setting;
use crate::catalog::{Chip, Gpu, Vendor};
use crate::model::quant::{Family, KvType, Quant};

/// What an engine accepts and how it behaves.
pub(super) struct Properties {
    /// Stable id, used in links.
    pub(super) id: &'static str,
    /// The name that its makers write.
    pub(super) name: &'static str,
    /// What else it is called, and programs that run a model by it.
    pub(super) aliases: &'static [&'static str],
    /// What is meant where only a number of bits is said.
    pub(super) usual: Usual,
    /// Weights that it loads.
    pub(super) weights: WeightFormats,
    /// Formats of keys and values; the first is its default.
    pub(super) kv_types: &'static [KvType],
    /// Whether keys and values may be in different ones of them.
    pub(super) kv_apart: bool,
    /// Whose cards it runs on.
    pub(super) vendors: &'static [Vendor],
    /// Chips of these vendors that it is not built for.
    pub(super) too_old: &'static [Chip],
    /// Whether it runs on Gaudi, where it runs on Intel's cards.
    pub(super) gaudi: bool,
    /// How it depends on a card's arithmetic; not at all where it brings kernels of its own for
    /// every format and card.
    pub(super) arithmetic: Option<Arithmetic>,
    /// Ways of dividing a model over cards.
    pub(super) splits: &'static [Split],
    /// How different cards may be that work together.
    pub(super) mixed_cards: Mix,
    /// How cards share each layer, where they can.
    pub(super) shares: Option<Shares>,
    /// What may live in host memory.
    pub(super) offloads: Offloads,
    /// What is to say where some experts of a layer stay on the cards while others live in host memory; `None` where none may.
    pub(super) divides_experts: Option<&'static str>,
    /// Whether the CPU computes what lies in host memory, so that the cache of a layer lies there
    /// too; otherwise weights travel to the card at every step and the cache stays.
    pub(super) computes_on_host: bool,
    /// Whether the token embedding stays in host memory although every layer is on a card.
    pub(super) embedding_in_host_memory: bool,
    /// Whether vision and audio towers are loaded beside the text model.
    pub(super) vision_towers: bool,
    /// Whether MXFP4 means GGUF files, which hold the experts in it and everything else in Q8_0.
    pub(super) mxfp4_as_gguf: bool,
    /// Whether attention reads only what an indexer selects, where a model has one.
    pub(super) selects_tokens: bool,
    /// Who may guess tokens ahead.
    pub(super) drafts: &'static [DraftKind],
    /// What can be set of it.
    pub(super) takes: &'static [Setting],
    /// How it keeps its cache.
    pub(super) cache: KvPolicy,
    /// Whose kernels' speed was measured for it.
    pub(super) kernels: KernelFamily,
    /// How it multiplies matrices.
    pub(super) products: Products,
    /// Whether weights are multiplied as packed blocks, which costs unpacking at every step.
    pub(super) unpacks_blocks: bool,
    /// Tokens that a prompt is read in at once, unless it is set otherwise.
    pub(super) prompt_chunk: u32,
    /// The same on a card of so many bytes with this chip, where these decide it.
    pub(super) step_by_card: Option<fn(u64, Chip) -> u32>,
    /// Sequences that it takes at once on such a card, where it starts only if its cache has a block for the states of each.
    pub(super) state_sequences: Option<fn(u64, Chip) -> u32>,
    /// Chunks that are sent through a row of cards before the first has to be done; none where
    /// there is no end to it.
    pub(super) prompt_wave: Option<u32>,
}

/// The formats that an engine usually runs in so many bits; none where there is no usual one.
#[derive(Clone, Copy, Debug)]
pub struct Usual {
    /// Weights in 16 bits.
    pub bits16: Quant,
    /// Weights in 8 bits.
    pub bits8: Option<Quant>,
    /// Weights in 4 bits.
    pub bits4: Option<Quant>,
    /// Weights in 4-bit floats.
    pub fp4: Option<Quant>,
    /// A cache in 8 bits.
    pub cache8: Option<KvType>,
    /// A cache of 8-bit integers.
    pub cache_int8: Option<KvType>,
    /// A cache in 4 bits.
    pub cache4: Option<KvType>,
}

/// The weight formats that an engine loads.
pub(super) struct WeightFormats {
    /// Families that it loads.
    pub(super) families: &'static [Family],
    /// Single formats beside them.
    pub(super) also: &'static [Quant],
    /// Formats of the families that it does not load.
    pub(super) except: &'static [Quant],
    /// What it loads, as a person would say it.
    pub(super) in_words: &'static str,
    /// Why not GGUF, where there is more to say than that it does not; a sentence after a space.
    pub(super) why_no_gguf: &'static str,
}

/// What an engine does on NVIDIA cards that lack the arithmetic of a format.
pub(super) struct Arithmetic {
    /// It runs on nothing older than Ampere.
    pub(super) needs_ampere: bool,
    /// It runs BF16 on older cards than Ampere all the same.
    pub(super) bf16_before_ampere: bool,
    /// It unpacks FP8 to 16 bits on older cards than Ada.
    pub(super) fp8_before_ada: bool,
    /// It unpacks NVFP4 to 16 bits on older cards than Blackwell.
    pub(super) nvfp4_before_blackwell: bool,
}

/// One way of dividing a model over several cards.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Split {
    /// Whole layers on each card, as many as it can hold.
    Layer,
    /// A slice of every layer on each card.
    Tensor,
    /// Equal runs of layers, one run a card or a group of cards.
    Pipeline,
    /// Whole experts dealt out to the cards.
    Expert,
    /// Groups that each serve requests of their own, experts divided over all of them.
    Data,
    /// Cards that share a layer and each keep a part of the tokens of its cache.
    Context,
}

/// Who guesses tokens ahead.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DraftKind {
    /// The model's own block that predicts further tokens.
    Mtp,
    /// A head that was trained for it.
    Eagle3,
    /// A few layers that were trained to guess a block of tokens at once.
    Dflash,
    /// A smaller model.
    Model,
}

/// How different the cards of a machine are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mix {
    /// All of one kind.
    Alike,
    /// Of several kinds, all by one maker.
    OneMaker,
    /// By several makers.
    SeveralMakers,
}

impl Mix {
    /// How different these cards are.
    pub fn of<'a>(mut cards: impl Iterator<Item = &'a Gpu>) -> Self {
        let Some(first) = cards.next() else {
            return Self::Alike;
        };
        let mix = |card: &Gpu| match card {
            _ if card.id == first.id => Self::Alike,
            _ if card.vendor == first.vendor => Self::OneMaker,
            _ => Self::SeveralMakers,
        };
        cards.map(mix).max().unwrap_or(Self::Alike)
    }
}

/// How cards share each layer.
#[derive(Clone, Copy)]
pub(super) enum Shares {
    /// Every dimension is cut into equal parts.
    Equally {
        /// Rows that the vocabulary is padded to before it is cut; none where any card may get a
        /// shorter part.
        vocabulary_padding: Option<u32>,
        /// Whether whole experts are dealt out even where some cards get more of them.
        uneven_experts: bool,
    },
    /// Key/value heads are dealt out, and cards may have unequal shares.
    ByHeads,
    /// Rows of each matrix are dealt out, as many to a card as it can hold.
    ByRows,
}

/// Engines by their kernels, as far as their speed was measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KernelFamily {
    /// llama.cpp and what wraps it.
    LlamaCpp,
    /// vLLM and SGLang.
    Vllm,
    /// TensorRT-LLM.
    TensorRtLlm,
    /// `ExLlama`, second and third version.
    ExLlama,
    /// transformers, without compiled graphs.
    Transformers,
    /// MLX on Apple's chips.
    Mlx,
}

impl KernelFamily {
    /// Every family, in the order of the table.
    pub const ALL: [Self; 6] = [
        Self::LlamaCpp,
        Self::Vllm,
        Self::TensorRtLlm,
        Self::ExLlama,
        Self::Transformers,
        Self::Mlx,
    ];

    /// Its name in tables.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::LlamaCpp => "llama.cpp",
            Self::Vllm => "vLLM, SGLang",
            Self::TensorRtLlm => "TensorRT-LLM",
            Self::ExLlama => "ExLlama",
            Self::Transformers => "transformers",
            Self::Mlx => "MLX",
        }
    }
}

/// How an engine multiplies weights with activations.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Products {
    /// In 16 bits, summed in 16 bits where the card is faster so.
    HalfSums,
    /// In 16 bits, summed in 32 bits.
    Half,
    /// In the arithmetic of the format where the card has it, else in 16 bits summed in 32.
    ByFormat,
}
