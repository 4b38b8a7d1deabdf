//! Weight formats × contexts at a glance; each cell leads to its scenario.

use headroom_core::memory::grid::Grid;
use headroom_core::units::gb;

use super::run::short_tokens;
use crate::look::look;
use crate::markup::{Text, address, put};
use crate::state::Answer;

/// Formats in the table at first.
const NEAR: usize = 7;

/// The formats around the one in use.
pub(super) fn near(answer: &Answer) -> String {
    table(answer, NEAR)
}

/// All formats.
pub(super) fn all(answer: &Answer) -> String {
    table(answer, usize::MAX)
}

/// The table of so many formats, with the one in use in the middle where that is possible.
fn table(answer: &Answer, most: usize) -> String {
    let scenario = answer.scenario();
    let mut grid = Grid::of(scenario);
    let most = most.min(grid.rows.len());
    let place = { grid.rows.iter() }.position(|row| row.quant == scenario.weights);
    let first = place.unwrap_or(0).saturating_sub(most / 2);
    let first = first.min(grid.rows.len() - most);
    grid.rows = grid.rows.drain(first..first + most).collect();
    let mut out = String::with_capacity(grid.rows.len() * grid.contexts.len() * 160);
    header(&mut out, &grid);
    for row in &grid.rows {
        let current = row.quant == scenario.weights;
        put!(
            out,
            "<tr{}><th scope=\"row\">{}</th><td class=\"quiet\">{}</td>",
            if current { " class=\"current\"" } else { "" },
            Text(row.quant.name()),
            gb(row.weights_bytes)
        );
        for (cell, context) in row.cells.iter().zip(&grid.contexts) {
            let look = look(cell.status);
            put!(
                out,
                "<td><a class=\"cell {}\" href=\"{}\" data-key=\"{}-{context}\"{}>{}<span class=\"sr\"> {}</span></a></td>",
                look.class,
                Text(address(&cell.query)),
                row.quant.id(),
                if cell.current {
                    " aria-current=\"true\""
                } else {
                    ""
                },
                look.mark,
                look.word
            );
        }
        out.push_str("</tr>");
    }
    out.push_str("</tbody></table>");
    out
}

fn header(out: &mut String, grid: &Grid) {
    out.push_str(
        "<table class=\"grid\"><caption class=\"sr\">Does it fit, by weight format and context</caption>\
         <thead><tr><th scope=\"col\">Weights</th><th scope=\"col\">Size</th>",
    );
    for &context in &grid.contexts {
        put!(out, "<th scope=\"col\">{}</th>", short_tokens(context));
    }
    out.push_str("</tr></thead><tbody>");
}
