//! Builds that a visitor keeps in the browser, and the form that keeps one. Nothing of it reaches the
//! server: `public/builds.js` says how they are stored.

use headroom_core::codec::MAX_QUERY_BYTES;
use leptos::prelude::*;

use crate::components::BuildLink;

/// Stands where something would be saved if the browser ran scripts.
#[component]
pub(super) fn NeedsScript() -> impl IntoView {
    view! {
        <noscript>
            <p class="hint">
                "Saving a build under a name needs JavaScript, because names stay in the browser. The link itself \
                 keeps everything: bookmark it."
            </p>
        </noscript>
    }
}

/// The way to the page.
#[component]
pub(super) fn AllSaved() -> impl IntoView {
    view! { <BuildLink path="/saved">"All saved builds"</BuildLink> }
}

/// The form that keeps a build; its script shows it.
#[component]
pub(super) fn SaveForm(
    /// The canonical query of the build.
    query: String,
    /// The name that is proposed.
    name: String,
) -> impl IntoView {
    view! {
        <form
            id="save-form"
            class="save-form"
            autocomplete="off"
            data-query=query
            data-name=name
            hidden
        >
            <div class="field">
                <label class="name" for="save-name">"Name"</label>
                <span class="control">
                    <input type="text" id="save-name" aria-describedby="save-note save-said"/>
                    <button type="submit">"Save in this browser"</button>
                </span>
                <p class="fault" id="save-note" role="alert"></p>
                <p class="said" id="save-said" role="status"></p>
            </div>
        </form>
    }
}

/// The same in a dialog, with its script.
#[component]
pub(super) fn SaveDialog(
    /// The canonical query of the build.
    query: String,
    /// The name that is proposed.
    name: String,
) -> impl IntoView {
    view! {
        <dialog id="save" class="save" aria-labelledby="save-title">
            <h2 id="save-title">"Save this build"</h2>
            <p class="hint">
                "The name stays in this browser. The build itself is the link, whose figures are calculated anew \
                 whenever it is opened."
            </p>
            <SaveForm query name/>
            <p class="save-end">
                <AllSaved/>" "<button type="button" class="plain" data-close>"Close"</button>
            </p>
        </dialog>
        <script type="module" src="/save.js"></script>
    }
}

/// The page of saved builds. Its script fills the list from what the browser keeps.
#[component]
pub(super) fn Saved() -> impl IntoView {
    view! {
        <main id="content" class="saved">
            <h1>"Saved builds"</h1>
            <p class="lead">
                "Kept by name in this browser alone, never on the server. A build is its link: what it costs and \
                 whether it fits is calculated anew with each day’s catalogue when you open it."
            </p>
            <NeedsScript/>
            <div id="saved" hidden><List/><Files/></div>
            <Format/>
            <script type="module" src="/saved.js"></script>
        </main>
    }
}

/// What is saved, or why nothing is.
#[component]
fn List() -> impl IntoView {
    view! {
        <p class="saved-said">
            <span id="saved-said" role="status"></span>" "
            <button type="button" class="plain" id="saved-undo" hidden>"Undo"</button>
        </p>
        <div class="trouble" id="saved-trouble" hidden>
            <p data-part="text"></p>
            <p data-part="ways">
                <button type="button" class="plain" data-part="export">"Export it as it is"</button>" "
                <button type="button" class="plain" data-part="clear">"Begin anew"</button>
            </p>
        </div>
        <p id="saved-empty" hidden>
            "Nothing is saved in this browser yet. "<BuildLink path="/">"Choose a machine and a model"</BuildLink>", then "
            <b>"Save"</b>" beside the answer. Private windows forget what is saved when they are closed."
        </p>
        <ol class="saved-list" id="saved-list" aria-label="Saved builds, newest first"></ol>
        // The boxes of the rows belong to it: what is chosen is what the form asks for.
        <form class="saved-compare" id="saved-compare" action="/compare" autocomplete="off" hidden>
            <button type="submit" class="plain" id="saved-together" aria-describedby="saved-chosen" disabled>
                "Compare what is chosen"
            </button>
            " "
            <span class="hint" id="saved-chosen" role="status"></span>
        </form>
        <template id="saved-row">
            <li>
                <div class="saved-line" data-part="line">
                    <p><a data-part="link"></a>" "<span class="hint">"saved "<time data-part="day"></time></span></p>
                    <p class="saved-query" data-part="query"></p>
                    <p class="saved-ways">
                        <label class="saved-choose">
                            <input type="checkbox" name="b" form="saved-compare" autocomplete="off" data-part="choose"/>
                            " Compare"
                        </label>
                        <button type="button" class="plain" data-part="rename">"Rename"</button>" "
                        <button type="button" class="plain" data-part="delete">"Delete"</button>
                    </p>
                </div>
                <form class="save-form" data-part="form" autocomplete="off" hidden>
                    <span class="control">
                        <input type="text" name="name" aria-label="New name"/><button type="submit">"Rename"</button>
                        " "<button type="button" class="plain" data-part="cancel">"Cancel"</button>
                    </span>
                    <p class="fault" data-part="note" role="alert"></p>
                </form>
            </li>
        </template>
    }
}

/// To and from a file.
#[component]
fn Files() -> impl IntoView {
    view! {
        <h2>"Take them along"</h2>
        <p><button type="button" class="plain" id="saved-export" disabled>"Export all to a file"</button></p>
        <div class="field saved-import">
            <label class="name" for="import-file">"Import a file"</label>
            <input type="file" id="import-file" accept=".json,application/json" aria-describedby="import-note import-hint"/>
            <p class="said" id="import-note" role="status"></p>
            <ul class="faults" id="import-faults" hidden></ul>
            <p class="hint" id="import-hint">
                "Builds that are here already stay as they are. Up to 1 MiB and 500 builds."
            </p>
        </div>
    }
}

/// How such a file is written.
#[component]
fn Format() -> impl IntoView {
    view! {
        <details class="more">
            <summary>"What is in the file"</summary>
            <p>
                "JSON. "<code>"query"</code>" is what stands behind "<code>"/?"</code>" in the link, "
                <code>"saved"</code>
                " a time as in ISO 8601; the name has up to 120 characters, the query up to "{MAX_QUERY_BYTES}". A query is kept \
                 once. Files of another "
                <code>"version"</code>" are refused."
            </p>
            <pre><code>{FILE}</code></pre>
        </details>
    }
}

/// Such a file with one build.
const FILE: &str = r#"{ "format": "headroom-builds", "version": 1,
  "builds": [
    { "name": "Two cards for the office", "query": "n=2", "saved": "2026-01-31T12:00:00.000Z" }
  ] }"#;

#[cfg(test)]
mod tests {
    use super::MAX_QUERY_BYTES;

    /// What is saved can be opened, and what can be opened can be saved.
    #[test]
    fn the_script_keeps_queries_as_long_as_are_answered() {
        let script = include_str!("../../../public/builds.js");
        assert!(script.contains(&format!(" query: {MAX_QUERY_BYTES},")));
    }
}
