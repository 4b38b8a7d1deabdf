//! A line of the bill and its price.

use crate::catalog::market::{Part, PartKind, Quote};
use crate::catalog::{Price, PriceBasis, Source};
use crate::report::Check;
use crate::scenario::FreeLine;
use crate::units::Cents;

/// One line of the bill.
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    /// What it is.
    pub kind: ItemKind,
    /// Name.
    pub name: String,
    /// How many.
    pub quantity: u32,
    /// Price of one with its evidence; `None` where none is known.
    pub price: Option<ItemPrice>,
    /// The part of the catalogue, where it is one.
    pub part: Option<&'static Part>,
    /// Whether the price is older than [`STALE_DAYS`](crate::catalog::STALE_DAYS) before the edition.
    pub stale: bool,
    /// What to know.
    pub note: String,
    /// What goes together and what does not.
    pub checks: Vec<Check>,
}

/// What a line of the bill is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ItemKind {
    /// The cards of a group, by its place in the machine.
    Gpu(usize),
    /// Another part.
    Part(PartKind),
    /// One more part of a kind, beside the first.
    More(PartKind),
    /// Something that was named with its price.
    Line,
}

/// The price of one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ItemPrice {
    /// Cents.
    pub cents: Cents,
    /// The lowest that it may be; the price itself where sources agree.
    pub low: Cents,
    /// The highest.
    pub high: Cents,
    /// Where it comes from.
    pub from: PriceFrom,
}

/// Where a price comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PriceFrom {
    /// The user.
    User,
    /// The catalogue.
    Catalog {
        /// `YYYY-MM-DD`, or as much of it as is known.
        date: &'static str,
        /// New, used, list price, …
        condition: &'static str,
        /// The same as far as anything is decided by it.
        basis: PriceBasis,
        /// Where it was seen.
        source: &'static Source,
    },
    /// Estimated from what its class costs in the edition of this day.
    Class(&'static str),
}

impl ItemPrice {
    /// Whether nobody asked this price: it was brought to its day, or is that of a class.
    #[must_use]
    pub fn is_estimated(&self) -> bool {
        match self.from {
            PriceFrom::User => false,
            PriceFrom::Catalog { basis, .. } => basis == PriceBasis::Estimated,
            PriceFrom::Class(_) => true,
        }
    }
}

impl Item {
    /// The line's sum, where its price is known.
    #[must_use]
    pub fn total(&self) -> Option<Cents> {
        Some(self.price?.cents.times(self.quantity))
    }
}

pub(super) fn free(line: &FreeLine) -> Item {
    Item {
        kind: ItemKind::Line,
        name: line.name.replace('-', " ").trim().to_owned(),
        quantity: 1,
        price: Some(user(line.price)),
        part: None,
        stale: false,
        note: String::new(),
        checks: Vec::new(),
    }
}

pub(super) fn user(cents: Cents) -> ItemPrice {
    ItemPrice {
        cents,
        low: cents,
        high: cents,
        from: PriceFrom::User,
    }
}

pub(super) fn listed(quote: Quote) -> ItemPrice {
    let [cents, low, high] =
        [quote.cents, quote.low, quote.high].map(|cents| Cents(i64::from(cents)));
    ItemPrice {
        cents,
        low,
        high,
        from: PriceFrom::Catalog {
            date: quote.date,
            condition: quote.condition,
            basis: quote.basis,
            source: quote.source,
        },
    }
}

pub(super) fn of_card(price: Price) -> ItemPrice {
    let [cents, low, high] =
        [price.usd, price.low, price.high].map(|usd| Cents(i64::from(usd) * 100));
    ItemPrice {
        cents,
        low,
        high,
        from: PriceFrom::Catalog {
            date: price.date,
            condition: price.condition,
            basis: price.basis,
            source: price.source,
        },
    }
}
