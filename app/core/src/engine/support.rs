//! What each engine accepts, and in words why it refuses the rest.
//!
//! A refusal names what is wrong and what would work, because it is shown to a person as it is.
//! Sources: vLLM `docs/features/quantization` (v0.15 to v0.32) and `vllm/config/cache.py` (2026),
//! SGLang `python/sglang/srt/server_args.py` (2026), TensorRT-LLM support matrix (2026), llama.cpp
//! `common/arg.cpp` (2026), ExLlamaV2 `cache.py`, ExLlamaV3 `cache/quant.py` (2026), transformers
//! quantisation overview (2026).

use super::Engine;
use crate::catalog::{Chip, Gpu, Vendor};
use crate::model::arch::Arch;
use crate::model::native::Native;
use crate::model::quant::{Family, KvType, Quant};

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

impl Engine {
    /// Whether the engine loads weights of this format.
    ///
    /// # Errors
    /// Says which engine loads it instead, and what this engine loads.
    pub fn supports_weights(self, quant: Quant) -> Result<(), String> {
        if self.loads_weights(quant) {
            return Ok(());
        }
        let instead = Self::natural_for(quant).name();
        let reason = match (self, quant.family()) {
            (Self::Vllm, Family::Gguf) => {
                " Its GGUF loader is experimental, handles single-file checkpoints of a few \
                 architectures and unpacks some tensors, so its memory cannot be stated."
            }
            (Self::Transformers, Family::Gguf) => {
                " It reads GGUF files only to unpack them to 16 or 32 bits: choose BF16 for what it then needs."
            }
            _ => "",
        };
        Err(format!(
            "{} does not load {} weights; {} does.{} {} loads {}.",
            self.name(),
            quant.name(),
            instead,
            reason,
            self.name(),
            self.loads_in_words(),
        ))
    }

    /// [`supports_weights`](Self::supports_weights) without the words.
    pub(crate) fn loads_weights(self, quant: Quant) -> bool {
        let family = quant.family();
        match self {
            Self::LlamaCpp => {
                matches!(family, Family::Float | Family::Gguf) || quant == Quant::Mxfp4
            }
            Self::Vllm | Self::Sglang => family != Family::Gguf,
            Self::TensorRtLlm => {
                matches!(
                    family,
                    Family::Float | Family::Fp8 | Family::Int8 | Family::Grouped4 | Family::Fp4
                ) && quant != Quant::F32
            }
            Self::ExLlamaV2 => matches!(quant, Quant::F16 | Quant::Gptq),
            Self::ExLlamaV3 => matches!(quant, Quant::F16 | Quant::Bf16),
            Self::Transformers => family != Family::Gguf && quant != Quant::Nvfp4,
        }
    }

    /// Whether files of such a model are made for the engine in the format, so that it is worth suggesting. A
    /// person may ask for any format all the same.
    #[must_use]
    pub fn has_files_of(self, quant: Quant, arch: &Arch, native: Native) -> bool {
        match quant {
            // Ternary weights have to be trained.
            Quant::Tq1_0 | Quant::Tq2_0 => false,
            Quant::Mxfp4Moe => arch.moe.is_some() && native != Native::Mxfp4Experts,
            // llama.cpp reads MXFP4 where the publisher's experts are in it.
            Quant::Mxfp4 => self != Self::LlamaCpp || native == Native::Mxfp4Experts,
            _ => true,
        }
    }

    /// The weight formats that the engine loads, in the order of [`Quant::ALL`].
    pub fn weight_formats(self) -> impl Iterator<Item = Quant> {
        Quant::ALL
            .iter()
            .copied()
            .filter(move |quant| self.loads_weights(*quant))
    }

    /// What the engine loads, as a person would say it.
    fn loads_in_words(self) -> &'static str {
        match self {
            Self::LlamaCpp => "GGUF files: FP32, FP16, BF16, the Q and IQ formats and MXFP4",
            Self::Vllm | Self::Sglang => {
                "FP16, BF16, FP8, INT8, AWQ, GPTQ, NVFP4, MXFP4 and bitsandbytes NF4"
            }
            Self::TensorRtLlm => "FP16, BF16, FP8, INT8, AWQ, GPTQ, NVFP4 and MXFP4",
            Self::ExLlamaV2 => {
                "its own EXL2 files (not calculated here: their mix is chosen file by file), GPTQ and FP16"
            }
            Self::ExLlamaV3 => {
                "its own EXL3 files (not calculated here: their bit rate is chosen file by file), FP16 and BF16"
            }
            Self::Transformers => {
                "FP32, FP16, BF16, FP8, INT8, AWQ, GPTQ, MXFP4 and bitsandbytes NF4"
            }
        }
    }

    /// The formats that the engine can keep keys and values in; the first is its default.
    #[must_use]
    pub fn kv_types(self) -> &'static [KvType] {
        use KvType::{Bf16, F16, F32, Fp8, Iq4Nl, Q4_0, Q4_1, Q5_0, Q5_1, Q8_0};
        match self {
            Self::LlamaCpp => &[F16, F32, Bf16, Q8_0, Q5_1, Q5_0, Q4_1, Q4_0, Iq4Nl],
            Self::Vllm | Self::Sglang | Self::TensorRtLlm => &[Bf16, F16, Fp8],
            // The 8-bit and 4-bit caches keep one 16-bit scale for 32 numbers, as Q8_0 and Q4_0 do.
            Self::ExLlamaV2 => &[F16, Q8_0, Q4_0],
            Self::ExLlamaV3 => &[F16, Q8_0, Q5_0, Q4_0],
            Self::Transformers => &[Bf16, F16, F32],
        }
    }

    /// Whether the engine can keep its cache in this format.
    ///
    /// # Errors
    /// Names the formats that it offers.
    pub fn supports_kv(self, kv: KvType) -> Result<(), String> {
        if self.keeps_kv(kv) {
            return Ok(());
        }
        let offered: Vec<&str> = self.kv_types().iter().map(|kv| kv_name(*kv)).collect();
        Err(format!(
            "{} cannot keep its KV cache in {}; it offers {}.",
            self.name(),
            kv_name(kv),
            offered.join(", "),
        ))
    }

    /// [`supports_kv`](Self::supports_kv) without the words.
    pub(crate) fn keeps_kv(self, kv: KvType) -> bool {
        self.kv_types().contains(&kv)
    }

    fn vendors(self) -> &'static [Vendor] {
        match self {
            Self::LlamaCpp | Self::Transformers => {
                &[Vendor::Nvidia, Vendor::Amd, Vendor::Apple, Vendor::Intel]
            }
            Self::Vllm | Self::Sglang => &[Vendor::Nvidia, Vendor::Amd, Vendor::Intel],
            Self::ExLlamaV2 => &[Vendor::Nvidia, Vendor::Amd],
            Self::TensorRtLlm | Self::ExLlamaV3 => &[Vendor::Nvidia],
        }
    }

    /// Whether the engine runs on cards of this vendor.
    ///
    /// # Errors
    /// Names the vendors that it runs on.
    pub fn supports_vendor(self, vendor: Vendor) -> Result<(), String> {
        let vendors = self.vendors();
        if vendors.contains(&vendor) {
            return Ok(());
        }
        let names: Vec<&str> = vendors.iter().map(|vendor| vendor_name(*vendor)).collect();
        Err(format!(
            "{} does not run on {} GPUs, only on {}; llama.cpp runs on all four vendors' GPUs.",
            self.name(),
            vendor_name(vendor),
            names.join(", "),
        ))
    }

    /// Whether this format runs on this card, with a remark where it runs differently than expected.
    ///
    /// # Errors
    /// Names the format, the card's architecture and what would run there.
    pub fn supports_gpu(self, gpu: &Gpu, quant: Quant) -> Result<Option<String>, String> {
        self.supports_vendor(gpu.vendor)?;
        match self.on_gpu(gpu, quant) {
            Ok(None) => Ok(None),
            Ok(Some(remark)) => Ok(Some(remark.words(self, gpu, quant))),
            Err(refusal) => Err(refusal.words(self, gpu, quant)),
        }
    }

    /// [`supports_gpu`](Self::supports_gpu) without the words.
    pub(crate) fn runs_on_gpu(self, gpu: &Gpu, quant: Quant) -> bool {
        self.vendors().contains(&gpu.vendor) && self.on_gpu(gpu, quant).is_ok()
    }

    /// What is special about this format on a card of a vendor that the engine runs on.
    fn on_gpu(self, gpu: &Gpu, quant: Quant) -> Result<Option<Remark>, Refusal> {
        let chip = gpu.chip;
        let gaudi = chip == Chip::Gaudi;
        if gaudi && !matches!(self, Self::Vllm | Self::Transformers) {
            return Err(Refusal::Gaudi);
        }
        if gaudi && !matches!(quant.family(), Family::Float | Family::Fp8) {
            return Err(Refusal::FormatOnGaudi);
        }
        if self == Self::LlamaCpp {
            return Ok(None);
        }
        if gpu.vendor != Vendor::Nvidia {
            return match quant.family() {
                Family::Fp4 if quant == Quant::Nvfp4 => Err(Refusal::Nvfp4OutsideNvidia),
                Family::Grouped4 | Family::Int8 | Family::Bnb => {
                    Ok(Some(Remark::KernelsPartlyUnsupported))
                }
                _ => Ok(None),
            };
        }
        if matches!(self, Self::TensorRtLlm | Self::ExLlamaV3) && chip.predates(Chip::Ampere) {
            return Err(Refusal::EngineNeedsAmpere);
        }
        match (quant, quant.family()) {
            (Quant::Bf16, _) if chip.predates(Chip::Ampere) && self != Self::Transformers => {
                Err(Refusal::Bf16NeedsAmpere)
            }
            (_, Family::Fp8)
                if chip.predates(Chip::AdaLovelace)
                    && matches!(self, Self::TensorRtLlm | Self::Transformers) =>
            {
                Err(Refusal::Fp8NeedsAda)
            }
            (_, Family::Fp8) if chip.predates(Chip::AdaLovelace) => Ok(Some(Remark::Fp8Unpacked)),
            (Quant::Nvfp4, _) if chip.predates(Chip::Ampere) => Err(Refusal::Nvfp4NeedsAmpere),
            (Quant::Nvfp4, _) if chip.predates(Chip::Blackwell) && self == Self::TensorRtLlm => {
                Err(Refusal::Nvfp4NeedsBlackwell)
            }
            (Quant::Nvfp4, _) if chip.predates(Chip::Blackwell) => Ok(Some(Remark::Nvfp4Unpacked)),
            _ => Ok(None),
        }
    }

    /// Whether the token embedding stays in host memory although every layer is on a card: rows
    /// are looked up by the CPU. A head tied to it is then a second copy, on the card
    /// (llama.cpp `src/llama-model.cpp`, read 2026-10).
    #[must_use]
    pub fn embedding_in_host_memory(self) -> bool {
        self == Self::LlamaCpp
    }

    /// Whether cards of different kinds can work together.
    ///
    /// # Errors
    /// Says why not and which engine can.
    pub fn supports_mixed_cards(self) -> Result<(), String> {
        if self.mixes_cards() {
            return Ok(());
        }
        Err(format!(
            "{} gives every card an equal share, so mixed cards would be used only as far as the smallest; \
             llama.cpp fills each card to its own size.",
            self.name()
        ))
    }

    /// [`supports_mixed_cards`](Self::supports_mixed_cards) without the words.
    pub(crate) fn mixes_cards(self) -> bool {
        match self {
            Self::LlamaCpp | Self::ExLlamaV2 | Self::ExLlamaV3 | Self::Transformers => true,
            Self::Vllm | Self::Sglang | Self::TensorRtLlm => false,
        }
    }

    fn splits(self) -> &'static [Split] {
        match self {
            Self::LlamaCpp | Self::ExLlamaV2 | Self::Transformers => &[Split::Layer],
            Self::Vllm | Self::Sglang | Self::TensorRtLlm => {
                &[Split::Tensor, Split::Pipeline, Split::Expert]
            }
            Self::ExLlamaV3 => &[Split::Layer, Split::Tensor],
        }
    }

    /// [`supports_split`](Self::supports_split) without the words.
    pub(crate) fn has_split(self, split: Split) -> bool {
        self.splits().contains(&split)
    }

    /// Whether the engine can divide a model this way.
    ///
    /// # Errors
    /// Names the ways that it has.
    pub fn supports_split(self, split: Split) -> Result<(), String> {
        let splits = self.splits();
        if splits.contains(&split) {
            return Ok(());
        }
        let offered: Vec<&str> = splits.iter().map(|split| split_name(*split)).collect();
        Err(format!(
            "{} is not calculated with {}; it divides a model by {}.",
            self.name(),
            split_name(split),
            offered.join(", "),
        ))
    }

    /// Whether parts of the model may live in host memory.
    ///
    /// # Errors
    /// Names an engine that can.
    pub fn supports_offload(self, offload: Offload) -> Result<(), String> {
        if self.can_offload(offload) {
            return Ok(());
        }
        Err(match self {
            Self::Vllm | Self::Sglang => format!(
                "{} can keep weights in host memory only by reading them over PCI Express at every step, \
                 which is not calculated; llama.cpp computes offloaded layers and experts on the CPU.",
                self.name()
            ),
            Self::ExLlamaV3 => {
                "ExLlamaV3 offloads experts, not whole layers; llama.cpp offloads both.".to_owned()
            }
            Self::Transformers => {
                "transformers offloads whole layers, not experts alone; llama.cpp offloads both."
                    .to_owned()
            }
            _ => format!(
                "{} keeps everything on the GPU; llama.cpp offloads layers and experts.",
                self.name()
            ),
        })
    }

    /// [`supports_offload`](Self::supports_offload) without the words.
    pub(crate) fn can_offload(self, offload: Offload) -> bool {
        matches!(
            (self, offload),
            (_, Offload::None)
                | (Self::LlamaCpp, _)
                | (Self::ExLlamaV3, Offload::Experts | Offload::ExpertLayers(_))
                | (Self::Transformers, Offload::Auto | Offload::Layers(_))
        )
    }
}

/// Why a format does not run on a card. Sweeps ask by the thousand, so it is put into words only
/// where a person reads it.
#[derive(Clone, Copy)]
enum Refusal {
    Gaudi,
    FormatOnGaudi,
    Nvfp4OutsideNvidia,
    EngineNeedsAmpere,
    Bf16NeedsAmpere,
    Fp8NeedsAda,
    Nvfp4NeedsAmpere,
    Nvfp4NeedsBlackwell,
}

impl Refusal {
    fn words(self, engine: Engine, gpu: &Gpu, quant: Quant) -> String {
        let (engine, card, chip) = (engine.name(), gpu.name, gpu.architecture);
        match self {
            Self::Gaudi => {
                format!("{engine} does not run on Intel Gaudi; vLLM and transformers do.")
            }
            Self::FormatOnGaudi => format!(
                "{engine} on Intel Gaudi runs BF16 and FP8 weights, not {}.",
                quant.name()
            ),
            Self::Nvfp4OutsideNvidia => {
                format!("NVFP4 is a format of NVIDIA GPUs; on {card} choose MXFP4, FP8 or AWQ.")
            }
            Self::EngineNeedsAmpere => format!(
                "{engine} needs an Ampere card or newer; {card} is {chip}. llama.cpp runs there."
            ),
            Self::Bf16NeedsAmpere => format!(
                "BF16 needs an Ampere card or newer and {card} is {chip}; choose FP16, which has the same size."
            ),
            Self::Fp8NeedsAda => format!(
                "{engine} runs FP8 on Ada, Hopper and Blackwell; {card} is {chip}. vLLM runs it there as weight-only FP8."
            ),
            Self::Nvfp4NeedsAmpere => format!(
                "NVFP4 needs Blackwell, or Ampere and newer as weight-only; {card} is {chip}. Choose AWQ or GPTQ."
            ),
            Self::Nvfp4NeedsBlackwell => format!(
                "TensorRT-LLM runs NVFP4 on Blackwell only; {card} is {chip}. Choose FP8 or AWQ."
            ),
        }
    }
}

/// How a format runs on a card where that is not what one might expect.
#[derive(Clone, Copy)]
enum Remark {
    KernelsPartlyUnsupported,
    Fp8Unpacked,
    Nvfp4Unpacked,
}

impl Remark {
    fn words(self, engine: Engine, gpu: &Gpu, quant: Quant) -> String {
        let (engine, chip) = (engine.name(), gpu.architecture);
        match self {
            Self::KernelsPartlyUnsupported => format!(
                "{} kernels on {chip} are listed as unsupported in parts of {engine}'s documentation; check the version that you run.",
                quant.name()
            ),
            Self::Fp8Unpacked => format!(
                "{chip} has no FP8 arithmetic: {engine} unpacks FP8 weights to 16 bits as it multiplies (Marlin), \
                 which saves memory but not computing time."
            ),
            Self::Nvfp4Unpacked => format!(
                "{chip} has no FP4 arithmetic: {engine} unpacks NVFP4 weights to 16 bits as it multiplies, \
                 which saves memory but not computing time."
            ),
        }
    }
}

fn vendor_name(vendor: Vendor) -> &'static str {
    match vendor {
        Vendor::Nvidia => "NVIDIA",
        Vendor::Amd => "AMD",
        Vendor::Apple => "Apple",
        Vendor::Intel => "Intel",
    }
}

fn split_name(split: Split) -> &'static str {
    match split {
        Split::Layer => "layers",
        Split::Tensor => "tensor parallel",
        Split::Pipeline => "pipeline parallel",
        Split::Expert => "expert parallel",
    }
}

fn kv_name(kv: KvType) -> &'static str {
    match kv {
        KvType::F32 => "FP32",
        KvType::F16 => "FP16",
        KvType::Bf16 => "BF16",
        KvType::Fp8 => "FP8",
        KvType::Q8_0 => "Q8_0",
        KvType::Q5_1 => "Q5_1",
        KvType::Q5_0 => "Q5_0",
        KvType::Q4_1 => "Q4_1",
        KvType::Q4_0 => "Q4_0",
        KvType::Iq4Nl => "IQ4_NL",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_format_has_an_engine_and_every_refusal_names_one() {
        for quant in Quant::ALL {
            assert!(
                Engine::ALL
                    .iter()
                    .any(|engine| engine.supports_weights(*quant).is_ok())
            );
            for engine in Engine::ALL {
                if let Err(message) = engine.supports_weights(*quant) {
                    assert!(message.contains(quant.name()), "{message}");
                    assert!(
                        message.contains(Engine::natural_for(*quant).name()),
                        "{message}"
                    );
                }
            }
        }
    }

    #[test]
    fn gguf_runs_in_llama_cpp_alone() {
        for quant in Quant::ALL
            .iter()
            .filter(|quant| quant.family() == Family::Gguf)
        {
            let engines: Vec<_> = Engine::ALL
                .iter()
                .filter(|engine| engine.supports_weights(*quant).is_ok())
                .collect();
            assert_eq!(engines, [&Engine::LlamaCpp]);
        }
    }

    #[test]
    fn quantised_caches_belong_to_llama_cpp_and_exllama() {
        assert!(Engine::Vllm.supports_kv(KvType::Q8_0).is_err());
        assert!(Engine::LlamaCpp.supports_kv(KvType::Fp8).is_err());
        assert!(Engine::ExLlamaV2.supports_kv(KvType::Q4_0).is_ok());
        let message = Engine::Vllm.supports_kv(KvType::Q4_0);
        assert!(matches!(message, Err(text) if text.contains("FP8") && text.contains("Q4_0")));
    }

    #[test]
    fn each_engine_divides_a_model_somehow_and_llama_cpp_offloads_all() {
        for engine in Engine::ALL {
            let splits = [Split::Layer, Split::Tensor, Split::Pipeline, Split::Expert];
            assert!(
                splits
                    .iter()
                    .any(|split| engine.supports_split(*split).is_ok())
            );
            assert!(engine.supports_offload(Offload::None).is_ok());
        }
        assert!(Engine::LlamaCpp.supports_offload(Offload::Experts).is_ok());
        assert!(Engine::Vllm.supports_offload(Offload::Auto).is_err());
        assert!(Engine::Vllm.supports_mixed_cards().is_err());
    }

    #[test]
    fn apple_runs_llama_cpp_and_transformers() {
        let engines: Vec<_> = Engine::ALL
            .iter()
            .filter(|engine| engine.supports_vendor(Vendor::Apple).is_ok())
            .collect();
        assert_eq!(engines, [&Engine::LlamaCpp, &Engine::Transformers]);
    }
}
