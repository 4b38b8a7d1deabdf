//! Several models on the same machine: the field that asks, and who goes where.

use headroom_core::catalog::Catalog;
use headroom_core::quant::Quant;
use headroom_core::report::{Together, TogetherGpu};
use headroom_core::units::{GB, gb, ratio};

use super::attribute;
use super::field::Field;
use super::part::share;
use super::verdict::write_ways;
use crate::look::{look, short_name};
use crate::markup::{Text, percent, put};
use crate::state::Answer;

/// A part of a bar narrower than this share of the card carries no name, in percent.
const ROOM_FOR_A_NAME: u64 = 25;

/// Writes the control.
pub(super) fn write(out: &mut String, answer: &Answer) {
    Field::new("also", "Beside it, at the same time")
        .placeholder("e.g. llama-3.1-8b:q8_0*2")
        .write(out, answer);
    out.push_str(
        "<p class=\"hint\">More models on the same cards: id, “:” and weights if they differ, “*” and how many, joined by “+”. \
         Naming the model above runs it again.</p>",
    );
}

/// The answer's section.
pub(super) fn section(answer: &Answer) -> String {
    format!(
        "<section id=\"together-section\"{}><h2>Side by side</h2><div id=\"together\">{}</div></section>",
        attribute("hidden", is_not_asked(answer)),
        together(answer)
    )
}

/// Whether one model is asked alone.
pub(super) fn is_not_asked(answer: &Answer) -> bool {
    answer.report.together.is_none()
}

/// The verdict, a bar for each card, and the table.
pub(super) fn together(answer: &Answer) -> String {
    let mut out = brief(answer);
    if let Some(together) = &answer.report.together {
        table(&mut out, together);
    }
    out
}

/// The verdict and a bar for each card.
pub(crate) fn brief(answer: &Answer) -> String {
    let Some(together) = &answer.report.together else {
        return String::new();
    };
    let mut out = String::with_capacity(4_096);
    let look = look(together.status);
    put!(
        out,
        "<p class=\"sentence {}\"><span class=\"mark\" aria-hidden=\"true\">{}</span><span>{}</span></p>",
        look.class,
        look.mark,
        Text(&together.sentence)
    );
    if !together.ways_out.is_empty() {
        out.push_str("<h3>What would give all of them a place</h3>");
        write_ways(&mut out, "together", &together.ways_out);
    }
    let class = if together.per_gpu.len() > 4 {
        "bars many"
    } else {
        "bars"
    };
    put!(out, "<div class=\"{class}\">");
    let widest = together.per_gpu.iter().map(|gpu| gpu.capacity_bytes).max();
    for gpu in &together.per_gpu {
        bar(&mut out, together, gpu, widest.unwrap_or(1));
    }
    out.push_str("</div>");
    out
}

fn bar(out: &mut String, together: &Together, gpu: &TogetherGpu, scale: u64) {
    let card = Catalog::builtin()
        .gpu(gpu.gpu)
        .map_or(gpu.gpu, |gpu| short_name(gpu.name));
    put!(
        out,
        "<div class=\"bar\"><p class=\"bar-name\"><b>GPU\u{a0}{}</b> {}</p><p class=\"bar-end spare\">{} free</p>\
         <svg class=\"bar-svg\" width=\"100%\" height=\"100%\" role=\"img\" aria-label=\"GPU {}: {} of {} used\">\
         <rect class=\"ground\" width=\"{}\" height=\"100%\"/>",
        gpu.index,
        Text(card),
        gb(gpu.free_bytes),
        gpu.index,
        gb(gpu.used_bytes),
        gb(gpu.capacity_bytes),
        percent(gpu.capacity_bytes, scale)
    );
    let mut from = 0;
    for part in &gpu.parts {
        let name = name(together, part.instance);
        put!(
            out,
            "<svg class=\"part weights\" x=\"{}\" width=\"{}\" height=\"100%\"><title>{}: {}</title>\
             <rect width=\"100%\" height=\"100%\"/>",
            percent(from, scale),
            percent(part.used_bytes, scale),
            Text(&name),
            gb(part.used_bytes)
        );
        if part.used_bytes.saturating_mul(100) / scale.max(1) >= ROOM_FOR_A_NAME {
            put!(
                out,
                "<text x=\"8\" y=\"50%\" dominant-baseline=\"central\">{}</text>",
                Text(&name)
            );
        }
        out.push_str("</svg>");
        from += part.used_bytes;
    }
    out.push_str("</svg></div>");
}

fn name(together: &Together, instance: u32) -> String {
    let instance = together.instances.get(instance as usize);
    instance.map_or_else(String::new, |one| one.model_name.clone())
}

/// Who takes how much of which card. The share is what an engine that claims its memory at the
/// start has to be told.
fn table(out: &mut String, together: &Together) {
    out.push_str(
        "<div class=\"wide\" tabindex=\"0\" role=\"region\" aria-label=\"Models on each GPU\"><table class=\"cards\"><thead><tr>\
         <th scope=\"col\">GPU</th><th scope=\"col\" class=\"words\">Model</th><th scope=\"col\">Weights</th><th scope=\"col\">KV cache</th>\
         <th scope=\"col\">Overheads</th><th scope=\"col\">Together</th><th scope=\"col\">Share</th></tr></thead><tbody>",
    );
    for gpu in &together.per_gpu {
        for part in &gpu.parts {
            let format = together
                .instances
                .get(part.instance as usize)
                .map_or("", |one| {
                    Quant::parse(one.weights).map_or(one.weights, Quant::name)
                });
            put!(
                out,
                "<tr><th scope=\"row\">GPU\u{a0}{}</th><td class=\"words\">{} <span class=\"quiet\">{}</span></td>",
                gpu.index,
                Text(name(together, part.instance)),
                Text(format)
            );
            for bytes in [
                part.weights_bytes,
                part.kv_cache_bytes,
                part.overhead_bytes,
                part.used_bytes,
            ] {
                put!(out, "<td>{}</td>", ratio(bytes, GB, 2));
            }
            put!(
                out,
                "<td>{}</td></tr>",
                share(part.used_bytes, gpu.capacity_bytes)
            );
        }
        rest(out, gpu);
    }
    out.push_str(
        "</tbody></table></div><p class=\"hint\">In GB, with typical overheads. Each model is a process of its own, with this context and so many \
         requests. Engines that take a fixed share of a card when they start, such as vLLM, have to be told a share that leaves room for the others.</p>",
    );
}

/// What no model takes of a card.
fn rest(out: &mut String, gpu: &TogetherGpu) {
    for (label, bytes) in [
        ("left unused by the engine’s setting", gpu.reserve_bytes),
        ("free", gpu.free_bytes),
    ] {
        if bytes > 0 {
            put!(
                out,
                "<tr><th scope=\"row\">GPU\u{a0}{}</th><td class=\"words quiet\">{label}</td><td></td><td></td><td></td><td>{}</td><td>{}</td></tr>",
                gpu.index,
                ratio(bytes, GB, 2),
                share(bytes, gpu.capacity_bytes)
            );
        }
    }
}
