//! The static tables of parts, offers and API prices.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::super::emit::{Rows, Shared, history, option, variant};
use super::super::sources::Sources;
use super::super::words;
use super::rows::{Api, Offer, Part};
use super::{micros, slug};

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
        "Part {{ id: {:?}, name: {:?}, aliases: &{:?}, spec: {}, price: {}, price_history: {}, sources: {}, as_of: {:?}, note: {:?} }}",
        part.id,
        part.name,
        part.aliases,
        spec(part),
        option(part.price.as_ref(), |price| format!(
            "Quote {{ cents: {}, low: {}, high: {}, date: {:?}, condition: {:?}, basis: {}, source: &{} }}",
            cents(price.usd),
            cents(price.low.unwrap_or(price.usd)),
            cents(price.high.unwrap_or(price.usd)),
            price.date,
            price.condition,
            variant("PriceBasis", words::PRICE, &price.condition),
            shared.name(&price.source)
        )),
        history(&part.price_history, shared),
        shared.list(&part.sources),
        part.as_of,
        part.note,
    )
}

fn cents(usd: f64) -> u64 {
    micros(usd, 10_000).unwrap_or(0) / 10_000
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
            "Spec::Board(Board {{ socket: Socket::{:?}, pro_only: {}, slots: {}, dimms: {}, max_ram_gib: {}, \
             layout: &{:?}, older_slots: {}, shared_lanes: {:?}, bifurcation: {:?}, bmc: {:?} }})",
            board.socket,
            board.pro_only,
            board.slots,
            board.dimms,
            board.max_ram_gib,
            board.layout,
            board.older_slots,
            board.shared_lanes,
            board.bifurcation,
            board.bmc
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
                "Spec::Cooler(Cooler {{ sockets: &[{}], liquid: {}, height_mm: {:?} }})",
                sockets.join(", "),
                cooler.liquid,
                cooler.height_mm
            )
        }
        Part {
            case: Some(case), ..
        } => format!(
            "Spec::Case(Case {{ slots: {}, card_mm: {:?}, cooler_mm: {:?} }})",
            case.slots, case.card_mm, case.cooler_mm
        ),
        Part { ups: Some(ups), .. } => {
            format!("Spec::Ups(Ups {{ watts: {}, va: {} }})", ups.watts, ups.va)
        }
        _ => "Spec::Extra".to_owned(),
    }
}
