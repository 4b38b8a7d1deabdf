//! The documents that the server sends.

mod api;
mod apis;
mod assets;
mod clouds;
mod gpus;
mod method;
mod models;
mod prose;
mod saved;
mod share;
mod sheet;
mod shell;
mod table;

use leptos::prelude::*;
use leptos::tachys::html::InertElement;

use crate::configurator::{Live, configurator};
use crate::embed::Embed;
use crate::markup::address;
use crate::render::render;
use crate::state::Answer;
use api::Api;
use apis::Apis;
use assets::Assets;
use clouds::Clouds;
use gpus::Gpus;
use method::Method;
use models::Models;
use prose::{NotFound, TooLong};
use saved::{SaveDialog, Saved};
use share::Share;
use sheet::Sheet;
use shell::{Meta, Shell};

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
    let assets = Assets::of(options);
    let meta = |title, path| Meta::new(title, path, origin);
    match page {
        Page::Configurator { query } => {
            let answer = Answer::to(&query);
            let meta = meta("Does it fit?", "/").answering(&answer, origin);
            shelled(meta, assets, || view! { <Configurator answer/> })
        }
        Page::Models { query } => shelled(meta("Models", "/models"), assets, || {
            view! { <Models query/> }
        }),
        Page::Gpus { query } => shelled(meta("GPUs", "/gpus"), assets, || {
            view! { <Gpus query/> }
        }),
        Page::Clouds { query } => shelled(meta("Rented GPUs", "/clouds"), assets, || {
            view! { <Clouds query/> }
        }),
        Page::Apis { query } => shelled(meta("Models behind an API", "/apis"), assets, || {
            view! { <Apis query/> }
        }),
        Page::Share { query } => {
            let embed = Embed::new(&query);
            let address = embed.share_address();
            let meta = meta("Share or embed", "").showing(embed.answer(), &address, origin);
            let origin = origin.to_owned();
            shelled(meta, assets, || view! { <Share embed origin/> })
        }
        Page::Sheet { query } => {
            let answer = Answer::to(&query);
            let address = address(answer.report.query()).replacen('/', "/sheet", 1);
            let meta = meta("On one sheet", "").showing(&answer, &address, origin);
            let origin = origin.to_owned();
            shelled(meta, assets, move || {
                view! { <Sheet answer=&answer origin=&origin/> }
            })
        }
        Page::Saved => shelled(
            meta("Saved builds", "/saved"),
            assets,
            || view! { <Saved/> },
        ),
        Page::Method => shelled(meta("Method", "/method"), assets, || {
            view! { <Method/> }
        }),
        Page::Api => shelled(meta("API and files", "/api"), assets, || {
            view! { <Api/> }
        }),
        Page::NotFound { path } => shelled(meta(prose::NOT_FOUND, ""), assets, || {
            view! { <NotFound path/> }
        }),
        Page::TooLong => shelled(meta(prose::TOO_LONG, ""), assets, || view! { <TooLong/> }),
    }
}

/// A page in its shell, as text.
fn shelled<C: IntoView + 'static>(
    meta: Meta,
    assets: &'static Assets,
    content: impl FnOnce() -> C + Send + 'static,
) -> String {
    render(|| view! { <Shell meta assets>{content()}</Shell> })
}

/// The configurator, where the browser's half finds it, with the form that keeps its answer.
#[component]
fn Configurator(
    /// What it shows.
    answer: Answer,
) -> impl IntoView {
    let dialog = view! { <SaveDialog query=answer.report.query().to_owned() name=answer.name()/> };
    view! {
        <main id="content">
            <div id="configurator">{configurator(Live::new(answer))}</div>
            {dialog}
            <div id="paper"></div>
            <script type="module" src="/print.js"></script>
        </main>
    }
}
