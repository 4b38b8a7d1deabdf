//! What rows are called: no name may be that of two rows, and links that keep an old edition know the
//! names of today.

use std::collections::BTreeMap;

use super::Violation;
use super::check::Row;
use super::plain::{self, plain};
use super::rows::{Gpu, Model, Vendor};

/// A row by its names.
pub(crate) trait Named {
    /// Its table, as the heads of rows write it.
    const TABLE: &'static str;
    /// Words that say nothing in its names.
    fn silent(&self) -> &'static [&'static str] {
        &[]
    }
    fn id(&self) -> &str;
    /// The field and text of each name beside id and aliases.
    fn names(&self) -> Vec<(&'static str, &str)>;
    fn aliases(&self) -> &Vec<String>;
    fn aliases_mut(&mut self) -> &mut Vec<String>;
}

/// Rows of one shape: an id, one name, aliases. Each says its table, the field of its name and the words that are silent in it.
macro_rules! named {
    ($($type:ident $table:literal $name:ident $silent:expr;)*) => {$(
        impl Named for $type {
            const TABLE: &'static str = $table;
            fn silent(&self) -> &'static [&'static str] {
                $silent
            }
            fn id(&self) -> &str {
                &self.id
            }
            fn names(&self) -> Vec<(&'static str, &str)> {
                vec![(stringify!($name), &self.$name)]
            }
            fn aliases(&self) -> &Vec<String> {
                &self.aliases
            }
            fn aliases_mut(&mut self) -> &mut Vec<String> {
                &mut self.aliases
            }
        }
    )*};
}
pub(crate) use named;

impl Named for Gpu {
    const TABLE: &'static str = "gpu";
    fn silent(&self) -> &'static [&'static str] {
        match self.vendor {
            Vendor::Nvidia => plain::NVIDIA,
            Vendor::Amd => plain::AMD,
            Vendor::Apple => plain::APPLE,
            Vendor::Intel => plain::INTEL,
        }
    }
    fn id(&self) -> &str {
        &self.id
    }
    fn names(&self) -> Vec<(&'static str, &str)> {
        vec![("name", &self.name)]
    }
    fn aliases(&self) -> &Vec<String> {
        &self.aliases
    }
    fn aliases_mut(&mut self) -> &mut Vec<String> {
        &mut self.aliases
    }
}

impl Named for Model {
    const TABLE: &'static str = "model";
    fn silent(&self) -> &'static [&'static str] {
        plain::MODEL
    }
    fn id(&self) -> &str {
        &self.id
    }
    fn names(&self) -> Vec<(&'static str, &str)> {
        vec![("name", &self.name), ("hf_repo", hub_name(self))]
    }
    fn aliases(&self) -> &Vec<String> {
        &self.aliases
    }
    fn aliases_mut(&mut self) -> &mut Vec<String> {
        &mut self.aliases
    }
}

/// The name on the hub, without its owner.
fn hub_name(model: &Model) -> &str {
    model.hf_repo.rsplit('/').next().unwrap_or_default()
}

/// The aliases that a model's static holds: those of the row, and the name on the hub where it says more than they do.
/// The repository itself is left out of the browser's half.
pub(crate) fn of_model(model: &Model) -> Vec<&str> {
    let mut aliases: Vec<&str> = model.aliases.iter().map(String::as_str).collect();
    let hub = hub_name(model);
    let known = [model.id.as_str(), model.name.as_str()];
    if !known
        .iter()
        .chain(&aliases)
        .any(|one| key(one, model) == key(hub, model))
    {
        aliases.push(hub);
    }
    aliases
}

/// A name as it is compared.
fn key(name: &str, row: &impl Named) -> String {
    plain(name, row.silent()).map(char::from).collect()
}

/// Adds what is wrong with the names of a table.
pub(crate) fn check<T: Named>(file: &'static str, rows: &[T], found: &mut Vec<Violation>) {
    let mut taken: BTreeMap<String, &str> = BTreeMap::new();
    for row in rows {
        taken.entry(key(row.id(), row)).or_insert(row.id());
    }
    for row in rows {
        let mut report = Row::new(file, format!("{} `{}`", T::TABLE, row.id()), found);
        for (field, name) in row.names() {
            let owner = taken.entry(key(name, row)).or_insert(row.id());
            if *owner != row.id() {
                report.fail(field, format!("`{name}` also names `{owner}`"));
            }
        }
    }
    for row in rows {
        let mut report = Row::new(file, format!("{} `{}`", T::TABLE, row.id()), found);
        for alias in row.aliases() {
            let key = key(alias, row);
            if key.is_empty() || !alias.is_ascii() {
                report.fail("aliases", format!("`{alias}` is no name"));
                continue;
            }
            match taken.insert(key, row.id()) {
                None => {}
                Some(owner) if owner == row.id() => {
                    report.fail("aliases", format!("`{alias}` is understood without it"));
                }
                Some(owner) => report.fail("aliases", format!("`{alias}` also names `{owner}`")),
            }
        }
    }
}

/// The aliases of the newest edition by id.
#[derive(Default)]
pub(crate) struct Newest(Option<BTreeMap<String, Vec<String>>>);

impl Newest {
    /// Remembers the aliases of the first edition that is given, and gives them to the rows of all later ones: what a
    /// row is called is no figure of its day.
    pub(crate) fn pass_on<T: Named>(&mut self, rows: &mut [T]) {
        let Some(newest) = &self.0 else {
            let aliases = rows
                .iter()
                .map(|row| (row.id().to_owned(), row.aliases().clone()));
            self.0 = Some(aliases.collect());
            return;
        };
        for row in rows {
            if let Some(aliases) = newest.get(row.id()) {
                row.aliases_mut().clone_from(aliases);
            }
        }
    }
}
