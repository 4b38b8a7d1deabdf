//! Weight formats × contexts at a glance; each cell leads to its scenario.

use headroom_core::memory::grid::{Cell, Grid, GridRow};
use headroom_core::units::gb;
use leptos::prelude::*;

use super::run::short_tokens;
use crate::look::look;
use crate::markup::{Html, IntoHtml, address};
use crate::state::Answer;

/// Formats in the table at first.
const NEAR: usize = 7;

/// The formats around the one in use.
pub(super) fn near(answer: &Answer) -> Html {
    table(answer, NEAR)
}

/// All formats.
pub(super) fn all(answer: &Answer) -> Html {
    table(answer, usize::MAX)
}

/// The table of so many formats, with the one in use in the middle where that is possible.
fn table(answer: &Answer, most: usize) -> Html {
    let scenario = answer.scenario();
    let grid = Grid::of(scenario);
    let most = most.min(grid.rows.len());
    let place = { grid.rows.iter() }.position(|row| row.quant == scenario.weights);
    let first = place.unwrap_or(0).saturating_sub(most / 2);
    let first = first.min(grid.rows.len() - most);
    let heads: Vec<Html> = { grid.contexts.iter() }
        .map(|context| view! { <th scope="col">{short_tokens(*context)}</th> }.html())
        .collect();
    let rows: Vec<Html> = { grid.rows[first..first + most].iter() }
        .map(|format| row(format, &grid.contexts, format.quant == scenario.weights))
        .collect();
    view! {
        <table class="grid">
            <caption class="sr">"Does it fit, by weight format and context"</caption>
            <thead>
                <tr>
                    <th scope="col">"Weights"</th>
                    <th scope="col">"Size"</th>
                    {heads}
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .html()
}

/// What fits in a format.
fn row(format: &GridRow, contexts: &[u32], is_current: bool) -> Html {
    let id = format.quant.id();
    let cells: Vec<Html> = { format.cells.iter().zip(contexts) }
        .map(|(cell, context)| leads_to(cell, format!("{id}-{context}")))
        .collect();
    view! {
        <tr>
            <th scope="row">{format.quant.name()}</th>
            <td class="quiet">{gb(format.weights_bytes)}</td>
            {cells}
        </tr>
    }
    .attr("class", is_current.then_some("current"))
    .html()
}

/// A cell as the way to its scenario.
fn leads_to(cell: &Cell, key: String) -> Html {
    let look = look(cell.status);
    view! {
        <td>
            <a
                class=format!("cell {}", look.class)
                href=address(&cell.query)
                data-key=key
                aria-current=cell.current.then_some("true")
            >
                {look.mark}
                <span class="sr">{format!(" {}", look.word)}</span>
            </a>
        </td>
    }
    .html()
}
