//! Uninterruptible power supplies: size and minutes.

use super::circuit::Draw;
use super::energy::{tenths, watts};
use crate::catalog::power::Ups;
use crate::catalog::{Catalog, Source};
use crate::report::{UpsReport, UpsUnit};
use crate::scenario::{Scenario, UpsChoice};
use crate::units::Evidence;

/// Power factor that volt-amperes are taken from watts with, permille. Assumed: active correction
/// reaches 0.95 to 0.99 under load.
const POWER_FACTOR_PERMILLE: u64 = 950;
/// Seconds at full load on internal batteries, and at half: the shorter of two makers' figures for units
/// of 900 and 1,000 W (5.9 and 15 min; 4.8 and 14 min).
const FULL_LOAD_S: u64 = 288;
const HALF_LOAD_S: u64 = 840;

/// Where the minutes come from.
pub(super) const RUNTIME: Source = Source {
    title: "Runtimes of CyberPower OL1000RTXL2U and APC SRT1000 as quoted from their data sheets, 2026-06",
    url: Some(
        "https://www.schneiderupsus.com/blog/your-ups-runtime-numbers-are-a-lie-and-how-to-fix-it-86.html",
    ),
};

/// The unit that was asked for, or that would do.
pub(super) fn unit(scenario: &Scenario, catalog: &Catalog, draw: &Draw) -> Option<&'static Ups> {
    let (watts, va) = required(draw);
    let volts = scenario.power.circuit.volts;
    match scenario.power.ups {
        UpsChoice::None | UpsChoice::Auto => catalog
            .power
            .upses
            .iter()
            .find(|ups| ups.input_v <= volts && carries(ups, watts, va)),
        UpsChoice::Listed(ups) => Some(ups),
    }
}

/// Watts and volt-amperes that it must carry.
fn required(draw: &Draw) -> (u64, u64) {
    let watts = draw.wall_mw.div_ceil(1_000);
    (watts, (watts * 1_000).div_ceil(POWER_FACTOR_PERMILLE))
}

fn carries(ups: &Ups, watts: u64, va: u64) -> bool {
    u64::from(ups.watts) >= watts && u64::from(ups.va) >= va
}

pub(super) fn ups(scenario: &Scenario, unit: Option<&'static Ups>, draw: &Draw) -> UpsReport {
    let (required_watts, required_va) = required(draw);
    let unit = unit.map(|ups| {
        let carries = carries(ups, required_watts, required_va);
        UpsUnit {
            id: ups.id,
            name: ups.name,
            watts: ups.watts,
            va: ups.va,
            carries,
            minutes: carries.then(|| tenths(seconds(ups.watts, draw.wall_mw) / 6)),
        }
    });
    UpsReport {
        chosen: scenario.power.ups != UpsChoice::None,
        required_w: watts(draw.wall_mw),
        required_va,
        unit,
        evidence: Evidence::Assumed,
    }
}

/// Seconds on battery: the energy that comes out is drawn straight between the two known loads and
/// taken as constant below half load.
fn seconds(rated_w: u32, load_mw: u64) -> u64 {
    let load = load_mw.max(1_000);
    let rated = u64::from(rated_w) * 1_000;
    let half = rated / 2;
    let (full_j, half_j) = (rated * FULL_LOAD_S, half * HALF_LOAD_S);
    let joules = if load <= half {
        half_j
    } else {
        half_j - (half_j - full_j) * (load.min(rated) - half) / (rated - half)
    };
    joules / load
}

#[cfg(test)]
mod tests {
    use super::{FULL_LOAD_S, HALF_LOAD_S, required, seconds};
    use crate::machine::power::circuit::Draw;
    use crate::report::PowerStatus;

    /// A milliwatt more than it is rated for is too much: both are rounded up.
    #[test]
    fn what_it_must_carry_is_never_rounded_down() {
        let at = |wall_mw| {
            required(&Draw {
                wall_mw,
                idle_mw: 0,
                circuit_mw: wall_mw,
                allowed_mw: 0,
                continuous: false,
                status: PowerStatus::Carries,
            })
        };
        assert_eq!(at(950_000), (950, 1_000));
        assert_eq!(at(950_001), (951, 1_002));
        assert_eq!(at(0), (0, 0));
    }

    #[test]
    fn known_loads_are_met_and_more_load_never_lasts_longer() {
        assert_eq!(seconds(1_000, 1_000_000), FULL_LOAD_S);
        assert_eq!(seconds(1_000, 500_000), HALF_LOAD_S);
        assert_eq!(seconds(1_000, 250_000), 2 * HALF_LOAD_S);
        for load in 1..1_000 {
            assert!(seconds(1_000, load * 1_000) >= seconds(1_000, load * 1_000 + 1_000));
        }
    }
}
