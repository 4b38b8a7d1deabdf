//! Builds that are known by name: what is claimed of them, and whether it is so.
//!
//! A claim is judged by asking the build with what the claim changes, as anybody can by following its
//! link. Nothing here knows an answer.

mod figure;
mod judge;
mod rate;

use serde::Serialize;

use crate::catalog::{Catalog, Claim, Measure, Preset};
use crate::codec::Query;
use crate::evaluate::{self, Report};

pub use figure::Figure;
pub(crate) use judge::WRITTEN;
pub use judge::{Asserted, Finding, OFFLOADED};

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
    /// What comes of the opposite, where that is claimed.
    #[must_use]
    pub(crate) fn negated_if(self, no: bool) -> Self {
        match self {
            Self::Confirmed if no => Self::Refuted,
            Self::Refuted if no => Self::Confirmed,
            ruling => ruling,
        }
    }

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
    if claim.of == Measure::Payback {
        query.set("months", claim.high.to_string());
    }
    query
}

/// Judges one claim of a build.
pub(crate) fn one(preset: &Preset, claim: &Claim, catalog: &Catalog) -> Judged {
    let report = evaluate::answer(&asked(preset, claim), catalog);
    let asserted = Asserted {
        of: claim.of,
        low: claim.low,
        high: claim.high,
        open: left_open(claim.of),
    };
    let found = asserted.judge(&report, catalog);
    Judged {
        claim: claim.text,
        source: claim.source.title,
        source_url: claim.source.url,
        ruling: found.ruling,
        reason: found.reason,
        query: found.query,
    }
}

/// What nobody who claims something of a build says: which program runs the model, and how long it works a day.
pub(crate) fn left_open(of: Measure) -> &'static [&'static str] {
    match of {
        Measure::Fits => &["optim", "recompute", "loss", "micro", "shard"],
        _ => &["engine", "hours"],
    }
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
