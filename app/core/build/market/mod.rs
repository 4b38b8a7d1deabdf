//! Parts, rented GPUs and API prices: what a row may say.

mod rows;
mod tables;

use std::collections::{BTreeMap, BTreeSet};

use super::Violation;
use super::check::Row;
use super::sources::Sources;
pub(crate) use rows::Part;
use rows::{Api, Kind, Offer};
pub(crate) use tables::Tables;

/// Ids that the rows may refer to.
pub(crate) struct Known<'a> {
    /// GPUs with the references to their rows.
    pub(crate) gpus: BTreeMap<&'a str, String>,
    pub(crate) models: Vec<&'a str>,
}

pub(crate) fn check(
    (parts, offers, apis): (&[Part], &[Offer], &[Api]),
    known: &Known<'_>,
    sources: &Sources,
    found: &mut Vec<Violation>,
) {
    check_parts(parts, sources, found);
    check_offers(offers, known, sources, found);
    check_apis(apis, known, sources, found);
}

fn check_parts(parts: &[Part], sources: &Sources, found: &mut Vec<Violation>) {
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
            row.range("price", price.usd, price.low, price.high);
            row.priced(
                "price",
                (&price.date, 2),
                &price.condition,
                &price.source,
                sources,
            );
        }
        row.history(&part.price_history, sources);
        figures(part, &mut row);
    }
}

fn check_offers(
    offers: &[Offer],
    known: &Known<'_>,
    sources: &Sources,
    found: &mut Vec<Violation>,
) {
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
}

fn check_apis(apis: &[Api], known: &Known<'_>, sources: &Sources, found: &mut Vec<Violation>) {
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
        let slots = usize::from(board.slots);
        let in_order = board.layout.is_sorted_by(|a, b| a < b);
        if !board.layout.is_empty() && (board.layout.len() != slots || !in_order) {
            row.fail(
                "board.layout",
                "does not name each slot once, from the top".to_owned(),
            );
        }
        row.within("board.older_slots", board.older_slots, 0..=board.slots);
        row.within_if("board.shared_lanes", board.shared_lanes, 8..=32);
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
        row.within_if("case.card_mm", case.card_mm, 150..=700);
        row.within_if("case.cooler_mm", case.cooler_mm, 30..=250);
    }
    if let Some(cooler) = &part.cooler {
        row.within_if("cooler.height_mm", cooler.height_mm, 30..=200);
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
