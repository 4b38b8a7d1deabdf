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
/// About how many pages that is. The cache is divided into pieces of at least 32, which a page must fit into.
const USUAL: usize = 64;

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
    // It is whole already, and bounded there.
    let Ok(body) = axum::body::to_bytes(body, usize::MAX).await else {
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
#[expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};

    use axum::body::Body;
    use axum::http::{HeaderMap, HeaderValue, Request, header};
    use axum::middleware::from_fn_with_state;
    use axum::routing::get;
    use axum::{Extension, Router};
    use leptos::prelude::LeptosOptions;
    use tower::ServiceExt;

    use super::{once, preferred};
    use crate::names::{Asker, Names};
    use crate::pages::Site;

    /// Larger than any page.
    const LARGE: usize = 1_500_000;

    #[tokio::test]
    async fn a_page_is_written_once_for_many_who_ask_at_once() {
        let options = LeptosOptions::builder()
            .output_name("headroom")
            .site_root(concat!(env!("CARGO_MANIFEST_DIR"), "/fonts"))
            .build();
        let site = Site::new(options, Names::default()).unwrap();
        let written = Arc::new(AtomicUsize::new(0));
        let count = written.clone();
        let page = move || async move {
            count.fetch_add(1, Ordering::Relaxed);
            tokio::task::yield_now().await;
            vec![b'x'; LARGE]
        };
        let router = Router::new()
            .route("/", get(page))
            .route_layer(from_fn_with_state(site, once));
        let ask = |address: &'static str, origin: &str| {
            let asker = Asker {
                origin: origin.to_owned(),
                address: [192, 0, 2, 1].into(),
            };
            let router = router.clone().layer(Extension(asker));
            async move {
                let request = Request::get(address).body(Body::empty()).unwrap();
                let answer = router.oneshot(request).await.unwrap();
                let body = axum::body::to_bytes(answer.into_body(), usize::MAX).await;
                assert_eq!(body.unwrap().len(), LARGE);
            }
        };
        let many: Vec<_> = (0..20)
            .map(|_| tokio::spawn(ask("/", "http://a")))
            .collect();
        for one in many {
            one.await.unwrap();
        }
        ask("/", "http://a").await;
        assert_eq!(written.load(Ordering::Relaxed), 1);
        ask("/", "http://b").await;
        assert_eq!(written.load(Ordering::Relaxed), 2, "another name");
        ask("/?n=2", "http://a").await;
        ask("/?n=2", "http://a").await;
        assert_eq!(written.load(Ordering::Relaxed), 4, "what asks is answered");
    }

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
