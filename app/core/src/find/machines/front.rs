//! What nothing beats: of two machines that cost alike the faster, of two that are as fast the cheaper.

use super::found::{BuildFound, PointFound};
use super::sweep::Done;
use crate::catalog::PriceBasis;
use crate::report::Status;
use crate::scenario::Condition;
use crate::units::Cents;

/// The front of what was done, and price and rate of all of it; `cut` where not all machines were tried.
pub(super) fn of(done: &[Done], cut: bool) -> (Vec<BuildFound>, Vec<PointFound>) {
    let mut order: Vec<&Done> = done.iter().collect();
    order.sort_by(|one, other| {
        let (one_cents, other_cents) = (one.cents, other.cents);
        one_cents
            .cmp(&other_cents)
            .then(other.rate.total_cmp(&one.rate))
    });
    let all = order.iter().map(|done| PointFound {
        name: done.name(),
        cost_usd: Cents(done.cents.unwrap_or(0)),
        tokens_per_s: done.rate,
    });
    let all = all.collect();
    let mut fastest = f64::NEG_INFINITY;
    let unbeaten = order.into_iter().filter(|done| {
        let faster = done.rate > fastest;
        fastest = fastest.max(done.rate);
        faster
    });
    let mut front: Vec<BuildFound> = unbeaten.map(build).collect();
    say_why(&mut front, cut);
    (front, all)
}

/// What a machine's report says of it.
fn build(done: &Done) -> BuildFound {
    let report = &done.report;
    let (speed, power, cost) = (report.speed(), report.power(), report.cost());
    let training = report.training();
    let asked = report.asked();
    let used_price = done
        .gpu
        .price
        .is_some_and(|price| price.basis == PriceBasis::Used);
    let format = asked.weights.id();
    let (low, high) = match training {
        Some(training) => (training.tokens_per_s_low, training.tokens_per_s_high),
        None => (
            speed.decode_tokens_per_s_low,
            speed.decode_tokens_per_s_high,
        ),
    };
    BuildFound {
        name: done.name(),
        gpus: done.count,
        used: asked.money.condition == Some(Condition::Used)
            || (asked.money.condition.is_none() && used_price),
        engine: asked.engine.id(),
        engine_name: asked.engine.name(),
        format,
        format_name: asked.weights.name(),
        status: report.finding().0,
        spare_bytes: training.map_or(report.verdict().margin_bytes, |training| {
            training.margin_bytes
        }),
        cost_usd: cost.total_usd,
        cost_low_usd: cost.low_usd,
        cost_high_usd: cost.high_usd,
        tokens_per_s: done.rate,
        tokens_per_s_low: low,
        tokens_per_s_high: high,
        total_tokens_per_s: match training {
            Some(_) => done.rate,
            None => speed.decode_total_tokens_per_s.unwrap_or(done.rate),
        },
        first_token_s: speed.time_to_first_token_s.filter(|_| training.is_none()),
        hours: training.and_then(|training| training.hours),
        max_context_tokens: report.max_context().filter(|_| training.is_none()),
        wall_w: power.asked().map(|load| load.wall_w),
        wall_most_w: power.wall_w,
        power: power.verdict.status,
        reasons: Vec::new(),
        limited_by: match training {
            Some(_) => "arithmetic",
            None => limit(speed.bound_by),
        },
        next_usd: None,
        next_tokens_per_s_per_1000_usd: None,
        evidence: training.map_or(speed.evidence, |training| training.evidence),
        query: report.query().to_owned(),
    }
}

/// What takes most of a step, in words.
fn limit(bound_by: &'static str) -> &'static str {
    match bound_by {
        "weights" => "reading the weights from memory",
        "compute" => "arithmetic",
        "cache" => "reading the cache from memory",
        "kernel starts" => "starting kernels",
        "communication" => "the link between the cards",
        "host memory" => "system memory",
        other => other,
    }
}

/// Says why each is on the front, and what more money would buy.
fn say_why(front: &mut [BuildFound], cut: bool) {
    let value = |build: &BuildFound| build.tokens_per_s / build.cost_usd.usd().max(1.0);
    let most = front.iter().map(value).fold(0.0, f64::max);
    let least = { front.iter() }
        .filter_map(|build| build.wall_w)
        .fold(f64::INFINITY, f64::min);
    let last = front.len().saturating_sub(1);
    for place in 0..front.len() {
        let next = front
            .get(place + 1)
            .map(|next| (next.cost_usd, next.tokens_per_s));
        let Some(build) = front.get_mut(place) else {
            continue;
        };
        let mut reasons = Vec::new();
        if place == 0 {
            reasons.push(match cut {
                true => "The cheapest of those that were tried.",
                false => "The cheapest that does it.",
            });
        }
        if place == last && last > 0 {
            reasons.push(match cut {
                true => "The fastest of those that were tried.",
                false => "The fastest within the limits.",
            });
        }
        if value(build) >= most && last > 0 {
            reasons.push("Most tokens/s for the money.");
        }
        if build.wall_w.is_some_and(|watts| watts <= least) && last > 0 {
            reasons.push("Draws least while it works, of these.");
        }
        if reasons.is_empty() {
            reasons.push("Faster than everything that costs less.");
        }
        if build.status == Status::Offloaded {
            reasons.push("Part of the model lies in system memory.");
        }
        build.reasons = reasons.into_iter().map(str::to_owned).collect();
        if let Some((usd, rate)) = next {
            let more = Cents(usd.0 - build.cost_usd.0);
            build.next_usd = Some(more);
            build.next_tokens_per_s_per_1000_usd = (more.0 > 0)
                .then(|| crate::speed::figures((rate - build.tokens_per_s) * 1_000.0 / more.usd()));
        }
    }
}
