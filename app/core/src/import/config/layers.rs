//! Which layer is what, letter by letter.

use serde_json::Value;

use super::family::{Family, Special, Window};
use super::fields::{Fields, whole};
use crate::scenario::keys::LAYERS;

/// The mixers, one letter a layer.
pub(super) fn mixers(fields: &Fields<'_>, family: &Family, layers: u32) -> String {
    if let Some(types) = fields.list("layer_types") {
        return typed(fields, family, types, layers);
    }
    // A window that is as long as the context hides nothing.
    let longest = fields.number("max_position_embeddings").unwrap_or(u32::MAX);
    let window = fields
        .number("sliding_window")
        .filter(|window| *window < longest);
    let window = window.unwrap_or(0) > 0;
    let layer = |index: u32| -> char {
        match family.window {
            Window::All if window => 'S',
            Window::Above => {
                let from = fields.number("max_window_layers").unwrap_or(layers);
                let slides = window && fields.flag("use_sliding_window", false) && index >= from;
                if slides { 'S' } else { 'F' }
            }
            Window::But(key, usual) => {
                let every = match fields.text(key) {
                    // `LLLG`: three with a window, one without.
                    Some(pattern) => u32::try_from(pattern.len()).unwrap_or(usual),
                    None => fields.number(key).unwrap_or(usual),
                };
                if (index + 1).is_multiple_of(every.max(1)) {
                    'F'
                } else {
                    'S'
                }
            }
            Window::Chunks => {
                let rotary = { fields.list("no_rope_layers") }
                    .filter(|list| !list.is_empty())
                    .and_then(|list| list.get(index as usize))
                    .and_then(whole);
                let every = fields.number("no_rope_layer_interval").unwrap_or(4).max(1);
                let chunked = rotary.map_or(!(index + 1).is_multiple_of(every), |is| is != 0);
                if chunked { 'C' } else { 'F' }
            }
            Window::Linear => {
                let every = fields.number("full_attention_interval").unwrap_or(4).max(1);
                if (index + 1).is_multiple_of(every) {
                    'F'
                } else {
                    'L'
                }
            }
            Window::Full | Window::All | Window::Own => 'F',
        }
    };
    (0..layers.min(LAYERS.max)).map(layer).collect()
}

/// Layers by the words of `layer_types`; behind them may stand those of blocks that predict more tokens.
fn typed(fields: &Fields<'_>, family: &Family, types: &[Value], layers: u32) -> String {
    // Where a family has state spaces, newer configurations call them linear attention too.
    let states = matches!(
        family.special,
        Special::GraniteHybrid | Special::Jamba | Special::NemotronH
    );
    let linear = if states { 'M' } else { 'L' };
    if types.len() < layers as usize {
        fields.problem(format!(
            "layer_types names {} layers of {layers}",
            types.len()
        ));
    }
    let letter = |value: &Value| match value.as_str() {
        Some(
            "full_attention"
            | "attention"
            | "deepseek_sparse_attention"
            | "indexed_attention"
            | "global"
            | "global_attention",
        ) => 'F',
        Some("sliding_attention" | "local" | "local_attention" | "sliding_window_attention") => 'S',
        Some("chunked_attention") => 'C',
        Some("linear_attention" | "conv" | "short_conv" | "kda") => linear,
        Some("mamba" | "mamba2" | "ssm") => 'M',
        Some("compressed_sparse_attention") => 'X',
        Some("heavily_compressed_attention") => 'H',
        other => {
            let other: String = other.unwrap_or("no word").chars().take(40).collect();
            fields.problem(format!(
                "layer_types holds “{}”, which is not known",
                crate::units::shown(&other)
            ));
            'F'
        }
    };
    { types.iter() }
        .take(layers.min(LAYERS.max) as usize)
        .map(letter)
        .collect()
}

/// The feed-forward blocks of a model with experts, one letter a layer.
pub(super) fn blocks(fields: &Fields<'_>, layers: u32) -> String {
    let layers = layers.min(LAYERS.max);
    let types = fields.list("mlp_layer_types");
    let only_dense = fields.list("mlp_only_layers").unwrap_or_default();
    let with_experts = fields.list("moe_layers").filter(|list| !list.is_empty());
    // `3,4,5`: Step 3.5 names them in a text.
    let named = fields.text("moe_layers_enum").map(|text| {
        let numbers = text.split(',').map(|one| one.trim().parse::<u32>());
        numbers.filter_map(Result::ok).collect::<Vec<u32>>()
    });
    let frequency = fields.get("moe_layer_freq");
    let first_dense = { fields.first(&["first_k_dense_replace", "num_dense_layers"]) }
        .or_else(|| fields.number("moe_layer_start_index"))
        .unwrap_or(0);
    let step = fields
        .first(&[
            "decoder_sparse_step",
            "interleave_moe_layer_step",
            "moe_layer_interval",
        ])
        .unwrap_or(1)
        .max(1);
    let period = fields.number("expert_layer_period");
    let offset = fields.number("expert_layer_offset").unwrap_or(0);
    let end = fields.number("moe_layer_end_index").unwrap_or(u32::MAX);
    let holds = |list: &[Value], index: u32| list.iter().any(|one| whole(one) == Some(index));
    let experts = |index: u32| -> bool {
        if let Some(types) = types {
            let word = types.get(index as usize).and_then(Value::as_str);
            return matches!(word, Some("sparse" | "moe" | "hash_moe"));
        }
        if let Some(named) = &named {
            return named.contains(&index);
        }
        if let Some(list) = with_experts {
            return holds(list, index);
        }
        if let Some(period) = period {
            return index % period.max(1) == offset % period.max(1);
        }
        if index < first_dense || index > end || holds(only_dense, index) {
            return false;
        }
        match frequency {
            Some(Value::Array(marks)) => {
                marks.get(index as usize).and_then(whole).unwrap_or(1) != 0
            }
            Some(one) => index.is_multiple_of(whole(one).unwrap_or(1).max(1)),
            None => (index + 1).is_multiple_of(step),
        }
    };
    (0..layers)
        .map(|index| if experts(index) { 'E' } else { 'D' })
        .collect()
}
