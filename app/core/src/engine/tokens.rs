//! Which cards can divide the tokens of a cache between them.

use super::Refusal;
use super::refusal::ShareFlaw;
use super::tensor::attention_kinds;
use crate::model::arch::Arch;
use crate::model::quant::Quant;

/// Whether so many of the cards that share a layer can each keep a part of the tokens of its cache: those that would keep
/// a copy of the same keys and values. vLLM asks for layers of full attention throughout (`docs/serving/context_parallel_deployment.md` and
/// the coordinator of its caches, read 2026-12).
///
/// # Errors
/// Says which cards keep copies, or that the model keeps something else.
pub(crate) fn tokens_divided_valid(
    arch: &Arch,
    quant: Quant,
    tensor: u32,
    parts: u32,
) -> Result<(), Refusal> {
    let all_kept = arch.layers.bytes().all(|letter| letter == b'F');
    // A latent is kept by every card.
    let heads = match arch.attention.mla {
        Some(_) => 1,
        None => attention_kinds(arch).map(|kind| kind.kv).max().unwrap_or(1),
    };
    let copies = (tensor / heads.max(1)).max(1);
    if !all_kept {
        return Err(ShareFlaw::TokensNotKept.with(quant));
    }
    if !copies.is_multiple_of(parts.max(1)) {
        return Err(ShareFlaw::TooFewCopies { copies, parts }.with(quant));
    }
    Ok(())
}
