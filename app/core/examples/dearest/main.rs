//! Looks for the questions that cost most: random ones, then small changes of the dearest so far.
//!
//! `cargo run --release -p headroom-core --example dearest [ROUNDS] [SEED]` prints them with the steps that are
//! counted and the time that they take.
#![expect(clippy::print_stdout, reason = "a tool speaks on standard output")]

mod random;

use std::time::Instant;

use headroom_core::catalog::Catalog;
use headroom_core::codec::Query;
use headroom_core::evaluate;

use random::Random;

/// Questions that are kept, the dearest first.
const KEPT: usize = 16;
/// Times that each of them is asked again: what else the machine does is no cost of a question.
const AGAIN: u32 = 5;

fn main() {
    let mut arguments = std::env::args().skip(1);
    let mut number = |usual: u64| {
        let given = arguments.next();
        given.and_then(|text| text.parse().ok()).unwrap_or(usual)
    };
    let (rounds, seed) = (number(5_000), number(1));
    let mut random = Random::new(seed);
    let mut kept: Vec<(u64, String)> = Vec::new();
    for round in 0..rounds {
        let query = match kept.get(random.below(KEPT as u64) as usize) {
            Some((_, dear)) if round > rounds / 4 => {
                let mut query = Query::parse(dear);
                random::change(&mut random, &mut query);
                query
            }
            _ => random::question(&mut random),
        };
        let query = query.to_string();
        if kept.iter().any(|(_, known)| *known == query) {
            continue;
        }
        let (_, steps) = asked(&query);
        let place = kept.partition_point(|(other, _)| *other >= steps);
        kept.insert(place, (steps, query));
        kept.truncate(KEPT);
    }
    for (steps, query) in kept {
        let micros = (0..AGAIN).map(|_| asked(&query).0).min().unwrap_or(0);
        println!("{steps:>9} steps {micros:>9} µs  {query}");
    }
}

/// What a question takes with all that pages ask of it: microseconds and steps.
fn asked(query: &str) -> (u128, u64) {
    let catalog = Catalog::builtin();
    let start = Instant::now();
    let report = evaluate::report(query, catalog);
    random::everything(&report, catalog);
    (start.elapsed().as_micros(), report.steps())
}
