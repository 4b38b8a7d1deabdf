//! The header of every page.

use leptos::prelude::*;

use crate::components::{BrandMark, BuildLink};

const PAGES: [(&str, &str); 10] = [
    ("/", "Configurator"),
    ("/builds", "Builds"),
    ("/compare", "Compare"),
    ("/upgrade", "Upgrade"),
    ("/find", "Find"),
    ("/claims", "Claims"),
    ("/models", "Models"),
    ("/gpus", "GPUs"),
    ("/clouds", "Clouds"),
    ("/method", "Method"),
];

/// The name of the site and the ways to its pages, which take the build along; the name leads to a new one.
#[component]
pub(super) fn Masthead(
    /// Address of the page that is shown.
    path: &'static str,
) -> impl IntoView {
    let link = |(address, name)| {
        view! { <li><BuildLink path=address current=address == path>{name}</BuildLink></li> }
    };
    view! {
        <header class="masthead">
            <a class="brand" href="/"><BrandMark size="18"/>"Headroom"</a>
            <nav aria-label="Pages"><ul>{PAGES.map(link)}</ul></nav>
        </header>
    }
}
