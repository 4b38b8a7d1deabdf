//! How the browser writes a view: Leptos can write text on the server alone, so that here the view is built,
//! away from the page, and the browser is asked for its markup.
//!
//! A piece that is written already is not built once more: a text stands in for it, and its markup takes the
//! place of that text in the end.

use std::cell::RefCell;
use std::fmt::Write as _;

use leptos::prelude::*;
use leptos::tachys::view::Mountable;

/// What a text that stands in for a piece begins and ends with: letters that nobody types, of the area of Unicode
/// for private use.
const BEGIN: char = '\u{e000}';
const END: char = '\u{e001}';
/// What an option that is none, and the end of a list, leave in the page.
const PLACEHOLDER: &str = "<!---->";

thread_local! {
    /// The pieces of the view that is being built.
    static PIECES: RefCell<Vec<String>> = const { RefCell::new(Vec::new()) };
}

/// The markup of a view.
pub(crate) fn written(view: impl IntoView) -> String {
    let around = PIECES.take();
    let mut state = view.into_view().build();
    let pieces = PIECES.replace(around);
    let Ok(holder) = document().create_element("div") else {
        return String::new();
    };
    state.mount(&holder, None);
    filled(&holder.inner_html(), &pieces)
}

/// The text that stands in for a piece.
pub(crate) fn stand_in(piece: String) -> String {
    PIECES.with_borrow_mut(|pieces| {
        pieces.push(piece);
        format!("{BEGIN}{}{END}", pieces.len() - 1)
    })
}

/// The markup with the pieces in their places.
fn filled(html: &str, pieces: &[String]) -> String {
    let length = pieces.iter().map(String::len).sum::<usize>();
    let mut out = String::with_capacity(html.len() + length);
    let mut rest = html;
    while let Some(at) = rest.find(BEGIN) {
        let (before, place) = rest.split_at(at);
        put_without_placeholders(&mut out, before);
        let place = &place[BEGIN.len_utf8()..];
        let (number, after) = place.split_once(END).unwrap_or((place, ""));
        if let Some(piece) = number.parse().ok().and_then(|at: usize| pieces.get(at)) {
            out.push_str(piece);
        } else {
            // Somebody did type it.
            let _ = write!(out, "{number}");
        }
        rest = after;
    }
    put_without_placeholders(&mut out, rest);
    out
}

fn put_without_placeholders(out: &mut String, html: &str) {
    for piece in html.split(PLACEHOLDER) {
        out.push_str(piece);
    }
}
