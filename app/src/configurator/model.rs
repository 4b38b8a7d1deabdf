//! The model: one of the catalogue, or one of the user's own.

use headroom_core::scenario::keys;
use std::sync::LazyLock;

use headroom_core::catalog::{Catalog, Model};
use headroom_core::codec::Query;
use headroom_core::scenario::ModelChoice;
use headroom_core::scenario::keys::Bound;
use headroom_core::units::{grouped, params};
use leptos::prelude::*;

use super::asked::Asked;
use super::field::{Field, invalid};
use super::fixed::{Fixed, IntoFixed};
use super::panel::Panel;
use super::picker::{Item, by_group, picker};
use super::place::{More, hint, place};
use super::together;
use crate::markup::{Html, IntoHtml};
use crate::state::Answer;

/// Value of the key for a model of one's own.
pub(super) const CUSTOM: &str = "custom";

/// The models by publisher, the user's own last.
static ITEMS: LazyLock<Vec<Item>> = LazyLock::new(|| {
    let custom = Item {
        id: CUSTOM,
        name: "Another model",
        detail: "by size or architecture".to_owned(),
        group: "Your own",
        words: "custom own".to_owned(),
    };
    let models = by_group(Catalog::builtin().models, |model: &Model| model.vendor);
    models.map(item).chain(std::iter::once(custom)).collect()
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
pub(super) const FIELDS: [(Bound, &str); 11] = [
    (keys::LAYERS, "Layers"),
    (keys::HIDDEN, "Hidden size"),
    (keys::HEADS, "Query heads"),
    (keys::KV_HEADS, "KV heads"),
    (keys::HEAD_DIM, "Head dimension"),
    (keys::FFN, "Feed-forward size"),
    (keys::VOCAB, "Vocabulary"),
    (keys::EXPERTS, "Experts a layer"),
    (keys::TOP_K, "Experts a token"),
    (keys::EXPERT_FFN, "Expert size"),
    (keys::WINDOW, "Sliding window"),
];

/// The models, and one's own.
pub(super) fn models() -> &'static [Item] {
    &ITEMS
}

/// The controls.
pub(super) fn controls(asked: Asked) -> Fixed {
    let own = More::new("A model that is not in the list").id("own-model");
    let own = own.opens(asked, is_typed).holds(asked, |asked| {
        let by_size = vec![
            Field::new("params", "Parameters")
                .placeholder("e.g. 405b")
                .view(asked),
            Field::new("active", "Active a token")
                .term("moe")
                .placeholder("all")
                .view(asked),
        ];
        let by_shape = FIELDS.into_iter().map(|(bound, label)| {
            let default = grouped(bound.default.into());
            Field::new(bound.key, label).placeholder(default).view(asked)
        });
        let by_shape = by_shape.chain(std::iter::once(tied(asked)));
        vec![
            hint(
                "By size: a typical architecture of that size is assumed, and the answer says so. “141b” with “39b” active is a mixture of experts.",
            ),
            place("div").class("fields").holds(by_size),
            hint(
                "Or by architecture, as in the model’s config.json. Empty fields take the value shown.",
            ),
            place("div").class("fields").holds(by_shape.collect()),
        ]
    });
    place("fieldset").holds(vec![
        place("legend").says("Model"),
        picker(asked, "model"),
        place("p")
            .class("fact")
            .id("model-fact")
            .written(asked.panel(Panel::Model)),
        own,
        together::control(asked),
    ])
}

/// Whether the head shares the embedding.
fn tied(asked: Asked) -> Fixed {
    let is_tied = |answer: &Answer| is_yes(&answer.shown("tied"));
    view! {
        <div class="field check">
            <input
                type="checkbox"
                id="tied"
                name="tied"
                value="1"
                checked=asked.now(is_tied)
                prop:checked=asked.holds(is_tied)
                aria-invalid=invalid(asked, "tied")
            />
            <label for="tied">"Head shares the embedding"</label>
        </div>
    }
    .fixed()
}

/// Whether a box is ticked.
pub(super) fn is_yes(text: &str) -> bool {
    matches!(text, "1" | "on" | "true" | "yes")
}

/// Id of the item that is the model in use.
pub(super) fn present(answer: &Answer) -> &'static str {
    match &answer.scenario().model {
        ModelChoice::Listed(model) => model.id,
        ModelChoice::Sized { .. } | ModelChoice::Described(_) => CUSTOM,
    }
}

/// Whether its numbers have fields: those of a model that the link describes as a whole have none.
fn is_typed(answer: &Answer) -> bool {
    match &answer.scenario().model {
        ModelChoice::Listed(_) => false,
        ModelChoice::Sized { .. } => true,
        ModelChoice::Described(own) => own.about().is_none(),
    }
}

/// What matters about a model, in one line.
pub(super) fn facts(answer: &Answer) -> Option<String> {
    if answer.unknown("model").is_some() {
        return None;
    }
    let model = &answer.scenario().model;
    let arch = model.arch();
    let size = match model {
        ModelChoice::Listed(model) => params(model.params.total),
        ModelChoice::Sized { total, .. } => params(*total),
        ModelChoice::Described(arch) => params(arch.params()),
    };
    let active = arch.moe.as_ref().map_or(String::new(), |_| {
        let active = match model {
            ModelChoice::Listed(model) => model
                .params
                .active_published
                .unwrap_or_else(|| arch.active_params()),
            ModelChoice::Sized { active, .. } => *active,
            ModelChoice::Described(_) => arch.active_params(),
        };
        format!(", {} active", params(active))
    });
    let origin = match model {
        ModelChoice::Listed(model) => format!(" · {}", model.vendor),
        ModelChoice::Sized { .. } => " · architecture assumed".to_owned(),
        ModelChoice::Described(_) => String::new(),
    };
    Some(format!(
        "{size} parameters{active} · {} layers · up to {} tokens{origin}",
        arch.layer_count(),
        grouped(u64::from(arch.max_context))
    ))
}

/// The same, with what a plain form sends along of a model that the link describes as a whole: no field holds it.
pub(super) fn fact(answer: &Answer) -> Html {
    let given = Query::parse(answer.report.query());
    let field = |key: &'static str| {
        let value = given.get(key)?.to_owned();
        Some(view! { <input type="hidden" name=key value=value/> })
    };
    let import = match answer.report.query() {
        "" => "/import".to_owned(),
        query => format!("/import?{query}"),
    };
    view! {
        {facts(answer)}
        " "
        <a href=import>"Model not listed? Import it."</a>
        {field(keys::ARCH.key)}
        {field(keys::NAMED.key)}
    }
    .html()
}
