//! No question takes for ever: steps are counted, and stay below a bound that is the same on every machine.

#[path = "../examples/dearest/random.rs"]
mod random;

use headroom_core::catalog::Catalog;
use headroom_core::evaluate;
use headroom_core::units::QUESTION_STEPS;
use proptest::prelude::*;

use random::{Random, everything};

/// The dearest that are known: found by `examples/dearest`, and by those who tried to stop a server.
const DEAREST: &str = include_str!("dearest.txt");

fn steps(query: &str) -> u64 {
    let catalog = Catalog::builtin();
    let report = evaluate::report(query, catalog);
    everything(&report, catalog);
    report.steps()
}

#[test]
fn the_dearest_questions_stay_below_the_bound() {
    let mut most = 0;
    for query in DEAREST.lines().filter(|line| !line.starts_with('#')) {
        let steps = steps(query);
        assert!(steps <= QUESTION_STEPS, "{steps} steps: {query}");
        most = most.max(steps);
    }
    // They are no dear questions any more if all are far below: look for others.
    assert!(most > QUESTION_STEPS / 8, "{most}");
}

#[test]
fn short_contexts_are_searched_by_halving() {
    let steps = |context: u32| {
        let query = format!("gpu=apple-m5-max&n=64&model=custom&offload=auto&ctx={context}");
        let report = evaluate::report(&query, Catalog::builtin());
        assert!(report.limits().max_context_tokens.is_some());
        report.steps()
    };
    // A search that begins at nothing once went on by nothing: 512 steps of 256 tokens, one by one.
    assert!(steps(1) < 2 * steps(4_096), "{} {}", steps(1), steps(4_096));
}

/// A question whose suggestions are cut short says so, and says all else as if they were not.
#[test]
fn what_was_not_looked_for_is_said() {
    let catalog = Catalog::builtin();
    let cut = DEAREST.lines().find_map(|query| {
        let report = evaluate::report(query, catalog);
        report.ways_out_note().is_some().then_some(report)
    });
    let Some(report) = cut else {
        panic!("none of the dearest questions is cut short");
    };
    assert!(!report.finding().0.runs());
    // The order in which parts are asked for changes nothing.
    let other = evaluate::report(report.query(), catalog);
    everything(&other, catalog);
    report.complete();
    assert_eq!(report.finding(), other.finding());
    assert_eq!(report.ways_out(), other.ways_out());
    let json = serde_json::to_value(&report).unwrap_or_default();
    assert!(json["together"]["ways_out_note"].is_string(), "{json}");
    // What is suggested in spite of that leads where it says.
    for way in report.ways_out() {
        let there = evaluate::report(&way.query, catalog);
        assert_eq!(there.finding().0, way.status, "{}", way.query);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn no_question_takes_more_than_the_bound(seed in any::<u64>()) {
        let query = random::question(&mut Random::new(seed)).to_string();
        let steps = steps(&query);
        prop_assert!(steps <= QUESTION_STEPS, "{} steps: {}", steps, query);
    }

    #[test]
    fn nor_does_a_small_change_of_a_dear_one(seed in any::<u64>()) {
        let mut random = Random::new(seed);
        let dear: Vec<&str> = DEAREST.lines().filter(|line| !line.starts_with('#')).collect();
        let place = random.below(dear.len() as u64) as usize;
        let mut query = headroom_core::codec::Query::parse(dear[place]);
        random::change(&mut random, &mut query);
        let query = query.to_string();
        let steps = steps(&query);
        prop_assert!(steps <= QUESTION_STEPS, "{} steps: {}", steps, query);
    }
}
