//! Builds that are known by name: what is claimed of them, and whether it is so.
//!
//! A claim is judged by asking the build with what the claim changes, as anybody can by following its
//! link. Nothing here knows an answer.

use serde::Serialize;

use crate::catalog::{Catalog, Claim, Measure, Preset};
use crate::codec::Query;
use crate::evaluate::{self, Report};
use crate::report::{PowerStatus, Status};
use crate::units::{GB, grouped, with_unit};

/// What comes of a claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Ruling {
    /// It is so.
    Confirmed,
    /// It is not so.
    Refuted,
    /// It is so under conditions, which the reason names.
    Depends,
}

impl Ruling {
    /// One word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Confirmed => "confirmed",
            Self::Refuted => "refuted",
            Self::Depends => "depends",
        }
    }
}

/// A claim with what comes of it.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Judged {
    /// What is claimed.
    pub claim: &'static str,
    /// Who claims it.
    pub source: &'static str,
    /// Address of that, where there is one.
    pub source_url: Option<&'static str>,
    /// What comes of it.
    pub ruling: Ruling,
    /// Why, with the figure that decides.
    pub reason: String,
    /// Canonical query of the scenario that was asked.
    pub query: String,
}

/// The report on a build.
#[must_use]
pub fn report(preset: &Preset, catalog: &Catalog) -> Report {
    evaluate::report(preset.query, catalog)
}

/// Every claim about a build, judged.
///
/// ```
/// use headroom_core::{builds::{judge, Ruling}, catalog::{Catalog, preset}};
/// let a16z = preset("a16z-4gpu").expect("it is in the list");
/// let judged = judge(a16z, Catalog::builtin());
/// let fp16 = judged.iter().find(|one| one.claim.contains("405B in FP16, without"));
/// assert_eq!(fp16.map(|one| one.ruling), Some(Ruling::Refuted));
/// ```
#[must_use]
pub fn judge(preset: &Preset, catalog: &Catalog) -> Vec<Judged> {
    let claims = preset.claims.iter();
    claims.map(|claim| one(preset, claim, catalog)).collect()
}

/// The query of the build, with what the claim changes.
fn asked(preset: &Preset, claim: &Claim) -> Query {
    let mut query = Query::parse(preset.query);
    for (key, value) in Query::parse(claim.with).pairs() {
        query.set(key, value);
    }
    query
}

fn one(preset: &Preset, claim: &Claim, catalog: &Catalog) -> Judged {
    let report = evaluate::answer(&asked(preset, claim), catalog);
    let (ruling, reason) = rule(claim, &report);
    Judged {
        claim: claim.text,
        source: claim.source.title,
        source_url: claim.source.url,
        ruling,
        reason,
        query: report.query().to_owned(),
    }
}

fn rule(claim: &Claim, report: &Report) -> (Ruling, String) {
    match claim.of {
        Measure::Fits => fits(report),
        Measure::Decode => decode(claim, report),
        Measure::Watts => watts(claim, report),
        Measure::Circuit => circuit(report),
        Measure::Price => price(claim, report),
        Measure::Load => load(claim, report),
        Measure::Throughput => throughput(claim, report),
        Measure::Epoch => epoch(claim, report),
        Measure::Payback => payback(claim, report),
    }
}

fn fits(report: &Report) -> (Ruling, String) {
    let (status, sentence) = report.finding();
    let ruling = match status {
        Status::Fits => Ruling::Confirmed,
        Status::Tight | Status::Offloaded => Ruling::Depends,
        _ => Ruling::Refuted,
    };
    (ruling, sentence.to_owned())
}

/// How a claimed figure or range lies to what is estimated.
fn within(claim: &Claim, low: f64, high: f64) -> Ruling {
    if claim.low >= low && claim.high <= high {
        Ruling::Confirmed
    } else if claim.high >= low && claim.low <= high {
        Ruling::Depends
    } else {
        Ruling::Refuted
    }
}

fn decode(claim: &Claim, report: &Report) -> (Ruling, String) {
    let speed = report.speed();
    let (Some(rate), Some(low), Some(high)) = (
        speed.decode_tokens_per_s,
        speed.decode_tokens_per_s_low,
        speed.decode_tokens_per_s_high,
    ) else {
        return (Ruling::Refuted, report.finding().1.to_owned());
    };
    let estimate = format!("about {rate:.1} tokens/s, {low:.1} to {high:.1}");
    let ceiling = speed.ceiling_tokens_per_s.unwrap_or(f64::INFINITY);
    if claim.low > ceiling {
        let most = format!("Memory bandwidth allows at most {ceiling:.1} tokens/s; {estimate}.");
        return (Ruling::Refuted, most);
    }
    (within(claim, low, high), capitalised(estimate))
}

/// A figure that is written to two or three digits is met within so much of it.
const WRITTEN: f64 = 0.03;

fn about(claimed: f64, found: f64) -> bool {
    (claimed - found).abs() <= WRITTEN * found
}

fn watts(claim: &Claim, report: &Report) -> (Ruling, String) {
    let power = report.power();
    let sentence = format!(
        "The parts draw at most {}, which is {} at the wall.",
        with_unit(power.dc_w, "W"),
        with_unit(power.wall_w, "W")
    );
    let ruling = match (about(claim.low, power.wall_w), about(claim.low, power.dc_w)) {
        (true, _) => Ruling::Confirmed,
        (_, true) => Ruling::Depends,
        _ => Ruling::Refuted,
    };
    (ruling, sentence)
}

fn circuit(report: &Report) -> (Ruling, String) {
    let verdict = &report.power().verdict;
    let ruling = match verdict.status {
        PowerStatus::Carries => Ruling::Confirmed,
        PowerStatus::ShortTimeOnly => Ruling::Depends,
        _ => Ruling::Refuted,
    };
    (ruling, verdict.sentence.clone())
}

fn price(claim: &Claim, report: &Report) -> (Ruling, String) {
    let cost = report.cost();
    let total = cost.total_usd.0 as f64 / 100.0;
    let least = if cost.complete { "" } else { "at least " };
    let day = report.catalog().date;
    let sentence = format!(
        "The parts cost {least}{} at prices of {day}.",
        cost.total_usd
    );
    let met = claim.low * (1.0 - WRITTEN) <= total && total <= claim.high * (1.0 + WRITTEN);
    let ruling = match (met, cost.complete) {
        (true, true) => Ruling::Confirmed,
        (false, false) if total < claim.low => Ruling::Depends,
        (true, false) => Ruling::Depends,
        (false, _) => Ruling::Refuted,
    };
    (ruling, sentence)
}

fn load(claim: &Claim, report: &Report) -> (Ruling, String) {
    let (status, sentence) = report.finding();
    let storage = report.storage();
    if !status.runs() {
        let reads = with_unit(storage.load_s, "s");
        let said = format!("{sentence} Reading that much would take about {reads}.");
        return (Ruling::Refuted, said);
    }
    let said = format!(
        "About {}, {} to {}.",
        with_unit(storage.load_s, "s"),
        with_unit(storage.load_low_s, "s"),
        with_unit(storage.load_high_s, "s")
    );
    (within(claim, storage.load_low_s, storage.load_high_s), said)
}

fn throughput(claim: &Claim, report: &Report) -> (Ruling, String) {
    let storage = report.storage();
    let giga = |bytes: u64| bytes as f64 / GB as f64;
    let (sum, reached) = (
        giga(storage.aggregate_bytes_per_s),
        giga(storage.throughput_bytes_per_s),
    );
    let said = format!(
        "{sum:.1} GB/s by their data sheets together; one program reads {reached:.1} GB/s."
    );
    let ruling = match (about(claim.low, reached), about(claim.low, sum)) {
        (true, _) => Ruling::Confirmed,
        (_, true) => Ruling::Depends,
        _ => Ruling::Refuted,
    };
    (ruling, said)
}

fn epoch(claim: &Claim, report: &Report) -> (Ruling, String) {
    let hours = report.training().and_then(|training| {
        let tokens = training.tokens;
        let ends = training
            .hours_per_epoch_low
            .zip(training.hours_per_epoch_high)?;
        Some((training.hours_per_epoch?, ends, tokens))
    });
    let Some((hours, (low, high), tokens)) = hours else {
        return (Ruling::Refuted, report.finding().1.to_owned());
    };
    // The claim names no data set: it holds for some number of tokens.
    let said = format!(
        "About {} for {} tokens; the claim does not say how many.",
        with_unit(hours, "h"),
        grouped(tokens)
    );
    match within(claim, low, high) {
        Ruling::Confirmed => (Ruling::Confirmed, said),
        _ => (Ruling::Depends, said),
    }
}

fn payback(claim: &Claim, report: &Report) -> (Ruling, String) {
    let payback = report.payback();
    let said = payback.sentence.clone();
    // It holds for some hours of use, which it does not name.
    match payback.break_even_months.map(f64::from) {
        Some(months) if months >= claim.low && months <= claim.high => (Ruling::Confirmed, said),
        _ => (Ruling::Depends, said),
    }
}

fn capitalised(mut text: String) -> String {
    if let Some(first) = text.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    text.push('.');
    text
}

#[cfg(test)]
mod tests {
    use super::{judge, report};
    use crate::catalog::{Catalog, presets};

    #[test]
    fn every_build_runs_under_its_canonical_query() {
        let catalog = Catalog::builtin();
        for preset in presets() {
            let report = report(preset, catalog);
            assert_eq!(report.notices(), [], "{}", preset.id);
            assert_eq!(report.query(), preset.query, "{}", preset.id);
            assert!(report.finding().0.runs(), "{}", preset.id);
            for judged in judge(preset, catalog) {
                assert!(
                    !judged.reason.is_empty() && !judged.reason.contains("NaN"),
                    "{}",
                    judged.claim
                );
            }
        }
    }
}
