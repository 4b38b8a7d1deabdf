//! Families with fields of their own.

use std::borrow::Cow;

use serde_json::Value;

use super::extra::add;
use super::family::{Family, Special};
use super::fields::{Fields, whole};
use super::hybrids::{granite_hybrid, jamba, kimi_linear, lfm2, nemotron_h};
use super::layered::{gemma4, laguna, llama4, mimo, minimax_m3, step};
use crate::model::arch::{Arch, Compressed, Indexer, IndexerKind, Sinks};

/// Sets what a family's own fields say.
pub(super) fn apply(fields: &Fields<'_>, family: &Family, arch: &mut Arch) {
    match family.special {
        Special::None => plain(fields, arch),
        Special::Latent => indexer(fields, arch),
        Special::Compressed => compressed(fields, arch),
        Special::KimiLinear => kimi_linear(fields, arch),
        Special::NemotronH => nemotron_h(fields, arch),
        Special::GraniteHybrid => granite_hybrid(fields, arch),
        Special::Jamba => jamba(fields, arch),
        Special::Lfm2 => lfm2(fields, arch),
        Special::Falcon => falcon(fields, arch),
        Special::Gemma4 => gemma4(fields, arch),
        Special::MiniMaxM3 => minimax_m3(fields, arch),
        Special::MiMo => mimo(fields, arch),
        Special::Step => step(fields, arch),
        Special::Laguna => laguna(fields, arch),
        Special::Llama4 => llama4(fields, arch),
    }
}

/// The number of layers, where a pattern says it.
pub(super) fn layers(fields: &Fields<'_>, family: &Family) -> Option<u32> {
    if family.special != Special::NemotronH {
        return None;
    }
    fields.known(&["num_hidden_layers"]);
    let pattern = fields.text("hybrid_override_pattern").map(str::len);
    let list = || fields.list("layers_block_type").map(<[Value]>::len);
    u32::try_from(pattern.or_else(list)?).ok()
}

fn plain(fields: &Fields<'_>, arch: &mut Arch) {
    // GPT-OSS alone has biases on attention, router and experts, and learned sinks.
    if fields.text("model_type") == Some("gpt_oss") {
        arch.attention.sinks = Sinks::All;
        if let Some(moe) = &mut arch.moe {
            moe.expert_bias = true;
        }
        fields.known(&["initial_context_length"]);
    }
    fields.known(&[
        "qk_norm_type",
        "use_mtp",
        "mtp_transformer_layers",
        "num_mtp_modules",
    ]);
    // Seed-OSS names the bias of its output by itself.
    if fields.flag("attention_out_bias", false)
        && arch.attention.bias == crate::model::arch::AttnBias::Qkv
    {
        arch.attention.bias = crate::model::arch::AttnBias::Qkvo;
    }
}

fn indexer(fields: &Fields<'_>, arch: &mut Arch) {
    fields.known(&["num_key_value_heads", "head_dim", "qk_head_dim"]);
    let Some(selects) = fields.number("index_topk") else {
        return;
    };
    let mark = |full: bool| if full { '1' } else { '0' };
    let every = fields.number("index_topk_freq").unwrap_or(1);
    let layers: String = match fields.list("indexer_types") {
        Some(types) => {
            let types = types.iter().take(arch.layers.len());
            types
                .map(|one| mark(one.as_str() == Some("full")))
                .collect()
        }
        None if every > 1 => {
            let from = fields.needed("index_skip_topk_offset");
            let ranked = |layer: u32| (layer + 1).saturating_sub(from).is_multiple_of(every);
            (0..arch.layer_count())
                .map(|layer| mark(ranked(layer)))
                .collect()
        }
        None => String::new(),
    };
    arch.attention.indexer = Some(Indexer {
        kind: IndexerKind::Dsa,
        heads: fields.needed("index_n_heads"),
        head_dim: fields.needed("index_head_dim"),
        selects,
        layers: Cow::Owned(if layers.contains('0') {
            layers
        } else {
            String::new()
        }),
    });
}

/// DeepSeek-V4: hyper-connections between the layers, tables instead of routers in the first ones.
fn compressed(fields: &Fields<'_>, arch: &mut Arch) {
    let layers = arch.layers.len();
    let letter = |ratio: &u32| match ratio {
        0 => 'S',
        ratio if *ratio <= 16 => 'X',
        _ => 'H',
    };
    let rates = fields.object("compress_rates");
    let rate = |name: &str| rates.and_then(|rates| rates.get(name)).and_then(whole);
    let (mut ratio_x, mut ratio_h) = (
        rate("compressed_sparse_attention").unwrap_or(4),
        rate("heavily_compressed_attention").unwrap_or(128),
    );
    if let Some(list) = fields.list("compress_ratios") {
        let ratios: Vec<u32> = list.iter().filter_map(whole).take(layers).collect();
        if ratios.len() < layers {
            fields.problem("compress_ratios does not name all layers");
        }
        let of = |compressed: char| { ratios.iter() }.find(|ratio| letter(ratio) == compressed);
        ratio_x = of('X').copied().unwrap_or(ratio_x);
        ratio_h = of('H').copied().unwrap_or(ratio_h);
        arch.layers = Cow::Owned(ratios.iter().map(letter).collect());
    } else if fields.get("layer_types").is_none() {
        fields.problem("compress_ratios is missing");
    }
    arch.attention.compressed = Some(Compressed {
        q_lora_rank: fields.needed("q_lora_rank"),
        o_groups: fields.needed("o_groups"),
        o_lora_rank: fields.needed("o_lora_rank"),
        qk_rope_head_dim: fields.needed("qk_rope_head_dim"),
        index_n_heads: fields.needed("index_n_heads"),
        index_head_dim: fields.needed("index_head_dim"),
        index_selects: fields.needed("index_topk"),
        ratio_x,
        ratio_h,
    });
    arch.attention.sinks = Sinks::All;
    arch.attention.sliding_window = Some(fields.needed("sliding_window"));
    let hidden = u64::from(arch.hidden_size);
    let streams = u64::from(fields.number("hc_mult").unwrap_or(4).min(64));
    let mixed = streams * hidden;
    // Pre, post and mixing weights of each connection, three scales and the static part.
    let one = mixed * (streams * streams + 2 * streams) + (streams * streams + 2 * streams) + 3;
    add(
        arch,
        "hyper-connections, two per layer",
        2 * layers as u64 * one,
    );
    add(arch, "hyper-connection head", mixed * streams + streams + 1);
    let tables = || {
        let types = fields.list("mlp_layer_types").unwrap_or_default();
        let hashed = types.iter().filter(|one| one.as_str() == Some("hash_moe"));
        hashed.count() as u32
    };
    let hashed = { fields.number("num_hash_layers") }
        .unwrap_or_else(tables)
        .min(layers as u32);
    if let Some(moe) = arch.moe {
        let routed = layers as u64 - u64::from(hashed);
        add(
            arch,
            "router bias on non-hash layers",
            routed * u64::from(moe.experts),
        );
        let table = u64::from(arch.vocab_size).saturating_mul(moe.active.into());
        add(
            arch,
            "token-to-expert tables of the hash-routed layers",
            table.saturating_mul(hashed.into()),
        );
    }
    fields.known(&[
        "compress_rope_theta",
        "hc_sinkhorn_iters",
        "hc_eps",
        "expert_dtype",
        "num_key_value_heads",
    ]);
}

fn falcon(fields: &Fields<'_>, arch: &mut Arch) {
    let new = fields.flag("new_decoder_architecture", false);
    let width = fields.first(&["ffn_hidden_size", "intermediate_size"]);
    arch.intermediate_size = width.unwrap_or_else(|| arch.hidden_size.saturating_mul(4));
    if new {
        arch.kv_heads = fields
            .first(&["num_kv_heads", "n_head_kv"])
            .unwrap_or(arch.heads);
        arch.norms.per_layer = if fields.number("num_ln_in_parallel_attn") == Some(1) {
            1
        } else {
            2
        };
    } else {
        let one = fields.flag("multi_query", true);
        arch.kv_heads = if one { 1 } else { arch.heads };
        arch.norms.per_layer = if fields.flag("parallel_attn", true) {
            1
        } else {
            2
        };
    }
    fields.known(&[
        "num_ln_in_parallel_attn",
        "num_kv_heads",
        "n_head_kv",
        "alibi",
        "ffn_hidden_size",
        "bias",
        "multi_query",
        "parallel_attn",
    ]);
}
