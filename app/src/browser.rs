//! What the browser runs: wakes the island and keeps it and the address bar in step.

use headroom_core::catalog::Catalog;
use leptos::ev::{Event, popstate};
use leptos::mount::hydrate_islands;
use leptos::prelude::*;
use leptos::web_sys::{Element, HtmlInputElement, HtmlSelectElement};
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::address;
use crate::carry;
use crate::configurator::Asked;

/// Where the plain form is.
const FORM: &str = "form.configurator";

/// Takes the rows of the catalogue, which come as a file of their own; whether they could be read.
#[wasm_bindgen]
#[must_use]
pub fn take(rows: Vec<u8>) -> bool {
    Catalog::take(rows)
}

/// Makes ready for the islands of the page; whoever loads the module then calls the export that each
/// of them names.
#[wasm_bindgen]
pub fn hydrate() {
    carry::listen();
    hydrate_islands();
}

/// Follows the address bar, and takes over from the plain form once the page has been taken over as the
/// server wrote it.
pub(crate) fn attend(asked: Asked) {
    window_event_listener(popstate, move |_| {
        asked.restore(&address::query());
    });
    queue_microtask(move || {
        asked.wake();
        report_open();
    });
}

/// Lets everything that was opened before this code ran say so.
fn report_open() {
    let Ok(open) = document().query_selector_all(&format!("{FORM} details[open]")) else {
        return;
    };
    for index in 0..open.length() {
        if let (Some(details), Ok(event)) = (open.item(index), Event::new("toggle")) {
            let _ = details.dispatch_event(&event);
        }
    }
}

/// What a person changed in the plain form before this code arrived.
pub(crate) fn typed_already() -> Vec<(String, String)> {
    let form = document().query_selector(FORM).ok().flatten();
    let all = |form: Element| form.query_selector_all("input[name], select[name]").ok();
    let Some(controls) = form.and_then(all) else {
        return Vec::new();
    };
    (0..controls.length())
        .filter_map(|index| {
            let control = controls.item(index)?;
            if let Some(input) = control.dyn_ref::<HtmlInputElement>() {
                if input.type_() == "checkbox" {
                    let changed = input.checked() != input.default_checked();
                    let value = if input.checked() { "1" } else { "" };
                    return changed.then(|| (input.name(), value.to_owned()));
                }
                if input.type_() == "radio" {
                    let changed = input.checked() && !input.default_checked();
                    return changed.then(|| (input.name(), input.value()));
                }
                return (input.value() != input.default_value())
                    .then(|| (input.name(), input.value()));
            }
            let select = control.dyn_ref::<HtmlSelectElement>()?;
            let selected = select.query_selector("option[selected]").ok().flatten();
            let default = match selected {
                Some(option) => option.get_attribute("value").unwrap_or_default(),
                None => select
                    .query_selector("option")
                    .ok()??
                    .get_attribute("value")
                    .unwrap_or_default(),
            };
            (select.value() != default).then(|| (select.name(), select.value()))
        })
        .collect()
}
