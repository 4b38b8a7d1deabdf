//! Pages that depend on no question are written and compressed once for each name of this server.

use axum::Extension;
use axum::body::Bytes;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use quick_cache::Weighter;
use quick_cache::sync::Cache;

use crate::names::Asker;
use crate::pages::Site;

/// Bytes of pages that are kept.
const KEPT: u64 = 8 * 1_024 * 1_024;
/// About how many pages that is.
const USUAL: usize = 128;
/// The page is not larger; one that is, is not kept.
const LARGEST: usize = 2 * 1_024 * 1_024;

/// Name of the server, path, encoding.
type Key = (String, String, &'static str);

#[derive(Clone, Debug)]
struct Kept {
    headers: HeaderMap,
    body: Bytes,
}

#[derive(Clone, Debug)]
struct InBytes;

impl Weighter<Key, Kept> for InBytes {
    fn weight(&self, (origin, path, _): &Key, kept: &Kept) -> u64 {
        (origin.len() + path.len() + kept.body.len()) as u64
    }
}

/// The pages that were written.
#[derive(Debug)]
pub struct Pages(Cache<Key, Kept, InBytes>);

impl Default for Pages {
    fn default() -> Self {
        Self(Cache::with_weighter(USUAL, KEPT, InBytes))
    }
}

impl Kept {
    fn answer(self) -> Response {
        (self.headers, self.body).into_response()
    }
}

/// Answers from what was written before, where no question is asked. Many who ask for the same page wait for
/// one to be written.
pub async fn once(
    State(site): State<Site>,
    Extension(asker): Extension<Asker>,
    mut request: Request,
    next: Next,
) -> Response {
    let asks = request.uri().query().is_some_and(|query| !query.is_empty());
    if asks || !matches!(*request.method(), Method::GET | Method::HEAD) {
        return next.run(request).await;
    }
    let encoding = preferred(request.headers());
    let key = (asker.origin, request.uri().path().to_owned(), encoding);
    let place = match site.pages.0.get_value_or_guard_async(&key).await {
        Ok(kept) => return kept.answer(),
        Err(place) => place,
    };
    let headers = request.headers_mut();
    headers.insert(header::ACCEPT_ENCODING, HeaderValue::from_static(encoding));
    // What is kept is the whole page; its body is left out further out, where only the head was asked for.
    *request.method_mut() = Method::GET;
    let response = next.run(request).await;
    if response.status() != StatusCode::OK {
        return response;
    }
    let (parts, body) = response.into_parts();
    let Ok(body) = axum::body::to_bytes(body, LARGEST).await else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    let kept = Kept {
        headers: parts.headers,
        // A copy, which does not count among the answers that wait to be sent.
        body: Bytes::copy_from_slice(&body),
    };
    // Refused where the page was let go of meanwhile, which does not matter to this answer.
    let _ = place.insert(kept.clone());
    kept.answer()
}

/// The encoding that a reader likes best of those that are kept.
fn preferred(headers: &HeaderMap) -> &'static str {
    let accepted = headers
        .get_all(header::ACCEPT_ENCODING)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','));
    let (mut best, mut most) = ("identity", 0.0_f32);
    for one in accepted {
        let (name, weight) = one.split_once(';').unwrap_or((one, ""));
        let weight = weight.trim().strip_prefix("q=");
        let weight = weight.map_or(1.0, |weight| weight.parse().unwrap_or(0.0));
        let name = match name.trim() {
            "br" => "br",
            "gzip" | "x-gzip" => "gzip",
            _ => continue,
        };
        if weight > most || (weight == most && weight > 0.0 && name == "br") {
            (best, most) = (name, weight);
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use axum::http::{HeaderMap, HeaderValue, header};

    use super::preferred;

    #[test]
    fn the_reader_chooses_the_encoding() {
        for (accepted, encoding) in [
            ("gzip, deflate, br, zstd", "br"),
            ("br;q=0.5, gzip", "gzip"),
            ("gzip;q=0.5, br;q=0.5", "br"),
            ("br;q=0, gzip;q=0", "identity"),
            ("br;q=x", "identity"),
            ("*", "identity"),
            ("", "identity"),
            ("deflate", "identity"),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(header::ACCEPT_ENCODING, HeaderValue::from_static(accepted));
            assert_eq!(preferred(&headers), encoding, "{accepted}");
        }
    }
}
