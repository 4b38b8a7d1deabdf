//! What each engine accepts, and how it behaves: questions to its table.
//!
//! A question is asked once: whoever wants only yes or no asks whether the answer is `Ok`, and
//! whoever shows it to a person prints the [`Refusal`].

use super::properties::{Properties, Shares};
use super::refusal::{CardFlaw, RemarkKind};
use super::settings::{Backend, Setting, Settings};
use super::{DraftKind, Engine, KernelFamily, MlaCache, Products, Refusal, Remark, Split};
use crate::catalog::{Chip, Gpu, Vendor};
use crate::model::arch::Arch;
use crate::model::native::Native;
use crate::model::quant::{Family, KvFormat, KvType, Quant};

/// Accepted, or refused for this reason.
pub(super) fn accept(accepted: bool, refusal: Refusal) -> Result<(), Refusal> {
    if accepted { Ok(()) } else { Err(refusal) }
}

impl Engine {
    /// Whether the engine loads weights of this format.
    ///
    /// ```
    /// use headroom_core::engine::Engine;
    /// use headroom_core::model::quant::Quant;
    /// assert!(Engine::LlamaCpp.supports_weights(Quant::Q4KM).is_ok());
    /// let refusal = Engine::TensorRtLlm.supports_weights(Quant::Q4KM).unwrap_err();
    /// assert!(refusal.to_string().starts_with("TensorRT-LLM does not load Q4_K_M weights; llama.cpp does."));
    /// ```
    ///
    /// # Errors
    /// Says which engine loads it instead, and what this engine loads.
    pub fn supports_weights(self, quant: Quant) -> Result<(), Refusal> {
        let formats = &self.properties().weights;
        let listed = formats.families.contains(&quant.family()) || formats.also.contains(&quant);
        accept(
            listed && !formats.except.contains(&quant),
            Refusal::Weights {
                engine: self,
                quant,
            },
        )
    }

    /// Whether files of such a model are made for the engine in the format, so that it is worth suggesting. A
    /// person may ask for any format all the same.
    #[must_use]
    pub fn has_files_of(self, quant: Quant, arch: &Arch, native: Native) -> bool {
        match quant {
            // Ternary weights have to be trained.
            Quant::Tq1_0 | Quant::Tq2_0 => false,
            // A publisher's mixes are there of some models only.
            _ if quant.is_a_publishers_mix() => false,
            Quant::Int4Experts => native == Native::Int4Experts,
            Quant::Mxfp4Moe => arch.moe.is_some() && native != Native::Mxfp4Experts,
            // GGUF files hold MXFP4 where the publisher's experts are in it.
            Quant::Mxfp4 => !self.properties().mxfp4_as_gguf || native == Native::Mxfp4Experts,
            _ => true,
        }
    }

    /// The format that the engine's files of such a model are in where a person asks for `quant`:
    /// publishers leave everything beside MXFP4 experts in 16 bits, GGUF files have it in Q8_0.
    #[must_use]
    pub fn file_format(self, quant: Quant, arch: &Arch) -> Quant {
        match quant {
            Quant::Mxfp4 if self.properties().mxfp4_as_gguf && arch.moe.is_some() => {
                Quant::Mxfp4Moe
            }
            other => other,
        }
    }

    /// The weight formats that the engine loads, in the order of [`Quant::ALL`].
    pub fn weight_formats(self) -> impl Iterator<Item = Quant> {
        Quant::ALL
            .iter()
            .copied()
            .filter(move |quant| self.supports_weights(*quant).is_ok())
    }

    /// The formats that the engine can keep keys and values in; the first is its default.
    #[must_use]
    pub fn kv_types(self) -> &'static [KvType] {
        self.properties().kv_types
    }

    /// Whether keys and values may be in different formats.
    #[must_use]
    pub fn keeps_values_apart(self) -> bool {
        self.properties().kv_apart
    }

    /// Whether the engine can keep its cache in this format.
    ///
    /// # Errors
    /// Names the formats that it offers, or who keeps keys and values apart.
    pub fn supports_kv(self, kv: KvFormat) -> Result<(), Refusal> {
        for kv in [kv.keys, kv.values] {
            let engine = self;
            accept(self.kv_types().contains(&kv), Refusal::Kv { engine, kv })?;
        }
        accept(
            !kv.is_apart() || self.keeps_values_apart(),
            Refusal::KvApart { engine: self },
        )
    }

    /// Whether the engine's kernels for a cache in this format run on this card.
    ///
    /// # Errors
    /// Names the card and what the format needs.
    pub fn supports_kv_on(self, gpu: &Gpu, kv: KvFormat) -> Result<(), Refusal> {
        let in_fp4 = [kv.keys, kv.values].contains(&KvType::Nvfp4);
        let blackwell = gpu.vendor == Vendor::Nvidia && !gpu.chip.predates(Chip::Blackwell);
        accept(
            !in_fp4 || blackwell,
            Refusal::KvCard {
                engine: self,
                kv: KvType::Nvfp4,
                card: gpu.into(),
            },
        )
    }

    /// Whether the engine runs on cards of this vendor.
    ///
    /// # Errors
    /// Names the vendors that it runs on.
    pub fn supports_vendor(self, vendor: Vendor) -> Result<(), Refusal> {
        accept(
            self.properties().vendors.contains(&vendor),
            Refusal::Vendor {
                engine: self,
                vendor,
            },
        )
    }

    /// Whether this format runs on this card, with a remark where it runs differently than expected.
    ///
    /// # Errors
    /// Names the format, the card's architecture and what would run there.
    pub fn supports_gpu(self, gpu: &Gpu, quant: Quant) -> Result<Option<Remark>, Refusal> {
        self.supports_vendor(gpu.vendor)?;
        let special = match self.properties().too_old.contains(&gpu.chip) {
            true => Err(CardFlaw::TooOld),
            false => self.properties().on_chip(gpu.vendor, gpu.chip, quant),
        };
        match special {
            Ok(remark) => Ok(remark.map(|kind| Remark {
                engine: self,
                quant,
                chip: gpu.chip,
                kind,
            })),
            Err(flaw) => Err(Refusal::Card {
                engine: self,
                quant,
                card: gpu.into(),
                flaw,
            }),
        }
    }

    /// Whether weights in one format and a cache in another run on this card.
    ///
    /// # Errors
    /// Says which of them does not, and why.
    pub fn runs_on(self, gpu: &Gpu, quant: Quant, kv: KvFormat) -> Result<(), Refusal> {
        self.supports_gpu(gpu, quant)?;
        self.supports_kv_on(gpu, kv)
    }

    /// Whether the engine can divide a model this way.
    ///
    /// # Errors
    /// Names the ways that it has.
    pub fn supports_split(self, split: Split) -> Result<(), Refusal> {
        accept(
            self.properties().splits.contains(&split),
            Refusal::Split {
                engine: self,
                split,
            },
        )
    }

    /// Whether searches try cards that share each layer: not where that is a way beside the usual one whose speed was not
    /// measured.
    #[must_use]
    pub(crate) fn shares_in_searches(self) -> bool {
        self.supports_split(Split::Tensor).is_ok()
            && !matches!(self.properties().shares, Some(Shares::ByRows))
    }

    /// Whether the CPU computes what lies in host memory, so that the cache of a layer lies there
    /// too and its weights are read as fast as that memory is. Otherwise weights travel to the card
    /// at every step and the cache stays there.
    #[must_use]
    pub fn computes_on_host(self) -> bool {
        self.properties().computes_on_host
    }

    /// Whether the token embedding stays in host memory although every layer is on a card: rows
    /// are looked up by the CPU. A head tied to it is then a second copy, on the card.
    #[must_use]
    pub fn embedding_in_host_memory(self) -> bool {
        self.properties().embedding_in_host_memory
    }

    /// Whether vision and audio towers are loaded beside the text model. GGUF has them in a file of
    /// their own, which nobody needs for text: only where prompts have `images`.
    #[must_use]
    pub fn loads_vision_towers(self, images: bool) -> bool {
        images || self.properties().vision_towers
    }

    /// Whether heads attend to the latent itself and not to keys and values expanded from it: it is
    /// what the cache holds.
    #[must_use]
    pub fn attends_to_latent(self) -> bool {
        self.properties().cache.mla == MlaCache::Latent
    }

    /// The same for a prompt: all but llama.cpp and its like expand the latent there (their MLA back ends, read 2026-12).
    pub(crate) fn attends_to_latent_in_prompts(self) -> bool {
        let absorbs = [KernelFamily::LlamaCpp, KernelFamily::ExLlama].contains(&self.kernels());
        self.attends_to_latent() && absorbs
    }

    /// Whether attention reads only what an indexer selects, where a model has one.
    #[must_use]
    pub fn selects_tokens(self) -> bool {
        self.properties().selects_tokens
    }

    /// Whose kernels' speed was measured for the engine.
    #[must_use]
    pub fn kernels(self) -> KernelFamily {
        self.properties().kernels
    }

    /// How the engine multiplies weights with activations.
    #[must_use]
    pub fn products(self) -> Products {
        self.properties().products
    }

    /// Whether weights are multiplied as packed blocks, which costs unpacking at every step.
    #[must_use]
    pub fn unpacks_blocks(self) -> bool {
        self.properties().unpacks_blocks
    }

    /// Whether tokens may be guessed ahead so.
    #[must_use]
    pub fn drafts_by(self, kind: DraftKind) -> bool {
        self.properties().drafts.contains(&kind)
    }

    /// Whether the engine has a setting.
    #[must_use]
    pub fn takes(self, setting: Setting) -> bool {
        self.properties().takes.contains(&setting)
    }

    /// Tokens that a prompt is read in at once.
    ///
    /// ```
    /// use headroom_core::engine::{Engine, Settings};
    /// let own = Settings::default();
    /// assert_eq!(Engine::LlamaCpp.prompt_chunk(own), 512);
    /// let wide = Settings { micro_batch: Some(4_096), ..own };
    /// assert_eq!(Engine::LlamaCpp.prompt_chunk(wide), 4_096);
    /// let kept = Settings { batch: Some(256), ..own };
    /// assert_eq!(Engine::LlamaCpp.prompt_chunk(kept), 256);
    /// ```
    #[must_use]
    pub fn prompt_chunk(self, settings: Settings) -> u32 {
        let own = self.properties().prompt_chunk;
        let batch = settings.batch.unwrap_or(u32::MAX);
        settings.step().unwrap_or(own).min(batch).max(1)
    }

    /// The same on a card of so many bytes, where that decides it.
    ///
    /// ```
    /// use headroom_core::catalog::Chip;
    /// use headroom_core::engine::{Engine, Settings};
    /// let own = Settings::default();
    /// let on = |engine: Engine, gib: u64| engine.prompt_chunk_on(own, gib << 30, Chip::AdaLovelace);
    /// assert_eq!((on(Engine::Vllm, 24), on(Engine::Vllm, 96)), (2_048, 8_192));
    /// assert_eq!((on(Engine::Sglang, 24), on(Engine::Sglang, 48)), (2_048, 4_096));
    /// assert_eq!((on(Engine::LlamaCpp, 24), on(Engine::LlamaCpp, 96)), (512, 512));
    /// ```
    #[must_use]
    pub fn prompt_chunk_on(self, settings: Settings, capacity: u64, chip: Chip) -> u32 {
        self.step(settings, capacity, chip)
            .unwrap_or_else(|| self.prompt_chunk(settings))
    }

    /// Tokens that are computed at once on a card, where a setting or the card's size decides it.
    pub(crate) fn step(self, settings: Settings, capacity: u64, chip: Chip) -> Option<u32> {
        match settings.step().or(settings.batch) {
            Some(_) => Some(self.prompt_chunk(settings)),
            None => { self.properties().step_by_card }.map(|step| step(capacity, chip)),
        }
    }

    /// Chunks of a prompt that are sent through a row of cards before the first has to be done;
    /// none where there is no end to it. A batch that was not set is the engine's own, or one chunk where that is larger.
    ///
    /// ```
    /// use headroom_core::engine::{Engine, Settings};
    /// let wave = |micro_batch, batch| {
    ///     Engine::LlamaCpp.prompt_wave(Settings { micro_batch, batch, ..Settings::default() })
    /// };
    /// assert_eq!(wave(None, None), Some(4));
    /// assert_eq!(wave(Some(1_024), None), Some(2));
    /// assert_eq!(wave(Some(4_096), None), Some(1));
    /// assert_eq!(wave(None, Some(8_192)), Some(16));
    /// ```
    #[must_use]
    pub fn prompt_wave(self, settings: Settings) -> Option<u32> {
        let properties = self.properties();
        let own = properties
            .prompt_wave?
            .saturating_mul(properties.prompt_chunk);
        let batch = settings.batch.unwrap_or(own);
        Some(batch.div_ceil(self.prompt_chunk(settings)).max(1))
    }

    /// Of what was set of another engine, what this one has too.
    #[must_use]
    pub(crate) fn own(self, settings: Settings) -> Settings {
        let takes = |setting| self.takes(setting);
        Settings {
            utilization: settings.utilization.filter(|_| takes(Setting::Share)),
            sequences: settings.sequences.filter(|_| takes(Setting::Sequences)),
            batched: settings.batched.filter(|_| takes(Setting::Batched)),
            micro_batch: { settings.micro_batch }.filter(|_| takes(Setting::MicroBatch)),
            batch: settings.batch.filter(|_| takes(Setting::MicroBatch)),
            backend: match takes(Setting::Backend) {
                true => settings.backend,
                false => Backend::Own,
            },
            built: settings.built,
        }
    }
}

impl Properties {
    /// What is special about this format on a chip of a vendor that the engine runs on.
    fn on_chip(
        &self,
        vendor: Vendor,
        chip: Chip,
        quant: Quant,
    ) -> Result<Option<RemarkKind>, CardFlaw> {
        let gaudi = chip == Chip::Gaudi;
        if gaudi && !self.gaudi {
            return Err(CardFlaw::Gaudi);
        }
        if gaudi && !matches!(quant.family(), Family::Float | Family::Fp8) {
            return Err(CardFlaw::FormatOnGaudi);
        }
        let Some(arithmetic) = &self.arithmetic else {
            return Ok(None);
        };
        if vendor != Vendor::Nvidia {
            return match quant.family() {
                Family::Fp4 if quant == Quant::Nvfp4 => Err(CardFlaw::Nvfp4OutsideNvidia),
                Family::Grouped4 | Family::Int8 | Family::Bnb => {
                    Ok(Some(RemarkKind::KernelsPartlyUnsupported))
                }
                _ => Ok(None),
            };
        }
        let before_ampere = chip.predates(Chip::Ampere);
        if arithmetic.needs_ampere && before_ampere {
            return Err(CardFlaw::EngineNeedsAmpere);
        }
        match (quant, quant.family()) {
            (Quant::Bf16, _) if before_ampere && !arithmetic.bf16_before_ampere => {
                Err(CardFlaw::Bf16NeedsAmpere)
            }
            (_, Family::Fp8) if chip.predates(Chip::AdaLovelace) => {
                if arithmetic.fp8_before_ada {
                    Ok(Some(RemarkKind::Fp8Unpacked))
                } else {
                    Err(CardFlaw::Fp8NeedsAda)
                }
            }
            (Quant::Nvfp4, _) if before_ampere => Err(CardFlaw::Nvfp4NeedsAmpere),
            (Quant::Nvfp4, _) if chip.predates(Chip::Blackwell) => {
                if arithmetic.nvfp4_before_blackwell {
                    Ok(Some(RemarkKind::Nvfp4Unpacked))
                } else {
                    Err(CardFlaw::Nvfp4NeedsBlackwell)
                }
            }
            _ => Ok(None),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::Mix;

    #[test]
    fn every_format_has_an_engine_and_every_refusal_names_one() {
        for quant in Quant::ALL {
            assert!(
                Engine::ALL
                    .iter()
                    .any(|engine| engine.supports_weights(*quant).is_ok())
            );
            for engine in Engine::ALL {
                if let Err(refusal) = engine.supports_weights(*quant) {
                    let message = refusal.to_string();
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
    fn gguf_runs_in_llama_cpp_and_what_is_made_of_it() {
        for quant in Quant::ALL
            .iter()
            .filter(|quant| quant.family() == Family::Gguf)
        {
            let engines: Vec<_> = Engine::ALL
                .iter()
                .filter(|engine| engine.supports_weights(*quant).is_ok())
                .collect();
            assert_eq!(
                engines,
                [&Engine::LlamaCpp, &Engine::IkLlama, &Engine::KTransformers]
            );
        }
    }

    #[test]
    fn quantised_caches_belong_to_llama_cpp_and_exllama() {
        let kept = |engine: Engine, kv| engine.supports_kv(KvFormat::both(kv));
        assert!(kept(Engine::Vllm, KvType::Q8_0).is_err());
        assert!(kept(Engine::LlamaCpp, KvType::Fp8).is_err());
        assert!(kept(Engine::ExLlamaV2, KvType::Q4_0).is_ok());
        let refused = kept(Engine::Vllm, KvType::Q4_0);
        let message = refused.err().map(|refusal| refusal.to_string());
        assert!(message.is_some_and(|text| text.contains("FP8") && text.contains("Q4_0")));
    }

    #[test]
    fn each_engine_divides_a_model_somehow() {
        for engine in Engine::ALL {
            let splits = [Split::Layer, Split::Tensor, Split::Pipeline, Split::Expert];
            assert!(
                splits
                    .iter()
                    .any(|split| engine.supports_split(*split).is_ok())
            );
        }
        assert!(Engine::Sglang.supports_mixed_cards(Mix::OneMaker).is_err());
        assert!(Engine::Vllm.supports_mixed_cards(Mix::OneMaker).is_ok());
        // CUDA and ROCm are builds of their own.
        assert!(
            Engine::Vllm
                .supports_mixed_cards(Mix::SeveralMakers)
                .is_err()
        );
    }

    #[test]
    fn apple_runs_llama_cpp_mlx_and_transformers() {
        let engines: Vec<_> = Engine::ALL
            .iter()
            .filter(|engine| engine.supports_vendor(Vendor::Apple).is_ok())
            .collect();
        assert_eq!(
            engines,
            [&Engine::LlamaCpp, &Engine::Mlx, &Engine::Transformers]
        );
    }
}
