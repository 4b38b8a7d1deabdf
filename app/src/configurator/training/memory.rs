//! The memory of the fullest card in training, line by line.

use headroom_core::report::TrainingGpu;
use headroom_core::units::{GB, GIB, ratio};

use super::super::part::{share, swatch};
use super::controls::capitalised;
use crate::look::GROUPS;
use crate::markup::{Text, put};
use crate::state::Answer;

/// The fullest card line by line.
pub(crate) fn table(answer: &Answer) -> String {
    let Some(training) = &answer.report.training() else {
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
                swatch(group.id),
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
