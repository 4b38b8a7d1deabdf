//! Weight formats × contexts at a glance; each cell leads to its scenario.

use headroom_core::memory::grid::{Cell, GridRow};
use headroom_core::units::gb;
use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::{Element, HtmlElement};

use super::run::short_tokens;
use crate::look::look;
use crate::markup::{Html, IntoHtml, address};
use crate::state::Answer;

/// Formats in the table at first.
const NEAR: usize = 7;

/// Whether arrow keys lead from cell to cell, so that one of them is enough of a tab stop. What the server
/// writes works without script.
const IS_WALKED: bool = cfg!(feature = "hydrate");

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
    let grid = answer.grid();
    let most = most.min(grid.rows.len());
    let place = { grid.rows.iter() }.position(|row| row.quant == scenario.weights);
    let first = place.unwrap_or(0).saturating_sub(most / 2);
    let first = first.min(grid.rows.len() - most);
    let heads: Vec<Html> = { grid.contexts.iter() }
        .map(|context| view! { <th scope="col">{short_tokens(*context)}</th> }.html())
        .collect();
    let shown = &grid.rows[first..first + most];
    let (stop, column) = { shown.iter().enumerate() }
        .find_map(|(index, row)| Some((index, row.cells.iter().position(|cell| cell.current)?)))
        .unwrap_or_default();
    let rows: Vec<Html> = { shown.iter().enumerate() }
        .map(|(index, format)| {
            let stop = (index == stop).then_some(column);
            row(
                format,
                &grid.contexts,
                stop,
                format.quant == scenario.weights,
            )
        })
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
    .attr("role", IS_WALKED.then_some("grid"))
    .html()
}

/// What fits in a format. `stop` is the column of the tab stop, where it is in this row.
fn row(format: &GridRow, contexts: &[u32], stop: Option<usize>, is_current: bool) -> Html {
    let cells: Vec<Html> = { format.cells.iter().zip(contexts).enumerate() }
        .map(|(column, (cell, context))| leads_to(format, *context, cell, stop == Some(column)))
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
fn leads_to(format: &GridRow, context: u32, cell: &Cell, is_stop: bool) -> Html {
    let look = look(cell.status);
    let quant = format.quant;
    let fits = look.word.to_lowercase();
    let name = format!("{} at {}: {fits}", quant.name(), short_tokens(context));
    view! {
        <td>
            <a
                class=format!("cell {}", look.class)
                href=address(&cell.query)
                data-key=format!("{}-{context}", quant.id())
                tabindex=IS_WALKED.then_some(if is_stop { "0" } else { "-1" })
                aria-current=cell.current.then_some("true")
                aria-label=name
            >
                {look.mark}
            </a>
        </td>
    }
    .html()
}

/// Whether an element is a cell.
pub(super) fn is_cell(element: &HtmlElement) -> bool {
    element.matches(".cell").unwrap_or(false)
}

/// Keys on a cell lead to another, which is the tab stop from then on.
pub(super) fn walk(event: &KeyboardEvent, cell: &HtmlElement) {
    let key = event.key();
    let is_modified = event.ctrl_key() || event.shift_key() || event.alt_key() || event.meta_key();
    if is_modified || !KEYS.contains(&key.as_str()) {
        return;
    }
    event.prevent_default();
    let Some(to) = beside(cell, &key) else {
        return;
    };
    let table = cell.closest("table").ok().flatten();
    let stop = table.and_then(|table| table.query_selector(".cell[tabindex='0']").ok().flatten());
    if let Some(stop) = stop {
        let _ = stop.set_attribute("tabindex", "-1");
    }
    to.set_tab_index(0);
    let _ = to.focus();
}

/// Keys that lead from cell to cell.
const KEYS: [&str; 6] = [
    "ArrowLeft",
    "ArrowRight",
    "ArrowUp",
    "ArrowDown",
    "Home",
    "End",
];

/// The cell that a key leads to; none beyond the edge.
fn beside(cell: &HtmlElement, key: &str) -> Option<HtmlElement> {
    let place = cell.parent_element()?;
    let row = place.parent_element()?;
    let in_column = |row: Element| {
        let before = std::iter::successors(Some(place.clone()), Element::previous_element_sibling);
        let column = format!("tr > :nth-child({})", before.count());
        row.query_selector(&column).ok().flatten()
    };
    let to = match key {
        "ArrowLeft" => place.previous_element_sibling()?,
        "ArrowRight" => place.next_element_sibling()?,
        "ArrowUp" => in_column(row.previous_element_sibling()?)?,
        "ArrowDown" => in_column(row.next_element_sibling()?)?,
        "Home" => row,
        _ => row.last_element_child()?,
    };
    let to = to.query_selector(".cell").ok().flatten()?;
    to.dyn_into().ok()
}

#[cfg(test)]
mod tests {
    use super::all;
    use crate::state::Answer;

    #[test]
    fn every_cell_says_what_it_is_about() {
        let answer = Answer::to("n=1&gpu=rtx-3090&model=llama-3.1-70b&w=q8_0&ctx=131072");
        let html = all(&answer).into_text();
        assert!(html.contains("aria-label=\"Q8_0 at 128K: does not fit\""));
        assert_eq!(
            html.matches("aria-label").count(),
            html.matches("<a ").count()
        );
    }
}
