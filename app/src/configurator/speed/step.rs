//! What the time of one step of decoding is spent on.

use headroom_core::report::StepReport;
use headroom_core::units::{THIN, gb};

use super::super::about::{duration, with_unit};
use super::super::part::swatch;
use crate::markup::{Text, percent, put};
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
pub(super) fn bar(answer: &Answer) -> String {
    let speed = answer.report.speed();
    let Some(step) = &speed.step else {
        return String::new();
    };
    let whole = micros(step.total_ms).max(1);
    let shown = || PARTS.iter().filter(|part| micros((part.ms)(step)) > 0);
    let mut said = format!("One step takes {}", duration(step.total_ms / 1_000.0));
    for part in shown() {
        put!(said, ", {} {}", part.name, with_unit((part.ms)(step), "ms"));
    }
    let each = match speed.users {
        1 => "One token",
        _ => "One token for each stream",
    };
    let mut out = String::with_capacity(4_096);
    put!(
        out,
        "<h3>Where the time goes</h3><div class=\"bars\"><div class=\"bar\"><p class=\"bar-name\"><b>{each}</b> {}</p><p class=\"bar-end\">{}</p>\
         <svg class=\"bar-svg\" width=\"100%\" height=\"100%\" role=\"img\" aria-label=\"{}\">",
        bound(speed.bound_by),
        with_unit(step.total_ms, "ms"),
        Text(said)
    );
    let mut from = 0;
    for part in shown() {
        let long = micros((part.ms)(step));
        put!(
            out,
            "<svg class=\"part {0}\" x=\"{1}\" width=\"{2}\" height=\"100%\"><rect width=\"100%\" height=\"100%\"/>\
             <rect class=\"texture\" width=\"100%\" height=\"100%\" fill=\"url(#texture-{0})\"/>",
            part.class,
            percent(from, whole),
            percent(long, whole)
        );
        if long * 100 / whole >= ROOM_FOR_A_WORD {
            put!(
                out,
                "<text x=\"8\" y=\"50%\" dominant-baseline=\"central\">{}</text>",
                part.short
            );
        }
        out.push_str("</svg>");
        from += long;
    }
    out.push_str("</svg></div></div><ul class=\"legend\">");
    for part in shown() {
        let ms = (part.ms)(step);
        let read = match (part.bytes)(step) {
            0 => String::new(),
            bytes => format!(" · {}", gb(bytes)),
        };
        put!(
            out,
            "<li>{}<span>{} <span class=\"legend-figure\">{} · {}%{read}</span></span></li>",
            swatch(part.class).into_text(),
            part.name,
            with_unit(ms, "ms"),
            share(micros(ms), whole)
        );
    }
    out.push_str("</ul>");
    out
}

/// Whole percent; what is there is never nothing.
fn share(part: u64, whole: u64) -> String {
    match (part * 200 + whole) / (2 * whole) {
        0 => format!("&lt;1{THIN}"),
        percent => format!("{percent}{THIN}"),
    }
}

/// What most of the step waits for.
fn bound(by: &str) -> String {
    match by {
        "" => String::new(),
        "weights" => "mostly waits for the weights".to_owned(),
        "cache" => "mostly waits for the KV cache".to_owned(),
        "compute" => "is bound by computing".to_owned(),
        "communication" => "mostly waits for the exchange between cards".to_owned(),
        "host memory" => "mostly waits for system memory".to_owned(),
        other => format!("mostly waits for {other}"),
    }
}
