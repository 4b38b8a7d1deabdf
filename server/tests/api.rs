//! The API as its documents describe it.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod schema;
mod support;

use std::fs;
use std::path::Path;

use axum::Router;
use axum::body::Body;
use axum::http::{Method, Request, StatusCode};
use headroom_core::catalog::Catalog;
use headroom_core::scenario::keys::{self, Takes};
use headroom_server::api::{self, problem};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use serde_json::{Value, json};

use schema::conforms;
use support::{Answer, ask, get, send, server};

async fn post(router: &Router, kind: &str, body: impl Into<Body>) -> Answer {
    let request = Request::builder()
        .method(Method::POST)
        .uri("/api/v1/reports")
        .header("content-type", kind);
    send(router, request.body(body.into()).unwrap()).await
}

/// What a problem document says, after everything that all of them must hold.
fn problem_of(answer: &Answer, kind: problem::Kind) -> Value {
    assert_eq!(answer.status, kind.status, "{}", answer.body);
    assert_eq!(answer.header("content-type"), problem::MEDIA_TYPE);
    assert_eq!(answer.header("access-control-allow-origin"), "*");
    assert_eq!(answer.header("cache-control"), "no-cache");
    let problem: Value = serde_json::from_str(&answer.body).unwrap();
    assert_eq!(problem["type"], format!("/api#{}", kind.id));
    assert_eq!(problem["title"], kind.title);
    assert_eq!(problem["status"], kind.status.as_u16());
    assert!(!problem["detail"].as_str().unwrap().is_empty());
    problem
}

#[tokio::test]
async fn what_goes_wrong_is_a_problem_document() {
    let router = server("problems");
    for path in [
        "/api/",
        "/api/v2/report",
        "/api/v1/",
        "/api/v1/report/x",
        "/api/%00",
    ] {
        problem_of(&get(&router, path).await, problem::NOT_FOUND);
    }
    for (method, path, allowed) in [
        (Method::DELETE, "/api/v1/report", "GET,HEAD"),
        (Method::POST, "/api/v1/catalog", "GET,HEAD"),
        (Method::GET, "/api/v1/reports", "POST"),
    ] {
        let answer = ask(&router, method, path, &[]).await;
        problem_of(&answer, problem::METHOD);
        assert_eq!(answer.header("allow"), allowed, "{path}");
    }
    let long = format!("/api/v1/report?{}", "x".repeat(4_097));
    problem_of(&get(&router, &long).await, problem::TOO_LONG);
}

#[tokio::test]
async fn strict_questions_are_refused_where_others_get_notices() {
    let router = server("strict");
    let lenient = get(&router, "/api/v1/report?n=0&ctx=8192&colour=red").await;
    assert_eq!(lenient.status, 200);
    let notices = serde_json::from_str::<Value>(&lenient.body).unwrap()["notices"].clone();
    let strict = get(&router, "/api/v1/report?n=0&strict=1&ctx=8192&colour=red").await;
    let problem = problem_of(&strict, problem::INVALID);
    let errors = problem["errors"].as_array().unwrap();
    assert_eq!(errors.len(), notices.as_array().unwrap().len());
    assert!(errors.len() >= 2, "{errors:?}");
    for (error, notice) in errors.iter().zip(notices.as_array().unwrap()) {
        assert_eq!(error["field"], notice["key"]);
        for name in ["given", "message", "nearest", "nearest_label"] {
            assert_eq!(error[name], notice[name]);
        }
    }
    for flawless in ["strict=1", "n=2&strict=1"] {
        let answer = get(&router, &format!("/api/v1/report?{flawless}")).await;
        assert_eq!(answer.status, 200, "{}", answer.body);
        let query = flawless.replace("strict=1", "");
        assert_eq!(answer.body, api::report_json(&query).unwrap());
    }
}

#[tokio::test]
async fn programs_of_any_origin_may_read() {
    let router = server("cors");
    for path in ["/api/v1/report", "/api/v1/reports", "/api/v1/nope"] {
        let asked = [
            ("origin", "https://example.org"),
            ("access-control-request-method", "POST"),
            ("access-control-request-headers", "content-type"),
        ];
        let answer = ask(&router, Method::OPTIONS, path, &asked).await;
        assert_eq!(answer.status, 200, "{path}");
        assert_eq!(answer.header("access-control-allow-origin"), "*");
        assert!(
            answer
                .header("access-control-allow-methods")
                .contains("POST")
        );
        assert!(
            answer
                .header("access-control-allow-headers")
                .contains("content-type")
        );
    }
    let read = get(&router, "/api/v1/report").await;
    assert_eq!(read.header("access-control-expose-headers"), "etag");
    assert_eq!(read.header("access-control-allow-credentials"), "");
    assert_eq!(read.header("cache-control"), "public, max-age=300");
    let page = get(&router, "/").await;
    assert_eq!(page.header("access-control-allow-origin"), "");
}

#[tokio::test]
async fn a_batch_is_answered_in_order() {
    let router = server("batch");
    let queries = [
        "n=4&model=llama-3.1-405b&w=f16",
        "",
        "https://example.org/?gpu=rtx-4090",
        "n=0",
    ];
    let body = json!({ "queries": queries }).to_string();
    let answer = post(&router, "application/json; charset=utf-8", body).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    let reports: Vec<Value> = serde_json::from_str(&answer.body).unwrap();
    let single = queries
        .map(|query| serde_json::from_str::<Value>(&api::report_json(query).unwrap()).unwrap());
    assert_eq!(reports, single);
}

#[tokio::test]
async fn a_batch_has_bounds() {
    let router = server("batch-bounds");
    let of = |count: usize| json!({ "queries": vec!["n=2"; count] }).to_string();
    let most = post(&router, "application/json", of(api::MOST_IN_BATCH)).await;
    assert_eq!(most.status, 200);
    let more = post(&router, "application/json", of(api::MOST_IN_BATCH + 1)).await;
    assert_eq!(
        problem_of(&more, problem::INVALID)["errors"][0]["field"],
        "queries"
    );

    let long = json!({ "queries": ["n=2", "x".repeat(4_097)] }).to_string();
    let long = post(&router, "application/json", long).await;
    assert_eq!(
        problem_of(&long, problem::INVALID)["errors"][0]["field"],
        "queries[1]"
    );

    let large = " ".repeat(api::LARGEST_BATCH + 1);
    problem_of(
        &post(&router, "application/json", large).await,
        problem::TOO_LARGE,
    );
    for body in [
        "",
        "[]",
        "{}",
        "{\"queries\": 4}",
        "{\"queries\": [4]}",
        "{\"queries\": [], \"n\": 1}",
        "\u{feff}",
        "[[[[",
    ] {
        problem_of(
            &post(&router, "application/json", body).await,
            problem::MALFORMED,
        );
    }
    problem_of(&post(&router, "text/plain", of(1)).await, problem::MEDIA);
}

#[test]
fn the_description_is_the_one_that_was_reviewed() {
    let written = serde_json::to_string_pretty(api::openapi_document()).unwrap() + "\n";
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/openapi.json");
    if std::env::var_os("RENEW").is_some() {
        fs::write(&file, &written).unwrap();
    }
    let reviewed = fs::read_to_string(&file).unwrap_or_default();
    assert!(
        written == reviewed,
        "The description of the API has changed. If nothing that clients rely on went away, renew \
         {} with: RENEW=1 cargo test -p headroom-server --test api, and review the difference.",
        file.display()
    );
}

#[tokio::test]
async fn every_path_that_is_described_is_there_and_the_other_way_round() {
    let router = server("openapi");
    let answer = get(&router, "/api/v1/openapi.json").await;
    let document: Value = serde_json::from_str(&answer.body).unwrap();
    assert_eq!(&document, api::openapi_document());
    assert_eq!(document["openapi"], "3.1.0");
    for (path, methods) in document["paths"].as_object().unwrap() {
        for method in methods.as_object().unwrap().keys() {
            let method: Method = method.to_uppercase().parse().unwrap();
            let answer = ask(&router, method, path, &[]).await;
            assert!(![404, 405].contains(&answer.status.as_u16()), "{path}");
        }
    }
    let routes = include_str!("../src/routes.rs");
    for route in routes.split("\"/api/v1/").skip(1) {
        let path = format!("/api/v1/{}", route.split('"').next().unwrap());
        assert!(
            document["paths"].get(&path).is_some(),
            "{path} is not described"
        );
    }
}

/// So many cases; one that fails is printed, not kept.
fn cases(count: u32) -> Config {
    Config {
        failure_persistence: None,
        ..Config::with_cases(count)
    }
}

fn schema(name: &str) -> Value {
    json!({ "$ref": format!("#/components/schemas/{name}") })
}

/// Queries from all described keys, with values inside and outside of their ranges.
fn queries() -> impl Strategy<Value = String> {
    let catalog = Catalog::builtin();
    let gpus: Vec<&str> = catalog.gpus.iter().map(|gpu| gpu.id).collect();
    let models: Vec<&str> = catalog.models.iter().map(|model| model.id).collect();
    let words = prop_oneof![
        prop::sample::select(gpus),
        prop::sample::select(models),
        prop::sample::select(vec![
            "auto",
            "none",
            "custom",
            "vllm",
            "f16",
            "q4_k_m",
            "experts",
            "tp2-pp2",
            "70b",
            "141b-a39b"
        ]),
        Just("-1"),
        Just("%zz"),
        Just("\u{fc}"),
    ];
    let pair = (
        prop::sample::select(keys::all().collect::<Vec<_>>()),
        words,
        any::<u32>(),
        0..4_u8,
    )
        .prop_map(|(parameter, word, number, way)| {
            let value = match (parameter.takes, way) {
                (_, 0) => word.to_owned(),
                (Takes::Whole(bound), _) => {
                    let span = u64::from(bound.max - bound.min) + 1;
                    (u64::from(bound.min) + u64::from(number) % span).to_string()
                }
                (Takes::Amount(amount), 1) => amount.text(amount.min),
                (Takes::Amount(amount), 2) => amount.text(amount.max),
                (Takes::Amount(amount), _) => {
                    amount.text(amount.min + i64::from(number) % (amount.max - amount.min + 1))
                }
                (Takes::Word(_), _) => word.to_owned(),
            };
            format!("{}={value}", parameter.name())
        });
    prop::collection::vec(pair, 0..8).prop_map(|pairs| pairs.join("&"))
}

#[test]
fn what_is_sent_is_as_described() {
    let mut runner = TestRunner::new(cases(200));
    let report = schema("Report");
    runner
        .run(&queries(), |query| {
            let sent = serde_json::from_str(&api::report_json(&query).unwrap()).unwrap();
            conforms(&sent, &report, "report")
                .map_err(|fault| TestCaseError::fail(format!("{query}: {fault}")))
        })
        .unwrap();
    let ids = serde_json::from_str(&api::catalog_json()).unwrap();
    conforms(&ids, &schema("Ids"), "catalog").unwrap();
}

#[tokio::test]
async fn problems_are_as_described() {
    let router = server("problem-schema");
    for path in ["/api/nope", "/api/v1/report?strict=1&n=0&gpu=zzzz&%zz"] {
        let answer = get(&router, path).await;
        let problem = serde_json::from_str(&answer.body).unwrap();
        conforms(&problem, &schema("Problem"), path).unwrap();
    }
}

#[test]
fn a_schema_can_be_missed() {
    let report: Value = serde_json::from_str(&api::report_json("").unwrap()).unwrap();
    let mut lacks = report.clone();
    lacks["verdict"].as_object_mut().unwrap().remove("fits");
    let mut more = report.clone();
    more["memory"]["colour"] = json!("red");
    let mut other = report;
    other["cost"]["total_usd"] = json!("much");
    for wrong in [lacks, more, other] {
        assert!(conforms(&wrong, &schema("Report"), "report").is_err());
    }
}

/// Anything that a stranger may send: no answer is a fault of the server, and each says what it is.
#[test]
fn nothing_that_is_sent_breaks_the_server() {
    let router = server("anything");
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let paths = prop_oneof![
        prop::sample::select(vec![
            "/",
            "/models",
            "/gpus",
            "/clouds",
            "/apis",
            "/method",
            "/api",
            "/api/v1/report",
            "/api/v1/reports",
            "/api/v1/catalog",
            "/api/v1/openapi.json",
            "/chart/payback.svg",
            "/chart/",
            "/export/report.md",
            "/export/cost.csv",
            "/healthz",
        ])
        .prop_map(str::to_owned),
        "/[a-z0-9%./_-]{0,24}",
        "/(api|chart|export|pkg)/[!-~&&[^?#<>\"\\\\^`{|}]]{0,24}",
    ];
    let asked = prop_oneof![queries(), "[!-~&&[^#<>\"\\\\^`{|}]]{0,80}"];
    let methods = prop::sample::select(vec![
        "GET", "HEAD", "POST", "OPTIONS", "PUT", "DELETE", "PATCH", "TRACE", "BREW",
    ]);
    let bodies = prop_oneof![
        prop::collection::vec(any::<u8>(), 0..200),
        prop::collection::vec(queries(), 0..4)
            .prop_map(|queries| json!({ "queries": queries }).to_string().into_bytes()),
    ];
    let mut runner = TestRunner::new(cases(400));
    runner
        .run(
            &(paths, asked, methods, bodies),
            |(path, query, method, body)| {
                let request = Request::builder()
                    .method(method)
                    .uri(format!("{path}?{query}"))
                    .header("content-type", "application/json")
                    .body(Body::from(body));
                let Ok(request) = request else {
                    return Ok(());
                };
                let answer = runtime.block_on(send(&router, request));
                prop_assert!(
                    !answer.status.is_server_error(),
                    "{} {}",
                    answer.status,
                    answer.body
                );
                prop_assert!(
                    answer.status != StatusCode::OK
                        || method == "OPTIONS"
                        || !answer.header("content-type").is_empty()
                );
                if path.starts_with("/api/") && answer.status.is_client_error() && method != "HEAD"
                {
                    prop_assert_eq!(answer.header("content-type"), problem::MEDIA_TYPE);
                }
                Ok(())
            },
        )
        .unwrap();
}
