//! A sweep over all machines ends: by its steps, wherever it runs, and when nobody waits for it.

use std::thread;
use std::time::{Duration, Instant};

use headroom_core::catalog::Catalog;
use headroom_core::find::{Job, MachinesFound, machines_within, use_cases};
use headroom_core::units::{Budget, QUESTION_STEPS, SWEEP_STEPS, Stop};

/// What is found within so many steps, and the steps that it took.
fn within(raw: &str, steps: u64) -> (MachinesFound, u64) {
    let catalog = Catalog::builtin();
    let budget = Budget::new(steps);
    let found = machines_within(&Job::read(raw, catalog), catalog, &budget);
    (found, budget.taken())
}

/// Jobs that take many steps: several models, machines that are hard to divide, training.
const DEAR: [&str; 5] = [
    "ask=machines&model=llama-3.1-8b&also=qwen3-8b*3+llama-3.1-70b~q4_k_m*2&rented=1",
    "ask=machines&model=deepseek-v3&offload=auto&ram=1024&least=1&rented=1",
    "ask=machines&model=llama-3.1-405b&least=1&rented=1&ctx=131072&users=64",
    "ask=machines&model=llama-3.1-8b&mode=train&method=lora&rented=1",
    "ask=machines&model=llama-3.1-70b&mode=train&method=full&rented=1",
];

#[test]
fn the_jobs_that_people_have_are_searched_to_their_end() {
    let mut most = 0;
    let usual = use_cases().iter().map(|case| case.query);
    for raw in usual.chain(DEAR) {
        let (found, steps) = within(raw, SWEEP_STEPS);
        assert_eq!((found.untried, found.truncated), (0, false), "{raw}");
        assert!(!found.finding.contains("not tried"), "{}", found.finding);
        most = most.max(steps);
    }
    assert!(most < SWEEP_STEPS / 2, "{most}");
    // What is counted is the work: the dearest of them is no small part of the bound.
    assert!(most > SWEEP_STEPS / 100, "{most}");
}

#[test]
fn a_sweep_that_is_cut_short_says_so_and_claims_nothing_of_the_rest() {
    for raw in DEAR {
        let (whole, steps) = within(raw, u64::MAX);
        for part in [0, 1, 5, 50] {
            let most = steps * part / 100;
            let (found, taken) = within(raw, most);
            let name = format!("{raw}: {part} %: {}", found.finding);
            // What was begun is ended: one report, whose searches have a bound of their own.
            assert!(taken <= most + QUESTION_STEPS, "{name}: {taken}");
            assert!(found.truncated && found.untried > 0, "{name}");
            assert_eq!(found.tried + found.untried, whole.tried, "{name}");
            assert!(found.finding.contains("not tried"), "{name}");
            assert!(!found.finding.contains("that may be tried"), "{name}");
            for build in &found.front {
                let same = |point: &headroom_core::find::PointFound| {
                    point.name == build.name
                        && (point.cost_usd, point.tokens_per_s)
                            == (build.cost_usd, build.tokens_per_s)
                };
                assert!(whole.all.iter().any(same), "{name}: {}", build.name);
                let reasons = build.reasons.join(" ");
                assert!(!reasons.contains("that does it"), "{name}: {reasons}");
                assert!(!reasons.contains("within the limits"), "{name}: {reasons}");
            }
        }
    }
}

#[test]
fn the_same_steps_end_a_sweep_at_the_same_place() {
    let [one, other] = [(); 2].map(|()| within(DEAR[0], 400_000));
    assert_eq!(one, other);
}

#[test]
fn nobody_who_waits_nothing_that_is_worked_on() {
    let catalog = Catalog::builtin();
    let job = Job::read(DEAR[0], catalog);
    let stop = Stop::new();
    let sweep = || machines_within(&job, catalog, &Budget::new(u64::MAX).until(stop.clone()));
    let whole = sweep();
    assert!(!whole.truncated);
    let begun = Instant::now();
    let told = thread::scope(|scope| {
        let teller = scope.spawn(|| {
            thread::sleep(Duration::from_millis(20));
            stop.tell();
            Instant::now()
        });
        let found = sweep();
        assert!(
            found.truncated && found.tried < whole.tried,
            "{}",
            found.finding
        );
        teller.join()
    });
    // Without optimisation, and beside other tests; `bench find` has what it takes where it matters.
    let late = told.map_or(Duration::MAX, |told| told.elapsed());
    assert!(
        late < Duration::from_secs(1),
        "{late:?} of {:?}",
        begun.elapsed()
    );
    assert_eq!(sweep().tried, 0);
}
