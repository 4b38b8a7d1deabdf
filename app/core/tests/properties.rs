//! Laws that hold for every scenario, not only for the ones somebody thought of.
#![expect(clippy::unwrap_used, reason = "a failed lookup is a failed test")]

use headroom_core::catalog::Catalog;
use headroom_core::codec;
use headroom_core::codec::encode;
use headroom_core::engine::Engine;
use headroom_core::evaluate::Report;
use headroom_core::evaluate::report;
use headroom_core::model::quant::KvType;
use headroom_core::model::quant::Quant;
use headroom_core::report::{Notice, NoticeKind, PowerStatus, Status};
use headroom_core::scenario::keys;
use proptest::prelude::*;
use proptest::sample::select;

/// Any query that a link of ours could be: valid in each key, combinations free.
fn query() -> impl Strategy<Value = String> {
    // Laptops have bounds of their own: see `laptops.rs`.
    let cards = { Catalog::builtin().gpus.iter() }.filter(|gpu| gpu.may_be_several());
    let gpus: Vec<&str> = cards.map(|gpu| gpu.id).collect();
    let models: Vec<&str> = Catalog::builtin()
        .models
        .iter()
        .map(|model| model.id)
        .collect();
    let machine = prop_oneof![
        4 => (select(gpus.clone()), 1..=16_u32).prop_map(|(gpu, n)| format!("gpu={gpu}&n={n}")),
        1 => (select(gpus.clone()), 1..5_u32, select(gpus), 1..5_u32)
            .prop_map(|(a, n, b, m)| format!("gpu={a}*{n}+{b}*{m}")),
    ];
    let model = prop_oneof![
        6 => select(models).prop_map(str::to_owned),
        1 => (1..3_000_u32).prop_map(|billions| format!("{billions}b")),
        1 => (20..3_000_u32, 1..20_u32).prop_map(|(total, active)| format!("{total}b-a{active}b")),
    ];
    let par = select(vec![
        "auto", "auto", "auto", "layer", "tp", "tp2", "pp", "tp2-pp2", "tp-ep",
    ]);
    let offload = select(vec![
        "none",
        "none",
        "auto",
        "experts",
        "layers-7",
        "experts-3",
    ]);
    let engine = prop_oneof![
        1 => Just(String::new()),
        3 => select(Engine::ALL.to_vec()).prop_map(|engine| format!("&engine={}", engine.id())),
    ];
    let formats = (select(Quant::ALL.to_vec()), select(KvType::ALL.to_vec()));
    let power = (
        select(vec!["", "&cpu=125", "&cpu=epyc-9755"]),
        select(vec!["", "&psu=850", "&psu=1650&psus=2", "&psus=3", "&class=titanium", "&class=white"]),
        select(catalog_ids(|catalog| catalog.power.circuits.iter().map(|row| row.id).collect())),
        select(catalog_ids(|catalog| catalog.power.regions.iter().map(|row| row.id).collect())),
        (0..=24_u32, 0..=7_u32, 0..2_000_u32, 0..=12_u32),
    )
        .prop_map(|(cpu, psu, circuit, region, (hours, days, other, drives))| {
            format!(
                "{cpu}{psu}&circuit={circuit}&region={region}&hours={hours}&days={days}&other={other}&drives={drives}"
            )
        });
    let load = (1..400_000_u32, 1..64_u32, par, offload, 0..1_024_u32);
    let lengths = prop_oneof![
        2 => Just(None),
        1 => (1..400_000_u32, 1..9_000_u32, 1..200_u32).prop_map(Some),
    ];
    (machine, model, formats, engine, load, lengths, power).prop_map(
        |(machine, model, (w, kv), engine, (ctx, users, par, offload, ram), lengths, power)| {
            let [w, kv] = [w.id(), kv.id()];
            let lengths = lengths.map_or_else(String::new, |(prompt, out, rate)| {
                format!("&prompt={}&out={out}&rate={rate}", prompt.min(ctx))
            });
            format!(
                "{machine}&model={model}&w={w}&kv={kv}&ctx={ctx}&users={users}{engine}&par={par}&offload={offload}&ram={ram}{lengths}{power}"
            )
        },
    )
}

fn catalog_ids(ids: impl Fn(&Catalog) -> Vec<&'static str>) -> Vec<&'static str> {
    ids(Catalog::builtin())
}

/// A machine of cards of one kind with a supply and a limit of its own, and that kind's range.
fn limited() -> impl Strategy<Value = (String, u32, u32)> {
    (query(), 0..=1_000_u32, 0..=1_000_u32).prop_map(|(query, a, b)| {
        let mut query = codec::Query::parse(&query);
        let given = query.get("gpu").unwrap_or_default().to_owned();
        if let Some((first, _)) = given.split_once('*') {
            query.set("gpu", first);
            query.set("n", "3");
        }
        query.set("psu", "1650");
        let gpu = answer(&query).power().gpus[0].clone();
        let at = |permille: u32| gpu.min_w + (gpu.max_w - gpu.min_w) * permille / 1_000;
        (query.to_string(), at(a.min(b)), at(a.max(b)))
    })
}

/// Watts of a report in whole tenths.
fn tenths(watts: f64) -> i64 {
    let tenths = (watts * 10.0).round();
    assert!(
        watts.is_finite() && (watts * 10.0 - tenths).abs() < 1e-3,
        "{watts}"
    );
    tenths as i64
}

/// A combination that some engine runs, on cards of one kind, divided as the engine likes.
fn runnable() -> impl Strategy<Value = String> {
    query().prop_map(|query| {
        let mut query = codec::Query::parse(&query);
        query.set("par", "auto");
        query.set("kv", "f16");
        let given = query.get("gpu").unwrap_or_default().to_owned();
        if let Some((first, _)) = given.split_once('*') {
            query.set("gpu", first);
            query.set("n", "3");
        }
        if answer(&query).verdict().status == Status::Impossible {
            query.remove("engine");
            query.set("offload", "none");
        }
        query.to_string()
    })
}

fn answer(query: &codec::Query) -> Report {
    report(&query.to_string(), Catalog::builtin())
}

fn with(query: &str, key: &str, value: impl ToString) -> Report {
    let mut query = codec::Query::parse(query);
    query.set(key, value.to_string());
    answer(&query)
}

fn number(query: &str, key: &str) -> u32 {
    codec::Query::parse(query)
        .get(key)
        .unwrap()
        .parse()
        .unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn a_link_decoded_and_encoded_is_itself(query in query()) {
        let catalog = Catalog::builtin();
        let decoded = codec::decode(&query, catalog);
        // Engines read the word by the integers that they have.
        let mut notices = decoded.notices.iter();
        let told = notices.find(|notice| (notice.key, notice.given.as_str()) != ("kv", "int8"));
        prop_assert!(told.is_none(), "{told:?}");
        let canonical = encode(&decoded.scenario);
        let again = codec::decode(&canonical, catalog);
        prop_assert!(again.notices.is_empty(), "{canonical}: {:?}", again.notices);
        prop_assert_eq!(&again.scenario, &decoded.scenario);
        prop_assert_eq!(encode(&again.scenario), canonical);
    }

    #[test]
    fn any_text_is_answered_and_its_canonical_link_has_no_flaw(text in "\\PC{0,200}") {
        let report = report(&text, Catalog::builtin());
        let again = codec::decode(report.query(), Catalog::builtin());
        // A word that is not known stays in the link, so that whoever opens it is told the same.
        let kept = |notice: &Notice| notice.kind == NoticeKind::NotUnderstood;
        prop_assert!(again.notices.iter().all(kept), "{}: {:?}", report.query(), again.notices);
        prop_assert_eq!(again.notices.is_empty(), report.is_understood());
        prop_assert_eq!(encode(&again.scenario), report.query());
    }

    #[test]
    fn any_value_of_any_key_is_answered(
        key in select(keys::all().map(|key| key.name()).collect::<Vec<_>>()),
        value in "[-+0-9a-z.*%~ ]{0,40}",
    ) {
        for base in [
            "", "model=custom&layers=4", "model=custom&params=9b", "gpu=dgx-spark-gb10",
            "gpu=rtx-4090*2+ryzen-ai-max-395",
        ] {
            let mut query = codec::Query::parse(base);
            query.set(key, value.clone());
            let report = answer(&query);
            let again = codec::decode(report.query(), Catalog::builtin());
            let kept = |notice: &Notice| notice.kind == NoticeKind::NotUnderstood;
            prop_assert!(again.notices.iter().all(kept), "{query} → {}: {:?}", report.query(), again.notices);
            prop_assert_eq!(again.notices.is_empty(), report.is_understood());
            prop_assert_eq!(encode(&again.scenario), report.query());
        }
    }

    #[test]
    fn items_sum_to_totals(query in query()) {
        let report = report(&query, Catalog::builtin());
        let memory = report.memory();
        let weights: u64 = memory.weights.iter().map(|line| line.bytes).sum();
        prop_assert_eq!(weights, memory.weights_bytes);
        let cache: u64 = memory.kv_cache.iter().map(|line| line.bytes).sum();
        prop_assert_eq!(cache, memory.kv_cache_bytes);
        for gpu in &memory.per_gpu {
            let parts = [
                gpu.weights_bytes,
                gpu.kv_cache_bytes,
                gpu.activations_bytes,
                gpu.runtime_bytes,
                gpu.reserve_bytes,
            ];
            prop_assert_eq!(parts.iter().sum::<u64>(), gpu.used_bytes);
            prop_assert_eq!(gpu.capacity_bytes as i64 - gpu.used_bytes as i64, gpu.free_bytes);
            prop_assert!(gpu.used_low_bytes <= gpu.used_bytes, "{gpu:?}");
            prop_assert!(gpu.used_bytes <= gpu.used_high_bytes, "{gpu:?}");
        }
        let on_cards: u64 = memory.per_gpu.iter().map(|gpu| gpu.weights_bytes).sum();
        let placed = on_cards + memory.host.weights_bytes;
        prop_assert!(placed >= memory.weights_bytes, "{placed} of {}", memory.weights_bytes);
        let layers: u32 = memory.per_gpu.iter().map(|gpu| gpu.layers).sum();
        prop_assert!(layers > 0);
    }

    #[test]
    fn the_verdict_is_what_the_bars_show(query in query()) {
        let report = report(&query, Catalog::builtin());
        let gpus = &report.memory().per_gpu;
        let cards_hold = gpus.iter().all(|gpu| gpu.used_bytes <= gpu.capacity_bytes);
        let host = &report.memory().host;
        let moved = host.weights_bytes + host.kv_cache_bytes;
        let host_holds = host.layers == 0 || moved <= host.capacity_bytes;
        if report.verdict().status == Status::Impossible {
            prop_assert!(!report.verdict().fits && !report.verdict().blockers.is_empty());
        } else {
            prop_assert!(report.verdict().blockers.is_empty());
            prop_assert_eq!(report.verdict().fits, cards_hold && host_holds, "{:?}", report.verdict());
        }
        if report.verdict().status == Status::Fits {
            prop_assert!(gpus.iter().all(|gpu| gpu.used_high_bytes <= gpu.capacity_bytes));
        }
    }

    #[test]
    fn every_way_out_leads_where_it_says(query in query()) {
        let before = report(&query, Catalog::builtin());
        for way in before.memory_ways() {
            let there = report(&way.query, Catalog::builtin());
            prop_assert!(there.notices().is_empty(), "{way:?}: {:?}", there.notices());
            prop_assert!(there.verdict().fits, "{way:?}: {}", there.verdict().sentence);
            prop_assert_eq!(there.verdict().status, way.status, "{:?}", way);
        }
    }

    #[test]
    fn watts_add_up_and_are_numbers(query in query()) {
        let report = report(&query, Catalog::builtin());
        let power = report.power();
        let busy: i64 = power.items.iter().map(|item| tenths(item.busy_w)).sum();
        let idle: i64 = power.items.iter().map(|item| tenths(item.idle_w)).sum();
        prop_assert_eq!(busy, tenths(power.dc_w));
        prop_assert_eq!(idle, tenths(power.idle_dc_w));
        for item in &power.items {
            let each = tenths(item.each_w) * i64::from(item.count);
            prop_assert_eq!(each, tenths(item.busy_w), "{:?}", item);
        }
        let loss = power.psu.as_ref().map_or(0, |psu| tenths(psu.loss_w));
        prop_assert_eq!(tenths(power.dc_w) + loss, tenths(power.wall_w));
        prop_assert!(power.idle_dc_w <= power.dc_w && power.idle_wall_w <= power.wall_w);
        prop_assert!(power.idle_dc_w <= power.idle_wall_w);
        let energy = &power.energy;
        let hours = energy.busy_hours_per_year + energy.idle_hours_per_year;
        prop_assert!((hours - 8_760.0).abs() < 1e-6, "{hours}");
        let kwh = energy.busy_kwh_per_year + energy.idle_kwh_per_year;
        prop_assert!((kwh - energy.kwh_per_year).abs() < 1e-6);
        // No NaN and no infinity can be written as JSON: they would be null here.
        let json = serde_json::to_value(&report).unwrap();
        for path in ["dc_w", "wall_w", "heat/btu_per_h", "energy/kwh_per_year", "verdict/margin_w"] {
            let path = format!("/power/{path}");
            prop_assert!(json.pointer(&path).is_some_and(serde_json::Value::is_number), "{path}");
        }
    }

    #[test]
    fn the_power_verdict_is_what_the_figures_show(query in query()) {
        let report = report(&query, Catalog::builtin());
        let power = report.power();
        let on_circuit = power.circuit.draw_w <= f64::from(power.circuit.allowed_w);
        let in_supply = power.psu.as_ref().is_none_or(|psu| psu.headroom_w >= 0.0);
        prop_assert_eq!(power.verdict.carries, on_circuit && in_supply, "{:?}", power.verdict);
        prop_assert_eq!(power.verdict.carries, power.verdict.status == PowerStatus::Carries);
        prop_assert_eq!(power.verdict.margin_w >= 0.0, on_circuit);
        if power.verdict.carries {
            prop_assert!(report.power_ways().is_empty());
        }
    }

    #[test]
    fn every_way_out_of_a_power_problem_leads_where_it_says(query in query()) {
        let before = report(&query, Catalog::builtin());
        for way in before.power_ways() {
            let there = report(&way.query, Catalog::builtin());
            prop_assert!(there.notices().is_empty(), "{way:?}: {:?}", there.notices());
            prop_assert!(there.power().verdict.carries, "{way:?}: {}", there.power().verdict.sentence);
            prop_assert_eq!(there.verdict().status, way.status, "{:?}", way);
            prop_assert_eq!(&there.memory(), &before.memory());
        }
    }

    #[test]
    fn a_higher_limit_never_draws_less((query, low, high) in limited()) {
        let [low, high] = [low, high].map(|watts| with(&query, "limit", watts));
        // Slower cards work for a larger part of a step that the host computes in part.
        let on_cards = low.memory().host.layers == 0;
        let [low, high] = [low, high].map(|report| report.power().clone());
        prop_assert!(low.dc_w <= high.dc_w, "{} {}", low.dc_w, high.dc_w);
        prop_assert!(low.wall_w <= high.wall_w, "{} {}", low.wall_w, high.wall_w);
        for (low, high) in low.loads.iter().zip(&high.loads).filter(|_| on_cards) {
            prop_assert!(low.dc_w <= high.dc_w, "{low:?} {high:?}");
        }
    }

    #[test]
    fn no_load_is_more_than_the_parts_can_take(query in query()) {
        let report = report(&query, Catalog::builtin());
        let power = report.power();
        let cards: f64 = power
            .items
            .iter()
            .filter(|item| matches!(item.kind, "gpu" | "machine"))
            .map(|item| item.busy_w)
            .sum();
        for load in &power.loads {
            prop_assert!(load.gpu_low_w <= load.gpu_w && load.gpu_w <= load.gpu_high_w, "{load:?}");
            prop_assert!(load.dc_low_w <= load.dc_w && load.dc_w <= load.dc_high_w, "{load:?}");
            prop_assert!(load.wall_low_w <= load.wall_w && load.wall_w <= load.wall_high_w, "{load:?}");
            prop_assert!(load.gpu_high_w <= cards + 0.05 && load.dc_high_w <= power.dc_w + 0.05, "{load:?}");
            prop_assert!(load.dc_low_w >= 0.0 && load.wall_w + 0.05 >= load.dc_w);
        }
        prop_assert_eq!(power.loads.iter().filter(|load| load.asked).count(), 1);
        let idle = &power.loads[0];
        prop_assert_eq!((idle.dc_w, idle.wall_w), (power.idle_dc_w, power.idle_wall_w));
        let heat = power.asked().map_or(0.0, |load| load.wall_w * 3.412_142);
        prop_assert!((power.heat.btu_per_h as f64 - heat).abs() <= 1.0);
    }

    #[test]
    fn a_better_class_never_draws_more(query in query()) {
        let walls: Vec<(f64, f64)> = Catalog::builtin()
            .power
            .efficiencies
            .iter()
            .map(|class| with(&query, "class", class.id).power().clone())
            .map(|power| (power.wall_w, power.idle_wall_w))
            .collect();
        for pair in walls.windows(2) {
            prop_assert!(pair[1].0 <= pair[0].0 && pair[1].1 <= pair[0].1, "{walls:?}");
        }
    }

    #[test]
    fn the_supply_that_is_chosen_carries_the_machine(query in query()) {
        let mut query = codec::Query::parse(&query);
        query.remove("psu");
        query.remove("psus");
        if let Some(psu) = &answer(&query).power().psu {
            let largest = psu.units == 12;
            prop_assert!(largest || psu.load_percent <= 80.0, "{psu:?}");
            prop_assert!(psu.usable_w == psu.rated_w, "{psu:?}");
        }
    }

    #[test]
    fn less_context_never_turns_a_fit_into_a_no(query in runnable(), percent in 1..100_u64) {
        if report(&query, Catalog::builtin()).verdict().fits {
            let less = (u64::from(number(&query, "ctx")) * percent / 100).max(1);
            let report = with(&query, "ctx", less);
            prop_assert!(report.verdict().fits, "ctx={less}: {}", report.verdict().sentence);
        }
    }

    #[test]
    fn fewer_users_never_turn_a_fit_into_a_no(query in runnable(), percent in 1..100_u32) {
        if report(&query, Catalog::builtin()).verdict().fits {
            let fewer = (number(&query, "users") * percent / 100).max(1);
            let report = with(&query, "users", fewer);
            prop_assert!(report.verdict().fits, "users={fewer}: {}", report.verdict().sentence);
        }
    }

    #[test]
    fn more_gpus_never_turn_a_fit_into_a_no_where_layers_are_split(
        query in runnable(),
        more in 1..8_u32,
    ) {
        let query = format!("{query}&engine=llamacpp");
        let before = report(&query, Catalog::builtin());
        if before.verdict().fits && before.scenario().engine == "llamacpp" {
            let count = (number(&query, "n") + more).min(64);
            let report = with(&query, "n", count);
            prop_assert!(report.verdict().fits, "n={count}: {}", report.verdict().sentence);
        }
    }

    #[test]
    fn doubling_tensor_parallelism_never_turns_a_fit_into_a_no(query in runnable()) {
        let before = report(&query, Catalog::builtin());
        if before.verdict().fits && before.memory().placement.kind == "tensor" {
            let mut doubled = codec::Query::parse(&query);
            doubled.set("n", (before.memory().placement.tensor * 2).to_string());
            doubled.set("par", "tp");
            let after = answer(&doubled).verdict().clone();
            prop_assert!(after.fits || after.status == Status::Impossible, "{}", after.sentence);
        }
    }

    #[test]
    fn fewer_bits_never_turn_a_fit_into_a_no(query in runnable(), other in select(Quant::ALL.to_vec())) {
        let before = report(&query, Catalog::builtin());
        let engine = before.scenario().engine;
        let after = with(&format!("{query}&engine={engine}"), "w", other.id());
        let runs = after.verdict().status != Status::Impossible && after.scenario().engine == engine;
        if before.verdict().fits && runs && after.memory().weights_bytes * 10 <= before.memory().weights_bytes * 9 {
            prop_assert!(after.verdict().fits, "{}: {}", other.id(), after.verdict().sentence);
        }
    }

    #[test]
    fn the_grid_agrees_with_the_pages_it_links_to(query in query()) {
        let catalog = Catalog::builtin();
        let asked = report(&query, catalog);
        let grid = asked.grid();
        for row in grid.rows.iter().step_by(7) {
            for cell in row.cells.iter().step_by(3) {
                let there = report(&cell.query, catalog).verdict().clone();
                prop_assert_eq!(there.status, cell.status, "{}", cell.query);
            }
        }
    }
}
