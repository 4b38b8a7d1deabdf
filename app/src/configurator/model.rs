//! The model: one of the catalogue, or one of the user's own.

use std::sync::LazyLock;

use headroom_core::catalog::{Catalog, Model};
use headroom_core::codec::{self, Bound};
use headroom_core::scenario::ModelChoice;
use headroom_core::units::{grouped, params};
use leptos::prelude::*;

use super::field::{Field, note};
use super::picker::{Item, Picker, picker};
use crate::markup::put;
use crate::state::{State, Step};

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
        words: format!("{} {} {} {size}", model.id, model.vendor, model.family).to_lowercase(),
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
    let present = Memo::new(move |_| {
        state.read(|answer| {
            let id = answer.scenario.model.id();
            ITEMS
                .iter()
                .position(|item| item.id == id)
                .unwrap_or(ITEMS.len() - 1)
        })
    });
    let custom = Memo::new(move |_| state.read(|answer| answer.scenario.model.id() == CUSTOM));
    view! {
        <fieldset class="block">
            <legend>"Model"</legend>
            {picker(state, Picker { key: "model", label: "Model", noun: "model", items: &ITEMS, present, pick })}
            <p class="fact">{move || state.read(|answer| facts(&answer.scenario.model))}</p>
            <details class="more" open=move || custom.get()>
                <summary>"A model that is not in the list"</summary>
                <p class="hint">"By size: a typical architecture of that size is assumed, and the answer says so. “141b” with “39b” active is a mixture of experts."</p>
                <div class="fields">
                    {own(state, "params", "Parameters", "e.g. 405b".to_owned(), "layers")}
                    {own(state, "active", "Active a token", "all".to_owned(), "layers")}
                </div>
                <p class="hint">"Or by architecture, as in the model’s config.json. Empty fields take the value shown."</p>
                <div class="fields">
                    {FIELDS.map(|(bound, label)| {
                        own(state, bound.key, label, grouped(u64::from(bound.default)), "params")
                    })}
                    {tied(state)}
                </div>
            </details>
        </fieldset>
    }
}

/// A field of the user's own model. Writing into it makes the model one's own, described in this
/// way and not in the `other`.
fn own(
    state: State,
    key: &'static str,
    label: &'static str,
    placeholder: String,
    other: &'static str,
) -> impl IntoView {
    let Field {
        key,
        label,
        placeholder,
        ..
    } = Field::new(key, label).placeholder(placeholder);
    let shown = Memo::new(move |_| state.shown(key));
    let wrong = Memo::new(move |_| state.notice(key).is_some());
    let write = move |event| {
        let value = event_target_value(&event);
        state.change(Step::Typed, |query| {
            query.set("model", CUSTOM);
            query.remove(other);
            query.set(key, value);
            if other == "params" && query.get(codec::LAYERS.key).is_none() {
                query.set(codec::LAYERS.key, codec::LAYERS.default.to_string());
            }
        });
    };
    view! {
        <div class="field">
            <span class="name"><label for=key>{label}</label></span>
            <span class="control">
                <input
                    type="text"
                    id=key
                    name=key
                    placeholder=placeholder
                    autocomplete="off"
                    spellcheck="false"
                    value=shown.get_untracked()
                    prop:value=move || shown.get()
                    aria-describedby=format!("{key}-note")
                    aria-invalid=move || wrong.get().then_some("true")
                    on:input=write
                />
            </span>
            {note(state, key)}
        </div>
    }
}

/// Whether the output head is the embedding.
fn tied(state: State) -> impl IntoView {
    let on = Memo::new(move |_| {
        state
            .raw("tied")
            .is_some_and(|value| matches!(value.as_str(), "1" | "on" | "true" | "yes"))
    });
    view! {
        <div class="field check">
            <input
                type="checkbox"
                id="tied"
                name="tied"
                value="1"
                checked=on.get_untracked()
                prop:checked=move || on.get()
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
