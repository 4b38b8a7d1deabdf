//! Energy at the socket: one reckoning of a year, for the report and for the payback.

use super::circuit::Draw;
use crate::report::EnergyReport;
use crate::scenario::Scenario;
use crate::units::Evidence;

/// Minutes of a day.
const DAY: u32 = 1_440;
/// Minutes of a week.
const WEEK: u64 = 7 * DAY as u64;
/// Micro-dollars in a thousandth of a cent.
const MICRO_USD: u64 = 10;

/// What the machine draws from the wall, when, and what that costs. It idles whenever it is not
/// busy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Energy {
    /// Milliwatts at the wall while busy with what is asked for.
    pub busy_mw: u64,
    /// Milliwatts at the wall while not busy; 0 where it is switched off.
    pub idle_mw: u64,
    /// Busy minutes of a day on which it is used, at most 1,440.
    pub busy_minutes_per_day: u32,
    /// Days a week on which it is used, at most 7.
    pub days_per_week: u32,
    /// Micro-dollars for a kilowatt-hour; `None` where no price is known.
    pub tariff_micro_usd_per_kwh: Option<u64>,
}

impl Energy {
    /// The scenario's use of a machine that draws this.
    pub(super) fn of(scenario: &Scenario, busy_mw: u64, draw: &Draw) -> Self {
        let plan = &scenario.power;
        let regional = plan.region.price.as_ref().map(|price| price.millicents);
        let tariff = plan.tariff.or(regional);
        Self {
            busy_mw,
            idle_mw: draw.idle_mw,
            busy_minutes_per_day: plan.hours * 60,
            days_per_week: plan.days,
            tariff_micro_usd_per_kwh: tariff.map(|tariff| u64::from(tariff) * MICRO_USD),
        }
    }

    /// Busy minutes of a week.
    #[must_use]
    pub fn busy_week(&self) -> u64 {
        u64::from(self.busy_minutes_per_day.min(DAY)) * u64::from(self.days_per_week.min(7))
    }

    /// Watt-hours of a year of 365 days, busy and idle, each rounded down.
    #[must_use]
    pub fn watt_hours_per_year(&self) -> (u64, u64) {
        // Milliwatt-minutes a week over 7 days, 60 minutes and 1,000 milliwatts.
        let wh = |mw: u64, minutes: u64| mw * minutes * 365 / (7 * 60 * 1_000);
        let busy = self.busy_week();
        (wh(self.busy_mw, busy), wh(self.idle_mw, WEEK - busy))
    }

    /// Hundredths of a cent for one of so many parts of a year, rounded half up; nothing without a
    /// price.
    #[must_use]
    pub fn price(&self, parts: u32) -> i64 {
        let busy = self.busy_week();
        let weekly = u128::from(self.busy_mw) * u128::from(busy)
            + u128::from(self.idle_mw) * u128::from(WEEK - busy);
        let tariff = self.tariff_micro_usd_per_kwh.unwrap_or(0);
        let yearly = weekly * 365 * u128::from(tariff);
        // Weeks to days, minutes to hours, milliwatts to kilowatts, then hundreds of micro-dollars.
        let unit = 7 * 60 * 1_000_000 * 100 * u128::from(parts.max(1));
        i64::try_from((yearly + unit / 2) / unit).unwrap_or(i64::MAX)
    }
}

/// A year of it, with how the watts are known.
pub(super) fn report(scenario: &Scenario, energy: &Energy, drawn: Evidence) -> EnergyReport {
    let plan = &scenario.power;
    let (busy_wh, idle_wh) = energy.watt_hours_per_year();
    let total_wh = busy_wh + idle_wh;
    let busy_tenths = energy.busy_week() * 365 / (7 * 6);
    let price = plan.region.price.as_ref();
    let tariff = energy.tariff_micro_usd_per_kwh;
    let grid = plan.region.grid.as_ref();
    let cost_cents = tariff.and_then(|_| u64::try_from((energy.price(1) + 50) / 100).ok());
    let co2_grams = grid.map(|grid| total_wh * u64::from(grid.mg_per_kwh) / 1_000_000);
    EnergyReport {
        region: plan.region.id,
        region_name: plan.region.name,
        busy_hours_per_year: tenths(busy_tenths),
        idle_hours_per_year: tenths(8_760 * 10 - busy_tenths),
        busy_kwh_per_year: tenths(busy_wh / 100),
        idle_kwh_per_year: tenths(total_wh / 100 - busy_wh / 100),
        kwh_per_year: tenths(total_wh / 100),
        tariff_usd_per_kwh: tariff.map(|tariff| fraction(tariff, 1_000_000)),
        tariff_period: match plan.tariff {
            Some(_) => None,
            None => price.map(|price| price.period),
        },
        cost_usd_per_year: cost_cents.map(|cents| fraction(cents, 100)),
        co2_kg_per_year: co2_grams.map(|grams| tenths(grams / 100)),
        grid_g_co2_per_kwh: grid.map(|grid| f64::from(grid.mg_per_kwh) / 1_000.0),
        evidence: match (plan.tariff, price) {
            (None, Some(price)) if price.local.is_some() => Evidence::Assumed,
            _ => Evidence::Derived.max(drawn),
        },
    }
}

/// Tenths as a decimal number.
pub(super) fn tenths(value: u64) -> f64 {
    fraction(value, 10)
}

/// Milliwatts in watts with one decimal.
pub(super) fn watts(milliwatts: u64) -> f64 {
    tenths((milliwatts + 50) / 100)
}

/// An exact whole number divided once, so that every target writes the same digits.
pub(super) fn fraction(value: u64, unit: u32) -> f64 {
    value as f64 / f64::from(unit)
}
