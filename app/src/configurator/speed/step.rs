//! What the time of one step of decoding is spent on.

use std::fmt::Write as _;

use headroom_core::report::StepReport;
use headroom_core::units::{THIN, gb};
use leptos::prelude::*;

use super::super::about::{duration, with_unit};
use super::super::part::swatch;
use crate::look::texture;
use crate::markup::{Html, IntoHtml, percent};
use crate::state::Answer;

/// A segment narrower than this share of the bar carries no word, in percent.
const ROOM_FOR_A_WORD: u64 = 11;

/// One part of a step.
struct Part {
    /// Class of its colour.
    class: &'static str,
    name: &'static str,
    short: &'static str,
    ms: fn(&StepReport) -> f64,
    /// What is read, where something is.
    bytes: fn(&StepReport) -> u64,
}

/// In the order in which they are drawn.
const PARTS: [Part; 6] = [
    Part {
        class: "weights",
        name: "Reading weights",
        short: "weights",
        ms: |step| step.weights_ms,
        bytes: |step| step.weights_bytes,
    },
    Part {
        class: "kv",
        name: "Reading the KV cache",
        short: "KV",
        ms: |step| step.kv_ms,
        bytes: |step| step.kv_bytes,
    },
    Part {
        class: "kind-gpu",
        name: "Computing beyond that",
        short: "compute",
        ms: |step| step.compute_ms,
        bytes: |_| 0,
    },
    Part {
        class: "kind-cpu",
        name: "Starting kernels, engine",
        short: "starts",
        ms: |step| step.launch_ms,
        bytes: |_| 0,
    },
    Part {
        class: "runtime",
        name: "Between the cards",
        short: "between cards",
        ms: |step| step.communication_ms,
        bytes: |_| 0,
    },
    Part {
        class: "kind-loss",
        name: "System memory",
        short: "system memory",
        ms: |step| step.host_ms,
        bytes: |step| step.host_bytes,
    },
];

fn micros(ms: f64) -> u64 {
    (ms * 1_000.0 + 0.5) as u64
}

/// The bar with its legend.
pub(super) fn bar(answer: &Answer) -> Option<Html> {
    let speed = answer.report.speed();
    let step = speed.step.as_ref()?;
    let whole = micros(step.total_ms).max(1);
    let shown = || PARTS.iter().filter(|part| micros((part.ms)(step)) > 0);
    let mut said = format!("One step takes {}", duration(step.total_ms / 1_000.0));
    for part in shown() {
        let _ = write!(said, ", {} {}", part.name, with_unit((part.ms)(step), "ms"));
    }
    let each = match speed.users {
        1 => "One token",
        _ => "One token for each stream",
    };
    let mut from = 0;
    let segments: Vec<_> = shown()
        .map(|part| {
            let long = micros((part.ms)(step));
            let drawn = segment(part, from, long, whole);
            from += long;
            drawn
        })
        .collect();
    let lines: Vec<_> = shown().map(|part| line(part, step, whole)).collect();
    let view = view! {
        <h3>"Where the time goes"</h3>
        <div class="bars">
            <div class="bar">
                <p class="bar-name"><b>{each}</b>" "{bound(speed.bound_by)}</p>
                <p class="bar-end">{with_unit(step.total_ms, "ms")}</p>
                <svg class="bar-svg" width="100%" height="100%" role="img" aria-label=said>
                    {segments}
                </svg>
            </div>
        </div>
        <ul class="legend">{lines}</ul>
    };
    Some(view.html())
}

/// A part in the bar.
fn segment(part: &Part, from: u64, long: u64, whole: u64) -> Html {
    let Part { class, short, .. } = *part;
    let word = (long * 100 / whole >= ROOM_FOR_A_WORD)
        .then(|| view! { <text x="8" y="50%" dominant-baseline="central">{short}</text> });
    view! {
        <svg
            class=format!("part {class}")
            x=percent(from, whole)
            width=percent(long, whole)
            height="100%"
        >
            <rect width="100%" height="100%"></rect>
            <rect
                class="texture"
                width="100%"
                height="100%"
                fill=texture(class)
            ></rect>
            {word}
        </svg>
    }
    .html()
}

/// A part in the legend: how long it takes, and what is read meanwhile.
fn line(part: &Part, step: &StepReport, whole: u64) -> Html {
    let ms = (part.ms)(step);
    let mut figure = format!("{} · {}%", with_unit(ms, "ms"), share(micros(ms), whole));
    let bytes = (part.bytes)(step);
    if bytes > 0 {
        let _ = write!(figure, " · {}", gb(bytes));
    }
    view! {
        <li>
            {swatch(part.class)}
            <span>{part.name}" "<span class="legend-figure">{figure}</span></span>
        </li>
    }
    .html()
}

/// Whole percent; what is there is never nothing.
fn share(part: u64, whole: u64) -> String {
    match (part * 200 + whole) / (2 * whole) {
        0 => format!("<1{THIN}"),
        percent => format!("{percent}{THIN}"),
    }
}

/// What most of the step waits for.
fn bound(by: &str) -> Option<String> {
    let words = match by {
        "" => return None,
        "weights" => "mostly waits for the weights",
        "cache" => "mostly waits for the KV cache",
        "compute" => "is bound by computing",
        "communication" => "mostly waits for the exchange between cards",
        "host memory" => "mostly waits for system memory",
        other => return Some(format!("mostly waits for {other}")),
    };
    Some(words.to_owned())
}
