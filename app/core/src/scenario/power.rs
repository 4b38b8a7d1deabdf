//! What a person chose about power, with every default filled in or left to the machine.

use crate::catalog::Catalog;
use crate::catalog::power::{Circuit, Cpu, Efficiency, Region, Ups};

/// Everything beside the cards that decides what the machine draws and what carries it.
#[derive(Clone, Debug, PartialEq)]
pub struct PowerPlan {
    /// Power limit of each kind of card in slot order, watts; `None`, or no entry, is the limit as
    /// shipped.
    pub limits: Vec<Option<u32>>,
    /// The processor.
    pub cpu: CpuChoice,
    /// Memory modules; `None` for those of the memory on the bill.
    pub dimms: Option<u32>,
    /// NVMe drives, where no number of a product is named.
    pub drives: u32,
    /// Rated watts of one power supply; `None` for the smallest that is sold and does. A product
    /// that is named in [`MoneyPlan`](crate::scenario::MoneyPlan) goes before it.
    pub psu: Option<u32>,
    /// Power supplies that share the load; `None` for as many as it takes.
    pub psus: Option<u32>,
    /// Efficiency class of the power supplies.
    pub class: &'static Efficiency,
    /// The circuit that it is plugged into.
    pub circuit: &'static Circuit,
    /// What else draws from the same circuit, watts.
    pub other_w: u32,
    /// Where the electricity comes from.
    pub region: &'static Region,
    /// Price of electricity in thousandths of a US cent a kilowatt-hour; `None` for the region's.
    pub tariff: Option<u32>,
    /// Hours a day under load.
    pub hours: u32,
    /// Days a week under load.
    pub days: u32,
    /// The uninterruptible power supply.
    pub ups: UpsChoice,
}

/// The processor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CpuChoice {
    /// The cheapest that goes with a board for these cards; see [`host`](crate::machine::host).
    Auto,
    /// A row of the catalogue.
    Listed(&'static Cpu),
    /// Watts alone.
    Watts(u32),
}

/// The uninterruptible power supply.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UpsChoice {
    /// None.
    None,
    /// The smallest that carries the machine.
    Auto,
    /// A row of the catalogue.
    Listed(&'static Ups),
}

/// Ids of the defaults, which the build refuses to go without.
pub(crate) const DEFAULT_CLASS: &str = "gold";
pub(crate) const DEFAULT_CIRCUIT: &str = "na-15a-120v";
pub(crate) const DEFAULT_REGION: &str = "us";

impl PowerPlan {
    /// The plan of a query that says nothing about power.
    #[must_use]
    pub fn of(catalog: &Catalog) -> Self {
        use crate::scenario::keys::{DAYS, DRIVES, HOURS, OTHER};
        let power = catalog.power;
        Self {
            limits: Vec::new(),
            cpu: CpuChoice::Auto,
            dimms: None,
            drives: DRIVES.default,
            psu: None,
            psus: None,
            class: power
                .efficiency(DEFAULT_CLASS)
                .unwrap_or(&power.efficiencies[0]),
            circuit: power.circuit(DEFAULT_CIRCUIT).unwrap_or(&power.circuits[0]),
            other_w: OTHER.default,
            region: power.region(DEFAULT_REGION).unwrap_or(&power.regions[0]),
            tariff: None,
            hours: HOURS.default,
            days: DAYS.default,
            ups: UpsChoice::None,
        }
    }

    /// Whether a load lasts three hours or more, so that rules for continuous loads apply.
    pub(crate) fn is_continuous(&self) -> bool {
        self.hours >= 3 && self.days > 0
    }
}
