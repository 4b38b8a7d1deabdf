//! Controls: each writes one key of the query and shows what is wrong with it.

use leptos::prelude::*;

use crate::markup::address;
use crate::state::{State, Step};

/// A number or short text that is typed.
pub(super) struct Field {
    /// Query key.
    pub(super) key: &'static str,
    /// Name beside the field.
    pub(super) label: &'static str,
    /// Unit behind the field.
    pub(super) unit: &'static str,
    /// Term of the glossary, if the label needs one.
    pub(super) term: Option<&'static str>,
    /// What an empty field stands for.
    pub(super) placeholder: String,
}

impl Field {
    /// A field without unit, term or placeholder.
    pub(super) fn new(key: &'static str, label: &'static str) -> Self {
        Self {
            key,
            label,
            unit: "",
            term: None,
            placeholder: String::new(),
        }
    }

    /// With a unit.
    pub(super) fn unit(mut self, unit: &'static str) -> Self {
        self.unit = unit;
        self
    }

    /// With an entry of the glossary.
    pub(super) fn term(mut self, term: &'static str) -> Self {
        self.term = Some(term);
        self
    }

    /// With a word for the empty field.
    pub(super) fn placeholder(mut self, text: impl Into<String>) -> Self {
        self.placeholder = text.into();
        self
    }
}

/// A labelled text field.
pub(super) fn typed(state: State, field: Field) -> impl IntoView {
    let Field {
        key,
        label,
        unit,
        term,
        placeholder,
    } = field;
    view! {
        <div class="field">
            {name(key, label, term)}
            <span class="control">
                {input(state, key, placeholder, Step::Typed)}
                <span class="unit">{unit}</span>
            </span>
            {note(state, key)}
        </div>
    }
}

/// A labelled whole number with buttons for one less and one more.
pub(super) fn stepper(state: State, field: Field) -> impl IntoView {
    let Field {
        key,
        label,
        unit,
        term,
        placeholder,
    } = field;
    let by = move |step: i64| {
        let now = untrack(|| state.shown(key))
            .trim()
            .parse::<i64>()
            .unwrap_or(1);
        state.set(
            key,
            now.saturating_add(step).max(1).to_string(),
            Step::Typed,
        );
    };
    view! {
        <div class="field">
            {name(key, label, term)}
            <span class="control stepper">
                <button type="button" class="step" aria-label=format!("{label}: one fewer") on:click=move |_| by(-1)>
                    "−"
                </button>
                {input(state, key, placeholder, Step::Typed)}
                <button type="button" class="step" aria-label=format!("{label}: one more") on:click=move |_| by(1)>
                    "+"
                </button>
                <span class="unit">{unit}</span>
            </span>
            {note(state, key)}
        </div>
    }
}

/// A labelled choice. `options` writes the `<option>`s, the present one marked.
pub(super) fn choice(
    state: State,
    key: &'static str,
    label: &'static str,
    term: Option<&'static str>,
    options: impl Fn() -> String + Send + Sync + 'static,
) -> impl IntoView {
    let options = Memo::new(move |_| options());
    view! {
        <div class="field">
            {name(key, label, term)}
            <span class="control">
                <select
                    id=key
                    name=key
                    aria-describedby=format!("{key}-note")
                    inner_html=move || options.get()
                    on:change=move |event| state.set(key, event_target_value(&event), Step::Chosen)
                ></select>
            </span>
            {note(state, key)}
        </div>
    }
}

/// The bare text field of a key.
pub(super) fn input(
    state: State,
    key: &'static str,
    placeholder: String,
    step: Step,
) -> impl IntoView {
    let shown = Memo::new(move |_| state.shown(key));
    let wrong = Memo::new(move |_| state.notice(key).is_some());
    view! {
        <input
            type="text"
            inputmode="numeric"
            id=key
            name=key
            placeholder=placeholder
            autocomplete="off"
            spellcheck="false"
            value=shown.get_untracked()
            prop:value=move || shown.get()
            aria-describedby=format!("{key}-note")
            aria-invalid=move || wrong.get().then_some("true")
            on:input=move |event| state.set(key, event_target_value(&event), step)
        />
    }
}

/// What is wrong with the value of a key, and the nearest value that is not.
pub(super) fn note(state: State, key: &'static str) -> impl IntoView {
    let notice = Memo::new(move |_| state.notice(key));
    view! {
        <p class="note" id=format!("{key}-note")>
            {move || notice.get().map(|notice| {
                let way = notice.nearest.zip(notice.nearest_label).map(|(query, label)| {
                    view! { <a href=address(&query)>{format!("Use {label}")}</a> }
                });
                view! { <span>{notice.message}</span> " " {way} }
            })}
        </p>
    }
}

/// The label of a field, with its entry of the glossary.
fn name(key: &'static str, label: &'static str, term: Option<&'static str>) -> impl IntoView {
    view! {
        <span class="name">
            <label for=key>{label}</label>
            {term.map(explain)}
        </span>
    }
}

/// A button that opens an entry of the glossary. It works without script.
pub(super) fn explain(term: &'static str) -> impl IntoView {
    leptos::html::button()
        .r#type("button")
        .class("term")
        .attr("popovertarget", format!("term-{term}"))
        .attr(
            "aria-label",
            format!("What is this? {}", crate::glossary::title(term)),
        )
        .child("?")
}
