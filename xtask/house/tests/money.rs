//! Amounts are written by a currency (`headroom_core::units::Currency`): no other place writes a dollar sign.
#![expect(clippy::unwrap_used, reason = "a panic is how a test fails")]

use std::fs;
use std::path::{Path, PathBuf};

/// Folders whose texts a person reads.
const FOLDERS: [&str; 4] = ["app/core/src", "app/src", "app/chart/src", "server/src"];

/// Files that hold the sign all the same, and why.
const LISTED: [(&str, &str); 5] = [
    ("app/core/src/units/currency.rs", "writes amounts"),
    (
        "app/core/src/claims/amounts.rs",
        "reads what people claim in dollars",
    ),
    (
        "app/core/src/upgrade/plans.rs",
        "repeats what a text says in dollars",
    ),
    ("app/chart/src/unit.rs", "cents where no currency is named"),
    (
        "app/src/found.rs",
        "the head of a column in dollars, which another currency does not have",
    ),
];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path));
        } else if path.extension().is_some_and(|end| end == "rs") {
            found.push(path);
        }
    }
    found
}

/// The lines with a literal in which a dollar sign stands for itself, comments and code for tests aside.
fn signs(source: &str) -> Vec<(usize, &str)> {
    let code = source
        .split("#[cfg(test)]\nmod tests")
        .next()
        .unwrap_or_default();
    let lines = code.lines().enumerate();
    let lines = lines.filter(|(_, line)| !line.trim_start().starts_with("//"));
    lines
        .filter(|(_, line)| literals(line).any(writes_dollars))
        .map(|(at, line)| (at + 1, line))
        .collect()
}

/// What stands between quotes; every second piece.
fn literals(line: &str) -> impl Iterator<Item = &str> {
    line.split('"').skip(1).step_by(2)
}

/// Whether a sign stands in it that is no width of a format, as in `{cell:<width$}`.
fn writes_dollars(literal: &str) -> bool {
    let mut before = ' ';
    for letter in literal.chars() {
        if letter == '$' && !before.is_ascii_alphanumeric() {
            return true;
        }
        before = letter;
    }
    false
}

#[test]
fn amounts_are_written_by_a_currency() {
    let root = root();
    let mut wrong = Vec::new();
    let mut holding = Vec::new();
    for folder in FOLDERS {
        for path in files(&root.join(folder)) {
            let name = path
                .strip_prefix(&root)
                .unwrap()
                .to_string_lossy()
                .replace('\\', "/");
            let text = fs::read_to_string(&path).unwrap();
            let found = signs(&text);
            if found.is_empty() {
                continue;
            }
            if LISTED.iter().any(|(file, _)| *file == name) {
                holding.push(name);
            } else {
                wrong.extend(
                    found
                        .iter()
                        .map(|(line, text)| format!("{name}:{line}: {}", text.trim())),
                );
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "write amounts by `Currency`:\n{}",
        wrong.join("\n")
    );
    let done = LISTED
        .iter()
        .filter(|(file, _)| !holding.iter().any(|name| name == file));
    let done: Vec<&str> = done.map(|(file, _)| *file).collect();
    assert!(done.is_empty(), "off the list with {}", done.join(", "));
}

#[test]
fn signs_are_found_and_widths_are_not() {
    for (source, count) in [
        (r#"let a = format!("${}", 1);"#, 1),
        (r#"let a = "about $5";"#, 1),
        (r#"let a = format!("{cell:<width$}");"#, 0),
        (r#"/// `"$5"`"#, 0),
        (r"macro_rules! a { ($b:expr) => {} }", 0),
        ("#[cfg(test)]\nmod tests { const A: &str = \"$5\"; }", 0),
    ] {
        assert_eq!(signs(source).len(), count, "{source}");
    }
}
