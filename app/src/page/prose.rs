//! Pages of a sentence or two, for addresses that lead nowhere.

use leptos::prelude::*;

/// Heading of [`NotFound`].
pub(super) const NOT_FOUND: &str = "Nothing is here";
/// Heading of [`TooLong`].
pub(super) const TOO_LONG: &str = "That address is too long";

/// Nothing is at an address.
#[component]
pub(super) fn NotFound(
    /// The path asked for.
    path: String,
) -> impl IntoView {
    view! {
        <main id="content" class="prose">
            <h1>{NOT_FOUND}</h1>
            <p>"There is no page at "<code>{path}</code>"."</p>
            <p><a href="/">"To the configurator"</a></p>
        </main>
    }
}

/// The query is longer than any scenario needs.
#[component]
pub(super) fn TooLong() -> impl IntoView {
    view! {
        <main id="content" class="prose">
            <h1>{TOO_LONG}</h1>
            <p>
                "A question takes a few hundred characters. This address holds more than the 4\u{202f}096 that are read."
            </p>
            <p><a href="/">"Start from the usual settings"</a></p>
        </main>
    }
}
