//! The programs that run a model, and what each of them can load.
//!
//! This module owns which combinations an engine accepts and how it keeps its cache. What an engine
//! needs beside weights and cache is in [`overhead`](crate::engine::overhead).

mod cache;
pub mod overhead;
mod support;
mod tensor;

pub use cache::{KvPolicy, MlaCache, StateCost, WindowRule, kv_policy};
pub use support::{Offload, Split};
pub(crate) use tensor::{Refusal, shareable};
pub use tensor::{largest_tensor_parallel, smallest_tensor_parallel, tensor_parallel_valid};

use crate::model::quant::{Family, Quant};

/// A program that runs language models.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Engine {
    /// llama.cpp, and what wraps it (Ollama, LM Studio).
    LlamaCpp,
    /// vLLM.
    Vllm,
    /// SGLang.
    Sglang,
    /// NVIDIA TensorRT-LLM.
    TensorRtLlm,
    /// ExLlamaV2.
    ExLlamaV2,
    /// ExLlamaV3.
    ExLlamaV3,
    /// Hugging Face transformers.
    Transformers,
}

impl Engine {
    /// Every engine, in the order in which they are offered.
    pub const ALL: &'static [Self] = &[
        Self::LlamaCpp,
        Self::Vllm,
        Self::Sglang,
        Self::TensorRtLlm,
        Self::ExLlamaV2,
        Self::ExLlamaV3,
        Self::Transformers,
    ];

    /// Stable id, used in links.
    ///
    /// ```
    /// use headroom_core::engine::Engine;
    /// assert_eq!(Engine::LlamaCpp.id(), "llamacpp");
    /// assert!(Engine::ALL.iter().all(|engine| Engine::parse(engine.id()) == Some(*engine)));
    /// ```
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::LlamaCpp => "llamacpp",
            Self::Vllm => "vllm",
            Self::Sglang => "sglang",
            Self::TensorRtLlm => "trtllm",
            Self::ExLlamaV2 => "exl2",
            Self::ExLlamaV3 => "exl3",
            Self::Transformers => "transformers",
        }
    }

    /// The name that its makers write.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::LlamaCpp => "llama.cpp",
            Self::Vllm => "vLLM",
            Self::Sglang => "SGLang",
            Self::TensorRtLlm => "TensorRT-LLM",
            Self::ExLlamaV2 => "ExLlamaV2",
            Self::ExLlamaV3 => "ExLlamaV3",
            Self::Transformers => "transformers",
        }
    }

    /// Reads an [`id`](Self::id), a [`name`](Self::name), or what wraps an engine; neither case nor
    /// punctuation matters.
    ///
    /// ```
    /// use headroom_core::engine::Engine;
    /// assert_eq!(Engine::parse("llama.cpp"), Some(Engine::LlamaCpp));
    /// assert_eq!(Engine::parse("TensorRT-LLM"), Some(Engine::TensorRtLlm));
    /// assert_eq!(Engine::parse("Ollama"), Some(Engine::LlamaCpp));
    /// assert_eq!(Engine::parse("steam"), None);
    /// ```
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let plain = |text: &str| {
            let letters = text.chars().filter(char::is_ascii_alphanumeric);
            letters.collect::<String>().to_ascii_lowercase()
        };
        let asked = plain(text);
        if matches!(asked.as_str(), "ollama" | "lmstudio") {
            return Some(Self::LlamaCpp);
        }
        let mut engines = Self::ALL.iter().copied();
        engines.find(|engine| asked == engine.id() || asked == plain(engine.name()))
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
            Family::Fp4 if quant == Quant::Mxfp4 => Self::LlamaCpp,
            Family::Fp8 | Family::Int8 | Family::Grouped4 | Family::Fp4 => Self::Vllm,
            Family::Bnb => Self::Transformers,
        }
    }
}
