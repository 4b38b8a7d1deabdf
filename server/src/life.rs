//! From start to stop: whether the server takes new visitors, and what it says to those it has.

use axum::extract::{Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use tokio_util::sync::CancellationToken;

use crate::pages::Site;

/// How far the server is on its way to its end.
#[derive(Clone, Debug, Default)]
pub struct Life {
    /// Told to stop: it serves on, but asks visitors to go elsewhere.
    pub leaving: CancellationToken,
    /// Takes no connections any more.
    pub closed: CancellationToken,
}

/// `GET /livez` and `/healthz`: the process answers.
pub async fn live() -> &'static str {
    "ok\n"
}

/// `GET /readyz`: the process wants visitors.
pub async fn ready(State(site): State<Site>) -> Response {
    if site.life.leaving.is_cancelled() {
        (StatusCode::SERVICE_UNAVAILABLE, "stopping\n").into_response()
    } else {
        "ok\n".into_response()
    }
}

/// Once the server is told to stop, each answer is the last one of its connection. So nobody asks on a
/// connection that is about to be closed, and nothing that was asked is lost.
pub async fn last_answer(State(site): State<Site>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    if site.life.leaving.is_cancelled() {
        response
            .headers_mut()
            .insert(header::CONNECTION, HeaderValue::from_static("close"));
    }
    response
}
