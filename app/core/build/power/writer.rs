//! The static tables of power.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use super::super::Violation;
use super::super::check::Row;
use super::super::emit::Shared;
use super::super::names::Newest;
use super::super::sources::Sources;
use super::FILE;
use super::fields::{milliwatts, origin};
use super::rows::{Draw, Entry};

/// Draws that the arithmetic needs, with the fields that they become.
const DRAWS: [(&str, &str); 8] = [
    ("board", "board"),
    ("dimm", "dimm"),
    ("drive", "drive"),
    ("fan", "fan"),
    ("pump", "pump"),
    ("gpu-consumer", "gpu_consumer"),
    ("gpu-workstation", "gpu_workstation"),
    ("gpu-data-center", "gpu_data_center"),
];

/// The tables in the order in which they are written.
const FIELDS: [&str; 9] = [
    "efficiencies",
    "psus",
    "circuits",
    "regions",
    "curves",
    "machines",
    "cpus",
    "draws",
    "upses",
];

/// The tables of every edition, which share those that they hold alike.
pub(crate) struct Writer<'a> {
    shared: Shared<'a>,
    sources: &'a Sources,
    edition: usize,
    /// Names of rows in the newest edition, by table.
    pub(super) names: BTreeMap<&'static str, Newest>,
    /// Names of the tables by type and rows.
    tables: BTreeMap<String, String>,
    /// Fields of the edition that is being written.
    fields: Vec<String>,
    /// The editions that were written.
    text: String,
}

/// What a row says of itself beside its own fields.
pub(super) struct Origin<'a> {
    pub(super) sources: Option<&'a [String]>,
    pub(super) as_of: &'a str,
    pub(super) note: Option<&'a str>,
}

impl<'a> Writer<'a> {
    pub(crate) fn new(sources: &'a Sources) -> Self {
        Self {
            shared: Shared::new(sources, "S"),
            sources,
            edition: 0,
            names: BTreeMap::new(),
            tables: BTreeMap::new(),
            fields: Vec::new(),
            text: String::new(),
        }
    }

    pub(super) fn turn_to(&mut self, edition: usize, sources: &'a Sources) {
        self.shared.turn_to(sources);
        (self.edition, self.sources) = (edition, sources);
    }

    pub(super) fn table<T: Entry>(
        &mut self,
        (name, kind, table): (&str, &str, &str),
        rows: &[T],
        found: &mut Vec<Violation>,
        write: impl for<'r> Fn(&'r T, &mut Row<'_>, &mut Shared<'_>) -> (String, Origin<'r>),
    ) {
        let mut ids = BTreeSet::new();
        let mut out = String::new();
        for entry in rows {
            let mut row = Row::new(FILE, format!("{table} `{}`", entry.id()), found);
            row.unique(&mut ids, entry.id());
            let (fields, origin) = write(entry, &mut row, &mut self.shared);
            let tail = self.origin(&origin, &mut row);
            let _ = writeln!(out, "{kind} {{ {fields}{tail} }},");
        }
        let name = self
            .tables
            .entry(format!("[{kind}; {}] = [\n{out}]", rows.len()))
            .or_insert_with(|| format!("{name}{}", self.edition));
        self.fields.push(format!("&{name}"));
    }

    fn origin(&mut self, origin: &Origin<'_>, row: &mut Row<'_>) -> String {
        let mut tail = String::new();
        if let Some(references) = origin.sources {
            row.sourced(references, origin.as_of, self.sources);
            let _ = write!(tail, ", sources: {}", self.shared.list(references));
        } else {
            row.dated("as_of", origin.as_of, 3);
        }
        let _ = write!(tail, ", as_of: {:?}", origin.as_of);
        if let Some(note) = origin.note {
            let _ = write!(tail, ", note: {note:?}");
        }
        tail
    }

    pub(super) fn draws(&mut self, draws: &[Draw], found: &mut Vec<Violation>) {
        let mut ids = BTreeSet::new();
        let mut fields = Vec::new();
        for draw in draws {
            let mut row = Row::new(FILE, format!("draw `{}`", draw.id), found);
            row.unique(&mut ids, &draw.id);
            row.written("name", &draw.name);
            milliwatts(&mut row, draw.busy_mw, draw.idle_mw, 200_000);
            let Some((_, field)) = DRAWS.iter().find(|(id, _)| *id == draw.id) else {
                row.fail("id", format!("`{}` is not used", draw.id));
                continue;
            };
            let tail = self.origin(&origin(&draw.sources, &draw.as_of, &draw.note), &mut row);
            fields.push(format!(
                "{field}: Draw {{ name: {:?}, busy_mw: {}, idle_mw: {}{tail} }}",
                draw.name, draw.busy_mw, draw.idle_mw
            ));
        }
        for (id, _) in DRAWS {
            if !ids.contains(id) {
                Row::new(FILE, format!("draw `{id}`"), found).fail("", "is missing");
            }
        }
        self.fields
            .push(format!("Draws {{ {} }}", fields.join(", ")));
    }

    /// Ends an edition.
    pub(super) fn finish(&mut self) {
        let names = FIELDS.iter().zip(self.fields.drain(..));
        let fields: Vec<String> = names
            .map(|(name, value)| format!("{name}: {value}"))
            .collect();
        let _ = writeln!(
            self.text,
            "pub(in crate::catalog) static POWER{}: Power = Power {{ {} }};",
            self.edition,
            fields.join(", ")
        );
    }

    /// The Rust text of all of them.
    pub(crate) fn statics(&self) -> String {
        let mut text = self.shared.statics();
        for (rows, name) in &self.tables {
            let _ = writeln!(text, "static {name}: {rows};");
        }
        text + &self.text
    }
}
