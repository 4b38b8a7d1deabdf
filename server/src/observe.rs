//! What operators see: a line for each answer, and counters for Prometheus.
//!
//! Lines name the route, not the address: what people ask about is nobody's business.

use std::sync::OnceLock;
use std::time::Instant;

use axum::extract::{MatchedPath, Request};
use axum::http::{Method, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};
use tracing_subscriber::EnvFilter;

/// Chooses what is logged, in the words of `tracing`: `info`, `warn`, `headroom_server=debug`.
const LEVEL: &str = "HEADROOM_LOG";
/// Chooses how: `json` for machines, anything else for people.
const FORMAT: &str = "HEADROOM_LOG_FORMAT";

const REQUESTS: &str = "http_requests_total";
const DURATION: &str = "http_request_duration_seconds";
/// Upper ends in seconds: from a cached answer to the server's patience.
const BUCKETS: [f64; 10] = [
    0.000_5, 0.001, 0.002_5, 0.005, 0.01, 0.025, 0.1, 0.5, 2.5, 20.0,
];

/// Starts to log to standard error. Without `HEADROOM_LOG`, only what went wrong.
pub fn log() {
    let level = EnvFilter::try_from_env(LEVEL).unwrap_or_else(|_| EnvFilter::new("warn"));
    let lines = tracing_subscriber::fmt()
        .with_env_filter(level)
        .with_writer(std::io::stderr)
        .with_ansi(false);
    // Refused where a log was started before, and then there is one already.
    let _ = match std::env::var(FORMAT).as_deref() {
        Ok("json") => lines.json().try_init(),
        _ => lines.try_init(),
    };
}

/// Counts and logs every answer.
pub async fn each(request: Request, next: Next) -> Response {
    counters();
    let route = request
        .extensions()
        .get::<MatchedPath>()
        .map_or_else(|| "files".to_owned(), |path| path.as_str().to_owned());
    let method = known(request.method());
    let start = Instant::now();
    let response = next.run(request).await;
    let (status, took) = (response.status().as_u16(), start.elapsed());
    let labels = [
        ("method", method.to_owned()),
        ("route", route.clone()),
        ("status", status.to_string()),
    ];
    metrics::counter!(REQUESTS, &labels).increment(1);
    metrics::histogram!(DURATION, "route" => route.clone()).record(took.as_secs_f64());
    let micros = u64::try_from(took.as_micros()).unwrap_or(u64::MAX);
    if response.status().is_server_error() {
        tracing::error!(method, route, status, micros, "answered");
    } else {
        tracing::info!(method, route, status, micros, "answered");
    }
    response
}

/// Readers may make methods up, and every name would be a counter of its own.
fn known(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::HEAD => "HEAD",
        Method::OPTIONS => "OPTIONS",
        Method::POST => "POST",
        _ => "other",
    }
}

/// `GET /metrics`.
pub async fn metrics() -> Response {
    let text = counters().map_or_else(String::new, PrometheusHandle::render);
    let kind = "text/plain; version=0.0.4";
    ([(header::CONTENT_TYPE, kind)], text).into_response()
}

/// The counters of this process; `None` where another recorder took their place.
fn counters() -> Option<&'static PrometheusHandle> {
    static COUNTERS: OnceLock<Option<PrometheusHandle>> = OnceLock::new();
    COUNTERS
        .get_or_init(|| {
            PrometheusBuilder::new()
                .set_buckets_for_metric(Matcher::Full(DURATION.to_owned()), &BUCKETS)
                .and_then(PrometheusBuilder::install_recorder)
                .map_err(|error| tracing::error!(%error, "nothing is counted"))
                .ok()
        })
        .as_ref()
}
