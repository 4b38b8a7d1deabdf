//! What many questions at once may take.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod support;

use axum::body::Body;
use axum::http::{Request, header};
use axum::response::Response;
use headroom_server::api::{MOST_BATCHES, MOST_IN_BATCH, report_json};
use headroom_server::routes;
use http_body_util::BodyExt;
use serde_json::{Value, json};
use tower::ServiceExt;

use support::{HOST, site};

async fn post(router: &axum::Router, queries: &[&str]) -> Response {
    let request = Request::post("/api/v1/reports")
        .header(header::HOST, HOST)
        .header(header::CONTENT_TYPE, "application/json")
        .body(Body::from(json!({ "queries": queries }).to_string()))
        .unwrap();
    router.clone().oneshot(request).await.unwrap()
}

#[tokio::test]
async fn reports_are_sent_one_by_one() {
    let router = routes::router(site("batch-parts"));
    let mut body = post(&router, &["n=2"; 5]).await.into_body();
    let largest = report_json("n=2").unwrap().len() + 2;
    let (mut parts, mut all) = (0, Vec::new());
    while let Some(part) = body.frame().await {
        let part = part.unwrap().into_data().unwrap();
        assert!(part.len() <= largest, "{} bytes at once", part.len());
        parts += 1;
        all.extend_from_slice(&part);
    }
    assert!(parts >= 5, "{parts}");
    let all: Value = serde_json::from_slice(&all).unwrap();
    assert_eq!(all.as_array().unwrap().len(), 5);
    let none = post(&router, &[]).await.into_body();
    assert_eq!(none.collect().await.unwrap().to_bytes().as_ref(), b"[]\n");
}

/// A reader who does not read keeps one report waiting, and a place among the batches of his address.
#[tokio::test]
async fn few_batches_of_one_address_are_answered_at_once() {
    let site = site("batch-places");
    let router = routes::router(site.clone());
    let mut unread = Vec::new();
    for _ in 0..MOST_BATCHES {
        let answer = post(&router, &["n=2"; MOST_IN_BATCH]).await;
        assert_eq!(answer.status(), 200);
        unread.push(answer);
    }
    assert_eq!(site.work.busy(), (0, 0), "nobody computes what is not read");
    let refused = post(&router, &["n=2"]).await;
    assert_eq!(refused.status(), 503);
    assert_eq!(
        refused.headers()[header::CONTENT_TYPE],
        "application/problem+json"
    );
    assert_eq!(refused.headers()[header::RETRY_AFTER], "2");
    unread.pop();
    assert_eq!(post(&router, &["n=2"]).await.status(), 200);
}
