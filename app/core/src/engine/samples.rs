//! Shapes of models and questions about them, for tests.

use std::borrow::Cow;

use super::overhead::OverheadInput;
use super::settings::Settings;
use crate::catalog::{Chip, Vendor};
use crate::model::arch::{
    Arch, Attention, AttnBias, Linear, LinearKind, Norms, OutputGate, QkNorm, Sinks,
};
use crate::model::quant::{KvFormat, KvType, Quant};
use crate::units::GIB;

pub(super) struct Shape {
    pub(super) hidden: u32,
    pub(super) ffn: u32,
    pub(super) heads: u32,
    pub(super) kv: u32,
    pub(super) head_dim: u32,
    pub(super) vocab: u32,
    pub(super) layers: &'static str,
}

pub(super) fn arch(shape: &Shape) -> Arch {
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

pub(super) const LLAMA_8B: Shape = Shape {
    hidden: 4_096,
    ffn: 14_336,
    heads: 32,
    kv: 8,
    head_dim: 128,
    vocab: 128_256,
    layers: "F",
};
pub(super) const LLAMA_70B: Shape = Shape {
    hidden: 8_192,
    ffn: 28_672,
    heads: 64,
    kv: 8,
    head_dim: 128,
    vocab: 128_256,
    layers: "F",
};
pub(super) const QWEN35_4B: Shape = Shape {
    hidden: 2_560,
    ffn: 9_216,
    heads: 16,
    kv: 4,
    head_dim: 256,
    vocab: 248_320,
    layers: "F",
};
pub(super) const QWEN38_27B: Shape = Shape {
    hidden: 5_120,
    ffn: 17_408,
    heads: 24,
    kv: 4,
    head_dim: 256,
    vocab: 248_320,
    layers: "LLLF",
};

pub(super) fn on<'a>(arch: &'a Arch, context: u64) -> OverheadInput<'a> {
    OverheadInput {
        arch,
        quant: Quant::Q4KM,
        kv: KvFormat::both(KvType::F16),
        context,
        users: 1,
        tensor: 1,
        pipeline: 1,
        gpu_count: 1,
        expert: false,
        offloaded: false,
        draft: (0, 0),
        drafted: 0,
        settings: Settings::default(),
        capacity_bytes: 80 * GIB,
        unified: false,
        on_board: true,
        towers: false,
        vendor: Vendor::Nvidia,
        chip: Chip::Hopper,
    }
}

pub(super) fn near(value: u64, expected: u64, percent: u64) -> bool {
    value.abs_diff(expected) * 100 <= expected * percent
}
