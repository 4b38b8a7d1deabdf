//! Overheads held against totals that others measured.

use super::super::overheads;
use super::OverheadInput;
use crate::catalog::{Chip, Vendor};
use crate::engine::samples::{QWEN38_27B, Shape, arch, on};
use crate::engine::{Engine, Settings};
use crate::model::quant::{KvFormat, KvType};
use crate::units::{GIB, MIB};

/// One published total, with what else is known of it.
struct Measured {
    what: &'static str,
    engine: Engine,
    shape: Shape,
    layers: u64,
    weights_mib: u64,
    kv: KvType,
    context: u64,
    gpus: u32,
    chip: Chip,
    vendor: Vendor,
    measured_mib: u64,
    /// Half of the last digit that the source prints.
    rounding_mib: u64,
}

/// Bytes of the cache for one sequence, and of the recurrent states of Qwen3.8's 48 such layers.
fn cache_mib(row: &Measured) -> u64 {
    let elements =
        2 * u64::from(row.shape.kv) * u64::from(row.shape.head_dim) * row.context * row.layers;
    let bytes = match row.kv {
        KvType::Q8_0 => elements * 34 / 32,
        KvType::Q4_0 => elements * 18 / 32,
        _ => elements * 2,
    };
    let states = if row.shape.layers.contains('L') {
        48 * (786_432 + 30_720) * 4
    } else {
        0
    };
    (bytes + states) / MIB
}

const fn qwen25(hidden: u32, ffn: u32, kv: u32) -> Shape {
    Shape {
        hidden,
        ffn,
        heads: hidden / 128,
        kv,
        head_dim: 128,
        vocab: 152_064,
        layers: "F",
    }
}

/// sudoingX/qwen38-mtp README, 2026-08; files as there.
fn llama_cpp_rows() -> Vec<Measured> {
    // llama.cpp keeps the token embedding (1,271 M parameters) in host memory and leaves the MTP
    // block (425 M) unloaded: `weights_mib` is the file less both, at the bits of their type.
    let qwen38 = |what,
                  file_gib_thousandths: u64,
                  millibits: u64,
                  kv,
                  context,
                  chip,
                  vendor,
                  measured_mib| {
        let unloaded = (1_271_398_400 + 424_699_392) / 8 * millibits / 1000 / MIB;
        Measured {
            what,
            engine: Engine::LlamaCpp,
            shape: QWEN38_27B,
            layers: 16,
            weights_mib: file_gib_thousandths * 1024 / 1000 - unloaded,
            kv,
            context,
            gpus: 1,
            chip,
            vendor,
            measured_mib,
            rounding_mib: 1,
        }
    };
    vec![
        qwen38(
            "Qwen3.8 27B UD-Q4_K_XL, RTX 5090",
            16_692,
            4_500,
            KvType::Q4_0,
            131_072,
            Chip::Blackwell,
            Vendor::Nvidia,
            20_366,
        ),
        qwen38(
            "Qwen3.8 27B 15.06 GB file, RTX 4060 Ti",
            14_030,
            4_500,
            KvType::Q4_0,
            32_768,
            Chip::AdaLovelace,
            Vendor::Nvidia,
            14_778,
        ),
        qwen38(
            "Qwen3.8 27B UD-IQ2_XXS, RTX 3080",
            8_391,
            2_625,
            KvType::Q8_0,
            16_384,
            Chip::Ampere,
            Vendor::Nvidia,
            9_156,
        ),
        Measured {
            rounding_mib: 51,
            ..qwen38(
                "Qwen3.8 27B UD-Q4_K_XL, R9700",
                16_353,
                4_500,
                KvType::Q4_0,
                262_144,
                Chip::Rdna4,
                Vendor::Amd,
                20_992,
            )
        },
    ]
}

/// Qwen documentation, speed benchmark, 2024-11-06: transformers 4.46, totals over the cards.
fn transformers_rows() -> Vec<Measured> {
    // 4-bit weights in groups of 128 cost 4.16 bits; embedding and head stay at 16.
    let hf = |what, shape: Shape, layers, weights_mib, context, gpus, measured_mib| Measured {
        what,
        engine: Engine::Transformers,
        shape,
        layers,
        weights_mib,
        kv: KvType::Bf16,
        context,
        gpus,
        chip: Chip::Ampere,
        vendor: Vendor::Nvidia,
        measured_mib,
        rounding_mib: 5,
    };
    let gptq = |params: u64, vocabulary: u64| {
        ((params - 2 * vocabulary) * 416 / 800 + 4 * vocabulary) / MIB
    };
    vec![
        hf(
            "Qwen2.5 7B GPTQ, 32,768 tokens",
            qwen25(3_584, 18_944, 4),
            28,
            gptq(7_615_616_512, 544_997_376),
            32_768,
            1,
            11_377,
        ),
        hf(
            "Qwen2.5 14B GPTQ, 32,768 tokens",
            qwen25(5_120, 13_824, 8),
            48,
            gptq(14_770_033_664, 778_567_680),
            32_768,
            1,
            19_159,
        ),
        hf(
            "Qwen2.5 32B GPTQ, 16,384 tokens",
            qwen25(5_120, 27_648, 8),
            64,
            gptq(32_763_876_352, 778_567_680),
            16_384,
            1,
            25_262,
        ),
        hf(
            "Qwen2.5 72B BF16, 16,384 tokens",
            qwen25(8_192, 29_568, 8),
            80,
            138_675,
            16_384,
            3,
            152_719,
        ),
        hf(
            "Qwen2.5 72B BF16, 32,768 tokens",
            qwen25(8_192, 29_568, 8),
            80,
            138_675,
            32_768,
            3,
            168_745,
        ),
    ]
}

#[test]
#[expect(
    clippy::print_stdout,
    reason = "the table of errors is read with --nocapture"
)]
fn published_totals_lie_within_the_range() {
    let mut outside = Vec::new();
    for row in llama_cpp_rows().iter().chain(&transformers_rows()) {
        let arch = arch(&row.shape);
        let input = OverheadInput {
            kv: KvFormat::both(row.kv),
            gpu_count: row.gpus,
            chip: row.chip,
            vendor: row.vendor,
            draft: (0, 0),
            settings: Settings::default(),
            capacity_bytes: 24 * GIB,
            ..on(&arch, row.context)
        };
        let overheads = overheads(row.engine, &input);
        // Totals of PyTorch's allocator leave the driver context out, so it is no part of the low end.
        let context = overheads
            .lines
            .iter()
            .find(|line| line.label == "Driver context");
        let allocator = row.engine == Engine::Transformers;
        let below = context
            .filter(|_| allocator)
            .map_or(0, |line| line.bytes.low);
        let fixed = row.weights_mib + cache_mib(row);
        let total = overheads.total();
        let gpus = u64::from(row.gpus);
        let at = |bytes: u64| fixed + gpus * bytes / MIB;
        let (low, typical, high) = (at(total.low - below), at(total.typical), at(total.high));
        println!(
            "{:<42} low {low:>7} typical {typical:>7} high {high:>7} measured {:>7} MiB",
            row.what, row.measured_mib
        );
        if row.measured_mib + row.rounding_mib < low || row.measured_mib > high + row.rounding_mib {
            outside.push(row.what);
        }
    }
    assert!(outside.is_empty(), "outside the range: {outside:?}");
}
