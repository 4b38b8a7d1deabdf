//! Lists prices that are old: `cargo xtask catalog stale`.
#![expect(
    clippy::print_stdout,
    reason = "a command line tool speaks on standard output"
)]

use headroom_core::catalog::{Catalog, STALE_DAYS, days_since};

fn main() {
    let catalog = Catalog::builtin();
    let cards = catalog.gpus.iter().flat_map(|gpu| {
        let prices = gpu.price.iter().map(move |price| (gpu.id, price));
        let used = gpu.used.iter().map(move |price| (gpu.id, price));
        prices.chain(used)
    });
    let cards = cards.map(|(id, price)| ("gpus.toml", id, price.date, price.condition));
    let parts = catalog.parts.iter().filter_map(|part| {
        let price = part.price?;
        Some(("parts.toml", part.id, price.date, price.condition))
    });
    let rates = catalog.currencies.iter().map(|row| {
        let id = row.currency.id;
        ("currencies.toml", id, row.date, "exchange rate")
    });
    let mut old: Vec<_> = cards
        .chain(parts)
        .chain(rates)
        .map(|row| (days_since(row.2, catalog.date), row))
        .filter(|(days, _)| *days > STALE_DAYS)
        .collect();
    old.sort_by(|a, b| b.cmp(a));
    println!(
        "Prices older than {STALE_DAYS} days before the edition of {}: {}",
        catalog.date,
        old.len()
    );
    for (days, (file, id, date, condition)) in old {
        println!("{days:>5} days  {date:<10}  {file:<10}  {id}  ({condition})");
    }
}
