//! What a card and its links can do at most: bandwidth and dense compute by the path that a format
//! takes through the hardware.

use crate::catalog::{Chip, Gpu, MemoryKind, Segment, Vendor};
use crate::engine::{Backend, Engine, KernelFamily, Products};
use crate::model::quant::{Family as Format, Quant};
use crate::scenario::{LinkPlan, LinkWay};

/// Bytes a second of one PCI Express lane and direction, by generation from the first on (PCI-SIG:
/// 2.5 and 5 GT/s with 8b/10b coding, 8, 16 and 32 GT/s with 128b/130b, 64 GT/s in flits).
const LANE_BYTES: [f64; 6] = [0.25e9, 0.5e9, 0.985e9, 1.969e9, 3.938e9, 7.563e9];
/// PCI Express of a card that the catalogue says nothing about.
const USUAL_PCIE: (u8, u8) = (4, 16);

/// Path of a matrix product through the hardware.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Path {
    /// 32-bit numbers, outside the matrix units.
    Single,
    /// 16-bit numbers, summed in 32 bits.
    Half,
    /// 16-bit numbers, summed in 16 bits where the card is faster so.
    FastHalf,
    /// 8-bit floats.
    Fp8,
    /// 8-bit integers.
    Int8,
    /// 4-bit floats.
    Fp4,
}

impl Path {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Single => "FP32",
            Self::Half => "FP16 with FP32 sums",
            Self::FastHalf => "FP16 with FP16 sums",
            Self::Fp8 => "FP8",
            Self::Int8 => "INT8",
            Self::Fp4 => "FP4",
        }
    }
}

/// The path that weights of this format take. Formats that pack weights alone compute in 16 bits
/// (AWQ, GPTQ, NF4, and FP8 or FP4 on cards without such units); llama.cpp and `ExLlama` sum in
/// 16 bits. FP8 scaled by blocks computes in 16 bits on cards without HBM, as it was measured there (`KTransformers` on RTX 4090 and
/// 5090, vLLM on DGX Spark). Drivers for Vulkan offer no matrix products of BF16 numbers on AMD's chips before RDNA 4
/// (`VK_KHR_shader_bfloat16` in Mesa's list of features, read 2026-11).
pub(crate) fn path(gpu: &Gpu, engine: Engine, backend: Backend, quant: Quant) -> Path {
    let rates = gpu.rates;
    let without = gpu.vendor == Vendor::Amd && gpu.chip != Chip::Rdna4;
    if backend == Backend::Vulkan && quant == Quant::Bf16 && without {
        return Path::Single;
    }
    match engine.products() {
        Products::HalfSums => return Path::FastHalf,
        Products::Half => return Path::Half,
        Products::ByFormat => {}
    }
    match quant.family() {
        Format::Fp8 if quant == Quant::Fp8Block && gpu.memory_kind != MemoryKind::Hbm => Path::Half,
        Format::Fp8 if rates.fp8.is_some() => Path::Fp8,
        Format::Int8 if rates.int8.is_some() => Path::Int8,
        // MXFP4 weights meet 8-bit activations, and on cards without HBM 16-bit ones.
        Format::Fp4 if rates.fp4.is_some() => match quant {
            Quant::Mxfp4 if gpu.memory_kind != MemoryKind::Hbm => Path::Half,
            Quant::Mxfp4 => Path::Fp8,
            _ => Path::Fp4,
        },
        _ => Path::Half,
    }
}

fn known(rate: Option<u32>, times: f64) -> Option<f64> {
    rate.map(|rate| f64::from(rate) * 1e9 * times)
}

/// Dense FLOP/s of 16-bit matrix units; where that is not published, half of FP8 or a quarter of FP4.
pub(crate) fn half(gpu: &Gpu) -> Option<f64> {
    let rates = gpu.rates;
    known(rates.fp16, 1.0)
        .or_else(|| known(rates.fp8, 0.5))
        .or_else(|| known(rates.fp4, 0.25))
}

/// Dense FLOP/s on a path; the plain FP32 rate where none of matrix units is known.
pub(crate) fn flops(gpu: &Gpu, path: Path) -> f64 {
    let rates = gpu.rates;
    let half = || half(gpu).or_else(|| known(rates.fp32, 1.0)).unwrap_or(1e12);
    match path {
        Path::Single => known(rates.fp32, 1.0).unwrap_or_else(half),
        Path::Half => half(),
        Path::FastHalf => known(rates.fp16_fp16acc, 1.0).unwrap_or_else(half),
        Path::Fp8 => known(rates.fp8, 1.0)
            .or_else(|| known(rates.fp4, 0.5))
            .unwrap_or_else(half),
        Path::Int8 => known(rates.int8, 1.0).unwrap_or_else(half),
        Path::Fp4 => known(rates.fp4, 1.0).unwrap_or_else(half),
    }
}

/// How many times as long as weights in one format others in another take, where the first are multiplied by FP4 units: vLLM's
/// kernels leave these alone on cards with GDDR.
pub(crate) fn slower(gpu: &Gpu, engine: Engine, than: Quant, other: Quant) -> f64 {
    let left_alone = gpu.memory_kind != MemoryKind::Hbm && engine.kernels() == KernelFamily::Vllm;
    let rate = |quant| flops(gpu, path(gpu, engine, Backend::Own, quant));
    match left_alone {
        true => 1.0,
        false => (rate(than) / rate(other)).max(1.0),
    }
}

/// Bytes a second of a card's memory.
pub(crate) fn bandwidth(gpu: &Gpu) -> Option<f64> {
    gpu.bandwidth.map(|bytes| bytes as f64)
}

/// Bytes a second from the host to a card.
pub(crate) fn pcie(gpu: &Gpu) -> f64 {
    lanes(gpu.pcie.unwrap_or(USUAL_PCIE))
}

/// Bytes a second and direction of so many lanes of a generation.
fn lanes((generation, lanes): (u8, u8)) -> f64 {
    let index = usize::from(generation.saturating_sub(1)).min(LANE_BYTES.len() - 1);
    LANE_BYTES[index] * f64::from(lanes.max(1))
}

/// What results travel over between cards that share a layer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Way {
    /// A link of their own: NVLink, Infinity Fabric, the Ethernet of Gaudi.
    Link,
    /// PCI Express, from card to card, by kernels that write into all others at once.
    OneShot,
    /// PCI Express, from card to card.
    Peer,
    /// PCI Express and the host's memory, where the driver lets no card write into another.
    Host,
    /// A network between machines.
    Network,
}

/// How cards that share a layer exchange results.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Exchange {
    /// Bytes a second of one card and direction.
    pub(crate) bytes_per_s: f64,
    /// What they travel over.
    pub(crate) way: Way,
    /// Whether the cards meet at the processor and not at switches, so that more of them get in each other's way on PCI
    /// Express: how consumer cards are built in.
    pub(crate) at_processor: bool,
}

/// Bytes a second and direction between machines with unified memory: two ports of `ConnectX-7` (200 Gbit/s
/// together, NVIDIA's user guide of DGX Spark), Thunderbolt 5 (80 Gbit/s), USB4 (40 Gbit/s).
const SPARK_NETWORK: f64 = 25e9;
const THUNDERBOLT: f64 = 10e9;
const USB4: f64 = 5e9;
/// Bytes a second between two laptops, by their 2.5 Gbit/s Ethernet: a working figure, not a measurement.
const LAPTOP_NETWORK: f64 = 0.3e9;

impl Way {
    /// What it is called in a sentence.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Link => "a link of their own",
            Self::OneShot => "PCI Express, by one-shot kernels",
            Self::Peer => "PCI Express, from card to card",
            Self::Host => "PCI Express and the host’s memory",
            Self::Network => "a network",
        }
    }

    /// Whether it is what a person chose.
    pub(crate) fn is(self, chosen: LinkWay) -> bool {
        self == match chosen {
            LinkWay::NvLink => Self::Link,
            LinkWay::OneShot => Self::OneShot,
            LinkWay::Peer | LinkWay::Switch => Self::Peer,
            LinkWay::Host => Self::Host,
        }
    }
}

/// The exchange between so many cards of one kind. Modules on a baseboard are linked; cards in slots are
/// taken to meet over PCI Express, because a bridge is bought apart and joins two of them. NVIDIA's
/// driver lets no `GeForce` card write into another. What a person says of cards in slots goes before
/// that.
pub(crate) fn exchange(gpu: &Gpu, plan: LinkPlan, cards: u32) -> Exchange {
    let bus = plan
        .bus
        .map_or_else(|| pcie(gpu), |bus| pcie(gpu).min(lanes(bus)));
    let over = |bytes_per_s: f64, way: Way| Exchange {
        bytes_per_s,
        way,
        at_processor: gpu.segment == Segment::Consumer && plan.way != Some(LinkWay::Switch),
    };
    match (gpu.link, gpu.segment, gpu.vendor) {
        (_, Segment::Unified, vendor) => match vendor {
            Vendor::Nvidia => over(SPARK_NETWORK, Way::Network),
            Vendor::Apple => over(THUNDERBOLT, Way::Network),
            Vendor::Amd | Vendor::Intel => over(USB4, Way::Network),
        },
        (_, Segment::Laptop, _) => over(LAPTOP_NETWORK, Way::Network),
        // Published for both directions together.
        (Some(link), _, vendor) if gpu.is_module() || vendor == Vendor::Intel => {
            over(link.bandwidth as f64 / 2.0, Way::Link)
        }
        (Some(link), ..) if plan.way == Some(LinkWay::NvLink) && cards <= 2 => {
            over(link.bandwidth as f64 / 2.0, Way::Link)
        }
        (_, segment, vendor) => over(
            bus,
            match plan.way {
                Some(LinkWay::OneShot) => Way::OneShot,
                Some(LinkWay::Host) => Way::Host,
                Some(LinkWay::Peer | LinkWay::Switch | LinkWay::NvLink) => Way::Peer,
                None if (segment, vendor) == (Segment::Consumer, Vendor::Nvidia) => Way::Host,
                None => Way::Peer,
            },
        ),
    }
}
