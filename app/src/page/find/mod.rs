//! `/find`: what runs on a machine, and which machine runs a model.

mod form;
mod machines;
mod models;

use leptos::prelude::*;

use crate::markup::{Html, IntoHtml, address_and, address_at};

pub(super) use machines::FindMachines;
pub(super) use models::FindModels;

/// Path of the page.
pub(super) const PATH: &str = "/find";

/// The address of a question.
pub(super) fn address_of(query: &str) -> String {
    address_at(PATH, query)
}

/// Both questions, as links; `machines` says which one is answered.
fn questions(machines: bool, build: &str) -> Html {
    let here = |current: bool| current.then_some("page");
    view! {
        <nav class="questions" aria-label="Questions">
            <ul>
                <li><a href=address_of(build) aria-current=here(!machines) data-carry="">"What runs on my machine?"</a></li>
                <li><a href=address_and(PATH, "ask=machines", build) aria-current=here(machines)>"Which machine runs this?"</a></li>
            </ul>
        </nav>
    }
    .html()
}
