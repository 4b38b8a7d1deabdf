//! What of the cache a token reads.

use crate::memory::kv::{Cache, CacheInput, Keeper};
use crate::memory::question::Question;
use crate::model::mixer::Mixer;

/// Bytes that a token of one sequence reads on one rank, of those that attention still sees.
pub(super) fn cache_bytes(asked: Question<'_>, tensor: u32, context: u32) -> f64 {
    let input = CacheInput {
        context: u64::from(context),
        users: 1,
        ..asked.cache_input(tensor, 1)
    };
    let cache = Cache::ideal_of(asked.arch, asked.weights.stack.cached(), input);
    // A constant state is read and written; rows of keys and values are read.
    let states = cache.kinds().iter().filter(|kind| kind.keeper.is_state());
    let written: u64 = states
        .map(|kind| u64::from(kind.layers) * kind.bytes())
        .sum();
    (cache.bytes() + written).saturating_sub(passed_over(asked, &cache, input)) as f64
}

/// Bytes of the cache that an indexer leaves unread.
fn passed_over(asked: Question<'_>, cache: &Cache, input: CacheInput) -> u64 {
    if !asked.engine.selects_tokens() {
        return 0;
    }
    let attention = &asked.arch.attention;
    let rows = cache.kinds().iter().map(|kind| {
        let (layers, held, selected, row) = match (kind.keeper, &attention.indexer) {
            (Keeper::Mixer(Mixer::Full), Some(indexer)) => {
                let layers = cache.index_keys().layers.min(kind.layers);
                (layers, input.context, indexer.selects, kind.bytes_per_token)
            }
            (Keeper::Mixer(mixer @ Mixer::CompressedIndexed), _) => {
                let Some(compressed) = attention.compressed else {
                    return 0;
                };
                let ratio = u64::from(compressed.ratio(mixer).unwrap_or(1).max(1));
                let row = input.kv.keys.row_bytes(u64::from(asked.arch.head_dim));
                (
                    kind.layers,
                    input.context / ratio,
                    compressed.index_selects,
                    row,
                )
            }
            _ => return 0,
        };
        u64::from(layers) * held.saturating_sub(u64::from(selected)) * row
    });
    rows.sum()
}
