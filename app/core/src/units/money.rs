//! Amounts of money.
//!
//! Prices are whole US cents and hourly rates whole micro-dollars, so that sums are exact and the
//! same on every target. Percentages are thousandths of a percent.

use std::iter::Sum;
use std::ops::{Add, Sub};

use serde::{Serialize, Serializer};

use super::{THIN, grouped};

/// Thousandths of a percent in the whole.
pub const WHOLE: i64 = 100_000;

/// US cents. Written to JSON as dollars with up to two decimals.
///
/// ```
/// use headroom_core::units::Cents;
/// assert_eq!(Cents(3_984_900).to_string(), "$39\u{202f}849");
/// assert_eq!((Cents(1_999) - Cents(2_000)).to_string(), "−$0.01");
/// assert_eq!(serde_json::to_string(&Cents(379_999)).unwrap(), "3799.99");
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(description = "US dollars, to the cent."))]
pub struct Cents(#[cfg_attr(feature = "schema", schemars(with = "f64"))] pub i64);

/// Micro-dollars for an hour, or for a million tokens. Written to JSON as dollars.
///
/// ```
/// use headroom_core::units::MicroUsd;
/// assert_eq!(MicroUsd(1_890_000).to_string(), "$1.89");
/// assert_eq!(MicroUsd(50_900).to_string(), "$0.0509");
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(description = "US dollars."))]
pub struct MicroUsd(#[cfg_attr(feature = "schema", schemars(with = "f64"))] pub u64);

impl Cents {
    /// So many times the amount.
    #[must_use]
    pub fn times(self, count: u32) -> Self {
        Self(self.0.saturating_mul(i64::from(count)))
    }

    /// A part of the amount in thousandths of a percent, rounded half up.
    ///
    /// ```
    /// use headroom_core::units::Cents;
    /// assert_eq!(Cents(10_000).percent(8_875), Cents(888)); // 8.875 %
    /// ```
    #[must_use]
    pub fn percent(self, milli_percent: u32) -> Self {
        let part = i128::from(self.0) * i128::from(milli_percent) + i128::from(WHOLE / 2);
        Self(i64::try_from(part / i128::from(WHOLE)).unwrap_or(i64::MAX))
    }

    /// Whole dollars as text, for people: `$39,950` is enough of a bill.
    #[must_use]
    pub fn whole(self) -> String {
        let sign = if self.0 < 0 { "−" } else { "" };
        format!("{sign}${}", grouped((self.0.unsigned_abs() + 50) / 100))
    }

    /// Whole dollars to three digits: sums of prices from several months are no more certain.
    ///
    /// ```
    /// # use headroom_core::units::Cents;
    /// assert_eq!(Cents(5_871_250).about(), "$58\u{202f}700");
    /// assert_eq!(Cents(-94_999).about(), "−$950");
    /// ```
    #[must_use]
    pub fn about(self) -> String {
        let dollars = (self.0.unsigned_abs() + 50) / 100;
        let digits = dollars.checked_ilog10().unwrap_or(0);
        let step = 10_u64.pow(digits.saturating_sub(2));
        let sign = if self.0 < 0 { "−" } else { "" };
        let rounded = (dollars + step / 2) / step * step;
        format!("{sign}${}", grouped(rounded))
    }

    /// Dollars, exact to the cent.
    #[must_use]
    pub fn usd(self) -> f64 {
        self.0 as f64 / 100.0
    }
}

impl MicroUsd {
    /// Dollars.
    #[must_use]
    pub fn usd(self) -> f64 {
        self.0 as f64 / 1e6
    }
}

impl Add for Cents {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }
}

impl Sub for Cents {
    type Output = Self;

    fn sub(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }
}

impl Sum for Cents {
    fn sum<I: Iterator<Item = Self>>(amounts: I) -> Self {
        amounts.fold(Self(0), Self::add)
    }
}

impl Serialize for Cents {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_f64(self.usd())
    }
}

impl Serialize for MicroUsd {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_f64(self.usd())
    }
}

/// Dollars; cents only where there are any.
impl std::fmt::Display for Cents {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let sign = if self.0 < 0 { "−" } else { "" };
        let (dollars, cents) = (self.0.unsigned_abs() / 100, self.0.unsigned_abs() % 100);
        write!(f, "{sign}${}", grouped(dollars))?;
        if cents > 0 {
            write!(f, ".{cents:02}")?;
        }
        Ok(())
    }
}

/// Dollars with two decimals, or up to four where two would hide something.
impl std::fmt::Display for MicroUsd {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (dollars, micros) = (self.0 / 1_000_000, self.0 % 1_000_000);
        let dollars = grouped(dollars);
        match micros {
            _ if micros.is_multiple_of(10_000) => write!(f, "${dollars}.{:02}", micros / 10_000),
            _ if micros.is_multiple_of(1_000) => write!(f, "${dollars}.{:03}", micros / 1_000),
            _ => write!(f, "${dollars}.{:04}", micros / 100),
        }
    }
}

/// Thousandths of a percent as text: `8.875 %`.
///
/// ```
/// use headroom_core::units::percent;
/// assert_eq!(percent(8_875), "8.875\u{202f}%");
/// assert_eq!(percent(20_000), "20\u{202f}%");
/// ```
#[must_use]
pub fn percent(milli_percent: u32) -> String {
    let (whole, rest) = (milli_percent / 1_000, milli_percent % 1_000);
    if rest == 0 {
        return format!("{whole}{THIN}%");
    }
    let rest = format!("{rest:03}");
    format!("{whole}.{}{THIN}%", rest.trim_end_matches('0'))
}
