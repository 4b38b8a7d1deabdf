//! Controls: each belongs to one key of the query and shows what is wrong with it.

use headroom_core::report::Notice;
use leptos::prelude::*;

use super::asked::{Asked, Slice, slice};
use super::fixed::{Fixed, IntoFixed};
use super::panel::Panel;
use super::place::place;
use crate::glossary;
use crate::markup::{Html, IntoHtml, address};
use crate::state::Answer;

/// A number or short text that is typed.
pub(super) struct Field {
    /// Query key, also the id.
    pub(super) key: &'static str,
    /// Name above the field.
    pub(super) label: &'static str,
    /// Unit behind the field.
    pub(super) unit: &'static str,
    /// Whether the currency of the question stands before the unit.
    is_price: bool,
    /// Term of the glossary, if the label needs one.
    pub(super) term: Option<&'static str>,
    /// What an empty field stands for.
    placeholder: Placeholder,
    /// Buttons for one less and one more, and how far down they go.
    pub(super) steps: Option<i64>,
}

/// What stands in an empty field.
enum Placeholder {
    Fixed(String),
    Follows(fn(&Answer, usize) -> String, usize),
}

/// What the empty field of a key stands for, where that follows from the answer.
pub(super) struct StandsFor {
    /// Query key.
    pub(super) key: &'static str,
    /// Which of several fields of a kind.
    pub(super) index: usize,
    /// What is used instead.
    pub(super) used: fn(&Answer, usize) -> String,
}

/// A slider beside the field of a key. Without script it is not shown.
pub(super) struct Slider {
    /// Query key.
    pub(super) key: &'static str,
    /// Which of several sliders of a kind.
    pub(super) index: usize,
    /// What it moves, for those who do not see the field.
    pub(super) label: &'static str,
    /// Where it stands and where it ends.
    pub(super) ends: fn(&Answer, usize) -> Ends,
    /// What the key gets for a step of the slider.
    pub(super) value: fn(u32) -> u32,
    /// What it says where it stands.
    pub(super) words: fn(u32) -> String,
}

/// A range of whole numbers and where in it the present value is.
#[derive(Clone, Copy)]
pub(super) struct Ends {
    /// The lowest value.
    pub(super) low: u32,
    /// The present value.
    pub(super) now: u32,
    /// The highest value.
    pub(super) high: u32,
}

impl Slider {
    /// The slider; its element is called after its key.
    pub(super) fn view(&'static self, asked: Asked) -> Fixed {
        let of = move |read: fn(&Self, Ends) -> String| {
            asked.text(move |answer| read(self, (self.ends)(answer, self.index)))
        };
        let now = of(|_, ends| ends.now.to_string());
        view! {
            <div class="slider">
                <input
                    type="range"
                    id=format!("{}-slider", self.key)
                    aria-label=format!("{} on a scale", self.label)
                    min=of(|_, ends| ends.low.to_string())
                    max=of(|_, ends| ends.high.to_string())
                    step="1"
                    value=now.get_untracked()
                    prop:value=now
                    aria-valuetext=of(|slider, ends| (slider.words)(ends.now))
                />
            </div>
        }
        .fixed()
    }
}

impl Field {
    /// A plain field.
    pub(super) fn new(key: &'static str, label: &'static str) -> Self {
        Self {
            key,
            label,
            unit: "",
            is_price: false,
            term: None,
            placeholder: Placeholder::Fixed(String::new()),
            steps: None,
        }
    }

    /// With a unit.
    pub(super) fn unit(mut self, unit: &'static str) -> Self {
        self.unit = unit;
        self
    }

    /// With the currency as unit, and what the price is for: `/h`.
    pub(super) fn price_unit(mut self, per: &'static str) -> Self {
        (self.unit, self.is_price) = (per, true);
        self
    }

    /// With an entry of the glossary.
    pub(super) fn term(mut self, term: &'static str) -> Self {
        self.term = Some(term);
        self
    }

    /// With a word for the empty field.
    pub(super) fn placeholder(mut self, text: impl Into<String>) -> Self {
        self.placeholder = Placeholder::Fixed(text.into());
        self
    }

    /// With what the empty field stands for, which follows from the answer.
    pub(super) fn stands_for(mut self, used: fn(&Answer, usize) -> String, index: usize) -> Self {
        self.placeholder = Placeholder::Follows(used, index);
        self
    }

    /// With buttons for one less and one more, down to `least`.
    pub(super) fn steps(mut self, least: i64) -> Self {
        self.steps = Some(least);
        self
    }

    /// The field with its label and its note.
    pub(super) fn view(self, asked: Asked) -> Fixed {
        let (key, label, term) = (self.key, self.label, self.term);
        place("div").class("field").holds(vec![
            name(key, label, term),
            self.control(asked),
            note(asked, key),
        ])
    }

    /// The field without its label and its note.
    pub(super) fn control(self, asked: Asked) -> Fixed {
        let Self { key, label, .. } = self;
        let class = if self.steps.is_some() {
            "control stepper"
        } else {
            "control"
        };
        let button = |by, mark, more: &str, one: &str| {
            self.steps.map(|least| {
                view! {
                    <button
                        type="button"
                        class="step"
                        data-key=format!("{key}-{more}")
                        data-step=by
                        data-least=least
                        data-for=key
                        aria-label=format!("{label}: one {one}")
                    >
                        {mark}
                    </button>
                }
            })
        };
        let placeholder = match self.placeholder {
            Placeholder::Fixed(text) => slice(move |_| text.clone()),
            Placeholder::Follows(used, index) => asked.text(move |answer| used(answer, index)),
        };
        let (unit, is_price) = (self.unit, self.is_price);
        let unit = match is_price {
            true => Some(
                place("span")
                    .class("unit")
                    .written(asked.text(move |answer| format!("{}{unit}", answer.money().code))),
            ),
            false => (!unit.is_empty()).then(|| place("span").class("unit").says(unit)),
        };
        view! {
            <span class=class>
                {button("-1", "−", "less", "fewer")}
                <input
                    type="text"
                    id=key
                    name=key
                    value=asked.now(|answer| answer.shown(key))
                    prop:value=asked.value(key)
                    placeholder=placeholder
                    autocomplete="off"
                    spellcheck="false"
                    inputmode=inputmode(key)
                    aria-describedby=format!("{key}-note")
                    aria-invalid=invalid(asked, key)
                />
                {button("1", "+", "more", "more")}
                {unit}
            </span>
        }
        .fixed()
    }
}

/// The keyboard that a phone shows for a key.
fn inputmode(key: &str) -> Option<&'static str> {
    match key {
        // Models, their sizes and those of data sets carry letters.
        "params" | "active" | "tokens" | "line-name" | "file" => None,
        "line-usd" | "fx" | "tariff" | "tax" | "upkeep" | "resale" | "fade" | "decline" => {
            Some("decimal")
        }
        price if price.starts_with("price-") => Some("decimal"),
        _ => Some("numeric"),
    }
}

/// A choice. `options` are those of the list, the present one marked.
pub(super) fn choice(
    asked: Asked,
    key: &'static str,
    label: &'static str,
    term: Option<&'static str>,
    options: impl Into<Panel>,
) -> Fixed {
    place("div").class("field").holds(vec![
        name(key, label, term),
        list(asked, key, options),
        note(asked, key),
    ])
}

/// The list of a choice, without its label and its note.
pub(super) fn list(asked: Asked, key: &'static str, options: impl Into<Panel>) -> Fixed {
    view! {
        <span class="control">
            <select
                id=key
                name=key
                aria-describedby=format!("{key}-note")
                aria-invalid=invalid(asked, key)
                inner_html=asked.panel(options)
            ></select>
        </span>
    }
    .fixed()
}

/// One of a choice.
pub(super) fn option(value: &str, is_present: bool, name: &str) -> Html {
    view! { <option value=value selected=is_present>{name}</option> }.html()
}

/// Options, each with its heading: those that follow each other under the same one stand together, those
/// under none by themselves.
pub(super) fn under_headings(options: impl Iterator<Item = (&'static str, Html)>) -> Html {
    let mut groups: Vec<(&str, Vec<Html>)> = Vec::new();
    for (heading, option) in options {
        match groups.last_mut() {
            Some((last, group)) if *last == heading => group.push(option),
            _ => groups.push((heading, vec![option])),
        }
    }
    let groups: Vec<Html> = { groups.into_iter() }
        .map(|(heading, options)| match heading {
            "" => options.html(),
            _ => view! { <optgroup label=heading>{options}</optgroup> }.html(),
        })
        .collect();
    groups.html()
}

/// The attribute that says whether something is wrong with the value of a key.
pub(super) fn invalid(asked: Asked, key: &'static str) -> Slice<Option<String>> {
    asked.maybe(move |answer| answer.notice(key).map(|_| "true".to_owned()))
}

/// The place for what is wrong with the value of a key.
pub(super) fn note(asked: Asked, key: &'static str) -> Fixed {
    let note = place("p").class("note").id(format!("{key}-note"));
    note.written(asked.panel_anywhere(Panel::Note(key)))
}

/// What is wrong with the value of a key, and the nearest value that is not.
pub(super) fn remark(answer: &Answer, key: &str) -> Option<Html> {
    let notice = answer.notice(key)?;
    let nearest = notice.nearest.as_ref().zip(notice.nearest_label.as_ref());
    let nearest = nearest.map(|(query, label)| way("Use", query, label));
    let view = view! {
        <span>{notice.message.clone()}</span>
        {nearest}
        {suggestions(notice)}
    };
    Some(view.html())
}

/// Names that are like a word that is not known, each a link.
pub(super) fn suggestions(notice: &Notice) -> Html {
    let ways: Vec<Html> = { notice.suggestions.iter() }
        .map(|one| way("Take", &one.query, &one.label))
        .collect();
    ways.html()
}

/// A link, after a blank, that does something with what it names.
fn way(does: &'static str, query: &str, label: &str) -> Html {
    view! {
        " "
        <a href=address(query)>{format!("{does} {label}")}</a>
    }
    .html()
}

/// The label of a field, with its entry of the glossary.
fn name(key: &'static str, label: &'static str, term: Option<&'static str>) -> Fixed {
    view! {
        <span class="name">
            <label for=key>{label}</label>
            {term.map(explain)}
        </span>
    }
    .fixed()
}

/// A button that opens an entry of the glossary. It works without script.
pub(super) fn explain(term: &'static str) -> Fixed {
    view! {
        <button
            type="button"
            class="term"
            popovertarget=format!("term-{term}")
            aria-label=format!("What is this? {}", glossary::title(term))
        >
            "?"
        </button>
    }
    .fixed()
}
