//! The pages of Headroom.
//!
//! One crate, compiled twice: with feature `ssr` it is linked into the server, with feature
//! `hydrate` it becomes the WebAssembly module that makes the configurator react.

use leptos::prelude::*;

/// What the address asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Page {
    /// The configurator for one scenario.
    Configurator {
        /// The query string, without `?`.
        query: String,
    },
    /// The models of the catalogue.
    Models {
        /// The query string, without `?`.
        query: String,
    },
    /// The cards of the catalogue.
    Gpus {
        /// The query string, without `?`.
        query: String,
    },
    /// How each figure is computed.
    Method,
    /// Nothing is here.
    NotFound {
        /// The path asked for.
        path: String,
    },
    /// The query is longer than any scenario needs.
    TooLong,
}

/// The whole document of one page.
pub fn document(page: Page, options: LeptosOptions, origin: String) -> impl IntoView {
    let heading = match page {
        Page::NotFound { .. } => "Nothing is here",
        Page::TooLong => "That address is too long",
        _ => "Headroom",
    };
    view! {
        <!DOCTYPE html>
        <html lang="en">
            <head>
                <meta charset="utf-8"/>
                <title>"Headroom"</title>
                <meta name="viewport" content="width=device-width, initial-scale=1"/>
                <link rel="canonical" href=origin/>
                <HashedStylesheet options=options.clone() id="style"/>
                <HydrationScripts options=options/>
            </head>
            <body>
                <main><h1>{heading}</h1></main>
            </body>
        </html>
    }
}

/// Entry of the browser's half.
#[cfg(feature = "hydrate")]
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate() {}
