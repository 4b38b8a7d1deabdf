use std::borrow::Cow;

use super::*;
use crate::model::arch::{Attention, AttnBias, Linear, Norms, OutputGate, QkNorm, Sinks};

struct Shape {
    hidden: u32,
    ffn: u32,
    heads: u32,
    kv: u32,
    head_dim: u32,
    vocab: u32,
    layers: &'static str,
}

fn arch(shape: &Shape) -> Arch {
    let delta = LinearKind::GatedDeltaNet {
        k_heads: 16,
        k_head_dim: 128,
        v_heads: 48,
        v_head_dim: 128,
    };
    Arch {
        hidden_size: shape.hidden,
        intermediate_size: shape.ffn,
        intermediate_per_layer: Cow::Borrowed(&[]),
        heads: shape.heads,
        kv_heads: shape.kv,
        head_dim: shape.head_dim,
        v_head_dim: shape.head_dim,
        vocab_size: shape.vocab,
        tied: false,
        head_bias: false,
        max_context: 262_144,
        layers: Cow::Borrowed(shape.layers),
        mlp: Cow::Borrowed("D"),
        mlp_gated: true,
        fused: false,
        attention: Attention {
            bias: AttnBias::None,
            qk_norm: QkNorm::None,
            output_gate: OutputGate::None,
            sinks: Sinks::None,
            sliding_window: None,
            chunk_size: None,
            mla: None,
            indexer: None,
            compressed: None,
            overrides: Cow::Borrowed(&[]),
            kv_shared_layers: 0,
        },
        moe: None,
        linear: shape.layers.contains('L').then_some(Linear {
            kind: delta,
            conv_kernel: 4,
            state_elements: 786_432,
            conv_state_elements: 30_720,
        }),
        norms: Norms {
            bias: false,
            per_layer: 2,
        },
        extra: Cow::Borrowed(&[]),
    }
}

const LLAMA_8B: Shape = Shape {
    hidden: 4_096,
    ffn: 14_336,
    heads: 32,
    kv: 8,
    head_dim: 128,
    vocab: 128_256,
    layers: "F",
};
const LLAMA_70B: Shape = Shape {
    hidden: 8_192,
    ffn: 28_672,
    heads: 64,
    kv: 8,
    head_dim: 128,
    vocab: 128_256,
    layers: "F",
};
const QWEN35_4B: Shape = Shape {
    hidden: 2_560,
    ffn: 9_216,
    heads: 16,
    kv: 4,
    head_dim: 256,
    vocab: 248_320,
    layers: "F",
};
const QWEN38_27B: Shape = Shape {
    hidden: 5_120,
    ffn: 17_408,
    heads: 24,
    kv: 4,
    head_dim: 256,
    vocab: 248_320,
    layers: "LLLF",
};

fn on<'a>(arch: &'a Arch, context: u64) -> OverheadInput<'a> {
    OverheadInput {
        arch,
        quant: Quant::Q4KM,
        kv: KvType::F16,
        context,
        users: 1,
        tensor: 1,
        pipeline: 1,
        gpu_count: 1,
        expert: false,
        offloaded: false,
        capacity_bytes: 80 * GIB,
        vendor: Vendor::Nvidia,
        chip: Chip::Hopper,
    }
}

fn near(value: u64, expected: u64, percent: u64) -> bool {
    value.abs_diff(expected) * 100 <= expected * percent
}

#[test]
fn ranges_are_ordered_and_sourced_for_every_engine() {
    for shape in [&LLAMA_8B, &LLAMA_70B, &QWEN35_4B, &QWEN38_27B] {
        let arch = arch(shape);
        for engine in Engine::ALL {
            for (tensor, offloaded, kv) in [
                (1, false, KvType::F16),
                (4, false, KvType::Q8_0),
                (1, true, KvType::Q4_0),
            ] {
                let input = OverheadInput {
                    tensor,
                    offloaded,
                    kv,
                    gpu_count: tensor,
                    ..on(&arch, 8_192)
                };
                let overheads = overheads(*engine, &input);
                for line in &overheads.lines {
                    let Range { low, typical, high } = line.bytes;
                    assert!(low <= typical && typical <= high, "{engine:?} {line:?}");
                    assert!(line.source.url.is_some(), "{}", line.label);
                    let dated = ["2024-", "2025-", "2026"];
                    assert!(
                        dated.iter().any(|year| line.source.title.contains(year)),
                        "{}",
                        line.label
                    );
                }
                assert_eq!(
                    overheads.activations().plus(overheads.runtime()),
                    overheads.total()
                );
            }
        }
    }
}

#[test]
fn more_context_or_users_never_need_less() {
    let arch = arch(&QWEN38_27B);
    for engine in Engine::ALL {
        for kv in [KvType::F16, KvType::Q8_0] {
            let mut previous = Range::default();
            for context in [512, 4_096, 32_768, 262_144] {
                for users in [1, 8, 64] {
                    let now = overheads(
                        *engine,
                        &OverheadInput {
                            kv,
                            users,
                            ..on(&arch, context)
                        },
                    )
                    .total();
                    if users == 1 {
                        assert!(
                            now.low >= previous.low
                                && now.typical >= previous.typical
                                && now.high >= previous.high
                        );
                        previous = now;
                    } else {
                        assert!(
                            now.typical >= previous.typical && now.high >= previous.high,
                            "{engine:?}"
                        );
                    }
                }
            }
        }
    }
}

#[test]
fn llama_cpp_buffers_meet_published_logs() {
    // Qwen3.5 4B at 262,144 tokens: 317 MiB with an FP16 cache, 1,330 MiB with a quantised one.
    let small = arch(&QWEN35_4B);
    let plain = overheads(Engine::LlamaCpp, &on(&small, 262_144)).activations();
    assert!(near(plain.typical, 317 * MIB, 2), "{plain:?}");
    let quantised = overheads(
        Engine::LlamaCpp,
        &OverheadInput {
            kv: KvType::Q8_0,
            ..on(&small, 262_144)
        },
    )
    .activations();
    assert!(near(quantised.typical, 1_330 * MIB, 2), "{quantised:?}");

    // Llama 3 8B, builds that reserve logits for every token: 258.5 MiB.
    let eight = arch(&LLAMA_8B);
    let buffer = overheads(Engine::LlamaCpp, &on(&eight, 8_192)).lines[0].bytes;
    assert!(
        buffer.low < 258 * MIB && near(buffer.high, 258 * MIB, 5),
        "{buffer:?}"
    );

    // 1,048,576 tokens on four cards: 4.0 GiB of masks on each (unsloth pull request 7637).
    let masks = overheads(
        Engine::LlamaCpp,
        &OverheadInput {
            gpu_count: 4,
            ..on(&eight, 1 << 20)
        },
    )
    .lines[1]
        .bytes;
    assert!(near(masks.typical, 4 * GIB, 2), "{masks:?}");
}

#[test]
fn vllm_activation_peaks_meet_published_logs() {
    let eight = arch(&LLAMA_8B);
    // H100 with 8,192 tokens and 1,024 sequences: 4.8 to 5.6 GiB.
    let large = overheads(Engine::Vllm, &on(&eight, 8_192)).activations();
    assert!(
        (48 * GIB / 10..=56 * GIB / 10).contains(&large.typical),
        "{large:?}"
    );
    // 256 sequences: 1.26 GiB (vLLM pull request 10511).
    let small = OverheadInput {
        capacity_bytes: 40 * GIB,
        chip: Chip::Ampere,
        ..on(&eight, 8_192)
    };
    let small = overheads(Engine::Vllm, &small).activations();
    assert!(near(small.typical, 126 * GIB / 100, 10), "{small:?}");
}

#[test]
fn the_reserve_holds_what_lives_outside_the_budget() {
    let eight = arch(&LLAMA_8B);
    let vllm = overheads(Engine::Vllm, &on(&eight, 8_192));
    let capacity = 80 * GIB;
    for level in [Level::Low, Level::Typical, Level::High] {
        let outside = vllm.sum(|line| !line.inside_budget).at(level);
        let reserve = vllm.reserve_bytes(capacity, 0, level);
        assert_eq!(
            outside + reserve,
            capacity - share(capacity, 920),
            "{level:?}"
        );
    }
    let trt = overheads(Engine::TensorRtLlm, &on(&eight, 8_192));
    let free = capacity - 15 * GIB - trt.total().typical;
    assert!(near(
        trt.reserve_bytes(capacity, 15 * GIB, Level::Typical),
        free / 10,
        1
    ));
    assert_eq!(trt.reserve_bytes(GIB, 15 * GIB, Level::Typical), 0);
    assert_eq!(
        overheads(Engine::LlamaCpp, &on(&eight, 8_192)).reserve_bytes(capacity, 0, Level::High),
        0
    );
}

#[test]
fn sglang_sets_aside_what_its_source_says() {
    let eight = arch(&LLAMA_8B);
    let input = on(&eight, 8_192);
    let aside: u64 = overheads(Engine::Sglang, &input)
        .lines
        .iter()
        .filter(|line| line.label.starts_with("Set aside"))
        .map(|line| line.bytes.typical)
        .sum();
    assert_eq!(aside, (512 + 8_192 * 3 / 2 + 2 * 256 + 128) * MIB);
}

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

#[test]
#[expect(
    clippy::print_stdout,
    reason = "the table of errors is read with --nocapture"
)]
fn published_totals_lie_within_the_range() {
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
    let rows = [
        // sudoingX/qwen38-mtp README, 2026-08; files as there.
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
        // Qwen documentation, speed benchmark, 2024-11-06: transformers 4.46, totals over the cards.
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
    ];
    let mut outside = Vec::new();
    for row in &rows {
        let arch = arch(&row.shape);
        let input = OverheadInput {
            kv: row.kv,
            gpu_count: row.gpus,
            chip: row.chip,
            vendor: row.vendor,
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

#[test]
#[expect(clippy::print_stdout, reason = "the table is read with --nocapture")]
fn every_model_of_the_catalogue_has_plausible_overheads() {
    for model in crate::catalog::Catalog::builtin().models {
        let context = u64::from(model.arch.max_context.min(32_768));
        for engine in Engine::ALL {
            let input = OverheadInput {
                tensor: 8,
                gpu_count: 8,
                ..on(&model.arch, context)
            };
            let Range { low, typical, high } = overheads(*engine, &input).total();
            println!(
                "{:<28} {:<13} {:>7} {:>7} {:>7} MiB",
                model.id,
                engine.name(),
                low / MIB,
                typical / MIB,
                high / MIB
            );
            assert!(low <= typical && typical <= high);
            assert!(low >= 100 * MIB, "{} in {}: {low}", model.id, engine.name());
            assert!(
                typical <= 32 * GIB,
                "{} in {}: {typical}",
                model.id,
                engine.name()
            );
        }
    }
}
