//! The two lines: what owning and what renting has cost after so many months, and where they cross.

use std::ops::Range;

use crate::catalog::market::Term;
use crate::machine::power::Energy;
use crate::units::{Cents, MicroUsd, WHOLE};

/// Months that are looked at for a break-even.
pub const HORIZON_MONTHS: u32 = 120;

/// Minutes of a day.
pub(super) const DAY: u32 = 1_440;

/// Hundredths of a cent in a cent: the unit that months are summed in.
const FINE: i64 = 100;
/// Months of a year.
pub(super) const YEAR: u32 = 12;
/// Years of which the falling values are kept: those of the horizon, and the end of the last.
const YEARS: usize = (HORIZON_MONTHS / YEAR) as usize + 2;
const MILLION: i64 = 1_000_000;

/// What is compared: the inputs of the two lines, each in the unit that it is summed in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Comparison {
    /// Price of the machine, tax included.
    pub capex: Cents,
    /// Price without tax, which upkeep and resale are shares of.
    pub value: Cents,
    /// What it would fetch on the first day, thousandths of a percent of `value`.
    pub resale: u32,
    /// What it loses of that each year.
    pub fade: u32,
    /// Yearly upkeep, share of `value`.
    pub upkeep: u32,
    /// Electricity.
    pub energy: Energy,
    /// Rent of an hour for everything that is rented.
    pub rent: MicroUsd,
    /// Terms of the rent.
    pub term: Term,
    /// By how much the rent falls each year.
    pub decline: u32,
    /// Storage in the cloud for a month.
    pub storage: Cents,
}

/// Busy minutes of a week.
fn week(energy: &Energy) -> i64 {
    i64::try_from(energy.busy_week()).unwrap_or(i64::MAX)
}

/// Busy minutes in a year of 365 days.
pub(super) fn busy_minutes_per_year(energy: &Energy) -> i64 {
    week(energy) * 365 / 7
}

/// Running sums of a comparison, in hundredths of a cent.
pub(super) struct Lines {
    capex: i64,
    running: i64,
    resale: i64,
    fade: Fall,
    rent: i64,
    decline: Fall,
    pub(super) storage: i64,
}

impl Comparison {
    pub(super) fn lines(&self) -> Lines {
        Lines {
            capex: self.capex.0 * FINE,
            running: self.energy.price(YEAR) + self.upkeep_month(),
            resale: fine(
                i128::from(self.value.0) * i128::from(self.resale) * i128::from(FINE),
                i128::from(WHOLE),
            ),
            fade: Fall::of(self.fade),
            rent: self.rent_month(),
            decline: Fall::of(self.decline),
            storage: self.storage.0 * FINE,
        }
    }

    pub(super) fn upkeep_month(&self) -> i64 {
        let yearly = i128::from(self.value.0) * i128::from(self.upkeep) * i128::from(FINE);
        fine(yearly, i128::from(WHOLE) * 12)
    }

    /// Rent of the first month.
    pub(super) fn rent_month(&self) -> i64 {
        let minutes_per_week = match self.term {
            Term::Reserved => i64::from(DAY) * 7,
            Term::OnDemand | Term::Spot => week(&self.energy),
        };
        let yearly = i128::from(self.rent.0) * i128::from(minutes_per_week) * 365;
        fine(yearly, 7 * 60 * 12 * 100)
    }

    /// What owning has cost after `months`, resale taken off.
    ///
    /// ```
    /// # use headroom_core::{catalog::market::Term, units::{Cents, MicroUsd}};
    /// # use headroom_core::money::payback::{Comparison, Energy};
    /// # let energy = Energy { busy_mw: 1_000_000, idle_mw: 0, busy_minutes_per_day: 1_440, days_per_week: 7,
    /// #     tariff_micro_usd_per_kwh: Some(170_000) };
    /// let comparison = Comparison {
    ///     capex: Cents(1_000_000), value: Cents(1_000_000), resale: 80_000, fade: 20_000, upkeep: 0,
    ///     energy, rent: MicroUsd(1_890_000), term: Term::OnDemand, decline: 0, storage: Cents(0),
    /// };
    /// // At month 0: the price less what it would fetch.
    /// assert_eq!(comparison.own(0), Cents(1_000_000 - 800_000));
    /// // After a year: 8,760 kWh at $0.17, and a fifth of the resale value lost.
    /// assert_eq!(comparison.own(12), Cents(1_000_000 + 148_920 - 640_000));
    /// assert_eq!(comparison.cloud(12), Cents(1_655_640)); // 8,760 × $1.89
    /// ```
    #[must_use]
    pub fn own(&self, months: u32) -> Cents {
        cents(self.lines().own(months))
    }

    /// What the machine would fetch after `months`.
    #[must_use]
    pub fn resale_after(&self, months: u32) -> Cents {
        cents(self.lines().resale_after(months))
    }

    /// What renting has cost after `months`.
    #[must_use]
    pub fn cloud(&self, months: u32) -> Cents {
        cents(self.lines().cloud(0..months))
    }

    /// First month at whose end owning has cost no more than renting.
    #[must_use]
    pub fn break_even(&self) -> Option<u32> {
        self.crossing().map(|(month, _)| month)
    }

    /// The same for the money spent, as if the machine were worth nothing.
    #[must_use]
    pub fn break_even_spent(&self) -> Option<u32> {
        self.unsold().break_even()
    }

    /// The same comparison of a machine that nobody buys.
    #[must_use]
    pub fn unsold(&self) -> Self {
        Self { resale: 0, ..*self }
    }

    /// What was spent on owning after `months`: the price and its running cost.
    #[must_use]
    pub fn spent(&self, months: u32) -> Cents {
        cents(self.lines().spent(months))
    }

    /// That month, and the point before its end at which the lines cross, in thousandths of a month.
    #[must_use]
    pub fn crossing(&self) -> Option<(u32, u64)> {
        let lines = self.lines();
        let mut rented = 0;
        let mut month = 0;
        while month <= HORIZON_MONTHS {
            if month.is_multiple_of(YEAR) && lines.stays_dearer(month, rented) {
                rented += lines.cloud(month..month + YEAR);
                month += YEAR;
                continue;
            }
            let ahead = lines.own(month) - rented;
            if ahead <= 0 {
                let Some(last) = month.checked_sub(1) else {
                    return Some((0, 0));
                };
                let before = lines.own(last) - (rented - lines.cloud(last..month));
                let part = before * 1_000 / (before - ahead).max(1);
                return Some((month, u64::from(last) * 1_000 + part.unsigned_abs()));
            }
            rented += lines.cloud(month..month + 1);
            month += 1;
        }
        None
    }

    /// Fewest busy minutes a day from which owning is cheaper after `months`.
    #[must_use]
    pub fn break_even_minutes(&self, months: u32) -> Option<u32> {
        let cheaper = |minutes| {
            let mut changed = *self;
            changed.energy.busy_minutes_per_day = minutes;
            let lines = changed.lines();
            cents(lines.own(months)) <= cents(lines.cloud(0..months))
        };
        if cheaper(0) {
            return Some(0);
        }
        if !cheaper(DAY) {
            return None;
        }
        // The difference of the two lines is linear in the minutes, so it changes sign once.
        let (mut low, mut high) = (0, DAY);
        while high - low > 1 {
            let middle = low + (high - low) / 2;
            if cheaper(middle) {
                high = middle;
            } else {
                low = middle;
            }
        }
        Some(high)
    }
}

impl Lines {
    /// Price and running cost after `months`.
    pub(super) fn spent(&self, months: u32) -> i64 {
        self.capex + self.running * i64::from(months)
    }

    pub(super) fn resale_after(&self, months: u32) -> i64 {
        share(self.resale, self.fade.left(months))
    }

    /// What owning has cost after `months`, resale taken off.
    pub(super) fn own(&self, months: u32) -> i64 {
        self.spent(months) - self.resale_after(months)
    }

    /// Rent of the month that begins after `months`.
    pub(super) fn rent_of(&self, months: u32) -> i64 {
        share(self.rent, self.decline.left(months))
    }

    /// Rent and storage of a span of months.
    pub(super) fn cloud(&self, months: Range<u32>) -> i64 {
        let count = i64::from(months.end - months.start);
        let rent = match self.decline {
            Fall::Never => self.rent * count,
            Fall::Yearly(..) => months.map(|month| self.rent_of(month)).sum(),
        };
        rent + self.storage * count
    }

    /// Whether owning is dearer in every month of the year that begins after `months`, of which
    /// `rented` was paid before. Within a year the own line is straight, but for rounding, and no
    /// month's rent exceeds the first one's, so that both ends bound what is between them.
    fn stays_dearer(&self, months: u32, rented: i64) -> bool {
        let rounding = self.resale / MILLION + 3;
        let most = rented + (self.rent_of(months) + self.storage) * i64::from(YEAR);
        self.own(months) - rented > rounding && self.own(months + YEAR) - most > rounding
    }
}

/// What is left of a value that loses a share each year, in a straight line within the year.
#[derive(Clone, Copy)]
enum Fall {
    Never,
    /// Parts per million at the start of each year, and what each year keeps in thousandths of a
    /// percent.
    Yearly([i64; YEARS], i64),
}

impl Fall {
    /// Of losing `rate` thousandths of a percent a year.
    fn of(rate: u32) -> Self {
        if rate == 0 {
            return Self::Never;
        }
        let keep = WHOLE - i64::from(rate).min(WHOLE);
        let mut starts = [MILLION; YEARS];
        for year in 1..YEARS {
            starts[year] = starts[year - 1] * keep / WHOLE;
        }
        Self::Yearly(starts, keep)
    }

    /// Parts per million that are left after `months`.
    fn left(&self, months: u32) -> i64 {
        let Self::Yearly(starts, keep) = self else {
            return MILLION;
        };
        let (year, rest) = ((months / YEAR) as usize, i64::from(months % YEAR));
        let known = year.min(YEARS - 1);
        let start = (known..year).fold(starts[known], |left, _| left * keep / WHOLE);
        let end = starts
            .get(year + 1)
            .map_or_else(|| start * keep / WHOLE, |end| *end);
        start - (start - end) * rest / i64::from(YEAR)
    }
}

/// A share in parts per million, rounded down.
fn share(amount: i64, ppm: i64) -> i64 {
    match amount.checked_mul(ppm) {
        Some(part) => part / MILLION,
        None => {
            let part = i128::from(amount) * i128::from(ppm) / i128::from(MILLION);
            i64::try_from(part).unwrap_or(i64::MAX)
        }
    }
}

/// A quotient rounded half up.
pub(super) fn fine(value: i128, divisor: i128) -> i64 {
    i64::try_from((value + divisor / 2) / divisor).unwrap_or(i64::MAX)
}

/// Cents from hundredths of a cent, rounded half away from zero.
pub(super) fn cents(fine: i64) -> Cents {
    Cents((fine + fine.signum() * FINE / 2) / FINE)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::Comparison;
    use crate::catalog::market::Term;
    use crate::money::payback::{Energy, HORIZON_MONTHS};
    use crate::units::{Cents, MicroUsd};

    /// Month by month, without skipping any.
    fn plain(comparison: &Comparison) -> Option<u32> {
        let lines = comparison.lines();
        (0..=HORIZON_MONTHS).find(|&month| lines.own(month) <= lines.cloud(0..month))
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 4_000, ..ProptestConfig::default() })]

        #[test]
        fn skipped_years_hold_no_crossing(
            value in 1..20_000_000_i64,
            (resale, fade, upkeep, decline) in (0..=100_000_u32, 0..=100_000_u32, 0..=20_000_u32, 0..=100_000_u32),
            busy_minutes_per_day in 0..=1_440_u32,
            rent in 10_000..40_000_000_u64,
            reserved in any::<bool>(),
            storage in 0..5_000_i64,
        ) {
            let comparison = Comparison {
                capex: Cents(value),
                value: Cents(value),
                resale,
                fade,
                upkeep,
                energy: Energy {
                    busy_mw: 1_200_000,
                    idle_mw: 150_000,
                    busy_minutes_per_day,
                    days_per_week: 5,
                    tariff_micro_usd_per_kwh: Some(164_800),
                },
                rent: MicroUsd(rent),
                term: if reserved { Term::Reserved } else { Term::OnDemand },
                decline,
                storage: Cents(storage),
            };
            prop_assert_eq!(comparison.break_even(), plain(&comparison));
        }
    }
}
