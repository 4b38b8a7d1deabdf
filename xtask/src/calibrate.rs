//! `cargo xtask calibrate`: writes the speed table that follows from the measurements.

use crate::cargo::run_cargo;
use crate::process::Outcome;

/// Where the core keeps the table.
const TABLE: &str = "app/core/src/speed/table.rs";

/// Fits the table and prints the errors, in sample and with each source left out.
pub(crate) fn calibrate() -> Outcome {
    run_cargo(&[
        "run",
        "--package",
        "headroom-core",
        "--features",
        "evidence",
        "--example",
        "calibrate",
        "--",
        TABLE,
    ])
}
