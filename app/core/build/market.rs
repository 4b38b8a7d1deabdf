//! Parts, rented GPUs and API prices: what a row may say, and the static tables of them.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use serde::Deserialize;

use super::Violation;
use super::check::Row;
use super::emit::{Rows, Shared, option, variant};
use super::sources::Sources;
use super::words;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Part {
    id: String,
    kind: Kind,
    name: String,
    cpu: Option<Cpu>,
    board: Option<Board>,
    psu: Option<Psu>,
    ssd: Option<Ssd>,
    ram: Option<Ram>,
    cooler: Option<Cooler>,
    case: Option<Case>,
    ups: Option<Ups>,
    price: Option<Quote>,
    #[serde(default)]
    sources: Vec<String>,
    #[serde(default)]
    as_of: String,
    #[serde(default)]
    note: String,
}

#[derive(Clone, Copy, Debug, Deserialize, PartialEq)]
#[serde(rename_all = "snake_case")]
enum Kind {
    Cpu,
    Board,
    Psu,
    Ssd,
    Ram,
    Cooler,
    Case,
    Ups,
    Extra,
}

#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Socket {
    Am5,
    Lga1851,
    Tr5,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Cpu {
    socket: Socket,
    pro: bool,
    cores: u16,
    tdp_w: u16,
    lanes: u16,
    channels: u8,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Board {
    socket: Socket,
    pro_only: bool,
    slots: u8,
    dimms: u8,
    max_ram_gib: u32,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Psu {
    watts: u16,
    class: Option<PsuClass>,
    full_output: Option<FullOutput>,
}

#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
enum PsuClass {
    Gold,
    Platinum,
    Titanium,
}

#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
enum FullOutput {
    Any,
    HighLine,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Ssd {
    gb: u32,
    read_mb_s: u32,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Ram {
    modules: u8,
    module_gib: u16,
    registered: bool,
    mt_s: u16,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Cooler {
    sockets: Vec<Socket>,
    liquid: bool,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    slots: u8,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Ups {
    watts: u16,
    va: u16,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Quote {
    usd: f64,
    date: String,
    condition: String,
    source: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Offer {
    provider: String,
    gpu: String,
    gpus: u8,
    up_to: Option<u8>,
    usd_per_hour: f64,
    term: Term,
    #[serde(default)]
    instance: String,
    date: String,
    source: String,
    #[serde(default)]
    note: String,
}

#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq, PartialOrd, Ord)]
#[serde(rename_all = "snake_case")]
enum Term {
    OnDemand,
    Reserved,
    Spot,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Api {
    provider: String,
    model: String,
    listed_as: String,
    input_usd: f64,
    output_usd: f64,
    date: String,
    source: String,
    #[serde(default)]
    note: String,
}

/// Ids that the rows may refer to.
pub(crate) struct Known<'a> {
    /// GPUs with the references to their rows.
    pub(crate) gpus: BTreeMap<&'a str, String>,
    pub(crate) models: Vec<&'a str>,
}

impl Part {
    /// Which of the tables of figures are there.
    fn tables(&self) -> Vec<Kind> {
        [
            (self.cpu.is_some(), Kind::Cpu),
            (self.board.is_some(), Kind::Board),
            (self.psu.is_some(), Kind::Psu),
            (self.ssd.is_some(), Kind::Ssd),
            (self.ram.is_some(), Kind::Ram),
            (self.cooler.is_some(), Kind::Cooler),
            (self.case.is_some(), Kind::Case),
            (self.ups.is_some(), Kind::Ups),
        ]
        .into_iter()
        .filter_map(|(there, kind)| there.then_some(kind))
        .collect()
    }
}

pub(crate) fn check(
    (parts, offers, apis): (&[Part], &[Offer], &[Api]),
    known: &Known<'_>,
    sources: &Sources,
    found: &mut Vec<Violation>,
) {
    let mut ids = BTreeSet::new();
    for part in parts {
        let mut row = Row::new("parts.toml", format!("part `{}`", part.id), found);
        row.unique(&mut ids, &part.id);
        row.written("name", &part.name);
        row.sourced(&part.sources, &part.as_of, sources);
        let expected = match part.kind {
            Kind::Extra => Vec::new(),
            kind => vec![kind],
        };
        if part.tables() != expected {
            row.fail("kind", format!("{:?} does not match its table", part.kind));
        }
        if let Some(price) = &part.price {
            if micros(price.usd, 10_000).is_none() {
                row.fail("price.usd", format!("{} is no amount in cents", price.usd));
            }
            row.within("price.usd", price.usd, 5.0..=50_000.0);
            row.dated("price.date", &price.date, 2);
            row.means("price.condition", &price.condition, words::PRICE);
            known_source(&mut row, "price.source", &price.source, sources);
        }
        figures(part, &mut row);
    }
    let mut offered = BTreeSet::new();
    for offer in offers {
        let name = format!("{} {} ×{}", offer.provider, offer.gpu, offer.gpus);
        let mut row = Row::new("cloud.toml", format!("offer `{name}`"), found);
        row.written("provider", &offer.provider);
        if !known.gpus.contains_key(offer.gpu.as_str()) {
            row.fail("gpu", format!("`{}` is not in gpus.toml", offer.gpu));
        }
        row.within("gpus", offer.gpus, 1..=72);
        row.within_if("up_to", offer.up_to, 2..=8);
        if offer.up_to.is_some() && offer.gpus != 1 {
            row.fail("up_to", "goes only with a price for one GPU");
        }
        let per_gpu = offer.usd_per_hour / f64::from(offer.gpus.max(1));
        row.within("usd_per_hour", per_gpu, 0.02..=30.0);
        if micros(offer.usd_per_hour, 100).is_none() {
            row.fail("usd_per_hour", "has more than four decimals");
        }
        row.dated("date", &offer.date, 1);
        known_source(&mut row, "source", &offer.source, sources);
        let key = (
            slug(&offer.provider),
            &offer.gpu,
            offer.term,
            offer.gpus,
            offer.up_to,
        );
        if !offered.insert(key) {
            row.fail("", "repeats an earlier row");
        }
    }
    let mut listed = BTreeSet::new();
    for api in apis {
        let name = format!("{} {}", api.provider, api.model);
        let mut row = Row::new("apis.toml", format!("api `{name}`"), found);
        row.written("provider", &api.provider);
        row.written("listed_as", &api.listed_as);
        if !known.models.contains(&api.model.as_str()) {
            row.fail("model", format!("`{}` is not in models.toml", api.model));
        }
        for (field, usd) in [("input_usd", api.input_usd), ("output_usd", api.output_usd)] {
            row.within(field, usd, 0.001..=200.0);
            if micros(usd, 100).is_none() {
                row.fail(field, "has more than four decimals");
            }
        }
        row.dated("date", &api.date, 3);
        known_source(&mut row, "source", &api.source, sources);
        if !listed.insert((&api.provider, &api.model)) {
            row.fail("", "repeats an earlier row");
        }
    }
}

fn known_source(row: &mut Row<'_>, field: &str, source: &str, sources: &Sources) {
    if sources.resolve(source).is_none() {
        row.fail(field, format!("`{source}` is not in sources.toml"));
    }
}

fn figures(part: &Part, row: &mut Row<'_>) {
    if let Some(cpu) = &part.cpu {
        row.within("cpu.cores", cpu.cores, 4..=256);
        row.within("cpu.tdp_w", cpu.tdp_w, 35..=600);
        row.within("cpu.lanes", cpu.lanes, 16..=160);
        row.within("cpu.channels", cpu.channels, 2..=12);
    }
    if let Some(board) = &part.board {
        row.within("board.slots", board.slots, 1..=8);
        row.within("board.dimms", board.dimms, 2..=24);
        row.within("board.max_ram_gib", board.max_ram_gib, 64..=8_192);
    }
    if let Some(psu) = &part.psu {
        row.within("psu.watts", psu.watts, 300..=4_000);
    }
    if let Some(ssd) = &part.ssd {
        row.within("ssd.gb", ssd.gb, 250..=70_000);
        row.within("ssd.read_mb_s", ssd.read_mb_s, 400..=16_000);
    }
    if let Some(ram) = &part.ram {
        row.within("ram.modules", ram.modules, 1..=16);
        row.within("ram.module_gib", ram.module_gib, 8..=256);
        row.within("ram.mt_s", ram.mt_s, 3_200..=9_000);
    }
    if let Some(case) = &part.case {
        row.within("case.slots", case.slots, 4..=24);
    }
    if let Some(ups) = &part.ups {
        row.within("ups.va", ups.va, ups.watts..=20_000);
    }
}

/// Micro-dollars, where `usd` is a whole number of `step` micro-dollars.
fn micros(usd: f64, step: u64) -> Option<u64> {
    let steps = usd * 1e6 / step as f64;
    let whole = steps.round();
    ((steps - whole).abs() < 1e-3 && whole >= 0.0).then_some(whole as u64 * step)
}

/// A provider's name as it stands in a link.
fn slug(name: &str) -> String {
    let plain = |c: char| {
        if c.is_ascii_alphanumeric() || c == '.' {
            c.to_ascii_lowercase()
        } else {
            '-'
        }
    };
    name.chars().map(plain).collect()
}

/// The tables of every edition, which share what they hold alike.
pub(crate) struct Tables<'a> {
    shared: Shared<'a>,
    providers: BTreeMap<String, usize>,
    parts: Rows,
    offers: Rows,
    apis: Rows,
}

impl<'a> Tables<'a> {
    pub(crate) fn new(sources: &'a Sources) -> Self {
        Self {
            shared: Shared::new(sources, "M"),
            providers: BTreeMap::new(),
            parts: Rows::new("Part"),
            offers: Rows::new("Offer"),
            apis: Rows::new("ApiPrice"),
        }
    }

    /// Adds the tables of an edition. `gpus` are the references to its GPUs by id.
    pub(crate) fn add(
        &mut self,
        edition: usize,
        (parts, offers, apis): (&[Part], &[Offer], &[Api]),
        gpus: &BTreeMap<&str, String>,
        sources: &'a Sources,
    ) {
        let Self {
            shared, providers, ..
        } = self;
        shared.turn_to(sources);
        let rows: Vec<String> = parts.iter().map(|row| part(row, shared)).collect();
        self.parts.table(&format!("PARTS{edition}"), rows);
        let mut provider = |name: &String| {
            let next = providers.len();
            format!("&P{}", providers.entry(name.clone()).or_insert(next))
        };
        let rows: Vec<String> = offers
            .iter()
            .map(|offer| {
                format!(
                    "Offer {{ provider: {}, gpu: {}, gpus: {}, up_to: {}, micro_usd_per_hour: {}, term: Term::{:?}, \
                     instance: {:?}, date: {:?}, source: &{}, note: {:?} }}",
                    provider(&offer.provider),
                    gpus.get(offer.gpu.as_str()).map_or("", String::as_str),
                    offer.gpus,
                    offer.up_to.unwrap_or(offer.gpus),
                    micros(offer.usd_per_hour, 100).unwrap_or(0),
                    offer.term,
                    offer.instance,
                    offer.date,
                    shared.name(&offer.source),
                    offer.note,
                )
            })
            .collect();
        self.offers.table(&format!("OFFERS{edition}"), rows);
        let rows: Vec<String> = apis
            .iter()
            .map(|api| {
                format!(
                    "ApiPrice {{ provider: {}, model: {:?}, listed_as: {:?}, input_micro_usd: {}, output_micro_usd: {}, \
                     date: {:?}, source: &{}, note: {:?} }}",
                    provider(&api.provider),
                    api.model,
                    api.listed_as,
                    micros(api.input_usd, 100).unwrap_or(0),
                    micros(api.output_usd, 100).unwrap_or(0),
                    api.date,
                    shared.name(&api.source),
                    api.note,
                )
            })
            .collect();
        self.apis.table(&format!("APIS{edition}"), rows);
    }

    /// The Rust text of all of them.
    pub(crate) fn statics(&self) -> String {
        let mut text = self.shared.statics();
        for (name, number) in &self.providers {
            let _ = writeln!(
                text,
                "static P{number}: Provider = Provider {{ id: {:?}, name: {name:?} }};",
                slug(name)
            );
        }
        for rows in [&self.parts, &self.offers, &self.apis] {
            text.push_str(&rows.statics());
        }
        text
    }
}

fn part(part: &Part, shared: &mut Shared<'_>) -> String {
    format!(
        "Part {{ id: {:?}, name: {:?}, spec: {}, price: {}, sources: {}, as_of: {:?}, note: {:?} }}",
        part.id,
        part.name,
        spec(part),
        option(part.price.as_ref(), |price| format!(
            "Quote {{ cents: {}, date: {:?}, condition: {:?}, basis: {}, source: &{} }}",
            micros(price.usd, 10_000).unwrap_or(0) / 10_000,
            price.date,
            price.condition,
            variant("PriceBasis", words::PRICE, &price.condition),
            shared.name(&price.source)
        )),
        shared.list(&part.sources),
        part.as_of,
        part.note,
    )
}

fn spec(part: &Part) -> String {
    match part {
        Part { cpu: Some(cpu), .. } => format!(
            "Spec::Cpu(Cpu {{ socket: Socket::{:?}, pro: {}, cores: {}, tdp_w: {}, lanes: {}, channels: {} }})",
            cpu.socket, cpu.pro, cpu.cores, cpu.tdp_w, cpu.lanes, cpu.channels
        ),
        Part {
            board: Some(board), ..
        } => format!(
            "Spec::Board(Board {{ socket: Socket::{:?}, pro_only: {}, slots: {}, dimms: {}, max_ram_gib: {} }})",
            board.socket, board.pro_only, board.slots, board.dimms, board.max_ram_gib
        ),
        Part { psu: Some(psu), .. } => format!(
            "Spec::Psu(Psu {{ watts: {}, class: {}, full_output: {} }})",
            psu.watts,
            option(psu.class, |class| format!("PsuClass::{class:?}")),
            option(psu.full_output, |output| format!("FullOutput::{output:?}"))
        ),
        Part { ssd: Some(ssd), .. } => {
            format!(
                "Spec::Ssd(Ssd {{ gb: {}, read_mb_s: {} }})",
                ssd.gb, ssd.read_mb_s
            )
        }
        Part { ram: Some(ram), .. } => format!(
            "Spec::Ram(Ram {{ modules: {}, module_gib: {}, registered: {}, mt_s: {} }})",
            ram.modules, ram.module_gib, ram.registered, ram.mt_s
        ),
        Part {
            cooler: Some(cooler),
            ..
        } => {
            let sockets: Vec<String> = cooler
                .sockets
                .iter()
                .map(|socket| format!("Socket::{socket:?}"))
                .collect();
            format!(
                "Spec::Cooler(Cooler {{ sockets: &[{}], liquid: {} }})",
                sockets.join(", "),
                cooler.liquid
            )
        }
        Part {
            case: Some(case), ..
        } => format!("Spec::Case(Case {{ slots: {} }})", case.slots),
        Part { ups: Some(ups), .. } => {
            format!("Spec::Ups(Ups {{ watts: {}, va: {} }})", ups.watts, ups.va)
        }
        _ => "Spec::Extra".to_owned(),
    }
}
