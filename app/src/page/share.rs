//! Ways to pass an answer on: link, frame, picture, badge, each ready to be copied.

mod snippets;

use leptos::prelude::*;

use super::saved::{AllSaved, NeedsScript, SaveForm};
use crate::embed::{Embed, EmbedForm, USUAL_WIDTH};
use crate::markup::address;
pub(super) use snippets::Snippet;
use snippets::Snippets;

/// The page.
#[component]
pub(super) fn Share(
    /// What is passed on, as it is shown to others.
    embed: Embed,
    /// Scheme and authority, without a slash at the end.
    origin: String,
) -> impl IntoView {
    let query = embed.question_query().to_owned();
    let name = embed.answer().name();
    view! {
        <main id="content" class="share">
            <h1>"Share or embed"</h1>
            <p class="lead"><a href=address(&query)>{embed.title()}</a></p>
            <div class="share-columns">
                <div>
                    <Keep query name/>
                    <h2>"Embed"</h2>
                    <EmbedForm embed=&embed/>
                    <Snippets embed=&embed origin/>
                </div>
                <Preview embed=&embed/>
            </div>
            <script src="/share.js" defer></script>
            <script type="module" src="/save.js"></script>
            <script src="/embed.js" defer></script>
        </main>
    }
}

/// The build as one of those that the browser keeps.
#[component]
fn Keep(
    /// The canonical query of the build.
    query: String,
    /// The name that is proposed.
    name: String,
) -> impl IntoView {
    view! {
        <section aria-labelledby="keep">
            <h2 id="keep">"Save"</h2>
            <NeedsScript/>
            <SaveForm query name/>
            <p class="hint"><AllSaved/></p>
        </section>
    }
}

/// The frame itself.
#[component]
fn Preview<'a>(
    /// What it shows.
    embed: &'a Embed,
) -> impl IntoView + use<> {
    let height = embed.height(USUAL_WIDTH);
    view! {
        <section aria-labelledby="preview">
            <h2 id="preview">"Preview"</h2>
            <iframe class="preview" src=embed.address() title=embed.title() height=height.to_string()></iframe>
            <p class="hint">
                "This is the frame as others see it. Its height is "{height}" pixels, chosen for a column of "
                {USUAL_WIDTH}"; with the script below it follows its content in any column."
            </p>
        </section>
    }
}
