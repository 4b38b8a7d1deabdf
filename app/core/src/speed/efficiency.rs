//! What the rooflines are multiplied with, fitted to measurements.
//!
//! A card never reaches its data sheet. How near it comes is a property of the engine's kernels and
//! of the kind of card, not of one card, so both are classes here: a figure is shared by everything
//! in its class, and a class with few measurements stays near the figure of all.

use std::borrow::Cow;

use crate::catalog::{Gpu, MemoryKind, Segment, Vendor};
pub use crate::engine::KernelFamily as Family;
use crate::engine::{Backend, Month};

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

/// Figures that are fitted together: a structure whose fields the calibration reads, writes and
/// moves one by one, in the order in which they stand here.
macro_rules! figures {
    ($(#[$doc:meta])* $name:ident { $($(#[$about:meta])* $field:ident,)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq)]
        pub struct $name {
            $($(#[$about])* pub $field: f64,)*
        }

        #[cfg(feature = "evidence")]
        impl $name {
            /// How many there are.
            pub(crate) const COUNT: usize = [$(stringify!($field)),*].len();

            /// Takes one number after the other.
            pub(crate) fn read(mut next: impl FnMut() -> f64) -> Self {
                Self { $($field: next(),)* }
            }

            /// Each with its name.
            pub(crate) fn each(&self) -> [(&'static str, f64); Self::COUNT] {
                [$((stringify!($field), self.$field)),*]
            }
        }
    };
}

figures! {
    /// Figures of one engine family.
    Kernels {
        /// Share of the memory bandwidth that reading weights and cache reaches.
        bandwidth,
        /// Factor on that for weights that are unpacked on the way.
        packed,
        /// Microseconds that each layer adds to a step.
        layer_us,
        /// Microseconds that each sequence adds to a step.
        sequence_us,
        /// Microseconds that a step takes beside: scheduling, sampling, handing tokens out.
        step_us,
        /// Share of the compute that reading a prompt reaches.
        compute,
        /// Rows of a matrix product at which half of the compute is reached.
        half_rows,
        /// The same of the rows that one expert gets.
        half_expert_rows,
        /// Share of the prompt’s efficiency that attention over the prompt reaches.
        attention,
        /// Share of the bandwidth that reading the cache reaches, against dense matrices.
        cache,
        /// Rows that a product computes at least while decoding: the tiles of matrix units, where
        /// an engine hands single rows to them.
        tile,
        /// Share of its compute that products of routed experts reach, against those of all tokens.
        grouped,
    }
}

figures! {
    /// Figures of one hardware class, as factors on those of the engine.
    Hardware {
        /// On the share of the bandwidth.
        bandwidth,
        /// On the share of the compute.
        compute,
        /// On the cost of a layer: kernels start and end slower at lower clocks.
        launch,
        /// On the share that attention reaches.
        attention,
        /// On the rows of one expert at which its products reach half of the compute: matrix units differ in the
        /// rows of a tile.
        expert_rows,
        /// On the share of the bandwidth that scattered experts reach.
        experts,
    }
}

figures! {
    /// Figures that all share.
    Common {
        /// llama.cpp: share of its bandwidth that formats with codebooks reach (IQ1 to IQ3), because
        /// looking their grids up keeps the cores busy.
        codebook,
        /// llama.cpp: share of its compute that formats below 8 bits reach over a prompt where they are
        /// unpacked first.
        packed_compute,
        /// Factor on its compute for the same formats on NVIDIA cards, whose units for 8-bit integers
        /// multiply them and are twice as fast.
        packed_cuda,
        /// llama.cpp: TFLOP/s that its products reach on a card of unlimited compute; it tells how much
        /// of a fast card's units small tiles leave idle.
        saturation,
        /// llama.cpp on CUDA and HIP, and MLX: so many rows of a prompt cost as much as each further one of a few, which is multiplied
        /// by itself. From where they take less as a prompt's rows they are multiplied as these are.
        further_row,
        /// llama.cpp and `ExLlama`, on NVIDIA cards with HBM: factor on the share of the bandwidth,
        /// which their kernels keep too few loads in flight for.
        hbm_bandwidth,
        /// The same for the share of the compute.
        hbm_compute,
        /// Share of the bandwidth that scattered experts reach, against dense matrices.
        experts,
        /// Layers of a mixture of experts and of linear attention start more kernels: so many times
        /// the cost of a layer.
        busy_layer,
        /// Latent and compressed attention, and an indexer beside it, each start so many times the kernels of a layer more.
        latent_layer,
        /// Microseconds of one exchange between cards that share a layer, on a link of their own.
        link_us,
        /// The same over PCI Express between two cards, by NCCL.
        bus_us,
        /// The same by kernels that write into the other card at once.
        oneshot_us,
        /// Microseconds that each further card adds to that.
        oneshot_hop_us,
        /// The same through the host's memory.
        host_us,
        /// Share of PCI Express that an exchange through the host's memory reaches.
        host_share,
        /// Microseconds of an exchange between two machines over a network.
        network_us,
        /// Share of a network that such an exchange reaches.
        network_share,
        /// Microseconds that each further card adds to an exchange by NCCL over PCI Express.
        hop_us,
        /// Tokens of a batch choose experts alike: so many count as their number to this power of
        /// tokens that choose by themselves.
        routing,
        /// vLLM and SGLang: share of the FP4 units' compute that is reached on cards without HBM, against the
        /// share of others. Many of their kernels there unpack to 16 bits instead; TensorRT-LLM's do not.
        fp4_gddr,
        /// vLLM and SGLang, cards without HBM: factor on the share that products of routed experts reach in FP4, whose kernels for it
        /// came later.
        fp4_experts,
        /// vLLM, SGLang, TensorRT-LLM: share of the compute that is left where weights below 8 bits are unpacked to
        /// 16 bits for every product.
        unpacking,
        /// Cards that meet at the processor: each beyond the second divides what a card reaches of PCI Express in
        /// large exchanges by so much more.
        crowd,
        /// Microseconds that checking guesses takes beside the step, where the host is told after each which were kept; with
        /// llama.cpp, whose host drives every step, none.
        check_us,
    }
}

figures! {
    /// An old build: factors on an engine's figures.
    Build {
        /// On what a layer and a step cost beside their reading.
        launch,
        /// On the compute; with llama.cpp of packed weights on NVIDIA or of AMD's cards alone, whose products changed.
        prefill,
        /// On the share that attention reaches.
        attention,
        /// On the share of the bandwidth that reading the cache reaches.
        cache,
    }
}

/// From when on llama.cpp’s products on AMD are those of today.
const AMD_PRODUCTS: Month = Month::of(2026, 1);

/// Builds that are known to be slower than later ones: family, and the month from which on they are not. llama.cpp got products
/// on the units for 8-bit integers in June and July 2024 and a whole step as one CUDA graph shortly before; vLLM let the
/// processor start each kernel until 2024 and a new core at the turn of 2025; llama.cpp’s products
/// on AMD became faster through 2025; TensorRT-LLM's first releases are of late 2023.
pub(crate) const AGES: [(Family, Month); 5] = [
    (Family::LlamaCpp, Month::of(2024, 7)),
    (Family::LlamaCpp, AMD_PRODUCTS),
    (Family::Vllm, Month::of(2024, 6)),
    (Family::Vllm, Month::of(2025, 1)),
    (Family::TensorRtLlm, Month::of(2024, 6)),
];

/// The place in [`AGES`] of a family's build of a month, where that is an old one.
pub(crate) fn age(family: Family, built: Month) -> Option<usize> {
    AGES.iter()
        .position(|&(of, before)| of == family && built < before)
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
    pub kernels: [Kernels; FAMILIES],
    /// By [`Class::ALL`], by kernels of the vendor's own interface.
    pub hardware: [Hardware; CLASSES],
    /// Factors on those of every class where kernels go through Vulkan instead.
    pub vulkan: Hardware,
    /// What is of no engine and no card alone.
    pub common: Common,
}

/// Engine families.
pub(crate) const FAMILIES: usize = Family::ALL.len();
/// Hardware classes.
pub(crate) const CLASSES: usize = Class::ALL.len();

/// Rates with how well they hold.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Table {
    /// The fitted figures.
    pub rates: Rates,
    /// What old builds lacked, in the order of their families and months.
    pub builds: [Build; AGES.len()],
    /// Of decode rates, by family and class.
    pub decode: [[Spread; CLASSES]; FAMILIES],
    /// Of prompt rates, by family and class.
    pub prefill: [[Spread; CLASSES]; FAMILIES],
}

impl Rates {
    /// The figures of an engine family.
    #[must_use]
    pub fn kernels(&self, family: Family) -> Kernels {
        self.kernels[family as usize]
    }

    /// The figures of a hardware class that kernels reach through an interface.
    #[must_use]
    pub fn hardware(&self, class: Class, backend: Backend) -> Hardware {
        let own = self.hardware[class as usize];
        match backend {
            Backend::Own => own,
            Backend::Vulkan => Hardware {
                bandwidth: own.bandwidth * self.vulkan.bandwidth,
                compute: own.compute * self.vulkan.compute,
                launch: own.launch * self.vulkan.launch,
                attention: own.attention * self.vulkan.attention,
                expert_rows: own.expert_rows * self.vulkan.expert_rows,
                experts: own.experts * self.vulkan.experts,
            },
        }
    }

    /// The same of an old build of a family.
    pub(crate) fn of_build(&self, age: usize, build: &Build) -> Self {
        let (on_cuda, on_amd, compute) = match AGES[age] {
            (Family::LlamaCpp, AMD_PRODUCTS) => (1.0, build.prefill, 1.0),
            (Family::LlamaCpp, _) => (build.prefill, 1.0, 1.0),
            _ => (1.0, 1.0, build.prefill),
        };
        let mut hardware = self.hardware;
        for class in [Class::AmdGddr, Class::AmdHbm, Class::AmdUnified] {
            hardware[class as usize].compute *= on_amd;
        }
        Self {
            hardware,
            common: Common {
                packed_cuda: self.common.packed_cuda * on_cuda,
                ..self.common
            },
            kernels: self.kernels.map(|one| Kernels {
                attention: one.attention * build.attention,
                cache: one.cache * build.cache,
                layer_us: one.layer_us * build.launch,
                step_us: one.step_us * build.launch,
                compute: one.compute * compute,
                ..one
            }),
            ..*self
        }
    }
}

impl Table {
    /// The figures of a family's build of a month; of today's where none is said.
    pub(crate) fn rates_of(&self, family: Family, built: Option<Month>) -> Cow<'_, Rates> {
        match built.and_then(|built| age(family, built)) {
            Some(age) => Cow::Owned(self.rates.of_build(age, &self.builds[age])),
            None => Cow::Borrowed(&self.rates),
        }
    }

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
