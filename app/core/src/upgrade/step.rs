//! A purchase of a plan: when, what it changes of the build, and what it costs.

use std::fmt::Write as _;

use crate::catalog::market::PartKind;
use crate::codec::Query;
use crate::scenario::keys::{
    self, COUNT, CPU_WATTS, EXTRAS, GPUS, PART_BOARD, PART_CASE, PART_COOLER, PART_PRICES,
    PART_PSU, PART_RAM, PART_SSD, PSU, UPS,
};
use crate::units::Currency;

/// The last month of a plan.
pub const LAST_MONTH: u32 = 120;
/// The word in a step that is no key of the build: what the step costs, in the currency of the build.
pub(super) const PRICE: &str = "price";

/// One purchase.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// When, in months after the first build.
    pub month: u32,
    /// What it changes: keys of the build with their new values.
    pub changes: Vec<(String, String)>,
    /// What it costs, in hundredths of the currency of the build; `None` where it costs what the parts do.
    pub price: Option<i64>,
}

impl Step {
    /// As it stands in an address.
    #[must_use]
    pub fn written(&self) -> String {
        let mut out = self.month.to_string();
        for (key, value) in &self.changes {
            let _ = write!(out, "~{key}~{value}");
        }
        if let Some(cents) = self.price {
            let _ = write!(out, "~{PRICE}~{}", cents / 100);
            if cents % 100 != 0 {
                let _ = write!(out, ".{:02}", cents % 100);
            }
        }
        out
    }

    /// Reads one step.
    ///
    /// # Errors
    ///
    /// Why it is none, in a sentence.
    pub(super) fn read(text: &str, currency: Currency) -> Result<Self, String> {
        let mut words = text.split('~');
        let first = words.next().unwrap_or_default();
        let month = month(first).ok_or_else(|| {
            format!("Step “{text}” was left out: it begins with a month from 0 to {LAST_MONTH}.")
        })?;
        let mut step = Self {
            month,
            changes: Vec::new(),
            price: None,
        };
        while let Some(key) = words.next() {
            let value = words.next().unwrap_or_default();
            if key == PRICE {
                let cents = hundredths(value, currency);
                step.price = Some(cents.ok_or_else(|| {
                    format!(
                        "Step “{text}” was left out: “{value}” is no price in {}.",
                        of(currency)
                    )
                })?);
            } else if keys::find(key).is_some() && !value.is_empty() {
                step.changes.push((key.to_owned(), value.to_owned()));
            } else {
                return Err(format!(
                    "Step “{text}” was left out: “{key}” is no key of a build with a value."
                ));
            }
        }
        Ok(step)
    }

    /// Sets its keys in the query of a build.
    pub(super) fn apply(&self, query: &mut Query) {
        // A price that was given belongs to the part that is replaced.
        for (kind, price) in PartKind::ALL.into_iter().zip(PART_PRICES) {
            let replaced = |(key, _): &(String, String)| {
                *key == key_of(kind) || (kind == PartKind::Psu && key == PSU.key)
            };
            let adds = matches!(kind, PartKind::Ssd | PartKind::Extra);
            if !adds && self.changes.iter().any(replaced) {
                query.remove(price.key);
            }
        }
        for (key, value) in &self.changes {
            query.set(key, value.as_str());
        }
        // A set of cards carries its own counts.
        let set = |key: &str| self.changes.iter().find(|(one, _)| one == key);
        let counted = set(GPUS.key).is_some_and(|(_, cards)| cards.contains(['*', '+']));
        if counted && set(COUNT.key).is_none() {
            query.remove(COUNT.key);
        }
    }
}

pub(super) fn month(text: &str) -> Option<u32> {
    text.parse().ok().filter(|month| *month <= LAST_MONTH)
}

/// What prices are in, as it stands in a sentence.
pub(super) fn of(currency: Currency) -> &'static str {
    match currency.is_usd() {
        true => "dollars",
        false => currency.code,
    }
}

/// A price with or without hundredths, up to ten million of US dollars, in hundredths.
pub(super) fn hundredths(text: &str, currency: Currency) -> Option<i64> {
    let (whole, cents) = text.split_once('.').unwrap_or((text, "0"));
    let whole: i64 = whole
        .parse()
        .ok()
        .filter(|whole| (0..=currency.from_usd(10_000_000)).contains(whole))?;
    let cents: i64 = match cents.len() {
        1 => cents.parse::<i64>().ok()? * 10,
        2 => cents.parse().ok()?,
        _ => return None,
    };
    (cents >= 0).then_some(whole * 100 + cents)
}

/// The key of the build that a part of a kind is named by.
pub(super) fn key_of(kind: PartKind) -> &'static str {
    match kind {
        PartKind::Cpu => CPU_WATTS.key,
        PartKind::Board => PART_BOARD.key,
        PartKind::Ram => PART_RAM.key,
        PartKind::Ssd => PART_SSD.key,
        PartKind::Psu => PART_PSU.key,
        PartKind::Cooler => PART_COOLER.key,
        PartKind::Case => PART_CASE.key,
        PartKind::Ups => UPS.key,
        PartKind::Extra => EXTRAS.key,
    }
}
