//! The order in which the folders of the core stand, and what goes against it.
//!
//! A file imports from its own folder and from folders above it in [`ORDER`]. Names that a module
//! hands on (`pub use`) count as imports of the file that defines them. Code for tests may import
//! anything.

use std::collections::BTreeMap;
use std::fmt;
use std::path::Path;

use petgraph::algo::tarjan_scc;
use petgraph::graphmap::DiGraphMap;

use crate::source::{Module, Source, Unreadable, read_all};

/// Folders and files of `app/core/src`, lowest first.
pub const ORDER: [&str; 22] = [
    "units", "model", "catalog", "engine", "report", "scenario", "codec", "import", "machine",
    "memory", "speed", "training", "money", "accuracy", "evaluate", "working", "faster", "builds",
    "compare", "upgrade", "find", "claims",
];

/// One file that names another.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Import {
    /// The file that imports, as a module path.
    pub from: String,
    /// The file that is imported.
    pub to: String,
}

impl fmt::Display for Import {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} imports {}, which stands above it",
            self.from, self.to
        )
    }
}

/// The files of a crate with their imports.
#[derive(Debug)]
pub struct Layers {
    files: usize,
    imports: Vec<Import>,
}

impl Layers {
    /// Reads every file under `root`, the folder with `lib.rs`.
    ///
    /// # Errors
    /// Names the file that cannot be read or is not Rust.
    pub fn read(root: &Path) -> Result<Self, Unreadable> {
        let sources = read_all(root)?;
        let name = |module: &Module| match module.as_slice() {
            [] => "lib".to_owned(),
            path => path.join("/"),
        };
        let mut imports: Vec<Import> = Vec::new();
        for (module, source) in &sources {
            for target in &source.named {
                match defining(&sources, target, 0) {
                    Some(file) if file != module => imports.push(Import {
                        from: name(module),
                        to: name(file),
                    }),
                    _ => {}
                }
            }
        }
        imports.sort();
        imports.dedup();
        Ok(Self {
            files: sources.len(),
            imports,
        })
    }

    /// How many files there are.
    #[must_use]
    pub fn files(&self) -> usize {
        self.files
    }

    /// How many pairs of files of which one imports the other.
    #[must_use]
    pub fn imports(&self) -> usize {
        self.imports.len()
    }

    /// Imports of a folder that stands above, and imports that involve a folder without a place.
    #[must_use]
    pub fn against_the_order(&self) -> Vec<&Import> {
        let place = |file: &str| {
            let folder = file.split('/').next().unwrap_or(file);
            ORDER.iter().position(|&one| one == folder)
        };
        let goes_up = |import: &&Import| {
            let (from, to) = (place(&import.from), place(&import.to));
            from.is_none() || to.is_none() || to > from
        };
        self.imports.iter().filter(goes_up).collect()
    }

    /// The files of the largest set of which each reaches each other; empty where there is none.
    #[must_use]
    pub fn largest_loop(&self) -> Vec<String> {
        let graph: DiGraphMap<&str, ()> = self
            .imports
            .iter()
            .map(|import| (import.from.as_str(), import.to.as_str()))
            .collect();
        let largest = tarjan_scc(&graph)
            .into_iter()
            .filter(|files| files.len() > 1)
            .max_by_key(Vec::len);
        let mut files: Vec<String> = largest
            .unwrap_or_default()
            .into_iter()
            .map(str::to_owned)
            .collect();
        files.sort();
        files
    }
}

/// Faces that hand each other's names on would be followed for ever.
const MOST_FACES: u32 = 8;

/// The module whose file defines what `path` names.
fn defining<'a>(
    sources: &'a BTreeMap<Module, Source>,
    path: &[String],
    faces: u32,
) -> Option<&'a Module> {
    let (module, source, rest) = (0..=path.len()).rev().find_map(|length| {
        let (module, source) = sources.get_key_value(&path[..length])?;
        Some((module, source, &path[length..]))
    })?;
    match rest.first().and_then(|name| source.handed_on.get(name)) {
        Some(target) if faces < MOST_FACES => defining(
            sources,
            &[target.as_slice(), &rest[1..]].concat(),
            faces + 1,
        ),
        _ => Some(module),
    }
}
