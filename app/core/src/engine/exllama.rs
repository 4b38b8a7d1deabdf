//! ExLlamaV2 and ExLlamaV3: alike but for what they load and how they divide it.
//!
//! Cache types are those of ExLlamaV2 `cache.py` and ExLlamaV3 `cache/quant.py` (2026): their 8-bit
//! and 4-bit caches keep one 16-bit scale for 32 numbers, as Q8_0 and Q4_0 do.

use super::cache::{Fp8Latent, KvPolicy, MlaCache, StateCost, WindowRule};
use super::offload::Offloads;
use super::overhead::{
    OverheadInput, OverheadLine, Reserve, activations, context_line, forward_bytes,
    half_matrix_bytes, logits_bytes,
};
use super::properties::{Arithmetic, Mix, Properties, Shares, Usual, WeightFormats};
use super::{DraftKind, KernelFamily, Products, Split};
use crate::catalog::{Source, Vendor};
use crate::model::quant::{Family, KvType, Quant};
use crate::units::Range;

/// What ExLlamaV2 accepts and how it behaves.
pub(super) const V2: Properties = Properties {
    id: "exl2",
    name: "ExLlamaV2",
    aliases: &["exllama2"],
    usual: Usual {
        bits16: Quant::F16,
        bits8: Some(Quant::Exl2B8P0),
        bits4: Some(Quant::Gptq),
        fp4: None,
        cache8: Some(KvType::Q8_0),
        cache_int8: Some(KvType::Q8_0),
        cache4: Some(KvType::Q4_0),
    },
    weights: WeightFormats {
        families: &[Family::Exl2],
        also: &[Quant::F16, Quant::Gptq],
        except: &[],
        in_words: "its own EXL2 files, GPTQ and FP16",
        why_no_gguf: "",
    },
    kv_types: &[KvType::F16, KvType::Q8_0, KvType::Q4_0],
    kv_apart: false,
    vendors: &[Vendor::Nvidia, Vendor::Amd],
    too_old: &[],
    gaudi: false,
    arithmetic: Some(Arithmetic {
        needs_ampere: false,
        bf16_before_ampere: false,
        fp8_before_ada: true,
        nvfp4_before_blackwell: true,
    }),
    splits: &[Split::Layer],
    mixed_cards: Mix::SeveralMakers,
    shares: None,
    offloads: Offloads::Nothing,
    divides_experts: None,
    computes_on_host: false,
    embedding_in_host_memory: false,
    vision_towers: true,
    mxfp4_as_gguf: false,
    selects_tokens: false,
    drafts: &[DraftKind::Model],
    takes: &[],
    cache: CACHE,
    kernels: KernelFamily::ExLlama,
    products: Products::HalfSums,
    unpacks_blocks: false,
    prompt_chunk: 8_192,
    step_by_card: None,
    state_sequences: None,
    prompt_wave: None,
};

/// What ExLlamaV3 accepts and how it behaves.
pub(super) const V3: Properties = Properties {
    id: "exl3",
    name: "ExLlamaV3",
    aliases: &["exllama3"],
    usual: Usual {
        bits16: Quant::Bf16,
        bits8: Some(Quant::Exl3B8P0),
        bits4: Some(Quant::Exl3B4P0),
        fp4: None,
        cache8: Some(KvType::Q8_0),
        cache_int8: Some(KvType::Q8_0),
        cache4: Some(KvType::Q4_0),
    },
    weights: WeightFormats {
        families: &[Family::Exl3],
        also: &[Quant::F16, Quant::Bf16],
        except: &[],
        in_words: "its own EXL3 files, FP16 and BF16",
        why_no_gguf: "",
    },
    kv_types: &[KvType::F16, KvType::Q8_0, KvType::Q5_0, KvType::Q4_0],
    kv_apart: true,
    vendors: &[Vendor::Nvidia],
    too_old: &[],
    gaudi: false,
    arithmetic: Some(Arithmetic {
        needs_ampere: true,
        bf16_before_ampere: false,
        fp8_before_ada: true,
        nvfp4_before_blackwell: true,
    }),
    splits: &[Split::Layer, Split::Tensor],
    mixed_cards: Mix::SeveralMakers,
    shares: Some(Shares::ByHeads),
    offloads: Offloads::Experts,
    divides_experts: Some(""),
    computes_on_host: false,
    embedding_in_host_memory: false,
    vision_towers: true,
    mxfp4_as_gguf: false,
    selects_tokens: false,
    // The model's own block and DFlash: pull requests 334 and 379 (2026-09).
    drafts: &[DraftKind::Mtp, DraftKind::Dflash, DraftKind::Model],
    takes: &[],
    cache: CACHE,
    kernels: KernelFamily::ExLlama,
    products: Products::HalfSums,
    unpacks_blocks: false,
    prompt_chunk: 8_192,
    step_by_card: None,
    state_sequences: None,
    prompt_wave: None,
};

/// How both keep their cache.
const CACHE: KvPolicy = KvPolicy {
    block_tokens: 256,
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
    note: "Pages of 256 tokens; sliding layers take the whole context.",
    source: "ExLlamaV3 exllamav3/cache (PAGE_SIZE), ExLlamaV2 exllamav2/cache.py, read 2026-10",
};

/// What one card holds beside weights and cache.
pub(super) fn overheads(input: &OverheadInput<'_>, mut add: impl FnMut(OverheadLine)) -> Reserve {
    const CHUNK: u64 = 2_048;
    let forward = forward_bytes(input, CHUNK.min(input.context * input.users.max(1)));
    let matrix = half_matrix_bytes(input.arch);
    add(activations(
        "Activations of a 2,048-token chunk",
        Range::new(
            forward / 2,
            forward,
            2 * forward + logits_bytes(input, CHUNK),
        ),
        EXLLAMA_CHUNK,
    ));
    add(activations(
        "Scratch for one unpacked matrix",
        if input.quant.family() == Family::Float {
            Range::default()
        } else {
            Range::new(0, matrix, 2 * matrix)
        },
        EXLLAMA_CHUNK,
    ));
    add(context_line(input, true));
    Reserve::None
}

const EXLLAMA_CHUNK: Source = Source {
    title: "ExLlamaV2 and V3 read prompts in chunks of 2,048 tokens and unpack a matrix for them (2026); high: logits of the whole chunk",
    url: Some("https://github.com/turboderp-org/exllamav3"),
};
