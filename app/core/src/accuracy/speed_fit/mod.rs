//! Fitting the rates to the published measurements: `cargo xtask calibrate`.
//!
//! Every figure starts from a prior that physics or documents give, and moves as far as the rows
//! outweigh it: a class without rows keeps the prior, one with few stays near it. Residuals are
//! logarithms, so that half and double are as far from right, and beyond one and a half standard
//! deviations they count by size and not by square, so that one odd row does not bend the rest.

mod figures;
mod search;
mod written;

use std::collections::BTreeMap;

use super::speed::{GroupErrors, Sample, SpeedError, groups, samples};
use crate::catalog::Catalog;
use crate::speed::efficiency::{AGES, Build, Class, Family, Rates, Spread, Table};
use figures::{FREE, rates, rounded, rounded_build, significant};
use search::{Row, fit, fit_from};
pub use written::{held_out_source, source};

/// Fewest rows for which a group's spread is its own.
const OWN_SPREAD: usize = 6;
/// The more rows a source has, the less each of them counts: by this power of their number. Chosen
/// with whole sources, classes and models left out.
const CROWD: f64 = 0.3;

/// Steps and damping of a search that starts where the one with every row ended.
const FOLD: (u32, f64) = (4, 1e-3);

/// What a calibration found.
pub struct Calibration {
    /// The figures.
    pub table: Table,
    /// Errors of the rows that the figures were fitted to.
    pub in_sample: Vec<GroupErrors>,
    /// Errors of rows whose whole source was left out of the fit.
    pub held_out: Vec<GroupErrors>,
    /// The same row by row.
    pub rows: Vec<SpeedError>,
    /// Factors of old builds, in words.
    pub ages: Vec<String>,
}

/// Fits, and holds each source against a fit without it.
#[must_use]
pub fn calibrate(catalog: &Catalog) -> Calibration {
    let samples = samples(catalog);
    let logs = fit(&weighed(samples.iter()));
    let held_out = left_out(&samples, &logs, origin);
    let table = tabulate(&logs, &samples, &held_out);
    let in_sample: Vec<_> = samples
        .iter()
        .map(|sample| sample.against(&table.rates))
        .collect();
    let rows: Vec<_> = { held_out.iter().zip(&samples) }
        .map(|((rates, _), sample)| sample.against(rates))
        .collect();
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
        in_sample: groups(&in_sample, &table),
        held_out: groups(&rows, &table),
        table,
        rows,
        ages,
    }
}

/// For every row, what is fitted to those that do not share its `key`. Searches start where the one
/// with every row ended.
fn left_out(
    samples: &[Sample],
    logs: &[f64; FREE],
    key: impl Fn(&Sample) -> &'static str,
) -> Vec<Fitted> {
    let mut keys: Vec<&str> = samples.iter().map(&key).collect();
    keys.sort_unstable();
    keys.dedup();
    let fits: Vec<(&str, Fitted)> = keys
        .into_iter()
        .map(|left| {
            let others = samples.iter().filter(|sample| key(sample) != left);
            (left, rates(&fit_from(*logs, &weighed(others), FOLD)))
        })
        .collect();
    let of = |sample: &Sample| fits.iter().find(|(left, _)| *left == key(sample));
    { samples.iter().filter_map(of) }
        .map(|(_, fitted)| *fitted)
        .collect()
}

/// Figures, and those of old builds.
type Fitted = (Rates, [Build; AGES.len()]);

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
    let logs = fit(&weighed(samples.iter()));
    let fitted = left_out(&samples, &logs, |sample| match fold {
        Fold::Source => origin(sample),
        Fold::Class => sample.job.class().name(),
        Fold::Model => sample.measured.model,
    });
    let rows = fitted.iter().zip(&samples);
    rows.map(|((rates, _), sample)| sample.against(rates))
        .collect()
}

/// Rows as they count in a fit: the more of them a source has, the less each tells that the others
/// did not.
fn weighed<'a>(samples: impl Iterator<Item = &'a Sample>) -> Vec<Row<'a>> {
    let samples: Vec<&Sample> = samples.collect();
    let mut of_source: BTreeMap<&str, f64> = BTreeMap::new();
    for sample in &samples {
        *of_source.entry(origin(sample)).or_default() += 1.0;
    }
    let mut rows: Vec<Row<'a>> = samples
        .iter()
        .map(|sample| Row {
            sample,
            age: sample.age(),
            weight: libm::pow(of_source[origin(sample)], -CROWD),
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

/// The table: figures of the fit with every row, and how far rows lie from fits without their
/// source, as a machine that nobody measured will.
fn tabulate(logs: &[f64; FREE], samples: &[Sample], held_out: &[Fitted]) -> Table {
    let (exact, builds) = rates(logs);
    let rates = rounded(exact);
    let rows = weighed(samples.iter());
    let spreads = |prefill: bool| {
        // The low end is what any build showed; for the high end old builds count as if they were
        // of today.
        let ends = |family: Option<Family>, class: Option<Class>| {
            let of_group = rows.iter().zip(held_out).filter(|(row, _)| {
                row.sample.is_prefill() == prefill
                    && family.is_none_or(|family| family == row.sample.job.family)
                    && class.is_none_or(|class| class == row.sample.job.class())
            });
            let mut quotients: Vec<(f64, f64)> = of_group
                .map(|(row, (rates, builds))| (libm::exp(row.residual(rates, builds)), row.weight))
                .collect();
            quotients.sort_by(|one, other| one.0.total_cmp(&other.0));
            let ends = weighed_quantile(&quotients, 0.1).zip(weighed_quantile(&quotients, 0.9));
            (quotients.len(), ends)
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
                    low: significant(low.min(0.95)),
                    high: significant(high.max(1.05)),
                    rows: count as u32,
                }
            })
        })
    };
    Table {
        rates,
        builds: builds.map(rounded_build),
        decode: spreads(false),
        prefill: spreads(true),
    }
}

/// The value below which `share` of the sorted values' weight lies.
fn weighed_quantile(sorted: &[(f64, f64)], share: f64) -> Option<f64> {
    let all: f64 = sorted.iter().map(|(_, weight)| weight).sum();
    let mut below = 0.0;
    let mut values = sorted.iter().copied();
    let found = values.find(|(_, weight)| {
        below += weight;
        below >= share * all
    });
    found.or(sorted.last().copied()).map(|(value, _)| value)
}
