//! Amounts of money.
//!
//! Prices are whole US cents and hourly rates whole micro-dollars, so that sums are exact and the
//! same on every target. A [`Currency`](super::Currency) writes them. Percentages are thousandths of a percent.

use std::iter::Sum;
use std::ops::{Add, Sub};

use serde::{Serialize, Serializer};

use super::THIN;

/// Thousandths of a percent in the whole.
pub const WHOLE: i64 = 100_000;

/// Cents in a dollar.
pub(super) const CENTS_IN_ONE: u64 = 100;

/// Micro-dollars in a dollar.
pub(super) const MICROS_IN_ONE: u64 = 1_000_000;

/// US cents. Written to JSON as dollars with up to two decimals.
///
/// ```
/// use headroom_core::units::{Cents, Currency};
/// assert_eq!(Currency::USD.exact(Cents(3_984_900)), "$39\u{202f}849");
/// assert_eq!(Currency::USD.exact(Cents(1_999) - Cents(2_000)), "−$0.01");
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
/// assert_eq!(MicroUsd(50_900).usd(), 0.0509);
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
