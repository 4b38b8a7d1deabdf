//! Speed: how fast it answers, what bounds that, and what more requests at once make of it.

mod answer;
mod ceiling;
mod curve;
mod drives;
mod step;

use headroom_core::units::grouped;

use super::field::StandsFor;
use crate::state::Answer;

pub(super) use answer::{brief, fact, facts, finding, notes, write_answer};
pub(super) use ceiling::bar as ceiling;
pub(super) use curve::{has_no_curve, has_no_line, lead as curve_lead, table as curve_table};
pub(super) use drives::{facts as drive_facts, raids};
pub(super) use step::bar as step;

/// What empty fields stand for.
pub(super) const STANDS_FOR: [StandsFor; 1] = [StandsFor {
    key: "prompt",
    index: 0,
    used: prompt,
}];

fn prompt(answer: &Answer, _: usize) -> String {
    grouped(u64::from(answer.report.speed().prompt_tokens))
}
