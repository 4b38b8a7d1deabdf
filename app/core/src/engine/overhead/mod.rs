//! What a card holds beside weights and cache: buffers, driver context, graphs, reserves.
//!
//! Every line has a low, a typical and a high figure for one card and says where it comes from.
//! Buffers that follow from a model's shape are counted from it; what only measurement shows is a
//! range over published measurements. Nothing here is fitted to a single machine.

use crate::catalog::{Chip, Source, Vendor};
use crate::engine::Engine;
use crate::model::arch::{Arch, LinearKind, is_attention};
use crate::model::quant::{Family, KvType, Quant};
use crate::units::{Evidence, GIB, Level, MIB, Range};
use serde::Serialize;

/// What decides the overheads of one card.
#[derive(Clone, Copy, Debug)]
pub struct OverheadInput<'a> {
    /// The model.
    pub arch: &'a Arch,
    /// Format of the weights.
    pub quant: Quant,
    /// Format of the cache.
    pub kv: KvType,
    /// Tokens that one sequence may hold.
    pub context: u64,
    /// Sequences at once.
    pub users: u64,
    /// Cards that share each layer.
    pub tensor: u32,
    /// Groups of cards in a row (pipeline).
    pub pipeline: u32,
    /// Cards altogether.
    pub gpu_count: u32,
    /// Whether whole experts are dealt out.
    pub expert: bool,
    /// Whether some weights stay in host memory.
    pub offloaded: bool,
    /// Bytes that this card offers to software.
    pub capacity_bytes: u64,
    /// Who makes the card.
    pub vendor: Vendor,
    /// Its architecture.
    pub chip: Chip,
}

/// Which bar of the picture a line belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum OverheadKind {
    /// Activations and compute buffers.
    Activations,
    /// Driver context, graphs, communication buffers.
    Runtime,
}

/// One named overhead of one card.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OverheadLine {
    /// Which bar it belongs to.
    pub kind: OverheadKind,
    /// What it is.
    pub label: &'static str,
    /// Bytes.
    pub bytes: Range,
    /// Whether it is counted inside the engine's own budget (see [`Reserve`]).
    pub inside_budget: bool,
    /// How it is known.
    pub evidence: Evidence,
    /// Where it comes from; the title carries the date.
    pub source: Source,
}

/// What an engine leaves unused by its own setting.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Reserve {
    /// Nothing: it takes what it needs.
    #[default]
    None,
    /// Weights, cache and the overheads inside the budget may take this share of the card; the
    /// others live in the rest.
    ShareOfCapacity {
        /// Thousandths of the card.
        permille: u32,
    },
    /// The cache may take this share of what weights and overheads leave.
    ShareOfFreeForKv {
        /// Thousandths of the free memory.
        permille: u32,
    },
}

/// The overheads of one card.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Overheads {
    /// Each overhead by name.
    pub lines: Vec<OverheadLine>,
    /// The engine's own reserve.
    pub reserve: Reserve,
}

impl Overheads {
    /// Activations and compute buffers together.
    #[must_use]
    pub fn activations(&self) -> Range {
        self.sum(|line| line.kind == OverheadKind::Activations)
    }

    /// Driver context, graphs and communication buffers together.
    #[must_use]
    pub fn runtime(&self) -> Range {
        self.sum(|line| line.kind == OverheadKind::Runtime)
    }

    /// All lines together, without the reserve.
    #[must_use]
    pub fn total(&self) -> Range {
        self.sum(|_| true)
    }

    /// Bytes that stay unused on a card of `capacity` that holds `weights`, with the overheads at
    /// `level`. A card can run the model when weights, cache, overheads and this sum to no more
    /// than its capacity.
    #[must_use]
    pub fn reserve_bytes(&self, capacity: u64, weights: u64, level: Level) -> u64 {
        self.sums().reserve_bytes(capacity, weights, level)
    }

    /// What decides the use of a card.
    pub(crate) fn sums(&self) -> Sums {
        let mut sums = Sums {
            reserve: self.reserve,
            ..Sums::default()
        };
        self.lines.iter().for_each(|line| sums.add(line));
        sums
    }

    /// The weakest evidence among the lines.
    #[must_use]
    pub fn evidence(&self) -> Evidence {
        self.lines
            .iter()
            .map(|line| line.evidence)
            .max()
            .unwrap_or(Evidence::Published)
    }

    fn sum(&self, pick: impl Fn(&OverheadLine) -> bool) -> Range {
        self.lines
            .iter()
            .filter(|line| pick(line))
            .fold(Range::default(), |sum, line| sum.plus(line.bytes))
    }
}

/// The overheads of one card without their names.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Sums {
    /// All lines together.
    total: Range,
    /// Those of them that the engine's budget does not count.
    outside_budget: Range,
    /// The engine's own reserve.
    reserve: Reserve,
}

impl Sums {
    fn add(&mut self, line: &OverheadLine) {
        self.total = self.total.plus(line.bytes);
        if !line.inside_budget {
            self.outside_budget = self.outside_budget.plus(line.bytes);
        }
    }

    /// See [`Overheads::reserve_bytes`].
    pub(crate) fn reserve_bytes(&self, capacity: u64, weights: u64, level: Level) -> u64 {
        match self.reserve {
            Reserve::None => 0,
            Reserve::ShareOfCapacity { permille } => {
                let kept_back = capacity - share(capacity, permille);
                kept_back.saturating_sub(self.outside_budget.at(level))
            }
            Reserve::ShareOfFreeForKv { permille } => {
                let free = capacity.saturating_sub(weights + self.total.at(level));
                free - share(free, permille)
            }
        }
    }

    /// All lines together, without the reserve.
    pub(crate) fn at(&self, level: Level) -> u64 {
        self.total.at(level)
    }
}

fn share(bytes: u64, permille: u32) -> u64 {
    // Splitting keeps the product within 64 bits for any size.
    bytes / 1000 * u64::from(permille) + bytes % 1000 * u64::from(permille) / 1000
}

/// What one card holds beside weights and cache.
#[must_use]
pub fn overheads(engine: Engine, input: &OverheadInput<'_>) -> Overheads {
    let mut lines = Vec::with_capacity(5);
    let reserve = visit(engine, input, |line| lines.push(line));
    Overheads { lines, reserve }
}

/// Sums of the lines that [`overheads`] itemises, without a list of them.
#[must_use]
pub(crate) fn sums(engine: Engine, input: &OverheadInput<'_>) -> Sums {
    let mut sums = Sums::default();
    sums.reserve = visit(engine, input, |line| sums.add(&line));
    sums
}

/// Hands every line to `add` and returns the engine's own reserve.
#[inline(always)]
fn visit(engine: Engine, input: &OverheadInput<'_>, add: impl FnMut(OverheadLine)) -> Reserve {
    match engine {
        Engine::LlamaCpp => llama_cpp(input, add),
        Engine::Vllm => vllm(input, add),
        Engine::Sglang => sglang(input, add),
        Engine::TensorRtLlm => tensorrt_llm(input, add),
        Engine::ExLlamaV2 | Engine::ExLlamaV3 => exllama(input, add),
        Engine::Transformers => transformers(input, add),
    }
}

// llama.cpp

/// Tokens of a micro-batch unless `-ub` says otherwise.
const MICRO_BATCH: u64 = 512;
/// Copies of the graph's inputs that the scheduler keeps when layers run on several cards.
const PIPELINE_COPIES: u64 = 4;

fn llama_cpp(input: &OverheadInput<'_>, mut add: impl FnMut(OverheadLine)) -> Reserve {
    let arch = input.arch;
    let hidden = u64::from(arch.hidden_size);
    let context = input.context.next_multiple_of(256);
    let users = input.users.max(1);
    // Offloading switches the pipeline off (llama-context.cpp).
    let copies = if input.gpu_count > 1 && !input.offloaded {
        PIPELINE_COPIES
    } else {
        1
    };

    let layer = MICRO_BATCH * 4 * widest_layer(arch);
    let logits = |rows: u64| rows * 4 * (u64::from(arch.vocab_size) + 2 * hidden);
    let compute = Range::new(
        layer / 2,
        layer.max(logits(users.min(MICRO_BATCH))),
        (2 * layer).max(logits(MICRO_BATCH)),
    );

    let mask = if has_growing_cache(arch) {
        MICRO_BATCH * 2 * context
    } else {
        0
    };
    let handed_over = if copies > 1 {
        MICRO_BATCH * 4 * hidden
    } else {
        0
    };
    let inputs = Range::new(
        mask,
        copies * (mask + handed_over),
        copies * (mask * users.min(4) + handed_over),
    );

    add(OverheadLine {
        kind: OverheadKind::Activations,
        label: "Compute buffer",
        bytes: compute,
        inside_budget: false,
        evidence: Evidence::Derived,
        source: LLAMA_GRAPH,
    });
    add(OverheadLine {
        kind: OverheadKind::Activations,
        label: "Attention mask and graph inputs",
        bytes: inputs,
        inside_budget: false,
        evidence: Evidence::Derived,
        source: LLAMA_MASK,
    });
    let scratch = dequantised_cache(input, context * users);
    if scratch > 0 {
        add(OverheadLine {
            kind: OverheadKind::Activations,
            label: "Scratch to unpack the quantised cache",
            bytes: Range::new(0, scratch, scratch),
            inside_budget: false,
            evidence: Evidence::Derived,
            source: LLAMA_SCRATCH,
        });
    }
    if input.offloaded {
        let staged = largest_matrix_bits(arch, input.quant) / 8;
        add(OverheadLine {
            kind: OverheadKind::Activations,
            label: "Staging of offloaded weights while prompts are read",
            bytes: Range::new(0, staged, 2 * staged),
            inside_budget: false,
            evidence: Evidence::Derived,
            source: LLAMA_STAGING,
        });
    }
    add(context_line(input, false));
    Reserve::None
}

/// Elements that one token needs at once in the widest layer.
fn widest_layer(arch: &Arch) -> u64 {
    let hidden = u64::from(arch.hidden_size);
    let matrices = if arch.mlp_gated { 3 } else { 2 };
    let dense_width = arch
        .intermediate_per_layer
        .iter()
        .copied()
        .max()
        .unwrap_or(arch.intermediate_size)
        .max(arch.intermediate_size);
    let dense = matrices * u64::from(dense_width);
    let feed_forward = arch.moe.map_or(dense, |moe| {
        let active = u64::from(moe.active);
        let inner = u64::from(moe.latent_size.unwrap_or(arch.hidden_size));
        let routed = active * (matrices * u64::from(moe.intermediate_size) + 2 * inner);
        let shared = matrices * u64::from(moe.shared_intermediate_size);
        dense.max(routed + shared)
    });
    2 * hidden
        + feed_forward
            .max(attention_elements(arch))
            .max(linear_elements(arch))
}

fn attention_elements(arch: &Arch) -> u64 {
    let widest = |heads: u32, kv: u32, head_dim: u32, v_dim: u32| {
        let (heads, kv) = (u64::from(heads), u64::from(kv));
        let (head_dim, v_dim) = (u64::from(head_dim), u64::from(v_dim));
        2 * heads * head_dim + heads * v_dim + kv * (head_dim + v_dim)
    };
    let own = match arch.attention.mla {
        Some(mla) => {
            let cached = u64::from(mla.kv_lora_rank + mla.qk_rope_head_dim);
            u64::from(arch.heads) * (2 * cached + u64::from(mla.kv_lora_rank))
        }
        None => widest(arch.heads, arch.kv_heads, arch.head_dim, arch.v_head_dim),
    };
    arch.attention
        .overrides
        .iter()
        .map(|o| {
            widest(
                o.heads.unwrap_or(arch.heads),
                o.kv_heads.unwrap_or(arch.kv_heads),
                o.head_dim.unwrap_or(arch.head_dim),
                o.v_head_dim.unwrap_or(arch.v_head_dim),
            )
        })
        .fold(own, u64::max)
}

fn linear_elements(arch: &Arch) -> u64 {
    let Some(linear) = arch.linear else { return 0 };
    match linear.kind {
        LinearKind::GatedDeltaNet {
            k_heads,
            k_head_dim,
            v_heads,
            v_head_dim,
        }
        | LinearKind::Kda {
            k_heads,
            k_head_dim,
            v_heads,
            v_head_dim,
            ..
        } => {
            let keys = u64::from(k_heads) * u64::from(k_head_dim);
            let values = u64::from(v_heads) * u64::from(v_head_dim);
            3 * (2 * keys + values) + values
        }
        LinearKind::Mamba1 { expand, .. } => 4 * u64::from(expand) * u64::from(arch.hidden_size),
        LinearKind::Mamba2 {
            heads,
            head_dim,
            groups,
            state_size,
            ..
        } => {
            3 * (u64::from(heads) * u64::from(head_dim)
                + 2 * u64::from(groups) * u64::from(state_size))
        }
        LinearKind::ShortConv => 4 * u64::from(arch.hidden_size),
    }
}

fn has_growing_cache(arch: &Arch) -> bool {
    arch.layers.bytes().any(is_attention)
}

/// 16-bit copy of one layer's quantised keys and values; 0 where kernels read them as they are.
fn dequantised_cache(input: &OverheadInput<'_>, tokens: u64) -> u64 {
    let quantised = matches!(
        input.kv,
        KvType::Q8_0 | KvType::Q5_1 | KvType::Q5_0 | KvType::Q4_1 | KvType::Q4_0 | KvType::Iq4Nl
    );
    let arch = input.arch;
    if !quantised || input.vendor == Vendor::Apple || !arch.layers.contains('F') {
        return 0;
    }
    let width = match arch.attention.mla {
        Some(mla) => u64::from(mla.kv_lora_rank + mla.qk_rope_head_dim),
        None => {
            let full = arch.attention.overrides.iter().find(|o| o.layer == 'F');
            let kv = full.and_then(|o| o.kv_heads).unwrap_or(arch.kv_heads);
            let head_dim = full.and_then(|o| o.head_dim).unwrap_or(arch.head_dim);
            let v_dim = full.and_then(|o| o.v_head_dim).unwrap_or(arch.v_head_dim);
            u64::from(kv) * u64::from(head_dim + v_dim)
        }
    };
    tokens * width * 2
}

/// Bits of the largest matrix that is copied to the card when its layer is computed there.
fn largest_matrix_bits(arch: &Arch, quant: Quant) -> u64 {
    let hidden = u64::from(arch.hidden_size);
    let dense = hidden * u64::from(arch.intermediate_size);
    let experts = arch.moe.map_or(0, |moe| {
        let inner = u64::from(moe.latent_size.unwrap_or(arch.hidden_size));
        u64::from(moe.experts) * inner * u64::from(moe.intermediate_size)
    });
    dense.max(experts) * widest_millibits(quant) / 1000
}

/// Thousandths of a bit for each weight in the widest type that a mix gives to a large matrix.
fn widest_millibits(quant: Quant) -> u64 {
    match quant.id() {
        "f32" => 32_000,
        "f16" | "bf16" => 16_000,
        id if id.contains("mxfp4") => 4_250,
        id if id.starts_with("q8") => 8_500,
        id if id.starts_with("q6") || id.starts_with("q5") || id.starts_with("q4_k") => 6_563,
        id if id.starts_with("q4") || id.starts_with("iq4") || id.starts_with("q3") => 5_500,
        id if id.starts_with("iq3") || id.starts_with("q2") => 4_500,
        id if id.starts_with("iq") || id.starts_with("tq") => 3_438,
        _ => 8_500,
    }
}

// Engines on PyTorch

/// Bytes of the widest layer for a batch of `tokens` in 16 bits, on one card of a group.
fn forward_bytes(input: &OverheadInput<'_>, tokens: u64) -> u64 {
    let arch = input.arch;
    let hidden = u64::from(arch.hidden_size);
    let inner = widest_layer(arch) - 2 * hidden;
    // Whole experts may be sent the tokens of every card.
    let cards = if input.expert {
        1
    } else {
        u64::from(input.tensor.max(1))
    };
    tokens * 2 * (4 * hidden + inner.div_ceil(cards))
}

/// Bytes of one 32-bit number for each token of the vocabulary and each of `rows` answers.
fn logits_bytes(input: &OverheadInput<'_>, rows: u64) -> u64 {
    rows * 4 * u64::from(input.arch.vocab_size)
}

/// Tokens of a batch and sequences that vLLM's server takes at once by default.
fn vllm_batch(input: &OverheadInput<'_>) -> (u64, u64) {
    // The A100 is excepted by name, and is the only Ampere card of that size.
    if input.capacity_bytes >= 70 * GIB && input.chip != Chip::Ampere {
        (8_192, 1_024)
    } else {
        (2_048, 256)
    }
}

fn vllm(input: &OverheadInput<'_>, mut add: impl FnMut(OverheadLine)) -> Reserve {
    let (tokens, sequences) = vllm_batch(input);
    let forward = forward_bytes(input, tokens);
    let sampler = logits_bytes(input, sequences);
    let several = input.tensor > 1 || input.pipeline > 1;
    add(OverheadLine {
        kind: OverheadKind::Activations,
        label: "Activation peak and sampler",
        bytes: Range::new(
            forward / 2 + 2 * sampler,
            forward + 9 * sampler,
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
            Range::new(200 * MIB, 614 * MIB, 1_434 * MIB)
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
        bytes: Range::new(60 * MIB, 400 * MIB, 1_434 * MIB),
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
    add(context_line(input, true));
    Reserve::ShareOfCapacity { permille: 920 }
}

/// Tokens of a prefill chunk and largest captured batch that SGLang picks for a card.
fn sglang_batch(input: &OverheadInput<'_>) -> (u64, u64) {
    let wide = input.tensor >= 4;
    let gib = input.capacity_bytes / GIB;
    match gib {
        0..20 => (2_048, 8),
        20..35 => (2_048, if wide { 80 } else { 24 }),
        35..60 => (4_096, if wide { 160 } else { 32 }),
        60..160 => (8_192, if wide { 512 } else { 256 }),
        _ => (16_384, 512),
    }
}

fn sglang(input: &OverheadInput<'_>, mut add: impl FnMut(OverheadLine)) -> Reserve {
    let (chunk, graphs) = sglang_batch(input);
    let cards = u64::from(input.tensor.max(1)) * u64::from(input.pipeline.max(1));
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

fn tensorrt_llm(input: &OverheadInput<'_>, mut add: impl FnMut(OverheadLine)) -> Reserve {
    const MAX_TOKENS: u64 = 8_192;
    const MAX_BATCH: u64 = 2_048;
    let forward = forward_bytes(input, MAX_TOKENS);
    let several = input.tensor > 1 || input.pipeline > 1;
    add(OverheadLine {
        kind: OverheadKind::Activations,
        label: "Activations and logits",
        bytes: Range::new(
            forward / 2 + logits_bytes(input, input.users.clamp(1, MAX_BATCH)),
            forward + logits_bytes(input, MAX_BATCH),
            2 * forward + 4 * logits_bytes(input, MAX_BATCH),
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
    Reserve::ShareOfFreeForKv { permille: 900 }
}

fn exllama(input: &OverheadInput<'_>, mut add: impl FnMut(OverheadLine)) -> Reserve {
    const CHUNK: u64 = 2_048;
    let forward = forward_bytes(input, CHUNK.min(input.context * input.users.max(1)));
    let matrix = largest_matrix_bits_16(input.arch) / 8;
    add(OverheadLine {
        kind: OverheadKind::Activations,
        label: "Activations of a 2,048-token chunk",
        bytes: Range::new(
            forward / 2,
            forward,
            2 * forward + logits_bytes(input, CHUNK),
        ),
        inside_budget: false,
        evidence: Evidence::Derived,
        source: EXLLAMA_CHUNK,
    });
    add(OverheadLine {
        kind: OverheadKind::Activations,
        label: "Scratch for one unpacked matrix",
        bytes: if input.quant.family() == Family::Float {
            Range::default()
        } else {
            Range::new(0, matrix, 2 * matrix)
        },
        inside_budget: false,
        evidence: Evidence::Derived,
        source: EXLLAMA_CHUNK,
    });
    add(context_line(input, true));
    Reserve::None
}

fn transformers(input: &OverheadInput<'_>, mut add: impl FnMut(OverheadLine)) -> Reserve {
    let prompt = input.context * input.users.max(1);
    let forward = forward_bytes(input, prompt);
    let sampler = logits_bytes(input, input.users.max(1));
    let packed = matches!(input.quant.family(), Family::Bnb | Family::Grouped4);
    let matrix = if packed {
        largest_matrix_bits_16(input.arch) / 8
    } else {
        0
    };
    add(OverheadLine {
        kind: OverheadKind::Activations,
        label: "Activations of the whole prompt",
        bytes: Range::new(forward / 2, forward, forward + forward / 2),
        inside_budget: false,
        evidence: Evidence::Derived,
        source: TRANSFORMERS_PREFILL,
    });
    add(OverheadLine {
        kind: OverheadKind::Activations,
        label: "Logits and unpacked matrices",
        bytes: Range::new(sampler, 3 * sampler + matrix, 9 * sampler + 2 * matrix),
        inside_budget: false,
        evidence: Evidence::Derived,
        source: TRANSFORMERS_PREFILL,
    });
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

fn largest_matrix_bits_16(arch: &Arch) -> u64 {
    let hidden = u64::from(arch.hidden_size);
    let expert = arch.moe.map_or(0, |moe| u64::from(moe.intermediate_size));
    16 * hidden * u64::from(arch.intermediate_size).max(expert)
}

/// What the driver keeps for a process that uses the card.
fn context_line(input: &OverheadInput<'_>, pytorch: bool) -> OverheadLine {
    let bytes = match (input.vendor, input.chip) {
        (Vendor::Apple, _) => Range::new(0, 100 * MIB, 300 * MIB),
        (Vendor::Intel, Chip::Gaudi) => Range::new(300 * MIB, GIB, 2 * GIB),
        (Vendor::Amd | Vendor::Intel, _) => Range::new(100 * MIB, 300 * MIB, 700 * MIB),
        (Vendor::Nvidia, Chip::Turing | Chip::Ampere | Chip::AdaLovelace) => {
            Range::new(150 * MIB, 300 * MIB, 600 * MIB)
        }
        (Vendor::Nvidia, _) => Range::new(250 * MIB, 500 * MIB, 800 * MIB),
    };
    // PyTorch loads more kernels and keeps cuBLAS workspaces.
    let more = if pytorch {
        Range::new(50 * MIB, 150 * MIB, 250 * MIB)
    } else {
        Range::default()
    };
    OverheadLine {
        kind: OverheadKind::Runtime,
        label: "Driver context",
        bytes: bytes.plus(more),
        inside_budget: false,
        evidence: Evidence::Calibrated,
        source: DRIVER_CONTEXT,
    }
}

const LLAMA_GRAPH: Source = Source {
    title: "llama.cpp src/llama-context.cpp, read 2026-10: 512-token micro-batch in FP32; high: logits of every token, as builds before 2026 reserve",
    url: Some("https://github.com/ggml-org/llama.cpp/blob/master/src/llama-context.cpp"),
};
const LLAMA_MASK: Source = Source {
    title: "2 bytes × 512 for each token of context, four copies on several cards (unsloth pull request 7637, 2026-07-30)",
    url: Some("https://github.com/unslothai/unsloth/pull/7637"),
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
const VLLM_ACTIVATIONS: Source = Source {
    title: "vLLM batch defaults (engine/arg_utils.py, 2026) × shape; nine FP32 rows of logits a sequence, after peaks of 1.26 GiB (Llama 3 8B, 256 sequences, pull request 10511, 2024-12) and 4.8–7.4 GiB (H100, 1,024 sequences)",
    url: Some("https://github.com/vllm-project/vllm/pull/10511"),
};
const VLLM_NON_TORCH: Source = Source {
    title: "vLLM start-up logs: 0.15–0.33 GiB on one card, 0.2–0.6 GiB in a group (pull requests 12126, 2025-01, and 14447, 2025-04)",
    url: Some("https://github.com/vllm-project/vllm/pull/12126"),
};
const VLLM_GRAPHS: Source = Source {
    title: "vLLM logs: 0.17–0.46 GiB (issue 57475 and pull request 30515, 2026), 1.40 GiB for Llama 4 Maverick (SGLang issue 8538, 2025-07)",
    url: Some("https://github.com/vllm-project/vllm/pull/30515"),
};
const VLLM_LATE: Source = Source {
    title: "Up to 1.37 GiB beyond the budget (gpt-oss-120b, TP 8, vLLM 0.28, pull request 51590, 2026-09-21)",
    url: Some("https://github.com/vllm-project/vllm/pull/51590"),
};
const SGLANG_RESERVED: Source = Source {
    title: "SGLang server_args.py, read 2026-10: 512 MiB + 1.5 MiB a token of the chunk + 2 MiB a captured sequence + 128 MiB a card; about 70 % in use on H200 (pull request 5893, 2025-04)",
    url: Some("https://github.com/sgl-project/sglang/pull/5893"),
};
const TENSORRT_MEMORY: Source = Source {
    title: "TensorRT-LLM, Memory Usage (2026): activations by shape at max_num_tokens 8,192 and max_batch_size 2,048; range assumed",
    url: Some("https://nvidia.github.io/TensorRT-LLM/reference/memory.html"),
};
const EXLLAMA_CHUNK: Source = Source {
    title: "ExLlamaV2 and V3 read prompts in chunks of 2,048 tokens and unpack a matrix for them (2026); high: logits of the whole chunk",
    url: Some("https://github.com/turboderp-org/exllamav3"),
};
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
const DRIVER_CONTEXT: Source = Source {
    title: "0.15–0.6 GiB on cards up to Ada; 749 MiB unaccounted on RTX PRO 6000 (llama.cpp issue 27953, 2026-09-01)",
    url: Some("https://github.com/ggml-org/llama.cpp/issues/27953"),
};

#[cfg(test)]
mod tests;
