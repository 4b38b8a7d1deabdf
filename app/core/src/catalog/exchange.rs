//! Currencies with their rate to the US dollar, and the day of it.

use super::Source;
use crate::units::Currency;

/// What amounts can be told in.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ExchangeRate {
    /// How it is written, at this rate.
    pub currency: Currency,
    /// `Euro`, `Swiss franc`.
    pub name: &'static str,
    /// What else links call it.
    pub aliases: &'static [&'static str],
    /// Day of the rate, `YYYY-MM-DD`.
    pub date: &'static str,
    /// Who published it.
    pub source: &'static Source,
}

impl ExchangeRate {
    /// US dollars, which are worth themselves.
    pub(crate) const USD: Self = Self {
        currency: Currency::USD,
        name: "US dollar",
        aliases: &[],
        date: "",
        source: &Source {
            title: "",
            url: None,
        },
    };
}
