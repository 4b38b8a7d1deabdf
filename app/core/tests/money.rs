//! Money: published sums, the laws of a payback, and what bad input leads to.
#![expect(clippy::unwrap_used, reason = "a failed lookup is a failed test")]

use std::collections::BTreeSet;

use headroom_core::catalog::Catalog;
use headroom_core::catalog::market::{PartKind, Term};
use headroom_core::codec;
use headroom_core::codec::encode;
use headroom_core::evaluate;
use headroom_core::evaluate::Report;
use headroom_core::machine::bill::{self, Carriers, ItemKind, Supply};
use headroom_core::machine::host;
use headroom_core::money::payback::{Comparison, Energy};
use headroom_core::report::{Rival, RivalKind, Status};
use headroom_core::scenario::keys::{ACCEPT, Amount, CURRENCY, FX, amounts};
use headroom_core::units::{Cents, Currency, MicroUsd};
use headroom_core::working;
use proptest::prelude::*;
use proptest::sample::select;

fn answer(query: &str) -> Report {
    evaluate::report(query, Catalog::builtin())
}

fn report(query: &str) -> Report {
    let report = answer(query);
    assert!(
        report.notices().is_empty(),
        "{query}: {:?}",
        report.notices()
    );
    report
}

/// Every part but the cards at no price, and the rest of a build as one sum.
fn with_rest(cards: u32, rest: u32) -> String {
    let free: String = ["cpu", "board", "ram", "ssd", "psu", "cooler", "case"]
        .iter()
        .map(|part| format!("&price-{part}=0"))
        .collect();
    format!("n={cards}&price-gpu=8300{free}&price-extras={rest}")
}

#[test]
fn the_upgrade_path_of_the_comparison_document() {
    // Base build of 14,949 with one card of 8,300; three more cards; power supply 500, cooling
    // 2,500, memory 600, drives 1,500, wheels 200.
    let base = 14_949 - 8_300;
    let path = [
        (1, 0, 14_949),
        (2, 0, 23_249),
        (3, 0, 31_549),
        (4, 0, 39_849),
        (4, 500, 40_349),
        (4, 3_000, 42_849),
        (4, 3_600, 43_449),
        (4, 5_100, 44_949),
        (4, 5_300, 45_149),
    ];
    for (cards, added, total) in path {
        let cost = report(&with_rest(cards, base + added)).cost().clone();
        assert_eq!(
            cost.total_usd,
            Cents(total * 100),
            "{cards} cards + {added}"
        );
        assert!(cost.complete);
    }
}

#[test]
fn the_four_card_workstation_at_prices_of_2025() {
    // 4 × 8,300 + 3,899 + 1,200 + 1,740 + 910 + 300 + 400.
    let cost = report(
        "n=4&ram=256&price-gpu=8300&cpu=threadripper-pro-7975wx&price-cpu=3899\
         &part-board=gigabyte-mh53-g40&price-board=1200&part-ram=vcolor-8x32-5600&price-ram=1740\
         &part-ssd=wd-black-sn8100-2tb*4&price-ssd=227.50&part-psu=thermaltake-gf3-1650&price-psu=300\
         &part-cooler=silverstone-xe360-tr5&price-cooler=175&price-case=225",
    )
    .cost().clone();
    assert_eq!(cost.total_usd, Cents(4_164_900));
    assert!(
        cost.items
            .iter()
            .all(|item| item.own && item.date.is_empty())
    );
    assert!(cost.notes.is_empty(), "{:?}", cost.notes);
}

fn full_time(watts: u32) -> Energy {
    Energy {
        busy_mw: u64::from(watts) * 1_000,
        idle_mw: 0,
        busy_minutes_per_day: 1_440,
        days_per_week: 7,
        tariff_micro_usd_per_kwh: Some(170_000),
    }
}

fn bare(usd: i64, watts: u32, cards: u64, cents_per_gpu_hour: u64) -> Comparison {
    Comparison {
        capex: Cents(usd * 100),
        value: Cents(usd * 100),
        resale: 0,
        fade: 0,
        upkeep: 0,
        energy: full_time(watts),
        rent: MicroUsd(cents_per_gpu_hour * 10_000 * cards),
        term: Term::OnDemand,
        decline: 0,
        storage: Cents(0),
    }
}

#[test]
fn paybacks_of_the_decision_matrix_as_checked_by_hand() {
    // Cost, watts at full use, cards; years at 1.89 and at 1.69 USD a GPU-hour, 0.17 USD a kWh.
    let rows = [
        (14_949, 805, 1, [97, 110]),
        (23_249, 1_105, 2, [74, 83]),
        (45_149, 1_650, 4, [71, 80]),
    ];
    for (usd, watts, cards, years) in rows {
        for (rate, hundredths) in [189, 169].into_iter().zip(years) {
            let (_, milli_months) = bare(usd, watts, cards, rate).crossing().unwrap();
            let found = (milli_months + 60) / 120;
            assert_eq!(found, hundredths, "{cards} cards at {rate} cents");
        }
    }
}

#[test]
fn use_that_the_claimed_paybacks_need() {
    // Claimed months, and percent of full use at 1.89 and 1.69 USD; above 100 is never.
    let rows = [
        (14_949, 805, 1, 12, [Some(97), None]),
        (14_949, 805, 1, 24, [Some(49), Some(55)]),
        (23_249, 1_105, 2, 18, [Some(49), Some(55)]),
        (23_249, 1_105, 2, 30, [Some(30), Some(33)]),
        (45_149, 1_650, 4, 24, [Some(35), Some(40)]),
        (45_149, 1_650, 4, 36, [Some(24), Some(27)]),
    ];
    for (usd, watts, cards, months, percents) in rows {
        for (rate, percent) in [189, 169].into_iter().zip(percents) {
            let found = bare(usd, watts, cards, rate).break_even_minutes(months);
            let found = found.map(|minutes| (minutes * 100 + 720) / 1_440);
            assert_eq!(
                found, percent,
                "{cards} cards, {months} months at {rate} cents"
            );
        }
    }
}

#[test]
fn capital_is_counted_once() {
    for query in [
        "",
        "n=4&model=llama-3.1-405b&ram=256&tax=8.875&upkeep=5&resale=60",
    ] {
        let report = report(query);
        let payback = report.payback();
        let subtotal = report.cost().subtotal_usd;
        assert_eq!(payback.capex_usd, report.cost().total_usd);
        assert!(payback.compared);
        assert_eq!(
            subtotal,
            report
                .cost()
                .items
                .iter()
                .filter_map(|item| item.total_usd)
                .sum()
        );
        let first = report.series().first().unwrap();
        // The day it is bought, owning has cost the price, less what it would fetch: nothing else.
        assert_eq!(first.month, 0);
        assert_eq!(first.spent_usd, report.cost().total_usd);
        assert_eq!(first.own_usd + first.resale_usd, report.cost().total_usd);
        assert_eq!(first.rent_usd, Cents(0));
        for point in report.series() {
            let running = payback.energy_usd_per_month + payback.upkeep_usd_per_month;
            let parts = report.cost().total_usd + running.times(point.month);
            let off = (parts - point.spent_usd).0.abs();
            assert!((point.spent_usd - point.own_usd - point.resale_usd).0.abs() <= 1);
            // A cent a month is what rounding the shown monthly figures can make.
            assert!(
                off <= i64::from(point.month) + 1,
                "month {}: {off}",
                point.month
            );
        }
    }
}

#[test]
fn a_card_without_a_price_is_estimated_and_never_free() {
    let id = "rtx-pro-5000-blackwell-72gb";
    assert!(Catalog::builtin().gpu(id).unwrap().price.is_none());
    let open = report(&format!("gpu={id}"));
    let card = &open.cost().items[0];
    assert!(card.estimated && !card.own);
    assert!(Cents(300_000) < card.low_usd.unwrap() && card.low_usd < card.high_usd);
    assert!(open.cost().estimated.contains(&card.name));
    assert!(open.cost().complete && open.payback().compared);
    let given = report(&format!("gpu={id}&price-gpu=5000"));
    let card = &given.cost().items[0];
    assert!(card.own && !card.estimated);
    assert_eq!(card.low_usd, card.high_usd);
}

#[test]
fn parts_go_together() {
    let catalog = Catalog::builtin();
    for query in [
        "",
        "n=2",
        "n=4",
        "n=7&gpu=rtx-4000-ada",
        "ram=128",
        "ram=192",
        "ram=256",
        "n=3&ram=256",
        "gpu=rtx-3090&n=2",
        "gpu=rtx-5090&n=4",
    ] {
        let cost = report(query).cost().clone();
        assert!(cost.notes.is_empty(), "{query}: {:?}", cost.notes);
        assert!(cost.complete, "{query}: {:?}", cost.missing);
        for kind in [
            PartKind::Cpu,
            PartKind::Board,
            PartKind::Psu,
            PartKind::Case,
        ] {
            let item = cost
                .items
                .iter()
                .find(|item| item.kind == kind.id())
                .unwrap();
            assert_eq!(catalog.part(item.id.unwrap()).unwrap().kind(), kind);
            assert!(!item.date.is_empty() && !item.source.is_empty());
        }
    }
    let mismatch = report("part-board=asus-wrx90e-sage-se&cpu=ryzen-9-9950x")
        .cost()
        .clone();
    assert!(
        mismatch.notes[0].contains("does not go into"),
        "{:?}",
        mismatch.notes
    );
    let crowded = report("n=4&part-board=asrock-x870e-taichi").cost().clone();
    assert!(
        crowded.notes[0].contains("2 of the 4 cards"),
        "{:?}",
        crowded.notes
    );
}

#[test]
fn supplies_settled_on_elsewhere_are_priced() {
    let catalog = Catalog::builtin();
    let scenario = codec::decode("n=4&ram=256", catalog).scenario;
    let class = catalog.power.efficiency("gold").unwrap();
    let psu = |watts, units| {
        let carriers = Carriers {
            supply: Some(Supply {
                watts,
                units,
                class,
            }),
            ups: None,
        };
        let host = host::choose(&scenario, catalog);
        let bill = bill::itemise(&scenario, &host, 0, &carriers, catalog);
        let kind = ItemKind::Part(PartKind::Psu);
        let item = bill.items.into_iter().find(|item| item.kind == kind);
        item.map(|item| (item.name.clone(), item.quantity, item.total()))
    };
    let two = (
        "ASRock Phantom Gaming PG-1600G".to_owned(),
        2,
        Some(Cents(49_998)),
    );
    assert_eq!(psu(1_600, 2), Some(two));
    let (name, units, total) = psu(4_000, 1).unwrap();
    assert_eq!(
        (name.as_str(), units),
        ("Power supply of 4\u{202f}000\u{202f}W", 1)
    );
    assert!(total.unwrap() > Cents(80_000));
}

#[test]
fn a_whole_machine_is_one_item() {
    let cost = report("gpu=apple-m3-ultra").cost().clone();
    assert_eq!(cost.items.len(), 1);
    assert_eq!(cost.total_usd, Cents(950_000));
}

#[test]
fn the_server_of_a_module_is_estimated() {
    let cost = report("gpu=h100-sxm&n=8").cost().clone();
    assert!(
        cost.estimated
            .iter()
            .any(|name| name == "Server for 8 GPUs")
    );
    // A link of the edition before counts what it counted.
    let then = report("gpu=h100-sxm&n=8&cat=2026-11-22").cost().clone();
    assert_eq!(then.missing, ["Server for 8 GPUs"]);
    let given = report("gpu=h100-sxm&n=8&price-board=60000").cost().clone();
    assert!(given.complete);
}

#[test]
fn published_rents() {
    let catalog = Catalog::builtin();
    let rate = |id: &str| catalog.offer(id).unwrap().micro_usd_per_hour;
    assert_eq!(rate("runpod-rtx-pro-6000-blackwell-ws"), 1_890_000);
    assert_eq!(rate("aws-h100-sxm-x8"), 55_040_000);
    assert_eq!(rate("azure-h100-sxm-x8"), 98_320_000);
    assert_eq!(rate("google-cloud-h100-sxm-x8"), 88_490_000);
    let ids: BTreeSet<String> = catalog.offers.iter().map(|offer| offer.id()).collect();
    assert_eq!(ids.len(), catalog.offers.len());
    assert!(
        catalog
            .offers
            .iter()
            .all(|offer| offer.provider.name != "Dataoorts")
    );
    // The same price as the 70B row is no price of the 405B.
    let doubtful = |provider: &str| {
        let of = |price: &&headroom_core::catalog::market::ApiPrice| {
            price.model == "llama-3.1-405b" && price.provider.name == provider
        };
        catalog.apis.iter().any(of)
    };
    assert!(!doubtful("Groq") && !doubtful("Hyperbolic") && doubtful("Together AI"));
}

#[test]
fn a_rented_machine_holds_the_model() {
    // 812 GB of weights: no single GPU, and no machine of eight with 80 GB each.
    let report = report("n=16&model=llama-3.1-405b&w=f16&engine=vllm");
    let rental = report.cloud().chosen.clone().unwrap();
    let gpu = Catalog::builtin().gpu(rental.gpu).unwrap();
    assert!(
        gpu.memory.bytes * u64::from(rental.gpus) > 812_000_000_000,
        "{rental:?}"
    );
    assert!(matches!(rental.status, Status::Fits | Status::Tight));
    // The rented machine, asked for as a machine of one's own, gives the same answer.
    let there = answer(&format!(
        "gpu={}&n={}&model=llama-3.1-405b&w=f16&engine=vllm",
        rental.gpu, rental.gpus
    ));
    assert_eq!(there.verdict().status, rental.status);
}

#[test]
fn the_chosen_offer_and_the_own_rent() {
    let base = "n=4&model=llama-3.1-405b&ram=256&cloud=runpod-rtx-pro-6000-blackwell-ws*4";
    let listed = report(base).cloud().chosen.clone().unwrap();
    assert_eq!((listed.gpus, listed.usd_per_hour), (4, MicroUsd(7_560_000)));
    let own = report(&format!("{base}&price-cloud=1.69"))
        .cloud()
        .chosen
        .clone()
        .unwrap();
    assert_eq!(own.usd_per_hour, MicroUsd(6_760_000));
    assert!(own.own);
    let none = report("model=llama-3.1-405b&w=f32&ctx=131072&users=64");
    assert!(none.cloud().chosen.is_none());
    assert_eq!(none.payback().break_even_months, None);
    // A machine of eight is rented whole.
    let whole = answer("cloud=aws-h100-sxm-x8*9");
    assert_eq!(whole.cloud().chosen.as_ref().unwrap().gpus, 16);
    assert_eq!(whole.notices()[0].key, "cloud");
}

#[test]
fn a_reservation_is_paid_for_all_hours() {
    let base = bare(10_000, 500, 1, 100);
    let reserved = Comparison {
        term: Term::Reserved,
        energy: Energy {
            busy_minutes_per_day: 60,
            ..base.energy
        },
        ..base
    };
    assert_eq!(reserved.cloud(12), Cents(876_000));
    let on_demand = Comparison {
        term: Term::OnDemand,
        ..reserved
    };
    assert_eq!(on_demand.cloud(12), Cents(36_500));
}

#[test]
fn bad_amounts_get_a_notice_at_their_field() {
    let key_of = |query: &str| {
        let report = answer(query);
        assert_eq!(report.notices().len(), 1, "{query}: {:?}", report.notices());
        let notice = report.notices()[0].clone();
        assert!(
            notice.message.contains("Calculated with"),
            "{}",
            notice.message
        );
        (notice.key, notice.nearest_label.unwrap())
    };
    let catalogue = "the price in the catalogue".to_owned();
    assert_eq!(key_of("price-gpu=-5"), ("price-gpu", catalogue.clone()));
    assert_eq!(key_of("price-case=free"), ("price-case", catalogue));
    assert_eq!(key_of("resale=120"), ("resale", "100 %".to_owned()));
    assert_eq!(key_of("tax=-1"), ("tax", "0 %".to_owned()));
    assert_eq!(key_of("months=0"), ("months", "1 months".to_owned()));
    assert_eq!(key_of("part-psu=gf3-1650").0, "part-psu");
    assert_eq!(key_of("cloud=runpod-pro-6000").0, "cloud");
    // An own price that was refused is not taken for nothing.
    assert_eq!(
        answer("price-gpu=-5").cost().total_usd,
        answer("").cost().total_usd
    );
}

#[test]
fn json_says_dollars() {
    let json = serde_json::to_value(report(&with_rest(4, 6_649))).unwrap();
    assert_eq!(json["cost"]["total_usd"], 39_849.0);
    assert!(
        json["payback"]["break_even_months"].is_u64()
            || json["payback"]["break_even_months"].is_null()
    );
    assert_eq!(json["cost"]["items"][0]["unit_usd"], 8_300.0);
    assert_eq!(json["cloud"]["chosen"]["term"], "on_demand");
}

#[test]
fn workings_say_what_the_figures_say() {
    let catalog = Catalog::builtin();
    let query = "n=4&model=llama-3.1-405b&ram=256&cloud=runpod-rtx-pro-6000-blackwell-ws*4";
    let scenario = codec::decode(query, catalog).scenario;
    let report = evaluate::evaluate(&scenario, catalog);
    let workings = working::explain(&report);
    let of = |figure: &str| workings.iter().find(|one| one.figure == figure).unwrap();
    assert_eq!(
        of("cost.total_usd").result,
        Currency::USD.exact(report.cost().total_usd)
    );
    assert!(!of("cost.total_usd").sources.is_empty());
    let months = report.payback().break_even_months.unwrap();
    let crossing = of("payback.break_even_months");
    assert!(
        crossing.substituted.starts_with(&format!("m = {months}: ")),
        "{}",
        crossing.substituted
    );
    assert!(crossing.substituted.contains('≤'));
}

/// A comparison of everyday size.
fn comparison() -> impl Strategy<Value = Comparison> {
    let shares = (
        0..=100_000_u32,
        0..=60_000_u32,
        0..=10_000_u32,
        0..=40_000_u32,
    );
    let energy = (
        0..5_000_000_u64,
        0..600_000_u64,
        0..=1_440_u32,
        0..=7_u32,
        0..600_000_u64,
    );
    (
        10_000..20_000_000_i64,
        0..50_i64,
        shares,
        energy,
        10_000..100_000_000_u64,
        select(Term::ALL.to_vec()),
        0..50_000_i64,
    )
        .prop_map(
            |(value, tax, (resale, fade, upkeep, decline), energy, rent, term, storage)| {
                let (busy_mw, idle_mw, busy_minutes_per_day, days_per_week, tariff) = energy;
                Comparison {
                    capex: Cents(value + value * tax / 100),
                    value: Cents(value),
                    resale,
                    fade,
                    upkeep,
                    energy: Energy {
                        busy_mw,
                        idle_mw,
                        busy_minutes_per_day,
                        days_per_week,
                        tariff_micro_usd_per_kwh: Some(tariff),
                    },
                    rent: MicroUsd(rent),
                    term,
                    decline,
                    storage: Cents(storage),
                }
            },
        )
}

/// Never is later than any month.
fn months(comparison: &Comparison) -> u32 {
    comparison.break_even().unwrap_or(u32::MAX)
}

/// A link with any of the money keys.
fn query() -> impl Strategy<Value = String> {
    let catalog = Catalog::builtin();
    // No laptop has two of its chips.
    let cards = { catalog.gpus.iter() }.filter(|gpu| gpu.may_be_several());
    let gpus: Vec<&str> = cards.map(|gpu| gpu.id).collect();
    let offers: Vec<String> = catalog.offers.iter().map(|offer| offer.id()).collect();
    let parts: Vec<String> = catalog
        .parts
        .iter()
        .map(|part| match part.kind() {
            kind @ (PartKind::Cpu | PartKind::Ups) => format!("{}={}", kind.id(), part.id),
            kind => format!("part-{}={}", kind.id(), part.id),
        })
        .collect();
    // Guesses are kept only where somebody guesses.
    let alone = amounts().filter(|amount| amount.key != ACCEPT.key);
    let amount = (select(alone.collect::<Vec<_>>()), 0..i64::MAX);
    let amounts = (
        select(catalog.currencies.to_vec()),
        proptest::collection::vec(amount, 0..4),
    );
    (
        (select(gpus.clone()), 1..=10_u32, select(gpus), 1..=3_u32),
        amounts.prop_map(|(row, amounts)| typed(row.currency, &amounts)),
        proptest::option::of(select(offers)),
        proptest::option::of(select(parts)),
        (
            1..=120_u32,
            select(vec![
                "llama-3.3-70b",
                "llama-3.1-405b",
                "qwen3-30b-a3b",
                "deepseek-v3",
            ]),
        ),
    )
        .prop_map(
            |((gpu, n, other, m), amounts, offer, part, (months, model))| {
                let mut query = codec::Query::parse(&format!(
                    "gpu={gpu}*{n}+{other}*{m}&model={model}&months={months}"
                ));
                let kinds = if gpu == other { 1 } else { 2 };
                for (key, value) in amounts {
                    if !(key == "price-gpu3"
                        || key == "price-gpu4"
                        || key == "price-gpu2" && kinds == 1)
                    {
                        query.set(key, value);
                    }
                }
                if let Some(offer) = offer {
                    query.set("cloud", offer);
                }
                let part = part.map_or(String::new(), |part| format!("&{part}"));
                format!("{query}{part}")
            },
        )
}

/// Amounts with their keys, as they are typed in a currency: somewhere within the bounds of each.
fn typed(listed: Currency, amounts: &[(Amount, i64)]) -> Vec<(&'static str, String)> {
    let within = |amount: Amount, drawn: i64| amount.min + drawn % (amount.max - amount.min + 1);
    let mut currency = listed;
    let mut keys = Vec::new();
    if !listed.is_usd() {
        keys.push((CURRENCY.key, listed.id.to_owned()));
        if let Some((_, drawn)) = amounts.iter().find(|(amount, _)| *amount == FX) {
            let rate = within(FX, *drawn);
            currency.per_usd = u64::try_from(rate).unwrap();
            keys.push((FX.key, FX.text(rate)));
        }
    }
    let prices = amounts.iter().filter(|(amount, _)| *amount != FX);
    keys.extend(prices.map(|(amount, drawn)| {
        let value = within(amount.typed_in(currency), *drawn);
        (amount.key, amount.text(value))
    }));
    keys
}

/// The rivals of a report by what they stand for.
fn rivals(report: &Report, kind: RivalKind) -> Vec<&Rival> {
    let all = report.rivals().iter();
    all.filter(|rival| rival.kind == kind).collect()
}

#[test]
fn the_rival_is_the_same_cards() {
    let own = report("n=4");
    let rival = own.rivals().iter().find(|rival| rival.chosen).unwrap();
    let rental = rival.rental.as_ref().unwrap();
    assert_eq!(rival.kind, RivalKind::Same);
    assert_eq!((rental.gpu, rental.gpus), ("rtx-pro-6000-blackwell-ws", 4));
    assert_eq!(rental.term, Term::OnDemand);
    assert!(
        rival
            .note
            .starts_with("Nobody in the catalogue rents out the NVIDIA RTX PRO 6000")
    );
    assert_eq!(own.cloud().chosen.as_ref(), Some(rental));
    assert!(own.payback().sentence.contains("renting the same cards $"));
    // The exact card goes before its kin, and seven are seven.
    for (query, gpus) in [
        ("gpu=rtx-5090&n=7", 7),
        ("gpu=rtx-4090&n=2", 2),
        ("gpu=h100-sxm&n=16", 16),
    ] {
        let report = report(query);
        let rental = report.cloud().same.clone().unwrap();
        assert_eq!(rental.gpus, gpus, "{query}");
        assert_eq!(rental.gpu, report.asked().machine.groups[0].gpu.id);
        assert_eq!(
            rivals(&report, RivalKind::Same)[0].rental.as_ref(),
            Some(&rental)
        );
    }
}

#[test]
fn a_spark_is_not_held_against_eight_desktop_cards() {
    let spark = report("gpu=dgx-spark-gb10&model=gpt-oss-120b&w=mxfp4");
    assert!(spark.cloud().same.is_none());
    let rental = spark.cloud().chosen.as_ref().unwrap();
    assert_ne!(rental.gpu, "rtx-3060-12gb");
    assert!(rental.gpus <= 4 && rental.speed_percent.unwrap() >= 100);
    let api = rivals(&spark, RivalKind::Api)[0];
    let month =
        spark.speed().served_tokens_per_s.unwrap() * spark.payback().busy_hours_per_year * 300.0;
    assert!((api.tokens_per_month.unwrap() / month - 1.0).abs() < 0.001);
}

#[test]
fn what_is_slower_is_no_rival() {
    // Nobody rents out cards of two kinds, and no eight of one read 64 prompts as fast as these thirteen.
    let own = report("gpu=b300-sxm*12+b200-sxm&model=llama-3.3-70b&users=64");
    assert!(own.cloud().chosen.is_none() && !own.payback().compared);
    assert!(
        own.payback().sentence.contains("as fast"),
        "{}",
        own.payback().sentence
    );
}

#[test]
fn hyperscalers_rent_out_one_machine() {
    let own = report("gpu=h100-sxm&n=8&price-board=60000&model=llama-3.1-405b&w=fp8&engine=vllm");
    let theirs = rivals(&own, RivalKind::Hyperscaler);
    let of = |term| {
        theirs
            .iter()
            .filter_map(|one| one.rental.as_ref())
            .find(|one| one.term == term)
    };
    assert_eq!(of(Term::OnDemand).unwrap().id, "aws-h100-sxm-x8");
    assert_eq!(of(Term::Reserved).unwrap().id, "aws-h100-sxm-x8-reserved");
    // Four machines of one card are no machine of four.
    let four = report("n=4");
    let rental = rivals(&four, RivalKind::Hyperscaler)[0]
        .rental
        .clone()
        .unwrap();
    assert_eq!(rental.id, "aws-rtx-pro-6000-blackwell-server-x4");
}

#[test]
fn your_choice_is_a_rival() {
    let given = report("n=4&cloud=runpod-rtx-pro-6000-blackwell-ws*4&price-cloud=1.69");
    let chosen = given.rivals().iter().find(|rival| rival.chosen).unwrap();
    assert_eq!(chosen.kind, RivalKind::Given);
    assert_eq!(
        chosen.rental.as_ref().unwrap().usd_per_hour,
        MicroUsd(6_760_000)
    );
    assert_eq!(chosen.break_even_months, given.payback().break_even_months);
    assert_eq!(
        given.rivals().iter().filter(|rival| rival.chosen).count(),
        1
    );
    // Whoever rents them out, they are the same cards.
    assert!(given.payback().sentence.contains("the same cards"));
    let other = report("n=4&cloud=runpod-rtx-5090*4");
    assert!(!other.payback().sentence.contains("same cards"));
    let same = report("n=4&cloud=gpuhub-rtx-pro-6000-blackwell-ws*4");
    assert!(rivals(&same, RivalKind::Given).is_empty());
    assert!(rivals(&same, RivalKind::Same)[0].chosen);
}

#[test]
fn both_crossings_are_told() {
    let own = report("n=4&cloud=runpod-rtx-pro-6000-blackwell-ws*4");
    let payback = own.payback();
    let (sold, unsold) = (
        payback.break_even_months.unwrap(),
        payback.break_even_spent_months.unwrap(),
    );
    assert!(sold < unsold);
    let at = |month: u32| own.series()[month as usize];
    assert!(
        at(unsold).spent_usd <= at(unsold).rent_usd
            && at(unsold - 1).spent_usd > at(unsold - 1).rent_usd
    );
    let kept = at(payback.kept_months);
    assert_eq!(payback.kept_own_usd, Some(kept.own_usd));
    assert_eq!(payback.kept_spent_usd, Some(kept.spent_usd));
    assert_eq!(payback.kept_rent_usd, Some(kept.rent_usd));
    for said in [
        "Over 36 months owning costs $",
        "if it is worth nothing then)",
        "Owning is cheaper after 22 months, or 3.9 years",
    ] {
        assert!(payback.sentence.contains(said), "{}", payback.sentence);
    }
    let late = report("n=4").payback().sentence.clone();
    assert!(late.ends_with("which is longer than it is kept."), "{late}");
}

#[test]
fn what_does_not_run_is_not_compared() {
    for query in [
        "n=4&model=deepseek-v3",
        "gpu=rtx-4090&model=llama-3.1-8b&mode=train&method=full",
    ] {
        let report = report(query);
        let payback = report.payback();
        assert!(!report.finding().0.runs());
        assert!(!payback.compared && payback.break_even_months.is_none());
        assert!(
            payback.sentence.starts_with("Nothing is compared"),
            "{}",
            payback.sentence
        );
        assert!(
            payback.sentence.ends_with(report.finding().1),
            "{}",
            payback.sentence
        );
        assert!(report.series().is_empty() && report.rivals().is_empty());
        assert!(report.sensitivity().is_empty());
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn a_higher_rent_never_lengthens_the_payback(base in comparison(), more in 1..100_000_000_u64) {
        let dearer = Comparison { rent: MicroUsd(base.rent.0 + more), ..base };
        prop_assert!(months(&dearer) <= months(&base));
    }

    #[test]
    fn a_higher_price_never_shortens_the_payback(base in comparison(), more in 1..20_000_000_i64) {
        let dearer = Comparison {
            capex: base.capex + Cents(more),
            value: base.value + Cents(more),
            ..base
        };
        prop_assert!(months(&dearer) >= months(&base));
    }

    #[test]
    fn more_use_never_lengthens_the_payback_while_rent_exceeds_electricity(
        base in comparison(),
        more in 1..1_440_u32,
    ) {
        let energy = base.energy;
        let extra_mw = energy.busy_mw.saturating_sub(energy.idle_mw);
        let electricity = extra_mw * energy.tariff_micro_usd_per_kwh.unwrap_or(0) / 1_000_000;
        let base = Comparison { term: Term::OnDemand, decline: 0, ..base };
        if base.rent.0 > electricity {
            let minutes = (energy.busy_minutes_per_day + more).min(1_440);
            let busier = Comparison {
                energy: Energy { busy_minutes_per_day: minutes, ..energy },
                ..base
            };
            prop_assert!(months(&busier) <= months(&base));
        }
    }

    #[test]
    fn a_better_resale_never_lengthens_the_payback(base in comparison(), less in 0..100_000_u32) {
        let worse = Comparison { resale: base.resale.saturating_sub(less), ..base };
        prop_assert!(months(&worse) >= months(&base));
    }

    #[test]
    fn falling_rents_never_shorten_the_payback(base in comparison(), more in 0..60_000_u32) {
        let falling = Comparison { decline: base.decline + more, ..base };
        prop_assert!(months(&falling) >= months(&base));
    }

    #[test]
    fn the_lines_are_the_sums_of_their_parts(base in comparison(), month in 0..=120_u32) {
        // Owning without running cost and resale is the price, whatever the month: counted once.
        let silent = Comparison {
            upkeep: 0,
            resale: 0,
            energy: Energy { busy_mw: 0, idle_mw: 0, ..base.energy },
            ..base
        };
        prop_assert_eq!(silent.own(month), base.capex);
        // Resale comes off, and nothing else changes.
        let kept = Comparison { resale: 0, ..base };
        let off = (kept.own(month) - base.own(month) - base.resale_after(month)).0.abs();
        prop_assert!(off <= 1, "{off}");
        prop_assert!(base.own(month + 1) + base.resale_after(month + 1) >= base.own(month) + base.resale_after(month));
        prop_assert!(base.resale_after(month + 1) <= base.resale_after(month));
        prop_assert!(base.cloud(month + 1) >= base.cloud(month));
        prop_assert_eq!(base.cloud(0), Cents(0));
    }

    #[test]
    fn the_break_even_is_where_the_lines_meet(base in comparison()) {
        match base.break_even() {
            Some(0) => prop_assert!(base.own(0) <= Cents(0)),
            Some(month) => {
                prop_assert!(base.own(month) <= base.cloud(month) + Cents(1));
                prop_assert!(base.own(month - 1) + Cents(1) >= base.cloud(month - 1));
                let (_, milli) = base.crossing().unwrap();
                prop_assert!((u64::from(month - 1) * 1_000..=u64::from(month) * 1_000).contains(&milli));
            }
            None => prop_assert!(base.own(120) + Cents(1) >= base.cloud(120)),
        }
    }

    #[test]
    fn the_fewest_hours_are_the_fewest(base in comparison(), month in 1..=120_u32) {
        let at = |minutes| {
            let energy = Energy { busy_minutes_per_day: minutes, ..base.energy };
            let one = Comparison { energy, ..base };
            one.own(month) <= one.cloud(month)
        };
        match base.break_even_minutes(month) {
            Some(0) => prop_assert!(at(0)),
            Some(minutes) => prop_assert!(at(minutes) && !at(minutes - 1)),
            None => prop_assert!(!at(0) && !at(1_440)),
        }
    }

    #[test]
    fn bills_sum_and_links_return(query in query()) {
        let catalog = Catalog::builtin();
        let report = answer(&query);
        prop_assert!(report.notices().is_empty(), "{query}: {:?}", report.notices());
        let decoded = codec::decode(report.query(), catalog);
        prop_assert!(decoded.notices.is_empty(), "{}: {:?}", report.query(), decoded.notices);
        prop_assert_eq!(&decoded.scenario, &codec::decode(&query, catalog).scenario);
        prop_assert_eq!(encode(&decoded.scenario), report.query().to_owned());
        let cost = report.cost();
        let sum: Cents = cost.items.iter().filter_map(|item| item.total_usd).sum();
        prop_assert_eq!(sum, cost.subtotal_usd);
        prop_assert_eq!(cost.subtotal_usd + cost.tax_usd, cost.total_usd);
        prop_assert_eq!(cost.complete, cost.items.iter().all(|item| item.unit_usd.is_some()));
        for item in &cost.items {
            prop_assert!(item.own || item.unit_usd.is_none() || !item.source.is_empty());
            let each = item.unit_usd.map(|price| price.times(item.quantity));
            prop_assert_eq!(each, item.total_usd);
        }
        let months = report.series().iter().map(|point| point.month);
        prop_assert!(months.eq(0..u32::try_from(report.series().len()).unwrap()));
        if cost.subtotal_usd > Cents(0) {
            let shares: f64 = cost.items.iter().map(|item| item.share_percent).sum();
            prop_assert!((shares - 100.0).abs() < 0.1 * cost.items.len() as f64, "{shares}");
        }
    }

    #[test]
    fn money_never_changes_the_verdict(query in query()) {
        let with = answer(&query);
        let mut bare = codec::Query::parse(&query);
        let keys: Vec<String> = bare.pairs().map(|(key, _)| key.to_owned()).collect();
        for key in keys.iter().filter(|key| !["gpu", "model"].contains(&key.as_str())) {
            bare.remove(key);
        }
        let without = answer(&bare.to_string());
        prop_assert_eq!(with.memory(), without.memory());
        prop_assert_eq!(with.verdict().status, without.verdict().status);
        prop_assert_eq!(&with.verdict().sentence, &without.verdict().sentence);
        prop_assert_eq!(with.limits(), without.limits());
    }

    #[test]
    fn any_text_in_a_money_key_is_answered(
        key in select(amounts().map(|amount| amount.key).chain(["cloud", "part-psu", "part-ssd", "part-extras", "months", "cloud-gb"]).collect::<Vec<_>>()),
        value in "[-+0-9a-z.,*%$ ]{0,30}",
    ) {
        let mut query = codec::Query::parse("gpu=rtx-5090*2+rtx-3090+rtx-4090+l4");
        query.set(key, value);
        let report = answer(&query.to_string());
        let again = codec::decode(report.query(), Catalog::builtin());
        prop_assert!(again.notices.is_empty(), "{query} → {}: {:?}", report.query(), again.notices);
    }

    #[test]
    fn comparable_machines_hold_the_model(query in query()) {
        let scenario = codec::decode(&query, Catalog::builtin()).scenario;
        let all = headroom_core::money::rent::comparable(&scenario, scenario.priced(), Catalog::builtin());
        for rental in all.iter().step_by(9) {
            let there = format!("gpu={}&n={}&model={}", rental.gpu, rental.gpus, scenario.model.id());
            let there = codec::decode(&there, Catalog::builtin()).scenario;
            prop_assert_eq!(evaluate::status(&there), rental.status, "{:?}", rental);
        }
    }

    #[test]
    fn the_cheapest_rival_is_never_slower_and_holds_the_model(query in query(), users in 1..=8_u32) {
        let own = answer(&format!("{query}&users={users}"));
        let cheapest = rivals(&own, RivalKind::Cheapest);
        let fast = own.cloud().by_term.iter().chain(cheapest.iter().filter_map(|one| one.rental.as_ref()));
        for rental in fast.filter(|rental| rental.speed_percent.is_some()) {
            let mut there = codec::Query::parse(own.query());
            let keys: Vec<String> = there.pairs().map(|(key, _)| key.to_owned()).collect();
            for key in keys.iter().filter(|key| !["model", "users"].contains(&key.as_str())) {
                there.remove(key);
            }
            there.set("gpu", rental.gpu);
            there.set("n", rental.gpus.to_string());
            let there = answer(&there.to_string());
            prop_assert!(there.verdict().status.runs());
            let (mine, theirs) = (own.speed(), there.speed());
            prop_assert!(theirs.decode_tokens_per_s >= mine.decode_tokens_per_s, "{}", rental.id);
            prop_assert!(theirs.served_tokens_per_s >= mine.served_tokens_per_s, "{}", rental.id);
            prop_assert!(theirs.time_to_first_token_s <= mine.time_to_first_token_s, "{}", rental.id);
        }
        // Resale never delays a break-even.
        for rival in own.rivals() {
            prop_assert_eq!(rival.break_even_months.is_some() || rival.break_even_spent_months.is_none(), true);
            if let (Some(sold), Some(unsold)) = (rival.break_even_months, rival.break_even_spent_months) {
                prop_assert!(sold <= unsold);
            }
        }
        prop_assert!(own.rivals().iter().filter(|rival| rival.chosen).count() <= 1);
    }
}
