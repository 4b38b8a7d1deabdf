//! What a machine draws and what carries it. Watts have one decimal and add up to the digit.

use serde::Serialize;

use crate::units::{Evidence, THIN, about, ends, grouped};

/// Power, from the parts to the socket.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PowerReport {
    /// All parts under load, watts: behind the power supply, or at the wall for machines that are
    /// measured there.
    pub dc_w: f64,
    /// The machine at the wall under load, watts.
    pub wall_w: f64,
    /// All parts idle, watts.
    pub idle_dc_w: f64,
    /// The machine at the wall, idle, watts.
    pub idle_wall_w: f64,
    /// The machine at the wall under load, amperes at the circuit's voltage and a power factor of 1.
    pub wall_a: f64,
    /// The same, idle.
    pub idle_wall_a: f64,
    /// The parts; their watts sum to `dc_w` and `idle_dc_w`.
    pub items: Vec<PowerItem>,
    /// Each kind of card with its limit, in slot order.
    pub gpus: Vec<GpuPower>,
    /// The power supplies; absent where every machine has its own.
    pub psu: Option<PsuReport>,
    /// The circuit.
    pub circuit: CircuitReport,
    /// Heat and cooling.
    pub heat: HeatReport,
    /// Battery backup.
    pub ups: UpsReport,
    /// What it draws while it does something, in the order of [`LoadKind::ALL`]. `dc_w` and `wall_w` are
    /// the most that the parts can take, which supply and circuit are judged by; energy, cost and heat
    /// follow the load that is asked for.
    pub loads: Vec<PowerLoad>,
    /// A year's energy.
    pub energy: EnergyReport,
    /// Whether the circuit carries it, and what would change that.
    #[serde(skip)]
    pub verdict: PowerVerdict,
    /// Weakest evidence among the watts.
    pub evidence: Evidence,
}

/// What a machine does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum LoadKind {
    /// Nothing, with a model loaded.
    Idle,
    /// One answer is written.
    Stream,
    /// Many answers are written at once.
    Many,
    /// A prompt is read.
    Prompt,
    /// A model is trained.
    Training,
}

impl LoadKind {
    /// Every load.
    pub const ALL: [Self; 5] = [
        Self::Idle,
        Self::Stream,
        Self::Many,
        Self::Prompt,
        Self::Training,
    ];

    /// What it is called.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Idle => "idle, model loaded",
            Self::Stream => "one stream",
            Self::Many => "many streams",
            Self::Prompt => "reading a prompt",
            Self::Training => "training",
        }
    }

    /// When it does so, behind a figure.
    #[must_use]
    pub fn when(self) -> &'static str {
        match self {
            Self::Idle => "while it waits with a model loaded",
            Self::Stream => "while it answers one stream",
            Self::Many => "while it answers many streams",
            Self::Prompt => "while it reads a prompt",
            Self::Training => "while it trains",
        }
    }
}

/// What the machine draws under one load, watts.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PowerLoad {
    /// The load.
    pub kind: LoadKind,
    /// Whether energy, cost and heat are those of this load.
    pub asked: bool,
    /// All cards, and machines that are sold whole.
    pub gpu_w: f64,
    /// The least of what was read on such cards.
    pub gpu_low_w: f64,
    /// The most of what was read on such cards.
    pub gpu_high_w: f64,
    /// All parts: behind the power supply, or at the wall for machines that are measured there.
    pub dc_w: f64,
    /// The least.
    pub dc_low_w: f64,
    /// The most.
    pub dc_high_w: f64,
    /// At the wall.
    pub wall_w: f64,
    /// The least.
    pub wall_low_w: f64,
    /// The most.
    pub wall_high_w: f64,
    /// Readings behind the shares of the cards; 0 where they are assumed.
    pub measurements: u32,
    /// How it is known.
    pub evidence: Evidence,
}

impl PowerLoad {
    /// The least and the most at the wall; nothing where they are one.
    #[must_use]
    pub fn wall_ends(&self) -> Option<String> {
        let ends = ends(Some(self.wall_low_w), Some(self.wall_high_w));
        ends.filter(|ends| ends.contains('–'))
    }
}

impl PowerReport {
    /// The load that energy, cost and heat are those of.
    #[must_use]
    pub fn asked(&self) -> Option<&PowerLoad> {
        self.loads.iter().find(|load| load.asked)
    }

    /// What it draws at what is asked of it, and at most, in a sentence.
    #[must_use]
    pub fn at_work(&self) -> Option<String> {
        let load = self.asked()?;
        let ends = load.wall_ends();
        let ends = ends.map_or_else(String::new, |ends| format!(", {ends}{THIN}W"));
        Some(format!(
            "About {}{THIN}W at the wall {}{ends}; at most {}{THIN}W, which supply and circuit are judged by.",
            about(load.wall_w),
            load.kind.when(),
            grouped((self.wall_w + 0.5) as u64),
        ))
    }
}

/// So many of one part.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PowerItem {
    /// `gpu`, `cpu`, `board`, `memory`, `storage`, `fans`, `pump` or `machine`.
    pub kind: &'static str,
    /// What it is.
    pub label: &'static str,
    /// How many.
    pub count: u32,
    /// One of them under load, watts.
    pub each_w: f64,
    /// All of them under load, watts.
    pub busy_w: f64,
    /// All of them idle, watts.
    pub idle_w: f64,
    /// How it is known.
    pub evidence: Evidence,
    /// What is assumed in it.
    pub note: &'static str,
}

/// The power limit of one kind of card.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct GpuPower {
    /// Id in the catalogue.
    pub gpu: &'static str,
    /// Name.
    pub name: &'static str,
    /// How many.
    pub count: u32,
    /// What is set, watts.
    pub limit_w: u32,
    /// As shipped, watts.
    pub default_w: u32,
    /// Lowest that may be set, watts.
    pub min_w: u32,
    /// Highest that may be set, watts.
    pub max_w: u32,
    /// How the range is known; `null` where no limit can be set.
    pub range_evidence: Option<Evidence>,
    /// Decode speed under this limit against the limit as shipped.
    pub speed: Option<SpeedUnderLimit>,
}

/// What a power limit leaves of the decode speed.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SpeedUnderLimit {
    /// Percent of the speed at the limit as shipped; `null` below what was measured.
    pub percent: Option<f64>,
    /// Card that the curve was measured on.
    pub curve_gpu: &'static str,
    /// What ran there.
    pub curve_load: String,
    /// Assumed where the curve is another card's.
    pub evidence: Evidence,
}

/// The power supplies.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PsuReport {
    /// Class id.
    pub class: &'static str,
    /// Class name.
    pub class_name: &'static str,
    /// How many share the load.
    pub units: u32,
    /// Rating of one, watts.
    pub rated_w: u32,
    /// What one gives at this input voltage, watts.
    pub usable_w: u32,
    /// Chosen by the program as the smallest that is sold and does.
    pub auto: bool,
    /// Load of each, percent of its rating.
    pub load_percent: f64,
    /// Least efficiency that the class admits at that load and voltage, percent.
    pub efficiency_percent: f64,
    /// What is lost in them, watts: `wall_w` less `dc_w`.
    pub loss_w: f64,
    /// What all of them give beyond the load, watts; negative when overloaded.
    pub headroom_w: f64,
    /// Peak of 100 µs when one card takes three times its limit, watts.
    pub excursion_w: f64,
    /// What ATX 3.x supplies of this rating ride through for 100 µs, watts.
    pub excursion_allowed_w: f64,
    /// What to know about size, voltage and peaks.
    pub notes: Vec<String>,
    /// How the efficiency is known.
    pub evidence: Evidence,
}

/// The circuit.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CircuitReport {
    /// Id.
    pub id: &'static str,
    /// Where it is found.
    pub region: &'static str,
    /// Plug or socket.
    pub receptacle: &'static str,
    /// Nominal volts.
    pub volts: u32,
    /// Rating, amperes.
    pub amps: u32,
    /// Rating, watts.
    pub rated_w: u32,
    /// What a load of three hours or more may draw, watts, where a rule says so.
    pub continuous_w: Option<u32>,
    /// What holds for this load, watts.
    pub allowed_w: u32,
    /// Whether `allowed_w` is the share for loads of three hours or more.
    pub continuous: bool,
    /// Other load on the circuit, watts.
    pub other_w: u32,
    /// Everything on the circuit, watts.
    pub draw_w: f64,
    /// Everything on the circuit, amperes at a power factor of 1.
    pub draw_a: f64,
    /// What to know about the socket.
    pub note: &'static str,
}

/// Heat.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct HeatReport {
    /// Under the load that is asked for, BTU an hour.
    pub btu_per_h: u64,
    /// Idle, BTU an hour.
    pub idle_btu_per_h: u64,
    /// `air`, `directed air`, `liquid` or `server air`: the least that cools it.
    pub cooling: &'static str,
    /// Why.
    pub note: String,
}

/// Battery backup.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct UpsReport {
    /// Whether one was asked for; without, `unit` is the one that would do.
    pub chosen: bool,
    /// What it must carry, watts.
    pub required_w: f64,
    /// What it must carry, volt-amperes.
    pub required_va: u64,
    /// The unit; absent where none that is listed carries the machine.
    pub unit: Option<UpsUnit>,
    /// How the minutes are known.
    pub evidence: Evidence,
}

/// One UPS.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct UpsUnit {
    /// Id.
    pub id: &'static str,
    /// Name.
    pub name: &'static str,
    /// Rated watts.
    pub watts: u32,
    /// Rated volt-amperes.
    pub va: u32,
    /// Whether it carries the machine.
    pub carries: bool,
    /// Minutes under load on internal batteries, typical of such units; absent where it does not carry it.
    pub minutes: Option<f64>,
}

/// A year's energy, with the machine idle whenever it is not under load.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct EnergyReport {
    /// Region id.
    pub region: &'static str,
    /// Region name.
    pub region_name: &'static str,
    /// Hours under load.
    pub busy_hours_per_year: f64,
    /// Hours idle.
    pub idle_hours_per_year: f64,
    /// Under load, kilowatt-hours.
    pub busy_kwh_per_year: f64,
    /// Idle, kilowatt-hours.
    pub idle_kwh_per_year: f64,
    /// Both.
    pub kwh_per_year: f64,
    /// Price of a kilowatt-hour; `null` where no dated one is known.
    pub tariff_usd_per_kwh: Option<f64>,
    /// Period that the region's price is an average of; `null` for a price of one's own.
    pub tariff_period: Option<&'static str>,
    /// Price of the year.
    pub cost_usd_per_year: Option<f64>,
    /// Carbon of the year, kilograms of CO₂ equivalent.
    pub co2_kg_per_year: Option<f64>,
    /// Carbon of the grid, grams of CO₂ equivalent a kilowatt-hour.
    pub grid_g_co2_per_kwh: Option<f64>,
    /// As that of the load that is asked for; assumed where the price was converted at an assumed rate.
    pub evidence: Evidence,
}

/// Whether supply and circuit carry it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum PowerStatus {
    /// For as long as the load lasts.
    Carries,
    /// Within the rating, above what the circuit may carry for three hours and more.
    ShortTimeOnly,
    /// More than the circuit is rated for.
    Overloads,
    /// More than the power supplies give.
    PsuTooSmall,
}

/// The answer about power in one sentence.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PowerVerdict {
    /// Whether supply and circuit carry it for as long as the load lasts.
    pub carries: bool,
    /// How well.
    pub status: PowerStatus,
    /// One plain sentence.
    pub sentence: String,
    /// What the circuit may still carry, watts; negative when it is too much.
    pub margin_w: f64,
    /// What to know although it runs.
    pub warnings: Vec<String>,
}
