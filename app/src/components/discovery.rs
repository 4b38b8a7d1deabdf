//! How other sites find out what to show in place of a link.

use leptos::prelude::*;

use crate::markup::encoded;

/// Where other sites ask how to embed an address. `origin` is scheme and authority.
pub(crate) fn oembed(origin: &str, address: &str) -> String {
    let asked = encoded(&format!("{origin}{address}"));
    format!("{origin}/oembed?url={asked}&format=json")
}

/// The element by which other sites find out how to embed a document.
#[component]
pub(crate) fn Discovery(
    /// What [`oembed`] says.
    href: String,
    /// Title of the document.
    title: String,
) -> impl IntoView {
    view! { <link rel="alternate" type="application/json+oembed" href=href title=title/> }
}
