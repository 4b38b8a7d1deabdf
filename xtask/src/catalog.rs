//! `cargo xtask catalog stale`: lists prices that should be read again.

use crate::cargo::run_cargo;
use crate::process::{Failure, Outcome};

/// Lists the prices of the newest edition that are older than it says they may be.
pub(crate) fn catalog(rest: &[String]) -> Outcome {
    match rest {
        [what] if what == "stale" => {
            run_cargo(&["run", "--package", "headroom-core", "--example", "stale"])
        }
        _ => Err(Failure(
            "Say what of the catalogue: cargo xtask catalog stale.".to_owned(),
        )),
    }
}
