//! The answer to one question, in parts that are computed when they are first asked for.
//!
//! A part reads other parts through the same functions as a page does, so that nothing is computed
//! twice and no part can be missing. No part leads back to itself.

mod owning;

use std::sync::OnceLock;

use crate::catalog::Catalog;
use crate::codec;
use crate::machine::bandwidth::{self, Bandwidth};
use crate::machine::bill::Bill;
use crate::machine::host::{self, Form, Host};
use crate::machine::power::Settled;
use crate::machine::storage::Array;
use crate::memory::grid::Grid;
use crate::memory::limits::{self, BestWeights};
use crate::memory::question::{Plan, Question};
use crate::memory::ways_out::Advice;
use crate::memory::{self, colocation, verdict};
use crate::model::quant::Quant;
use crate::model::weights::Weights;
use crate::money::payback::{Outlook, Rivals};
use crate::money::{epoch, tokens};
use crate::report::{
    Cloud, Cost, HostMemory, Limits, Memory, Notice, Payback, PaybackPoint, PowerReport,
    ScenarioEcho, Sensitivity, Speed, Status, Storage, Together, TokenCost, Training, Verdict,
    WayOut,
};
use crate::scenario::keys::USERS;
use crate::scenario::{Scenario, echo};
use crate::speed::{self, Pace, Unknown};
use crate::training::{self, Machinery};
use crate::units::{Budget, QUESTION_STEPS, Steps, Stop};

/// Steps of one search for suggestions, one eighth: most searches end by themselves far below it. Each has its own, so that what it finds does not depend on what was
/// asked before it.
const SEARCH_STEPS: u64 = QUESTION_STEPS / 8;

/// The answer to one question, every figure itemised. Each part is computed when it is first asked
/// for, and kept.
///
/// Where the question was [not understood](Self::is_understood) the figures are those of something
/// that stands in for the unknown word: no surface asks for them, and JSON does not hold them.
///
/// ```
/// use headroom_core::{catalog::Catalog, evaluate};
/// let report = evaluate::report("model=llama-3.1-8b", Catalog::builtin());
/// // Nothing of power, price or payback is computed for this.
/// assert!(report.verdict().fits);
/// ```
#[derive(Clone, Debug)]
pub struct Report {
    asked: Scenario,
    catalog: Catalog,
    notices: Vec<Notice>,
    parts: Parts,
    steps: Steps,
    stop: Stop,
}

/// What has been asked for so far.
#[derive(Clone, Debug, Default)]
struct Parts {
    query: OnceLock<String>,
    echo: OnceLock<ScenarioEcho>,
    plan: OnceLock<Plan>,
    memory: OnceLock<Memory>,
    verdict: OnceLock<Verdict>,
    best: OnceLock<Option<BestWeights>>,
    max_context: OnceLock<Option<u32>>,
    max_users: OnceLock<Option<u32>>,
    limits: OnceLock<Limits>,
    memory_ways: OnceLock<Vec<WayOut>>,
    host: OnceLock<Host>,
    bandwidth: OnceLock<Bandwidth>,
    host_memory: OnceLock<Option<HostMemory>>,
    pace: OnceLock<Result<Pace, Unknown>>,
    speed: OnceLock<Speed>,
    token_cost: OnceLock<Option<TokenCost>>,
    settled: OnceLock<Settled>,
    power: OnceLock<PowerReport>,
    power_ways: OnceLock<Vec<WayOut>>,
    bill: OnceLock<Bill>,
    cost: OnceLock<Cost>,
    cloud: OnceLock<Cloud>,
    outlook: OnceLock<Outlook>,
    payback: OnceLock<Payback>,
    rivals: OnceLock<Rivals>,
    series: OnceLock<Vec<PaybackPoint>>,
    sensitivity: OnceLock<Vec<Sensitivity>>,
    array: OnceLock<Array>,
    storage: OnceLock<Storage>,
    training: OnceLock<Option<Training>>,
    together: OnceLock<Option<Together>>,
    together_ways: OnceLock<(Vec<WayOut>, bool)>,
    grid: OnceLock<Grid>,
}

/// The question and its verdict.
impl Report {
    /// Of a scenario, with the edition of the catalogue that it is pinned to and what was said when
    /// it was read.
    pub(super) fn of(asked: Scenario, catalog: &Catalog, notices: Vec<Notice>) -> Self {
        Self {
            catalog: *catalog.pinned(asked.pin),
            asked,
            notices,
            parts: Parts::default(),
            steps: Steps::default(),
            stop: Stop::default(),
        }
    }

    /// The same, whose searches end where nobody waits for the answer any more.
    pub(crate) fn until(self, stop: &Stop) -> Self {
        Self {
            stop: stop.clone(),
            ..self
        }
    }

    /// Computes something and counts its steps.
    fn counted<T>(&self, compute: impl FnOnce(&Budget) -> T) -> T {
        let budget = Budget::new(SEARCH_STEPS).until(self.stop.clone());
        let answer = compute(&budget);
        self.steps.add(budget.taken());
        answer
    }

    /// Steps of work that searches took so far, see [`QUESTION_STEPS`].
    #[must_use]
    pub fn steps(&self) -> u64 {
        self.steps.taken()
    }

    /// Counts what was asked of other scenarios on behalf of this one.
    pub(crate) fn count(&self, steps: u64) {
        self.steps.add(steps);
    }

    /// What was asked.
    #[must_use]
    pub fn asked(&self) -> &Scenario {
        &self.asked
    }

    /// The edition of the catalogue that the figures come from.
    #[must_use]
    pub fn catalog(&self) -> &Catalog {
        &self.catalog
    }

    /// What was given and could not be used as it was.
    #[must_use]
    pub fn notices(&self) -> &[Notice] {
        &self.notices
    }

    /// The canonical query of the scenario, without `?`.
    #[must_use]
    pub fn query(&self) -> &str {
        let query = &self.parts.query;
        query.get_or_init(|| codec::encode(&self.asked))
    }

    /// What was asked, in names and plain numbers.
    #[must_use]
    pub fn scenario(&self) -> &ScenarioEcho {
        let echo = &self.parts.echo;
        echo.get_or_init(|| echo::describe(&self.asked, self.weights()))
    }

    /// Whether every word of the question is known here.
    #[must_use]
    pub fn is_understood(&self) -> bool {
        !self.asked.is_refused()
    }

    /// Whether the model fits, and why not.
    #[must_use]
    pub fn verdict(&self) -> &Verdict {
        self.parts.verdict.get_or_init(|| {
            if self.is_understood() {
                verdict::word(&self.asked, self.plan())
            } else {
                verdict::not_understood(&self.asked)
            }
        })
    }

    /// Whether what is asked fits, and the sentence that says so: the run where the model is trained,
    /// all models where there are several, else the model.
    #[must_use]
    pub fn finding(&self) -> (Status, &str) {
        let own = || (self.verdict().status, self.verdict().sentence.as_str());
        if !self.is_understood() {
            return own();
        }
        if let Some(training) = self.training() {
            return (training.status, &training.sentence);
        }
        match self.together() {
            Some(together) => (together.status, &together.sentence),
            None => own(),
        }
    }

    /// What would make that fit; empty where it does.
    #[must_use]
    pub fn ways_out(&self) -> &[WayOut] {
        if !self.is_understood() {
            return &[];
        }
        if let Some(training) = self.training() {
            return &training.ways_out;
        }
        match self.together() {
            Some(_) => self.together_ways(),
            None => self.memory_ways(),
        }
    }

    /// What to know of them where they are not all that could be looked for, since the steps of a question
    /// are bounded.
    #[must_use]
    pub fn ways_out_note(&self) -> Option<&'static str> {
        let suggests = self.is_understood() && self.asked.training.is_none();
        if !suggests || self.together_search().1 {
            return None;
        }
        Some("There are so many arrangements that not every change was tried; another may help.")
    }
}

/// Memory.
impl Report {
    /// The model's weights in the chosen format.
    pub(crate) fn weights(&self) -> &Weights {
        self.asked.priced()
    }

    fn question(&self) -> Question<'_> {
        Question::of(&self.asked, self.weights())
    }

    /// Every card's part.
    pub(crate) fn plan(&self) -> &Plan {
        let plan = &self.parts.plan;
        plan.get_or_init(|| self.counted(|budget| self.question().within(budget).plan()))
    }

    /// Memory, itemised.
    #[must_use]
    pub fn memory(&self) -> &Memory {
        let memory = &self.parts.memory;
        memory.get_or_init(|| memory::report::describe(&self.asked, self.weights(), self.plan()))
    }

    fn best(&self) -> Option<BestWeights> {
        let best = &self.parts.best;
        *best.get_or_init(|| {
            self.counted(|budget| limits::best_weights(&self.asked, self.question().within(budget)))
        })
    }

    /// The largest weight format of the same engine that fits, with the bytes of the weights.
    #[must_use]
    pub fn best_weights(&self) -> Option<(Quant, u64)> {
        self.best().map(|best| (best.quant, best.bytes))
    }

    /// The longest context, in tokens, without the other [`limits`](Self::limits); `None` where none fits.
    #[must_use]
    pub fn max_context(&self) -> Option<u32> {
        let longest = &self.parts.max_context;
        *longest.get_or_init(|| {
            self.counted(|budget| limits::longest_context(self.question().within(budget)))
        })
    }

    fn max_users(&self) -> Option<u32> {
        let most = &self.parts.max_users;
        *most.get_or_init(|| {
            self.counted(|budget| limits::max_users(self.question().within(budget), USERS.max))
        })
    }

    /// The same question asked backwards.
    #[must_use]
    pub fn limits(&self) -> &Limits {
        self.parts.limits.get_or_init(|| {
            let (best, longest, most) = (self.best(), self.max_context(), self.max_users());
            self.counted(|budget| {
                let asked = self.question().within(budget);
                limits::of(&self.asked, asked, best, longest, most)
            })
        })
    }

    /// Changes of one kind that make the model fit, most useful first; empty where it does.
    #[must_use]
    pub fn memory_ways(&self) -> &[WayOut] {
        self.parts.memory_ways.get_or_init(|| {
            if !self.is_understood() || self.plan().status.runs() {
                return Vec::new();
            }
            let (limits, best) = (self.limits(), self.best());
            self.counted(|budget| {
                let advice = Advice {
                    scenario: &self.asked,
                    asked: self.question().within(budget),
                    limits,
                    best,
                };
                advice.ways_out(&self.catalog)
            })
        })
    }

    /// Several models side by side, where more than one is asked.
    #[must_use]
    pub fn together(&self) -> Option<&Together> {
        let together = &self.parts.together;
        let together =
            together.get_or_init(|| self.counted(|budget| colocation::place(&self.asked, budget)));
        together.as_ref()
    }

    /// Changes that give each of several models a place; empty where all have one.
    #[must_use]
    pub fn together_ways(&self) -> &[WayOut] {
        &self.together_search().0
    }

    /// Those changes, and whether all that there are were tried.
    fn together_search(&self) -> &(Vec<WayOut>, bool) {
        self.parts.together_ways.get_or_init(|| {
            let placed = self.together().is_none_or(|together| together.fits);
            if placed {
                return (Vec::new(), true);
            }
            self.counted(|budget| colocation::suggest(&self.asked, &self.catalog, budget))
        })
    }

    /// Weight formats × contexts: what fits at a glance.
    #[must_use]
    pub fn grid(&self) -> &Grid {
        let grid = &self.parts.grid;
        grid.get_or_init(|| self.counted(|budget| Grid::of(&self.asked, budget)))
    }
}

/// Speed and training.
impl Report {
    /// What the cards are built into.
    fn host(&self) -> &Host {
        let host = &self.parts.host;
        host.get_or_init(|| host::choose(&self.asked, &self.catalog))
    }

    fn bandwidth(&self) -> &Bandwidth {
        let bandwidth = &self.parts.bandwidth;
        bandwidth.get_or_init(|| bandwidth::of(self.host(), &self.asked))
    }

    /// How fast the host's memory is read; `None` where the machine is sold whole and has none beside
    /// its unified memory.
    #[must_use]
    pub fn host_memory(&self) -> Option<&HostMemory> {
        let memory = &self.parts.host_memory;
        let memory = memory.get_or_init(|| {
            let host = self.host();
            let own = host.form != Form::Whole || host.dimms > 0;
            own.then(|| self.bandwidth().report(host))
        });
        memory.as_ref()
    }

    /// The work, and how long it takes.
    pub(crate) fn pace(&self) -> Result<&Pace, Unknown> {
        let pace = self.parts.pace.get_or_init(|| {
            let (asked, question) = (&self.asked, self.question());
            Pace::measure(
                asked,
                question,
                self.plan(),
                self.bandwidth(),
                &self.catalog,
            )
        });
        pace.as_ref().map_err(|unknown| *unknown)
    }

    /// How fast it runs.
    #[must_use]
    pub fn speed(&self) -> &Speed {
        self.parts.speed.get_or_init(|| {
            let pace = self.pace();
            // Where it does not run there is no curve that needs a bound.
            let most = pace.ok().and_then(|_| self.max_users());
            speed::estimate(&self.asked, self.question(), pace, most)
        })
    }

    /// What tokens cost at these rates; `None` where there are none.
    #[must_use]
    pub fn token_cost(&self) -> Option<&TokenCost> {
        let cost = self.parts.token_cost.get_or_init(|| {
            let speed = self.speed();
            speed.decode_tokens_per_s?;
            Some(tokens::token_cost(
                &self.asked,
                speed,
                self.cloud(),
                self.payback(),
            ))
        });
        cost.as_ref()
    }

    /// Training, where the scenario asks for it.
    #[must_use]
    pub fn training(&self) -> Option<&Training> {
        let training = self.parts.training.get_or_init(|| {
            let plan = self.asked.training.as_ref()?;
            let (energy, drives) = (self.settled().energy, self.array().load);
            let machinery = Machinery::of(self.bandwidth(), self.power(), energy, drives);
            let mut training = self.counted(|budget| {
                training::describe(&self.asked, plan, (&self.catalog, budget), machinery)
            });
            let offers = (self.cloud(), &self.catalog);
            epoch::add_rent(&mut training, &self.asked, plan, offers, machinery);
            Some(training)
        });
        training.as_ref()
    }
}
