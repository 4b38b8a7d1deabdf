//! Quantities that carry their unit, and the one way in which each is written.
//!
//! GB is 10⁹ bytes and GiB is 2³⁰ bytes, always. Every surface formats through this module, so that
//! the server and the browser print the same characters.

mod about;
mod budget;
mod currency;
mod money;
mod range;
mod search;
mod shown;
mod sort;

pub use about::{about, duration, durations, ends, with_unit};
pub(crate) use budget::Steps;
pub use budget::{Budget, QUESTION_STEPS, SWEEP_STEPS, Stop};
pub use currency::Currency;
pub use money::{Cents, MicroUsd, WHOLE, percent};
pub use range::{Level, Range};
pub(crate) use search::{first_near, first_of};
pub use shown::shown;
pub use sort::sort_by_key;

/// A text that only whole pages print. The browser's half is built without the feature `evidence` and holds
/// an empty one instead.
pub(crate) const fn page_text(text: &'static str) -> &'static str {
    if cfg!(feature = "evidence") { text } else { "" }
}

/// Bytes in one GiB.
pub const GIB: u64 = 1 << 30;
/// Bytes in one MiB.
pub const MIB: u64 = 1 << 20;
/// Bytes in one GB.
pub const GB: u64 = 1_000_000_000;

/// A narrow no-break space: groups digits and holds a unit to its number.
pub const THIN: char = '\u{202f}';

/// How a number is known. The order is from strongest to weakest, so that the weakest of several
/// is their maximum.
///
/// ```
/// use headroom_core::units::Evidence;
/// assert_eq!(Evidence::Published.max(Evidence::Assumed), Evidence::Assumed);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(description = "How a figure is known."))]
#[serde(rename_all = "snake_case")]
pub enum Evidence {
    /// A figure that a vendor or a measurement states.
    Published,
    /// Arithmetic on published figures.
    Derived,
    /// Fitted to measurements.
    Calibrated,
    /// Taken for granted, and said so.
    Assumed,
}

impl Evidence {
    /// The word shown beside a figure.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Published => "published",
            Self::Derived => "derived",
            Self::Calibrated => "calibrated",
            Self::Assumed => "assumed",
        }
    }
}

/// Writes an integer with thin spaces between thousands.
///
/// ```
/// use headroom_core::units::grouped;
/// assert_eq!(grouped(8_192), "8\u{202f}192");
/// assert_eq!(grouped(512), "512");
/// ```
#[must_use]
pub fn grouped(value: u64) -> String {
    let digits = value.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len());
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push(THIN);
        }
        out.push(digit);
    }
    out
}

/// Writes `value / unit` with `decimals` places, rounding half up, in exact integer arithmetic.
///
/// ```
/// use headroom_core::units::{ratio, GB};
/// assert_eq!(ratio(811_706_777_600, GB, 1), "811.7");
/// ```
#[must_use]
pub fn ratio(value: u64, unit: u64, decimals: u32) -> String {
    let scale = 10u128.pow(decimals);
    let unit = u128::from(unit.max(1));
    let scaled = (u128::from(value) * scale + unit / 2) / unit;
    let whole = grouped(u64::try_from(scaled / scale).unwrap_or(u64::MAX));
    if decimals == 0 {
        return whole;
    }
    let fraction = scaled % scale;
    format!("{whole}.{fraction:0width$}", width = decimals as usize)
}

/// Bytes in GB with as many decimals as keep three or four significant figures.
///
/// ```
/// use headroom_core::units::gb;
/// assert_eq!(gb(811_706_777_600), "811.7\u{202f}GB");
/// assert_eq!(gb(4_661_724_384), "4.66\u{202f}GB");
/// assert_eq!(gb(70_272), "70.3\u{202f}kB");
/// ```
#[must_use]
pub fn gb(bytes: u64) -> String {
    scaled(bytes, &[(GB, "GB"), (1_000_000, "MB"), (1_000, "kB")])
}

/// Bytes in GiB, as [`gb`] does in GB.
///
/// ```
/// use headroom_core::units::gib;
/// assert_eq!(gib(97_887 << 20), "95.59\u{202f}GiB");
/// ```
#[must_use]
pub fn gib(bytes: u64) -> String {
    scaled(bytes, &[(GIB, "GiB"), (MIB, "MiB"), (1 << 10, "KiB")])
}

/// Bytes in GB with one decimal, for sums that hold estimates.
///
/// ```
/// use headroom_core::units::about_gb;
/// assert_eq!(about_gb(94_915_952_640), "94.9\u{202f}GB");
/// assert_eq!(about_gb(584_701_050), "0.6\u{202f}GB");
/// ```
#[must_use]
pub fn about_gb(bytes: u64) -> String {
    format!("{}{THIN}GB", ratio(bytes, GB, 1))
}

fn scaled(bytes: u64, units: &[(u64, &str)]) -> String {
    for &(unit, name) in units {
        if bytes >= unit {
            let decimals = if bytes >= unit.saturating_mul(100) {
                1
            } else {
                2
            };
            let decimals = if name.starts_with('G') || bytes < 10 * unit {
                decimals
            } else {
                1
            };
            return format!("{}{THIN}{name}", ratio(bytes, unit, decimals));
        }
    }
    format!("{bytes}{THIN}B")
}

/// A count of parameters in the way that models are named: `405.9 B`, `596 M`.
///
/// ```
/// use headroom_core::units::params;
/// assert_eq!(params(405_853_388_800), "405.9\u{202f}B");
/// assert_eq!(params(2_779_931_827_808), "2.78\u{202f}T");
/// ```
#[must_use]
pub fn params(count: u64) -> String {
    const T: u64 = 1_000_000_000_000;
    match count {
        0..1_000_000 => grouped(count),
        1_000_000..1_000_000_000 => format!("{}{THIN}M", ratio(count, 1_000_000, 0)),
        1_000_000_000..10_000_000_000 => format!("{}{THIN}B", ratio(count, GB, 2)),
        10_000_000_000..T => format!("{}{THIN}B", ratio(count, GB, 1)),
        _ => format!("{}{THIN}T", ratio(count, T, 2)),
    }
}
