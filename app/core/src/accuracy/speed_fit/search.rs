//! The search: damped least squares from the priors, odd rows counted by their size.

use super::figures::{BUILDS, CLASSES, FREE, Prior, SHARED, of_build, priors, rates};
use crate::accuracy::speed::Sample;
use crate::engine::Backend;
use crate::speed::efficiency::{Build, Class, Hardware, Kernels, Rates};

/// Standard deviation of a measurement about the model, as a logarithm.
const NOISE: f64 = 0.12;
/// Residuals beyond so many standard deviations count by their size.
const ODD: f64 = 1.5;

/// A row with its build, where that is old.
pub(super) struct Row<'a> {
    pub(super) sample: &'a Sample,
    pub(super) age: Option<usize>,
    pub(super) weight: f64,
}

impl Row<'_> {
    /// The numbers that can change the row's prediction.
    fn touched_by(&self) -> impl Iterator<Item = usize> {
        let job = &self.sample.job;
        let family = Kernels::COUNT * job.family as usize;
        let classes = (0..Class::ALL.len()).filter(|&class| {
            let mut stages = job.stages.iter();
            stages.any(|stage| stage.class as usize == class)
        });
        // The factors of Vulkan stand behind the last class.
        let vulkan = (job.backend == Backend::Vulkan).then_some(Class::ALL.len());
        let of_class = |class| CLASSES + Hardware::COUNT * class;
        (family..family + Kernels::COUNT)
            .chain(
                classes
                    .chain(vulkan)
                    .flat_map(move |class| of_class(class)..of_class(class + 1)),
            )
            .chain(SHARED..BUILDS)
            .chain(self.age.map(of_build).into_iter().flatten())
    }

    pub(super) fn residual(&self, rates: &Rates, builds: &[Build]) -> f64 {
        let Some((age, build)) = self.age.and_then(|age| Some((age, builds.get(age)?))) else {
            return self.sample.residual(rates);
        };
        let old = rates.of_build(age, build);
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

/// The search from the priors.
pub(super) fn fit(rows: &[Row<'_>]) -> [f64; FREE] {
    let start = priors().map(|prior| libm::log(prior.typical));
    fit_from(start, rows, (100, 1.0))
}

/// At most so many Gauss-Newton steps, damped at first as told (Levenberg, Marquardt), each residual
/// weighted so that odd rows count by their size.
pub(super) fn fit_from(
    mut logs: [f64; FREE],
    rows: &[Row<'_>],
    (steps, mut damping): (u32, f64),
) -> [f64; FREE] {
    let priors = priors();
    let mut best = cost(&logs, &priors, rows);
    for _ in 0..steps {
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
