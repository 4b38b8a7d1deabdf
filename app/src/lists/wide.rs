//! Room for what may be wider than the page.

use leptos::prelude::*;

/// A region that scrolls sideways by itself, with the keyboard too.
#[component]
pub(crate) fn Wide<C: IntoView + 'static>(
    /// What it holds, for those who do not see it.
    label: &'static str,
    /// A table, as a rule.
    children: TypedChildren<C>,
) -> impl IntoView {
    view! { <div class="wide" tabindex="0" role="region" aria-label=label>{children.into_inner()()}</div> }
}
