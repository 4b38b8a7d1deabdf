//! `/import`: a model that the catalogue does not list, from the files that it comes in.

use std::sync::Arc;

use headroom_core::import::Answer;
use headroom_core::units::{grouped, params};
use leptos::prelude::*;

use super::assets::{Assets, Boot};
use crate::markup::{Html, IntoHtml, Text};

/// Path of the page.
pub(crate) const PATH: &str = "/import";

/// What somebody pasted into the plain form, and what came of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Pasted {
    /// The text.
    pub text: String,
    /// What the model is called.
    pub name: String,
    /// The model, or why there is none.
    pub found: Answer,
}

/// The page. Files and links are read by the browser's own half; a text is, where there is script, and else here.
#[component]
pub(super) fn Import(
    /// The build that the model is put into.
    query: String,
    /// What was pasted.
    pasted: Option<Box<Pasted>>,
    /// Where the browser may ask for configurations.
    hub: Option<Arc<str>>,
    /// The browser's half.
    assets: &'static Assets,
) -> impl IntoView {
    let pasted = pasted.as_deref();
    let (text, name) = pasted.map_or_else(Default::default, |pasted| {
        (pasted.text.clone(), pasted.name.clone())
    });
    let found = pasted.map(|pasted| &pasted.found);
    let refused = found.and_then(|found| found.refused.clone());
    let answer = found.filter(|found| found.refused.is_none()).map(answer);
    let hub_text = hub.as_deref().unwrap_or_default().to_owned();
    view! {
        <main id="content" class="catalogue import-page" data-hub=hub_text>
            <h1>"Import a model"</h1>
            <p class="lead">
                "For a model that is not in the list: from its configuration or the header of its file to the answer for that \
                 very model. Files are read here in the browser, and of each only its header: nothing is uploaded. What cannot be \
                 counted is refused, not guessed."
            </p>
            <noscript>
                <p class="hint">
                    "Choosing files and links needs JavaScript, which reads them in the browser. The text of a configuration is read \
                     by the server, which keeps nothing of it."
                </p>
            </noscript>
            <div id="import-live" hidden>
                {files()}
                {hub.as_deref().map(link)}
            </div>
            {form(&query, text, name, refused)}
            <div id="import-answer" class="import-answer" role="status">{answer}</div>
            {template()}
            <Boot src="/import.js" assets/>
        </main>
    }
}

/// Choosing files and dropping them.
fn files() -> Html {
    view! {
        <section class="import-part" id="import-drop" aria-labelledby="import-files-title">
            <h2 id="import-files-title">"From files"</h2>
            <label class="name" for="import-files">"Choose files, or drop them here"</label>
            <input
                type="file"
                id="import-files"
                multiple
                accept=".json,.gguf,.safetensors"
                aria-describedby="import-files-hint import-files-note"
            />
            <p class="hint" id="import-files-hint">
                "config.json, alone or with model.safetensors.index.json, hf_quant_config.json or the .safetensors themselves; or a \
                 .gguf, all its parts together."
            </p>
            <p class="note" id="import-files-note" hidden></p>
        </section>
    }
    .html()
}

/// A link to a model on a hub.
fn link(hub: &str) -> Html {
    let host = hub
        .split_once("://")
        .map_or(hub, |(_, host)| host)
        .to_owned();
    view! {
        <section class="import-part" aria-labelledby="import-link-title">
            <h2 id="import-link-title">"From a link"</h2>
            <form id="import-link-form" class="import-link">
                <label class="name" for="import-link">"Link or id of the model"</label>
                <div class="claim-field">
                    <input
                        type="text"
                        id="import-link"
                        maxlength="400"
                        autocomplete="off"
                        spellcheck="false"
                        placeholder="owner/name"
                        required
                        aria-describedby="import-link-hint import-link-note"
                    />
                    <button type="submit">"Ask "{host.clone()}</button>
                </div>
                <p class="hint" id="import-link-hint">
                    "On this click your browser asks "{host}
                    " for config.json and the index of the model, without cookies. Our server asks nobody."
                </p>
                <p class="note" id="import-link-note" hidden></p>
            </form>
        </section>
    }
    .html()
}

/// The plain form.
fn form(query: &str, text: String, name: String, refused: Option<String>) -> Html {
    let invalid = refused.is_some().to_string();
    let hidden = refused.is_none();
    // What stands in a textarea is written as it is, so it is made safe here.
    let text = Text(text).to_string();
    view! {
        <form id="import-form" class="import-part" method="post" action=PATH aria-labelledby="import-text-title">
            <h2 id="import-text-title">"From text"</h2>
            <input type="hidden" name="build" id="import-build" value=query.to_owned()/>
            <label class="name" for="import-text">"The text of config.json"</label>
            <textarea
                id="import-text"
                name="text"
                rows="10"
                spellcheck="false"
                autocomplete="off"
                required
                aria-invalid=invalid
                aria-describedby="import-note"
            >{text}</textarea>
            <p class="note" id="import-note" hidden=hidden>{refused}</p>
            <label class="name" for="import-name">"Name of the model, if it should have one"</label>
            <input
                type="text"
                id="import-name"
                name="name"
                maxlength="200"
                autocomplete="off"
                spellcheck="false"
                placeholder="owner/name"
                value=name
            />
            <p><button type="submit">"Read the text"</button></p>
        </form>
    }
    .html()
}

/// What was found.
fn answer(found: &Answer) -> Html {
    let notes = found
        .notes
        .iter()
        .map(|note| view! { <li>{note.clone()}</li> });
    view! {
        <h2 data-part="model">{found.model.clone()}</h2>
        <p data-part="facts">{facts(found)}</p>
        <ul data-part="notes">{notes.collect_view()}</ul>
        <p><a class="button" data-part="open" href=found.url.clone()>"Open it in the configurator"</a></p>
    }
    .html()
}

/// Its size in a line.
fn facts(found: &Answer) -> String {
    let mut facts = format!("{} parameters", params(found.params));
    if found.vision_params > 0 {
        facts.push_str(&format!(", {} in its tower", params(found.vision_params)));
    }
    if let Some(bytes) = found.weights_bytes {
        facts.push_str(&format!(" · {} bytes of weights", grouped(bytes)));
    }
    facts
}

/// The same, to be filled in the browser.
fn template() -> Html {
    let empty = answer(&Answer::default());
    view! { <template id="import-found">{empty}</template> }.html()
}
