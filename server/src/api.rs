//! `/api/v1`: the same answers as the pages, as JSON. The command line prints these very bytes.

mod batch;
mod import;
mod openapi;
pub mod problem;

use axum::Extension;
use axum::extract::RawQuery;
use axum::http::{Method, Uri, header};
use axum::response::{IntoResponse, Response};
use headroom_core::catalog::Catalog;
use headroom_core::claims;
use headroom_core::codec::Ids;
use headroom_core::evaluate::Report;
use headroom_core::report::{Notice, NoticeKind};
use headroom_core::units::shown;
use serde::Serialize;
use serde_json::Value;

use self::problem::{FieldError, INVALID, METHOD, NOT_FOUND, Problem, TOO_LONG};
use crate::found::Swept;
use crate::question::{Question, TooLong};

pub use batch::{
    ALL_AT_ONCE as ALL_BATCHES, LARGEST as LARGEST_BATCH, MOST as MOST_IN_BATCH,
    MOST_AT_ONCE as MOST_BATCHES, reports,
};
pub use import::{
    ALL_AT_ONCE as ALL_IMPORTS, LARGEST as LARGEST_IMPORT, MOST_AT_ONCE as MOST_IMPORTS, import,
};
pub use openapi::document as openapi_document;

/// The keys of questions as the description has them: name, sentence and schema.
pub(crate) mod parameters {
    pub(crate) use super::openapi::{finding, limits, query};
}

/// Key that makes notices errors. It is no part of the build.
pub(crate) const STRICT: &str = "strict";

/// The report on one question, one line of JSON.
///
/// # Errors
/// If the query is too long to be read.
pub fn report_json(address: &str) -> Result<String, TooLong> {
    Question::of_address(address).map(|question| line(&question.report()))
}

/// The ids that questions may use, one line of JSON.
#[must_use]
pub fn catalog_json() -> String {
    line(&Ids::of(Catalog::builtin()))
}

/// The same as a value.
pub(crate) fn ids() -> Value {
    serde_json::to_value(Ids::of(Catalog::builtin())).unwrap_or_default()
}

/// `GET /api/v1/report?<query>`.
pub async fn report(RawQuery(query): RawQuery) -> Result<Response, Problem> {
    let mut question = asked(query.as_deref())?;
    let strict = question
        .take(STRICT)
        .is_some_and(|value| value == "1" || value == "true");
    let report = question.report();
    // A word that was taken as meant is no fault.
    let as_given = |notice: &Notice| notice.kind == NoticeKind::ReadAs;
    if strict && !report.notices().iter().all(as_given) {
        Err(refuse(&report))
    } else {
        Ok(ok(line(&report)))
    }
}

/// `GET /api/v1/compare?b=<query>&b=<query>`.
pub async fn compare(RawQuery(query): RawQuery) -> Result<Response, Problem> {
    Ok(ok(line(&asked(query.as_deref())?.comparison())))
}

/// `GET /api/v1/upgrade?<query>&step=<step>`.
pub async fn upgrade(RawQuery(query): RawQuery) -> Result<Response, Problem> {
    Ok(ok(line(&asked(query.as_deref())?.plan().1)))
}

/// `GET /api/v1/find/models?<machine>`.
pub async fn find_models(RawQuery(query): RawQuery) -> Result<Response, Problem> {
    Ok(ok(line(&asked(query.as_deref())?.models())))
}

/// `GET /api/v1/find/machines?model=<model>&<limits>`.
pub async fn find_machines(
    swept: Option<Extension<Swept>>,
    RawQuery(query): RawQuery,
) -> Result<Response, Problem> {
    let job = asked(query.as_deref())?.job();
    let given = swept.as_deref();
    Ok(ok(line(&*Swept::or_sweep(given, &job))))
}

/// `GET /api/v1/claims?text=<claim>`.
pub async fn claims(RawQuery(query): RawQuery) -> Result<Response, Problem> {
    let question = asked(query.as_deref())?;
    let Some(text) = claims::text_in(&question.query) else {
        let message = format!(
            "A claim in words, of at most {} characters.",
            claims::LONGEST
        );
        let missing = FieldError::new("text", "", message);
        return Err(Problem::new(INVALID, "There is no claim.").with_errors([missing]));
    };
    Ok(ok(claim_json(&text)))
}

/// What comes of a claim, one line of JSON.
#[must_use]
pub fn claim_json(text: &str) -> String {
    line(&claims::check(text, Catalog::builtin()))
}

/// The question of an address.
fn asked(query: Option<&str>) -> Result<Question, Problem> {
    Question::new(query.unwrap_or_default())
        .map_err(|refusal| Problem::new(TOO_LONG, refusal.to_string()))
}

/// `GET /api/v1/catalog`.
pub async fn catalog() -> Response {
    ok(catalog_json())
}

/// `GET /api/v1/openapi.json`.
pub async fn openapi() -> Response {
    ok(line(openapi::document()))
}

/// Any other address under `/api/`.
pub async fn missing(uri: Uri) -> Response {
    let detail = format!(
        "There is no {}; /api lists what there is.",
        shorten(uri.path())
    );
    Problem::new(NOT_FOUND, detail).into_response()
}

/// A method that an address of the API does not have.
pub async fn not_allowed(method: Method, uri: Uri) -> Response {
    let detail = format!(
        "{} does not take {}; the header Allow says what it takes.",
        shorten(uri.path()),
        shorten(method.as_str())
    );
    Problem::new(METHOD, detail).into_response()
}

/// The notices of a report as errors.
fn refuse(report: &Report) -> Problem {
    let detail = "Without strict=1 the nearest values are taken, and words that are not known give status not_understood.";
    Problem::new(INVALID, detail).with_errors(
        report
            .notices()
            .iter()
            .filter(|notice| notice.kind != NoticeKind::ReadAs)
            .map(FieldError::from),
    )
}

fn shorten(text: &str) -> String {
    shown(text).chars().take(80).collect()
}

/// A value as JSON with a line end, so that a terminal's prompt starts on a line of its own.
pub(crate) fn line(value: &impl Serialize) -> String {
    let mut text = serde_json::to_string(value).unwrap_or_else(|error| {
        format!("{{\"error\":\"the answer cannot be written as JSON: {error}\"}}")
    });
    text.push('\n');
    text
}

fn ok(body: String) -> Response {
    ([(header::CONTENT_TYPE, "application/json")], body).into_response()
}
