//! Amounts in other currencies: what a link says, and that no figure depends on it.
#![expect(clippy::unwrap_used, reason = "a panic is how a test fails")]

use headroom_core::catalog::Catalog;
use headroom_core::codec::{self, Decoded};
use headroom_core::compare::{self, compare};
use headroom_core::evaluate::{self, Report};
use headroom_core::find::Job;
use headroom_core::report::NoticeKind;
use headroom_core::units::{Cents, Currency};
use headroom_core::{upgrade, working};

fn read(query: &str) -> Decoded {
    codec::decode(query, Catalog::builtin())
}

fn report(query: &str) -> Report {
    evaluate::report(query, Catalog::builtin())
}

/// The canonical form of a link.
fn canonical(query: &str) -> String {
    codec::encode(&read(query).scenario)
}

#[test]
fn the_catalogue_holds_dated_rates() {
    let rows = Catalog::builtin().currencies;
    assert_eq!(rows.len(), 14);
    assert!(rows[0].currency.is_usd());
    for row in rows {
        assert_eq!(row.date, "2026-10-30", "{}", row.name);
        assert!(
            row.source
                .url
                .is_some_and(|url| url.contains("ecb.europa.eu"))
        );
    }
    let euro = rows.iter().find(|row| row.currency.id == "eur").unwrap();
    assert_eq!(euro.currency.rate_text(), "0.895095");
    for edition in Catalog::builtin().earlier {
        assert_eq!(edition.currencies, rows);
    }
}

#[test]
fn a_link_keeps_what_was_typed_to_the_digit() {
    for query in [
        "currency=eur",
        "currency=eur&fx=0.91",
        "currency=sek&price-gpu=89990.5",
        "currency=krw&tariff=150.5&price-gpu=4123457&price-psu=399000",
        "currency=jpy&line=rack-kit~45001",
        "currency=aud&tax=10&price-gb=0.12&price-cloud=3.3333",
        "n=2&currency=gbp&fx=0.8&tariff=0.27&price-gpu=6999.99",
    ] {
        let decoded = read(query);
        assert!(decoded.notices.is_empty(), "{query}: {:?}", decoded.notices);
        assert_eq!(codec::encode(&decoded.scenario), query);
        assert_eq!(read(&codec::encode(&decoded.scenario)), decoded, "{query}");
    }
}

#[test]
fn a_rate_and_a_currency_are_written_only_where_they_differ() {
    assert_eq!(canonical("currency=usd"), "");
    assert_eq!(canonical("currency=Euro"), "currency=eur");
    assert_eq!(canonical("currency=%E2%82%AC"), "currency=eur");
    assert_eq!(canonical("currency=EUR&fx=0.895095"), "currency=eur");
    // What is worth the default is the default.
    assert_eq!(canonical("currency=eur&price-gb=0.0716"), "currency=eur");
}

#[test]
fn what_is_typed_is_in_the_currency_of_the_link() {
    let gpu = |query: &str| {
        let report = report(query);
        report.cost().items[0].unit_usd.unwrap()
    };
    assert_eq!(gpu("price-gpu=8000"), Cents(800_000));
    assert_eq!(gpu("currency=eur&price-gpu=8000"), Cents(893_760));
    assert_eq!(gpu("currency=eur&fx=0.5&price-gpu=8000"), Cents(1_600_000));
    let money = read("currency=eur&fx=0.5&price-cloud=1.25&tariff=0.2").scenario;
    assert_eq!(money.money.rent.unwrap().0, 2_500_000);
    assert_eq!(money.power.tariff, Some(40_000));
}

#[test]
fn what_cannot_be_used_is_told_at_its_field() {
    let told = |query: &str| {
        let notices = read(query).notices;
        let one = notices.first().unwrap().clone();
        (one.key, one.kind, one.message, one.suggestions)
    };
    let (key, kind, message, nearest) = told("currency=eurro");
    assert_eq!((key, kind), ("currency", NoticeKind::Replaced));
    assert!(
        message.contains("“eurro” is no currency known here. Calculated with US dollars."),
        "{message}"
    );
    assert_eq!(nearest[0].label, "Euro");
    assert!(nearest[0].query.contains("currency=eur"), "{nearest:?}");
    assert!(!told("currency=xyz").3.is_empty());
    let (key, kind, message, _) = told("fx=0.9");
    assert_eq!((key, kind), ("fx", NoticeKind::LeftOut), "{message}");
    for (query, said) in [
        (
            "currency=eur&fx=0",
            "“0” is too small for the exchange rate: allowed is from 0.001 to 100\u{202f}000 for 1 USD",
        ),
        (
            "currency=eur&fx=abc",
            "Calculated with the rate in the catalogue.",
        ),
        (
            "currency=eur&price-gpu=$8000",
            "is not a number for the price of a GPU: allowed is from 0 to 895\u{202f}095 EUR",
        ),
        ("currency=eur&price-gpu=900000", "is too large"),
        (
            "currency=eur&tariff=9",
            "allowed is from 0.0009 to 4.47547 EUR a kilowatt-hour. Calculated with 4.47547 EUR/kWh.",
        ),
        ("currency=sek&line=kit", "from 0 to 9826352 SEK"),
    ] {
        let (_, _, message, _) = told(query);
        assert!(message.contains(said), "{query}: {message}");
    }
    // What is clamped is a link again.
    let clamped = read("currency=eur&tariff=9").scenario;
    assert_eq!(read(&codec::encode(&clamped)).scenario, clamped);
}

/// No figure depends on the currency; sentences do.
#[test]
fn the_same_machine_pays_back_in_the_same_month_in_any_currency() {
    for query in [
        "",
        "n=4",
        "n=2&hours=16&months=48&tax=19",
        "mode=train&n=2",
        "n=4&cat=2026-11-22",
    ] {
        let usd = report(query);
        for row in Catalog::builtin().currencies {
            let told = report(&format!("{query}&currency={}", row.currency.id));
            assert_eq!(
                told.payback().break_even_months,
                usd.payback().break_even_months
            );
            assert_eq!(
                told.payback().break_even_spent_months,
                usd.payback().break_even_spent_months
            );
            assert_eq!(told.cost(), usd.cost(), "{query}");
            assert_eq!(told.series(), usd.series());
            let months = |report: &Report| {
                let rows = report.sensitivity().iter();
                rows.map(|row| (row.low_months, row.high_months))
                    .collect::<Vec<_>>()
            };
            assert_eq!(months(&told), months(&usd));
            let other = !row.currency.is_usd() && usd.payback().compared;
            assert_eq!(told.payback().sentence != usd.payback().sentence, other);
        }
    }
}

#[test]
fn json_keeps_dollars_and_names_the_currency() {
    let written = |query: &str| serde_json::to_value(report(query)).unwrap();
    assert!(written("").get("currency").is_none());
    let (usd, eur, own) = (
        written("n=4"),
        written("n=4&currency=eur"),
        written("n=4&currency=eur&fx=0.9"),
    );
    assert_eq!(eur["cost"]["total_usd"], usd["cost"]["total_usd"]);
    assert_eq!(eur["currency"]["code"], "EUR");
    assert_eq!(eur["currency"]["per_usd"], 0.895_095);
    assert_eq!(eur["currency"]["date"], "2026-10-30");
    assert!(own["currency"]["date"].is_null() && own["currency"]["per_usd"] == 0.9);
}

/// Amounts that are still told in dollars; where the rate is told does not count.
fn left(text: &str) -> Vec<String> {
    let text = text.replace("1 USD = 0.895095 EUR", "");
    let lines = text
        .lines()
        .filter(|line| line.contains('$') || line.contains("USD"));
    lines.map(str::to_owned).collect()
}

#[test]
fn no_sentence_of_the_core_is_left_in_dollars() {
    for query in [
        "n=4&currency=eur",
        "n=4&currency=eur&price-gpu=8000&region=us",
        "mode=train&n=2&currency=eur",
        "currency=eur&region=de",
    ] {
        let report = report(query);
        let mut said = vec![report.payback().sentence.clone()];
        said.extend(report.payback().assumptions.iter().cloned());
        said.extend(report.rivals().iter().map(|rival| rival.note.clone()));
        said.extend(report.cost().notes.iter().cloned());
        for row in report.sensitivity() {
            said.extend([row.low.clone(), row.high.clone()]);
        }
        for working in working::explain(&report) {
            said.extend([working.substituted, working.result]);
        }
        for one in &said {
            let others = left(one).into_iter();
            let others: Vec<String> = others
                .filter(|line| !line.contains("converted at an assumed"))
                .collect();
            assert!(others.is_empty(), "{query}: {others:?}");
        }
        assert!(
            said.iter().any(|one| one.contains('€')),
            "{query}: {said:?}"
        );
    }
}

#[test]
fn builds_side_by_side_are_told_in_one_currency() {
    let catalog = Catalog::builtin();
    let asked = |raw: &str| compare::Asked::read(raw, catalog);
    // Of the first; what was typed for another is converted.
    let one = asked("b=currency%3Deur&b=price-gpu%3D8000");
    assert_eq!(
        one.queries(),
        ["currency=eur", "currency=eur&price-gpu=7160.76"]
    );
    let both = asked("b=n%3D2&b=one-gpu&currency=eur&fx=0.9");
    let comparison = compare(&both, catalog);
    for column in &comparison.columns {
        assert_eq!(column.report.asked().currency().rate_text(), "0.9");
    }
    assert_eq!(
        comparison.columns[1].name,
        compare(&asked("b=one-gpu"), catalog).columns[0].name
    );
    let cells = comparison.rows.iter().flat_map(|row| &row.cells);
    let words = cells.map(|cell| format!("{} {}", cell.text, cell.range));
    let words: Vec<String> = words.chain([comparison.finding.clone()]).collect();
    assert!(left(&words.join("\n")).is_empty(), "{words:?}");
    assert_eq!(asked(&both.query()).queries(), both.queries());
    let dollars = asked("b=currency%3Deur%26price-gpu%3D895.1&currency=usd");
    assert_eq!(dollars.queries(), ["price-gpu=1000.01"]);
}

#[test]
fn plans_and_budgets_are_in_the_currency_of_their_link() {
    let catalog = Catalog::builtin();
    let raw = "currency=eur&fx=0.5&step=12~n~2~price~4150.50";
    let asked = upgrade::Asked::read(raw, catalog);
    assert_eq!(asked.query(), raw);
    let plan = upgrade::upgrade(&asked, catalog);
    assert_eq!(plan.stages[1].step_usd, Cents(830_100));
    assert!(
        plan.finding.contains('€') && left(&plan.finding).is_empty(),
        "{}",
        plan.finding
    );
    let wrong = upgrade::Asked::read("currency=eur&step=3~price~lots", catalog);
    assert!(
        wrong.notes[0].contains("no price in EUR"),
        "{:?}",
        wrong.notes
    );

    let job = Job::read("ask=machines&currency=eur&fx=0.5&budget=€10,000", catalog);
    assert!(job.told.is_empty(), "{:?}", job.told);
    assert_eq!(
        (job.limits.budget, job.limits.budget_usd),
        (Some(10_000), Some(20_000))
    );
    assert_eq!(job.query(), "ask=machines&currency=eur&fx=0.5&budget=10000");
    assert_eq!(job.plain(), job.query());
    let dollars = Job::read("ask=machines&currency=eur&budget=$10000", catalog);
    assert!(
        dollars
            .flaw("budget")
            .is_some_and(|flaw| flaw.contains(" EUR.")),
        "{:?}",
        dollars.told
    );
}

#[test]
fn a_build_that_is_told_in_another_currency_and_back_is_the_same() {
    let catalog = Catalog::builtin();
    let query = "n=4&hours=10&price-gpu=8300";
    let krone = read("currency=dkk").scenario.exchange;
    let dollars = read("").scenario.exchange;
    let there = codec::told_in(query, &krone, catalog);
    assert!(
        there.contains("currency=dkk") && !there.contains("price-gpu=8300"),
        "{there}"
    );
    // A krone is worth less than a dollar, so that its hundredths say every cent.
    assert_eq!(codec::told_in(&there, &dollars, catalog), query);
    assert_eq!(
        read(&there).scenario.money.gpu_prices,
        read(query).scenario.money.gpu_prices
    );
    assert!(Currency::USD.is_usd());
}
