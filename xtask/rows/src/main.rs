//! `rows check FILE`: what is wrong with a file of catalogue rows.

#![expect(
    clippy::print_stdout,
    reason = "a command line tool speaks on standard output"
)]

use std::path::Path;
use std::process::ExitCode;

use xtask_rows::check::check;

/// The catalogue's folder within the project, where this is started.
const FOLDER: &str = "app/core/catalog";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [task, file] = arguments.as_slice() else {
        eprintln!("Usage: rows check FILE");
        return ExitCode::FAILURE;
    };
    if task != "check" {
        eprintln!("There is no task '{task}'.");
        return ExitCode::FAILURE;
    }
    match check(Path::new(file), Path::new(FOLDER)) {
        Ok(1) => {
            println!("{file}: the row is in order.");
            ExitCode::SUCCESS
        }
        Ok(rows) => {
            println!("{file}: {rows} rows are in order.");
            ExitCode::SUCCESS
        }
        Err(sentences) => {
            for sentence in &sentences {
                eprintln!("{file}: {sentence}");
            }
            ExitCode::FAILURE
        }
    }
}
