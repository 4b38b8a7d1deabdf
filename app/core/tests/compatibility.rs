//! What goes together: where things go, and what is published of a machine's management.
#![expect(clippy::unwrap_used, reason = "a failed lookup is a failed test")]

use headroom_core::catalog::Catalog;
use headroom_core::catalog::market::{PartKind, Spec};
use headroom_core::evaluate;
use headroom_core::report::{Check, CheckLevel, Cost};
use proptest::prelude::*;
use proptest::sample::select;

fn cost(query: &str) -> Cost {
    let report = evaluate::report(query, Catalog::builtin());
    report.cost().clone()
}

fn checks(query: &str, kind: &str) -> Vec<Check> {
    let cost = cost(query);
    let item = cost.items.iter().find(|item| item.kind == kind);
    item.unwrap().checks.clone()
}

fn found(query: &str, kind: &str, rule: &str) -> Option<Check> {
    let mut checks = checks(query, kind).into_iter();
    checks.find(|check| check.rule == rule)
}

#[test]
fn places_are_told_with_their_figures() {
    use CheckLevel::{Error, Note, Warning};
    let sage = "part-board=asus-wrx90e-sage-se";
    let genoa = "cpu=epyc-9255&part-board=asrock-genoad8x-2t";
    for (query, kind, level, rule, words) in [
        // Seven slots side by side take four cards of two, and three of three.
        (
            format!("n=5&{sage}"),
            "board",
            Warning,
            "spacing",
            "4 of the 5 cards",
        ),
        (
            format!("gpu=rtx-3090&n=4&{sage}"),
            "board",
            Warning,
            "spacing",
            "3 of the 4 cards",
        ),
        // The slots of this board begin one place lower.
        (
            format!("n=4&{genoa}&part-case=corsair-7000d-airflow"),
            "case",
            Error,
            "case",
            "reaches opening 9; Corsair 7000D AIRFLOW has 8",
        ),
        (
            "n=2&part-board=asrock-x870e-taichi".to_owned(),
            "board",
            Note,
            "bifurcation",
            "share 16 lanes: two cards get x8 + x8",
        ),
        (
            format!("n=12&{sage}"),
            "board",
            Note,
            "bifurcation",
            "x8 + x8 would carry 14 cards",
        ),
        (
            "n=3&part-board=asrock-x870e-taichi".to_owned(),
            "board",
            Note,
            "switches",
            "behind PCI Express switches",
        ),
        (
            "n=4&part-board=gigabyte-trx50-aero-d".to_owned(),
            "board",
            Warning,
            "generation",
            "1 of the 4 cards for PCI Express 5.0",
        ),
        (format!("n=4&{sage}"), "board", Note, "bmc", "With a BMC"),
        ("n=2".to_owned(), "board", Note, "bmc", "Without a BMC"),
        (
            "n=4&part-case=fractal-define-7-xl".to_owned(),
            "case",
            Note,
            "length",
            "is 267\u{202f}mm long, Fractal Design Define 7 XL takes 524",
        ),
        (
            "gpu=rtx-5090".to_owned(),
            "case",
            Note,
            "length",
            "as its maker builds it is 304",
        ),
        (
            format!(
                "{sage}&part-case=lian-li-o11-dynamic-evo-xl&part-cooler=noctua-nh-u14s-tr5-sp6"
            ),
            "cooler",
            Note,
            "height",
            "is 165\u{202f}mm high, Lian Li O11 Dynamic EVO XL takes 167",
        ),
    ] {
        let check = found(&query, kind, rule);
        let check = check.unwrap_or_else(|| panic!("{query}: {:?}", checks(&query, kind)));
        assert_eq!(check.level, level, "{query}: {check:?}");
        assert!(check.text.contains(words), "{query}: {check:?}");
    }
}

/// Where nothing is published nothing is said.
#[test]
fn of_what_is_not_known_nothing_is_said() {
    for (query, kind, rule) in [
        // No length of this card was found, nor the layout of this board.
        ("gpu=rtx-pro-6000-blackwell-server", "case", "length"),
        ("n=6&part-board=gigabyte-mh53-g40", "board", "spacing"),
        // One card gets all lanes, cards of PCI Express 4.0 lose nothing.
        ("part-board=asrock-x870e-taichi", "board", "bifurcation"),
        (
            "gpu=rtx-3090&n=4&part-board=gigabyte-trx50-aero-d",
            "board",
            "generation",
        ),
        ("n=4&part-board=asus-wrx90e-sage-se", "board", "spacing"),
        (
            "n=4&cpu=epyc-9255&part-board=asrock-genoad8x-2t",
            "board",
            "bmc",
        ),
        // Links of an earlier edition know none of it.
        ("n=4&cat=2026-11-22", "case", "length"),
        ("n=2&cat=2026-11-22", "board", "bmc"),
    ] {
        assert_eq!(found(query, kind, rule), None, "{query}");
    }
}

/// Two processors get as many modules each.
#[test]
fn memory_is_divided_alike_over_two_processors() {
    for ram in [32, 64, 96, 192, 256, 288, 352, 768, 1_024] {
        let query = format!("n=4&cpu=epyc-9355&cpus=2&ram={ram}");
        let cost = cost(&query);
        let item = { cost.items.iter() }.find(|item| item.kind == "ram");
        let item = item.unwrap();
        let part = Catalog::builtin().part(item.id.unwrap()).unwrap();
        let Spec::Ram(kit) = part.spec else {
            panic!("{query}: {item:?}");
        };
        let modules = u32::from(kit.modules) * item.quantity;
        assert_eq!(modules % 2, 0, "{query}: {item:?}");
    }
    let odd = "n=4&cpu=epyc-9355&cpus=2&ram=96&part-ram=ddr5-rdimm-32-5600*3";
    let check = found(odd, "ram", "channels").unwrap();
    assert_eq!(check.level, CheckLevel::Warning);
    assert!(check.text.contains("3 modules do not divide"), "{check:?}");
}

/// What a part cost before stands with its price, and not with somebody's own.
#[test]
fn prices_have_a_history() {
    let past = |query: &str, kind: &str| {
        let cost = cost(query);
        let mut items = cost.items.into_iter();
        items.find(|item| item.kind == kind).unwrap().price_history
    };
    let memory = past("n=4&ram=256&part-ram=ddr5-rdimm-32-5600*8", "ram");
    assert!(memory.len() >= 3, "{memory:?}");
    assert!(memory.is_sorted_by(|a, b| a.date <= b.date));
    assert_eq!((memory[0].date, memory[0].usd.0), ("2025-12-09", 26_000));
    assert!(!past("gpu=rtx-pro-6000-blackwell-max-q", "gpu").is_empty());
    assert!(past("price-gpu=5000", "gpu").is_empty());
    let smaller = past("gpu=apple-m3-ultra&mem=96", "gpu");
    assert!(smaller.is_empty(), "{smaller:?}");
}

/// Named parts of a kind.
fn named(kind: PartKind) -> impl Strategy<Value = &'static str> {
    let parts = Catalog::builtin().parts.iter();
    let ids: Vec<&str> = { parts.filter(|part| part.kind() == kind) }
        .map(|part| part.id)
        .collect();
    select(ids)
}

proptest! {
    /// Around whatever processor, board or cooler is named, the rest is picked so that no case is too
    /// small, too short or too low; cards that no case holds are told as a warning.
    #[test]
    fn the_case_that_is_picked_holds_what_goes_into_it(
        gpu in select(Catalog::builtin().gpus.iter().map(|gpu| gpu.id).collect::<Vec<_>>()),
        n in 1..=8_u32,
        board in named(PartKind::Board),
        cooler in named(PartKind::Cooler),
    ) {
        for query in [
            format!("gpu={gpu}&n={n}"),
            format!("gpu={gpu}&n={n}&part-board={board}"),
            format!("gpu={gpu}&n={n}&part-cooler={cooler}"),
        ] {
            for item in cost(&query).items {
                for check in item.checks {
                    let about_room = ["case", "length", "height"].contains(&check.rule);
                    prop_assert!(
                        !about_room || check.level != CheckLevel::Error,
                        "{query}: {check:?}"
                    );
                }
            }
        }
    }

    /// A board, processor and memory that are picked for two processors or one break no rule.
    #[test]
    fn what_is_picked_around_a_processor_goes_together(
        cpu in select(Catalog::builtin().power.cpus.iter().map(|cpu| cpu.id).collect::<Vec<_>>()),
        cpus in 1..=2_u32,
        n in 1..=7_u32,
        ram in 16..=1_024_u32,
    ) {
        let query = format!("gpu=rtx-4000-ada&n={n}&cpu={cpu}&cpus={cpus}&ram={ram}");
        let cost = cost(&query);
        for item in &cost.items {
            for check in &item.checks {
                let picked = ["board", "ram", "case", "cooler"].contains(&item.kind);
                // A processor that no board of the catalogue carries with these cards says so, once.
                let is_own = check.text.starts_with("No board of the catalogue")
                    || check.rule == "lanes";
                prop_assert!(
                    !picked || is_own || check.level != CheckLevel::Error,
                    "{query}: {check:?}"
                );
            }
        }
        prop_assert!(cost.complete, "{query}: {:?}", cost.missing);
    }
}
