//! What a question means is the same everywhere: pinned figures, and words that are not known.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod support;

use headroom_core::catalog::Catalog;
use headroom_server::api;
use serde_json::{Value, json};

use support::{get, published, server};

#[tokio::test]
async fn the_api_answers_what_the_command_line_prints() {
    let router = server("api");
    for query in ["", "n=4&model=llama-3.1-405b&w=f16", "n=0&n=9&foo=%zz"] {
        let answer = get(&router, &format!("/api/v1/report?{query}")).await;
        assert_eq!(answer.status, 200);
        assert_eq!(answer.header("content-type"), "application/json");
        assert_eq!(answer.header("access-control-allow-origin"), "*");
        assert_eq!(answer.body, api::report_json(query).unwrap());
        let report: serde_json::Value = serde_json::from_str(&answer.body).unwrap();
        assert!(report["memory"]["weights_bytes"].is_u64());
        assert!(report["verdict"]["fits"].is_boolean());
    }
    // A word that is not known has no figures.
    let unknown = get(&router, "/api/v1/report?gpu=%zz").await;
    let report: serde_json::Value = serde_json::from_str(&unknown.body).unwrap();
    assert_eq!(report["verdict"]["status"], "not_understood");
    assert!(report["memory"].is_null() && unknown.status == 200);
    let strict = get(&router, "/api/v1/report?gpu=rtx-409O&strict=1").await;
    assert!(strict.status == 422 && strict.body.contains("gpu=rtx-4090"));
    let meant = get(&router, "/api/v1/report?w=4bit&strict=1").await;
    assert_eq!(meant.status, 200);
    for address in ["/export/cost.csv?gpu=zz", "/chart/cost.svg?gpu=zz"] {
        assert_eq!(get(&router, address).await.status, 422, "{address}");
    }
    let catalog = get(&router, "/api/v1/catalog").await;
    assert_eq!(catalog.body, api::catalog_json());
    let catalog: serde_json::Value = serde_json::from_str(&catalog.body).unwrap();
    for list in ["gpus", "models", "quantisations", "kv_types", "engines"] {
        let list = catalog[list].as_array().unwrap();
        assert!(list.len() > 5);
        assert!(list.iter().all(|row| row["id"].is_string()));
    }
}

#[tokio::test]
async fn a_link_that_keeps_its_figures_keeps_them_everywhere() {
    let router = server("pinned");
    let day = Catalog::builtin().date;
    let pinned = format!("n=2&cat={day}");
    let form = get(&router, &format!("/?go=1&n=2&cat={day}&ctx=8192")).await;
    assert_eq!(form.header("location"), format!("/?{pinned}"));

    let page = get(&router, &format!("/?{pinned}")).await;
    let line = format!("Prices and figures of <time>{day}</time>");
    assert!(page.body.contains(&line));
    assert!(page.body.contains("<a href=\"/?n=2\" data-key=\"newest\">"));
    assert!(
        !get(&router, "/?n=2")
            .await
            .body
            .contains("Prices and figures of <time>")
    );

    let report = get(&router, &format!("/api/v1/report?{pinned}")).await;
    let report: Value = serde_json::from_str(&report.body).unwrap();
    assert_eq!(
        (&report["catalog"], &report["query"]),
        (&json!(day), &json!(pinned))
    );
    assert_eq!(report["notices"], json!([]));
    let refused = get(&router, "/api/v1/report?cat=2001-01-01&strict=1").await;
    assert_eq!(refused.status, 422);
    assert!(refused.body.contains("\"field\":\"cat\"") && refused.body.contains(day));

    for (path, holds) in [
        ("/embed", format!("Figures of <time>{day}</time>")),
        ("/og.svg", format!("Figures of {day}")),
        (
            "/export/report.md",
            format!("?{pinned}>, catalogue of {day}"),
        ),
        ("/badge.svg", "</svg>".to_owned()),
        ("/chart/payback.svg", "</svg>".to_owned()),
    ] {
        let answer = get(&router, &format!("{path}?{pinned}")).await;
        assert_eq!(answer.status, 200, "{path}");
        assert!(answer.body.contains(&holds), "{path}: {}", answer.body);
    }

    let share = get(&router, "/share?n=2").await.body;
    let snippet = |id: &str| {
        let (_, rest) = share
            .split_once(&format!("<textarea id=\"copy-{id}\""))
            .unwrap();
        rest.split("</textarea>").next().unwrap().to_owned()
    };
    assert!(snippet("frozen").contains(&format!("/embed?n=2&amp;amp;cat={day}")));
    assert!(!snippet("living").contains("cat="));
    for name in [
        "Embed that updates with prices",
        "Embed frozen at today’s figures",
        "Text frozen at today’s figures",
    ] {
        assert!(share.contains(&format!(">{name}</label>")), "{name}");
    }
    assert!(share.contains(&format!("name=\"cat\" value=\"{day}\"> Keep")));
}

#[tokio::test]
async fn a_word_that_is_not_known_is_answered_with_names_and_without_figures() {
    let router = server("unknown");
    let page = get(&router, "/?gpu=rtx-409O").await.body;
    assert!(page.contains("No GPU is known here as “rtx-409O”, so nothing was calculated."));
    assert!(page.contains("<a href=\"/?gpu=rtx-4090\">"));
    assert!(page.contains("id=\"answered\" hidden") && page.contains("Not understood"));
    // What was written stays in the form.
    assert!(page.contains("rtx-409O"));
    let known = get(&router, "/?gpu=rtx-4090").await.body;
    assert!(!known.contains("id=\"answered\" hidden"));
    for (address, kept) in [
        ("/sheet?gpu=rtx-409O", "/sheet?gpu=rtx-4090"),
        ("/embed?gpu=rtx-409O", "/embed?gpu=rtx-4090"),
        ("/export/report.md?gpu=rtx-409O", "gpu=rtx-4090"),
    ] {
        let answer = get(&router, address).await;
        assert!(
            answer.status == 200 && answer.body.contains(kept),
            "{address}"
        );
        let sentence = "so nothing was calculated";
        assert!(answer.body.contains(sentence), "{address}");
        for figure in ["Weights", "USD", "kWh"] {
            assert!(!answer.body.contains(figure), "{address}: {figure}");
        }
    }
    let badge = get(&router, "/badge.svg?gpu=rtx-409O").await.body;
    assert!(badge.contains("Not understood"));
}

/// The model alone would run on these machines; what is asked does not.
#[tokio::test]
async fn what_is_shared_tells_of_what_is_asked() {
    let run = "gpu=rtx-4090&model=llama-3.1-8b&mode=train&method=full";
    let several = "n=4&model=llama-3.3-70b&w=f16&also=llama-3.3-70b*3";
    for (query, finding) in [(run, "Does not fit."), (several, "2 of 4 fit;")] {
        let address = format!("https://example.org/?{query}");
        let address = address.replace('&', "%26");
        for path in [
            format!("/?{query}"),
            format!("/sheet?{query}"),
            format!("/share?{query}"),
            format!("/embed?{query}"),
            format!("/og.svg?{query}"),
            format!("/export/report.md?{query}"),
            format!("/oembed?url={address}"),
        ] {
            let answer = get(&published(), &path).await;
            assert_eq!(answer.status, 200, "{path}");
            let text = answer.body;
            assert!(text.contains(finding), "{path}\n{text}");
            assert!(!text.contains(">Fits, with"), "{path}\n{text}");
        }
        let badge = get(&published(), &format!("/badge.svg?{query}")).await.body;
        assert!(badge.contains("Does not fit"), "{badge}");
    }
}
