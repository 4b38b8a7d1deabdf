//! What the rooflines are multiplied with, fitted to measurements.
//!
//! A card never reaches its data sheet. How near it comes is a property of the engine's kernels and
//! of the kind of card, not of one card, so both are classes here: a figure is shared by everything
//! in its class, and a class with few measurements stays near the figure of all.

use crate::catalog::{Gpu, MemoryKind, Segment, Vendor};
pub use crate::engine::KernelFamily as Family;

/// Cards by vendor and memory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// NVIDIA with GDDR.
    NvidiaGddr,
    /// NVIDIA with HBM.
    NvidiaHbm,
    /// NVIDIA with one memory for CPU and GPU.
    NvidiaUnified,
    /// Apple.
    Apple,
    /// AMD with GDDR.
    AmdGddr,
    /// AMD with HBM.
    AmdHbm,
    /// AMD with one memory for CPU and GPU.
    AmdUnified,
    /// Intel.
    Intel,
}

impl Class {
    /// Every class, in the order of the table.
    pub const ALL: [Self; 8] = [
        Self::NvidiaGddr,
        Self::NvidiaHbm,
        Self::NvidiaUnified,
        Self::Apple,
        Self::AmdGddr,
        Self::AmdHbm,
        Self::AmdUnified,
        Self::Intel,
    ];

    /// The class of a card.
    #[must_use]
    pub fn of(gpu: &Gpu) -> Self {
        let unified = gpu.segment == Segment::Unified;
        let hbm = gpu.memory_kind == MemoryKind::Hbm;
        match gpu.vendor {
            Vendor::Apple => Self::Apple,
            Vendor::Intel => Self::Intel,
            Vendor::Nvidia if unified => Self::NvidiaUnified,
            Vendor::Nvidia if hbm => Self::NvidiaHbm,
            Vendor::Nvidia => Self::NvidiaGddr,
            Vendor::Amd if unified => Self::AmdUnified,
            Vendor::Amd if hbm => Self::AmdHbm,
            Vendor::Amd => Self::AmdGddr,
        }
    }

    /// Whether it is NVIDIA's, so that llama.cpp runs on CUDA.
    #[must_use]
    pub fn is_nvidia(self) -> bool {
        matches!(
            self,
            Self::NvidiaGddr | Self::NvidiaHbm | Self::NvidiaUnified
        )
    }

    /// Its name in tables.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::NvidiaGddr => "NVIDIA, GDDR",
            Self::NvidiaHbm => "NVIDIA, HBM",
            Self::NvidiaUnified => "NVIDIA, unified memory",
            Self::Apple => "Apple",
            Self::AmdGddr => "AMD, GDDR",
            Self::AmdHbm => "AMD, HBM",
            Self::AmdUnified => "AMD, unified memory",
            Self::Intel => "Intel",
        }
    }
}

/// Figures of one engine family.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Kernels {
    /// Share of the memory bandwidth that reading weights and cache reaches.
    pub bandwidth: f64,
    /// Microseconds that each layer adds to a step.
    pub layer_us: f64,
    /// Microseconds that each sequence adds to a step.
    pub sequence_us: f64,
    /// Microseconds that a step takes beside: scheduling, sampling, handing tokens out.
    pub step_us: f64,
    /// Share of the compute that reading a prompt reaches.
    pub compute: f64,
}

/// Figures of one hardware class, as factors on those of the engine.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Hardware {
    /// On the share of the bandwidth.
    pub bandwidth: f64,
    /// On the share of the compute.
    pub compute: f64,
    /// On the cost of a layer: kernels start and end slower at lower clocks.
    pub launch: f64,
}

/// How far measurements lie from the model: quotients of measured by modelled rate.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spread {
    /// Nine of ten measurements are above.
    pub low: f64,
    /// Nine of ten measurements are below.
    pub high: f64,
    /// Measurements behind it.
    pub rows: u32,
}

/// Every fitted figure.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rates {
    /// By [`Family::ALL`].
    pub kernels: [Kernels; 5],
    /// By [`Class::ALL`].
    pub hardware: [Hardware; 8],
    /// llama.cpp: share of its bandwidth that formats with codebooks reach (IQ1 to IQ3), because
    /// looking their grids up keeps the cores busy.
    pub codebook: f64,
    /// llama.cpp: share of its compute that formats below 8 bits reach over a prompt where they are
    /// unpacked first.
    pub packed_compute: f64,
    /// Factor on its compute for the same formats on NVIDIA cards, whose units for 8-bit integers
    /// multiply them and are twice as fast.
    pub packed_cuda: f64,
    /// llama.cpp: TFLOP/s that its products reach on a card of unlimited compute; it tells how much
    /// of a fast card's units small tiles leave idle.
    pub saturation: f64,
    /// llama.cpp and `ExLlama`, on NVIDIA cards with HBM: factor on the share of the bandwidth,
    /// which their kernels keep too few loads in flight for.
    pub hbm_bandwidth: f64,
    /// The same for the share of the compute.
    pub hbm_compute: f64,
    /// Share of the bandwidth that scattered experts reach, against dense matrices.
    pub experts: f64,
    /// Share of the bandwidth that reading the cache reaches, against dense matrices.
    pub cache: f64,
    /// Layers of a mixture of experts and of linear attention start more kernels: so many times
    /// the cost of a layer.
    pub busy_layer: f64,
    /// Microseconds of one exchange between cards that share a layer, on a link of their own.
    pub link_us: f64,
    /// The same over PCI Express.
    pub bus_us: f64,
    /// Rows of a matrix product at which half of the compute is reached.
    pub half_rows: f64,
    /// Share of the prompt's efficiency that attention over the prompt reaches.
    pub attention: f64,
}

/// Rates with how well they hold.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Table {
    /// The fitted figures.
    pub rates: Rates,
    /// Of decode rates, by family and class.
    pub decode: [[Spread; 8]; 5],
    /// Of prompt rates, by family and class.
    pub prefill: [[Spread; 8]; 5],
}

impl Rates {
    /// The figures of an engine family.
    #[must_use]
    pub fn kernels(&self, family: Family) -> Kernels {
        self.kernels[family as usize]
    }

    /// The figures of a hardware class.
    #[must_use]
    pub fn hardware(&self, class: Class) -> Hardware {
        self.hardware[class as usize]
    }
}

impl Table {
    /// Spread of decode rates.
    #[must_use]
    pub fn decode(&self, family: Family, class: Class) -> Spread {
        self.decode[family as usize][class as usize]
    }

    /// Spread of prompt rates.
    #[must_use]
    pub fn prefill(&self, family: Family, class: Class) -> Spread {
        self.prefill[family as usize][class as usize]
    }
}
