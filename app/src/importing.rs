//! What the page `/import` asks of the module: files and links that stay in the browser.

use headroom_core::catalog::Catalog;
use headroom_core::import::{Answer, File, hub};
use leptos::wasm_split::{SplitLoaderError, wasm_split};
use wasm_bindgen::prelude::wasm_bindgen;

/// Files one after another: their names in lines, and how many of the bytes are of each.
#[derive(Debug)]
struct Given {
    names: String,
    lengths: Vec<u32>,
    bytes: Vec<u8>,
    name: String,
    build: String,
}

/// Reads files that belong together and answers as the API does, as JSON. The code that reads them is fetched when it is
/// first asked for; where it does not come, nothing is answered.
#[wasm_bindgen]
pub async fn import_model(
    names: String,
    lengths: Vec<u32>,
    bytes: Vec<u8>,
    name: String,
    build: String,
) -> Option<String> {
    let given = Given {
        names,
        lengths,
        bytes,
        name,
        build,
    };
    read(given).await.ok()
}

/// The addresses of a model's small files on a hub, one a line, the model's name first; nothing where the link leads to
/// no model. A file that was named comes last.
#[wasm_bindgen]
pub async fn import_addresses(link: String, hub: String) -> Option<String> {
    addresses(link, hub).await.ok().flatten()
}

#[wasm_split(import, wasm_split_path = ::leptos::wasm_split, fallible)]
fn read(given: Given) -> Result<String, SplitLoaderError> {
    let mut rest = given.bytes.as_slice();
    let lines = given.names.lines().chain(std::iter::repeat(""));
    let mut files = Vec::new();
    for (name, length) in lines.zip(&given.lengths) {
        let (bytes, behind) = rest.split_at(rest.len().min(*length as usize));
        files.push(File { name, bytes });
        rest = behind;
    }
    let answer = Answer::to(&files, &given.name, &given.build, Catalog::builtin());
    Ok(serde_json::to_string(&answer).unwrap_or_default())
}

#[wasm_split(import, wasm_split_path = ::leptos::wasm_split, fallible)]
fn addresses(link: String, hub: String) -> Result<Option<String>, SplitLoaderError> {
    let place = hub::place(&link);
    Ok(place.map(|place| {
        let mut lines = vec![place.repository.clone()];
        lines.extend(hub::addresses(&hub, &place));
        lines.extend(place.file);
        lines.join("\n")
    }))
}
