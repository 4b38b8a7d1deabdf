//! Turns the catalogue's TOML into static tables, and stops the build at any row that must not ship.

#[path = "build/mod.rs"]
mod compile;

use std::collections::BTreeMap;
use std::error::Error;
use std::path::PathBuf;
use std::{env, fs};

use compile::edition::{Editions, FILES};
use compile::{Files, MarketFiles, Violation};

fn main() -> Result<(), Box<dyn Error>> {
    let root = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?);
    let out = PathBuf::from(env::var("OUT_DIR")?);
    let folder = root.join("catalog");
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=build");
    println!("cargo::rerun-if-changed=catalog");

    let editions = Editions::open(&folder)?;
    for complaint in editions.complaints() {
        println!("cargo::warning={complaint}");
    }
    let mut texts = Vec::new();
    for edition in 0..editions.list.len() {
        let mut files = BTreeMap::new();
        for file in FILES {
            files.insert(file, editions.text(edition, file)?);
        }
        texts.push(files);
    }
    let market: Vec<MarketFiles<'_>> = texts
        .iter()
        .map(|texts| {
            let text = |file: &str| texts.get(file).map_or("", String::as_str);
            MarketFiles {
                rows: Files {
                    sources: text("sources.toml"),
                    gpus: text("gpus.toml"),
                    models: text("models.toml"),
                },
                parts: text("parts.toml"),
                offers: text("cloud.toml"),
                apis: text("apis.toml"),
            }
        })
        .collect();
    let rows: Vec<Files<'_>> = market.iter().map(|files| files.rows).collect();
    let power: Vec<(&str, Files<'_>)> = texts
        .iter()
        .zip(&rows)
        .map(|(texts, rows)| (texts.get("power.toml").map_or("", String::as_str), *rows))
        .collect();
    let dates: Vec<&str> = { editions.list.iter() }
        .map(|edition| edition.date.as_str())
        .collect();
    write(&out.join("catalog.rs"), compile::catalog(&rows))?;
    write(&out.join("power.rs"), compile::power(&power))?;
    write(&out.join("market.rs"), compile::market(&market))?;
    let currencies: Vec<&str> = { texts.iter() }
        .map(|texts| texts.get("currencies.toml").map_or("", String::as_str))
        .collect();
    if let Some(&newest) = rows.first() {
        write(
            &out.join("currencies.rs"),
            compile::currencies(&currencies, newest),
        )?;
    }
    write(&out.join("editions.rs"), Ok(compile::editions(&dates)))?;

    let read = |name: &str| {
        fs::read_to_string(folder.join(name)).map_err(|error| format!("{name}: {error}"))
    };
    if let Some(files) = rows.first() {
        write(
            &out.join("presets.rs"),
            compile::presets(&read("builds.toml")?, *files),
        )?;
        write(
            &out.join("stated.rs"),
            compile::stated(&read("claims.toml")?, &read("builds.toml")?, *files),
        )?;
    }

    if env::var_os("CARGO_FEATURE_EVIDENCE").is_some() {
        let models = rows.first().map_or("", |files| files.models);
        write(
            &out.join("sizes.rs"),
            compile::sizes(&read("sizes.toml")?, models),
        )?;
        write(
            &out.join("measured.rs"),
            compile::measured(&read("measured.toml")?),
        )?;
        write(
            &out.join("training.rs"),
            compile::training(&read("measured_training.toml")?),
        )?;
    }
    Ok(())
}

fn write(path: &PathBuf, text: Result<String, Vec<Violation>>) -> Result<(), Box<dyn Error>> {
    match text {
        Ok(text) => Ok(fs::write(path, text)?),
        Err(violations) => {
            let list: Vec<String> = violations.iter().map(|one| format!("  {one}")).collect();
            for violation in &violations {
                println!("cargo::error={violation}");
            }
            Err(format!(
                "{} violations in the catalogue:\n{}",
                list.len(),
                list.join("\n")
            )
            .into())
        }
    }
}
