//! Parts of the module that the browser fetches when they are first wanted.
//!
//! A function that is marked with `#[wasm_split]` goes into a part, with all that nothing else needs. The
//! functions that fetch the parts are put into the JavaScript around the module, so that one file names
//! everything that belongs together.

use std::fs;
use std::path::Path;

use wasm_split_cli_support::{Options, transform};

use crate::cache::{Cache, hash};
use crate::{Outcome, about};

/// What the module imports the functions from that fetch parts.
const LINK: &str = "./link.js";
/// The module without its parts.
const MAIN: &str = "main.wasm";
/// How the loader is told where the module's memory and tables are.
const SHARED: &str = "import { initSync } from \"./main.js\";";

/// A module, and what is fetched later.
pub(crate) struct Divided {
    /// What is fetched first.
    pub(crate) main: Vec<u8>,
    /// The functions that fetch the parts.
    link: String,
    /// Each part with the name of its file.
    pub(crate) parts: Vec<(String, Vec<u8>)>,
}

/// Divides a module that was linked with `--emit-relocs`.
pub(crate) fn divide(compiled: &[u8], cache: &Cache) -> Outcome<Divided> {
    let folder = cache.folder_of("parts", compiled, |folder| {
        let main = folder.join(MAIN);
        let mut options = Options::new(compiled);
        options.output_dir = folder;
        options.main_out_path = &main;
        options.link_name = LINK;
        transform(options)
            .map(drop)
            .map_err(|error| format!("The module cannot be divided: {error:#}"))
    })?;
    let read = |path: &Path| fs::read(path).map_err(about(path));
    let mut parts = Vec::new();
    for entry in fs::read_dir(&folder).map_err(about(&folder))? {
        let path = entry.map_err(about(&folder))?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if name.ends_with(".wasm") && name != MAIN {
            parts.push((name.into_owned(), read(&path)?));
        }
    }
    // A folder lists them in any order.
    parts.sort();
    let link = String::from_utf8(read(&folder.join(LINK))?);
    Ok(Divided {
        main: read(&folder.join(MAIN))?,
        link: link.map_err(|_| "The loader of the parts is damaged".to_owned())?,
        parts,
    })
}

impl Divided {
    /// Gives each part a name with its hash, in the JavaScript too.
    pub(crate) fn name(&mut self, name: &str) {
        for (file, wasm) in &mut self.parts {
            let part = file.trim_end_matches(".wasm");
            let hashed = format!("{name}-{part}.{}.wasm", hash(wasm));
            self.link = self
                .link
                .replace(&format!("./{file}\""), &format!("./{hashed}\""));
            *file = hashed;
        }
    }

    /// The JavaScript around the module, with the functions that fetch the parts in it.
    pub(crate) fn link(&self, js: &str) -> Outcome<String> {
        link(js, &self.link)
    }
}

fn link(js: &str, loaders: &str) -> Outcome<String> {
    if !js.contains(LINK) {
        // Nothing was divided.
        return Ok(js.to_owned());
    }
    // One for each function that the module takes from there.
    let is_import = |line: &&str| line.starts_with("import * as ") && line.contains(LINK);
    let imports: Vec<&str> = js.lines().filter(is_import).collect();
    if imports.is_empty() {
        return Err("The JavaScript around the module does not import its loaders".to_owned());
    }
    let names = loaders
        .lines()
        .filter_map(|line| line.strip_prefix("export const ")?.split(' ').next());
    let names: Vec<&str> = names.collect();
    let here = loaders
        .replacen(SHARED, "", 1)
        .replace("export const ", "const ");
    if here.contains("import {") {
        return Err("The loaders of the parts import what is not known".to_owned());
    }
    let mut linked = js.to_owned();
    let mut before = here.trim().to_owned();
    for import in imports {
        let object = import.split(' ').nth(3).unwrap_or_default();
        let here = format!("{before}\nconst {object} = {{ {} }};", names.join(", "));
        linked = linked.replacen(import, here.trim(), 1);
        // The functions stand once.
        before.clear();
    }
    Ok(linked)
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
mod tests {
    use super::link;

    #[test]
    fn loaders_stand_where_they_were_imported() {
        let js = "import * as import1 from \"./link.js\"\nuse(import1);\n";
        let loaders = "import { initSync } from \"./main.js\";\n\nexport const __wasm_split_load_a = load(1);\n";
        let whole = "const __wasm_split_load_a = load(1);\nconst import1 = { __wasm_split_load_a };\nuse(import1);\n";
        assert_eq!(link(js, loaders).unwrap(), whole);
        let twice = format!("import * as import2 from \"./link.js\"\n{js}");
        let linked = link(&twice, loaders).unwrap();
        assert_eq!(linked.matches("= load(1)").count(), 1);
        assert!(linked.contains("const import2 = { __wasm_split_load_a };"));
        assert!(linked.ends_with("const import1 = { __wasm_split_load_a };\nuse(import1);\n"));
    }

    #[test]
    fn a_module_without_parts_stays_as_it_is() {
        assert_eq!(link("let wasm;\n", "").unwrap(), "let wasm;\n");
    }
}
