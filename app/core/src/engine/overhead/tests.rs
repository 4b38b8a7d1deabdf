//! What holds for the overheads of every engine.

use super::super::{Engine, overheads};
use super::*;
use crate::engine::samples::{LLAMA_8B, LLAMA_70B, QWEN35_4B, QWEN38_27B, arch, near, on};
use crate::model::quant::KvType;

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
                    kv: KvFormat::both(kv),
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
                            kv: KvFormat::both(kv),
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
fn the_reserve_holds_what_lives_outside_the_budget() {
    let eight = arch(&LLAMA_8B);
    let vllm = overheads(Engine::Vllm, &on(&eight, 8_192));
    let capacity = 80 * GIB;
    for level in [Level::Low, Level::Typical, Level::High] {
        let outside = vllm.sum(|line| !line.inside_budget).at(level);
        let reserve = vllm.reserve_bytes(capacity, 0, level);
        assert_eq!(
            outside + reserve,
            capacity - share(capacity - (320 * MIB + capacity / 400), 920),
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
