//! Figures that may be missing.

use leptos::either::Either;
use leptos::prelude::*;

/// A figure, or a dash where there is none.
#[component]
pub(crate) fn Known(
    /// The figure, written out.
    figure: Option<String>,
) -> impl IntoView {
    figure.map_or_else(
        || Either::Right(view! { <span class="quiet">"–"</span> }),
        Either::Left,
    )
}
