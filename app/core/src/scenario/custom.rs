//! Models that the catalogue does not list: a typical architecture for a size, or one described
//! field by field.
//!
//! A size alone fixes the weights, not the cache. The shape is therefore taken from the published
//! models nearest in size (widths, layers and heads below, from their configuration files), and
//! the width of the feed-forward blocks is solved so that the parameters add up to exactly the
//! number asked for. Widths come in whole blocks, as those of published models do: rows that do not divide into
//! blocks are stored in wider formats. Everything that follows from such a shape is marked as assumed.

use std::borrow::Cow;

use crate::model::arch::{
    Arch, Attention, AttnBias, Extra, ExtraKind, Moe, Norms, OutputGate, QkNorm, Sinks,
};
use crate::model::mixer::{FeedForward, Mixer};

/// Smallest model that a size may name, in parameters.
pub const MIN_PARAMS: u64 = 200_000_000;
/// Largest model that a size may name, in parameters.
pub const MAX_PARAMS: u64 = 10_000_000_000_000;

/// Fields of a described model. All have bounds that the codec checks before they come here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fields {
    /// Layers.
    pub layers: u32,
    /// Width of the residual stream.
    pub hidden: u32,
    /// Query heads.
    pub heads: u32,
    /// Key/value heads.
    pub kv_heads: u32,
    /// Width of a head.
    pub head_dim: u32,
    /// Width of the dense feed-forward block.
    pub ffn: u32,
    /// Rows of the embedding.
    pub vocab: u32,
    /// Routed experts a layer; 0 for a dense model.
    pub experts: u32,
    /// Experts that a token visits.
    pub top_k: u32,
    /// Width of an expert.
    pub expert_ffn: u32,
    /// Sliding window of every layer, in tokens; 0 for full attention.
    pub window: u32,
    /// Whether the head is the embedding.
    pub tied: bool,
}

/// A dense shape: layers, width, query heads, key/value heads, head width, vocabulary.
type Shape = (u32, u32, u32, u32, u32, u32);

/// Dense grouped-query models by size. Sources: the configurations of Qwen2.5 0.5B, Llama 3.2 1B
/// and 3B, Llama 3.1 8B, 70B and 405B, Qwen3 14B and 32B, and Mistral Large 2.
const DENSE: [(u64, Shape); 9] = [
    (494_032_768, (24, 896, 14, 2, 64, 151_936)),
    (1_235_814_400, (16, 2_048, 32, 8, 64, 128_256)),
    (3_212_749_824, (28, 3_072, 24, 8, 128, 128_256)),
    (8_030_261_248, (32, 4_096, 32, 8, 128, 128_256)),
    (14_768_307_200, (40, 5_120, 40, 8, 128, 151_936)),
    (32_762_123_264, (64, 5_120, 64, 8, 128, 151_936)),
    (70_553_706_496, (80, 8_192, 64, 8, 128, 128_256)),
    (122_610_069_504, (88, 12_288, 96, 8, 128, 32_768)),
    (405_853_388_800, (126, 16_384, 128, 8, 128, 128_256)),
];

/// Mixtures of experts by size, with experts a layer. Sources: the configurations of Qwen3
/// 30B-A3B, Mixtral 8x7B, GLM-4.5-Air, Mixtral 8x22B, Qwen3 235B-A22B and GLM-4.5.
const SPARSE: [(u64, Shape, u32); 6] = [
    (30_532_122_624, (48, 2_048, 32, 4, 128, 151_936), 128),
    (46_702_792_704, (32, 4_096, 32, 8, 128, 32_000), 8),
    (106_852_251_264, (46, 4_096, 96, 8, 128, 151_552), 128),
    (140_620_634_112, (56, 6_144, 48, 8, 128, 32_768), 8),
    (235_093_634_560, (94, 4_096, 64, 4, 128, 151_936), 128),
    (352_797_829_024, (92, 5_120, 96, 8, 128, 151_552), 160),
];

/// The typical architecture of a model of `total` parameters, `active` of them for each token.
///
/// The parameters of the result add up to `total` exactly.
#[must_use]
pub fn typical(total: u64, active: u64) -> Arch {
    if active < total {
        sparse(total, active)
    } else {
        dense(total)
    }
}

fn dense(total: u64) -> Arch {
    let (_, shape) = *nearest(&DENSE, total, |row| row.0);
    let mut arch = skeleton(within(shape, total), is_small(total));
    let (left, one) = fill(&mut arch, total, |arch, width| {
        arch.intermediate_size = width
    });
    // The first layers are one block wider, as far as that goes.
    let layers = u64::from(shape.0.min(arch.layer_count())).max(1);
    let wider = (left / (one / layers * BLOCK).max(1)).min(layers) as usize;
    if arch.intermediate_size >= BLOCK as u32 && wider > 0 {
        let mut widths = vec![arch.intermediate_size; layers as usize];
        for width in widths.iter_mut().take(wider) {
            *width += BLOCK as u32;
        }
        arch.intermediate_per_layer = Cow::Owned(widths);
    }
    keep_the_rest(&mut arch, total);
    arch
}

fn sparse(total: u64, active: u64) -> Arch {
    let (_, shape, experts) = *nearest(&SPARSE, total, |row| row.0);
    let shape = within(shape, total);
    let mut arch = skeleton(shape, is_small(total));
    arch.mlp = every_layer(FeedForward::Experts.letter(), shape.0);
    arch.moe = Some(Moe {
        experts,
        active: 1,
        intermediate_size: 0,
        shared: 0,
        shared_intermediate_size: 0,
        router_bias: false,
        shared_gate: false,
        expert_bias: false,
        latent_size: None,
        latent_norm: false,
        parallel_dense: false,
    });
    fill(&mut arch, total, |arch, width| {
        if let Some(moe) = &mut arch.moe {
            moe.intermediate_size = width;
        }
    });
    fill_with_experts(&mut arch, total);
    fill_with_words(&mut arch, total);
    keep_the_rest(&mut arch, total);
    let experts = arch.moe.map_or(experts, |moe| moe.experts);
    let always = {
        let mut without = arch.clone();
        if let Some(moe) = &mut without.moe {
            moe.intermediate_size = 0;
        }
        without.params()
    };
    if let Some(moe) = &mut arch.moe {
        let one = 3 * u64::from(shape.0) * u64::from(shape.1) * u64::from(moe.intermediate_size);
        let routed = active.saturating_sub(always);
        let visited = (routed + one / 2).checked_div(one).unwrap_or(1);
        moe.active = u32::try_from(visited).unwrap_or(1).clamp(1, experts);
    }
    arch
}

/// Small models share the embedding with the head.
fn is_small(total: u64) -> bool {
    total < 4 * crate::units::GB
}

/// The shape with its vocabulary and layers cut until a quarter of the parameters is left for the
/// feed-forward blocks: only models far below the smallest row need it.
fn within(shape: Shape, total: u64) -> Shape {
    let (mut layers, hidden, heads, kv_heads, head_dim, mut vocab) = shape;
    let fixed = |layers, vocab| {
        let shape = (layers, hidden, heads, kv_heads, head_dim, vocab);
        skeleton(shape, is_small(total)).params()
    };
    let most = total / 4 * 3;
    if fixed(layers, vocab) > most && is_small(total) {
        vocab = vocab.min(32_000);
    }
    while layers > 2 && fixed(layers, vocab) > most {
        layers /= 2;
    }
    (layers, hidden, heads, kv_heads, head_dim, vocab)
}

/// Numbers in the widest blocks of quantised formats: the width of published models is a multiple of it.
const BLOCK: u64 = 256;

/// Solves the width that takes up what the rest leaves of `total`, in whole blocks where there is room for one.
/// Gives the parameters that are left, and what one more of width would add.
fn fill(arch: &mut Arch, total: u64, set: impl Fn(&mut Arch, u32)) -> (u64, u64) {
    let fixed = arch.params();
    set(arch, 1);
    let per_width = (arch.params() - fixed).max(1);
    let left = total.saturating_sub(fixed);
    let width = left / per_width;
    let width = if width < BLOCK {
        width
    } else {
        width / BLOCK * BLOCK
    };
    set(arch, u32::try_from(width).unwrap_or(u32::MAX));
    (total.saturating_sub(arch.params()), per_width)
}

/// Other numbers of experts, where they come nearer than their width does in whole blocks.
fn fill_with_experts(arch: &mut Arch, total: u64) {
    let Some(moe) = arch.moe else {
        return;
    };
    let with = |experts: u32, width: u32| {
        let mut other = arch.clone();
        if let Some(moe) = &mut other.moe {
            (moe.experts, moe.intermediate_size) = (experts, width);
        }
        other
    };
    let block = BLOCK as u32;
    let widths = [
        moe.intermediate_size,
        moe.intermediate_size.saturating_add(block),
    ];
    let tried = widths
        .into_iter()
        .filter(|width| *width > 0 && width.is_multiple_of(block))
        .map(|width| {
            let (none, one) = (with(0, width).params(), with(1, width).params());
            let experts = total.saturating_sub(none) / (one - none).max(1);
            with(
                u32::try_from(experts).unwrap_or(u32::MAX).clamp(2, 4_096),
                width,
            )
        });
    let nearest = tried
        .filter(|other| other.params() <= total)
        .max_by_key(Arch::params);
    if let Some(nearest) = nearest.filter(|nearest| nearest.params() > arch.params()) {
        *arch = nearest;
    }
}

/// More rows of the vocabulary, for less than an expert.
fn fill_with_words(arch: &mut Arch, total: u64) {
    let before = arch.params();
    let mut more = arch.clone();
    more.vocab_size += 1;
    let row = (more.params() - before).max(1);
    let rows = total.saturating_sub(before) / row / BLOCK * BLOCK;
    arch.vocab_size = arch
        .vocab_size
        .saturating_add(u32::try_from(rows).unwrap_or(0));
}

/// Books what is left of the division as one small tensor.
fn keep_the_rest(arch: &mut Arch, total: u64) {
    let remainder = total.saturating_sub(arch.params());
    if remainder > 0 {
        arch.extra = Cow::Owned(vec![Extra {
            name: Cow::Borrowed("remainder of the assumed shape"),
            kind: ExtraKind::Small,
            params: remainder,
        }]);
    }
}

/// The row nearest to `total` by ratio.
fn nearest<T>(rows: &[T], total: u64, size: impl Fn(&T) -> u64) -> &T {
    let distance = |row: &&T| {
        let (a, b) = (u128::from(size(row).max(1)), u128::from(total.max(1)));
        a.max(b) * 1_000 / a.min(b)
    };
    rows.iter().min_by_key(distance).unwrap_or(&rows[0])
}

fn skeleton((layers, hidden, heads, kv_heads, head_dim, vocab): Shape, tied: bool) -> Arch {
    described(&Fields {
        layers,
        hidden,
        heads,
        kv_heads,
        head_dim,
        ffn: 0,
        vocab,
        experts: 0,
        top_k: 0,
        expert_ffn: 0,
        window: 0,
        tied,
    })
}

/// The same letter for every layer.
fn every_layer(letter: char, layers: u32) -> Cow<'static, str> {
    Cow::Owned(letter.to_string().repeat(layers as usize))
}

/// The architecture that the fields describe: pre-norm, gated feed-forward, rotary positions.
#[must_use]
pub fn described(fields: &Fields) -> Arch {
    let mixer = match fields.window {
        0 => Mixer::Full,
        _ => Mixer::Sliding,
    };
    let block = match fields.experts {
        0 => FeedForward::Dense,
        _ => FeedForward::Experts,
    };
    let moe = (fields.experts > 0).then_some(Moe {
        experts: fields.experts,
        active: fields.top_k,
        intermediate_size: fields.expert_ffn,
        shared: 0,
        shared_intermediate_size: 0,
        router_bias: false,
        shared_gate: false,
        expert_bias: false,
        latent_size: None,
        latent_norm: false,
        parallel_dense: false,
    });
    Arch {
        hidden_size: fields.hidden,
        intermediate_size: fields.ffn,
        intermediate_per_layer: Cow::Borrowed(&[]),
        heads: fields.heads,
        kv_heads: fields.kv_heads,
        head_dim: fields.head_dim,
        v_head_dim: fields.head_dim,
        vocab_size: fields.vocab,
        tied: fields.tied,
        head_bias: false,
        max_context: crate::scenario::keys::CONTEXT.max,
        layers: every_layer(mixer.letter(), fields.layers),
        mlp: every_layer(block.letter(), fields.layers),
        mlp_gated: true,
        fused: false,
        attention: Attention {
            bias: AttnBias::None,
            qk_norm: QkNorm::None,
            output_gate: OutputGate::None,
            sinks: Sinks::None,
            sliding_window: (fields.window > 0).then_some(fields.window),
            chunk_size: None,
            mla: None,
            indexer: None,
            compressed: None,
            overrides: Cow::Borrowed(&[]),
            kv_shared_layers: 0,
        },
        moe,
        linear: None,
        norms: Norms {
            bias: false,
            per_layer: 2,
        },
        extra: Cow::Borrowed(&[]),
    }
}

/// The fields of an architecture that [`described`] made.
#[must_use]
pub fn fields(arch: &Arch) -> Fields {
    Fields {
        layers: arch.layer_count(),
        hidden: arch.hidden_size,
        heads: arch.heads,
        kv_heads: arch.kv_heads,
        head_dim: arch.head_dim,
        ffn: arch.intermediate_size,
        vocab: arch.vocab_size,
        experts: arch.moe.map_or(0, |moe| moe.experts),
        top_k: arch.moe.map_or(0, |moe| moe.active),
        expert_ffn: arch.moe.map_or(0, |moe| moe.intermediate_size),
        window: arch.attention.sliding_window.unwrap_or(0),
        tied: arch.tied,
    }
}
