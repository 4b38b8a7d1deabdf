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

/// What a limited card does: it feels a limit the more of its units are busy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct LimitedLoad {
    /// Sequences at the same time.
    users: u32,
    /// Whether it reads a prompt, and does not decode.
    prompt: bool,
    /// Whether the model is a mixture of experts, where that tells how busy units are: unpacking
    /// blocks of a dense model takes all of them.
    mixture: Option<bool>,
}

impl LimitedLoad {
    /// Decoding as a scenario asks for it.
    pub(crate) fn decoding(scenario: &Scenario) -> Self {
        let mixture = scenario.model.arch().moe.is_some();
        Self {
            users: scenario.users,
            prompt: false,
            mixture: scenario.engine.unpacks_blocks().then_some(mixture),
        }
    }

    /// Reading its prompts.
    pub(crate) fn reading(scenario: &Scenario) -> Self {
        Self {
            // A prompt loads a card as decoding for so many sequences does.
            users: 64,
            prompt: true,
            ..Self::decoding(scenario)
        }
    }
}

/// Speed under a limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Speed {
    /// Thousandths of the speed at the limit as shipped; `None` below what was measured.
    pub(super) permille: Option<u32>,
    /// What it was read from: the first of those that are as near.
    pub(super) curve: &'static Curve,
    /// How many curves are as near; the speed is the mean of theirs.
    pub(super) curves: u32,
    /// Watts of the measured card that this limit stands for.
    pub(super) at_w: u32,
    /// Assumed where the curve is another card's.
    pub(super) evidence: Evidence,
}

impl Speed {
    /// What ran where it was measured, in words.
    pub(super) fn loads(&self) -> String {
        match self.curves {
            0 | 1 => self.curve.load.to_owned(),
            more => format!("mean of {more} loads: {} and others", self.curve.load),
        }
    }
}

/// Speed of a card under a limit, by the nearest curves there are; `None` for whole machines.
pub(super) fn speed(
    gpu: &Gpu,
    limit: Limit,
    load: LimitedLoad,
    catalog: &Catalog,
) -> Option<Speed> {
    if gpu.segment == Segment::Unified {
        return None;
    }
    let curves = catalog.power.curves;
    let nearest = curves
        .iter()
        .map(|curve| distance(curve, gpu, load, catalog))
        .min()?;
    let near: Vec<&'static Curve> = { curves.iter() }
        .filter(|curve| distance(curve, gpu, load, catalog) == nearest)
        .collect();
    let curve = *near.first()?;
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
    let left = near.iter();
    let left: Option<Vec<u32>> = left
        .map(|curve| left_at(curve, at_w, share(limit.default_w)))
        .collect();
    let count = near.len() as u32;
    Some(Speed {
        permille: left.map(|left| (left.iter().sum::<u32>() + count / 2) / count.max(1)),
        curve,
        curves: count,
        at_w,
        evidence: if own {
            Evidence::Derived
        } else {
            Evidence::Assumed
        },
    })
}

/// Thousandths of the speed at the limit as shipped that a curve shows at so many watts.
fn left_at(curve: &Curve, watts: u32, shipped: u32) -> Option<u32> {
    let here = u64::from(interpolate(curve.points, watts)?);
    let shipped = u64::from(interpolate(curve.points, shipped)?);
    if shipped == 0 {
        return None;
    }
    u32::try_from((here * 1_000 + shipped / 2) / shipped).ok()
}

/// The part of its speed that a card keeps under a limit. Below what was measured speed is taken to
/// fall with the watts.
pub(crate) fn speed_under(gpu: &Gpu, limit: Limit, load: LimitedLoad, catalog: &Catalog) -> f64 {
    let watts = f64::from(limit.watts) / f64::from(limit.default_w.max(1));
    match speed(gpu, limit, load, catalog) {
        Some(speed) => speed
            .permille
            .map_or(watts, |permille| f64::from(permille) / 1_000.0),
        None => 1.0,
    }
}

/// How far a curve is from a card and what it does. Decoding is read from curves of decoding; the
/// card’s own come before those of its architecture, its segment, its vendor; of several, those with
/// the most sequences that the load reaches.
fn distance(curve: &Curve, gpu: &Gpu, load: LimitedLoad, catalog: &Catalog) -> impl Ord {
    let other = catalog.gpu(curve.gpu);
    let differs = |same: fn(&Gpu, &Gpu) -> bool| !other.is_some_and(|other| same(gpu, other));
    let beyond = curve.concurrent > load.users;
    (
        curve.prompt && !load.prompt,
        differs(|a, b| a.id == b.id),
        differs(|a, b| a.architecture == b.architecture),
        differs(|a, b| a.segment == b.segment),
        differs(|a, b| a.vendor == b.vendor),
        curve.prompt != load.prompt,
        load.mixture.is_some_and(|mixture| mixture != curve.mixture),
        beyond,
        if beyond {
            curve.concurrent
        } else {
            load.users - curve.concurrent
        },
    )
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
