//! `/embed`: a part of the answer for the pages of others, and `/oembed`, which tells those pages
//! how to show it.

use std::sync::OnceLock;

use axum::Extension;
use axum::extract::RawQuery;
use axum::http::{StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use headroom_app::embed::{self, Frame};

use crate::headers;
use crate::names::Asker;
use crate::question::Question;

/// `GET /embed`.
pub async fn document(asker: Extension<Asker>, query: RawQuery) -> Response {
    framed(asker, query, Frame::new)
}

/// `GET /embed/claim`.
pub async fn claim(asker: Extension<Asker>, query: RawQuery) -> Response {
    framed(asker, query, Frame::claim)
}

fn framed(
    Extension(asker): Extension<Asker>,
    RawQuery(query): RawQuery,
    read: fn(&str) -> Frame,
) -> Response {
    let (status, html) = match Question::new(query.as_deref().unwrap_or_default()) {
        Ok(question) => {
            let html = read(&question.query).html(&asker.origin, style_path());
            (StatusCode::OK, html)
        }
        Err(_) => (StatusCode::URI_TOO_LONG, embed::too_long(style_path())),
    };
    let policy = [(header::CONTENT_SECURITY_POLICY, headers::EMBED_POLICY)];
    (status, policy, Html(html)).into_response()
}

/// Where the style sheet of the embeds is: its name changes with its content, so it is kept for
/// ever.
#[must_use]
pub fn style_path() -> &'static str {
    static PATH: OnceLock<String> = OnceLock::new();
    PATH.get_or_init(|| format!("/embed.{:016x}.css", fingerprint(embed::style())))
}

/// `GET` [`style_path`].
pub async fn style() -> Response {
    let kind = [(header::CONTENT_TYPE, "text/css; charset=utf-8")];
    (kind, embed::style()).into_response()
}

/// FNV-1a: the same name from the same content in every copy of the server.
fn fingerprint(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}

#[cfg(test)]
mod tests {
    use super::{fingerprint, style_path};

    #[test]
    fn the_fingerprint_is_the_published_one() {
        // Vectors of the FNV authors.
        assert_eq!(fingerprint(""), 0xcbf2_9ce4_8422_2325);
        assert_eq!(fingerprint("foobar"), 0x8594_4171_f739_67e8);
    }

    #[test]
    fn the_style_sheet_has_a_name_that_may_be_kept() {
        let path = style_path();
        assert_eq!(path.len(), "/embed.0123456789abcdef.css".len());
    }
}
