//! The footer of every page.

use headroom_core::catalog::Catalog;
use leptos::prelude::*;

use crate::components::BuildLink;

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
                <BuildLink path="/api">"API and files"</BuildLink>" for programs, spreadsheets and forums. "
                <BuildLink path="/saved">"Saved builds"</BuildLink>" of this browser."
            </p>
            <p>
                "Open source, MIT or Apache-2.0. No cookies and no tracking: what you choose is kept in the \
                 address of the page, and what you save, in your browser."
            </p>
        </footer>
    }
}
