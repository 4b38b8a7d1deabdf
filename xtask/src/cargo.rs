//! Cargo, the native half.

use std::path::PathBuf;
use std::process::Command;

use crate::process::{Outcome, run};

/// The name that the browser's files carry; `output-name` in Leptos.toml.
pub(crate) const OUTPUT_NAME: &str = "headroom";

/// Cargo, as it started this program.
pub(crate) fn cargo() -> Command {
    Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}

/// Where cargo puts what it builds.
pub(crate) fn target_dir() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| PathBuf::from("target"), PathBuf::from)
}

/// Runs cargo with these arguments, and with the versions of `Cargo.lock` alone.
pub(crate) fn run_cargo(arguments: &[&str]) -> Outcome {
    run(
        cargo().args(locked(arguments)),
        "What is wrong is said above; without a network, `cargo fetch` must have run once before.",
    )
}

/// The arguments with `--locked`, where the command resolves versions at all.
fn locked<'a>(arguments: &[&'a str]) -> Vec<&'a str> {
    let words = match arguments.first() {
        None | Some(&"fmt") => return arguments.to_vec(),
        // An external command, which takes options behind its own.
        Some(&"nextest") => 2,
        Some(_) => 1,
    };
    let (command, rest) = arguments.split_at(words.min(arguments.len()));
    [command, &["--locked"], rest].concat()
}

#[cfg(test)]
mod tests {
    use super::locked;

    #[test]
    fn versions_are_those_of_the_lock_file() {
        assert_eq!(
            locked(&["build", "--release"]),
            ["build", "--locked", "--release"]
        );
        assert_eq!(
            locked(&["nextest", "run", "-p", "x"]),
            ["nextest", "run", "--locked", "-p", "x"]
        );
        assert_eq!(locked(&["fmt", "--all"]), ["fmt", "--all"]);
    }
}
