//! What things cost: parts to buy, GPUs to rent, models behind an API.
//!
//! Every price has its day and its source. A part without a price has none here: what stands in for it
//! is estimated where the bill is drawn up, and said to be.

use super::{Gpu, Past, PriceBasis, Source};

/// A part of a machine beside its GPUs.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    /// Stable id, used in links.
    pub id: &'static str,
    /// The maker's name for it.
    pub name: &'static str,
    /// What else it is called.
    pub aliases: &'static [&'static str],
    /// What it is, with the figures that it is chosen by.
    pub spec: Spec,
    /// Newest dated price of one.
    pub price: Option<Quote>,
    /// What it cost before, oldest first.
    pub price_history: &'static [Past],
    /// Where the row comes from.
    pub sources: &'static [&'static Source],
    /// The day that the row was last checked, `YYYY-MM-DD`.
    pub as_of: &'static str,
    /// What a reader should know.
    pub note: &'static str,
}

/// A price with its day and its kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quote {
    /// US cents.
    pub cents: u32,
    /// The lowest that was asked at that time.
    pub low: u32,
    /// The highest.
    pub high: u32,
    /// `YYYY-MM-DD`, or as much of it as is known.
    pub date: &'static str,
    /// New, list price, …
    pub condition: &'static str,
    /// The same as far as anything is decided by it.
    pub basis: PriceBasis,
    /// Where it was seen.
    pub source: &'static Source,
}

/// What a part is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Spec {
    /// A processor.
    Cpu(Cpu),
    /// A main board.
    Board(Board),
    /// A power supply.
    Psu(Psu),
    /// A drive.
    Ssd(Ssd),
    /// A memory kit.
    Ram(Ram),
    /// A cooler for the processor, or a loop for everything.
    Cooler(Cooler),
    /// A case.
    Case(Case),
    /// An uninterruptible power supply.
    Ups(Ups),
    /// Anything else.
    Extra,
}

/// Kinds of part.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum PartKind {
    /// Processor.
    Cpu,
    /// Main board.
    Board,
    /// Memory kit.
    Ram,
    /// Drive.
    Ssd,
    /// Power supply.
    Psu,
    /// Cooler.
    Cooler,
    /// Case.
    Case,
    /// Uninterruptible power supply.
    Ups,
    /// Anything else.
    Extra,
}

/// Where a processor goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Socket {
    /// AMD desktop.
    Am5,
    /// Intel desktop.
    Lga1851,
    /// AMD Threadripper, for registered memory.
    Tr5,
    /// AMD EPYC 9004 and 9005.
    Sp5,
    /// AMD EPYC 7002 and 7003.
    Sp3,
}

impl Socket {
    /// Whether its memory is registered.
    #[must_use]
    pub fn is_registered(self) -> bool {
        match self {
            Self::Am5 | Self::Lga1851 => false,
            Self::Tr5 | Self::Sp5 | Self::Sp3 => true,
        }
    }

    /// DDR generation of its memory.
    #[must_use]
    pub fn ddr(self) -> u32 {
        match self {
            Self::Sp3 => 4,
            Self::Am5 | Self::Lga1851 | Self::Tr5 | Self::Sp5 => 5,
        }
    }
}

/// A processor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cpu {
    /// Where it goes.
    pub socket: Socket,
    /// Threadripper PRO, which WRX90 boards ask for.
    pub pro: bool,
    /// Cores.
    pub cores: u16,
    /// Power limit in watts.
    pub tdp_w: u16,
    /// PCI Express lanes for cards and drives.
    pub lanes: u16,
    /// Memory channels.
    pub channels: u8,
}

/// A main board.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Board {
    /// Socket.
    pub socket: Socket,
    /// Takes only Threadripper PRO.
    pub pro_only: bool,
    /// Slots that give a card eight lanes or more.
    pub slots: u8,
    /// Memory slots.
    pub dimms: u8,
    /// Most memory in GiB.
    pub max_ram_gib: u32,
    /// Places of these slots, counted from the topmost opening of a case; empty where not known.
    pub layout: &'static [u8],
    /// How many of these slots are of PCI Express 4.0 where the others are of 5.0.
    pub older_slots: u8,
    /// Lanes that the slots share, so that two cards get half of them each.
    pub shared_lanes: Option<u8>,
    /// Whether a slot of sixteen lanes can be split, where that is known.
    pub bifurcation: Option<bool>,
    /// Whether it has a controller that works while the machine does not, where that is known.
    pub bmc: Option<bool>,
}

/// A power supply.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Psu {
    /// Rated output in watts.
    pub watts: u16,
    /// 80 PLUS class, where it has one.
    pub class: Option<PsuClass>,
    /// Mains voltage at which it gives its rating, where a source says.
    pub full_output: Option<FullOutput>,
}

/// 80 PLUS class.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PsuClass {
    /// Gold.
    Gold,
    /// Platinum.
    Platinum,
    /// Titanium.
    Titanium,
}

/// Mains voltage for the full output.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FullOutput {
    /// 100 to 240 V.
    Any,
    /// 200 V and more.
    HighLine,
}

/// A drive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ssd {
    /// Capacity in GB.
    pub gb: u32,
    /// Sequential reading in MB/s.
    pub read_mb_s: u32,
}

/// A memory kit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ram {
    /// Modules of the kit.
    pub modules: u8,
    /// Size of one in GiB.
    pub module_gib: u16,
    /// Registered modules, which Threadripper and EPYC take and desktop boards do not.
    pub registered: bool,
    /// Transfer rate in MT/s.
    pub mt_s: u16,
}

/// A cooler.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cooler {
    /// Sockets that it is sold for.
    pub sockets: &'static [Socket],
    /// Liquid.
    pub liquid: bool,
    /// Height above the processor in millimetres, where it is known.
    pub height_mm: Option<u16>,
}

/// A case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Case {
    /// Openings for cards.
    pub slots: u8,
    /// Longest card in millimetres, where it is known.
    pub card_mm: Option<u16>,
    /// Highest cooler of a processor in millimetres, where it is known.
    pub cooler_mm: Option<u16>,
}

/// An uninterruptible power supply.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ups {
    /// Watts.
    pub watts: u16,
    /// Volt-amperes.
    pub va: u16,
}

impl Part {
    /// What kind of part it is.
    #[must_use]
    pub fn kind(&self) -> PartKind {
        match self.spec {
            Spec::Cpu(_) => PartKind::Cpu,
            Spec::Board(_) => PartKind::Board,
            Spec::Psu(_) => PartKind::Psu,
            Spec::Ssd(_) => PartKind::Ssd,
            Spec::Ram(_) => PartKind::Ram,
            Spec::Cooler(_) => PartKind::Cooler,
            Spec::Case(_) => PartKind::Case,
            Spec::Ups(_) => PartKind::Ups,
            Spec::Extra => PartKind::Extra,
        }
    }
}

impl PsuClass {
    /// Id of the class among those that [`Power`](super::power::Power) knows.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::Gold => "gold",
            Self::Platinum => "platinum",
            Self::Titanium => "titanium",
        }
    }
}

impl PartKind {
    /// Every kind, in the order of a bill.
    pub const ALL: [Self; 9] = [
        Self::Cpu,
        Self::Board,
        Self::Ram,
        Self::Ssd,
        Self::Psu,
        Self::Cooler,
        Self::Case,
        Self::Ups,
        Self::Extra,
    ];

    /// Id in JSON, and the end of its query keys `part-…` and `price-…`.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::Cpu => "cpu",
            Self::Board => "board",
            Self::Ram => "ram",
            Self::Ssd => "ssd",
            Self::Psu => "psu",
            Self::Cooler => "cooler",
            Self::Case => "case",
            Self::Ups => "ups",
            Self::Extra => "extras",
        }
    }

    /// What it is called on a bill.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Cpu => "Processor",
            Self::Board => "Main board",
            Self::Ram => "Memory",
            Self::Ssd => "Storage",
            Self::Psu => "Power supply",
            Self::Cooler => "Cooling",
            Self::Case => "Case",
            Self::Ups => "UPS",
            Self::Extra => "Extras",
        }
    }
}

/// Who rents GPUs or serves models.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Provider {
    /// The name as it stands in links.
    pub id: &'static str,
    /// The name.
    pub name: &'static str,
}

/// On what terms a machine is rented.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Term {
    /// Paid by the hour of use.
    OnDemand,
    /// Paid for the whole time, used or not.
    Reserved,
    /// Paid by the hour of use; may be taken away at any moment.
    Spot,
}

impl Term {
    /// Every term.
    pub const ALL: [Self; 3] = [Self::OnDemand, Self::Reserved, Self::Spot];

    /// The term in words.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::OnDemand => "on demand",
            Self::Reserved => "reserved",
            Self::Spot => "spot",
        }
    }

    /// What it adds to the id of an offer.
    fn suffix(self) -> &'static str {
        match self {
            Self::OnDemand => "",
            Self::Reserved => "-reserved",
            Self::Spot => "-spot",
        }
    }
}

/// A machine that can be rented by the hour.
#[derive(Clone, Debug, PartialEq)]
pub struct Offer {
    /// Who rents it.
    pub provider: &'static Provider,
    /// Its GPUs.
    pub gpu: &'static Gpu,
    /// GPUs that the price is for.
    pub gpus: u8,
    /// Most GPUs of one machine: more than `gpus` where these are chosen one by one.
    pub up_to: u8,
    /// Micro-dollars an hour for `gpus` GPUs.
    pub micro_usd_per_hour: u32,
    /// Terms.
    pub term: Term,
    /// The provider's name for the machine; empty when not known.
    pub instance: &'static str,
    /// `YYYY-MM-DD`, or as much of it as is known.
    pub date: &'static str,
    /// Where it was seen.
    pub source: &'static Source,
    /// What a reader should know.
    pub note: &'static str,
}

impl Offer {
    /// Stable id, used in links: provider, GPU, machine size where it is fixed, term.
    #[must_use]
    pub fn id(&self) -> String {
        let size = match (self.gpus, self.up_to) {
            (1, 2..) => String::new(),
            (gpus, _) => format!("-x{gpus}"),
        };
        format!(
            "{}-{}{size}{}",
            self.provider.id,
            self.gpu.id,
            self.term.suffix()
        )
    }

    /// Whether `id` is this offer's.
    #[must_use]
    pub fn is(&self, id: &str) -> bool {
        id.starts_with(self.provider.id) && id.contains(self.gpu.id) && self.id() == id
    }

    /// Machine sizes that can be rented, in GPUs, ascending.
    pub fn sizes(&self) -> impl Iterator<Item = u8> + use<> {
        self.machines().map(|(size, _)| size)
    }

    /// The same with the micro-dollars of an hour.
    pub(crate) fn machines(&self) -> impl Iterator<Item = (u8, u64)> + use<> {
        let smallest = (self.gpus, u64::from(self.micro_usd_per_hour));
        let up_to = self.up_to;
        std::iter::successors(Some(smallest), |(size, price)| {
            Some((size.checked_mul(2)?, price * 2))
        })
        .take_while(move |(size, _)| *size <= up_to)
    }

    /// Micro-dollars an hour for `gpus` GPUs, in whole machines.
    #[must_use]
    pub fn micro_usd(&self, gpus: u32) -> u64 {
        let machines = gpus.div_ceil(u32::from(self.gpus.max(1)));
        u64::from(machines) * u64::from(self.micro_usd_per_hour)
    }
}

/// The price of a model behind an API.
#[derive(Clone, Debug, PartialEq)]
pub struct ApiPrice {
    /// Who serves it.
    pub provider: &'static Provider,
    /// Id of the model in the catalogue.
    pub model: &'static str,
    /// The provider's own name for it.
    pub listed_as: &'static str,
    /// Micro-dollars for a million tokens in.
    pub input_micro_usd: u32,
    /// Micro-dollars for a million tokens out.
    pub output_micro_usd: u32,
    /// The day that the table was read.
    pub date: &'static str,
    /// Where it was seen.
    pub source: &'static Source,
    /// What a reader should know.
    pub note: &'static str,
}
