//! Hugging Face transformers.
//!
//! Formats are those of its quantisation overview (2026).

use super::cache::{Fp8Latent, KvPolicy, MlaCache, StateCost, WindowRule};
use super::offload::Offloads;
use super::overhead::{
    OverheadInput, OverheadKind, OverheadLine, Reserve, activations, context_line, forward_bytes,
    half_matrix_bytes, logits_bytes,
};
use super::properties::{Arithmetic, Mix, Properties, Usual, WeightFormats};
use super::{DraftKind, KernelFamily, Products, Split};
use crate::catalog::{Source, Vendor};
use crate::model::quant::{Family, KvType, Quant};
use crate::units::{Evidence, GIB, MIB, Range};

/// What transformers accepts and how it behaves.
pub(super) const PROPERTIES: Properties = Properties {
    id: "transformers",
    name: "transformers",
    aliases: &["hf transformers", "hugging face transformers"],
    usual: Usual {
        bits16: Quant::Bf16,
        // `load_in_8bit` is LLM.int8().
        bits8: Some(Quant::Int8),
        bits4: Some(Quant::Nf4),
        fp4: None,
        cache8: None,
        cache_int8: None,
        cache4: None,
    },
    weights: WeightFormats {
        families: &[
            Family::Float,
            Family::Fp8,
            Family::Int8,
            Family::Grouped4,
            Family::Bnb,
            Family::Fp4,
        ],
        also: &[],
        except: &[Quant::Nvfp4],
        in_words: "FP32, FP16, BF16, FP8, INT8, AWQ, GPTQ, MXFP4 and bitsandbytes NF4",
        why_no_gguf: " It reads GGUF files only to unpack them to 16 or 32 bits: choose BF16 for what it then needs.",
    },
    kv_types: &[KvType::Bf16, KvType::F16, KvType::F32],
    kv_apart: false,
    vendors: &[Vendor::Nvidia, Vendor::Amd, Vendor::Apple, Vendor::Intel],
    too_old: &[],
    gaudi: true,
    arithmetic: Some(Arithmetic {
        needs_ampere: false,
        bf16_before_ampere: true,
        fp8_before_ada: false,
        nvfp4_before_blackwell: true,
    }),
    splits: &[Split::Layer],
    mixed_cards: Mix::OneMaker,
    shares: None,
    offloads: Offloads::Layers,
    divides_experts: None,
    computes_on_host: false,
    embedding_in_host_memory: false,
    vision_towers: true,
    mxfp4_as_gguf: false,
    selects_tokens: true,
    drafts: &[DraftKind::Model],
    takes: &[],
    cache: KvPolicy {
        block_tokens: 1,
        sliding: WindowRule::Window,
        chunked: WindowRule::Window,
        mla: MlaCache::Expanded,
        fp8_latent: Fp8Latent::Plain,
        int8_scale: 0,
        compressors: None,
        state: StateCost {
            state_bytes: 4,
            conv_bytes: 2,
        },
        sliding_stays_16_bit: false,
        draft_stays_16_bit: false,
        note: "Sliding layers keep the window. Latent attention is cached as keys and values of every head.",
        source: "transformers src/transformers/cache_utils.py (DynamicSlidingWindowLayer), models/deepseek_v3, 2026",
    },
    kernels: KernelFamily::Transformers,
    products: Products::Half,
    unpacks_blocks: false,
    prompt_chunk: 8_192,
    step_by_card: None,
    state_sequences: None,
    prompt_wave: None,
};

/// What one card holds beside weights and cache.
pub(super) fn overheads(input: &OverheadInput<'_>, mut add: impl FnMut(OverheadLine)) -> Reserve {
    let prompt = input.context * input.users.max(1);
    let forward = forward_bytes(input, prompt);
    let sampler = logits_bytes(input, input.users.max(1));
    let packed = matches!(input.quant.family(), Family::Bnb | Family::Grouped4);
    let matrix = if packed {
        half_matrix_bytes(input.arch)
    } else {
        0
    };
    add(activations(
        "Activations of the whole prompt",
        Range::new(forward / 2, forward, forward + forward / 2),
        TRANSFORMERS_PREFILL,
    ));
    add(activations(
        "Logits and unpacked matrices",
        Range::new(sampler, 3 * sampler + matrix, 9 * sampler + 2 * matrix),
        TRANSFORMERS_PREFILL,
    ));
    add(OverheadLine {
        kind: OverheadKind::Runtime,
        label: "Slack of PyTorch's allocator",
        bytes: Range::new(0, 256 * MIB, GIB),
        inside_budget: false,
        evidence: Evidence::Assumed,
        source: PYTORCH_ALLOCATOR,
    });
    add(context_line(input, true));
    Reserve::None
}

const TRANSFORMERS_PREFILL: Source = Source {
    title: "Prompt read at once in 16 bits, logits of the last token only (transformers ≥ 4.45); slope checked on Qwen2.5 72B at 14,336 and 30,720 tokens (Qwen documentation, 2024-11-06)",
    url: Some(
        "https://github.com/QwenLM/Qwen3/blob/main/docs/source/benchmark/speed_benchmark.rst",
    ),
};

const PYTORCH_ALLOCATOR: Source = Source {
    title: "PyTorch CUDA memory notes (2026): cached blocks that no tensor uses; range assumed",
    url: Some("https://docs.pytorch.org/docs/stable/notes/cuda.html"),
};
