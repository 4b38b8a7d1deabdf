//! `POST /api/v1/reports`: many questions at once, within bounds.

use std::net::IpAddr;
use std::time::Duration;
use std::vec;

use axum::Extension;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::extract::rejection::BytesRejection;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use futures_util::stream::{self, StreamExt};
use schemars::JsonSchema;
use serde::Deserialize;
use tokio::time::Instant;

use super::line;
use super::problem::{FieldError, INVALID, MALFORMED, MEDIA, Problem, TOO_LARGE};
use crate::names::Asker;
use crate::pages::Site;
use crate::question::Question;
use crate::shares::Share;
use crate::work::Refusal;

/// Most questions of one request.
pub const MOST: usize = 64;
/// Largest body that is read, in bytes.
pub const LARGEST: usize = 64 * 1024;

/// Batches of one address at a time.
pub const MOST_AT_ONCE: usize = 4;
/// Batches at a time.
pub const ALL_AT_ONCE: usize = 32;
/// How long a batch may take in all, its reader's time included.
const DEADLINE: Duration = Duration::from_secs(60);

/// Many questions.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Batch {
    /// Queries, or addresses that end in one.
    #[schemars(length(max = MOST))]
    queries: Vec<String>,
}

/// Answers with an array of reports, in the order of the questions. They are computed and sent one by one, as
/// fast as the reader takes them: no more than one is in memory.
pub async fn reports(
    State(site): State<Site>,
    Extension(asker): Extension<Asker>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Response {
    let questions = match read(&headers, body) {
        Ok(questions) => questions,
        Err(problem) => return problem.into_response(),
    };
    let Some(share) = site.batches.take(asker.address, 1) else {
        return Refusal::Busy.into_response();
    };
    let mut reports = Reports {
        site,
        address: asker.address,
        questions: questions.into_iter(),
        until: Instant::now() + DEADLINE,
        _share: share,
    };
    // Before anything is sent, a fault can still be told.
    let first = match reports.next().await {
        Ok(first) => first,
        Err(refusal) => return refusal.into_response(),
    };
    let begin = first.map_or_else(
        || Bytes::from("[]\n"),
        |first| Bytes::from(format!("[{first}")),
    );
    let rest = stream::try_unfold(
        (reports, begin.ends_with(b"\n")),
        async |(mut reports, done)| {
            if done {
                return Ok::<_, Refusal>(None);
            }
            let next = reports.next().await?;
            let done = next.is_none();
            let text = next.map_or_else(|| "]\n".to_owned(), |next| format!(",{next}"));
            Ok(Some((Bytes::from(text), (reports, done))))
        },
    );
    let all = stream::once(async { Ok(begin) }).chain(rest);
    let kind = [(header::CONTENT_TYPE, "application/json")];
    (kind, Body::from_stream(all)).into_response()
}

/// Questions that are still to be answered.
struct Reports {
    site: Site,
    address: IpAddr,
    questions: vec::IntoIter<Question>,
    until: Instant,
    _share: Share,
}

impl Reports {
    /// The next answer, without the end of its line.
    async fn next(&mut self) -> Result<Option<String>, Refusal> {
        let Some(question) = self.questions.next() else {
            return Ok(None);
        };
        if Instant::now() > self.until {
            return Err(Refusal::Busy);
        }
        let report = move || line(&question.report());
        let mut text = self.site.work.run(self.address, report).await?;
        text.truncate(text.trim_end().len());
        Ok(Some(text))
    }
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
            Problem::new(INVALID, message.clone()).with_errors([FieldError::new(
                "queries",
                format!("{given} questions"),
                message,
            )]),
        );
    }
    let (mut questions, mut errors) = (Vec::with_capacity(batch.queries.len()), Vec::new());
    for (index, query) in batch.queries.iter().enumerate() {
        match Question::of_address(query) {
            Ok(question) => questions.push(question),
            Err(refusal) => errors.push(FieldError::new(
                format!("queries[{index}]"),
                query.chars().take(40).collect::<String>(),
                refusal.to_string(),
            )),
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
