//! How often drives fail.

use crate::catalog::Source;

/// Failures and drive-days of the SSDs in one operator's servers in 2022.
pub const AFR: (u32, u32) = (25, 934_441);

/// Where [`AFR`] comes from.
pub const AFR_SOURCE: Source = Source {
    title: "Backblaze, SSD drive stats for 2022: 25 failures in 934,441 drive-days, 0.98 % a year (SATA and M.2 boot drives)",
    url: Some("https://www.backblaze.com/blog/ssd-edition-2022-drive-stats-review/"),
};

/// Chance that at least one of so many drives fails within a year.
///
/// ```
/// use headroom_core::machine::storage::failure_per_year;
/// assert!((failure_per_year(1) - 0.00977).abs() < 0.00001);
/// assert!((failure_per_year(4) - 0.0385).abs() < 0.0001);
/// ```
#[must_use]
pub fn failure_per_year(drives: u32) -> f64 {
    let (failures, days) = AFR;
    let rate = f64::from(failures) * 365.0 / f64::from(days);
    // At most a bill's worth of drives: multiplying is exact enough and the same everywhere.
    1.0 - (0..drives).fold(1.0, |kept, _| kept * (1.0 - rate))
}
