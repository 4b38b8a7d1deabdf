//! What would be rented for this scenario: machines that hold the model under a placement that the
//! engine can do, asked with the same [`Question`](crate::memory::question::Question) as the own
//! machine.
//!
//! Rivals are the same cards rented, the cheapest machine of each term that does the job, and what a
//! hyperscaler asks. A machine does the job if it holds the model at the context and the sequences
//! asked and is no slower (`speed::Load::keeps_up_with`) by the model of speed at that load;
//! bandwidth only bounds what need not be asked. Where the own machine has no modelled speed, the
//! bandwidth that works on one token decides.
//!
//! A training run is held by the rules of training, and bounded by arithmetic: there the machines
//! are compared by what all their cards compute in 16 bits, `compute_percent`.

mod finder;
mod kin;
mod once;

use crate::catalog::Catalog;
use crate::catalog::market::{ApiPrice, Term};
use crate::machine::bandwidth::{self, Bandwidth};
use crate::machine::host;
use crate::model::weights::Weights;
use crate::report::{ApiLine, Cloud, Rental};
use crate::scenario::Scenario;
use crate::speed::Pace;
use crate::units::{Budget, MicroUsd, sort_by_key};
use finder::Finder;

/// What is rented or called instead, for an own machine of this speed; `None` where it has none.
#[must_use]
pub(crate) fn compare(
    scenario: &Scenario,
    weights: &Weights,
    work: Option<&Pace>,
    host: &Bandwidth,
    (catalog, budget): (&Catalog, &Budget),
) -> Cloud {
    let mut finder = Finder::new(scenario, weights, work, host, (catalog, Some(budget)));
    let same = finder.same();
    // The same cards do the job, so that nothing dearer on demand need be looked at; and nobody
    // takes a machine that may be taken away at more than one that stays.
    let does_it = { same.as_ref() }.filter(|same| {
        same.status.runs() && same.pace_percent().is_some_and(|percent| percent >= 100)
    });
    let mut most = does_it.map_or(u64::MAX, |same| same.usd_per_hour.0);
    let mut by_term = Vec::new();
    for term in Term::ALL {
        let bound = match term {
            Term::Reserved => u64::MAX,
            Term::OnDemand | Term::Spot => most,
        };
        let found = finder.cheapest(term, bound);
        let found = match term {
            Term::OnDemand => found.or_else(|| does_it.cloned()),
            Term::Reserved | Term::Spot => found,
        };
        if let Some(rental) = found {
            if term == Term::OnDemand {
                most = rental.usd_per_hour.0;
            }
            by_term.push(rental);
        }
    }
    let hyperscalers = finder.hyperscalers();
    let chosen = match scenario.money.rental {
        Some(choice) => Some(finder.given(choice.offer, choice.gpus)),
        None => { same.as_ref() }
            .or(by_term.first())
            .or(hyperscalers.first())
            .cloned()
            // What is slower is no rival of a machine whose speed is known.
            .or_else(|| {
                finder
                    .holding()
                    .filter(|_| work.is_none() && scenario.training.is_none())
            })
            .map(|rental| finder.own_rate(rental)),
    };
    Cloud {
        chosen,
        same,
        by_term,
        hyperscalers,
        api: api(scenario, catalog),
    }
}

/// Every listed machine that holds the model, in the smallest size that does, cheapest first.
#[must_use]
pub fn comparable(scenario: &Scenario, weights: &Weights, catalog: &Catalog) -> Vec<Rental> {
    let catalog = catalog.pinned(scenario.pin);
    let host = bandwidth::of(&host::choose(scenario, catalog), scenario);
    let finder = Finder::new(scenario, weights, None, &host, (catalog, None));
    let mut rentals: Vec<Rental> = catalog
        .offers
        .iter()
        .filter_map(|offer| {
            let (gpus, status) = offer.sizes().find_map(|size| finder.holds(offer, size))?;
            Some(finder.rental(offer, gpus, status))
        })
        .collect();
    sort_by_key(&mut rentals, |rental| rental.usd_per_hour);
    rentals
}

fn api(scenario: &Scenario, catalog: &Catalog) -> Vec<ApiLine> {
    let id = scenario.model.id();
    let line = |price: &ApiPrice| ApiLine {
        provider: price.provider.name,
        listed_as: price.listed_as,
        input_usd_per_mtok: MicroUsd(u64::from(price.input_micro_usd)),
        output_usd_per_mtok: MicroUsd(u64::from(price.output_micro_usd)),
        date: price.date,
        source: price.source.title,
        note: price.note,
    };
    let mut lines: Vec<ApiLine> = catalog
        .apis
        .iter()
        .copied()
        .filter(|price| price.model == id)
        .map(line)
        .collect();
    sort_by_key(&mut lines, |line| {
        (line.output_usd_per_mtok, line.input_usd_per_mtok)
    });
    lines
}
