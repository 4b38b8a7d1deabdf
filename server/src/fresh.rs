//! Answers that a reader already has are not sent again.
//!
//! An answer follows from its address, from the name it was asked under, and from the program with its
//! files: so does its tag. A tag is given with what is found and with nothing else, so whoever names it need
//! not be answered anew. `If-None-Match: *` asks whether there is an answer at all: that one is computed.

use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::OnceLock;

use axum::Extension;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use headers::{ETag, HeaderMapExt, IfNoneMatch};

use crate::names::Asker;
use crate::pages::Site;

/// Adds a tag to what is found, and answers 304 to whoever names that tag.
///
/// The tag is weak, since the same answer is sent compressed in several ways. A 304 carries no
/// policy for the page: the kept page goes with the policy that it came with.
pub async fn unchanged(
    State(site): State<Site>,
    Extension(asker): Extension<Asker>,
    request: Request,
    next: Next,
) -> Response {
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return next.run(request).await;
    }
    let tag = tag(&site, &asker, &request);
    if let Some(unchanged) = if_known(&tag, request.headers()) {
        return unchanged;
    }
    let any = asks_for_any(request.headers());
    with_tag(next.run(request).await, &tag, any)
}

/// Whether a reader has some answer and wants none, if there is one.
pub(crate) fn asks_for_any(headers: &HeaderMap) -> bool {
    headers.typed_get() == Some(IfNoneMatch::any())
}

/// What is found, with its tag; what is not, as it is.
pub(crate) fn with_tag(response: Response, tag: &ETag, any: bool) -> Response {
    match response.status() {
        StatusCode::OK if any => not_modified(tag),
        StatusCode::OK | StatusCode::PARTIAL_CONTENT => tagged(response, tag),
        _ => response,
    }
}

/// The answer to whoever names this tag.
pub(crate) fn if_known(tag: &ETag, headers: &HeaderMap) -> Option<Response> {
    let known: IfNoneMatch = headers.typed_get()?;
    (known != IfNoneMatch::any() && !known.precondition_passes(tag)).then(|| not_modified(tag))
}

fn not_modified(tag: &ETag) -> Response {
    tagged(StatusCode::NOT_MODIFIED.into_response(), tag)
}

fn tagged(mut response: Response, tag: &ETag) -> Response {
    response.headers_mut().typed_insert(tag.clone());
    response
}

/// A tag for answers that mean the same and may differ in bytes.
pub(crate) fn weak(digest: u64) -> ETag {
    let text = format!("W/\"{digest:016x}\"");
    // Hexadecimal digits between quotes are a tag.
    text.parse()
        .unwrap_or_else(|_| unreachable!("{text} is no tag"))
}

fn tag(site: &Site, asker: &Asker, request: &Request) -> ETag {
    let mut hasher = DefaultHasher::new();
    build().hash(&mut hasher);
    let options = &site.options;
    (
        &options.output_name,
        &options.site_pkg_dir,
        options.hash_files,
    )
        .hash(&mut hasher);
    asker.origin.hash(&mut hasher);
    request.uri().path().hash(&mut hasher);
    request.uri().query().hash(&mut hasher);
    weak(hasher.finish())
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
