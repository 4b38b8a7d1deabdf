//! The documents that the server sends.

mod assets;
mod frame;

use leptos::prelude::*;

use crate::configurator::configurator;
use assets::Assets;
use frame::{Head, frame};

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
///
/// `origin` is scheme and authority, without a slash at the end; absolute addresses start with it.
pub fn document(page: Page, options: LeptosOptions, origin: String) -> impl IntoView {
    let assets = Assets::of(&options);
    match page {
        Page::Configurator { query } => {
            let head = Head::new("Does it fit?", "/", &origin).interactive();
            let body = view! {
                <main id="content">
                    <div id="configurator">
                        {configurator(query)}
                    </div>
                </main>
            };
            frame(head, assets, body).into_any()
        }
        Page::Models { .. } => {
            let head = Head::new("Models", "/models", &origin);
            frame(
                head,
                assets,
                view! { <main id="content"><h1>"Models"</h1></main> },
            )
            .into_any()
        }
        Page::Gpus { .. } => {
            let head = Head::new("GPUs", "/gpus", &origin);
            frame(
                head,
                assets,
                view! { <main id="content"><h1>"GPUs"</h1></main> },
            )
            .into_any()
        }
        Page::Method => {
            let head = Head::new("Method", "/method", &origin);
            frame(
                head,
                assets,
                view! { <main id="content"><h1>"Method"</h1></main> },
            )
            .into_any()
        }
        Page::NotFound { path } => {
            let head = Head::new("Nothing is here", "", &origin);
            let body = view! {
                <main id="content" class="prose">
                    <h1>"Nothing is here"</h1>
                    <p>"There is no page at " <code>{path}</code> "."</p>
                    <p><a href="/">"To the configurator"</a></p>
                </main>
            };
            frame(head, assets, body).into_any()
        }
        Page::TooLong => {
            let head = Head::new("That address is too long", "", &origin);
            let body = view! {
                <main id="content" class="prose">
                    <h1>"That address is too long"</h1>
                    <p>
                        "A question to Headroom takes a few hundred characters. This address holds more
                        than the 4\u{202f}096 that are read."
                    </p>
                    <p><a href="/">"Start from an empty configurator"</a></p>
                </main>
            };
            frame(head, assets, body).into_any()
        }
    }
}
