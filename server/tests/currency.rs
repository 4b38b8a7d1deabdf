//! Every surface in euros: where an amount is told, no dollar is left.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod support;

use headroom_server::api;

use support::{get, server};

/// What a reader sees of a document, a line for each text: scripts, styles and what tags say are left out.
fn texts(html: &str) -> Vec<String> {
    let mut rest = html;
    let mut out = Vec::new();
    while let Some(at) = rest.find('<') {
        out.push(rest[..at].to_owned());
        rest = &rest[at..];
        let end = ["script", "style"].into_iter().find_map(|tag| {
            let opens = rest.starts_with(&format!("<{tag}"));
            let close = format!("</{tag}>");
            opens.then(|| rest.find(&close).map(|at| at + close.len()))?
        });
        let end = end
            .or_else(|| rest.find('>').map(|at| at + 1))
            .unwrap_or(rest.len());
        rest = &rest[end..];
    }
    out.push(rest.to_owned());
    out
}

/// Where dollars are named on purpose: the rate, the field of the rate, what a source or another text says.
const NAMED: [&str; 7] = [
    "1 USD = 0.895095 EUR",
    "EUR for 1 USD",
    "for 1 USD",
    "US dollars and told at that rate",
    "converted at an assumed",
    "US dollar, USD",
    "US dollars",
];

/// Texts that still tell dollars.
fn left(body: &str) -> Vec<String> {
    let texts = texts(body).into_iter();
    let texts = texts.map(|text| {
        NAMED
            .iter()
            .fold(text, |text, named| text.replace(named, ""))
    });
    // What published plans cost is told as it was published.
    let published = ["of the same text", "The roadmap names no months"];
    let texts = texts.filter(|text| !published.iter().any(|one| text.contains(one)));
    texts
        .filter(|text| text.contains('$') || text.contains("USD"))
        .collect()
}

#[tokio::test]
async fn pages_tell_euros() {
    let router = server("euro-pages");
    let mut wrong = Vec::new();
    for path in [
        "/?n=4&currency=eur",
        "/?currency=eur&price-gpu=8000&tariff=0.3&tax=19&region=de",
        "/?mode=train&n=2&currency=eur",
        "/?n=4&currency=eur&fx=0.895095&cat=2026-11-22",
        "/sheet?n=4&currency=eur",
        "/sheet?mode=train&n=2&currency=eur",
        "/compare?b=n%3D2%26currency%3Deur&b=one-gpu",
        "/compare?b=one-gpu&b=a16z-4gpu&currency=eur",
        "/upgrade?currency=eur&step=12~n~2&step=24~n~4~price~9000",
        "/find?ask=machines&model=llama-3.1-8b&budget=9000&currency=eur&rented=1",
        "/embed?n=4&currency=eur",
        "/embed?n=4&currency=eur&panels=cost,payback,power",
        "/embed?panels=compare&b=n%3D2%26currency%3Deur&b=one-gpu",
        "/gpus?currency=eur",
        "/clouds?currency=eur",
        "/apis?currency=eur",
        "/gpus/rtx-3090?currency=eur",
        "/builds?currency=eur",
    ] {
        let mut page = get(&router, path).await;
        if page.status == 303 {
            page = get(&router, page.header("location")).await;
        }
        assert_eq!(page.status, 200, "{path}");
        let left = left(&page.body);
        if !left.is_empty() {
            wrong.push(format!("{path}: {left:#?}"));
        }
        // A frame of the memory alone holds no amount.
        let told = page.body.contains('€') || page.body.contains("EUR, on the day named");
        if !told && path != "/embed?n=4&currency=eur" {
            wrong.push(format!("{path} tells no euro"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[tokio::test]
async fn files_and_charts_tell_euros() {
    let router = server("euro-files");
    for path in [
        "/export/report.md?n=4&currency=eur",
        "/export/report.md?mode=train&n=2&currency=eur",
        "/export/compare.md?b=n%3D2%26currency%3Deur&b=one-gpu",
        "/export/compare.csv?b=n%3D2%26currency%3Deur&b=one-gpu",
        "/export/upgrade.md?currency=eur&step=12~n~2",
        "/export/upgrade.csv?currency=eur&step=12~n~2",
        "/export/find-machines.csv?ask=machines&model=llama-3.1-8b&budget=9000&currency=eur",
        "/export/cost.csv?n=4&currency=eur",
        "/export/rent.csv?n=4&currency=eur",
        "/export/payback.csv?n=4&currency=eur",
        "/chart/payback.svg?n=4&currency=eur",
        "/chart/cost.svg?n=4&currency=eur",
        "/chart/sensitivity.svg?n=4&currency=eur",
        "/badge.svg?n=4&currency=eur",
    ] {
        let file = get(&router, path).await;
        assert_eq!(file.status, 200, "{path}");
        let text = file.body.replace("_usd_per_", "_");
        let left = left(&text);
        assert!(
            left.is_empty() && !text.contains("_usd"),
            "{path}: {left:#?}"
        );
    }
    let cost = get(&router, "/export/cost.csv?n=4&currency=eur").await.body;
    let head = cost.lines().next().unwrap();
    assert!(
        head.contains("unit_eur") && head.contains("total_eur"),
        "{head}"
    );
    let [eur, usd] = ["&currency=eur", ""].map(|query| {
        let printed = headroom_server::export::print(
            &format!("n=4{query}"),
            &headroom_server::command::Form::Table,
            None,
        );
        printed.unwrap()
    });
    assert!(left(&eur).is_empty() && eur.contains('€'), "{eur}");
    assert!(
        eur.contains("1 USD = 0.895095 EUR, reference rate of 2026-10-30"),
        "{eur}"
    );
    assert!(usd.contains('$') && !usd.contains("1 USD ="), "{usd}");
}

/// Programs go on reading dollars.
#[tokio::test]
async fn the_api_keeps_its_dollars() {
    let json = |query: &str| -> serde_json::Value {
        serde_json::from_str(&api::report_json(query).unwrap()).unwrap()
    };
    let (usd, eur) = (json("n=4"), json("n=4&currency=eur"));
    assert_eq!(usd["cost"]["total_usd"], eur["cost"]["total_usd"]);
    assert_eq!(eur["currency"]["code"], "EUR");
    assert!(usd.get("currency").is_none());
}

/// A word that is not known is told at the field, and nothing goes wrong.
#[tokio::test]
async fn an_unknown_currency_is_told_beside_its_field() {
    let router = server("euro-unknown");
    let page = get(&router, "/?currency=eurro&fx=0.9").await;
    assert_eq!(page.status, 200);
    let at = page.body.find("id=\"currency-note\"").unwrap();
    let note = &page.body[at..at + 600];
    assert!(note.contains("“eurro” is no currency known here"), "{note}");
    assert!(note.contains("currency=eur"), "{note}");
}
