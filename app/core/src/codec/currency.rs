//! The currency of a link, and prices that are typed in it.

use super::reader::{Candidate, Reader};
use super::words::{self, Meaning};
use super::writer::Writer;
use crate::catalog::{Catalog, ExchangeRate};
use crate::scenario::Exchange;
use crate::scenario::keys::{Amount, CURRENCY, FX};
use crate::units::{Currency, MicroUsd};

/// Micro-dollars in the last decimal of a rate.
const RATE_STEP: i64 = 100;

/// Amounts in US dollars.
pub(super) fn usual(catalog: &Catalog) -> Exchange {
    static USD: ExchangeRate = ExchangeRate::USD;
    Exchange {
        row: catalog.currencies.first().copied().unwrap_or(&USD),
        own: None,
        typed: Vec::new(),
    }
}

impl Reader<'_> {
    /// Reads the currency, which counts for every price that is read after it.
    pub(super) fn currency(&mut self) {
        let usual = usual(self.catalog);
        let row = self.listed(usual.row);
        self.exchange = Exchange { row, ..usual };
        let Some(given) = self.present(FX.key) else {
            return;
        };
        if row.currency.is_usd() {
            let message = "Amounts are in US dollars, so that there is nothing to convert; the rate was left out.";
            self.notice(FX.key, given, message.to_owned(), None);
            return;
        }
        let own = self.amount(FX).and_then(|rate| u64::try_from(rate).ok());
        self.exchange.own = own.filter(|rate| *rate != row.currency.per_usd);
    }

    fn listed(&mut self, usual: &'static ExchangeRate) -> &'static ExchangeRate {
        let Some(given) = self.present(CURRENCY.key) else {
            return usual;
        };
        let rows = self.catalog.currencies;
        let by_sign = |row: &&&ExchangeRate| row.currency.sign.trim() == given;
        if let Some(row) = rows.iter().find(by_sign) {
            return row;
        }
        match words::resolve(given, rows) {
            Meaning::Found { entry, .. } => entry,
            Meaning::Unknown { nearest } => {
                let nearest = match nearest.is_empty() {
                    true => rows.iter().take(MOST).collect(),
                    false => nearest,
                };
                let candidates = nearest
                    .into_iter()
                    .map(|row| Candidate::new(row.name, row.currency.id));
                let used = format!("{}s", usual.name);
                self.unknown(CURRENCY.key, "currency", given, &used, candidates.collect());
                usual
            }
        }
    }

    /// What was typed as the price of a key, in US dollars of the same decimals. It is kept, so that the link says
    /// it again to the digit.
    pub(super) fn in_usd(&mut self, amount: Amount, typed: i64) -> i64 {
        let currency = self.exchange.currency();
        if currency.is_usd() || !amount.is_price() {
            return typed;
        }
        let usd = currency.to_usd(typed);
        if amount.default != Some(usd) {
            self.exchange.typed.push((amount.key, typed));
        }
        usd
    }

    /// A rate by its key: as fine as it is counted, which is finer than it is typed.
    pub(super) fn rate(&mut self, amount: Amount) -> Option<MicroUsd> {
        let usd = self.amount(amount)?;
        let rate = typed(&self.exchange, amount).map_or(usd * RATE_STEP, |typed| {
            fine(self.exchange.currency(), typed)
        });
        Some(MicroUsd(u64::try_from(rate).unwrap_or(0)))
    }
}

/// How many currencies are offered where none is like what was given.
const MOST: usize = 5;

fn typed(exchange: &Exchange, amount: Amount) -> Option<i64> {
    let mut typed = exchange.typed.iter();
    typed
        .find(|(key, _)| *key == amount.key)
        .map(|(_, value)| *value)
}

/// A typed rate in micro-dollars.
fn fine(currency: Currency, typed: i64) -> i64 {
    currency.to_usd(typed.saturating_mul(RATE_STEP))
}

impl Writer<'_> {
    /// Writes the currency, where it is another than US dollars.
    pub(super) fn currency(&mut self) {
        let exchange = self.exchange;
        let usd = Currency::USD.id;
        self.word(CURRENCY, exchange.row.currency.id, usd);
        self.amount(FX, exchange.own.and_then(|rate| i64::try_from(rate).ok()));
    }

    /// A price in the currency of the link: what was typed where it is that, else the nearest. `None` where the
    /// default is meant.
    pub(super) fn told(&self, amount: Amount, usd: i64) -> Option<i64> {
        if amount.default == Some(usd) {
            return None;
        }
        let currency = self.exchange.currency();
        if currency.is_usd() || !amount.is_price() {
            return Some(usd);
        }
        let typed = typed(self.exchange, amount);
        let same = typed.filter(|typed| currency.to_usd(*typed) == usd);
        same.or_else(|| Some(nearest(amount, currency, usd)))
    }

    /// Writes a rate.
    pub(super) fn rate(&mut self, amount: Amount, rate: Option<MicroUsd>) {
        let Some(micros) = rate.and_then(|rate| i64::try_from(rate.0).ok()) else {
            return;
        };
        let currency = self.exchange.currency();
        let typed = typed(self.exchange, amount).filter(|typed| fine(currency, *typed) == micros);
        match typed {
            Some(typed) => self.put(amount.key, amount.text(typed)),
            None if currency.is_usd() => self.amount(amount, Some(micros / RATE_STEP)),
            None if amount.default == Some(micros / RATE_STEP) => {}
            None => {
                let told = currency.from_usd(micros);
                self.put(amount.key, amount.text((told + RATE_STEP / 2) / RATE_STEP));
            }
        }
    }
}

/// What is typed for an amount of US dollars, within the bounds of its key.
fn nearest(amount: Amount, currency: Currency, usd: i64) -> i64 {
    let bounds = amount.typed_in(currency);
    currency.from_usd(usd).clamp(bounds.min, bounds.max)
}
