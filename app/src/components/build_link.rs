//! Links that take the build along.

use leptos::prelude::*;

use crate::build::Build;

/// A link to another page, with the build that this one is about.
///
/// In the configurator the build changes under the links: `carry.rs` finds them by `data-carry`.
#[component]
pub(crate) fn BuildLink<C: IntoView + 'static>(
    /// Path of the page.
    path: &'static str,
    /// Whether it is the page that is shown.
    #[prop(optional)]
    current: bool,
    /// What it is called.
    children: TypedChildren<C>,
) -> impl IntoView {
    let current = current.then_some("page");
    view! {
        <a href=Build::of_page().at(path) aria-current=current data-carry="">{children.into_inner()()}</a>
    }
}
