//! When owning becomes cheaper than renting.
//!
//! ```text
//! Own(m)   = price + m × (electricity + upkeep) − resale(m)
//! Cloud(m) = Σ rent(i), i < m, falling each year, + m × storage
//! ```
//!
//! The price of the machine is counted once, at month 0, and comes back only as resale: there is no
//! depreciation beside it. On demand and spot are paid for the busy hours, reserved for all hours of
//! the month. Values that fall by a share each year fall in a straight line within the year.
//!
//! What the machine draws, when, and what a kilowatt-hour costs come from the power figures as
//! [`Energy`].

use std::ops::{Range, RangeInclusive};

use crate::catalog::market::Term;
pub use crate::machine::power::Energy;
use crate::money::rent::COMPARABLE_PERCENT;
use crate::report::{Cloud, Cost, Payback, PaybackPoint, Rental, Sensitivity};
use crate::scenario::Scenario;
use crate::units::{Cents, Evidence, GB, MicroUsd, WHOLE, percent, ratio};

/// Months that are looked at for a break-even.
pub const HORIZON_MONTHS: u32 = 120;
/// Shortest span of the series in months.
const SHORTEST_SERIES: u32 = 36;
/// Hundredths of a cent in a cent: the unit that months are summed in.
const FINE: i64 = 100;
/// Months of a year.
const YEAR: u32 = 12;
/// Years of which the falling values are kept: those of the horizon, and the end of the last.
const YEARS: usize = (HORIZON_MONTHS / YEAR) as usize + 2;
const MILLION: i64 = 1_000_000;
/// Minutes of a day.
const DAY: u32 = 1_440;
/// What is changed in the sensitivity: amounts and hours by this share, in thousandths of a percent.
const SWING: i64 = 20_000;
/// Shares of the price by so many points, in thousandths of a percent.
const POINTS: i64 = 10_000;
/// Upkeep by so many points.
const UPKEEP_POINTS: i64 = 1_000;

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
fn busy_minutes_per_year(energy: &Energy) -> i64 {
    week(energy) * 365 / 7
}

/// Running sums of a comparison, in hundredths of a cent.
struct Lines {
    capex: i64,
    running: i64,
    resale: i64,
    fade: Fall,
    rent: i64,
    decline: Fall,
    storage: i64,
}

impl Comparison {
    fn lines(&self) -> Lines {
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

    fn upkeep_month(&self) -> i64 {
        let yearly = i128::from(self.value.0) * i128::from(self.upkeep) * i128::from(FINE);
        fine(yearly, i128::from(WHOLE) * 12)
    }

    /// Rent of the first month.
    fn rent_month(&self) -> i64 {
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
    /// # use headroom_core::{catalog::market::Term, money::{Cents, MicroUsd}};
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
    fn spent(&self, months: u32) -> i64 {
        self.capex + self.running * i64::from(months)
    }

    fn resale_after(&self, months: u32) -> i64 {
        share(self.resale, self.fade.left(months))
    }

    /// What owning has cost after `months`, resale taken off.
    fn own(&self, months: u32) -> i64 {
        self.spent(months) - self.resale_after(months)
    }

    /// Rent of the month that begins after `months`.
    fn rent_of(&self, months: u32) -> i64 {
        share(self.rent, self.decline.left(months))
    }

    /// Rent and storage of a span of months.
    fn cloud(&self, months: Range<u32>) -> i64 {
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
fn fine(value: i128, divisor: i128) -> i64 {
    i64::try_from((value + divisor / 2) / divisor).unwrap_or(i64::MAX)
}

/// Cents from hundredths of a cent, rounded half away from zero.
fn cents(fine: i64) -> Cents {
    Cents((fine + fine.signum() * FINE / 2) / FINE)
}

/// The whole answer. `weights_bytes` is what the cloud has to store unless the user says.
#[must_use]
pub fn project(
    scenario: &Scenario,
    weights_bytes: u64,
    cost: &Cost,
    cloud: &Cloud,
    energy: Energy,
) -> Payback {
    let plan = &scenario.money;
    let stored_gb = plan
        .stored_gb
        .unwrap_or_else(|| u32::try_from(weights_bytes.div_ceil(GB)).unwrap_or(u32::MAX));
    let storage = Cents(fine(
        i128::from(stored_gb) * i128::from(plan.stored_rate.0),
        10_000,
    ));
    let comparison = |rental: Option<&Rental>| Comparison {
        capex: cost.total_usd,
        value: cost.subtotal_usd,
        resale: plan.resale,
        fade: plan.fade,
        upkeep: plan.upkeep,
        energy,
        rent: rental.map_or(MicroUsd(0), |rental| rental.usd_per_hour),
        term: rental.map_or(Term::OnDemand, |rental| rental.term),
        decline: plan.decline,
        storage,
    };
    let own = comparison(cloud.chosen.as_ref());
    let priced = energy.tariff_micro_usd_per_kwh.is_some();
    let compared = cost.complete && cloud.chosen.is_some() && priced;
    let crossing = own.crossing().filter(|_| compared);
    let others = Term::ALL.map(|term| {
        let rental = cloud.by_term.iter().find(|rental| rental.term == term)?;
        Some(comparison(Some(rental)))
    });
    let gpus = scenario.machine.gpu_count();
    let kept = plan.months;
    let mut answer = Payback {
        break_even_months: crossing.map(|(month, _)| month),
        crossing_months: crossing.map(|(_, milli)| milli as f64 / 1_000.0),
        at_break_even: crossing.and_then(|(month, _)| points(&own, &others, month..=month).pop()),
        compared,
        sentence: String::new(),
        horizon_months: HORIZON_MONTHS,
        kept_months: kept,
        break_even_hours_per_day: own
            .break_even_minutes(kept)
            .filter(|_| compared && energy.days_per_week > 0)
            .map(|minutes| f64::from(minutes * 100 / 60) / 100.0),
        own_usd_per_gpu_hour: per_hour(own.own(kept), &energy, kept, gpus)
            .filter(|_| cost.complete && priced),
        rent_usd_per_gpu_hour: cloud
            .chosen
            .as_ref()
            .and_then(|rental| per_hour(own.cloud(kept), &energy, kept, rental.gpus)),
        capex_usd: cost.total_usd,
        energy_usd_per_month: cents(energy.price(YEAR)),
        upkeep_usd_per_month: cents(own.upkeep_month()),
        rent_usd_per_month: cents(own.rent_month()),
        storage_usd_per_month: storage,
        stored_gb,
        busy_hours_per_year: (busy_minutes_per_year(&energy) * 10 / 60) as f64 / 10.0,
        series: Vec::new(),
        sensitivity: Vec::new(),
        assumptions: assumptions(scenario, cloud, &energy),
        evidence: Evidence::Assumed,
    };
    answer.sentence = sentence(cost, cloud, &energy, &answer);
    if compared {
        answer.series = series(&own, &others, kept);
        answer.sensitivity = sensitivity(&own);
    }
    answer
}

/// Micro-dollars for each busy hour of each GPU.
fn per_hour(spent: Cents, energy: &Energy, months: u32, gpus: u32) -> Option<MicroUsd> {
    let minutes = i128::from(busy_minutes_per_year(energy)) * i128::from(months) / 12;
    let gpu_minutes = minutes * i128::from(gpus);
    let micros = i128::from(spent.0.max(0)) * 10_000 * 60;
    (gpu_minutes > 0)
        .then(|| u64::try_from(micros / gpu_minutes).ok().map(MicroUsd))
        .flatten()
}

fn sentence(cost: &Cost, cloud: &Cloud, energy: &Energy, payback: &Payback) -> String {
    let Some(rental) = &cloud.chosen else {
        return "No rented machine in the catalogue holds this model, so there is nothing to compare with."
            .to_owned();
    };
    let against = format!(
        "renting {} × {} from {} ({}, {} an hour)",
        rental.gpus,
        rental.gpu_name,
        rental.provider,
        rental.term.name(),
        rental.usd_per_hour
    );
    if !cost.complete {
        return format!(
            "Not known until every part has a price; missing: {}.",
            cost.missing.join(", ")
        );
    }
    if energy.tariff_micro_usd_per_kwh.is_none() {
        return "Not known until electricity has a price.".to_owned();
    }
    match payback.break_even_months {
        Some(0) => format!("Owning costs no more than {against} from the first day."),
        Some(1) => format!("Owning is cheaper than {against} after 1 month."),
        Some(months) => format!("Owning is cheaper than {against} after {months} months."),
        None => format!(
            "Owning does not become cheaper than {against} within {} years.",
            HORIZON_MONTHS / 12
        ),
    }
}

fn assumptions(scenario: &Scenario, cloud: &Cloud, energy: &Energy) -> Vec<String> {
    let plan = &scenario.money;
    let hours = ratio(u64::from(energy.busy_minutes_per_day), 60, 1);
    let mut list = vec![
        format!(
            "Busy {} hours a day on {} days a week, in a year of 365 days.",
            hours.trim_end_matches(".0"),
            energy.days_per_week
        ),
        format!(
            "Sold on the first day the machine would fetch {} of its price without tax, and {} less of that each year: \
             a declared curve, below the one used price in the catalogue (an RTX 3090 at 47 % of its list price after five and a half years).",
            percent(plan.resale),
            percent(plan.fade)
        ),
        format!(
            "Upkeep of {} of the price a year; tax of {}.",
            percent(plan.upkeep),
            percent(plan.tax)
        ),
        format!(
            "Rents fall by {} a year; storage in the cloud costs {} a GB and month.",
            percent(plan.decline),
            plan.stored_rate
        ),
    ];
    if let Some(rental) = &cloud.chosen {
        if rental.term == Term::Reserved {
            list.push("A reservation is paid for all hours of the month, used or not.".to_owned());
        }
        if let Some(share) = rental.pace_percent()
            && u64::from(share) < COMPARABLE_PERCENT
        {
            list.push(format!(
                "The rented machine has {share} % of {}: the same work takes it more hours than are counted here.",
                rental.pace_of()
            ));
        }
    }
    list
}

fn series(own: &Comparison, others: &[Option<Comparison>; 3], kept: u32) -> Vec<PaybackPoint> {
    let cross = own.break_even().map_or(0, |month| month + month / 4);
    let span = kept.max(SHORTEST_SERIES).max(cross).min(HORIZON_MONTHS);
    points(own, others, 0..=span)
}

/// The lines at the end of each of these months.
fn points(
    own: &Comparison,
    others: &[Option<Comparison>; 3],
    months: RangeInclusive<u32>,
) -> Vec<PaybackPoint> {
    let mine = own.lines();
    let rents = others.map(|other| other.map(|other| other.lines()));
    let mut rent = 0;
    let mut sums = [0_i64; 3];
    let mut list = Vec::with_capacity((months.end() - months.start()) as usize + 1);
    for month in 0..=*months.end() {
        if months.contains(&month) {
            let of = |index: usize| rents[index].as_ref().map(|_| cents(sums[index]));
            let resale = mine.resale_after(month);
            list.push(PaybackPoint {
                month,
                own_usd: cents(mine.spent(month) - resale),
                resale_usd: cents(resale),
                rent_usd: cents(rent),
                on_demand_usd: of(0),
                reserved_usd: of(1),
                spot_usd: of(2),
            });
        }
        rent += mine.rent_of(month) + mine.storage;
        for (sum, lines) in sums.iter_mut().zip(&rents) {
            *sum += lines
                .as_ref()
                .map_or(0, |lines| lines.rent_of(month) + lines.storage);
        }
    }
    list
}

/// Lowers or raises an input, and says what it then is.
type Change<'a> = Box<dyn Fn(&mut Comparison, i64) -> String + 'a>;

/// Changes a share by so many points.
fn shift(share: fn(&mut Comparison) -> &mut u32, points: i64) -> Change<'static> {
    Box::new(move |one, sign| {
        let share = share(one);
        let shifted = (i64::from(*share) + points * sign).clamp(0, WHOLE);
        *share = u32::try_from(shifted).unwrap_or(0);
        percent(*share)
    })
}

/// The break-even with each input lowered and raised, the others held.
fn sensitivity(base: &Comparison) -> Vec<Sensitivity> {
    let scaled = |value: i64, sign: i64| value + value.saturating_mul(SWING) / WHOLE * sign;
    let micro = |value: u64, sign: i64| {
        u64::try_from(scaled(i64::try_from(value).unwrap_or(i64::MAX / 2), sign)).unwrap_or(0)
    };
    let inputs: [(&'static str, &'static str, Change<'_>); 9] = [
        (
            "price",
            "Price of the machine",
            Box::new(|one, sign| {
                one.capex = Cents(scaled(base.capex.0, sign));
                one.value = Cents(scaled(base.value.0, sign));
                one.capex.to_string()
            }),
        ),
        (
            "rent",
            "Rent",
            Box::new(|one, sign| {
                one.rent = MicroUsd(micro(base.rent.0, sign));
                format!("{} an hour", one.rent)
            }),
        ),
        (
            "hours",
            "Hours of use",
            Box::new(|one, sign| {
                let minutes = scaled(i64::from(base.energy.busy_minutes_per_day), sign);
                let minutes = u32::try_from(minutes).unwrap_or(0).min(DAY);
                one.energy.busy_minutes_per_day = minutes;
                format!("{} h a day", ratio(u64::from(minutes), 60, 1))
            }),
        ),
        (
            "tariff",
            "Electricity",
            Box::new(|one, sign| {
                let tariff = micro(base.energy.tariff_micro_usd_per_kwh.unwrap_or(0), sign);
                one.energy.tariff_micro_usd_per_kwh = Some(tariff);
                format!("{} a kWh", MicroUsd(tariff))
            }),
        ),
        (
            "resale",
            "Resale value on the first day",
            shift(|one| &mut one.resale, POINTS),
        ),
        (
            "fade",
            "Loss of value a year",
            shift(|one| &mut one.fade, POINTS),
        ),
        (
            "upkeep",
            "Upkeep a year",
            shift(|one| &mut one.upkeep, UPKEEP_POINTS),
        ),
        (
            "decline",
            "Fall of rents a year",
            shift(|one| &mut one.decline, POINTS),
        ),
        (
            "storage",
            "Cloud storage",
            Box::new(|one, sign| {
                one.storage = Cents(scaled(base.storage.0, sign));
                format!("{} a month", one.storage)
            }),
        ),
    ];
    let mut list: Vec<Sensitivity> = inputs
        .iter()
        .map(|(input, label, change)| {
            let at = |sign| {
                let mut changed = *base;
                let value = change(&mut changed, sign);
                (value, changed.break_even())
            };
            let ((low, low_months), (high, high_months)) = (at(-1), at(1));
            Sensitivity {
                input,
                label,
                low,
                high,
                low_months,
                high_months,
            }
        })
        .collect();
    list.sort_by_key(|one| std::cmp::Reverse(spread(one)));
    list
}

/// Months between the two ends; never counts as one month beyond the horizon.
fn spread(one: &Sensitivity) -> u32 {
    let [low, high] =
        [one.low_months, one.high_months].map(|months| months.unwrap_or(HORIZON_MONTHS + 1));
    low.abs_diff(high)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Comparison, Energy, HORIZON_MONTHS};
    use crate::catalog::market::Term;
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
