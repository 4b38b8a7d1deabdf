//! The documents that the server sends.

mod api;
mod apis;
mod assets;
mod clouds;
mod frame;
mod gpus;
mod method;
mod models;
mod saved;
mod share;
mod sheet;
mod table;

use leptos::prelude::*;

use leptos::tachys::html::InertElement;

use crate::configurator::{Live, configurator};
use crate::embed::Embed;
use crate::markup::{Text, address};
use crate::render::render;
use crate::state::Answer;
use assets::Assets;
use frame::{Head, frame};
pub(crate) use frame::{Picture, TEXTURES, social};

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
    /// The rented GPUs of the catalogue.
    Clouds {
        /// The query string, without `?`.
        query: String,
    },
    /// The prices of models behind an API.
    Apis {
        /// The query string, without `?`.
        query: String,
    },
    /// Ways to pass an answer on.
    Share {
        /// The query string, without `?`.
        query: String,
    },
    /// An answer on one sheet of paper.
    Sheet {
        /// The query string, without `?`.
        query: String,
    },
    /// The builds that a visitor keeps in the browser.
    Saved,
    /// How each figure is computed.
    Method,
    /// The answers for programs.
    Api,
    /// Nothing is here.
    NotFound {
        /// The path asked for.
        path: String,
    },
    /// The query is longer than any scenario needs.
    TooLong,
}

/// The whole document of one page, as a view.
///
/// `origin` is scheme and authority, without a slash at the end; absolute addresses start with it.
pub fn document(page: Page, options: LeptosOptions, origin: String) -> impl IntoView {
    InertElement::new(html(page, &options, &origin))
}

/// The whole document of one page, from the doctype on.
///
/// `origin` is scheme and authority, without a slash at the end; absolute addresses start with it.
#[must_use]
pub fn html(page: Page, options: &LeptosOptions, origin: &str) -> String {
    let (head, content) = match page {
        Page::Configurator { query } => {
            let answer = Answer::to(&query);
            let head = Head::new("Does it fit?", "/", origin).answering(&answer, origin);
            (head, wake_up_place(answer))
        }
        Page::Models { query } => (Head::new("Models", "/models", origin), models::page(&query)),
        Page::Gpus { query } => (Head::new("GPUs", "/gpus", origin), gpus::page(&query)),
        Page::Clouds { query } => (
            Head::new("Rented GPUs", "/clouds", origin),
            clouds::page(&query),
        ),
        Page::Apis { query } => (
            Head::new("Models behind an API", "/apis", origin),
            apis::page(&query),
        ),
        Page::Share { query } => {
            let embed = Embed::new(&query);
            let head = Head::new("Share or embed", "", origin).showing(
                embed.answer(),
                &embed.share_address(),
                origin,
            );
            (head, share::page(&embed, origin))
        }
        Page::Sheet { query } => {
            let answer = Answer::to(&query);
            let address = address(&answer.report.query).replacen('/', "/sheet", 1);
            let head = Head::new("On one sheet", "", origin).showing(&answer, &address, origin);
            (head, sheet::page(&answer, origin))
        }
        Page::Saved => (Head::new("Saved builds", "/saved", origin), saved::page()),
        Page::Method => (Head::new("Method", "/method", origin), method::page()),
        Page::Api => (Head::new("API and files", "/api", origin), api::page()),
        Page::NotFound { path } => {
            let text = format!(
                "<p>There is no page at <code>{}</code>.</p><p><a href=\"/\">To the configurator</a></p>",
                Text(path)
            );
            (Head::new(NOT_FOUND, "", origin), prose(NOT_FOUND, &text))
        }
        Page::TooLong => {
            let text = "<p>A question takes a few hundred characters. This address holds more than the \
                        4\u{202f}096 that are read.</p><p><a href=\"/\">Start from the usual settings</a></p>";
            (Head::new(TOO_LONG, "", origin), prose(TOO_LONG, text))
        }
    };
    frame(&head, Assets::of(options), &content)
}

const NOT_FOUND: &str = "Nothing is here";
const TOO_LONG: &str = "That address is too long";

/// The configurator, where the browser's half finds it.
fn wake_up_place(answer: Answer) -> String {
    let mut dialog = String::with_capacity(2_048);
    saved::dialog(&mut dialog, &answer);
    let configurator = render(|| configurator(Live::new(answer)));
    format!(
        "<main id=\"content\"><div id=\"configurator\">{configurator}</div>{dialog}\
         <div id=\"paper\"></div><script type=\"module\" src=\"/print.js\"></script></main>"
    )
}

fn prose(heading: &str, text: &str) -> String {
    format!("<main id=\"content\" class=\"prose\"><h1>{heading}</h1>{text}</main>")
}
