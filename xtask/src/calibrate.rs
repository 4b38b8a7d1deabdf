//! `cargo xtask calibrate`: writes the tables that follow from the measurements.

use crate::cargo::run_cargo;
use crate::process::Outcome;

/// The programs that fit, and where the core keeps what they find.
const TABLES: [(&str, &[&str]); 2] = [
    (
        "calibrate",
        &[
            "app/core/src/speed/table.rs",
            "app/core/src/accuracy/held_out.rs",
        ],
    ),
    (
        "calibrate-training",
        &["app/core/src/training/calibrated.rs"],
    ),
];

/// Fits and prints the errors, in sample and with each source left out.
pub(crate) fn calibrate() -> Outcome {
    TABLES.into_iter().try_for_each(|(program, tables)| {
        let mut arguments = vec![
            "run",
            "--package",
            "headroom-core",
            "--features",
            "evidence",
            "--example",
            program,
            "--",
        ];
        arguments.extend(tables);
        run_cargo(&arguments)
    })
}
