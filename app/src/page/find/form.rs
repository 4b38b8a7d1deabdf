//! Fields of the forms: what was typed stays in them, and what is wrong with it stands beside.

use headroom_core::find::Told;
use leptos::prelude::*;

use crate::markup::{Html, IntoHtml};

/// What is wrong with a value, below its field.
fn note(key: &str, flaw: Option<&str>) -> Option<Html> {
    flaw.map(|flaw| {
        let id = format!("{key}-note");
        view! { <p class="note" id=id><span>{flaw.to_owned()}</span></p> }.html()
    })
}

/// A field that is typed into.
pub(super) struct Text<'a> {
    /// Its key, also its id.
    pub(super) key: &'static str,
    /// What it is.
    pub(super) label: &'static str,
    /// What stands behind it.
    pub(super) unit: &'static str,
    /// What stands in it.
    pub(super) value: String,
    /// What stands in it while it is empty.
    pub(super) placeholder: &'static str,
    /// Whether numbers are typed.
    pub(super) number: bool,
    /// What is wrong with the value.
    pub(super) flaw: Option<&'a str>,
}

impl Text<'_> {
    /// The field.
    pub(super) fn html(self) -> Html {
        let key = self.key;
        let list = (!self.number).then(|| format!("{key}-names"));
        let list = list.filter(|_| key == headroom_core::find::MACHINE);
        let mode = self.number.then_some("numeric");
        let (invalid, described) = match self.flaw {
            Some(_) => (Some("true"), Some(format!("{key}-note"))),
            None => (None, None),
        };
        let unit = (!self.unit.is_empty()).then(|| view! { <span class="unit">{self.unit}</span> });
        view! {
            <div class="field">
                <label class="name" for=key>{self.label}</label>
                <span class="control">
                    <input type="text" id=key name=key value=self.value placeholder=self.placeholder
                        list=list inputmode=mode autocomplete="off" aria-invalid=invalid aria-describedby=described/>
                    {unit}
                </span>
                {note(key, self.flaw)}
            </div>
        }
        .html()
    }
}

/// A field to choose in: values with their names. A value that is in force and has no name stands there as it is.
pub(super) fn choice(
    (key, label): (&'static str, &'static str),
    options: impl IntoIterator<Item = (String, String)>,
    chosen: &str,
    flaw: Option<&str>,
) -> Html {
    let mut options: Vec<(String, String)> = options.into_iter().collect();
    if options.iter().all(|(value, _)| value != chosen) {
        options.push((chosen.to_owned(), chosen.to_owned()));
    }
    let options: Vec<Html> = { options.into_iter() }
        .map(|(value, name)| {
            let chosen = value == chosen;
            view! { <option value=value selected=chosen>{name}</option> }.html()
        })
        .collect();
    view! {
        <div class="field">
            <label class="name" for=key>{label}</label>
            <select id=key name=key>{options}</select>
            {note(key, flaw)}
        </div>
    }
    .html()
}

/// What could not be used and has no field here.
pub(super) fn loose(told: &[Told], shown: &[&str]) -> Html {
    let loose = told.iter().filter(|told| !shown.contains(&told.key));
    let notes: Vec<Html> = loose
        .map(|told| view! { <p class="note"><span>{told.message.clone()}</span></p> }.html())
        .collect();
    notes.html()
}

/// A list of choices that begins with one that leaves it open.
pub(super) fn any(
    name: &str,
    values: impl IntoIterator<Item = (String, String)>,
) -> Vec<(String, String)> {
    let open = (String::new(), name.to_owned());
    std::iter::once(open).chain(values).collect()
}

/// What stands in a field: what was typed, where it was not understood, else what is used. A form writes
/// blanks as `+`.
pub(super) fn shown(flaw: Option<&str>, typed: Option<&str>, used: String) -> String {
    match (flaw, typed) {
        (Some(_), Some(typed)) => typed.replace('+', " "),
        _ => used,
    }
}
