//! The figures that are fitted: where each starts, and how they are read from the numbers that the
//! search moves.

use crate::accuracy::speed::AGES;
use crate::speed::efficiency::{Class, Family, Hardware, Kernels, Rates};

/// Numbers that are fitted.
pub(super) const FREE: usize = SHARED + 13 + 4 * AGES.len();
/// Where the figures of hardware classes start, behind five of each engine family.
pub(super) const CLASSES: usize = 5 * 5;
/// Where the figures that all share start, behind three of each class.
pub(super) const SHARED: usize = CLASSES + 3 * 8;

/// An old build: factors on its rates.
#[derive(Clone, Copy)]
pub(super) struct Build {
    /// On what a layer and a step cost beside their reading.
    pub(super) launch: f64,
    /// On the compute; with llama.cpp of packed weights on NVIDIA alone, whose products changed.
    pub(super) prefill: f64,
    pub(super) attention: f64,
    pub(super) cache: f64,
}

/// Where a figure starts, and by what factor it may well be off.
#[derive(Clone, Copy)]
pub(super) struct Prior {
    pub(super) typical: f64,
    pub(super) deviation: f64,
}

const fn prior(typical: f64, deviation: f64) -> Prior {
    Prior { typical, deviation }
}

/// The priors, in the order in which [`rates`] reads them.
pub(super) fn priors() -> [Prior; FREE] {
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
pub(super) fn rates(logs: &[f64; FREE]) -> (Rates, [Build; AGES.len()]) {
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

pub(super) fn significant(value: f64) -> f64 {
    crate::speed::figures(value)
}

pub(super) fn rounded(rates: Rates) -> Rates {
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
