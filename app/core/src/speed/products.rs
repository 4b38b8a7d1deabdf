//! Products with weights: what a step multiplies, in which of the ways that an engine has, beside reading the weights.

use super::card::Path;
use super::efficiency::{Class, Family, Rates};
use super::job::Job;
use crate::engine::Backend;

/// Two things at the same time: near the point where both take equally long neither has the card to
/// itself, so that the fourth root of the summed fourth powers is nearer the truth than the longer.
pub(super) fn overlapped(one: f64, other: f64) -> f64 {
    let (long, short) = if one > other {
        (one, other)
    } else {
        (other, one)
    };
    if short <= 0.0 {
        return long;
    }
    let ratio = short / long;
    let square = ratio * ratio;
    long * libm::sqrt(libm::sqrt(1.0 + square * square))
}

/// Rows at which products reach half of the compute: those of all tokens, and those of one expert.
fn half_rows(job: &Job, class: Class, rates: &Rates) -> (f64, f64) {
    let kernels = rates.kernels(job.family);
    let hardware = rates.hardware(class, job.backend);
    (
        kernels.half_rows,
        kernels.half_expert_rows * hardware.expert_rows,
    )
}

/// Whether FP4 units multiply on a card whose kernels for them came later.
pub(super) fn is_fp4_without_hbm(job: &Job, class: Class) -> bool {
    job.path == Path::Fp4 && job.family == Family::Vllm && class != Class::NvidiaHbm
}

/// How many times as long the products of routed experts take as those of all tokens with the same rows.
fn grouping(job: &Job, class: Class, rates: &Rates) -> f64 {
    let fp4 = match is_fp4_without_hbm(job, class) {
        true => rates.common.fp4_experts,
        false => 1.0,
    };
    1.0 / (rates.kernels(job.family).grouped * fp4)
}

/// Shares of the compute that products of so many rows at a time reach: those of all tokens, and those of routed experts, of which
/// each gets its part of the rows.
pub(super) fn reached(job: &Job, class: Class, rows: f64, rates: &Rates) -> (f64, f64) {
    let (half, half_expert) = half_rows(job, class, rates);
    let (experts, active) = job.experts;
    let each = rows * active / experts;
    let filled = |rows: f64, half: f64| rows / (rows + half);
    let routed = filled(each, half_expert) / grouping(job, class, rates);
    (filled(rows, half), routed)
}

/// Whether an engine has kernels for few rows and others for those of a prompt.
pub(super) fn knows_few_rows(family: Family) -> bool {
    matches!(family, Family::LlamaCpp | Family::Mlx)
}

/// Rows of a prompt that each further row of a few costs, where the kernels for few rows multiply them one by one: CUDA's and
/// HIP's of llama.cpp, and MLX's. llama.cpp's for Metal and Vulkan unpack the weights once for all of them.
pub(super) fn further_row(job: &Job, class: Class, rates: &Rates) -> f64 {
    let unpacks_once = job.backend != Backend::Own || matches!(class, Class::Apple | Class::Intel);
    let singly = job.family == Family::Mlx || !unpacks_once;
    match singly {
        true => rates.common.further_row,
        false => 1.0,
    }
}

/// FLOP of the products with weights of one step, as an engine may carry them out.
#[derive(Clone, Copy, Debug)]
pub(super) struct Products {
    /// While the weights are read.
    beside: f64,
    /// After that, because each further row is multiplied by itself.
    after: f64,
    /// All of them as the rows of a prompt, and beside reading.
    as_prompt: Option<f64>,
}

impl Products {
    /// Those of so many rows where this part of the experts is touched, rows that fill up tiles counted.
    pub(super) fn of(job: &Job, class: Class, rows: f64, touched: f64, rates: &Rates) -> Self {
        let (experts, active) = job.experts;
        let chosen = touched * experts;
        let each = rows * job.gathered * active / chosen;
        let dense = job.dense_flops + job.head_flops;
        let routed = job.expert_flops * chosen / active;
        let grouping = grouping(job, class, rates);
        if !knows_few_rows(job.family) {
            let tile = rates.kernels(job.family).tile;
            let tiled = |rows: f64| overlapped(rows, tile);
            return Self {
                beside: dense * tiled(rows) + routed * tiled(each) * grouping,
                after: 0.0,
                as_prompt: None,
            };
        }
        let cost = further_row(job, class, rates);
        let further = |rows: f64| (rows - 1.0).max(0.0);
        // What the host multiplies costs the cards nothing.
        let routed_here = if job.expert_bytes > 0.0 { routed } else { 0.0 };
        let (half, half_expert) = half_rows(job, class, rates);
        Self {
            beside: dense + routed,
            after: cost * (dense * further(rows) + routed_here * further(each)),
            as_prompt: Some(dense * (rows + half) + routed * (each + half_expert) * grouping),
        }
    }

    /// Seconds at so many FLOP/s, where reading takes so long for so many rows: by the way that takes less. A further row
    /// never takes longer than reading everything once more for it.
    pub(super) fn with_reading(self, compute: f64, reading: f64, rows: f64) -> f64 {
        let again = reading * (rows - 1.0).max(0.0);
        let further = (self.after / compute).min(again);
        let single = overlapped(self.beside / compute, reading) + further;
        match self.as_prompt {
            Some(flops) => single.min(overlapped(flops / compute, reading)),
            None => single,
        }
    }

    /// All of them, were nothing read.
    pub(super) fn alone(self) -> f64 {
        let single = self.beside + self.after;
        self.as_prompt.map_or(single, |flops| single.min(flops))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_further_row_takes_no_longer_than_reading_once_more() {
        let products = Products {
            beside: 1.0,
            after: 1e6,
            as_prompt: None,
        };
        // A step of one row is read in 2 seconds, one of five therefore in 10 at most.
        assert!((products.with_reading(1.0, 2.0, 5.0) - 8.0 - overlapped(1.0, 2.0)).abs() < 1e-12);
        let together = Products {
            as_prompt: Some(3.0),
            ..products
        };
        assert_eq!(together.with_reading(1.0, 2.0, 5.0), overlapped(3.0, 2.0));
        assert_eq!(together.alone(), 3.0);
    }
}
