//! Quantities as charts write them: whole where they are large, never below one of their unit.

use headroom_core::units::{THIN, ratio};

/// What values are counted in; where nothing is said, dollars.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unit {
    /// Before the number: `$`.
    pub prefix: &'static str,
    /// After it: `W`.
    pub suffix: &'static str,
    /// A value is this many parts of one unit: 100 for cents. A power of ten.
    pub per: u32,
}

const SCALES: [(u64, &str); 4] = [
    (1_000_000_000_000, "T"),
    (1_000_000_000, "B"),
    (1_000_000, "M"),
    (1_000, "k"),
];
/// From here on, exact numbers are written in millions.
const LONG: u64 = 10_000_000;

impl Unit {
    /// Cents, written as dollars.
    pub const DOLLARS: Self = Self {
        prefix: "$",
        suffix: "",
        per: 100,
    };
    /// The same of a currency, whose sign stands before the number.
    #[must_use]
    pub const fn money(sign: &'static str) -> Self {
        Self {
            prefix: sign,
            ..Self::DOLLARS
        }
    }

    /// Watts.
    pub const WATTS: Self = Self {
        prefix: "",
        suffix: "W",
        per: 1,
    };
    /// Tenths of months.
    pub const MONTHS: Self = Self {
        prefix: "",
        suffix: "months",
        per: 10,
    };

    /// Tenths of tokens a second.
    pub const RATE: Self = Self {
        prefix: "",
        suffix: "tokens/s",
        per: 10,
    };

    /// One value by itself: `$52 340`, `8.4 months`, `−$3.20`.
    ///
    /// ```
    /// use headroom_chart::Unit;
    /// assert_eq!(Unit::DOLLARS.exact(3_984_900), "$39\u{202f}849");
    /// assert_eq!(Unit::DOLLARS.exact(-320), "−$3.20");
    /// assert_eq!(Unit::MONTHS.exact(84), "8.4\u{202f}months");
    /// assert_eq!(Unit::WATTS.exact(12_300_000), "12.3\u{202f}MW");
    /// ```
    #[must_use]
    pub fn exact(&self, value: i64) -> String {
        let size = value.unsigned_abs();
        let per = u64::from(self.per.max(1));
        if size / per >= LONG {
            let (scale, letter) = scale_of(size / per, LONG);
            return self.put(value, &ratio(size / per, scale, 1), letter);
        }
        let decimals = if size.is_multiple_of(per) || size >= 100 * per {
            0
        } else {
            per.ilog10()
        };
        self.put(value, &ratio(size, per, decimals), "")
    }

    /// One of several ticks: all with the same scale and as many decimals as their step needs.
    pub(crate) fn tick(&self, value: i64, step: i64, widest: i64, short: bool) -> String {
        let per = u64::from(self.per.max(1));
        let from = if short { 10_000 } else { 1_000_000 };
        let (scale, letter) = scale_of(widest.unsigned_abs() / per, from);
        let unit = per.saturating_mul(scale);
        let mut decimals = 0;
        let mut rest = u128::from(step.unsigned_abs());
        while decimals < 3 && !rest.is_multiple_of(u128::from(unit)) {
            rest *= 10;
            decimals += 1;
        }
        // Dollars have two decimals or none.
        if scale == 1 && decimals > 0 {
            decimals = per.ilog10();
        }
        let number = ratio(value.unsigned_abs(), unit, decimals);
        self.put(value, &number, if value == 0 { "" } else { letter })
    }

    /// The number alone, for a tick whose unit is written once beside the axis.
    pub(crate) fn bare(self) -> Self {
        Self { suffix: "", ..self }
    }

    fn put(&self, value: i64, number: &str, letter: &str) -> String {
        let sign = if value < 0 { "−" } else { "" };
        let gap = if letter.is_empty() && self.suffix.is_empty() {
            String::new()
        } else if !letter.is_empty() && self.suffix.len() > 2 {
            format!("{THIN}{letter}{THIN}")
        } else {
            format!("{THIN}{letter}")
        };
        format!("{sign}{}{number}{gap}{}", self.prefix, self.suffix)
    }
}

impl Default for Unit {
    fn default() -> Self {
        Self::DOLLARS
    }
}

fn scale_of(size: u64, from: u64) -> (u64, &'static str) {
    SCALES
        .into_iter()
        .find(|&(scale, _)| size >= scale && size >= from)
        .unwrap_or((1, ""))
}

/// A share in whole percent: `<1 %` rather than nothing.
pub(crate) fn percent(part: u64, whole: u128) -> String {
    if whole == 0 {
        return String::new();
    }
    let rounded = (u128::from(part) * 200 + whole) / (2 * whole);
    if part > 0 && rounded == 0 {
        return format!("<1{THIN}%");
    }
    format!("{rounded}{THIN}%")
}

#[cfg(test)]
mod tests {
    use super::{Unit, percent};

    #[test]
    fn ticks_share_their_scale() {
        let tick = |value| Unit::DOLLARS.tick(value, 5_000_000, 20_000_000, false);
        assert_eq!([tick(0), tick(5_000_000)], ["$0", "$50\u{202f}000"]);
        let short = |value| Unit::DOLLARS.tick(value, 5_000_000, 20_000_000, true);
        assert_eq!([short(0), short(5_000_000)], ["$0", "$50\u{202f}k"]);
        let large = |value| Unit::DOLLARS.tick(value, 50_000_000, 300_000_000, true);
        assert_eq!(
            [large(50_000_000), large(-100_000_000)],
            ["$0.5\u{202f}M", "−$1.0\u{202f}M"]
        );
        assert_eq!(Unit::DOLLARS.tick(20, 20, 100, false), "$0.20");
    }

    #[test]
    fn no_value_is_too_large_to_write() {
        for value in [i64::MIN, i64::MAX, 0, -1] {
            for unit in [Unit::DOLLARS, Unit::WATTS, Unit::MONTHS] {
                assert!(!unit.exact(value).is_empty());
                assert!(!unit.tick(value, 1, i64::MAX, true).is_empty());
            }
        }
    }

    #[test]
    fn small_shares_are_not_nothing() {
        assert_eq!(percent(1, 1_000), "<1\u{202f}%");
        assert_eq!(percent(0, 1_000), "0\u{202f}%");
        assert_eq!(percent(748, 1_000), "75\u{202f}%");
        assert_eq!(percent(5, 0), "");
    }
}
