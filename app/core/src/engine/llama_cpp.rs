//! llama.cpp, and what wraps it.
//!
//! Formats and cache types are those of `common/arg.cpp` and `ggml-common.h`, read 2026-10.

use super::cache::{Fp8Latent, KvPolicy, MlaCache, StateCost, WindowRule};
use super::offload::Offloads;
use super::overhead::{
    OverheadInput, OverheadKind, OverheadLine, Reserve, activations, context_line, widest_layer,
};
use super::properties::{Mix, Properties, Shares, Usual, WeightFormats};
use super::{DraftKind, Engine, KernelFamily, Products, Setting, Split};
use crate::catalog::{Source, Vendor};
use crate::model::arch::{Arch, is_attention};
use crate::model::quant::{Family, KvType, Quant, largest_matrix_bytes};
use crate::units::{Evidence, Range};

/// What llama.cpp accepts and how it behaves.
pub(super) const PROPERTIES: Properties = Properties {
    id: "llamacpp",
    name: "llama.cpp",
    // Programs that run a model by llama.cpp itself. Forks that keep their cache or their experts
    // otherwise are none of them, nor is what has several loaders (text-generation-webui, LocalAI).
    aliases: &[
        "ollama",
        "lm studio",
        "koboldcpp",
        "kobold.cpp",
        "llamafile",
        "llama-server",
        "llama-cli",
        "llama-cpp-python",
        "gguf",
        "jan",
    ],
    usual: Usual {
        bits16: Quant::F16,
        bits8: Some(Quant::Q8_0),
        bits4: Some(Quant::Q4KM),
        fp4: None,
        cache8: Some(KvType::Q8_0),
        cache_int8: Some(KvType::Q8_0),
        cache4: Some(KvType::Q4_0),
    },
    weights: WeightFormats {
        families: &[Family::Float, Family::Gguf],
        also: &[Quant::Mxfp4],
        except: &[],
        in_words: "GGUF files: FP32, FP16, BF16, the Q and IQ formats and MXFP4",
        why_no_gguf: "",
    },
    kv_types: &[
        KvType::F16,
        KvType::F32,
        KvType::Bf16,
        KvType::Q8_0,
        KvType::Q5_1,
        KvType::Q5_0,
        KvType::Q4_1,
        KvType::Q4_0,
        KvType::Iq4Nl,
    ],
    kv_apart: true,
    vendors: &[Vendor::Nvidia, Vendor::Amd, Vendor::Apple, Vendor::Intel],
    too_old: &[],
    gaudi: false,
    arithmetic: None,
    // `--split-mode` layer, row and tensor.
    splits: &[Split::Layer, Split::Tensor],
    mixed_cards: Mix::SeveralMakers,
    shares: Some(Shares::ByRows),
    offloads: Offloads::LayersAndExperts,
    divides_experts: Some(
        "llama.cpp itself moves whole layers of experts: builds of others divide them.",
    ),
    computes_on_host: true,
    // src/llama-model.cpp, read 2026-10.
    embedding_in_host_memory: true,
    vision_towers: false,
    mxfp4_as_gguf: true,
    selects_tokens: false,
    // `--spec-type`: draft-mtp, draft-eagle3 (pull request 18039) and draft-dflash (22105), both of 2026-06.
    drafts: &[
        DraftKind::Mtp,
        DraftKind::Eagle3,
        DraftKind::Dflash,
        DraftKind::Model,
    ],
    takes: &[Setting::MicroBatch, Setting::Sequences, Setting::Backend],
    cache: CACHE,
    kernels: KernelFamily::LlamaCpp,
    products: Products::HalfSums,
    unpacks_blocks: true,
    prompt_chunk: MICRO_BATCH,
    step_by_card: None,
    state_sequences: None,
    // One `--batch-size`: 2,048 tokens; the next batch starts when it is done.
    prompt_wave: Some(4),
};

/// How it keeps its cache.
pub(super) const CACHE: KvPolicy = KvPolicy {
    block_tokens: 256,
    sliding: WindowRule::WindowAndBatch {
        batch: 512,
        pad: 256,
    },
    chunked: WindowRule::WindowAndBatch {
        batch: 512,
        pad: 256,
    },
    mla: MlaCache::Latent,
    fp8_latent: Fp8Latent::Plain,
    int8_scale: 0,
    compressors: None,
    state: StateCost {
        state_bytes: 4,
        conv_bytes: 4,
    },
    sliding_stays_16_bit: true,
    draft_stays_16_bit: true,
    note: "Context rounded up to 256; sliding layers hold window + 512 tokens rounded up to 256 for each \
           slot (builds before November 2025 did not round), everything with --swa-full. Recurrent states are FP32. \
           A build without MLA kernels caches every head instead of the latent.",
    source: "llama.cpp src/llama-kv-cache-iswa.cpp and src/llama-context.cpp, read 2026-10",
};

/// Tokens of a micro-batch unless `--ubatch-size` says otherwise.
const MICRO_BATCH: u32 = 512;
/// Slots of a server where their number is not given.
const SLOTS: u64 = 4;
/// Copies of the graph's inputs that the scheduler keeps when layers run on several cards.
const PIPELINE_COPIES: u64 = 4;

/// What one card holds beside weights and cache.
pub(super) fn overheads(input: &OverheadInput<'_>, mut add: impl FnMut(OverheadLine)) -> Reserve {
    let arch = input.arch;
    let batch = u64::from(Engine::LlamaCpp.prompt_chunk(input.settings));
    let hidden = u64::from(arch.hidden_size);
    let context = input.context.next_multiple_of(256);
    let users = input.users.max(1);
    // Offloading switches the pipeline off (llama-context.cpp).
    let copies = if input.gpu_count > 1 && input.tensor == 1 && !input.offloaded {
        PIPELINE_COPIES
    } else {
        1
    };

    let layer = batch * 4 * widest_layer(arch);
    let logits = |rows: u64| rows * 4 * (u64::from(arch.vocab_size) + 2 * hidden);
    let compute = Range::new(
        layer / 2,
        layer.max(logits(users.min(batch))),
        (2 * layer).max(logits(batch)),
    );

    let mask = if has_growing_cache(arch) {
        batch * 2 * context
    } else {
        0
    };
    let handed_over = if copies > 1 { batch * 4 * hidden } else { 0 };
    // What guesses ahead has a graph of its own.
    let graphs = if input.drafted > 0 { 2 } else { 1 };
    let inputs = Range::new(
        mask,
        copies * (graphs * mask + handed_over),
        copies * (graphs * mask * users.min(4) + handed_over),
    );

    add(activations("Compute buffer", compute, LLAMA_GRAPH));
    add(activations(
        "Attention mask and graph inputs",
        inputs,
        LLAMA_MASK,
    ));
    let scratch = dequantised_cache(input, context * users);
    if scratch > 0 {
        add(activations(
            "Scratch to unpack the quantised cache",
            Range::new(0, scratch, scratch),
            LLAMA_SCRATCH,
        ));
    }
    if input.offloaded {
        let staged = largest_matrix_bytes(arch, Engine::LlamaCpp.file_format(input.quant, arch));
        add(activations(
            "Staging of offloaded weights while prompts are read",
            Range::new(0, staged, 2 * staged),
            LLAMA_STAGING,
        ));
    }
    let idle = idle_states(input);
    if idle.high > 0 {
        add(OverheadLine {
            kind: OverheadKind::Runtime,
            label: "States of idle slots and of tokens that may be taken back",
            bytes: idle,
            inside_budget: false,
            evidence: Evidence::Derived,
            source: LLAMA_SLOTS,
        });
    }
    add(context_line(input, false));
    Reserve::None
}

/// Recurrent states beyond one for each request: each slot of a server has its own from the start, and one more for each token that is
/// guessed, to go back to where a guess is refused.
fn idle_states(input: &OverheadInput<'_>) -> Range {
    let arch = input.arch;
    let Some(linear) = arch.linear else {
        return Range::default();
    };
    let cards = u64::from(input.gpu_count.max(1));
    let on_card = CACHE.state.bytes(&linear) * arch.state_layers().div_ceil(cards);
    let of = |slots: u64| on_card * (slots.max(input.users) * (1 + input.drafted) - input.users);
    match input.settings.sequences {
        Some(slots) => Range::new(of(slots.into()), of(slots.into()), of(slots.into())),
        None => Range::new(of(0), of(0), of(input.users + SLOTS - 1)),
    }
}

fn has_growing_cache(arch: &Arch) -> bool {
    arch.layers.bytes().any(is_attention)
}

/// 16-bit copy of one layer's quantised keys and values; 0 where kernels read them as they are.
fn dequantised_cache(input: &OverheadInput<'_>, tokens: u64) -> u64 {
    let of = |kv: KvType, width: u32| if kv.is_quantised() { width } else { 0 };
    let arch = input.arch;
    if input.vendor == Vendor::Apple || !arch.layers.contains('F') {
        return 0;
    }
    let width = match arch.attention.mla {
        Some(mla) => u64::from(of(input.kv.keys, mla.kv_lora_rank + mla.qk_rope_head_dim)),
        None => {
            let full = arch.attention.overrides.iter().find(|o| o.layer == 'F');
            let kv = full.and_then(|o| o.kv_heads).unwrap_or(arch.kv_heads);
            let head_dim = full.and_then(|o| o.head_dim).unwrap_or(arch.head_dim);
            let v_dim = full.and_then(|o| o.v_head_dim).unwrap_or(arch.v_head_dim);
            u64::from(kv) * u64::from(of(input.kv.keys, head_dim) + of(input.kv.values, v_dim))
        }
    };
    tokens * width * 2
}

const LLAMA_GRAPH: Source = Source {
    title: "llama.cpp src/llama-context.cpp, read 2026-10: 512-token micro-batch in FP32; high: logits of every token, as builds before 2026 reserve",
    url: Some("https://github.com/ggml-org/llama.cpp/blob/master/src/llama-context.cpp"),
};

const LLAMA_MASK: Source = Source {
    title: "2 bytes × 512 for each token of context, four copies on several cards (unsloth pull request 7637, 2026-07-30)",
    url: Some("https://github.com/unslothai/unsloth/pull/7637"),
};

const LLAMA_SLOTS: Source = Source {
    title: "llama.cpp tools/server: 4 slots where --parallel is not given (builds since 2025-12), each with a recurrent state in FP32, read 2026-10; 1.75 GiB of a 27B model on three cards, where one state has 0.15 (tmac1973/llama-toolchest pull request 180, 2026-09-20)",
    url: Some("https://github.com/tmac1973/llama-toolchest/pull/180"),
};

const LLAMA_SCRATCH: Source = Source {
    title: "One layer's cache in FP16, as ggml-cuda's attention unpacks it (read 2026-10); 1,013 MiB in logs for Qwen3.5 4B at 262,144 tokens",
    url: Some(
        "https://github.com/ggml-org/llama.cpp/blob/master/ggml/src/ggml-cuda/fattn-common.cuh",
    ),
};

const LLAMA_STAGING: Source = Source {
    title: "llama.cpp op_offload: a matrix in host memory is copied whole for prompts of 32 tokens or more, read 2026-10",
    url: Some("https://github.com/ggml-org/llama.cpp/blob/master/ggml/src/ggml-backend.cpp"),
};

#[cfg(test)]
mod tests {
    use super::super::Engine;
    use super::super::overhead::OverheadInput;
    use super::super::overheads;
    use super::super::samples::{LLAMA_8B, QWEN35_4B, arch, near, on};
    use crate::model::quant::{KvFormat, KvType};
    use crate::units::{GIB, MIB};

    #[test]
    fn llama_cpp_buffers_meet_published_logs() {
        // Qwen3.5 4B at 262,144 tokens: 317 MiB with an FP16 cache, 1,330 MiB with a quantised one.
        let small = arch(&QWEN35_4B);
        let plain = overheads(Engine::LlamaCpp, &on(&small, 262_144)).activations();
        assert!(near(plain.typical, 317 * MIB, 2), "{plain:?}");
        let quantised = overheads(
            Engine::LlamaCpp,
            &OverheadInput {
                kv: KvFormat::both(KvType::Q8_0),
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
}
