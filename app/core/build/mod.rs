//! From the catalogue's TOML to static Rust tables.
//!
//! The build script runs this, and a test includes it to prove that bad rows are refused. Every
//! violation of a file is collected before the build stops, each naming file, row and field.

mod check;
pub(crate) mod currencies;
pub(crate) mod edition;
mod emit;
mod market;
mod measured;
mod models;
mod names;
#[path = "../src/codec/words/plain.rs"]
mod plain;
mod power;
mod presets;
mod rows;
#[path = "../src/model/runs.rs"]
mod runs;
mod sizes;
mod sources;
mod stated;
mod training;
mod words;

use std::fmt;

#[cfg(row_schema)]
pub(crate) use rows::{Gpu, Model};
use serde::de::DeserializeOwned;

/// Something in a catalogue file that must not ship.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Violation {
    /// File name within the catalogue folder.
    pub(crate) file: &'static str,
    /// Id of the row, or its place where it has none.
    pub(crate) row: String,
    /// The field at fault; empty where the row as a whole is.
    pub(crate) field: String,
    /// What is wrong, with the value and what is allowed.
    pub(crate) problem: String,
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}: ", self.file, self.row)?;
        if !self.field.is_empty() {
            write!(f, "{}: ", self.field)?;
        }
        f.write_str(&self.problem)
    }
}

/// The files that the shipped catalogue is made of.
#[derive(Clone, Copy)]
pub(crate) struct Files<'a> {
    pub(crate) sources: &'a str,
    pub(crate) gpus: &'a str,
    pub(crate) models: &'a str,
}

/// The Rust text of GPUs and models of every edition, newest first, or everything that is wrong.
pub(crate) fn catalog(editions: &[Files<'_>]) -> Result<String, Vec<Violation>> {
    let mut found = Vec::new();
    let sources = all_sources(editions, &mut found);
    let mut shared = emit::Shared::new(first(&sources), "S");
    let (mut gpu_rows, mut model_rows) = (emit::Rows::new("Gpu"), emit::Rows::new("Model"));
    let (mut gpu_names, mut model_names) = (names::Newest::default(), names::Newest::default());
    for (edition, (files, sources)) in editions.iter().zip(&sources).enumerate() {
        let mut gpus: Vec<rows::Gpu> = read("gpus.toml", "gpu", files.gpus, &mut found);
        let mut models: Vec<rows::Model> = read("models.toml", "model", files.models, &mut found);
        gpu_names.pass_on(&mut gpus);
        model_names.pass_on(&mut models);
        check::gpus(&gpus, sources, &mut found);
        models::check(&models, sources, &mut found);
        names::check("gpus.toml", &gpus, &mut found);
        names::check("models.toml", &models, &mut found);
        shared.turn_to(sources);
        let rows = gpus.iter().map(|gpu| emit::gpu(gpu, &mut shared));
        gpu_rows.table(&format!("GPUS{edition}"), rows.collect::<Vec<_>>());
        let rows = models.iter().map(|model| emit::model(model, &mut shared));
        model_rows.table(&format!("MODELS{edition}"), rows.collect::<Vec<_>>());
    }
    let text = shared.statics() + &gpu_rows.statics() + &model_rows.statics();
    sound(text, found)
}

/// The Rust text of power of every edition, newest first, or everything that is wrong.
pub(crate) fn power(editions: &[(&str, Files<'_>)]) -> Result<String, Vec<Violation>> {
    let mut found = Vec::new();
    let files: Vec<Files<'_>> = editions.iter().map(|(_, files)| *files).collect();
    let sources = all_sources(&files, &mut Vec::new());
    let mut writer = power::Writer::new(first(&sources));
    for (edition, ((power, files), sources)) in editions.iter().zip(&sources).enumerate() {
        let gpus: Vec<rows::Gpu> = read("gpus.toml", "gpu", files.gpus, &mut Vec::new());
        power::check_and_emit(&mut writer, edition, power, &gpus, sources, &mut found);
    }
    sound(writer.statics(), found)
}

/// The files of what things cost, beside those that their rows refer to.
#[derive(Clone, Copy)]
pub(crate) struct MarketFiles<'a> {
    pub(crate) rows: Files<'a>,
    pub(crate) parts: &'a str,
    pub(crate) offers: &'a str,
    pub(crate) apis: &'a str,
}

/// The Rust text of parts, offers and API prices of every edition, newest first, or everything that is wrong.
pub(crate) fn market(editions: &[MarketFiles<'_>]) -> Result<String, Vec<Violation>> {
    let mut found = Vec::new();
    let files: Vec<Files<'_>> = editions.iter().map(|files| files.rows).collect();
    let sources = all_sources(&files, &mut Vec::new());
    let mut tables = market::Tables::new(first(&sources));
    // Written as in `catalog`, so that each GPU has the name that it has there.
    let mut shared = emit::Shared::new(first(&sources), "S");
    let mut gpu_rows = emit::Rows::new("Gpu");
    let (mut gpu_names, mut part_names) = (names::Newest::default(), names::Newest::default());
    for (edition, (files, sources)) in editions.iter().zip(&sources).enumerate() {
        let mut gpus: Vec<rows::Gpu> = read("gpus.toml", "gpu", files.rows.gpus, &mut Vec::new());
        gpu_names.pass_on(&mut gpus);
        let models: Vec<rows::Model> =
            read("models.toml", "model", files.rows.models, &mut Vec::new());
        let mut parts: Vec<market::Part> = read("parts.toml", "part", files.parts, &mut found);
        part_names.pass_on(&mut parts);
        names::check("parts.toml", &parts, &mut found);
        let offers = read("cloud.toml", "offer", files.offers, &mut found);
        let apis = read("apis.toml", "api", files.apis, &mut found);
        shared.turn_to(sources);
        let mut reference = |gpu| gpu_rows.reference(emit::gpu(gpu, &mut shared));
        let known = market::Known {
            gpus: gpus
                .iter()
                .map(|gpu| (gpu.id.as_str(), reference(gpu)))
                .collect(),
            models: models.iter().map(|model| model.id.as_str()).collect(),
        };
        let rows = (&parts[..], &offers[..], &apis[..]);
        market::check(rows, &known, sources, &mut found);
        tables.add(edition, rows, &known.gpus, sources);
    }
    sound(tables.statics(), found)
}

/// The Rust text of the currencies of every edition, newest first, or everything that is wrong. Their sources are
/// those of the newest edition: a rate is older than the day from which on it can be asked for.
pub(crate) fn currencies(editions: &[&str], newest: Files<'_>) -> Result<String, Vec<Violation>> {
    let mut found = Vec::new();
    let sources = sources::read(newest.sources, &mut Vec::new());
    let mut shared = emit::Shared::new(&sources, "X");
    let mut tables = emit::Rows::new("ExchangeRate");
    let mut names = names::Newest::default();
    for (edition, text) in editions.iter().enumerate() {
        let mut rows: Vec<currencies::Currency> =
            read(currencies::FILE, "currency", text, &mut found);
        names.pass_on(&mut rows);
        currencies::check(&rows, &sources, &mut found);
        currencies::emit(edition, &rows, &mut shared, &mut tables);
    }
    sound(shared.statics() + &tables.statics(), found)
}

/// The Rust text of `static PRESETS`, or everything that is wrong.
pub(crate) fn presets(builds: &str, files: Files<'_>) -> Result<String, Vec<Violation>> {
    let mut found = Vec::new();
    let sources = sources::read(files.sources, &mut Vec::new());
    let rows: Vec<rows::Preset> = read("builds.toml", "build", builds, &mut found);
    let text = presets::check_and_emit(&rows, &sources, &mut found);
    sound(text, found)
}

/// The Rust text of `static STATED`, or everything that is wrong.
pub(crate) fn stated(
    claims: &str,
    builds: &str,
    files: Files<'_>,
) -> Result<String, Vec<Violation>> {
    let mut found = Vec::new();
    let sources = sources::read(files.sources, &mut Vec::new());
    let presets: Vec<rows::Preset> = read("builds.toml", "build", builds, &mut Vec::new());
    let rows: Vec<stated::Stated> = read("claims.toml", "claim", claims, &mut found);
    let text = stated::check_and_emit(&rows, &presets, &sources, &mut found);
    sound(text, found)
}

/// The Rust text of `BUILTIN`, whose editions have these dates, newest first.
pub(crate) fn editions(dates: &[&str]) -> String {
    emit::editions(dates)
}

fn all_sources(editions: &[Files<'_>], found: &mut Vec<Violation>) -> Vec<sources::Sources> {
    let texts = editions.iter().map(|files| files.sources);
    texts.map(|text| sources::read(text, found)).collect()
}

/// The sources of the newest edition.
fn first(sources: &[sources::Sources]) -> &sources::Sources {
    sources.first().unwrap_or(&sources::NONE)
}

fn sound(text: String, found: Vec<Violation>) -> Result<String, Vec<Violation>> {
    if found.is_empty() {
        Ok(text)
    } else {
        Err(found)
    }
}

/// The Rust text of `static MEASURED_RUNS`, or everything that is wrong.
pub(crate) fn training(runs: &str) -> Result<String, Vec<Violation>> {
    let mut found = Vec::new();
    let rows: Vec<rows::Run> = read("measured_training.toml", "run", runs, &mut found);
    let text = training::check_and_emit(&rows, &mut found);
    if found.is_empty() {
        Ok(text)
    } else {
        Err(found)
    }
}

/// The Rust text of `static PUBLISHED_SIZES`, or everything that is wrong.
pub(crate) fn sizes(sizes: &str, models: &str) -> Result<String, Vec<Violation>> {
    let mut found = Vec::new();
    let rows: Vec<rows::Size> = read("sizes.toml", "size", sizes, &mut found);
    let models: Vec<rows::Model> = read("models.toml", "model", models, &mut Vec::new());
    let text = sizes::check_and_emit(&rows, &models, &mut found);
    if found.is_empty() {
        Ok(text)
    } else {
        Err(found)
    }
}

/// The Rust text of `static MEASURED`, or everything that is wrong.
pub(crate) fn measured(measured: &str) -> Result<String, Vec<Violation>> {
    let mut found = Vec::new();
    let rows: Vec<rows::Measured> = read("measured.toml", "measured", measured, &mut found);
    let text = measured::check_and_emit(&rows, &mut found);
    if found.is_empty() {
        Ok(text)
    } else {
        Err(found)
    }
}

/// Reads `[[table]]` rows one by one, so that one malformed row does not hide the next.
fn read<Row: DeserializeOwned>(
    file: &'static str,
    table: &str,
    text: &str,
    found: &mut Vec<Violation>,
) -> Vec<Row> {
    match text.parse() {
        Ok(document) => table_rows(file, table, document, found),
        Err(error) => {
            found.push(Violation {
                file,
                row: "the whole file".into(),
                field: String::new(),
                problem: toml::de::Error::to_string(&error),
            });
            Vec::new()
        }
    }
}

/// Reads the rows of a document that holds one table.
fn table_rows<Row: DeserializeOwned>(
    file: &'static str,
    table: &str,
    document: toml::Table,
    found: &mut Vec<Violation>,
) -> Vec<Row> {
    let mut fail = |row: String, problem: String| {
        found.push(Violation {
            file,
            row,
            field: String::new(),
            problem,
        });
    };
    let mut read = Vec::new();
    for (key, value) in document {
        let toml::Value::Array(values) = value else {
            fail(
                format!("`{key}`"),
                format!("only [[{table}]] rows belong here"),
            );
            continue;
        };
        if key != table {
            fail(
                format!("`{key}`"),
                format!("only [[{table}]] rows belong here"),
            );
            continue;
        }
        for (index, value) in values.into_iter().enumerate() {
            let row = value.get("id").and_then(toml::Value::as_str).map_or_else(
                || format!("{table} number {}", index + 1),
                |id| format!("{table} `{id}`"),
            );
            match value.try_into() {
                Ok(row) => read.push(row),
                Err(error) => fail(row, error.to_string().trim().replace('\n', " ")),
            }
        }
    }
    read
}
