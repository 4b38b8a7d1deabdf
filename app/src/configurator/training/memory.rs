//! One bar for each card in training, and the lines behind it.

use headroom_core::catalog::Catalog;
use headroom_core::report::{TrainingGpu, TrainingItem};
use headroom_core::units::{GB, GIB, gb, ratio};

use super::super::bars::axis;
use super::super::part::{bounds_key, share, swatch};
use super::controls::capitalised;
use crate::look::short_name;
use crate::markup::{Text, percent, put};
use crate::state::Answer;

/// A segment narrower than this share of the scale carries no word, in percent.
const ROOM_FOR_A_WORD: u64 = 18;

/// Lines that belong together and share a colour.
struct Group {
    /// Class of the colour.
    class: &'static str,
    name: &'static str,
    short: &'static str,
    kinds: &'static [&'static str],
}

/// In the order in which they are stacked.
const GROUPS: [Group; 5] = [
    Group {
        class: "weights",
        name: "Weights and adapters",
        short: "weights",
        kinds: &["weights", "adapters"],
    },
    Group {
        class: "optimizer",
        name: "Optimiser",
        short: "optimiser",
        kinds: &["master", "optimizer"],
    },
    Group {
        class: "gradients",
        name: "Gradients and what is in transit",
        short: "gradients",
        kinds: &["gather", "bucket", "gradients"],
    },
    Group {
        class: "activations",
        name: "Activations and logits",
        short: "activations",
        kinds: &["activations", "logits", "working"],
    },
    Group {
        class: "runtime",
        name: "Runtime and fragments",
        short: "runtime",
        kinds: &["fragmentation", "runtime"],
    },
];

impl Group {
    fn items<'a>(&self, card: &'a TrainingGpu) -> impl Iterator<Item = &'a TrainingItem> {
        let kinds = self.kinds;
        card.items
            .iter()
            .filter(move |item| kinds.contains(&item.kind) && item.bytes > 0)
    }

    fn bytes(&self, card: &TrainingGpu) -> u64 {
        self.items(card).map(|item| item.bytes).sum()
    }
}

/// Cards that follow each other and hold the same, and how many.
fn runs(cards: &[TrainingGpu]) -> Vec<(&TrainingGpu, u32)> {
    let mut runs: Vec<(&TrainingGpu, u32)> = Vec::new();
    for card in cards {
        match runs.last_mut() {
            Some((first, count))
                if first.gpu == card.gpu && first.used_bytes == card.used_bytes =>
            {
                *count += 1;
            }
            _ => runs.push((card, 1)),
        }
    }
    runs
}

fn name(first: &TrainingGpu, count: u32) -> String {
    match count {
        1 => format!("GPU\u{a0}{}", first.index),
        count => format!("GPU\u{a0}{}–{}", first.index, first.index + count - 1),
    }
}

fn model(card: &TrainingGpu) -> &'static str {
    let gpu = Catalog::builtin().gpu(card.gpu);
    gpu.map_or(card.gpu, |gpu| short_name(gpu.name))
}

/// The bars, their scale and the legend.
pub(in crate::configurator) fn bars(answer: &Answer) -> String {
    let Some(training) = &answer.report.training else {
        return String::new();
    };
    let cards = &training.per_gpu;
    let widest = cards
        .iter()
        .map(|card| card.capacity_bytes.max(card.used_high_bytes))
        .max();
    let scale = widest.unwrap_or(GB).max(GB) / 100 * 102;
    let mut out = String::with_capacity(4_096);
    out.push_str("<div class=\"bars\">");
    for (card, count) in runs(cards) {
        bar(&mut out, card, count, scale);
    }
    axis(&mut out, scale, GB, "GB");
    out.push_str("</div>");
    if let Some(card) = cards.first() {
        legend(&mut out, card);
    }
    out
}

fn bar(out: &mut String, card: &TrainingGpu, count: u32, scale: u64) {
    let spare = gb(card.free_bytes.unsigned_abs());
    let (class, end) = if card.free_bytes < 0 {
        ("short", format!("short by {spare}"))
    } else {
        ("spare", format!("{spare} free"))
    };
    let mut said = format!(
        "{}: needs {} of {}",
        name(card, count),
        gb(card.used_bytes),
        gb(card.capacity_bytes)
    );
    for group in &GROUPS {
        put!(said, ", {} {}", group.name, gb(group.bytes(card)));
    }
    put!(
        out,
        "<div class=\"bar\"><p class=\"bar-name\"><b>{}</b> {}</p><p class=\"bar-end {class}\">{end}</p>\
         <svg class=\"bar-svg\" width=\"100%\" height=\"100%\" role=\"img\" aria-label=\"{}\">\
         <rect class=\"ground\" width=\"{}\" height=\"100%\"/>",
        name(card, count),
        Text(model(card)),
        Text(said),
        percent(card.capacity_bytes, scale)
    );
    let mut from = 0;
    for group in &GROUPS {
        let bytes = group.bytes(card);
        if bytes == 0 {
            continue;
        }
        put!(
            out,
            "<svg class=\"part {0}\" x=\"{1}\" width=\"{2}\" height=\"100%\"><title>{3}: {4}</title>\
             <rect width=\"100%\" height=\"100%\"/><rect class=\"texture\" width=\"100%\" height=\"100%\" fill=\"url(#texture-{0})\"/>",
            group.class,
            percent(from, scale),
            percent(bytes, scale),
            group.name,
            gb(bytes)
        );
        // A word under the hatching of what is too much could not be read.
        let plain = from + bytes <= card.capacity_bytes;
        if plain && bytes.saturating_mul(100) / scale >= ROOM_FOR_A_WORD {
            put!(
                out,
                "<text x=\"8\" y=\"50%\" dominant-baseline=\"central\">{}</text>",
                group.short
            );
        }
        out.push_str("</svg>");
        from += bytes;
    }
    let limit = percent(card.capacity_bytes, scale);
    if card.used_bytes > card.capacity_bytes {
        put!(
            out,
            "<rect class=\"over\" x=\"{limit}\" width=\"{}\" height=\"100%\"/>",
            percent(card.used_bytes - card.capacity_bytes, scale)
        );
    }
    let [low, high] = [card.used_low_bytes, card.used_high_bytes].map(|end| percent(end, scale));
    put!(
        out,
        "<line class=\"range\" x1=\"{low}\" x2=\"{high}\" y1=\"50%\" y2=\"50%\"/>"
    );
    for end in [low, high] {
        put!(
            out,
            "<line class=\"range\" x1=\"{end}\" x2=\"{end}\" y1=\"36%\" y2=\"64%\"/>"
        );
    }
    put!(
        out,
        "<line class=\"limit\" x1=\"{limit}\" x2=\"{limit}\" y1=\"-4\" y2=\"100%\"/></svg></div>"
    );
}

fn legend(out: &mut String, card: &TrainingGpu) {
    out.push_str("<ul class=\"legend\">");
    for group in GROUPS.iter().filter(|group| group.bytes(card) > 0) {
        put!(out, "<li>{}{}</li>", swatch(group.class), group.name);
    }
    put!(out, "{}</ul>", bounds_key("Lowest to highest"));
}

/// The fullest card line by line.
pub(in crate::configurator) fn table(answer: &Answer) -> String {
    let Some(training) = &answer.report.training else {
        return String::new();
    };
    let deciding = usize::try_from(training.deciding_gpu).unwrap_or(0);
    let Some(card) = training.per_gpu.get(deciding) else {
        return String::new();
    };
    let moment = match training.fullest_moment {
        "loss" => "when the loss is computed",
        "backward" => "in the backward pass",
        _ => "at the end of the backward pass",
    };
    let mut out = String::with_capacity(4_096);
    put!(
        out,
        "<table class=\"figures\"><thead><tr><th scope=\"col\">Memory of GPU\u{a0}{}, fullest {moment}</th><th scope=\"col\">GB</th>\
         <th scope=\"col\">GiB</th><th scope=\"col\" class=\"quiet\">share</th><th scope=\"col\" class=\"quiet\">known as</th></tr></thead><tbody>",
        card.index
    );
    for group in &GROUPS {
        for item in group.items(card) {
            put!(
                out,
                "<tr><th scope=\"row\">{}{} <span class=\"item-note\">{}</span></th><td>{}</td><td class=\"quiet\">{}</td><td class=\"quiet\">{}</td><td class=\"quiet\">{}</td></tr>",
                swatch(group.class),
                Text(capitalised(item.label)),
                Text(item.note),
                ratio(item.bytes, GB, 2),
                ratio(item.bytes, GIB, 2),
                share(item.bytes, card.capacity_bytes),
                item.evidence.word()
            );
        }
    }
    out.push_str("</tbody><tbody class=\"sum\">");
    row(&mut out, "", "Needed", card.used_bytes, card);
    put!(
        out,
        "<tr class=\"quiet\"><th scope=\"row\">at least, at most</th><td>{}–{}</td><td></td><td></td><td></td></tr>",
        ratio(card.used_low_bytes, GB, 1),
        ratio(card.used_high_bytes, GB, 1)
    );
    row(&mut out, "", "Capacity", card.capacity_bytes, card);
    let (class, label) = if card.free_bytes < 0 {
        ("short", "Short by")
    } else {
        ("spare", "Free")
    };
    row(&mut out, class, label, card.free_bytes.unsigned_abs(), card);
    out.push_str("</tbody></table>");
    out
}

fn row(out: &mut String, class: &str, label: &str, bytes: u64, card: &TrainingGpu) {
    put!(
        out,
        "<tr class=\"{class}\"><th scope=\"row\">{label}</th><td>{}</td><td class=\"quiet\">{}</td><td class=\"quiet\">{}</td><td></td></tr>",
        ratio(bytes, GB, 2),
        ratio(bytes, GIB, 2),
        share(bytes, card.capacity_bytes)
    );
}
