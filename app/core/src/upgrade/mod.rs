//! What a machine becomes when it is bought in steps.
//!
//! Every stage is a build of its own that is asked like any other; what a step unlocks or breaks is
//! the difference between two answers.

mod asked;
mod form;
mod plans;
mod stage;
mod step;

use serde::Serialize;

use crate::catalog::Catalog;
use crate::codec::Query;
use crate::evaluate::{self, Report};
use crate::report::Notice;
use crate::units::Cents;

pub use asked::{Asked, MOST_STEPS};
pub use form::{Choice, Choices, Field, Form, choices};
pub use plans::{KnownPlan, plans};
pub use stage::{Bought, Stage};
pub use step::{LAST_MONTH, Step};

/// Months that are looked at after the last step, at least.
const AFTERWARDS: u32 = 12;
/// Months that are looked at, at least.
const SHORTEST: u32 = 36;

/// A plan of purchases with what comes of it.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Upgrade {
    /// What was found, in a sentence or two.
    pub finding: String,
    /// The first build and what each step makes of it.
    pub stages: Vec<Stage>,
    /// Money over the months.
    pub months: Vec<Month>,
    /// First month at whose end the plan has cost no more than renting the same cards step by step;
    /// `None` for never within `months`, and where nothing can be compared.
    pub break_even_months: Option<u32>,
    /// What was given and is not part of the plan.
    pub notes: Vec<String>,
}

/// Money and capability at the end of a month.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Month {
    /// Months after the first build.
    pub month: u32,
    /// What parts have cost.
    pub spent_usd: Cents,
    /// The same with electricity and upkeep. Nothing is taken off for resale.
    pub own_usd: Cents,
    /// Renting the same step by step; `None` where a stage has no rented rival.
    pub rent_usd: Option<Cents>,
    /// Buying the last stage at once at its price of today, with its electricity and upkeep.
    pub at_once_usd: Cents,
    /// Memory of all cards, bytes.
    pub memory_bytes: u64,
}

/// Follows a plan.
///
/// ```
/// use headroom_core::{catalog::Catalog, upgrade::{Asked, upgrade}};
/// let catalog = Catalog::builtin();
/// let plan = upgrade(&Asked::read("psu=1000&step=12~n~2&step=24~n~4", catalog), catalog);
/// assert_eq!(plan.stages.len(), 3);
/// // The fourth card came before its power supply.
/// assert!(plan.stages[2].warnings.iter().any(|text| text.contains("power supply")));
/// ```
#[must_use]
pub fn upgrade(asked: &Asked, catalog: &Catalog) -> Upgrade {
    let mut query = Query::parse(&asked.base);
    let mut stages: Vec<(Stage, Report)> = Vec::new();
    // What is said of month 0 belongs to the first build.
    let now = asked.steps.iter().take_while(|step| step.month == 0);
    let later = asked.steps.iter().skip_while(|step| step.month == 0);
    let mut first_price = None;
    for step in now {
        step.apply(&mut query);
        first_price = add(first_price, step.price);
    }
    let report = evaluate::answer(&query, catalog);
    let first_price = first_price.map(|typed| stage::in_usd(typed, &report));
    stages.push((Stage::first(&report, first_price), report));
    for step in later {
        step.apply(&mut query);
        let report = evaluate::answer(&query, catalog);
        if let Some((last, before)) = stages.last() {
            let stage = last.next(step, before, &report, catalog);
            stages.push((stage, report));
        }
    }
    stage::warn_of_order(&mut stages);
    let months = months(&stages);
    let own_wins = |month: &&Month| month.rent_usd.is_some_and(|rent| month.own_usd <= rent);
    let break_even = { months.iter().skip(1) }
        .find(own_wins)
        .map(|month| month.month);
    let finding = finding(&stages, &months, break_even);
    let notes = notes(asked, &stages);
    Upgrade {
        finding,
        stages: stages.into_iter().map(|(stage, _)| stage).collect(),
        months,
        break_even_months: break_even,
        notes,
    }
}

/// What was left out of the plan, and what is calculated otherwise than given, each once.
fn notes(asked: &Asked, stages: &[(Stage, Report)]) -> Vec<String> {
    let mut notes = asked.notes.clone();
    for (stage, report) in stages {
        for told in report.notices().iter().filter_map(Notice::told) {
            if notes.iter().all(|note| !note.ends_with(&told)) {
                notes.push(format!("Month {}: {told}", stage.month));
            }
        }
    }
    notes
}

fn add(one: Option<i64>, other: Option<i64>) -> Option<i64> {
    match (one, other) {
        (Some(one), Some(other)) => Some(one.saturating_add(other)),
        (one, other) => one.or(other),
    }
}

/// The lines, from the first month on.
fn months(stages: &[(Stage, Report)]) -> Vec<Month> {
    let Some((last, last_report)) = stages.last() else {
        return Vec::new();
    };
    let end = (last.month + AFTERWARDS).max(SHORTEST);
    let running = |report: &Report| {
        let payback = report.payback();
        payback.energy_usd_per_month.0 + payback.upkeep_usd_per_month.0
    };
    let rent = |report: &Report| {
        let payback = report.payback();
        report.cloud().chosen.as_ref()?;
        Some(payback.rent_usd_per_month.0 + payback.storage_usd_per_month.0)
    };
    let at_once = last_report.cost().total_usd.0;
    let (mut bills, mut once) = (0_i64, 0_i64);
    let mut rented = Some(0_i64);
    let mut list = Vec::with_capacity(end as usize + 1);
    for month in 0..=end {
        let place = stages.partition_point(|(stage, _)| stage.month <= month);
        let Some((stage, report)) = place.checked_sub(1).and_then(|place| stages.get(place)) else {
            continue;
        };
        list.push(Month {
            month,
            spent_usd: stage.spent_usd,
            own_usd: Cents(stage.spent_usd.0.saturating_add(bills)),
            rent_usd: rented.map(Cents),
            at_once_usd: Cents(at_once.saturating_add(once)),
            memory_bytes: stage.memory_bytes,
        });
        bills = bills.saturating_add(running(report));
        once = once.saturating_add(running(last_report));
        rented = rented
            .zip(rent(report))
            .map(|(sum, rent)| sum.saturating_add(rent));
    }
    list
}

fn finding(stages: &[(Stage, Report)], months: &[Month], break_even: Option<u32>) -> String {
    let Some((last, report)) = stages.last() else {
        return String::new();
    };
    if let Some((stage, report)) = stages.iter().find(|(_, report)| !report.is_understood()) {
        return format!("Month {}: {}", stage.month, report.verdict().sentence);
    }
    let cards = report.scenario().gpu_count;
    let spent = report.asked().currency().whole(last.spent_usd);
    let mut said = match stages.len() {
        1 => format!("One build for {spent}; add a step."),
        _ => format!(
            "After {} months and {spent} there are {cards} cards with {}.",
            last.month,
            crate::units::gb(last.memory_bytes)
        ),
    };
    let warned = stages.iter().find(|(stage, _)| !stage.warnings.is_empty());
    if let Some((stage, _)) = warned {
        said.push_str(&format!(
            " In month {} something is not right: ",
            stage.month
        ));
        said.push_str(stage.warnings.first().map_or("", String::as_str));
    } else if let (Some(month), true) = (break_even, stages.len() > 1) {
        said.push_str(&format!(
            " It has cost less than renting the same cards from month {month} on."
        ));
    } else if stages.len() > 1 && months.iter().all(|month| month.rent_usd.is_some()) {
        let end = months.last().map_or(0, |month| month.month);
        said.push_str(&format!(
            " Within {end} months it does not become cheaper than renting step by step."
        ));
    }
    said
}
