//! Graphics cards, accelerators and unified-memory machines.

use super::{Chip, Past, Price, Source};

/// One GPU, accelerator or unified-memory machine.
#[derive(Clone, Debug, PartialEq)]
pub struct Gpu {
    /// Stable id, used in links.
    pub id: &'static str,
    /// The vendor's full name for it.
    pub name: &'static str,
    /// What else people, drivers and shops call it; see `codec::words`.
    pub aliases: &'static [&'static str],
    /// Who makes it.
    pub vendor: Vendor,
    /// Name of the architecture, for people: that of `chip`.
    pub architecture: &'static str,
    /// The architecture, for whatever is decided by it.
    pub chip: Chip,
    /// Where it is sold.
    pub segment: Segment,
    /// Memory as the driver reports it where that is known, else the nominal size.
    pub memory: GpuMemory,
    /// Memory technology, e.g. `GDDR7`.
    pub memory_type: &'static str,
    /// The same as far as anything is decided by it.
    pub memory_kind: MemoryKind,
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
    /// Length of the maker's own card in millimetres, where it is known.
    pub length_mm: Option<u16>,
    /// Cooler or module form, e.g. `blower`, `open-air`, `SXM`.
    pub form_factor: &'static str,
    /// The same as far as anything is decided by it.
    pub form: FormFactor,
    /// PCI Express generation and lanes, where it is a card.
    pub pcie: Option<(u8, u8)>,
    /// The link between GPUs beside PCI Express, where there is one.
    pub link: Option<Link>,
    /// Power connectors, empty when not known.
    pub connectors: &'static str,
    /// Launch, `YYYY-MM` or `YYYY`; empty when not known.
    pub launched: &'static str,
    /// Latest dated price, of a new one where it is still sold.
    pub price: Option<Price>,
    /// Latest dated price of a used one.
    pub used: Option<Price>,
    /// For unified memory: prices of machines with less than the largest, by nominal GB.
    pub price_by_gb: &'static [(u32, Price)],
    /// What it cost before, oldest first.
    pub price_history: &'static [Past],
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

impl Gpu {
    /// Whether it is sold as a whole machine, so that nothing is built around it and nothing is put beside it.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        matches!(self.segment, Segment::Unified | Segment::Laptop)
    }

    /// Whether it may stand where `other` stands: a card, or a laptop where a laptop is.
    #[must_use]
    pub fn may_replace(&self, other: &Self) -> bool {
        let laptop = |gpu: &Self| gpu.segment == Segment::Laptop;
        self.id != other.id && self.unified.is_none() && (laptop(other) || !laptop(self))
    }

    /// GiB of system memory that its machine takes at most, where it is sold with one: two SO-DIMMs of the largest size.
    #[must_use]
    pub fn most_ram_gib(&self) -> Option<u32> {
        (self.segment == Segment::Laptop).then_some(128)
    }

    /// Whether more of them may stand beside it, in one machine or joined by a link that is sold for it.
    #[must_use]
    pub fn may_be_several(&self) -> bool {
        self.segment != Segment::Laptop
    }

    /// Whether it is a module on a baseboard, linked to its neighbours and cooled by a server's
    /// fans, and no card in a slot.
    #[must_use]
    pub fn is_module(&self) -> bool {
        self.segment == Segment::DataCenter && self.slots == 0
    }

    /// 16-pin plugs (12VHPWR, 12V-2x6) of one card, from words like `1x 16-pin + 1x 8-pin`.
    ///
    /// ```
    /// use headroom_core::catalog::Catalog;
    /// let plugs = |id| Catalog::builtin().gpu(id).unwrap().sixteen_pin_plugs();
    /// assert_eq!((plugs("rtx-5090"), plugs("arc-a770-16gb"), plugs("l4")), (1, 0, 0));
    /// ```
    #[must_use]
    pub fn sixteen_pin_plugs(&self) -> u32 {
        let count = |one: &str| {
            let (count, kind) = one.trim().split_once("x ")?;
            kind.starts_with("16-pin")
                .then(|| count.parse::<u32>().ok())?
        };
        self.connectors.split('+').filter_map(count).sum()
    }
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

/// Kinds of memory technology.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MemoryKind {
    /// Chips beside the processor, on the card.
    Gddr,
    /// Stacks on the processor's package.
    Hbm,
    /// Chips of a machine whose processor shares them.
    Lpddr,
}

/// Kinds of cooler and module.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FormFactor {
    /// A card whose fans blow into the case.
    OpenAir,
    /// A card whose fan blows out of the case.
    Blower,
    /// A card without a fan, for the air of a server.
    Passive,
    /// A module on a baseboard.
    Module,
    /// No card at all: part of a whole machine.
    Machine,
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
    /// Chips that are sold inside a laptop.
    Laptop,
}

/// A GPU's name without the maker's brand, where the rest says enough.
#[must_use]
pub fn short_name(name: &str) -> &str {
    let brands = [
        "NVIDIA GeForce ",
        "NVIDIA ",
        "AMD Radeon ",
        "AMD ",
        "Intel ",
        "Apple ",
    ];
    let name = brands
        .iter()
        .find_map(|brand| name.strip_prefix(brand))
        .unwrap_or(name);
    name.strip_suffix(" Max-Q Workstation Edition")
        .and_then(|stem| name.get(..stem.len() + " Max-Q".len()))
        .unwrap_or(name)
}

#[cfg(test)]
mod tests {
    use super::short_name;

    #[test]
    fn names_lose_brand_and_edition_but_stay_distinct() {
        assert_eq!(short_name("NVIDIA GeForce RTX 4090"), "RTX 4090");
        let max_q = short_name("NVIDIA RTX PRO 6000 Blackwell Max-Q Workstation Edition");
        assert_eq!(max_q, "RTX PRO 6000 Blackwell Max-Q");
        let names = crate::catalog::Catalog::builtin().gpus.iter();
        let mut short: Vec<&str> = names.map(|gpu| short_name(gpu.name)).collect();
        let all = short.len();
        short.sort_unstable();
        short.dedup();
        assert_eq!(short.len(), all);
    }
}
