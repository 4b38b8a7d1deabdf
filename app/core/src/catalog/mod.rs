//! The catalogue: GPUs and models with the source and the date of every row.
//!
//! The rows live in `app/core/catalog/*.toml` and are checked and turned into static tables by the
//! build script, so that a row that is malformed, unsourced or impossible stops the build and the
//! browser needs no parser. [`Catalog`] is a value that is passed in, never a global.

pub mod market;
#[cfg(feature = "evidence")]
pub mod measured;
pub mod power;
#[cfg(feature = "evidence")]
pub mod sizes;

mod memo;

pub use memo::WeightsMemo;

use crate::arch::Arch;
use crate::quant::Quant;
use crate::weights::Weights;
use market::{ApiPrice, Offer, Part, PartKind};

/// Everything that [`evaluate`](crate::evaluate::evaluate) may look up.
#[derive(Clone, Copy, Debug)]
pub struct Catalog {
    /// The day from which on these figures count, `YYYY-MM-DD`: the name of the edition.
    pub date: &'static str,
    /// Graphics cards, accelerators and unified-memory machines.
    pub gpus: &'static [&'static Gpu],
    /// Open-weight models.
    pub models: &'static [&'static Model],
    /// Sockets, tariffs, and what every part draws.
    pub power: &'static power::Power,
    /// Parts beside the GPUs.
    pub parts: &'static [&'static Part],
    /// Rented GPUs.
    pub offers: &'static [&'static Offer],
    /// Models behind an API.
    pub apis: &'static [&'static ApiPrice],
    /// The editions before this one, newest first; an earlier edition has none.
    pub earlier: &'static [Catalog],
}

/// One GPU, accelerator or unified-memory machine.
#[derive(Clone, Debug, PartialEq)]
pub struct Gpu {
    /// Stable id, used in links.
    pub id: &'static str,
    /// The vendor's full name for it.
    pub name: &'static str,
    /// What else people, drivers and shops call it; see [`words`](crate::codec::words).
    pub aliases: &'static [&'static str],
    /// Who makes it.
    pub vendor: Vendor,
    /// Architecture name, e.g. `Blackwell`.
    pub architecture: &'static str,
    /// Where it is sold.
    pub segment: Segment,
    /// Memory as the driver reports it where that is known, else the nominal size.
    pub memory: GpuMemory,
    /// Memory technology, e.g. `GDDR7`.
    pub memory_type: &'static str,
    /// Present where CPU and GPU share one memory.
    pub unified: Option<Unified>,
    /// Memory bandwidth in bytes a second, decimal, from the data sheet.
    pub bandwidth: Option<u64>,
    /// Dense tensor rates.
    pub rates: Rates,
    /// Board power limit as shipped, watts.
    pub tdp_w: u32,
    /// Lowest and highest power limit that the driver accepts, watts, where known.
    pub power_range_w: Option<(u32, u32)>,
    /// Slots that the cooler covers; 0 where it is no card.
    pub slots: u8,
    /// Cooler or module form, e.g. `blower`, `open-air`, `SXM`.
    pub form_factor: &'static str,
    /// PCI Express generation and lanes, where it is a card.
    pub pcie: Option<(u8, u8)>,
    /// The link between GPUs beside PCI Express, where there is one.
    pub link: Option<Link>,
    /// Power connectors, empty when not known.
    pub connectors: &'static str,
    /// Launch, `YYYY-MM` or `YYYY`; empty when not known.
    pub launched: &'static str,
    /// Latest dated price.
    pub price: Option<Price>,
    /// Where the row comes from.
    pub sources: &'static [&'static Source],
    /// The day that the row was last checked, `YYYY-MM-DD`.
    pub as_of: &'static str,
    /// Fields of this row, by name, that come from widely published figures and were not read again
    /// at the source; one rate is written `rates.int8`.
    pub unverified: &'static [&'static str],
    /// What a reader should know.
    pub note: &'static str,
}

/// Memory of one GPU.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GpuMemory {
    /// Bytes that software can see. For unified memory: all of the largest size that is sold, of
    /// which the GPU gets [`Unified::gpu_bytes`].
    pub bytes: u64,
    /// How `bytes` is known.
    pub basis: MemoryBasis,
    /// The size on the box, in the vendor's "GB".
    pub nominal_gb: u32,
}

/// How the size of a memory is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MemoryBasis {
    /// The total that the driver reports, from published logs.
    Reported,
    /// The nominal size taken as GiB.
    Nominal,
}

/// A memory that CPU and GPU share.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unified {
    /// Sizes that the machine is sold with, nominal GB, ascending.
    pub sizes_gb: &'static [u32],
    /// Share that the GPU may use unless the owner changes it, percent.
    pub share_percent: u8,
    /// A lower share where the memory is small.
    pub small: Option<SmallShare>,
}

/// The GPU's share of a small unified memory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SmallShare {
    /// Largest size that it holds for, nominal GB.
    pub up_to_gb: u32,
    /// Share that the GPU may use, percent.
    pub share_percent: u8,
}

impl Unified {
    /// Share of a memory of `size_gb` that the GPU may use unless the owner changes it, percent.
    ///
    /// ```
    /// use headroom_core::catalog::{SmallShare, Unified};
    /// let mac = Unified {
    ///     sizes_gb: &[24, 48],
    ///     share_percent: 75,
    ///     small: Some(SmallShare { up_to_gb: 32, share_percent: 66 }),
    /// };
    /// assert_eq!((mac.share_of(24), mac.share_of(48)), (66, 75));
    /// ```
    #[must_use]
    pub fn share_of(&self, size_gb: u32) -> u8 {
        match self.small {
            Some(small) if size_gb <= small.up_to_gb => small.share_percent,
            _ => self.share_percent,
        }
    }

    /// Bytes of a memory of `size_gb` that the GPU may use unless the owner changes it; the size
    /// is taken as GiB.
    #[must_use]
    pub fn gpu_bytes(&self, size_gb: u32) -> u64 {
        u64::from(size_gb) * crate::units::GIB / 100 * u64::from(self.share_of(size_gb))
    }
}

/// A link between GPUs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Link {
    /// What it is called, e.g. `NVLink`.
    pub name: &'static str,
    /// Bytes a second of one GPU, both directions together.
    pub bandwidth: u64,
}

/// Dense rates in GFLOP/s (for int8 in GOP/s), accumulating in FP32, never with structured sparsity.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Rates {
    /// FP32 outside the tensor cores.
    pub fp32: Option<u32>,
    /// FP16 or BF16 with FP32 accumulation.
    pub fp16: Option<u32>,
    /// FP16 with FP16 accumulation.
    pub fp16_fp16acc: Option<u32>,
    /// FP8 with FP32 accumulation.
    pub fp8: Option<u32>,
    /// FP4.
    pub fp4: Option<u32>,
    /// INT8.
    pub int8: Option<u32>,
}

/// A price with its day and its kind.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Price {
    /// Whole US dollars.
    pub usd: u32,
    /// `YYYY-MM-DD`, or as much of it as is known.
    pub date: &'static str,
    /// New, used, retail median, list price, …
    pub condition: &'static str,
    /// Where it was seen.
    pub source: &'static Source,
}

/// Where a figure comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Source {
    /// Title with the date or version that was read.
    pub title: &'static str,
    /// Address, where there is a public one.
    pub url: Option<&'static str>,
}

/// Who makes a GPU.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Vendor {
    /// NVIDIA.
    Nvidia,
    /// AMD.
    Amd,
    /// Apple.
    Apple,
    /// Intel, Gaudi included.
    Intel,
}

/// Where a GPU is sold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Segment {
    /// Desktop graphics cards.
    Consumer,
    /// Workstation cards.
    Workstation,
    /// Data centre accelerators.
    DataCenter,
    /// Whole machines with one memory.
    Unified,
}

/// One open-weight model.
#[derive(Clone, Debug, PartialEq)]
pub struct Model {
    /// Stable id, used in links.
    pub id: &'static str,
    /// Display name.
    pub name: &'static str,
    /// What else it is called, the name on the Hugging Face Hub among it; see [`words`](crate::codec::words).
    pub aliases: &'static [&'static str],
    /// Family, e.g. `llama-3.1`.
    pub family: &'static str,
    /// Who published it.
    pub vendor: &'static str,
    /// Repository name on the Hugging Face Hub.
    pub hf_repo: &'static str,
    /// Month of publication, `YYYY-MM`.
    pub released: &'static str,
    /// Licence id as the publisher states it.
    pub licence: &'static str,
    /// `text`, `text+image`, …
    pub modality: &'static str,
    /// Number format that the weights are published in.
    pub native: Native,
    /// Published parameter counts.
    pub params: Params,
    /// The architecture.
    pub arch: Arch,
    /// Where the row comes from.
    pub sources: &'static [&'static Source],
    /// The day that the row was last checked, `YYYY-MM-DD`.
    pub as_of: &'static str,
    /// What a reader should know.
    pub note: &'static str,
    /// The weights by format, as far as they have been asked for.
    pub memo: WeightsMemo,
}

/// Number format that a model's own checkpoint uses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Native {
    /// IEEE half precision.
    F16,
    /// bfloat16.
    Bf16,
    /// FP8 with one scale for each block of 128 × 128.
    Fp8Block,
    /// MXFP4 experts, 16-bit for the rest.
    Mxfp4Experts,
    /// INT4 experts in groups of 32, 16-bit for the rest.
    Int4Experts,
    /// FP4 experts, FP8 for the rest.
    Fp4Experts,
}

/// Parameter counts as recorded, to check the counted ones against.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Params {
    /// All parameters of the model, vision and audio towers included, without MTP blocks.
    pub total: u64,
    /// The text part.
    pub text: u64,
    /// Vision and audio towers; 0 for text models.
    pub vision: u64,
    /// Multi-token-prediction blocks, not part of `total`; 0 without any.
    pub mtp: u64,
    /// Layers of those blocks.
    pub mtp_layers: u32,
    /// Unused or duplicate parameters that some checkpoints store beyond `total`.
    pub stored_duplicate: u64,
    /// Active parameters that the vendor states.
    pub active_published: Option<u64>,
    /// Parameters of the token embedding table.
    pub embedding: u64,
    /// All parameters of routed experts.
    pub routed_experts: u64,
}

impl Model {
    /// The model's weights in `quant`.
    #[must_use]
    pub fn weights(&self, quant: Quant) -> &Weights {
        self.memo
            .get(&self.arch, self.native, self.params.vision, quant)
    }
}

impl Catalog {
    /// The catalogue that this build ships: its newest edition, with the earlier ones.
    #[must_use]
    pub fn builtin() -> &'static Self {
        &builtin::BUILTIN
    }

    /// The edition whose figures counted on a day, `YYYY-MM-DD`; none before the first.
    #[must_use]
    pub fn on(&self, day: &str) -> Option<&Self> {
        let mut editions = std::iter::once(self).chain(self.earlier);
        editions.find(|edition| edition.date <= day)
    }

    /// The edition that a link is pinned to, or the newest: where every answer finds its figures.
    #[must_use]
    pub fn pinned(&self, pin: Option<&str>) -> &Self {
        pin.and_then(|day| self.on(day)).unwrap_or(self)
    }

    /// The day of the first edition.
    #[must_use]
    pub fn first_date(&self) -> &'static str {
        self.earlier.last().map_or(self.date, |first| first.date)
    }

    /// Looks a GPU up by its id.
    #[must_use]
    pub fn gpu(&self, id: &str) -> Option<&'static Gpu> {
        self.gpus.iter().copied().find(|gpu| gpu.id == id)
    }

    /// Looks a model up by its id.
    #[must_use]
    pub fn model(&self, id: &str) -> Option<&'static Model> {
        self.models.iter().copied().find(|model| model.id == id)
    }

    /// Looks a part up by its id.
    #[must_use]
    pub fn part(&self, id: &str) -> Option<&'static Part> {
        self.parts.iter().copied().find(|part| part.id == id)
    }

    /// The parts of `kind` that have a price, with its cents.
    pub(crate) fn priced(&self, kind: PartKind) -> impl Iterator<Item = (&'static Part, u32)> {
        self.parts
            .iter()
            .copied()
            .filter(move |part| part.kind() == kind)
            .filter_map(|part| Some((part, part.price?.cents)))
    }

    /// Looks an offer up by its [id](Offer::id).
    #[must_use]
    pub fn offer(&self, id: &str) -> Option<&'static Offer> {
        self.offers.iter().copied().find(|offer| offer.is(id))
    }
}

mod builtin {
    use std::borrow::Cow;

    use super::market::{
        ApiPrice, Board, Case, Cooler, Cpu, FullOutput, Offer, Part, Provider, Psu, PsuClass,
        Quote, Ram, Socket, Spec, Ssd, Term, Ups,
    };
    use super::power::builtin as power;
    use super::{
        Catalog, Gpu, GpuMemory, Link, MemoryBasis, Model, Native, Params, Price, Rates, Segment,
        SmallShare, Source, Unified, Vendor, WeightsMemo,
    };
    use crate::arch::{
        Arch, Attention, AttnBias, Compressed, Extra, HeadOverride, Indexer, IndexerKind, Linear,
        LinearKind, Mla, Moe, Norms, OutputGate, QkNorm, Sinks,
    };

    /// A text that only whole pages print and nothing is decided by. The browser's half is built without the feature `evidence`
    /// and holds an empty one instead.
    const fn page_text(text: &'static str) -> &'static str {
        if cfg!(feature = "evidence") { text } else { "" }
    }

    include!(concat!(env!("OUT_DIR"), "/catalog.rs"));
    include!(concat!(env!("OUT_DIR"), "/market.rs"));
    include!(concat!(env!("OUT_DIR"), "/editions.rs"));
}
