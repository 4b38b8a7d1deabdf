//! Weight formats × contexts: what fits at a glance.

use crate::codec;
use crate::memory::question::Question;
use crate::model::quant::Quant;
use crate::report::Status;
use crate::scenario::Scenario;
use crate::units::Budget;

/// Contexts that the columns stand for, tokens.
const CONTEXTS: [u32; 7] = [2_048, 8_192, 16_384, 32_768, 65_536, 131_072, 262_144];

/// A table of verdicts.
#[derive(Clone, Debug, PartialEq)]
pub struct Grid {
    /// Context of each column, tokens; the scenario's own is among them.
    pub contexts: Vec<u32>,
    /// Weight formats of the scenario's engine, largest first.
    pub rows: Vec<GridRow>,
}

/// One weight format.
#[derive(Clone, Debug, PartialEq)]
pub struct GridRow {
    /// The format.
    pub quant: Quant,
    /// Bytes of the weights.
    pub weights_bytes: u64,
    /// One cell a column.
    pub cells: Vec<Cell>,
}

/// One verdict.
#[derive(Clone, Debug, PartialEq)]
pub struct Cell {
    /// Whether it fits.
    pub status: Status,
    /// Canonical query of the cell's scenario.
    pub query: String,
    /// Whether it is the scenario itself.
    pub current: bool,
}

impl Grid {
    /// Computes the table for the scenario's machine, model, engine and concurrency; [`Report::grid`](crate::evaluate::Report::grid) keeps it.
    pub(crate) fn of(scenario: &Scenario, budget: &Budget) -> Self {
        let model = &scenario.model;
        let longest = model.arch().max_context;
        let mut contexts: Vec<u32> = CONTEXTS
            .into_iter()
            .filter(|context| *context <= longest)
            .collect();
        if let Err(place) = contexts.binary_search(&scenario.context) {
            contexts.insert(place, scenario.context);
        }
        let mut rows: Vec<GridRow> = Vec::new();
        for &quant in Quant::ALL {
            let engine = scenario.engine;
            let made = engine.has_files_of(quant, model.arch(), model.native());
            if engine.supports_weights(quant).is_err() || !(made || quant == scenario.weights) {
                continue;
            }
            let weights = scenario.weights_in(quant, engine);
            let mut cell_scenario = Scenario {
                weights: quant,
                ..scenario.clone()
            };
            let cells = contexts
                .iter()
                .map(|&context| {
                    cell_scenario.context = context;
                    Cell {
                        status: Question::of(&cell_scenario, weights)
                            .within(budget)
                            .status(),
                        query: codec::encode(&cell_scenario),
                        current: quant == scenario.weights && context == scenario.context,
                    }
                })
                .collect();
            let weights_bytes = weights.total();
            // A few dozen rows: placing each keeps a sorting routine out of the browser's module.
            let place = rows.partition_point(|row| row.weights_bytes >= weights_bytes);
            let row = GridRow {
                quant,
                weights_bytes,
                cells,
            };
            rows.insert(place, row);
        }
        Self { contexts, rows }
    }
}
