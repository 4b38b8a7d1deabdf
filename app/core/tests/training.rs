//! Training held against published figures and laws.
#![expect(clippy::unwrap_used, reason = "a failed lookup is a failed test")]

use headroom_core::accuracy::training::{
    MEASURED_RUNS, Measures, RunError, fit, left_out, run_errors, spread, table,
};
use headroom_core::catalog::Catalog;
use headroom_core::codec;
use headroom_core::evaluate::Report;
use headroom_core::evaluate::{evaluate, report};
use headroom_core::report::{Status, Training};
use headroom_core::scenario::{
    AttentionKernel, Loss, Optimizer, Recompute, Sharding, Target, Targets, TrainingPlan,
};
use headroom_core::training::{activation_bytes, adapter_params};
use proptest::prelude::*;

fn of(query: &str) -> Report {
    report(query, Catalog::builtin())
}

fn training(query: &str) -> Training {
    let report = of(query);
    assert!(
        report.notices().is_empty(),
        "{query}: {:?}",
        report.notices()
    );
    report.training().unwrap().clone()
}

fn canonical(query: &str) -> String {
    codec::encode(&codec::decode(query, Catalog::builtin()).scenario)
}

#[test]
fn adapters_have_the_published_numbers_of_parameters() {
    let catalog = Catalog::builtin();
    let count = |model: &str, targets: &str, rank| {
        let arch = &catalog.model(model).unwrap().arch;
        adapter_params(arch, Targets::parse(targets).unwrap(), rank)
    };
    // PEFT prints these: 4,194,304 for Llama 2 7B, 41,943,040 for Llama 3 8B.
    assert_eq!(count("llama-2-7b", "q-v", 8), 4_194_304);
    assert_eq!(count("llama-3-8b", "all", 16), 41_943_040);
    // QLoRA's own 7B run: rank 64 on all linear layers.
    assert_eq!(count("llama-2-7b", "all", 64), 159_907_840);
    assert_eq!(count("llama-3-70b", "q-v", 8), 16_384_000);
    // One adapter on the matrix that leads from the latent to keys and values.
    let deepseek = &catalog.model("deepseek-v3").unwrap().arch;
    let latent = adapter_params(deepseek, Targets::of(&[Target::K]), 1);
    let (down, up) = (7_168 + 512 + 64, 512 + 128 * (128 + 128));
    assert_eq!(latent, 61 * (down + up));
}

#[test]
fn a_seven_billion_model_takes_sixteen_bytes_a_parameter() {
    let model = training("gpu=h100-sxm&model=7b&mode=train");
    assert_eq!(model.states_bytes, model.trainable_params * 16);
    let error = model.states_bytes.abs_diff(112_000_000_000);
    assert!(error < 2_000_000_000, "{}", model.states_bytes);
    for (optimizer, bytes) in [("adamw", 16), ("adamw-bf16", 8), ("sgd", 12), ("lion", 12)] {
        let model = training(&format!("model=llama-2-7b&mode=train&optim={optimizer}"));
        assert_eq!(
            model.states_bytes,
            model.trainable_params * bytes,
            "{optimizer}"
        );
    }
    let eight = training("model=llama-2-7b&mode=train&optim=adam8bit");
    let bytes = eight.states_bytes as f64 / eight.trainable_params as f64;
    assert!((bytes - 6.03).abs() < 0.01, "{bytes}");
    let factored = training("model=llama-2-7b&mode=train&optim=adafactor");
    let bytes = factored.states_bytes as f64 / factored.trainable_params as f64;
    assert!(bytes > 4.0 && bytes < 4.01, "{bytes}");
}

#[test]
fn nf4_with_doubly_quantised_scales_takes_4_127_bits() {
    let model = training("model=llama-2-7b&mode=train&method=qlora&targets=q&rank=1");
    // Embedding, head and norms in 32 bits beside 6,476,005,376 parameters in NF4.
    let (matrices, rest) = (6_476_005_376_u64, 262_144_000 + 266_240_u64);
    let packed = model.states.weights_bytes - rest * 4;
    let bits = packed as f64 * 8.0 / matrices as f64;
    assert!((bits - 4.127).abs() < 0.000_1, "{bits}");
}

/// Korthikanti et al.: 34·s·b·h + 5·a·s²·b bytes a layer of GPT-3's shape.
#[test]
fn activations_of_a_plain_layer_are_those_of_the_paper() {
    let mut arch = Catalog::builtin().model("llama-2-7b").unwrap().arch.clone();
    arch.mlp_gated = false;
    arch.norms.bias = true;
    arch.intermediate_size = 4 * arch.hidden_size;
    let (hidden, heads, sequence) = (4_096_u64, 32_u64, 2_048_u64);
    let eager = TrainingPlan {
        attention: AttentionKernel::Eager,
        recompute: Recompute::None,
        ..TrainingPlan::default()
    };
    // Without the masks of the two dropouts behind attention and block, one byte each.
    let paper = 34 * hidden - 2 * hidden + 5 * heads * sequence;
    assert_eq!(activation_bytes(&arch, &eager), [paper]);
    let flash = TrainingPlan {
        attention: AttentionKernel::Flash,
        ..eager
    };
    assert_eq!(activation_bytes(&arch, &flash), [32 * hidden + 4 * heads]);
}

#[test]
fn full_recomputation_keeps_two_bytes_of_the_stream_a_layer() {
    let model = training(
        "gpu=h200-sxm&model=llama-3.1-8b&mode=train&method=lora&seq=4096&micro=2&shard=ddp",
    );
    let items = &model.per_gpu[0].items;
    let kept = items
        .iter()
        .find(|item| item.kind == "activations")
        .unwrap();
    assert_eq!(kept.bytes, 2 * 4_096 * 32 * 8_192);
}

#[test]
fn sharding_divides_what_the_zero_paper_says() {
    // Rajbhandari et al., figure 1: 7.5 B parameters on 64 cards: 120, 31.4, 16.6, 1.9 GB.
    let on = |shard: &str| {
        let model = training(&format!(
            "gpu=h200-sxm&n=64&model=7.5b&mode=train&shard={shard}&micro=1&seq=1&accum=2"
        ));
        let items = model.per_gpu[0].items.iter();
        let states = items
            .filter(|item| ["weights", "master", "optimizer", "gradients"].contains(&item.kind));
        // The paper sums gradients in 16 bits: the low figure of the line.
        let sum: u64 = states
            .map(|item| {
                if item.kind == "gradients" {
                    item.low_bytes
                } else {
                    item.bytes
                }
            })
            .sum();
        sum as f64 / model.trainable_params as f64 * 7.5
    };
    for (shard, published) in [
        ("ddp", 120.0),
        ("zero1", 31.4),
        ("zero2", 16.6),
        ("zero3", 1.88),
    ] {
        let predicted = on(shard);
        assert!(
            (predicted / published - 1.0).abs() < 0.01,
            "{shard}: {predicted}"
        );
    }
}

#[test]
fn items_sum_to_what_is_used() {
    for query in [
        "mode=train",
        "model=llama-3.1-8b&mode=train&method=qlora",
        "n=4&model=mixtral-8x7b&mode=train&shard=zero2&offload-optim=cpu&recompute=none&micro=4",
        "n=8&model=deepseek-v3&mode=train&method=lora&shard=zero3&offload-params=cpu",
    ] {
        let model = training(query);
        for card in &model.per_gpu {
            let sum = |pick: fn(&headroom_core::report::TrainingItem) -> u64| {
                card.items.iter().map(pick).sum::<u64>()
            };
            assert_eq!(sum(|item| item.bytes), card.used_bytes, "{query}");
            assert_eq!(sum(|item| item.low_bytes), card.used_low_bytes, "{query}");
            assert_eq!(sum(|item| item.high_bytes), card.used_high_bytes, "{query}");
            for item in &card.items {
                assert!(
                    item.low_bytes <= item.bytes && item.bytes <= item.high_bytes,
                    "{query}: {item:?}"
                );
            }
        }
    }
}

#[test]
fn every_way_out_leads_where_it_says() {
    for query in [
        "gpu=rtx-4090&model=llama-3.1-8b&mode=train",
        "gpu=rtx-4090&n=2&model=llama-3.1-8b&mode=train&shard=ddp&micro=16&recompute=none",
        "gpu=rtx-3090&n=4&model=llama-3.3-70b&mode=train&method=lora&ram=512",
        "gpu=a100-80gb-sxm&n=8&model=llama-3.1-405b&mode=train",
        "gpu=rtx-5090&model=qwen2.5-14b&mode=train&method=qlora&seq=65536&micro=4",
        "gpu=h100-sxm&n=8&model=mixtral-8x7b&mode=train&shard=ddp",
        "gpu=rtx-4090&n=4&model=llama-3.1-8b&mode=train&shard=ddp&offload-params=cpu",
    ] {
        let model = training(query);
        assert!(!model.fits, "{query}");
        assert!(!model.ways_out.is_empty(), "{query}");
        for way in &model.ways_out {
            let led = training(&way.query);
            assert!(
                led.fits,
                "{query}: {} leads to {}",
                way.action, led.sentence
            );
            assert_eq!(led.status, way.status, "{query}: {}", way.action);
            assert_eq!(canonical(&way.query), way.query, "{query}");
        }
    }
}

#[test]
fn inference_says_nothing_about_training() {
    assert_eq!(of("").training(), None);
    assert_eq!(canonical("mode=inference"), "");
    assert_eq!(canonical("mode="), "");
    assert_eq!(
        canonical("mode=train&method=&rank=&optim=&tokens="),
        "mode=train"
    );
    let report = of("rank=8");
    assert_eq!(report.notices()[0].key, "rank");
    assert_eq!(report.query(), "");
}

#[test]
fn links_of_training_are_canonical() {
    for (given, written) in [
        ("mode=train", "mode=train"),
        (
            "epochs=3&tokens=1.5B&mode=TRAIN&method=LoRA",
            "mode=train&method=lora&tokens=1.5b&epochs=3",
        ),
        ("mode=train&targets=q_proj,v_proj", "mode=train&targets=q-v"),
        ("mode=train&targets=v-k-o-q", "mode=train&targets=attn"),
        (
            "mode=train&offload-optim=none&offload-acts=cpu",
            "mode=train&offload-acts=cpu",
        ),
        ("mode=train&tokens=12345678", "mode=train&tokens=12345678"),
        ("mode=train&tokens=12345000", "mode=train&tokens=12.345m"),
        ("raid=raid0&mode=train", "raid=0&mode=train"),
    ] {
        assert_eq!(canonical(given), written, "{given}");
        assert_eq!(canonical(written), written, "{given}");
    }
}

#[test]
fn what_cannot_be_used_is_named() {
    for (query, key) in [
        ("mode=train&rank=0", "rank"),
        ("mode=train&seq=-5", "seq"),
        ("mode=train&micro=99999", "micro"),
        ("mode=train&accum=1.5", "accum"),
        ("mode=train&tokens=0", "tokens"),
        ("mode=train&tokens=many", "tokens"),
        ("mode=train&epochs=0", "epochs"),
        ("raid=5", "raid"),
    ] {
        let decoded = codec::decode(query, Catalog::builtin());
        let [notice] = decoded.notices.as_slice() else {
            panic!("{query}: {:?}", decoded.notices)
        };
        assert_eq!(notice.key, key, "{query}");
        assert!(notice.nearest.is_some(), "{query}");
        let again = codec::decode(notice.nearest.as_ref().unwrap(), Catalog::builtin());
        assert_eq!(again.scenario, decoded.scenario, "{query}");
        assert!(again.notices.is_empty(), "{query}");
    }
}

#[test]
fn a_word_that_decides_a_run_and_is_not_known_has_no_answer() {
    for (key, word) in [
        ("method", "dora"),
        ("targets", "everything"),
        ("optim", "adamm"),
        ("shard", "zero4"),
        ("offload-optim", "tape"),
        ("offload-acts", "nvme"),
        ("recompute", "some"),
        ("loss", "none"),
        ("attn", "sparse"),
        ("compute", "fp4"),
    ] {
        let report = of(&format!("mode=train&{key}={word}"));
        assert_eq!(report.finding().0, Status::NotUnderstood, "{key}");
        assert_eq!(report.query(), format!("{key}={word}&mode=train"));
        let [notice] = report.notices() else {
            panic!("{key}: {:?}", report.notices())
        };
        assert!(
            notice.key == key && !notice.suggestions.is_empty(),
            "{notice:?}"
        );
    }
}

#[test]
fn time_energy_and_money_follow_from_speed() {
    let report = of("gpu=rtx-4090&model=llama-3.1-8b&mode=train&method=qlora&tokens=1b");
    let training = report.training().unwrap();
    let (rate, hours) = (
        training.tokens_per_s.unwrap(),
        training.hours_per_epoch.unwrap(),
    );
    assert!((1e9 / rate / 3_600.0 / hours - 1.0).abs() < 1e-3);
    let kwh = training.kwh_per_epoch.unwrap();
    let wall_w = report.power().asked().unwrap().wall_w;
    assert!((kwh / (hours * wall_w / 1_000.0) - 1.0).abs() < 1e-3);
    let tariff = report.power().energy.tariff_usd_per_kwh.unwrap();
    assert!((training.usd_per_epoch.unwrap() / (kwh * tariff) - 1.0).abs() < 1e-3);
    let rent = training.rent.as_ref().unwrap();
    assert!((rent.usd_per_epoch / (rent.usd_per_hour * rent.hours_per_epoch) - 1.0).abs() < 1e-3);
    assert!(training.tokens_per_s_low < training.tokens_per_s);
    assert!(training.tokens_per_s < training.tokens_per_s_high);
}

/// Chowdhery et al. 2022: 6 operations a parameter and token, and attention.
#[test]
fn operations_are_six_a_parameter_and_a_third_more_with_recomputation() {
    let of = |rest: &str| {
        let query = format!("gpu=h100-sxm&model=llama-2-7b&mode=train&seq=1{rest}");
        training(&query).flops_per_token as f64
    };
    let params = 6_738_415_616_f64 - 131_072_000.0; // The embedding is looked up.
    assert!((of("&recompute=none") / (6.0 * params) - 1.0).abs() < 0.001);
    assert!((of("") / (8.0 * params) - 1.0).abs() < 0.01);
    let lora = of("&recompute=none&method=lora&rank=1");
    assert!((lora / (4.0 * params) - 1.0).abs() < 0.01);
}

#[test]
fn the_calibration_is_that_of_the_samples() {
    let shipped = include_str!("../src/training/calibrated.rs");
    assert_eq!(
        shipped,
        table(&fit(Catalog::builtin())),
        "run cargo xtask calibrate"
    );
}

#[test]
fn every_sample_is_understood_or_says_why_not() {
    for run in MEASURED_RUNS.iter().filter(|run| !run.query.is_empty()) {
        let decoded = codec::decode(run.query, Catalog::builtin());
        assert!(
            decoded.notices.is_empty(),
            "{}: {:?}",
            run.id,
            decoded.notices
        );
        assert!(decoded.scenario.training.is_some(), "{}", run.id);
    }
}

#[test]
fn predictions_are_as_good_as_the_method_page_says() {
    let catalog = Catalog::builtin();
    let of = |errors: Vec<RunError>, measures: Measures| {
        let own: Vec<RunError> = errors
            .into_iter()
            .filter(|error| error.run.measures == measures)
            .collect();
        spread(&own)
    };
    let (memory, _) = of(run_errors(catalog), Measures::Memory);
    assert!(memory < 0.04, "memory {memory}");
    let (memory, _) = of(left_out(catalog), Measures::Memory);
    assert!(memory < 0.05, "memory, source left out {memory}");
    let (speed, _) = of(run_errors(catalog), Measures::Speed);
    assert!(speed < 0.20, "speed {speed}");
    let (speed, _) = of(left_out(catalog), Measures::Speed);
    assert!(speed < 0.30, "speed, source left out {speed}");
}

#[test]
fn drives_read_what_their_makers_say() {
    // Samsung states 14,800 MB/s for the 9100 PRO of 4 TB.
    let one = of("n=1&part-ssd=samsung-9100-pro-4tb*4&raid=independent")
        .storage()
        .clone();
    assert_eq!(one.throughput_bytes_per_s, 14_800_000_000);
    assert_eq!(one.pcie_generation, 5);
    let threadripper =
        "gpu=rtx-pro-6000-blackwell-max-q&n=4&part-ssd=samsung-9100-pro-4tb*4&raid=0";
    let array = of(threadripper).storage().clone();
    assert_eq!(array.throughput_bytes_per_s, 4 * 14_800_000_000);
    assert!(!array.bounded_by_lanes);
    let many = of("gpu=rtx-pro-6000-blackwell-max-q&n=4&part-ssd=samsung-9100-pro-4tb*32&raid=0")
        .storage()
        .clone();
    assert!(many.bounded_by_lanes);
    assert!(many.throughput_bytes_per_s < 32 * 14_800_000_000);
    // 25 failures in 934,441 drive-days.
    assert!((one.loss_per_year_percent - 0.98).abs() < 0.005);
    assert!((array.loss_per_year_percent - 3.85).abs() < 0.005);
    assert!((one.failure_per_year_percent - 3.85).abs() < 0.005);
    assert!(array.load_direct_s.unwrap() < array.load_s);
    assert!(array.load_low_s <= array.load_s && array.load_s <= array.load_high_s);
}

const MODELS: [&str; 8] = [
    "llama-3.1-8b",
    "qwen2.5-0.5b",
    "gemma-2-9b",
    "mixtral-8x7b",
    "deepseek-v3",
    "qwen3-next-80b-a3b",
    "gpt-oss-20b",
    "phi-3-mini-4k",
];

fn plan() -> impl Strategy<Value = String> {
    let pick = |key: &'static str, ids: Vec<&'static str>| {
        proptest::sample::select(ids).prop_map(move |id| format!("&{key}={id}"))
    };
    (
        proptest::sample::select(MODELS.to_vec()),
        (
            pick("method", vec!["full", "lora", "qlora"]),
            pick("optim", Optimizer::ALL.iter().map(|one| one.id()).collect()),
            pick("offload-optim", vec!["gpu", "cpu"]),
            pick("offload-params", vec!["gpu", "cpu"]),
            pick("offload-acts", vec!["gpu", "cpu"]),
            pick("loss", Loss::ALL.iter().map(|one| one.id()).collect()),
            pick("attn", vec!["flash", "eager"]),
        ),
        1_u32..=16_384,
        1_u32..=16,
        1_u32..=8,
        1_u32..=256,
    )
        .prop_map(|(model, choices, sequence, micro, accumulation, rank)| {
            let (a, b, c, d, e, f, g) = choices;
            format!(
                "gpu=h100-sxm&model={model}&ram=4096&mode=train{a}{b}{c}{d}{e}{f}{g}&seq={sequence}&micro={micro}&accum={accumulation}&rank={rank}"
            )
        })
}

fn used(query: &str) -> (u64, u64) {
    let report = evaluate(
        &codec::decode(query, Catalog::builtin()).scenario,
        Catalog::builtin(),
    );
    let training = report.training().unwrap();
    (
        training.per_gpu[0].used_bytes,
        training.per_gpu[0].used_high_bytes,
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn more_cards_never_need_more_where_states_are_divided(
        plan in plan(),
        shard in proptest::sample::select(vec![Sharding::Zero1, Sharding::Zero2, Sharding::Zero3, Sharding::Fsdp]),
        few in 1_u32..8,
        more in 1_u32..8,
    ) {
        let on = |gpus: u32| used(&format!("{plan}&shard={}&n={gpus}", shard.id())).0;
        // Sizes are rounded up to whole bytes a card; one card alone sets up no group with others.
        let group = if few == 1 { 1 << 30 } else { 0 };
        prop_assert!(on(few + more) <= on(few) + 64 + group, "{plan} {shard:?} {few} {more}");
    }

    #[test]
    fn longer_sequences_never_need_less(plan in plan(), recompute in 0_usize..3, longer in 1_u32..8_192) {
        let id = Recompute::ALL[recompute].id();
        let short = format!("{plan}&recompute={id}&n=2");
        let scenario = codec::decode(&short, Catalog::builtin()).scenario;
        let mut long = scenario.clone();
        if let Some(plan) = long.training.as_mut() {
            plan.sequence += longer;
        }
        let long = codec::encode(&long);
        prop_assert!(used(&long).0 >= used(&short).0, "{short}");
    }

    #[test]
    fn computing_again_never_needs_more(plan in plan()) {
        let under = |recompute: Recompute| used(&format!("{plan}&recompute={}", recompute.id())).0;
        prop_assert!(under(Recompute::Full) <= under(Recompute::Selective), "{plan}");
        prop_assert!(under(Recompute::Selective) <= under(Recompute::None), "{plan}");
    }

    #[test]
    fn adapters_need_smaller_states_than_all_parameters(
        model in proptest::sample::select(MODELS.to_vec()),
        rank in 1_u32..=32,
    ) {
        let states = |method: &str| {
            // Fused experts stay in 16 bits beside a packed base, and what is raised to 32 may then outweigh what is packed.
            let plan = format!("method={method}&rank={rank}&base-experts=base");
            training(&format!("model={model}&mode=train&{plan}")).states_bytes
        };
        prop_assert!(states("qlora") <= states("lora"), "{model}");
        prop_assert!(states("lora") <= states("full"), "{model}");
    }

    #[test]
    fn no_figure_is_not_a_number(plan in plan(), tokens in 1_u64..1_000_000_000_000_000, gpus in 1_u32..=64) {
        let report = of(&format!("{plan}&n={gpus}&tokens={tokens}"));
        let json = serde_json::to_value(&report).unwrap();
        // Floats that are no numbers are written as null, and what does not fit has no rate.
        let training = &json["training"];
        let fits = report.training().unwrap().fits;
        for key in ["tokens_per_s", "tokens_per_s_low", "tokens_per_s_high", "hours_per_epoch", "kwh_per_epoch", "mfu_percent"] {
            prop_assert_eq!(training[key].is_number(), fits, "{}: {}", plan, key);
        }
        if fits {
            prop_assert!(training["mfu_percent"].as_f64().unwrap() <= 100.0);
            prop_assert!(training["tokens_per_s"].as_f64().unwrap() >= 0.0);
        }
    }

    #[test]
    fn links_of_training_come_back(
        plan in plan(),
        tokens in 1_u64..=1_000_000_000_000_000,
        bits in 1_u8..=255,
        compute in proptest::sample::select(vec!["bf16", "fp8"]),
    ) {
        let targets: Vec<&str> = Target::ALL.into_iter().filter(|one| bits & (1 << *one as u8) != 0).map(Target::id).collect();
        let query = format!("{plan}&tokens={tokens}&targets={}&compute={compute}", targets.join("-"));
        let decoded = codec::decode(&query, Catalog::builtin());
        prop_assert!(decoded.notices.is_empty(), "{query}: {:?}", decoded.notices);
        let again = codec::decode(&codec::encode(&decoded.scenario), Catalog::builtin());
        prop_assert!(again.notices.is_empty());
        prop_assert_eq!(again.scenario, decoded.scenario);
    }
}

#[test]
fn what_does_not_fit_has_no_rate_and_can_be_rented() {
    let report = of("gpu=rtx-4090&model=llama-3.1-8b&mode=train&method=full");
    let training = report.training().unwrap();
    assert!(!training.fits);
    assert_eq!(training.tokens_per_s, None);
    assert_eq!(training.hours_per_epoch, None);
    let rent = training.rent.as_ref().unwrap();
    assert!(rent.hours_per_epoch > 0.0);
    // The listed machine holds it by the same rules.
    let there = of(&format!(
        "gpu={}&n={}&model=llama-3.1-8b&mode=train&method=full",
        rent.gpu, rent.gpus
    ));
    assert!(there.training().unwrap().fits);
}

#[test]
fn what_is_rented_for_training_holds_the_run() {
    let query = "gpu=rtx-4090&n=4&model=llama-3.1-8b&mode=train&method=full&shard=zero3";
    let report = of(query);
    assert!(!report.cloud().by_term.is_empty());
    for rental in &report.cloud().by_term {
        let there = format!("{query}&gpu={}&n={}", rental.gpu, rental.gpus);
        let there = there.replacen("gpu=rtx-4090&n=4&", "", 1);
        assert!(of(&there).training().unwrap().fits, "{}", rental.id);
        assert_eq!(rental.bandwidth_percent, None);
        assert!(rental.compute_percent.is_some(), "{}", rental.id);
    }
}

/// The epoch is paid on the machine that owning is compared with, at its price.
#[test]
fn one_machine_is_rented_for_epoch_and_payback() {
    let run = "model=llama-3.1-8b&mode=train&method=qlora";
    for query in [
        format!("gpu=rtx-4090&{run}"),
        format!("gpu=rtx-pro-6000-blackwell-max-q&n=4&{run}"),
        format!("gpu=rtx-5090&n=2&{run}&rent=1.25"),
        "gpu=rtx-4090&n=4&model=llama-3.1-8b&mode=train&method=full&shard=zero3".to_owned(),
        "gpu=h100-sxm&n=8&model=llama-3.3-70b&mode=train&method=lora".to_owned(),
    ] {
        let report = of(&query);
        let rental = report.cloud().chosen.as_ref().unwrap();
        let rent = report.training().unwrap().rent.as_ref().unwrap();
        assert_eq!(
            (&rent.id, rent.gpus, rent.own),
            (&rental.id, rental.gpus, rental.own)
        );
        let rate = rental.usd_per_hour.usd();
        assert!((rent.usd_per_hour - rate).abs() < 1e-4, "{query}");
        assert!((rent.usd_per_epoch / (rate * rent.hours_per_epoch) - 1.0).abs() < 1e-3);
    }
}

#[test]
fn a_status_says_how_it_fits() {
    for (query, status) in [
        ("gpu=h200-sxm&model=llama-3.2-1b&mode=train", Status::Fits),
        (
            "gpu=rtx-4090&model=llama-3.1-8b&mode=train",
            Status::DoesNotFit,
        ),
        (
            "gpu=h200-sxm&model=llama-3.1-8b&mode=train&shard=zero3&offload-optim=cpu&ram=512",
            Status::Offloaded,
        ),
        (
            "gpu=h200-sxm&model=llama-3.1-8b&mode=train&shard=ddp&offload-params=cpu",
            Status::Impossible,
        ),
    ] {
        let model = training(query);
        assert_eq!(model.status, status, "{query}: {}", model.sentence);
        assert_eq!(model.fits, status.runs());
    }
}

/// `DeepSpeed`'s own estimator: 18 bytes a parameter divided by the cards, 4 for each of the largest
/// unit; with the optimiser in host memory 2 bytes a parameter.
#[test]
fn zero_3_takes_what_its_own_estimator_says() {
    let on = |rest: &str| {
        let query =
            format!("gpu=h200-sxm&n=8&model=llama-2-7b&ram=512&mode=train&shard=zero3&seq=1{rest}");
        let model = training(&query);
        let items = model.per_gpu[0].items.iter();
        let states = ["weights", "master", "optimizer", "gradients"];
        let sum = items
            .filter(|item| states.contains(&item.kind))
            .map(|item| item.bytes);
        (sum.sum::<u64>(), model.trainable_params)
    };
    let (states, params) = on("");
    assert!(states.abs_diff(params * 18 / 8) < 16, "{states}");
    let (states, params) = on("&offload-optim=cpu");
    assert!(states.abs_diff(params * 2 / 8) < 16, "{states}");
}

/// Adapters of one layer, not of the whole model, are on their way at once.
#[test]
fn gradients_on_their_way_are_those_of_one_unit() {
    let model = training("gpu=h100-sxm&n=8&model=deepseek-v3&mode=train&method=lora");
    let bucket = model.per_gpu[0]
        .items
        .iter()
        .find(|item| item.kind == "bucket")
        .unwrap();
    assert!(
        bucket.bytes < model.states.gradients_bytes / 20,
        "{}",
        bucket.bytes
    );
}

/// A script reads one finding whatever was asked; the verdict on the model alone goes on meaning that.
#[test]
fn the_finding_is_on_what_was_asked() {
    let whole = |query: &str| {
        let report = report(query, Catalog::builtin());
        serde_json::to_value(&report).unwrap()
    };
    let trained = whole("gpu=rtx-4090&model=llama-3.1-8b&w=q4_k_m&mode=train");
    assert_eq!(trained["verdict"]["fits"], true);
    assert_eq!(trained["finding"]["fits"], false);
    assert_eq!(trained["finding"]["status"], trained["training"]["status"]);
    let served = whole("gpu=rtx-4090&model=llama-3.1-8b&w=q4_k_m");
    for key in ["fits", "status", "sentence"] {
        assert_eq!(served["finding"][key], served["verdict"][key]);
    }
}

/// Where the 16-bit rate of a card is not published, it follows from that of its FP4 units, in training as in answering.
#[test]
fn a_card_with_fp4_units_alone_trains_at_a_rate() {
    let report = report(
        "gpu=dgx-spark&model=qwen3.5-2b&mode=train&optim=adamw-bf16&seq=5376&accum=16&recompute=full",
        Catalog::builtin(),
    );
    // 3,173 tokens/s were measured with Unsloth's kernels (albond, 2026).
    let training = report.training().unwrap();
    let (low, high) = (
        training.tokens_per_s_low.unwrap(),
        training.tokens_per_s_high.unwrap(),
    );
    assert!((low..=high).contains(&3_173.0), "{low} {high}");
}
