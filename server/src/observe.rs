//! What operators see: a line for each answer, and counters for Prometheus.
//!
//! Lines name the route, not the address: what people ask about is nobody's business.

use std::sync::OnceLock;
use std::time::{Duration, Instant};

use axum::Router;
use axum::extract::{MatchedPath, Request, State};
use axum::http::{Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use headroom_core::catalog::Catalog;
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};
use tracing_subscriber::EnvFilter;

use crate::life;
use crate::pages::Site;

const REQUESTS: &str = "http_requests_total";
const DURATION: &str = "http_request_duration_seconds";
const IN_FLIGHT: &str = "http_requests_in_flight";
const CONNECTIONS: &str = "http_connections_open";
const REFUSED: &str = "http_connections_refused_total";
const COMPUTING: &str = "headroom_computations_running";
const WAITING: &str = "headroom_computations_waiting";
const HELD: &str = "headroom_answers_held_bytes";
const BUILD: &str = "headroom_build_info";
/// How often what was measured is put together. Without that, each answer since the last reading takes memory.
const UPKEEP: Duration = Duration::from_secs(5);
/// Upper ends in seconds: from a cached answer to the server's patience.
const BUCKETS: [f64; 10] = [
    0.000_5, 0.001, 0.002_5, 0.005, 0.01, 0.025, 0.1, 0.5, 2.5, 20.0,
];

/// How lines are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Lines {
    /// For people.
    #[default]
    Text,
    /// For machines.
    Json,
}

/// Starts to log to standard error what `level` lets through, in the words of `tracing`.
pub fn log(level: EnvFilter, form: Lines) {
    let lines = tracing_subscriber::fmt()
        .with_env_filter(level)
        .with_writer(std::io::stderr)
        .with_ansi(false);
    // Refused where a log was started before, and then there is one already.
    let _ = match form {
        Lines::Json => lines.json().try_init(),
        Lines::Text => lines.try_init(),
    };
}

/// Counts one more of something while it lives.
#[derive(Debug)]
pub(crate) struct Counted(&'static str);

impl Counted {
    fn one(name: &'static str) -> Self {
        metrics::gauge!(name).increment(1);
        Self(name)
    }

    /// An open connection.
    pub(crate) fn connection() -> Self {
        Self::one(CONNECTIONS)
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        metrics::gauge!(self.0).decrement(1);
    }
}

/// A connection that was closed at once, because its address holds too many.
pub(crate) fn refused() {
    metrics::counter!(REFUSED).increment(1);
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
    let _here = Counted::one(IN_FLIGHT);
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
    // What a visitor causes is no error of ours, and must not fill the log: only what failed is.
    if response.status() == StatusCode::INTERNAL_SERVER_ERROR {
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

/// What is answered on the operators' own address.
pub fn router(site: Site) -> Router {
    Router::new()
        .route("/metrics", get(metrics))
        .route("/livez", get(life::live))
        .route("/readyz", get(life::ready))
        .with_state(site)
}

/// `GET /metrics`.
async fn metrics(State(site): State<Site>) -> Response {
    let Some(counters) = counters() else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    let (running, waiting) = site.work.busy();
    metrics::gauge!(COMPUTING).set(running as f64);
    metrics::gauge!(WAITING).set(waiting as f64);
    metrics::gauge!(HELD).set(site.work.held() as f64);
    process();
    let kind = "text/plain; version=0.0.4";
    ([(header::CONTENT_TYPE, kind)], counters.render()).into_response()
}

/// What the process takes, under the names that Prometheus gives it.
#[cfg(target_os = "linux")]
fn process() {
    let Ok(process) = procfs::process::Process::myself() else {
        return;
    };
    if let Ok(stat) = process.stat() {
        let ticks = procfs::ticks_per_second() as f64;
        let seconds = (stat.utime + stat.stime) as f64 / ticks;
        metrics::gauge!("process_cpu_seconds_total").set(seconds);
        let memory = stat.rss.saturating_mul(procfs::page_size());
        metrics::gauge!("process_resident_memory_bytes").set(memory as f64);
        metrics::gauge!("process_threads").set(stat.num_threads as f64);
    }
    if let Ok(files) = process.fd_count() {
        metrics::gauge!("process_open_fds").set(files as f64);
    }
}

/// What the process takes is told on Linux alone.
#[cfg(not(target_os = "linux"))]
fn process() {}

/// Puts together what was measured, whether or not anybody reads it.
pub async fn upkeep() {
    let mut every = tokio::time::interval(UPKEEP);
    loop {
        every.tick().await;
        if let Some(counters) = counters() {
            counters.run_upkeep();
        }
    }
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
                .inspect(|_| {
                    let labels = [
                        ("version", env!("CARGO_PKG_VERSION")),
                        ("catalog", Catalog::builtin().date),
                    ];
                    metrics::gauge!(BUILD, &labels).set(1.0);
                })
                .ok()
        })
        .as_ref()
}
