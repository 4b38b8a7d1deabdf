//! What is compared: each row reads one figure of each report.

use serde::Serialize;

use super::figures::{FIGURES, exact, words};

use crate::catalog::Catalog;
use crate::codec::{self, Query};
use crate::evaluate::{self, Report};
use crate::model::quant::Quant;
use crate::report::Status;
use crate::units::{GB, gb};

/// Which end of a row is the better one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Better {
    /// More is better.
    More,
    /// Less is better.
    Less,
    /// Neither: the figure says what it is.
    Neither,
}

/// What a row belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Group {
    /// What the machine is.
    Machine,
    /// The model that is asked for.
    Model,
    /// Well-known models, each in the best format that fits.
    Fits,
    /// What it draws.
    Power,
    /// What it costs.
    Money,
}

impl Group {
    /// All of them, in the order of reading.
    pub const ALL: [Self; 5] = [
        Self::Machine,
        Self::Model,
        Self::Fits,
        Self::Power,
        Self::Money,
    ];

    /// Its heading.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Machine => "The machine",
            Self::Model => "The model asked for",
            Self::Fits => "The best format that fits, of well-known models",
            Self::Power => "Power",
            Self::Money => "Price, and owning against renting",
        }
    }
}

/// One figure of every build.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Row {
    /// Stable id.
    pub id: String,
    /// What it belongs to.
    pub group: Group,
    /// What it is.
    pub label: String,
    /// Unit of the values; empty where they are words.
    pub unit: &'static str,
    /// Which end is the better one.
    pub better: Better,
    /// One for each build.
    pub cells: Vec<Cell>,
    /// Whether the builds differ in it.
    pub differs: bool,
}

/// One figure of one build.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Cell {
    /// As it is shown, with its unit.
    pub text: String,
    /// The number; `None` where there is none.
    pub value: Option<f64>,
    /// Where an estimate begins and ends, as it is shown; empty where it is exact.
    pub range: String,
    /// Whether it is the best of its row.
    pub best: bool,
    /// The state that it is in, where it is in one.
    pub status: Option<Status>,
}

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
            row.group == Group::Model || matches!(row.id.as_str(), "price-per-rate" | "token-owned")
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

/// A figure that is read off a report.
pub(super) struct Figure {
    pub(super) id: &'static str,
    pub(super) group: Group,
    pub(super) label: &'static str,
    pub(super) unit: &'static str,
    pub(super) better: Better,
    pub(super) read: fn(&Report) -> Cell,
}

impl Figure {
    fn row(&self, reports: &[&Report]) -> Row {
        let cells = reports.iter().map(|report| (self.read)(report)).collect();
        marked(Row {
            id: self.id.to_owned(),
            group: self.group,
            label: self.label.to_owned(),
            unit: self.unit,
            better: self.better,
            cells,
            differs: false,
        })
    }
}

/// Marks the best cell and whether there is a difference.
fn marked(mut row: Row) -> Row {
    let first = row.cells.first().map(|cell| cell.text.clone());
    row.differs = row
        .cells
        .iter()
        .any(|cell| Some(&cell.text) != first.as_ref());
    let values = row.cells.iter().filter_map(|cell| cell.value);
    let best = match row.better {
        Better::More => values.reduce(f64::max),
        Better::Less => values.reduce(f64::min),
        Better::Neither => None,
    };
    if row.differs {
        for cell in &mut row.cells {
            cell.best = best.is_some() && cell.value == best;
        }
    }
    row
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
    let report = evaluate::answer(&query, catalog);
    let format = report.limits().best_weights.and_then(Quant::parse)?;
    let asked = report.asked();
    let bytes = asked.model.weights(format, asked.engine).total();
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
