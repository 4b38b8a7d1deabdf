//! One bar: everything on the circuit against what it carries.

use headroom_core::report::PowerReport;
use headroom_core::units::THIN;

use super::super::bars::axis;
use super::{decimal, tenths, watts};
use crate::markup::{Text, percent, put};
use crate::state::Answer;

/// A segment narrower than this share of the scale carries no word, in percent.
const ROOM_FOR_A_WORD: u64 = 12;

/// What draws, coarse enough for one bar.
struct Share {
    class: &'static str,
    name: &'static str,
    short: &'static str,
    /// Tenths of a watt.
    watts: u64,
}

fn shares(power: &PowerReport) -> Vec<Share> {
    let of = |kinds: fn(&str) -> bool| -> u64 {
        let items = power.items.iter().filter(|item| kinds(item.kind));
        items.map(|item| tenths(item.busy_w)).sum()
    };
    let share = |class, name, short, watts| Share {
        class,
        name,
        short,
        watts,
    };
    let lost = power.psu.as_ref().map_or(0, |psu| tenths(psu.loss_w));
    let mut shares = vec![
        share("gpu", "GPUs", "GPUs", of(|kind| kind == "gpu")),
        share(
            "machine",
            "Whole machines",
            "machine",
            of(|kind| kind == "machine"),
        ),
        share("cpu", "Processor", "CPU", of(|kind| kind == "cpu")),
        share(
            "rest",
            "Board, memory, drives, fans",
            "rest",
            of(|kind| !["gpu", "machine", "cpu"].contains(&kind)),
        ),
        share("loss", "Lost in the power supply", "loss", lost),
        share(
            "other",
            "Other load on the circuit",
            "other",
            u64::from(power.circuit.other_w) * 10,
        ),
    ];
    shares.retain(|share| share.watts > 0);
    shares
}

/// The bar, its scale in amperes and the legend.
pub(crate) fn bar(answer: &Answer) -> String {
    let power = answer.report.power();
    let circuit = &power.circuit;
    let [rated, allowed] = [circuit.rated_w, circuit.allowed_w].map(|watts| u64::from(watts) * 10);
    let drawn = tenths(circuit.draw_w);
    let scale = rated.max(drawn) * 103 / 100;
    let margin = power.verdict.margin_w;
    let (class, end) = if margin < 0.0 {
        let lasting = if circuit.continuous { " for hours" } else { "" };
        ("short", format!("{} too much{lasting}", watts(margin)))
    } else {
        ("spare", format!("{} to spare", watts(margin)))
    };
    let mut out = String::with_capacity(2_048);
    put!(
        out,
        "<div class=\"bars\"><div class=\"bar\"><p class=\"bar-name\"><b>{}</b> {}{THIN}A at {}{THIN}V</p>\
         <p class=\"bar-end {class}\">{end}</p>\
         <svg class=\"bar-svg\" width=\"100%\" height=\"100%\" role=\"img\" aria-label=\"{}\">\
         <rect class=\"ground\" width=\"{}\" height=\"100%\"/>",
        Text(circuit.receptacle),
        circuit.amps,
        circuit.volts,
        Text(words(power)),
        percent(rated, scale)
    );
    let shares = shares(power);
    let mut from = 0;
    for share in &shares {
        // A word under the hatching of what is too much could not be read.
        let plain = from + share.watts <= allowed;
        segment(&mut out, share, from, scale, plain);
        from += share.watts;
    }
    if drawn > allowed {
        put!(
            out,
            "<rect class=\"over\" x=\"{}\" width=\"{}\" height=\"100%\"/>",
            percent(allowed, scale),
            percent(drawn - allowed, scale)
        );
    }
    if circuit.continuous {
        line(&mut out, "limit lasting", allowed, scale);
    }
    line(&mut out, "limit", rated, scale);
    out.push_str("</svg></div>");
    out.push_str(&axis(scale, u64::from(circuit.volts) * 10, "A").into_text());
    out.push_str("</div>");
    legend(&mut out, &shares, power);
    out
}

fn line(out: &mut String, class: &str, at: u64, scale: u64) {
    let at = percent(at, scale);
    put!(
        out,
        "<line class=\"{class}\" x1=\"{at}\" x2=\"{at}\" y1=\"-4\" y2=\"100%\"/>"
    );
}

fn segment(out: &mut String, share: &Share, from: u64, scale: u64, plain: bool) {
    let watts = headroom_core::units::ratio(share.watts, 10, 0);
    put!(
        out,
        "<svg class=\"part kind-{}\" x=\"{}\" width=\"{}\" height=\"100%\"><title>{}: {watts}{THIN}W</title>\
         <rect width=\"100%\" height=\"100%\"/>",
        share.class,
        percent(from, scale),
        percent(share.watts, scale),
        share.name
    );
    if plain && share.watts * 100 / scale >= ROOM_FOR_A_WORD {
        put!(
            out,
            "<text x=\"8\" y=\"50%\" dominant-baseline=\"central\">{}</text>",
            share.short
        );
    }
    out.push_str("</svg>");
}

/// What the bar shows, for those who do not see it.
fn words(power: &PowerReport) -> String {
    let circuit = &power.circuit;
    let mut out = format!(
        "On the circuit: {} ({}{THIN}A) of {}{THIN}W",
        watts(circuit.draw_w),
        decimal(circuit.draw_a),
        circuit.rated_w
    );
    if circuit.continuous {
        put!(
            out,
            ", of which {}{THIN}W may be drawn for hours",
            circuit.allowed_w
        );
    }
    for share in shares(power) {
        let watts = headroom_core::units::ratio(share.watts, 10, 0);
        put!(out, ", {} {watts}{THIN}W", share.name);
    }
    out
}

fn legend(out: &mut String, shares: &[Share], power: &PowerReport) {
    let circuit = &power.circuit;
    out.push_str("<ul class=\"legend\">");
    for share in shares {
        put!(
            out,
            "<li><svg class=\"swatch part kind-{}\" width=\"14\" height=\"14\" aria-hidden=\"true\"><rect width=\"14\" height=\"14\"/></svg>{}</li>",
            share.class,
            share.name
        );
    }
    let mut mark = |class: &str, text: String| {
        put!(
            out,
            "<li><svg class=\"swatch\" width=\"14\" height=\"14\" aria-hidden=\"true\"><line class=\"{class}\" x1=\"7\" x2=\"7\" y1=\"0\" y2=\"14\"/></svg>{text}</li>"
        );
    };
    if circuit.continuous {
        mark(
            "limit lasting",
            format!(
                "Three hours and more: {}",
                super::whole_watts(circuit.allowed_w)
            ),
        );
    }
    mark(
        "limit",
        format!("Rating: {}", super::whole_watts(circuit.rated_w)),
    );
    out.push_str("</ul>");
}
