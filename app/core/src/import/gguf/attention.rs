//! Attention, by the values of a header and the tensors that are there.

use std::borrow::Cow;

use super::super::found::Refusal;
use super::layers::Layers;
use super::values::Values;
use crate::model::arch::{
    Attention, AttnBias, HeadOverride, Indexer, IndexerKind, Mla, OutputGate, QkNorm, Sinks,
};

/// Heads of most layers.
pub(super) struct Heads {
    pub(super) query: u32,
    pub(super) kv: u32,
    pub(super) dim: u32,
    pub(super) value: u32,
}

/// The heads of most layers, and those of layers with a window where they differ.
pub(super) fn heads(
    values: &Values<'_>,
    tensors: &Layers<'_>,
    letters: &[char],
) -> Result<(Heads, Vec<HeadOverride>), Refusal> {
    let layers = letters.len() as u32;
    let missing = || {
        Refusal::new(format!(
            "The header of this GGUF file does not say {}.attention.head_count for its layers.",
            values.kind
        ))
    };
    let query = values
        .each("attention.head_count", layers)
        .ok_or_else(missing)?;
    let kv = values
        .each("attention.head_count_kv", layers)
        .unwrap_or_else(|| query.clone());
    let of = |all: &[u32], letter: char| -> Result<Option<u32>, Refusal> {
        let own = letters.iter().zip(all).filter(|(own, _)| **own == letter);
        let mut own: Vec<u32> = own.map(|(_, heads)| *heads).collect();
        own.dedup();
        match own.as_slice() {
            [] => Ok(None),
            [one] => Ok(Some(*one)),
            _ => Err(Refusal::new(format!(
                "The heads of this GGUF file differ among layers of one kind ({} with {letter}), which cannot be written down here.",
                own.len()
            ))),
        }
    };
    let letter = if letters.contains(&'F') { 'F' } else { 'S' };
    let (one, other) = (of(&query, letter)?, of(&query, 'S')?);
    let (one_kv, other_kv) = (of(&kv, letter)?, of(&kv, 'S')?);
    let query = one.unwrap_or(1).max(1);
    let hidden = values.needed("embedding_length")?;
    let dim = values
        .number("attention.key_length")
        .unwrap_or(hidden / query);
    let value = values.number("attention.value_length").unwrap_or(dim);
    let usual = Heads {
        query,
        kv: one_kv.unwrap_or(query).max(1),
        dim,
        value,
    };
    let slides = letter == 'F' && letters.contains(&'S');
    let swa = |name: &str, usual: u32| values.number(name).filter(|own| slides && *own != usual);
    let own = HeadOverride {
        layer: 'S',
        heads: other.filter(|heads| slides && *heads != usual.query),
        kv_heads: other_kv.filter(|heads| slides && *heads != usual.kv),
        head_dim: swa("attention.key_length_swa", dim),
        v_head_dim: swa("attention.value_length_swa", value),
        k_eq_v: false,
    };
    let same = own.heads.is_none()
        && own.kv_heads.is_none()
        && own.head_dim.is_none()
        && own.v_head_dim.is_none();
    let mut overrides = if same { Vec::new() } else { vec![own] };
    // One projection for keys and values on layers without a window.
    let full = letters.iter().position(|letter| *letter == 'F');
    let no_value = |layer: usize| {
        tensors.has(layer, &["attn_k.weight"]) && !tensors.has(layer, &["attn_v.weight"])
    };
    if full.is_some_and(no_value) {
        overrides.push(HeadOverride {
            layer: 'F',
            heads: None,
            kv_heads: None,
            head_dim: None,
            v_head_dim: None,
            k_eq_v: true,
        });
    }
    Ok((usual, overrides))
}

/// Ranks and widths of latent attention, where its tensors are there.
pub(super) fn latent(values: &Values<'_>, tensors: &Layers<'_>) -> Result<Option<Mla>, Refusal> {
    if !tensors.any("attn_kv_a_mqa.weight") {
        return Ok(None);
    }
    let rope = values.needed("rope.dimension_count")?;
    let key = { values.number("attention.key_length_mla") }
        .map_or_else(|| values.needed("attention.key_length"), Ok)?;
    let value = { values.number("attention.value_length_mla") }
        .map_or_else(|| values.needed("attention.value_length"), Ok)?;
    Ok(Some(Mla {
        kv_lora_rank: values.needed("attention.kv_lora_rank")?,
        q_lora_rank: { values.number("attention.q_lora_rank") }
            .filter(|rank| *rank > 0 && tensors.any("attn_q_a.weight")),
        qk_nope_head_dim: key.saturating_sub(rope),
        qk_rope_head_dim: rope,
        v_head_dim: value,
    }))
}

/// How attention is laid out, windows and own heads aside.
pub(super) fn attention(
    values: &Values<'_>,
    tensors: &Layers<'_>,
    letters: &[char],
    heads: &Heads,
    mla: Option<Mla>,
) -> Attention {
    let any = |names: &[&str]| names.iter().any(|name| tensors.any(name));
    let bias = match (
        any(&["attn_q.bias", "attn_qkv.bias"]),
        any(&["attn_output.bias"]),
    ) {
        (true, true) => AttnBias::Qkvo,
        (true, false) => AttnBias::Qkv,
        (false, _) => AttnBias::None,
    };
    let norm = tensors
        .first("attn_q_norm.weight")
        .filter(|_| mla.is_none());
    let qk_norm = match norm {
        None => QkNorm::None,
        Some(norm) if norm.numbers == u64::from(heads.dim) => QkNorm::Head,
        Some(_) => QkNorm::Full,
    };
    let full = letters
        .iter()
        .position(|letter| matches!(letter, 'F' | 'S'));
    let at = |name: &str| {
        full.and_then(|layer| tensors.get(layer, name))
            .and_then(|tensor| tensor.dims.get(1).copied())
    };
    let query = u64::from(heads.query) * u64::from(heads.dim);
    let output_gate = match (at("attn_gate.weight"), at("attn_q.weight")) {
        (Some(gate), _) if gate == u64::from(heads.query) => OutputGate::PerHead,
        (Some(_), _) => OutputGate::Elementwise,
        (None, Some(both)) if both == 2 * query && mla.is_none() => OutputGate::Elementwise,
        _ => OutputGate::None,
    };
    let sinks = |letter: char| {
        letters
            .iter()
            .position(|own| *own == letter)
            .is_some_and(|layer| tensors.has(layer, &["attn_sinks.weight"]))
    };
    let indexer = values
        .number("attention.indexer.head_count")
        .filter(|_| any(&["indexer.attn_k.weight"]));
    Attention {
        bias,
        qk_norm,
        output_gate,
        sinks: match (sinks('F'), sinks('S')) {
            (true, _) => Sinks::All,
            (false, true) => Sinks::Sliding,
            (false, false) => Sinks::None,
        },
        sliding_window: None,
        chunk_size: None,
        mla,
        indexer: indexer.map(|heads| Indexer {
            kind: IndexerKind::Dsa,
            heads,
            head_dim: values.number("attention.indexer.key_length").unwrap_or(128),
            selects: values.number("attention.indexer.top_k").unwrap_or(2_048),
            layers: Cow::Borrowed(""),
        }),
        compressed: None,
        overrides: Cow::Borrowed(&[]),
        kv_shared_layers: values.number("attention.shared_kv_layers").unwrap_or(0),
    }
}
