//! What is compared: each row reads one figure of each report.

use serde::Serialize;

use crate::evaluate::Report;
use crate::report::Status;

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
    pub(super) fn row(&self, reports: &[&Report]) -> Row {
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
pub(super) fn marked(mut row: Row) -> Row {
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
