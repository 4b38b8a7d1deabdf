//! What a model row may say. Counts that follow from the architecture are recomputed here, so that a
//! wrong digit in either stops the build.

use std::collections::BTreeSet;

use super::Violation;
use super::check::Row;
use super::rows::{Arch, Attention, Linear, LinearKind, Model};
use super::runs;
use super::sources::Sources;
use super::words;

pub(crate) fn check(models: &[Model], sources: &Sources, found: &mut Vec<Violation>) {
    let mut ids = BTreeSet::new();
    for model in models {
        let mut row = Row::new("models.toml", format!("model `{}`", model.id), found);
        row.unique(&mut ids, &model.id);
        for (field, value) in [
            ("name", &model.name),
            ("family", &model.family),
            ("vendor", &model.vendor),
            ("licence", &model.licence),
            ("modality", &model.modality),
        ] {
            row.written(field, value);
        }
        if model
            .hf_repo
            .split('/')
            .filter(|part| !part.is_empty())
            .count()
            != 2
        {
            row.fail("hf_repo", format!("`{}` is not owner/name", model.hf_repo));
        }
        row.dated("released", &model.released, 2);
        row.sourced(&model.sources, &model.as_of, sources);
        params(model, &mut row);
        arch(&model.arch, &mut row);
    }
}

fn params(model: &Model, row: &mut Row<'_>) {
    let params = &model.params;
    let arch = &model.arch;
    row.within(
        "params.total",
        params.total,
        10_000_000..=10_000_000_000_000,
    );
    let text = params.text.unwrap_or(params.total);
    if text.saturating_add(params.vision) != params.total {
        row.fail(
            "params.total",
            format!(
                "{} is not text {text} and vision {} together",
                params.total, params.vision
            ),
        );
    }
    row.within_if(
        "params.active_published",
        params.active_published,
        1..=params.total,
    );
    let embedding = u64::from(arch.vocab_size) * u64::from(arch.hidden_size);
    if params.embedding != embedding {
        row.fail(
            "params.embedding",
            format!(
                "{} is not vocab_size times hidden_size, {embedding}",
                params.embedding
            ),
        );
    }
    if let Ok(mlp) = runs::letters(arch.mlp.split_whitespace()) {
        let experts = routed_experts(arch, mlp.matches('E').count() as u64);
        if params.routed_experts != experts {
            row.fail(
                "params.routed_experts",
                format!(
                    "{} is not what the expert layers hold, {experts}",
                    params.routed_experts
                ),
            );
        }
    }
    if (params.mtp == 0) != (params.mtp_layers == 0) {
        row.fail("params.mtp", "and mtp_layers belong together");
    }
}

fn routed_experts(arch: &Arch, layers: u64) -> u64 {
    let Some(moe) = &arch.moe else { return 0 };
    let width = u64::from(moe.latent_size.unwrap_or(arch.hidden_size));
    let inner = u64::from(moe.intermediate_size);
    let inputs = if arch.mlp_gated { 2 } else { 1 };
    let biases = if moe.expert_bias {
        inputs * inner + width
    } else {
        0
    };
    layers * u64::from(moe.experts) * ((inputs + 1) * width * inner + biases)
}

fn arch(arch: &Arch, row: &mut Row<'_>) {
    row.within("arch.hidden_size", arch.hidden_size, 64..=65_536);
    row.within("arch.vocab_size", arch.vocab_size, 256..=1_000_000);
    row.within("arch.head_dim", arch.head_dim, 16..=1024);
    row.within("arch.heads", arch.heads, 1..=1024);
    row.within("arch.kv_heads", arch.kv_heads, 1..=arch.heads.max(1));
    row.within("arch.max_context", arch.max_context, 512..=100_000_000);
    row.within("arch.norms.per_layer", arch.norms.per_layer, 0..=16);
    let layers = spelled("arch.layers", &arch.layers, "FSCLMXH.", row);
    let mlp = spelled("arch.mlp", &arch.mlp, "DE-", row);
    if layers.len() != mlp.len() {
        row.fail(
            "arch.mlp",
            format!(
                "has {} letters, arch.layers has {}",
                mlp.len(),
                layers.len()
            ),
        );
    }
    per_layer(arch, layers.len(), &mlp, row);
    attention(arch, &layers, row);
    extra(arch, row);
    moe(arch, &mlp, row);
    if layers.contains(['L', 'M']) != arch.linear.is_some() {
        row.fail(
            "arch.linear",
            "belongs to models with `L` or `M` layers, and only to them",
        );
    }
    if let Some(linear) = &arch.linear {
        states(arch, linear, row);
    }
}

/// Parameters that are named for what they belong to would count as small if the name was misspelt.
fn extra(arch: &Arch, row: &mut Row<'_>) {
    for extra in &arch.extra {
        row.written("arch.extra.name", &extra.name);
        if extra.name.starts_with("per-layer") {
            row.means("arch.extra.name", &extra.name, words::EXTRA);
        }
    }
}

fn spelled(field: &str, pattern: &str, allowed: &str, row: &mut Row<'_>) -> String {
    let spelled = runs::letters(pattern.split_whitespace()).unwrap_or_else(|problem| {
        row.fail(field, problem);
        String::new()
    });
    if spelled.is_empty() {
        row.fail(field, "has no layer");
    }
    if let Some(letter) = spelled.chars().find(|letter| !allowed.contains(*letter)) {
        row.fail(
            field,
            format!("letter `{letter}` is not one of `{allowed}`"),
        );
    }
    spelled
}

fn per_layer(arch: &Arch, layers: usize, mlp: &str, row: &mut Row<'_>) {
    match runs::numbers(arch.intermediate_per_layer.split_whitespace()) {
        Ok(widths) if widths.is_empty() || widths.len() == layers => {}
        Ok(widths) => {
            row.fail(
                "arch.intermediate_per_layer",
                format!("has {} numbers for {layers} layers", widths.len()),
            );
        }
        Err(problem) => row.fail("arch.intermediate_per_layer", problem),
    }
    if mlp.contains('D') && arch.intermediate_size == 0 {
        row.fail(
            "arch.intermediate_size",
            "is missing, although there are dense layers",
        );
    }
}

fn attention(arch: &Arch, layers: &str, row: &mut Row<'_>) {
    let attention = &arch.attention;
    if attention.mla.is_none() && arch.kv_heads > 0 && !arch.heads.is_multiple_of(arch.kv_heads) {
        row.fail(
            "arch.heads",
            format!(
                "{} is no multiple of kv_heads, {}",
                arch.heads, arch.kv_heads
            ),
        );
    }
    if let Some(mla) = &attention.mla {
        let head = mla.qk_nope_head_dim + mla.qk_rope_head_dim;
        if arch.head_dim != head {
            row.fail(
                "arch.head_dim",
                format!(
                    "{} is not the {head} of the latent attention",
                    arch.head_dim
                ),
            );
        }
        if arch.v_head_dim.unwrap_or(arch.head_dim) != mla.v_head_dim {
            row.fail(
                "arch.v_head_dim",
                format!("is not the {} of the latent attention", mla.v_head_dim),
            );
        }
    }
    given_for(attention, layers, row);
    for part in &attention.overrides {
        if !layers.contains(part.layer) {
            row.fail(
                "arch.attention.overrides",
                format!("there is no `{}` layer", part.layer),
            );
        }
        let heads = part.heads.unwrap_or(arch.heads);
        let kv_heads = part.kv_heads.unwrap_or(arch.kv_heads);
        if kv_heads == 0 || !heads.is_multiple_of(kv_heads) {
            row.fail(
                "arch.attention.overrides",
                format!("{heads} heads are no multiple of {kv_heads} kv_heads"),
            );
        }
    }
    if attention.kv_shared_layers as usize > layers.len() {
        row.fail(
            "arch.attention.kv_shared_layers",
            "is more than there are layers",
        );
    }
    if let Some(indexer) = &attention.indexer
        && !indexer.layers.is_empty()
    {
        let marks = spelled("arch.attention.indexer.layers", &indexer.layers, "01", row);
        if marks.len() != layers.len() {
            row.fail(
                "arch.attention.indexer.layers",
                format!(
                    "has {} marks, arch.layers has {} letters",
                    marks.len(),
                    layers.len()
                ),
            );
        }
    }
}

/// What the letters of the layers call for.
fn given_for(attention: &Attention, layers: &str, row: &mut Row<'_>) {
    let window = attention.sliding_window.is_some();
    let chunk = attention.chunk_size.is_some();
    let compressed = attention.compressed.is_some();
    for (letter, given, field) in [
        ('S', window, "arch.attention.sliding_window"),
        ('C', chunk, "arch.attention.chunk_size"),
        ('X', compressed, "arch.attention.compressed"),
        ('H', compressed, "arch.attention.compressed"),
    ] {
        if layers.contains(letter) && !given {
            row.fail(
                field,
                format!("is missing, although there are `{letter}` layers"),
            );
        }
    }
    if let Some(compressed) = &attention.compressed {
        for (field, ratio) in [
            ("arch.attention.compressed.ratio_x", compressed.ratio_x),
            ("arch.attention.compressed.ratio_h", compressed.ratio_h),
        ] {
            row.within(field, ratio, 1..=65_536);
        }
    }
}

fn moe(arch: &Arch, mlp: &str, row: &mut Row<'_>) {
    if mlp.contains('E') != arch.moe.is_some() {
        row.fail(
            "arch.moe",
            "belongs to models with `E` layers, and only to them",
        );
    }
    let Some(moe) = &arch.moe else { return };
    row.within("arch.moe.experts", moe.experts, 2..=4096);
    row.within("arch.moe.active", moe.active, 1..=moe.experts);
    row.within(
        "arch.moe.intermediate_size",
        moe.intermediate_size,
        64..=65_536,
    );
    if (moe.shared == 0) != (moe.shared_intermediate_size == 0) {
        row.fail(
            "arch.moe.shared",
            "and shared_intermediate_size belong together",
        );
    }
}

/// Compares the recorded states with what the widths make of them.
fn states(arch: &Arch, linear: &Linear, row: &mut Row<'_>) {
    let hidden = arch.hidden_size;
    let (state, channels) = match linear.kind {
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
        } => (
            product([v_heads, k_head_dim, v_head_dim]),
            2 * product([k_heads, k_head_dim]) + product([v_heads, v_head_dim]),
        ),
        LinearKind::Mamba1 {
            expand, state_size, ..
        } => (
            product([expand, hidden, state_size]),
            product([expand, hidden]),
        ),
        LinearKind::Mamba2 {
            heads,
            head_dim,
            groups,
            state_size,
            ..
        } => (
            product([heads, head_dim, state_size]),
            product([heads, head_dim]) + 2 * product([groups, state_size]),
        ),
        LinearKind::ShortConv => (0, u64::from(hidden)),
        LinearKind::Lightning {
            heads, head_dim, ..
        } => (product([heads, head_dim, head_dim]), 0),
    };
    if linear.state_elements != state {
        row.fail(
            "arch.linear.state_elements",
            format!("{} is not {state}", linear.state_elements),
        );
    }
    let taps = if channels == 0 { 0..=0 } else { 2..=64 };
    row.within("arch.linear.conv_kernel", linear.conv_kernel, taps);
    let conv = channels * u64::from(linear.conv_kernel.saturating_sub(1));
    if linear.conv_state_elements != conv {
        row.fail(
            "arch.linear.conv_state_elements",
            format!("{} is not {conv}", linear.conv_state_elements),
        );
    }
}

fn product<const N: usize>(factors: [u32; N]) -> u64 {
    factors.into_iter().fold(1u64, |product, factor| {
        product.saturating_mul(factor.into())
    })
}
