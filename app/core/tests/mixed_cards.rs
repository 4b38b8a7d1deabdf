//! Machines with cards of different kinds: by layer each is filled to its own size, in equal shares all are as good as the least.

mod asked;

use asked::report;
use headroom_core::report::Status;

/// Tokens a second of a stream, and of a prompt.
fn rates(query: &str) -> [Option<f64>; 2] {
    let report = report(query);
    let speed = report.speed();
    [speed.decode_tokens_per_s, speed.prefill_tokens_per_s]
}

#[test]
fn each_is_filled_to_its_own_size_by_layer() {
    let layers = report("gpu=rtx-5090+rtx-3090*2&model=llama-3.3-70b&w=q6_k");
    assert!(layers.verdict().fits, "{}", layers.verdict().sentence);
    let [large, small, _] = layers.memory().per_gpu.as_slice() else {
        panic!("three cards")
    };
    assert!(large.layers > small.layers);
    assert_eq!(layers.verdict().warnings, Vec::<String>::new());
}

#[test]
fn equal_shares_are_as_good_as_the_least_card() {
    let mixed = report("gpu=rtx-5090+rtx-3090-ti&model=qwen3.6-27b&w=awq&par=tp2");
    assert!(mixed.verdict().fits, "{}", mixed.verdict().sentence);
    let told = |word: &str| { mixed.verdict().warnings.iter() }.any(|one| one.contains(word));
    assert!(told("equal share") && told("slowest"));
    let [large, small] = mixed.memory().per_gpu.as_slice() else {
        panic!("two cards")
    };
    assert_eq!(large.weights_bytes, small.weights_bytes);
    assert_eq!(mixed.verdict().deciding_gpu, 1);
}

/// Whatever stands first, and however the work is divided.
#[test]
fn none_is_faster_than_as_many_of_its_slowest() {
    let ways = [
        "model=qwen3-32b&w=awq&engine=vllm&par=tp2",
        "model=qwen3-8b&w=bf16&engine=vllm&par=tp2&users=8",
        "model=qwen3-8b&w=bf16&engine=vllm&par=pp2&users=8",
        "model=qwen3-8b&w=bf16&engine=vllm&par=dp2&users=8",
        "model=qwen3-30b-a3b&w=gptq&engine=vllm&par=tp1-dp2-ep&users=8",
        "model=qwen3-8b&w=fp8&engine=vllm&par=tp2",
        "model=qwen3-32b&w=nvfp4&engine=vllm&par=tp2",
    ];
    for way in ways {
        let of = |cards: &str| rates(&format!("gpu={cards}&{way}"));
        let mixed = of("rtx-5090+rtx-3090");
        assert!(mixed.iter().all(Option::is_some), "{way}");
        assert_eq!(mixed, of("rtx-3090+rtx-5090"), "{way}");
        assert_eq!(mixed, of("rtx-3090*2"), "{way}");
    }
}

/// What a limit costs one card is not taken from another.
#[test]
fn a_limit_is_that_of_its_own_card() {
    let way = "model=qwen3-8b&w=bf16&engine=vllm&par=tp2";
    let limited = rates(&format!("gpu=rtx-5090+rtx-3090&limit=400+auto&{way}"));
    assert_eq!(limited, rates(&format!("gpu=rtx-3090*2&{way}")));
}

#[test]
fn makers_do_not_mix_and_not_every_engine_mixes() {
    for (cards, engine, status) in [
        ("rtx-3090+rx-7900-xtx", "vllm", Status::Impossible),
        ("rtx-3090+arc-pro-b60", "vllm", Status::Impossible),
        ("rtx-5090+rtx-3090", "sglang", Status::Impossible),
        ("rtx-5090+rtx-3090", "vllm", Status::Fits),
    ] {
        let report = report(&format!(
            "gpu={cards}&model=qwen3-8b&w=bf16&engine={engine}&par=tp2&ctx=4096"
        ));
        let verdict = report.verdict();
        assert_eq!(verdict.status, status, "{cards}: {}", verdict.sentence);
    }
}

/// Each takes rows as it can hold them, so nobody gives equal shares.
#[test]
fn rows_are_dealt_out_by_size_with_llama_cpp() {
    for engine in ["llamacpp", "ik_llama"] {
        let report = report(&format!(
            "gpu=rtx-5090+rtx-3090&model=qwen3-32b&engine={engine}&par=tensor2&ctx=4096"
        ));
        let verdict = report.verdict();
        assert!(verdict.fits, "{engine}: {}", verdict.sentence);
        let told = |one: &String| one.contains("equal share");
        assert!(!verdict.warnings.iter().any(told), "{:?}", verdict.warnings);
        assert_eq!(report.memory().placement.kind, "tensor");
    }
}
