//! The figures that are fitted: where each starts, and how they are read from the numbers that the
//! search moves.

use crate::engine::Month;
use crate::speed::efficiency::{
    AGES, Build, CLASSES as ALL_CLASSES, Class, Common, FAMILIES, Family, Hardware, Kernels, Rates,
};

/// Factors of an old build.
const BUILD: usize = Build::COUNT;
/// Where the figures of hardware classes start, behind those of each engine family.
pub(super) const CLASSES: usize = Kernels::COUNT * FAMILIES;
/// Where the figures that all share start, behind those of each class and those of Vulkan.
pub(super) const SHARED: usize = CLASSES + Hardware::COUNT * (ALL_CLASSES + 1);
/// Where the factors of old builds start.
pub(super) const BUILDS: usize = SHARED + Common::COUNT;
/// Numbers that are fitted.
pub(super) const FREE: usize = BUILDS + BUILD * AGES.len();

/// The numbers of an old build.
pub(super) fn of_build(age: usize) -> std::ops::Range<usize> {
    BUILDS + BUILD * age..BUILDS + BUILD * (age + 1)
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
        of_family(family).into_iter().for_each(&mut put);
    }
    for class in Class::ALL {
        of_class(class).into_iter().for_each(&mut put);
    }
    of_vulkan().into_iter().for_each(&mut put);
    of_all().into_iter().for_each(&mut put);
    for (family, before) in AGES {
        of_age(family, before).into_iter().for_each(&mut put);
    }
    all
}

fn of_family(family: Family) -> [Prior; Kernels::COUNT] {
    // A layer starts about ten kernels of some three microseconds each.
    let (layer, sequence, step) = match family {
        Family::LlamaCpp | Family::Mlx => (30.0, 50.0, 100.0),
        Family::Vllm => (40.0, 15.0, 700.0),
        Family::TensorRtLlm => (30.0, 8.0, 400.0),
        Family::ExLlama => (30.0, 50.0, 300.0),
        Family::Transformers => (250.0, 50.0, 1000.0),
    };
    [
        prior(0.85, 0.05),
        prior(0.95, 0.1),
        prior(layer, 0.35),
        prior(sequence, 0.7),
        prior(step, 0.5),
        prior(0.5, 0.3),
        prior(64.0, 0.7),
        prior(24.0, 0.7),
        prior(0.5, 0.5),
        prior(0.85, 0.15),
        match family {
            Family::Vllm | Family::TensorRtLlm => prior(6.0, 0.5),
            _ => prior(1.0, 0.01),
        },
        prior(0.7, 0.3),
    ]
}

fn of_class(class: Class) -> [Prior; Hardware::COUNT] {
    // By clock, and by what a system takes to start a kernel.
    let launch = match class {
        Class::NvidiaGddr => 1.0,
        Class::NvidiaHbm | Class::NvidiaUnified => 1.3,
        Class::AmdHbm | Class::AmdGddr => 2.0,
        Class::AmdUnified | Class::Apple | Class::Intel => 3.0,
    };
    // llama.cpp's products of experts take 32 rows at a time on Metal (`kernel_mul_mm_id`), up to 128 on CUDA (`mmq_x`).
    let expert_rows = match class {
        Class::Apple => 0.5,
        _ => 1.0,
    };
    [
        prior(1.0, 0.12),
        prior(1.0, 0.3),
        prior(launch, 0.3),
        prior(1.0, 0.3),
        prior(expert_rows, 0.4),
        prior(1.0, 0.2),
    ]
}

/// Compilers for Vulkan reach the same memory; matrix units and starts are where drivers differ.
fn of_vulkan() -> [Prior; Hardware::COUNT] {
    [
        prior(1.0, 0.05),
        prior(1.0, 0.3),
        prior(1.0, 0.3),
        prior(1.0, 0.3),
        prior(1.0, 0.2),
        prior(1.0, 0.1),
    ]
}

fn of_all() -> [Prior; Common::COUNT] {
    [
        prior(0.75, 0.2),
        prior(0.85, 0.15),
        prior(1.1, 0.15),
        prior(400.0, 0.5),
        // A draft costs 22 % of a step on an RTX 3090 and 8 % on an RTX 5090, of 27B in 4 bits (sudoingX/qwen38-mtp, pull
        // requests 42 and 43 of 2026-08).
        prior(3.0, 0.5),
        prior(0.65, 0.2),
        prior(0.8, 0.2),
        prior(0.85, 0.15),
        prior(1.5, 0.4),
        prior(0.6, 0.5),
        prior(6.0, 0.5),
        // NCCL takes 17 to 25 µs among eight cards on two switches, kernels of the engines' own 7.5.
        prior(12.0, 0.5),
        prior(6.0, 0.4),
        prior(0.8, 0.5),
        // Through host memory NCCL needs about twice that, and reaches 12.7 of 31.5 GB/s among four RTX 4090.
        prior(16.0, 0.5),
        prior(0.4, 0.3),
        prior(40.0, 0.7),
        prior(0.5, 0.3),
        prior(1.5, 0.5),
        prior(0.9, 0.1),
        prior(0.6, 0.4),
        prior(0.4, 0.6),
        prior(0.85, 0.15),
        prior(0.4, 0.7),
        prior(1_000.0, 0.4),
    ]
}

fn of_age(family: Family, before: Month) -> [Prior; BUILD] {
    if (family, before) == (Family::LlamaCpp, Month::of(2026, 1)) {
        // Nothing but products on AMD is known to have changed.
        return [
            prior(1.0, 0.02),
            prior(0.95, 0.1),
            prior(1.0, 0.05),
            prior(1.0, 0.02),
        ];
    }
    [
        match family {
            Family::Vllm if before < Month::of(2025, 1) => prior(6.0, 0.7),
            Family::Vllm => prior(1.5, 0.3),
            _ => prior(2.0, 0.4),
        },
        match family {
            Family::TensorRtLlm => prior(0.8, 0.2),
            _ => prior(0.7, 0.2),
        },
        prior(0.7, 0.5),
        prior(0.7, 0.3),
    ]
}

/// Reads the figures from their logarithms, and the factors of old builds.
pub(super) fn rates(logs: &[f64; FREE]) -> (Rates, [Build; AGES.len()]) {
    let mut values = logs.iter().map(|log| libm::exp(*log));
    let mut next = || values.next().unwrap_or(1.0);
    let rates = Rates {
        kernels: std::array::from_fn(|_| Kernels::read(&mut next)),
        hardware: std::array::from_fn(|_| Hardware::read(&mut next)),
        vulkan: Hardware::read(&mut next),
        common: Common::read(&mut next),
    };
    let builds = std::array::from_fn(|_| Build::read(&mut next));
    (believable(rates), builds)
}

/// Shares are no more than all.
fn believable(rates: Rates) -> Rates {
    let Common {
        codebook,
        packed_compute,
        hbm_bandwidth,
        hbm_compute,
        experts,
        host_share,
        network_share,
        routing,
        unpacking,
        ..
    } = rates.common;
    Rates {
        kernels: rates.kernels.map(|one| Kernels {
            packed: at_most_one(one.packed),
            grouped: at_most_one(one.grouped),
            cache: at_most_one(one.cache),
            ..one
        }),
        common: Common {
            codebook: at_most_one(codebook),
            packed_compute: at_most_one(packed_compute),
            hbm_bandwidth: at_most_one(hbm_bandwidth),
            hbm_compute: at_most_one(hbm_compute),
            experts: at_most_one(experts),
            host_share: at_most_one(host_share),
            network_share: at_most_one(network_share),
            routing: at_most_one(routing),
            unpacking: at_most_one(unpacking),
            ..rates.common
        },
        ..rates
    }
}

/// A share that nears one without a kink, at which the search would stop.
fn at_most_one(value: f64) -> f64 {
    value / libm::pow(1.0 + libm::pow(value, 8.0), 1.0 / 8.0)
}

pub(super) fn significant(value: f64) -> f64 {
    crate::speed::figures(value)
}

/// Takes the numbers of a structure, rounded, one after the other.
fn of<const N: usize>(each: [(&'static str, f64); N]) -> impl FnMut() -> f64 {
    let mut values = each.into_iter();
    move || values.next().map_or(0.0, |(_, value)| significant(value))
}

pub(super) fn rounded_build(build: Build) -> Build {
    Build::read(of(build.each()))
}

pub(super) fn rounded(rates: Rates) -> Rates {
    Rates {
        kernels: rates.kernels.map(|one| Kernels::read(of(one.each()))),
        hardware: rates.hardware.map(|one| Hardware::read(of(one.each()))),
        vulkan: Hardware::read(of(rates.vulkan.each())),
        common: Common::read(of(rates.common.each())),
    }
}
