//! What the browser runs: wakes the configurator and keeps the address bar and it in step.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::configurator::configurator;

/// Hydrates the configurator where the page has one.
#[wasm_bindgen]
pub fn hydrate() {
    let Some(root) = document().get_element_by_id("configurator") else {
        return;
    };
    let search = window().location().search().unwrap_or_default();
    let query = search.strip_prefix('?').unwrap_or(&search).to_owned();
    leptos::mount::hydrate_from(root.unchecked_into(), move || configurator(query)).forget();
}
