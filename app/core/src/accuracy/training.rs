//! How wrong training is predicted: published measurements against the arithmetic, and the fit of
//! the few numbers that no architecture and no data sheet gives.
//!
//! Only with the feature `evidence`, for the method page, the tests and `cargo xtask
//! calibrate`.

use crate::catalog::Catalog;
use crate::codec;
use crate::machine::bandwidth;
use crate::scenario::Scenario;
use crate::training::calibrated::FRAGMENTATION_PERMILLE;
use crate::training::context;
use crate::training::memory::{CardMemory, Job};
use crate::training::profile::Profile;
use crate::training::speed::{SpeedModel, Surroundings, step};

/// One published measurement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MeasuredRun {
    /// Stable id.
    pub id: &'static str,
    /// What was measured.
    pub measures: Measures,
    /// The model as published.
    pub model: &'static str,
    /// The cards as published.
    pub gpu: &'static str,
    /// The program.
    pub engine: &'static str,
    /// The method as published.
    pub method: &'static str,
    /// The figure as published.
    pub stated: &'static str,
    /// The scenario; empty where there is none.
    pub query: &'static str,
    /// What the query cannot say of the model.
    pub shape: Shape,
    /// Why there is none.
    pub unmapped: &'static str,
    /// What of a card's memory was read.
    pub scope: Scope,
    /// Bytes of one card, or tokens a second of all cards.
    pub value: u64,
    /// What was assumed.
    pub note: &'static str,
    /// Where it was published.
    pub source: &'static str,
    /// When.
    pub date: &'static str,
}

/// What was measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Measures {
    /// Memory of one card.
    Memory,
    /// Tokens a second.
    Speed,
}

/// How a model is built where the described one is another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// As the query says.
    AsDescribed,
    /// Blocks of two matrices without a gate, LayerNorm.
    Plain,
    /// The same with attention and block side by side behind one norm.
    Parallel,
}

/// What of a card's memory was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// All of it.
    Gpu,
    /// What PyTorch's allocator holds.
    Allocator,
    /// What tensors take.
    Active,
}

include!(concat!(env!("OUT_DIR"), "/training.rs"));

/// A measurement with its prediction.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RunError {
    /// The measurement.
    pub run: &'static MeasuredRun,
    /// Prediction in the unit of the measurement.
    pub predicted: f64,
    /// Low end of the prediction's range.
    pub low: f64,
    /// High end.
    pub high: f64,
}

impl RunError {
    /// Predicted over measured, less one.
    #[must_use]
    pub fn error(&self) -> f64 {
        self.predicted / self.run.value as f64 - 1.0
    }
}

/// What is fitted.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Fitted {
    /// Share of what comes and goes that the allocator holds without use, thousandths: low,
    /// typical, high.
    pub fragmentation_permille: [u64; 3],
    /// Share of the dense peak, thousandths.
    pub peak_permille: u32,
    /// Thousandths of a byte for each thousand operations.
    pub traffic_microbytes: u32,
    /// Passes over unpacked weights.
    pub unpack_passes: u32,
    /// Measured over predicted speed, thousandths: 10th and 90th percentile.
    pub spread_permille: [u32; 2],
}

/// Everything that is measured and mapped, predicted as the product does.
#[must_use]
pub fn run_errors(catalog: &Catalog) -> Vec<RunError> {
    let fitted = Fitted {
        fragmentation_permille: FRAGMENTATION_PERMILLE,
        ..Fitted::shipped()
    };
    mapped(catalog)
        .iter()
        .filter_map(|mapped| mapped.predict(&fitted))
        .collect()
}

/// Median and 90th percentile of the absolute errors.
#[must_use]
pub fn spread(errors: &[RunError]) -> (f64, f64) {
    let mut sizes: Vec<f64> = errors.iter().map(|error| error.error().abs()).collect();
    sizes.sort_by(f64::total_cmp);
    (quantile(&sizes, 50), quantile(&sizes, 90))
}

/// Fits on all measurements.
#[must_use]
pub fn fit(catalog: &Catalog) -> Fitted {
    let all = mapped(catalog);
    fit_to(&all.iter().collect::<Vec<_>>())
}

/// Predictions of each measurement by a fit to the measurements of all other sources.
#[must_use]
pub fn left_out(catalog: &Catalog) -> Vec<RunError> {
    let all = mapped(catalog);
    let mut errors = Vec::new();
    let mut sources: Vec<&str> = all.iter().map(|one| one.repository()).collect();
    sources.sort_unstable();
    sources.dedup();
    for source in sources {
        let others: Vec<&Mapped> = all
            .iter()
            .filter(|one| one.repository() != source)
            .collect();
        let fitted = fit_to(&others);
        let own = all.iter().filter(|one| one.repository() == source);
        errors.extend(own.filter_map(|one| one.predict(&fitted)));
    }
    errors
}

/// The generated file of a fit.
#[must_use]
pub fn table(fitted: &Fitted) -> String {
    let Fitted {
        fragmentation_permille,
        peak_permille,
        traffic_microbytes,
        unpack_passes,
        spread_permille,
    } = fitted;
    format!(
        "//! Written by `cargo xtask calibrate` from `catalog/measured_training.toml`; not by hand.\n\n\
         /// Share of what comes and goes that the allocator holds without use: low, typical, high.\n\
         pub(crate) const FRAGMENTATION_PERMILLE: [u64; 3] = {fragmentation_permille:?};\n\
         /// Share of the dense peak that matrix multiplications reach, thousandths.\n\
         pub(crate) const PEAK_PERMILLE: u32 = {peak_permille};\n\
         /// Memory traffic of arithmetic, in millionths of a byte for each operation.\n\
         pub(crate) const TRAFFIC_MICROBYTES_PER_FLOP: u32 = {traffic_microbytes};\n\
         /// Times that 4-bit weights are unpacked for each pass over a micro-batch.\n\
         pub(crate) const UNPACK_PASSES: u32 = {unpack_passes};\n\
         /// Measured speed over predicted, thousandths: 10th and 90th percentile.\n\
         pub(crate) const SPEED_SPREAD_PERMILLE: [u32; 2] = {spread_permille:?};\n"
    )
}

struct Mapped {
    run: &'static MeasuredRun,
    scenario: Scenario,
    profile: Profile,
    drives: f64,
}

fn mapped(catalog: &Catalog) -> Vec<Mapped> {
    MEASURED_RUNS
        .iter()
        .filter(|run| !run.query.is_empty())
        .map(|run| {
            let scenario = codec::decode(run.query, catalog).scenario;
            let mut arch = scenario.model.arch().clone();
            if run.shape != Shape::AsDescribed {
                arch.mlp_gated = false;
                arch.norms.bias = true;
            }
            if run.shape == Shape::Parallel {
                arch.norms.per_layer = 1;
            }
            let profile = Profile::of(&arch);
            Mapped {
                run,
                scenario,
                profile,
                drives: 7e9,
            }
        })
        .collect()
}

impl Mapped {
    fn repository(&self) -> &'static str {
        self.run.source.split(' ').nth(1).unwrap_or(self.run.source)
    }

    fn job(&self) -> Option<Job<'_>> {
        Some(Job {
            profile: &self.profile,
            towers: self.scenario.model.vision_params(),
            plan: self.scenario.training.as_ref()?,
            gpus: self.scenario.machine.gpu_count(),
        })
    }

    fn predict(&self, fitted: &Fitted) -> Option<RunError> {
        let [low, predicted, high] = match self.run.measures {
            Measures::Memory => self.memory(fitted)?,
            Measures::Speed => self.speed(fitted)?,
        };
        Some(RunError {
            run: self.run,
            predicted,
            low,
            high,
        })
    }

    fn memory(&self, fitted: &Fitted) -> Option<[f64; 3]> {
        let card = self.job()?.card(context(&self.scenario.machine));
        let [low, typical, high] = moving(&card);
        let [least, usual, most] = fitted
            .fragmentation_permille
            .map(|share| share as f64 / 1_000.0);
        let sum = |pick: fn(crate::units::Range) -> u64| {
            let lines = card.lines.iter().filter(|line| match line.kind {
                "fragmentation" => false,
                "runtime" => self.run.scope == Scope::Gpu,
                _ => true,
            });
            lines.map(|line| pick(line.bytes)).sum::<u64>() as f64
        };
        let held = if self.run.scope == Scope::Active {
            0.0
        } else {
            1.0
        };
        Some([
            sum(|bytes| bytes.low) + low * least * held,
            sum(|bytes| bytes.typical) + typical * usual * held,
            sum(|bytes| bytes.high) + high * most * held,
        ])
    }

    fn speed(&self, fitted: &Fitted) -> Option<[f64; 3]> {
        let job = self.job()?;
        let around = Surroundings {
            host_bandwidth: bandwidth::SERVER_SOCKET,
            drives: self.drives,
            speed_share: 1.0,
        };
        let model = SpeedModel {
            peak_share: f64::from(fitted.peak_permille) / 1_000.0,
            bytes_per_flop: f64::from(fitted.traffic_microbytes) / 1e6,
            unpack_passes: f64::from(fitted.unpack_passes),
        };
        let step = step(&job, &self.scenario.machine, around, model)?;
        let plan = job.plan;
        let tokens = plan.micro_tokens() * u64::from(plan.accumulation) * u64::from(job.gpus);
        let [low, high] = fitted
            .spread_permille
            .map(|share| f64::from(share) / 1_000.0);
        let typical = tokens as f64 / step.total;
        Some([tokens as f64 / step.serial * low, typical, typical * high])
    }
}

/// What comes and goes within a step.
fn moving(card: &CardMemory) -> [f64; 3] {
    let lines = card
        .lines
        .iter()
        .filter(|line| matches!(line.kind, "activations" | "logits" | "working"));
    lines.fold([0.0; 3], |[low, typical, high], line| {
        [
            low + line.bytes.low as f64,
            typical + line.bytes.typical as f64,
            high + line.bytes.high as f64,
        ]
    })
}

fn fit_to(mapped: &[&Mapped]) -> Fitted {
    let of = |measures: Measures| {
        mapped
            .iter()
            .filter(move |one| one.run.measures == measures)
    };
    // Memory: the share that makes the sums of tensors meet what was read, row by row.
    let mut shares: Vec<f64> = of(Measures::Memory)
        .filter(|one| one.run.scope != Scope::Active)
        .filter_map(|one| {
            let none = Fitted {
                fragmentation_permille: [0; 3],
                ..Fitted::shipped()
            };
            let [_, plain, _] = one.memory(&none)?;
            let [_, moving, _] = moving(&one.job()?.card(context(&one.scenario.machine)));
            Some((one.run.value as f64 - plain) / moving)
        })
        .collect();
    shares.sort_by(f64::total_cmp);
    let permille = |share: f64| whole(libm::round(share.clamp(0.0, 1.0) * 1_000.0 / 5.0) * 5.0);
    let typical = permille(quantile(&shares, 50));
    let fragmentation_permille = [
        permille(quantile(&shares, 10)).min(typical),
        typical,
        // A run beyond this is beyond the range; rows whose peak is elsewhere decide nothing.
        permille(quantile(&shares, 75)).max(typical),
    ];

    let speed: Vec<&&Mapped> = of(Measures::Speed).collect();
    let mut best: Option<(f64, Fitted)> = None;
    for peak_permille in (600..=950).step_by(50) {
        for traffic_microbytes in (0..=6_000).step_by(500) {
            for unpack_passes in [1, 2, 5, 10, 15, 20] {
                let fitted = Fitted {
                    fragmentation_permille,
                    peak_permille,
                    traffic_microbytes,
                    unpack_passes,
                    spread_permille: [1_000; 2],
                };
                let sum: f64 = speed
                    .iter()
                    .filter_map(|one| {
                        let [_, predicted, _] = one.speed(&fitted)?;
                        Some(libm::log(predicted / one.run.value as f64).abs())
                    })
                    .sum();
                if best.is_none_or(|(least, _)| sum < least) {
                    best = Some((sum, fitted));
                }
            }
        }
    }
    let mut fitted = best.map_or_else(Fitted::shipped, |(_, fitted)| fitted);
    let mut ratios: Vec<f64> = speed
        .iter()
        .filter_map(|one| Some(one.run.value as f64 / one.speed(&fitted)?[1]))
        .collect();
    ratios.sort_by(f64::total_cmp);
    let permille =
        |share: f64| u32::try_from(whole(libm::round(share * 100.0) * 10.0)).unwrap_or(1_000);
    fitted.spread_permille = [
        permille(quantile(&ratios, 10)).min(1_000),
        permille(quantile(&ratios, 90)).max(1_000),
    ];
    fitted
}

impl Fitted {
    /// What the product ships with.
    #[must_use]
    pub fn shipped() -> Self {
        use crate::training::calibrated as shipped;
        Self {
            fragmentation_permille: shipped::FRAGMENTATION_PERMILLE,
            peak_permille: shipped::PEAK_PERMILLE,
            traffic_microbytes: shipped::TRAFFIC_MICROBYTES_PER_FLOP,
            unpack_passes: shipped::UNPACK_PASSES,
            spread_permille: shipped::SPEED_SPREAD_PERMILLE,
        }
    }
}

/// The value below which so many percent of ascending values lie; the middle of two for the median.
fn quantile(ascending: &[f64], percent: usize) -> f64 {
    let Some(last) = ascending.len().checked_sub(1) else {
        return 0.0;
    };
    let (low, high) = (last * percent / 100, (last * percent).div_ceil(100));
    (ascending[low] + ascending[high]) / 2.0
}

fn whole(value: f64) -> u64 {
    value as u64
}
