//! What servers leave for their cache, as their logs say it.
#![expect(clippy::unwrap_used, reason = "a failed lookup is a failed test")]

mod asked;

use asked::report;
use headroom_core::catalog::Catalog;
use headroom_core::evaluate;

/// GiB that the fullest card has for the cache: what it holds of it and what is free.
fn pool_gib(query: &str) -> f64 {
    let report = report(query);
    let pools = report.memory().per_gpu.iter().map(|gpu| {
        let kept = i64::try_from(gpu.kv_cache_bytes).unwrap_or(i64::MAX);
        kept + gpu.free_bytes
    });
    pools.min().unwrap_or(0) as f64 / f64::from(1 << 30)
}

fn holds(query: &str, measured: f64, percent: f64) {
    let pool = pool_gib(query);
    let off = (pool / measured - 1.0) * 100.0;
    assert!(
        off.abs() <= percent,
        "{query}: {pool:.2} GiB, measured {measured}, {off:+.1} %"
    );
}

/// Runs of vLLM 0.19 on H100 with its own batches, less the graphs that versions since 0.21 set aside as 0.19 estimated them
/// (llm-d-planner pull request 205, 2026-04-22).
#[test]
fn pools_of_vllm_on_h100() {
    for (rest, measured) in [
        ("model=llama-3.1-8b", 57.27),
        ("n=4&par=tp4&model=llama-3.1-8b", 66.87),
        ("n=2&par=tp2&model=llama-3.3-70b&w=fp8", 35.46),
        ("n=4&par=tp4&model=llama-3.3-70b&w=fp8", 52.39),
        ("model=qwen2.5-7b", 57.92),
        ("n=2&par=tp2&model=qwen2.5-7b", 63.23),
        ("model=qwen3-8b", 56.66),
        ("model=gemma-2-2b", 65.95),
        ("model=gemma-2-27b", 19.46),
        ("model=gemma-3-12b", 46.70),
        ("model=phi-4", 45.27),
        ("model=mistral-small-3.1-24b", 27.35),
        ("model=deepseek-v2-lite", 42.22),
        ("n=2&par=tp2&model=mixtral-8x7b", 27.62),
        ("model=gpt-oss-20b&w=mxfp4", 57.17),
    ] {
        let format = if rest.contains("&w=") { "" } else { "&w=bf16" };
        let query = format!("gpu=h100-sxm&{rest}{format}&engine=vllm&util=95");
        holds(&query, measured, 2.0);
    }
}

/// Tensor parallel over four H100, read in one report of both servers (vLLM issue 21348, 2025-07-22).
#[test]
fn pools_of_one_model_under_two_servers() {
    let model = "gpu=h100-sxm&n=4&model=qwen3-235b-a22b&w=fp8_block&par=tp4&ctx=40960";
    holds(&format!("{model}&engine=sglang&util=93"), 16.46, 5.0);
    holds(&format!("{model}&engine=vllm&util=90"), 8.11, 5.0);
}

/// What one sequence of DeepSeek V4 Flash needs on a card, as vLLM says where it refuses to start: 6.66 GiB for 30,000 tokens and
/// 5.44 for 13,528 with batches of 16,384 (issue 44376, comment of 2026-06-03), 1.34 for 131,072 with batches of 2,048
/// (yhfgyyf/vllm-deepseek-v4-sm89 issue 54, 2026-08-07).
#[test]
fn compressed_attention_keeps_states_of_the_running_batch() {
    for (rest, needed) in [
        (
            "gpu=gh200-96gb&n=2&par=tp2-ep&batched=16384&ctx=30000",
            6.66,
        ),
        (
            "gpu=gh200-96gb&n=2&par=tp2-ep&batched=16384&ctx=13528",
            5.44,
        ),
        ("gpu=rtx-6000-ada&n=4&batched=2048&ctx=131072", 1.34),
    ] {
        let query = format!("{rest}&model=deepseek-v4-flash&w=mxfp4&kv=fp8&engine=vllm");
        let report = evaluate::report(&query, Catalog::builtin());
        let kept = report.memory().per_gpu[0].kv_cache_bytes as f64 / f64::from(1 << 30);
        assert!(
            (kept / needed - 1.0).abs() <= 0.05,
            "{query}: {kept:.2} GiB"
        );
    }
}

/// A model of 27B with recurrent states on three cards, as llama.cpp itemised it: 1.75 GiB of states, of which one sequence has
/// 0.146, 4.99 of compute buffers and 0.50 of the drafter's cache in 16 bits (tmac1973/llama-toolchest pull request 180, 2026-09-20).
#[test]
fn layers_on_three_cards_with_a_drafter() {
    let with = |more: &str| {
        let query = format!(
            "gpu=rtx-5060-ti-16gb&n=3&model=qwen3.8-27b&w=q8_0&kv=q8_0&engine=llamacpp{more}"
        );
        evaluate::report(&query, Catalog::builtin())
    };
    let gib = |bytes: i64| bytes as f64 / f64::from(1 << 30);
    let sum = |more: &str, part: fn(&headroom_core::report::GpuUse) -> u64| {
        let report = with(more);
        let cards = report.memory().per_gpu.iter().map(part);
        i64::try_from(cards.sum::<u64>()).unwrap_or(i64::MAX)
    };
    let (plain, drafted) = ("&ctx=131072&seqs=4", "&ctx=131072&seqs=4&spec=mtp~2");
    let near = |found: f64, measured: f64| {
        assert!((found - measured).abs() <= 0.1, "{found:.2} for {measured}");
    };
    let compute = gib(sum(drafted, |gpu| gpu.activations_bytes));
    near(compute, 4.99);
    let cache = |more| sum(more, |gpu| gpu.kv_cache_bytes);
    near(gib(cache(drafted) - cache(plain)), 0.50);
    let runtime = |more| sum(more, |gpu| gpu.runtime_bytes);
    near(
        gib(runtime(drafted) - runtime("&ctx=131072&seqs=1")) + 0.146,
        1.75,
    );
    // The whole context did not load.
    assert!(with("&ctx=131072&seqs=4&spec=mtp~2").verdict().fits);
    assert!(!with("&ctx=262144&seqs=4&spec=mtp~2").verdict().fits);
}

/// A server that sets memory aside for 256 sequences has none for one where it would start with three: 27B in FP8 on two cards of
/// 24 GB (mitchross/talos-argocd-proxmox pull request 1995, 2026-08-16).
#[test]
fn fewer_sequences_are_a_way_out() {
    let query = "gpu=rtx-3090&n=2&model=qwen3.8-27b&w=fp8_block&kv=fp8&ctx=262144&engine=vllm&util=92&batched=8192";
    let report = evaluate::report(query, Catalog::builtin());
    assert!(!report.verdict().fits);
    let ways = report.memory_ways();
    let way = ways.iter().find(|way| way.kind == "sequences").unwrap();
    assert_eq!(way.action, "Let vLLM run 128 requests at once at most");
    assert!(
        evaluate::report(&way.query, Catalog::builtin())
            .verdict()
            .fits
    );
    let three = format!("{query}&seqs=3");
    assert!(evaluate::report(&three, Catalog::builtin()).verdict().fits);
}
