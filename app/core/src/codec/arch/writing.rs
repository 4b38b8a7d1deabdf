//! An architecture as text. The order of fields is fixed; what is usual is left out.

use std::fmt::{Display, Write as _};

use super::runs;
use crate::model::arch::{
    Arch, Attention, AttnBias, ExtraKind, IndexerKind, Linear, LinearKind, Moe, OutputGate, QkNorm,
    Sinks,
};
use crate::model::native::Native;

/// Fields with `~` between.
#[derive(Default)]
pub(super) struct Fields(pub(super) String);

impl Fields {
    fn start(&mut self, field: &str) {
        if !self.0.is_empty() {
            self.0.push('~');
        }
        self.0.push_str(field);
    }

    fn put(&mut self, field: &str, value: impl Display) {
        self.start(field);
        // Writing to a string cannot fail.
        let _ = write!(self.0, "-{value}");
    }

    fn flag(&mut self, field: &str, is: bool) {
        if is {
            self.start(field);
        }
    }

    fn some(&mut self, field: &str, value: Option<u32>) {
        if let Some(value) = value {
            self.put(field, value);
        }
    }

    fn word(&mut self, field: &str, word: &str) {
        if !word.is_empty() {
            self.put(field, word);
        }
    }
}

/// Writes what decides weights and cache.
pub(super) fn arch(fields: &mut Fields, arch: &Arch) {
    fields.put("h", arch.hidden_size);
    let layers = arch.layers.replace('.', "N");
    fields.put("l", runs::of_letters(&layers));
    let usual = if arch.moe.is_some() { 'E' } else { 'D' };
    if arch.mlp.chars().any(|letter| letter != usual) {
        fields.put("m", runs::of_letters(&arch.mlp.replace('-', "N")));
    }
    let value = match arch.v_head_dim {
        same if same == arch.head_dim => String::new(),
        other => format!(".{other}"),
    };
    fields.put(
        "a",
        format_args!("{}.{}.{}{value}", arch.heads, arch.kv_heads, arch.head_dim),
    );
    if arch.intermediate_size > 0 {
        fields.put("i", arch.intermediate_size);
    }
    if !arch.intermediate_per_layer.is_empty() {
        fields.put("iw", runs::of_numbers(&arch.intermediate_per_layer));
    }
    fields.put("v", arch.vocab_size);
    fields.flag("t", arch.tied);
    fields.flag("hb", arch.head_bias);
    fields.flag("p", !arch.mlp_gated);
    fields.flag("f", arch.fused);
    attention(fields, &arch.attention);
    if let Some(moe) = &arch.moe {
        experts(fields, moe);
    }
    if let Some(linear) = arch.linear {
        state(fields, linear);
    }
    let norms = arch.norms;
    if norms.bias || norms.per_layer != 2 {
        let bias = if norms.bias { ".b" } else { "" };
        fields.put("n", format_args!("{}{bias}", norms.per_layer));
    }
    extra(fields, arch);
}

fn attention(fields: &mut Fields, attention: &Attention) {
    let bias = match attention.bias {
        AttnBias::None => "",
        AttnBias::Qkv => "qkv",
        AttnBias::Qkvo => "qkvo",
    };
    fields.word("b", bias);
    let norm = match attention.qk_norm {
        QkNorm::None => "",
        QkNorm::Head => "head",
        QkNorm::Full => "full",
    };
    fields.word("qn", norm);
    let gate = match attention.output_gate {
        OutputGate::None => "",
        OutputGate::Elementwise => "all",
        OutputGate::PerHead => "head",
    };
    fields.word("og", gate);
    let sinks = match attention.sinks {
        Sinks::None => "",
        Sinks::All => "all",
        Sinks::Sliding => "s",
    };
    fields.word("s", sinks);
    fields.some("w", attention.sliding_window);
    fields.some("ch", attention.chunk_size);
    if let Some(mla) = attention.mla {
        let query = blank(mla.q_lora_rank);
        fields.put(
            "mla",
            format_args!(
                "{}.{query}.{}.{}.{}",
                mla.kv_lora_rank, mla.qk_nope_head_dim, mla.qk_rope_head_dim, mla.v_head_dim
            ),
        );
    }
    if let Some(index) = &attention.indexer {
        let kind = match index.kind {
            IndexerKind::Dsa => "dsa",
            IndexerKind::Gqa => "gqa",
        };
        fields.put(
            "ix",
            format_args!(
                "{kind}.{}.{}.{}",
                index.heads, index.head_dim, index.selects
            ),
        );
        if !index.layers.is_empty() {
            fields.put("ixl", runs::of_letters(&index.layers));
        }
    }
    if let Some(part) = attention.compressed {
        fields.put(
            "cp",
            format_args!(
                "{}.{}.{}.{}.{}.{}.{}.{}.{}",
                part.q_lora_rank,
                part.o_groups,
                part.o_lora_rank,
                part.qk_rope_head_dim,
                part.index_n_heads,
                part.index_head_dim,
                part.index_selects,
                part.ratio_x,
                part.ratio_h
            ),
        );
    }
    let own = attention.overrides.iter().map(|own| {
        let [heads, kv_heads, dim, value] =
            [own.heads, own.kv_heads, own.head_dim, own.v_head_dim].map(blank);
        let both = if own.k_eq_v { ".k" } else { "" };
        format!("{}.{heads}.{kv_heads}.{dim}.{value}{both}", own.layer)
    });
    fields.word("o", &own.collect::<Vec<_>>().join("_"));
    if attention.kv_shared_layers > 0 {
        fields.put("ks", attention.kv_shared_layers);
    }
}

fn blank(number: Option<u32>) -> String {
    number.map_or_else(String::new, |number| number.to_string())
}

fn experts(fields: &mut Fields, moe: &Moe) {
    fields.put(
        "e",
        format_args!("{}.{}.{}", moe.experts, moe.active, moe.intermediate_size),
    );
    if moe.shared > 0 || moe.shared_intermediate_size > 0 {
        let shared = format_args!("{}.{}", moe.shared, moe.shared_intermediate_size);
        fields.put("es", shared);
    }
    fields.flag("er", moe.router_bias);
    fields.flag("eg", moe.shared_gate);
    fields.flag("eb", moe.expert_bias);
    fields.some("el", moe.latent_size);
    fields.flag("en", moe.latent_norm);
    fields.flag("ed", moe.parallel_dense);
}

/// States follow from the widths.
fn state(fields: &mut Fields, linear: Linear) {
    let taps = linear.conv_kernel;
    let mark = |is: bool, mark: &'static str| if is { mark } else { "" };
    match linear.kind {
        LinearKind::GatedDeltaNet {
            k_heads,
            k_head_dim,
            v_heads,
            v_head_dim,
        } => fields.put(
            "gdn",
            format_args!("{taps}.{k_heads}.{k_head_dim}.{v_heads}.{v_head_dim}"),
        ),
        LinearKind::Kda {
            k_heads,
            k_head_dim,
            v_heads,
            v_head_dim,
            full_rank_gate,
        } => {
            let gate = mark(full_rank_gate, ".f");
            fields.put(
                "kda",
                format_args!("{taps}.{k_heads}.{k_head_dim}.{v_heads}.{v_head_dim}{gate}"),
            );
        }
        LinearKind::Mamba1 {
            expand,
            state_size,
            dt_rank,
            conv_bias,
            inner_norms,
        } => {
            let (bias, norms) = (mark(conv_bias, "b"), mark(inner_norms, "n"));
            fields.put(
                "ma",
                format_args!("{taps}.{expand}.{state_size}.{dt_rank}.{bias}.{norms}"),
            );
        }
        LinearKind::Mamba2 {
            heads,
            head_dim,
            groups,
            state_size,
            conv_bias,
        } => {
            let bias = mark(conv_bias, ".b");
            fields.put(
                "mb",
                format_args!("{taps}.{heads}.{head_dim}.{groups}.{state_size}{bias}"),
            );
        }
        LinearKind::ShortConv => fields.put("sc", taps),
        LinearKind::Lightning {
            heads,
            head_dim,
            qk_norm,
        } => {
            let norms = mark(qk_norm, ".n");
            fields.put("li", format_args!("{heads}.{head_dim}{norms}"));
        }
    }
}

/// Small ones in one sum: nothing is decided by their division.
fn extra(fields: &mut Fields, arch: &Arch) {
    let mut small = 0_u64;
    let mut parts = Vec::new();
    for extra in arch.extra.iter() {
        let letter = match extra.kind {
            ExtraKind::PerLayerEmbedding => 'e',
            ExtraKind::PerLayerInput => 'i',
            ExtraKind::PerLayerProjection => 'p',
            ExtraKind::Projection => 'm',
            ExtraKind::Small => {
                small = small.saturating_add(extra.params);
                continue;
            }
        };
        parts.push(format!("{letter}.{}", extra.params));
    }
    if small > 0 {
        parts.push(format!("s.{small}"));
    }
    fields.word("x", &parts.join("_"));
}

/// Writes what is said of a model beside its architecture.
pub(super) fn about(
    fields: &mut Fields,
    context: u32,
    native: Native,
    vision: u64,
    mtp: (u64, u32),
) {
    fields.put("c", context);
    if native != Native::Bf16 {
        fields.put("nf", native_word(native));
    }
    if vision > 0 {
        fields.put("vp", vision);
    }
    if mtp.0 > 0 {
        fields.put("mtp", format_args!("{}.{}", mtp.0, mtp.1));
    }
}

const fn native_word(native: Native) -> &'static str {
    match native {
        Native::F16 => "f16",
        Native::Bf16 => "bf16",
        Native::Fp8Block => "fp8",
        Native::Mxfp4Experts => "mxfp4",
        Native::Int4Experts => "int4",
        Native::Fp4Experts => "fp4",
    }
}

/// The words for the format that a model is published in.
pub(super) const NATIVES: [(&str, Native); 6] = [
    (native_word(Native::F16), Native::F16),
    (native_word(Native::Bf16), Native::Bf16),
    (native_word(Native::Fp8Block), Native::Fp8Block),
    (native_word(Native::Mxfp4Experts), Native::Mxfp4Experts),
    (native_word(Native::Int4Experts), Native::Int4Experts),
    (native_word(Native::Fp4Experts), Native::Fp4Experts),
];
