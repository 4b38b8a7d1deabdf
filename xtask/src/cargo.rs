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

/// Runs cargo with these arguments.
pub(crate) fn run_cargo(arguments: &[&str]) -> Outcome {
    run(
        cargo().args(arguments),
        "What is wrong is said above; without a network, `cargo fetch` must have run once before.",
    )
}
