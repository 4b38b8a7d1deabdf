//! What the machine costs: the bill summed, taxed and put into words.

use crate::catalog::market::PartKind;
use crate::machine::bill::{Bill, Item, ItemKind, ItemPrice, PriceFrom};
use crate::report::{Cost, CostItem, PastPrice};
use crate::scenario::Scenario;
use crate::units::{Cents, Evidence, WHOLE};

/// Where the price of a part without one comes from.
const CLASS: &str = "The parts of its class in this catalogue";

/// Sums a bill.
#[must_use]
pub fn add_up(scenario: &Scenario, bill: &Bill) -> Cost {
    let subtotal: Cents = bill.items.iter().filter_map(Item::total).sum();
    let tax_rate = scenario.money.tax;
    let tax = subtotal.percent(tax_rate);
    let missing: Vec<String> = bill
        .items
        .iter()
        .filter(|item| item.price.is_none())
        .map(|item| item.name.clone())
        .collect();
    let estimated: Vec<String> = bill
        .items
        .iter()
        .filter(|item| item.price.is_some_and(|price| price.is_estimated()))
        .map(|item| item.name.clone())
        .collect();
    let taxed = |each: fn(ItemPrice) -> Cents| {
        let prices = bill.items.iter();
        let sum: Cents = prices
            .filter_map(|item| Some(each(item.price?).times(item.quantity)))
            .sum();
        sum + sum.percent(tax_rate)
    };
    Cost {
        total_usd: subtotal + tax,
        low_usd: taxed(|price| price.low),
        high_usd: taxed(|price| price.high),
        subtotal_usd: subtotal,
        tax_usd: tax,
        tax_percent: f64::from(tax_rate) / 1_000.0,
        complete: missing.is_empty(),
        evidence: if missing.is_empty() && estimated.is_empty() {
            Evidence::Derived
        } else {
            Evidence::Assumed
        },
        missing,
        estimated,
        items: bill
            .items
            .iter()
            .map(|item| line(scenario, item, subtotal))
            .collect(),
        notes: bill.notes.clone(),
    }
}

fn line(scenario: &Scenario, item: &Item, subtotal: Cents) -> CostItem {
    let total = item.total();
    let (date, condition, source, source_url) = match item.price.map(|price| price.from) {
        Some(PriceFrom::Catalog {
            date,
            condition,
            source,
            ..
        }) => (date, condition, source.title, source.url),
        Some(PriceFrom::Class(date)) => (date, "estimated from its class", CLASS, None),
        Some(PriceFrom::User) | None => ("", "", "", None),
    };
    let (kind, id) = match item.kind {
        ItemKind::Gpu(index) => (
            "gpu",
            scenario.machine.groups.get(index).map(|group| group.gpu.id),
        ),
        ItemKind::Part(kind) | ItemKind::More(kind) => (kind.id(), item.part.map(|part| part.id)),
        ItemKind::Line => ("line", None),
    };
    CostItem {
        kind,
        key: price_key(item.kind),
        id,
        name: item.name.clone(),
        quantity: item.quantity,
        unit_usd: item.price.map(|price| price.cents),
        total_usd: total,
        low_usd: item.price.map(|price| price.low),
        high_usd: item.price.map(|price| price.high),
        estimated: item.price.is_some_and(|price| price.is_estimated()),
        stale: item.stale,
        share_percent: permille(total.unwrap_or_default(), subtotal) as f64 / 10.0,
        own: item
            .price
            .is_some_and(|price| price.from == PriceFrom::User),
        date,
        condition,
        source,
        source_url,
        price_history: history(scenario, item, date),
        note: item.note.clone(),
        checks: item.checks.clone(),
    }
}

/// What one cost before the day of its price.
fn history(scenario: &Scenario, item: &Item, date: &str) -> Vec<PastPrice> {
    let past = match item.kind {
        ItemKind::Gpu(index) => { scenario.machine.groups.get(index) }
            .map(|group| group.gpu)
            // A machine with less memory has a price of its own, and no history.
            .filter(|gpu| gpu.price.is_some_and(|price| price.date == date))
            .map(|gpu| gpu.price_history),
        ItemKind::Part(_) | ItemKind::More(_) => item.part.map(|part| part.price_history),
        ItemKind::Line => None,
    };
    { past.unwrap_or_default().iter() }
        .filter(|past| past.date < date)
        .map(|past| PastPrice {
            usd: Cents(i64::from(past.cents)),
            date: past.date,
            condition: past.condition,
            source: past.source.title,
        })
        .collect()
}

/// Query key of the price of one: the form has a field for the cards of four groups.
#[must_use]
pub fn price_key(kind: ItemKind) -> &'static str {
    match kind {
        ItemKind::Gpu(0) => "price-gpu",
        ItemKind::Gpu(1) => "price-gpu2",
        ItemKind::Gpu(2) => "price-gpu3",
        ItemKind::Gpu(3) => "price-gpu4",
        ItemKind::Gpu(_) | ItemKind::More(_) | ItemKind::Line => "",
        ItemKind::Part(PartKind::Cpu) => "price-cpu",
        ItemKind::Part(PartKind::Board) => "price-board",
        ItemKind::Part(PartKind::Ram) => "price-ram",
        ItemKind::Part(PartKind::Ssd) => "price-ssd",
        ItemKind::Part(PartKind::Psu) => "price-psu",
        ItemKind::Part(PartKind::Cooler) => "price-cooler",
        ItemKind::Part(PartKind::Case) => "price-case",
        ItemKind::Part(PartKind::Ups) => "price-ups",
        ItemKind::Part(PartKind::Extra) => "price-extras",
    }
}

/// Tenths of a percent, rounded half up.
fn permille(part: Cents, whole: Cents) -> i64 {
    if whole.0 <= 0 {
        return 0;
    }
    let scaled = i128::from(part.0) * i128::from(WHOLE / 100) + i128::from(whole.0) / 2;
    i64::try_from(scaled / i128::from(whole.0)).unwrap_or(0)
}
