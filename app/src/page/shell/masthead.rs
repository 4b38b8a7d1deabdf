//! The header of every page.

use leptos::prelude::*;

use crate::components::BrandMark;

const PAGES: [(&str, &str); 5] = [
    ("/", "Configurator"),
    ("/models", "Models"),
    ("/gpus", "GPUs"),
    ("/clouds", "Clouds"),
    ("/method", "Method"),
];

/// The name of the site and the ways to its pages.
#[component]
pub(super) fn Masthead(
    /// Address of the page that is shown.
    path: &'static str,
) -> impl IntoView {
    let link = |(address, name)| {
        let current = (address == path).then_some("page");
        view! { <li><a href=address aria-current=current>{name}</a></li> }
    };
    view! {
        <header class="masthead">
            <a class="brand" href="/"><BrandMark size="18"/>"Headroom"</a>
            <nav aria-label="Pages"><ul>{PAGES.map(link)}</ul></nav>
        </header>
    }
}
