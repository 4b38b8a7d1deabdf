//! What every answer says about itself: how long it may be kept, and what it may load.

use axum::extract::Request;
use axum::http::{HeaderName, HeaderValue, Method, StatusCode, Uri, header};
use axum::middleware::Next;
use axum::response::Response;

/// For files whose name changes with their content.
const FOR_EVER: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");
/// For answers to programs, which ask the same more often than a catalogue changes.
const A_WHILE: HeaderValue = HeaderValue::from_static("public, max-age=300");
/// For pictures: links unfold often, figures change by the day.
const FOR_AN_HOUR: HeaderValue =
    HeaderValue::from_static("public, max-age=3600, stale-while-revalidate=86400");
/// For what may be kept, but must be asked for again.
const ASK_AGAIN: HeaderValue = HeaderValue::from_static("no-cache");

/// What a page may load: its own files, and the two scripts that Leptos writes behind each document.
/// These hold the same text on every page, because nothing here is awaited, so their hashes let them
/// run and pages need no nonce.
pub const PAGE_POLICY: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; script-src 'self' 'sha256-2e+rGxtst+bbxdLf6Dp32aL0uyPdikvr0awq53hVU58=' \
     'sha256-PEoA+SZ6ZbFCusLsUEMftpXvTp6Abhw9kvgQnCC8l3U=' 'wasm-unsafe-eval'; style-src 'self'; \
     img-src 'self' data:; font-src 'self'; connect-src 'self'; frame-src 'self'; manifest-src 'self'; \
     form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
);

/// The policy of the page that imports: on a click the visitor's browser asks the hub for small files, which no other
/// page may do.
pub fn import_policy(hub: Option<&str>) -> HeaderValue {
    let plain = PAGE_POLICY;
    let (Some(hub), Ok(policy)) = (hub, plain.to_str()) else {
        return plain;
    };
    let policy = policy.replace("connect-src 'self'", &format!("connect-src 'self' {hub}"));
    // An origin holds nothing that a header may not.
    HeaderValue::from_str(&policy).unwrap_or(plain)
}

/// What an embed may load, and that any page may frame it: the only answer that says so.
pub const EMBED_POLICY: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; \
     form-action 'self'; base-uri 'none'; frame-ancestors *",
);

/// For everything that is no page.
const BARE_POLICY: HeaderValue =
    HeaderValue::from_static("default-src 'none'; frame-ancestors 'none'");

/// Adds the headers that every answer carries.
pub async fn common(request: Request, next: Next) -> Response {
    let kept = keep(request.method(), request.uri());
    let open = is_open(request.uri().path());
    let shown = open || is_picture(request.uri().path());
    let mut response = next.run(request).await;
    let unchanged = response.status() == StatusCode::NOT_MODIFIED;
    let found = response.status().is_success() || unchanged;
    let headers = response.headers_mut();
    headers
        .entry(header::CACHE_CONTROL)
        .or_insert(if found { kept } else { ASK_AGAIN });
    // What is kept stays under the policy that it came with.
    if !unchanged {
        headers
            .entry(header::CONTENT_SECURITY_POLICY)
            .or_insert(BARE_POLICY);
        let framed = headers
            .get(header::CONTENT_SECURITY_POLICY)
            .and_then(|policy| policy.to_str().ok())
            .is_some_and(|policy| policy.contains("frame-ancestors *"));
        if !framed {
            // For browsers that do not know `frame-ancestors`.
            headers.insert(header::X_FRAME_OPTIONS, HeaderValue::from_static("DENY"));
        }
    }
    // Everything here is sent compressed to whoever can read that.
    headers
        .entry(header::VARY)
        .or_insert(HeaderValue::from_static("accept-encoding"));
    headers.insert(
        header::X_CONTENT_TYPE_OPTIONS,
        HeaderValue::from_static("nosniff"),
    );
    headers.insert(
        header::REFERRER_POLICY,
        HeaderValue::from_static("strict-origin-when-cross-origin"),
    );
    headers.insert(
        HeaderName::from_static("permissions-policy"),
        HeaderValue::from_static("camera=(), geolocation=(), microphone=()"),
    );
    if open {
        headers.insert(
            header::ACCESS_CONTROL_ALLOW_ORIGIN,
            HeaderValue::from_static("*"),
        );
    }
    if shown {
        headers.insert(
            HeaderName::from_static("cross-origin-resource-policy"),
            HeaderValue::from_static("cross-origin"),
        );
    }
    response
}

/// Whether other sites' pages may read an answer: data and pictures, which hold no secret.
fn is_open(path: &str) -> bool {
    path.starts_with("/api/") || OPEN.contains(&path)
}

/// Whether other sites' pages may show an answer.
fn is_picture(path: &str) -> bool {
    path.starts_with("/chart/")
}

const OPEN: [&str; 5] = ["/oembed", "/og.png", "/og.svg", "/badge.svg", "/embed.js"];

fn keep(method: &Method, uri: &Uri) -> HeaderValue {
    let read = matches!(*method, Method::GET | Method::HEAD);
    if is_hashed(uri.path()) {
        FOR_EVER
    } else if read && uri.path().starts_with("/api/") {
        A_WHILE
    } else if read && is_drawn(uri.path()) {
        FOR_AN_HOUR
    } else {
        ASK_AGAIN
    }
}

/// Whether a path names a picture that others show.
pub(crate) fn is_drawn(path: &str) -> bool {
    let card = matches!(path, "/og.png" | "/og.svg" | "/badge.svg");
    card || (is_picture(path) && path.ends_with(".png"))
}

/// Whether a path names a file with a hash of its content: `…/name.0123456789abcdef.css`.
fn is_hashed(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or_default();
    let mut parts = name.rsplit('.').skip(1);
    let hash = parts.next().unwrap_or_default();
    parts.next().is_some()
        && hash.len() == 16
        && hash
            .bytes()
            .all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

#[cfg(test)]
mod tests {
    use super::is_hashed;

    #[test]
    fn only_hashed_names_are_kept_for_ever() {
        assert!(is_hashed("/pkg/headroom.0123456789abcdef.wasm"));
        for path in [
            "/pkg/headroom.wasm",
            "/pkg/headroom.0123456789abcde.wasm",
            "/pkg/headroom.0123456789ABCDEF.wasm",
            "/0123456789abcdef.css",
            "/boot.js",
            "/",
        ] {
            assert!(!is_hashed(path), "{path}");
        }
    }
}
