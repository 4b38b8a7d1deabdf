//! The bill of a machine: no blank totals, and more never costs less.
#![expect(clippy::unwrap_used, reason = "a failed lookup is a failed test")]

use headroom_core::catalog::market::PartKind;
use headroom_core::catalog::{Catalog, PriceBasis};
use headroom_core::codec;
use headroom_core::evaluate::{self, Report};
use headroom_core::report::{CheckLevel, Cost, CostItem};
use headroom_core::units::{Cents, Evidence};
use proptest::prelude::*;
use proptest::sample::select;

fn report(query: &str) -> Report {
    evaluate::report(query, Catalog::builtin())
}

fn cost(query: &str) -> Cost {
    report(query).cost().clone()
}

fn item<'a>(cost: &'a Cost, kind: &str) -> &'a CostItem {
    cost.items.iter().find(|item| item.kind == kind).unwrap()
}

fn dollars(usd: i64) -> Cents {
    Cents(usd * 100)
}

#[test]
fn prices_are_those_of_their_day() {
    for (id, low, usd, high) in [
        ("rtx-pro-6000-blackwell-max-q", 11_900, 11_900, 16_000),
        ("rtx-5090", 4_300, 4_499, 4_650),
        ("rtx-3090", 700, 900, 1_050),
    ] {
        let gpu = cost(&format!("gpu={id}")).items.remove(0);
        assert_eq!(gpu.unit_usd, Some(dollars(usd)), "{id}");
        let range = (gpu.low_usd, gpu.high_usd);
        assert_eq!(range, (Some(dollars(low)), Some(dollars(high))), "{id}");
        assert!(!gpu.stale && !gpu.estimated, "{id}");
    }
    let studio = |query: &str| cost(query).items.remove(0);
    let base = studio("gpu=apple-m3-ultra&mem=96");
    assert_eq!(
        (base.unit_usd, base.note.as_str()),
        (Some(dollars(5_299)), "")
    );
    let between = studio("gpu=apple-m3-ultra&mem=256");
    assert!(between.estimated && between.unit_usd > base.unit_usd);
    // A link of an earlier edition keeps its own.
    let then = studio("gpu=rtx-pro-6000-blackwell-max-q&cat=2026-11-22");
    assert_eq!(then.unit_usd, Some(dollars(8_565)));
}

#[test]
fn an_old_price_says_so() {
    let old = cost("gpu=rtx-4500-ada").items.remove(0);
    assert_eq!((old.stale, old.date), (true, "2025-07-23"));
    assert!(!cost("gpu=rtx-5090").items[0].stale);
}

#[test]
fn what_has_no_price_is_estimated_and_said_to_be() {
    let catalog = Catalog::builtin();
    for query in [
        "gpu=rtx-pro-5000-blackwell-72gb",
        "gpu=h100-sxm&n=8",
        "gpu=l40s&n=12",
        "n=4&cpu=epyc-9354",
        "n=4&part-board=gigabyte-mh53-g40&part-cooler=silverstone-xe360-tr5",
        "n=4&ram=2048",
        "ram=7000",
        "n=4&psu=4000",
    ] {
        let report = report(query);
        let cost = report.cost();
        assert!(cost.complete && cost.missing.is_empty(), "{query}");
        assert!(!cost.estimated.is_empty(), "{query}");
        assert_eq!(cost.evidence, Evidence::Assumed, "{query}");
        for item in &cost.items {
            let [low, unit, high] =
                [item.low_usd, item.unit_usd, item.high_usd].map(Option::unwrap);
            assert!(
                Cents(0) < low && low <= unit && unit <= high,
                "{query}: {item:?}"
            );
        }
        let [low, total, high] = [cost.low_usd, cost.total_usd, cost.high_usd];
        assert!(low < total && total < high, "{query}");
        assert_eq!(
            report.payback().compared,
            report.cloud().chosen.is_some(),
            "{query}"
        );
    }
    for gpu in catalog.gpus.iter().filter(|gpu| gpu.price.is_none()) {
        assert!(cost(&format!("gpu={}", gpu.id)).complete, "{}", gpu.id);
    }
}

#[test]
fn memory_that_a_platform_cannot_hold_changes_it() {
    let desktop = cost("ram=256");
    assert!(
        item(&desktop, "cpu").name.contains("Ryzen 9")
            || item(&desktop, "cpu").name.contains("Core")
    );
    let larger = cost("ram=384");
    assert!(item(&larger, "cpu").name.contains("Threadripper"));
    assert!(
        item(&larger, "board").note.contains("hold no 384"),
        "{larger:?}"
    );
    // More than any board holds goes into a server, and more than a server holds goes nowhere.
    let server = cost("ram=4096");
    assert!(item(&server, "board").name.starts_with("Server"));
    assert!(server.notes.is_empty(), "{:?}", server.notes);
    let beyond = cost("ram=8192");
    assert!(
        beyond.notes[0].contains("6\u{202f}144 at most"),
        "{:?}",
        beyond.notes
    );
    // A board that was chosen stays, and says what it holds.
    let kept = cost("ram=512&part-board=asrock-x870e-taichi");
    assert!(kept.notes[0].contains("256 GiB"), "{:?}", kept.notes);
}

/// Every size of memory that can be bought, and those between.
fn sizes() -> impl Iterator<Item = u32> {
    (1..=48)
        .map(|size| size * 16)
        .chain((25..=68).map(|size| size * 32))
}

/// What is built with more memory costs no less, on whatever platform it stands.
#[test]
fn more_memory_never_costs_less() {
    for machine in [
        "",
        "n=2",
        "n=3",
        "n=4",
        "gpu=rtx-5090&n=4",
        "n=7&gpu=rtx-4000-ada",
        "gpu=l40s&n=12",
    ] {
        let mut before = Cents(0);
        for ram in sizes() {
            let total = cost(&format!("{machine}&ram={ram}")).total_usd;
            assert!(
                total >= before,
                "{machine}: {ram} GiB costs {total:?} after {before:?}"
            );
            before = total;
        }
    }
}

/// The range of every price of the catalogue holds it, and no estimate hides the price that it rests on.
#[test]
fn ranges_hold_their_prices() {
    let catalog = Catalog::builtin();
    for gpu in catalog.gpus {
        for price in gpu.price.iter().chain(&gpu.used) {
            assert!(
                price.low <= price.usd && price.usd <= price.high,
                "{}",
                gpu.id
            );
        }
        assert!(
            gpu.used.is_none_or(|used| used.basis == PriceBasis::Used),
            "{}",
            gpu.id
        );
    }
    for part in catalog.parts {
        let Some(price) = part.price else { continue };
        assert!(
            price.low <= price.cents && price.cents <= price.high,
            "{}",
            part.id
        );
    }
}

proptest! {
    #[test]
    fn more_cards_never_cost_less(
        gpu in select(Catalog::builtin().gpus.iter().map(|gpu| gpu.id).collect::<Vec<_>>()),
        n in 1..8_u32,
        ram in select(vec![32_u32, 64, 128, 256, 512]),
    ) {
        // A laptop has one.
        prop_assume!(Catalog::builtin().gpu(gpu).is_some_and(|gpu| gpu.may_be_several()));
        let of = |n: u32| cost(&format!("gpu={gpu}&n={n}&ram={ram}")).total_usd;
        prop_assert!(of(n) < of(n + 1), "{gpu} {n} {ram}");
    }
}

fn decoded(query: &str) -> codec::Decoded {
    codec::decode(query, Catalog::builtin())
}

#[test]
fn several_drives_extras_and_a_free_line_are_lines_of_the_bill() {
    let query = "n=2&part-ssd=samsung-990-pro-2tb+wd-black-sn850x-4tb*2&extras=caster-wheels*4&line=rack-kit~312.5";
    let report = report(query);
    assert!(report.notices().is_empty(), "{:?}", report.notices());
    assert_eq!(report.query(), query);
    let cost = report.cost();
    let drives: Vec<_> = cost
        .items
        .iter()
        .filter(|item| item.kind == "ssd")
        .map(|item| (item.id.unwrap(), item.quantity, item.key))
        .collect();
    let first = ("samsung-990-pro-2tb", 1, "price-ssd");
    assert_eq!(drives, [first, ("wd-black-sn850x-4tb", 2, "")]);
    let storage = report
        .power()
        .items
        .iter()
        .find(|item| item.kind == "storage");
    assert_eq!(storage.unwrap().count, 3);
    let line = item(cost, "line");
    assert_eq!((line.name.as_str(), line.own), ("rack kit", true));
    assert_eq!(line.total_usd, Some(Cents(31_250)));
    assert_eq!(item(cost, "extras").quantity, 4);
    // What the form and older links say means the same.
    let old = decoded("part-extras=caster-wheels*4");
    assert_eq!(codec::encode(&old.scenario), "extras=caster-wheels*4");
}

#[test]
fn what_is_no_free_line_is_told() {
    for given in [
        "rack",
        "~5",
        "rack~",
        "rack~-1",
        "rack~1e3",
        "---~5",
        "rack~99999999999",
    ] {
        let decoded = decoded(&format!("line={given}"));
        let [notice] = decoded.notices.as_slice() else {
            panic!("{given}: {:?}", decoded.notices);
        };
        assert_eq!(
            (notice.key, decoded.scenario.money.line),
            ("line", None),
            "{given}"
        );
    }
    let spelt = decoded("line=Kabel%20%26%20Adapter~20");
    assert_eq!(codec::encode(&spelt.scenario), "line=Kabel---Adapter~20");
    let unknown = decoded("part-ssd=samsung-990-pro-2tb+nonsense-drive");
    assert_eq!(unknown.notices.len(), 1);
    assert_eq!(unknown.scenario.money.count(PartKind::Ssd), Some(1));
    assert_eq!(decoded("condition=broken").notices[0].key, "condition");
}

#[test]
fn used_cards_cost_what_used_ones_do() {
    let card = |query: &str| cost(query).items.remove(0);
    let used = card("gpu=rtx-4090&condition=used");
    assert_eq!((used.unit_usd, used.stale), (Some(dollars(1_700)), false));
    assert!(used.condition.starts_with("used"));
    assert_eq!(card("gpu=rtx-4090").unit_usd, Some(dollars(2_500)));
    let new = card("gpu=rtx-3090&condition=new");
    assert!(new.note.contains("No price of a new one"), "{}", new.note);
    assert!(
        card("gpu=rtx-5080&condition=used")
            .note
            .contains("No price of a used one")
    );
    assert_eq!(
        codec::encode(&decoded("condition=USED").scenario),
        "condition=used"
    );
}

/// Levels, rules and texts of the checks of one line.
fn checks(cost: &Cost, kind: &str) -> Vec<(CheckLevel, &'static str, String)> {
    let checks = item(cost, kind).checks.iter();
    checks
        .map(|check| (check.level, check.rule, check.text.clone()))
        .collect()
}

#[test]
fn rules_are_told_with_their_figures() {
    let says = |query: &str, kind: &str, level: CheckLevel, rule: &str, words: &str| {
        let all = checks(&cost(query), kind);
        let found = all
            .iter()
            .any(|(one, name, text)| *one == level && *name == rule && text.contains(words));
        assert!(found, "{query}: {all:?}");
    };
    use CheckLevel::{Error, Note, Warning};
    let four = "n=4&cpu=threadripper-pro-9975wx&drives=4";
    says(
        four,
        "board",
        Note,
        "lanes",
        "4 × x16 + 4 × x4 = 80 of 128 lanes",
    );
    says("n=2", "board", Warning, "lanes", "cards run at x8");
    says(
        "n=4&cpu=threadripper-9960x",
        "board",
        Warning,
        "lanes",
        "of 48 lanes",
    );
    says(
        "gpu=rtx-5090&n=4",
        "gpu",
        Warning,
        "cards",
        "4 cards with open coolers",
    );
    says("gpu=l40s", "gpu", Warning, "cards", "without a fan");
    says(
        "gpu=rtx-5090&n=4&psus=1",
        "gpu",
        Warning,
        "connectors",
        "4 12V-2x6",
    );
    says(
        "n=4&part-board=asrock-x870e-taichi",
        "board",
        Error,
        "slots",
        "2 of the 4",
    );
    says(
        "cpu=ryzen-9-9950x&part-board=asus-wrx90e-sage-se",
        "board",
        Error,
        "socket",
        "does not go into",
    );
    says(
        "part-cooler=noctua-nh-u14s-tr5-sp6",
        "cooler",
        Error,
        "cooler",
        "does not fit",
    );
    says(
        "n=4&ram=256&part-ram=gskill-zeta-r5-neo-4x48-6400",
        "ram",
        Error,
        "memory",
        "4 × 48 GB hold 192 of 256",
    );
    says(
        "n=4&ram=256&part-ram=corsair-vengeance-2x16-6000*8",
        "ram",
        Error,
        "memory",
        "does not go with the board",
    );
    says(
        "part-ram=corsair-vengeance-2x16-6000*2",
        "ram",
        Warning,
        "channels",
        "4 modules on 2 channels",
    );
    says(
        "n=4&part-case=corsair-7000d-airflow&gpu=rtx-3090",
        "case",
        Error,
        "case",
        "cover 12 slots",
    );
    says(
        "n=4&part-psu=super-flower-leadex-titanium-2200",
        "psu",
        Warning,
        "supply",
        "less on 120",
    );
    says(
        "gpu=rtx-5090&n=4&part-psu=corsair-rm1000x",
        "psu",
        Error,
        "supply",
        "2\u{202f}300 of 1\u{202f}000",
    );
    says(
        "n=2&psu=1200&psus=2",
        "psu",
        Warning,
        "supplies",
        "2 supplies",
    );
    says(
        "raid=0&drives=4&n=4",
        "ssd",
        Note,
        "raid",
        "RAID 0 of 4 drives",
    );
    says("raid=0&drives=1", "ssd", Warning, "raid", "joins nothing");
    let short = "cpu=ryzen-9-9950x&ram=512";
    says(
        short,
        "board",
        Error,
        "memory",
        "No board of the catalogue takes AMD Ryzen",
    );
    let large = "n=4&model=deepseek-v3&w=f16&part-ssd=samsung-9100-pro-1tb";
    says(large, "ssd", Error, "storage", "do not fit on drives of 1");
    says(
        &format!("{large}*2"),
        "ssd",
        Warning,
        "storage",
        "are divided over drives",
    );
    let json = serde_json::to_value(cost("n=2")).unwrap();
    assert_eq!(json["items"][2]["checks"][0]["level"], "warning");
}

proptest! {
    /// What the program picks itself breaks no rule.
    #[test]
    fn what_is_picked_goes_together(
        gpu in select(Catalog::builtin().gpus.iter().map(|gpu| gpu.id).collect::<Vec<_>>()),
        n in 1..=16_u32,
        ram in 1..=6_144_u32,
        drives in 1..=8_u32,
    ) {
        let cost = cost(&format!("gpu={gpu}&n={n}&ram={ram}&drives={drives}"));
        prop_assert!(cost.notes.is_empty(), "{gpu} {n} {ram} {drives}: {:?}", cost.notes);
        prop_assert!(cost.complete);
    }
}
