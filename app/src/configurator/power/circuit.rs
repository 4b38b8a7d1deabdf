//! One bar: everything on the circuit against what it carries.

use std::fmt::Write as _;

use headroom_core::report::{CircuitReport, PowerReport};
use headroom_core::units::{THIN, ratio};
use leptos::prelude::*;

use super::super::bars::axis;
use super::{decimal, tenths, watts, whole_watts};
use crate::markup::{Html, IntoHtml, percent};
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
pub(crate) fn bar(answer: &Answer) -> Html {
    let power = answer.report.power();
    let circuit = &power.circuit;
    let scale = (u64::from(circuit.rated_w) * 10).max(tenths(circuit.draw_w)) * 103 / 100;
    let margin = power.verdict.margin_w;
    let (class, end) = if margin < 0.0 {
        let lasting = if circuit.continuous { " for hours" } else { "" };
        (
            "bar-end short",
            format!("{} too much{lasting}", watts(margin)),
        )
    } else {
        ("bar-end spare", format!("{} to spare", watts(margin)))
    };
    let socket = format!(" {}{THIN}A at {}{THIN}V", circuit.amps, circuit.volts);
    let shares = shares(power);
    view! {
        <div class="bars">
            <div class="bar">
                <p class="bar-name"><b>{circuit.receptacle}</b>{socket}</p>
                <p class=class>{end}</p>
                <svg
                    class="bar-svg"
                    width="100%"
                    height="100%"
                    role="img"
                    aria-label=words(power, &shares)
                >
                    {drawn(circuit, &shares, scale)}
                </svg>
            </div>
            {axis(scale, u64::from(circuit.volts) * 10, "A")}
        </div>
        {legend(circuit, &shares)}
    }
    .html()
}

/// What draws, and where the circuit ends.
fn drawn(circuit: &CircuitReport, shares: &[Share], scale: u64) -> Html {
    let [rated, allowed] = [circuit.rated_w, circuit.allowed_w].map(|watts| u64::from(watts) * 10);
    let drawn = tenths(circuit.draw_w);
    let mut from = 0;
    let segments: Vec<_> = { shares.iter() }
        .map(|share| {
            // A word under the hatching of what is too much could not be read.
            let plain = from + share.watts <= allowed;
            let drawn = segment(share, from, scale, plain);
            from += share.watts;
            drawn
        })
        .collect();
    let over = (drawn > allowed).then(|| {
        let (from, long) = (percent(allowed, scale), percent(drawn - allowed, scale));
        view! { <rect class="over" x=from width=long height="100%"></rect> }
    });
    let lasting = { circuit.continuous }.then(|| line("limit lasting", allowed, scale));
    view! {
        <rect class="ground" width=percent(rated, scale) height="100%"></rect>
        {segments}
        {over}
        {lasting}
        {line("limit", rated, scale)}
    }
    .html()
}

fn line(class: &'static str, at: u64, scale: u64) -> Html {
    let at = percent(at, scale);
    view! { <line class=class x1=at.clone() x2=at y1="-4" y2="100%"></line> }.html()
}

fn segment(share: &Share, from: u64, scale: u64, plain: bool) -> Html {
    let Share {
        class, name, short, ..
    } = *share;
    let watts = ratio(share.watts, 10, 0);
    let word = (plain && share.watts * 100 / scale >= ROOM_FOR_A_WORD)
        .then(|| view! { <text x="8" y="50%" dominant-baseline="central">{short}</text> });
    view! {
        <svg
            class=format!("part kind-{class}")
            x=percent(from, scale)
            width=percent(share.watts, scale)
            height="100%"
        >
            <title>{format!("{name}: {watts}{THIN}W")}</title>
            <rect width="100%" height="100%"></rect>
            {word}
        </svg>
    }
    .html()
}

/// What the bar shows, for those who do not see it.
fn words(power: &PowerReport, shares: &[Share]) -> String {
    let circuit = &power.circuit;
    let mut out = format!(
        "On the circuit: {} ({}{THIN}A) of {}{THIN}W",
        watts(circuit.draw_w),
        decimal(circuit.draw_a),
        circuit.rated_w
    );
    if circuit.continuous {
        let _ = write!(
            out,
            ", of which {}{THIN}W may be drawn for hours",
            circuit.allowed_w
        );
    }
    for share in shares {
        let watts = ratio(share.watts, 10, 0);
        let _ = write!(out, ", {} {watts}{THIN}W", share.name);
    }
    out
}

/// What its colours and lines mean.
fn legend(circuit: &CircuitReport, shares: &[Share]) -> Html {
    let shares: Vec<_> = { shares.iter() }
        .map(|share| {
            view! {
                <li>
                    <svg
                        class=format!("swatch part kind-{}", share.class)
                        width="14"
                        height="14"
                        aria-hidden="true"
                    >
                        <rect width="14" height="14"></rect>
                    </svg>
                    {share.name}
                </li>
            }
        })
        .collect();
    let lasting = circuit.continuous.then(|| {
        let watts = whole_watts(circuit.allowed_w);
        line_key("limit lasting", format!("Three hours and more: {watts}"))
    });
    let rating = format!("Rating: {}", whole_watts(circuit.rated_w));
    view! {
        <ul class="legend">
            {shares}
            {lasting}
            {line_key("limit", rating)}
        </ul>
    }
    .html()
}

fn line_key(class: &'static str, label: String) -> Html {
    view! {
        <li>
            <svg class="swatch" width="14" height="14" aria-hidden="true">
                <line class=class x1="7" x2="7" y1="0" y2="14"></line>
            </svg>
            {label}
        </li>
    }
    .html()
}
