//! Fits the speed table: prints what it found, and writes the table where a path is given.
#![expect(
    clippy::print_stdout,
    reason = "a command line tool speaks on standard output"
)]

use std::fs;
use std::io::Result;

use headroom_core::accuracy::speed::{GroupErrors, SpeedError, groups, speed_errors};
use headroom_core::accuracy::speed_fit::{Fold, calibrate, held_out_source, source, without};
use headroom_core::catalog::Catalog;

fn main() -> Result<()> {
    let catalog = Catalog::builtin();
    // The rows against the table as it is, without a calibration.
    if std::env::var_os("NOW").is_some() {
        speed_errors(catalog).iter().for_each(print_row);
        return Ok(());
    }
    let found = calibrate(catalog);
    print("in sample", &found.in_sample);
    print("held out by source", &found.held_out);
    if std::env::var_os("ROWS").is_some() {
        found.rows.iter().for_each(print_row);
    }
    for (title, fold) in [("class", Fold::Class), ("model", Fold::Model)] {
        let groups = groups(&without(catalog, fold), &found.table);
        let whole = groups.into_iter().filter(|group| group.family == "all");
        print(&format!("held out by {title}"), &whole.collect::<Vec<_>>());
    }
    for age in &found.ages {
        println!("{age}");
    }
    let Some(path) = std::env::args().nth(1) else {
        return Ok(());
    };
    fs::write(path, source(&found.table))?;
    match std::env::args().nth(2) {
        Some(path) => fs::write(path, held_out_source(&found.held_out)),
        None => Ok(()),
    }
}

/// Id, error, metric and age of a row that was held against something.
fn print_row(row: &SpeedError) {
    let Some(error) = row.error() else { return };
    let metric = if row.is_prefill() {
        "prefill"
    } else {
        "decode"
    };
    let age = if row.old_build { "older" } else { "current" };
    println!("row\t{}\t{error:+.3}\t{metric}\t{age}", row.measured.id);
}

fn print(title: &str, groups: &[GroupErrors]) {
    println!("{title}");
    for group in groups {
        println!(
            "  {:8} {:8} {:14} {:24} {:4} rows  median {:5.1} %  p90 {:6.1} %  in range {:3.0} %",
            group.what,
            group.builds,
            group.family,
            group.class,
            group.rows,
            100.0 * group.median,
            100.0 * group.p90,
            100.0 * group.in_range as f64 / group.rows.max(1) as f64
        );
    }
}
