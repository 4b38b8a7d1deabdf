//! What went wrong, as problem documents (RFC 9457).

use axum::extract::Request;
use axum::http::{StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use headroom_core::report::Notice;
use schemars::JsonSchema;
use serde::Serialize;

use super::line;

/// Media type of a problem document.
pub const MEDIA_TYPE: &str = "application/problem+json";

/// A kind of problem. Each is explained on the page `/api`, where its `type` leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Kind {
    /// Anchor on the page.
    pub id: &'static str,
    /// What it is called.
    pub title: &'static str,
    /// Status that goes with it.
    pub status: StatusCode,
}

const fn kind(id: &'static str, title: &'static str, status: StatusCode) -> Kind {
    Kind { id, title, status }
}

/// Nothing is at this address.
pub const NOT_FOUND: Kind = kind("not-found", "Nothing is here", StatusCode::NOT_FOUND);
/// The address is there, but not for this method.
pub const METHOD: Kind = kind(
    "method",
    "This method is not for this address",
    StatusCode::METHOD_NOT_ALLOWED,
);
/// The query is too long.
pub const TOO_LONG: Kind = kind(
    "too-long",
    "The query is too long",
    StatusCode::URI_TOO_LONG,
);
/// The body is too large.
pub const TOO_LARGE: Kind = kind(
    "too-large",
    "The body is too large",
    StatusCode::PAYLOAD_TOO_LARGE,
);
/// The body is said to be something else than JSON.
pub const MEDIA: Kind = kind(
    "media-type",
    "The body must be JSON",
    StatusCode::UNSUPPORTED_MEDIA_TYPE,
);
/// The body cannot be read.
pub const MALFORMED: Kind = kind(
    "malformed",
    "The body cannot be read",
    StatusCode::BAD_REQUEST,
);
/// Something that was given cannot be used.
pub const INVALID: Kind = kind(
    "invalid",
    "Something given cannot be used",
    StatusCode::UNPROCESSABLE_ENTITY,
);

/// The server failed.
pub const FAILED: Kind = kind(
    "failed",
    "The server failed",
    StatusCode::INTERNAL_SERVER_ERROR,
);
/// The answer took too long.
pub const BUSY: Kind = kind(
    "busy",
    "The answer took too long",
    StatusCode::SERVICE_UNAVAILABLE,
);

/// Every kind, for documentation and tests.
pub const KINDS: [Kind; 9] = [
    NOT_FOUND, METHOD, TOO_LONG, TOO_LARGE, MEDIA, MALFORMED, INVALID, FAILED, BUSY,
];

/// A problem document (RFC 9457).
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Problem {
    /// Where this kind of problem is explained.
    #[serde(rename = "type")]
    kind: String,
    /// What this kind of problem is called.
    title: &'static str,
    /// Status of the answer.
    status: u16,
    /// What went wrong this time.
    detail: String,
    /// The fields that are wrong, where it is about fields.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    errors: Vec<FieldError>,
}

/// What is wrong with one field.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct FieldError {
    /// Query key, or place in the body.
    pub field: String,
    /// What was given, shortened.
    pub given: String,
    /// What is allowed.
    pub message: String,
    /// Canonical query with the nearest valid value, where there is one.
    pub nearest: Option<String>,
    /// The nearest value in words.
    pub nearest_label: Option<String>,
}

impl Problem {
    /// A problem of this kind.
    #[must_use]
    pub fn new(kind: Kind, detail: impl Into<String>) -> Self {
        Self {
            kind: format!("/api#{}", kind.id),
            title: kind.title,
            status: kind.status.as_u16(),
            detail: detail.into(),
            errors: Vec::new(),
        }
    }

    /// Names the fields that are wrong.
    #[must_use]
    pub fn with_errors(mut self, errors: impl IntoIterator<Item = FieldError>) -> Self {
        self.errors.extend(errors);
        self
    }
}

/// Sees to it that whatever goes wrong under `/api/` is a problem document, also where a layer around the
/// handlers answers: after a panic, and when the patience with an answer has run out.
pub async fn documented(request: Request, next: Next) -> Response {
    let of_the_api = request.uri().path().starts_with("/api/");
    let response = next.run(request).await;
    let status = response.status();
    let fails = status.is_client_error() || status.is_server_error();
    let kind = response.headers().get(header::CONTENT_TYPE);
    if !of_the_api || !fails || kind.is_some_and(|kind| kind == MEDIA_TYPE) {
        return response;
    }
    let (kind, detail) = match status {
        StatusCode::SERVICE_UNAVAILABLE => (BUSY, "Ask again, or ask for less at once."),
        StatusCode::MISDIRECTED_REQUEST => {
            (MALFORMED, "This server does not answer under that name.")
        }
        status if status.is_client_error() => (MALFORMED, "The request cannot be read."),
        _ => (FAILED, "This is a fault of the server, not of the request."),
    };
    let again = response.headers().get(header::RETRY_AFTER).cloned();
    let mut response = Problem::new(Kind { status, ..kind }, detail).into_response();
    if let Some(again) = again {
        response.headers_mut().insert(header::RETRY_AFTER, again);
    }
    response
}

impl FieldError {
    /// A fault that has no nearest value.
    pub(crate) fn new(
        field: impl Into<String>,
        given: impl Into<String>,
        message: impl Into<String>,
    ) -> Self {
        Self {
            field: field.into(),
            given: given.into(),
            message: message.into(),
            nearest: None,
            nearest_label: None,
        }
    }
}

impl From<&Notice> for FieldError {
    fn from(notice: &Notice) -> Self {
        let first = notice.suggestions.first();
        Self {
            field: notice.key.to_owned(),
            given: notice.given.clone(),
            message: notice.message.clone(),
            nearest: notice
                .nearest
                .clone()
                .or_else(|| Some(first?.query.clone())),
            nearest_label: { notice.nearest_label.clone() }.or_else(|| Some(first?.label.clone())),
        }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        (status, [(header::CONTENT_TYPE, MEDIA_TYPE)], line(&self)).into_response()
    }
}
