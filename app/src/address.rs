//! The address bar. On the server there is none, and nothing happens.

#[cfg(feature = "hydrate")]
pub(crate) use browser::{push, query, replace_soon, title};

#[cfg(feature = "hydrate")]
mod browser {
    use std::cell::RefCell;
    use std::time::Duration;

    use leptos::prelude::{TimeoutHandle, set_timeout_with_handle, window};
    use leptos::wasm_bindgen::JsValue;

    use crate::carry;

    /// Typing is written down when it pauses for this long.
    const PAUSE: Duration = Duration::from_millis(250);

    thread_local! {
        static PENDING: RefCell<Option<(String, TimeoutHandle)>> = const { RefCell::new(None) };
    }

    /// Shows `address` once no other follows for a moment, without an entry in the history.
    pub(crate) fn replace_soon(address: String) {
        cancel();
        // Whoever leaves does not wait for the pause.
        carry::follow(&address);
        if let Ok(timer) = set_timeout_with_handle(settle, PAUSE) {
            PENDING.set(Some((address, timer)));
        }
    }

    /// Shows `address` as a new entry of the history.
    pub(crate) fn push(address: &str) {
        settle();
        carry::follow(address);
        if current().as_deref() != Some(address) {
            let _ =
                history(|history| history.push_state_with_url(&JsValue::NULL, "", Some(address)));
        }
    }

    /// The raw query of the page.
    pub(crate) fn query() -> String {
        window().location().search().unwrap_or_default()
    }

    /// Names the page.
    pub(crate) fn title(text: &str) {
        leptos::prelude::document().set_title(text);
    }

    /// Writes what is pending now.
    fn settle() {
        if let Some(address) = cancel() {
            let _ = history(|history| {
                history.replace_state_with_url(&JsValue::NULL, "", Some(&address))
            });
        }
    }

    fn cancel() -> Option<String> {
        let (address, timer) = PENDING.take()?;
        timer.clear();
        Some(address)
    }

    fn current() -> Option<String> {
        let location = window().location();
        Some(location.pathname().ok()? + &location.search().ok()?)
    }

    fn history(
        act: impl FnOnce(&leptos::web_sys::History) -> Result<(), JsValue>,
    ) -> Result<(), JsValue> {
        act(&window().history()?)
    }
}

#[cfg(not(feature = "hydrate"))]
mod nowhere {
    pub(crate) fn replace_soon(_address: String) {}
    pub(crate) fn push(_address: &str) {}
    pub(crate) fn query() -> String {
        String::new()
    }
    pub(crate) fn title(_text: &str) {}
}
#[cfg(not(feature = "hydrate"))]
pub(crate) use nowhere::{push, query, replace_soon, title};
