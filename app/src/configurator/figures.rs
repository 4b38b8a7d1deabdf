//! The numbers behind the bars, in a table.

use headroom_core::catalog::Catalog;
use headroom_core::report::GpuUse;
use headroom_core::units::{GB, GIB, about_gb, gb, gib, ratio};

use super::bars::runs;
use super::part::{share, swatch};
use crate::look::{PARTS, short_name};
use crate::markup::{Text, put};
use crate::state::Answer;

/// The fullest card part by part beside the whole machine, then every card.
pub(crate) fn figures(answer: &Answer) -> String {
    let memory = answer.report.memory();
    let cards = &memory.per_gpu;
    let decisive = usize::try_from(answer.report.verdict().deciding_gpu).unwrap_or(0);
    let Some(card) = cards.get(decisive).or_else(|| cards.first()) else {
        return String::new();
    };
    let several = cards.len() > 1;
    let mut out = String::with_capacity(4_096);
    if answer.report.together().is_some() {
        put!(
            out,
            "<p class=\"hint\">Of {} alone on this machine, as is its speed below; all models together stand above.</p>",
            Text(&answer.report.scenario().model_name)
        );
    }

    let name = if several {
        format!("GPU\u{a0}{}, the fullest", card.index)
    } else {
        "GPU".to_owned()
    };
    let all = if several {
        format!("<th scope=\"col\">All {}</th>", cards.len())
    } else {
        String::new()
    };
    let all_unit = if several {
        "<th class=\"quiet\">GB</th>"
    } else {
        ""
    };
    put!(
        out,
        "<table class=\"figures\"><thead><tr><th scope=\"col\">Memory</th><th scope=\"colgroup\" colspan=\"2\">{name}</th><td class=\"share\"></td>{all}</tr>\
         <tr><td></td><th class=\"quiet\">GB</th><th class=\"quiet\">GiB</th><th class=\"quiet share\">share</th>{all_unit}</tr></thead><tbody>"
    );
    let all_cards =
        |bytes: fn(&GpuUse) -> u64| several.then(|| cards.iter().map(bytes).sum::<u64>());
    for part in &PARTS {
        if cards.iter().any(|card| (part.bytes)(card) > 0) {
            let label = format!("{}{}", swatch(part.id), part.name);
            row(
                &mut out,
                part.id,
                &label,
                (part.bytes)(card),
                card,
                all_cards(part.bytes),
            );
        }
    }
    out.push_str("</tbody><tbody class=\"sum\">");
    row(
        &mut out,
        "used",
        "Needed",
        card.used_bytes,
        card,
        all_cards(|card| card.used_bytes),
    );
    put!(
        out,
        "<tr class=\"quiet\"><th scope=\"row\">with the overheads seen</th><td colspan=\"2\">{} to {}</td><td class=\"share\"></td>{}</tr>",
        ratio(card.used_low_bytes, GB, 1),
        about_gb(card.used_high_bytes),
        if several { "<td></td>" } else { "" }
    );
    row(
        &mut out,
        "capacity",
        "Capacity",
        card.capacity_bytes,
        card,
        all_cards(|card| card.capacity_bytes),
    );
    rest(
        &mut out,
        card,
        several.then(|| cards.iter().map(|card| card.free_bytes).sum()),
    );
    out.push_str("</tbody></table>");
    capacity_note(&mut out, card);
    if several {
        out.push_str("<p class=\"hint\">The last column is only a sum. Memory is never pooled: each GPU must hold its own part.</p>");
    }
    out
}

fn row(out: &mut String, key: &str, label: &str, bytes: u64, card: &GpuUse, all: Option<u64>) {
    put!(
        out,
        "<tr data-part=\"{key}\"><th scope=\"row\">{label}</th><td>{}</td><td class=\"quiet\">{}</td><td class=\"quiet share\">{}</td>",
        ratio(bytes, GB, 2),
        ratio(bytes, GIB, 2),
        share(bytes, card.capacity_bytes)
    );
    if let Some(all) = all {
        put!(out, "<td>{}</td>", ratio(all, GB, 2));
    }
    out.push_str("</tr>");
}

/// What is left, or missing.
fn rest(out: &mut String, card: &GpuUse, all: Option<i64>) {
    let (label, class) = if card.free_bytes < 0 {
        ("Short by", "short")
    } else {
        ("Free", "spare")
    };
    let bytes = card.free_bytes.unsigned_abs();
    put!(
        out,
        "<tr class=\"{class}\"><th scope=\"row\">{label}</th><td>{}</td><td class=\"quiet\">{}</td><td class=\"quiet share\">{}</td>",
        ratio(bytes, GB, 2),
        ratio(bytes, GIB, 2),
        share(bytes, card.capacity_bytes)
    );
    if let Some(all) = all {
        // The column says "short by" or "free" once, for the fullest card.
        let sign = if (all < 0) == (card.free_bytes < 0) {
            ""
        } else {
            "−"
        };
        put!(out, "<td>{sign}{}</td>", ratio(all.unsigned_abs(), GB, 2));
    }
    out.push_str("</tr>");
}

/// What the box says, what software sees, and in which units.
fn capacity_note(out: &mut String, card: &GpuUse) {
    if let Some(gpu) = Catalog::builtin().gpu(card.gpu) {
        put!(
            out,
            "<p class=\"hint\">{} is sold as {}\u{202f}GB; software sees {} = {}. GB is 10<sup>9</sup> bytes, GiB 2<sup>30</sup>.</p>",
            Text(short_name(gpu.name)),
            gpu.memory.nominal_gb,
            gb(card.capacity_bytes),
            gib(card.capacity_bytes)
        );
    }
}

/// Every card in a row of its own, equal neighbours together.
pub(super) fn every_card(answer: &Answer) -> String {
    let cards = &answer.report.memory().per_gpu;
    let mut out = String::with_capacity(2_048);
    out.push_str(
        "<table class=\"cards\"><thead><tr><th scope=\"col\">GPU</th><th scope=\"col\">Layers</th>",
    );
    for part in &PARTS {
        put!(out, "<th scope=\"col\">{}</th>", part.name);
    }
    out.push_str("<th scope=\"col\">Needed</th><th scope=\"col\">Capacity</th><th scope=\"col\">Free</th></tr></thead><tbody>");
    for run in runs(cards) {
        let card = run.first;
        let name = Catalog::builtin()
            .gpu(card.gpu)
            .map_or(card.gpu, |gpu| short_name(gpu.name));
        put!(
            out,
            "<tr><th scope=\"row\">{} <span class=\"quiet\">{}</span></th><td>{}</td>",
            run.name(),
            Text(name),
            card.layers
        );
        for part in &PARTS {
            put!(out, "<td>{}</td>", ratio((part.bytes)(card), GB, 2));
        }
        let sign = if card.free_bytes < 0 { "−" } else { "" };
        put!(
            out,
            "<td>{}</td><td>{}</td><td>{sign}{}</td></tr>",
            ratio(card.used_bytes, GB, 2),
            ratio(card.capacity_bytes, GB, 2),
            ratio(card.free_bytes.unsigned_abs(), GB, 2)
        );
    }
    out.push_str("</tbody></table><p class=\"hint\">In GB.</p>");
    out
}
