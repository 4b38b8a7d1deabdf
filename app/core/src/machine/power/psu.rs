//! Power supplies: size, share of the load, efficiency and headroom.

use super::load::{self, Load};
use crate::catalog::Catalog;
use crate::catalog::market::{PartKind, Psu, Spec};
use crate::catalog::power::{Efficiency, HIGH_LINE_V, PsuSize};
use crate::machine::host::Host;
use crate::scenario::Scenario;
use crate::scenario::keys::PSUS;
use crate::units::Evidence;

/// Share of its rating that a supply is advised to carry for long, permille. A common rule, and the
/// middle of the range in which 80 PLUS units are most efficient is lower still.
pub(crate) const ADVISED_PERMILLE: u64 = 800;
/// What ATX 3.x asks of a supply above 450 W for 100 µs, percent of its rating (Intel design guide
/// 336521, PSU power excursion).
const EXCURSION_PERCENT: u64 = 200;
/// What a card with a 16-pin connector may draw for 100 µs, percent of its limit (PCIe CEM 5.0).
const CARD_EXCURSION_PERCENT: u64 = 300;

/// The supplies of a machine under its load.
#[derive(Clone, Debug)]
pub(super) struct Supply {
    pub(super) class: &'static Efficiency,
    pub(super) units: u32,
    /// Rating of one, watts.
    pub(super) rated_w: u32,
    /// What one gives at this input voltage, watts.
    pub(super) usable_w: u32,
    /// Chosen by the program.
    pub(super) auto: bool,
    /// Of all units together, milliwatts.
    pub(super) busy: Conversion,
    pub(super) idle: Conversion,
    /// Short peak of one card beside the rest at its limit, milliwatts.
    pub(super) excursion_mw: u64,
    /// Input voltage.
    volts: u32,
}

/// What goes in and comes out at one load.
#[derive(Clone, Copy, Debug)]
pub(super) struct Conversion {
    pub(super) dc_mw: u64,
    pub(super) wall_mw: u64,
    /// Millionths of the input that come out.
    pub(super) efficiency_ppm: u64,
    /// Millionths of the rating of each unit.
    pub(super) load_ppm: u64,
    pub(super) evidence: Evidence,
}

impl Supply {
    /// What goes in where this comes out.
    pub(super) fn at(&self, dc_mw: u64) -> Conversion {
        let rated_w = u64::from(self.units) * u64::from(self.rated_w);
        convert(self.class, self.volts, rated_w, dc_mw)
    }

    /// More than it can give.
    pub(super) fn is_overloaded(&self) -> bool {
        self.busy.dc_mw > self.usable_mw()
    }

    /// More than it is advised to give for long.
    pub(super) fn is_strained(&self) -> bool {
        self.busy.dc_mw > self.usable_mw() * ADVISED_PERMILLE / 1_000
    }

    /// What all units give at this input voltage, milliwatts.
    pub(super) fn usable_mw(&self) -> u64 {
        u64::from(self.usable_w) * u64::from(self.units) * 1_000
    }

    /// What ATX 3.x units ride through for 100 µs, milliwatts.
    pub(super) fn excursion_allowed_mw(&self) -> u64 {
        u64::from(self.rated_w) * u64::from(self.units) * 10 * EXCURSION_PERCENT
    }
}

/// The supplies for the parts that need one.
pub(super) fn supply(
    scenario: &Scenario,
    host: &Host,
    catalog: &Catalog,
    load: &Load,
) -> Option<Supply> {
    let (busy_mw, idle_mw) = load.behind_psu();
    if busy_mw == 0 {
        return None;
    }
    let plan = &scenario.power;
    let volts = plan.circuit.volts;
    let named = named(scenario);
    let auto = named.is_none() && plan.psu.is_none();
    let (units, rated_w) = match (named, plan.psu, plan.psus) {
        (Some((psu, units)), ..) => (units, u32::from(psu.watts)),
        (None, Some(watts), units) => (units.unwrap_or(1), watts),
        (None, None, units) => {
            let (size_for_mw, _) = load::load_to_size_for(scenario, host, catalog).behind_psu();
            size(catalog.power.psus, volts, size_for_mw, units)
        }
    };
    let class = named
        .and_then(|(psu, _)| catalog.power.efficiency(psu.class?.id()))
        .unwrap_or(plan.class);
    let convert = |dc_mw| convert(class, volts, u64::from(units) * u64::from(rated_w), dc_mw);
    let largest = load
        .items
        .iter()
        .filter(|item| item.kind == "gpu")
        .map(|item| item.busy_mw)
        .max()
        .unwrap_or(0);
    Some(Supply {
        class,
        units,
        rated_w,
        usable_w: usable(catalog.power.psus, volts, rated_w),
        auto,
        busy: convert(busy_mw),
        idle: convert(idle_mw),
        excursion_mw: busy_mw + largest * (CARD_EXCURSION_PERCENT - 100) / 100,
        volts,
    })
}

/// The supplies that were named as a part; they go before a rating that was given beside them.
fn named(scenario: &Scenario) -> Option<(Psu, u32)> {
    let (part, units) = scenario.money.part(PartKind::Psu)?.part?;
    match part.spec {
        Spec::Psu(psu) => Some((psu, units)),
        _ => None,
    }
}

/// The smallest size that carries the load with room to spare, in as few units as will do.
fn size(sizes: &[PsuSize], volts: u32, dc_mw: u64, units: Option<u32>) -> (u32, u32) {
    let usable = || sizes.iter().filter(|size| size.full_from_v <= volts);
    let carries = |units: u32, size: &PsuSize| {
        u64::from(units) * u64::from(size.watts) * ADVISED_PERMILLE >= dc_mw
    };
    let counts = match units {
        Some(units) => units..=units,
        None => 1..=PSUS.max,
    };
    let last = *counts.end();
    counts
        .filter_map(|units| {
            let size = usable().find(|size| carries(units, size))?;
            Some((units, size.watts))
        })
        .next()
        .unwrap_or_else(|| (last, usable().next_back().map_or(1_000, |size| size.watts)))
}

/// What one unit gives at an input voltage. Units above the largest that is rated in full on any
/// input are made for 200 to 240 V; what they give at less is taken to be that largest rating.
fn usable(sizes: &[PsuSize], volts: u32, rated_w: u32) -> u32 {
    if volts >= HIGH_LINE_V {
        return rated_w;
    }
    let largest = sizes
        .iter()
        .filter(|size| size.full_from_v <= volts)
        .map(|size| size.watts)
        .max();
    largest.map_or(rated_w, |largest| rated_w.min(largest))
}

fn convert(class: &Efficiency, volts: u32, rated_w: u64, dc_mw: u64) -> Conversion {
    let load_ppm = dc_mw * 1_000 / rated_w.max(1);
    let (efficiency_ppm, evidence) = efficiency_ppm(class, volts, load_ppm);
    let wall_mw = (dc_mw * 1_000_000).div_ceil(efficiency_ppm);
    Conversion {
        dc_mw,
        wall_mw: wall_mw.div_ceil(100) * 100,
        efficiency_ppm,
        load_ppm,
        evidence,
    }
}

/// The least efficiency that a class admits, in millionths, straight between its certified points
/// and flat beyond the last. Below 20 % most classes ask for nothing: there a unit is taken to lose
/// what Titanium may lose between 20 and 10 %, and no more below that.
fn efficiency_ppm(class: &Efficiency, volts: u32, load_ppm: u64) -> (u64, Evidence) {
    let high_line = volts >= HIGH_LINE_V;
    let mut points: Vec<(u64, u64)> = { class.points(volts).iter() }
        .map(|&(load, efficiency)| (u64::from(load) * 1_000, u64::from(efficiency) * 1_000))
        .collect();
    let mut below = 100_000;
    if let Some(&(first, efficiency)) = points.first()
        && first > 100_000
    {
        let light_load_loss = if high_line { 40_000 } else { 20_000 };
        points.insert(0, (100_000, efficiency - light_load_loss));
        below = first;
    }
    let above = points.partition_point(|point| point.0 < load_ppm);
    let efficiency = match (
        above.checked_sub(1).map(|low| points[low]),
        points.get(above),
    ) {
        (_, Some(&(load, high))) if load == load_ppm => high,
        (Some((low_load, low)), Some(&(high_load, high))) => {
            let step = load_ppm - low_load;
            let span = high_load - low_load;
            if high >= low {
                low + (high - low) * step / span
            } else {
                low - (low - high) * step / span
            }
        }
        (None, Some(&(_, first))) => first,
        (Some((_, last)), None) => last,
        (None, None) => 800_000,
    };
    let certified = points.iter().any(|point| point.0 == load_ppm);
    let evidence = match load_ppm {
        load if load < below || load > 1_000_000 => Evidence::Assumed,
        _ if certified => Evidence::Published,
        _ => Evidence::Derived,
    };
    (efficiency, evidence)
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a failed lookup is a failed test")]

    use super::{Supply, convert, efficiency_ppm, size, usable};
    use crate::catalog::Catalog;
    use crate::units::Evidence;

    #[test]
    fn certified_points_are_met_exactly() {
        for class in Catalog::builtin().power.efficiencies {
            for (volts, points) in [(120, class.at_115_v), (240, class.at_230_v)] {
                for &(load, efficiency) in points {
                    let found = efficiency_ppm(class, volts, u64::from(load) * 1_000);
                    let published = (u64::from(efficiency) * 1_000, Evidence::Published);
                    assert_eq!(found, published, "{} at {load} permille", class.name);
                }
            }
        }
    }

    #[test]
    fn between_points_the_line_is_straight() {
        let gold = Catalog::builtin().power.efficiency("gold").unwrap();
        assert_eq!(
            efficiency_ppm(gold, 120, 350_000),
            (885_000, Evidence::Derived)
        );
        assert_eq!(
            efficiency_ppm(gold, 120, 750_000),
            (885_000, Evidence::Derived)
        );
        assert_eq!(
            efficiency_ppm(gold, 120, 100_000),
            (850_000, Evidence::Assumed)
        );
        assert_eq!(
            efficiency_ppm(gold, 120, 1_200_000),
            (870_000, Evidence::Assumed)
        );
    }

    #[test]
    fn a_better_class_is_better_at_every_load() {
        let classes = Catalog::builtin().power.efficiencies;
        for volts in [100, 120, 200, 230, 240] {
            for load in (1_000..1_300_000).step_by(1_000) {
                let at = |index: usize| efficiency_ppm(&classes[index], volts, load).0;
                for better in 1..classes.len() {
                    assert!(at(better) >= at(better - 1), "{volts} V, {load} ppm");
                }
            }
        }
    }

    /// 80 % of 1,000 W are 800 W: a supply that gives exactly what it is advised to is not strained, and one that gives
    /// exactly its rating is not overloaded.
    #[test]
    fn what_is_exactly_advised_is_no_strain() {
        let class = Catalog::builtin().power.efficiency("gold").unwrap();
        let at = |dc_mw: u64| {
            let supply = Supply {
                class,
                units: 1,
                rated_w: 1_000,
                usable_w: 1_000,
                auto: false,
                busy: convert(class, 120, 1_000, dc_mw),
                idle: convert(class, 120, 1_000, 0),
                excursion_mw: 0,
                volts: 120,
            };
            (supply.is_strained(), supply.is_overloaded())
        };
        assert_eq!(at(800_000), (false, false));
        assert_eq!(at(800_001), (true, false));
        assert_eq!(at(1_000_000), (true, false));
        assert_eq!(at(1_000_001), (true, true));
    }

    #[test]
    fn sizes_are_the_smallest_that_leave_a_fifth() {
        let sizes = Catalog::builtin().power.psus;
        assert_eq!(size(sizes, 120, 800_000, None), (1, 1_000));
        assert_eq!(size(sizes, 120, 800_100, None), (1, 1_200));
        assert_eq!(size(sizes, 120, 1_320_000, None), (1, 1_650));
        assert_eq!(size(sizes, 120, 1_400_000, None), (2, 1_000));
        assert_eq!(size(sizes, 240, 1_400_000, None), (1, 2_000));
        assert_eq!(size(sizes, 120, 1_400_000, Some(4)), (4, 450));
    }

    /// Two phases of a North American building are 208 V: high line like any input from 200 V on.
    #[test]
    fn from_200_v_on_it_is_the_high_line() {
        let power = &Catalog::builtin().power;
        let gold = power.efficiency("gold").unwrap();
        let half = |volts| efficiency_ppm(gold, volts, 500_000);
        for volts in [200, 208, 220] {
            assert_eq!(usable(power.psus, volts, 2_200), 2_200, "{volts} V");
            assert_eq!(half(volts), half(230), "{volts} V");
        }
        assert_eq!(usable(power.psus, 199, 2_200), 1_650);
        assert_eq!(half(199), half(115));
        assert_ne!(half(115), half(230));
    }

    #[test]
    fn units_for_240_v_give_less_on_120() {
        let sizes = Catalog::builtin().power.psus;
        assert_eq!(usable(sizes, 120, 2_200), 1_650);
        assert_eq!(usable(sizes, 240, 2_200), 2_200);
        assert_eq!(usable(sizes, 120, 1_200), 1_200);
    }
}
