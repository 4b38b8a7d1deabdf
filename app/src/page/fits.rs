//! The best format of a model that fits a machine, as a cell of a table.

use headroom_core::catalog::Catalog;
use headroom_core::compare::best_format;
use headroom_core::units::gb;
use leptos::prelude::*;

use crate::markup::{Html, IntoHtml, address};

/// The cell: the format with its bytes, which leads to the answer, or that none fits.
pub(super) fn cell(model: &str, machine: &str) -> Html {
    match best_format(model, machine, Catalog::builtin()) {
        None => view! {
            <td class="words fit">
                <span class="tag no"><span aria-hidden="true">"×"</span>" does not fit"</span>
            </td>
        }
        .html(),
        Some(best) => view! {
            <td class="words fit">
                <a href=address(&best.query)>{best.format.name()}</a>
                <span class="cell-range">{gb(best.bytes)}</span>
            </td>
        }
        .html(),
    }
}
