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
//! Own(m) without resale(m) is the money spent. Both are lines, and both crossings are told: what a
//! machine would fetch is an assumption, what it has cost is not. Nothing is compared where the own
//! machine does not do the work.
//!
//! What the machine draws, when, and what a kilowatt-hour costs come from the power figures as
//! [`Energy`].

mod lines;
mod rivals;
mod sensitivity;
mod words;

use std::ops::RangeInclusive;

use crate::catalog::market::Term;
pub use crate::machine::power::Energy;
use crate::report::{Cloud, Cost, Payback, PaybackPoint, Rental, Sensitivity};
use crate::scenario::Scenario;
use crate::units::{Cents, Currency, Evidence, GB, MicroUsd};

pub use lines::{Comparison, HORIZON_MONTHS};
use lines::{YEAR, busy_minutes_per_year, cents, fine};
pub(crate) use rivals::Rivals;
use words::{assumptions, sentence};

/// Shortest span of the series in months.
const SHORTEST_SERIES: u32 = 36;

/// Owning and renting, set beside each other once: what the figures, the lines and the sensitivity
/// are read from.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Outlook {
    /// Against the rent that was chosen.
    own: Comparison,
    /// Against the cheapest rent of each term.
    others: [Option<Comparison>; 3],
    /// Whether the own line is known: the machine does the work, and all of it has a price.
    known: bool,
    /// Whether there is a rented machine to compare it with.
    compared: bool,
    /// Where the lines cross, see [`Comparison::crossing`].
    crossing: Option<(u32, u64)>,
    /// Where they do without resale.
    spent: Option<u32>,
    /// Months that the machine is kept.
    kept: u32,
    /// GB kept in the cloud.
    stored_gb: u32,
}

/// Sets the lines up. `weights_bytes` is what the cloud has to store unless the user says; `runs` is
/// whether the own machine does the work.
pub(crate) fn compare(
    scenario: &Scenario,
    weights_bytes: u64,
    cost: &Cost,
    cloud: &Cloud,
    energy: Energy,
    runs: bool,
) -> Outlook {
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
    let known = runs && cost.complete && priced;
    let compared = known && cloud.chosen.is_some();
    Outlook {
        own,
        others: Term::ALL.map(|term| {
            let rental = cloud.by_term.iter().find(|rental| rental.term == term)?;
            Some(comparison(Some(rental)))
        }),
        known,
        compared,
        crossing: compared.then(|| own.crossing()).flatten(),
        spent: compared.then(|| own.break_even_spent()).flatten(),
        kept: plan.months,
        stored_gb,
    }
}

/// Every figure but those of single months. `stopped` says why the own machine does not do the work,
/// where it does not.
pub(crate) fn describe(
    scenario: &Scenario,
    outlook: &Outlook,
    cost: &Cost,
    cloud: &Cloud,
    stopped: Option<&str>,
) -> Payback {
    let Outlook {
        own,
        others,
        known,
        compared,
        crossing,
        spent,
        kept,
        stored_gb,
    } = *outlook;
    let energy = own.energy;
    let gpus = scenario.machine.gpu_count();
    let mut answer = Payback {
        break_even_months: crossing.map(|(month, _)| month),
        break_even_spent_months: spent,
        crossing_months: crossing.map(|(_, milli)| milli as f64 / 1_000.0),
        at_break_even: crossing.and_then(|(month, _)| points(&own, &others, month..=month).pop()),
        compared,
        sentence: String::new(),
        horizon_months: HORIZON_MONTHS,
        kept_months: kept,
        kept_own_usd: known.then(|| own.own(kept)),
        kept_spent_usd: known.then(|| own.spent(kept)),
        kept_rent_usd: cloud.chosen.as_ref().map(|_| own.cloud(kept)),
        break_even_hours_per_day: { compared && energy.days_per_week > 0 }
            .then(|| own.break_even_minutes(kept))
            .flatten()
            .map(|minutes| f64::from(minutes * 100 / 60) / 100.0),
        own_usd_per_gpu_hour: per_hour(own.own(kept), &energy, kept, gpus).filter(|_| known),
        rent_usd_per_gpu_hour: cloud
            .chosen
            .as_ref()
            .and_then(|rental| per_hour(own.cloud(kept), &energy, kept, rental.gpus)),
        capex_usd: cost.total_usd,
        energy_usd_per_month: cents(energy.price(YEAR)),
        upkeep_usd_per_month: cents(own.upkeep_month()),
        rent_usd_per_month: cents(own.rent_month()),
        storage_usd_per_month: own.storage,
        stored_gb,
        busy_hours_per_year: (busy_minutes_per_year(&energy) * 10 / 60) as f64 / 10.0,
        assumptions: assumptions(scenario, cloud, &energy),
        evidence: Evidence::Assumed,
    };
    answer.sentence = match stopped {
        Some(why) => words::stopped(why),
        None => sentence(cost, cloud, &energy, &answer, scenario.currency()),
    };
    answer
}

/// Cumulative cost at the start and after each month, as far as a chart goes; empty where nothing is
/// compared.
pub(crate) fn series(outlook: &Outlook) -> Vec<PaybackPoint> {
    if !outlook.compared {
        return Vec::new();
    }
    points(&outlook.own, &outlook.others, 0..=span(outlook))
}

/// Months of the series: those that it is kept, and the crossings where there are any.
fn span(outlook: &Outlook) -> u32 {
    let first = outlook.crossing.map(|(month, _)| month);
    let cross = first.max(outlook.spent).unwrap_or(0);
    { outlook.kept.max(SHORTEST_SERIES) }
        .max(cross + cross / 4)
        .min(HORIZON_MONTHS)
}

/// What each input does to the break-even, strongest first; empty where nothing is compared.
pub(crate) fn sensitivity(outlook: &Outlook, currency: Currency) -> Vec<Sensitivity> {
    if !outlook.compared {
        return Vec::new();
    }
    sensitivity::of(&outlook.own, currency)
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
                spent_usd: cents(mine.spent(month)),
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
