//! Power, bill and payback speak of one machine.
#![expect(clippy::unwrap_used, reason = "a failed lookup is a failed test")]

mod asked;

use asked::report;
use headroom_core::catalog::Catalog;
use headroom_core::catalog::market::Spec;
use headroom_core::codec;
use headroom_core::evaluate::Report;
use headroom_core::report::CostItem;
use headroom_core::units::Cents;

fn billed<'a>(report: &'a Report, kind: &str) -> Option<&'a CostItem> {
    report.cost().items.iter().find(|item| item.kind == kind)
}

fn drawn(report: &Report, kind: &str) -> Option<(&'static str, u32)> {
    let item = report.power().items.iter().find(|item| item.kind == kind)?;
    Some((item.label, item.count))
}

const MACHINES: [&str; 12] = [
    "",
    "n=2",
    "n=4",
    "n=4&ram=256&dimms=8",
    "gpu=rtx-5090&n=2",
    "gpu=rtx-4090+rtx-3090",
    "gpu=rtx-4000-ada&n=7",
    "gpu=h100-sxm&n=8",
    "gpu=mi300x&n=8",
    "gpu=dgx-spark-gb10",
    "ram=192&drives=4",
    "n=4&cpu=epyc-9354",
];

#[test]
fn the_parts_that_draw_are_the_parts_that_are_paid() {
    for query in MACHINES {
        let report = report(query);
        let server = billed(&report, "board").is_some_and(|item| item.name.starts_with("Server"));
        if let (Some((label, count)), false) = (drawn(&report, "cpu"), server) {
            let item = billed(&report, "cpu").unwrap();
            assert_eq!(
                (item.name.as_str(), item.quantity),
                (label, count),
                "{query}"
            );
        }
        let drives = drawn(&report, "storage").map(|(_, count)| count);
        assert_eq!(
            drives,
            billed(&report, "ssd").map(|item| item.quantity),
            "{query}"
        );
        if let Some(kits) = billed(&report, "ram").filter(|item| item.id.is_some()) {
            let part = Catalog::builtin().part(kits.id.unwrap()).unwrap();
            let Spec::Ram(ram) = part.spec else {
                panic!("{query}: {part:?}")
            };
            let modules = u32::from(ram.modules) * kits.quantity;
            assert_eq!(drawn(&report, "memory").unwrap().1, modules, "{query}");
        }
        let psu = report.power().psu.as_ref().filter(|_| !server);
        let item = billed(&report, "psu");
        assert_eq!(
            psu.map(|psu| psu.units),
            item.map(|item| item.quantity),
            "{query}"
        );
        if let Some((psu, id)) = psu.zip(item.and_then(|item| item.id)) {
            let Spec::Psu(part) = Catalog::builtin().part(id).unwrap().spec else {
                panic!("{query}: {id}")
            };
            assert!(u32::from(part.watts) >= psu.rated_w, "{query}: {id}");
        }
    }
}

/// The cooler that is paid is the one that draws and that the advice speaks of.
#[test]
fn one_cooler_is_paid_drawn_and_advised() {
    let cooling = |query: &str| {
        let report = report(query);
        let name = billed(&report, "cooler").map(|item| item.name.clone());
        let heat = report.power().heat.clone();
        (
            name,
            drawn(&report, "pump").is_some(),
            heat.cooling,
            heat.note,
        )
    };
    // The cheapest for a desktop socket is a loop, which the air in the case does not depend on.
    let (name, pump, advised, note) = cooling("n=2");
    assert!(pump && name.unwrap().contains("Liquid"));
    assert!(
        advised == "directed air" && note.contains("from front to back"),
        "{note}"
    );
    let (name, pump, advised, note) = cooling("n=4");
    assert!(
        !pump && advised == "directed air" && note.contains(&name.unwrap()),
        "{note}"
    );
    let (name, pump, advised, note) = cooling("n=4&part-cooler=silverstone-xe360-tr5");
    assert!(
        pump && advised == "liquid" && note.contains(&name.unwrap()),
        "{note}"
    );
    let (name, pump, advised, _) = cooling("part-cooler=arctic-liquid-freezer-iii-pro-360");
    assert!(pump && name.is_some() && advised == "air", "{advised}");
    // No cooler of the catalogue is sold for an EPYC: there the watts decide.
    let (_, pump, advised, _) = cooling("cpu=epyc-9355");
    assert!(pump && advised == "liquid", "{advised}");
}

#[test]
fn a_choice_made_on_either_side_holds_on_both() {
    let named =
        report("n=4&cpu=threadripper-pro-9985wx&part-psu=corsair-hx1500i*2&ups=apc-smt3000");
    let psu = named.power().psu.as_ref().unwrap();
    assert_eq!(
        (psu.units, psu.rated_w, psu.class, psu.auto),
        (2, 1_500, "platinum", false)
    );
    assert_eq!(billed(&named, "psu").unwrap().id, Some("corsair-hx1500i"));
    assert_eq!(
        billed(&named, "cpu").unwrap().id,
        Some("threadripper-pro-9985wx")
    );
    assert_eq!(billed(&named, "ups").unwrap().id, Some("apc-smt3000"));
    assert_eq!(named.power().ups.unit.as_ref().unwrap().id, "apc-smt3000");
    // A rating is priced, a product goes before a rating, and watts alone name no processor.
    let rated = report("n=2&psu=1200&psus=2&class=platinum");
    let item = billed(&rated, "psu").unwrap();
    assert_eq!((item.id, item.quantity), (Some("corsair-hx1200i"), 2));
    let both = report("psu=850&part-psu=corsair-rm1000x");
    assert_eq!(both.power().psu.as_ref().unwrap().rated_w, 1_000);
    let watts = report("cpu=90");
    assert_eq!(drawn(&watts, "cpu").unwrap().0, "Processor");
    assert!(
        billed(&watts, "cpu")
            .unwrap()
            .note
            .contains("only the watts")
    );
    assert_eq!(billed(&report(""), "ups"), None);
    let auto = report("ups=auto");
    let unit = auto.power().ups.unit.as_ref().unwrap();
    assert_eq!(billed(&auto, "ups").unwrap().id, Some(unit.id));
    let drives = report("part-ssd=wd-black-sn8100-4tb*3");
    assert_eq!(drawn(&drives, "storage").unwrap().1, 3);
}

#[test]
fn the_payback_pays_for_the_energy_of_the_power_report() {
    for query in MACHINES {
        for region in [
            "",
            "&region=us-ca&hours=24&days=7",
            "&tariff=0.5&hours=1",
            "&hours=0",
        ] {
            let report = report(&format!("{query}{region}"));
            let energy = &report.power().energy;
            let yearly = energy.cost_usd_per_year.unwrap();
            let monthly = report.payback().energy_usd_per_month.usd();
            // Twelve roundings to a cent, and one more.
            assert!(
                (12.0 * monthly - yearly).abs() <= 0.065,
                "{query}{region}: {monthly} {yearly}"
            );
            let hours = report.payback().busy_hours_per_year - energy.busy_hours_per_year;
            assert!(hours.abs() <= 0.1, "{query}{region}");
            let shown = energy.kwh_per_year * energy.tariff_usd_per_kwh.unwrap();
            assert!(
                (shown - yearly).abs() <= 0.1,
                "{query}{region}: {shown} {yearly}"
            );
        }
    }
    let unknown = report("region=fr");
    assert!(!unknown.payback().compared);
    assert!(unknown.payback().sentence.contains("electricity"));
    assert_eq!(unknown.payback().energy_usd_per_month, Cents(0));
    assert!(report("region=fr&tariff=0.2").payback().compared);
    let limited = report("limit=250").payback().energy_usd_per_month;
    assert!(limited < report("").payback().energy_usd_per_month);
    // Two cards that take turns draw less than that anyway.
    let taking_turns = report("n=2&limit=250").payback().energy_usd_per_month;
    assert_eq!(taking_turns, report("n=2").payback().energy_usd_per_month);
}

#[test]
fn ways_out_keep_no_price_and_no_supply_of_the_machine_before() {
    let query = "w=f16&price-gpu=7000&psu=850&part-board=asus-proart-x870e-creator\
                 &part-case=fractal-define-7-xl&price-psu=99&ram=32&part-ram=kingston-server-premier-32-5600";
    let report = report(query);
    let of = |kind: &str| {
        let way = report.memory_ways().iter().find(|way| way.kind == kind);
        codec::Query::parse(&way.unwrap().query)
    };
    for kind in ["gpus", "gpu"] {
        let there = of(kind);
        for key in ["psu", "part-psu", "price-psu", "part-board", "part-case"] {
            assert_eq!(there.get(key), None, "{kind}: {there}");
        }
        let price = (kind == "gpus").then_some("7000");
        assert_eq!(there.get("price-gpu"), price, "{kind}: {there}");
    }
    let offload = of("offload");
    assert_eq!(offload.get("part-ram"), None, "{offload}");
    assert_eq!(offload.get("price-gpu"), Some("7000"), "{offload}");

    let tight = self::report("n=4&part-psu=corsair-rm1000x&price-psu=150&circuit=na-20a-240v");
    let mut ways = tight.power_ways().iter();
    let way = ways.find(|way| way.kind == "psu").unwrap();
    assert!(!way.query.contains("psu"), "{}", way.query);
}

#[test]
fn the_catalogues_agree_about_processors_and_ups() {
    let catalog = Catalog::builtin();
    for part in catalog.parts {
        match part.spec {
            Spec::Cpu(cpu) => {
                let row = catalog.power.cpu(part.id).unwrap();
                assert_eq!((row.tdp_w, row.name), (u32::from(cpu.tdp_w), part.name));
            }
            Spec::Ups(ups) => {
                let row = catalog
                    .power
                    .upses
                    .iter()
                    .find(|row| row.id == part.id)
                    .unwrap();
                assert_eq!(
                    (row.watts, row.va),
                    (u32::from(ups.watts), u32::from(ups.va))
                );
            }
            _ => {}
        }
    }
}

#[test]
fn keys_stand_in_their_order() {
    let report = report("months=48&price-gpu=7000&tax=5&hours=4&psu=1000&limit=250&ram=128&n=2");
    assert_eq!(
        report.query(),
        "n=2&ram=128&limit=250&psu=1000&hours=4&price-gpu=7000&tax=5&months=48"
    );
}
