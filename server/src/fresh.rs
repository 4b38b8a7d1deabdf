//! Answers that a reader already has are not sent again.
//!
//! An answer follows from its address, from who is asked, and from the program: so does its tag.
//! Nothing is rendered to find out that nothing has changed.

use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::OnceLock;

use axum::extract::Request;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

/// Adds a tag to what is found, and answers 304 to whoever names that tag.
///
/// The tag is weak, since the same answer is sent compressed in several ways. A 304 carries no
/// policy for the page: the kept page goes with the policy that it came with.
pub async fn unchanged(request: Request, next: Next) -> Response {
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return next.run(request).await;
    }
    let Ok(tag) = HeaderValue::from_str(&tag(&request)) else {
        return next.run(request).await;
    };
    if names(request.headers(), &tag) {
        return (StatusCode::NOT_MODIFIED, [(header::ETAG, tag)]).into_response();
    }
    let mut response = next.run(request).await;
    if response.status() == StatusCode::OK {
        response.headers_mut().insert(header::ETAG, tag);
    }
    response
}

fn tag(request: &Request) -> String {
    let mut hasher = DefaultHasher::new();
    build().hash(&mut hasher);
    request.uri().path().hash(&mut hasher);
    request.uri().query().hash(&mut hasher);
    for name in ["host", "x-forwarded-proto"] {
        let value = request.headers().get(name).map(HeaderValue::as_bytes);
        value.hash(&mut hasher);
    }
    format!("W/\"{:016x}\"", hasher.finish())
}

/// Whether `If-None-Match` holds the tag.
fn names(headers: &HeaderMap, tag: &HeaderValue) -> bool {
    let Ok(tag) = tag.to_str() else {
        return false;
    };
    let opaque = |tag: &str| tag.trim().trim_start_matches("W/").to_owned();
    headers
        .get_all(header::IF_NONE_MATCH)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .any(|one| one.trim() == "*" || opaque(one) == opaque(tag))
}

/// What tells this program from every other: its own bytes, and the names of the browser's files.
fn build() -> u64 {
    static BUILD: OnceLock<u64> = OnceLock::new();
    *BUILD.get_or_init(|| {
        let mut hasher = DefaultHasher::new();
        if let Ok(program) = std::env::current_exe() {
            fs::read(&program).unwrap_or_default().hash(&mut hasher);
            let names = program.with_file_name("hash.txt");
            fs::read(names).unwrap_or_default().hash(&mut hasher);
        }
        hasher.finish()
    })
}
