//! Pictures of answers: `/og.png` and, as drawn, `/og.svg`; the pixels of charts.
//!
//! Drawing is cheap, turning it into pixels is not. So that no stranger can keep the processors
//! busy, the sizes are few and fixed, what was drawn is kept, many who ask for the same picture wait for
//! one drawing, and each is drawn when it is its visitor's turn.

mod render;

use std::net::IpAddr;

use axum::Extension;
use axum::body::Bytes;
use axum::extract::{RawQuery, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use headroom_app::card::Card;
use quick_cache::Weighter;
use quick_cache::sync::Cache;

use crate::names::Asker;
use crate::pages::Site;
use crate::question::Question;
use crate::work::{Refusal, Work};

/// Bytes of pictures that are kept.
const KEPT: u64 = 16 * 1_024 * 1_024;
/// About how many pictures that is.
const USUAL: usize = 512;

/// Finished pictures by key, bounded in bytes.
#[derive(Debug)]
pub struct Pictures(Cache<String, Bytes, InBytes>);

#[derive(Clone, Debug)]
struct InBytes;

impl Weighter<String, Bytes> for InBytes {
    fn weight(&self, key: &String, picture: &Bytes) -> u64 {
        (key.len() + picture.len()) as u64
    }
}

impl Default for Pictures {
    fn default() -> Self {
        Self::new(KEPT)
    }
}

/// What pixels are made of: SVG, and so many of them across and down.
#[derive(Default)]
pub(crate) struct Drawn {
    /// The drawing.
    pub(crate) svg: String,
    /// Width and height.
    pub(crate) pixels: (u32, u32),
}

/// `GET /og.png?<query>`.
pub async fn png(
    State(site): State<Site>,
    Extension(asker): Extension<Asker>,
    RawQuery(query): RawQuery,
) -> Response {
    let Ok(question) = Question::new(query.as_deref().unwrap_or_default()) else {
        return StatusCode::URI_TOO_LONG.into_response();
    };
    let card = move || {
        let card = Card::new(&question.query);
        (card.key(), card)
    };
    let (key, card) = match site.work.run(asker.address, card).await {
        Ok(card) => card,
        Err(refusal) => return refusal.into_response(),
    };
    let draw = move || Drawn {
        svg: card.svg(),
        pixels: card.shape().pixels(),
    };
    picture(&site, asker.address, key, draw).await
}

/// The pixels of a drawing as an answer. The same `key` stands for the same picture.
pub(crate) async fn picture(
    site: &Site,
    address: IpAddr,
    key: String,
    draw: impl FnOnce() -> Drawn + Send + 'static,
) -> Response {
    match site.pictures.get(&site.work, address, key, draw).await {
        Ok(png) => {
            let kind = HeaderValue::from_static("image/png");
            ([(header::CONTENT_TYPE, kind)], png).into_response()
        }
        Err(refusal) => refusal.into_response(),
    }
}

/// `GET /og.svg?<query>`: the drawing behind the picture.
pub async fn svg(RawQuery(query): RawQuery) -> Response {
    let Ok(question) = Question::new(query.as_deref().unwrap_or_default()) else {
        return StatusCode::URI_TOO_LONG.into_response();
    };
    drawing(Card::new(&question.query).svg())
}

/// `GET /badge.svg?<query>`.
pub async fn badge(RawQuery(query): RawQuery) -> Response {
    let Ok(question) = Question::new(query.as_deref().unwrap_or_default()) else {
        return StatusCode::URI_TOO_LONG.into_response();
    };
    drawing(headroom_app::badge(&question.query))
}

fn drawing(svg: String) -> Response {
    let kind = HeaderValue::from_static("image/svg+xml");
    ([(header::CONTENT_TYPE, kind)], svg).into_response()
}

impl Pictures {
    fn new(most: u64) -> Self {
        Self(Cache::with_weighter(USUAL, most, InBytes))
    }

    async fn get(
        &self,
        work: &Work,
        address: IpAddr,
        key: String,
        draw: impl FnOnce() -> Drawn + Send + 'static,
    ) -> Result<Bytes, Refusal> {
        // Whoever is first holds the place of the picture; if it is not drawn, the next one draws.
        let place = match self.0.get_value_or_guard_async(&key).await {
            Ok(png) => return Ok(png),
            Err(place) => place,
        };
        let drawn = move || {
            let drawn = draw();
            render::png(&drawn.svg, drawn.pixels)
        };
        let png = work.run(address, drawn).await?.ok_or(Refusal::Failed)?;
        // Refused where it was let go of meanwhile, which does not matter to this answer.
        let _ = place.insert(png.clone());
        Ok(png)
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
mod tests {
    use std::net::{IpAddr, Ipv4Addr};
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};

    use axum::body::Bytes;

    use super::{Drawn, Pictures, Refusal};
    use crate::work::Work;

    const ADDRESS: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST);

    /// A square whose side is its key; counts what is drawn.
    async fn square(
        pictures: &Pictures,
        work: &Work,
        side: u32,
        drawn: &Arc<AtomicUsize>,
    ) -> Result<Bytes, Refusal> {
        let drawn = drawn.clone();
        let draw = move || {
            drawn.fetch_add(1, Ordering::Relaxed);
            Drawn {
                svg: format!(
                    "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{side}\" height=\"{side}\"/>"
                ),
                pixels: (side, side),
            }
        };
        pictures.get(work, ADDRESS, side.to_string(), draw).await
    }

    #[tokio::test]
    async fn many_who_ask_for_the_same_wait_for_one_drawing() {
        let (pictures, work) = (Arc::new(Pictures::default()), Work::new(2));
        let drawn = Arc::new(AtomicUsize::new(0));
        let tasks: Vec<_> = (0..20)
            .map(|_| {
                let (pictures, work, drawn) = (pictures.clone(), work.clone(), drawn.clone());
                tokio::spawn(async move { square(&pictures, &work, 64, &drawn).await })
            })
            .collect();
        for task in tasks {
            assert!(task.await.unwrap().unwrap().starts_with(b"\x89PNG"));
        }
        assert_eq!(drawn.load(Ordering::Relaxed), 1);
    }

    #[tokio::test]
    async fn what_is_kept_is_bounded_in_bytes_and_failures_are_not_kept() {
        let (pictures, work) = (Pictures::new(4_096), Work::new(2));
        let drawn = Arc::new(AtomicUsize::new(0));
        for side in 1..200 {
            assert!(square(&pictures, &work, side, &drawn).await.is_ok());
        }
        assert!(pictures.0.weight() <= 4_096, "{}", pictures.0.weight());
        for _ in 0..2 {
            assert_eq!(
                square(&pictures, &work, 0, &drawn).await,
                Err(Refusal::Failed)
            );
        }
        assert_eq!(drawn.load(Ordering::Relaxed), 201);
    }
}
