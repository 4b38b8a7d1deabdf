//! The currency of a link.

use crate::catalog::ExchangeRate;
use crate::report::CurrencyEcho;
use crate::units::Currency;

/// The currency that amounts are told in, and that prices of the link are typed in. Everything is counted in US
/// dollars all the same.
#[derive(Clone, Debug, PartialEq)]
pub struct Exchange {
    /// The currency, with its rate in the catalogue.
    pub row: &'static ExchangeRate,
    /// Own rate, in millionths of a unit for one US dollar.
    pub own: Option<u64>,
    /// What was typed in it, by key, in units of the key's last decimal: links keep it to the digit.
    pub typed: Vec<(&'static str, i64)>,
}

impl Exchange {
    /// The currency at the rate that counts.
    #[must_use]
    pub fn currency(&self) -> Currency {
        let listed = self.row.currency;
        Currency {
            per_usd: self.own.unwrap_or(listed.per_usd),
            ..listed
        }
    }

    /// What is sent of it; nothing of US dollars.
    #[must_use]
    pub fn echo(&self) -> Option<CurrencyEcho> {
        let currency = self.currency();
        let listed = self.own.is_none().then_some(self.row);
        (!currency.is_usd()).then(|| CurrencyEcho {
            code: currency.code,
            per_usd: currency.units_per_usd(),
            date: listed.map(|row| row.date),
            source: listed.map(|row| row.source.title),
        })
    }

    /// Where the rate comes from: `ECB reference rate of 2026-10-30`, or that it was given.
    #[must_use]
    pub fn told(&self) -> String {
        let currency = self.currency();
        let (code, rate) = (currency.code, currency.rate_text());
        match self.own {
            Some(_) => format!("1 USD = {rate} {code}, your rate"),
            None => format!("1 USD = {rate} {code}, reference rate of {}", self.row.date),
        }
    }
}
