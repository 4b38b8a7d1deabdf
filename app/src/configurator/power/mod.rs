//! Power: what the machine is plugged into on the left, what that leads to on the right.

mod answer;
mod circuit;
mod controls;
mod loads;
mod table;
mod waterfall;

use headroom_core::units::{THIN, grouped, ratio};

use super::panel::panels;

pub(super) use answer::{facts, section};
#[cfg(feature = "ssr")]
pub(crate) use answer::{sentence, ways_out};
#[cfg(feature = "ssr")]
pub(crate) use circuit::bar as circuit_bar;
pub(super) use controls::{LIMIT_SLIDERS, STANDS_FOR, controls};
#[cfg(feature = "ssr")]
pub(crate) use waterfall::list as waterfall;

panels! {
    /// What is written about power.
    pub(super) enum Panel {
        Lead => loads::lead,
        Finding => answer::sentence,
        Circuit => circuit::bar,
        Ways => answer::ways_out,
        Remarks => answer::remarks,
        Loads => loads::table,
        Waterfall => waterfall::list,
        Table => table::table,
        Brief => controls::brief,
        LimitLabel(index: usize) => controls::limit_label,
        LimitRange(index: usize) => controls::limit_range,
        Circuits => controls::circuits,
        Ratings => controls::ratings,
        Classes => controls::classes,
        Processors => controls::processors,
        Regions => controls::regions,
        Upses => controls::upses,
    }
}

/// A decimal that the report gives in whole tenths, as tenths.
fn tenths(value: f64) -> u64 {
    // The cast rounds down; half a tenth less than the next is the nearest.
    (value.abs() * 10.0 + 0.5) as u64
}

/// One decimal.
pub(super) fn decimal(value: f64) -> String {
    ratio(tenths(value), 10, 1)
}

/// Rounded to a whole number, thousands apart.
pub(super) fn whole(value: f64) -> String {
    ratio(tenths(value), 10, 0)
}

/// Watts to the nearest watt, with the unit.
fn watts(value: f64) -> String {
    format!("{}{THIN}W", whole(value))
}

/// Watts that are whole, with the unit.
fn whole_watts(value: u32) -> String {
    format!("{}{THIN}W", grouped(u64::from(value)))
}

/// A price of a kilowatt-hour, to the fourth decimal.
fn price(per_kwh: f64) -> String {
    let hundredths_of_a_cent = (per_kwh * 10_000.0 + 0.5) as u64;
    ratio(hundredths_of_a_cent, 10_000, 4)
}

#[cfg(test)]
mod tests {
    use super::{decimal, price, whole};

    #[test]
    fn decimals_round_to_the_nearest() {
        assert_eq!(decimal(1_896.6), "1\u{202f}896.6");
        assert_eq!(
            (whole(1_896.6).as_str(), whole(0.4).as_str()),
            ("1\u{202f}897", "0")
        );
        assert_eq!(price(0.1648), "0.1648");
        assert_eq!(price(0.418), "0.4180");
    }
}
