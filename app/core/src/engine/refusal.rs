//! Why an engine does not do something, and what it does otherwise than expected.
//!
//! Sweeps ask an engine by the thousand, so that an answer is a few numbers; it is put into words
//! only where a person reads it, by [`Display`](fmt::Display). A sentence names what is wrong and
//! what would work.

use std::fmt;

use super::offload::Offloads;
use super::properties::Mix;
use super::{Engine, Split};
use crate::catalog::{Chip, Gpu, Vendor};
use crate::model::quant::{Family, KvType, Quant};

/// Why an engine does not do what is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// It does not load the format.
    Weights {
        /// Which engine.
        engine: Engine,
        /// The format of the weights.
        quant: Quant,
    },
    /// It does not keep its cache in the format.
    Kv {
        /// Which engine.
        engine: Engine,
        /// The format of the cache.
        kv: KvType,
    },
    /// It keeps keys and values in one format.
    KvApart {
        /// Which engine.
        engine: Engine,
    },
    /// Its kernels for a cache in the format do not run on the card.
    KvCard {
        /// Which engine.
        engine: Engine,
        /// The format of the cache.
        kv: KvType,
        /// The card.
        card: Card,
    },
    /// It does not run on the vendor's cards.
    Vendor {
        /// Which engine.
        engine: Engine,
        /// Who makes the card.
        vendor: Vendor,
    },
    /// The format does not run on the card.
    Card {
        /// Which engine.
        engine: Engine,
        /// The format of the weights.
        quant: Quant,
        /// The card.
        card: Card,
        /// What is in the way.
        flaw: CardFlaw,
    },
    /// It does not divide a model this way.
    Split {
        /// Which engine.
        engine: Engine,
        /// The way of dividing.
        split: Split,
    },
    /// It does not work with cards of different kinds.
    MixedCards {
        /// Which engine.
        engine: Engine,
        /// How different they are.
        mix: Mix,
    },
    /// It does not move these parts of a model to host memory.
    Offload {
        /// Which engine.
        engine: Engine,
    },
    /// An engine moves the experts of a layer together.
    DividedExperts {
        /// Which engine.
        engine: Engine,
    },
    /// Cards cannot share each layer.
    Shares {
        /// The format of the weights.
        quant: Quant,
        /// What does not divide.
        flaw: ShareFlaw,
    },
}

/// A card as far as a sentence speaks of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Card {
    /// Its name.
    pub name: &'static str,
    /// Its architecture.
    pub chip: Chip,
}

impl From<&Gpu> for Card {
    fn from(gpu: &Gpu) -> Self {
        Self {
            name: gpu.name,
            chip: gpu.chip,
        }
    }
}

/// Why a format does not run on a card of a vendor that the engine runs on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CardFlaw {
    /// The engine does not run on Gaudi.
    Gaudi,
    /// It runs there, but not with this format.
    FormatOnGaudi,
    /// NVFP4 on a card of another vendor.
    Nvfp4OutsideNvidia,
    /// The engine does not run on this chip.
    TooOld,
    /// The engine runs on nothing older than Ampere.
    EngineNeedsAmpere,
    /// BF16 on a card older than Ampere.
    Bf16NeedsAmpere,
    /// FP8 on a card older than Ada, in an engine that does not unpack it.
    Fp8NeedsAda,
    /// NVFP4 on a card older than Ampere.
    Nvfp4NeedsAmpere,
    /// NVFP4 on a card older than Blackwell, in an engine that does not unpack it.
    Nvfp4NeedsBlackwell,
}

/// Why so many cards cannot share each layer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ShareFlaw {
    /// Nothing is shared by no card.
    NoCard,
    /// There are fewer key/value heads than cards.
    KvHeadsNotDealt {
        /// Key/value heads.
        kv: u32,
        /// Cards.
        t: u32,
    },
    /// Neither number is a multiple of the other.
    KvHeadsNeitherDividedNorRepeated {
        /// Key/value heads.
        kv: u32,
        /// Cards.
        t: u32,
    },
    /// A dimension is no multiple of the cards.
    DoesNotDivide {
        /// The dimension.
        value: u32,
        /// Cards.
        t: u32,
        /// What it counts.
        what: &'static str,
    },
    /// A kind of layer does not keep all its tokens, so that they cannot be divided.
    TokensNotKept,
    /// Cards keep fewer copies of the cache than are to divide its tokens.
    TooFewCopies {
        /// Cards that keep the same keys and values.
        copies: u32,
        /// Cards that are to divide their tokens.
        parts: u32,
    },
    /// A card's part of a matrix ends inside a block of weights that share a scale.
    CutsABlock {
        /// Width of the matrix.
        width: u32,
        /// Cards.
        t: u32,
        /// Width of the block.
        block: u32,
        /// Which matrix.
        what: &'static str,
    },
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::Weights { engine, quant } => weights(f, engine, quant),
            Self::Kv { engine, kv } => write!(
                f,
                "{} cannot keep its KV cache in {}; it offers {}.",
                engine.name(),
                kv.name(),
                List(engine.kv_types(), KvType::name),
            ),
            Self::KvApart { engine } => write!(
                f,
                "{} keeps keys and values in one format; llama.cpp and ExLlamaV3 keep them apart.",
                engine.name(),
            ),
            Self::KvCard { engine, kv, card } => write!(
                f,
                "{} cannot keep its KV cache in {} on {} ({}): its kernels need Blackwell GPUs.",
                engine.name(),
                kv.name(),
                card.name,
                card.chip.name(),
            ),
            Self::Vendor { engine, vendor } => write!(
                f,
                "{} does not run on {} GPUs, only on {}; llama.cpp runs on all four vendors' GPUs.",
                engine.name(),
                vendor_name(vendor),
                List(engine.properties().vendors, vendor_name),
            ),
            Self::Card {
                engine,
                quant,
                card,
                flaw,
            } => flaw.write(f, engine, quant, card),
            Self::Split { engine, split } => write!(
                f,
                "{} is not calculated with {}; it divides a model by {}.",
                engine.name(),
                split_name(split),
                List(engine.properties().splits, split_name),
            ),
            Self::MixedCards { engine, mix } => write!(
                f,
                "{} is not known to run on cards of different {}; llama.cpp fills each card to its own size.",
                engine.name(),
                match mix {
                    Mix::SeveralMakers => "makers",
                    Mix::OneMaker | Mix::Alike => "kinds",
                }
            ),
            Self::Offload { engine } => offload(f, engine),
            Self::DividedExperts { engine } => write!(
                f,
                "{} moves the routed experts of a layer together; KTransformers and ExLlamaV3 keep some of them on the card.",
                engine.name()
            ),
            Self::Shares { quant, flaw } => flaw.write(f, quant),
        }
    }
}

impl CardFlaw {
    fn write(
        self,
        f: &mut fmt::Formatter<'_>,
        engine: Engine,
        quant: Quant,
        card: Card,
    ) -> fmt::Result {
        let (engine, card, chip) = (engine.name(), card.name, card.chip.name());
        match self {
            Self::Gaudi => write!(
                f,
                "{engine} does not run on Intel Gaudi; vLLM and transformers do."
            ),
            Self::FormatOnGaudi => write!(
                f,
                "{engine} on Intel Gaudi runs BF16 and FP8 weights, not {}.",
                quant.name()
            ),
            Self::Nvfp4OutsideNvidia => write!(
                f,
                "NVFP4 is a format of NVIDIA GPUs; on {card} choose MXFP4, FP8 or AWQ."
            ),
            Self::TooOld => write!(
                f,
                "{engine} does not run on {chip}, the chip of {card}; llama.cpp does."
            ),
            Self::EngineNeedsAmpere => write!(
                f,
                "{engine} needs an Ampere card or newer; {card} is {chip}. llama.cpp runs there."
            ),
            Self::Bf16NeedsAmpere => write!(
                f,
                "BF16 needs an Ampere card or newer and {card} is {chip}; choose FP16, which has the same size."
            ),
            Self::Fp8NeedsAda => write!(
                f,
                "{engine} runs FP8 on Ada, Hopper and Blackwell; {card} is {chip}. vLLM runs it there as weight-only FP8."
            ),
            Self::Nvfp4NeedsAmpere => write!(
                f,
                "NVFP4 needs Blackwell, or Ampere and newer as weight-only; {card} is {chip}. Choose AWQ or GPTQ."
            ),
            Self::Nvfp4NeedsBlackwell => write!(
                f,
                "{engine} runs NVFP4 on Blackwell only; {card} is {chip}. Choose FP8 or AWQ."
            ),
        }
    }
}

impl ShareFlaw {
    fn write(self, f: &mut fmt::Formatter<'_>, quant: Quant) -> fmt::Result {
        match self {
            Self::NoCard => f.write_str("Tensor parallelism needs at least one card."),
            Self::KvHeadsNotDealt { kv, t } => {
                write!(f, "{kv} key/value heads cannot be dealt to {t} cards.")
            }
            Self::KvHeadsNeitherDividedNorRepeated { kv, t } => write!(
                f,
                "{kv} key/value heads can be neither divided by nor repeated over {t} cards."
            ),
            Self::DoesNotDivide { value, t, what } => {
                write!(f, "{value} {what} do not divide by {t} cards.")
            }
            Self::TokensNotKept => f.write_str(
                "Context parallelism divides the tokens that full attention keeps; this model has layers with a window or a state.",
            ),
            Self::TooFewCopies { copies: 1, parts } => write!(
                f,
                "No two cards keep the same keys and values, so {parts} cannot divide their tokens."
            ),
            Self::TooFewCopies { copies, parts } => write!(
                f,
                "{copies} cards keep the same keys and values, which {parts} cannot divide between them."
            ),
            Self::CutsABlock {
                width,
                t,
                block,
                what,
            } => write!(
                f,
                "{what}: {width} ÷ {t} = {} is no multiple of the {} block of {block}.",
                width / t,
                quant.name()
            ),
        }
    }
}

fn weights(f: &mut fmt::Formatter<'_>, engine: Engine, quant: Quant) -> fmt::Result {
    let (name, formats) = (engine.name(), &engine.properties().weights);
    let why = match quant.family() {
        Family::Gguf => formats.why_no_gguf,
        _ => "",
    };
    write!(
        f,
        "{name} does not load {} weights; {} does.{why} {name} loads {}.",
        quant.name(),
        Engine::natural_for(quant).name(),
        formats.in_words,
    )
}

fn offload(f: &mut fmt::Formatter<'_>, engine: Engine) -> fmt::Result {
    let name = engine.name();
    match engine.properties().offloads {
        Offloads::ByStreaming => write!(
            f,
            "{name} can keep weights in host memory only by reading them over PCI Express at every step, \
             which is not calculated; llama.cpp computes offloaded layers and experts on the CPU."
        ),
        Offloads::Experts => write!(
            f,
            "{name} offloads experts, not whole layers; llama.cpp offloads both."
        ),
        Offloads::Layers => write!(
            f,
            "{name} offloads whole layers, not experts alone; llama.cpp offloads both."
        ),
        Offloads::Nothing | Offloads::LayersAndExperts => write!(
            f,
            "{name} keeps everything on the GPU; llama.cpp offloads layers and experts."
        ),
    }
}

/// How a format runs on a card where that is not what one might expect.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Remark {
    /// Which engine.
    pub engine: Engine,
    /// The format of the weights.
    pub quant: Quant,
    /// The card's architecture.
    pub chip: Chip,
    /// What is special.
    pub kind: RemarkKind,
}

/// What is special about a format on a card.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RemarkKind {
    /// The engine's documentation lists gaps outside NVIDIA.
    KernelsPartlyUnsupported,
    /// FP8 weights are multiplied in 16 bits.
    Fp8Unpacked,
    /// NVFP4 weights are multiplied in 16 bits.
    Nvfp4Unpacked,
}

impl fmt::Display for Remark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (engine, chip) = (self.engine.name(), self.chip.name());
        match self.kind {
            RemarkKind::KernelsPartlyUnsupported => write!(
                f,
                "{} kernels on {chip} are listed as unsupported in parts of {engine}'s documentation; check the version that you run.",
                self.quant.name()
            ),
            RemarkKind::Fp8Unpacked => write!(
                f,
                "{chip} has no FP8 arithmetic: {engine} unpacks FP8 weights to 16 bits as it multiplies (Marlin), \
                 which saves memory but not computing time."
            ),
            RemarkKind::Nvfp4Unpacked => write!(
                f,
                "{chip} has no FP4 arithmetic: {engine} unpacks NVFP4 weights to 16 bits as it multiplies, \
                 which saves memory but not computing time."
            ),
        }
    }
}

/// Names with commas between them.
struct List<'a, T>(&'a [T], fn(T) -> &'static str);

impl<T: Copy> fmt::Display for List<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(items, name) = self;
        for (index, item) in items.iter().enumerate() {
            let comma = if index > 0 { ", " } else { "" };
            write!(f, "{comma}{}", name(*item))?;
        }
        Ok(())
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
        Split::Data => "data parallel",
        Split::Context => "decode context parallel",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_without_words_is_small() {
        // Sweeps pass it about by the thousand: a word for each of engine, formats and kind, a name and its length.
        assert!(size_of::<Result<(), Refusal>>() <= 40);
        assert!(size_of::<Result<Option<Remark>, Refusal>>() <= 40);
    }

    #[test]
    fn a_list_has_commas_between_its_names() {
        let list = List(&[Vendor::Nvidia, Vendor::Amd], vendor_name);
        assert_eq!(list.to_string(), "NVIDIA, AMD");
    }
}
