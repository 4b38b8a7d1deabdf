//! The host is the one that was chosen: its memory by speed, and what runs from it.
#![expect(clippy::unwrap_used, reason = "a failed lookup is a failed test")]

mod asked;

use asked::report;
use headroom_core::catalog::Catalog;
use headroom_core::codec::{decode, encode};
use headroom_core::evaluate;
use headroom_core::report::{CheckLevel, CostItem, HostMemory};
use headroom_core::units::{Cents, Evidence};

fn memory(query: &str) -> HostMemory {
    report(query).host_memory().unwrap().clone()
}

/// Experts in system memory beside one card: query, and the tokens a second that somebody measured.
const MEASURED: [(&str, f64); 4] = [
    // llama.cpp, two EPYC 9355 with 23 modules, ggml-org/llama.cpp pull request 14642.
    (
        "gpu=rtx-pro-6000-blackwell-ws&model=kimi-k2&cpu=epyc-9355&cpus=2&channels=11&ram=1024",
        22.05,
    ),
    // KTransformers, one EPYC 9654, its issue 314.
    (
        "gpu=rtx-4090&model=deepseek-r1&cpu=epyc-9654&channels=12&ram=512&ctx=1024",
        14.0,
    ),
    // KTransformers, one socket of a Xeon 6454S, its tutorial.
    (
        "gpu=rtx-4090&model=deepseek-v3&cpu=xeon-6454s&channels=8&ram=512&ctx=1024",
        8.73,
    ),
    // llama.cpp on both sockets of the same machine, without care for where pages lie.
    (
        "gpu=rtx-4090&model=deepseek-v3&cpu=xeon-6454s&cpus=2&channels=8&ram=1024&ctx=1024",
        4.51,
    ),
];

#[test]
fn experts_in_system_memory_run_as_fast_as_measured() {
    for (query, measured) in MEASURED {
        let report = report(&format!("{query}&engine=llamacpp&offload=auto"));
        let speed = report.speed();
        let [low, high] = [
            speed.decode_tokens_per_s_low,
            speed.decode_tokens_per_s_high,
        ];
        let range = low.unwrap()..=high.unwrap();
        assert!(
            range.contains(&measured),
            "{query}: {measured} in {range:?}"
        );
        assert_eq!(speed.bound_by, "host memory");
    }
    // The middle is near where pages are placed with care.
    let kimi = report(&format!("{}&engine=llamacpp&offload=auto", MEASURED[0].0));
    let quotient = kimi.speed().decode_tokens_per_s.unwrap() / MEASURED[0].1;
    assert!((0.75..1.33).contains(&quotient), "{quotient}");
}

#[test]
fn the_processor_decides_and_not_the_board() {
    // An EPYC reads twelve channels, whether or not a board for it has a price.
    let epyc = memory("cpu=epyc-9355&channels=12&mts=6400");
    assert_eq!(
        (epyc.channels, epyc.mt_s, epyc.bound_by),
        (12, 6_400, "channels")
    );
    assert_eq!(epyc.bound_gb_per_s, 614.4);
    // Four dies of a 7965WX cannot fill eight channels.
    let narrow = memory("cpu=threadripper-pro-7965wx&channels=8&mts=4800");
    assert_eq!((narrow.bound_gb_per_s, narrow.bound_by), (230.4, "dies"));
    // One die of a Ryzen stops at 64 GB/s.
    assert_eq!(memory("cpu=ryzen-7-9700x&channels=2").bound_gb_per_s, 64.0);
    // Two sockets read more than one and less than twice as much.
    let both = memory("cpu=epyc-9355&cpus=2&channels=12&mts=6400");
    let quotient = both.read_gb_per_s / epyc.read_gb_per_s;
    assert_eq!((both.sockets, both.bound_gb_per_s), (2, 1_228.8));
    assert!((1.1..1.8).contains(&quotient), "{quotient}");
    // A named bandwidth goes before everything.
    let named = memory("cpu=epyc-9355&channels=2&membw=333");
    assert_eq!((named.read_gb_per_s, named.bound_by), (333.0, "given"));
    assert_eq!(named.evidence, Evidence::Published);
    // Of a processor of which only the watts are known the memory is a usual one.
    assert_eq!(memory("cpu=90").evidence, Evidence::Assumed);
    assert!(report("gpu=dgx-spark-gb10").host_memory().is_none());
}

#[test]
fn more_memory_lowers_nothing_but_the_rate_of_its_modules() {
    for cpu in [
        "",
        "epyc-9355",
        "epyc-7763",
        "threadripper-pro-9975wx",
        "ryzen-9-9950x",
        "xeon-6980p",
    ] {
        let mut before: Option<HostMemory> = None;
        for ram in [64, 96, 128, 192, 256, 384, 512, 768, 1_024, 2_048] {
            let now = memory(&format!("n=4&cpu={cpu}&ram={ram}"));
            if let Some(before) = before
                && now.channels >= before.channels
                && now.mt_s >= before.mt_s
            {
                assert!(now.read_gb_per_s >= before.read_gb_per_s, "{cpu} {ram}");
            }
            // The same modules on the same channels are read alike, however large they are.
            let fixed = memory(&format!("n=4&cpu={cpu}&ram={ram}&channels=2&mts=3200"));
            assert_eq!(fixed.read_gb_per_s, 46.1, "{cpu} {ram}");
            before = Some(now);
        }
    }
}

#[test]
fn the_keys_of_the_memory_are_kept_and_bounded() {
    let catalog = Catalog::builtin();
    let query = "ram=512&cpus=2&channels=10&mts=5600&membw=400&cpu=epyc-9355";
    let decoded = decode(query, catalog);
    assert_eq!(encode(&decoded.scenario), query);
    assert!(decoded.notices.is_empty());
    for (query, key, used) in [
        ("cpu=ryzen-9-9950x&cpus=2", "cpus", "1"),
        ("cpu=epyc-9355p&cpus=2", "cpus", "1"),
        ("cpu=ryzen-9-9950x&channels=8", "channels", "2"),
        ("cpu=epyc-7763&mts=6400", "mts", "3200"),
        ("cpus=5", "cpus", "2"),
        ("channels=0", "channels", "1"),
        ("mts=fast", "mts", "5600"),
        ("membw=99999", "membw", "4000"),
    ] {
        let decoded = decode(query, catalog);
        let [notice] = decoded.notices.as_slice() else {
            panic!("{query}: {:?}", decoded.notices)
        };
        assert_eq!(notice.key, key, "{query}");
        let written = encode(&decoded.scenario);
        assert!(
            written.contains(&format!("{key}={used}")),
            "{query}: {written}"
        );
        assert!(decode(&written, catalog).notices.is_empty(), "{written}");
    }
    // Two processors need one that works in pairs.
    let pair = memory("cpus=2");
    assert_eq!(pair.sockets, 2);
    assert!(pair.processor.contains("EPYC"), "{pair:?}");
}

fn item(query: &str, kind: &str) -> CostItem {
    let report = report(query);
    let mut items = report.cost().items.iter();
    items.find(|item| item.kind == kind).unwrap().clone()
}

/// A server processor is bought with a board for its socket and memory of its generation.
#[test]
fn a_build_on_an_epyc_has_a_bill() {
    for (query, board, memory) in [
        ("cpu=epyc-9355", "Supermicro H14SSL-N", "DDR5"),
        ("n=3&cpu=epyc-9255&ram=384", "Supermicro H14SSL-N", "DDR5"),
        (
            "n=4&cpu=epyc-9255&ram=256",
            "ASRock Rack GENOAD8X-2T/BCM",
            "DDR5",
        ),
        ("n=4&cpu=epyc-7543&ram=256", "ASRock Rack ROMED8-2T", "DDR4"),
    ] {
        let report = report(query);
        let cost = report.cost();
        assert!(
            cost.complete && cost.notes.is_empty(),
            "{query}: {:?}",
            cost.notes
        );
        assert!(
            item(query, "board").name.contains(board),
            "{query}: {cost:?}"
        );
        assert!(
            item(query, "ram").name.contains(memory),
            "{query}: {cost:?}"
        );
        for kind in ["cpu", "board", "ram"] {
            let item = item(query, kind);
            assert!(item.id.is_some() && !item.estimated, "{query}: {item:?}");
        }
    }
    let other = "cpu=epyc-7543&ram=256&part-ram=ddr5-rdimm-32-5600*8";
    let checks = item(other, "ram").checks;
    assert!(
        checks.iter().any(|check| check.level == CheckLevel::Error
            && check.text.contains("does not go with the board")),
        "{checks:?}"
    );
}

/// What a shop asked goes before the maker's list, which says what it is.
#[test]
fn prices_of_server_processors_say_what_they_are() {
    for (id, cents, condition, date) in [
        ("epyc-9255", 211_744, "new", "2026-05-21"),
        ("epyc-9355p", 328_300, "new, 2,891 EUR", "2026-09-27"),
        ("epyc-9354p", 195_000, "used", "2026-04"),
        ("epyc-9355", 369_400, "list price of 1,000", "2025-07-12"),
        ("ryzen-9-9950x", 49_999, "new", "2026-07"),
    ] {
        let cpu = item(&format!("cpu={id}"), "cpu");
        assert_eq!(cpu.unit_usd, Some(Cents(cents)), "{id}");
        assert!(
            cpu.condition.starts_with(condition),
            "{id}: {}",
            cpu.condition
        );
        assert_eq!(cpu.date, date, "{id}");
        assert_eq!(cpu.stale, date < "2026-06", "{id}");
    }
    // A link of an earlier edition knows none of them.
    let then = item("cpu=epyc-9355&cat=2026-11-22", "cpu");
    assert_eq!((then.id, then.unit_usd), (None, None));
}

/// Of a processor that nobody was seen to ask a price for, the cores decide, apart for desktops and servers.
#[test]
fn a_processor_without_a_price_costs_what_its_class_does() {
    let price = |id: &str| {
        let cpu = item(&format!("cpu={id}"), "cpu");
        assert!(cpu.estimated, "{id}");
        cpu.unit_usd.unwrap().0 / 100
    };
    let (six, eight) = (price("ryzen-5-7600x"), price("ryzen-7-7700x"));
    assert!(six < eight && (100..500).contains(&eight), "{six} {eight}");
    let (fewer, more) = (price("xeon-6530"), price("xeon-8592-plus"));
    assert!(eight < fewer && fewer < more, "{fewer} {more}");
}

/// Nobody who named no processor is given a socket that the catalogue has no cooler for, unless memory
/// asks for it.
#[test]
fn what_is_picked_can_be_bought_whole() {
    for query in ["", "n=2", "n=4", "n=4&ram=512"] {
        let cooler = item(query, "cooler");
        assert!(cooler.id.is_some(), "{query}: {cooler:?}");
    }
    let large = item("ram=1536", "cpu");
    assert!(large.name.contains("EPYC"), "{large:?}");
}

/// `KTransformers` on two EPYC 9355 and one or two RTX 5090, MiniMax-M2.1 in FP8, experts in RAM
/// (doc/en/kt-kernel/MiniMax-M2.1-Tutorial.md, 2026-01): each published rate lies in its range or within 15 %.
#[test]
fn experts_on_the_processor_answer_as_published() {
    let host = "cpu=epyc-9355&cpus=2&channels=12&mts=5600&ram=1024&offload=experts";
    for (cards, context, rate) in [
        (1, 2_048, 32.1),
        (1, 8_192, 31.4),
        (1, 32_768, 27.6),
        (2, 2_048, 35.9),
        (2, 8_192, 35.5),
        (2, 32_768, 33.1),
    ] {
        let query = format!(
            "gpu=rtx-5090&n={cards}&model=minimax-m2&w=fp8_block&engine=ktransformers&par=tp{cards}&{host}&ctx={}&prompt={context}&out=2",
            context + 2
        );
        let report = evaluate::report(&query, Catalog::builtin());
        assert!(report.notices().is_empty(), "{:?}", report.notices());
        let said = report.speed().decode_tokens_per_s.unwrap();
        assert!(
            (said / rate - 1.0).abs() < 0.15,
            "{query}: {said} for {rate}"
        );
        // 256 experts of 3 × 3,072 × 1,536 numbers in FP8 with scales: 3.6 GB over the cards.
        let activations = report.memory().per_gpu[0].activations_bytes;
        assert!(activations > 3_600_000_000 / cards, "{activations}");
    }
}
