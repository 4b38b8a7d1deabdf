//! Groups of cards that each serve requests of their own: data parallelism.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use headroom_core::catalog::Catalog;
use headroom_core::evaluate::{Report, answer};
use headroom_core::report::Status;
use headroom_core::units::GIB;

fn ask(query: &str) -> Report {
    answer(
        &headroom_core::codec::Query::parse(query),
        Catalog::builtin(),
    )
}

/// Eight H20 with data and expert parallelism: vLLM asked for 62.0 GiB of cache on each card for one request of
/// 262,144 tokens (vllm-project/recipes issue 12, 2025-08-04).
#[test]
fn a_group_holds_whole_requests() {
    let query = "gpu=h200-sxm&n=8&model=qwen3-coder-480b-a35b&w=fp8_block&ctx=262144&users=8";
    let beside = ask(&format!("{query}&par=dp8-ep"));
    let card = &beside.memory().per_gpu[0];
    assert_eq!(card.kv_cache_bytes, 62 * GIB);
    let shared = ask(&format!("{query}&par=tp8-ep"));
    let other = &shared.memory().per_gpu[0];
    // Eight cards share the cache of eight requests; experts are divided either way, the rest is not.
    assert_eq!(other.kv_cache_bytes, 62 * GIB);
    assert!(card.weights_bytes > other.weights_bytes);
    assert!(card.weights_bytes < 2 * other.weights_bytes);
    let placement = &beside.memory().placement;
    assert_eq!(
        (placement.kind, placement.data, placement.tensor),
        ("data", 8, 1)
    );
}

#[test]
fn groups_of_a_dense_model_are_machines_of_their_own() {
    let one = ask("gpu=rtx-4090&model=qwen3-8b&w=fp8&users=3");
    let two = ask("gpu=rtx-4090&n=2&model=qwen3-8b&w=fp8&users=6&par=dp2");
    let (own, other) = (&one.memory().per_gpu[0], &two.memory().per_gpu[1]);
    assert_eq!(own.weights_bytes, other.weights_bytes);
    assert_eq!(own.kv_cache_bytes, other.kv_cache_bytes);
    let rate = |report: &Report| report.speed().decode_tokens_per_s.unwrap();
    let total = |report: &Report| report.speed().decode_total_tokens_per_s.unwrap();
    assert_eq!(rate(&one), rate(&two));
    assert!((total(&two) / total(&one) - 2.0).abs() < 0.01);
    // A single request is in one group, and no faster for the other.
    let alone = ask("gpu=rtx-4090&n=2&model=qwen3-8b&w=fp8&par=dp2");
    assert_eq!(
        rate(&alone),
        rate(&ask("gpu=rtx-4090&model=qwen3-8b&w=fp8"))
    );
}

#[test]
fn the_group_that_serves_most_decides() {
    let odd = ask("gpu=rtx-4090&n=2&model=qwen3-8b&w=fp8&users=5&par=dp2");
    let even = ask("gpu=rtx-4090&n=2&model=qwen3-8b&w=fp8&users=6&par=dp2");
    let held = |report: &Report| report.memory().per_gpu[0].kv_cache_bytes;
    assert_eq!(held(&odd), held(&even));
}

#[test]
fn what_cannot_be_divided_so_says_why() {
    for (query, why) in [
        (
            "n=3&w=fp8&par=dp2",
            "Data parallelism 2 does not divide 3 GPUs",
        ),
        ("n=8&w=fp8&par=tp4-dp4", "× data 4 does not divide 8 GPUs"),
        (
            "n=2&par=dp2",
            "llama.cpp is not calculated with data parallel",
        ),
        (
            "gpu=h200-sxm&n=8&model=qwen3-coder-480b-a35b&w=fp8_block&par=tp2-dp4",
            "expert parallelism would keep them whole",
        ),
    ] {
        let report = ask(query);
        let verdict = report.verdict();
        assert_eq!(verdict.status, Status::Impossible, "{query}");
        assert!(
            verdict.sentence.contains(why),
            "{query}: {}",
            verdict.sentence
        );
    }
}

#[test]
fn links_keep_the_groups() {
    for par in ["dp8", "dp8-ep", "tp4-dp2", "tp2-pp2-dp2", "tp2-dp4-ep"] {
        let query = format!("gpu=h200-sxm&n=8&w=fp8&par={par}");
        assert_eq!(ask(&query).query(), query);
    }
}

/// At the experts the tokens of all groups come together: eight groups of eight sequences touch as many experts as one group
/// of sixty-four.
#[test]
fn the_tokens_of_all_groups_touch_experts_together() {
    let read = |par: &str, users: u32| {
        let report = ask(&format!(
            "gpu=h200-sxm&n=8&model=qwen3-coder-480b-a35b&w=fp8_block&par={par}&users={users}"
        ));
        report.speed().step.unwrap().weights_bytes as f64
    };
    let more = |par: &str| read(par, 64) - read(par, 8);
    let (groups, one) = (more("dp8-ep"), more("tp8-ep"));
    assert!(one > 0.0);
    assert!((groups / one - 1.0).abs() < 1e-6, "{groups} {one}");
}
