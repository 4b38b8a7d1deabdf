//! The tables of a report. Columns are the fields of the JSON, whose names carry their units; there
//! are no rows of totals, so that every column can be summed.

use headroom_core::compare::Comparison;
use headroom_core::evaluate::Report;
use headroom_core::find::{BuildFound, MachinesFound, ModelFound, ModelsFound};
use headroom_core::report::{
    CostItem, GpuUse, PaybackPoint, PowerItem, Rental, Training, TrainingItem, WayOut,
};
use headroom_core::units::Currency;
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
    ("memory", |report| {
        of::<GpuUse>(&report.memory().per_gpu, money(report))
    }),
    ("power", |report| {
        of::<PowerItem>(&report.power().items, money(report))
    }),
    ("cost", |report| {
        of::<CostItem>(&report.cost().items, money(report))
    }),
    ("rent", |report| {
        of::<Rental>(&report.cloud().by_term, money(report))
    }),
    ("payback", |report| {
        of::<PaybackPoint>(report.series(), money(report))
    }),
    ("training", |report| {
        let training = report.training();
        of::<TrainingItem>(
            training.and_then(fullest).into_iter().flatten(),
            money(report),
        )
    }),
    ("ways-out", |report| {
        let power = report.power_ways();
        of::<WayOut>(report.ways_out().iter().chain(power), money(report))
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
    let first = comparison.columns.first();
    let money = first.map_or(Currency::USD, |first| money(&first.report));
    let rows = comparison.rows.iter().map(|row| {
        let is_amount = row.unit == Currency::USD.code;
        let cells = row.cells.iter().map(|cell| match cell.value {
            Some(value) if is_amount => told(DOLLARS, value.into(), money),
            Some(value) if !row.unit.is_empty() => value.into(),
            _ => cell.text.clone().into(),
        });
        let unit = if is_amount { money.code } else { row.unit };
        let head = [row.label.clone().into(), unit.into()];
        head.into_iter().chain(cells).collect()
    });
    Table {
        columns: columns.collect(),
        rows: rows.collect(),
    }
}

/// The stages of a plan, a row each.
#[must_use]
pub fn stages(plan: &Upgrade, money: Currency) -> Table {
    of::<Stage>(&plan.stages, money)
}

/// The models that a search found, a row each.
#[must_use]
pub fn models(found: &ModelsFound) -> Table {
    of::<ModelFound>(&found.models, Currency::USD)
}

/// The machines that nothing beats, a row each.
#[must_use]
pub fn machines(found: &MachinesFound, money: Currency) -> Table {
    of::<BuildFound>(&found.front, money)
}

/// The table of this name.
#[must_use]
pub fn named(name: &str) -> Option<Read> {
    let (_, read) = TABLES.iter().find(|(one, _)| *one == name)?;
    Some(*read)
}

/// What a report is told in.
fn money(report: &Report) -> Currency {
    report.asked().currency()
}

/// A table with a row for each value, and its columns even where there is none. Amounts are in a currency, which
/// the names of their columns say.
fn of<'a, T: Serialize + JsonSchema + 'a>(
    values: impl IntoIterator<Item = &'a T>,
    money: Currency,
) -> Table {
    let columns = fields::<T>();
    let rows = values
        .into_iter()
        .map(|value| {
            let mut value = serde_json::to_value(value).unwrap_or_default();
            let mut cell = |name: &String| {
                let cell = value.get_mut(name).map(Value::take)?;
                Some(plain(told(name, cell, money)))
            };
            columns
                .iter()
                .map(|name| cell(name).unwrap_or_default())
                .collect()
        })
        .collect();
    let columns = columns.iter().map(|name| named_in(name, money));
    Table {
        columns: columns.collect(),
        rows,
    }
}

/// The part of a field's name that says that it is US dollars.
const DOLLARS: &str = "usd";

/// The name of a column of amounts: `total_eur` for `total_usd`.
fn named_in(name: &str, money: Currency) -> String {
    let parts = name.split('_');
    let parts = parts.map(|part| if part == DOLLARS { money.id } else { part });
    parts.collect::<Vec<_>>().join("_")
}

/// What stands in a field, with amounts in a currency, to the fourth decimal.
fn told(name: &str, value: Value, money: Currency) -> Value {
    if money.is_usd() {
        return value;
    }
    let is_amount = name.split('_').any(|part| part == DOLLARS);
    match value {
        Value::Number(number) if is_amount => {
            let usd = number.as_f64().unwrap_or_default();
            let amount = match name.contains("per_1000_usd") {
                true => usd / money.units_per_usd(),
                false => money.of(usd),
            };
            ((amount * 10_000.0).round() / 10_000.0).into()
        }
        Value::Array(entries) => {
            let entries = entries.into_iter().map(|entry| told("", entry, money));
            entries.collect()
        }
        Value::Object(fields) => {
            let fields = fields.into_iter();
            let fields = fields.map(|(name, value)| {
                let value = told(&name, value, money);
                (name, value)
            });
            Value::Object(fields.collect())
        }
        value => value,
    }
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
