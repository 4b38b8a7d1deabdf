//! Markup that is written as text.

use leptos::prelude::*;
use leptos::tachys::html::InertElement;

/// One element that one of our own writers wrote, as it stands.
#[component]
pub(crate) fn Written(
    /// What it wrote. Whatever in it came from elsewhere is escaped already.
    html: String,
) -> impl IntoView {
    InertElement::new(html)
}
