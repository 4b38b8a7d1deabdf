//! Search-and-pick over a long list.
//!
//! The server sends a plain `<select>`. In the browser it gives way to a combobox with a list box,
//! after the ARIA authoring practices: focus stays in the field, arrows move the active option,
//! Enter takes it, Escape leaves everything as it was. This module owns the lists and their
//! markup; [`search`](super::search) owns what happens.

use std::sync::OnceLock;

use headroom_core::catalog::Catalog;
use headroom_core::codec::words::{self, Likeness, Named, Names};
use headroom_core::units::sort_by_key;

use leptos::prelude::*;

use super::asked::Asked;
use super::field::{invalid, note, option, under_headings};
use super::fixed::{Fixed, IntoFixed};
use super::{machine, model};
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

/// A field to pick from a list.
#[derive(Clone, Copy)]
pub(super) struct Picker {
    /// Query key, also the id of the field.
    pub(super) key: &'static str,
    /// Name of the field.
    label: &'static str,
    /// What one of the things is called.
    noun: &'static str,
    /// All that can be picked.
    items: fn() -> &'static [Item],
    /// What the thing with an id is called.
    names: fn(&str) -> Option<Names<'static>>,
    /// Id of the present item, for the key of the field.
    present: fn(&Answer, &str) -> &'static str,
}

/// Every such field.
pub(super) const PICKERS: [Picker; 5] = [
    card("gpu", "GPU"),
    card("gpu2", "And"),
    card("gpu3", "And"),
    card("gpu4", "And"),
    MODEL,
];

const fn card(key: &'static str, label: &'static str) -> Picker {
    // The first kind of card cannot be "none", which is the first item.
    let items = match key.len() {
        3 => machine::cards,
        _ => machine::cards_or_none,
    };
    Picker {
        key,
        label,
        noun: "GPU",
        items,
        names: |id| Some(Catalog::builtin().gpu(id)?.names()),
        present: machine::present,
    }
}

const MODEL: Picker = Picker {
    key: "model",
    label: "Model",
    noun: "model",
    items: model::models,
    names: |id| Some(Catalog::builtin().model(id)?.names()),
    present: |answer, _| model::present(answer),
};

/// The plain list of each, by the item that is the present one.
static WRITTEN: [OnceLock<Vec<OnceLock<String>>>; PICKERS.len()] =
    [const { OnceLock::new() }; PICKERS.len()];

/// The picker of a key.
pub(super) fn picker(asked: Asked, key: &str) -> Fixed {
    let index = PICKERS.iter().position(|picker| picker.key == key);
    index.map_or_else(|| ().fixed(), |index| PICKERS[index].view(asked, index))
}

impl Picker {
    /// The plain list, and the combobox that takes its place in the browser. `index` is that of the
    /// picker among [`PICKERS`].
    fn view(self, asked: Asked, index: usize) -> Fixed {
        let Self { key, label, .. } = self;
        let awake = asked.holds(move |_| asked.awake.get());
        let asleep = asked.holds(move |_| !asked.awake.get());
        let search = move || {
            let search = asked.search.get();
            search.filter(|search| search.picker == index)
        };
        let value = asked.text(move |answer| {
            let typed = search().and_then(|search| search.wanted);
            let shown = || self.shown(answer).to_owned();
            // Until it is shown the field is empty, as the server wrote it.
            typed.unwrap_or_else(|| if awake.get() { shown() } else { String::new() })
        });
        let active = asked.maybe(move |_| Some(format!("{key}-{}", search()?.active)));
        let list = asked.text(move |answer| {
            search().map_or_else(String::new, |search| {
                let list = self.list(answer, &search.found(), search.active);
                list.into_text()
            })
        });
        let named = asked.text(move |_| {
            if awake.get() {
                key.to_owned()
            } else {
                format!("{key}-plain")
            }
        });
        // The browser takes the plain list over as it is.
        let plain = if cfg!(feature = "ssr") {
            asked.now(|answer| self.plain(answer, index))
        } else {
            String::new()
        };
        view! {
            <div class="field picker">
                <span class="name">
                    <label
                        id=format!("{key}-label")
                        for=named
                    >
                        {label}
                    </label>
                </span>
                <span class="control">
                    <select
                        id=format!("{key}-plain")
                        name=key
                        aria-describedby=format!("{key}-note")
                        aria-invalid=invalid(asked, key)
                        hidden=awake
                        disabled=awake
                        inner_html=plain
                    ></select>
                    <input
                        type="text"
                        role="combobox"
                        id=key
                        class="combobox"
                        hidden=asleep
                        autocomplete="off"
                        spellcheck="false"
                        aria-autocomplete="list"
                        aria-controls=format!("{key}-list")
                        aria-expanded=asked.text(move |_| search().is_some().to_string())
                        aria-activedescendant=active
                        aria-describedby=format!("{key}-note")
                        aria-invalid=invalid(asked, key)
                        prop:value=value
                    />
                    <ul
                        class="options"
                        role="listbox"
                        id=format!("{key}-list")
                        aria-labelledby=format!("{key}-label")
                        hidden=asked.holds(move |_| search().is_none())
                        inner_html=list
                    ></ul>
                </span>
                {note(asked, key)}
            </div>
        }
        .fixed()
    }

    /// The options of the plain list, as they are written. The server writes each list once for every item
    /// that is the present one in it.
    fn plain(&self, answer: &Answer, index: usize) -> String {
        let written = || self.options(answer).into_text();
        if answer.unknown(self.key).is_some() {
            return written();
        }
        let lists = WRITTEN[index].get_or_init(|| vec![OnceLock::new(); (self.items)().len()]);
        lists[self.place(answer)].get_or_init(written).clone()
    }

    /// The options of the plain list, under their headings.
    fn options(&self, answer: &Answer) -> Html {
        let unknown = answer.unknown(self.key);
        let present = unknown.is_none().then(|| self.place(answer));
        let items = (self.items)().iter().enumerate().map(|(index, item)| {
            let name = match item.detail.as_str() {
                "" => item.name.to_owned(),
                detail => format!("{} · {detail}", item.name),
            };
            (item.group, option(item.id, Some(index) == present, &name))
        });
        view! {
            {unknown.map(|word| option(word, true, word))}
            {under_headings(items)}
        }
        .html()
    }

    /// Index of the present item.
    pub(super) fn place(&self, answer: &Answer) -> usize {
        let id = (self.present)(answer, self.key);
        (self.items)()
            .iter()
            .position(|item| item.id == id)
            .unwrap_or(0)
    }

    /// Name of the present item; a word that is the name of none stays as it was given.
    fn shown<'a>(&self, answer: &'a Answer) -> &'a str {
        let name = || (self.items)()[self.place(answer)].name;
        answer.unknown(self.key).unwrap_or_else(name)
    }

    /// Indices of the items that match what was typed: what is called so first, all in their order where nothing was typed.
    pub(super) fn found(&self, typed: &str) -> Vec<usize> {
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
        let present = answer.unknown(self.key).is_none();
        let present = present.then(|| self.place(answer));
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
