//! Several models on the same machine: the field that asks, and the table of who goes where.

use headroom_core::model::quant::Quant;
use headroom_core::report::{Together, TogetherGpu, TogetherPart};
use headroom_core::units::{GB, ratio};
use leptos::prelude::*;

use super::asked::Asked;
use super::field::Field;
use super::fixed::Fixed;
use super::part::share;
use super::place::{More, hint, place};
use crate::markup::{Html, IntoHtml, words};
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
        place("div").id("together").written(asked.view(together)),
    ])
}

/// Whether one model is asked alone.
pub(super) fn is_not_asked(answer: &Answer) -> bool {
    answer.report.together().is_none()
}

/// Who takes how much of which card; verdict, ways out and bars stand above it as for one model. The share
/// is what an engine that claims its memory at the start has to be told.
pub(super) fn together(answer: &Answer) -> Option<Html> {
    let together = answer.report.together()?;
    let rows: Vec<Html> = { together.per_gpu.iter() }
        .map(|gpu| rows(together, gpu))
        .collect();
    let view = view! {
        <div class="wide" tabindex="0" role="region" aria-label="Models on each GPU">
            <table class="cards">
                <thead>
                    <tr>
                        <th scope="col">"GPU"</th>
                        <th scope="col" class="words">"Model"</th>
                        <th scope="col">"Weights"</th>
                        <th scope="col">"KV cache"</th>
                        <th scope="col">"Overheads"</th>
                        <th scope="col">"Together"</th>
                        <th scope="col">"Share"</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
        <p class="hint">
            "In GB, with typical overheads. Each model is a process of its own, with this context and so many requests. Engines that take a fixed share of a card when they start, such as vLLM, have to be told a share that leaves room for the others."
        </p>
    };
    Some(view.html())
}

/// The models of a card, and what none of them takes.
fn rows(together: &Together, gpu: &TogetherGpu) -> Html {
    let models: Vec<Html> = { gpu.parts.iter() }
        .map(|part| model(together, gpu, part))
        .collect();
    view! {
        {models}
        {rest(gpu, "left unused by the engine’s setting", gpu.reserve_bytes)}
        {rest(gpu, "free", gpu.free_bytes)}
    }
    .html()
}

/// What a model takes of a card.
fn model(together: &Together, gpu: &TogetherGpu, part: &TogetherPart) -> Html {
    let instance = together.instances.get(part.instance as usize);
    let name = instance.and_then(|one| words(&one.model_name));
    let weights = instance.map(|one| one.weights);
    let format = weights.map(|id| Quant::parse(id).map_or(id, Quant::name));
    let parts = [
        part.weights_bytes,
        part.kv_cache_bytes,
        part.overhead_bytes,
        part.used_bytes,
    ];
    let parts = parts.map(|bytes| view! { <td>{ratio(bytes, GB, 2)}</td> }.html());
    view! {
        <tr>
            {card(gpu)}
            <td class="words">{name}" "<span class="quiet">{format}</span></td>
            {parts}
            <td>{share(part.used_bytes, gpu.capacity_bytes)}</td>
        </tr>
    }
    .html()
}

/// What no model takes of a card.
fn rest(gpu: &TogetherGpu, label: &'static str, bytes: u64) -> Option<Html> {
    let view = || {
        view! {
            <tr>
                {card(gpu)}
                <td class="words quiet">{label}</td>
                <td></td>
                <td></td>
                <td></td>
                <td>{ratio(bytes, GB, 2)}</td>
                <td>{share(bytes, gpu.capacity_bytes)}</td>
            </tr>
        }
    };
    (bytes > 0).then(|| view().html())
}

fn card(gpu: &TogetherGpu) -> Html {
    view! { <th scope="row">{format!("GPU\u{a0}{}", gpu.index)}</th> }.html()
}
