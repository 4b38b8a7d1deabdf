//! Several models on the same machine: the rows that ask, and the table of who goes where.

use std::sync::LazyLock;

use headroom_core::catalog::Catalog;
use headroom_core::codec::{Query, words};
use headroom_core::model::quant::Quant;
use headroom_core::report::{Together, TogetherGpu, TogetherPart};
use headroom_core::scenario::keys::FORM_ALSO;
use headroom_core::units::{GB, ratio};
use leptos::prelude::*;

use super::asked::Asked;
use super::field::{Field, choice};
use super::fixed::Fixed;
use super::model;
use super::panel::Panel;
use super::part::share;
use super::picker::{Item, picker};
use super::place::{More, hint, place};
use super::run::named_options;
use crate::markup::{Html, IntoHtml, words};
use crate::state::Answer;

/// What may stand beside the first model: nothing, or one of the catalogue.
static ITEMS: LazyLock<Vec<Item>> = LazyLock::new(|| {
    let listed = model::models()
        .iter()
        .filter(|item| item.id != model::CUSTOM);
    std::iter::once(Item::none())
        .chain(listed.cloned())
        .collect()
});

/// The models, and none.
pub(super) fn models() -> &'static [Item] {
    &ITEMS
}

/// Id of the model in the row of a key; none where another is given there, by its size or several at once.
pub(super) fn present(answer: &Answer, key: &str) -> Option<&'static str> {
    match answer.given(key) {
        "" => Some(""),
        name => {
            let (model, _) = words::meant(name, Catalog::builtin().models)?;
            Some(model.id)
        }
    }
}

/// Takes what belonged to a model along that is no more.
pub(super) fn without_row(query: &mut Query, model: &str) {
    let mut rows = FORM_ALSO.iter();
    if let Some((_, weights, count)) = rows.find(|(key, ..)| *key == model) {
        query.remove(weights);
        query.remove(count);
    }
}

/// The controls, a row for each model. They open where something is asked beside the first.
pub(super) fn control(asked: Asked) -> Fixed {
    let more = More::new("More models on the same cards").id("also-more");
    more.opens(asked, is_asked).holds(asked, |asked| {
        let rows = (0..FORM_ALSO.len()).map(|index| row(asked, index));
        std::iter::once(hint(
            "They run at the same time as the model above, each with as much context and as many requests.",
        ))
        .chain(rows)
        .collect()
    })
}

/// One more model, once there is one in the row before.
fn row(asked: Asked, index: usize) -> Fixed {
    let (model, weights, count) = FORM_ALSO[index];
    let needless = asked.holds(move |answer| {
        let is_empty = |at: usize| answer.given(FORM_ALSO[at].0).is_empty();
        index > 0 && is_empty(index) && is_empty(index - 1)
    });
    place("div").class("also-row").hidden(needless).holds(vec![
        picker(asked, model),
        choice(asked, weights, "Weights", None, Panel::AlsoFormats(weights)),
        Field::new(count, "How many")
            .placeholder("1")
            .steps(1)
            .view(asked),
    ])
}

/// The formats that a model may have beside the first; all of them once there is such a model.
pub(super) fn formats(answer: &Answer, key: &str) -> Html {
    let mut rows = FORM_ALSO.iter();
    let model = rows.find(|(_, weights, _)| *weights == key);
    let is_empty = model.is_none_or(|(model, ..)| answer.given(model).is_empty());
    let given = answer.given(key);
    let present = Quant::parse(given).map_or(given, |quant| quant.id());
    let usual = (String::new(), "As the first".to_owned());
    let all = Quant::ALL.iter().filter(|_| !is_empty);
    let all = all.map(|quant| (quant.id().to_owned(), quant.name().to_owned()));
    named_options(
        &std::iter::once(usual).chain(all).collect::<Vec<_>>(),
        present,
    )
}

/// Whether something is asked beside the model, or was meant to be.
fn is_asked(answer: &Answer) -> bool {
    FORM_ALSO
        .iter()
        .any(|(key, ..)| !answer.given(key).is_empty())
}

/// The answer's part.
pub(super) fn section(asked: Asked) -> Fixed {
    let section = place("div").id("together-section");
    section.hidden(asked.holds(is_not_asked)).holds(vec![
        place("h3").says("Side by side"),
        place("div")
            .id("together")
            .written(asked.panel(Panel::Together)),
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
