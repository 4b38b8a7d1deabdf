//! Sockets, tariffs and watts: read, checked and written out.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::Violation;
use super::check::Row;
use super::emit::{Shared, option};
use super::names::{self, Named, Newest};
use super::plain::PROCESSOR;
use super::rows::{Gpu, Segment};
use super::sources::Sources;

const FILE: &str = "power.toml";

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

/// Ids that the default scenario and the default host name.
const NEEDED: [(&str, &str); 6] = [
    ("efficiency", "gold"),
    ("circuit", "na-15a-120v"),
    ("region", "us"),
    ("cpu", "ryzen-9-9950x"),
    ("cpu", "threadripper-pro-7975wx"),
    ("cpu", "epyc-9575f"),
];

macro_rules! rows {
    ($($name:ident { $($field:ident: $type:ty),* $(,)? })*) => {$(
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        struct $name {
            id: String,
            $($field: $type,)*
            #[serde(default)]
            aliases: Vec<String>,
            #[serde(default)]
            sources: Vec<String>,
            #[serde(default)]
            as_of: String,
            #[serde(default)]
            note: String,
        }

        impl Entry for $name {
            fn id(&self) -> &str {
                &self.id
            }
            fn aliases(&self) -> &[String] {
                &self.aliases
            }
        }
    )*};
}

/// A row with an id.
trait Entry {
    fn id(&self) -> &str;
    fn aliases(&self) -> &[String];
}

/// Tables whose rows a link names.
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

named! {
    Efficiency "efficiency" name &[];
    Circuit "circuit" receptacle &[];
    Region "region" name &[];
    Cpu "cpu" name PROCESSOR;
    Ups "ups" name &[];
}

rows! {
    Efficiency { name: String, at_115_v: Vec<(u32, u32)>, at_230_v: Vec<(u32, u32)> }
    Psu { watts: u32, full_from_v: u32 }
    Circuit {
        region: String,
        receptacle: String,
        volts: u32,
        amps: u32,
        continuous_permille: Option<u32>,
    }
    Region { name: String, price: Option<Tariff>, grid: Option<Grid> }
    Curve { gpu: String, load: String, concurrent: u32, points: Vec<(u32, u32)> }
    Machine { busy_mw: u64, idle_mw: u64, basis: Basis }
    Cpu { name: String, tdp_w: u32, peak_w: Option<u32> }
    Draw { name: String, busy_mw: u64, idle_mw: u64 }
    Ups { name: String, watts: u32, va: u32, input_v: u32 }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Tariff {
    millicents: u32,
    period: String,
    date: String,
    local_millicents: Option<u32>,
    currency: Option<String>,
    usd_permille: Option<u32>,
    source: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Grid {
    mg_per_kwh: u32,
    date: String,
    source: String,
}

#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Basis {
    Published,
    Measured,
    Assumed,
}

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
    writer.table(("CURVES", "Curve", "curve"), &curves, found, self::curve);
    let machines = file.unnamed::<Machine>("machine", found);
    let unified = || gpus.iter().filter(|gpu| gpu.segment == Segment::Unified);
    for machine in &machines {
        let mut row = Row::new(FILE, format!("machine `{}`", machine.id), found);
        known(&mut row, "id", &machine.id, unified());
    }
    for gpu in unified() {
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

/// The tables of every edition, which share those that they hold alike.
pub(crate) struct Writer<'a> {
    shared: Shared<'a>,
    sources: &'a Sources,
    edition: usize,
    /// Names of rows in the newest edition, by table.
    names: BTreeMap<&'static str, Newest>,
    /// Names of the tables by type and rows.
    tables: BTreeMap<String, String>,
    /// Fields of the edition that is being written.
    fields: Vec<String>,
    /// The editions that were written.
    text: String,
}

/// What a row says of itself beside its own fields.
struct Origin<'a> {
    sources: Option<&'a [String]>,
    as_of: &'a str,
    note: Option<&'a str>,
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

    fn turn_to(&mut self, edition: usize, sources: &'a Sources) {
        self.shared.turn_to(sources);
        (self.edition, self.sources) = (edition, sources);
    }

    fn table<T: Entry>(
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

    fn draws(&mut self, draws: &[Draw], found: &mut Vec<Violation>) {
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
    fn finish(&mut self) {
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

fn origin<'a>(sources: &'a [String], as_of: &'a str, note: &'a str) -> Origin<'a> {
    Origin {
        sources: Some(sources),
        as_of,
        note: Some(note),
    }
}

fn milliwatts(row: &mut Row<'_>, busy: u64, idle: u64, most: u64) {
    row.within("busy_mw", busy, 100..=most);
    row.within("idle_mw", idle, 100..=busy);
    // Totals are shown in tenths of a watt, and the parts must add up to them.
    for (field, value) in [("busy_mw", busy), ("idle_mw", idle)] {
        if !value.is_multiple_of(100) {
            row.fail(field, format!("{value} is not in whole tenths of a watt"));
        }
    }
}

fn efficiency<'r>(
    class: &'r Efficiency,
    row: &mut Row<'_>,
    _: &mut Shared<'_>,
) -> (String, Origin<'r>) {
    row.written("name", &class.name);
    for (field, points) in [("at_115_v", &class.at_115_v), ("at_230_v", &class.at_230_v)] {
        let loads: Vec<u32> = points.iter().map(|point| point.0).collect();
        let certified = [[100, 200, 500, 1000].as_slice(), &[200, 500, 1000]];
        if !certified.contains(&loads.as_slice()) {
            row.fail(field, "has points at other loads than 80 PLUS certifies");
        }
        for (_, efficiency) in points {
            row.within(field, *efficiency, 750..=990);
        }
    }
    let fields = format!(
        "id: {:?}, name: {:?}, aliases: &{:?}, at_115_v: &{:?}, at_230_v: &{:?}",
        class.id, class.name, class.aliases, class.at_115_v, class.at_230_v
    );
    let origin = Origin {
        sources: Some(&class.sources),
        as_of: &class.as_of,
        note: None,
    };
    if !class.note.is_empty() {
        row.fail("note", "is not used");
    }
    (fields, origin)
}

fn psu<'r>(psu: &'r Psu, row: &mut Row<'_>, _: &mut Shared<'_>) -> (String, Origin<'r>) {
    row.within("watts", psu.watts, 200..=4_000);
    row.within("full_from_v", psu.full_from_v, 100..=240);
    if psu.id != format!("{}w", psu.watts) {
        row.fail("id", format!("`{}` does not name {} W", psu.id, psu.watts));
    }
    let fields = format!("watts: {}, full_from_v: {}", psu.watts, psu.full_from_v);
    (fields, origin(&psu.sources, &psu.as_of, &psu.note))
}

fn circuit<'r>(
    circuit: &'r Circuit,
    row: &mut Row<'_>,
    _: &mut Shared<'_>,
) -> (String, Origin<'r>) {
    row.written("region", &circuit.region);
    row.written("receptacle", &circuit.receptacle);
    row.within("volts", circuit.volts, 100..=240);
    row.within("amps", circuit.amps, 5..=63);
    row.within_if(
        "continuous_permille",
        circuit.continuous_permille,
        500..=1_000,
    );
    let fields = format!(
        "id: {:?}, region: {:?}, receptacle: {:?}, aliases: &{:?}, volts: {}, amps: {}, continuous_permille: {:?}",
        circuit.id,
        circuit.region,
        circuit.receptacle,
        circuit.aliases,
        circuit.volts,
        circuit.amps,
        circuit.continuous_permille
    );
    (
        fields,
        origin(&circuit.sources, &circuit.as_of, &circuit.note),
    )
}

fn region<'r>(
    region: &'r Region,
    row: &mut Row<'_>,
    shared: &mut Shared<'_>,
) -> (String, Origin<'r>) {
    row.written("name", &region.name);
    if !region.sources.is_empty() {
        row.fail("sources", "belongs to the price or the grid");
    }
    if region.price.is_none() && region.grid.is_none() {
        row.fail("", "has neither a price nor a grid");
    }
    let price = option(region.price.as_ref(), |price| tariff(price, row, shared));
    let grid = option(region.grid.as_ref(), |grid| {
        row.within("grid.mg_per_kwh", grid.mg_per_kwh, 1_000..=1_500_000);
        row.dated("grid.date", &grid.date, 1);
        let source = source(row, "grid.source", &grid.source, shared);
        format!(
            "Grid {{ mg_per_kwh: {}, date: {:?}, source: {source} }}",
            grid.mg_per_kwh, grid.date
        )
    });
    let fields = format!(
        "id: {:?}, name: {:?}, aliases: &{:?}, price: {price}, grid: {grid}",
        region.id, region.name, region.aliases
    );
    let origin = Origin {
        sources: None,
        as_of: &region.as_of,
        note: Some(&region.note),
    };
    (fields, origin)
}

fn tariff(price: &Tariff, row: &mut Row<'_>, shared: &mut Shared<'_>) -> String {
    row.within("price.millicents", price.millicents, 1_000..=100_000);
    row.written("price.period", &price.period);
    row.dated("price.date", &price.date, 1);
    let local = match (price.local_millicents, &price.currency, price.usd_permille) {
        (Some(local), Some(currency), Some(rate)) => {
            let converted = u64::from(local) * u64::from(rate) / 1_000;
            if converted.abs_diff(u64::from(price.millicents)) > 50 {
                row.fail(
                    "price.millicents",
                    format!(
                        "{} is not {converted}, the local price converted",
                        price.millicents
                    ),
                );
            }
            format!(
                "Some(LocalPrice {{ millicents: {local}, currency: {currency:?}, usd_permille: {rate} }})"
            )
        }
        (None, None, None) => "None".into(),
        _ => {
            row.fail("price", "gives a local price only in part");
            "None".into()
        }
    };
    let source = source(row, "price.source", &price.source, shared);
    format!(
        "Tariff {{ millicents: {}, period: {:?}, date: {:?}, local: {local}, source: {source} }}",
        price.millicents, price.period, price.date
    )
}

fn source(row: &mut Row<'_>, field: &str, reference: &str, shared: &mut Shared<'_>) -> String {
    let name = shared.name(reference);
    if name.is_empty() {
        row.fail(field, format!("`{reference}` is not in sources.toml"));
    }
    format!("&{name}")
}

fn curve<'r>(curve: &'r Curve, row: &mut Row<'_>, _: &mut Shared<'_>) -> (String, Origin<'r>) {
    row.written("load", &curve.load);
    row.within("concurrent", curve.concurrent, 1..=4_096);
    row.within("points", curve.points.len(), 2..=100);
    if !curve.points.is_sorted_by(|a, b| a.0 < b.0) {
        row.fail("points", "are not ascending in watts");
    }
    for (watts, speed) in &curve.points {
        row.within("points", *watts, 10..=2_000);
        row.within("points", *speed, 1..=10_000_000);
    }
    // Measured curves are flat at their top and waver there; more than that is a slip.
    if !curve.points.is_sorted_by(|a, b| b.1 * 1_000 >= a.1 * 990) {
        row.fail("points", "lose speed as the limit rises");
    }
    let fields = format!(
        "id: {:?}, gpu: {:?}, load: {:?}, concurrent: {}, points: &{:?}",
        curve.id, curve.gpu, curve.load, curve.concurrent, curve.points
    );
    (fields, origin(&curve.sources, &curve.as_of, &curve.note))
}

fn machine<'r>(
    machine: &'r Machine,
    row: &mut Row<'_>,
    _: &mut Shared<'_>,
) -> (String, Origin<'r>) {
    milliwatts(row, machine.busy_mw, machine.idle_mw, 1_000_000);
    let fields = format!(
        "id: {:?}, busy_mw: {}, idle_mw: {}, basis: PowerBasis::{:?}",
        machine.id, machine.busy_mw, machine.idle_mw, machine.basis
    );
    (
        fields,
        origin(&machine.sources, &machine.as_of, &machine.note),
    )
}

fn cpu<'r>(cpu: &'r Cpu, row: &mut Row<'_>, _: &mut Shared<'_>) -> (String, Origin<'r>) {
    row.written("name", &cpu.name);
    row.within("tdp_w", cpu.tdp_w, 10..=600);
    row.within_if("peak_w", cpu.peak_w, cpu.tdp_w..=600);
    let fields = format!(
        "id: {:?}, name: {:?}, aliases: &{:?}, tdp_w: {}, peak_w: {:?}",
        cpu.id, cpu.name, cpu.aliases, cpu.tdp_w, cpu.peak_w
    );
    (fields, origin(&cpu.sources, &cpu.as_of, &cpu.note))
}

fn ups<'r>(ups: &'r Ups, row: &mut Row<'_>, _: &mut Shared<'_>) -> (String, Origin<'r>) {
    row.written("name", &ups.name);
    row.within("watts", ups.watts, 100..=20_000);
    row.within("va", ups.va, ups.watts..=20_000);
    row.within("input_v", ups.input_v, 100..=240);
    let fields = format!(
        "id: {:?}, name: {:?}, aliases: &{:?}, watts: {}, va: {}, input_v: {}",
        ups.id, ups.name, ups.aliases, ups.watts, ups.va, ups.input_v
    );
    (fields, origin(&ups.sources, &ups.as_of, &ups.note))
}
