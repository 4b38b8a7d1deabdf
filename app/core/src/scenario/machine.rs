//! The machine: cards, and the memory beside them.

use crate::catalog::{Chip, Gpu};
use crate::engine::Mix;

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

/// GiB of host memory that a machine of these takes at most, where they are a laptop and nothing else.
pub(crate) fn most_ram_gib(groups: &[GpuGroup]) -> Option<u32> {
    let bounds = groups.iter().map(|group| group.gpu.most_ram_gib());
    bounds
        .reduce(|first, other| Some(first?.min(other?)))
        .flatten()
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

    /// Bytes of the first card, and its chip: what engines choose their steps by.
    #[must_use]
    pub fn first_card(&self) -> Option<(u64, Chip)> {
        let gpu = self.groups.first()?.gpu;
        Some((self.capacity(gpu), gpu.chip))
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

    /// GiB of host memory that it takes at most, where it is a laptop and nothing else.
    #[must_use]
    pub fn most_ram_gib(&self) -> Option<u32> {
        most_ram_gib(&self.groups)
    }

    /// How different the cards are.
    #[must_use]
    pub fn mix(&self) -> Mix {
        Mix::of(self.groups.iter().map(|group| group.gpu))
    }

    /// Whether all cards are of one kind.
    #[must_use]
    pub fn is_uniform(&self) -> bool {
        self.mix() == Mix::Alike
    }
}

/// What a person says about the processors' memory beside which processor it is; what is `None` follows
/// from the parts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct HostPlan {
    /// How many processors work together.
    pub cpus: Option<u32>,
    /// Memory channels of each processor that hold modules.
    pub channels: Option<u32>,
    /// Transfers of each channel, MT/s.
    pub mt_s: Option<u32>,
    /// What reading the memory reaches, GB/s over all processors; goes before everything else.
    pub bandwidth_gb_s: Option<u32>,
    /// What cards that share a layer exchange results over.
    pub link: LinkPlan,
}

/// What is said about the way between cards in slots; what is `None` follows from the card.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LinkPlan {
    /// How results travel.
    pub way: Option<LinkWay>,
    /// Generation and lanes of the slots' PCI Express, where they are less than the card's.
    pub bus: Option<(u8, u8)>,
}

/// How results travel between cards in slots.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkWay {
    /// Over a bridge that joins two cards.
    NvLink,
    /// From card to card, by kernels that write into the others at once where a message is small.
    OneShot,
    /// From card to card.
    Peer,
    /// From card to card over switches, so that many do not meet at the processor.
    Switch,
    /// Through the host’s memory.
    Host,
}

impl LinkWay {
    /// Every way.
    pub const ALL: [Self; 5] = [
        Self::NvLink,
        Self::OneShot,
        Self::Peer,
        Self::Switch,
        Self::Host,
    ];

    /// Its id in links.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::NvLink => "nvlink",
            Self::OneShot => "oneshot",
            Self::Peer => "p2p",
            Self::Switch => "switch",
            Self::Host => "host",
        }
    }
}

impl LinkPlan {
    /// Reads a plan as links carry it: a way, a bus, or both.
    ///
    /// ```
    /// use headroom_core::scenario::{LinkPlan, LinkWay};
    /// let plan = LinkPlan::parse("p2p-3x16").unwrap();
    /// assert_eq!((plan.way, plan.bus), (Some(LinkWay::Peer), Some((3, 16))));
    /// assert_eq!(LinkPlan::parse("PCIe 4.0 x8").unwrap().bus, Some((4, 8)));
    /// assert_eq!(plan.id(), "p2p-3x16");
    /// assert_eq!(LinkPlan::parse("thunder"), None);
    /// ```
    #[must_use]
    pub fn parse(given: &str) -> Option<Self> {
        let lower = given.to_ascii_lowercase().replace(".0", "");
        let words = lower.split(['-', ' ', '+']).filter(|word| !word.is_empty());
        let mut plan = Self::default();
        let mut generation: Option<u8> = None;
        let mut lanes: Option<u8> = None;
        for word in words {
            let way = match word {
                "peer" => Some(LinkWay::Peer),
                _ => LinkWay::ALL.into_iter().find(|way| way.id() == word),
            };
            if way.is_some() {
                if plan.way.is_some() {
                    return None;
                }
                plan.way = way;
                continue;
            }
            let bus = word.strip_prefix("pcie").unwrap_or(word);
            let (before, after) = bus.split_once('x').unwrap_or((bus, ""));
            for (text, place) in [(before, &mut generation), (after, &mut lanes)] {
                if text.is_empty() {
                    continue;
                }
                if place.is_some() {
                    return None;
                }
                *place = Some(text.parse().ok()?);
            }
        }
        plan.bus = match (generation, lanes) {
            (None, None) => None,
            (Some(generation @ 1..=6), lanes) => Some((generation, lanes.unwrap_or(16))),
            _ => return None,
        };
        let usual = |(_, lanes): (u8, u8)| matches!(lanes, 1 | 2 | 4 | 8 | 16);
        let is_something = plan.way.is_some() || plan.bus.is_some();
        (is_something && plan.bus.is_none_or(usual)).then_some(plan)
    }

    /// The plan as links carry it; empty where nothing is said.
    #[must_use]
    pub fn id(self) -> String {
        let way = self.way.map(|way| way.id().to_owned());
        let bus = self
            .bus
            .map(|(generation, lanes)| format!("{generation}x{lanes}"));
        [way, bus]
            .into_iter()
            .flatten()
            .collect::<Vec<_>>()
            .join("-")
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
