//! From a scenario to its report: pure, and the only way to one.

mod report;
mod written;

use crate::catalog::Catalog;
use crate::codec::{self, Query};
use crate::memory::question::Question;
use crate::report::Status;
use crate::scenario::Scenario;
use crate::training;

pub use report::Report;

/// The report of a scenario, with the edition of the catalogue that it is pinned to. What nobody
/// asks the report for is never computed.
///
/// ```
/// use headroom_core::{catalog::Catalog, codec, evaluate::evaluate};
/// let catalog = Catalog::builtin();
/// let query = "gpu=rtx-pro-6000-blackwell-max-q&n=4&model=llama-3.1-405b&w=f16";
/// let report = evaluate(&codec::decode(query, catalog).scenario, catalog);
/// assert_eq!(report.memory().weights_bytes, 811_706_777_600);
/// assert!(!report.verdict().fits);
/// ```
#[must_use]
pub fn evaluate(scenario: &Scenario, catalog: &Catalog) -> Report {
    Report::of(scenario.clone(), catalog, Vec::new())
}

/// Decodes a query or a whole URL and gives its report, notices included: what the API, the command
/// line and the pages answer with.
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
    Report::of(decoded.scenario, catalog, decoded.notices)
}

/// The verdict alone, for sweeps over many scenarios: on the run where the model is trained, else on the model.
///
/// ```
/// use headroom_core::{catalog::Catalog, codec, evaluate, report::Status};
/// let scenario = codec::decode("model=llama-3.1-405b", Catalog::builtin()).scenario;
/// assert_eq!(evaluate::status(&scenario), Status::DoesNotFit);
/// ```
#[must_use]
pub fn status(scenario: &Scenario) -> Status {
    if scenario.is_refused() {
        return Status::NotUnderstood;
    }
    match &scenario.training {
        Some(plan) => training::status(scenario, plan),
        None => Question::of(scenario, scenario.priced()).status(),
    }
}
