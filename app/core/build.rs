//! Turns the catalogue's TOML into static tables, and stops the build at any row that must not ship.

#[path = "build/mod.rs"]
mod compile;

use std::error::Error;
use std::path::PathBuf;
use std::{env, fs};

use compile::{Files, MarketFiles, Violation};

fn main() -> Result<(), Box<dyn Error>> {
    let root = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?);
    let out = PathBuf::from(env::var("OUT_DIR")?);
    let folder = root.join("catalog");
    let read = |name: &str| {
        fs::read_to_string(folder.join(name)).map_err(|error| format!("{name}: {error}"))
    };
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=build");
    println!("cargo::rerun-if-changed=catalog");
    let models = read("models.toml")?;
    let (sources, gpus) = (read("sources.toml")?, read("gpus.toml")?);
    let files = Files {
        sources: &sources,
        gpus: &gpus,
        models: &models,
    };
    write(&out.join("catalog.rs"), compile::catalog(files))?;
    write(
        &out.join("power.rs"),
        compile::power(&read("power.toml")?, files),
    )?;
    let market = MarketFiles {
        rows: files,
        parts: &read("parts.toml")?,
        offers: &read("cloud.toml")?,
        apis: &read("apis.toml")?,
    };
    write(&out.join("market.rs"), compile::market(market))?;
    if env::var_os("CARGO_FEATURE_EVIDENCE").is_some() {
        write(
            &out.join("sizes.rs"),
            compile::sizes(&read("sizes.toml")?, &models),
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
