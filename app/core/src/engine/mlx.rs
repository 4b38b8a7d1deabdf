//! MLX: Apple's framework by `mlx-lm`, and what runs a model by it.
//!
//! Formats and cache types are those of `mlx_lm` (`convert.py`, `models/cache.py`, `generate.py`, read 2026-10).

use super::cache::{Fp8Latent, KvPolicy, MlaCache, StateCost, WindowRule};
use super::offload::Offloads;
use super::overhead::{
    OverheadInput, OverheadLine, Reserve, activations, context_line, forward_bytes, logits_bytes,
};
use super::properties::{Mix, Properties, Shares, Usual, WeightFormats};
use super::{DraftKind, KernelFamily, Products, Split};
use crate::catalog::{Source, Vendor};
use crate::model::quant::{Family, KvType, Quant};
use crate::units::Range;

/// Tokens of a prompt that are read at once (`prefill_step_size`).
const CHUNK: u32 = 2_048;

/// What MLX accepts and how it behaves.
pub(super) const PROPERTIES: Properties = Properties {
    id: "mlx",
    name: "MLX",
    aliases: &["mlx-lm", "mlx_lm", "rapid-mlx", "mlx-serve", "mlx-swift-lm"],
    usual: Usual {
        bits16: Quant::Bf16,
        bits8: Some(Quant::Mlx8),
        bits4: Some(Quant::Mlx4),
        fp4: None,
        cache8: Some(KvType::Q8_0),
        cache_int8: Some(KvType::Q8_0),
        cache4: Some(KvType::Q4_0),
    },
    weights: WeightFormats {
        families: &[Family::Mlx],
        also: &[Quant::F16, Quant::Bf16],
        except: &[],
        in_words: "MLX files in 3 to 8 bits, FP16 and BF16",
        why_no_gguf: "",
    },
    // Eight and four bits in groups of 64 with scale and offset are as large as Q8_0 and Q4_0.
    kv_types: &[KvType::F16, KvType::Bf16, KvType::Q8_0, KvType::Q4_0],
    kv_apart: false,
    vendors: &[Vendor::Apple],
    too_old: &[],
    gaudi: false,
    arithmetic: None,
    splits: &[Split::Tensor, Split::Layer],
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
    // Its indexer masks; products with what is masked are computed all the same.
    selects_tokens: false,
    // Programs on MLX know more than mlx-lm: blocks and DFlash by mlx-vlm, Rapid-MLX and dflash-mlx (2026-04 to 2026-09).
    drafts: &[DraftKind::Mtp, DraftKind::Dflash, DraftKind::Model],
    takes: &[],
    cache: KvPolicy {
        block_tokens: 256,
        sliding: WindowRule::Window,
        chunked: WindowRule::Window,
        mla: MlaCache::Latent,
        state: StateCost {
            state_bytes: 4,
            conv_bytes: 2,
        },
        sliding_stays_16_bit: true,
        draft_stays_16_bit: false,
        fp8_latent: Fp8Latent::Plain,
        int8_scale: 0,
        compressors: None,
        note: "Grows by 256 tokens; sliding layers turn round within their window.",
        source: "mlx_lm models/cache.py (KVCache, RotatingKVCache), read 2026-10",
    },
    kernels: KernelFamily::Mlx,
    products: Products::Half,
    unpacks_blocks: false,
    prompt_chunk: CHUNK,
    prompt_wave: None,
    step_by_card: None,
    state_sequences: None,
};

/// What one machine holds beside weights and cache.
pub(super) fn overheads(input: &OverheadInput<'_>, mut add: impl FnMut(OverheadLine)) -> Reserve {
    let chunk = u64::from(CHUNK).min(input.context * input.users.max(1));
    let forward = forward_bytes(input, chunk);
    add(activations(
        "Activations of a 2,048-token chunk",
        Range::new(
            forward / 2,
            forward,
            // The allocator keeps buffers of earlier shapes.
            3 * forward + logits_bytes(input, input.users.max(1)),
        ),
        MLX_CHUNK,
    ));
    add(context_line(input, false));
    Reserve::None
}

const MLX_CHUNK: Source = Source {
    title: "mlx_lm generate.py reads prompts in steps of 2,048 tokens and clears its cache of buffers after each (read 2026-10)",
    url: Some("https://github.com/ml-explore/mlx-lm/blob/main/mlx_lm/generate.py"),
};
