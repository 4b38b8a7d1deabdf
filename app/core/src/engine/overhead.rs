//! What a card holds beside weights and cache: buffers, driver context, graphs, reserves.
//!
//! Every line has a low, a typical and a high figure for one card and says where it comes from.
//! Buffers that follow from a model's shape are counted from it; what only measurement shows is a
//! range over published measurements. Nothing here is fitted to a single machine.

use serde::Serialize;

use super::settings::Settings;
use crate::catalog::{Chip, Source, Vendor};
use crate::model::arch::{Arch, LinearKind};
use crate::model::quant::{KvFormat, Quant};
use crate::units::{Evidence, GIB, Level, MIB, Range};

/// What decides the overheads of one card.
#[derive(Clone, Copy, Debug)]
pub struct OverheadInput<'a> {
    /// The model.
    pub arch: &'a Arch,
    /// Format of the weights.
    pub quant: Quant,
    /// Format of the cache.
    pub kv: KvFormat,
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
    /// Bytes of what guesses tokens ahead on this card: its weights, its cache.
    pub draft: (u64, u64),
    /// Tokens that it guesses before each check; 0 where nobody guesses.
    pub drafted: u64,
    /// What was set of the engine.
    pub settings: Settings,
    /// Bytes that this card offers to software.
    pub capacity_bytes: u64,
    /// Whether its memory is the machine's.
    pub unified: bool,
    /// Whether it stands on a board whose cards have links of their own.
    pub on_board: bool,
    /// Whether towers for pictures or sound are loaded beside the text model.
    pub towers: bool,
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
        /// Bytes of the card that the driver shows to no program.
        unseen: u64,
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
    pub(super) reserve: Reserve,
}

impl Sums {
    pub(super) fn add(&mut self, line: &OverheadLine) {
        self.total = self.total.plus(line.bytes);
        if !line.inside_budget {
            self.outside_budget = self.outside_budget.plus(line.bytes);
        }
    }

    /// See [`Overheads::reserve_bytes`].
    pub(crate) fn reserve_bytes(&self, capacity: u64, weights: u64, level: Level) -> u64 {
        match self.reserve {
            Reserve::None => 0,
            Reserve::ShareOfCapacity { permille, unseen } => {
                let kept_back = capacity - share(capacity.saturating_sub(unseen), permille);
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

/// Bytes of a card that its driver shows to no program, although its tools count them: what PyTorch calls the total memory
/// is 0.3 to 0.7 GiB less than what `nvidia-smi` calls so.
pub(super) fn unseen_bytes(input: &OverheadInput<'_>) -> u64 {
    // 24,576 and 24,146 MiB (RTX 3090), 32,607 and 32,123 (RTX 5090), 81,559 and 81,010 (H100), 97,887 and 97,249 (RTX PRO 6000),
    // 183,359 and 182,630 (B200), read in logs of PyTorch and vLLM, 2024 to 2026.
    if input.vendor == Vendor::Nvidia && !input.unified {
        320 * MIB + input.capacity_bytes / 400
    } else {
        0
    }
}

/// Elements that one token needs at once in the widest layer.
pub(super) fn widest_layer(arch: &Arch) -> u64 {
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
        LinearKind::Lightning {
            heads, head_dim, ..
        } => 4 * u64::from(heads) * u64::from(head_dim),
    }
}

/// Bytes of the widest layer for a batch of `tokens` in 16 bits, on one card of a group.
pub(super) fn forward_bytes(input: &OverheadInput<'_>, tokens: u64) -> u64 {
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
pub(super) fn logits_bytes(input: &OverheadInput<'_>, rows: u64) -> u64 {
    rows * 4 * u64::from(input.arch.vocab_size)
}

/// Bytes of the largest matrix when it is unpacked to 16 bits.
pub(super) fn half_matrix_bytes(arch: &Arch) -> u64 {
    let hidden = u64::from(arch.hidden_size);
    let expert = arch.moe.map_or(0, |moe| u64::from(moe.intermediate_size));
    2 * hidden * u64::from(arch.intermediate_size).max(expert)
}

/// Activations that follow from the shape of the model, for an engine without a budget of its own.
pub(super) fn activations(label: &'static str, bytes: Range, source: Source) -> OverheadLine {
    OverheadLine {
        kind: OverheadKind::Activations,
        label,
        bytes,
        inside_budget: false,
        evidence: Evidence::Derived,
        source,
    }
}

/// What the driver keeps for a process that uses the card.
pub(super) fn context_line(input: &OverheadInput<'_>, pytorch: bool) -> OverheadLine {
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

const DRIVER_CONTEXT: Source = Source {
    title: "0.15–0.6 GiB on cards up to Ada; 749 MiB unaccounted on RTX PRO 6000 (llama.cpp issue 27953, 2026-09-01)",
    url: Some("https://github.com/ggml-org/llama.cpp/issues/27953"),
};

#[cfg(test)]
mod published;
#[cfg(test)]
mod tests;
