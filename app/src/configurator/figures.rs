//! The numbers behind the bars, in a table.

use headroom_core::catalog::Catalog;
use headroom_core::report::GpuUse;
use headroom_core::units::{GB, GIB, gb, gib, ratio};

use super::bars::runs;
use crate::look::{PARTS, short_name};
use crate::markup::{Text, percent, put, quantity};
use crate::state::Answer;

/// The fullest card part by part beside the whole machine, then every card.
pub(super) fn figures(answer: &Answer) -> String {
    let memory = &answer.report.memory;
    let cards = &memory.per_gpu;
    let decisive = usize::try_from(answer.report.verdict.deciding_gpu).unwrap_or(0);
    let Some(card) = cards.get(decisive).or_else(|| cards.first()) else {
        return String::new();
    };
    let several = cards.len() > 1;
    let mut out = String::with_capacity(4_096);

    let name = if several {
        format!("GPU\u{a0}{}, the fullest", card.index)
    } else {
        "GPU".to_owned()
    };
    put!(
        out,
        "<table class=\"figures\"><thead><tr><th scope=\"col\">Memory</th><th scope=\"col\">{name}</th>\
         <th scope=\"col\"><span class=\"quiet\">GiB</span></th><th scope=\"col\">Share</th>"
    );
    if several {
        put!(out, "<th scope=\"col\">All {} GPUs</th>", cards.len());
    }
    out.push_str("</tr></thead><tbody>");
    let row = |out: &mut String, key: &str, swatch: bool, label: &str, bytes: u64, all: u64| {
        put!(out, "<tr data-part=\"{key}\"><th scope=\"row\">");
        if swatch {
            put!(
                out,
                "<svg class=\"swatch part {key}\" width=\"14\" height=\"14\" aria-hidden=\"true\"><rect width=\"14\" height=\"14\"/>\
                 <rect class=\"texture\" width=\"14\" height=\"14\" fill=\"url(#texture-{key})\"/></svg>"
            );
        }
        put!(
            out,
            "{label}</th><td>{}</td><td class=\"quiet\">{}</td><td class=\"quiet\">{}</td>",
            quantity(&gb(bytes)),
            ratio(bytes, GIB, 2),
            whole_percent(bytes, card.capacity_bytes)
        );
        if several {
            put!(out, "<td>{}</td>", quantity(&gb(all)));
        }
        out.push_str("</tr>");
    };
    let sum = |bytes: fn(&GpuUse) -> u64| cards.iter().map(bytes).sum::<u64>();
    for part in &PARTS {
        let bytes = (part.bytes)(card);
        row(&mut out, part.id, true, part.name, bytes, sum(part.bytes));
    }
    out.push_str("</tbody><tbody class=\"sum\">");
    row(
        &mut out,
        "used",
        false,
        "Needed",
        card.used_bytes,
        sum(|card| card.used_bytes),
    );
    put!(
        out,
        "<tr class=\"quiet\"><th scope=\"row\">with the overheads seen</th><td colspan=\"{}\">{} to {}</td></tr>",
        if several { 4 } else { 3 },
        ratio(card.used_low_bytes, GB, 1),
        quantity(&gb(card.used_high_bytes))
    );
    row(
        &mut out,
        "capacity",
        false,
        "Capacity",
        card.capacity_bytes,
        sum(|card| card.capacity_bytes),
    );
    let (label, all) = if card.free_bytes < 0 {
        ("Short", -1)
    } else {
        ("Free", 1)
    };
    let rest: i64 = cards.iter().map(|card| card.free_bytes).sum();
    put!(
        out,
        "<tr class=\"{}\"><th scope=\"row\">{label}</th><td>{}</td><td class=\"quiet\">{}</td><td class=\"quiet\">{}</td>",
        if all < 0 { "short" } else { "spare" },
        quantity(&gb(card.free_bytes.unsigned_abs())),
        ratio(card.free_bytes.unsigned_abs(), GIB, 2),
        whole_percent(card.free_bytes.unsigned_abs(), card.capacity_bytes)
    );
    if several {
        let sign = if rest < 0 { "−" } else { "" };
        put!(out, "<td>{sign}{}</td>", quantity(&gb(rest.unsigned_abs())));
    }
    out.push_str("</tr></tbody></table>");
    capacity_note(&mut out, card);
    if several {
        out.push_str("<p class=\"hint\">The last column is only a sum. Memory is never pooled: each GPU must hold its own part.</p>");
    }
    out
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
    let cards = &answer.report.memory.per_gpu;
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

fn whole_percent(part: u64, whole: u64) -> String {
    let text = percent(part, whole);
    let (units, _) = text.split_once('.').unwrap_or((&text, ""));
    let rounded = (u128::from(part) * 1_000 / u128::from(whole.max(1))).div_ceil(10);
    if part > 0 && rounded == 0 {
        "<\u{202f}1\u{202f}%".to_owned()
    } else {
        format!(
            "{}\u{202f}%",
            if units == "0" && part > 0 {
                "1".to_owned()
            } else {
                rounded.to_string()
            }
        )
    }
}
