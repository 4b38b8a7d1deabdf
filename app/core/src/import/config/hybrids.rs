//! Families with layers of a constant state.

use std::borrow::Cow;

use serde_json::Value;

use super::extra::add;
use super::fields::{Fields, whole};
use crate::model::arch::{Arch, Linear, LinearKind, OutputGate};
use crate::scenario::keys::LAYERS;

pub(super) fn kimi_linear(fields: &Fields<'_>, arch: &mut Arch) {
    let layers = arch.layers.len() as u32;
    let config = fields.object("linear_attn_config");
    let number = |key: &str| config.and_then(|config| config.get(key)).and_then(whole);
    let heads = number("num_heads").unwrap_or_else(|| fields.needed("linear_num_heads"));
    let dim = number("head_dim").unwrap_or_else(|| fields.needed("linear_head_dim"));
    if let Some(config) = config {
        let full = config.get("full_attn_layers").and_then(Value::as_array);
        let full: Vec<u32> = full.into_iter().flatten().filter_map(whole).collect();
        // Counted from one.
        let letter = |index: u32| if full.contains(&index) { 'F' } else { 'L' };
        arch.layers = Cow::Owned((1..=layers).map(letter).collect());
    } else if fields.get("layer_types").is_none() {
        fields.problem("linear_attn_config is missing");
    }
    let full_rank = config.and_then(|config| config.get("use_full_rank_gate"));
    let kind = LinearKind::Kda {
        k_heads: heads,
        k_head_dim: dim,
        v_heads: heads,
        v_head_dim: dim,
        full_rank_gate: full_rank.and_then(Value::as_bool).unwrap_or(false),
    };
    if let Some(longest) = fields
        .number("model_max_length")
        .filter(|_| fields.number("max_position_embeddings").is_none())
    {
        arch.max_context = longest.max(1);
    }
    let taps = { number("short_conv_kernel_size") }
        .or_else(|| fields.number("linear_conv_kernel_dim"))
        .unwrap_or(4);
    arch.linear = Some(Linear::of(kind, taps, arch.hidden_size));
    if fields.flag("mla_use_output_gate", false) {
        arch.attention.output_gate = OutputGate::Elementwise;
    }
    if let Some(moe) = &mut arch.moe {
        moe.latent_size = fields.number("routed_expert_hidden_size");
        moe.latent_norm = moe.latent_size.is_some() && fields.flag("latent_moe_use_norm", false);
    }
    let hidden = u64::from(arch.hidden_size);
    if fields.number("attn_res_block_size").is_some() {
        // Two for each layer and one before the head: a query and a norm.
        let one = 2 * hidden;
        add(
            arch,
            "attention-residual projections and norms",
            (2 * u64::from(layers) + 1) * one,
        );
    }
    fields.known(&[
        "mla_use_nope",
        "num_key_value_heads",
        "head_dim",
        "moe_renormalize",
        "moe_router_activation_func",
        "num_shared_experts",
    ]);
}

/// Mamba-2 layers by the fields that Nemotron-H and Granite share in different words.
fn mamba2(fields: &Fields<'_>, arch: &mut Arch) {
    let kind = LinearKind::Mamba2 {
        heads: fields.needed_of(&["mamba_num_heads", "mamba_n_heads"]),
        head_dim: fields.needed_of(&["mamba_head_dim", "mamba_d_head"]),
        groups: fields.needed_of(&["n_groups", "mamba_n_groups"]),
        state_size: fields.needed_of(&["ssm_state_size", "mamba_d_state"]),
        conv_bias: fields.flag("use_conv_bias", true) && fields.flag("mamba_conv_bias", true),
    };
    let taps = fields.first(&["conv_kernel", "mamba_d_conv"]).unwrap_or(4);
    fields.known(&["expand", "mamba_expand", "use_bias", "mamba_proj_bias"]);
    if arch.layers.contains('M') {
        arch.linear = Some(Linear::of(kind, taps, arch.hidden_size));
    }
}

/// One part a layer: `M` a state space, `*` attention, `-` a dense block, `E` experts.
pub(super) fn nemotron_h(fields: &Fields<'_>, arch: &mut Arch) {
    let letters: Vec<char> = match (
        fields.text("hybrid_override_pattern"),
        fields.list("layers_block_type"),
    ) {
        (Some(pattern), _) => pattern.chars().take(LAYERS.max as usize + 1).collect(),
        (None, Some(types)) => { types.iter().take(LAYERS.max as usize + 1) }
            .map(|one| match one.as_str() {
                Some("mamba" | "linear_attention") => 'M',
                Some("attention" | "full_attention") => '*',
                Some("mlp") => '-',
                Some("moe") => 'E',
                _ => '?',
            })
            .collect(),
        (None, None) => Vec::new(),
    };
    let known = letters.iter().all(|letter| "M*-E".contains(*letter));
    if letters.is_empty() || !known || letters.len() > LAYERS.max as usize {
        fields.problem("hybrid_override_pattern is no pattern of M, *, - and E");
        return;
    }
    let mixer = |letter: &char| match letter {
        'M' => 'M',
        '*' => 'F',
        _ => '.',
    };
    let block = |letter: &char| match letter {
        '-' => 'D',
        'E' => 'E',
        _ => '-',
    };
    arch.layers = Cow::Owned(letters.iter().map(mixer).collect());
    arch.mlp = Cow::Owned(letters.iter().map(block).collect());
    let dense = letters.contains(&'-');
    arch.intermediate_size = if dense {
        fields.needed("intermediate_size")
    } else {
        0
    };
    if !letters.contains(&'E') {
        arch.moe = None;
    }
    if let Some(moe) = &mut arch.moe {
        moe.latent_size = fields.number("moe_latent_size").filter(|size| *size > 0);
    }
    mamba2(fields, arch);
    fields.known(&[
        "num_hidden_layers",
        "attention_head_dim",
        "intermediate_size",
        "mtp_hybrid_override_pattern",
        "mamba_ssm_cache_dtype",
    ]);
}

pub(super) fn granite_hybrid(fields: &Fields<'_>, arch: &mut Arch) {
    if fields.get("layer_types").is_none() {
        fields.problem("layer_types is missing");
    }
    mamba2(fields, arch);
    // The plain width is that of an expert; what every token passes has its own.
    let shared = fields.number("shared_intermediate_size").unwrap_or(0);
    match &mut arch.moe {
        Some(moe) => {
            moe.intermediate_size = fields.needed("intermediate_size");
            moe.shared = u32::from(shared > 0);
            moe.shared_intermediate_size = shared;
        }
        None => arch.intermediate_size = shared.max(arch.intermediate_size),
    }
    if arch.moe.is_none() && shared > 0 {
        arch.intermediate_size = shared;
    }
}

pub(super) fn jamba(fields: &Fields<'_>, arch: &mut Arch) {
    let period = fields.needed("attn_layer_period").max(1);
    let offset = fields.number("attn_layer_offset").unwrap_or(0) % period;
    let layers = arch.layers.len() as u32;
    let letter = |index: u32| if index % period == offset { 'F' } else { 'M' };
    arch.layers = Cow::Owned((0..layers).map(letter).collect());
    let hidden = arch.hidden_size;
    let kind = LinearKind::Mamba1 {
        expand: fields.number("mamba_expand").unwrap_or(2),
        state_size: fields.number("mamba_d_state").unwrap_or(16),
        dt_rank: fields
            .number("mamba_dt_rank")
            .unwrap_or_else(|| hidden.div_ceil(16)),
        conv_bias: fields.flag("mamba_conv_bias", true),
        inner_norms: fields.flag("mamba_inner_layernorms", true),
    };
    let taps = fields.number("mamba_d_conv").unwrap_or(4);
    arch.linear = Some(Linear::of(kind, taps, hidden));
    if let Some(moe) = &mut arch.moe {
        moe.intermediate_size = fields.needed("intermediate_size");
    }
}

pub(super) fn lfm2(fields: &Fields<'_>, arch: &mut Arch) {
    if fields.get("layer_types").is_none() {
        let full = fields.list("full_attn_idxs").unwrap_or_default();
        let full: Vec<u32> = full.iter().filter_map(whole).collect();
        if full.is_empty() {
            fields.problem("layer_types is missing");
        }
        let letter = |index: u32| if full.contains(&index) { 'F' } else { 'L' };
        arch.layers = Cow::Owned((0..arch.layers.len() as u32).map(letter).collect());
    }
    let taps = fields.number("conv_L_cache").unwrap_or(3);
    if fields.flag("conv_bias", false) {
        fields.problem("conv_bias is true, which is not known to be counted");
    }
    if arch.layers.contains('L') {
        arch.linear = Some(Linear::of(LinearKind::ShortConv, taps, arch.hidden_size));
    }
    if arch.moe.is_none() && fields.flag("block_auto_adjust_ff_dim", true) {
        let width = fields
            .first(&["block_ff_dim", "intermediate_size"])
            .unwrap_or(0);
        let multiple = fields.number("block_multiple_of").unwrap_or(256).max(1);
        let factor = { fields.get("block_ffn_dim_multiplier") }
            .and_then(Value::as_f64)
            .unwrap_or(1.0);
        let two_thirds = u64::from(width) * 2 / 3;
        let scaled = libm::floor(factor * two_thirds as f64).clamp(0.0, f64::from(u32::MAX)) as u32;
        arch.intermediate_size = scaled.div_ceil(multiple).saturating_mul(multiple);
    }
    fields.known(&[
        "use_pos_enc",
        "conv_dim",
        "conv_dim_out",
        "block_dim",
        "num_heads",
        "conv_use_xavier_init",
        "block_mlp_init_scale",
        "block_norm_eps",
        "block_out_init_scale",
        "block_use_swiglu",
        "block_use_xavier_init",
        "theta",
        "full_attn_idxs",
    ]);
}
