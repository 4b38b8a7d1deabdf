//! The house rules that a counter can hold: no file of code is long, and no function.

use std::fs;
use std::path::{Path, PathBuf};

/// Most lines of a file.
const FILE_LINES: usize = 500;
/// Most lines of a function, from its signature to its closing brace.
const FUNCTION_LINES: usize = 100;
/// How files begin that are written by a program and read by no one.
const GENERATED: &str = "//! Written by `cargo xtask calibrate`";

/// Every Rust file below a folder of the crate.
fn files(folder: &str) -> Vec<PathBuf> {
    let mut open = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)];
    let mut found = Vec::new();
    while let Some(path) = open.pop() {
        if path.is_dir() {
            let entries = fs::read_dir(&path).into_iter().flatten().flatten();
            open.extend(entries.map(|entry| entry.path()));
        } else if path.extension().is_some_and(|end| end == "rs") {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// Functions longer than allowed, with their lines. A function ends at the first line that is as
/// far in as its signature and begins with a brace: that is how rustfmt writes it.
fn long_functions(text: &str) -> Vec<(String, usize)> {
    let lines: Vec<&str> = text.lines().collect();
    let mut found = Vec::new();
    for (start, line) in lines.iter().enumerate() {
        let code = line.trim_start();
        let Some(name) = function(code) else { continue };
        let indent = &line[..line.len() - code.len()];
        let end = format!("{indent}}}");
        let body = lines.iter().skip(start);
        let length = body.take_while(|line| **line != end).count() + 1;
        let is_one_line = code.ends_with('}') || code.ends_with(';');
        if length > FUNCTION_LINES && !is_one_line {
            found.push((name.to_owned(), length));
        }
    }
    found
}

/// The name of the function whose signature begins here.
fn function(code: &str) -> Option<&str> {
    let mut words = code.split_whitespace();
    let before = |word: &&str| {
        word.starts_with("pub")
            || word.ends_with(')')
            || ["const", "async", "extern"].contains(word)
    };
    let word = words.find(|word| !before(word))?;
    let name = words.next().filter(|_| word == "fn")?;
    name.split(['(', '<']).next()
}

#[test]
fn files_and_functions_are_short() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut long = Vec::new();
    for path in files("src").into_iter().chain(files("build")) {
        let text = fs::read_to_string(&path).unwrap_or_default();
        let name = path.strip_prefix(root).unwrap_or(&path);
        let name = name.to_string_lossy().replace('\\', "/");
        if text.starts_with(GENERATED) {
            continue;
        }
        let lines = text.lines().count();
        if lines > FILE_LINES {
            long.push(format!("{name}: {lines} lines"));
        }
        for (function, lines) in long_functions(&text) {
            long.push(format!("{name}: `{function}`: {lines} lines"));
        }
    }
    assert!(
        long.is_empty(),
        "longer than {FILE_LINES} lines, or {FUNCTION_LINES} of a function:\n{}",
        long.join("\n")
    );
}

#[test]
fn long_functions_are_found() {
    let body = "        call();\n".repeat(FUNCTION_LINES);
    let text = format!(
        "impl Thing {{\n    pub(crate) const fn long<T>(&self) {{\n{body}    }}\n\n    fn short(&self) {{\n    }}\n}}\n"
    );
    let found = long_functions(&text);
    assert_eq!(found, [("long".to_owned(), FUNCTION_LINES + 2)]);
}
