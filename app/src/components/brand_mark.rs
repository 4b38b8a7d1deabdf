//! The mark of the site.

use leptos::prelude::*;

/// Two posts and what stands between them. It says nothing to a screen reader.
#[component]
pub(crate) fn BrandMark(
    /// Side of the square, in pixels.
    size: &'static str,
) -> impl IntoView {
    view! {
        <svg class="brand-mark" viewBox="0 0 16 16" width=size height=size aria-hidden="true">
            <path class="post" d="M2 1v14M14 1v14"/>
            <path class="fill" d="M4.5 15V6h7v9z"/>
        </svg>
    }
}
