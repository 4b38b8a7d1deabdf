//! Rates: ceilings that follow from data sheets, laws, and how near the measurements lie.
#![expect(clippy::unwrap_used, reason = "a failed lookup is a failed test")]

use headroom_core::accuracy::speed::{Outcome, groups, speed_errors};
use headroom_core::accuracy::speed_fit as fit;
use headroom_core::catalog::{Catalog, Gpu};
use headroom_core::evaluate;
use headroom_core::evaluate::Report;
use headroom_core::report::Speed;
use headroom_core::speed::{Class, TABLE};
use proptest::prelude::*;
use proptest::sample::select;

fn report(query: &str) -> Report {
    evaluate::report(query, Catalog::builtin())
}

fn speed(query: &str) -> Speed {
    report(query).speed().clone()
}

fn decode(query: &str) -> f64 {
    speed(query).decode_tokens_per_s.unwrap_or_default()
}

/// Figures are rounded to four places.
const ROUNDING: f64 = 1.002;

#[test]
fn the_ceiling_is_bandwidth_by_bytes() {
    // 8.03 B parameters at 2 bytes less a table of 128,256 × 4,096 that is only looked up: 15.0 GB
    // at 1,008 GB/s, and 131,072 bytes of cache a token.
    let speed = speed("gpu=rtx-4090&model=llama-3.1-8b&w=f16&ctx=512&prompt=1&out=1");
    let bytes = 2.0 * (8_030_261_248.0 - 128_256.0 * 4_096.0) + 131_072.0;
    let expected = 1.008e12 / bytes;
    let ceiling = speed.ceiling_tokens_per_s.unwrap();
    assert!(
        (ceiling / expected - 1.0).abs() < 0.005,
        "{ceiling} {expected}"
    );
    // 70.6 B in 16 bits on 5.3 TB/s: no more than 38.2.
    let large = self::speed("gpu=mi300x&model=llama-3.3-70b&w=bf16&engine=vllm&ctx=1024");
    assert!(large.ceiling_tokens_per_s.unwrap() < 38.3, "{large:?}");
    assert!(large.decode_tokens_per_s.unwrap() < large.ceiling_tokens_per_s.unwrap());
}

#[test]
fn what_does_not_run_has_no_rate_and_says_why() {
    let speed = speed("gpu=rtx-4090&model=llama-3.1-405b&w=f16");
    assert_eq!(speed.decode_tokens_per_s, None);
    assert_eq!(speed.curve, []);
    assert!(speed.reason.contains("does not run"), "{}", speed.reason);
}

#[test]
fn a_split_by_layer_adds_no_speed_for_one_stream() {
    let one = decode("gpu=rtx-3090&model=llama-3.1-8b&w=q8_0");
    let four = decode("gpu=rtx-3090&n=4&model=llama-3.1-8b&w=q8_0");
    assert!(four <= one && four > 0.9 * one, "{one} {four}");
}

#[test]
fn experts_are_read_as_far_as_they_are_touched() {
    let of = |users: u32| {
        let query =
            format!("gpu=h200-sxm&model=gpt-oss-120b&w=mxfp4&engine=vllm&users={users}&ctx=2048");
        speed(&query).step.unwrap().weights_bytes as f64
    };
    // 128 experts, 4 a token: one sequence touches 3.1 %, 64 of them as many as fewer that choose by
    // themselves.
    let all = report("gpu=h200-sxm&model=gpt-oss-120b&w=mxfp4&engine=vllm")
        .memory()
        .clone();
    let routed = |class: &&headroom_core::report::WeightLine| class.class == "routed experts";
    let experts = all.weights.iter().find(routed).unwrap().bytes as f64;
    let routing = TABLE.rates.common.routing;
    assert!(routing > 0.5 && routing <= 1.0, "{routing}");
    let touched = |users: f64| 1.0 - libm::pow(1.0 - 4.0 / 128.0, libm::pow(users, routing));
    let expected = experts * (touched(64.0) - touched(1.0));
    assert!(((of(64) - of(1)) / expected - 1.0).abs() < 0.001);
}

#[test]
fn a_power_limit_slows_it_as_the_measured_curve_says() {
    let query = "gpu=rtx-3090&model=qwen3.6-27b&w=q3_k_m&limit=";
    let [low, high] = [250, 350].map(|watts| decode(&format!("{query}{watts}")));
    // 25.17 of 34.67 tokens a second on the card's own curve; kernel starts are not slowed.
    assert!(low < 0.80 * high && low > 0.70 * high, "{low} {high}");
}

#[test]
fn offloaded_layers_cost_what_their_memory_takes() {
    let on_card = speed("gpu=rtx-4090&model=llama-3.3-70b&w=q4_k_m&ram=128&offload=auto");
    let step = on_card.step.unwrap();
    assert!(step.host_bytes > 15_000_000_000, "{step:?}");
    assert!(step.host_ms > step.weights_ms, "{step:?}");
    assert_eq!(on_card.bound_by, "host memory");
}

#[test]
fn a_step_is_bound_by_the_longer_of_reading_and_computing() {
    let of = |query: &str| {
        let speed = speed(query);
        let step = speed.step.unwrap();
        // What computing adds to reading: the fourth root of 2 less 1 where both take equally long.
        (speed.bound_by, step.compute_ms / step.weights_ms)
    };
    assert_eq!(of("model=llama-3.3-70b").0, "weights");
    let serving = "gpu=rtx-4090&model=llama-3.1-8b&w=awq&engine=vllm&ctx=256";
    for users in [1, 2, 4, 8, 16, 24, 32, 40, 48, 56, 64, 128] {
        let (bound, added) = of(&format!("{serving}&users={users}"));
        match bound {
            "compute" => assert!(added > 0.18, "{users}: {added}"),
            "weights" => assert!(added < 0.20, "{users}: {added}"),
            _ => {}
        }
    }
    // What is left over of computing does not make a step one that computes.
    let (bound, added) = of(&format!("{serving}&users=16"));
    assert!(bound == "weights" && added > 0.0, "{bound} {added}");
    assert_eq!(of(&format!("{serving}&users=64")).0, "compute");
}

/// llama.cpp multiplies few rows one by one. Measured on an RTX 3090, each costs 14 to 19 % of a step of one (ggml-org/llama.cpp
/// pull request 17505, 8B in Q4_0) and 22 % under a limit of 250 W; on an RTX 5090, 8 %.
#[test]
fn few_rows_of_llama_cpp_cost_what_unpacking_costs() {
    let step = |gpu: &str, users: u32| {
        1.0 / decode(&format!(
            "gpu={gpu}&model=llama-3.1-8b&w=q4_0&engine=llamacpp&ctx=512&users={users}"
        ))
    };
    for (gpu, shares) in [("rtx-3090", 0.12..0.24), ("rtx-5090", 0.05..0.12)] {
        let [one, two, five] = [1, 2, 5].map(|users| step(gpu, users));
        let (first, fourth) = (two / one - 1.0, (five - one) / one / 4.0);
        assert!(shares.contains(&first), "{gpu}: {first}");
        assert!(shares.contains(&fourth), "{gpu}: {fourth}");
    }
    // A server's matrix units take them together.
    let served = |users: u32| {
        decode(&format!(
            "gpu=rtx-3090&model=llama-3.1-8b&w=awq&ctx=512&users={users}"
        ))
    };
    assert!(served(1) / served(5) < 1.1, "{} {}", served(1), served(5));
}

#[test]
fn the_chosen_point_is_on_the_curve() {
    let speed = speed("gpu=h100-sxm&n=2&model=llama-3.1-70b&w=fp8&users=12&ctx=4096&rate=30");
    let chosen: Vec<_> = speed.curve.iter().filter(|point| point.chosen).collect();
    assert_eq!(chosen.len(), 1);
    assert_eq!(
        Some(chosen[0].stream_tokens_per_s),
        speed.decode_tokens_per_s
    );
    assert!(speed.curve.len() <= 24);
    let most = speed.users_at_floor.unwrap();
    let at = |users: u32| {
        decode(&format!(
            "gpu=h100-sxm&n=2&model=llama-3.1-70b&w=fp8&ctx=4096&users={users}"
        ))
    };
    assert!(at(most) >= 30.0 / ROUNDING, "{most} {}", at(most));
    assert!(at(most + 1) < 30.0 * ROUNDING, "{most} {}", at(most + 1));
}

#[test]
fn prompts_are_at_most_as_long_as_the_context() {
    let report = report("ctx=4096&prompt=9000");
    assert_eq!(report.notices()[0].key, "prompt");
    assert_eq!(report.speed().prompt_tokens, 4_096);
    let kept = self::report("prompt=100&out=7&rate=25&model=llama-3.1-8b");
    assert_eq!(kept.query(), "model=llama-3.1-8b&prompt=100&out=7&rate=25");
    assert_eq!(
        (kept.speed().prompt_tokens, kept.speed().context_tokens),
        (100, 103)
    );
}

#[test]
fn a_million_tokens_cost_what_the_hour_and_the_rate_say() {
    let report = report("n=4&w=fp8&users=16&ctx=4096&prompt=1024&out=1024");
    let cost = report.token_cost().unwrap();
    let hour = report.payback().own_usd_per_gpu_hour.unwrap().0 as f64 * 4.0;
    let tokens = report.speed().served_tokens_per_s.unwrap() * 3_600.0;
    let owned = cost.owned_usd_per_mtok.unwrap().0 as f64;
    assert!((owned * tokens / 1e6 / hour - 1.0).abs() < 0.001);
    // One token in for each token out: the API's two prices add up.
    assert_eq!(cost.prompt_tokens_per_answer_token, 1.0);
    let sums = report
        .cloud()
        .api
        .iter()
        .map(|line| line.input_usd_per_mtok.0 + line.output_usd_per_mtok.0);
    assert_eq!(cost.api_usd_per_mtok.map(|price| price.0), sums.min());
}

#[test]
fn the_table_and_its_errors_follow_from_the_measurements() {
    let found = fit::calibrate(Catalog::builtin());
    let table = include_str!("../src/speed/table.rs");
    let errors = include_str!("../src/accuracy/held_out.rs");
    assert!(
        table == fit::source(&found.table) && errors == fit::held_out_source(&found.held_out),
        "the speed table is stale: run cargo xtask calibrate"
    );
}

#[test]
fn predictions_lie_near_the_measurements() {
    let errors = speed_errors(Catalog::builtin());
    let not_run = errors.iter().filter(|error| match error.outcome {
        Outcome::NotPredicted(reason) => reason == "the scenario does not run here",
        Outcome::Predicted { .. } => false,
    });
    assert!(not_run.count() < errors.len() / 20);
    let predicted = errors.iter().filter(|error| error.error().is_some());
    assert!(predicted.count() >= 550);
    let groups = groups(&errors, &TABLE);
    let of = |what: &str, builds: &str| {
        let mut all = groups.iter().filter(|group| group.family == "all");
        all.find(|group| group.what == what && group.builds == builds)
            .unwrap()
    };
    assert!(
        of("decode", "all").median <= 0.11,
        "{:?}",
        of("decode", "all")
    );
    assert!(
        of("decode", "current").p90 <= 0.30,
        "{:?}",
        of("decode", "current")
    );
    assert!(
        of("prefill", "all").median <= 0.13,
        "{:?}",
        of("prefill", "all")
    );
}

#[test]
fn a_faster_card_of_a_class_is_never_slower() {
    let gpus = Catalog::builtin().gpus;
    let at_least = |a: &Gpu, b: &Gpu| {
        let rates = |gpu: &Gpu| {
            let rates = gpu.rates;
            [
                rates.fp32,
                rates.fp16,
                rates.fp16_fp16acc,
                rates.fp8,
                rates.fp4,
                rates.int8,
            ]
        };
        let mut pairs = rates(a).into_iter().zip(rates(b));
        a.bandwidth >= b.bandwidth && pairs.all(|(a, b)| a >= b && a.is_some() == b.is_some())
    };
    let mut compared = 0;
    for a in gpus {
        for b in gpus {
            if a.id == b.id || Class::of(a) != Class::of(b) || !at_least(a, b) {
                continue;
            }
            for scenario in [
                "model=llama-3.2-1b&w=q4_k_m&ctx=2048",
                "model=llama-3.2-3b&w=f16&ctx=1024&users=2",
                "model=qwen2.5-3b&w=fp8&engine=vllm&ctx=1024",
            ] {
                let [fast, slow] = [a, b].map(|gpu| speed(&format!("gpu={}&{scenario}", gpu.id)));
                let rates = [fast.decode_tokens_per_s, slow.decode_tokens_per_s];
                let prompts = [fast.prefill_tokens_per_s, slow.prefill_tokens_per_s];
                for [fast, slow] in [rates, prompts] {
                    if let (Some(fast), Some(slow)) = (fast, slow) {
                        assert!(
                            fast * ROUNDING >= slow,
                            "{} {fast} {} {slow} {scenario}",
                            a.id,
                            b.id
                        );
                        compared += 1;
                    }
                }
            }
        }
    }
    assert!(compared > 500, "{compared}");
}

/// Scenarios that mostly run: a machine, a model and a load.
fn scenario() -> impl Strategy<Value = String> {
    let gpus: Vec<&str> = Catalog::builtin().gpus.iter().map(|gpu| gpu.id).collect();
    let models: Vec<&str> = Catalog::builtin()
        .models
        .iter()
        .map(|model| model.id)
        .collect();
    let engine = select(vec![
        "w=q4_k_m",
        "w=q8_0",
        "w=iq2_xxs",
        "w=fp8&engine=vllm",
        "w=awq&engine=vllm",
        "w=bf16&engine=sglang",
        "w=nvfp4&engine=trtllm",
        "w=gptq&engine=exl2",
        "w=bf16&engine=transformers",
        "w=mxfp4&engine=llamacpp",
    ]);
    let offload = select(vec!["none", "none", "auto", "experts"]);
    (
        select(gpus),
        select(vec![1, 2, 4, 8, 16]),
        select(models),
        engine,
        offload,
        0..3_u32,
    )
        .prop_map(|(gpu, n, model, engine, offload, size)| {
            let ram = 128 << (2 * size);
            format!("gpu={gpu}&n={n}&model={model}&{engine}&offload={offload}&ram={ram}")
        })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn rates_are_numbers_below_the_ceiling_and_parts_sum(
        scenario in scenario(), ctx in 1..300_000_u32, users in 1..300_u32, prompt in 1..50_000_u32,
    ) {
        let report = report(&format!("{scenario}&ctx={ctx}&users={users}&prompt={}", prompt.min(ctx)));
        let speed = report.speed();
        prop_assert_eq!(speed.decode_tokens_per_s.is_none(), !speed.reason.is_empty());
        if let Some(step) = speed.step {
            let rate = speed.decode_tokens_per_s.unwrap();
            let [low, high] = [speed.decode_tokens_per_s_low, speed.decode_tokens_per_s_high].map(Option::unwrap);
            let ceiling = speed.ceiling_tokens_per_s.unwrap();
            prop_assert!(low <= rate && rate <= high * ROUNDING && high <= ceiling, "{:?}", speed);
            prop_assert!(rate > 0.0 && rate < 1e6 && ceiling < 1e7);
            let parts = [
                step.weights_ms, step.kv_ms, step.compute_ms, step.launch_ms, step.communication_ms, step.host_ms,
            ];
            prop_assert!(parts.iter().all(|part| part.is_finite() && *part >= 0.0));
            prop_assert!((parts.iter().sum::<f64>() - step.total_ms).abs() < 1e-6);
            prop_assert!((step.total_ms * rate / 1e3 - 1.0).abs() < 0.002 || step.total_ms < 0.1, "{:?}", step);
            let prefill = speed.prefill_tokens_per_s.unwrap();
            prop_assert!(prefill.is_finite() && prefill > 0.0);
            prop_assert!(speed.served_tokens_per_s.unwrap() <= speed.decode_total_tokens_per_s.unwrap() * ROUNDING);
        } else {
            prop_assert!(!report.verdict().fits || speed.reason.contains("bandwidth"));
        }
    }

    #[test]
    fn a_longer_context_never_decodes_faster(scenario in scenario(), a in 1..200_000_u32, b in 1..200_000_u32) {
        let (short, long) = (a.min(b), a.max(b));
        let at = |ctx: u32| report(&format!("{scenario}&ctx={ctx}"));
        let (short, long) = (at(short), at(long));
        // With automatic offload a longer context may move experts where a shorter one moves layers.
        if short.memory().host.layers == long.memory().host.layers
            && let (Some(short), Some(long)) = (short.speed().decode_tokens_per_s, long.speed().decode_tokens_per_s)
        {
            prop_assert!(long <= short * ROUNDING, "{} {}", short, long);
        }
    }

    #[test]
    fn more_streams_share_and_add_up(scenario in scenario(), users in 1..200_u32, more in 1..200_u32) {
        let at = |users: u32| report(&format!("{scenario}&ctx=2048&users={users}"));
        let (few, many) = (at(users), at(users + more));
        if few.memory().host.layers == many.memory().host.layers
            && let (Some(few), Some(many)) = (few.speed().decode_tokens_per_s, many.speed().decode_tokens_per_s)
        {
            prop_assert!(many <= few * ROUNDING, "{} {}", few, many);
            let [all_few, all_many] = [few * f64::from(users), many * f64::from(users + more)];
            prop_assert!(all_many * ROUNDING >= all_few, "{} {}", all_few, all_many);
        }
    }

    #[test]
    fn twice_the_cards_are_never_more_than_twice_as_fast(
        gpu in select(vec!["h100-sxm", "rtx-5090", "a100-80gb-pcie", "mi300x", "rtx-pro-6000-blackwell-max-q"]),
        model in select(vec!["llama-3.1-8b", "llama-3.1-70b", "qwen3-32b", "gpt-oss-120b", "mixtral-8x7b"]),
        tensor in select(vec![1, 2, 4]),
        users in select(vec![1, 8, 64]),
    ) {
        let at = |tensor: u32| decode(&format!(
            "gpu={gpu}&n={tensor}&model={model}&w=fp8&engine=vllm&par=tp{tensor}&users={users}&ctx=2048"
        ));
        let (one, two) = (at(tensor), at(2 * tensor));
        prop_assert!(one == 0.0 || two <= 2.0 * one * ROUNDING, "{} {}", one, two);
    }
}

/// Vulkan is another way to the same memory: one stream hardly feels it, prompts do.
#[test]
fn vulkan_is_an_interface_of_its_own() {
    let query = "gpu=ryzen-ai-max-395&model=gpt-oss-20b&w=mxfp4&engine=llamacpp&ctx=4096";
    let [own, vulkan] = ["rocm", "vulkan"].map(|id| speed(&format!("{query}&backend={id}")));
    assert_eq!(own, speed(query), "the vendor's own is the default");
    let quotient = |of: fn(&Speed) -> Option<f64>| of(&vulkan).unwrap() / of(&own).unwrap();
    let decode = quotient(|speed| speed.decode_tokens_per_s);
    let prompt = quotient(|speed| speed.prefill_tokens_per_s);
    assert!((0.9..1.15).contains(&decode), "{decode}");
    assert!(prompt != 1.0 && (0.6..1.6).contains(&prompt), "{prompt}");
    // No matrix units take BF16 there: half the rate of FP16 at most.
    let of = |w: &str| {
        let query = format!("gpu=ryzen-ai-max-395&model=llama-3.1-8b&w={w}&backend=vulkan");
        speed(&query).prefill_tokens_per_s.unwrap()
    };
    assert!(of("bf16") < 0.7 * of("f16"), "{} {}", of("bf16"), of("f16"));
}

#[test]
fn an_interface_that_a_card_lacks_is_told() {
    for (query, told) in [
        ("gpu=ryzen-ai-max-395&backend=cuda", "CUDA runs on no AMD"),
        (
            "gpu=apple-m4-max&backend=vulkan",
            "Vulkan runs on no Apple M4 Max",
        ),
        (
            "gpu=rtx-4090&engine=vllm&w=awq&backend=vulkan",
            "one interface",
        ),
        ("gpu=rtx-4090&backend=opencl", "nothing was calculated"),
    ] {
        let report = report(&format!("model=llama-3.1-8b&{query}"));
        let mut notices = report.notices().iter();
        let notice = notices.find(|notice| notice.key == "backend");
        assert!(
            notice.unwrap().message.contains(told),
            "{query}: {notice:?}"
        );
    }
    let link = |query: &str| {
        let decoded = headroom_core::codec::decode(query, Catalog::builtin());
        headroom_core::codec::encode(&decoded.scenario)
    };
    assert!(link("gpu=rx-9070-xt&backend=Vulkan").contains("backend=vulkan"));
    assert!(!link("gpu=rx-9070-xt&backend=rocm").contains("backend"));
    // Another engine has no such choice.
    assert!(!link("gpu=rx-9070-xt&w=fp8&engine=vllm&backend=vulkan").contains("backend"));
}

/// Old builds start kernels slower and read prompts slower; later ones than the newest that differs are today's.
#[test]
fn an_old_build_is_as_slow_as_it_was() {
    let query = "gpu=h100-sxm&model=llama-3.1-8b&w=bf16&engine=vllm&users=8";
    let of = |date: &str| {
        let rate = decode(&format!("{query}&engine-date={date}"));
        assert!(rate > 0.0, "{date}");
        rate
    };
    assert!(
        of("2023-12") < 0.9 * of("2024-08"),
        "the processor starts each kernel"
    );
    assert!(of("2024-08") < of("2026-08"));
    assert_eq!(of("2026-08"), decode(query));
    let report = report(&format!("{query}&engine-date=2023-12"));
    let notes = &report.speed().notes;
    assert!(
        notes.iter().any(|note| note.contains("from 2024-06 on")),
        "{notes:?}"
    );
    let told = self::report(&format!("{query}&engine-date=August"));
    assert!(told.notices()[0].message.contains("no month of a build"));
    assert_eq!(told.speed(), &speed(query));
}

/// A range says that it holds four in five: of rows whose source was left out, so many lie in it.
#[test]
fn ranges_hold_what_they_say() {
    for what in ["decode", "prefill"] {
        let mut all = headroom_core::accuracy::HELD_OUT.iter();
        let group = all
            .find(|group| (group.what, group.builds, group.family) == (what, "all", "all"))
            .unwrap();
        let share = group.in_range as f64 / group.rows as f64;
        assert!((0.75..=0.85).contains(&share), "{what}: {share}");
    }
}
