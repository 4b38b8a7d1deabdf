//! Tensors of attention: projected, latent and compressed, with their norms, gates and indexers.

use super::role::Role;
use super::shape::{LayerShape, Tensor, matrix, vector};
use crate::model::arch::{
    Arch, AttnBias, Compressed, HeadOverride, IndexerKind, Mla, OutputGate, QkNorm, Sinks,
};
use crate::model::mixer::Mixer;

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

pub(super) fn attention(arch: &Arch, shape: LayerShape, visit: &mut impl FnMut(Tensor)) {
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

pub(super) fn compressed_attention(
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
