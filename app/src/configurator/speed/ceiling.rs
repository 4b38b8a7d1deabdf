//! The estimate with its range below what memory bandwidth allows.

use super::super::about::{range, with_unit};
use super::super::bars::axis;
use super::answer::RATE;
use crate::markup::{Text, percent, put};
use crate::state::Answer;

/// Thousandths of a token a second, in which the bar is laid out.
const UNIT: u64 = 1_000;

fn thousandths(rate: f64) -> u64 {
    (rate * UNIT as f64 + 0.5) as u64
}

/// The bar with its scale.
pub(super) fn bar(answer: &Answer) -> String {
    let speed = answer.report.speed();
    let (Some(rate), Some(low), Some(high), Some(ceiling)) = (
        speed.decode_tokens_per_s,
        speed.decode_tokens_per_s_low,
        speed.decode_tokens_per_s_high,
        speed.ceiling_tokens_per_s,
    ) else {
        return String::new();
    };
    let share = (rate / ceiling * 100.0 + 0.5) as u64;
    let name = if speed.users == 1 {
        "One stream"
    } else {
        "Each stream"
    };
    let said = format!(
        "{name}: about {}, {}; memory bandwidth allows at most {}",
        with_unit(rate, RATE),
        range(Some(low), Some(high)).unwrap_or_default(),
        with_unit(ceiling, RATE)
    );
    let scale = thousandths(ceiling).max(UNIT / 10) / 100 * 102;
    let [low, high, rate, most] = [low, high, rate, ceiling].map(thousandths);
    let at = |value: u64| percent(value.min(most), scale);
    let mut out = String::with_capacity(2_048);
    put!(
        out,
        "<div class=\"bars\"><div class=\"bar\"><p class=\"bar-name\"><b>{name}</b> {share}\u{a0}% of the ceiling</p>\
         <p class=\"bar-end\">at most {}</p>\
         <svg class=\"bar-svg rate-bar\" width=\"100%\" height=\"100%\" role=\"img\" aria-label=\"{}\">\
         <rect class=\"ground\" width=\"{4}\" height=\"100%\"/>\
         <rect class=\"rate-sure\" width=\"{2}\" height=\"100%\"/>\
         <rect class=\"rate-range\" x=\"{2}\" width=\"{3}\" height=\"100%\"/>",
        with_unit(ceiling, RATE),
        Text(said),
        at(low),
        percent(high.min(most).saturating_sub(low), scale),
        at(most)
    );
    let (x, end) = (at(rate), at(most));
    put!(
        out,
        "<line class=\"rate-mark\" x1=\"{x}\" x2=\"{x}\" y1=\"0\" y2=\"100%\"/>\
         <line class=\"limit\" x1=\"{end}\" x2=\"{end}\" y1=\"-4\" y2=\"100%\"/></svg></div>"
    );
    out.push_str(&axis(scale, UNIT, "").into_text());
    out.push_str("</div>");
    put!(
        out,
        "<ul class=\"legend\">{}{}{}{}</ul>",
        key(
            "<rect class=\"rate-sure\" width=\"14\" height=\"14\"/>",
            "Nine in ten reach this"
        ),
        key(
            "<rect class=\"rate-range\" width=\"14\" height=\"14\"/>",
            "Range of eight in ten"
        ),
        key(
            "<line class=\"rate-mark\" x1=\"7\" x2=\"7\" y1=\"0\" y2=\"14\"/>",
            "Estimate"
        ),
        key(
            "<line class=\"limit\" x1=\"7\" x2=\"7\" y1=\"0\" y2=\"14\"/>",
            "Ceiling: what memory bandwidth alone allows"
        )
    );
    out
}

fn key(swatch: &str, label: &str) -> String {
    format!(
        "<li><svg class=\"swatch\" width=\"14\" height=\"14\" aria-hidden=\"true\">{swatch}</svg>{label}</li>"
    )
}
