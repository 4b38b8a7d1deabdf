//! The payback in sentences, and what it rests on.

use super::lines::HORIZON_MONTHS;
use crate::catalog::market::Term;
use crate::machine::power::Energy;
use crate::money::rent::COMPARABLE_PERCENT;
use crate::report::{Cloud, Cost, Payback};
use crate::scenario::Scenario;
use crate::units::{percent, ratio};

pub(super) fn sentence(cost: &Cost, cloud: &Cloud, energy: &Energy, payback: &Payback) -> String {
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
