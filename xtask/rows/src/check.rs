//! What is wrong with a file of rows, in sentences.

use std::fs;
use std::path::Path;

use crate::compile::{self, Files, MarketFiles, Violation};

/// The tables that rows are written in, each with the file of the catalogue that holds it.
const TABLES: [(&str, &str); 6] = [
    ("gpu", "gpus.toml"),
    ("model", "models.toml"),
    ("part", "parts.toml"),
    ("offer", "cloud.toml"),
    ("api", "apis.toml"),
    ("source", "sources.toml"),
];

/// How many rows of a file are in order.
///
/// # Errors
///
/// A sentence for each thing that is wrong with it.
pub fn check(file: &Path, catalog: &Path) -> Result<usize, Vec<String>> {
    let text = read(file)?;
    let document: toml::Table = text
        .parse()
        .map_err(|error: toml::de::Error| vec![in_one_line(&error.to_string())])?;
    let Some((table, shipped)) = TABLES
        .iter()
        .find(|(table, _)| document.contains_key(*table))
    else {
        let known: Vec<String> = { TABLES.iter() }
            .map(|(table, _)| format!("[[{table}]]"))
            .collect();
        return Err(vec![format!(
            "It holds none of the tables of the catalogue: {}.",
            known.join(", ")
        )]);
    };
    let rows = rows(&document, table);
    let known = read(&catalog.join(shipped))?;
    // A file of the catalogue stands for itself; rows in any other are held against those that are there.
    let whole = match file.file_name() == Path::new(shipped).file_name() {
        true => text,
        false => format!("{known}\n{text}"),
    };
    let found = violations(catalog, shipped, &whole)?;
    let said: Vec<String> = { found.iter() }
        .filter(|one| one.file == *shipped && is_about(one, &rows))
        .map(|one| in_one_line(&one.to_string()))
        .collect();
    match said.is_empty() {
        true => Ok(rows.len()),
        false => Err(said),
    }
}

fn violations(catalog: &Path, shipped: &str, whole: &str) -> Result<Vec<Violation>, Vec<String>> {
    let text = |file: &str| match file == shipped {
        true => Ok(whole.to_owned()),
        false => read(&catalog.join(file)),
    };
    let (sources, gpus, models) = (
        text("sources.toml")?,
        text("gpus.toml")?,
        text("models.toml")?,
    );
    let rows = Files {
        sources: &sources,
        gpus: &gpus,
        models: &models,
    };
    let (parts, offers, apis) = (text("parts.toml")?, text("cloud.toml")?, text("apis.toml")?);
    let market = MarketFiles {
        rows,
        parts: &parts,
        offers: &offers,
        apis: &apis,
    };
    let mut found = compile::catalog(&[rows]).err().unwrap_or_default();
    found.extend(compile::market(&[market]).err().unwrap_or_default());
    found.dedup();
    Ok(found)
}

/// The ids of the rows; of a row without one its number in its table.
fn rows(document: &toml::Table, table: &str) -> Vec<String> {
    match document.get(table) {
        Some(toml::Value::Array(rows)) => { rows.iter() }
            .map(|row| {
                let id = row.get("id").and_then(toml::Value::as_str);
                id.unwrap_or_default().to_owned()
            })
            .collect(),
        Some(toml::Value::Table(rows)) => rows.keys().cloned().collect(),
        _ => Vec::new(),
    }
}

/// Whether it is about one of these rows; what names none by its id is.
fn is_about(violation: &Violation, rows: &[String]) -> bool {
    let Some((_, named)) = violation.row.split_once('`') else {
        return true;
    };
    let named = named.trim_end_matches('`');
    rows.iter().any(|id| id == named || id.is_empty())
}

fn read(path: &Path) -> Result<String, Vec<String>> {
    fs::read_to_string(path).map_err(|error| vec![format!("{}: {error}.", path.display())])
}

/// A parser's words with their pointers, on one line.
fn in_one_line(words: &str) -> String {
    let lines = words.lines().map(str::trim);
    let told = lines.filter(|line| !line.is_empty() && !line.starts_with('|'));
    told.collect::<Vec<_>>().join(" ")
}
