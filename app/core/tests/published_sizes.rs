//! Predicted against published file sizes: prints the table, and holds the error that is promised.
#![cfg(feature = "evidence")]
#![expect(
    clippy::print_stdout,
    reason = "the table of errors is what the test is read for"
)]

use headroom_core::accuracy::sizes::{Outcome, SizeError, size_errors, spread_ppm};
use headroom_core::catalog::Catalog;

/// 0.2 %, 1 % and 1.5 %, in millionths.
const MEDIAN: u64 = 2_000;
const NINETIETH: u64 = 10_000;
const UNEXPLAINED: i64 = 15_000;

#[test]
fn published_sizes_are_met() {
    let errors = size_errors(Catalog::builtin());
    let mut unexplained = Vec::new();
    for error in &errors {
        let row = error.published;
        match error.outcome {
            Outcome::Predicted(predicted) => {
                println!(
                    "{:8} {:28} {:8} {:>13} {:>13} {:>9} {} {}",
                    row.id,
                    row.model.unwrap_or_default(),
                    row.quant,
                    error.bytes,
                    predicted,
                    error.percent(),
                    row.name,
                    error.departure,
                );
                let large = error.error_ppm().is_some_and(|ppm| ppm.abs() > UNEXPLAINED);
                if large && error.departure.is_empty() {
                    unexplained.push(row.id);
                }
            }
            Outcome::ByRule(predicted) => println!(
                "{:8} {:28} {:8} {:>13} {:>13} {:>9} {} by rule",
                row.id,
                row.model.unwrap_or_default(),
                row.quant,
                error.bytes,
                predicted,
                error.percent(),
                row.name,
            ),
            Outcome::NotPredicted(why) => {
                println!(
                    "{:8} {:28} {:8} not predicted: {why}",
                    row.id, row.name, row.quant
                );
            }
        }
    }
    let (median, ninetieth) = spread_ppm(&errors).unwrap_or((u64::MAX, u64::MAX));
    println!("median {median} ppm, 90th percentile {ninetieth} ppm");
    assert!(median <= MEDIAN, "median {median} ppm");
    assert!(ninetieth <= NINETIETH, "90th percentile {ninetieth} ppm");
    assert!(
        unexplained.is_empty(),
        "above 1.5 % without a reason: {unexplained:?}"
    );
}

/// Publishers' own mixes follow rules that were read off their sizes, which are met less closely than a recipe.
#[test]
fn publishers_mixes_are_met_by_their_rules() {
    let errors = size_errors(Catalog::builtin());
    let errors = errors.iter().filter_map(SizeError::mix_error_ppm);
    let mut errors: Vec<u64> = errors.map(i64::unsigned_abs).collect();
    errors.sort_unstable();
    println!("mixes: {errors:?} ppm");
    assert!(errors.len() >= 8, "{} rows", errors.len());
    assert!(errors[errors.len() / 2] <= UNEXPLAINED.unsigned_abs());
}

/// What follows no recipe and no rule must stay the smaller part, or the table would prove nothing.
#[test]
fn most_rows_are_predicted() {
    let errors = size_errors(Catalog::builtin());
    let predicted = errors
        .iter()
        .filter(|error| {
            error
                .error_ppm()
                .or_else(|| error.mix_error_ppm())
                .is_some()
        })
        .count();
    assert!(
        predicted * 5 >= errors.len() * 3,
        "{predicted} of {}",
        errors.len()
    );
}

/// Where a size was published to the byte, tensors alone, the prediction misses at most the table
/// of rotary frequencies that llama.cpp stores for Llama 3.
#[test]
fn exact_tensor_sizes_are_met_to_a_few_bytes() {
    use headroom_core::catalog::sizes::Covers;
    let mut seen = 0;
    for error in size_errors(Catalog::builtin()) {
        let exact = error.published.covers == Covers::Tensors && error.half_width == 0;
        if let (true, Outcome::Predicted(predicted)) = (exact, error.outcome) {
            seen += 1;
            let off = predicted.abs_diff(error.bytes);
            assert!(off <= 2_048, "{}: {off} bytes", error.published.name);
        }
    }
    assert!(seen >= 6, "{seen} rows");
}
