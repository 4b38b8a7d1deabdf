//! Power against published sums, certification points, tariffs and measurements.
#![expect(clippy::unwrap_used, reason = "a failed lookup is a failed test")]

use headroom_core::catalog::Catalog;
use headroom_core::evaluate::report;
use headroom_core::report::{LoadKind, PowerReport, PowerStatus, WayOut};
use headroom_core::working::explain;

/// The four-card workstation of the reference documents, which cools its processor with liquid.
const REFERENCE: &str = "n=4&model=llama-3.1-405b&cpu=threadripper-pro-7975wx&dimms=8&drives=4&psu=1650\
                         &part-cooler=silverstone-xe360-tr5";

fn power(query: &str) -> PowerReport {
    let report = report(query, Catalog::builtin());
    assert!(
        report.notices().is_empty(),
        "{query}: {:?}",
        report.notices()
    );
    report.power().clone()
}

/// What would make it carry.
fn ways(query: &str) -> Vec<WayOut> {
    report(query, Catalog::builtin()).power_ways().to_vec()
}

fn kind(power: &PowerReport, kinds: &[&str]) -> f64 {
    let parts = power.items.iter().filter(|item| kinds.contains(&item.kind));
    parts.map(|item| item.busy_w).sum()
}

/// For whoever runs the tests with `--no-capture`.
#[expect(clippy::print_stdout, reason = "the comparison is worth reading")]
fn show(what: &str, predicted: f64, measured: f64) {
    println!("{what}: predicted {predicted} W, measured {measured} W");
}

#[test]
fn the_reference_build_draws_what_its_breakdown_says() {
    let power = power(REFERENCE);
    assert_eq!(kind(&power, &["gpu"]), 1_200.0);
    assert_eq!(kind(&power, &["cpu"]), 350.0);
    assert_eq!(kind(&power, &["board", "memory"]), 50.0);
    assert_eq!(kind(&power, &["storage"]), 30.0);
    assert_eq!(kind(&power, &["fans", "pump"]), 20.0);
    assert_eq!(power.dc_w, 1_650.0);
}

/// 1,650 W ÷ 87 % = 1,896.6 W and 15.8 A, above a 15 A breaker's 1,800 W and its 1,440 W.
#[test]
fn the_reference_build_is_too_much_for_a_household_circuit() {
    let power = power(REFERENCE);
    assert!(
        (1_830.0..=1_900.0).contains(&power.wall_w),
        "{}",
        power.wall_w
    );
    assert_eq!(power.wall_w, 1_896.6);
    assert_eq!(power.psu.as_ref().unwrap().efficiency_percent, 87.0);
    assert_eq!(power.psu.as_ref().unwrap().load_percent, 100.0);
    let circuit = &power.circuit;
    assert_eq!(
        (circuit.rated_w, circuit.continuous_w),
        (1_800, Some(1_440))
    );
    assert_eq!(circuit.draw_a, 15.8);
    assert_eq!(power.verdict.status, PowerStatus::Overloads);
    assert_eq!(
        power.verdict.sentence,
        "15.8\u{202f}A: more than the 15\u{202f}A that this circuit is rated for, and above the 12\u{202f}A that it carries for hours."
    );
    // A 20 A circuit just does; no limit that the driver accepts would.
    let ways = ways(REFERENCE);
    let ways: Vec<(&str, &str)> = { ways.iter() }
        .map(|way| (way.kind, way.action.as_str()))
        .collect();
    assert_eq!(ways[0].0, "circuit");
    assert!(
        ways[0]
            .1
            .starts_with("Use a 20\u{202f}A circuit at 120\u{202f}V"),
        "{ways:?}"
    );
    assert!(ways.iter().all(|way| way.0 != "limit"), "{ways:?}");
}

#[test]
fn classes_bracket_the_reference_build() {
    let at = |class: &str| power(&format!("{REFERENCE}&class={class}")).wall_w;
    assert_eq!(at("white"), 2_062.5); // 80 %
    assert_eq!(at("platinum"), 1_854.0); // 89 %
    assert_eq!(at("titanium"), 1_833.4); // 90 %
}

#[test]
fn a_short_load_may_use_the_whole_rating() {
    let long = power("n=2&cpu=350&psu=1300&other=100&drives=6");
    assert_eq!(long.verdict.status, PowerStatus::Carries);
    let query = "n=3&cpu=350&psu=1650";
    let long = power(query);
    assert!((1_440.0..1_800.0).contains(&long.wall_w), "{}", long.wall_w);
    assert_eq!(long.verdict.status, PowerStatus::ShortTimeOnly);
    assert!(long.circuit.continuous);
    let short = power(&format!("{query}&hours=2"));
    assert_eq!(short.verdict.status, PowerStatus::Carries);
    assert_eq!(
        (short.circuit.allowed_w, short.circuit.continuous),
        (1_800, false)
    );
}

#[test]
fn the_limit_that_is_suggested_is_exact() {
    let query = "gpu=rtx-4090&n=4&model=llama-3.3-70b&cpu=170&psu=1650&circuit=na-20a-120v";
    let ways = ways(query);
    let way = ways.iter().find(|way| way.kind == "limit");
    let there = power(&way.unwrap().query);
    assert!(there.verdict.carries, "{}", there.verdict.sentence);
    let watts = there.gpus[0].limit_w;
    let one_more = power(&format!("{query}&limit={}", watts + 1));
    assert!(!one_more.verdict.carries, "{watts}");
}

#[test]
fn other_load_counts_on_the_circuit_and_not_in_the_machine() {
    let [alone, shared] = ["", "&other=500"].map(|more| power(&format!("n=2{more}")));
    assert_eq!(alone.wall_w, shared.wall_w);
    assert_eq!(shared.circuit.draw_w, alone.circuit.draw_w + 500.0);
    assert_eq!(shared.energy, alone.energy);
}

#[test]
fn a_supply_that_is_too_small_says_so_and_what_would_do() {
    let query = "gpu=rtx-5090&n=2&psu=850";
    let power = power(query);
    assert_eq!(power.verdict.status, PowerStatus::PsuTooSmall);
    assert!(power.psu.as_ref().unwrap().headroom_w < 0.0);
    assert!(!ways(query).is_empty());
}

#[test]
fn big_units_need_240_v_for_their_rating() {
    let low = power("n=4&psu=2200").psu.unwrap();
    assert_eq!((low.rated_w, low.usable_w), (2_200, 1_650));
    let high = power("n=4&psu=2200&circuit=na-20a-240v").psu.unwrap();
    assert_eq!((high.rated_w, high.usable_w), (2_200, 2_200));
}

#[test]
fn two_supplies_halve_the_load_of_each() {
    let psu = power("n=4&cpu=350&dimms=8&drives=4&psu=1200&psus=2")
        .psu
        .unwrap();
    assert_eq!((psu.units, psu.load_percent), (2, 68.5));
    // 90 % at half load falls to 87 % at full: 90 − 3 × 18.54 ÷ 50 = 88.89.
    assert_eq!(psu.efficiency_percent, 88.89);
}

#[test]
fn machines_with_unified_memory_have_one_figure_and_no_supply_of_ours() {
    let studio = power("gpu=apple-m2-ultra");
    assert_eq!(
        (studio.dc_w, studio.wall_w, studio.idle_wall_w),
        (295.0, 295.0, 10.0)
    );
    assert!(studio.psu.is_none());
    assert_eq!(studio.items.len(), 1);
    // Apple's own table: 295 W are 1,007 BTU/h, 10 W are 34. One stream takes 259.6 W of them.
    assert_eq!(
        (studio.heat.btu_per_h, studio.heat.idle_btu_per_h),
        (886, 34)
    );
    let strix = power("gpu=ryzen-ai-max-395&limit=60");
    assert!(strix.wall_w < power("gpu=ryzen-ai-max-395").wall_w);
}

#[test]
fn published_tariffs_and_grids() {
    let energy = |query: &str| power(query).energy;
    assert_eq!(energy("").tariff_usd_per_kwh, Some(0.1648));
    assert_eq!(energy("").grid_g_co2_per_kwh, Some(369.5));
    assert_eq!(energy("region=us-ca").tariff_usd_per_kwh, Some(0.2951));
    assert_eq!(energy("region=de").tariff_usd_per_kwh, Some(0.418));
    assert_eq!(energy("region=fr").tariff_usd_per_kwh, None);
    assert_eq!(energy("region=fr").cost_usd_per_year, None);
    assert_eq!(
        energy("region=fr&tariff=0.25").tariff_usd_per_kwh,
        Some(0.25)
    );
}

/// A Mac Studio all year round: 259.6 W × 8,760 h = 2,274 kWh, at 16.48 cents 374.77 USD.
#[test]
fn a_year_is_8760_hours() {
    let energy = power("gpu=apple-m2-ultra&hours=24&days=7").energy;
    assert_eq!(
        (energy.busy_hours_per_year, energy.idle_hours_per_year),
        (8_760.0, 0.0)
    );
    assert_eq!(energy.kwh_per_year, 2_274.0);
    assert_eq!(energy.cost_usd_per_year, Some(374.77));
    assert_eq!(energy.co2_kg_per_year, Some(840.2));
    let off = power("gpu=apple-m2-ultra&hours=0").energy;
    assert_eq!((off.busy_kwh_per_year, off.idle_kwh_per_year), (0.0, 87.6));
}

/// Measured: RTX 3090 with 24.68 ÷ 34.67 of its speed between 240 and 250 W; RTX 4090 at 300 W.
#[test]
fn speed_follows_the_measured_curve() {
    let percent = |query: &str| power(query).gpus[0].speed.as_ref().unwrap().percent;
    assert_eq!(percent("gpu=rtx-3090&limit=250"), Some(72.6)); // 25.17 ÷ 34.67
    assert_eq!(percent("gpu=rtx-3090&limit=150"), None);
    assert_eq!(percent("gpu=rtx-4090&limit=300"), Some(96.5)); // 50.16 ÷ 51.96
    assert_eq!(percent("gpu=rtx-4090"), Some(100.0));
    let server = "gpu=rtx-pro-6000-blackwell-ws&limit=300";
    // Unpacking a dense model keeps the units busy: read off the curves of one.
    assert_eq!(percent(&format!("{server}&users=4")), Some(86.8)); // 62.6 ÷ 72.1
    assert_eq!(percent(&format!("{server}&users=64")), Some(76.5)); // 1,033.5 ÷ 1,351.5
    let served = format!("{server}&n=4&model=minimax-m2.5&w=nvfp4&engine=vllm");
    assert_eq!(percent(&format!("{served}&users=4")), Some(96.2)); // 1 ÷ 1.04
    assert_eq!(percent(&format!("{served}&users=64")), Some(76.9)); // 1 ÷ 1.30
    // Two loads that are as near count alike: 119.46 ÷ 136.55 and 19.28 ÷ 34.67.
    let either = "gpu=rtx-3090&n=2&model=qwen3.6-27b&w=awq&engine=vllm&limit=220";
    assert_eq!(percent(either), Some(71.6));
    let other = power("gpu=rtx-5090&limit=450").gpus[0]
        .speed
        .clone()
        .unwrap();
    assert_eq!(other.curve_gpu, "rtx-pro-6000-blackwell-ws");
    assert_eq!(other.evidence.word(), "assumed");
}

#[test]
fn bad_values_are_answered_at_their_key() {
    let catalog = Catalog::builtin();
    for (query, key, said) in [
        (
            "limit=235",
            "limit",
            "known to be accepted are 250 to 325 W",
        ),
        (
            "gpu=apple-m4-max&limit=50",
            "limit",
            "no power limit that could be set",
        ),
        ("hours=25", "hours", "from 0 to 24"),
        ("days=8", "days", "from 0 to 7"),
        ("tariff=0", "tariff", "from 0.001 to 5 dollars"),
        ("tariff=-0.2", "tariff", "from 0.001 to 5 dollars"),
        ("tariff=cheap", "tariff", "from 0.001 to 5 dollars"),
        ("circuit=na-15a-121v", "circuit", "na-15a-120v"),
        ("region=xx", "region", "Calculated with us"),
        ("class=golden", "class", "gold"),
        ("cpu=2000", "cpu", "too large"),
        ("cpu=threadripper", "cpu", "Calculated with the usual one"),
        ("psu=50", "psu", "too small"),
        ("psus=99", "psus", "too large"),
        ("ups=big", "ups", "Calculated with none"),
        (
            "gpu=rtx-4090+rtx-3090&limit=300+200+100",
            "limit",
            "3 limits for 2 kinds",
        ),
    ] {
        let report = report(query, catalog);
        let [notice] = report.notices() else {
            panic!("{query}: {:?}", report.notices());
        };
        assert_eq!(notice.key, key, "{query}");
        assert!(notice.message.contains(said), "{query}: {}", notice.message);
        assert!(notice.nearest.is_some(), "{query}");
    }
}

#[test]
fn links_hold_only_what_differs() {
    let canonical = |query: &str| report(query, Catalog::builtin()).query().to_owned();
    assert_eq!(
        canonical("hours=8&days=5&region=us&circuit=na-15a-120v&class=gold&limit=300"),
        ""
    );
    assert_eq!(canonical("limit=auto&cpu=auto&psu=auto&ups=none"), "");
    assert_eq!(
        canonical("ups=auto&tariff=0.20&days=7&psus=2&psu=1200&limit=275&n=2"),
        "n=2&limit=275&psu=1200&psus=2&tariff=0.2&days=7&ups=auto"
    );
    assert_eq!(
        canonical("gpu=rtx-4090+rtx-3090&limit=300"),
        "gpu=rtx-4090+rtx-3090&limit=300+300"
    );
}

#[test]
fn a_ups_is_sized_for_the_wall() {
    let ups = power("ups=auto").ups;
    let unit = ups.unit.unwrap();
    assert!(f64::from(unit.watts) >= ups.required_w && unit.carries);
    assert!(unit.minutes.unwrap() > 4.0);
    let small = power("n=4&ups=apc-smt1500").ups.unit.unwrap();
    assert_eq!((small.carries, small.minutes), (false, None));
}

#[test]
fn every_power_figure_has_its_working() {
    let catalog = Catalog::builtin();
    for query in [
        REFERENCE,
        "gpu=dgx-spark-gb10",
        "gpu=rtx-4090+rtx-3090&region=gb&circuit=uk-13a-230v",
    ] {
        let report = report(query, catalog);
        let workings = explain(&report);
        let figures: Vec<&str> = workings.iter().map(|working| working.figure).collect();
        for figure in [
            "power.dc_w",
            "power.circuit.draw_a",
            "power.energy.kwh_per_year",
        ] {
            assert!(figures.contains(&figure), "{query}: {figures:?}");
        }
        assert_eq!(
            figures.contains(&"power.wall_w"),
            report.power().psu.is_some()
        );
    }
}

/// Whole machines measured at the wall while they decoded. The prediction counts processor and card
/// at their limits, which decoding alone does not reach: it must not be below the measurement by
/// more than a tenth, nor above twice of it.
#[test]
fn measured_machines_lie_below_the_prediction() {
    let desktop = "cpu=core-ultra-9-285k&dimms=2&drives=1&psu=850";
    let rows = [
        ("pow-0001 RTX 4090", "gpu=rtx-4090", 464.2),
        ("pow-0003 R9700", "gpu=radeon-ai-pro-r9700", 330.8),
        ("pow-0015 R9700", "gpu=radeon-ai-pro-r9700", 332.9),
        ("pow-0005 RTX 4070 Ti", "gpu=rtx-4070-ti", 311.1),
        ("pow-0028 RTX 3060", "gpu=rtx-3060-12gb", 214.0),
        ("pow-0054 2 × RTX 3090", "gpu=rtx-3090&n=2", 760.0),
    ];
    for (name, gpu, measured) in rows {
        // The desktop's processor has 125 W of design power; decoding on a card leaves it near that.
        let predicted = power(&format!(
            "{gpu}&{}",
            desktop.replace("core-ultra-9-285k", "125")
        ))
        .wall_w;
        show(name, predicted, measured);
        let ratio = predicted / measured;
        assert!(
            (0.9..=2.0).contains(&ratio),
            "{name}: {predicted} against {measured}"
        );
    }
    let studio = power("gpu=apple-m3-ultra").wall_w;
    for measured in [227.0, 223.0, 256.4] {
        show("M3 Ultra", studio, measured);
        assert!((1.0..=1.2).contains(&(studio / measured)));
    }
}

/// A board like the reference's with four Max-Q and a 64-core processor, on the DC side by its
/// supply's own meter: 1,180 to 1,500 W under load in three servings, 1,270 to 1,760 W at the peak, 234 to 280 W idle.
#[test]
fn a_measured_peer_of_the_reference_build() {
    let peer = power(
        "n=4&cpu=threadripper-pro-9985wx&dimms=8&drives=4&psu=1500&class=platinum&circuit=na-20a-120v",
    );
    show("four Max-Q, highest load", peer.dc_w, 1_500.0);
    show("four Max-Q, idle", peer.idle_dc_w, 238.0);
    assert!((1_500.0..=1_760.0).contains(&peer.dc_w), "{}", peer.dc_w);
    assert!(
        (210.0..=280.0).contains(&peer.idle_dc_w),
        "{}",
        peer.idle_dc_w
    );
}

/// Power decides nothing about memory.
/// What owners read off their cards, in watts of all cards, by the query that asks for the same: llama.cpp and
/// vLLM, one stream and many, alone and shared.
const READ: [(&str, f64); 17] = [
    // alesha-pro/4x3090-llm-benchmarks, limited to 220 and 300 W, without the 28 W of each idle card.
    ("gpu=rtx-3090&limit=220&model=gemma-3-12b&w=q8_0", 220.3),
    ("gpu=rtx-3090&n=2&limit=220&model=gemma-3-12b&w=q8_0", 437.5),
    (
        "gpu=rtx-3090&n=4&limit=220&model=gemma-3-12b&w=q4_k_m",
        733.2,
    ),
    (
        "gpu=rtx-3090&n=4&limit=220&model=qwen3.6-27b&w=bf16&engine=vllm&par=tp",
        876.6,
    ),
    (
        "gpu=rtx-3090&n=4&limit=300&model=gemma-3-12b&w=awq&engine=vllm&par=tp",
        1_050.3,
    ),
    (
        "gpu=rtx-3090&n=4&limit=220&model=qwen3.6-27b&w=int8&engine=vllm&par=tp&users=64",
        857.2,
    ),
    // guruswami-ai/mlx-benchmarks.
    ("gpu=rtx-5090&model=llama-3.1-8b&w=f16", 473.6),
    ("gpu=rtx-5090&model=qwen2.5-32b&w=q4_k_m", 574.2),
    ("gpu=rtx-4090&model=llama-3.1-8b&w=f16", 284.4),
    ("gpu=rtx-4090&model=qwen2.5-32b&w=q4_k_m", 371.8),
    // sudoingX/qwen38-mtp, noonghunna/club-3090.
    ("gpu=rtx-4090&model=qwen3.6-27b&w=q4_k_m", 353.0),
    ("gpu=rtx-4090&model=qwen3-4b&w=fp8&engine=vllm", 246.6),
    (
        "gpu=rtx-3090&n=2&limit=330&model=qwen3.6-27b&w=gptq&engine=vllm&par=tp",
        617.8,
    ),
    // Light-Heart-Labs/MMBT-Messy-Model-Bench-Tests.
    (
        "gpu=rtx-pro-6000-blackwell-ws&model=qwen3.6-27b&w=awq&engine=vllm",
        511.0,
    ),
    (
        "gpu=rtx-pro-6000-blackwell-ws&model=qwen3.6-27b&w=awq&engine=vllm&users=32",
        573.0,
    ),
    // local-inference-lab/rtx6kpro.
    (
        "gpu=rtx-pro-6000-blackwell-ws&n=8&model=kimi-k2&w=nvfp4&engine=vllm&par=tp&users=32",
        1_970.0,
    ),
    // geerlingguy/ai-benchmarks, at the wall.
    ("gpu=apple-m3-ultra&model=llama-3.2-3b&w=q4_k_m", 223.0),
];

#[test]
fn what_owners_read_lies_within_the_loads() {
    let mut quotients = Vec::new();
    for (query, read) in READ {
        let power = power(query);
        let load = power.asked().unwrap();
        show(query, load.gpu_w, read);
        // A reading wavers by a watt about a limit.
        let range = load.gpu_low_w - 2.0..=load.gpu_high_w + 2.0;
        assert!(range.contains(&read), "{query}: {read} in {range:?}");
        quotients.push(load.gpu_w / read);
    }
    quotients.sort_by(f64::total_cmp);
    let median = quotients[quotients.len() / 2];
    assert!((0.93..=1.07).contains(&median), "{median}: {quotients:?}");
    // The desktop of those readings at the wall: RTX 4090, Core Ultra 265K, 464 W at its highest.
    let desktop = power("gpu=rtx-4090&model=qwen2.5-14b&cpu=core-ultra-7-265k&dimms=2&drives=1");
    let load = desktop.asked().unwrap();
    assert!(
        (load.wall_low_w..=load.wall_high_w).contains(&464.2),
        "{load:?}"
    );
    assert!(load.wall_w < desktop.wall_w);
}

/// The same desktop with other cards, at the wall: the highest reading of a decode, and idle (geerlingguy/ai-benchmarks).
#[test]
fn a_desktop_draws_at_the_wall_what_was_read() {
    let desktop = "cpu=core-ultra-7-265k&dimms=2&drives=1&psu=850";
    let rows = [
        (
            "gpu=rtx-4090&model=deepseek-r1-distill-qwen-14b&w=q4_k_m",
            LoadKind::Stream,
            464.2,
        ),
        (
            "gpu=rtx-4070-ti&model=deepseek-r1-distill-qwen-14b&w=q4_k_m",
            LoadKind::Stream,
            311.1,
        ),
        (
            "gpu=radeon-ai-pro-r9700&model=deepseek-r1-distill-qwen-14b&w=q4_k_m",
            LoadKind::Stream,
            330.8,
        ),
        (
            "gpu=radeon-ai-pro-r9700&model=gpt-oss-20b",
            LoadKind::Stream,
            332.9,
        ),
        ("gpu=rtx-2080-ti", LoadKind::Idle, 47.7),
    ];
    for (query, kind, read) in rows {
        let power = power(&format!("{query}&{desktop}"));
        let load = power.loads.iter().find(|load| load.kind == kind).unwrap();
        show(query, load.wall_w, read);
        let off = load.wall_w / read;
        assert!((0.85..=1.2).contains(&off), "{query}: {off} {load:?}");
    }
    // What keeps many lanes and modules awake idles far above that: 67 W around three old cards, some 150 around four.
    let workstation = power("n=4&cpu=threadripper-pro-9985wx&dimms=8&psu=1500");
    let idle = workstation.loads.first().unwrap();
    assert!(idle.wall_w - idle.gpu_w > 100.0, "{idle:?}");
}

/// A DGX Spark decodes at 60 to 90 W, whatever its adapter is rated at.
#[test]
fn machines_sold_whole_draw_what_was_read() {
    let spark = power("gpu=dgx-spark-gb10&model=gpt-oss-20b&w=mxfp4");
    assert_eq!(spark.wall_w, 240.0);
    let stream = spark.asked().unwrap();
    assert!((60.0..=90.0).contains(&stream.wall_w), "{stream:?}");
    assert!(stream.wall_low_w <= 60.0 && stream.wall_high_w >= 89.0);
    let [idle, _, many, prompt, training] = spark.loads.as_slice() else {
        panic!("{:?}", spark.loads)
    };
    assert!(idle.wall_w < stream.wall_w && stream.wall_w <= many.wall_w);
    assert!(many.wall_w < prompt.wall_w && prompt.wall_w <= training.wall_w);
    assert!(training.wall_w < spark.wall_w);
}

#[test]
fn the_load_that_is_asked_for_decides_energy_and_the_parts_decide_the_circuit() {
    let one = power("n=4");
    let many = power("n=4&users=32");
    let train = power("n=4&mode=train");
    assert_eq!(
        [&one, &many, &train].map(|power| power.wall_w),
        [one.wall_w; 3]
    );
    let kwh = [&one, &many, &train].map(|power| power.energy.busy_kwh_per_year);
    assert!(kwh.is_sorted() && kwh[0] < kwh[2], "{kwh:?}");
    // Both are rounded as parts of one sum.
    let idle = one.energy.idle_kwh_per_year - train.energy.idle_kwh_per_year;
    assert!(idle.abs() < 0.11, "{idle}");
    // Cards that wait for the host draw less, and the host more.
    let kimi = "gpu=rtx-pro-6000-blackwell-ws&model=kimi-k2&cpu=epyc-9355&ram=768&offload=auto&engine=llamacpp";
    let offloaded = power(kimi);
    let load = offloaded.asked().unwrap();
    assert!(load.gpu_w < 450.0, "{load:?}");
    assert!(load.dc_w - load.gpu_w > 250.0, "{load:?}");
}

#[test]
fn the_memory_verdict_does_not_know_about_power() {
    let [plain, limited] = [
        "n=4&w=f16",
        "n=4&w=f16&limit=250&circuit=jp-15a-100v&psu=200",
    ]
    .map(|query| report(query, Catalog::builtin()));
    assert_eq!(plain.memory(), limited.memory());
    assert_eq!(plain.verdict().status, limited.verdict().status);
    assert_eq!(plain.verdict().sentence, limited.verdict().sentence);
}
