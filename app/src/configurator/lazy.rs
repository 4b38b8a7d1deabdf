//! What the browser fetches when it is first wanted, each a part of the module of its own. The server
//! calls the same functions at once.

use leptos::wasm_split::{SplitLoaderError, wasm_split};

use super::panel::Panel;
use super::reading::{self, Pointed, To};
use super::working;
use crate::state::Answer;

/// What stands in the places of panels.
#[wasm_split(panels, wasm_split_path = ::leptos::wasm_split, fallible)]
pub(super) fn panels(answer: &Answer, panels: Vec<Panel>) -> Result<Vec<String>, SplitLoaderError> {
    let written = { panels.into_iter() }.map(|panel| panel.write(answer).into_text());
    Ok(written.collect())
}

/// What is read off a chart.
#[wasm_split(panels, wasm_split_path = ::leptos::wasm_split, fallible)]
pub(super) fn read(answer: &Answer, to: To) -> Result<Option<Pointed>, SplitLoaderError> {
    Ok(reading::read(answer, to))
}

/// The workings of an answer as they stand in their places: the line and the body of each.
#[wasm_split(workings, wasm_split_path = ::leptos::wasm_split, fallible)]
pub(super) fn workings(answer: &Answer) -> Result<Vec<[String; 2]>, SplitLoaderError> {
    Ok(working::written(answer))
}
