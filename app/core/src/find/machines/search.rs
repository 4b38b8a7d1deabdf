//! A search that is made a piece at a time.

use super::asked::Job;
use super::found::MachinesFound;
use super::sweep::Sweep;
use super::{beyond, finding, front, job_words, rented, untried};
use crate::catalog::Catalog;
use crate::evaluate::evaluate;
use crate::units::Budget;

/// The search for the machines that do a job, which whoever has other things to do, as the page of a browser has,
/// goes on with a piece at a time and lets go of when nobody wants it any more.
///
/// ```
/// use headroom_core::{catalog::Catalog, find::{Job, Search, machines}, units::{Budget, SWEEP_STEPS}};
/// let catalog = Catalog::builtin();
/// let job = Job::read("model=llama-3.1-8b&budget=4000&cards=1&maker=nvidia", catalog);
/// let budget = Budget::new(SWEEP_STEPS);
/// let mut search = Search::begin(job.clone(), catalog);
/// let mut pieces = 1;
/// let mut in_piece = 0..10;
/// while search.go_on(catalog, &budget, || in_piece.next().is_some()) {
///     (pieces, in_piece) = (pieces + 1, 0..10);
/// }
/// assert!(pieces > 1);
/// assert_eq!(search.found(catalog), machines(&job, catalog));
/// ```
#[derive(Clone, Debug)]
pub struct Search {
    job: Job,
    /// How many machines may be tried.
    all: usize,
    sweep: Sweep,
}

impl Search {
    /// Before anything was tried.
    #[must_use]
    pub fn begin(job: Job, catalog: &Catalog) -> Self {
        let scenario = job.scenario();
        let sweep = match scenario.is_refused() {
            true => Sweep::default(),
            false => Sweep::begin(&job, catalog.pinned(scenario.pin)),
        };
        Self {
            all: sweep.left(),
            job,
            sweep,
        }
    }

    /// How many machines are behind it, and how many there are.
    #[must_use]
    pub fn progress(&self) -> (usize, usize) {
        (self.all - self.sweep.left(), self.all)
    }

    /// Tries machines while there are `more` to be tried now, which is asked before each, and the steps suffice;
    /// whether there is something left to go on with.
    pub fn go_on(
        &mut self,
        catalog: &Catalog,
        budget: &Budget,
        more: impl FnMut() -> bool,
    ) -> bool {
        let catalog = catalog.pinned(self.job.scenario().pin);
        self.sweep.go_on(&self.job, catalog, budget, more)
    }

    /// What was found. Where something was left untried, it says so.
    #[must_use]
    pub fn found(self, catalog: &Catalog) -> MachinesFound {
        let Self { job, sweep, .. } = self;
        let scenario = job.scenario();
        let catalog = catalog.pinned(scenario.pin);
        let swept = sweep.end();
        let (front, all) = front::of(&swept.done, swept.untried > 0);
        let rented = rented::front(&swept.any_price, catalog);
        let said = match scenario.is_refused() {
            true => evaluate(scenario, catalog).verdict().sentence.clone(),
            false => finding(&job, &swept, &front) + &untried(&swept) + &beyond(scenario),
        };
        MachinesFound {
            finding: said,
            job: job_words(scenario),
            query: job.plain(),
            trains: scenario.training.is_some(),
            tried: swept.machines,
            untried: swept.untried,
            truncated: swept.untried > 0,
            ways_tried: swept.ways,
            hold_it: swept.holding,
            do_it: u32::try_from(swept.done.len()).unwrap_or(u32::MAX),
            front,
            all,
            rented,
            told: job.told.clone(),
        }
    }
}
