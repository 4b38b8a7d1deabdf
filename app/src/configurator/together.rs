//! Several models on the same machine: the field that asks, and the table of who goes where.

use headroom_core::model::quant::Quant;
use headroom_core::report::{Together, TogetherGpu};
use headroom_core::units::{GB, ratio};

use super::asked::Asked;
use super::field::Field;
use super::fixed::Fixed;
use super::part::share;
use super::place::{More, hint, place};
use crate::markup::{Text, put};
use crate::state::Answer;

/// The control. It opens where something is asked beside the model.
pub(super) fn control(asked: Asked) -> Fixed {
    let more = More::new("More models on the same cards").id("also-more");
    more.opens(asked, is_asked).holds(asked, |asked| {
        vec![
            Field::new("also", "Beside it, at the same time")
                .placeholder("e.g. llama-3.1-8b:q8_0*2")
                .view(asked),
            hint(
                "More models on the same cards: id, “:” and weights if they differ, “*” and how many, joined by “+”. \
                 Naming the model above runs it again.",
            ),
        ]
    })
}

/// Whether something is asked beside the model, or was meant to be.
fn is_asked(answer: &Answer) -> bool {
    !answer.shown("also").is_empty()
}

/// The answer's part.
pub(super) fn section(asked: Asked) -> Fixed {
    let section = place("div").id("together-section");
    section.hidden(asked.holds(is_not_asked)).holds(vec![
        place("h3").says("Side by side"),
        place("div").id("together").written(asked.part(together)),
    ])
}

/// Whether one model is asked alone.
pub(super) fn is_not_asked(answer: &Answer) -> bool {
    answer.report.together().is_none()
}

/// The table; verdict, ways out and bars stand above it as for one model.
pub(super) fn together(answer: &Answer) -> String {
    let mut out = String::with_capacity(2_048);
    if let Some(together) = answer.report.together() {
        table(&mut out, together);
    }
    out
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
