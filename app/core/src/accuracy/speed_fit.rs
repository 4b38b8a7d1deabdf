//! Fitting the rates to the published measurements: `cargo xtask calibrate`.
//!
//! Every figure starts from a prior that physics or documents give, and moves as far as the rows
//! outweigh it: a class without rows keeps the prior, one with few stays near it. Residuals are
//! logarithms, so that half and double are as far from right, and beyond one and a half standard
//! deviations they count by size and not by square, so that one odd row does not bend the rest.

use std::fmt::Write as _;

use super::speed::{AGES, GroupErrors, Sample, SpeedError, age, groups, quantile, samples};
use crate::catalog::Catalog;
use crate::speed::efficiency::{Class, Family, Hardware, Kernels, Rates, Spread, Table};

/// Standard deviation of a measurement about the model, as a logarithm.
const NOISE: f64 = 0.12;
/// Residuals beyond so many standard deviations count by their size.
const ODD: f64 = 1.5;
/// Fewest rows for which a group's spread is its own.
const OWN_SPREAD: usize = 6;
/// Numbers that are fitted.
const FREE: usize = SHARED + 13 + 4 * AGES.len();
/// Where the figures of hardware classes start, behind five of each engine family.
const CLASSES: usize = 5 * 5;
/// Where the figures that all share start, behind three of each class.
const SHARED: usize = CLASSES + 3 * 8;
/// The more rows a source has, the less each of them counts: by this power of their number. Chosen
/// with whole sources, classes and models left out.
const CROWD: f64 = 0.3;

/// An old build: factors on its rates.
#[derive(Clone, Copy)]
struct Build {
    /// On what a layer and a step cost beside their reading.
    launch: f64,
    /// On the compute; with llama.cpp of packed weights on NVIDIA alone, whose products changed.
    prefill: f64,
    attention: f64,
    cache: f64,
}

/// Where a figure starts, and by what factor it may well be off.
#[derive(Clone, Copy)]
struct Prior {
    typical: f64,
    deviation: f64,
}

const fn prior(typical: f64, deviation: f64) -> Prior {
    Prior { typical, deviation }
}

/// The priors, in the order in which [`rates`] reads them.
fn priors() -> [Prior; FREE] {
    let mut all = [prior(1.0, 0.05); FREE];
    let mut place = 0;
    let mut put = |one: Prior| {
        all[place] = one;
        place += 1;
    };
    for family in Family::ALL {
        // A layer starts about ten kernels of some three microseconds each.
        let (layer, sequence, step) = match family {
            Family::LlamaCpp => (30.0, 50.0, 100.0),
            Family::Vllm => (40.0, 15.0, 700.0),
            Family::TensorRtLlm => (30.0, 8.0, 400.0),
            Family::ExLlama => (30.0, 50.0, 300.0),
            Family::Transformers => (250.0, 50.0, 1000.0),
        };
        put(prior(0.85, 0.05));
        put(prior(layer, 0.35));
        put(prior(sequence, 0.7));
        put(prior(step, 0.5));
        put(prior(0.5, 0.3));
    }
    for class in Class::ALL {
        // By clock, and by what a system takes to start a kernel.
        let launch = match class {
            Class::NvidiaGddr => 1.0,
            Class::NvidiaHbm => 1.3,
            Class::NvidiaUnified => 1.3,
            Class::AmdHbm | Class::AmdGddr => 2.0,
            Class::AmdUnified | Class::Apple | Class::Intel => 3.0,
        };
        put(prior(1.0, 0.12));
        put(prior(1.0, 0.3));
        put(prior(launch, 0.3));
    }
    for one in [
        prior(0.75, 0.2),
        prior(0.85, 0.15),
        prior(1.1, 0.15),
        prior(400.0, 0.5),
        prior(0.65, 0.2),
        prior(0.8, 0.2),
        prior(0.85, 0.15),
        prior(0.85, 0.15),
        prior(1.5, 0.4),
        prior(6.0, 0.5),
        prior(12.0, 0.7),
        prior(64.0, 0.7),
        prior(0.5, 0.5),
    ] {
        put(one);
    }
    for (family, before) in AGES {
        put(match (family, before) {
            (Family::Vllm, "2024-06") => prior(6.0, 0.7),
            (Family::Vllm, _) => prior(1.5, 0.3),
            _ => prior(2.0, 0.4),
        });
        put(match family {
            Family::TensorRtLlm => prior(0.8, 0.2),
            _ => prior(0.7, 0.2),
        });
        put(prior(0.7, 0.5));
        put(prior(0.7, 0.3));
    }
    all
}

/// Reads the figures from their logarithms, and the factors of old builds.
fn rates(logs: &[f64; FREE]) -> (Rates, [Build; AGES.len()]) {
    let mut values = logs.iter().map(|log| libm::exp(*log));
    let mut next = || values.next().unwrap_or(1.0);
    let kernels = std::array::from_fn(|_| Kernels {
        bandwidth: next(),
        layer_us: next(),
        sequence_us: next(),
        step_us: next(),
        compute: next(),
    });
    let hardware = std::array::from_fn(|_| Hardware {
        bandwidth: next(),
        compute: next(),
        launch: next(),
    });
    let rates = Rates {
        kernels,
        hardware,
        codebook: at_most_one(next()),
        packed_compute: at_most_one(next()),
        packed_cuda: next(),
        saturation: next(),
        hbm_bandwidth: at_most_one(next()),
        hbm_compute: at_most_one(next()),
        experts: at_most_one(next()),
        cache: at_most_one(next()),
        busy_layer: next(),
        link_us: next(),
        bus_us: next(),
        half_rows: next(),
        attention: next(),
    };
    let build = |_| Build {
        launch: next(),
        prefill: next(),
        attention: next(),
        cache: next(),
    };
    (rates, std::array::from_fn(build))
}

/// A share that nears one without a kink, at which the search would stop.
fn at_most_one(value: f64) -> f64 {
    value / libm::pow(1.0 + libm::pow(value, 8.0), 1.0 / 8.0)
}

/// A row with its build, where that is old.
struct Row<'a> {
    sample: &'a Sample,
    age: Option<usize>,
    weight: f64,
}

impl Row<'_> {
    /// The numbers that can change the row's prediction.
    fn touched_by(&self) -> impl Iterator<Item = usize> {
        let job = &self.sample.job;
        let family = 5 * job.family as usize;
        let ages = FREE - 4 * AGES.len();
        let age = self.age.map(|age| ages + 4 * age..ages + 4 * age + 4);
        let classes = (0..Class::ALL.len()).filter(|&class| {
            let mut stages = job.stages.iter();
            stages.any(|stage| stage.class as usize == class)
        });
        (family..family + 5)
            .chain(classes.flat_map(|class| CLASSES + 3 * class..CLASSES + 3 * class + 3))
            .chain(SHARED..ages)
            .chain(age.into_iter().flatten())
    }

    fn residual(&self, rates: &Rates, builds: &[Build]) -> f64 {
        let Some(build) = self.age.and_then(|age| builds.get(age)) else {
            return self.sample.residual(rates);
        };
        let old = Rates {
            attention: rates.attention * build.attention,
            cache: rates.cache * build.cache,
            packed_cuda: rates.packed_cuda * build.prefill,
            kernels: rates.kernels.map(|one| Kernels {
                layer_us: one.layer_us * build.launch,
                step_us: one.step_us * build.launch,
                compute: one.compute
                    * if self.sample.job.family == Family::LlamaCpp {
                        1.0
                    } else {
                        build.prefill
                    },
                ..one
            }),
            ..*rates
        };
        self.sample.residual(&old)
    }
}

fn cost(logs: &[f64; FREE], priors: &[Prior; FREE], rows: &[Row<'_>]) -> f64 {
    let (rates, builds) = rates(logs);
    let misfit: f64 = rows
        .iter()
        .map(|row| {
            let off = libm::fabs(row.residual(&rates, &builds)) / NOISE;
            row.weight
                * if off <= ODD {
                    off * off
                } else {
                    ODD * (2.0 * off - ODD)
                }
        })
        .sum();
    let strain: f64 = logs
        .iter()
        .zip(priors)
        .map(|(log, prior)| {
            let off = (log - libm::log(prior.typical)) / prior.deviation;
            off * off
        })
        .sum();
    misfit + strain
}

/// Numerical derivatives step so far in the logarithm.
const NUDGE: f64 = 1e-4;

/// Damped Gauss-Newton steps (Levenberg, Marquardt) from the priors, each residual weighted so that
/// odd rows count by their size.
fn fit(rows: &[Row<'_>]) -> [f64; FREE] {
    let priors = priors();
    let mut logs = priors.map(|prior| libm::log(prior.typical));
    let mut best = cost(&logs, &priors, rows);
    let mut damping = 1.0;
    for _ in 0..100 {
        let step = newton(&logs, &priors, rows, damping);
        let mut tried = logs;
        for (log, change) in tried.iter_mut().zip(step) {
            *log += change.clamp(-0.5, 0.5);
        }
        let now = cost(&tried, &priors, rows);
        if now < best {
            let gained = best - now;
            (logs, best) = (tried, now);
            damping *= 0.3;
            if gained < 1e-7 {
                break;
            }
        } else {
            damping *= 4.0;
            if damping > 1e9 {
                break;
            }
        }
    }
    logs
}

/// The step that would bring the linearised residuals to their least squares.
fn newton(
    logs: &[f64; FREE],
    priors: &[Prior; FREE],
    rows: &[Row<'_>],
    damping: f64,
) -> [f64; FREE] {
    let under = |logs: &[f64; FREE]| {
        let (rates, builds) = rates(logs);
        move |row: &Row<'_>| row.residual(&rates, &builds) / NOISE
    };
    let here: Vec<f64> = rows.iter().map(under(logs)).collect();
    let moved: Vec<_> = (0..FREE)
        .map(|index| {
            let mut there = *logs;
            there[index] += NUDGE;
            under(&there)
        })
        .collect();
    let mut matrix = [[0.0; FREE]; FREE];
    let mut right = [0.0; FREE];
    for (row, off) in rows.iter().zip(here) {
        let weight = row.weight * (ODD / libm::fabs(off)).min(1.0);
        let slopes: Vec<(usize, f64)> = row
            .touched_by()
            .map(|index| (index, (moved[index](row) - off) / NUDGE))
            .collect();
        for &(one, slope) in &slopes {
            right[one] -= weight * slope * off;
            for &(other, its_slope) in &slopes {
                matrix[one][other] += weight * slope * its_slope;
            }
        }
    }
    for index in 0..FREE {
        let stiffness = 1.0 / (priors[index].deviation * priors[index].deviation);
        let from_prior = logs[index] - libm::log(priors[index].typical);
        matrix[index][index] = (matrix[index][index] + stiffness) * (1.0 + damping);
        right[index] -= stiffness * from_prior;
    }
    solve(matrix, right)
}

/// Solves a symmetric positive system by elimination; the prior keeps every pivot above zero.
fn solve(mut matrix: [[f64; FREE]; FREE], mut right: [f64; FREE]) -> [f64; FREE] {
    for pivot in 0..FREE {
        let top = matrix[pivot];
        for row in pivot + 1..FREE {
            let factor = matrix[row][pivot] / top[pivot];
            for (value, above) in matrix[row].iter_mut().zip(top).skip(pivot) {
                *value -= factor * above;
            }
            right[row] -= factor * right[pivot];
        }
    }
    for row in (0..FREE).rev() {
        let known: f64 = (row + 1..FREE)
            .map(|column| matrix[row][column] * right[column])
            .sum();
        right[row] = (right[row] - known) / matrix[row][row];
    }
    right
}

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
    let (_, builds) = self::rates(&logs);
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

fn significant(value: f64) -> f64 {
    crate::speed::figures(value)
}

fn rounded(rates: Rates) -> Rates {
    Rates {
        kernels: rates.kernels.map(|one| Kernels {
            bandwidth: significant(one.bandwidth),
            layer_us: significant(one.layer_us),
            sequence_us: significant(one.sequence_us),
            step_us: significant(one.step_us),
            compute: significant(one.compute),
        }),
        hardware: rates.hardware.map(|one| Hardware {
            bandwidth: significant(one.bandwidth),
            compute: significant(one.compute),
            launch: significant(one.launch),
        }),
        codebook: significant(rates.codebook),
        packed_compute: significant(rates.packed_compute),
        packed_cuda: significant(rates.packed_cuda),
        saturation: significant(rates.saturation),
        hbm_bandwidth: significant(rates.hbm_bandwidth),
        hbm_compute: significant(rates.hbm_compute),
        experts: significant(rates.experts),
        cache: significant(rates.cache),
        busy_layer: significant(rates.busy_layer),
        link_us: significant(rates.link_us),
        bus_us: significant(rates.bus_us),
        half_rows: significant(rates.half_rows),
        attention: significant(rates.attention),
    }
}

/// The source of the errors with each source left out, as it stands beside the table.
#[must_use]
pub fn held_out_source(groups: &[GroupErrors]) -> String {
    let mut text = String::from(
        "//! Written by `cargo xtask calibrate` from `catalog/measured.toml`: not to be edited. A test fails when\n\
         //! it does not follow from the measurements.\n\n\
         use super::speed::GroupErrors;\n\n\
         /// Errors of rows whose whole source was left out of the fit: what to expect of a machine that was\n\
         /// not measured.\n\
         pub const HELD_OUT: &[GroupErrors] = &[\n",
    );
    for group in groups {
        let GroupErrors {
            what,
            builds,
            family,
            class,
            rows,
            median,
            p90,
        } = group;
        text.push_str(&format!(
            "    GroupErrors {{\n        what: {what:?},\n        builds: {builds:?},\n        family: {family:?},\n        \
             class: {class:?},\n        rows: {rows},\n        median: {median:.3},\n        p90: {p90:.3},\n    }},\n"
        ));
    }
    text.push_str("];\n");
    text
}

/// The source text of the table.
#[must_use]
pub fn source(table: &Table) -> String {
    let mut text = String::from(
        "//! Written by `cargo xtask calibrate` from `catalog/measured.toml`: not to be edited. A test fails when\n\
         //! it does not follow from the measurements.\n\n\
         use super::efficiency::{Hardware, Kernels, Rates, Spread, Table};\n\n\
         /// The fitted figures.\n\
         pub const TABLE: Table = Table {\n    rates: Rates {\n        kernels: [\n",
    );
    // Writing to a string cannot fail.
    for (kernels, family) in table.rates.kernels.iter().zip(Family::ALL) {
        let _ = write!(
            text,
            "            // {}\n            Kernels {{\n                bandwidth: {:?},\n                layer_us: {:?},\n                \
             sequence_us: {:?},\n                step_us: {:?},\n                compute: {:?},\n            }},\n",
            family.name(),
            kernels.bandwidth,
            kernels.layer_us,
            kernels.sequence_us,
            kernels.step_us,
            kernels.compute
        );
    }
    text.push_str("        ],\n        hardware: [\n");
    for (hardware, class) in table.rates.hardware.iter().zip(Class::ALL) {
        let _ = write!(
            text,
            "            // {}\n            Hardware {{\n                bandwidth: {:?},\n                compute: {:?},\n                launch: {:?},\n            }},\n",
            class.name(),
            hardware.bandwidth,
            hardware.compute,
            hardware.launch
        );
    }
    text.push_str("        ],\n");
    let rates = &table.rates;
    for (name, value) in [
        ("codebook", rates.codebook),
        ("packed_compute", rates.packed_compute),
        ("packed_cuda", rates.packed_cuda),
        ("saturation", rates.saturation),
        ("hbm_bandwidth", rates.hbm_bandwidth),
        ("hbm_compute", rates.hbm_compute),
        ("experts", rates.experts),
        ("cache", rates.cache),
        ("busy_layer", rates.busy_layer),
        ("link_us", rates.link_us),
        ("bus_us", rates.bus_us),
        ("half_rows", rates.half_rows),
        ("attention", rates.attention),
    ] {
        let _ = writeln!(text, "        {name}: {value:?},");
    }
    text.push_str("    },\n");
    for (name, spreads) in [("decode", &table.decode), ("prefill", &table.prefill)] {
        let _ = writeln!(text, "    {name}: [");
        for (row, family) in spreads.iter().zip(Family::ALL) {
            let _ = writeln!(text, "        // {}\n        [", family.name());
            for spread in row {
                let _ = write!(
                    text,
                    "            Spread {{\n                low: {:?},\n                high: {:?},\n                rows: {},\n            }},\n",
                    spread.low, spread.high, spread.rows
                );
            }
            text.push_str("        ],\n");
        }
        text.push_str("    ],\n");
    }
    text.push_str("};\n");
    text
}
