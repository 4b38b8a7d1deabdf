//! `POST /api/v1/import`: a model from its configuration or the header of its file.

use axum::Extension;
use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{RawQuery, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use headroom_core::catalog::Catalog;
use headroom_core::import::{Answer, File};

use super::problem::{MALFORMED, Problem, TOO_LARGE};
use super::{asked, line, ok};
use crate::names::Asker;
use crate::pages::Site;
use crate::work::Refusal;

/// Largest body that is read, in bytes.
pub const LARGEST: usize = 8 << 20;
/// Files of one address at a time.
pub const MOST_AT_ONCE: usize = 2;
/// Files at a time: each is held in memory while it is read.
pub const ALL_AT_ONCE: usize = 8;

/// Key of what the model is called.
pub(super) const NAME: &str = "name";

/// Answers with the query of what the body describes. The rest of the address is the build that it is put into.
pub async fn import(
    State(site): State<Site>,
    Extension(asker): Extension<Asker>,
    RawQuery(query): RawQuery,
    body: Result<Bytes, BytesRejection>,
) -> Response {
    let (name, build) = match asked(query.as_deref()) {
        Ok(mut question) => (question.take(NAME).unwrap_or_default(), question.query),
        Err(problem) => return problem.into_response(),
    };
    let body = match body.map_err(problem) {
        Ok(body) => body,
        Err(problem) => return problem.into_response(),
    };
    let Some(share) = site.imports.take(asker.address, 1) else {
        return Refusal::Busy.into_response();
    };
    let read = move || {
        let _share = share;
        let file = File {
            name: "",
            bytes: &body,
        };
        line(&Answer::to(&[file], &name, &build, Catalog::builtin()))
    };
    match site.work.run(asker.address, read).await {
        Ok(text) => ok(text),
        Err(refusal) => refusal.into_response(),
    }
}

fn problem(rejection: BytesRejection) -> Problem {
    match rejection.status() {
        StatusCode::PAYLOAD_TOO_LARGE => Problem::new(
            TOO_LARGE,
            format!("At most {LARGEST} bytes are read: send the header alone."),
        ),
        _ => Problem::new(MALFORMED, "The body broke off."),
    }
}
