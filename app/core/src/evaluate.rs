//! From a scenario to its report: pure, and the only way to one.

use crate::catalog::Catalog;
use crate::codec::{self, Query};
use crate::machine::storage::{self, Array};
use crate::machine::{bill, host, power};
use crate::memory::question::Question;
use crate::memory::ways_out::Advice;
use crate::memory::{self, colocation, limits, verdict};
use crate::money::{cost, epoch, payback, rent, tokens};
use crate::report::{Report, Status};
use crate::scenario::{Scenario, echo};
use crate::speed;
use crate::training::{self, Machinery};

/// Computes the report of a scenario, with the edition of the catalogue that it is pinned to.
///
/// ```
/// use headroom_core::{catalog::Catalog, codec, evaluate::evaluate};
/// let catalog = Catalog::builtin();
/// let query = "gpu=rtx-pro-6000-blackwell-max-q&n=4&model=llama-3.1-405b&w=f16";
/// let report = evaluate(&codec::decode(query, catalog).scenario, catalog);
/// assert_eq!(report.memory.weights_bytes, 811_706_777_600);
/// assert!(!report.verdict.fits);
/// ```
#[must_use]
pub fn evaluate(scenario: &Scenario, catalog: &Catalog) -> Report {
    let catalog = catalog.pinned(scenario.pin);
    let weights = scenario.priced();
    let question = Question::of(scenario, &weights);
    let plan = question.plan();
    let memory = memory::report::describe(scenario, &weights, &plan);
    let understood = scenario.not_understood.is_empty();
    let mut verdict = if understood {
        verdict::word(scenario, &plan)
    } else {
        verdict::not_understood(scenario)
    };
    let best = limits::best_weights(scenario, question);
    let limits = limits::of(scenario, question, best);
    if understood && !verdict.fits {
        let advice = Advice {
            scenario,
            asked: question,
            limits: &limits,
            best,
        };
        verdict.ways_out = advice.ways_out(catalog);
    }
    let host = host::choose(scenario, catalog);
    let mut speed = speed::estimate(
        scenario,
        question,
        &plan,
        &verdict,
        limits.max_users,
        &host,
        catalog,
    );
    let (power, settled) = power::describe(scenario, &host, catalog, verdict.status);
    let bill = bill::itemise(
        scenario,
        &host,
        memory.weights_bytes,
        &settled.carriers,
        catalog,
    );
    let cost = cost::add_up(scenario, &bill);
    let cloud = rent::compare(scenario, &weights, catalog);
    let payback = payback::project(
        scenario,
        memory.weights_bytes,
        &cost,
        &cloud,
        settled.energy,
    );
    if speed.decode_tokens_per_s.is_some() {
        speed.token_cost = Some(tokens::token_cost(scenario, &speed, &cloud, &payback));
    }
    let array = Array::of(scenario, &host, &bill);
    let storage = storage::describe(scenario, &array, memory.weights_bytes);
    let training = scenario.training.as_ref().map(|plan| {
        let machinery = Machinery::of(&host, &power, settled.energy, array.load);
        let mut training = training::describe(scenario, plan, catalog, machinery);
        epoch::add_rent(&mut training, scenario, plan, catalog, machinery);
        training
    });
    Report {
        catalog: catalog.date,
        query: codec::encode(scenario),
        scenario: echo::describe(scenario, &weights),
        memory,
        verdict,
        limits,
        speed,
        power,
        cost,
        cloud,
        payback,
        storage,
        training,
        together: colocation::place(scenario, catalog),
        notices: Vec::new(),
    }
}

/// Decodes a query or a whole URL and computes its report, notices included: what the API, the
/// command line and the pages answer with.
#[must_use]
pub fn report(query_or_url: &str, catalog: &Catalog) -> Report {
    let query = query_or_url
        .split_once('?')
        .map_or(query_or_url, |(_, query)| query);
    answer(&Query::parse(query), catalog)
}

/// The same for a query that is already split.
#[must_use]
pub fn answer(query: &Query, catalog: &Catalog) -> Report {
    let decoded = codec::decode_query(query, catalog);
    let mut report = evaluate(&decoded.scenario, catalog);
    report.notices = decoded.notices;
    report
}

/// The verdict alone, for sweeps over many scenarios.
///
/// ```
/// use headroom_core::{catalog::Catalog, codec, evaluate, report::Status};
/// let scenario = codec::decode("model=llama-3.1-405b", Catalog::builtin()).scenario;
/// assert_eq!(evaluate::status(&scenario), Status::DoesNotFit);
/// ```
#[must_use]
pub fn status(scenario: &Scenario) -> Status {
    if !scenario.not_understood.is_empty() {
        return Status::NotUnderstood;
    }
    Question::of(scenario, &scenario.priced()).status()
}
