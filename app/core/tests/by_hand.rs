//! Figures that anyone can add up on paper, each where a term left out or a limit moved would change it.
#![expect(clippy::unwrap_used, reason = "a failed lookup is a failed test")]

mod asked;

use asked::report;
use headroom_core::catalog::Catalog;
use headroom_core::catalog::market::Term;
use headroom_core::machine::storage::card_bytes_per_s;
use headroom_core::money::payback::{Comparison, Energy};
use headroom_core::report::{Memory, PsuReport, Status, Training};
use headroom_core::scenario::Targets;
use headroom_core::training::adapter_params;
use headroom_core::units::{Cents, MicroUsd};

const GIB: u64 = 1 << 30;

fn memory(query: &str) -> Memory {
    report(query).memory().clone()
}

/// Bytes of weights on each card.
fn on_cards(memory: &Memory) -> Vec<u64> {
    memory.per_gpu.iter().map(|gpu| gpu.weights_bytes).collect()
}

fn psu(query: &str) -> PsuReport {
    report(query).power().psu.clone().unwrap()
}

/// PCIe CEM 5.0 lets a card take three times its limit for 100 µs, ATX 3.x asks a supply to ride through
/// twice its rating: four cards of 300 W, of which one jumps by 600 W, on two supplies of 1,200 W.
#[test]
fn short_peaks_are_held_against_what_supplies_ride_through() {
    let query = "n=4&cpu=350&dimms=8&drives=4&psu=1200&psus=2";
    let (supply, dc_w) = (psu(query), report(query).power().dc_w);
    assert_eq!(supply.excursion_w, dc_w + 600.0);
    assert_eq!(supply.excursion_allowed_w, 2.0 * 1_200.0 * 2.0);
    assert!(
        !supply
            .notes
            .iter()
            .any(|note| note.contains("100\u{202f}µs"))
    );
    // One card of 575 W: 1,150 W more than the parts take, and 1,700 W are ridden through by 850 W.
    let small = psu("gpu=rtx-5090&psu=850");
    assert_eq!(small.excursion_allowed_w, 1_700.0);
    assert!(small.excursion_w > 1_700.0, "{}", small.excursion_w);
    assert!(
        small
            .notes
            .iter()
            .any(|note| note.contains("100\u{202f}µs"))
    );
}

/// The catalogue's one unit above 2,700 W is made for 208 and 240 V (APC SRT5KXLT): nothing carries as much on
/// 120 V.
#[test]
fn a_ups_is_made_for_the_voltage_that_it_hangs_on() {
    let unit = |circuit: &str| {
        let query = format!("gpu=rtx-5090&n=5&ups=auto&circuit={circuit}");
        let power = report(&query).power().clone();
        assert!(power.ups.required_w > 2_700.0, "{}", power.ups.required_w);
        power.ups.unit.map(|unit| (unit.id, unit.carries))
    };
    assert_eq!(unit("na-20a-120v"), None);
    assert_eq!(unit("na-30a-240v"), Some(("apc-srt5kxlt", true)));
}

/// Llama 3.2 3B ties its head to the embedding: 128,256 × 3,072 numbers, which are held once where both are on
/// one card, and twice where they are on two or where tokens are looked up in system memory.
#[test]
fn a_tied_head_is_held_as_often_as_it_lies_somewhere() {
    let table = 128_256 * 3_072 * 2;
    let all = 3_212_749_824 * 2;
    let of = |rest: &str| memory(&format!("model=llama-3.2-3b&w=bf16&{rest}"));
    let alone = of("gpu=h100-sxm&engine=vllm");
    assert_eq!(alone.weights_bytes, all);
    assert_eq!(on_cards(&alone), [all]);
    let staged = of("gpu=h100-sxm&n=2&engine=vllm&par=pp");
    assert_eq!(on_cards(&staged).iter().sum::<u64>(), all + table);
    // llama.cpp looks tokens up in system memory, and multiplies with a copy on the card.
    let looked_up = of("gpu=h100-sxm&engine=llamacpp");
    assert_eq!(on_cards(&looked_up), [all]);
    assert_eq!(looked_up.host.weights_bytes, table);
    // An untied one moves away: Llama 3.1 8B, 128,256 × 4,096.
    let untied = memory("gpu=h100-sxm&model=llama-3.1-8b&w=bf16&engine=llamacpp");
    let table = 128_256 * 4_096 * 2;
    assert_eq!(on_cards(&untied), [untied.weights_bytes - table]);
    assert_eq!(untied.host.weights_bytes, table);
}

/// Where cards and processor share one memory, tokens are looked up in it: no table lies apart.
#[test]
fn unified_memory_holds_the_tables_that_tokens_are_looked_up_in() {
    for gpu in ["apple-m4-max", "dgx-spark-gb10", "ryzen-ai-max-395"] {
        for model in ["llama-3.1-8b", "llama-3.2-3b"] {
            let memory = memory(&format!("gpu={gpu}&model={model}&w=f16&engine=llamacpp"));
            assert_eq!(on_cards(&memory), [memory.weights_bytes], "{gpu} {model}");
            assert_eq!(memory.host.weights_bytes, 0, "{gpu} {model}");
        }
    }
}

/// macOS grants the GPU 66 % of a memory of up to 32 GB, and 75 % of a larger one.
#[test]
fn the_share_of_a_unified_memory_is_that_of_its_size() {
    let capacity = |size: u64| {
        let memory = memory(&format!("gpu=apple-m4-pro&model=llama-3.2-3b&mem={size}"));
        memory.per_gpu[0].capacity_bytes
    };
    assert_eq!(capacity(24), 24 * GIB / 100 * 66);
    assert_eq!(capacity(48), 48 * GIB / 100 * 75);
}

/// Of the system's memory 4 GiB stay with the system; what is moved there, cache and all, has to fit into the rest.
#[test]
fn what_is_moved_fits_into_what_the_system_leaves_to_the_gib() {
    let asked = |ram: u64| {
        report(&format!(
            "gpu=rtx-4090&model=llama-3.1-70b&w=q4_k_m&engine=llamacpp&offload=layers-60&ctx=65536&ram={ram}"
        ))
    };
    let host = asked(512).memory().host.clone();
    assert_eq!(host.capacity_bytes, 508 * GIB);
    // 60 of 80 layers: 65,536 tokens × 327,680 B × 60 ÷ 80 of cache, which alone takes whole GiB.
    assert_eq!(host.kv_cache_bytes, 65_536 * 327_680 / 80 * 60);
    let need = (host.weights_bytes + host.kv_cache_bytes).div_ceil(GIB) + 4;
    assert_eq!(asked(need).verdict().status, Status::Offloaded);
    assert_eq!(asked(need - 1).verdict().status, Status::DoesNotFit);
}

/// llama.cpp computes a moved layer on the processor, and its cache goes with it: 40 of 80 layers take half of
/// 8,192 × 327,680 B. Transformers brings weights back to the card and leaves the cache there.
#[test]
fn the_cache_moves_with_layers_that_are_computed_where_they_lie() {
    let all = 8_192 * 327_680;
    let base = "model=llama-3.1-70b&ctx=8192&ram=256";
    let moved = memory(&format!(
        "gpu=rtx-6000-ada&{base}&w=q4_k_m&engine=llamacpp&offload=layers-40"
    ));
    assert_eq!(moved.host.kv_cache_bytes, all / 2);
    assert_eq!(moved.per_gpu[0].kv_cache_bytes, all / 2);
    assert_eq!(moved.host.layers, 40);
    let streamed = memory(&format!(
        "gpu=h200-sxm&{base}&w=bf16&engine=transformers&offload=layers-40"
    ));
    assert_eq!(streamed.host.layers, 40);
    assert_eq!(streamed.host.kv_cache_bytes, 0);
    assert_eq!(streamed.per_gpu[0].kv_cache_bytes, all);
}

/// Gemma 3 27B has a tower of 423,060,336 parameters beside 27,009,346,304 of text. vLLM loads it in 16 bits,
/// divided among cards that share each layer; llama.cpp has it in a file of its own.
#[test]
fn towers_are_loaded_beside_the_text_where_the_engine_does() {
    let (text, towers) = (27_009_346_304 * 2, 423_060_336 * 2);
    let of = |rest: &str| memory(&format!("gpu=h200-sxm&model=gemma-3-27b&w=bf16&{rest}"));
    let alone = of("engine=vllm");
    assert_eq!(on_cards(&alone), [text + towers]);
    // Norms lie whole on both cards, 2 to 3 MB of them.
    let shared = of("n=2&engine=vllm&par=tp");
    let half = (text + towers) / 2;
    assert!(
        on_cards(&shared)[0].abs_diff(half) < 5_000_000,
        "{:?}",
        on_cards(&shared)
    );
    let llama_cpp = of("engine=llamacpp");
    assert_eq!(on_cards(&llama_cpp), [text]);
}

/// FSDP puts a unit and the next one together: of Mistral 7B a layer of 218,112,000 parameters, larger than
/// its embedding of 32,000 × 4,096; of Llama 3.1 8B the embedding of 128,256 × 4,096, larger than its layers.
#[test]
fn two_units_are_gathered_at_once() {
    for (model, unit) in [
        ("mistral-7b-v0.1", 218_112_000_u64),
        ("llama-3.1-8b", 128_256 * 4_096),
    ] {
        let query = format!("gpu=h100-sxm&n=4&model={model}&mode=train&shard=fsdp");
        let training = report(&query).training().unwrap().clone();
        let items = &training.per_gpu[0].items;
        let gather = items.iter().find(|item| item.kind == "gather").unwrap();
        assert_eq!(gather.low_bytes, unit * 2, "{model}");
        assert_eq!(gather.bytes, 2 * unit * 2, "{model}");
        assert_eq!(gather.high_bytes, 4 * unit * 2, "{model}");
        // Gradients wait for their exchange a unit at a time.
        let bucket = items.iter().find(|item| item.kind == "bucket").unwrap();
        assert_eq!((bucket.bytes, bucket.high_bytes), (unit * 2, 2 * unit * 2));
    }
}

fn training(query: &str) -> Training {
    report(query).training().unwrap().clone()
}

/// Whether two figures are as near as three digits of either are.
fn near(found: f64, by_hand: f64) -> bool {
    (found / by_hand - 1.0).abs() < 0.02
}

/// Rings: of `n` cards each sends (n − 1) ÷ n of what is exchanged. Llama 2 7B has 6,738,415,616 gradients of two
/// bytes; NVLink of an H200 takes 450 GB/s one way, of which 80 % is reached.
#[test]
fn what_is_exchanged_between_cards_is_what_the_method_sends() {
    let gradients = 6_738_415_616.0 * 2.0;
    let rate = 450e9 * 0.8;
    let seconds = |rest: &str| {
        let query = format!("gpu=h200-sxm&n=8&model=llama-2-7b&mode=train&seq=512&{rest}");
        training(&query).step.unwrap().communication_s
    };
    // Summed and given back: two passes of the gradients.
    let once = gradients * 7.0 / 8.0 / rate;
    assert!(near(seconds("shard=ddp"), 2.0 * once));
    // Weights are gathered for both passes, gradients scattered.
    assert!(near(seconds("shard=fsdp"), 3.0 * once));
    assert!(near(seconds("shard=fsdp&accum=4"), 12.0 * once));
    // Scattered each round, and new weights gathered once.
    assert!(near(seconds("shard=zero2&accum=4"), 5.0 * once));
}

/// A bridge joins two cards; four talk over PCI Express, at half of what a card reads over it.
#[test]
fn a_bridge_joins_two_cards() {
    let gpu = Catalog::builtin().gpu("rtx-3090").unwrap();
    let gradients = 494_032_768.0 * 2.0;
    let seconds = |n: u32| {
        let query = format!("gpu=rtx-3090&n={n}&model=qwen2.5-0.5b&mode=train&shard=ddp&seq=512");
        training(&query).step.unwrap().communication_s
    };
    let bridge = gpu.link.unwrap().bandwidth as f64 / 2.0 * 0.8;
    let slot = card_bytes_per_s(gpu).unwrap() as f64 * 0.5;
    let of = |n: f64, rate: f64| 2.0 * gradients * (n - 1.0) / n / rate;
    assert!((seconds(2) / of(2.0, bridge) - 1.0).abs() < 0.05);
    assert!((seconds(4) / of(4.0, slot) - 1.0).abs() < 0.05);
}

/// An optimiser in host memory: 12 bytes a parameter of states and 4 of gradients there and half as much again for
/// DeepSpeed's buffers, gradients of two bytes out and weights of two back over each card's slot.
#[test]
fn an_optimiser_in_host_memory_takes_twenty_four_bytes_a_parameter_there() {
    let params = 6_738_415_616_u64;
    let run = training(
        "gpu=h200-sxm&n=8&model=llama-2-7b&mode=train&seq=512&shard=zero3&offload-optim=cpu&ram=512",
    );
    assert_eq!(run.host_used_bytes, params * 24);
    let slot = card_bytes_per_s(Catalog::builtin().gpu("h200-sxm").unwrap()).unwrap();
    let by_hand = 2.0 * params as f64 * 2.0 / 8.0 / slot as f64;
    let found = run.step.unwrap().offload_s;
    assert!(near(found, by_hand), "{found} {by_hand}");
}

/// Six operations for each parameter of an adapter: they are trained, whatever is frozen around them.
#[test]
fn adapters_take_six_operations_a_parameter() {
    let catalog = Catalog::builtin();
    let arch = &catalog.model("llama-2-7b").unwrap().arch;
    let of = |rank: u32| {
        let query = format!(
            "gpu=h100-sxm&model=llama-2-7b&mode=train&seq=1&recompute=none&method=lora&targets=all&rank={rank}"
        );
        training(&query).flops_per_token as f64
    };
    let all = adapter_params(arch, Targets::parse("all").unwrap(), 32);
    let more = of(64) - of(32);
    assert!(near(more, 6.0 * all as f64), "{more} {all}");
}

/// Mistral 7B v0.1 looks back 4,096 tokens: an average token of a causal sequence sees half of what one of twice that
/// length would, so that operations grow with the sequence up to 8,192 tokens and no further.
#[test]
fn attention_within_a_window_stops_to_grow_at_twice_its_width() {
    let of = |sequence: u32| {
        let query = format!(
            "gpu=h200-sxm&n=8&model=mistral-7b-v0.1&mode=train&recompute=none&seq={sequence}"
        );
        training(&query).flops_per_token as f64
    };
    assert_eq!(of(16_384), of(8_192));
    // Two products of 4,096 numbers each in 32 layers, forward once and backward two and a half times.
    let by_hand = 4_096.0 * 2.0 * 4_096.0 * 32.0 * 3.5;
    assert!(
        near(of(8_192) - of(4_096), by_hand),
        "{}",
        of(8_192) - of(4_096)
    );
}

/// Towers are loaded and never trained: two bytes a parameter beside the text's.
#[test]
fn towers_are_loaded_where_a_model_is_trained() {
    let run = training("gpu=h200-sxm&n=8&model=gemma-3-27b&mode=train&method=lora&seq=512");
    assert_eq!(run.states.weights_bytes, 27_432_406_640 * 2);
}

/// Fans of a server take 15 % of its modules, a processor of 350 W idles at a quarter of it, and a watt less for a chip
/// saves 1.1 W at the wall.
#[test]
fn parts_draw_what_is_assumed_of_them() {
    let item = |query: &str, kind: &str| {
        let power = report(query).power().clone();
        let mut items = power.items.into_iter();
        items.find(|item| item.kind == kind).unwrap()
    };
    assert_eq!(item("gpu=h100-sxm&n=8", "fans").busy_w, 8.0 * 700.0 * 0.15);
    assert_eq!(item("gpu=rtx-5090&cpu=350", "cpu").idle_w, 87.5);
    let desktop = "gpu=rtx-5090&cpu=core-ultra-7-265k&dimms=2";
    let cpu = item(desktop, "cpu");
    assert_eq!((cpu.busy_w, cpu.idle_w), (250.0, 0.08 * 125.0));
    assert_eq!(item(desktop, "board").idle_w, 8.0);
    assert_eq!(item("n=4", "board").idle_w, item("n=4", "board").busy_w);
    let strix = |rest: &str| {
        report(&format!("gpu=ryzen-ai-max-395{rest}"))
            .power()
            .clone()
    };
    let (full, less) = (strix(""), strix("&limit=60"));
    let saved = f64::from(full.gpus[0].default_w - 60) * 1.1;
    assert!((full.wall_w - less.wall_w - saved).abs() < 0.06, "{saved}");
}

/// 12,000 USD of parts, 13,200 with tax.
fn comparison() -> Comparison {
    Comparison {
        capex: Cents(1_320_000),
        value: Cents(1_200_000),
        resale: 80_000,
        fade: 0,
        upkeep: 10_000,
        energy: Energy {
            busy_mw: 0,
            idle_mw: 0,
            busy_minutes_per_day: 60,
            days_per_week: 7,
            tariff_micro_usd_per_kwh: None,
        },
        rent: MicroUsd(1_000_000),
        term: Term::OnDemand,
        decline: 0,
        storage: Cents(0),
    }
}

#[test]
fn upkeep_and_resale_are_shares_of_the_price_without_tax() {
    let owned = comparison();
    // A tenth of 12,000 a year, and four fifths of it on the first day.
    assert_eq!(owned.spent(12).0 - owned.spent(0).0, 120_000);
    assert_eq!(owned.resale_after(0), Cents(960_000));
    assert_eq!(owned.spent(0), Cents(1_320_000));
}

/// An hour a day at one dollar is 365 dollars a year: a machine of 365 dollars is no dearer, and a minute less makes it
/// so.
#[test]
fn what_costs_exactly_as_much_is_no_dearer() {
    let bought = Comparison {
        capex: Cents(36_500),
        value: Cents(0),
        upkeep: 0,
        ..comparison()
    };
    assert_eq!(bought.cloud(12), bought.own(12));
    assert_eq!(bought.break_even_minutes(12), Some(60));
    assert_eq!(bought.break_even(), Some(12));
}

#[test]
fn both_ends_of_a_price_are_taxed() {
    let cost = report("gpu=rtx-5090&tax=10").cost().clone();
    let sum = |each: fn(&headroom_core::report::CostItem) -> Option<Cents>| {
        let items = cost.items.iter();
        let each = items.filter_map(|item| Some(each(item)?.0 * i64::from(item.quantity)));
        each.sum::<i64>() as f64
    };
    let (low, high) = (sum(|item| item.low_usd), sum(|item| item.high_usd));
    assert!(low < high);
    assert!((cost.low_usd.0 as f64 - low * 1.1).abs() < 1.0);
    assert!((cost.high_usd.0 as f64 - high * 1.1).abs() < 1.0);
    assert!((cost.total_usd.0 as f64 - cost.subtotal_usd.0 as f64 * 1.1).abs() < 1.0);
}

/// A million tokens of two cards take the price of both cards' hours; an API takes its prompts and its answers.
#[test]
fn a_million_tokens_cost_all_cards_and_all_tokens() {
    let report = report("gpu=h100-sxm&n=2&model=llama-3.1-70b&w=fp8&engine=vllm&users=16");
    let cost = report.token_cost().unwrap();
    let rate = report.speed().served_tokens_per_s.unwrap();
    let hour = report.payback().own_usd_per_gpu_hour.unwrap().0 as f64;
    let by_hand = 2.0 * hour * 1e6 / (rate * 3_600.0);
    assert!(near(cost.owned_usd_per_mtok.unwrap().0 as f64, by_hand));
    let prompts = f64::from(report.speed().prompt_tokens) / f64::from(report.speed().output_tokens);
    let lines =
        report.cloud().api.iter().map(|line| {
            line.input_usd_per_mtok.0 as f64 * prompts + line.output_usd_per_mtok.0 as f64
        });
    let least = lines.fold(f64::INFINITY, f64::min);
    assert!(least.is_finite());
    assert!(near(cost.api_usd_per_mtok.unwrap().0 as f64, least));
}

/// Llama 2 was published for 4,096 tokens, and a card of any size makes no more of them.
#[test]
fn no_more_context_is_offered_than_a_model_was_published_for() {
    let limits = report("gpu=h200-sxm&model=llama-2-7b").limits().clone();
    assert_eq!(limits.max_context_tokens, Some(4_096));
}

/// DeepSeek V3.2 keeps a key of 128 bytes and its scale of 4 in each of 61 layers, beside the latent of 576 numbers.
#[test]
fn index_keys_are_kept_beside_the_latent() {
    let memory = memory("gpu=h200-sxm&n=8&model=deepseek-v3.2&w=fp8_block&engine=vllm");
    assert_eq!(memory.kv_bytes_per_token, 61 * (576 * 2 + 132));
}
