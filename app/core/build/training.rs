//! Published measurements of training.

use std::collections::BTreeSet;
use std::fmt::Write;

use super::Violation;
use super::check::Row;
use super::rows::{Run, RunMeasures, RunScope};

const FILE: &str = "measured_training.toml";

pub(crate) fn check_and_emit(runs: &[Run], found: &mut Vec<Violation>) -> String {
    let mut ids = BTreeSet::new();
    let mut text = String::from(
        "/// Every measured training run, in the order of the file.\npub static MEASURED_RUNS: &[MeasuredRun] = &[\n",
    );
    for run in runs {
        let mut row = Row::new(FILE, format!("run `{}`", run.id), found);
        row.unique(&mut ids, &run.id);
        row.written("model", &run.model);
        row.written("stated", &run.stated);
        row.written("date", &run.date);
        if run.source.is_empty() {
            row.fail("source", "a row without a source is not accepted");
        }
        row.dated("as_of", &run.as_of, 3);
        match (run.query.is_empty(), run.unmapped.is_empty()) {
            (true, true) => row.fail("query", "neither a query nor why there is none"),
            (false, false) => row.fail("query", "a query and why there is none"),
            (true, false) => {}
            (false, true) => {
                row.within("value", run.value, 1..=1_000_000_000_000);
                if (run.measures == RunMeasures::Memory) != run.scope.is_some() {
                    row.fail("scope", "belongs to memory, and to nothing else");
                }
            }
        }
        let scope = run.scope.unwrap_or(RunScope::Gpu);
        let _ = writeln!(
            text,
            "MeasuredRun {{ id: {:?}, measures: Measures::{:?}, model: {:?}, gpu: {:?}, engine: {:?}, method: {:?}, \
             stated: {:?}, query: {:?}, shape: Shape::{:?}, unmapped: {:?}, scope: Scope::{scope:?}, value: {}, note: {:?}, \
             source: {:?}, date: {:?} }},",
            run.id,
            run.measures,
            run.model,
            run.gpu,
            run.engine,
            run.method,
            run.stated,
            run.query,
            run.shape,
            run.unmapped,
            run.value,
            run.note,
            run.source,
            run.date,
        );
    }
    text.push_str("];\n");
    text
}
