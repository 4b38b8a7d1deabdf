//! What the fields of an architecture must be together.

use super::parts::Problem;
use crate::model::arch::Arch;
use crate::model::mixer::Mixer;
use crate::scenario::custom::MAX_PARAMS;
use crate::units::{grouped, params};

/// Most numbers that the keys and values of all heads may be for one token: some four times those of the largest published
/// model, and few enough that the longest context of the most requests can be counted.
const CACHED: u64 = 1 << 24;

pub(super) fn check(arch: &Arch) -> Result<(), Problem> {
    blocks(arch)?;
    attention(arch)?;
    // Bounds of the fields keep this far below 2^64.
    let counted = arch.params();
    if counted > MAX_PARAMS {
        return Err(Problem::new(format!(
            "The architecture adds up to {} parameters: allowed are up to {}.",
            params(counted),
            params(MAX_PARAMS)
        )));
    }
    // As engines without a kernel for latent attention cache them: every head.
    let row = |index: usize| {
        let own = arch
            .mixer(index)
            .and_then(|mixer| arch.attention.own(mixer));
        let heads = own.and_then(|own| own.heads).unwrap_or(arch.heads);
        let key = own.and_then(|own| own.head_dim).unwrap_or(arch.head_dim);
        let value = own
            .and_then(|own| own.v_head_dim)
            .unwrap_or(arch.v_head_dim);
        u64::from(heads) * (u64::from(key) + u64::from(value))
    };
    let cached: u64 = (0..arch.layers.len()).map(row).sum();
    if cached > CACHED {
        return Err(Problem::new(format!(
            "All heads (a) of all layers (l) make {} numbers of a token: allowed are up to {}.",
            grouped(cached),
            grouped(CACHED)
        )));
    }
    Ok(())
}

/// Blocks and layers that call for widths, and widths that nothing calls for.
fn blocks(arch: &Arch) -> Result<(), Problem> {
    let has = |letter: char| arch.mlp.contains(letter);
    let experts = arch.moe.is_some();
    if has('E') != experts {
        let allowed = "E layers where there are experts (e), and nowhere else";
        return Err(Problem::of("m", "feed-forward blocks", &arch.mlp, allowed));
    }
    if let Some(moe) = &arch.moe
        && moe.latent_norm
        && moe.latent_size.is_none()
    {
        return Err(Problem::of(
            "en",
            "norm of the latent",
            "",
            "beside a latent (el)",
        ));
    }
    let dense = has('D') || arch.moe.is_some_and(|moe| moe.parallel_dense);
    let width = arch.intermediate_size > 0 || !arch.intermediate_per_layer.is_empty();
    if dense && !width {
        return Err(Problem::of(
            "i",
            "feed-forward size",
            "",
            "a whole number from 1 where there are dense layers",
        ));
    }
    let states = arch.layers.contains(['L', 'M']);
    if states != arch.linear.is_some() {
        return Err(Problem::new(
            "The architecture\u{2019}s layers with a constant state (L and M in l) and their widths (gdn, kda, li, ma, mb or sc) belong together.",
        ));
    }
    Ok(())
}

fn attention(arch: &Arch) -> Result<(), Problem> {
    let attention = &arch.attention;
    let even = |heads: u32, kv_heads: u32| {
        if heads.is_multiple_of(kv_heads.max(1)) && kv_heads <= heads {
            return Ok(());
        }
        Err(Problem::new(format!(
            "The architecture\u{2019}s {heads} query heads cannot share {kv_heads} KV heads evenly (a or o)."
        )))
    };
    if let Some(mla) = attention.mla {
        let dim = mla.qk_nope_head_dim + mla.qk_rope_head_dim;
        if dim == 0 || arch.head_dim != dim || arch.v_head_dim != mla.v_head_dim {
            let given = format!("{} and {}", arch.head_dim, arch.v_head_dim);
            let allowed = format!(
                "those of the latent attention (mla), {dim} and {}",
                mla.v_head_dim
            );
            return Err(Problem::of("a", "widths of a head", &given, &allowed));
        }
    } else {
        even(arch.heads, arch.kv_heads)?;
    }
    for own in attention.overrides.iter() {
        even(
            own.heads.unwrap_or(arch.heads),
            own.kv_heads.unwrap_or(arch.kv_heads),
        )?;
    }
    for (mixer, given, field) in [
        (
            Mixer::Sliding,
            attention.sliding_window.is_some(),
            "window (w)",
        ),
        (Mixer::Chunked, attention.chunk_size.is_some(), "chunk (ch)"),
        (
            Mixer::CompressedIndexed,
            attention.compressed.is_some(),
            "compressed attention (cp)",
        ),
        (
            Mixer::CompressedDense,
            attention.compressed.is_some(),
            "compressed attention (cp)",
        ),
    ] {
        let letter = mixer.letter();
        if arch.layers.contains(letter) && !given {
            return Err(Problem::new(format!(
                "The architecture has {letter} layers (l) and no {field}."
            )));
        }
    }
    Ok(())
}
