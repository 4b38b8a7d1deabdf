//! Families whose heads, windows or blocks differ from layer to layer.

use std::borrow::Cow;

use serde_json::Value;

use super::extra::add;
use super::fields::{Fields, whole};
use crate::model::arch::{
    Arch, Extra, ExtraKind, HeadOverride, Indexer, IndexerKind, OutputGate, Sinks,
};

pub(super) fn gemma4(fields: &Fields<'_>, arch: &mut Arch) {
    let layers = arch.layers.len() as u64;
    let both = fields.flag("attention_k_eq_v", false);
    let own = per_layer(fields, arch);
    let dim = { fields.number("global_head_dim") }
        .or(own.and_then(|own| own.head_dim))
        .filter(|dim| *dim != arch.head_dim);
    let heads = { fields.number("num_global_key_value_heads").filter(|_| both) }
        .or(own.and_then(|own| own.kv_heads));
    if dim.is_some() || heads.is_some() || both {
        arch.attention.overrides = Cow::Owned(vec![HeadOverride {
            layer: 'F',
            heads: None,
            kv_heads: heads.or((!both).then_some(arch.kv_heads)),
            head_dim: dim,
            v_head_dim: None,
            k_eq_v: both,
        }]);
    }
    let shared = fields.number("num_kv_shared_layers").unwrap_or(0);
    arch.attention.kv_shared_layers = shared.min(layers as u32);
    if fields.flag("use_double_wide_mlp", false) && shared > 0 {
        let own = (layers as u32).saturating_sub(shared) as usize;
        let width = arch.intermediate_size;
        let mut widths = vec![width; layers as usize];
        for wide in widths.iter_mut().skip(own) {
            *wide = width.saturating_mul(2);
        }
        arch.intermediate_per_layer = Cow::Owned(widths);
    }
    let hidden = u64::from(arch.hidden_size);
    if let Some(moe) = &mut arch.moe {
        moe.parallel_dense = true;
        arch.norms.per_layer = 7;
        let scales = layers * (hidden + u64::from(moe.experts));
        arch.mlp = Cow::Owned("E".repeat(layers as usize));
        arch.intermediate_size = fields.needed("intermediate_size");
        add(
            arch,
            "router scale (hidden) and per-expert scale, per layer",
            scales,
        );
    }
    add(arch, "layer_scalar buffers, one per layer", layers);
    let input = u64::from(fields.number("hidden_size_per_layer_input").unwrap_or(0));
    if input > 0 {
        let vocab = u64::from(
            fields
                .number("vocab_size_per_layer_input")
                .unwrap_or(arch.vocab_size),
        );
        let mut part = |name: &'static str, kind: ExtraKind, params: u64| {
            arch.extra.to_mut().push(Extra {
                name: Cow::Borrowed(name),
                kind,
                params,
            });
        };
        let of = |factors: [u64; 3]| { factors.into_iter() }.fold(1_u64, u64::saturating_mul);
        part(
            "per-layer embedding table",
            ExtraKind::PerLayerEmbedding,
            of([vocab, layers, input]),
        );
        part(
            "per-layer input gate",
            ExtraKind::PerLayerInput,
            of([layers, hidden, input.saturating_mul(2).saturating_add(1)]),
        );
        part(
            "per-layer model projection",
            ExtraKind::PerLayerProjection,
            of([hidden, layers, input]).saturating_add(input),
        );
    }
    fields.known(&["vocab_size_per_layer_input", "num_global_key_value_heads"]);
}

/// What `per_layer_config` says otherwise of the layers without a window, all of them alike.
fn per_layer(fields: &Fields<'_>, arch: &Arch) -> Option<HeadOverride> {
    let config = fields.object("per_layer_config")?;
    let mut found: Vec<HeadOverride> = Vec::new();
    let letters = arch.layers.as_bytes();
    let full = arch.layers.matches('F').count();
    for (index, own) in config {
        let index = index.parse::<usize>().ok();
        let is_full = index.and_then(|index| letters.get(index)) == Some(&b'F');
        let known = ["head_dim", "num_key_value_heads"];
        let plain = own
            .as_object()
            .filter(|own| own.keys().all(|key| known.contains(&key.as_str())));
        let Some(own) = plain.filter(|_| is_full) else {
            fields.problem("per_layer_config holds what is not known");
            return None;
        };
        found.push(HeadOverride {
            layer: 'F',
            heads: None,
            kv_heads: own.get("num_key_value_heads").and_then(whole),
            head_dim: own.get("head_dim").and_then(whole),
            v_head_dim: None,
            k_eq_v: false,
        });
    }
    let first = *found.first()?;
    if found.len() != full || found.iter().any(|own| *own != first) {
        fields.problem("per_layer_config differs among layers of one kind");
    }
    Some(first)
}

pub(super) fn minimax_m3(fields: &Fields<'_>, arch: &mut Arch) {
    // The plain width is that of an expert.
    if let Some(moe) = &mut arch.moe
        && fields.number("moe_intermediate_size").is_none()
    {
        moe.intermediate_size = fields.needed("intermediate_size");
    }
    fields.known(&[
        "qk_norm_type",
        "use_gemma_norm",
        "attention_output_gate",
        "num_mtp_modules",
    ]);
    let Some(config) = fields.object("sparse_attention_config") else {
        return;
    };
    let number = |key: &str| config.get(key).and_then(whole);
    let (Some(heads), Some(dim)) = (number("sparse_num_index_heads"), number("sparse_index_dim"))
    else {
        fields.problem("sparse_attention_config lacks sparse_num_index_heads or sparse_index_dim");
        return;
    };
    let blocks = number("sparse_topk_blocks").unwrap_or(16);
    let size = number("sparse_block_size").unwrap_or(128);
    let marks = config
        .get("sparse_attention_freq")
        .and_then(Value::as_array);
    let marks = marks.into_iter().flatten().take(arch.layers.len());
    let marks: String = marks
        .map(|one| if whole(one) == Some(0) { '0' } else { '1' })
        .collect();
    arch.attention.indexer = Some(Indexer {
        kind: IndexerKind::Gqa,
        heads,
        head_dim: dim,
        selects: blocks.saturating_mul(size),
        layers: Cow::Owned(if marks.contains('0') {
            marks
        } else {
            String::new()
        }),
    });
}

/// Layers with a window where a list of marks or words says so.
fn marked(fields: &Fields<'_>, arch: &mut Arch, key: &str) {
    if let Some(marks) = fields.list(key) {
        let letter = |one: &Value| if whole(one) == Some(1) { 'S' } else { 'F' };
        let letters: String = marks.iter().take(arch.layers.len()).map(letter).collect();
        if letters.len() == arch.layers.len() {
            arch.layers = Cow::Owned(letters);
        } else {
            fields.problem(format!("{key} does not name all layers"));
        }
    }
    if arch.layers.contains('S') {
        let window = fields.first(&["sliding_window", "sliding_window_size"]);
        arch.attention.sliding_window = window;
    }
}

pub(super) fn mimo(fields: &Fields<'_>, arch: &mut Arch) {
    arch.v_head_dim = fields.number("v_head_dim").unwrap_or(arch.head_dim);
    if fields.get("swa_num_key_value_heads").is_none() {
        fields.problem("swa_num_key_value_heads is missing");
    }
    marked(fields, arch, "hybrid_layer_pattern");
    arch.attention.overrides = Cow::Owned(vec![HeadOverride {
        layer: 'S',
        heads: fields.number("swa_num_attention_heads"),
        kv_heads: fields.number("swa_num_key_value_heads"),
        head_dim: fields.number("swa_head_dim"),
        v_head_dim: fields.number("swa_v_head_dim"),
        k_eq_v: false,
    }]);
    let flags = [
        "add_swa_attention_sink_bias",
        "add_full_attention_sink_bias",
    ];
    arch.attention.sinks = match flags.map(|flag| fields.flag(flag, false)) {
        [true, true] => Sinks::All,
        [true, false] => Sinks::Sliding,
        [false, true] => {
            fields.problem(
                "add_full_attention_sink_bias stands alone, which is not known to be counted",
            );
            Sinks::None
        }
        [false, false] => Sinks::None,
    };
    fields.known(&[
        "attention_chunk_size",
        "swa_rope_theta",
        "sliding_window_size",
        "attention_bias",
        "add_swa_attention_sink_bias",
    ]);
}

/// Query heads that differ on layers with a window.
fn wider(arch: &mut Arch, heads: u32) {
    if heads != arch.heads {
        arch.attention.overrides = Cow::Owned(vec![HeadOverride {
            layer: 'S',
            heads: Some(heads),
            kv_heads: None,
            head_dim: None,
            v_head_dim: None,
            k_eq_v: false,
        }]);
    }
}

pub(super) fn step(fields: &Fields<'_>, arch: &mut Arch) {
    arch.attention.output_gate = OutputGate::PerHead;
    let other = fields.object("attention_other_setting");
    let heads = other
        .and_then(|map| map.get("num_attention_heads"))
        .and_then(whole);
    match heads {
        Some(heads) => wider(arch, heads),
        None => fields.problem(
            "attention_other_setting, with the heads of the layers with a window, is missing",
        ),
    }
}

pub(super) fn laguna(fields: &Fields<'_>, arch: &mut Arch) {
    arch.attention.output_gate = match fields.get("gating") {
        Some(Value::Bool(true)) => OutputGate::PerHead,
        Some(Value::String(word)) if word == "per-head" => OutputGate::PerHead,
        Some(Value::String(word)) if word == "per-element" => OutputGate::Elementwise,
        _ => OutputGate::None,
    };
    if let Some(list) = fields.list("num_attention_heads_per_layer") {
        let heads: Vec<u32> = list.iter().filter_map(whole).collect();
        let of = |letter: char| -> Vec<u32> {
            let pairs = arch.layers.chars().zip(&heads);
            let mut all: Vec<u32> = pairs
                .filter(|(own, _)| *own == letter)
                .map(|(_, heads)| *heads)
                .collect();
            all.dedup();
            all
        };
        match (of('F').as_slice(), of('S').as_slice()) {
            ([full], [slide]) => {
                arch.heads = *full;
                wider(arch, *slide);
            }
            ([one], []) | ([], [one]) => arch.heads = *one,
            _ => fields.problem("num_attention_heads_per_layer differs among layers of one kind"),
        }
    }
    fields.known(&["partial_rotary_factor", "qk_norm_type"]);
}

pub(super) fn llama4(fields: &Fields<'_>, arch: &mut Arch) {
    if let Some(moe) = &mut arch.moe {
        // The plain width is that of an expert, of which one is shared.
        moe.intermediate_size = fields.needed("intermediate_size");
        moe.shared = 1;
        moe.shared_intermediate_size = moe.intermediate_size;
    }
    if arch.mlp.contains('D') {
        arch.intermediate_size = fields.needed("intermediate_size_mlp");
    }
    fields.known(&[
        "use_qk_norm",
        "intermediate_size_mlp",
        "for_llm_compressor",
        "no_rope_layers",
    ]);
}
