//! The documents that the server sends.

mod api;
mod apis;
mod assets;
mod builds;
pub(crate) mod claims;
mod clouds;
mod compare;
mod find;
mod fits;
mod gpu;
mod gpus;
mod import;
mod method;
mod model;
mod models;
mod prose;
mod saved;
mod share;
mod sheet;
mod shell;
mod table;
mod upgrade;

use std::sync::Arc;

use headroom_core::catalog::{Gpu, Model, Preset};
use headroom_core::{compare as compare_core, find as find_core, upgrade as upgrade_core};
use leptos::prelude::*;
use leptos::tachys::html::InertElement;

use crate::build::Build;
use crate::components::Picture;
use crate::configurator::{Configurator, Given};
use crate::embed::Embed;
use crate::markup::address_at;
use crate::render::render;
use crate::state::Answer;
use api::Api;
use apis::Apis;
use assets::Assets;
use builds::{Builds, OneBuild};
use claims::Claims;
use clouds::Clouds;
use compare::Compare;
use find::{FindMachines, FindModels};
use gpu::OneGpu;
use gpus::Gpus;
use import::Import;
pub use import::Pasted;
use method::Method;
use model::OneModel;
use models::Models;
use prose::{NotFound, TooLong};
use saved::{SaveDialog, Saved};
use share::Share;
use sheet::Sheet;
use shell::{Meta, Shell};
#[cfg(test)]
pub(crate) use table::KEYS as TABLE_KEYS;
use upgrade::UpgradePlan;

/// What the address asks for.
#[derive(Clone, Debug, PartialEq)]
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
    /// One of them.
    OneModel {
        /// Which.
        model: &'static Model,
        /// The query string, without `?`.
        query: String,
    },
    /// The cards of the catalogue.
    Gpus {
        /// The query string, without `?`.
        query: String,
    },
    /// One of them.
    OneGpu {
        /// Which.
        gpu: &'static Gpu,
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
    Saved {
        /// The query string, without `?`.
        query: String,
    },
    /// Builds that are known by name.
    Builds {
        /// The query string, without `?`.
        query: String,
    },
    /// One of them.
    OneBuild {
        /// Which.
        preset: &'static Preset,
    },
    /// A model of one's own from its files.
    Import {
        /// The query of the build that it is put into, without `?`.
        query: String,
        /// What was pasted, and what came of it.
        pasted: Option<Box<Pasted>>,
        /// Where the browser may ask for configurations.
        hub: Option<Arc<str>>,
    },
    /// Whether a claim is true.
    Claims {
        /// The query string, without `?`.
        query: String,
    },
    /// Builds side by side.
    Compare {
        /// Which.
        asked: compare_core::Asked,
    },
    /// A machine that is bought in steps.
    Upgrade {
        /// How.
        asked: upgrade_core::Asked,
    },
    /// What runs on a machine.
    FindModels {
        /// Which, and how it is asked.
        asked: Box<find_core::Asked>,
    },
    /// Which machines do a job.
    FindMachines {
        /// The job, and what they must keep to.
        job: Box<find_core::Job>,
        /// What was found.
        found: Arc<find_core::MachinesFound>,
    },
    /// How each figure is computed.
    Method {
        /// The query string, without `?`.
        query: String,
    },
    /// The answers for programs.
    Api {
        /// The query string, without `?`.
        query: String,
    },
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
            let build = Build::answered(&answer);
            shelled(meta, build, assets, || view! { <Home answer/> })
        }
        Page::Models { query } => {
            let build = Build::of(&query);
            shelled(meta("Models", "/models"), build, assets, || {
                view! { <Models query/> }
            })
        }
        Page::OneModel { model, query } => {
            let build = Build::of(&query);
            let summary = model::summary(model);
            let address = model::address_of(model);
            let meta = meta(model.name, "/models")
                .at(&address, &summary, origin)
                .pictured(&format!("model={}", model.id), origin);
            shelled(meta, build, assets, move || {
                view! { <OneModel model/> }
            })
        }
        Page::Gpus { query } => {
            let build = Build::of(&query);
            shelled(meta("GPUs", "/gpus"), build, assets, || {
                view! { <Gpus query/> }
            })
        }
        Page::OneGpu { gpu, query } => {
            let build = Build::of(&query);
            let summary = gpu::summary(gpu, build.money());
            let address = gpu::address_of(gpu);
            let meta = meta(gpu.name, "/gpus")
                .at(&address, &summary, origin)
                .pictured(&format!("gpu={}", gpu.id), origin);
            shelled(meta, build, assets, move || {
                view! { <OneGpu gpu/> }
            })
        }
        Page::Clouds { query } => {
            let build = Build::of(&query);
            shelled(meta("Rented GPUs", "/clouds"), build, assets, || {
                view! { <Clouds query/> }
            })
        }
        Page::Apis { query } => {
            let build = Build::of(&query);
            shelled(meta("Models behind an API", "/apis"), build, assets, || {
                view! { <Apis query/> }
            })
        }
        Page::Share { query } => {
            let embed = Embed::new(&query);
            let address = embed.share_address();
            let meta = meta("Share or embed", "").showing(embed.answer(), &address, origin);
            let origin = origin.to_owned();
            let build = Build::answered(embed.answer());
            shelled(meta, build, assets, || view! { <Share embed origin/> })
        }
        Page::Sheet { query } => {
            let answer = Answer::to(&query);
            let address = address_at("/sheet", answer.report.query());
            let meta = meta("On one sheet", "").showing(&answer, &address, origin);
            let origin = origin.to_owned();
            let build = Build::answered(&answer);
            shelled(meta, build, assets, move || {
                view! { <Sheet answer=&answer origin=&origin/> }
            })
        }
        Page::Saved { query } => {
            let build = Build::of(&query);
            let meta = meta("Saved builds", "/saved");
            shelled(meta, build, assets, || view! { <Saved/> })
        }
        Page::Builds { query } => {
            let build = Build::of(&query);
            shelled(meta("Builds", "/builds"), build, assets, || {
                view! { <Builds/> }
            })
        }
        Page::OneBuild { preset } => {
            let address = format!("/builds/{}", preset.id);
            let meta = meta(preset.name, "/builds")
                .at(&address, preset.purpose, origin)
                .pictured(preset.query, origin);
            shelled(meta, Build::of(preset.query), assets, move || {
                view! { <OneBuild preset/> }
            })
        }
        Page::Import { query, pasted, hub } => {
            let build = Build::of(&query);
            let meta = meta("Import a model", import::PATH);
            shelled(meta, build, assets, move || {
                view! { <Import query pasted hub assets/> }
            })
        }
        Page::Claims { query } => {
            let build = Build::of(&query);
            let checked = claims::asked(&query);
            let meta = match &checked {
                None => meta("Claims", claims::PATH),
                Some(checked) => meta(&claims::title(checked), claims::PATH)
                    .at(
                        &claims::address_of(&checked.text),
                        &claims::described(checked),
                        origin,
                    )
                    .drawn(Picture::of_claim(checked, origin))
                    .framed(&claims::address_of(&checked.text), origin)
                    .unlisted(),
            };
            let origin = origin.to_owned();
            shelled(meta, build, assets, || view! { <Claims checked origin/> })
        }
        Page::Compare { asked } => {
            let build = Build::of(asked.queries().first().map_or("", String::as_str));
            let meta = meta("Compare builds", compare::PATH);
            let meta = match asked.queries() {
                [] => meta,
                [first, ..] => {
                    let address = compare::address_of(&asked);
                    meta.at(&address, COMPARED, origin)
                        .pictured(first, origin)
                        .framed(&address, origin)
                }
            };
            let origin = origin.to_owned();
            shelled(meta, build, assets, || view! { <Compare asked origin/> })
        }
        Page::Upgrade { asked } => {
            let build = Build::of(&asked.base);
            let meta = meta("Upgrade path", upgrade::PATH);
            let meta = match asked.steps.as_slice() {
                [] => meta,
                _ => meta
                    .at(&upgrade::address_of(&asked), PLANNED, origin)
                    .pictured(&asked.base, origin),
            };
            shelled(meta, build, assets, || view! { <UpgradePlan asked/> })
        }
        Page::FindModels { asked } => {
            let build = Build::of(&asked.build);
            let meta = meta("What runs on my machine?", find::PATH);
            let meta = match asked.plain() {
                plain if plain.is_empty() => meta,
                plain => meta.at(&find::address_of(&plain), FOUND, origin),
            };
            shelled(meta, build, assets, || view! { <FindModels asked=*asked/> })
        }
        Page::FindMachines { job, found } => {
            let build = Build::of(&job.build);
            let address = find::address_of(&job.plain());
            let meta = meta("Which machine runs this?", find::PATH).at(&address, SOUGHT, origin);
            let meta = match found.front.first() {
                Some(cheapest) => meta.pictured(&cheapest.query, origin),
                None => meta,
            };
            shelled(
                meta,
                build,
                assets,
                || view! { <FindMachines job=*job found assets/> },
            )
        }
        Page::Method { query } => {
            let build = Build::of(&query);
            shelled(meta("Method", "/method"), build, assets, || {
                view! { <Method/> }
            })
        }
        Page::Api { query } => {
            let build = Build::of(&query);
            shelled(meta("API and files", "/api"), build, assets, || {
                view! { <Api/> }
            })
        }
        Page::NotFound { path } => {
            let meta = meta(prose::NOT_FOUND, "");
            shelled(meta, Build::of(""), assets, || {
                view! { <NotFound path/> }
            })
        }
        Page::TooLong => {
            let meta = meta(prose::TOO_LONG, "");
            shelled(meta, Build::of(""), assets, || view! { <TooLong/> })
        }
    }
}

const COMPARED: &str =
    "Builds side by side: memory, speed, watts, price and payback, each figure with its working.";
const PLANNED: &str = "A machine that is bought in steps: what each unlocks, what it draws, and what all of it costs.";
const FOUND: &str = "Every model of the catalogue on one machine: the best format that fits, how fast it answers, for how many, and why no better one.";

const SOUGHT: &str = "Every card, count and format of the catalogue for one job: what holds it, how fast, for how much, and which of them nothing beats.";

/// A page in its shell, as text. The links in it take the build along.
fn shelled<C: IntoView + 'static>(
    meta: Meta,
    build: Build,
    assets: &'static Assets,
    content: impl FnOnce() -> C + Send + 'static,
) -> String {
    render(|| {
        provide_context(build);
        view! { <Shell meta assets>{content()}</Shell> }
    })
}

/// The configurator, where the browser's half finds it, with the form that keeps its answer.
#[component]
fn Home(
    /// What is shown.
    answer: Answer,
) -> impl IntoView {
    let dialog = view! { <SaveDialog query=answer.report.query().to_owned() name=answer.name()/> };
    provide_context(Given::new(answer));
    view! {
        <main id="content">
            <div id="configurator"><Configurator/></div>
            {dialog}
            <div id="paper"></div>
            <script type="module" src="/print.js"></script>
        </main>
    }
}

#[cfg(test)]
mod tests {
    use leptos::prelude::LeptosOptions;

    use super::{Page, html};

    fn page(page: Page) -> String {
        let options = LeptosOptions::builder().output_name("headroom").build();
        html(page, &options, "https://example.org")
    }

    #[test]
    fn every_page_hands_the_build_on() {
        let query = || "n=4&model=llama-3.1-405b&w=f16".to_owned();
        for there in [
            Page::Configurator { query: query() },
            Page::Models {
                query: query() + "&q=llama&sort=params",
            },
            Page::Gpus { query: query() },
            Page::Clouds { query: query() },
            Page::Apis { query: query() },
            Page::Claims { query: query() },
            Page::Share {
                query: query() + "&theme=dark",
            },
            Page::Sheet { query: query() },
            Page::Saved { query: query() },
            Page::FindModels {
                asked: Box::new(headroom_core::find::Asked::read(
                    &query(),
                    headroom_core::catalog::Catalog::builtin(),
                )),
            },
            Page::Method { query: query() },
            Page::Api { query: query() },
        ] {
            let html = page(there.clone());
            for path in [
                "/", "/models", "/gpus", "/clouds", "/method", "/saved", "/api",
            ] {
                let link = format!("href=\"{path}?n=4&amp;model=llama-3.1-405b&amp;w=f16\"");
                assert!(html.contains(&link), "{path} on {there:?}");
            }
        }
    }

    #[test]
    fn a_row_that_is_chosen_takes_its_place_in_the_build() {
        let build = "gpu=rtx-4090&n=2&model=llama-3.1-8b&w=q8_0".to_owned();
        for (there, link) in [
            (
                Page::Models {
                    query: build.clone(),
                },
                "/?gpu=rtx-4090&amp;n=2&amp;model=gpt-oss-120b&amp;w=q8_0",
            ),
            (
                Page::Gpus {
                    query: build.clone(),
                },
                "/?gpu=h100-sxm&amp;n=2&amp;model=llama-3.1-8b&amp;w=q8_0",
            ),
            (
                Page::Apis {
                    query: build.clone(),
                },
                "/?gpu=rtx-4090&amp;n=2&amp;model=gpt-oss-120b&amp;w=q8_0",
            ),
            (
                Page::Clouds {
                    query: build.clone(),
                },
                "/?gpu=rtx-4090&amp;n=2&amp;model=llama-3.1-8b&amp;w=q8_0&amp;cloud=",
            ),
        ] {
            assert!(page(there).contains(&format!("<a href=\"{link}")), "{link}");
        }
        // Sorting and searching keep it too.
        let html = page(Page::Gpus {
            query: build + "&q=h100",
        });
        assert!(html.contains("<input type=\"hidden\" name=\"model\" value=\"llama-3.1-8b\">"));
        assert!(html.contains("href=\"/gpus?gpu=rtx-4090&amp;n=2&amp;model=llama-3.1-8b&amp;w=q8_0&amp;q=h100&amp;sort=name"));
    }

    #[test]
    fn a_price_of_tokens_says_what_is_bought() {
        // A quarter of the context is prompt, and 512 tokens are answered.
        let query = || "ctx=32768".to_owned();
        for there in [
            Page::Configurator { query: query() },
            Page::Sheet { query: query() },
        ] {
            let html = page(there.clone());
            assert!(
                html.contains("A million tokens out and 16 million in, "),
                "{there:?}"
            );
            assert!(
                !html.contains("A million tokens, ") && !html.contains("A million tokens from")
            );
        }
    }
}
