//! What the browser fetches when it is first wanted, each a part of the module of its own. The server
//! calls the same functions at once.

use leptos::wasm_split::{SplitLoaderError, wasm_split};

use super::working;
use crate::state::Answer;

/// The workings of an answer as they stand in their places: the line and the body of each.
#[wasm_split(workings, wasm_split_path = ::leptos::wasm_split, fallible)]
pub(super) fn workings(answer: &Answer) -> Result<Vec<[String; 2]>, SplitLoaderError> {
    Ok(working::written(answer))
}
