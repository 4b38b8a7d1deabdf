//! One way in which a claim can be meant.

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
