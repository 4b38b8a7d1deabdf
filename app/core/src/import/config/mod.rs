//! `config.json` of Hugging Face: from its fields to an architecture.
//!
//! Only types that are known are read ([`family`]): what a field means, and what no field says, is in the code of each
//! type. Another type is refused by name.

mod experts;
mod extra;
mod families;
mod family;
mod fields;
mod hybrids;
mod layered;
mod layers;
mod special;
mod stored;
mod tower;
mod usual;

use std::borrow::Cow;

use serde_json::{Map, Value};

pub(super) use stored::Packed;
use stored::packed;

use self::extra::add;
use self::family::{Bias, Family, Normed, Special};
use self::fields::{Fields, first_of};
use super::found::Refusal;
use crate::model::arch::{
    Arch, Attention, AttnBias, Linear, LinearKind, Mla, Norms, OutputGate, QkNorm, Sinks,
};
use crate::model::native::Native;
use crate::model::quant::Quant;
use crate::scenario::About;
use crate::scenario::keys::LAYERS;
use crate::units::shown;

/// What a configuration describes.
pub(super) struct Described {
    pub(super) arch: Arch,
    pub(super) about: About,
    pub(super) packed: Packed,
    /// Its type, for people.
    pub(super) kind: String,
    /// Whether the parameters of its tower are bounded from above alone.
    pub(super) tower: bool,
    /// Layers that predict more tokens.
    pub(super) mtp_layers: u32,
    pub(super) notes: Vec<String>,
}

/// Whether an object is a configuration of a model.
pub(super) fn is_one(map: &Map<String, Value>) -> bool {
    ["model_type", "text_config", "hidden_size", "architectures"]
        .iter()
        .any(|key| map.contains_key(*key))
}

/// Reads a configuration, with the file about quantisation that `modelopt` writes beside it.
pub(super) fn read(
    map: &Map<String, Value>,
    beside: Option<&Map<String, Value>>,
) -> Result<Described, Refusal> {
    let part = ["text_config", "llm_config", "language_config"].into_iter();
    let part = part
        .filter_map(|key| map.get(key).and_then(Value::as_object))
        .next();
    let own = part.unwrap_or(map);
    let fields = Fields::new(own, part.map(|_| map));
    let kind = |map: &Map<String, Value>| {
        let kind = map.get("model_type").and_then(Value::as_str)?;
        Some(shown(kind).chars().take(60).collect::<String>())
    };
    let types: Vec<String> = [kind(own), kind(map)].into_iter().flatten().collect();
    let Some(first) = types.first() else {
        return Err(Refusal::new(
            "The configuration does not say its model_type, so what its fields mean is not known.",
        ));
    };
    let Some((kind, family)) = types
        .iter()
        .find_map(|kind| Some((kind, families::family(kind)?)))
    else {
        return Err(Refusal::new(format!(
            "The model_type “{first}” is not known here: what its layers hold and cache cannot be counted from this configuration. The header of a GGUF file of the model says more."
        )));
    };
    let mut arch = architecture(&fields, &family);
    special::apply(&fields, &family, &mut arch);
    if family.special != Special::Gemma4
        && fields
            .object("per_layer_config")
            .is_some_and(|own| !own.is_empty())
    {
        fields.problem("per_layer_config is not read for this family");
    }
    biases(&fields, &family, &mut arch);
    refuse(&fields, kind)?;
    // Within the bounds of links: before anything of it is multiplied.
    let bounded = crate::codec::arch::shape(&arch);
    crate::codec::arch::read(&bounded).map_err(|problem| Refusal::new(problem.to_string()))?;
    let mut packed = packed(&fields, map, beside, &arch);
    let fp4 = fields.text("expert_dtype") == Some("fp4");
    if fp4 && packed.quant == Some(Quant::Fp8Block) && !packed.apart {
        (packed.quant, packed.native) = (Some(Quant::Mxfp4), Native::Fp4Experts);
        // The experts are no FP8, whatever else the list says.
        packed.counted = None;
    }
    let mut about = About {
        native: packed.native,
        ..About::default()
    };
    refuse(&fields, kind)?;
    let mtp_layers = fields
        .first(&[
            "num_nextn_predict_layers",
            "mtp_num_hidden_layers",
            "num_mtp_modules",
        ])
        .unwrap_or(0);
    let mut notes = Vec::new();
    let unknown = fields.not_understood();
    if !unknown.is_empty() {
        notes.push(format!(
            "Not understood, and left out: {}.",
            first_of(&unknown)
        ));
    }
    if context(&fields, &family).is_none() {
        notes.push(format!(
            "The configuration does not say how long a context may be; {UNSAID} tokens stand for it."
        ));
    }
    notes.extend(packed.notes.iter().cloned());
    let tower = tower::params(map, own, arch.hidden_size);
    about.vision = tower.unwrap_or(0);
    Ok(Described {
        arch,
        about,
        packed,
        kind: kind.clone(),
        tower: tower.is_some(),
        mtp_layers,
        notes,
    })
}

/// Refuses a configuration of which something is missing or wrong.
fn refuse(fields: &Fields<'_>, kind: &str) -> Result<(), Refusal> {
    let problems = fields.problems();
    if problems.is_empty() {
        return Ok(());
    }
    Err(Refusal::new(format!(
        "The configuration of a {kind} model cannot be counted: {}.",
        problems.join("; ")
    )))
}

/// What most families share; [`special`] sets what they do not.
fn architecture(fields: &Fields<'_>, family: &Family) -> Arch {
    let usual = |key: &str| family.usual.iter().find(|(name, _)| *name == key);
    let needed = |key: &str| match (fields.number(key), usual(key)) {
        (Some(number), _) => number,
        (None, Some((_, number))) => *number,
        (None, None) => fields.needed(key),
    };
    let hidden = needed("hidden_size");
    let layers = match special::layers(fields, family) {
        Some(layers) => layers,
        None => fields.needed("num_hidden_layers"),
    };
    if layers > LAYERS.max {
        fields.problem(format!(
            "num_hidden_layers is {layers}, not 1 to {}",
            LAYERS.max
        ));
    }
    let heads = needed("num_attention_heads").max(1);
    let kv_heads = { fields.first(&["num_key_value_heads", "num_attention_groups"]) }
        .or_else(|| usual("num_key_value_heads").map(|(_, number)| *number))
        .unwrap_or(heads);
    let head_dim = match (fields.number("head_dim"), family.head_dim) {
        (Some(dim), _) => dim,
        (None, 0) if hidden.is_multiple_of(heads) => hidden / heads,
        (None, 0) if matches!(family.special, Special::Latent | Special::KimiLinear) => 0,
        (None, 0) => {
            fields.problem(format!(
                "head_dim is missing, and {hidden} does not divide by {heads} heads"
            ));
            1
        }
        (None, dim) => dim,
    };
    let moe = experts::experts(fields, family);
    let letters = layers::mixers(fields, family, layers);
    let mlp = match moe {
        Some(_) => layers::blocks(fields, layers),
        None => "D".repeat(letters.len()),
    };
    let dense = mlp.contains('D');
    let own_width = family.special == Special::Falcon;
    let intermediate_size = if dense && !own_width {
        needed_ffn(fields)
    } else {
        0
    };
    // Mixtures without a dense block keep its width, and parts about text the towers beside them.
    fields.known(&[
        "intermediate_size",
        "vision_config",
        "audio_config",
        "quantization",
        "quantization_config",
    ]);
    let linear = gated_delta(fields, &letters, hidden);
    let mla = latent(fields, family);
    let (head_dim, v_head_dim) = match mla {
        Some(mla) => (
            mla.qk_nope_head_dim.saturating_add(mla.qk_rope_head_dim),
            mla.v_head_dim,
        ),
        None => (head_dim, head_dim),
    };
    Arch {
        hidden_size: hidden,
        intermediate_size,
        intermediate_per_layer: Cow::Borrowed(&[]),
        heads,
        kv_heads: if mla.is_some() { heads } else { kv_heads },
        head_dim,
        v_head_dim,
        vocab_size: needed("vocab_size"),
        tied: fields.flag("tie_word_embeddings", family.tied),
        head_bias: fields.flag("lm_head_bias", family.head_bias),
        max_context: context(fields, family).unwrap_or(UNSAID),
        attention: attention(fields, family, &letters, mla),
        layers: Cow::Owned(letters),
        mlp: Cow::Owned(mlp),
        mlp_gated: family.gated,
        fused: family.fused,
        moe,
        linear,
        norms: Norms {
            bias: family.norm_bias,
            per_layer: family.norms,
        },
        extra: Cow::Borrowed(&[]),
    }
}

/// Longest context of a model that does not say its own, in tokens.
const UNSAID: u32 = 8_192;

/// The context that the model was published for, where anything says so.
fn context(fields: &Fields<'_>, family: &Family) -> Option<u32> {
    let names = [
        "max_position_embeddings",
        "max_sequence_length",
        "n_positions",
        "seq_length",
        "model_max_length",
    ];
    let usual = || family.usual.iter().find(|(name, _)| *name == names[0]);
    { fields.first(&names) }
        .or_else(|| usual().map(|(_, number)| *number))
        .filter(|tokens| *tokens > 0)
}

fn needed_ffn(fields: &Fields<'_>) -> u32 {
    // Llama 4 and MiniMax-M3 keep the width of an expert in the plain field.
    fields.needed_of(&[
        "intermediate_size_mlp",
        "dense_intermediate_size",
        "intermediate_size",
        "block_ff_dim",
    ])
}

fn attention(fields: &Fields<'_>, family: &Family, letters: &str, mla: Option<Mla>) -> Attention {
    let windowed = letters.contains('S');
    let window = fields.first(&["sliding_window", "sliding_window_size"]);
    if windowed && window.is_none() {
        fields.problem("sliding_window is missing");
    }
    let chunk = fields.number("attention_chunk_size");
    let chunked = letters.contains('C');
    if chunked && chunk.is_none() {
        fields.problem("attention_chunk_size is missing");
    }
    let bias = match family.bias {
        Bias::None => AttnBias::None,
        Bias::Qkv => AttnBias::Qkv,
        Bias::All(key, usual) if fields.flag(key, usual) => AttnBias::Qkvo,
        Bias::Inner(key, usual) if fields.flag(key, usual) => AttnBias::Qkv,
        Bias::All(..) | Bias::Inner(..) => AttnBias::None,
    };
    fields.known(&[
        "attention_bias",
        "use_qk_norm",
        "use_sliding_window",
        "attention_out_bias",
    ]);
    let qk_norm = match family.normed {
        Normed::None => QkNorm::None,
        Normed::Head => QkNorm::Head,
        Normed::Full => QkNorm::Full,
        Normed::HeadIf(key) if fields.flag(key, false) => QkNorm::Head,
        Normed::FullIf(key) if fields.flag(key, false) => QkNorm::Full,
        Normed::HeadIf(_) | Normed::FullIf(_) => QkNorm::None,
    };
    let linear = letters.contains('L') && fields.get("linear_num_value_heads").is_some();
    let gated = fields.flag("attn_output_gate", linear);
    Attention {
        bias,
        qk_norm,
        output_gate: if gated {
            OutputGate::Elementwise
        } else {
            OutputGate::None
        },
        sinks: Sinks::None,
        sliding_window: window.filter(|_| windowed),
        chunk_size: chunk.filter(|_| chunked),
        mla,
        indexer: None,
        compressed: None,
        overrides: Cow::Borrowed(&[]),
        kv_shared_layers: 0,
    }
}

fn latent(fields: &Fields<'_>, family: &Family) -> Option<Mla> {
    let latent = matches!(family.special, Special::Latent | Special::KimiLinear);
    latent.then(|| Mla {
        kv_lora_rank: fields.needed("kv_lora_rank"),
        q_lora_rank: fields.number("q_lora_rank").filter(|rank| *rank > 0),
        qk_nope_head_dim: fields.needed("qk_nope_head_dim"),
        qk_rope_head_dim: fields.needed("qk_rope_head_dim"),
        v_head_dim: fields.needed("v_head_dim"),
    })
}

/// Gated delta layers, where there are linear ones with its fields.
fn gated_delta(fields: &Fields<'_>, letters: &str, hidden: u32) -> Option<Linear> {
    let taps = fields.number("linear_conv_kernel_dim");
    fields.known(&[
        "mamba_ssm_dtype",
        "mtp_use_dedicated_embeddings",
        "full_attention_interval",
        "output_gate_type",
    ]);
    if !letters.contains('L') || fields.get("linear_num_value_heads").is_none() {
        return None;
    }
    let kind = LinearKind::GatedDeltaNet {
        k_heads: fields.needed("linear_num_key_heads"),
        k_head_dim: fields.needed("linear_key_head_dim"),
        v_heads: fields.needed("linear_num_value_heads"),
        v_head_dim: fields.needed("linear_value_head_dim"),
    };
    Some(Linear::of(kind, taps.unwrap_or(4), hidden))
}

/// Biases that no field of an architecture has: those of the dense blocks.
fn biases(fields: &Fields<'_>, family: &Family, arch: &mut Arch) {
    let (key, usual) = family.mlp_bias;
    if !fields.flag(key, usual) {
        return;
    }
    let dense = arch.mlp.matches('D').count() as u64;
    let inputs = if arch.mlp_gated { 2 } else { 1 };
    let one = inputs * u64::from(arch.intermediate_size) + u64::from(arch.hidden_size);
    add(arch, "biases of the feed-forward blocks", dense * one);
}
