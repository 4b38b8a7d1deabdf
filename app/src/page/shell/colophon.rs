//! The footer of every page.

use headroom_core::catalog::Catalog;
use leptos::prelude::*;

/// What the figures are of, what else there is, and what is kept.
#[component]
pub(super) fn Colophon() -> impl IntoView {
    let date = Catalog::builtin().date;
    view! {
        <footer class="colophon">
            <p>
                "Catalogue of "<time datetime=date>{date}</time>
                ". Estimates are labelled as estimates, and every figure opens its working."
            </p>
            <p>
                <a href="/api">"API and files"</a>" for programs, spreadsheets and forums. "
                <a href="/saved">"Saved builds"</a>" of this browser."
            </p>
            <p>
                "Open source, MIT or Apache-2.0. No cookies and no tracking: what you choose is kept in the \
                 address of the page, and what you save, in your browser."
            </p>
        </footer>
    }
}
