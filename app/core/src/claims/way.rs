//! One way in which a claim can be meant.

use crate::catalog::Measure;
use crate::codec::Query;
use crate::evaluate::Report;
use crate::report::Notice;

/// One way in which a claim can be meant.
#[derive(Clone, Debug, Default)]
pub(super) struct Way {
    /// What tells it from the others; empty where there is only one.
    pub(super) label: String,
    pub(super) query: Query,
}

impl Way {
    pub(super) fn with(&self, label: &str, pairs: &[(&str, String)]) -> Self {
        let mut way = self.clone();
        for (key, value) in pairs {
            way.query.set(key, value.as_str());
        }
        if !label.is_empty() {
            let joint = if way.label.is_empty() { "" } else { ", " };
            way.label = format!("{}{joint}{label}", way.label);
        }
        way
    }
}

/// Refuses a question of which something was not used as it was written.
pub(super) fn used_as_written(report: &Report) -> Result<(), String> {
    match report
        .notices()
        .iter()
        .find(|notice| notice.told().is_some() || !report.is_understood())
    {
        Some(notice) => Err(Notice::told(notice).unwrap_or_else(|| notice.message.clone())),
        None => Ok(()),
    }
}

/// Questions that one claim may lead to.
const MOST: usize = 48;

/// Something that can be meant: what it is called, and what it asks.
pub(super) type Choice = (String, Vec<(&'static str, String)>);

/// Refuses what can be meant in too many ways, before they are written out: a name that several cards have, said
/// again and again, has more than a machine could hold.
pub(super) fn few(ways: usize, closer: &str) -> Result<(), String> {
    match ways {
        0..=MOST => Ok(()),
        many => Err(format!(
            "It can be meant in {many} ways; name {closer} more closely."
        )),
    }
}

/// Each way with each choice.
pub(super) fn widened(ways: &[Way], choices: &[Choice], closer: &str) -> Result<Vec<Way>, String> {
    few(ways.len().saturating_mul(choices.len()), closer)?;
    let alone = choices.len() == 1;
    let wide = ways.iter().flat_map(|way| {
        let label = move |label| if alone { "" } else { label };
        choices
            .iter()
            .map(move |(name, pairs)| way.with(label(name.as_str()), pairs))
    });
    Ok(wide.collect())
}

/// What a measure is about, in words.
pub(super) fn subject(of: Measure) -> &'static str {
    match of {
        Measure::Fits => "whether it fits",
        Measure::Decode | Measure::Total => "how fast it answers",
        Measure::Watts | Measure::CardWatts => "what it draws",
        Measure::Circuit | Measure::Allowed => "whether the circuit carries it",
        Measure::Supply => "whether the supply carries it",
        Measure::Price | Measure::CardPrice => "what it costs",
        Measure::Payback => "when it pays for itself",
        Measure::Capacity => "how much memory there is",
        Measure::Load | Measure::Throughput => "how fast it loads",
        Measure::Epoch => "how long an epoch takes",
    }
}
