//! The programs that run a model, and what each of them can load.
//!
//! Each engine has a file: a table of its properties, and what it needs beside weights and cache. To
//! add one, write such a file and name it in the list of [`Engine`]. Everything that is asked of an
//! engine elsewhere is a question to its table, with a name that says what it decides.

mod cache;
mod itemise;
mod moves;
mod offload;
pub mod overhead;
mod properties;
mod refusal;
#[cfg(test)]
mod samples;
mod settings;
mod support;
mod tensor;
mod tokens;

mod exllama;
mod ik_llama;
mod ktransformers;
mod llama_cpp;
mod mlx;
mod sglang;
mod tensorrt_llm;
mod transformers;
mod vllm;

pub use cache::{Fp8Latent, KvPolicy, MlaCache, StateCost, WindowRule};
pub(crate) use itemise::overhead_sums;
pub use itemise::{kv_policy, overheads};
pub use offload::{Chosen, Offload, Resident};
pub use properties::{DraftKind, KernelFamily, Mix, Products, Split, Usual};
pub use refusal::{Card, CardFlaw, Refusal, Remark, RemarkKind, ShareFlaw};
pub use settings::{Backend, Month, Setting, Settings};
pub(crate) use tensor::experts_shared_valid;
pub use tensor::tensor_parallel_valid;
pub(crate) use tokens::tokens_divided_valid;

use crate::catalog::Chip;
use crate::model::quant::{Family, Quant};
use overhead::{OverheadInput, OverheadLine, Reserve};
use properties::{Properties, Shares};

macro_rules! engines {
    ($($(#[$doc:meta])* $variant:ident: $properties:path, $overheads:path;)*) => {
        /// A program that runs language models.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Engine {
            $($(#[$doc])* $variant,)*
        }

        impl Engine {
            /// Every engine, in the order in which they are offered.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// The table of what it accepts and how it behaves.
            const fn properties(self) -> &'static Properties {
                match self {
                    $(Self::$variant => &$properties,)*
                }
            }

            /// Hands every overhead of one card to `add` and returns the engine's own reserve.
            #[inline(always)]
            fn visit_overheads(
                self,
                input: &OverheadInput<'_>,
                add: impl FnMut(OverheadLine),
            ) -> Reserve {
                match self {
                    $(Self::$variant => $overheads(input, add),)*
                }
            }
        }
    };
}

engines! {
    /// llama.cpp, and what wraps it (Ollama, LM Studio).
    LlamaCpp: llama_cpp::PROPERTIES, llama_cpp::overheads;
    /// vLLM.
    Vllm: vllm::PROPERTIES, vllm::overheads;
    /// SGLang.
    Sglang: sglang::PROPERTIES, sglang::overheads;
    /// NVIDIA TensorRT-LLM.
    TensorRtLlm: tensorrt_llm::PROPERTIES, tensorrt_llm::overheads;
    /// ExLlamaV2.
    ExLlamaV2: exllama::V2, exllama::overheads;
    /// ExLlamaV3.
    ExLlamaV3: exllama::V3, exllama::overheads;
    /// MLX.
    Mlx: mlx::PROPERTIES, mlx::overheads;
    /// Hugging Face transformers.
    Transformers: transformers::PROPERTIES, transformers::overheads;
    /// `ik_llama.cpp`.
    IkLlama: ik_llama::PROPERTIES, llama_cpp::overheads;
    /// `KTransformers`.
    KTransformers: ktransformers::PROPERTIES, ktransformers::overheads;
}

impl Engine {
    /// The engine that stands for all that cut every layer into equal parts, where a person asks
    /// for that and not for an engine: the one most used for it.
    pub const FOR_SHARED_LAYERS: Self = Self::Vllm;

    /// Stable id, used in links.
    ///
    /// ```
    /// use headroom_core::engine::Engine;
    /// assert_eq!(Engine::LlamaCpp.id(), "llamacpp");
    /// ```
    #[must_use]
    pub fn id(self) -> &'static str {
        self.properties().id
    }

    /// The name that its makers write.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.properties().name
    }

    /// What else it is called, and programs that run a model by it.
    pub(crate) fn aliases(self) -> &'static [&'static str] {
        self.properties().aliases
    }

    /// What is meant where only a number of bits is said.
    #[must_use]
    pub fn usual(self) -> Usual {
        self.properties().usual
    }

    /// The engine that a format is usually run with, for when a person named only the format.
    ///
    /// ```
    /// use headroom_core::engine::Engine;
    /// use headroom_core::model::quant::Quant;
    /// assert_eq!(Engine::natural_for(Quant::Q4KM), Engine::LlamaCpp);
    /// assert_eq!(Engine::natural_for(Quant::Awq), Engine::Vllm);
    /// assert!(Quant::ALL.iter().all(|quant| Engine::natural_for(*quant).supports_weights(*quant).is_ok()));
    /// ```
    #[must_use]
    pub fn natural_for(quant: Quant) -> Self {
        match quant.family() {
            Family::Gguf | Family::Float => Self::LlamaCpp,
            Family::IkGguf => Self::IkLlama,
            Family::Fp4 if quant == Quant::Mxfp4 => Self::LlamaCpp,
            Family::Fp8 | Family::Int8 | Family::Grouped4 | Family::Fp4 => Self::Vllm,
            Family::Bnb => Self::Transformers,
            Family::Mlx => Self::Mlx,
            Family::Exl2 => Self::ExLlamaV2,
            Family::Exl3 => Self::ExLlamaV3,
        }
    }

    /// Whether cards that differ so can work together.
    ///
    /// # Errors
    /// Says why not and which engine can.
    pub fn supports_mixed_cards(self, mix: Mix) -> Result<(), Refusal> {
        support::accept(
            mix <= self.properties().mixed_cards,
            Refusal::MixedCards { engine: self, mix },
        )
    }

    /// Whether cards that share each layer get equal parts of it, however large they are.
    #[must_use]
    pub fn shares_equally(self) -> bool {
        matches!(self.properties().shares, Some(Shares::Equally { .. }))
    }

    /// Sequences that are taken at once on a card, where the engine starts only if its cache has a block for the states of
    /// each.
    pub(crate) fn state_sequences(
        self,
        settings: Settings,
        capacity: u64,
        chip: Chip,
    ) -> Option<u32> {
        let usual = self.properties().state_sequences?;
        Some(settings.sequences.unwrap_or_else(|| usual(capacity, chip)))
    }
}
