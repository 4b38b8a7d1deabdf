//! Power limits of cards: what the driver accepts, and what a limit costs in speed.

use crate::catalog::power::Curve;
use crate::catalog::{Catalog, Gpu, Limit, Segment, limit_of};
use crate::scenario::Scenario;
use crate::units::Evidence;

/// Limits of the machine's kinds of card, in slot order.
pub(super) fn limits(scenario: &Scenario) -> impl Iterator<Item = Limit> + '_ {
    let chosen = &scenario.power.limits;
    scenario
        .machine
        .groups
        .iter()
        .enumerate()
        .map(|(index, group)| limit_of(group.gpu, chosen.get(index).copied().flatten()))
}

/// Decode speed under a limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Speed {
    /// Thousandths of the speed at the limit as shipped; `None` below what was measured.
    pub(super) permille: Option<u32>,
    /// What it was read from.
    pub(super) curve: &'static Curve,
    /// Watts of the measured card that this limit stands for.
    pub(super) at_w: u32,
    /// Assumed where the curve is another card's.
    pub(super) evidence: Evidence,
}

/// Speed of a card under a limit, by the nearest curve there is; `None` for whole machines.
pub(super) fn speed(gpu: &Gpu, limit: Limit, users: u32, catalog: &Catalog) -> Option<Speed> {
    if gpu.segment == Segment::Unified {
        return None;
    }
    let curve = nearest_curve(gpu, users, catalog)?;
    let own = curve.gpu == gpu.id;
    let measured_on = catalog.gpu(curve.gpu)?;
    // The curve of another card is read at the same share of the limit as shipped.
    let share = |watts: u32| {
        if own {
            watts
        } else {
            let scaled = u64::from(watts) * u64::from(measured_on.tdp_w);
            let per = u64::from(gpu.tdp_w.max(1));
            u32::try_from((scaled + per / 2) / per).unwrap_or(u32::MAX)
        }
    };
    let at_w = share(limit.watts);
    let here = interpolate(curve.points, at_w);
    let shipped = interpolate(curve.points, share(limit.default_w));
    let permille = match (here, shipped) {
        (Some(here), Some(shipped)) if shipped > 0 => {
            u32::try_from((u64::from(here) * 1_000 + u64::from(shipped) / 2) / u64::from(shipped))
                .ok()
        }
        _ => None,
    };
    Some(Speed {
        permille,
        curve,
        at_w,
        evidence: if own {
            Evidence::Derived
        } else {
            Evidence::Assumed
        },
    })
}

/// The part of its speed that a card keeps under a limit, with so many sequences at once. Below
/// what was measured speed is taken to fall with the watts.
pub(crate) fn speed_under(gpu: &Gpu, limit: Limit, users: u32, catalog: &Catalog) -> f64 {
    let watts = f64::from(limit.watts) / f64::from(limit.default_w.max(1));
    match speed(gpu, limit, users, catalog) {
        Some(speed) => speed
            .permille
            .map_or(watts, |permille| f64::from(permille) / 1_000.0),
        None => 1.0,
    }
}

/// The card's own curve before one of its architecture, its segment, its vendor; of several, the
/// one with the most requests that the scenario reaches.
fn nearest_curve(gpu: &Gpu, users: u32, catalog: &Catalog) -> Option<&'static Curve> {
    catalog.power.curves.iter().min_by_key(|curve| {
        let other = catalog.gpu(curve.gpu);
        let differs = |same: fn(&Gpu, &Gpu) -> bool| !other.is_some_and(|other| same(gpu, other));
        let beyond = curve.concurrent > users;
        (
            differs(|a, b| a.id == b.id),
            differs(|a, b| a.architecture == b.architecture),
            differs(|a, b| a.segment == b.segment),
            differs(|a, b| a.vendor == b.vendor),
            beyond,
            if beyond {
                curve.concurrent
            } else {
                users - curve.concurrent
            },
        )
    })
}

/// The value at `watts`, straight between points; flat above the last, nothing below the first.
fn interpolate(points: &[(u32, u32)], watts: u32) -> Option<u32> {
    let above = points.partition_point(|point| point.0 < watts);
    let Some(&(high_w, high)) = points.get(above) else {
        return points.last().map(|point| point.1);
    };
    if high_w == watts {
        return Some(high);
    }
    let (low_w, low) = *points.get(above.checked_sub(1)?)?;
    let [step, span] = [watts - low_w, high_w - low_w].map(i64::from);
    let rise = i64::from(high) - i64::from(low);
    u32::try_from(i64::from(low) + rise * step / span).ok()
}

#[cfg(test)]
mod tests {
    use super::interpolate;

    #[test]
    fn a_curve_is_read_between_its_points_and_never_below_them() {
        let points = [(100, 10), (200, 30), (300, 29)];
        let at = |watts| interpolate(&points, watts);
        assert_eq!((at(100), at(150), at(200)), (Some(10), Some(20), Some(30)));
        assert_eq!((at(250), at(300), at(999)), (Some(30), Some(29), Some(29)));
        assert_eq!(at(99), None);
    }
}
