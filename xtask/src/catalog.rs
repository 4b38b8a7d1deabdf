//! `cargo xtask catalog stale`: lists prices that should be read again; `cargo xtask catalog check FILE`: says what is wrong
//! with a file of rows.

use crate::cargo::run_cargo;
use crate::process::{Failure, Outcome};

/// Lists the prices of the newest edition that are older than it says they may be, or reads a file of rows.
pub(crate) fn catalog(rest: &[String]) -> Outcome {
    match rest {
        [what] if what == "stale" => {
            run_cargo(&["run", "--package", "headroom-core", "--example", "stale"])
        }
        [what, file] if what == "check" => run_cargo(&[
            "run",
            "--quiet",
            "--package",
            "xtask-rows",
            "--",
            "check",
            file,
        ]),
        _ => Err(Failure(
            "Say what of the catalogue: cargo xtask catalog stale, or cargo xtask catalog check FILE."
                .to_owned(),
        )),
    }
}
