//! What attention multiplies.

use crate::engine::Engine;
use crate::model::arch::Arch;
use crate::model::mixer::Mixer;
use crate::model::stack::LayerKind;
use crate::model::weights::Weights;

/// Whose attention it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Of {
    /// One token after the other.
    Decode,
    /// Many tokens at once.
    Prompt,
}

/// Numbers of a token's queries and of what attention makes of them, over all heads.
pub(super) fn attended(arch: &Arch) -> f64 {
    let width = match arch.attention.mla {
        Some(mla) => 2 * mla.kv_lora_rank + mla.qk_rope_head_dim,
        None => arch.head_dim + arch.v_head_dim,
    };
    f64::from(arch.heads) * f64::from(width)
}

/// FLOP of attention for one token that sees `context` tokens: products with keys and with values, and
/// those of an indexer that selects among them.
pub(super) fn attention_flops(
    of: Of,
    arch: &Arch,
    weights: &Weights,
    context: f64,
    engine: Engine,
) -> f64 {
    let attention = &arch.attention;
    // What an indexer selected is read from the latent itself, in a prompt too.
    let to_latent = match of {
        Of::Prompt if attention.indexer.is_none() => engine.attends_to_latent_in_prompts(),
        Of::Prompt | Of::Decode => engine.attends_to_latent(),
    };
    let window = |tokens: Option<u32>| match tokens {
        Some(tokens) => context.min(f64::from(tokens)),
        None => context,
    };
    // Numbers that a pair of tokens multiplies, over all heads. With the latent absorbed into the
    // projections, heads attend to it directly.
    let pairs = |mixer: Mixer| match attention.mla {
        Some(_) if to_latent => attended(arch),
        Some(mla) => {
            let key = mla.qk_nope_head_dim + mla.qk_rope_head_dim;
            f64::from(arch.heads) * f64::from(key + mla.v_head_dim)
        }
        None => {
            let own = attention.own(mixer);
            let heads = own.and_then(|own| own.heads).unwrap_or(arch.heads);
            let key = own.and_then(|own| own.head_dim);
            let value = own.and_then(|own| own.v_head_dim.or(own.head_dim));
            let width = key.unwrap_or(arch.head_dim) + value.unwrap_or(arch.v_head_dim);
            f64::from(heads) * f64::from(width)
        }
    };
    // Entries that attention reads, and FLOP of ranking all of them.
    let selected = |entries: f64, selects: u32, index: u32| {
        if engine.selects_tokens() {
            (
                entries.min(f64::from(selects)),
                2.0 * f64::from(index) * entries,
            )
        } else {
            (entries, 0.0)
        }
    };
    let seen = |kind: &LayerKind| match kind.cache {
        Some(Mixer::Full) => match &attention.indexer {
            Some(indexer) if kind.index_keys => {
                selected(context, indexer.selects, indexer.heads * indexer.head_dim)
            }
            _ => (context, 0.0),
        },
        Some(Mixer::Sliding) => (window(attention.sliding_window), 0.0),
        Some(Mixer::Chunked) => (window(attention.chunk_size), 0.0),
        Some(mixer) if mixer.is_compressed() => {
            let Some(compressed) = attention.compressed else {
                return (context, 0.0);
            };
            let entries = context / f64::from(compressed.ratio(mixer).unwrap_or(1).max(1));
            let index = compressed.index_n_heads * compressed.index_head_dim;
            match mixer {
                Mixer::CompressedIndexed => selected(entries, compressed.index_selects, index),
                _ => (entries, 0.0),
            }
        }
        _ => (0.0, 0.0),
    };
    let kinds = weights.stack.kinds().iter();
    kinds
        .map(|kind| {
            let (seen, ranking) = seen(kind);
            let pairs = kind.cache.map_or(0.0, pairs);
            f64::from(kind.layers) * (2.0 * pairs * seen + ranking)
        })
        .sum()
}
