//! What a person does becomes a changed question. The form listens for all of its controls.

use headroom_core::codec;
use headroom_core::scenario::keys;
use leptos::ev::{Event, KeyboardEvent, MouseEvent, PointerEvent};
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::{Element, HtmlElement, HtmlInputElement};

use super::asked::{Asked, Step};
use super::picker::PICKERS;
use super::reading::is_overlay;
use super::{SLIDERS, STANDS_FOR, grid, money};
use crate::state::LIMITS;

impl Asked {
    /// Writes one key. A field of a model of one's own also makes the model such a one, given in
    /// this way and not in the other.
    fn write(self, key: &str, value: String, step: Step) {
        let by_size = matches!(key, "params" | "active");
        let by_shape = key == "tied"
            || super::model::FIELDS
                .iter()
                .any(|(bound, _)| bound.key == key);
        let along = self.now(|answer| money::along(answer, key, &value));
        self.change(step, |query| {
            for (key, value) in along {
                query.set(key, value);
            }
            if by_size || by_shape {
                query.set("model", super::model::CUSTOM);
                query.remove(keys::ARCH.key);
                query.remove(keys::NAMED.key);
                query.remove(if by_size { keys::LAYERS.key } else { "params" });
            }
            if key == "mode" && value.is_empty() {
                codec::without_training(query);
            }
            query.set(key, value);
            if let Some(price) = money::prices_of(key) {
                query.remove(price);
            }
            // That the second limit has a key, if an empty one, says that the first is not for all.
            if LIMITS.contains(&key) && query.get(LIMITS[1]).is_none() {
                query.set(LIMITS[1], "");
            }
            if by_shape && query.get(keys::LAYERS.key).is_none() {
                query.set(keys::LAYERS.key, keys::LAYERS.default.to_string());
            }
        });
    }

    /// Typing, and moving the slider.
    pub(super) fn input(self, event: &Event) {
        let Some(field) = target::<HtmlInputElement>(event) else {
            return;
        };
        if let Some(picker) = picker_of(&field) {
            return self.look_for(picker, field.value());
        }
        match field.type_().as_str() {
            "range" => self.slide(&field),
            "checkbox" | "radio" => {}
            _ => self.write(&field.name(), field.value(), Step::Typed),
        }
    }

    fn slide(self, field: &HtmlInputElement) {
        let id = field.id();
        let slider = SLIDERS
            .iter()
            .find(|slider| id.strip_suffix("-slider") == Some(slider.key));
        if let (Some(slider), Ok(step)) = (slider, field.value().parse()) {
            self.write(slider.key, (slider.value)(step).to_string(), Step::Typed);
        }
    }

    /// Choosing from a list, ticking a box.
    pub(super) fn chosen(self, event: &Event) {
        let Some(control) = target::<Element>(event) else {
            return;
        };
        let key = control.id();
        if control.tag_name() == "SELECT" {
            self.write(&key, event_target_value(event), Step::Chosen);
            return;
        }
        let kind = control.get_attribute("type").unwrap_or_default();
        if kind == "radio" {
            let name = control.get_attribute("name").unwrap_or_default();
            self.write(&name, event_target_value(event), Step::Chosen);
        } else if kind == "checkbox" {
            let on = if event_target_checked(event) { "1" } else { "" };
            self.write(&key, on.to_owned(), Step::Chosen);
        }
    }

    /// Clicks on links to other scenarios, on steppers, on and in comboboxes.
    pub(super) fn click(self, event: &MouseEvent) {
        let Some(target) = target::<Element>(event) else {
            return;
        };
        let closest = |selector| target.closest(selector).ok().flatten();
        if closest("#change").is_some() {
            event.prevent_default();
            self.sheet.set(true);
            focus_soon("controls");
        } else if let Some(link) = closest("a[href]") {
            self.follow(event, &link);
        } else if closest("#done").is_some() {
            self.put_away();
        } else if let Some(button) = closest("[data-step]") {
            self.step(&button);
        } else if let Some(option) = closest("[data-place]") {
            let place = option
                .get_attribute("data-place")
                .and_then(|place| place.parse().ok());
            self.take(place.unwrap_or(0));
        } else if let Some(picker) = picker_of(&target) {
            self.open_list(picker);
        }
    }

    /// Keeps the focus in a combobox while its list is clicked.
    pub(super) fn press(self, event: &MouseEvent) {
        if target::<Element>(event)
            .is_some_and(|target| target.closest(".options").ok().flatten().is_some())
        {
            event.prevent_default();
        }
    }

    /// Whoever enters a combobox replaces what stands in it.
    pub(super) fn focus(self, event: &Event) {
        if let Some(field) =
            target::<HtmlInputElement>(event).filter(|field| picker_of(field).is_some())
        {
            field.select();
        }
    }

    /// Whoever leaves a combobox leaves it as it was.
    pub(super) fn blur(self, event: &Event) {
        if target::<HtmlElement>(event).is_some_and(|over| is_overlay(&over)) {
            self.unread();
        }
        if target::<Element>(event).is_some_and(|target| picker_of(&target).is_some()) {
            self.close_list();
        }
    }

    /// The pointer over a chart.
    pub(super) fn hover(self, event: &PointerEvent) {
        if let Some(over) = target::<HtmlElement>(event).filter(is_overlay) {
            self.point(event, &over);
        }
    }

    /// The pointer off a chart.
    pub(super) fn leave(self, event: &PointerEvent) {
        if target::<HtmlElement>(event).is_some_and(|over| is_overlay(&over)) {
            self.unread();
        }
    }

    /// Keys in a combobox, on a chart and in the table of formats and contexts.
    pub(super) fn key(self, event: &KeyboardEvent) {
        if let Some(over) = target::<HtmlElement>(event).filter(is_overlay) {
            self.walk(event, &over);
        } else if let Some(cell) = target::<HtmlElement>(event).filter(grid::is_cell) {
            grid::walk(event, &cell);
        } else if let Some(picker) = target::<Element>(event).and_then(|target| picker_of(&target))
        {
            self.move_in_list(picker, event);
        }
        let is_plain = !event.default_prevented();
        if event.key() == "Escape" && is_plain && self.sheet.get_untracked() {
            self.put_away();
        }
    }

    /// Puts the controls back into the page.
    fn put_away(self) {
        self.sheet.set(false);
        focus_soon("change");
    }

    fn step(self, button: &Element) {
        let attribute = |name| button.get_attribute(name).unwrap_or_default();
        let key = attribute("data-for");
        let by: i64 = attribute("data-step").parse().unwrap_or(0);
        let least: i64 = attribute("data-least").parse().unwrap_or(1);
        let now: Option<i64> = self.now(|answer| {
            let fields = STANDS_FOR.into_iter().flatten();
            let used = || {
                let field = { fields }.find(|field| field.key == key)?;
                (field.used)(answer, field.index).parse().ok()
            };
            answer.shown(&key).trim().parse().ok().or_else(used)
        });
        let next = now.unwrap_or(1).saturating_add(by).max(least);
        // A click is a decision: going back undoes it.
        self.write(&key, next.to_string(), Step::Chosen);
    }

    /// Takes a link to another scenario over from the browser, and opens what one to a working leads to.
    fn follow(self, event: &MouseEvent, link: &Element) {
        let modified = event.ctrl_key() || event.meta_key() || event.shift_key() || event.alt_key();
        let is_plain = event.button() == 0 && !modified;
        let address = link.get_attribute("href").unwrap_or_default();
        if is_plain {
            self.open_working(&address);
        }
        let query = if address == "/" {
            Some("")
        } else {
            address.strip_prefix("/?")
        };
        let Some(query) = query.filter(|_| is_plain) else {
            return;
        };
        event.prevent_default();
        self.go(query);
        if let Some(key) = link.get_attribute("data-key") {
            keep_focus(key);
        }
    }
}

/// Moves the focus once the page shows what changed.
fn focus_soon(id: &'static str) {
    request_animation_frame(move || {
        let element = document().get_element_by_id(id);
        if let Some(element) = element.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
            let _ = element.focus();
        }
    });
}

fn picker_of(element: &Element) -> Option<usize> {
    let id = element.id();
    PICKERS.iter().position(|picker| picker.key == id)
}

/// What an event happened to.
pub(super) fn target<T: JsCast>(event: &Event) -> Option<T> {
    event.target()?.dyn_into().ok()
}

/// The link may have been written anew: whoever used it with the keyboard stays where they were.
fn keep_focus(key: String) {
    request_animation_frame(move || {
        let again = document()
            .query_selector(&format!("[data-key=\"{key}\"]"))
            .ok()
            .flatten();
        if let Some(link) = again.and_then(|link| link.dyn_into::<HtmlElement>().ok()) {
            let _ = link.focus();
        }
    });
}
