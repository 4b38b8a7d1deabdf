//! Which machine runs this: everything that does within the limits, and of it what nothing beats.

mod advice;
mod asked;
mod found;
mod front;
mod rented;
mod search;
mod sweep;
mod uses;

use crate::catalog::Catalog;
use crate::compare;
use crate::scenario::Scenario;
use crate::units::{Budget, SWEEP_STEPS, about, grouped};

pub use advice::{Advised, advised};
pub use asked::{Job, Limits, asks_for_machines};
pub use found::{BuildFound, MachinesFound, PointFound};
pub use rented::RentedFound;
pub use search::Search;
pub use sweep::COUNTS;
pub use uses::{UseCase, use_cases};

/// Tries every card, count, format and placement.
///
/// ```
/// use headroom_core::{catalog::Catalog, find::{Job, machines}};
/// let catalog = Catalog::builtin();
/// let found = machines(&Job::read("model=llama-3.1-8b&budget=4000&cards=1&maker=nvidia", catalog), catalog);
/// assert!(found.front.iter().all(|build| build.cost_usd.usd() <= 4_000.0));
/// assert!(found.front.is_sorted_by(|one, next| one.tokens_per_s < next.tokens_per_s));
/// ```
#[must_use]
pub fn machines(job: &Job, catalog: &Catalog) -> MachinesFound {
    machines_within(job, catalog, &Budget::new(SWEEP_STEPS))
}

/// The same within other bounds, or until nobody waits for it. Where something was left untried, it says so.
#[must_use]
pub fn machines_within(job: &Job, catalog: &Catalog, budget: &Budget) -> MachinesFound {
    let mut search = Search::begin(job.clone(), catalog);
    search.go_on(catalog, budget, || true);
    search.found(catalog)
}

/// The best builds of a search side by side: the cheapest, the one with most for the money, the fastest.
#[must_use]
pub fn best_three(front: &[BuildFound]) -> Option<compare::Asked> {
    let value = |build: &BuildFound| build.tokens_per_s / build.cost_usd.usd().max(1.0);
    let first = front.first()?;
    let last = front.last()?;
    let middle = { front.iter() }
        .filter(|build| build.query != first.query && build.query != last.query)
        .max_by(|one, other| value(one).total_cmp(&value(other)));
    let three = [Some(first), middle, Some(last)];
    let mut queries: Vec<String> = three
        .into_iter()
        .flatten()
        .map(|build| build.query.clone())
        .collect();
    queries.dedup();
    (queries.len() > 1).then(|| compare::Asked::of(queries))
}

/// The job in a few words.
fn job_words(scenario: &Scenario) -> String {
    let name = scenario.model.name(scenario.priced().params);
    let also = match scenario.also.len() {
        0 => String::new(),
        1 => " and one more model".to_owned(),
        more => format!(" and {more} more models"),
    };
    match &scenario.training {
        Some(plan) => format!("training {name}, {}", plan.method.name()),
        None => format!("{name}{also}"),
    }
}

/// Where more context is asked for than the model was published for: so many tokens.
fn beyond(scenario: &Scenario) -> String {
    let most = scenario.model.arch().max_context;
    match scenario.training.is_none() && scenario.context > most {
        true => format!(
            " The model was published for {} tokens of context, fewer than are asked for.",
            grouped(most.into())
        ),
        false => String::new(),
    }
}

/// Where the search ended before everything was tried: that nothing is said of the rest.
fn untried(swept: &sweep::Swept) -> String {
    match swept.untried {
        0 => String::new(),
        1 => " One machine was not tried, because this job takes too many steps; it may do better."
            .to_owned(),
        many => format!(
            " {} more machines were not tried, because this job takes too many steps; one of them may do better.",
            grouped(many.into())
        ),
    }
}

/// What was found, in a sentence or two.
fn finding(job: &Job, swept: &sweep::Swept, front: &[BuildFound]) -> String {
    let what = job_words(job.scenario());
    let (Some(first), Some(last)) = (front.first(), front.last()) else {
        return nothing(job, swept, &what);
    };
    let rate = |build: &BuildFound| format!("about {} tokens/s", about(build.tokens_per_s));
    let each = match (job.scenario().training.is_some(), job.scenario().users) {
        (false, 2..) => " for each stream",
        _ => "",
    };
    let money = job.scenario().currency();
    let machines = swept.done.len();
    let count = match machines {
        1 => "One machine does it".to_owned(),
        count => format!(
            "{count} of {} machines{} do it",
            grouped(swept.machines.into()),
            if swept.untried > 0 {
                " that were tried"
            } else {
                ""
            }
        ),
    };
    let cheapest = match swept.untried {
        0 => "The cheapest",
        _ => "The cheapest of these",
    };
    let mut said = format!(
        "{count}. {cheapest} for {what} is {}, at {} with {}{each}",
        first.name,
        money.whole(first.cost_usd),
        rate(first)
    );
    if front.len() > 1 {
        said.push_str(&format!(
            "; the fastest is {}, at {} with {}",
            last.name,
            money.whole(last.cost_usd),
            rate(last)
        ));
    }
    said.push('.');
    said
}

/// What stands in the way where nothing does it.
fn nothing(job: &Job, swept: &sweep::Swept, what: &str) -> String {
    let bits = job.limits.least_bits;
    if swept.holding == 0 {
        let bits = match job.scenario().training.is_some() || job.weights_given() {
            true => String::new(),
            false => format!(", in {bits} bits or more"),
        };
        if swept.untried > 0 {
            let tried = grouped(swept.machines.into());
            return format!("Of {tried} machines that were tried, none holds {what}{bits}.");
        }
        return format!(
            "No machine that may be tried holds {what}{bits}: allow more cards, or ask for less."
        );
    }
    if swept.fast == 0 {
        let best = swept.too_slow.map_or(String::new(), |rate| {
            format!(" The fastest has about {} tokens/s.", about(rate))
        });
        let held = match swept.holding {
            1 => format!("One machine holds {what}, and is not fast enough."),
            many => format!(
                "{} machines hold {what}, and none is fast enough.",
                grouped(many.into())
            ),
        };
        return format!("{held}{best}");
    }
    match swept.fast {
        1 => format!(
            "One machine does {what}, and does not keep to the limits of money, power and cards."
        ),
        many => format!(
            "{} machines do {what}, and none keeps to the limits of money, power and cards.",
            grouped(many.into())
        ),
    }
}
