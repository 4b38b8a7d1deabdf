//! How far the break-even moves with each input.

use super::lines::{Comparison, DAY, HORIZON_MONTHS};
use crate::report::Sensitivity;
use crate::units::{Cents, Currency, MicroUsd, WHOLE, percent, ratio, sort_by_key};

/// What is changed in the sensitivity: amounts and hours by this share, in thousandths of a percent.
const SWING: i64 = 20_000;
/// Shares of the price by so many points, in thousandths of a percent.
const POINTS: i64 = 10_000;
/// Upkeep by so many points.
const UPKEEP_POINTS: i64 = 1_000;

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
pub(super) fn of(base: &Comparison, currency: Currency) -> Vec<Sensitivity> {
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
                currency.exact(one.capex)
            }),
        ),
        (
            "rent",
            "Rent",
            Box::new(|one, sign| {
                one.rent = MicroUsd(micro(base.rent.0, sign));
                format!("{} an hour", currency.rate(one.rent))
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
                format!("{} a kWh", currency.rate(MicroUsd(tariff)))
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
                format!("{} a month", currency.exact(one.storage))
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
    sort_by_key(&mut list, |one| std::cmp::Reverse(spread(one)));
    list
}

/// Months between the two ends; never counts as one month beyond the horizon.
fn spread(one: &Sensitivity) -> u32 {
    let [low, high] =
        [one.low_months, one.high_months].map(|months| months.unwrap_or(HORIZON_MONTHS + 1));
    low.abs_diff(high)
}
