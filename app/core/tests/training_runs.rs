//! Training runs that others told of: what they took, and what did not run.
#![expect(clippy::unwrap_used, reason = "a failed lookup is a failed test")]

mod asked;

use asked::report;
use headroom_core::catalog::Catalog;
use headroom_core::evaluate::{self, Report};

fn of(query: &str) -> Report {
    report(&format!("{query}&mode=train"))
}

#[test]
fn what_did_not_run_is_not_said_to() {
    for query in [
        // Fused experts stay in 16 bits (unslothai/unsloth issue 4040, 2026-02-18).
        "gpu=a100-80gb-sxm&model=qwen3-coder-next-80b-a3b&method=qlora&rank=8&loss=fused&offload-acts=cpu&optim=adam8bit",
        // Killed for host memory (hiyouga/LlamaFactory issue 6755, 2025-01-25).
        "gpu=h100-nvl&model=qwen2.5-32b&shard=zero3&offload-optim=cpu&offload-params=cpu&recompute=full&ram=744",
        // Out of memory when the states of Adam are made (QwenLM/Qwen3-VL issue 2053, 2026-03-03).
        "gpu=h100-sxm&n=32&model=qwen3-30b-a3b&seq=8192&shard=zero2&recompute=full&ram=1024",
    ] {
        assert!(!of(query).training().unwrap().fits, "{query}");
    }
}

/// In GB of the card's memory, within 5 %.
#[test]
fn what_runs_took() {
    for (query, gb) in [
        // 153.26 GiB on one card (unslothai/unsloth issue 4040, 2026-02-18).
        (
            "gpu=b200-sxm&model=qwen3-coder-next-80b-a3b&method=qlora&rank=8&loss=fused&offload-acts=cpu&optim=adam8bit",
            164.56,
        ),
        // The longest contexts that fit 48 and 80 GB (unsloth README, 2025-01), which keeps the embedding in 16 bits.
        (
            "gpu=rtx-a6000&model=llama-3.1-8b&method=qlora&rank=32&seq=191728&loss=fused&offload-acts=cpu",
            51.54,
        ),
        (
            "gpu=a100-80gb-sxm&model=llama-3.3-70b&method=qlora&rank=32&seq=89389&loss=fused&offload-acts=cpu",
            85.90,
        ),
    ] {
        let report = of(query);
        let used = report.training().unwrap().per_gpu[0].used_bytes as f64 / 1e9;
        assert!((used / gb - 1.0).abs() <= 0.05, "{query}: {used:.1} GB");
    }
}

/// Whether the loss is computed in 32 bits decides how long a sequence may be: with a base in 8 bits 14,000 tokens ran on 80 GB
/// (unslothai/unsloth issue 2366, 2025-04-16).
#[test]
fn a_base_in_eight_bits_leaves_room_for_what_ran() {
    let query = "gpu=h100-sxm&model=gemma-3-12b&method=lora&base=int8&seq=14000&loss=plain";
    assert!(of(query).training().unwrap().fits);
    let longer = query.replace("14000", "20000");
    assert!(!of(&longer).training().unwrap().fits);
}

/// Peaks of the allocator in GB, within 5 %: adapters on queries and values, two sequences of 512 tokens, nothing computed again
/// (`config_hub/finetune/README.md` of Lightning-AI/litgpt, read 2026-11-30). Under NF4 each product is kept twice.
#[test]
fn what_runs_took_without_computing_again() {
    for (model, method, gb) in [
        ("llama-2-7b", "lora", 19.77),
        ("llama-2-7b", "qlora", 13.68),
        ("mistral-7b-v0.1", "lora", 20.66),
        ("mistral-7b-v0.1", "qlora", 14.29),
        ("llama-3.2-3b", "qlora", 10.30),
    ] {
        let query = format!(
            "gpu=a100-80gb-sxm&model={model}&method={method}&rank=32&targets=q-v&optim=adamw-bf16&seq=512&micro=2&recompute=none"
        );
        let report = of(&query);
        let card = &report.training().unwrap().per_gpu[0];
        let driver = card.items.iter().filter(|item| item.kind == "runtime");
        let used = card.used_bytes - driver.map(|item| item.bytes).sum::<u64>();
        let used = used as f64 / 1e9;
        assert!((used / gb - 1.0).abs() <= 0.05, "{query}: {used:.2} GB");
    }
}

/// Weights in 8 bits are no full run's, and adapters are trained on them: said, and kept in the link.
#[test]
fn weights_in_eight_bits_are_a_base_of_adapters() {
    let used = |query: &str| {
        let report = evaluate::report(query, Catalog::builtin());
        let notices = report.notices().len();
        let training = report.training().unwrap();
        (
            training.per_gpu[0].used_bytes,
            notices,
            report.query().to_owned(),
        )
    };
    let query = "gpu=h100-sxm&model=gemma-3-12b&w=int8&mode=train&method=lora";
    let (taken, notices, link) = used(query);
    assert_eq!(notices, 1);
    assert!(link.contains("base=int8"), "{link}");
    assert_eq!(
        used(&format!("{query}&base=int8")),
        (taken, 0, link.clone())
    );
    assert_eq!(used(&link), (taken, 0, link));
    // What is named is what counts.
    let (named, notices, _) = used(&format!("{query}&base=auto"));
    assert!(named > taken && notices == 0, "{named} {taken} {notices}");
}
