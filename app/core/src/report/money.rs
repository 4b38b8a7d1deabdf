//! What the machine costs, what is rented instead, and when owning is cheaper.

use serde::Serialize;

use super::Status;
use crate::catalog::market::Term;
use crate::units::{Cents, Evidence, MicroUsd};

/// The bill. `items` sum to `subtotal_usd`; with `tax_usd` they make `total_usd`.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Cost {
    /// Everything that is bought, tax included. Too low where `complete` is false.
    pub total_usd: Cents,
    /// The same without tax.
    pub subtotal_usd: Cents,
    /// Tax.
    pub tax_usd: Cents,
    /// Tax in percent.
    pub tax_percent: f64,
    /// The same with tax if every price were the lowest of its range.
    pub low_usd: Cents,
    /// And if every price were the highest.
    pub high_usd: Cents,
    /// Whether every item has a price, its own or an estimated one.
    pub complete: bool,
    /// Items whose price is estimated, by name.
    pub estimated: Vec<String>,
    /// Items without a price, by name.
    pub missing: Vec<String>,
    /// The items, cards first.
    pub items: Vec<CostItem>,
    /// What does not go together.
    pub notes: Vec<String>,
    /// Weakest evidence among the prices.
    pub evidence: Evidence,
}

/// One line of the bill.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CostItem {
    /// `gpu`, `cpu`, `board`, `ram`, `ssd`, `psu`, `cooler`, `case`, `ups`, `extras` or `line`.
    pub kind: &'static str,
    /// Query key of its price; empty where a form has no field for it.
    pub key: &'static str,
    /// Id in the catalogue, where it is one of its rows.
    pub id: Option<&'static str>,
    /// Name.
    pub name: String,
    /// How many.
    pub quantity: u32,
    /// Price of one; `None` where none is known.
    pub unit_usd: Option<Cents>,
    /// Price of all.
    pub total_usd: Option<Cents>,
    /// The lowest that one may cost; `unit_usd` where sources agree.
    pub low_usd: Option<Cents>,
    /// The highest that one may cost.
    pub high_usd: Option<Cents>,
    /// Whether nobody asked this price: it was brought to its day from an older one, or is that of a
    /// class of parts.
    pub estimated: bool,
    /// Whether the price is older than 180 days before the edition of the catalogue.
    pub stale: bool,
    /// Share of the subtotal in percent, with one decimal.
    pub share_percent: f64,
    /// Whether the price is the user's own.
    pub own: bool,
    /// Day of the price, or as much of it as is known; empty for the user's own.
    pub date: &'static str,
    /// New, used, list price, …; empty for the user's own.
    pub condition: &'static str,
    /// Where the price was seen; empty for the user's own.
    pub source: &'static str,
    /// Address of that, where there is a public one.
    pub source_url: Option<&'static str>,
    /// What one cost before, oldest first; empty for the user's own price.
    pub price_history: Vec<PastPrice>,
    /// What to know.
    pub note: String,
    /// What of it goes together with the rest and what does not.
    pub checks: Vec<Check>,
}

/// What one of a part cost before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PastPrice {
    /// Price of one.
    pub usd: Cents,
    /// `YYYY-MM-DD`, or as much of it as is known.
    pub date: &'static str,
    /// New, used, list price, wholesale, …
    pub condition: &'static str,
    /// Where it was seen.
    pub source: &'static str,
}

/// A rule that a part keeps or breaks, with its figures.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Check {
    /// How much it matters.
    pub level: CheckLevel,
    /// The rule: `socket`, `slots`, `spacing`, `lanes`, `bifurcation`, `generation`, `switches`, `bmc`,
    /// `memory`, `channels`, `ecc`, `cooler`, `height`, `cards`, `connectors`, `storage`, `raid`,
    /// `supply`, `supplies`, `case` or `length`.
    pub rule: &'static str,
    /// One plain sentence with the figures.
    pub text: String,
}

/// How much a check matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum CheckLevel {
    /// Good to know.
    Note,
    /// Works, with a loss or with something to take care of.
    Warning,
    /// Does not go together.
    Error,
}

/// What can be rented or called instead of buying.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Cloud {
    /// What the payback is reckoned against: the user's choice, else the same cards on demand, else
    /// the cheapest that does the job. `None` where no listed machine holds the model.
    pub chosen: Option<Rental>,
    /// As many of the own cards on demand, or of their nearest kin; it is one of `payback.rivals`.
    #[serde(skip)]
    pub same: Option<Rental>,
    /// The cheapest machine of each term that does the job, by the hour: that holds the model and
    /// is no slower than the own one by the model of speed. Terms without one are left out.
    pub by_term: Vec<Rental>,
    /// What a hyperscaler asks on each term; they are among `payback.rivals`.
    #[serde(skip)]
    pub hyperscalers: Vec<Rental>,
    /// What the model costs behind an API, cheapest output first; empty for models without a price.
    pub api: Vec<ApiLine>,
}

/// A rented machine for this scenario.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Rental {
    /// Id in links.
    pub id: String,
    /// Who rents it.
    pub provider: &'static str,
    /// Id of its GPU.
    pub gpu: &'static str,
    /// Name of its GPU.
    pub gpu_name: &'static str,
    /// GPUs rented.
    pub gpus: u32,
    /// The provider's name for the machine; empty when not known.
    pub instance: &'static str,
    /// Terms.
    pub term: Term,
    /// Price of an hour.
    pub usd_per_hour: MicroUsd,
    /// Price of an hour of one GPU.
    pub usd_per_gpu_hour: MicroUsd,
    /// Whether the price is the user's own.
    pub own: bool,
    /// Day of the price, or as much of it as is known.
    pub date: &'static str,
    /// Where it was seen.
    pub source: &'static str,
    /// Address of that, where there is a public one.
    pub source_url: Option<&'static str>,
    /// How the model fits it.
    pub status: Status,
    /// Modelled answer tokens a second of all sequences at the load that is asked; `None` where
    /// there is no speed to compare with, and in training.
    pub served_tokens_per_s: Option<f64>,
    /// The same against the own machine's, in percent.
    pub speed_percent: Option<u32>,
    /// Memory bandwidth that works on one token, against the own machine's, in percent; `None`
    /// where one of them is not known, and in training.
    pub bandwidth_percent: Option<u32>,
    /// In training: 16-bit operations a second of all cards by the data sheet, against the own
    /// machine's, in percent.
    pub compute_percent: Option<u32>,
    /// What to know.
    pub note: &'static str,
}

impl Rental {
    /// Whether it is as many of the same offer.
    #[must_use]
    pub fn is_as(&self, other: &Self) -> bool {
        self.gpus == other.gpus && self.id == other.id
    }

    /// Its pace against the own machine's, in percent: modelled speed, else bandwidth, or
    /// arithmetic in training.
    #[must_use]
    pub fn pace_percent(&self) -> Option<u32> {
        self.speed_percent
            .or(self.bandwidth_percent)
            .or(self.compute_percent)
    }

    /// What [`Rental::pace_percent`] compares, in words.
    #[must_use]
    pub fn pace_of(&self) -> &'static str {
        match (self.speed_percent, self.compute_percent) {
            (Some(_), _) => "the own machine's modelled speed",
            (None, Some(_)) => "the 16-bit arithmetic of the own machine",
            (None, None) => "the memory bandwidth of the own machine on a token",
        }
    }
}

/// A model behind an API.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ApiLine {
    /// Who serves it.
    pub provider: &'static str,
    /// The provider's own name for it.
    pub listed_as: &'static str,
    /// Price of a million tokens in.
    pub input_usd_per_mtok: MicroUsd,
    /// Price of a million tokens out.
    pub output_usd_per_mtok: MicroUsd,
    /// The day that the table was read.
    pub date: &'static str,
    /// Where it was seen.
    pub source: &'static str,
    /// What to know.
    pub note: &'static str,
}

/// When owning becomes cheaper than renting.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Payback {
    /// First month at whose end owning has cost no more than renting, resale taken off; `None`
    /// for never within `horizon_months`, and where there is nothing to compare.
    pub break_even_months: Option<u32>,
    /// The same without resale: the first month at whose end no more was spent than renting costs.
    pub break_even_spent_months: Option<u32>,
    /// Where the lines cross between two months, in months; for the chart.
    pub crossing_months: Option<f64>,
    /// Both lines at the end of that month.
    pub at_break_even: Option<PaybackPoint>,
    /// Whether there was anything to compare: a complete bill, a rented machine, and an own one that
    /// does the work.
    pub compared: bool,
    /// One plain sentence.
    pub sentence: String,
    /// Months that were looked at.
    pub horizon_months: u32,
    /// Months that the machine is kept: for the figures below.
    pub kept_months: u32,
    /// What owning has cost by then, resale taken off.
    pub kept_own_usd: Option<Cents>,
    /// What was spent on it by then, as if it were worth nothing.
    pub kept_spent_usd: Option<Cents>,
    /// What renting has cost by then.
    pub kept_rent_usd: Option<Cents>,
    /// Fewest busy hours a day from which owning is cheaper by then; `None` if not even 24.
    pub break_even_hours_per_day: Option<f64>,
    /// What an hour of one busy GPU costs by then; `None` without busy hours.
    pub own_usd_per_gpu_hour: Option<MicroUsd>,
    /// What renting would have cost by then for each GPU-hour used.
    pub rent_usd_per_gpu_hour: Option<MicroUsd>,
    /// The price of the machine, counted once.
    pub capex_usd: Cents,
    /// Electricity of a month.
    pub energy_usd_per_month: Cents,
    /// Upkeep of a month.
    pub upkeep_usd_per_month: Cents,
    /// Rent of the first month.
    pub rent_usd_per_month: Cents,
    /// Cloud storage of a month.
    pub storage_usd_per_month: Cents,
    /// GB kept there.
    pub stored_gb: u32,
    /// Busy hours a year.
    pub busy_hours_per_year: f64,
    /// What was taken for granted, in plain sentences.
    pub assumptions: Vec<String>,
    /// Weakest evidence among the inputs.
    pub evidence: Evidence,
}

/// Cumulative cost after so many months.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PaybackPoint {
    /// Months.
    pub month: u32,
    /// Owning, resale taken off.
    pub own_usd: Cents,
    /// Money spent on owning: the price, electricity and upkeep.
    pub spent_usd: Cents,
    /// What the machine would fetch then; already taken off `own_usd`.
    pub resale_usd: Cents,
    /// Renting what is compared with.
    pub rent_usd: Cents,
    /// The cheapest machine on demand that does the job.
    pub on_demand_usd: Option<Cents>,
    /// The same, reserved.
    pub reserved_usd: Option<Cents>,
    /// The same, spot.
    pub spot_usd: Option<Cents>,
}

/// What owning is held against.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Rival {
    /// What it stands for.
    pub kind: RivalKind,
    /// Whether the lines and the break-even of the payback are against this one.
    pub chosen: bool,
    /// Who rents it out or serves it.
    pub provider: &'static str,
    /// The rented machine; `None` for an API.
    pub rental: Option<Rental>,
    /// The API; `None` for a rented machine.
    pub api: Option<ApiLine>,
    /// Answer tokens a month that an API is paid for: the own machine's modelled rate in its busy
    /// hours. `None` for a rented machine.
    pub tokens_per_month: Option<f64>,
    /// What the first month costs, storage included.
    pub usd_per_month: Cents,
    /// What it has cost when the own machine is no longer kept.
    pub kept_usd: Cents,
    /// First month at whose end owning has cost no more, resale taken off; `None` for never within
    /// `horizon_months`.
    pub break_even_months: Option<u32>,
    /// The same for the money spent, resale left out.
    pub break_even_spent_months: Option<u32>,
    /// What to know about the comparison.
    pub note: String,
}

/// What a rival stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum RivalKind {
    /// As many of the own cards, rented.
    Same,
    /// The cheapest machine on demand that does the job.
    Cheapest,
    /// What a hyperscaler asks.
    Hyperscaler,
    /// The model behind an API, for as many tokens.
    Api,
    /// What the user chose, where it is none of the others.
    Given,
}

impl RivalKind {
    /// What it is, in words.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Same => "the same cards",
            Self::Cheapest => "the cheapest that does it",
            Self::Hyperscaler => "a hyperscaler",
            Self::Api => "an API",
            Self::Given => "your choice",
        }
    }
}

/// The break-even with one input lowered and raised.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Sensitivity {
    /// `price`, `rent`, `hours`, `tariff`, `resale`, `fade`, `upkeep`, `decline` or `storage`.
    pub input: &'static str,
    /// What it is.
    pub label: &'static str,
    /// The lowered value with its unit.
    pub low: String,
    /// The raised value with its unit.
    pub high: String,
    /// Break-even with the lowered value; `None` for never.
    pub low_months: Option<u32>,
    /// Break-even with the raised value; `None` for never.
    pub high_months: Option<u32>,
}
