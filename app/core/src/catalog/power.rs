//! The power half of the catalogue: PSU classes, sockets, tariffs, and what each part draws.

use super::Source;

/// Every table that the power figures are computed from.
#[derive(Debug, PartialEq, Eq)]
pub struct Power {
    /// 80 PLUS classes, from the least to the most efficient.
    pub efficiencies: &'static [Efficiency],
    /// Sizes of power supply that are sold, ascending.
    pub psus: &'static [PsuSize],
    /// Sockets and the circuits behind them.
    pub circuits: &'static [Circuit],
    /// Electricity tariffs and grid carbon.
    pub regions: &'static [Region],
    /// Measured speed by power limit.
    pub curves: &'static [Curve],
    /// Whole machines with unified memory.
    pub machines: &'static [MachinePower],
    /// Processors.
    pub cpus: &'static [Cpu],
    /// What the smaller parts draw.
    pub draws: Draws,
    /// Uninterruptible power supplies, ascending by watts.
    pub upses: &'static [Ups],
}

/// What an 80 PLUS class promises.
#[derive(Debug, PartialEq, Eq)]
pub struct Efficiency {
    /// Id in links.
    pub id: &'static str,
    /// Name.
    pub name: &'static str,
    /// What else it is called.
    pub aliases: &'static [&'static str],
    /// Permille of the rated load and permille of the input that comes out, at 115 V.
    pub at_115_v: &'static [(u32, u32)],
    /// The same at 230 V (EU, units inside a computer).
    pub at_230_v: &'static [(u32, u32)],
    /// Where the row comes from.
    pub sources: &'static [&'static Source],
    /// The day that the row was last checked, `YYYY-MM-DD`.
    pub as_of: &'static str,
}

/// A size of power supply that is sold.
#[derive(Debug, PartialEq, Eq)]
pub struct PsuSize {
    /// Rated output, watts.
    pub watts: u32,
    /// Lowest input voltage for which the full rating is stated.
    pub full_from_v: u32,
    /// Where the row comes from.
    pub sources: &'static [&'static Source],
    /// The day that the row was last checked, `YYYY-MM-DD`.
    pub as_of: &'static str,
    /// What a reader should know.
    pub note: &'static str,
}

/// A socket and the circuit behind it.
#[derive(Debug, PartialEq, Eq)]
pub struct Circuit {
    /// Id in links.
    pub id: &'static str,
    /// Where it is found.
    pub region: &'static str,
    /// Plug or socket.
    pub receptacle: &'static str,
    /// What else it is called.
    pub aliases: &'static [&'static str],
    /// Nominal volts.
    pub volts: u32,
    /// Rating of breaker or plug, amperes.
    pub amps: u32,
    /// Share that a load of three hours or more may use, where a rule says so.
    pub continuous_permille: Option<u32>,
    /// Where the row comes from.
    pub sources: &'static [&'static Source],
    /// The day that the row was last checked, `YYYY-MM-DD`.
    pub as_of: &'static str,
    /// What a reader should know.
    pub note: &'static str,
}

/// A region with one tariff and one grid.
#[derive(Debug, PartialEq, Eq)]
pub struct Region {
    /// Id in links.
    pub id: &'static str,
    /// Name.
    pub name: &'static str,
    /// What else it is called.
    pub aliases: &'static [&'static str],
    /// Price of electricity for households, where a dated one is known.
    pub price: Option<Tariff>,
    /// Carbon of the grid, where known.
    pub grid: Option<Grid>,
    /// The day that the row was last checked, `YYYY-MM-DD`.
    pub as_of: &'static str,
    /// What a reader should know.
    pub note: &'static str,
}

/// A price of electricity.
#[derive(Debug, PartialEq, Eq)]
pub struct Tariff {
    /// Thousandths of a US cent a kilowatt-hour.
    pub millicents: u32,
    /// The period that it is an average of, as the source writes it.
    pub period: &'static str,
    /// End of that period, or start of a fixed tariff: `YYYY-MM-DD` or as much of it as is known.
    pub date: &'static str,
    /// The sourced price, where it was converted.
    pub local: Option<LocalPrice>,
    /// Where it comes from.
    pub source: &'static Source,
}

/// A price in another currency with the rate that it was converted at.
#[derive(Debug, PartialEq, Eq)]
pub struct LocalPrice {
    /// Thousandths of a hundredth of the currency a kilowatt-hour.
    pub millicents: u32,
    /// Currency code.
    pub currency: &'static str,
    /// US dollars for a thousand of it: an assumed average.
    pub usd_permille: u32,
}

/// Carbon of a grid.
#[derive(Debug, PartialEq, Eq)]
pub struct Grid {
    /// Milligrams of CO₂ equivalent a kilowatt-hour.
    pub mg_per_kwh: u32,
    /// Year of the figure.
    pub date: &'static str,
    /// Where it comes from.
    pub source: &'static Source,
}

/// Measured decode speed by power limit.
#[derive(Debug, PartialEq, Eq)]
pub struct Curve {
    /// Id.
    pub id: &'static str,
    /// Card that it was measured on.
    pub gpu: &'static str,
    /// What ran.
    pub load: &'static str,
    /// Sequences at the same time.
    pub concurrent: u32,
    /// Whether prompts were read, and not answers written.
    pub prompt: bool,
    /// Whether the model was a mixture of experts.
    pub mixture: bool,
    /// Power limit in watts and speed; only ratios of speeds mean anything.
    pub points: &'static [(u32, u32)],
    /// Where it comes from.
    pub sources: &'static [&'static Source],
    /// The day that the row was last checked, `YYYY-MM-DD`.
    pub as_of: &'static str,
    /// What a reader should know.
    pub note: &'static str,
}

/// What a whole machine with unified memory draws at the wall.
#[derive(Debug, PartialEq, Eq)]
pub struct MachinePower {
    /// Id of the machine in the table of GPUs.
    pub id: &'static str,
    /// Busy, milliwatts.
    pub busy_mw: u64,
    /// Idle, milliwatts.
    pub idle_mw: u64,
    /// How it is known.
    pub basis: PowerBasis,
    /// What it draws under other loads, where that was read.
    pub loads: Option<MachineLoads>,
    /// Where it comes from.
    pub sources: &'static [&'static Source],
    /// The day that the row was last checked, `YYYY-MM-DD`.
    pub as_of: &'static str,
    /// What a reader should know.
    pub note: &'static str,
}

/// What a whole machine draws at the wall under several loads, milliwatts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MachineLoads {
    /// One stream.
    pub stream_mw: u64,
    /// Many streams.
    pub many_mw: u64,
    /// Reading prompts.
    pub prompt_mw: u64,
}

/// How the power of a machine is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PowerBasis {
    /// The vendor states it.
    Published,
    /// Somebody measured it.
    Measured,
    /// Taken from a similar machine or added up.
    Assumed,
}

/// A processor, as far as its power goes.
#[derive(Debug, PartialEq, Eq)]
pub struct Cpu {
    /// Id in links.
    pub id: &'static str,
    /// Name.
    pub name: &'static str,
    /// What else it is called.
    pub aliases: &'static [&'static str],
    /// Design power, watts.
    pub tdp_w: u32,
    /// Sustained power where the vendor lists more than the design power, watts.
    pub peak_w: Option<u32>,
    /// Cores.
    pub cores: u32,
    /// How many of them a board takes at most.
    pub sockets: u32,
    /// PCI Express lanes of one for cards and drives.
    pub lanes: u32,
    /// The memory that one of them drives.
    pub memory: MemorySystem,
    /// Where the row comes from.
    pub sources: &'static [&'static Source],
    /// The day that the row was last checked, `YYYY-MM-DD`.
    pub as_of: &'static str,
    /// What a reader should know.
    pub note: &'static str,
}

/// The memory system of one processor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MemorySystem {
    /// Generation: 4 for DDR4, 5 for DDR5.
    pub ddr: u32,
    /// Takes registered modules.
    pub registered: bool,
    /// Channels of one socket.
    pub channels: u32,
    /// Transfers with one module a channel, MT/s.
    pub mt_s: u32,
    /// Transfers with two modules a channel, MT/s, where they are known.
    pub mt_s_two: Option<u32>,
    /// Transfers with MRDIMM, MT/s, where it takes them.
    pub mt_s_mrdimm: Option<u32>,
    /// Most memory of one socket, GiB, where it is known.
    pub max_gib: Option<u32>,
    /// The core dies that read it, where their links to the memory controllers are bounded.
    pub dies: Option<Dies>,
}

/// Core dies beside an I/O die.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Dies {
    /// How many.
    pub count: u32,
    /// Links of one die, each of 32 bytes a clock of the fabric; `None` where one or two is not
    /// published.
    pub links: Option<u32>,
    /// Clock of the fabric, MHz.
    pub fabric_mhz: u32,
}

/// What the smaller parts draw.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Draws {
    /// The board without its memory.
    pub board: Draw,
    /// One memory module.
    pub dimm: Draw,
    /// One NVMe drive.
    pub drive: Draw,
    /// One case fan.
    pub fan: Draw,
    /// The pump of a liquid cooler.
    pub pump: Draw,
    /// An idle graphics card.
    pub gpu_consumer: Draw,
    /// An idle workstation card.
    pub gpu_workstation: Draw,
    /// An idle accelerator.
    pub gpu_data_center: Draw,
}

/// What one part draws on the DC side.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Draw {
    /// What it is.
    pub name: &'static str,
    /// Busy, milliwatts.
    pub busy_mw: u64,
    /// Idle, milliwatts.
    pub idle_mw: u64,
    /// Where it comes from.
    pub sources: &'static [&'static Source],
    /// The day that the row was last checked, `YYYY-MM-DD`.
    pub as_of: &'static str,
    /// What is assumed in it.
    pub note: &'static str,
}

/// An uninterruptible power supply.
#[derive(Debug, PartialEq, Eq)]
pub struct Ups {
    /// Id in links.
    pub id: &'static str,
    /// Name.
    pub name: &'static str,
    /// What else it is called.
    pub aliases: &'static [&'static str],
    /// Rated watts.
    pub watts: u32,
    /// Rated volt-amperes.
    pub va: u32,
    /// Lowest input voltage that it is made for.
    pub input_v: u32,
    /// Where the row comes from.
    pub sources: &'static [&'static Source],
    /// The day that the row was last checked, `YYYY-MM-DD`.
    pub as_of: &'static str,
    /// What a reader should know.
    pub note: &'static str,
}

/// Input voltage from which units for 200 to 240 V give their full rating and are certified at 230 V.
pub(crate) const HIGH_LINE_V: u32 = 200;

impl Efficiency {
    /// The certified points at an input voltage: permille of the rated load, and of the input that comes out.
    #[must_use]
    pub fn points(&self, volts: u32) -> &'static [(u32, u32)] {
        if volts >= HIGH_LINE_V {
            self.at_230_v
        } else {
            self.at_115_v
        }
    }
}

impl Circuit {
    /// What breaker or plug is rated for, watts.
    ///
    /// ```
    /// use headroom_core::catalog::Catalog;
    /// let circuit = Catalog::builtin().power.circuit("na-15a-120v").unwrap();
    /// assert_eq!((circuit.rated_w(), circuit.continuous_w()), (1_800, Some(1_440)));
    /// ```
    #[must_use]
    pub fn rated_w(&self) -> u32 {
        self.volts * self.amps
    }

    /// What a load of three hours or more may draw, watts, where a rule says so.
    #[must_use]
    pub fn continuous_w(&self) -> Option<u32> {
        self.continuous_permille
            .map(|permille| self.rated_w() * permille / 1_000)
    }
}

impl Power {
    /// Looks a class up by its id.
    #[must_use]
    pub fn efficiency(&self, id: &str) -> Option<&'static Efficiency> {
        self.efficiencies.iter().find(|class| class.id == id)
    }

    /// Looks a circuit up by its id.
    #[must_use]
    pub fn circuit(&self, id: &str) -> Option<&'static Circuit> {
        self.circuits.iter().find(|circuit| circuit.id == id)
    }

    /// Looks a region up by its id.
    #[must_use]
    pub fn region(&self, id: &str) -> Option<&'static Region> {
        self.regions.iter().find(|region| region.id == id)
    }

    /// Looks a processor up by its id.
    #[must_use]
    pub fn cpu(&self, id: &str) -> Option<&'static Cpu> {
        self.cpus.iter().find(|cpu| cpu.id == id)
    }

    /// What a machine with unified memory draws, by its id.
    #[must_use]
    pub fn machine(&self, id: &str) -> Option<&'static MachinePower> {
        self.machines.iter().find(|machine| machine.id == id)
    }
}

#[cfg(feature = "evidence")]
pub(super) mod builtin {
    use super::{
        Circuit, Cpu, Curve, Dies, Draw, Draws, Efficiency, Grid, LocalPrice, MachineLoads,
        MachinePower, MemorySystem, Power, PowerBasis, PsuSize, Region, Tariff, Ups,
    };
    use crate::catalog::Source;

    include!(concat!(env!("OUT_DIR"), "/power.rs"));
}
