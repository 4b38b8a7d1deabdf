//! Every weight tensor of an architecture: its role, its shape, and how often it occurs in a layer.
//!
//! Counting all of them gives the published number of parameters to the last one; pricing each by
//! the rule of a format gives the size of a file. Shapes are written as stored: `rows` outputs of
//! `cols` inputs, so that a block format packs along `cols`.
//!
//! Layouts follow the models' own code in Hugging Face `transformers`; where a GGUF file divides a
//! matrix differently (multi-head latent attention's `kv_b`), the GGUF division is used, because
//! it holds the same parameters and decides which block formats fit.

use crate::model::arch::{
    Arch, AttnBias, Compressed, Extra, ExtraKind, HeadOverride, IndexerKind, Linear, LinearKind,
    Mla, Moe, OutputGate, QkNorm, Sinks,
};
use crate::model::mixer::{FeedForward, Mixer};

/// What a tensor does. The role decides the class it is shown under, how tensor parallelism treats
/// it and which rule of a format prices it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Role {
    /// Token embedding.
    Embedding,
    /// Embedding table that is read once a layer (Gemma 3n and 4 E).
    PerLayerEmbedding,
    /// Projection of the embeddings to all per-layer inputs.
    PerLayerModelProjection,
    /// Gate and projection of a per-layer input.
    PerLayerInput,
    /// Output head.
    Head,
    /// Weights or biases of a normalisation.
    Norm,
    /// Bias of a projection.
    Bias,
    /// Attention sinks.
    Sinks,
    /// Query projection, with the output gate where both are one matrix.
    Query,
    /// Key projection.
    Key,
    /// Value projection.
    Value,
    /// Query, key and value in one matrix.
    FusedQkv,
    /// Output projection of attention.
    AttentionOutput,
    /// Gate on the attention output.
    AttentionGate,
    /// Down-projection of the query.
    QueryDown,
    /// Up-projection of the query.
    QueryUp,
    /// Down-projection to the cached latent.
    KvDown,
    /// Keys from the latent, one matrix a head.
    KeyUp,
    /// Values from the latent, one matrix a head.
    ValueUp,
    /// First half of a low-rank output projection.
    OutputDown,
    /// Second half of a low-rank output projection.
    OutputUp,
    /// Queries of a sparse-attention indexer.
    IndexerQuery,
    /// Keys of a sparse-attention indexer.
    IndexerKey,
    /// Weights that an indexer gives to its heads.
    IndexerWeights,
    /// Projections that compress the cache.
    Compressor,
    /// Position table of a compressor.
    CompressorPositions,
    /// Gate projection of a dense block.
    FfnGate,
    /// Up projection of a dense block; gate and up together where they are fused.
    FfnUp,
    /// Down projection of a dense block.
    FfnDown,
    /// Gate projections of routed experts.
    ExpertGate,
    /// Up projections of routed experts.
    ExpertUp,
    /// Down projections of routed experts.
    ExpertDown,
    /// Biases of routed experts.
    ExpertBias,
    /// Gate projection of the shared experts.
    SharedGate,
    /// Up projection of the shared experts.
    SharedUp,
    /// Down projection of the shared experts.
    SharedDown,
    /// Router.
    Router,
    /// Number that scales the shared expert's output.
    SharedRouter,
    /// Into or out of the latent that experts work in.
    Latent,
    /// Query, key and value of linear attention in one matrix.
    LinearQkv,
    /// Output gate of linear attention.
    LinearGate,
    /// Write strength and decay of linear attention.
    LinearDecay,
    /// Low-rank halves of a linear-attention gate.
    LinearLowRank,
    /// Output of linear attention.
    LinearOutput,
    /// Short convolution.
    Conv,
    /// Into a convolution layer.
    ConvInput,
    /// Out of a convolution layer.
    ConvOutput,
    /// Into a state-space layer.
    StateInput,
    /// Step size, input and output matrices of a state-space layer.
    StateProjection,
    /// Out of a state-space layer.
    StateOutput,
    /// Decays, skips and step biases.
    StateSmall,
    /// Named parameters of no class.
    Extra,
}

/// `count` matrices of `rows` × `cols`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tensor {
    /// What it does.
    pub role: Role,
    /// Outputs.
    pub rows: u64,
    /// Inputs; block formats pack along these. 1 for a vector.
    pub cols: u64,
    /// How many of this shape are stored together: experts, or heads of a latent projection.
    pub count: u64,
}

impl Tensor {
    /// Parameters.
    #[must_use]
    pub const fn params(self) -> u64 {
        self.rows * self.cols * self.count
    }
}

/// Which layers share one shape: mixer and feed-forward block, the dense width, and whether the
/// layer has a cache and an indexer of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LayerShape {
    /// The token mixer.
    pub mixer: Mixer,
    /// The feed-forward block.
    pub mlp: FeedForward,
    /// Width of the dense block.
    pub intermediate: u32,
    /// Whether keys and values are projected here.
    pub owns_kv: bool,
    /// Whether an indexer selects tokens here.
    pub indexed: bool,
}

impl LayerShape {
    /// The shape of layer `index`.
    #[must_use]
    pub fn of(arch: &Arch, index: usize) -> Self {
        let layers = arch.layers.len();
        Self {
            mixer: arch.mixer(index).unwrap_or(Mixer::None),
            mlp: arch.feed_forward(index),
            intermediate: arch
                .intermediate_per_layer
                .get(index)
                .copied()
                .unwrap_or(arch.intermediate_size),
            owns_kv: index + (arch.attention.kv_shared_layers as usize) < layers,
            indexed: arch.attention.is_indexed(index),
        }
    }
}

/// Hands every tensor outside the layers to `visit`.
pub fn visit_outer(arch: &Arch, visit: &mut impl FnMut(Tensor)) {
    let hidden = u64::from(arch.hidden_size);
    let vocab = u64::from(arch.vocab_size);
    visit(matrix(Role::Embedding, vocab, hidden));
    if !arch.tied {
        visit(matrix(Role::Head, vocab, hidden));
    }
    if arch.head_bias {
        visit(vector(Role::Bias, vocab));
    }
    visit(vector(Role::Norm, hidden * norm_width(arch)));
    for extra in arch.extra.iter() {
        visit(extra_tensor(arch, extra));
    }
}

/// Hands every tensor of a layer of this shape to `visit`.
pub fn visit_layer(arch: &Arch, shape: LayerShape, visit: &mut impl FnMut(Tensor)) {
    let hidden = u64::from(arch.hidden_size);
    let norms = hidden * norm_width(arch) * u64::from(arch.norms.per_layer);
    if norms > 0 {
        visit(vector(Role::Norm, norms));
    }
    match (shape.mixer, arch.attention.compressed, arch.linear) {
        (mixer, Some(compressed), _) if mixer.is_compressed() || mixer == Mixer::Sliding => {
            compressed_attention(arch, shape, compressed, visit);
        }
        (mixer, _, _) if mixer.is_plain_attention() => attention(arch, shape, visit),
        (mixer, _, Some(linear)) if mixer.is_state() => linear_mixer(hidden, linear, visit),
        _ => {}
    }
    feed_forward(arch, shape, visit);
}

/// Parameters of the whole model, text part.
#[must_use]
pub fn count(arch: &Arch) -> u64 {
    let mut params = 0;
    visit_outer(arch, &mut |tensor| params += tensor.params());
    let mut known: Option<(LayerShape, u64)> = None;
    for index in 0..arch.layers.len() {
        let shape = LayerShape::of(arch, index);
        let layer = match known {
            Some((same, layer)) if same == shape => layer,
            _ => {
                let mut layer = 0;
                visit_layer(arch, shape, &mut |tensor| layer += tensor.params());
                layer
            }
        };
        known = Some((shape, layer));
        params += layer;
    }
    params
}

/// Parameters of all routed experts, their biases included.
#[must_use]
pub fn routed(arch: &Arch) -> u64 {
    let mut params = 0;
    for index in 0..arch.layers.len() {
        visit_layer(arch, LayerShape::of(arch, index), &mut |tensor| {
            if matches!(
                tensor.role,
                Role::ExpertGate | Role::ExpertUp | Role::ExpertDown | Role::ExpertBias
            ) {
                params += tensor.params();
            }
        });
    }
    params
}

const fn matrix(role: Role, rows: u64, cols: u64) -> Tensor {
    Tensor {
        role,
        rows,
        cols,
        count: 1,
    }
}

const fn vector(role: Role, params: u64) -> Tensor {
    matrix(role, params, 1)
}

fn norm_width(arch: &Arch) -> u64 {
    if arch.norms.bias { 2 } else { 1 }
}

/// The large named parameters have a shape that formats care about; the rest is small.
fn extra_tensor(arch: &Arch, &Extra { kind, params, .. }: &Extra) -> Tensor {
    let hidden = u64::from(arch.hidden_size).max(1);
    let vocab = u64::from(arch.vocab_size).max(1);
    match kind {
        ExtraKind::PerLayerEmbedding => matrix(Role::PerLayerEmbedding, vocab, params / vocab),
        ExtraKind::PerLayerInput => matrix(Role::PerLayerInput, params / hidden, hidden),
        ExtraKind::PerLayerProjection => vector(Role::PerLayerModelProjection, params),
        ExtraKind::Small => vector(Role::Extra, params),
    }
}

/// Heads of one layer letter after its override.
struct Heads {
    query: u64,
    kv: u64,
    dim: u64,
    v_dim: u64,
    k_eq_v: bool,
}

impl Heads {
    fn of(arch: &Arch, mixer: Mixer) -> Self {
        let own = arch.attention.own(mixer);
        let pick = |field: fn(&HeadOverride) -> Option<u32>, usual: u32| {
            u64::from(own.and_then(field).unwrap_or(usual))
        };
        let dim = pick(|own| own.head_dim, arch.head_dim);
        let v_usual = match own.and_then(|own| own.head_dim) {
            Some(dim) => dim,
            None => arch.v_head_dim,
        };
        Self {
            query: pick(|own| own.heads, arch.heads),
            kv: pick(|own| own.kv_heads, arch.kv_heads),
            dim,
            v_dim: pick(|own| own.v_head_dim, v_usual),
            k_eq_v: own.is_some_and(|own| own.k_eq_v),
        }
    }
}

fn attention(arch: &Arch, shape: LayerShape, visit: &mut impl FnMut(Tensor)) {
    let hidden = u64::from(arch.hidden_size);
    let attention = &arch.attention;
    let heads = Heads::of(arch, shape.mixer);
    let values = match attention.mla {
        Some(mla) => {
            latent_attention(hidden, heads.query, mla, visit);
            heads.query * u64::from(mla.v_head_dim)
        }
        None => {
            projected_attention(arch, shape, &heads, visit);
            heads.query * heads.v_dim
        }
    };
    visit(matrix(Role::AttentionOutput, hidden, values));
    match attention.output_gate {
        OutputGate::None => {}
        OutputGate::Elementwise => visit(matrix(Role::AttentionGate, values, hidden)),
        OutputGate::PerHead => visit(matrix(Role::AttentionGate, heads.query, hidden)),
    }
    let sinks = match attention.sinks {
        Sinks::None => false,
        Sinks::All => true,
        Sinks::Sliding => shape.mixer == Mixer::Sliding,
    };
    if sinks {
        visit(vector(Role::Sinks, heads.query));
    }
    if shape.indexed {
        indexer(arch, visit);
    }
}

fn projected_attention(
    arch: &Arch,
    shape: LayerShape,
    heads: &Heads,
    visit: &mut impl FnMut(Tensor),
) {
    let hidden = u64::from(arch.hidden_size);
    let query = heads.query * heads.dim;
    let key = if shape.owns_kv {
        heads.kv * heads.dim
    } else {
        0
    };
    let value = if shape.owns_kv && !heads.k_eq_v {
        heads.kv * heads.v_dim
    } else {
        0
    };
    if arch.fused {
        visit(matrix(Role::FusedQkv, query + key + value, hidden));
    } else {
        visit(matrix(Role::Query, query, hidden));
        if key > 0 {
            visit(matrix(Role::Key, key, hidden));
        }
        if value > 0 {
            visit(matrix(Role::Value, value, hidden));
        }
    }
    let biases = match arch.attention.bias {
        AttnBias::None => 0,
        AttnBias::Qkv => query + key + value,
        AttnBias::Qkvo => query + key + value + hidden,
    };
    if biases > 0 {
        visit(vector(Role::Bias, biases));
    }
    let norms = match arch.attention.qk_norm {
        QkNorm::None => 0,
        QkNorm::Head => heads.dim * if shape.owns_kv { 2 } else { 1 },
        QkNorm::Full => query + key,
    };
    if norms > 0 {
        visit(vector(Role::Norm, norms));
    }
}

fn latent_attention(hidden: u64, heads: u64, mla: Mla, visit: &mut impl FnMut(Tensor)) {
    let nope = u64::from(mla.qk_nope_head_dim);
    let rope = u64::from(mla.qk_rope_head_dim);
    let rank = u64::from(mla.kv_lora_rank);
    let value = u64::from(mla.v_head_dim);
    match mla.q_lora_rank.map(u64::from) {
        Some(q_rank) => {
            visit(matrix(Role::QueryDown, q_rank, hidden));
            visit(vector(Role::Norm, q_rank));
            visit(matrix(Role::QueryUp, heads * (nope + rope), q_rank));
        }
        None => visit(matrix(Role::Query, heads * (nope + rope), hidden)),
    }
    visit(matrix(Role::KvDown, rank + rope, hidden));
    visit(vector(Role::Norm, rank));
    visit(Tensor {
        role: Role::KeyUp,
        rows: rank,
        cols: nope,
        count: heads,
    });
    visit(Tensor {
        role: Role::ValueUp,
        rows: value,
        cols: rank,
        count: heads,
    });
}

fn indexer(arch: &Arch, visit: &mut impl FnMut(Tensor)) {
    let Some(indexer) = &arch.attention.indexer else {
        return;
    };
    let hidden = u64::from(arch.hidden_size);
    let heads = u64::from(indexer.heads);
    let dim = u64::from(indexer.head_dim);
    let query_rank = arch.attention.mla.and_then(|mla| mla.q_lora_rank);
    let query_cols = match indexer.kind {
        IndexerKind::Dsa => query_rank.map_or(hidden, u64::from),
        IndexerKind::Gqa => hidden,
    };
    visit(matrix(Role::IndexerQuery, heads * dim, query_cols));
    visit(matrix(Role::IndexerKey, dim, hidden));
    visit(vector(Role::Norm, 2 * dim));
    if indexer.kind == IndexerKind::Dsa {
        visit(matrix(Role::IndexerWeights, heads, hidden));
    }
}

fn compressed_attention(
    arch: &Arch,
    shape: LayerShape,
    compressed: Compressed,
    visit: &mut impl FnMut(Tensor),
) {
    let hidden = u64::from(arch.hidden_size);
    let heads = u64::from(arch.heads);
    let dim = u64::from(arch.head_dim);
    let rank = u64::from(compressed.q_lora_rank);
    let groups = u64::from(compressed.o_groups).max(1);
    let low = groups * u64::from(compressed.o_lora_rank);
    visit(matrix(Role::QueryDown, rank, hidden));
    visit(vector(Role::Norm, rank));
    visit(matrix(Role::QueryUp, heads * dim, rank));
    visit(matrix(Role::KvDown, dim, hidden));
    visit(vector(Role::Norm, dim));
    visit(matrix(Role::OutputDown, low, heads * dim / groups));
    visit(matrix(Role::OutputUp, hidden, low));
    visit(vector(Role::Sinks, heads));
    // Compressing 4 tokens overlaps two windows and doubles the width; 128 tokens do not overlap.
    let (ratio, overlap) = match shape.mixer {
        Mixer::CompressedIndexed => (u64::from(compressed.ratio_x), 2),
        Mixer::CompressedDense => (u64::from(compressed.ratio_h), 1),
        _ => return,
    };
    compressor(hidden, dim, ratio, overlap, visit);
    if shape.mixer == Mixer::CompressedIndexed {
        let index_heads = u64::from(compressed.index_n_heads);
        let index_dim = u64::from(compressed.index_head_dim);
        visit(matrix(Role::IndexerQuery, index_heads * index_dim, rank));
        visit(matrix(Role::IndexerWeights, index_heads, hidden));
        compressor(hidden, index_dim, ratio, overlap, visit);
    }
}

fn compressor(hidden: u64, dim: u64, ratio: u64, overlap: u64, visit: &mut impl FnMut(Tensor)) {
    visit(matrix(Role::Compressor, 2 * overlap * dim, hidden));
    visit(matrix(Role::CompressorPositions, ratio, overlap * dim));
    visit(vector(Role::Norm, dim));
}

fn linear_mixer(hidden: u64, linear: Linear, visit: &mut impl FnMut(Tensor)) {
    let taps = u64::from(linear.conv_kernel);
    match linear.kind {
        LinearKind::GatedDeltaNet {
            k_heads,
            k_head_dim,
            v_heads,
            v_head_dim,
        } => {
            let key = u64::from(k_heads) * u64::from(k_head_dim);
            let v_heads = u64::from(v_heads);
            let value = v_heads * u64::from(v_head_dim);
            visit(matrix(Role::LinearQkv, 2 * key + value, hidden));
            visit(matrix(Role::LinearGate, value, hidden));
            visit(matrix(Role::LinearDecay, 2 * v_heads, hidden));
            visit(matrix(Role::Conv, 2 * key + value, taps));
            visit(vector(Role::StateSmall, 2 * v_heads));
            visit(vector(Role::Norm, u64::from(v_head_dim)));
            visit(matrix(Role::LinearOutput, hidden, value));
        }
        LinearKind::Kda {
            k_heads,
            k_head_dim,
            v_heads,
            v_head_dim,
            full_rank_gate,
        } => {
            let key = u64::from(k_heads) * u64::from(k_head_dim);
            let v_heads = u64::from(v_heads);
            let v_dim = u64::from(v_head_dim);
            let value = v_heads * v_dim;
            let low = u64::from(k_head_dim);
            visit(matrix(Role::LinearQkv, 2 * key + value, hidden));
            visit(matrix(Role::Conv, 2 * key + value, taps));
            visit(matrix(Role::LinearLowRank, low, hidden));
            visit(matrix(Role::LinearLowRank, key, low));
            if full_rank_gate {
                visit(matrix(Role::LinearGate, value, hidden));
            } else {
                visit(matrix(Role::LinearLowRank, v_dim, hidden));
                visit(matrix(Role::LinearLowRank, value, v_dim));
            }
            visit(matrix(Role::LinearDecay, v_heads, hidden));
            visit(vector(Role::StateSmall, v_heads + key));
            visit(vector(Role::Norm, v_dim));
            visit(matrix(Role::LinearOutput, hidden, value));
        }
        LinearKind::Mamba2 {
            heads,
            head_dim,
            groups,
            state_size,
            conv_bias,
        } => {
            let heads = u64::from(heads);
            let inner = heads * u64::from(head_dim);
            let state = u64::from(groups) * u64::from(state_size);
            let mixed = inner + 2 * state;
            visit(matrix(Role::StateInput, inner + mixed + heads, hidden));
            visit(matrix(Role::Conv, mixed, taps));
            if conv_bias {
                visit(vector(Role::Bias, mixed));
            }
            visit(vector(Role::StateSmall, 3 * heads));
            visit(vector(Role::Norm, inner));
            visit(matrix(Role::StateOutput, hidden, inner));
        }
        LinearKind::Mamba1 {
            expand,
            state_size,
            dt_rank,
            conv_bias,
            inner_norms,
        } => {
            let inner = u64::from(expand) * hidden;
            let state = u64::from(state_size);
            let rank = u64::from(dt_rank);
            visit(matrix(Role::StateInput, 2 * inner, hidden));
            visit(matrix(Role::Conv, inner, taps));
            visit(vector(Role::Bias, inner * if conv_bias { 2 } else { 1 }));
            visit(matrix(Role::StateProjection, rank + 2 * state, inner));
            visit(matrix(Role::StateProjection, inner, rank));
            visit(vector(Role::StateSmall, inner * (state + 1)));
            if inner_norms {
                visit(vector(Role::Norm, rank + 2 * state));
            }
            visit(matrix(Role::StateOutput, hidden, inner));
        }
        LinearKind::ShortConv => {
            visit(matrix(Role::ConvInput, 3 * hidden, hidden));
            visit(matrix(Role::Conv, hidden, taps));
            visit(matrix(Role::ConvOutput, hidden, hidden));
        }
    }
}

fn feed_forward(arch: &Arch, shape: LayerShape, visit: &mut impl FnMut(Tensor)) {
    let hidden = u64::from(arch.hidden_size);
    let moe = arch.moe.filter(|_| shape.mlp == FeedForward::Experts);
    if shape.mlp == FeedForward::Dense || moe.is_some_and(|moe| moe.parallel_dense) {
        let width = u64::from(shape.intermediate);
        if arch.fused && arch.mlp_gated {
            visit(matrix(Role::FfnUp, 2 * width, hidden));
        } else {
            if arch.mlp_gated {
                visit(matrix(Role::FfnGate, width, hidden));
            }
            visit(matrix(Role::FfnUp, width, hidden));
        }
        visit(matrix(Role::FfnDown, hidden, width));
    }
    if let Some(moe) = moe {
        experts(hidden, arch.mlp_gated, moe, visit);
    }
}

fn experts(hidden: u64, gated: bool, moe: Moe, visit: &mut impl FnMut(Tensor)) {
    let count = u64::from(moe.experts);
    let width = u64::from(moe.intermediate_size);
    let inner = moe.latent_size.map_or(hidden, u64::from);
    visit(matrix(Role::Router, count, hidden));
    if moe.router_bias {
        visit(vector(Role::Bias, count));
    }
    if moe.latent_size.is_some() {
        visit(matrix(Role::Latent, inner, hidden));
        visit(matrix(Role::Latent, hidden, inner));
    }
    if moe.latent_norm {
        visit(vector(Role::Norm, inner));
    }
    if gated {
        visit(Tensor {
            role: Role::ExpertGate,
            rows: width,
            cols: inner,
            count,
        });
    }
    visit(Tensor {
        role: Role::ExpertUp,
        rows: width,
        cols: inner,
        count,
    });
    visit(Tensor {
        role: Role::ExpertDown,
        rows: inner,
        cols: width,
        count,
    });
    if moe.expert_bias {
        let biases = inner + width * if gated { 2 } else { 1 };
        visit(vector(Role::ExpertBias, count * biases));
    }
    let shared = u64::from(moe.shared_intermediate_size);
    if shared > 0 {
        if gated {
            visit(matrix(Role::SharedGate, shared, hidden));
        }
        visit(matrix(Role::SharedUp, shared, hidden));
        visit(matrix(Role::SharedDown, hidden, shared));
    }
    if moe.shared_gate {
        visit(vector(Role::SharedRouter, hidden));
    }
}

impl Arch {
    /// All parameters of the text model.
    #[must_use]
    pub fn params(&self) -> u64 {
        count(self)
    }

    /// Parameters that one token passes through: all but the routed experts that it does not visit.
    ///
    /// ```
    /// use headroom_core::catalog::Catalog;
    /// let mixtral = Catalog::builtin().model("mixtral-8x7b").unwrap();
    /// assert_eq!(mixtral.arch.active_params(), 12_879_925_248);
    /// ```
    #[must_use]
    pub fn active_params(&self) -> u64 {
        self.active_among(self.params(), routed(self))
    }

    /// Of so many parameters, `routed` of them in routed experts, those that one token passes
    /// through.
    pub(crate) fn active_among(&self, params: u64, routed: u64) -> u64 {
        let Some(moe) = self.moe else {
            return params;
        };
        params - routed + routed / u64::from(moe.experts.max(1)) * u64::from(moe.active)
    }
}
