//! Search-and-pick over a long list.
//!
//! The server sends a plain `<select>`. In the browser it gives way to a combobox with a list box,
//! after the ARIA authoring practices: focus stays in the field, arrows move the active option,
//! Enter takes it, Escape leaves everything as it was.

use leptos::ev::{FocusEvent, KeyboardEvent, MouseEvent};
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::{Element, HtmlInputElement};

use super::field::note;
use crate::markup::{Text, put};
use crate::state::State;

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
    fn matches(&self, wanted: &str) -> bool {
        let name = self.name.to_ascii_lowercase();
        let detail = self.detail.to_ascii_lowercase();
        wanted
            .split_whitespace()
            .all(|word| name.contains(word) || detail.contains(word) || self.words.contains(word))
    }
}

/// What is picked from, and what happens then.
pub(super) struct Picker {
    /// Query key, also the id of the field.
    pub(super) key: &'static str,
    /// Name of the field.
    pub(super) label: &'static str,
    /// What one of the things is called, for the empty list.
    pub(super) noun: &'static str,
    /// All that can be picked.
    pub(super) items: &'static [Item],
    /// The present item.
    pub(super) present: Present,
    /// Takes the id of the item that was picked.
    pub(super) pick: fn(State, &'static str, &'static str),
}

/// Where the present item is read from.
#[derive(Clone, Copy)]
pub(super) struct Present {
    /// The state.
    pub(super) state: State,
    /// Which of several fields of a kind.
    pub(super) index: usize,
    /// Reads the id.
    pub(super) of: fn(State, usize) -> &'static str,
}

impl Present {
    /// Its index among `items`.
    fn place(self, items: &[Item]) -> usize {
        let id = (self.of)(self.state, self.index);
        items.iter().position(|item| item.id == id).unwrap_or(0)
    }
}

/// The field.
pub(super) fn picker(state: State, picker: Picker) -> impl IntoView {
    let Picker {
        key,
        label,
        noun,
        items,
        present,
        pick,
    } = picker;
    let combobox = move || {
        state
            .awake()
            .then(|| combobox(state, key, noun, items, present, pick))
    };
    let plain = format!("{key}-plain");
    view! {
        <div class="field picker">
            <span class="name">
                <label id=format!("{key}-label") for=move || if state.awake() { key.to_owned() } else { plain.clone() }>
                    {label}
                </label>
            </span>
            <span class="control">
                <select
                    id=format!("{key}-plain")
                    name=key
                    hidden=move || state.awake()
                    disabled=move || state.awake()
                    aria-describedby=format!("{key}-note")
                    inner_html=options(items, untrack(|| present.place(items)))
                ></select>
                {combobox}
            </span>
            {note(state, key)}
        </div>
    }
}

fn combobox(
    state: State,
    key: &'static str,
    noun: &'static str,
    items: &'static [Item],
    present: Present,
    pick: fn(State, &'static str, &'static str),
) -> impl IntoView {
    let open = RwSignal::new(false);
    let wanted = RwSignal::new(None::<String>);
    let active = RwSignal::new(0_usize);
    let field = NodeRef::<leptos::html::Input>::new();

    let found = move || {
        let wanted = wanted.get().unwrap_or_default().to_ascii_lowercase();
        let matching = |&index: &usize| items[index].matches(&wanted);
        (0..items.len()).filter(matching).collect::<Vec<usize>>()
    };
    let shown = move || {
        wanted
            .get()
            .unwrap_or_else(|| items[present.place(items)].name.to_owned())
    };

    let show = move || {
        if !open.get_untracked() {
            let at = untrack(|| {
                let place = present.place(items);
                found().iter().position(|&index| index == place)
            });
            active.set(at.unwrap_or(0));
            open.set(true);
            keep_in_view(key);
        }
    };
    let leave = move || {
        open.set(false);
        wanted.set(None);
    };
    let take = move |place: usize| {
        if let Some(index) = untrack(found).get(place).copied() {
            leave();
            pick(state, key, items[index].id);
            if let Some(field) = field.get_untracked() {
                // What was typed gives way to the name, even where the same item is taken again.
                field.set_value(items[index].name);
            }
        }
    };

    let on_key = move |event: KeyboardEvent| {
        let count = untrack(found).len();
        let to = |place: usize| {
            event.prevent_default();
            if !open.get_untracked() {
                return show();
            }
            if count > 0 {
                active.set(place % count);
                keep_in_view(key);
            }
        };
        let now = active.get_untracked();
        match event.key().as_str() {
            "ArrowDown" => to(now + 1),
            "ArrowUp" => to((now + count.max(1)) - 1),
            "PageDown" => to((now + 8).min(count.saturating_sub(1))),
            "PageUp" => to(now.saturating_sub(8)),
            "Enter" => {
                event.prevent_default();
                if open.get_untracked() {
                    take(now)
                } else {
                    show()
                }
            }
            "Escape" if open.get_untracked() => {
                event.prevent_default();
                leave();
                if let Some(field) = field.get_untracked() {
                    field.set_value(items[untrack(|| present.place(items))].name);
                }
            }
            _ => {}
        }
    };
    let on_list = move |event: MouseEvent| {
        let place = event
            .target()
            .and_then(|target| target.dyn_into::<Element>().ok())
            .and_then(|target| target.closest("[data-place]").ok().flatten())
            .and_then(|option| option.get_attribute("data-place"))
            .and_then(|place| place.parse().ok());
        if let Some(place) = place {
            take(place);
        }
    };
    let list = move || {
        if !open.get() {
            return String::new();
        }
        list(
            key,
            noun,
            items,
            &found(),
            active.get(),
            present.place(items),
        )
    };
    view! {
        <input
            type="text"
            role="combobox"
            id=key
            class="combobox"
            autocomplete="off"
            spellcheck="false"
            aria-autocomplete="list"
            aria-controls=format!("{key}-list")
            aria-expanded=move || if open.get() { "true" } else { "false" }
            aria-activedescendant=move || open.get().then(|| format!("{key}-{}", active.get()))
            aria-describedby=format!("{key}-note")
            aria-invalid=move || state.invalid(key)
            prop:value=shown
            node_ref=field
            on:click=move |_| show()
            on:focus=move |event: FocusEvent| select_all(&event)
            on:blur=move |_| leave()
            on:keydown=on_key
            on:input=move |event| {
                wanted.set(Some(event_target_value(&event)));
                active.set(0);
                open.set(true);
            }
        />
        <ul
            class="options"
            role="listbox"
            id=format!("{key}-list")
            aria-labelledby=format!("{key}-label")
            hidden=move || !open.get()
            inner_html=list
            on:mousedown=move |event| event.prevent_default()
            on:click=on_list
        ></ul>
    }
}

/// The options of the list box.
fn list(
    key: &str,
    noun: &str,
    items: &[Item],
    found: &[usize],
    active: usize,
    present: usize,
) -> String {
    let mut out = String::with_capacity(found.len() * 140);
    for (place, &index) in found.iter().enumerate() {
        let item = &items[index];
        let class = if place == active {
            " class=\"active\""
        } else {
            ""
        };
        put!(
            out,
            "<li role=\"option\" id=\"{key}-{place}\" data-place=\"{place}\" aria-selected=\"{}\"{class}>\
             <span>{}</span> <span class=\"detail\">{}</span></li>",
            index == present,
            Text(item.name),
            Text(&item.detail),
        );
    }
    if found.is_empty() {
        put!(
            out,
            "<li role=\"option\" aria-disabled=\"true\" aria-selected=\"false\">No {noun} matches.</li>"
        );
    }
    out
}

/// The options of the plain list, under their headings.
fn options(items: &[Item], present: usize) -> String {
    let mut out = String::with_capacity(items.len() * 90);
    let mut heading = "";
    for (index, item) in items.iter().enumerate() {
        if item.group != heading {
            if !heading.is_empty() {
                out.push_str("</optgroup>");
            }
            if !item.group.is_empty() {
                put!(out, "<optgroup label=\"{}\">", Text(item.group));
            }
            heading = item.group;
        }
        let selected = if index == present { " selected" } else { "" };
        put!(
            out,
            "<option value=\"{}\"{selected}>{}",
            Text(item.id),
            Text(item.name)
        );
        if !item.detail.is_empty() {
            put!(out, " · {}", Text(&item.detail));
        }
        out.push_str("</option>");
    }
    if !heading.is_empty() {
        out.push_str("</optgroup>");
    }
    out
}

fn select_all(event: &FocusEvent) {
    if let Some(field) = event
        .target()
        .and_then(|target| target.dyn_into::<HtmlInputElement>().ok())
    {
        field.select();
    }
}

/// Scrolls the active option into the list's view once it is drawn.
fn keep_in_view(key: &'static str) {
    request_animation_frame(move || {
        let active = document()
            .query_selector(&format!("#{key}-list .active"))
            .ok()
            .flatten();
        if let Some(active) = active {
            let list = active.parent_element();
            let active: leptos::web_sys::HtmlElement = active.unchecked_into();
            if let Some(list) = list {
                let (top, bottom) = (
                    active.offset_top(),
                    active.offset_top() + active.offset_height(),
                );
                if top < list.scroll_top() {
                    list.set_scroll_top(top);
                } else if bottom > list.scroll_top() + list.client_height() {
                    list.set_scroll_top(bottom - list.client_height());
                }
            }
        }
    });
}
