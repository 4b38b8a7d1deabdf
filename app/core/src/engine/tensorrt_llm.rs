//! NVIDIA TensorRT-LLM.
//!
//! Formats and cards are those of its support matrix (2026).

use super::cache::{Fp8Latent, KvPolicy, MlaCache, StateCost, WindowRule};
use super::offload::Offloads;
use super::overhead::{
    OverheadInput, OverheadKind, OverheadLine, Reserve, context_line, forward_bytes, logits_bytes,
};
use super::properties::{Arithmetic, Mix, Properties, Shares, Usual, WeightFormats};
use super::{DraftKind, KernelFamily, Products, Setting, Split};
use crate::catalog::{Source, Vendor};
use crate::model::quant::{Family, KvType, Quant};
use crate::units::{Evidence, GIB, MIB, Range};

/// What TensorRT-LLM accepts and how it behaves.
pub(super) const PROPERTIES: Properties = Properties {
    id: "trtllm",
    name: "TensorRT-LLM",
    aliases: &["trt-llm", "tensorrt"],
    usual: Usual {
        bits16: Quant::Bf16,
        bits8: Some(Quant::Fp8),
        bits4: Some(Quant::Awq),
        fp4: Some(Quant::Nvfp4),
        cache8: Some(KvType::Fp8),
        cache_int8: Some(KvType::Int8),
        cache4: Some(KvType::Nvfp4),
    },
    weights: WeightFormats {
        families: &[
            Family::Float,
            Family::Fp8,
            Family::Int8,
            Family::Grouped4,
            Family::Fp4,
        ],
        also: &[],
        except: &[Quant::F32],
        in_words: "FP16, BF16, FP8, INT8, AWQ, GPTQ, NVFP4 and MXFP4",
        why_no_gguf: "",
    },
    kv_types: &[
        KvType::Bf16,
        KvType::F16,
        KvType::Fp8,
        KvType::Int8,
        KvType::Nvfp4,
    ],
    kv_apart: false,
    vendors: &[Vendor::Nvidia],
    too_old: &[],
    gaudi: false,
    arithmetic: Some(Arithmetic {
        needs_ampere: true,
        bf16_before_ampere: false,
        fp8_before_ada: false,
        nvfp4_before_blackwell: false,
    }),
    splits: &[Split::Tensor, Split::Pipeline, Split::Expert, Split::Data],
    mixed_cards: Mix::Alike,
    shares: Some(Shares::Equally {
        vocabulary_padding: None,
        uneven_experts: false,
    }),
    offloads: Offloads::Nothing,
    divides_experts: None,
    computes_on_host: false,
    embedding_in_host_memory: false,
    vision_towers: true,
    mxfp4_as_gguf: false,
    selects_tokens: true,
    // DFlash since 1.3.0rc14 (2026-05).
    drafts: &[
        DraftKind::Mtp,
        DraftKind::Eagle3,
        DraftKind::Dflash,
        DraftKind::Model,
    ],
    takes: &[Setting::Share, Setting::Sequences, Setting::Batched],
    cache: KvPolicy {
        block_tokens: 32,
        sliding: WindowRule::Full,
        chunked: WindowRule::Full,
        mla: MlaCache::Latent,
        fp8_latent: Fp8Latent::Plain,
        int8_scale: 0,
        compressors: None,
        state: StateCost {
            state_bytes: 4,
            conv_bytes: 2,
        },
        sliding_stays_16_bit: false,
        draft_stays_16_bit: false,
        note: "Blocks of 32 tokens; sliding layers take the whole context unless max_attention_window is set.",
        source: "TensorRT-LLM KvCacheConfig (tokens_per_block, max_attention_window), 2026",
    },
    kernels: KernelFamily::TensorRtLlm,
    products: Products::ByFormat,
    unpacks_blocks: false,
    prompt_chunk: 8_192,
    step_by_card: None,
    state_sequences: None,
    prompt_wave: None,
};

/// What one card holds beside weights and cache.
pub(super) fn overheads(input: &OverheadInput<'_>, mut add: impl FnMut(OverheadLine)) -> Reserve {
    const MAX_TOKENS: u64 = 8_192;
    const MAX_BATCH: u64 = 2_048;
    let tokens = input.settings.batched.map_or(MAX_TOKENS, u64::from);
    let batch = { input.settings.sequences }.map_or(MAX_BATCH, u64::from);
    let batch = batch.max(input.users);
    let forward = forward_bytes(input, tokens);
    let several = input.tensor > 1 || input.pipeline > 1;
    add(OverheadLine {
        kind: OverheadKind::Activations,
        label: "Activations and logits",
        bytes: Range::new(
            forward / 2 + logits_bytes(input, input.users.clamp(1, batch)),
            forward + logits_bytes(input, batch),
            2 * forward + 4 * logits_bytes(input, batch),
        ),
        inside_budget: true,
        evidence: Evidence::Assumed,
        source: TENSORRT_MEMORY,
    });
    add(OverheadLine {
        kind: OverheadKind::Runtime,
        label: "Runtime, graphs and communication",
        bytes: if several {
            Range::new(400 * MIB, GIB, 2 * GIB)
        } else {
            Range::new(200 * MIB, 600 * MIB, 3 * GIB / 2)
        },
        inside_budget: true,
        evidence: Evidence::Assumed,
        source: TENSORRT_MEMORY,
    });
    add(context_line(input, true));
    Reserve::ShareOfFreeForKv {
        permille: input.settings.permille().unwrap_or(900),
    }
}

const TENSORRT_MEMORY: Source = Source {
    title: "TensorRT-LLM, Memory Usage (2026): activations by shape at max_num_tokens 8,192 and max_batch_size 2,048; range assumed",
    url: Some("https://nvidia.github.io/TensorRT-LLM/reference/memory.html"),
};
