#![expect(clippy::unwrap_used, reason = "a failed lookup is a failed test")]

use super::{place, suggest};
use crate::catalog::Catalog;
use crate::report::{Status, Together, WayOut};
use crate::scenario::Scenario;
use crate::units::{Budget, QUESTION_STEPS};
use crate::{codec, evaluate};

fn scenario(query: &str) -> Scenario {
    let decoded = codec::decode(query, Catalog::builtin());
    assert!(decoded.notices.is_empty(), "{query}: {:?}", decoded.notices);
    decoded.scenario
}

fn placed(query: &str) -> Together {
    let answer = place(&scenario(query), &Budget::new(u64::MAX)).unwrap();
    check(query, &answer);
    answer
}

/// Changes that give each a place, all of them.
fn ways(query: &str) -> Vec<WayOut> {
    let budget = Budget::new(QUESTION_STEPS);
    let (ways, all) = suggest(&scenario(query), Catalog::builtin(), &budget);
    assert!(all, "{query}: {budget:?}");
    ways
}

/// What holds for every answer.
fn check(query: &str, answer: &Together) {
    for gpu in &answer.per_gpu {
        let parts: u64 = gpu.parts.iter().map(|part| part.used_bytes).sum();
        assert_eq!(parts + gpu.reserve_bytes, gpu.used_bytes, "{query}");
        assert_eq!(
            gpu.free_bytes + gpu.used_bytes,
            gpu.capacity_bytes,
            "{query}"
        );
        assert!(gpu.used_high_bytes >= gpu.used_bytes, "{query}");
        assert!(
            gpu.used_high_bytes <= gpu.capacity_bytes || answer.status != Status::Fits,
            "{query}"
        );
        for part in &gpu.parts {
            let sum = part.weights_bytes + part.kv_cache_bytes + part.overhead_bytes;
            assert_eq!(sum, part.used_bytes, "{query}");
            let instance = &answer.instances[part.instance as usize];
            assert!(instance.gpus.contains(&gpu.index), "{query}");
        }
    }
    for (index, instance) in answer.instances.iter().enumerate() {
        let parts = { answer.per_gpu.iter() }.flat_map(|gpu| &gpu.parts);
        let own = parts.filter(|part| part.instance as usize == index);
        let bytes: u64 = own.map(|part| part.used_bytes).sum();
        assert_eq!(bytes, instance.used_bytes, "{query}");
        let missing = instance.short_bytes > 0 || instance.blocker.is_some();
        assert_eq!(instance.gpus.is_empty(), missing, "{query}: {instance:?}");
    }
    let seated = { answer.instances.iter() }.filter(|one| !one.gpus.is_empty());
    assert_eq!(seated.count(), answer.placed as usize, "{query}");
    assert_eq!(answer.fits, answer.placed == answer.asked, "{query}");
}

const FOUR_CARDS: &str =
    "gpu=rtx-pro-6000-blackwell-max-q&n=4&model=llama-3.3-70b&also=llama-3.3-70b*3";

#[test]
fn four_times_70b_in_fp8_stand_one_to_a_card() {
    let answer = placed(&format!("{FOUR_CARDS}&w=fp8"));
    assert_eq!((answer.status, answer.placed), (Status::Fits, 4));
    let mut gpus: Vec<u32> = { answer.instances.iter() }
        .flat_map(|one| one.gpus.clone())
        .collect();
    gpus.sort_unstable();
    assert_eq!(gpus, [0, 1, 2, 3]);
    assert!(answer.per_gpu.iter().all(|gpu| gpu.parts.len() == 1));
    let start = "All 4 fit: 4\u{a0}×\u{a0}Llama 3.3 70B Instruct, one to a card. ";
    assert!(answer.sentence.starts_with(start), "{}", answer.sentence);
}

#[test]
fn four_times_70b_in_fp16_are_two_too_many() {
    // 141 GB each: two cards hold one of them, four hold two.
    let answer = placed(&format!("{FOUR_CARDS}&w=f16"));
    assert_eq!((answer.status, answer.placed), (Status::DoesNotFit, 2));
    assert!(
        answer.sentence.starts_with("2 of 4 fit; each further"),
        "{}",
        answer.sentence
    );
}

#[test]
fn nothing_is_said_where_one_model_is_asked() {
    assert!(place(&scenario("n=4"), &Budget::new(u64::MAX)).is_none());
    let json = serde_json::to_value(evaluate::report("n=4", Catalog::builtin())).unwrap();
    assert!(json.get("together").is_none() && json.get("memory").is_some());
}

/// Machines, first models and lists that meet in many ways.
fn cases() -> Vec<String> {
    let machines = [
        "gpu=rtx-4090",
        "gpu=rtx-4090&n=2",
        "gpu=rtx-3090&n=3",
        "n=2",
        "n=4",
        "gpu=rtx-5090*2+rtx-3090*2",
        "gpu=h100-sxm&n=8",
        "gpu=apple-m3-ultra",
    ];
    let firsts = [
        "model=llama-3.1-8b&w=q8_0",
        "model=llama-3.3-70b&w=q4_k_m",
        "model=llama-3.3-70b&w=fp8",
        "model=qwen3-30b-a3b&w=awq&ctx=32768",
        "model=llama-3.1-8b&w=f16&engine=sglang&users=8",
        "model=gpt-oss-120b&w=mxfp4",
    ];
    let lists = [
        "llama-3.1-8b*2",
        "llama-3.1-8b~q8_0+qwen3-30b-a3b~q4_k_m*2",
        "llama-3.3-70b~q4_k_m+llama-3.1-8b~fp8*3",
        "llama-3.3-70b+32b~q6_k*2+llama-3.1-8b",
        "llama-3.1-8b~f16*5+3b~q8_0*4",
        "llama-3.1-405b~q4_k_m+llama-3.1-8b~q4_k_m*6",
    ];
    let mut cases = Vec::new();
    for machine in machines {
        for first in firsts {
            for list in lists {
                cases.push(format!("{machine}&{first}&also={list}"));
            }
        }
    }
    cases
}

#[test]
fn sums_are_exact_everywhere() {
    let answers: Vec<Together> = cases().iter().map(|query| placed(query)).collect();
    // The cases are worth something only where they end in each way.
    for status in [
        Status::Fits,
        Status::Tight,
        Status::DoesNotFit,
        Status::Impossible,
    ] {
        assert!(
            answers.iter().any(|answer| answer.status == status),
            "{status:?}"
        );
    }
}

#[test]
fn fewer_models_never_turn_a_fit_into_a_no() {
    for query in cases() {
        let all = scenario(&query);
        let before = place(&all, &Budget::new(u64::MAX)).unwrap();
        if !before.fits {
            continue;
        }
        for dropped in 0..all.also.len() {
            let mut fewer = all.clone();
            fewer.also[dropped].count -= 1;
            fewer.also.retain(|one| one.count > 0);
            if let Some(after) = place(&fewer, &Budget::new(u64::MAX)) {
                assert!(after.fits, "{query} without {dropped}: {}", after.sentence);
                assert!(
                    after.status == Status::Fits || before.status == Status::Tight,
                    "{query} without {dropped}: {}",
                    after.sentence
                );
            }
        }
    }
}

/// Nothing beside it: the verdict is the main one, and on a single card so are the bytes.
#[test]
fn a_model_alone_gets_the_same_answer() {
    for query in cases() {
        let alone = codec::Query::parse(&query);
        let mut with_itself = alone.clone();
        with_itself.remove("also");
        let alone = scenario(&with_itself.to_string());
        let main = evaluate::status(&alone);
        let (kinds, instances) = super::kind::instances(&alone);
        let budget = Budget::new(u64::MAX);
        let site = super::place::Site::new(&alone, &kinds, &instances, (&budget, false));
        let seats = |level| match site.all(level) {
            super::place::Found::Places(seats) => Some(seats),
            _ => None,
        };
        let fits = seats(super::Level::High).is_some();
        let tight = seats(super::Level::Typical).is_some();
        // Engines that cut layers evenly leave cards of another kind out instead of refusing.
        if main == Status::Impossible && !alone.machine.is_uniform() {
            continue;
        }
        assert_eq!(main == Status::Fits, fits, "{query}");
        assert_eq!(main.runs(), tight, "{query}");
        if alone.machine.gpu_count() == 1 && main.runs() {
            let seats = seats(if fits {
                super::Level::High
            } else {
                super::Level::Typical
            });
            let [gpu] = super::per_gpu(&site, &seats.unwrap()).try_into().unwrap();
            let report = evaluate::evaluate(&alone, Catalog::builtin());
            assert_eq!(
                gpu.used_bytes,
                report.memory().per_gpu[0].used_bytes,
                "{query}"
            );
            assert_eq!(
                gpu.used_high_bytes,
                report.memory().per_gpu[0].used_high_bytes,
                "{query}"
            );
        }
    }
}

#[test]
fn each_way_out_gives_every_model_a_place() {
    for query in [
        "gpu=rtx-pro-6000-blackwell-max-q&n=4&model=llama-3.3-70b&w=f16&also=llama-3.3-70b*3",
        "gpu=rtx-4090&n=2&model=qwen3-32b&w=q8_0&also=llama-3.1-8b:f16*2",
        "gpu=rtx-5090&model=llama-3.1-8b&w=f16&users=16&ctx=32768&also=llama-3.1-8b",
        "gpu=rtx-3090&n=3&model=llama-3.1-405b&w=q4_k_m&also=llama-3.1-8b",
    ] {
        let answer = placed(query);
        assert!(!answer.fits, "{query}");
        for way in &ways(query) {
            let after = placed(&way.query);
            assert_eq!(after.status, way.status, "{query}: {}", way.action);
            assert!(after.fits, "{query}: {}", way.action);
        }
    }
}

#[test]
fn four_seventies_in_sixteen_bits_need_smaller_weights_or_more_cards() {
    let answer = placed(&format!("{FOUR_CARDS}&w=f16"));
    let ways = ways(&format!("{FOUR_CARDS}&w=f16"));
    assert!(!answer.fits);
    let kinds: Vec<&str> = ways.iter().map(|way| way.kind).collect();
    assert!(kinds.contains(&"quant"), "{kinds:?}");
    // 141 GB each make 564 GB, and a card holds 103 GB: never on five, at the latest on two for each.
    let gpus = ways.iter().find(|way| way.kind == "gpus");
    let gpus = gpus.map_or(0, |way| placed(&way.query).per_gpu.len());
    assert!((6..=8).contains(&gpus), "{gpus}");
}
