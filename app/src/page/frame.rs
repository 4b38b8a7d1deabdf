//! What every document shares: the head, the header and the footer.

use headroom_core::catalog::Catalog;
use leptos::prelude::*;

use super::assets::Assets;

/// What a document says about itself to browsers, search engines and link previews.
pub(super) struct Head {
    title: String,
    description: String,
    path: &'static str,
    canonical: Option<String>,
    image: String,
    interactive: bool,
}

impl Head {
    /// `path` is the document's own address; empty where it has none that should be kept.
    pub(super) fn new(title: &str, path: &'static str, origin: &str) -> Self {
        Self {
            title: title.to_owned(),
            description: "Which AI models run on which GPUs: memory worked out tensor by tensor, with every formula and source shown.".to_owned(),
            path,
            canonical: (!path.is_empty()).then(|| format!("{origin}{path}")),
            image: format!("{origin}/favicon.svg"),
            interactive: false,
        }
    }

    /// The document loads the browser's half.
    pub(super) fn interactive(mut self) -> Self {
        self.interactive = true;
        self
    }

    /// The finding, in one or two sentences.
    pub(super) fn describe(mut self, description: String) -> Self {
        self.description = description;
        self
    }

    /// The query that names exactly this document.
    pub(super) fn query(mut self, query: &str) -> Self {
        if let (Some(canonical), false) = (&mut self.canonical, query.is_empty()) {
            canonical.push('?');
            canonical.push_str(query);
        }
        self
    }
}

const NAVIGATION: [(&str, &str); 4] = [
    ("/", "Configurator"),
    ("/models", "Models"),
    ("/gpus", "GPUs"),
    ("/method", "Method"),
];

/// The document around a page's content.
pub(super) fn frame(head: Head, assets: &'static Assets, content: impl IntoView) -> impl IntoView {
    let title = format!("{} · Headroom", head.title);
    let navigation = NAVIGATION.map(|(path, name)| {
        let current = (path == head.path).then_some("page");
        view! { <li><a href=path aria-current=current>{name}</a></li> }
    });
    view! {
        <!DOCTYPE html>
        <html lang="en">
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1"/>
                <meta name="color-scheme" content="light dark"/>
                <title>{title}</title>
                <meta name="description" content=head.description.clone()/>
                {preview("og:site_name", "Headroom")}
                {preview("og:type", "website")}
                {preview("og:title", head.title)}
                {preview("og:description", head.description)}
                {preview("og:image", head.image)}
                {head.canonical.map(|address| view! {
                    <link rel="canonical" href=address.clone()/>
                    {preview("og:url", address)}
                })}
                <link rel="icon" href="/favicon.svg" type="image/svg+xml"/>
                <link rel="stylesheet" href=assets.css.as_str()/>
                {head.interactive.then(|| view! {
                    <link rel="modulepreload" href=assets.js.as_str()/>
                    <link rel="preload" href=assets.wasm.as_str() r#as="fetch" r#type="application/wasm" crossorigin="anonymous"/>
                    <script
                        type="module"
                        id="boot"
                        src="/boot.js"
                        data-js=assets.js.as_str()
                        data-wasm=assets.wasm.as_str()
                    ></script>
                })}
            </head>
            <body>
                <a class="skip" href="#content">"Skip to content"</a>
                <header class="masthead">
                    <a class="brand" href="/">
                        <svg class="brand-mark" viewBox="0 0 16 16" aria-hidden="true" width="16" height="16">
                            <path d="M2 1v14M14 1v14" class="post"/>
                            <path d="M5 15V6h6v9z" class="fill"/>
                        </svg>
                        "Headroom"
                    </a>
                    <nav aria-label="Pages">
                        <ul>{navigation}</ul>
                    </nav>
                </header>
                {content}
                <footer class="colophon">
                    <p>
                        "Catalogue of " <time datetime=Catalog::builtin().date>{Catalog::builtin().date}</time> ". "
                        "Estimates are labelled as estimates; every figure opens its working."
                    </p>
                    <p>
                        "Open source under MIT or Apache-2.0. No cookies, no tracking: the address of the page holds all there is."
                    </p>
                </footer>
            </body>
        </html>
    }
}

/// One line of what a link preview shows.
fn preview(property: &'static str, content: impl Into<String>) -> impl IntoView {
    leptos::html::meta()
        .attr("property", property)
        .attr("content", content.into())
}
