//! The search in a combobox: what is typed, what is found, which of it is active.

use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::HtmlElement;

use super::asked::{Asked, Step};
use super::money;
use super::picker::{PICKERS, Picker};
use super::together::without_row;
use crate::state::{GROUPS, LIMITS};

/// A search in a combobox.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Search {
    /// Index into [`PICKERS`].
    pub(super) picker: usize,
    /// What was typed; `None` while only looking.
    pub(super) wanted: Option<String>,
    /// Place of the active option among those found.
    pub(super) active: usize,
}

impl Search {
    fn picker(&self) -> Picker {
        PICKERS[self.picker]
    }

    /// Indices of the items that match.
    pub(super) fn found(&self) -> Vec<usize> {
        self.picker()
            .found(self.wanted.as_deref().unwrap_or_default())
    }
}

impl Asked {
    /// Begins a search anew with what was typed.
    pub(super) fn look_for(self, picker: usize, wanted: String) {
        self.search.set(Some(Search {
            picker,
            wanted: Some(wanted),
            active: 0,
        }));
    }

    /// Opens the list of a picker at the present item.
    pub(super) fn open_list(self, picker: usize) {
        if self.search.with_untracked(Option::is_none) {
            let present = self
                .now(|answer| PICKERS[picker].place(answer))
                .unwrap_or(0);
            keep_in_view(PICKERS[picker].key);
            self.search.set(Some(Search {
                picker,
                wanted: None,
                active: present,
            }));
        }
    }

    /// Leaves everything as it was.
    pub(super) fn close_list(self) {
        if self.search.with_untracked(Option::is_some) {
            self.search.set(None);
        }
    }

    /// Keys in a combobox.
    pub(super) fn move_in_list(self, picker: usize, event: &KeyboardEvent) {
        let search = self.search.get_untracked();
        let (now, count) = search
            .as_ref()
            .map_or((0, 0), |search| (search.active, search.found().len()));
        let to = match event.key().as_str() {
            "ArrowDown" => now + 1,
            "ArrowUp" => now + count.max(1) - 1,
            "PageDown" => (now + 8).min(count.saturating_sub(1)),
            "PageUp" => now.saturating_sub(8),
            "Enter" if search.is_some() => {
                event.prevent_default();
                return self.take(now);
            }
            "Enter" => 0,
            "Escape" if search.is_some() => {
                event.prevent_default();
                return self.close_list();
            }
            _ => return,
        };
        event.prevent_default();
        match search {
            None => self.open_list(picker),
            Some(search) if count > 0 => {
                keep_in_view(search.picker().key);
                self.search.set(Some(Search {
                    active: to % count,
                    ..search
                }));
            }
            Some(_) => {}
        }
    }

    /// Takes the option at a place of the list.
    pub(super) fn take(self, place: usize) {
        let Some(search) = self.search.get_untracked() else {
            return;
        };
        let Some(&index) = search.found().get(place) else {
            return;
        };
        self.close_list();
        let picker = search.picker();
        self.change(Step::Chosen, |query| {
            let (old, new) = (query.get(picker.key).unwrap_or_default(), picker.id(index));
            let one_more_or_fewer = old.is_empty() != new.is_empty();
            query.set(picker.key, new);
            if new.is_empty() {
                without_row(query, picker.key);
            }
            if let Some(kind) = GROUPS.iter().position(|(gpu, _)| *gpu == picker.key) {
                // A limit is one card's own, and so is a price.
                for limit in LIMITS {
                    query.remove(limit);
                }
                for (place, (gpu, _)) in GROUPS.iter().enumerate() {
                    if let Some(price) = money::prices_of(gpu)
                        && (place == kind || one_more_or_fewer && place > kind)
                    {
                        query.remove(price);
                    }
                }
            }
        });
    }
}

/// Scrolls the active option into the list's view once it is drawn.
fn keep_in_view(key: &'static str) {
    request_animation_frame(move || {
        let active = document()
            .query_selector(&format!("#{key}-list .active"))
            .ok()
            .flatten();
        let Some(active) = active.and_then(|active| active.dyn_into::<HtmlElement>().ok()) else {
            return;
        };
        let Some(list) = active.parent_element() else {
            return;
        };
        let (top, bottom) = (
            active.offset_top(),
            active.offset_top() + active.offset_height(),
        );
        if top < list.scroll_top() {
            list.set_scroll_top(top);
        } else if bottom > list.scroll_top() + list.client_height() {
            list.set_scroll_top(bottom - list.client_height());
        }
    });
}
