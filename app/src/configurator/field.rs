//! Controls: each writes one key of the query and shows what is wrong with it.

use headroom_core::report::Notice;
use leptos::prelude::*;

use crate::markup::{Text, address, put};
use crate::state::{Answer, State, Step};

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
    /// What is done with what is typed.
    pub(super) write: Write,
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
            write,
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

    /// With its own way of writing.
    pub(super) fn writes(mut self, write: Write) -> Self {
        self.write = write;
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
        write,
    } = field;
    view! {
        <div class="field">
            {name(key, label, term)}
            <span class="control">
                {input(state, key, placeholder, write)}
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
        write,
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
                {input(state, key, placeholder, write)}
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
    options: fn(&Answer) -> String,
) -> impl IntoView {
    view! {
        <div class="field">
            {name(key, label, term)}
            <span class="control">
                <select
                    id=key
                    name=key
                    aria-describedby=format!("{key}-note")
                    inner_html=state.text(options)
                    on:change=move |event| state.set(key, event_target_value(&event), Step::Chosen)
                ></select>
            </span>
            {note(state, key)}
        </div>
    }
}

/// What a field does with what is typed into it.
pub(super) type Write = fn(State, &'static str, String);

/// Writes the key of the field.
pub(super) fn write(state: State, key: &'static str, value: String) {
    state.set(key, value, Step::Typed);
}

/// The bare text field of a key.
pub(super) fn input(
    state: State,
    key: &'static str,
    placeholder: String,
    write: Write,
) -> impl IntoView {
    view! {
        <input
            type="text"
            inputmode="numeric"
            id=key
            name=key
            placeholder=placeholder
            autocomplete="off"
            spellcheck="false"
            value=untrack(|| state.shown(key))
            prop:value=move || state.shown(key)
            aria-describedby=format!("{key}-note")
            aria-invalid=move || state.invalid(key)
            on:input=move |event| write(state, key, event_target_value(&event))
        />
    }
}

/// What is wrong with the value of a key, and the nearest value that is not.
pub(super) fn note(state: State, key: &'static str) -> impl IntoView {
    let text = move || {
        state
            .notice(key)
            .map(|notice| remark(&notice))
            .unwrap_or_default()
    };
    view! { <p class="note" id=format!("{key}-note") inner_html=text></p> }
}

fn remark(notice: &Notice) -> String {
    let mut out = format!("<span>{}</span>", Text(&notice.message));
    if let (Some(query), Some(label)) = (&notice.nearest, &notice.nearest_label) {
        put!(
            out,
            " <a href=\"{}\">Use {}</a>",
            Text(address(query)),
            Text(label)
        );
    }
    out
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
