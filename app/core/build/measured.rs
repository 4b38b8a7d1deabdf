//! Published measurements of speed: each is held against a scenario or says why it cannot be.

use std::collections::BTreeSet;
use std::fmt::Write;

use super::Violation;
use super::check::Row;
use super::rows::Measured;

pub(crate) fn check_and_emit(rows: &[Measured], found: &mut Vec<Violation>) -> String {
    let mut ids = BTreeSet::new();
    let mut text = String::from(
        "/// Every published measurement, in the order of the file.\npub static MEASURED: &[Measured] = &[\n",
    );
    for measured in rows {
        let mut row = Row::new(
            "measured.toml",
            format!("measured `{}`", measured.id),
            found,
        );
        row.unique(&mut ids, &measured.id);
        for (field, value) in [
            ("kind", &measured.kind),
            ("gpus", &measured.gpus),
            ("model", &measured.model),
            ("format", &measured.format),
            ("engine", &measured.engine),
            ("source", &measured.source),
        ] {
            row.written(field, value);
        }
        row.dated("date", &measured.date, 1);
        let mapping = match (
            measured.metric,
            &measured.value,
            &measured.query,
            &measured.unmapped,
        ) {
            (Some(metric), Some(value), Some(query), None) => {
                let valid = value.parse::<f64>().is_ok_and(|value| value > 0.0);
                if !valid {
                    row.fail("value", format!("`{value}` is no positive number"));
                }
                format!(
                    "Mapping::Scenario {{ query: {query:?}, metric: Metric::{metric:?}, value: {value:?}, full: {}, cached: {} }}",
                    measured.full, measured.cached
                )
            }
            (None, None, None, Some(reason)) => {
                row.written("unmapped", reason);
                format!("Mapping::None({reason:?})")
            }
            _ => {
                row.fail(
                    "query",
                    "a row has metric, value and query, or else `unmapped`",
                );
                String::new()
            }
        };
        let _ = writeln!(
            text,
            "Measured {{ id: {:?}, kind: {:?}, gpus: {:?}, model: {:?}, format: {:?}, engine: {:?}, setting: {:?}, \
             mapping: {mapping}, source: {:?}, date: {:?}, note: {:?} }},",
            measured.id,
            measured.kind,
            measured.gpus,
            measured.model,
            measured.format,
            measured.engine,
            measured.setting,
            measured.source,
            measured.date,
            measured.note,
        );
    }
    text.push_str("];\n");
    text
}
