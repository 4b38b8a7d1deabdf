//! Opens an edition of the catalogue: `cargo xtask edition YYYY-MM-DD`.
#![expect(
    clippy::print_stdout,
    reason = "a command line tool speaks on standard output"
)]

#[path = "../build/begin.rs"]
mod begin;
#[path = "../build/edition.rs"]
mod edition;

use std::path::Path;
use std::process::{Command, ExitCode};

/// The catalogue's folder within the project, where this is started.
const FOLDER: &str = "app/core/catalog";

fn main() -> ExitCode {
    let date = std::env::args().nth(1).unwrap_or_default();
    match open(&date) {
        Ok(sentence) => {
            println!("{sentence}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("No edition was opened: {error}.");
            ExitCode::FAILURE
        }
    }
}

fn open(date: &str) -> Result<String, String> {
    let list = format!("{FOLDER}/{}", edition::LIST);
    let recorded = git(&["log", "-1", "--format=%H", "--", &list])?;
    let committed = |file: &str| git(&["show", &format!("{}:{FOLDER}/{file}", recorded.trim())]);
    let changed = begin::begin(Path::new(FOLDER), date, committed)?;
    let left = edition::Editions::open(Path::new(FOLDER))?.complaints();
    if let Some(complaint) = left.first() {
        return Err(complaint.trim_end_matches('.').to_owned());
    }
    Ok(match changed.as_slice() {
        [] => "No figure has changed since the newest edition.".to_owned(),
        files => format!("The edition of {date} changes {}.", files.join(", ")),
    })
}

fn git(arguments: &[&str]) -> Result<String, String> {
    let output = Command::new("git")
        .args(arguments)
        .output()
        .map_err(|error| format!("git cannot be started: {error}"))?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).trim().to_owned());
    }
    String::from_utf8(output.stdout).map_err(|error| error.to_string())
}
