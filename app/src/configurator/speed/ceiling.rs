//! The estimate with its range below what memory bandwidth allows.

use leptos::prelude::*;

use super::super::about::{range, with_unit};
use super::super::bars::axis;
use super::answer::RATE;
use crate::markup::{Html, IntoHtml, percent};
use crate::state::Answer;

/// Thousandths of a token a second, in which the bar is laid out.
const UNIT: u64 = 1_000;

fn thousandths(rate: f64) -> u64 {
    (rate * UNIT as f64 + 0.5) as u64
}

/// The bar with its scale.
pub(super) fn bar(answer: &Answer) -> Option<Html> {
    let speed = answer.report.speed();
    let rate = speed.decode_tokens_per_s?;
    let low = speed.decode_tokens_per_s_low?;
    let high = speed.decode_tokens_per_s_high?;
    let ceiling = speed.ceiling_tokens_per_s?;
    let share = (rate / ceiling * 100.0 + 0.5) as u64;
    let name = if speed.users == 1 {
        "One stream"
    } else {
        "Each stream"
    };
    let most = with_unit(ceiling, RATE);
    let said = format!(
        "{name}: about {}, {}; memory bandwidth allows at most {most}",
        with_unit(rate, RATE),
        range(Some(low), Some(high)).unwrap_or_default(),
    );
    let scale = thousandths(ceiling).max(UNIT / 10) / 100 * 102;
    let view = view! {
        <div class="bars">
            <div class="bar">
                <p class="bar-name"><b>{name}</b>{format!(" {share}\u{a0}% of the ceiling")}</p>
                <p class="bar-end">"at most "{most}</p>
                <svg class="bar-svg rate-bar" width="100%" height="100%" role="img" aria-label=said>
                    {drawn([low, high, rate, ceiling].map(thousandths), scale)}
                </svg>
            </div>
            {axis(scale, UNIT, "")}
        </div>
        {legend()}
    };
    Some(view.html())
}

/// The range, the estimate in it, and where it ends.
fn drawn([low, high, rate, most]: [u64; 4], scale: u64) -> Html {
    let at = |value: u64| percent(value.min(most), scale);
    let (sure, mark, end) = (at(low), at(rate), at(most));
    let unsure = percent(high.min(most).saturating_sub(low), scale);
    view! {
        <rect class="ground" width=end.clone() height="100%"></rect>
        <rect class="rate-sure" width=sure.clone() height="100%"></rect>
        <rect class="rate-range" x=sure width=unsure height="100%"></rect>
        <line class="rate-mark" x1=mark.clone() x2=mark y1="0" y2="100%"></line>
        <line class="limit" x1=end.clone() x2=end y1="-4" y2="100%"></line>
    }
    .html()
}

/// What its colours and lines mean.
fn legend() -> Html {
    let colours = [
        ("rate-sure", "Nine in ten reach this"),
        ("rate-range", "Range of eight in ten"),
    ]
    .map(|(class, label)| {
        let mark = view! { <rect class=class width="14" height="14"></rect> };
        key(mark.html(), label)
    });
    let lines = [
        ("rate-mark", "Estimate"),
        ("limit", "Ceiling: what memory bandwidth alone allows"),
    ]
    .map(|(class, label)| {
        let mark = view! { <line class=class x1="7" x2="7" y1="0" y2="14"></line> };
        key(mark.html(), label)
    });
    view! { <ul class="legend">{colours}{lines}</ul> }.html()
}

fn key(mark: Html, label: &'static str) -> Html {
    view! {
        <li>
            <svg class="swatch" width="14" height="14" aria-hidden="true">
                {mark}
            </svg>
            {label}
        </li>
    }
    .html()
}
