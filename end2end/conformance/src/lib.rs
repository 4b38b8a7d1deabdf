//! Many scenarios, always the same ones, and what the core says about each; then many charts.
//!
//! The native build and the WebAssembly build of this crate print the same lines, or the browser
//! would tell people something else than the server. `cargo xtask test` compares them.

mod scenarios;

use headroom_core::catalog::Catalog;
use headroom_core::evaluate;
use wasm_bindgen::prelude::wasm_bindgen;

// Hands the rows of the catalogue to the module, which holds none.
pub use headroom_js::take;

/// How many scenarios and charts there are.
#[wasm_bindgen]
#[must_use]
pub fn count() -> u32 {
    scenarios::COUNT + headroom_chart::COUNT
}

/// One line: of a scenario the query, its report as JSON, and the cells of its grid; of a chart
/// its drawings and everything that belongs to them.
#[wasm_bindgen]
#[must_use]
pub fn line(index: u32) -> String {
    match index.checked_sub(scenarios::COUNT) {
        None => scenario(index),
        Some(seed) => headroom_chart::all_for_conformance(seed),
    }
}

fn scenario(index: u32) -> String {
    let catalog = Catalog::builtin();
    let query = scenarios::query(index, catalog);
    let report = evaluate::report(&query, catalog);
    let json = serde_json::to_string(&report).unwrap_or_else(|error| error.to_string());
    let cells: String = { report.grid().rows.iter() }
        .flat_map(|row| &row.cells)
        .map(|cell| format!(" {:?} {}", cell.status, cell.query))
        .collect();
    format!("{query}\t{json}\t{cells}")
}
