//! A source that is named.

use headroom_core::catalog::Source;
use leptos::either::Either;
use leptos::prelude::*;

/// The title of a source, as a link where it has an address.
#[component]
pub(crate) fn SourceLink(
    /// What is named.
    source: Source,
) -> impl IntoView {
    match source.url {
        Some(url) => Either::Left(view! { <a href=url rel="noopener">{source.title}</a> }),
        None => Either::Right(source.title),
    }
}
