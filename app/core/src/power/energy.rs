//! A year at the socket: kilowatt-hours, their price and their carbon.

use super::circuit::Draw;
use crate::report::EnergyReport;
use crate::scenario::Scenario;
use crate::units::Evidence;

/// Hours of a year of 365 days.
const HOURS: u64 = 8_760;

/// Energy of a year in which the machine idles whenever it is not under load.
pub(super) fn energy(scenario: &Scenario, draw: &Draw) -> EnergyReport {
    let plan = &scenario.power;
    let busy_sevenths = plan.busy_sevenths();
    let idle_sevenths = HOURS * 7 - busy_sevenths;
    let wh = |mw: u64, sevenths: u64| mw * sevenths / 7_000;
    let busy_wh = wh(draw.wall_mw, busy_sevenths);
    let idle_wh = wh(draw.idle_mw, idle_sevenths);
    let total_wh = busy_wh + idle_wh;
    let price = plan.region.price.as_ref();
    let tariff = plan.tariff.or(price.map(|price| price.millicents));
    let grid = plan.region.grid.as_ref();
    // Thousandths of a cent a kilowatt-hour are hundred-millionths of a dollar a watt-hour.
    let cost_cents = tariff.map(|tariff| (total_wh * u64::from(tariff) + 500_000) / 1_000_000);
    let co2_grams = grid.map(|grid| total_wh * u64::from(grid.mg_per_kwh) / 1_000_000);
    EnergyReport {
        region: plan.region.id,
        region_name: plan.region.name,
        busy_hours_per_year: tenths(busy_sevenths * 10 / 7),
        idle_hours_per_year: tenths(HOURS * 10 - busy_sevenths * 10 / 7),
        busy_kwh_per_year: tenths(busy_wh / 100),
        idle_kwh_per_year: tenths(total_wh / 100 - busy_wh / 100),
        kwh_per_year: tenths(total_wh / 100),
        tariff_usd_per_kwh: tariff.map(|tariff| f64::from(tariff) / 100_000.0),
        tariff_period: match plan.tariff {
            Some(_) => None,
            None => price.map(|price| price.period),
        },
        cost_usd_per_year: cost_cents.map(|cents| fraction(cents, 100)),
        co2_kg_per_year: co2_grams.map(|grams| tenths(grams / 100)),
        grid_g_co2_per_kwh: grid.map(|grid| f64::from(grid.mg_per_kwh) / 1_000.0),
        evidence: match (plan.tariff, price) {
            (None, Some(price)) if price.local.is_some() => Evidence::Assumed,
            _ => Evidence::Derived,
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
