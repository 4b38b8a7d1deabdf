//! SGLang.
//!
//! Formats and cache types are those of `python/sglang/srt/server_args.py` (2026).

use super::cache::{Fp8Latent, KvPolicy, MlaCache, StateCost, WindowRule};
use super::offload::Offloads;
use super::overhead::{
    OverheadInput, OverheadKind, OverheadLine, Reserve, context_line, forward_bytes, unseen_bytes,
};
use super::properties::{Arithmetic, Mix, Properties, Shares, Usual, WeightFormats};
use super::{DraftKind, KernelFamily, Products, Setting, Split};
use crate::catalog::{Chip, Source, Vendor};
use crate::model::quant::{Family, KvType, Quant};
use crate::units::{Evidence, GIB, MIB, Range};

/// Chips that its kernels are not built for: `FlashInfer` begins with compute capability 7.5 (its page in the package index, release
/// 0.7, read 2026-11-30), and of AMD's cards it documents later ones.
const TOO_OLD: &[Chip] = &[
    Chip::Maxwell,
    Chip::Pascal,
    Chip::Volta,
    Chip::Gcn5,
    Chip::Cdna1,
    Chip::Rdna2,
];

/// What SGLang accepts and how it behaves.
pub(super) const PROPERTIES: Properties = Properties {
    id: "sglang",
    name: "SGLang",
    aliases: &["sgl"],
    usual: Usual {
        bits16: Quant::Bf16,
        bits8: Some(Quant::Fp8),
        bits4: Some(Quant::Awq),
        fp4: Some(Quant::Nvfp4),
        cache8: Some(KvType::Fp8),
        cache_int8: None,
        cache4: Some(KvType::Nvfp4),
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
        except: &[],
        in_words: "FP16, BF16, FP8, INT8, AWQ, GPTQ, NVFP4, MXFP4 and bitsandbytes NF4",
        why_no_gguf: "",
    },
    kv_types: &[KvType::Bf16, KvType::F16, KvType::Fp8, KvType::Nvfp4],
    kv_apart: false,
    vendors: &[Vendor::Nvidia, Vendor::Amd, Vendor::Intel],
    too_old: TOO_OLD,
    gaudi: false,
    arithmetic: Some(Arithmetic {
        needs_ampere: false,
        bf16_before_ampere: false,
        fp8_before_ada: true,
        nvfp4_before_blackwell: true,
    }),
    splits: &[Split::Tensor, Split::Pipeline, Split::Expert, Split::Data],
    mixed_cards: Mix::Alike,
    shares: Some(Shares::Equally {
        vocabulary_padding: None,
        uneven_experts: false,
    }),
    offloads: Offloads::ByStreaming,
    divides_experts: None,
    computes_on_host: false,
    embedding_in_host_memory: false,
    vision_towers: true,
    mxfp4_as_gguf: false,
    selects_tokens: true,
    // DFlash since 0.5.11 (2026-05).
    drafts: &[
        DraftKind::Mtp,
        DraftKind::Eagle3,
        DraftKind::Dflash,
        DraftKind::Model,
    ],
    takes: &[Setting::Share, Setting::Sequences, Setting::Batched],
    cache: KvPolicy {
        block_tokens: 1,
        sliding: WindowRule::ShareOfFull { permille: 800 },
        chunked: WindowRule::ShareOfFull { permille: 800 },
        mla: MlaCache::Latent,
        fp8_latent: Fp8Latent::Scaled,
        int8_scale: 0,
        compressors: None,
        state: StateCost {
            state_bytes: 4,
            conv_bytes: 2,
        },
        sliding_stays_16_bit: false,
        draft_stays_16_bit: false,
        note: "Sliding layers have a pool of their own, 0.8 of the full layers' tokens (swa_full_tokens_ratio), \
               however short the window is.",
        source: "SGLang python/sglang/srt/server_args.py (swa_full_tokens_ratio), read 2026-10",
    },
    kernels: KernelFamily::Vllm,
    products: Products::ByFormat,
    unpacks_blocks: false,
    prompt_chunk: 8_192,
    step_by_card: Some(step),
    state_sequences: None,
    prompt_wave: None,
};

/// Tokens of a prefill chunk that SGLang picks for a card.
fn step(capacity: u64, _: Chip) -> u32 {
    batch(capacity, 1).0
}

/// Tokens of a prefill chunk and largest captured batch that SGLang picks for a card.
fn batch(capacity: u64, tensor: u32) -> (u32, u64) {
    let wide = tensor >= 4;
    let gib = capacity / GIB;
    match gib {
        0..20 => (2_048, 8),
        20..35 => (2_048, if wide { 80 } else { 24 }),
        35..60 => (4_096, if wide { 160 } else { 32 }),
        60..160 => (8_192, if wide { 512 } else { 256 }),
        _ => (16_384, 512),
    }
}

/// What one card holds beside weights and cache.
pub(super) fn overheads(input: &OverheadInput<'_>, mut add: impl FnMut(OverheadLine)) -> Reserve {
    let (chunk, graphs) = batch(input.capacity_bytes, input.tensor);
    let settings = input.settings;
    let chunk = u64::from(settings.batched.unwrap_or(chunk));
    // Graphs are captured for no more sequences than may run.
    let graphs = settings
        .sequences
        .map_or(graphs, |most| graphs.min(most.into()));
    let cards = u64::from(input.tensor.max(1)) * u64::from(input.pipeline.max(1));
    if let Some(permille) = settings.permille() {
        return static_share(input, (chunk, graphs), permille, add);
    }
    // What it sets aside is fixed; that it fills about 70 % of it was measured.
    let set_aside = |bytes: u64| Range::new(bytes * 7 / 10, bytes, bytes);
    let line = |kind, label, bytes| OverheadLine {
        kind,
        label,
        bytes: set_aside(bytes),
        inside_budget: false,
        evidence: Evidence::Published,
        source: SGLANG_RESERVED,
    };
    add(line(
        OverheadKind::Activations,
        "Set aside for activations",
        3 * MIB / 2 * chunk.max(2_048),
    ));
    add(line(
        OverheadKind::Runtime,
        "Set aside for CUDA graphs",
        2 * MIB * graphs,
    ));
    add(line(
        OverheadKind::Runtime,
        "Set aside for metadata and communication",
        512 * MIB + 128 * MIB * cards,
    ));
    add(context_line(input, true));
    Reserve::None
}

/// What one card holds where `mem_fraction_static` was set: weights and cache take that share of what was free when the program had
/// started, and everything else lives in the rest.
fn static_share(
    input: &OverheadInput<'_>,
    (chunk, graphs): (u64, u64),
    permille: u32,
    mut add: impl FnMut(OverheadLine),
) -> Reserve {
    let mut line = |kind, label, bytes, source| {
        add(OverheadLine {
            kind,
            label,
            bytes,
            inside_budget: false,
            evidence: Evidence::Calibrated,
            source,
        });
    };
    let forward = forward_bytes(input, chunk);
    line(
        OverheadKind::Activations,
        "Activations of a chunk",
        Range::new(forward / 2, forward, 2 * forward),
        SGLANG_SHARE,
    );
    line(
        OverheadKind::Runtime,
        "CUDA graphs",
        Range::new(MIB * graphs, 2 * MIB * graphs, 4 * MIB * graphs),
        SGLANG_RESERVED,
    );
    let context = context_line(input, true);
    let several = input.tensor > 1 || input.pipeline > 1;
    let groups = if several {
        Range::new(300 * MIB, GIB, 3 * GIB / 2)
    } else {
        Range::default()
    };
    line(
        OverheadKind::Runtime,
        "Communication between cards",
        groups,
        SGLANG_SHARE,
    );
    add(context);
    Reserve::ShareOfCapacity {
        permille,
        unseen: unseen_bytes(input) + context.bytes.typical + groups.typical,
    }
}

const SGLANG_RESERVED: Source = Source {
    title: "SGLang server_args.py, read 2026-10: 512 MiB + 1.5 MiB a token of the chunk + 2 MiB a captured sequence + 128 MiB a card; about 70 % in use on H200 (pull request 5893, 2025-04)",
    url: Some("https://github.com/sgl-project/sglang/pull/5893"),
};

const SGLANG_SHARE: Source = Source {
    title: "SGLang model_executor/model_runner.py (profile_max_num_token), read 2026-10: the share is taken of what is free after the groups of cards were set up; 16.46 GiB of cache for Qwen3 235B FP8 on four H100 at 0.93 (vLLM issue 21348, 2025-07-22)",
    url: Some("https://github.com/vllm-project/vllm/issues/21348"),
};

#[cfg(test)]
mod tests {
    use super::super::Engine;
    use super::super::overheads;
    use super::super::samples::{LLAMA_8B, arch, on};
    use crate::units::MIB;

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
}
