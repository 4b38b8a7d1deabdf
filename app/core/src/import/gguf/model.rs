//! From the values and tensors of a header to an architecture.
//!
//! Names of values: `gguf` 0.19 (`constants.py`). Which layers see a window where the file does not say so: llama.cpp,
//! `src/llama-model.cpp`, 2026. What a tensor tells by being there is taken from the tensor.

use std::borrow::Cow;

use super::super::found::Refusal;
use super::super::names::{Part, part};
use super::attention::{attention, heads, latent};
use super::header::Header;
use super::layers::Layers;
use super::values::Values;
use crate::model::arch::{Arch, Attention, Extra, ExtraKind, Linear, LinearKind, Moe, Norms};
use crate::scenario::keys::LAYERS;
use crate::units::{grouped, shown};

/// Architectures of llama.cpp that are read, and which layers of theirs see a window where no value says so: all but every
/// n-th; 0 for none. Others cache in ways that their values do not tell, or are no language models.
const KNOWN: [(&str, u32); 55] = [
    ("llama", 0),
    ("llama4", 4),
    ("mistral3", 0),
    ("mistral4", 0),
    ("qwen2", 0),
    ("qwen2moe", 0),
    ("qwen2vl", 0),
    ("qwen3", 0),
    ("qwen3moe", 0),
    ("qwen3vl", 0),
    ("qwen3vlmoe", 0),
    ("qwen3next", 0),
    ("qwen35", 0),
    ("qwen35moe", 0),
    ("gemma", 0),
    ("gemma2", 2),
    ("gemma3", 6),
    ("gemma4", 6),
    ("phi3", 0),
    ("phimoe", 0),
    ("command-r", 0),
    ("cohere2", 4),
    ("deepseek2", 0),
    ("glm4", 0),
    ("glm4moe", 0),
    ("glm-dsa", 0),
    ("gpt-oss", 2),
    ("olmo2", 4),
    ("olmoe", 0),
    ("falcon", 0),
    ("granite", 0),
    ("granitemoe", 0),
    ("granitehybrid", 0),
    ("jamba", 0),
    ("lfm2", 0),
    ("lfm2moe", 0),
    ("minimax-m2", 0),
    ("nemotron", 0),
    ("nemotron_h", 0),
    ("nemotron_h_moe", 0),
    ("smollm3", 0),
    ("seed_oss", 0),
    ("exaone4", 4),
    ("hunyuan-moe", 0),
    ("hunyuan-dense", 0),
    ("starcoder2", 0),
    ("stablelm", 0),
    ("arcee", 0),
    ("ernie4_5", 0),
    ("ernie4_5-moe", 0),
    ("dots1", 0),
    ("mimo2", 0),
    ("step35", 0),
    ("kimi-linear", 0),
    ("bailingmoe2", 0),
];

/// The architecture that a header describes, and its name in llama.cpp.
pub(super) fn arch(header: &Header, notes: &mut Vec<String>) -> Result<(Arch, String), Refusal> {
    let Some(kind) = header.text("general.architecture") else {
        return Err(Refusal::new(
            "The header of this GGUF file does not say general.architecture, so what its values mean is not known.",
        ));
    };
    let Some((_, every)) = KNOWN.iter().find(|(name, _)| *name == kind) else {
        return Err(Refusal::new(format!(
            "The architecture “{}” of this GGUF file is not known here, so what it caches cannot be counted.",
            shown(kind).chars().take(40).collect::<String>()
        )));
    };
    let values = Values { header, kind };
    let blocks = values.needed("block_count")?;
    let layers = blocks.saturating_sub(values.number("nextn_predict_layers").unwrap_or(0));
    if layers == 0 || layers > LAYERS.max {
        return Err(Refusal::new(format!(
            "The header of this GGUF file says {kind}.block_count is {blocks}: allowed are 1 to {} layers.",
            LAYERS.max
        )));
    }
    let tensors = Layers::of(header, layers);
    let mut arch = read(&values, &tensors, layers, *every)?;
    settle(header, &mut arch, notes)?;
    Ok((arch, kind.to_owned()))
}

/// What the tensors hold beyond what was counted stands as small; where the two are far apart, nothing is said.
fn settle(header: &Header, arch: &mut Arch, notes: &mut Vec<String>) -> Result<(), Refusal> {
    let layers = arch.layer_count();
    let own = |name: &str| !name.starts_with("rope_f") && part(name, Some(layers)) == Part::Text;
    let held: u64 = { header.tensors.iter() }
        .filter(|tensor| own(&tensor.name))
        .fold(0, |sum, tensor| sum.saturating_add(tensor.numbers));
    let text = crate::codec::arch::shape(arch);
    if let Err(problem) = crate::codec::arch::read(&text) {
        return Err(Refusal::new(problem.to_string()));
    }
    let counted = arch.params();
    let apart = held.abs_diff(counted);
    if apart > held / 100 {
        return Err(Refusal::new(format!(
            "The tensors of this GGUF file hold {} parameters, and what its values describe {}: they do not belong together, or the file holds what is not known here.",
            grouped(held),
            grouped(counted)
        )));
    }
    if held > counted {
        arch.extra.to_mut().push(Extra {
            name: Cow::Borrowed("other parameters"),
            kind: ExtraKind::Small,
            params: apart,
        });
    }
    if apart > 0 {
        let more = if held > counted { "more" } else { "fewer" };
        notes.push(format!(
            "The tensors hold {} parameters {more} than the values describe; the bytes are those of the tensors.",
            grouped(apart)
        ));
    }
    Ok(())
}

fn read(
    values: &Values<'_>,
    tensors: &Layers<'_>,
    layers: u32,
    every: u32,
) -> Result<Arch, Refusal> {
    let hidden = values.needed("embedding_length")?;
    let count = layers as usize;
    let embedding = tensors.outer("token_embd.weight").ok_or_else(|| {
        Refusal::new("This GGUF file has no token_embd.weight, so its vocabulary is not known.")
    })?;
    let vocab = embedding.dims.get(1).copied().unwrap_or(0);
    let mut letters: Vec<char> = (0..count).map(|layer| tensors.mixer(layer)).collect();
    let window = windows(values, &mut letters, every);
    let (heads, overrides) = heads(values, tensors, &letters)?;
    let mla = latent(values, tensors)?;
    let head_dim = match mla {
        Some(mla) => mla.qk_nope_head_dim.saturating_add(mla.qk_rope_head_dim),
        None => heads.dim,
    };
    let mlp: String = (0..count).map(|layer| tensors.block(layer)).collect();
    let moe = experts(values, tensors)?;
    let width = |layer: usize| {
        let down = tensors.get(layer, "ffn_down.weight");
        down.and_then(|down| down.dims.first())
            .map_or(0, |width| small(*width))
    };
    let widths: Vec<u32> = (0..count).map(width).collect();
    let most = widths.iter().copied().max().unwrap_or(0);
    let uneven = widths.iter().any(|width| *width != most && *width > 0);
    let up = tensors
        .first("ffn_up.weight")
        .and_then(|up| up.dims.get(1).copied());
    let fused_gate =
        up.is_some_and(|up| up == 2 * u64::from(most)) && !tensors.any("ffn_gate.weight");
    let gated = fused_gate
        || [
            "ffn_gate.weight",
            "ffn_gate_exps.weight",
            "ffn_gate_up_exps.weight",
        ]
        .iter()
        .any(|name| tensors.any(name));
    Ok(Arch {
        hidden_size: hidden,
        intermediate_size: most,
        intermediate_per_layer: if uneven {
            Cow::Owned(widths)
        } else {
            Cow::Borrowed(&[])
        },
        heads: heads.query,
        kv_heads: if mla.is_some() { heads.query } else { heads.kv },
        head_dim,
        v_head_dim: mla.map_or(heads.value, |mla| mla.v_head_dim),
        vocab_size: small(vocab),
        tied: tensors.outer("output.weight").is_none(),
        head_bias: tensors.outer("output.bias").is_some(),
        max_context: values.number("context_length").unwrap_or(8_192).max(1),
        mlp: Cow::Owned(mlp),
        mlp_gated: gated,
        fused: fused_gate
            || tensors.any("attn_qkv.weight")
                && !tensors.any("ffn_gate.weight")
                && moe.is_none()
                && !letters.contains(&'L'),
        attention: Attention {
            sliding_window: window.filter(|_| letters.contains(&'S')),
            chunk_size: window.filter(|_| letters.contains(&'C')),
            overrides: Cow::Owned(overrides),
            ..attention(values, tensors, &letters, &heads, mla)
        },
        linear: state(values, tensors, hidden)?,
        moe,
        norms: Norms {
            bias: tensors.any("attn_norm.bias"),
            per_layer: (0..count)
                .map(|layer| tensors.norms(layer, u64::from(hidden)))
                .max()
                .unwrap_or(2),
        },
        layers: Cow::Owned(letters.iter().collect()),
        extra: Cow::Borrowed(&[]),
    })
}

/// A number that bounds check later.
fn small(number: u64) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// Marks the layers that see a window, whose width is returned.
fn windows(values: &Values<'_>, letters: &mut [char], every: u32) -> Option<u32> {
    let chunked = values.kind == "llama4";
    let window = { values.number("attention.sliding_window") }
        .or_else(|| values.number("attention.chunk_size"))
        .or(chunked.then_some(8_192))
        .filter(|window| *window > 0)?;
    let marks = values.each("attention.sliding_window_pattern", letters.len() as u32);
    let period = values.number("attention.sliding_window_pattern");
    let letter = if chunked { 'C' } else { 'S' };
    for (index, own) in letters.iter_mut().enumerate() {
        let next = index as u32 + 1;
        let slides = match (period, &marks) {
            (Some(period), _) if period > 1 => !next.is_multiple_of(period),
            (None, Some(marks)) => marks.get(index).is_some_and(|mark| *mark != 0),
            _ => every > 0 && !next.is_multiple_of(every),
        };
        if *own == 'F' && slides {
            *own = letter;
        }
    }
    Some(window)
}

fn experts(values: &Values<'_>, tensors: &Layers<'_>) -> Result<Option<Moe>, Refusal> {
    let Some(down) = tensors.first("ffn_down_exps.weight") else {
        return Ok(None);
    };
    let shared = tensors
        .first("ffn_down_shexp.weight")
        .and_then(|down| down.dims.first());
    let latent = tensors
        .first("ffn_latent_down.weight")
        .and_then(|down| down.dims.get(1));
    let both = (0..LAYERS.max as usize).any(|layer| {
        tensors.has(layer, &["ffn_up.weight"]) && tensors.has(layer, &["ffn_down_exps.weight"])
    });
    Ok(Some(Moe {
        experts: values.needed("expert_count")?,
        active: values.needed("expert_used_count")?,
        intermediate_size: down.dims.first().map_or(0, |width| small(*width)),
        shared: if shared.is_some() {
            values.number("expert_shared_count").unwrap_or(1).max(1)
        } else {
            0
        },
        shared_intermediate_size: shared.map_or(0, |width| small(*width)),
        router_bias: [
            "exp_probs_b.bias",
            "exp_probs_b.weight",
            "exp_probs_b",
            "ffn_gate_inp.bias",
        ]
        .iter()
        .any(|name| tensors.any(name)),
        shared_gate: tensors.any("ffn_gate_inp_shexp.weight"),
        expert_bias: tensors.any("ffn_down_exps.bias"),
        latent_size: latent.map(|size| small(*size)),
        latent_norm: tensors.any("ffn_latent_norm.weight"),
        parallel_dense: both,
    }))
}

/// Layers with a constant state.
fn state(
    values: &Values<'_>,
    tensors: &Layers<'_>,
    hidden: u32,
) -> Result<Option<Linear>, Refusal> {
    if tensors.any("shortconv.conv.weight") {
        let taps = values.needed("shortconv.l_cache")?;
        return Ok(Some(Linear::of(LinearKind::ShortConv, taps, hidden)));
    }
    let kimi = tensors.any("ssm_conv1d_q.weight");
    if !kimi && !tensors.any("ssm_conv1d.weight") {
        return Ok(None);
    }
    let taps = values.needed("ssm.conv_kernel")?;
    if kimi {
        let dim = values.needed("kda.head_dim")?;
        let heads = tensors
            .first("ssm_conv1d_v.weight")
            .map_or(0, |conv| conv.numbers);
        let heads = small(heads / u64::from(taps.max(1)) / u64::from(dim.max(1)));
        let kind = LinearKind::Kda {
            k_heads: heads,
            k_head_dim: dim,
            v_heads: heads,
            v_head_dim: dim,
            full_rank_gate: !tensors.any("ssm_g_b.weight"),
        };
        return Ok(Some(Linear::of(kind, taps, hidden)));
    }
    let inner = values.needed("ssm.inner_size")?;
    let state_size = values.needed("ssm.state_size")?;
    let rank = values.needed("ssm.time_step_rank")?.max(1);
    let conv_bias = tensors.any("ssm_conv1d.bias");
    let groups = values.number("ssm.group_count").unwrap_or(0);
    let kind = if !tensors.any("ssm_in.weight") {
        LinearKind::GatedDeltaNet {
            k_heads: groups,
            k_head_dim: state_size,
            v_heads: rank,
            v_head_dim: inner / rank,
        }
    } else if tensors.any("ssm_x.weight") {
        LinearKind::Mamba1 {
            expand: inner / hidden.max(1),
            state_size,
            dt_rank: rank,
            conv_bias,
            inner_norms: tensors.any("ssm_dt_norm.weight"),
        }
    } else {
        LinearKind::Mamba2 {
            heads: rank,
            head_dim: inner / rank,
            groups,
            state_size,
            conv_bias,
        }
    };
    Ok(Some(Linear::of(kind, taps, hidden)))
}
