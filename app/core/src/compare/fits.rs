//! Every row, with the best format of well-known models among them.

use super::figures::{FIGURES, exact, words};
use super::rows::{Better, Cell, Group, Row, marked};
use crate::catalog::Catalog;
use crate::codec::{self, Query};
use crate::evaluate::{self, Report};
use crate::model::quant::Quant;
use crate::report::Status;
use crate::units::{GB, gb};

/// Models that people ask about by name, smallest first.
pub const WELL_KNOWN: [&str; 8] = [
    "llama-3.1-8b",
    "qwen3-32b",
    "llama-3.3-70b",
    "gpt-oss-120b",
    "qwen3-235b-a22b",
    "llama-3.1-405b",
    "deepseek-v3",
    "kimi-k2",
];

/// Every row that says something about one of the builds.
///
/// Where the builds are asked different things, what one does with its model is no better than what
/// another does with its own.
pub(super) fn of(reports: &[&Report], same_question: bool, catalog: &Catalog) -> Vec<Row> {
    let mut rows: Vec<Row> = FIGURES.iter().map(|figure| figure.row(reports)).collect();
    if !same_question {
        let of_model = |row: &&mut Row| {
            let of_work = [
                "price-per-rate",
                "token-owned",
                "wall-work",
                "heat",
                "energy",
                "energy-cost",
            ];
            row.group == Group::Model || of_work.contains(&row.id.as_str())
        };
        for row in rows.iter_mut().filter(of_model) {
            row.better = Better::Neither;
            row.cells.iter_mut().for_each(|cell| cell.best = false);
        }
    }
    let place = rows.partition_point(|row| matches!(row.group, Group::Machine | Group::Model));
    let best = WELL_KNOWN
        .iter()
        .map(|model| best_of_each(model, reports, catalog));
    rows.splice(place..place, best);
    rows.retain(|row| row.cells.iter().any(|cell| !cell.text.is_empty()));
    rows
}

/// A model in the best format that fits a machine.
#[derive(Clone, Debug, PartialEq)]
pub struct Fitting {
    /// The format.
    pub format: Quant,
    /// Its weights.
    pub bytes: u64,
    /// Canonical query of the machine with that.
    pub query: String,
}

/// The best format of a model that fits the machine of a query, asked with the same context and
/// streams; `None` where none does.
///
/// ```
/// use headroom_core::{catalog::Catalog, compare::best_format};
/// let fits = |model| best_format(model, "gpu=rtx-5090", Catalog::builtin());
/// assert!(fits("llama-3.1-8b").is_some_and(|best| best.bytes < 32_000_000_000));
/// assert!(fits("deepseek-v3").is_none());
/// ```
#[must_use]
pub fn best_format(model: &str, machine: &str, catalog: &Catalog) -> Option<Fitting> {
    let mut query = Query::parse(machine);
    for key in ["w", "kv", "also", "mode", "offload"] {
        query.remove(key);
    }
    query.set("model", model);
    let (format, bytes) = evaluate::answer(&query, catalog).best_weights()?;
    query.set("w", format.id());
    let asked = codec::decode_query(&query, catalog).scenario;
    Some(Fitting {
        format,
        bytes,
        query: codec::encode(&asked),
    })
}

/// The best format of a model on each machine.
fn best_of_each(id: &str, reports: &[&Report], catalog: &Catalog) -> Row {
    let cells = reports
        .iter()
        .map(|report| match best_format(id, report.query(), catalog) {
            None => Cell {
                status: Some(Status::DoesNotFit),
                ..words("does not fit")
            },
            Some(best) => Cell {
                range: gb(best.bytes),
                status: Some(Status::Fits),
                ..exact(best.bytes as f64 / GB as f64, best.format.name().to_owned())
            },
        });
    let name = catalog.model(id).map_or(id, |model| model.name);
    marked(Row {
        id: format!("fits-{id}"),
        group: Group::Fits,
        label: name.to_owned(),
        unit: "",
        better: Better::More,
        cells: cells.collect(),
        differs: false,
    })
}
