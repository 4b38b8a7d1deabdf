//! What is said aloud: the findings that a change turned, once a person pauses.

use leptos::prelude::*;

use super::fixed::{Fixed, IntoFixed};
use crate::pause::{self, Wait};

/// Id of the element that is read out whenever its text changes.
const SPOKEN: &str = "spoken";

/// The element. It is not seen; what it says stands elsewhere for the eye.
pub(super) fn voice() -> Fixed {
    view! { <p class="sr" id=SPOKEN aria-live="polite" aria-atomic="true"></p> }.fixed()
}

/// Says what is new once nothing changes any more.
pub(super) fn soon() {
    pause::then(Wait::Speech, say);
}

#[cfg(feature = "hydrate")]
pub(super) use browser::remember;
#[cfg(feature = "hydrate")]
use browser::say;

/// Nobody listens to the server.
#[cfg(not(feature = "hydrate"))]
fn say() {}

#[cfg(feature = "hydrate")]
mod browser {
    use std::cell::RefCell;

    use leptos::prelude::document;
    use leptos::wasm_bindgen::JsCast;
    use leptos::web_sys::Element;

    use super::SPOKEN;

    /// Ids of the findings, in the order in which they are said.
    const FINDINGS: [&str; 7] = [
        "verdict",
        "speed-finding",
        "training-finding",
        "power-finding",
        "cost-finding",
        "rent-finding",
        "payback-finding",
    ];

    thread_local! {
        static KNOWN: RefCell<Vec<String>> = const { RefCell::new(Vec::new()) };
    }

    /// Takes what the page says for known.
    pub(in crate::configurator) fn remember() {
        KNOWN.set(findings());
    }

    /// Says the findings that are not known yet.
    pub(super) fn say() {
        let now = findings();
        let known = KNOWN.replace(now.clone());
        let new = now.into_iter().filter(|finding| !known.contains(finding));
        let new: Vec<String> = new.collect();
        if let Some(voice) = document().get_element_by_id(SPOKEN)
            && !new.is_empty()
        {
            voice.set_text_content(Some(&new.join(" ")));
        }
    }

    fn findings() -> Vec<String> {
        FINDINGS.iter().filter_map(|id| words(id)).collect()
    }

    /// What a shown element says, marks for the eye aside.
    fn words(id: &str) -> Option<String> {
        let element = document().get_element_by_id(id)?;
        if element.closest("[hidden]").ok()?.is_some() {
            return None;
        }
        let copy: Element = element.clone_node_with_deep(true).ok()?.dyn_into().ok()?;
        let marks = copy.query_selector_all("[aria-hidden]").ok()?;
        for mark in (0..marks.length()).filter_map(|index| marks.item(index)) {
            if let Some(parent) = mark.parent_node() {
                let _ = parent.remove_child(&mark);
            }
        }
        copy.text_content().filter(|words| !words.is_empty())
    }
}
