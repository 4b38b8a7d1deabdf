//! Links that take the build along follow what the configurator shows.
//!
//! The server wrote them for the build that it was asked for; from then on the build changes in the
//! browser, and the links stand outside of what is drawn there.

use leptos::ev::popstate;
use leptos::prelude::{document, window_event_listener};
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::Element;

use crate::address;

/// Follows the visitor back and forth in the history; everything else tells [`follow`] by itself.
pub(crate) fn listen() {
    let _ = window_event_listener(popstate, |_| {
        follow(&address::query());
    });
}

/// Lets the links lead on with the query at the end of an address.
pub(crate) fn follow(address: &str) {
    let query = address.find('?').map_or("", |at| &address[at..]);
    let Ok(links) = document().query_selector_all("a[data-carry]") else {
        return;
    };
    for index in 0..links.length() {
        let link = links.item(index);
        if let Some(link) = link.and_then(|link| link.dyn_into::<Element>().ok()) {
            let to = link.get_attribute("href").unwrap_or_default();
            let path = to.split_once('?').map_or(&*to, |(path, _)| path);
            let _ = link.set_attribute("href", &format!("{path}{query}"));
        }
    }
}
