//! Prices with their day, their kind and their source.

use super::Source;

/// Age in days from which a price is called old.
pub const STALE_DAYS: i32 = 180;

/// Days from a date to a day, both `YYYY-MM-DD` or as much of it as is known: what is missing is taken
/// as early as it can be, so that no price is thought younger than it is.
///
/// ```
/// use headroom_core::catalog::days_since;
/// assert_eq!(days_since("2026-11-22", "2026-11-29"), 7);
/// assert_eq!(days_since("2026", "2026-03-01"), 59);
/// assert_eq!(days_since("2024-02", "2024-03"), 29);
/// ```
#[must_use]
pub fn days_since(date: &str, day: &str) -> i32 {
    number_of(day) - number_of(date)
}

/// Days since a day long ago, by the Gregorian calendar.
fn number_of(date: &str) -> i32 {
    let mut parts = date.split('-').map(|part| part.parse::<i32>().ok());
    let mut next = |least| parts.next().flatten().unwrap_or(least);
    let (year, month, day) = (next(0), next(1), next(1));
    // Years begin in March, so that the day that is not always there comes last.
    let (year, month) = match month {
        3.. => (year, month - 3),
        _ => (year - 1, month + 9),
    };
    let leap_days = year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400);
    365 * year + leap_days + (153 * month + 2) / 5 + day
}

/// A price with its day and its kind.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Price {
    /// Whole US dollars.
    pub usd: u32,
    /// The lowest that was asked at that time.
    pub low: u32,
    /// The highest.
    pub high: u32,
    /// `YYYY-MM-DD`, or as much of it as is known.
    pub date: &'static str,
    /// New, used, retail median, list price, …
    pub condition: &'static str,
    /// The same as far as anything is decided by it.
    pub basis: PriceBasis,
    /// Where it was seen.
    pub source: &'static Source,
}

/// What a price is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PriceBasis {
    /// What a shop asked or a buyer paid for a new one.
    Market,
    /// What the maker recommends.
    List,
    /// What a used one cost.
    Used,
    /// Brought to its day from an older price, or from the price of its class.
    Estimated,
}

/// What something cost once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Past {
    /// US cents.
    pub cents: u32,
    /// `YYYY-MM-DD`, or as much of it as is known.
    pub date: &'static str,
    /// New, used, list price, …
    pub condition: &'static str,
    /// Where it was seen.
    pub source: &'static Source,
}
