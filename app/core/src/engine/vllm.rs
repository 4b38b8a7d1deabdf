//! vLLM.
//!
//! Formats are those of `docs/features/quantization` (v0.15 to v0.32), cache types those of
//! `vllm/config/cache.py` (2026).

use super::cache::{Fp8Latent, KvPolicy, MlaCache, StateCost, WindowRule};
use super::overhead::{
    OverheadInput, OverheadKind, OverheadLine, Reserve, context_line, forward_bytes, logits_bytes,
    unseen_bytes,
};
use super::properties::{Arithmetic, Offloads, Properties, Shares, Usual, WeightFormats};
use super::settings::is_small;
use super::{DraftKind, KernelFamily, Products, Setting, Split};
use crate::catalog::{Chip, Source, Vendor};
use crate::model::arch::is_attention;
use crate::model::quant::{Family, KvType, Quant};
use crate::units::{Evidence, MIB, Range};

/// Chips that are named neither by their compute capability, of which it asks 7.5, nor among AMD's and Intel's
/// (`docs/getting_started/installation/gpu.*.inc.md`, read 2026-11-30).
const TOO_OLD: &[Chip] = &[
    Chip::Maxwell,
    Chip::Pascal,
    Chip::Volta,
    Chip::Gcn5,
    Chip::Cdna1,
    Chip::Rdna2,
];

/// What vLLM accepts and how it behaves.
pub(super) const PROPERTIES: Properties = Properties {
    id: "vllm",
    name: "vLLM",
    aliases: &[],
    usual: Usual {
        bits16: Quant::Bf16,
        // 8-bit checkpoints for servers are FP8 since cards compute in it; `int8` says the other by name,
        // and is as large. NVIDIA's checkpoints called FP4 are NVFP4.
        bits8: Some(Quant::Fp8),
        bits4: Some(Quant::Awq),
        fp4: Some(Quant::Nvfp4),
        cache8: Some(KvType::Fp8),
        cache_int8: Some(KvType::Int8),
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
        except: &[],
        in_words: "FP16, BF16, FP8, INT8, AWQ, GPTQ, NVFP4, MXFP4 and bitsandbytes NF4",
        why_no_gguf: " Its GGUF loader is experimental, handles single-file checkpoints of a few \
                      architectures and unpacks some tensors, so its memory cannot be stated.",
    },
    kv_types: &[
        KvType::Bf16,
        KvType::F16,
        KvType::Fp8,
        KvType::Int8,
        KvType::Nvfp4,
    ],
    kv_apart: false,
    vendors: &[Vendor::Nvidia, Vendor::Amd, Vendor::Intel],
    too_old: TOO_OLD,
    gaudi: true,
    arithmetic: Some(Arithmetic {
        needs_ampere: false,
        bf16_before_ampere: false,
        fp8_before_ada: true,
        nvfp4_before_blackwell: true,
    }),
    splits: &[Split::Tensor, Split::Pipeline, Split::Expert, Split::Data],
    mixed_cards: false,
    shares: Some(Shares::Equally {
        // layers/vocab_parallel_embedding.py, read 2026-10.
        vocabulary_padding: Some(64),
        uneven_experts: true,
    }),
    offloads: Offloads::ByStreaming,
    computes_on_host: false,
    embedding_in_host_memory: false,
    vision_towers: true,
    mxfp4_as_gguf: false,
    selects_tokens: true,
    drafts: &[DraftKind::Mtp, DraftKind::Eagle3, DraftKind::Model],
    takes: &[Setting::Share, Setting::Sequences, Setting::Batched],
    cache: KvPolicy {
        block_tokens: 16,
        sliding: WindowRule::WindowAndSharedBatch { batch: 8192 },
        chunked: WindowRule::Full,
        mla: MlaCache::Latent,
        fp8_latent: Fp8Latent::Scaled,
        int8_scale: 4,
        compressors: Some(8_192),
        state: StateCost {
            state_bytes: 4,
            conv_bytes: 2,
            copies: 2,
        },
        sliding_stays_16_bit: false,
        note: "Blocks of 16 tokens; the hybrid manager holds the window and, once, the tokens of the running batch \
               (8,192 at most by default). Without that manager (some models, KV connectors, chunked attention) \
               sliding layers take the whole context. Prefix caching keeps a second recurrent state. \
               Compressors of DeepSeek V4 keep 32-bit states of the running batch; FP8 rows of sparse attention have 656 bytes or 584; \
               INT8 has a 32-bit scale for each head of a token.",
        source: "vLLM vllm/v1/kv_cache_interface.py (SlidingWindowSpec, MambaSpec), read 2026-10; compressors after what issues 44376 \
                 and 51041 (2026) report",
    },
    kernels: KernelFamily::Vllm,
    products: Products::ByFormat,
    unpacks_blocks: false,
    prompt_chunk: 8_192,
    small_card_step: Some(2_048),
    prompt_wave: None,
};

/// Tokens of a batch and sequences that vLLM's server takes at once.
fn batch(input: &OverheadInput<'_>) -> (u64, u64) {
    let (tokens, sequences) = if is_small(input.capacity_bytes, input.chip) {
        (2_048, 256)
    } else {
        (8_192, 1_024)
    };
    let settings = input.settings;
    (
        settings.batched.map_or(tokens, u64::from),
        settings
            .sequences
            .map_or(sequences, u64::from)
            .max(input.users),
    )
}

/// What one card holds beside weights and cache.
pub(super) fn overheads(input: &OverheadInput<'_>, mut add: impl FnMut(OverheadLine)) -> Reserve {
    let (tokens, sequences) = batch(input);
    let forward = forward_bytes(input, tokens);
    let sampler = logits_bytes(input, sequences);
    let several = input.tensor > 1 || input.pipeline > 1;
    add(OverheadLine {
        kind: OverheadKind::Activations,
        label: "Activation peak and sampler",
        bytes: Range::new(
            forward / 2 + 2 * sampler,
            forward * 3 / 4 + sampler * 17 / 2,
            2 * forward + 10 * sampler,
        ),
        inside_budget: true,
        evidence: Evidence::Calibrated,
        source: VLLM_ACTIVATIONS,
    });
    add(OverheadLine {
        kind: OverheadKind::Runtime,
        label: "Memory outside PyTorch (NCCL, cuBLAS)",
        bytes: if several {
            Range::new(200 * MIB, 400 * MIB, 1_434 * MIB)
        } else {
            Range::new(100 * MIB, 154 * MIB, 400 * MIB)
        },
        inside_budget: true,
        evidence: Evidence::Calibrated,
        source: VLLM_NON_TORCH,
    });
    add(OverheadLine {
        kind: OverheadKind::Runtime,
        label: "CUDA graphs",
        bytes: graphs(input, tokens, sequences),
        inside_budget: true,
        evidence: Evidence::Calibrated,
        source: VLLM_GRAPHS,
    });
    add(OverheadLine {
        kind: OverheadKind::Runtime,
        label: "Workspaces taken after profiling",
        bytes: Range::new(0, 100 * MIB, 1_403 * MIB),
        inside_budget: false,
        evidence: Evidence::Calibrated,
        source: VLLM_LATE,
    });
    let padding = mxfp4_padding(input);
    if padding > 0 {
        add(OverheadLine {
            kind: OverheadKind::Runtime,
            label: "Padding of MXFP4 experts",
            bytes: Range::new(0, padding, padding),
            inside_budget: true,
            evidence: Evidence::Derived,
            source: VLLM_PADDING,
        });
    }
    add(context_line(input, true));
    Reserve::ShareOfCapacity {
        permille: input.settings.permille().unwrap_or(920),
        unseen: unseen_bytes(input),
    }
}

/// Batch sizes that are captured up to one: 1, 2, 4, then every 8 to 256 and every 16 beyond.
fn captured(largest: u64) -> u64 {
    let first = [1, 2, 4].iter().filter(|size| **size <= largest).count();
    let (eights, sixteens) = (largest.min(256) / 8, largest.saturating_sub(256) / 16);
    first as u64 + eights + sixteens
}

/// What the graphs take: something once, and each layer so much in each, more where it starts more kernels. Mixed steps are captured
/// for up to twice the sequences, answers alone for up to so many. Builds since 0.21 reckon with up to four times as much.
fn graphs(input: &OverheadInput<'_>, tokens: u64, sequences: u64) -> Range {
    const KIB: u64 = 1 << 10;
    const LARGEST: u64 = 512;
    let mixed = captured((2 * sequences).min(LARGEST).min(tokens));
    let alone = captured(sequences.min(LARGEST));
    let arch = input.arch;
    let layers = u64::from(arch.layer_count());
    let busy = arch.layers.bytes().zip(arch.mlp.bytes());
    let busy = busy.filter(|(mixer, block)| !is_attention(*mixer) || *block == b'E');
    let busy = busy.count() as u64;
    let stages = u64::from(input.pipeline.max(1));
    let each = (layers.saturating_sub(busy) * 40 * KIB + busy * 60 * KIB) / stages;
    let all = (mixed + alone) * each;
    Range::new(60 * MIB, 200 * MIB + all, 512 * MIB + 4 * all)
}

/// Bytes that padding adds to MXFP4 experts: their widths are rounded up to whole tiles, the part of one card to 128 and the
/// stream to 256.
fn mxfp4_padding(input: &OverheadInput<'_>) -> u64 {
    let Some(moe) = input.arch.moe.filter(|_| input.quant == Quant::Mxfp4) else {
        return 0;
    };
    let cards = u64::from(input.tensor.max(1));
    let (inner, outer) = (
        u64::from(moe.intermediate_size),
        u64::from(input.arch.hidden_size),
    );
    let (experts, part) = if input.expert {
        (u64::from(moe.experts).div_ceil(cards), inner)
    } else {
        (u64::from(moe.experts), inner.div_ceil(cards))
    };
    let padded = part.next_multiple_of(128) * outer.next_multiple_of(256);
    let layers = input
        .arch
        .mlp
        .bytes()
        .filter(|block| *block == b'E')
        .count() as u64;
    let matrices = if input.arch.mlp_gated { 3 } else { 2 };
    let numbers = (padded - part * outer) * matrices * experts * layers;
    // 4.25 bits a number.
    numbers / 32 * 17 / u64::from(input.pipeline.max(1))
}

const VLLM_ACTIVATIONS: Source = Source {
    title: "vLLM batch defaults (engine/arg_utils.py, 2026) × shape; 8.5 FP32 rows of logits a sequence, after 105 KiB a token and 2.0 GiB besides on a 27B model (issue 52872, 2026-08) and peaks of 1.26 GiB (Llama 3 8B, 256 sequences, pull request 10511, 2024-12) and 4.8–7.4 GiB (H100, 1,024 sequences)",
    url: Some("https://github.com/vllm-project/vllm/pull/10511"),
};

const VLLM_NON_TORCH: Source = Source {
    title: "vLLM start-up logs: 0.15–0.33 GiB on one card, 0.2–0.6 GiB in a group (pull requests 12126, 2025-01, and 14447, 2025-04)",
    url: Some("https://github.com/vllm-project/vllm/pull/12126"),
};

const VLLM_GRAPHS: Source = Source {
    title: "vLLM logs of the memory of graphs by the number of sizes captured: 0.09 GiB of 5, 0.17 of 7, 0.36 of 16, about 0.5 and up to 1.62 of 86 (64 layers, most of linear attention; club-3090 issues 434 and 44, gpustack/runner pull request 251, pull request 39559, 2026); 0.17–0.46 GiB of Llama 3 8B (pull request 30515)",
    url: Some("https://github.com/vllm-project/vllm/pull/30515"),
};

const VLLM_PADDING: Source = Source {
    title: "vLLM loads gpt-oss-120b as 64.4 to 66.0 GiB where the file has 59 to 61; its MXFP4 kernels pad hidden and intermediate size (quantization/mxfp4.py, 2026)",
    url: Some(
        "https://github.com/vllm-project/vllm/blob/main/vllm/model_executor/layers/quantization/mxfp4.py",
    ),
};

const VLLM_LATE: Source = Source {
    title: "Up to 1.37 GiB beyond the budget (gpt-oss-120b, TP 8, vLLM 0.28, pull request 51590, 2026-09-21)",
    url: Some("https://github.com/vllm-project/vllm/pull/51590"),
};

#[cfg(test)]
mod tests {
    use super::super::Engine;
    use super::super::overhead::OverheadInput;
    use super::super::overheads;
    use super::super::samples::{LLAMA_8B, arch, near, on};
    use crate::catalog::Chip;
    use crate::units::GIB;

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
}
