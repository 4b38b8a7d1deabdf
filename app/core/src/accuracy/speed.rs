//! How wrong the rates are: predictions held against published measurements.

use crate::catalog::Catalog;
use crate::catalog::measured::{MEASURED, Mapping, Measured, Metric};
use crate::codec;
use crate::engine::Month;
use crate::machine::{bandwidth, host};
use crate::memory::limits;
use crate::memory::question::Question;
use crate::speed::efficiency::{Class, Family, Rates, Table, age};
use crate::speed::job::{Job, Lengths, measure};
use crate::speed::{TABLE, lengths, step};

/// Most sequences that a run with a full cache is taken to have had at once: the largest batch
/// that TensorRT-LLM's and vLLM's defaults allow on large cards lies between 1,024 and 2,048.
const MOST_SEQUENCES: u32 = 2_048;

/// One measurement against its prediction.
#[derive(Clone, Debug, PartialEq)]
pub struct SpeedError {
    /// The published row.
    pub measured: &'static Measured,
    /// The published value, in the unit of the row; 0 where it is not held against anything.
    pub value: f64,
    /// The comparison, or why there is none.
    pub outcome: Outcome,
    /// Whether it ran on a build that is known to be slower than later ones. The rates are for
    /// builds as they are now, so such a row is expected to lie below its prediction.
    pub old_build: bool,
}

/// A prediction with the group that it counts to, or the reason for none.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    /// Predicted value in the unit of the row.
    Predicted {
        /// The value.
        predicted: f64,
        /// What it is.
        metric: Metric,
        /// Engine family.
        family: Family,
        /// Hardware class.
        class: Class,
    },
    /// No prediction, and why.
    NotPredicted(&'static str),
}

impl SpeedError {
    /// Predicted rate less measured rate, as a part of the measured one. Times count as rates.
    #[must_use]
    pub fn error(&self) -> Option<f64> {
        match self.outcome {
            Outcome::Predicted {
                predicted, metric, ..
            } => Some(libm::exp(-log_error(metric, predicted, self.value)) - 1.0),
            Outcome::NotPredicted(_) => None,
        }
    }

    /// Whether the measurement lies in the range that stands beside its prediction.
    #[must_use]
    pub fn is_in_range(&self, table: &Table) -> bool {
        let Outcome::Predicted { family, class, .. } = self.outcome else {
            return false;
        };
        let spread = match self.is_prefill() {
            true => table.prefill(family, class),
            false => table.decode(family, class),
        };
        let quotient = self.error().map(|error| 1.0 / (1.0 + error));
        quotient.is_some_and(|quotient| (spread.low..=spread.high).contains(&quotient))
    }

    /// Whether the row is of prompts and not of decoding.
    #[must_use]
    pub fn is_prefill(&self) -> bool {
        matches!(
            self.outcome,
            Outcome::Predicted {
                metric: Metric::Prefill | Metric::Ttft,
                ..
            }
        )
    }
}

/// Errors of one group of rows.
#[derive(Clone, Debug, PartialEq)]
pub struct GroupErrors {
    /// `decode` or `prefill`.
    pub what: &'static str,
    /// `all`, `current` or `older`: which builds of the engines.
    pub builds: &'static str,
    /// Engine family, or `all`.
    pub family: &'static str,
    /// Hardware class, or `all`.
    pub class: &'static str,
    /// Rows.
    pub rows: usize,
    /// Median of the errors' absolute values, as a part of the measured rate.
    pub median: f64,
    /// 90th percentile of the same.
    pub p90: f64,
    /// Rows of them that lie in the range that stands beside an estimate.
    pub in_range: usize,
}

/// Every published measurement with its prediction, in the order of the catalogue.
#[must_use]
pub fn speed_errors(catalog: &Catalog) -> Vec<SpeedError> {
    let samples = samples(catalog);
    let mut samples = samples.iter().peekable();
    MEASURED
        .iter()
        .map(|measured| {
            let sample = samples.next_if(|sample| sample.measured.id == measured.id);
            match (sample, measured.mapping) {
                (Some(sample), _) => sample.against(&TABLE.rates),
                (None, Mapping::None(reason)) => SpeedError {
                    measured,
                    value: 0.0,
                    outcome: Outcome::NotPredicted(reason),
                    old_build: false,
                },
                (None, Mapping::Scenario { .. }) => SpeedError {
                    measured,
                    value: 0.0,
                    outcome: Outcome::NotPredicted("the scenario does not run here"),
                    old_build: false,
                },
            }
        })
        .collect()
}

/// Median and 90th percentile: of all rows, by the age of the builds, by family and by class.
#[must_use]
pub fn groups(errors: &[SpeedError], table: &Table) -> Vec<GroupErrors> {
    let mut groups = Vec::new();
    for (what, prefill) in [("decode", false), ("prefill", true)] {
        let mut add = |builds: &'static str, family: Option<Family>, class: Option<Class>| {
            let of_group = errors.iter().filter(|error| match error.outcome {
                Outcome::Predicted {
                    family: its_family,
                    class: its_class,
                    ..
                } => {
                    error.is_prefill() == prefill
                        && (builds == "all" || error.old_build == (builds == "older"))
                        && family.is_none_or(|family| family == its_family)
                        && class.is_none_or(|class| class == its_class)
                }
                Outcome::NotPredicted(_) => false,
            });
            let of_group: Vec<&SpeedError> = of_group.collect();
            let mut sizes: Vec<f64> = { of_group.iter() }
                .filter_map(|error| error.error().map(f64::abs))
                .collect();
            sizes.sort_by(f64::total_cmp);
            if let (Some(median), Some(p90)) = (quantile(&sizes, 0.5), quantile(&sizes, 0.9)) {
                groups.push(GroupErrors {
                    what,
                    builds,
                    family: family.map_or("all", Family::name),
                    class: class.map_or("all", Class::name),
                    rows: sizes.len(),
                    median,
                    p90,
                    in_range: { of_group.iter() }
                        .filter(|error| error.is_in_range(table))
                        .count(),
                });
            }
        };
        for builds in ["all", "current", "older"] {
            add(builds, None, None);
        }
        for family in Family::ALL {
            add("all", Some(family), None);
            for class in Class::ALL {
                add("all", Some(family), Some(class));
            }
        }
    }
    groups
}

/// The value below which `share` of the sorted values lie, straight between neighbours.
pub(super) fn quantile(sorted: &[f64], share: f64) -> Option<f64> {
    let last = sorted.len().checked_sub(1)?;
    let place = share * last as f64;
    let below = libm::floor(place) as usize;
    let low = *sorted.get(below)?;
    let high = *sorted.get((below + 1).min(last))?;
    Some(low + (high - low) * (place - below as f64))
}

/// Natural logarithm of measured by predicted rate; times are turned into rates.
fn log_error(metric: Metric, predicted: f64, value: f64) -> f64 {
    let sign = match metric {
        Metric::Tpot | Metric::Ttft => -1.0,
        _ => 1.0,
    };
    sign * (libm::log(value) - libm::log(predicted))
}

/// A row as work, ready to be timed with any figures.
pub(super) struct Sample {
    pub(super) measured: &'static Measured,
    pub(super) job: Job,
    metric: Metric,
    value: f64,
    users: f64,
    output: f64,
}

impl Sample {
    pub(super) fn is_prefill(&self) -> bool {
        matches!(self.metric, Metric::Prefill | Metric::Ttft)
    }

    /// Which old build the row ran on, if it did.
    pub(super) fn age(&self) -> Option<usize> {
        age(self.job.family, Month::parse(self.measured.date)?)
    }

    fn predict(&self, rates: &Rates) -> f64 {
        let step = || step::decode(&self.job, self.users, rates).total();
        let prompt = || step::prefill(&self.job, 1.0, rates).total();
        let served = || step::served(&self.job, self.users, self.output, rates);
        match self.metric {
            Metric::Stream => 1.0 / step(),
            Metric::Total => self.users / step(),
            Metric::Served => self.users / served(),
            Metric::Tpot => 1e3 * served(),
            Metric::Prefill => self.job.prompt / prompt(),
            Metric::Ttft => 1e3 * prompt(),
        }
    }

    /// Logarithm of measured by predicted rate.
    pub(super) fn residual(&self, rates: &Rates) -> f64 {
        log_error(self.metric, self.predict(rates), self.value)
    }

    pub(super) fn against(&self, rates: &Rates) -> SpeedError {
        SpeedError {
            measured: self.measured,
            value: self.value,
            outcome: Outcome::Predicted {
                predicted: self.predict(rates),
                metric: self.metric,
                family: self.job.family,
                class: self.job.class(),
            },
            old_build: self.age().is_some(),
        }
    }
}

/// Every row that describes a scenario, in the order of the catalogue.
pub(super) fn samples(catalog: &Catalog) -> Vec<Sample> {
    MEASURED
        .iter()
        .filter_map(|measured| sample(measured, catalog))
        .collect()
}

fn sample(measured: &'static Measured, catalog: &Catalog) -> Option<Sample> {
    let Mapping::Scenario {
        query,
        metric,
        value,
        full,
        cached,
    } = measured.mapping
    else {
        return None;
    };
    let mut scenario = codec::decode(query, catalog).scenario;
    if full {
        let asked = Question::of(&scenario, scenario.priced());
        scenario.users = limits::max_users(asked, MOST_SEQUENCES)?;
    }
    let asked = Question::of(&scenario, scenario.priced());
    let plan = asked.plan();
    if plan.degrees.invalid.is_some() || !plan.status.runs() {
        return None;
    }
    let whole = lengths(&scenario);
    let lengths = Lengths {
        prompt: whole.prompt.saturating_sub(cached).max(1),
        cached,
        ..whole
    };
    let host = host::choose(&scenario, catalog);
    let memory = bandwidth::of(&host, &scenario);
    Some(Sample {
        measured,
        job: measure(&scenario, asked, &plan, lengths, None, &memory, catalog).ok()?,
        metric,
        value: value.parse().ok()?,
        users: f64::from(scenario.users),
        output: f64::from(scenario.speed.output),
    })
}
