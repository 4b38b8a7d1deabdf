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

/// Holds that each query cannot run, and why.
fn refused<const N: usize>(cases: [(&str, &str); N]) {
    for (query, why) in cases {
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
    refused([
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
    ]);
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

/// vLLM's decode context parallel: cards that would each keep the whole latent keep a part of the tokens instead.
#[test]
fn cards_keep_parts_of_the_tokens_instead_of_copies() {
    let query = "gpu=rtx-pro-6000-blackwell-server&n=8&model=glm-5.1&w=nvfp4&ctx=131072";
    let copies = ask(&format!("{query}&par=tp8"));
    let parts = ask(&format!("{query}&par=tp8-cp8"));
    let held = |report: &Report| report.memory().per_gpu[7].kv_cache_bytes;
    assert_eq!(held(&copies), 8 * held(&parts));
    let weights = |report: &Report| report.memory().per_gpu[7].weights_bytes;
    assert_eq!(weights(&copies), weights(&parts));
    assert_eq!(parts.memory().placement.context, 8);
    assert!(parts.limits().max_users > copies.limits().max_users);
    // Queries and results travel in every layer: a short context is read no faster for it.
    let rate = |report: &Report| report.speed().decode_tokens_per_s.unwrap();
    assert!(rate(&parts) < rate(&copies));
    assert_eq!(parts.query(), format!("{query}&par=tp8-cp8"));
}

#[test]
fn tokens_are_divided_where_copies_would_be_kept() {
    refused([
        (
            "gpu=h100-sxm&n=8&w=fp8&par=tp8-cp2",
            "No two cards keep the same keys and values",
        ),
        (
            "gpu=h200-sxm&n=8&model=qwen3-235b-a22b&w=fp8&par=tp8-cp8",
            "2 cards keep the same keys and values, which 8 cannot divide",
        ),
        (
            "gpu=h200-sxm&n=8&model=qwen3.5-397b-a17b&w=fp8&par=tp8-cp2",
            "this model has layers with a window or a state",
        ),
        (
            "gpu=h200-sxm&n=8&model=deepseek-v3&w=fp8&engine=sglang&par=tp8-cp8",
            "SGLang is not calculated with decode context parallel",
        ),
    ]);
    // Four key/value heads over eight cards: two keep the same.
    let two = "gpu=h200-sxm&n=8&model=qwen3-235b-a22b&w=fp8&ctx=131072";
    let held = |report: &Report| report.memory().per_gpu[0].kv_cache_bytes;
    let halved = ask(&format!("{two}&par=tp8-cp2"));
    assert_eq!(held(&ask(&format!("{two}&par=tp8"))), 2 * held(&halved));
}

#[test]
fn rows_are_read_as_slices_and_said_to_be() {
    for (word, told) in [
        ("row4", true),
        ("rows4", true),
        ("tensor4", false),
        ("tp4", false),
    ] {
        let report = ask(&format!(
            "gpu=rtx-3090&n=4&model=qwen3.6-27b&engine=llamacpp&par={word}"
        ));
        assert_eq!(report.memory().placement.tensor, 4, "{word}");
        let notices = report.notices();
        let by_rows = notices.iter().find(|notice| notice.key == "par");
        assert_eq!(by_rows.is_some(), told, "{word}: {notices:?}");
        assert!(by_rows.is_none_or(|notice| notice.message.contains("--split-mode tensor")));
    }
}

/// Cards at the processor get in each other's way: four read a prompt less than twice as fast as two over PCI Express 3.
#[test]
fn more_cards_at_the_processor_reach_less_of_the_bus() {
    let rate = |gpu: &str, n: u32, link: &str| {
        let query = format!(
            "gpu={gpu}&n={n}&model=qwen3.6-27b&w=awq&engine=vllm&par=tp{n}&ctx=9000&prompt=8192{link}"
        );
        ask(&query).speed().prefill_tokens_per_s.unwrap()
    };
    let gain = |gpu: &str, link: &str| rate(gpu, 4, link) / rate(gpu, 2, link);
    let (narrow, wide) = (gain("rtx-3090", "&link=p2p-3x16"), gain("rtx-a6000", ""));
    assert!(narrow < 1.2, "{narrow}");
    // At switches they do not meet at the processor, and one-shot kernels leave large blocks to the same exchange.
    assert!(gain("rtx-3090", "&link=switch-3x16") > narrow);
    let four = |link: &str| rate("rtx-3090", 4, link);
    assert_eq!(four("&link=oneshot-3x16"), four("&link=p2p-3x16"));
    assert!(wide > 1.3, "{wide}");
}

/// What a drafter keeps is not divided with the tokens of the model that it guesses for.
#[test]
fn a_drafter_keeps_its_tokens_whole() {
    let more = |par: &str| {
        let query = format!("gpu=b300-sxm&n=8&model=glm-5.1&w=nvfp4&ctx=131072&par={par}");
        let used = |query: &str| ask(query).memory().per_gpu[7].used_bytes;
        used(&format!("{query}&spec=draft~qwen3-0.6b~5")) - used(&query)
    };
    assert_eq!(more("tp8-cp8"), more("tp8"));
}
