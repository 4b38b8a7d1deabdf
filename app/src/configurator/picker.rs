//! Search-and-pick over a long list.
//!
//! The server sends a plain `<select>`, or a field to write a name into where nothing need be picked. In
//! the browser it gives way to a combobox with a list box, after the ARIA authoring practices: focus
//! stays in the field, arrows move the active option, Enter takes it, Escape leaves everything as it
//! was. This module owns the lists and their markup; [`search`](super::search) owns what happens.

use std::borrow::Cow;
use std::sync::OnceLock;

use headroom_core::catalog::Catalog;
use headroom_core::codec::words::{self, Likeness, Named, Names};
use headroom_core::scenario::keys::FORM_ALSO;
use headroom_core::units::sort_by_key;

use leptos::prelude::*;

use super::asked::Asked;
use super::field::{invalid, note, option, under_headings};
use super::fixed::{Fixed, IntoFixed};
use super::search::Search;
use super::{machine, model, together};
use crate::markup::{Html, IntoHtml, words as filled};
use crate::state::Answer;

/// One thing that can be picked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Item {
    /// Value of the key; empty for "none".
    pub(super) id: &'static str,
    /// Name.
    pub(super) name: &'static str,
    /// What tells it from others, beside the name.
    pub(super) detail: String,
    /// Heading in the plain list.
    pub(super) group: &'static str,
    /// More words that find it, in lower case.
    pub(super) words: String,
}

impl Item {
    /// What stands in a list where nothing need be picked.
    pub(super) fn none() -> Self {
        Self {
            id: "",
            name: "None",
            detail: String::new(),
            group: "",
            words: String::new(),
        }
    }
}

/// `rows` by group: groups in the order of the catalogue, in each the latest rows first.
pub(super) fn by_group<T>(
    rows: &'static [&'static T],
    group: fn(&T) -> &'static str,
) -> impl Iterator<Item = &'static T> {
    let mut groups: Vec<&str> = Vec::new();
    for row in rows {
        if !groups.contains(&group(row)) {
            groups.push(group(row));
        }
    }
    groups.into_iter().flat_map(move |name| {
        let rows = rows.iter().copied().rev();
        rows.filter(move |row| group(row) == name)
    })
}

/// How a thing is named where there is no script.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Plain {
    /// By picking from all of them.
    List,
    /// By writing its name: where most people name none, the page need not hold all of them once more.
    Name,
}

/// A field to pick from a list.
#[derive(Clone, Copy)]
pub(super) struct Picker {
    /// Query key, also the id of the field.
    pub(super) key: &'static str,
    /// Name of the field.
    label: &'static str,
    /// What one of the things is called.
    noun: &'static str,
    /// What the server sends.
    plain: Plain,
    /// All that can be picked.
    items: fn() -> &'static [Item],
    /// What the thing with an id is called.
    names: fn(&str) -> Option<Names<'static>>,
    /// Id of the present item, for the key of the field; none where the word that was given is the name of none.
    present: fn(&Answer, &str) -> Option<&'static str>,
}

/// Every such field.
pub(super) const PICKERS: [Picker; 8] = [
    card("gpu", "GPU"),
    card("gpu2", "And"),
    card("gpu3", "And"),
    card("gpu4", "And"),
    MODEL,
    beside(FORM_ALSO[0].0),
    beside(FORM_ALSO[1].0),
    beside(FORM_ALSO[2].0),
];

const fn card(key: &'static str, label: &'static str) -> Picker {
    // The first kind of card cannot be "none", which is the first item.
    let (items, plain): (fn() -> &'static [Item], Plain) = match key.len() {
        3 => (machine::cards, Plain::List),
        _ => (machine::cards_or_none, Plain::Name),
    };
    Picker {
        key,
        label,
        noun: "GPU",
        plain,
        items,
        names: |id| Some(Catalog::builtin().gpu(id)?.names()),
        present: |answer, key| {
            let is_known = answer.unknown(key).is_none();
            is_known.then(|| machine::present(answer, key))
        },
    }
}

const MODEL: Picker = Picker {
    key: "model",
    label: "Model",
    noun: "model",
    plain: Plain::List,
    items: model::models,
    names: |id| Some(Catalog::builtin().model(id)?.names()),
    present: |answer, key| {
        let is_known = answer.unknown(key).is_none();
        is_known.then(|| model::present(answer))
    },
};

/// A model beside the first.
const fn beside(key: &'static str) -> Picker {
    Picker {
        key,
        label: "Model",
        plain: Plain::Name,
        items: together::models,
        present: together::present,
        ..MODEL
    }
}

/// The plain list of each, by the item that is the present one.
static WRITTEN: [OnceLock<Vec<OnceLock<String>>>; PICKERS.len()] =
    [const { OnceLock::new() }; PICKERS.len()];

/// The picker of a key.
pub(super) fn picker(asked: Asked, key: &str) -> Fixed {
    let index = PICKERS.iter().position(|picker| picker.key == key);
    index.map_or_else(|| ().fixed(), |index| PICKERS[index].view(asked, index))
}

impl Picker {
    /// What the server sends, and the combobox that takes its place in the browser. `index` is that of the
    /// picker among [`PICKERS`].
    fn view(self, asked: Asked, index: usize) -> Fixed {
        let Self { key, label, .. } = self;
        let by_name = self.plain == Plain::Name;
        let list = asked.text(move |answer| {
            self.search(asked, index)
                .map_or_else(String::new, |search| {
                    let list = self.list(answer, &search.found(), search.active);
                    list.into_text()
                })
        });
        // Until the list gives way, the label is its own.
        let named = asked.text(move |_| {
            if by_name || asked.awake.get() {
                key.to_owned()
            } else {
                format!("{key}-plain")
            }
        });
        let label = view! {
            <span class="name">
                <label id=format!("{key}-label") for=named>
                    {label}
                </label>
            </span>
        };
        let plain = (!by_name).then(|| self.plain_list(asked, index));
        view! {
            <div class="field picker">
                {label}
                <span class="control">
                    {plain}
                    {self.combobox(asked, index)}
                    <ul
                        class="options"
                        role="listbox"
                        id=format!("{key}-list")
                        aria-labelledby=format!("{key}-label")
                        hidden=asked.holds(move |_| self.search(asked, index).is_none())
                        inner_html=list
                    ></ul>
                </span>
                {note(asked, key)}
            </div>
        }
        .fixed()
    }

    /// The search in this combobox.
    fn search(&self, asked: Asked, index: usize) -> Option<Search> {
        asked.search.get().filter(|search| search.picker == index)
    }

    /// Every item, for the plain form.
    fn plain_list(self, asked: Asked, index: usize) -> Fixed {
        let key = self.key;
        let awake = asked.holds(move |_| asked.awake.get());
        // The browser takes it over as it is.
        let plain = if cfg!(feature = "ssr") {
            asked.now(|answer| self.plain(answer, index))
        } else {
            String::new()
        };
        view! {
            <select
                id=format!("{key}-plain")
                name=key
                aria-describedby=format!("{key}-note")
                aria-invalid=invalid(asked, key)
                hidden=awake
                disabled=awake
                inner_html=plain
            ></select>
        }
        .fixed()
    }

    /// The field that is searched in; in the plain form it takes a name, or is not shown.
    fn combobox(self, asked: Asked, index: usize) -> Fixed {
        let key = self.key;
        let by_name = self.plain == Plain::Name;
        let asleep = asked.holds(move |_| !by_name && !asked.awake.get());
        let value = asked.text(move |answer| {
            let typed = self.search(asked, index).and_then(|search| search.wanted);
            // Until it is shown the field is empty, as the server wrote it.
            match typed {
                Some(typed) => typed,
                None if by_name || asked.awake.get() => self.shown(answer).into_owned(),
                None => String::new(),
            }
        });
        let given = by_name.then(|| value.get_untracked());
        let active = asked.maybe(move |_| {
            let search = self.search(asked, index)?;
            Some(format!("{key}-{}", search.active))
        });
        view! {
            <input
                type="text"
                role="combobox"
                id=key
                name=by_name.then_some(key)
                class="combobox"
                hidden=asleep
                value=given
                autocomplete="off"
                spellcheck="false"
                aria-autocomplete="list"
                aria-controls=format!("{key}-list")
                aria-expanded=asked.text(move |_| self.search(asked, index).is_some().to_string())
                aria-activedescendant=active
                aria-describedby=format!("{key}-note")
                aria-invalid=invalid(asked, key)
                prop:value=value
            />
        }
        .fixed()
    }

    /// The options of the plain list, as they are written. The server writes each list once for every item
    /// that is the present one in it.
    fn plain(&self, answer: &Answer, index: usize) -> String {
        let written = || self.options(answer).into_text();
        let Some(place) = self.place(answer) else {
            return written();
        };
        let lists = WRITTEN[index].get_or_init(|| vec![OnceLock::new(); (self.items)().len()]);
        lists[place].get_or_init(written).clone()
    }

    /// The options of the plain list, under their headings.
    fn options(&self, answer: &Answer) -> Html {
        let present = self.place(answer);
        let unknown = present.is_none().then(|| self.shown(answer));
        let items = (self.items)().iter().enumerate().map(|(index, item)| {
            let name = match item.detail.as_str() {
                "" => item.name.to_owned(),
                detail => format!("{} · {detail}", item.name),
            };
            (item.group, option(item.id, Some(index) == present, &name))
        });
        view! {
            {unknown.map(|word| option(&word, true, &word))}
            {under_headings(items)}
        }
        .html()
    }

    /// Index of the present item, unless the word that was given is the name of none.
    pub(super) fn place(&self, answer: &Answer) -> Option<usize> {
        let id = (self.present)(answer, self.key)?;
        (self.items)().iter().position(|item| item.id == id)
    }

    /// Name of the present item; a word that is the name of none stays as it was given.
    fn shown<'a>(&self, answer: &'a Answer) -> Cow<'a, str> {
        let given = || answer.given(self.key);
        match (self.place(answer), self.plain) {
            // In a field that may be empty, nothing stands for none.
            (Some(place), _) if (self.items)()[place].id.is_empty() => "".into(),
            (Some(place), _) => (self.items)()[place].name.into(),
            // Of a list of several, the word in question.
            (None, Plain::List) => answer.unknown(self.key).unwrap_or_else(given).into(),
            // As it was written, with blanks.
            (None, Plain::Name) => given().replace('+', " ").into(),
        }
    }

    /// Indices of the items that match what was typed: what is called so first, all in their order where nothing was typed.
    pub(super) fn found(&self, typed: &str) -> Vec<usize> {
        let found = self.holding(typed);
        if !found.is_empty() {
            return found;
        }
        words::without_format(typed).map_or(found, |rest| self.holding(rest))
    }

    fn holding(&self, typed: &str) -> Vec<usize> {
        let likeness = |item: &Item| {
            let own = Names {
                name: item.name,
                ..Names::default()
            };
            let names = (self.names)(item.id).unwrap_or(own);
            words::likeness(typed, &names, &item.words)
        };
        let items = (self.items)().iter().enumerate();
        let ranked = items.filter_map(|(index, item)| Some((likeness(item)?, index)));
        let mut ranked: Vec<(Likeness, usize)> = ranked.collect();
        sort_by_key(&mut ranked, |one| *one);
        ranked.into_iter().map(|(_, index)| index).collect()
    }

    /// Id of the item at an index.
    pub(super) fn id(&self, index: usize) -> &'static str {
        (self.items)()[index].id
    }

    /// The options of the list box.
    pub(super) fn list(&self, answer: &Answer, found: &[usize], active: usize) -> Html {
        if found.is_empty() {
            let view = view! {
                <li role="option" aria-disabled="true" aria-selected="false">
                    {format!("No {} matches.", self.noun)}
                </li>
            };
            return view.html();
        }
        let present = self.place(answer);
        let options: Vec<Html> = { found.iter().enumerate() }
            .map(|(place, &index)| {
                self.listed(index, place, Some(index) == present, place == active)
            })
            .collect();
        options.html()
    }

    /// An item in the list box.
    fn listed(&self, index: usize, place: usize, is_present: bool, is_active: bool) -> Html {
        let item = &(self.items)()[index];
        view! {
            <li
                role="option"
                id=format!("{}-{place}", self.key)
                data-place=place
                aria-selected=is_present.to_string()
            >
                <span>{item.name}</span>
                " "
                <span class="detail">{filled(&item.detail)}</span>
            </li>
        }
        .attr("class", is_active.then_some("active"))
        .html()
    }
}

#[cfg(test)]
mod tests {
    use super::{MODEL, Picker, card, machine};
    use crate::state::Answer;

    /// The ids that a picker lists for what was typed.
    fn listed(picker: Picker, typed: &str) -> Vec<&'static str> {
        let found = picker.found(typed);
        found.into_iter().map(|index| picker.id(index)).collect()
    }

    #[test]
    fn a_word_that_is_not_known_stays_in_its_field() {
        let answer = Answer::to("gpu=rtx-9999");
        let gpu = card("gpu", "GPU");
        assert_eq!(gpu.shown(&answer), "rtx-9999");
        let options = gpu.options(&answer).into_text();
        assert!(options.starts_with("<option value=\"rtx-9999\" selected>"));
        assert_eq!(options.matches(" selected").count(), 1);
        let list = gpu.list(&answer, &gpu.found(""), 0).into_text();
        assert!(!list.contains("aria-selected=\"true\""));
        assert_eq!(machine::first_card(&answer), None);
        let known = Answer::to("gpu=rtx-5090");
        assert!(gpu.shown(&known).contains("RTX 5090"));
    }

    #[test]
    fn what_is_called_so_comes_first() {
        let (gpu, second) = (card("gpu", "GPU"), card("gpu2", "And"));
        assert_eq!(listed(MODEL, "DeepSeek-V3")[0], "deepseek-v3");
        assert_eq!(listed(MODEL, "deepseek r1")[0], "deepseek-r1");
        assert_eq!(listed(MODEL, "gpt-oss:120b")[0], "gpt-oss-120b");
        assert_eq!(listed(gpu, "m3 ultra")[0], "apple-m3-ultra");
        assert_eq!(listed(gpu, "strix halo"), ["ryzen-ai-max-395"]);
        assert_eq!(listed(gpu, "5090")[0], "rtx-5090");
        assert_eq!(listed(second, "none"), [""]);
        assert!(listed(gpu, "apple 128gb").contains(&"apple-m4-max"));
        assert!(listed(MODEL, "own").contains(&"custom"));
        assert!(!listed(MODEL, "30b").contains(&"qwen3-235b-a22b"));
        assert_eq!(listed(gpu, "no such card"), Vec::<&str>::new());
        for all in [gpu, second, MODEL] {
            assert_eq!(listed(all, ""), listed(all, "  "));
            assert_eq!(listed(all, "").len(), (all.items)().len());
        }
    }
}
