//! Fits what training is calculated with to `catalog/measured_training.toml` and writes the fit to the file
//! that is named, if one is.
//!
//! ```text
//! cargo run -p headroom-core --features evidence --example calibrate-training [-- TABLE]
//! ```
#![expect(
    clippy::print_stdout,
    reason = "a command line tool speaks on standard output"
)]

use headroom_core::accuracy::training::{
    MEASURED_RUNS, Measures, RunError, fit, left_out, run_errors, spread, table,
};
use headroom_core::catalog::Catalog;

fn main() -> std::io::Result<()> {
    let catalog = Catalog::builtin();
    let fitted = fit(catalog);
    if let Some(path) = std::env::args().nth(1) {
        std::fs::write(path, table(&fitted))?;
    }
    println!("{fitted:#?}");
    let errors = run_errors(catalog);
    for error in &errors {
        let run = error.run;
        let within = (error.low..=error.high).contains(&(run.value as f64));
        println!(
            "{} {:>16} {:<26} measured {:>14} predicted {:>14.0} {:>+6.1} %{}",
            run.id,
            run.model,
            run.method,
            run.value,
            error.predicted,
            error.error() * 100.0,
            if within { "" } else { "  outside its range" }
        );
    }
    for run in MEASURED_RUNS.iter().filter(|run| run.query.is_empty()) {
        println!("{} {:>16} not mapped: {}", run.id, run.model, run.unmapped);
    }
    for (name, errors) in [
        ("fitted to all", errors),
        ("each source left out", left_out(catalog)),
    ] {
        for measures in [Measures::Memory, Measures::Speed] {
            let own: Vec<RunError> = errors
                .iter()
                .filter(|error| error.run.measures == measures)
                .copied()
                .collect();
            let (median, ninety) = spread(&own);
            println!(
                "{name}: {measures:?}, {} runs, median {:.1} %, 90th percentile {:.1} %",
                own.len(),
                median * 100.0,
                ninety * 100.0
            );
        }
    }
    Ok(())
}
