//! Published figures of memory: what a sceptic would look up.
#![expect(clippy::unwrap_used, reason = "a failed lookup is a failed test")]

mod asked;

use asked::report;
use headroom_core::catalog::Catalog;
use headroom_core::engine::Engine;
use headroom_core::model::quant::Quant;
use headroom_core::report::Status;
use headroom_core::scenario::Scenario;
use headroom_core::{codec, evaluate};

#[test]
fn llama_405b_in_fp16_does_not_fit_four_96_gb_cards() {
    let report = report("gpu=rtx-pro-6000-blackwell-max-q&n=4&model=llama-3.1-405b&w=f16&ctx=8192");
    // 405,853,388,800 parameters (Hub metadata) × 2 bytes.
    assert_eq!(report.memory().weights_bytes, 811_706_777_600);
    assert!(!report.verdict().fits);
    assert_eq!(report.verdict().status, Status::DoesNotFit);
    for gpu in &report.memory().per_gpu {
        // 97,887 MiB is what nvidia-smi reports.
        assert_eq!(gpu.capacity_bytes, 97_887 << 20);
        assert!(gpu.free_bytes < -90_000_000_000, "{gpu:?}");
    }
    assert!(report.verdict().sentence.starts_with("Does not fit."));
    for kind in ["quant", "gpus"] {
        assert!(
            report.memory_ways().iter().any(|way| way.kind == kind),
            "{kind}"
        );
    }
}

#[test]
fn cache_of_one_token_as_published() {
    let per_token = |model: &str| {
        report(&format!("model={model}&w=bf16&engine=vllm"))
            .memory()
            .kv_bytes_per_token
    };
    assert_eq!(per_token("llama-3.1-405b"), 516_096);
    assert_eq!(per_token("llama-3.1-70b"), 327_680);
    assert_eq!(per_token("deepseek-v3"), 70_272);
    // vLLM's log for Mistral Small 24B.
    assert_eq!(per_token("mistral-small-24b-2501"), 163_840);
}

#[test]
fn llama_cpp_prints_1024_mib_for_8b_at_8192() {
    let report = report("model=llama-3.1-8b&ctx=8192");
    assert_eq!(report.memory().kv_cache_bytes, 1_024 << 20);
}

#[test]
fn gemma_3_at_full_context_depends_on_the_engine() {
    let gib = |query: &str| {
        let memory = report(query).memory().clone();
        [memory.kv_cache_bytes, memory.kv_ideal_bytes]
            .map(|bytes| bytes as f64 / f64::from(1 << 30))
    };
    let [llama_cpp, ideal] = gib("gpu=h200-sxm&model=gemma-3-27b&ctx=131072");
    assert!((ideal - 10.4).abs() < 0.05, "{ideal}");
    assert!((10.4..11.3).contains(&llama_cpp), "{llama_cpp}");
    let [full, _] = gib("gpu=h200-sxm&model=gemma-3-27b&w=f16&engine=exl2&ctx=131072");
    assert!((full - 62.0).abs() < 0.1, "{full}");
}

#[test]
fn minimax_cache_on_one_of_four_cards_as_vllm_logs_it() {
    // 63,488 bytes a token at TP 4 (vLLM log): two of eight KV heads on each card.
    let query = "gpu=h200-sxm&n=4&model=minimax-m2.5&w=fp8_block&engine=vllm&par=tp4&ctx=131072";
    let report = report(query);
    assert_eq!(report.memory().per_gpu[0].kv_cache_bytes, 63_488 * 131_072);
}

/// 8 heads of 128 numbers, 32 layers: rows of each format by hand.
#[test]
fn keys_and_values_are_kept_as_asked() {
    for (query, row) in [
        // 1,024 numbers: 32 blocks of 34 bytes for keys, of 18 for values.
        ("kv=q8_0~q4_0&engine=llamacpp", 1_088 + 576),
        ("kv=f16~q8_0&engine=llamacpp", 2_048 + 1_088),
        // A byte each, and a 32-bit scale for each head.
        ("kv=int8&engine=vllm&w=bf16", 2 * (1_024 + 8 * 4)),
        // 16 numbers in 8 bytes and a byte of scale.
        ("kv=nvfp4&engine=vllm&w=bf16", 2 * 576),
        ("kv=nvfp4&engine=trtllm&w=bf16", 2 * 576),
        ("kv=int8&engine=trtllm&w=bf16", 2 * 1_024),
    ] {
        let report = report(&format!("gpu=rtx-5090&model=llama-3.1-8b&{query}"));
        assert_eq!(report.memory().kv_bytes_per_token, 32 * row, "{query}");
        assert!(report.verdict().blockers.is_empty(), "{query}");
        let link = codec::encode(&codec::decode(query, Catalog::builtin()).scenario);
        let kv = query.split('&').next().unwrap();
        assert!(link.contains(kv), "{query} {link}");
    }
}

#[test]
fn a_cache_that_no_kernel_keeps_is_refused_with_a_way_out() {
    for (query, why) in [
        (
            "gpu=rtx-5090&engine=vllm&w=bf16&kv=bf16~fp8",
            "in one format",
        ),
        ("gpu=rtx-4090&engine=vllm&w=bf16&kv=nvfp4", "need Blackwell"),
        ("gpu=mi300x&engine=sglang&w=bf16&kv=nvfp4", "need Blackwell"),
        (
            "gpu=rtx-5090&engine=exl2&w=f16&kv=q8_0~q4_0",
            "in one format",
        ),
    ] {
        let report = report(&format!("model=llama-3.1-8b&{query}"));
        assert_eq!(report.verdict().status, Status::Impossible, "{query}");
        let blocker = &report.verdict().blockers[0];
        assert!(blocker.contains(why), "{query}: {blocker}");
        assert!(
            report.memory_ways().iter().any(|way| way.kind == "kv"),
            "{query}"
        );
    }
}

#[test]
fn latent_cache_is_not_divided_by_tensor_parallelism() {
    let kv = |n: u32| {
        let query = format!("gpu=h200-sxm&n={n}&model=deepseek-v3&w=fp8_block&engine=vllm&par=tp");
        report(&query).memory().per_gpu[0].kv_cache_bytes
    };
    assert_eq!(kv(4), kv(8));
    assert_eq!(kv(8), 70_272 * 8_192);
}

#[test]
fn three_cards_cannot_share_the_layers_of_a_70b() {
    let shared = report("gpu=h100-sxm&n=3&model=llama-3.1-70b&w=bf16&engine=vllm&par=tp");
    assert!(!shared.verdict().fits);
    assert_eq!(shared.verdict().status, Status::Impossible);
    let blocker = &shared.verdict().blockers[0];
    assert!(blocker.contains("64 attention heads"), "{blocker}");
    // Left to itself the same machine runs it as pipeline stages, and says so.
    let staged = report("gpu=h100-sxm&n=3&model=llama-3.1-70b&w=bf16&engine=vllm");
    assert!(staged.verdict().fits);
    assert_eq!(staged.memory().placement.pipeline, 3);
    assert!(staged.memory().placement.note.is_some());
}

#[test]
fn experts_in_system_memory_make_a_large_mixture_fit_a_small_card() {
    let base = "gpu=rtx-4090&model=qwen3-235b-a22b";
    assert!(!report(&format!("{base}&ram=256")).verdict().fits);
    let experts = report(&format!("{base}&ram=256&offload=experts"));
    assert_eq!(
        experts.verdict().status,
        Status::Offloaded,
        "{}",
        experts.verdict().sentence
    );
    assert!(experts.memory().host.weights_bytes > 100_000_000_000);
    assert!(
        !report(&format!("{base}&ram=64&offload=experts"))
            .verdict()
            .fits
    );
}

#[test]
fn a_model_without_experts_keeps_all_of_itself_on_the_cards() {
    let base = "gpu=rtx-6000-ada&model=qwen2.5-0.5b&w=q8_0&ram=0";
    let plain = report(base);
    let experts = report(&format!("{base}&offload=experts"));
    assert_eq!(experts.memory().host.layers, 0);
    assert_eq!(experts.verdict().status, Status::Fits);
    assert_eq!(experts.verdict().sentence, plain.verdict().sentence);
}

#[test]
fn unified_memory_counts_the_share_that_the_gpu_may_use() {
    let large = report("gpu=apple-m3-ultra&model=deepseek-v3&mem=512&share=75");
    let nominal = 512_u64 << 30;
    assert_eq!(large.memory().per_gpu[0].capacity_bytes, nominal / 100 * 75);
    assert!(
        !report("gpu=apple-m3-ultra&model=deepseek-v3&mem=256")
            .verdict()
            .fits
    );
}

#[test]
fn a_size_alone_gives_exactly_that_many_parameters() {
    for (query, params) in [
        ("model=405b", 405_000_000_000),
        ("model=7.6b", 7_600_000_000),
        ("model=141b-a39b", 141_000_000_000),
        ("model=custom&params=200m", 200_000_000),
        ("model=300m-a200m", 300_000_000),
        ("model=2b-a1b", 2_000_000_000),
        ("model=10t", 10_000_000_000_000),
    ] {
        let report = report(query);
        assert_eq!(report.scenario().model_params, params, "{query}");
        assert!(report.scenario().model_assumed);
    }
    let active = report("model=141b-a39b").scenario().model_active_params as f64;
    assert!((active / 39e9 - 1.0).abs() < 0.25, "{active}");
}

/// A size alone must not make a model larger: its rows divide into blocks as those of published models do.
#[test]
fn a_model_by_size_takes_what_published_models_of_that_size_take() {
    for (size, model) in [
        ("70b", "llama-3.1-70b"),
        ("405b", "llama-3.1-405b"),
        ("8b", "llama-3.1-8b"),
        ("32b", "qwen3-32b"),
        ("141b-a39b", "mixtral-8x22b"),
        ("30b-a3b", "qwen3-30b-a3b"),
        ("235b-a22b", "qwen3-235b-a22b"),
        ("123b", "mistral-large-2407"),
    ] {
        for format in ["q4_k_m", "q8_0", "q2_k", "f16", "awq", "iq4_xs"] {
            let bits = |model: &str| {
                let report = report(&format!("model={model}&w={format}&n=8"));
                report.memory().weights_millibits_per_param as f64
            };
            let (sized, listed) = (bits(size), bits(model));
            let apart = (sized / listed - 1.0).abs();
            assert!(apart < 0.02, "{size} {format}: {sized} against {listed}");
        }
    }
}

#[test]
fn a_described_model_equals_the_listed_one_it_describes() {
    let listed = report("model=llama-3.1-8b&w=bf16");
    let described = report(
        "model=custom&layers=32&hidden=4096&heads=32&kvheads=8&headdim=128&ffn=14336&vocab=128256&w=bf16",
    );
    assert_eq!(
        described.memory().weights_bytes,
        listed.memory().weights_bytes
    );
    assert_eq!(
        described.memory().kv_cache_bytes,
        listed.memory().kv_cache_bytes
    );
}

#[test]
fn inverse_answers_sit_exactly_on_the_edge() {
    let fits = |query: String| report(&query).verdict().fits;
    let base = "gpu=rtx-4090&model=qwen2.5-32b";
    let most = report(base).limits().max_context_tokens.unwrap();
    assert!(fits(format!("{base}&ctx={most}")));
    assert!(!fits(format!("{base}&ctx={}", most + 256)));
    let base = "gpu=rtx-5090&model=llama-3.1-8b";
    let users = report(base).limits().max_users.unwrap();
    assert!(fits(format!("{base}&users={users}")));
    assert!(!fits(format!("{base}&users={}", users + 1)));
    let base = "model=llama-3.1-405b&w=f16";
    let gpus = report(base).limits().min_gpus.unwrap();
    assert!(fits(format!("{base}&n={gpus}")));
    assert!(!fits(format!("{base}&n={}", gpus - 1)));
}

/// A server that may take less of each card holds less of the cache, and says so of the verdict.
#[test]
fn the_share_of_a_card_is_the_users_where_an_engine_takes_one() {
    let of = |query: &str| evaluate::report(query, Catalog::builtin());
    let most = |query: &str| of(query).limits().max_users.unwrap_or(0);
    for engine in ["vllm", "sglang", "trtllm"] {
        let base = format!("gpu=h100-sxm&model=llama-3.1-8b&w=bf16&ctx=8192&engine={engine}");
        let (half, most_of_it) = (
            most(&format!("{base}&util=50")),
            most(&format!("{base}&util=95")),
        );
        assert!(
            half > 0 && half < most_of_it,
            "{engine}: {half} {most_of_it}"
        );
        let small = of(&format!("{base}&util=15"));
        assert!(!small.verdict().fits || engine == "trtllm", "{engine}");
        assert!(small.query().contains("util=15") && small.notices().is_empty());
    }
    // By itself vLLM takes 92 % of a card.
    let vllm = "gpu=h100-sxm&model=llama-3.1-8b&w=bf16&engine=vllm";
    assert_eq!(most(vllm), most(&format!("{vllm}&util=92")));
    // As vLLM and SGLang write it.
    for (said, percent) in [
        ("0.9", "90"),
        (".85", "85"),
        ("0.973", "97"),
        ("1.0", "100"),
    ] {
        let read = of(&format!("{vllm}&util={said}"));
        assert!(
            read.query().ends_with(&format!("util={percent}")),
            "{}",
            read.query()
        );
        assert!(read.notices().is_empty(), "{said}");
    }
    for said in ["0.05", "1.5", "-0.9", "0.9.1", "NaN."] {
        assert!(
            !of(&format!("{vllm}&util={said}")).notices().is_empty(),
            "{said}"
        );
    }
    let left_out = of("util=80");
    assert_eq!(left_out.query(), "");
    assert!(left_out.notices()[0].key == "util" && left_out.verdict().fits);
}

/// Whether a size is larger than the one that is asked for, and by how many hundredths it differs.
fn how_far(asked: u64, bytes: u64) -> (bool, u64) {
    (bytes > asked, asked.abs_diff(bytes) * 100 / asked)
}

#[test]
fn the_way_out_of_a_format_that_is_not_loaded_is_the_nearest_that_is() {
    let catalog = Catalog::builtin();
    let decoded = |query: &str| codec::decode(query, catalog).scenario;
    let mut offered = 0;
    for machine in [
        "gpu=h100-sxm&n=4&model=llama-3.3-70b",
        "gpu=rtx-4090&model=llama-3.1-8b",
        "gpu=rtx-4090&n=2&model=llama-3.3-70b",
        "gpu=rtx-5090&n=4&model=gpt-oss-120b",
    ] {
        for engine in Engine::ALL {
            let usual = decoded(&format!("{machine}&engine={}", engine.id()));
            let (arch, native) = (usual.model.arch(), usual.model.native());
            let runs = |weights: &Quant| {
                let scenario = Scenario {
                    weights: *weights,
                    ..usual.clone()
                };
                evaluate::evaluate(&scenario, catalog)
                    .verdict()
                    .status
                    .runs()
            };
            let loaded = engine.weight_formats();
            let made = loaded.filter(|one| engine.has_files_of(*one, arch, native));
            let running: Vec<Quant> = made.filter(runs).collect();
            for &quant in Quant::ALL {
                if engine.supports_weights(quant).is_ok() {
                    continue;
                }
                let query = format!("{machine}&engine={}&w={}", engine.id(), quant.id());
                let asked = decoded(&query).priced().total();
                let far =
                    |one: &Quant| how_far(asked, usual.model.weights(*one, usual.engine).total());
                let nearest = running.iter().copied().min_by_key(far);
                let ways = report(&query).memory_ways().to_vec();
                let formats = ways.iter().filter(|way| way.kind == "quant");
                let formats: Vec<Quant> = formats.map(|way| decoded(&way.query).weights).collect();
                assert_eq!(formats.first().copied(), nearest, "{query}");
                let Some(nearest) = nearest else {
                    continue;
                };
                offered += 1;
                assert_eq!(ways[0].kind, "quant", "{query}");
                let eight = running.contains(&Quant::Fp8) && nearest != Quant::Fp8;
                let second = eight.then_some(Quant::Fp8);
                assert_eq!(formats.get(1).copied(), second, "{query}");
            }
        }
    }
    assert!(offered > 200, "{offered}");
}

#[test]
fn nobody_is_sent_from_four_bits_to_thirty_two() {
    let report = report("n=4&model=llama-3.3-70b&engine=vllm&w=q4_k_m");
    let actions: Vec<&str> = { report.memory_ways().iter() }
        .map(|way| way.action.as_str())
        .collect();
    assert_eq!(
        actions[..3],
        [
            "Use MXFP4 weights",
            "Use FP8 weights",
            "Run it with llama.cpp"
        ]
    );
}

/// What is computed at once decides buffers, windows and masks of the engines that let it be set, and
/// is left out, with a word, where an engine does not.
#[test]
fn batches_are_the_users_where_an_engine_takes_them() {
    let of = |query: &str| evaluate::report(query, Catalog::builtin());
    let used = |query: &str| of(query).memory().per_gpu[0].used_high_bytes;
    let llama = "gpu=rtx-5090&model=gemma-3-27b&ctx=65536";
    assert_eq!(used(llama), used(&format!("{llama}&ubatch=512&batch=2048")));
    assert!(used(llama) < used(&format!("{llama}&ubatch=2048")));
    // A batch is never smaller than what is computed at once.
    assert_eq!(
        used(&format!("{llama}&ubatch=2048&batch=256")),
        used(&format!("{llama}&ubatch=256"))
    );
    for engine in ["vllm", "sglang", "trtllm"] {
        let base = format!("gpu=h100-sxm&model=gemma-3-27b&w=bf16&users=4&engine={engine}");
        let buffers = |more: &str| {
            let report = of(&format!("{base}&{more}"));
            let card = &report.memory().per_gpu[0];
            card.activations_bytes + card.runtime_bytes
        };
        assert!(
            buffers("batched=2048") < buffers("batched=16384"),
            "{engine}"
        );
        assert!(buffers("seqs=8") < buffers("seqs=2048"), "{engine}");
        let few = of(&format!("{base}&seqs=2"));
        assert!(few.query().contains("seqs=4") && few.notices()[0].key == "seqs");
        let left_out = of(&format!("{base}&ubatch=1024"));
        assert!(left_out.notices()[0].message.contains("has no setting"));
    }
    assert_eq!(of("batched=2048").notices()[0].key, "batched");
}

/// The size of the files that somebody has wins over what the format would make of the model, as long as both are theirs.
#[test]
fn the_size_of_the_files_wins_over_the_recipe() {
    let of = |query: &str| evaluate::report(query, Catalog::builtin());
    let base = "gpu=rtx-5090&model=qwen3-32b&w=q4_k_m";
    let by_recipe = of(base).memory().weights_bytes;
    let larger = of(&format!("{base}&file=22.4gib"));
    assert_eq!(larger.memory().weights_bytes, 22_400 * (1 << 30) / 1_000);
    let classes = &larger.memory().weights;
    assert_eq!(
        classes.iter().map(|class| class.bytes).sum::<u64>(),
        larger.memory().weights_bytes
    );
    let card = larger.memory().per_gpu[0].used_bytes;
    assert!(card > of(base).memory().per_gpu[0].used_bytes);
    assert!(larger.speed().decode_tokens_per_s < of(base).speed().decode_tokens_per_s);
    assert_eq!(
        of(&format!("{base}&file=18.5gb")).memory().weights_bytes,
        18_500_000_000
    );
    for word in ["file=22.4", "file=big", "file=0gb", "file=1e9gb"] {
        let report = of(&format!("{base}&{word}"));
        assert_eq!(report.notices()[0].key, "file", "{word}");
        assert_eq!(report.memory().weights_bytes, by_recipe);
    }
    // Ways out to another format leave the size behind: it is not that format's.
    let short = of("gpu=rtx-3090&model=qwen3-32b&w=q4_k_m&file=40gib");
    let format = short
        .memory_ways()
        .iter()
        .find(|way| way.kind == "quant")
        .unwrap();
    assert!(!format.query.contains("file="), "{}", format.query);
}

/// The fork keeps the whole context in layers that look back a window, of which llama.cpp keeps the window.
#[test]
fn a_fork_of_llama_cpp_keeps_windows_whole() {
    let cache = |engine: &str| {
        let query = format!("gpu=rtx-5090&model=gemma-3-27b&w=q4_k_m&ctx=32768&engine={engine}");
        report(&query).memory().kv_cache_bytes
    };
    // 62 layers of 16 heads of 128, keys and values in 16 bits.
    assert_eq!(cache("ik_llama"), 62 * 2 * 16 * 128 * 2 * 32_768);
    assert!(cache("llamacpp") * 4 < cache("ik_llama"));
    let refused = report("gpu=rx-9070-xt&model=llama-3.1-8b&w=q4_k_m&engine=ik_llama");
    assert_eq!(refused.verdict().status, Status::Impossible);
}
