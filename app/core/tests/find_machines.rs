//! Which machine runs this: nothing is beaten, limits hold, and links say the same.

#![expect(clippy::unwrap_used, reason = "a panic is how a test fails")]

use headroom_core::builds::Ruling;
use headroom_core::catalog::Catalog;
use headroom_core::codec;
use headroom_core::evaluate;
use headroom_core::find::{
    Asked, How, Job, MachinesFound, advised, asks_for_machines, best_three, machines, models,
    use_cases,
};
use headroom_core::model::quant::Quant;
use headroom_core::report::{CheckLevel, PowerStatus, Status};

fn found(raw: &str) -> MachinesFound {
    let catalog = Catalog::builtin();
    machines(&Job::read(raw, catalog), catalog)
}

/// Jobs of every kind.
const JOBS: [&str; 5] = [
    "model=llama-3.3-70b&ctx=16384&users=4&rate=10",
    "model=gpt-oss-120b&least=16&first=10",
    "model=141b-a39b&rate=5",
    "model=llama-3.1-8b&mode=train&method=lora",
    "model=llama-3.1-8b&also=qwen3-8b&rate=20&rented=1",
];

#[test]
fn no_build_on_a_front_is_beaten_and_every_other_is() {
    for job in JOBS {
        let found = found(job);
        assert!(found.front.len() > 2, "{job}: {}", found.finding);
        assert_eq!(found.all.len(), found.do_it as usize, "{job}");
        for build in &found.front {
            let beaten = found.all.iter().find(|other| {
                let (cost, rate) = (build.cost_usd, build.tokens_per_s);
                let as_good = other.cost_usd <= cost && other.tokens_per_s >= rate;
                as_good && (other.cost_usd < cost || other.tokens_per_s > rate)
            });
            assert_eq!(beaten, None, "{job}: {}", build.name);
        }
        for other in &found.all {
            let as_good = found.front.iter().any(|build| {
                build.cost_usd <= other.cost_usd && build.tokens_per_s >= other.tokens_per_s
            });
            assert!(as_good, "{job}: {}", other.name);
        }
    }
}

#[test]
fn a_build_on_the_front_says_the_same_where_it_is_opened() {
    for job in JOBS {
        for build in found(job).front {
            let report = evaluate::report(&build.query, Catalog::builtin());
            let name = format!("{job}: {}", build.query);
            assert_eq!(report.notices(), [], "{name}");
            assert_eq!(report.query(), build.query, "{name}");
            assert_eq!(report.finding().0, build.status, "{name}");
            assert_eq!(report.cost().total_usd, build.cost_usd, "{name}");
            assert_eq!(report.power().wall_w, build.wall_most_w, "{name}");
            assert_eq!(report.scenario().weights, build.format, "{name}");
            assert_eq!(report.scenario().engine, build.engine, "{name}");
            let rate = match report.training() {
                Some(training) => training.tokens_per_s,
                None => report.speed().decode_tokens_per_s,
            };
            assert_eq!(rate, Some(build.tokens_per_s), "{name}");
            assert!(
                !build.reasons.is_empty() && !build.limited_by.is_empty(),
                "{name}"
            );
            let checks = report.cost().items.iter().flat_map(|item| &item.checks);
            let clash = checks
                .into_iter()
                .find(|check| check.level == CheckLevel::Error);
            assert_eq!(clash, None, "{name}");
        }
    }
}

#[test]
fn limits_hold() {
    let job = "model=llama-3.3-70b&ctx=16384&users=2&rate=12";
    let whole = found(job);
    let first = |extra: &str| {
        let found = found(&format!("{job}&{extra}"));
        assert!(!found.front.is_empty(), "{extra}: {}", found.finding);
        assert!(found.do_it < whole.do_it, "{extra} changes nothing");
        found
    };
    assert!(whole.front.iter().all(|build| build.tokens_per_s >= 12.0));
    let within = first("budget=12000");
    assert!(
        within
            .all
            .iter()
            .all(|point| point.cost_usd.usd() <= 12_000.0)
    );
    let few = first("cards=2");
    assert!(few.front.iter().all(|build| build.gpus <= 2));
    let quiet = first("watts=900");
    assert!(quiet.front.iter().all(|build| build.wall_most_w <= 900.0));
    let on = first("circuit=na-15a-120v");
    assert!(
        on.front
            .iter()
            .all(|build| build.power == PowerStatus::Carries)
    );
    let amd = first("maker=amd");
    let vendor = |name: &str| {
        name.contains("Radeon")
            || name.contains("MI")
            || name.contains("RX")
            || name.contains("Ryzen")
            || name.contains("PRO W")
            || name.contains("R9700")
    };
    assert!(
        amd.all.iter().all(|point| vendor(&point.name)),
        "{:?}",
        amd.all
    );
    let new = first("condition=new");
    assert!(new.front.iter().all(|build| !build.used));
    let used = first("condition=used");
    assert!(used.front.iter().all(|build| build.used));
    let wide = first("least=8");
    for build in &wide.front {
        let quant = Quant::parse(build.format).unwrap();
        assert!(quant.nominal_bits() >= 8, "{}", build.format);
    }
    let soon = first("first=2");
    assert!(
        soon.front
            .iter()
            .all(|build| build.first_token_s.is_some_and(|s| s <= 2.0))
    );
    let exact = first("w=q8_0");
    assert!(exact.front.iter().all(|build| build.format == "q8_0"));
}

#[test]
fn what_machines_say_of_a_model_models_say_of_the_machine() {
    let catalog = Catalog::builtin();
    let model = "qwen3-32b";
    let rest = "engine=llamacpp&ctx=16384&rate=1";
    let all = found(&format!("model={model}&{rest}")).all;
    let does = |cards: &str| all.iter().any(|point| point.name == cards);
    let mut seen = [0, 0];
    for gpu in catalog
        .gpus
        .iter()
        .filter(|gpu| gpu.unified.is_none() && gpu.price.is_some())
    {
        // No laptop has two of its chips.
        let counts = [1, 2, 4].into_iter();
        for count in counts.filter(|count| *count == 1 || gpu.may_be_several()) {
            let machine = format!("gpu={}&n={count}&{rest}", gpu.id);
            let list = models(
                &Asked::read(&format!("{machine}&q={model}"), catalog),
                catalog,
            );
            let row = list.models.iter().find(|row| row.model == model).unwrap();
            let cards = list.machine;
            let well = row.how == How::Comfortably;
            assert!(well || !does(&cards), "{cards} holds it and does not");
            let usual = format!("{machine}&model={model}&w=q4_k_m");
            let report = evaluate::report(&usual, catalog);
            let fits = report.verdict().status == Status::Fits;
            let checks = report.cost().items.iter().flat_map(|item| &item.checks);
            let clash = checks
                .into_iter()
                .any(|check| check.level == CheckLevel::Error);
            let fast = report
                .speed()
                .decode_tokens_per_s
                .is_some_and(|rate| rate >= 1.0);
            assert_eq!(fits && fast && !clash, does(&cards), "{cards}");
            seen[usize::from(well)] += 1;
        }
    }
    assert!(seen.iter().all(|count| *count > 10), "{seen:?}");
}

#[test]
fn it_is_the_same_every_time_and_bounded_by_the_catalogue() {
    let (one, other) = (found(JOBS[0]), found(JOBS[0]));
    assert_eq!((&one.front, &one.all), (&other.front, &other.all));
    assert!(one.tried > 200 && one.tried < 1_000, "{}", one.tried);
    assert!(one.ways_tried < 20_000, "{}", one.ways_tried);
}

#[test]
fn where_nothing_does_it_the_reason_is_told() {
    for (job, words) in [
        (
            "model=kimi-k3&cards=1",
            "No machine that may be tried holds Kimi-K3",
        ),
        ("model=llama-3.1-405b&rate=5000", "none is fast enough"),
        ("model=llama-3.3-70b&budget=150", "No machine"),
        ("model=llama-3.3-70b&watts=20", "none keeps to the limits"),
        ("model=abacus", "abacus"),
        (
            "model=llama-2-7b&ctx=16384&rate=5000",
            "published for 4\u{202f}096 tokens",
        ),
    ] {
        let found = found(job);
        assert_eq!(found.front, [], "{job}");
        assert!(found.finding.contains(words), "{job}: {}", found.finding);
    }
}

#[test]
fn the_next_thousand_dollars_buy_what_the_next_build_has_more() {
    let front = found(JOBS[0]).front;
    for pair in front.windows(2) {
        let (build, next) = (&pair[0], &pair[1]);
        let more = build.next_usd.unwrap();
        assert_eq!(more.0, next.cost_usd.0 - build.cost_usd.0);
        let bought = build.next_tokens_per_s_per_1000_usd.unwrap() * more.usd() / 1_000.0;
        let faster = next.tokens_per_s - build.tokens_per_s;
        assert!(
            (bought / faster - 1.0).abs() < 0.01,
            "{bought} for {faster}"
        );
    }
    assert_eq!(front.last().unwrap().next_usd, None);
    let three = best_three(&front).unwrap();
    assert_eq!(three.queries().len(), 3);
    assert_eq!(three.queries()[0], front[0].query);
}

#[test]
fn rented_machines_do_it_too_and_lead_to_their_offer() {
    let rented = found("model=llama-3.3-70b&rate=10&rented=1&budget=5000").rented;
    assert!(rented.len() > 1);
    assert!(rented.is_sorted_by(|one, next| {
        one.usd_per_hour <= next.usd_per_hour && one.tokens_per_s < next.tokens_per_s
    }));
    for one in rented {
        let report = evaluate::report(&one.query, Catalog::builtin());
        assert_eq!(report.notices(), [], "{}", one.query);
        let chosen = report.cloud().chosen.as_ref().unwrap();
        assert_eq!(
            (chosen.usd_per_hour, chosen.gpus),
            (one.usd_per_hour, one.gpus)
        );
        assert_eq!(report.speed().decode_tokens_per_s, Some(one.tokens_per_s));
    }
}

#[test]
fn jobs_that_many_have_are_canonical_and_find_something() {
    for case in use_cases() {
        let job = Job::read(case.query, Catalog::builtin());
        assert_eq!(
            (job.told.len(), job.query().as_str()),
            (0, case.query),
            "{}",
            case.id
        );
        assert!(asks_for_machines(case.query));
        let found = machines(&job, Catalog::builtin());
        assert!(found.front.len() > 1, "{}: {}", case.id, found.finding);
    }
}

#[test]
fn the_advice_of_the_reference_is_judged_as_it_was_checked_by_hand() {
    let advised = advised(Catalog::builtin());
    let rulings: Vec<(&str, Ruling)> = advised.iter().map(|one| (one.who, one.ruling)).collect();
    assert_eq!(
        rulings,
        [
            ("One card", Ruling::Depends),
            ("Two cards", Ruling::Depends),
            ("Four cards", Ruling::Confirmed),
            ("Perfect for a start-up", Ruling::Depends),
            ("Perfect for making models", Ruling::Refuted),
            ("Overkill for a developer alone", Ruling::Confirmed),
            ("Overkill for a hobbyist", Ruling::Confirmed),
            ("Overkill for a freelancer", Ruling::Confirmed),
        ]
    );
    for one in advised {
        for check in one.checks {
            let scenario = codec::decode(&check.query, Catalog::builtin());
            assert_eq!(scenario.notices, [], "{}", check.what);
        }
    }
}
