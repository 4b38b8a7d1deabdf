//! Sockets, tariffs and watts: read, checked and written out.

mod fields;
mod rows;
mod writer;

use serde::de::DeserializeOwned;

use super::Violation;
use super::check::Row;
use super::names::{self, Named};
use super::rows::{Gpu, Segment};
use super::sources::Sources;
use fields::{circuit, cpu, efficiency, machine, psu, region, ups};
use rows::{Circuit, Cpu, Curve, Draw, Efficiency, Entry, Machine, Psu, Region, Ups};
pub(crate) use writer::Writer;

const FILE: &str = "power.toml";

/// Ids that the default scenario and the default host name.
const NEEDED: [(&str, &str); 6] = [
    ("efficiency", "gold"),
    ("circuit", "na-15a-120v"),
    ("region", "us"),
    ("cpu", "ryzen-9-9950x"),
    ("cpu", "threadripper-pro-7975wx"),
    ("cpu", "epyc-9575f"),
];

/// Adds the tables of an edition, and everything that is wrong with them to `found`.
pub(crate) fn check_and_emit<'a>(
    writer: &mut Writer<'a>,
    edition: usize,
    text: &str,
    gpus: &[Gpu],
    sources: &'a Sources,
    found: &mut Vec<Violation>,
) {
    let mut file = Tables::parse(text, found);
    writer.turn_to(edition, sources);
    let efficiencies = file.named::<Efficiency>(writer, found);
    writer.table(
        ("EFFICIENCIES", "Efficiency", "efficiency"),
        &efficiencies,
        found,
        efficiency,
    );
    let psus = file.unnamed::<Psu>("psu", found);
    writer.table(("PSUS", "PsuSize", "psu"), &psus, found, psu);
    ascending("psu", psus.iter().map(|psu| psu.watts), found);
    let circuits = file.named::<Circuit>(writer, found);
    writer.table(
        ("CIRCUITS", "Circuit", "circuit"),
        &circuits,
        found,
        circuit,
    );
    let regions = file.named::<Region>(writer, found);
    writer.table(("REGIONS", "Region", "region"), &regions, found, region);
    let curves = file.unnamed::<Curve>("curve", found);
    for curve in &curves {
        let mut row = Row::new(FILE, format!("curve `{}`", curve.id), found);
        known(&mut row, "gpu", &curve.gpu, gpus.iter());
    }
    writer.table(("CURVES", "Curve", "curve"), &curves, found, fields::curve);
    let machines = file.unnamed::<Machine>("machine", found);
    let whole = |gpu: &&Gpu| matches!(gpu.segment, Segment::Unified | Segment::Laptop);
    let sold_whole = || gpus.iter().filter(whole);
    for machine in &machines {
        let mut row = Row::new(FILE, format!("machine `{}`", machine.id), found);
        known(&mut row, "id", &machine.id, sold_whole());
    }
    for gpu in sold_whole() {
        if !machines.iter().any(|machine| machine.id == gpu.id) {
            let mut row = Row::new(FILE, format!("machine `{}`", gpu.id), found);
            row.fail("", "is missing, although the table of GPUs has the machine");
        }
    }
    writer.table(
        ("MACHINES", "MachinePower", "machine"),
        &machines,
        found,
        machine,
    );
    let cpus = file.named::<Cpu>(writer, found);
    writer.table(("CPUS", "Cpu", "cpu"), &cpus, found, cpu);
    let draws = file.unnamed::<Draw>("draw", found);
    writer.draws(&draws, found);
    let upses = file.named::<Ups>(writer, found);
    writer.table(("UPSES", "Ups", "ups"), &upses, found, ups);
    ascending("ups", upses.iter().map(|ups| ups.watts), found);
    for (table, id) in NEEDED {
        let present = match table {
            "efficiency" => has(&efficiencies, id),
            "circuit" => has(&circuits, id),
            "region" => has(&regions, id),
            _ => has(&cpus, id),
        };
        if !present {
            let mut row = Row::new(FILE, format!("{table} `{id}`"), found);
            row.fail("", "is missing, although it is a default");
        }
    }
    file.rest(found);
    writer.finish();
}

fn has<T: Entry>(rows: &[T], id: &str) -> bool {
    rows.iter().any(|row| row.id() == id)
}

fn known<'a>(row: &mut Row<'_>, field: &str, id: &str, mut gpus: impl Iterator<Item = &'a Gpu>) {
    if !gpus.any(|gpu| gpu.id == id) {
        row.fail(field, format!("`{id}` is not in gpus.toml"));
    }
}

fn ascending(table: &str, watts: impl Iterator<Item = u32>, found: &mut Vec<Violation>) {
    if !watts.is_sorted() {
        let mut row = Row::new(FILE, format!("[[{table}]]"), found);
        row.fail("watts", "rows are not ascending");
    }
}

/// The tables of the file that were not taken yet.
struct Tables(toml::Table);

impl Tables {
    fn parse(text: &str, found: &mut Vec<Violation>) -> Self {
        Self(text.parse().unwrap_or_else(|error: toml::de::Error| {
            Row::new(FILE, "the whole file".into(), found).fail("", error.to_string());
            toml::Table::new()
        }))
    }

    fn take<T: DeserializeOwned>(&mut self, table: &str, found: &mut Vec<Violation>) -> Vec<T> {
        let document = match self.0.remove(table) {
            Some(values) => toml::Table::from_iter([(table.to_owned(), values)]),
            None => toml::Table::new(),
        };
        super::table_rows(FILE, table, document, found)
    }

    /// Rows that links name.
    fn named<T: DeserializeOwned + Named>(
        &mut self,
        writer: &mut Writer<'_>,
        found: &mut Vec<Violation>,
    ) -> Vec<T> {
        let mut rows = self.take::<T>(T::TABLE, found);
        writer.names.entry(T::TABLE).or_default().pass_on(&mut rows);
        names::check(FILE, &rows, found);
        rows
    }

    /// Rows that nobody names.
    fn unnamed<T: DeserializeOwned + Entry>(
        &mut self,
        table: &str,
        found: &mut Vec<Violation>,
    ) -> Vec<T> {
        let rows = self.take::<T>(table, found);
        for row in rows.iter().filter(|row| !row.aliases().is_empty()) {
            let mut report = Row::new(FILE, format!("{table} `{}`", row.id()), found);
            report.fail("aliases", "are not used");
        }
        rows
    }

    fn rest(self, found: &mut Vec<Violation>) {
        for key in self.0.keys() {
            Row::new(FILE, format!("`{key}`"), found).fail("", "is no table of this file");
        }
    }
}
