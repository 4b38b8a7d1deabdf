//! Speed: how fast it answers, what bounds that, and what more requests at once make of it.

mod answer;
mod ceiling;
mod curve;
mod drives;
pub(super) mod links;
mod step;

use headroom_core::units::grouped;

use super::field::StandsFor;
use super::panel::panels;
use crate::state::Answer;

#[cfg(feature = "ssr")]
pub(crate) use answer::finding;
pub(super) use answer::{facts, section};

panels! {
    /// What is written about speed.
    pub(super) enum Panel {
        Finding => answer::finding,
        Ceiling => ceiling::bar,
        Faster => answer::faster,
        Notes => answer::notes,
        Step => step::bar,
        CurveLead => curve::lead,
        Curve => curve::table,
        Links => links::options,
        Raids => drives::raids,
        Drives => drives::facts,
    }
}

/// What empty fields stand for.
pub(super) const STANDS_FOR: [StandsFor; 1] = [StandsFor {
    key: "prompt",
    index: 0,
    used: prompt,
}];

fn prompt(answer: &Answer, _: usize) -> String {
    grouped(u64::from(answer.report.speed().prompt_tokens))
}
