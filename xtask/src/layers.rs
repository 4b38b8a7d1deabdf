//! `cargo xtask check layers`: how the files of the core stand on each other.

use crate::cargo::run_cargo;
use crate::process::Outcome;

/// Prints every import against the order, and the largest loop.
pub(crate) fn check() -> Outcome {
    run_cargo(&[
        "run",
        "--quiet",
        "--package",
        "xtask-house",
        "--",
        "layers",
        "app/core/src",
    ])
}
