//! The model: one of the catalogue, or one of the user's own.

use std::sync::LazyLock;

use headroom_core::catalog::{Catalog, Model};
use headroom_core::codec::{self, Bound};
use headroom_core::scenario::ModelChoice;
use headroom_core::units::{grouped, params};
use leptos::prelude::*;

use super::field::{Field, typed};
use super::picker::{Item, Picker, Present, picker};
use crate::markup::put;
use crate::state::{Answer, State, Step};

const CUSTOM: &str = "custom";

/// The models by publisher, the user's own last.
static ITEMS: LazyLock<Vec<Item>> = LazyLock::new(|| {
    let mut models: Vec<&'static Model> = Catalog::builtin().models.iter().collect();
    models.sort_by_key(|model| {
        (
            model.vendor,
            std::cmp::Reverse(model.released),
            model.params.total,
        )
    });
    let custom = Item {
        id: CUSTOM,
        name: "Another model",
        detail: "by size or architecture".to_owned(),
        group: "Your own",
        words: "custom own".to_owned(),
    };
    models
        .into_iter()
        .map(item)
        .chain(std::iter::once(custom))
        .collect()
});

fn item(model: &'static Model) -> Item {
    let size = params(model.params.total).replace('\u{202f}', "");
    Item {
        id: model.id,
        name: model.name,
        detail: params(model.params.total),
        group: model.vendor,
        words: format!("{} {} {} {size}", model.id, model.vendor, model.family)
            .to_ascii_lowercase(),
    }
}

/// Fields of a model that is described, in the order in which they are asked for.
const FIELDS: [(Bound, &str); 11] = [
    (codec::LAYERS, "Layers"),
    (codec::HIDDEN, "Hidden size"),
    (codec::HEADS, "Query heads"),
    (codec::KV_HEADS, "KV heads"),
    (codec::HEAD_DIM, "Head dimension"),
    (codec::FFN, "Feed-forward size"),
    (codec::VOCAB, "Vocabulary"),
    (codec::EXPERTS, "Experts a layer"),
    (codec::TOP_K, "Experts a token"),
    (codec::EXPERT_FFN, "Expert size"),
    (codec::WINDOW, "Sliding window"),
];

/// The controls.
pub(super) fn model(state: State) -> impl IntoView {
    let present = Present {
        state,
        index: 0,
        of: |state, _| state.read(present),
    };
    view! {
        <fieldset class="block">
            <legend>"Model"</legend>
            {picker(state, Picker { key: "model", label: "Model", noun: "model", items: &ITEMS, present, pick })}
            <p class="fact" inner_html=state.text(|answer| facts(&answer.scenario.model))></p>
            <details class="more" open=move || state.read(is_custom)>
                <summary>"A model that is not in the list"</summary>
                <p class="hint">"By size: a typical architecture of that size is assumed, and the answer says so. “141b” with “39b” active is a mixture of experts."</p>
                <div class="fields">
                    {typed(state, Field::new("params", "Parameters").placeholder("e.g. 405b").writes(by_size))}
                    {typed(state, Field::new("active", "Active a token").placeholder("all").writes(by_size))}
                </div>
                <p class="hint">"Or by architecture, as in the model’s config.json. Empty fields take the value shown."</p>
                <div class="fields">
                    {FIELDS.map(|(bound, label)| {
                        let default = grouped(bound.default.into());
                        typed(state, Field::new(bound.key, label).placeholder(default).writes(by_architecture))
                    })}
                    {tied(state)}
                </div>
            </details>
        </fieldset>
    }
}

/// A field of a model that is given by its size. Writing into it makes the model such a one.
fn by_size(state: State, key: &'static str, value: String) {
    state.change(Step::Typed, |query| {
        query.set("model", CUSTOM);
        query.remove(codec::LAYERS.key);
        query.set(key, value);
    });
}

/// A field of a model that is described. Writing into it makes the model such a one.
fn by_architecture(state: State, key: &'static str, value: String) {
    state.change(Step::Typed, |query| {
        query.set("model", CUSTOM);
        query.remove("params");
        query.set(key, value);
        if query.get(codec::LAYERS.key).is_none() {
            query.set(codec::LAYERS.key, codec::LAYERS.default.to_string());
        }
    });
}

/// Whether the output head is the embedding.
fn tied(state: State) -> impl IntoView {
    let on = move || {
        let given = state.raw("tied").unwrap_or_default();
        matches!(given.as_str(), "1" | "on" | "true" | "yes")
    };
    view! {
        <div class="field check">
            <input
                type="checkbox"
                id="tied"
                name="tied"
                value="1"
                checked=untrack(on)
                prop:checked=on
                on:change=move |event| {
                    let value = if event_target_checked(&event) { "1" } else { "" };
                    state.set("tied", value.to_owned(), Step::Chosen);
                }
            />
            <label for="tied">"Head shares the embedding"</label>
        </div>
    }
}

fn pick(state: State, key: &'static str, id: &'static str) {
    state.change(Step::Chosen, |query| query.set(key, id));
}

/// Id of the item that is the model in use.
fn present(answer: &Answer) -> &'static str {
    match &answer.scenario.model {
        ModelChoice::Listed(model) => model.id,
        ModelChoice::Sized { .. } | ModelChoice::Described(_) => CUSTOM,
    }
}

fn is_custom(answer: &Answer) -> bool {
    present(answer) == CUSTOM
}

/// What matters about a model, in one line.
fn facts(model: &ModelChoice) -> String {
    let arch = model.arch();
    let mut out = match model {
        ModelChoice::Listed(model) => params(model.params.total),
        ModelChoice::Sized { total, .. } => params(*total),
        ModelChoice::Described(arch) => params(arch.params()),
    };
    out.push_str(" parameters");
    if arch.moe.is_some() {
        let active = match model {
            ModelChoice::Listed(model) => model
                .params
                .active_published
                .unwrap_or_else(|| arch.active_params()),
            ModelChoice::Sized { active, .. } => *active,
            ModelChoice::Described(_) => arch.active_params(),
        };
        put!(out, ", {} active", params(active));
    }
    put!(
        out,
        " · {} layers · up to {} tokens",
        arch.layer_count(),
        grouped(u64::from(arch.max_context))
    );
    match model {
        ModelChoice::Listed(model) => put!(out, " · {}", model.vendor),
        ModelChoice::Sized { .. } => out.push_str(" · architecture assumed"),
        ModelChoice::Described(_) => {}
    }
    out
}
