//! The tables of a report. Columns are the fields of the JSON, whose names carry their units; there
//! are no rows of totals, so that every column can be summed.

use headroom_core::compare::Comparison;
use headroom_core::evaluate::Report;
use headroom_core::find::{BuildFound, MachinesFound, ModelFound, ModelsFound};
use headroom_core::report::{
    CostItem, GpuUse, PaybackPoint, PowerItem, Rental, Training, TrainingItem, WayOut,
};
use headroom_core::upgrade::{Stage, Upgrade};
use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde::Serialize;
use serde_json::Value;

/// A table with a name for each column.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    /// Names of the columns, with their units.
    pub columns: Vec<String>,
    /// The cells, row by row.
    pub rows: Vec<Vec<Value>>,
}

/// Reads a table from a report.
pub type Read = fn(&Report) -> Table;

/// Every table, by name.
pub const TABLES: [(&str, Read); 7] = [
    ("memory", |report| of::<GpuUse>(&report.memory().per_gpu)),
    ("power", |report| of::<PowerItem>(&report.power().items)),
    ("cost", |report| of::<CostItem>(&report.cost().items)),
    ("rent", |report| of::<Rental>(&report.cloud().by_term)),
    ("payback", |report| of::<PaybackPoint>(report.series())),
    ("training", |report| {
        let training = report.training();
        of::<TrainingItem>(training.and_then(fullest).into_iter().flatten())
    }),
    ("ways-out", |report| {
        let power = report.power_ways();
        of::<WayOut>(report.ways_out().iter().chain(power))
    }),
];

/// What is on the fullest card of a training run; the others hold the same.
fn fullest(training: &Training) -> Option<&[TrainingItem]> {
    let index = usize::try_from(training.deciding_gpu).ok()?;
    Some(&training.per_gpu.get(index)?.items)
}

/// Builds side by side: a row for each figure, a column for each build. Figures that are numbers stay
/// numbers, in the unit of their row.
#[must_use]
pub fn comparison(comparison: &Comparison) -> Table {
    let names = comparison.columns.iter().map(|column| column.name.clone());
    let columns = ["figure", "unit"]
        .map(str::to_owned)
        .into_iter()
        .chain(names);
    let rows = comparison.rows.iter().map(|row| {
        let cells = row.cells.iter().map(|cell| match cell.value {
            Some(value) if !row.unit.is_empty() => value.into(),
            _ => cell.text.clone().into(),
        });
        let head = [row.label.clone().into(), row.unit.into()];
        head.into_iter().chain(cells).collect()
    });
    Table {
        columns: columns.collect(),
        rows: rows.collect(),
    }
}

/// The stages of a plan, a row each.
#[must_use]
pub fn stages(plan: &Upgrade) -> Table {
    of::<Stage>(&plan.stages)
}

/// The models that a search found, a row each.
#[must_use]
pub fn models(found: &ModelsFound) -> Table {
    of::<ModelFound>(&found.models)
}

/// The machines that nothing beats, a row each.
#[must_use]
pub fn machines(found: &MachinesFound) -> Table {
    of::<BuildFound>(&found.front)
}

/// The table of this name.
#[must_use]
pub fn named(name: &str) -> Option<Read> {
    let (_, read) = TABLES.iter().find(|(one, _)| *one == name)?;
    Some(*read)
}

/// A table with a row for each value, and its columns even where there is none.
fn of<'a, T: Serialize + JsonSchema + 'a>(values: impl IntoIterator<Item = &'a T>) -> Table {
    let columns = fields::<T>();
    let rows = values
        .into_iter()
        .map(|value| {
            let mut value = serde_json::to_value(value).unwrap_or_default();
            let mut cell = |name: &String| value.get_mut(name).map(Value::take).map(plain);
            columns
                .iter()
                .map(|name| cell(name).unwrap_or_default())
                .collect()
        })
        .collect();
    Table { columns, rows }
}

/// A value as one cell holds it: of a list the words of its entries.
fn plain(value: Value) -> Value {
    let Value::Array(entries) = value else {
        return value;
    };
    let word = |entry: &Value, key: &str| entry.get(key)?.as_str().map(str::to_owned);
    let words = entries.iter().filter_map(|entry| match entry {
        Value::String(text) => Some(text.clone()),
        entry => word(entry, "text")
            .or_else(|| word(entry, "name"))
            .or_else(|| {
                // A price of an earlier day.
                Some(format!("{}: {}", word(entry, "date")?, entry.get("usd")?))
            }),
    });
    Value::String(words.collect::<Vec<_>>().join("; "))
}

/// The fields that are always sent, in the order in which they are declared.
fn fields<T: JsonSchema>() -> Vec<String> {
    let generator = SchemaSettings::draft2020_12()
        .for_serialize()
        .into_generator();
    let schema = generator.into_root_schema_for::<T>();
    let names = schema.get("required").and_then(Value::as_array);
    names
        .into_iter()
        .flatten()
        .filter_map(|name| name.as_str().map(str::to_owned))
        .collect()
}

#[cfg(test)]
mod tests {
    use headroom_core::catalog::Catalog;
    use headroom_core::evaluate;

    use super::{TABLES, named};

    #[test]
    fn columns_stand_in_the_order_of_the_report_and_are_there_without_rows() {
        let report = evaluate::report("n=2&model=llama-3.1-8b", Catalog::builtin());
        let memory = (TABLES[0].1)(&report);
        assert_eq!(memory.columns[..3], ["index", "gpu", "capacity_bytes"]);
        assert_eq!(memory.rows.len(), 2);
        let ways = named("ways-out").map(|read| read(&report));
        let ways = ways.map(|table| (table.columns, table.rows.len()));
        let columns = ["kind", "action", "effect", "query", "status"].map(str::to_owned);
        assert_eq!(ways, Some((columns.to_vec(), 0)));
    }

    #[test]
    fn every_cell_is_a_plain_value() {
        for (name, read) in TABLES {
            let query = match name {
                "training" => "mode=train",
                // What does not run is compared with nothing.
                "payback" => "n=4",
                _ => "model=llama-3.1-405b&w=f16",
            };
            let table = read(&evaluate::report(query, Catalog::builtin()));
            assert!(!table.rows.is_empty(), "{name}");
            for row in &table.rows {
                assert_eq!(row.len(), table.columns.len(), "{name}");
                let nested = row.iter().any(|cell| cell.is_array() || cell.is_object());
                assert!(!nested, "{name}: {row:?}");
            }
        }
    }
}
