//! wasm-bindgen as a library, so that it has the version in the lock file whatever is installed.

use std::fs;
use std::path::Path;

use headroom_core::catalog::Catalog;
use serde_json::Value;
use wasm_bindgen_cli_support::Bindgen;

use crate::{Outcome, about, types};

/// A module and the JavaScript that loads it.
pub(crate) struct Glue {
    /// The module with its bindings.
    pub(crate) wasm: Vec<u8>,
    /// The ES module around it.
    pub(crate) js: String,
}

/// Binds a module for the browser.
pub(crate) fn for_browser(wasm: Vec<u8>, name: &str, debug: bool) -> Outcome<Glue> {
    let mut output = Bindgen::new()
        .web(true)
        .map_err(sentence)?
        .input_bytes(name, wasm)
        .typescript(false)
        .debug(debug)
        .keep_debug(debug)
        .remove_name_section(!debug)
        .remove_producers_section(true)
        // The page names the module itself, because its file name carries a hash.
        .omit_default_module_path(true)
        // Parts of the module are linked to the names that the linker gave.
        .keep_lld_exports(true)
        .demangle(false)
        .generate_output()
        .map_err(sentence)?;
    let snippets = output
        .snippets()
        .iter()
        .filter(|(_, files)| !files.is_empty());
    let modules: Vec<&String> = snippets
        .map(|(name, _)| name)
        .chain(output.local_modules().keys())
        .collect();
    if !modules.is_empty() {
        return Err(format!(
            "JavaScript inside crates is not laid out: {modules:?}"
        ));
    }
    Ok(Glue {
        js: output.js().to_owned(),
        wasm: output.wasm_mut().emit_wasm(),
    })
}

/// Binds a module for Node and writes it as `NAME.js` with its module and the catalogue's rows beside it.
pub(crate) fn for_node(wasm: &Path, name: &str, folder: &Path) -> Outcome {
    Bindgen::new()
        .nodejs(true)
        .map_err(sentence)?
        .input_path(wasm)
        .out_name(name)
        .typescript(false)
        .generate(folder)
        .map_err(sentence)?;
    let rows = folder.join(format!("{name}.rows"));
    fs::write(&rows, Catalog::builtin().pack()).map_err(about(&rows))
}

/// Binds a module for pages of others and writes it as `NAME.js` and `NAME_bg.wasm`, with the catalogue's rows and the types of
/// its answers beside it.
pub(crate) fn for_others(wasm: &Path, name: &str, description: &Path, folder: &Path) -> Outcome {
    Bindgen::new()
        .web(true)
        .map_err(sentence)?
        .input_path(wasm)
        .out_name(name)
        .typescript(false)
        .remove_name_section(true)
        .remove_producers_section(true)
        .generate(folder)
        .map_err(sentence)?;
    let rows = folder.join(format!("{name}.rows"));
    fs::write(&rows, Catalog::builtin().pack()).map_err(about(&rows))?;
    let text = fs::read(description).map_err(about(description))?;
    let text: Value = serde_json::from_slice(&text)
        .map_err(|error| format!("{}: {error}", description.display()))?;
    let declarations = folder.join("types.d.ts");
    fs::write(&declarations, types::of(&text)).map_err(about(&declarations))
}

fn sentence(error: impl std::fmt::Display) -> String {
    format!("wasm-bindgen: {error:#}")
}
