//! `cargo xtask edition YYYY-MM-DD`: opens an edition of the catalogue for figures that were changed.

use crate::cargo::run_cargo;
use crate::process::{Failure, Outcome};

/// Keeps the old figures in the history and records the digests of the new ones.
pub(crate) fn edition(rest: &[String]) -> Outcome {
    let [date] = rest else {
        return Err(Failure(
            "Name the day from which on the new figures count: cargo xtask edition 2026-12-01."
                .to_owned(),
        ));
    };
    run_cargo(&[
        "run",
        "--package",
        "headroom-core",
        "--features",
        "evidence",
        "--example",
        "edition",
        "--",
        date,
    ])
}
