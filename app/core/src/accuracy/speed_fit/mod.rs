//! Fitting the rates to the published measurements: `cargo xtask calibrate`.
//!
//! Every figure starts from a prior that physics or documents give, and moves as far as the rows
//! outweigh it: a class without rows keeps the prior, one with few stays near it. Residuals are
//! logarithms, so that half and double are as far from right, and beyond one and a half standard
//! deviations they count by size and not by square, so that one odd row does not bend the rest.

mod figures;
mod search;
mod written;

use super::speed::{AGES, GroupErrors, Sample, SpeedError, age, groups, quantile, samples};
use crate::catalog::Catalog;
use crate::speed::efficiency::{Class, Family, Spread, Table};
use figures::{FREE, rates, rounded, significant};
use search::{Row, fit};
pub use written::{held_out_source, source};

/// Fewest rows for which a group's spread is its own.
const OWN_SPREAD: usize = 6;
/// The more rows a source has, the less each of them counts: by this power of their number. Chosen
/// with whole sources, classes and models left out.
const CROWD: f64 = 0.3;

/// What a calibration found.
pub struct Calibration {
    /// The figures.
    pub table: Table,
    /// Errors of the rows that the figures were fitted to.
    pub in_sample: Vec<GroupErrors>,
    /// Errors of rows whose whole source was left out of the fit.
    pub held_out: Vec<GroupErrors>,
    /// Factors of old builds, in words.
    pub ages: Vec<String>,
}

/// The table for every row, without the comparison that leaves sources out.
#[must_use]
pub fn table(catalog: &Catalog) -> Table {
    let samples = samples(catalog);
    let rows = weighed(samples.iter());
    tabulate(&fit(&rows), &samples)
}

/// Fits, and holds each source against a fit without it.
#[must_use]
pub fn calibrate(catalog: &Catalog) -> Calibration {
    let samples = samples(catalog);
    let rows = weighed(samples.iter());
    let logs = fit(&rows);
    let table = tabulate(&logs, &samples);
    let in_sample: Vec<_> = samples
        .iter()
        .map(|sample| sample.against(&table.rates))
        .collect();
    let held_out = left_out(&samples, origin);
    let (_, builds) = rates(&logs);
    let ages = AGES
        .iter()
        .zip(builds)
        .map(|((family, before), build)| {
            format!(
                "{} before {before}: kernel starts × {:.2}, prompts × {:.2}, attention × {:.2}, cache × {:.2}",
                family.name(),
                build.launch,
                build.prefill,
                build.attention,
                build.cache
            )
        })
        .collect();
    Calibration {
        table,
        in_sample: groups(&in_sample),
        held_out: groups(&held_out),
        ages,
    }
}

/// Every row against a fit without the rows that share its `key`.
fn left_out(samples: &[Sample], key: impl Fn(&Sample) -> &'static str) -> Vec<SpeedError> {
    let mut keys: Vec<&str> = samples.iter().map(&key).collect();
    keys.sort_unstable();
    keys.dedup();
    let mut found = Vec::with_capacity(samples.len());
    for left in keys {
        let (its_own, others): (Vec<&Sample>, Vec<&Sample>) =
            samples.iter().partition(|sample| key(sample) == left);
        let others = weighed(others.into_iter());
        let (without, _) = rates(&fit(&others));
        found.extend(its_own.into_iter().map(|sample| sample.against(&without)));
    }
    found
}

/// What a row may be left out with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fold {
    /// Its source.
    Source,
    /// Its class of hardware.
    Class,
    /// Its model.
    Model,
}

/// Every row against a fit without those that share its source, class or model.
#[must_use]
pub fn without(catalog: &Catalog, fold: Fold) -> Vec<SpeedError> {
    let samples = samples(catalog);
    left_out(&samples, |sample| match fold {
        Fold::Source => origin(sample),
        Fold::Class => sample.job.class().name(),
        Fold::Model => sample.measured.model,
    })
}

fn row(sample: &Sample) -> Row<'_> {
    Row {
        sample,
        age: age(sample),
        weight: 1.0,
    }
}

/// Rows as they count in a fit: the more of them a source has, the less each tells that the others
/// did not.
fn weighed<'a>(samples: impl Iterator<Item = &'a Sample>) -> Vec<Row<'a>> {
    let samples: Vec<&Sample> = samples.collect();
    let of = |one: &Sample| {
        let its_own = samples.iter().filter(|other| origin(other) == origin(one));
        its_own.count() as f64
    };
    let mut rows: Vec<Row<'a>> = samples
        .iter()
        .map(|sample| Row {
            weight: libm::pow(of(sample), -CROWD),
            ..row(sample)
        })
        .collect();
    let mean = rows.iter().map(|row| row.weight).sum::<f64>() / rows.len().max(1) as f64;
    for row in &mut rows {
        row.weight /= mean;
    }
    rows
}

/// The publisher: a repository or a page, whichever file of it.
fn origin(sample: &Sample) -> &'static str {
    let source = sample.measured.source;
    let mut words = source.trim_start_matches("page: ").split(' ');
    words.next().unwrap_or(source)
}

fn tabulate(logs: &[f64; FREE], samples: &[Sample]) -> Table {
    let (exact, builds) = rates(logs);
    let rates = rounded(exact);
    let rows = weighed(samples.iter());
    let spreads = |prefill: bool| {
        // The low end is what any build showed; for the high end old builds count as if they were
        // of today.
        let ends = |family: Option<Family>, class: Option<Class>| {
            let of_group = rows.iter().filter(|row| {
                row.sample.is_prefill() == prefill
                    && family.is_none_or(|family| family == row.sample.job.family)
                    && class.is_none_or(|class| class == row.sample.job.class())
            });
            let (mut any, mut current): (Vec<f64>, Vec<f64>) = of_group
                .map(|row| {
                    let residuals = [row.sample.residual(&rates), row.residual(&rates, &builds)];
                    residuals.map(libm::exp).into()
                })
                .unzip();
            any.sort_by(f64::total_cmp);
            current.sort_by(f64::total_cmp);
            let ends = quantile(&any, 0.1).zip(quantile(&current, 0.9));
            (any.len(), ends)
        };
        let all = ends(None, None).1.unwrap_or((0.7, 1.3));
        Family::ALL.map(|family| {
            Class::ALL.map(|class| {
                let (count, own) = ends(Some(family), Some(class));
                let (low, high) = match own {
                    Some(own) if count >= OWN_SPREAD => own,
                    // Few rows: no narrower than all rows together.
                    Some((low, high)) => (low.min(all.0), high.max(all.1)),
                    None => (all.0 / 1.15, all.1 * 1.15),
                };
                Spread {
                    low: significant(low.min(0.98)),
                    high: significant(high.max(1.02)),
                    rows: count as u32,
                }
            })
        })
    };
    Table {
        rates,
        decode: spreads(false),
        prefill: spreads(true),
    }
}
