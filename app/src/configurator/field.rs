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
    pub(super) placeholder: Placeholder,
    /// The least that the buttons of a stepper go down to.
    pub(super) least: i64,
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
            placeholder: Placeholder::Fixed(String::new()),
            least: 1,
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
        self.placeholder = Placeholder::Fixed(text.into());
        self
    }

    /// With what is used instead of an empty field.
    pub(super) fn stands_for(mut self, used: fn(&Answer, usize) -> String) -> Self {
        self.placeholder = Placeholder::Used(used, 0);
        self
    }

    /// With another end for the buttons than 1.
    pub(super) fn least(mut self, least: i64) -> Self {
        self.least = least;
        self
    }
}

/// What an empty field says.
pub(super) enum Placeholder {
    /// Always the same.
    Fixed(String),
    /// What is used instead, for one of several fields of a kind.
    Used(fn(&Answer, usize) -> String, usize),
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
        ..
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
        least,
        write,
    } = field;
    let used = match placeholder {
        Placeholder::Used(used, index) => Some((used, index)),
        Placeholder::Fixed(_) => None,
    };
    let by = move |step: i64| {
        let shown = untrack(|| state.shown(key));
        let now = shown.trim().parse::<i64>().ok().or_else(|| {
            let (used, index) = used?;
            untrack(|| state.read(|answer| used(answer, index)))
                .parse()
                .ok()
        });
        let next = now.unwrap_or(1).saturating_add(step).max(least);
        state.set(key, next.to_string(), Step::Typed);
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
    placeholder: Placeholder,
    write: Write,
) -> impl IntoView {
    let placeholder = move || match &placeholder {
        Placeholder::Fixed(text) => text.clone(),
        Placeholder::Used(used, index) => state.read(|answer| used(answer, *index)),
    };
    view! {
        <input
            type="text"
            inputmode=if key == "tariff" { "decimal" } else { "numeric" }
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

/// A range of whole numbers and where in it the present value is.
pub(super) struct Ends {
    /// The lowest value.
    pub(super) low: u32,
    /// The present value.
    pub(super) now: u32,
    /// The highest value.
    pub(super) high: u32,
}

/// A slider beside the text field of a key. Without script it is not shown.
pub(super) struct Slider {
    /// Query key.
    pub(super) key: &'static str,
    /// What it moves, for those who do not see the field.
    pub(super) label: &'static str,
    /// Unit of the value.
    pub(super) unit: &'static str,
    /// The range, for one of several sliders of a kind.
    pub(super) ends: fn(&Answer, usize) -> Ends,
    /// Which of several sliders.
    pub(super) index: usize,
    /// What is done with the value.
    pub(super) write: Write,
}

/// The slider.
pub(super) fn slider(state: State, slider: Slider) -> impl IntoView {
    let Slider {
        key,
        label,
        unit,
        ends,
        index,
        write,
    } = slider;
    let end =
        move |which: fn(&Ends) -> u32| state.read(|answer| which(&ends(answer, index)).to_string());
    let now = move || end(|ends| ends.now);
    view! {
        <div class="slider">
            <input
                type="range"
                aria-label=format!("{label} on a scale")
                // The ends come first: a slider clamps its value to them.
                min=move || end(|ends| ends.low)
                max=move || end(|ends| ends.high)
                step="1"
                value=untrack(now)
                prop:value=now
                aria-valuetext=move || format!("{} {unit}", now())
                on:input=move |event| write(state, key, event_target_value(&event))
            />
        </div>
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
