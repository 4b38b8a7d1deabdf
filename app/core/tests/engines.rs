//! Engines are asked for what they do; nothing outside their folder knows one by name.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a panic is how a test fails"
)]

use std::fs;
use std::path::{Path, PathBuf};

/// Sources that ask an engine, below the root of the repository.
const ASKING: [&str; 3] = ["app/core/src", "app/src", "server/src"];
/// Where engines are described; nothing else may know one by name.
const ENGINES: &str = "app/core/src/engine";

/// The root of the repository.
fn root() -> PathBuf {
    let core = Path::new(env!("CARGO_MANIFEST_DIR"));
    core.ancestors().nth(2).unwrap().to_owned()
}

/// Every file of code below `folder`, without files of tests.
fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder of sources") {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|kind| kind == "rs") && !path.ends_with("tests.rs") {
            found.push(path);
        }
    }
}

/// The lines of a file that are code and no test, with their numbers.
fn code(text: &str) -> impl Iterator<Item = (usize, &str)> {
    // Tests of a file stand at its end.
    let end = text.find("\nmod tests {");
    let lines = text[..end.unwrap_or(text.len())].lines().enumerate();
    lines
        .map(|(index, line)| (index + 1, line.trim()))
        .filter(|(_, line)| !line.starts_with("//"))
}

/// What follows each `Engine::` of a line: a single engine, or names of them that are brought into
/// scope; constants and functions are none of this.
fn engines(line: &str) -> impl Iterator<Item = (&str, &str)> {
    line.match_indices("Engine::")
        .filter_map(move |(at, path)| {
            let before = line[..at].trim_end();
            let after = &line[at + path.len()..];
            let length =
                after.find(|letter: char| !letter.is_ascii_alphanumeric() && letter != '_');
            let name = &after[..length.unwrap_or(after.len())];
            let single = name.starts_with(|letter: char| letter.is_ascii_uppercase())
                && name.contains(|letter: char| letter.is_ascii_lowercase());
            let imports = after.starts_with(['{', '*']);
            (single || imports).then_some((before, after[name.len()..].trim_start()))
        })
}

/// Lines that treat one engine unlike the others. `strict` refuses even to name one, unless a
/// constant does: that is a default.
fn decisions(text: &str, strict: bool) -> Vec<usize> {
    let decides = |line: &str| {
        engines(line).any(|(before, after)| {
            let compared = |text: &str| text.contains("matches!(") || text.ends_with("let");
            let constant = line.contains("const ") || line.contains("static ");
            ["==", "!=", "|"].iter().any(|sign| before.ends_with(sign))
                || ["==", "!=", "=>", "|", "{", "*"]
                    .iter()
                    .any(|sign| after.starts_with(sign))
                || compared(before)
                || (strict && !constant)
        })
    };
    let lines = code(text).filter(|(_, line)| decides(line));
    lines.map(|(number, _)| number).collect()
}

#[test]
fn engines_are_asked_and_never_known_by_name() {
    let root = root();
    let mut found = Vec::new();
    for folder in ASKING {
        let mut files = Vec::new();
        sources(&root.join(folder), &mut files);
        assert!(files.len() > 10, "{folder} holds the sources");
        for file in files {
            let name = file.strip_prefix(&root).unwrap();
            if name.starts_with(ENGINES) {
                continue;
            }
            // Pages name engines as examples; the core has no reason to.
            let strict = name.starts_with("app/core");
            let text = fs::read_to_string(&file).unwrap();
            let lines = decisions(&text, strict);
            found.extend(
                lines
                    .iter()
                    .map(|line| format!("{}:{line}", name.display())),
            );
        }
    }
    assert!(
        found.is_empty(),
        "ask the engine for a property instead (engine/support.rs): {found:#?}"
    );
}

#[test]
fn a_decision_by_name_is_found_however_it_is_written() {
    for decision in [
        "if engine == Engine::LlamaCpp {",
        "if Engine::LlamaCpp == engine {",
        "let other = scenario.engine != Engine::Vllm;",
        "matches!(engine, Engine::Vllm)",
        "Engine::LlamaCpp => 1,",
        "Engine::LlamaCpp | Engine::Vllm => 1,",
        "| Engine::ExLlamaV2",
        "if let Engine::Vllm = engine {",
        "use crate::engine::Engine::{LlamaCpp, Vllm};",
        "use crate::engine::Engine::*;",
    ] {
        assert_eq!(decisions(decision, false), [1], "{decision}");
        assert_eq!(decisions(decision, true), [1], "{decision}");
    }
    for strict in ["let tuple = (Engine::Vllm, quant);", "f(Engine::LlamaCpp)"] {
        assert_eq!(decisions(strict, true), [1], "{strict}");
        assert_eq!(decisions(strict, false), [0; 0], "{strict}");
    }
    for other in [
        "for engine in Engine::ALL {",
        "engine == other.engine",
        "let natural = Engine::natural_for(quant);",
        "min_gpus(asked, Engine::FOR_SHARED_LAYERS)",
        "const DEFAULT_ENGINE: Engine = Engine::LlamaCpp;",
        "/// assert!(engine == Engine::LlamaCpp);",
        "#[cfg(test)]\nmod tests {\n    engine == Engine::LlamaCpp\n}",
    ] {
        assert_eq!(decisions(other, true), [0; 0], "{other}");
    }
}
