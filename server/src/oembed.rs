//! `/oembed`: tells other sites how to show one of our addresses (oEmbed 1.0, oembed.com).

use axum::Extension;
use axum::extract::RawQuery;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use headroom_app::embed::{Frame, USUAL_WIDTH};
use headroom_core::claims::text_in;
use headroom_core::codec::{MAX_QUERY_BYTES, Query};
use serde::Serialize;

use crate::names::Asker;
use crate::question::Question;

/// Paths that have a frame to show. Their queries mean the same.
const KNOWN: [&str; 4] = ["", "/", "/embed", "/share"];
/// The path that compares builds, whose query names several.
const COMPARE: &str = "/compare";
/// The paths that judge a claim, whose query holds it.
const CLAIM: [&str; 2] = ["/claims", "/embed/claim"];
/// Seconds for which an answer may be kept.
const CACHE_AGE: u32 = 86_400;
/// What the picture of a question measures.
const PICTURE: (u32, u32) = (1_200, 630);

/// An answer of type rich, with the fields of the specification.
#[derive(Serialize)]
struct Rich {
    version: &'static str,
    r#type: &'static str,
    title: String,
    provider_name: &'static str,
    provider_url: String,
    cache_age: u32,
    width: u32,
    height: u32,
    html: String,
    #[serde(flatten)]
    thumbnail: Option<Thumbnail>,
}

/// A picture of the answer; all three fields or none.
#[derive(Serialize)]
struct Thumbnail {
    thumbnail_url: String,
    thumbnail_width: u32,
    thumbnail_height: u32,
}

/// Why there is no answer: a status that the specification names, and a sentence.
struct Refusal(StatusCode, &'static str);

/// `GET /oembed?url=…&maxwidth=…&maxheight=…&format=json`.
pub async fn oembed(Extension(asker): Extension<Asker>, RawQuery(query): RawQuery) -> Response {
    let asked = query.unwrap_or_default();
    match answer(&asked, &asker.origin).map(|rich| serde_json::to_string(&rich)) {
        Ok(Ok(json)) => ([(header::CONTENT_TYPE, "application/json")], json).into_response(),
        Ok(Err(_)) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
        Err(Refusal(status, why)) => (status, format!("{why}\n")).into_response(),
    }
}

fn answer(asked: &str, origin: &str) -> Result<Rich, Refusal> {
    // Escapes make an address at most three times as long.
    if asked.len() > 4 * MAX_QUERY_BYTES {
        return Err(Refusal(
            StatusCode::URI_TOO_LONG,
            "The address is longer than any of ours.",
        ));
    }
    let asked = Query::parse(asked);
    if asked.get("format").is_some_and(|format| format != "json") {
        return Err(Refusal(
            StatusCode::NOT_IMPLEMENTED,
            "Answers come as JSON only: format=json.",
        ));
    }
    let url = asked.get("url").ok_or(Refusal(
        StatusCode::BAD_REQUEST,
        "The address is missing: url=….",
    ))?;
    let embed = known(url, origin).ok_or(Refusal(
        StatusCode::NOT_FOUND,
        "There is nothing to embed at that address.",
    ))?;
    let width = most(&asked, "maxwidth")?.map_or(USUAL_WIDTH, |most| most.min(USUAL_WIDTH));
    let wanted = embed.height(width);
    let height = most(&asked, "maxheight")?.map_or(wanted, |most| most.min(wanted));
    let fits = |key: &str, size: u32| Ok(most(&asked, key)?.is_none_or(|most| size <= most));
    let thumbnail =
        (fits("maxwidth", PICTURE.0)? && fits("maxheight", PICTURE.1)?).then(|| Thumbnail {
            thumbnail_url: match embed.picture().as_str() {
                "" => format!("{origin}/og.png"),
                query => format!("{origin}/og.png?{query}"),
            },
            thumbnail_width: PICTURE.0,
            thumbnail_height: PICTURE.1,
        });
    Ok(Rich {
        version: "1.0",
        r#type: "rich",
        title: embed.title(),
        provider_name: "Headroom",
        provider_url: format!("{origin}/"),
        cache_age: CACHE_AGE,
        width,
        height,
        html: embed.iframe(origin, Some(width), height),
        thumbnail,
    })
}

/// The embed of one of our own addresses.
fn known(url: &str, origin: &str) -> Option<Frame> {
    let url = url.split('#').next().unwrap_or_default();
    // Whoever asks may not know which scheme a proxy before us speaks.
    let rest = authority_on(url)?.strip_prefix(authority_on(origin)?)?;
    let (path, query) = rest.split_once('?').unwrap_or((rest, ""));
    let question = Question::new(query).ok()?;
    match path {
        COMPARE => Some(Frame::comparing(&question.query)),
        _ if CLAIM.contains(&path) => {
            text_in(&question.query).map(|_| Frame::claim(&question.query))
        }
        _ if KNOWN.contains(&path) => Some(Frame::new(&question.query)),
        _ => None,
    }
}

fn authority_on(url: &str) -> Option<&str> {
    url.strip_prefix("https://")
        .or_else(|| url.strip_prefix("http://"))
}

/// A bound in pixels.
fn most(asked: &Query, key: &str) -> Result<Option<u32>, Refusal> {
    match asked.get(key).filter(|value| !value.is_empty()) {
        None => Ok(None),
        Some(value) => match value.parse() {
            Ok(pixels) if pixels > 0 => Ok(Some(pixels)),
            _ => Err(Refusal(
                StatusCode::BAD_REQUEST,
                "maxwidth and maxheight are whole numbers of pixels above 0.",
            )),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::known;

    #[test]
    fn only_our_own_addresses_are_known() {
        let origin = "https://example.org";
        for url in [
            "https://example.org",
            "https://example.org/",
            "http://example.org/?n=4#working",
            "https://example.org/embed?panels=power",
            "https://example.org/compare?b=two-3090&b=n%3D4",
            "https://example.org/claims?text=405B+FP16+on+384GB",
            "https://example.org/embed/claim?text=405B&theme=dark",
        ] {
            assert!(known(url, origin).is_some(), "{url}");
        }
        for url in [
            "",
            "example.org/",
            "https://example.org.evil.test/",
            "https://example.org@evil.test/",
            "https://example.org:8080/",
            "https://evil.test/?https://example.org/",
            "https://example.org/models",
            "https://example.org/claims",
            "https://example.org/embed/claim?text=+",
            "https://example.org/api/v1/report",
            "javascript:alert(1)",
        ] {
            assert!(known(url, origin).is_none(), "{url}");
        }
    }
}
