//! What operators and their machines ask for.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod support;

use axum::http::Method;
use headroom_server::{observe, routes};

use support::{ask, get, server, site};

#[tokio::test]
async fn answers_are_counted_by_route_and_status() {
    let site = site("metrics");
    let operators = observe::router(site.clone());
    let router = routes::router(site);
    get(&router, "/gpus?q=a-secret").await;
    get(&router, "/nope/a-secret").await;
    let metrics = get(&operators, "/metrics").await;
    assert_eq!(metrics.status, 200);
    let holds = |line: &str| metrics.body.lines().any(|one| one.starts_with(line));
    for line in [
        r#"http_requests_total{method="GET",route="/gpus",status="200"}"#,
        r#"http_requests_total{method="GET",route="files",status="404"}"#,
        r#"http_request_duration_seconds_bucket{route="/gpus",le="0.5"}"#,
        "http_requests_in_flight 0",
        "headroom_computations_running 0",
        "headroom_computations_waiting 0",
        "headroom_answers_held_bytes 0",
        "headroom_build_info{version=",
    ] {
        assert!(holds(line), "{line}\n{}", metrics.body);
    }
    if cfg!(target_os = "linux") {
        assert!(holds("process_resident_memory_bytes ") && holds("process_open_fds "));
    }
    assert!(!metrics.body.contains("a-secret"));
}

#[tokio::test]
async fn visitors_are_not_told_what_operators_are() {
    assert_eq!(get(&server("closed"), "/metrics").await.status, 404);
}

#[tokio::test]
async fn machines_ask_whether_it_lives_and_whether_it_wants_visitors() {
    let site = site("health");
    let router = routes::router(site.clone());
    // A machine that probes knows an address and no name.
    let stranger = [("host", "10.9.8.7:3000")];
    for path in ["/livez", "/readyz", "/healthz"] {
        let answer = ask(&router, Method::GET, path, &stranger).await;
        assert_eq!(
            (answer.status.as_u16(), answer.body.as_str()),
            (200, "ok\n"),
            "{path}"
        );
        assert_eq!(answer.header("connection"), "");
    }
    site.life.leaving.cancel();
    for (path, status) in [
        ("/livez", 200),
        ("/readyz", 503),
        ("/healthz", 200),
        ("/", 200),
        ("/robots.txt", 200),
    ] {
        let answer = get(&router, path).await;
        assert_eq!(answer.status, status, "{path}");
        assert_eq!(answer.header("connection"), "close", "{path}");
    }
}
