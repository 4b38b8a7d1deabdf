//! Routed experts of a layer on both sides: some on the cards, the others in the host's memory.

#![expect(clippy::unwrap_used, reason = "a failed lookup is a failed test")]

mod asked;

use asked::report;
use headroom_core::catalog::Catalog;
use headroom_core::codec::{decode, encode};
use headroom_core::evaluate::{self, Report};
use headroom_core::report::Status;

const NEXT: &str = "gpu=rtx-4090&n=4&model=qwen3-next-80b-a3b&w=fp8&engine=ktransformers&ctx=8192&ram=512&offload=";

fn next(offload: &str) -> Report {
    report(&format!("{NEXT}{offload}"))
}

fn rate(report: &Report) -> f64 {
    report.speed().decode_tokens_per_s.unwrap()
}

#[test]
fn what_stays_on_the_cards_is_what_left_the_host() {
    // 512 experts of 48 layers in FP8, with their scales: 77,309,706,240 B.
    let whole = next("experts").memory().host.weights_bytes;
    assert_eq!(whole, 77_309_706_240);
    for ways in ["even", "hot"] {
        let report = next(&format!("{ways}-64"));
        assert_eq!(report.memory().host.weights_bytes, whole / 8 * 7, "{ways}");
        assert_eq!(report.memory().host.layers, 48);
        assert_eq!(report.verdict().status, Status::Offloaded);
    }
    // A cache holds copies.
    let cached = next("cache-64");
    assert_eq!(cached.memory().host.weights_bytes, whole);
    let on_cards = |report: &Report| -> u64 {
        let cards = report.memory().per_gpu.iter();
        cards.map(|card| card.weights_bytes).sum()
    };
    let more = on_cards(&cached) - on_cards(&next("experts"));
    // Cards round a part of a byte up, for each of 48 layers.
    assert!((whole / 8..=whole / 8 + 4 * 48).contains(&more), "{more}");
}

#[test]
fn experts_that_are_used_more_save_more_and_the_range_says_how_sure_that_is() {
    let rates = ["experts", "even-64", "hot-64", "cache-64"].map(|way| rate(&next(way)));
    assert!(
        rates.is_sorted_by(|slower, faster| slower < faster),
        "{rates:?}"
    );
    let more = ["hot-64", "hot-128", "hot-256", "hot-480"].map(|way| rate(&next(way)));
    assert!(
        more.is_sorted_by(|slower, faster| slower < faster),
        "{more:?}"
    );
    // Use that was counted in other texts may be worth little more than chance.
    let width = |way: &str| {
        let speed = next(way).speed().clone();
        speed.decode_tokens_per_s_high.unwrap() / speed.decode_tokens_per_s_low.unwrap()
    };
    assert!(width("hot-64") > width("even-64"));
    let speed = next("cache-64").speed().clone();
    assert!(speed.decode_tokens_per_s_high <= speed.ceiling_tokens_per_s);
    let told = |note: &String| note.contains("64 of 512 experts of each layer are on the cards");
    assert!(speed.notes.iter().any(told), "{:?}", speed.notes);
}

/// Where the host's memory is faster than the card, experts on the card save nothing, and the range says so.
#[test]
fn the_estimate_lies_in_its_range_whatever_is_faster() {
    for memory in ["", "&membw=1100", "&membw=4000"] {
        for way in ["even-64", "hot-64", "cache-64"] {
            let speed = report(&format!(
                "gpu=rtx-2000-ada&model=qwen3-next-80b-a3b&w=q4_k_m&engine=llamacpp&offload={way}&users=8&ctx=2048&ram=128{memory}"
            ))
            .speed()
            .clone();
            let [low, typical, high, ceiling] = [
                speed.decode_tokens_per_s_low,
                speed.decode_tokens_per_s,
                speed.decode_tokens_per_s_high,
                speed.ceiling_tokens_per_s,
            ];
            assert!(
                low <= typical && typical <= high,
                "{way}{memory}: {low:?} {typical:?} {high:?}"
            );
            assert!(high <= ceiling, "{way}{memory}: {high:?} {ceiling:?}");
        }
    }
}

/// `ExLlamaV3` brings experts over the bus: those that a token needs, whether all or all but one are in the host's memory.
#[test]
fn one_expert_on_the_card_is_no_jump() {
    let of = |way: &str| {
        rate(&report(&format!(
            "gpu=rtx-4090&model=qwen3-30b-a3b&w=exl3-4.0&engine=exl3&offload={way}"
        )))
    };
    let quotient = of("even-1") / of("experts");
    assert!((1.0..1.03).contains(&quotient), "{quotient}");
}

#[test]
fn rates_of_a_build_that_divides_experts_lie_in_the_range() {
    // One RTX 3060 12GB, experts by an earlier count (thecodacus/llama.cpp, pull request 5, 2026-07-24): first with all experts in
    // the host's memory, then with so many on the card.
    for (model, kept, all_in_host, divided) in [
        ("qwen3.6-35b-a3b", 124, 42.31, 51.27),
        ("glm-4.7-flash", 40, 32.09, 46.28),
    ] {
        let base = format!("gpu=rtx-3060-12gb&model={model}&w=q4_k_m&engine=llamacpp&ctx=2048");
        for (way, measured) in [
            ("experts".to_owned(), all_in_host),
            (format!("hot-{kept}"), divided),
        ] {
            let speed = report(&format!("{base}&offload={way}")).speed().clone();
            let range =
                speed.decode_tokens_per_s_low.unwrap()..=speed.decode_tokens_per_s_high.unwrap();
            assert!(range.contains(&measured), "{model} {way}: {range:?}");
        }
    }
}

#[test]
fn all_of_them_is_nothing_in_the_host_and_none_of_them_is_all() {
    for way in ["hot-512", "cache-600"] {
        let all = evaluate::report(&format!("{NEXT}{way}"), Catalog::builtin());
        assert_eq!(all.memory().host.weights_bytes, 0);
        assert!(!all.query().contains("offload"), "{}", all.query());
        let [notice] = all.notices() else {
            panic!("{way}: one notice tells of it");
        };
        assert!(
            notice.message.contains("has 512 experts"),
            "{}",
            notice.message
        );
    }
    let catalog = Catalog::builtin();
    let none = decode(&format!("{NEXT}cache-0"), catalog);
    assert!(encode(&none.scenario).ends_with("offload=experts"));
    for way in ["even-1", "hot-64", "cache-511"] {
        let back = encode(&decode(&format!("{NEXT}{way}"), catalog).scenario);
        assert!(back.ends_with(&format!("offload={way}")), "{back}");
    }
}
