//! The configurator: the question on the left, the answer on the right.

use leptos::prelude::*;

/// The whole configurator for one query string, as it came with the request.
///
/// `query` is raw, without `?`.
pub(crate) fn configurator(query: String) -> impl IntoView {
    view! {
        <form method="get" action="/" autocomplete="off">
            <input type="hidden" name="go" value="1"/>
            <output>{query}</output>
        </form>
    }
}
