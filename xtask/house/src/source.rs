//! Source files, as modules and the paths that each of them names.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::{fmt, fs, io};

use syn::visit::{self, Visit};
use syn::{Attribute, File, Item, ItemUse, UseTree, Visibility};

/// Segments of a module path, without `crate`; empty for the root.
pub(crate) type Module = Vec<String>;

/// What one file says.
#[derive(Debug, Default)]
pub(crate) struct Source {
    /// Paths from the root that the file uses, code for tests aside.
    pub(crate) named: BTreeSet<Module>,
    /// Names that the file hands on, with the paths that they stand for.
    pub(crate) handed_on: BTreeMap<String, Module>,
}

/// A source that cannot be read.
#[derive(Debug)]
pub enum Unreadable {
    /// The file system says why.
    Io(String, io::Error),
    /// It is not Rust.
    Syntax(String, syn::Error),
}

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Io(file, error) => write!(f, "{file}: {error}."),
            Self::Syntax(file, error) => write!(f, "{file}: {error}."),
        }
    }
}

/// Every file under `root`, by its module.
pub(crate) fn read_all(root: &Path) -> Result<BTreeMap<Module, Source>, Unreadable> {
    let texts = files(root)?;
    let modules: BTreeSet<Module> = texts.keys().map(|path| module(path)).collect();
    texts
        .into_iter()
        .map(|(path, text)| {
            let file = parsed(&path, &text)?;
            let module = module(&path);
            let source = Reader::read(&file, &module, &modules);
            Ok((module, source))
        })
        .collect()
}

/// A text as what it says in Rust.
pub(crate) fn parsed(path: &str, text: &str) -> Result<File, Unreadable> {
    syn::parse_file(text).map_err(|error| Unreadable::Syntax(path.to_owned(), error))
}

/// The texts of all sources under `root`, by their paths from there. Files named `tests.rs` are left out.
pub(crate) fn files(root: &Path) -> Result<BTreeMap<String, String>, Unreadable> {
    let mut texts = BTreeMap::new();
    collect(root, "", &mut texts)?;
    Ok(texts)
}

/// Adds the texts of a folder, which lies at a path from the root.
fn collect(
    folder: &Path,
    at: &str,
    texts: &mut BTreeMap<String, String>,
) -> Result<(), Unreadable> {
    let say = |error| Unreadable::Io(folder.display().to_string(), error);
    for entry in fs::read_dir(folder).map_err(say)? {
        let path = entry.map_err(say)?.path();
        let Some(name) = path.file_name().and_then(|name| name.to_str()) else {
            continue;
        };
        if path.is_dir() {
            collect(&path, &format!("{at}{name}/"), texts)?;
        } else if name.ends_with(".rs") && name != "tests.rs" {
            let text = fs::read_to_string(&path).map_err(say)?;
            texts.insert(format!("{at}{name}"), text);
        }
    }
    Ok(())
}

/// The module that the file at a path from the root is.
fn module(path: &str) -> Module {
    let path = path.strip_suffix(".rs").unwrap_or(path);
    let mut module: Module = path.split('/').map(str::to_owned).collect();
    if let Some("mod" | "lib") = module.last().map(String::as_str) {
        module.pop();
    }
    module
}

/// Walks one file.
struct Reader<'a> {
    /// The module that the walk is in, inline modules included.
    at: Module,
    modules: &'a BTreeSet<Module>,
    source: Source,
}

impl<'a> Reader<'a> {
    fn read(file: &File, module: &Module, modules: &'a BTreeSet<Module>) -> Source {
        let mut reader = Self {
            at: module.clone(),
            modules,
            source: Source::default(),
        };
        reader.visit_file(file);
        reader.source
    }

    /// A path from the root, where it names something of the crate.
    fn absolute(&self, path: &[String]) -> Option<Module> {
        let (first, rest) = path.split_first()?;
        match first.as_str() {
            "crate" => Some(rest.to_vec()),
            "self" => Some([&self.at[..], rest].concat()),
            "super" => {
                let mut up = self.at.clone();
                let mut rest = path;
                while let Some(("super", inner)) = rest
                    .split_first()
                    .map(|(name, inner)| (name.as_str(), inner))
                {
                    up.pop();
                    rest = inner;
                }
                Some([&up[..], rest].concat())
            }
            _ => {
                let child = [&self.at[..], &path[..1]].concat();
                (self.modules.contains(&child)).then(|| [&self.at[..], path].concat())
            }
        }
    }

    fn uses(&mut self, tree: &UseTree, before: &mut Vec<String>, hands_on: bool) {
        match tree {
            UseTree::Path(path) => {
                before.push(path.ident.to_string());
                self.uses(&path.tree, before, hands_on);
                before.pop();
            }
            UseTree::Group(group) => {
                for tree in &group.items {
                    self.uses(tree, before, hands_on);
                }
            }
            UseTree::Name(name) => self.used(before, &name.ident.to_string(), None, hands_on),
            UseTree::Rename(rename) => {
                let alias = rename.rename.to_string();
                self.used(before, &rename.ident.to_string(), Some(alias), hands_on);
            }
            UseTree::Glob(_) => self.used(before, "self", None, hands_on),
        }
    }

    fn used(&mut self, before: &[String], name: &str, alias: Option<String>, hands_on: bool) {
        let mut path = before.to_vec();
        if name != "self" {
            path.push(name.to_owned());
        }
        let Some(target) = self.absolute(&path) else {
            return;
        };
        if hands_on {
            let name = alias.or_else(|| path.last().cloned()).unwrap_or_default();
            // What a face hands on of another folder, it imports.
            if target.first() != self.at.first() {
                self.source.named.insert(target.clone());
            }
            self.source.handed_on.insert(name, target);
        } else {
            self.source.named.insert(target);
        }
    }
}

/// Whether an item is compiled for tests alone.
pub(crate) fn is_for_tests(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        attribute.path().is_ident("cfg")
            && attribute
                .parse_args::<syn::Ident>()
                .is_ok_and(|ident| ident == "test")
    })
}

impl<'ast> Visit<'ast> for Reader<'_> {
    fn visit_item(&mut self, item: &'ast Item) {
        match item {
            Item::Mod(module) if is_for_tests(&module.attrs) => {}
            Item::Mod(module) if module.content.is_some() => {
                self.at.push(module.ident.to_string());
                visit::visit_item_mod(self, module);
                self.at.pop();
            }
            Item::Fn(function) if is_for_tests(&function.attrs) => {}
            _ => visit::visit_item(self, item),
        }
    }

    fn visit_item_use(&mut self, item: &'ast ItemUse) {
        // Names of an inline module are read through `use super::…` by that module alone.
        let hands_on = !matches!(item.vis, Visibility::Inherited);
        self.uses(&item.tree, &mut Vec::new(), hands_on);
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        let segments: Vec<String> = path
            .segments
            .iter()
            .map(|segment| segment.ident.to_string())
            .collect();
        if segments.len() > 1
            && matches!(segments[0].as_str(), "crate" | "self" | "super")
            && let Some(target) = self.absolute(&segments)
        {
            self.source.named.insert(target);
        }
        visit::visit_path(self, path);
    }
}
