//! Pictures of answers: `/og.png` and, as drawn, `/og.svg`; the pixels of charts.
//!
//! Drawing is cheap, turning it into pixels is not. So that no stranger can keep the processors
//! busy, the sizes are few and fixed, what was drawn is kept, few are drawn at a time, and few
//! may wait for that.

mod cache;
mod render;

use std::sync::{Arc, LazyLock};

use axum::body::Bytes;
use axum::extract::RawQuery;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use headroom_app::card::Card;
use tokio::sync::Semaphore;

use crate::question::Question;
use cache::Cache;

/// Pictures that are drawn at the same time.
const AT_ONCE: usize = 2;
/// Requests that are drawn or wait for it.
const IN_THE_ROOM: usize = 16;
/// Bytes of pictures that are kept.
const KEPT: usize = 16 * 1_024 * 1_024;

/// Links unfold often, figures change by the day.
const FRESH: HeaderValue =
    HeaderValue::from_static("public, max-age=3600, stale-while-revalidate=86400");

struct Studio {
    cache: Cache,
    room: Arc<Semaphore>,
    easels: Semaphore,
}

static STUDIO: LazyLock<Studio> = LazyLock::new(|| Studio {
    cache: Cache::new(KEPT),
    room: Arc::new(Semaphore::new(IN_THE_ROOM)),
    easels: Semaphore::new(AT_ONCE),
});

/// Why there is no picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Refusal {
    /// Too many are being drawn.
    Busy,
    /// It could not be drawn.
    Failed,
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
pub async fn png(RawQuery(query): RawQuery) -> Response {
    let Ok(question) = Question::new(query.as_deref().unwrap_or_default()) else {
        return StatusCode::URI_TOO_LONG.into_response();
    };
    let card = Card::new(&question.query);
    let key = card.key();
    picture(key, move || Drawn {
        svg: card.svg(),
        pixels: card.shape().pixels(),
    })
    .await
}

/// The pixels of a drawing as an answer. The same `key` stands for the same picture.
pub(crate) async fn picture(
    key: String,
    draw: impl FnOnce() -> Drawn + Send + 'static,
) -> Response {
    match STUDIO.picture(key, draw).await {
        Ok(png) => {
            let kind = HeaderValue::from_static("image/png");
            let headers = [(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, FRESH)];
            (headers, png).into_response()
        }
        Err(Refusal::Busy) => (
            StatusCode::SERVICE_UNAVAILABLE,
            [(header::RETRY_AFTER, "2")],
            "Too many pictures are being drawn; ask again in a moment.\n",
        )
            .into_response(),
        Err(Refusal::Failed) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
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
    let headers = [(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, FRESH)];
    (headers, svg).into_response()
}

impl Studio {
    async fn picture(
        &self,
        key: String,
        draw: impl FnOnce() -> Drawn + Send + 'static,
    ) -> Result<Bytes, Refusal> {
        if let Some(png) = self.cache.get(&key) {
            return Ok(png);
        }
        let place = self.room.clone().try_acquire_owned();
        let place = place.map_err(|_| Refusal::Busy)?;
        let _easel = self.easels.acquire().await.map_err(|_| Refusal::Busy)?;
        // Somebody before us may have asked for the same.
        if let Some(png) = self.cache.get(&key) {
            return Ok(png);
        }
        let drawn = tokio::task::spawn_blocking(move || {
            // Held until it is drawn, even if nobody waits for it any more.
            let _place = place;
            let drawn = draw();
            render::png(&drawn.svg, drawn.pixels)
        });
        let png = drawn.await.ok().flatten().ok_or(Refusal::Failed)?;
        self.cache.put(key, png.clone());
        Ok(png)
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
mod tests {
    use std::sync::Arc;

    use axum::body::Bytes;
    use tokio::sync::Semaphore;

    use super::cache::Cache;
    use super::{Drawn, Refusal, Studio};

    fn studio(room: usize, easels: usize) -> Studio {
        Studio {
            cache: Cache::new(4 * 1_024 * 1_024),
            room: Arc::new(Semaphore::new(room)),
            easels: Semaphore::new(easels),
        }
    }

    /// A square whose side is its key.
    async fn square(studio: &Studio, side: u32) -> Result<Bytes, Refusal> {
        let draw = move || Drawn {
            svg: format!(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{side}\" height=\"{side}\"/>"
            ),
            pixels: (side, side),
        };
        studio.picture(side.to_string(), draw).await
    }

    #[tokio::test]
    async fn a_full_room_refuses_but_what_is_kept_is_still_given() {
        let studio = studio(1, 1);
        let kept = square(&studio, 2).await.unwrap();
        let taken = studio.room.clone().try_acquire_owned().unwrap();
        let refused = square(&studio, 3).await;
        assert_eq!(refused, Err(Refusal::Busy));
        assert_eq!(square(&studio, 2).await.unwrap(), kept);
        drop(taken);
        assert!(square(&studio, 3).await.is_ok());
        assert_eq!(studio.room.available_permits(), 1);
    }
}
