//! The payback in sentences, and what it rests on.

use super::lines::{HORIZON_MONTHS, YEAR};
use crate::catalog::market::Term;
use crate::machine::power::Energy;
use crate::report::{Cloud, Cost, Payback, Rental};
use crate::scenario::Scenario;
use crate::units::{Cents, Currency, THIN, percent, ratio};

/// Longest time that is told in months.
const MOST_MONTHS: u32 = 24;

/// Why nothing is compared where the own machine does not do the work.
pub(super) fn stopped(why: &str) -> String {
    format!("Nothing is compared, because the machine does not do the work: {why}")
}

pub(super) fn sentence(
    cost: &Cost,
    cloud: &Cloud,
    energy: &Energy,
    payback: &Payback,
    currency: Currency,
) -> String {
    let Some(rental) = &cloud.chosen else {
        return "No rented machine in the catalogue holds this model and is as fast, so there is nothing to compare with."
            .to_owned();
    };
    if !cost.complete {
        return format!(
            "Not known until every part has a price; missing: {}.",
            cost.missing.join(", ")
        );
    }
    if energy.tariff_micro_usd_per_kwh.is_none() {
        return "Not known until electricity has a price.".to_owned();
    }
    format!(
        "{} {}",
        kept(cloud, rental, payback, currency),
        crossing(payback)
    )
}

/// What both ways cost over the time that the machine is kept.
fn kept(cloud: &Cloud, rental: &Rental, payback: &Payback, currency: Currency) -> String {
    let [own, spent, rent] = [
        payback.kept_own_usd,
        payback.kept_spent_usd,
        payback.kept_rent_usd,
    ]
    .map(|sum| currency.about(sum.unwrap_or(Cents(0))));
    let machine = format!(
        "{} × {} from {} ({}, {} an hour)",
        rental.gpus,
        rental.gpu_name,
        rental.provider,
        rental.term.name(),
        currency.rate(rental.usd_per_hour)
    );
    let months = match payback.kept_months {
        1 => "1 month".to_owned(),
        months => format!("{months} months"),
    };
    let owning =
        format!("Over {months} owning costs {own} (or {spent} if it is worth nothing then)");
    // Whoever rents them out.
    let is_same = { cloud.same.as_ref() }
        .is_some_and(|same| same.gpu == rental.gpu && same.gpus == rental.gpus);
    match is_same {
        true => format!("{owning}, renting the same cards {rent}: {machine}."),
        false => format!("{owning}, renting {machine} {rent}."),
    }
}

/// When the lines cross, with and without resale.
fn crossing(payback: &Payback) -> String {
    let Some(months) = payback.break_even_months else {
        return format!(
            "Owning does not become cheaper within {} years.",
            HORIZON_MONTHS / YEAR
        );
    };
    let spent = payback.break_even_spent_months;
    let unsold = match spent {
        Some(spent) if spent == months => String::new(),
        Some(spent) => format!(", or {} if it is worth nothing then", time(spent)),
        None => ", and never if it is worth nothing then".to_owned(),
    };
    match months {
        0 => format!(
            "Owning costs no more from the first day{}.",
            spent
                .filter(|spent| *spent > 0)
                .map_or(String::new(), |spent| {
                    format!(", or after {} if it is worth nothing then", time(spent))
                })
        ),
        _ if months > payback.kept_months => format!(
            "Owning would become cheaper after {}, which is longer than it is kept.",
            time(months)
        ),
        _ => format!("Owning is cheaper after {}{unsold}.", time(months)),
    }
}

/// Months, or years where there are many.
fn time(months: u32) -> String {
    match months {
        1 => "1 month".to_owned(),
        0..=MOST_MONTHS => format!("{months} months"),
        _ => {
            let years = ratio(u64::from(months), u64::from(YEAR), 1);
            format!("{} years", years.trim_end_matches(".0"))
        }
    }
}

pub(super) fn assumptions(scenario: &Scenario, cloud: &Cloud, energy: &Energy) -> Vec<String> {
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
            scenario.currency().rate(plan.stored_rate)
        ),
    ];
    if !scenario.currency().is_usd() {
        list.push(format!(
            "Amounts are converted at {}.",
            scenario.exchange.told()
        ));
    }
    if let Some(rental) = &cloud.chosen {
        if rental.term == Term::Reserved {
            list.push("A reservation is paid for all hours of the month, used or not.".to_owned());
        }
        if let Some(share) = rental.pace_percent().filter(|share| *share < 100) {
            list.push(format!(
                "The rented machine has {share}{THIN}% of {}: the same work takes it more hours than are counted here.",
                rental.pace_of()
            ));
        }
    }
    list
}
