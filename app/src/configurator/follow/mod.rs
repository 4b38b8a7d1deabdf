//! How panels follow the answer.
//!
//! The server writes each into the page. In the browser they are written by a part of the module that is
//! fetched when somebody does more than read: taking the page over needs none of them, because it shows what it
//! shows already.

#[cfg_attr(all(feature = "hydrate", not(feature = "ssr")), path = "browser.rs")]
mod server;

use super::asked::Asked;
use super::fixed::Fixed;
use super::place::place;
use crate::markup::IntoHtml;

pub(super) use server::{Board, begin};

/// Said where the panels could not follow the answer.
const LATE: &str = "A part of this page could not be fetched, so the answer is still that of an earlier question. Load the page anew, or \
     change something to try again.";

/// When a panel follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Pace {
    /// At once.
    AtOnce,
    /// When a person pauses.
    AtRest,
}

/// Says so where the panels could not follow.
pub(super) fn late(asked: Asked) -> Fixed {
    let late = place("p").class("fault").id("answer-late").role("alert");
    late.written(asked.text(move |_| {
        let late = asked.board.is_late();
        late.then_some(LATE).html().into_text()
    }))
}
