//! How long a step takes.
//!
//! ```text
//! operations a token = 6 P (all parameters), 4 P (adapters), + 2 P where activations are computed
//!                      again, + attention
//! time = operations ÷ (share of peak × peak) + operations × traffic ÷ bandwidth
//! ```
//!
//! The second term is what keeps cards with much arithmetic for each byte of bandwidth below their
//! peak. Transfers between cards run beside the arithmetic; the longer of both counts, and their sum
//! at the slow end. Only `+ − × ÷` are used, so that every target computes the same digits.

use crate::catalog::{Gpu, Segment};
use crate::machine::storage::card_bytes_per_s;
use crate::scenario::{Compute, Keep, Machine, Method, Recompute, Sharding};
use crate::speed::card::{self, Path};
use crate::training::calibrated::{
    PEAK_PERMILLE, SPEED_SPREAD_PERMILLE, TRAFFIC_MICROBYTES_PER_FLOP, UNPACK_PASSES,
};
use crate::training::memory::{Job, nf4};

/// What remains of a link's bandwidth in collectives: assumed, as measured bus bandwidths of
/// all-reduce run from 70 to 90 % over NVLink.
const LINK_SHARE: f64 = 0.8;
/// The same over PCI Express through the host, where cards cannot reach each other.
const PCIE_SHARE: f64 = 0.5;
/// Microseconds until the next kernel starts in eager PyTorch: assumed.
const LAUNCH_US: f64 = 10.0;
/// Kernels of one pass over a layer, over one adapter, and over one 4-bit matrix: assumed.
const KERNELS: (f64, f64, f64) = (40.0, 6.0, 4.0);
/// Bytes that the optimiser moves for each byte of its states: it reads and writes them.
const STATE_TRAFFIC: f64 = 2.0;
/// What an optimiser on the processor gets of its memory's bandwidth: ZeRO-Offload (arXiv:2101.06840)
/// steps 10⁹ parameters in about 0.1 s on two sockets of 128 GB/s.
const HOST_SHARE: f64 = 0.9;

/// What the arithmetic is fitted with, so that a calibration can try other values.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct SpeedModel {
    /// Share of the dense peak that matrix multiplications reach.
    pub(crate) peak_share: f64,
    /// Bytes of memory traffic for each operation.
    pub(crate) bytes_per_flop: f64,
    /// Passes over unpacked 4-bit weights for each pass over a micro-batch.
    pub(crate) unpack_passes: f64,
}

impl SpeedModel {
    /// As calibrated.
    pub(crate) fn calibrated() -> Self {
        Self {
            peak_share: f64::from(PEAK_PERMILLE) / 1_000.0,
            bytes_per_flop: f64::from(TRAFFIC_MICROBYTES_PER_FLOP) / 1_000_000.0,
            unpack_passes: f64::from(UNPACK_PASSES),
        }
    }
}

/// Operations of one token.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Operations {
    /// Inside the layers, where FP8 applies.
    pub(crate) layers: f64,
    /// Output head and attention, always in 16 bits.
    pub(crate) rest: f64,
    /// What the model needs without computing anything twice.
    pub(crate) model: f64,
}

impl Operations {
    pub(crate) fn of(job: &Job<'_>) -> Self {
        let plan = job.plan;
        let layers = job.profile.active() as f64 * 2.0;
        let head = job.profile.head as f64 * 2.0;
        // Causal attention: half of the pairs, two products of the width of all heads.
        let attention: f64 = job
            .profile
            .layers
            .iter()
            .map(|(layer, count)| {
                let reach = layer.window.map_or(plan.sequence, |window| {
                    plan.sequence.min(window.saturating_mul(2))
                });
                f64::from(reach) * layer.attention_width as f64 * *count as f64
            })
            .sum();
        let back = if plan.method == Method::Full {
            2.0
        } else {
            1.0
        };
        let adapters = match plan.method {
            Method::Full => 0.0,
            Method::Lora | Method::Qlora => {
                job.profile.adapters_active(plan.targets, plan.rank) as f64 * 6.0
            }
        };
        let (again_layers, again_attention) = match plan.recompute {
            Recompute::None => (0.0, 0.0),
            Recompute::Selective => (0.5, 0.0),
            Recompute::Full => (1.0, 1.0),
        };
        Self {
            layers: layers * (1.0 + back + again_layers) + adapters,
            // The backward pass of tiled attention computes its scores again: two and a half times.
            rest: head * (1.0 + back) + attention * (1.0 + 2.5 + again_attention),
            model: (layers + head) * (1.0 + back) + adapters + attention * 3.0,
        }
    }

    pub(crate) fn total(&self) -> f64 {
        self.layers + self.rest
    }
}

/// What the machine offers beside its cards.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Surroundings {
    /// Bytes a second of host memory.
    pub(crate) host_bandwidth: f64,
    /// Bytes a second of the drives.
    pub(crate) drives: f64,
    /// What power limits leave of the slowest card's speed.
    pub(crate) speed_share: f64,
}

/// Seconds of one optimiser step.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Step {
    pub(crate) compute: f64,
    pub(crate) communication: f64,
    pub(crate) optimizer: f64,
    pub(crate) offload: f64,
    /// With transfers beside the arithmetic.
    pub(crate) total: f64,
    /// With transfers after it.
    pub(crate) serial: f64,
}

impl Step {
    /// Tokens a second: slow end, typical, fast end.
    pub(crate) fn rates(&self, tokens: f64) -> [f64; 3] {
        let [slow, fast] = SPEED_SPREAD_PERMILLE.map(|share| f64::from(share) / 1_000.0);
        [
            tokens / self.serial * slow,
            tokens / self.total,
            tokens / self.total * fast,
        ]
    }
}

/// Operations a second that a card is rated for: inside layers, and elsewhere.
pub(crate) fn peaks(gpu: &Gpu, compute: Compute) -> Option<(f64, f64)> {
    let half = card::half(gpu)?;
    let layers = match compute {
        Compute::Bf16 => half,
        Compute::Fp8 => card::flops(gpu, Path::Fp8),
    };
    Some((layers, half))
}

/// Seconds of arithmetic of one micro-batch on one card.
pub(crate) fn micro_batch(job: &Job<'_>, gpu: &Gpu, model: SpeedModel) -> Option<f64> {
    let plan = job.plan;
    let operations = Operations::of(job);
    let (layers, rest) = peaks(gpu, plan.compute)?;
    let bandwidth = gpu.bandwidth? as f64;
    let tokens = plan.micro_tokens() as f64;
    let arithmetic = operations.layers / (layers * model.peak_share)
        + operations.rest / (rest * model.peak_share)
        + operations.total() * model.bytes_per_flop / bandwidth;
    let passes = match plan.recompute {
        Recompute::None => 2.0,
        Recompute::Selective => 2.5,
        Recompute::Full => 3.0,
    };
    let matrices = job.profile.matrices;
    let unpack = if plan.method == Method::Qlora {
        let moved = (nf4(matrices) + 4 * matrices) as f64;
        moved * model.unpack_passes * passes / bandwidth
    } else {
        0.0
    };
    let adapted = match plan.method {
        Method::Full => 0.0,
        Method::Lora | Method::Qlora => KERNELS.1 * adapted_matrices(job),
    };
    let packed = if plan.method == Method::Qlora {
        7.0 * KERNELS.2
    } else {
        0.0
    };
    let layer_count: u64 = job.profile.layers.iter().map(|(_, count)| count).sum();
    let kernels = (KERNELS.0 + adapted + packed) * layer_count as f64 * (passes + 1.0);
    let launches = kernels * LAUNCH_US / 1e6;
    let busy = arithmetic * tokens + unpack;
    Some(if busy > launches { busy } else { launches })
}

fn adapted_matrices(job: &Job<'_>) -> f64 {
    let targets = job.plan.targets;
    let all = crate::scenario::Target::ALL;
    all.into_iter()
        .filter(|target| targets.has(*target))
        .count() as f64
}

/// Bytes a second that a card exchanges with its neighbours, one way.
fn link(gpu: &Gpu, gpus: u32) -> Option<f64> {
    // Bridges between cards join two of them.
    let bridged = gpu.segment != Segment::DataCenter && gpus > 2;
    match gpu.link {
        Some(link) if !bridged => Some(link.bandwidth as f64 / 2.0 * LINK_SHARE),
        _ => Some(card_bytes_per_s(gpu)? as f64 * PCIE_SHARE),
    }
}

/// One optimiser step on `machine`; `None` where a rate of one of its cards is not known.
pub(crate) fn step(
    job: &Job<'_>,
    machine: &Machine,
    around: Surroundings,
    model: SpeedModel,
) -> Option<Step> {
    let plan = job.plan;
    let states = job.states();
    let gpus = f64::from(job.gpus);
    let others = (gpus - 1.0) / gpus;
    let rounds = f64::from(plan.accumulation);
    let mut compute = 0.0_f64;
    let mut slowest_link = f64::INFINITY;
    let mut slowest_host_link = f64::INFINITY;
    let mut least_bandwidth = f64::INFINITY;
    for group in &machine.groups {
        let seconds = micro_batch(job, group.gpu, model)?;
        compute = if seconds > compute { seconds } else { compute };
        let less = |sum: f64, value: f64| if value < sum { value } else { sum };
        // Where no link is known, cards talk as fast as a usual slot lets them.
        let usual = 31.5e9 * PCIE_SHARE;
        slowest_link = less(slowest_link, link(group.gpu, job.gpus).unwrap_or(usual));
        let to_host = card_bytes_per_s(group.gpu).map_or(usual, |rate| rate as f64);
        slowest_host_link = less(slowest_host_link, to_host);
        least_bandwidth = less(least_bandwidth, group.gpu.bandwidth? as f64);
    }
    let compute = compute * rounds / around.speed_share;

    let (weights, gradients) = (states.weights as f64, states.gradients as f64);
    let communication_bytes = match plan.sharding {
        // Ring all-reduce once a step.
        Sharding::Ddp | Sharding::Zero1 => 2.0 * gradients * others,
        // Gradients are scattered each round, new weights gathered once.
        Sharding::Zero2 => gradients * others * rounds + gradients * others,
        // Weights are gathered for each pass, gradients scattered after it.
        Sharding::Fsdp | Sharding::Zero3 => (2.0 * weights + gradients) * others * rounds,
    };
    let communication = communication_bytes / slowest_link;

    let part = |bytes: f64, divided: bool| if divided { bytes / gpus } else { bytes };
    let state_bytes = (states.master + states.optimizer) as f64;
    let (mut optimizer, mut offload) = (0.0, 0.0);
    let own_states = part(state_bytes, plan.sharding.divides_states());
    match plan.offload_optimizer {
        Keep::Gpu => optimizer += own_states * STATE_TRAFFIC / least_bandwidth,
        Keep::Cpu | Keep::Nvme => {
            optimizer += state_bytes * STATE_TRAFFIC / (around.host_bandwidth * HOST_SHARE);
            // Gradients go out, new weights come back.
            offload += 2.0 * part(gradients, true) / slowest_host_link;
        }
    }
    if plan.offload_optimizer == Keep::Nvme {
        offload += state_bytes * STATE_TRAFFIC / around.drives;
    }
    if plan.offload_params != Keep::Gpu {
        let own = part(weights, true) * 2.0 * rounds;
        let link = own / slowest_host_link;
        let drives = weights * 2.0 * rounds / around.drives;
        offload += if plan.offload_params == Keep::Nvme && drives > link {
            drives
        } else {
            link
        };
    }
    let beside = if communication > compute {
        communication
    } else {
        compute
    };
    Some(Step {
        compute,
        communication,
        optimizer,
        offload,
        total: beside + optimizer + offload,
        serial: compute + communication + optimizer + offload,
    })
}
