//! `headroom import`: the query of the model that files describe.

use std::fs::File;
use std::io::{Read, Write};

use headroom_core::catalog::Catalog;
use headroom_core::import::{self, Answer, LONGEST};

use crate::question::Question;

/// The query on a line, what was not understood on standard error.
///
/// # Errors
/// Why there is no model, or which file cannot be read.
pub fn print(files: &[String], name: &str, build: &str) -> Result<String, String> {
    let build = Question::of_address(build).map_err(|refusal| refusal.to_string())?;
    let read: Vec<Vec<u8>> = { files.iter() }
        .map(|path| beginning(path))
        .collect::<Result<_, _>>()?;
    let all: Vec<import::File<'_>> = { files.iter().zip(&read) }
        .map(|(name, bytes)| import::File { name, bytes })
        .collect();
    let answer = Answer::to(&all, name, &build.query, Catalog::builtin());
    if let Some(refused) = answer.refused {
        return Err(refused);
    }
    let mut errors = std::io::stderr();
    for note in &answer.notes {
        // Whoever closed standard error does not want them.
        let _ = writeln!(errors, "{note}");
    }
    Ok(format!("{}\n", answer.query))
}

/// As much of a file as holds any header.
fn beginning(path: &str) -> Result<Vec<u8>, String> {
    let mut bytes = Vec::new();
    let read = File::open(path).and_then(|file| file.take(LONGEST as u64).read_to_end(&mut bytes));
    read.map_err(|error| format!("{path} cannot be read: {error}."))?;
    Ok(bytes)
}
