//! Fits the speed table: prints what it found, and writes the table where a path is given.
#![expect(
    clippy::print_stdout,
    reason = "a command line tool speaks on standard output"
)]

use std::io::Result;

use headroom_core::catalog::Catalog;
use headroom_core::speed::evidence::GroupErrors;
use headroom_core::speed::fit::{calibrate, source};

fn main() -> Result<()> {
    let found = calibrate(Catalog::builtin());
    print("in sample", &found.in_sample);
    print("held out by source", &found.held_out);
    for age in &found.ages {
        println!("{age}");
    }
    match std::env::args().nth(1) {
        Some(path) => std::fs::write(path, source(&found.table)),
        None => Ok(()),
    }
}

fn print(title: &str, groups: &[GroupErrors]) {
    println!("{title}");
    for group in groups {
        println!(
            "  {:8} {:8} {:14} {:24} {:4} rows  median {:5.1} %  p90 {:6.1} %",
            group.what,
            group.builds,
            group.family,
            group.class,
            group.rows,
            100.0 * group.median,
            100.0 * group.p90
        );
    }
}
