//! What the browser runs: wakes the configurator and keeps it and the address bar in step.

use leptos::ev::popstate;
use leptos::prelude::*;
use leptos::web_sys::{Element, HtmlInputElement, HtmlSelectElement};
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::carry;
use crate::configurator::{Live, configurator};
use crate::state::Answer;

/// Hydrates the configurator where the page has one.
#[wasm_bindgen]
pub fn hydrate() {
    let Some(root) = document().get_element_by_id("configurator") else {
        return;
    };
    carry::listen();
    let typed = typed_already(&root);
    leptos::mount::hydrate_from(root.unchecked_into(), move || {
        let live = Live::new(Answer::to(&search()));
        window_event_listener(popstate, move |_| live.restore(&search()));
        // After the first drawing, which must equal the server's.
        queue_microtask(move || live.catch_up(typed));
        configurator(live)
    })
    .forget();
}

fn search() -> String {
    window().location().search().unwrap_or_default()
}

/// What a person changed in the plain form before this code arrived.
fn typed_already(root: &Element) -> Vec<(String, String)> {
    let Ok(controls) = root.query_selector_all("input[name], select[name]") else {
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
