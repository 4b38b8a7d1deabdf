//! What is there for those who want it.

use leptos::prelude::*;

/// Something that opens in place.
#[component]
pub(crate) fn More<C: IntoView + 'static>(
    /// What it opens.
    #[prop(into)]
    summary: String,
    /// What is there.
    children: TypedChildren<C>,
) -> impl IntoView {
    view! { <details class="more"><summary>{summary}</summary>{children.into_inner()()}</details> }
}
