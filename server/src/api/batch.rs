//! `POST /api/v1/reports`: many questions at once, within bounds.

use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use headroom_core::evaluate::Report;
use schemars::JsonSchema;
use serde::Deserialize;

use super::problem::{FieldError, INVALID, MALFORMED, MEDIA, Problem, TOO_LARGE};
use super::{line, ok};
use crate::question::Question;

/// Most questions of one request.
pub const MOST: usize = 64;
/// Largest body that is read, in bytes.
pub const LARGEST: usize = 64 * 1024;

/// Many questions.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Batch {
    /// Queries, or addresses that end in one.
    #[schemars(length(max = MOST))]
    queries: Vec<String>,
}

/// Answers with an array of reports, in the order of the questions.
pub async fn reports(headers: HeaderMap, body: Result<Bytes, BytesRejection>) -> Response {
    let answered = match read(&headers, body) {
        // Dozens of reports keep a thread busy for longer than others should wait.
        Ok(questions) => tokio::task::spawn_blocking(move || {
            line(
                &questions
                    .iter()
                    .map(Question::report)
                    .collect::<Vec<Report>>(),
            )
        })
        .await
        .map(ok),
        Err(problem) => return problem.into_response(),
    };
    answered.unwrap_or_else(|_| StatusCode::INTERNAL_SERVER_ERROR.into_response())
}

fn read(
    headers: &HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Vec<Question>, Problem> {
    if !may_be_json(headers) {
        let detail = "Send the questions as application/json.";
        return Err(Problem::new(MEDIA, detail));
    }
    let body = body.map_err(|rejection| match rejection.status() {
        StatusCode::PAYLOAD_TOO_LARGE => {
            Problem::new(TOO_LARGE, format!("At most {LARGEST} bytes are read."))
        }
        _ => Problem::new(MALFORMED, "The body broke off."),
    })?;
    let batch: Batch = serde_json::from_slice(&body).map_err(|error| {
        let detail = format!("A body is written {{\"queries\": [\"n=4\", …]}}: {error}.");
        Problem::new(MALFORMED, detail)
    })?;
    if batch.queries.len() > MOST {
        let given = batch.queries.len();
        let message = format!("At most {MOST} questions are answered at once.");
        return Err(
            Problem::new(INVALID, message.clone()).with_errors([FieldError {
                field: "queries".to_owned(),
                given: format!("{given} questions"),
                message,
                nearest: None,
                nearest_label: None,
            }]),
        );
    }
    let (mut questions, mut errors) = (Vec::with_capacity(batch.queries.len()), Vec::new());
    for (index, query) in batch.queries.iter().enumerate() {
        match Question::of_address(query) {
            Ok(question) => questions.push(question),
            Err(refusal) => errors.push(FieldError {
                field: format!("queries[{index}]"),
                given: query.chars().take(40).collect(),
                message: refusal.to_string(),
                nearest: None,
                nearest_label: None,
            }),
        }
    }
    if errors.is_empty() {
        Ok(questions)
    } else {
        Err(Problem::new(INVALID, "Some queries are too long to be read.").with_errors(errors))
    }
}

/// Whether the body is JSON, or not said to be anything else.
fn may_be_json(headers: &HeaderMap) -> bool {
    headers.get(header::CONTENT_TYPE).is_none_or(|value| {
        let kind = value.to_str().unwrap_or_default();
        let kind = kind.split(';').next().unwrap_or_default();
        kind.trim().eq_ignore_ascii_case("application/json")
    })
}
