//! An architecture from its text, each number within bounds.

use std::borrow::Cow;

use super::parts::{List, Parts, Problem};
use super::runs;
use super::writing::NATIVES;
use crate::model::arch::{
    Arch, Attention, AttnBias, Compressed, Extra, ExtraKind, HeadOverride, Indexer, IndexerKind,
    Linear, LinearKind, Mla, Moe, Norms, OutputGate, QkNorm, Sinks,
};
use crate::model::mixer::{FeedForward, Mixer};
use crate::model::native::Native;
use crate::scenario::About;
use crate::scenario::custom::MAX_PARAMS;
use crate::scenario::keys::{
    CONTEXT, EXPERTS, FFN, HEAD_DIM, HEADS, HIDDEN, LAYERS, VOCAB, WINDOW,
};

type Bounds = std::ops::RangeInclusive<u64>;

const HIDDENS: Bounds = HIDDEN.min as u64..=HIDDEN.max as u64;
const COUNTS: Bounds = HEADS.min as u64..=HEADS.max as u64;
const DIMS: Bounds = HEAD_DIM.min as u64..=HEAD_DIM.max as u64;
const WIDTHS: Bounds = 0..=FFN.max as u64;
const RANKS: Bounds = 1..=65_536;
const TOKENS: Bounds = 1..=WINDOW.max as u64;
const TAPS: Bounds = 2..=64;
const PARAMS: Bounds = 1..=MAX_PARAMS / 10;

pub(super) fn read(text: &str) -> Result<(Arch, About), Problem> {
    let mut parts = Parts::split(text);
    let hidden_size = parts.needed("h", "hidden size", HIDDENS)?;
    let moe = experts(&mut parts)?;
    let layers = layers(&mut parts)?;
    let mlp = blocks(&mut parts, layers.len(), moe.is_some())?;
    let mut heads = needed(&mut parts, "a", "heads")?;
    let (query, kv) = (
        heads.next("query heads", COUNTS)?,
        heads.next("KV heads", COUNTS)?,
    );
    let head_dim = heads.next("width of a head", DIMS)?;
    let v_head_dim = heads.optional("width of a value", DIMS)?;
    heads.end()?;
    let arch = Arch {
        hidden_size,
        intermediate_size: parts.number("i", "feed-forward size", WIDTHS)?.unwrap_or(0),
        intermediate_per_layer: widths(&mut parts, layers.len())?,
        heads: query,
        kv_heads: kv,
        head_dim,
        v_head_dim: v_head_dim.unwrap_or(head_dim),
        vocab_size: parts.needed(
            "v",
            "vocabulary",
            u64::from(VOCAB.min)..=u64::from(VOCAB.max),
        )?,
        tied: parts.flag("t", "tied head")?,
        head_bias: parts.flag("hb", "bias of the head")?,
        max_context: parts
            .number("c", "published context", 1..=100_000_000)?
            .unwrap_or(CONTEXT.max),
        mlp_gated: !parts.flag("p", "plain feed-forward blocks")?,
        fused: parts.flag("f", "fused matrices")?,
        attention: attention(&mut parts, layers.len())?,
        linear: state(&mut parts, hidden_size)?,
        layers: Cow::Owned(layers),
        mlp: Cow::Owned(mlp),
        moe,
        norms: norms(&mut parts)?,
        extra: extra(&mut parts)?,
    };
    let about = about(&mut parts)?;
    parts.end()?;
    Ok((arch, about))
}

fn about(parts: &mut Parts<'_>) -> Result<About, Problem> {
    let mut about = About {
        native: parts.word("nf", "published format", Native::Bf16, &NATIVES)?,
        ..About::default()
    };
    if let Some(mut list) = parts.list("vp", "parameters of towers") {
        about.vision = list.large("all of them", PARAMS)?;
        list.end()?;
    }
    if let Some(mut list) = parts.list("mtp", "blocks that predict more tokens") {
        about.mtp = list.large("parameters", PARAMS)?;
        about.mtp_layers = list.next("layers", 1..=64)?;
        list.end()?;
    }
    Ok(about)
}

fn needed<'a>(parts: &mut Parts<'a>, field: &'static str, what: &str) -> Result<List<'a>, Problem> {
    let list = parts.list(field, what);
    list.ok_or_else(|| Problem::of(field, what, "", "numbers with points between"))
}

/// Letters of the layers; `N` stands for the point of the catalogue, which parts numbers here.
fn layers(parts: &mut Parts<'_>) -> Result<String, Problem> {
    let given = parts.text("l").unwrap_or_default();
    let known = |letter: u8| letter != b'.' && Mixer::from_letter(letter).is_some();
    letters(given, "l", "layers", "FSCLMXH", known)
}

fn blocks(parts: &mut Parts<'_>, layers: usize, moe: bool) -> Result<String, Problem> {
    let usual = if moe {
        FeedForward::Experts
    } else {
        FeedForward::Dense
    };
    let Some(given) = parts.text("m") else {
        return Ok(usual.letter().to_string().repeat(layers));
    };
    let known = |letter: u8| letter != b'-' && FeedForward::from_letter(letter).is_some();
    let spelled = letters(given, "m", "feed-forward blocks", "DE", known)?;
    if spelled.len() == layers {
        return Ok(spelled.replace('.', "-"));
    }
    let allowed = format!("as many letters as there are layers, {layers}");
    Err(Problem::of("m", "feed-forward blocks", given, &allowed))
}

fn letters(
    given: &str,
    field: &str,
    what: &str,
    allowed: &str,
    known: impl Fn(u8) -> bool,
) -> Result<String, Problem> {
    let spelled = runs::letters(given).filter(|spelled| {
        let mut letters = spelled.bytes();
        letters.all(|letter| letter == b'N' || known(letter))
    });
    let most = LAYERS.max;
    spelled
        .map(|spelled| spelled.replace('N', "."))
        .ok_or_else(|| {
            let allowed = format!(
                "the letters {allowed} and N in runs as LLLF*12_F, from 1 to {} layers",
                crate::units::grouped(u64::from(most))
            );
            Problem::of(field, what, given, &allowed)
        })
}

fn widths(parts: &mut Parts<'_>, layers: usize) -> Result<Cow<'static, [u32]>, Problem> {
    let Some(given) = parts.text("iw") else {
        return Ok(Cow::Borrowed(&[]));
    };
    let fits = |widths: &Vec<u32>| {
        let bounded = widths
            .iter()
            .all(|width| WIDTHS.contains(&u64::from(*width)));
        bounded && widths.len() == layers
    };
    let widths = runs::numbers(given).filter(fits);
    widths.map(Cow::Owned).ok_or_else(|| {
        let allowed = format!(
            "numbers from 0 to {} in runs as 6144*15_12288*20, one for each of the {layers} layers",
            crate::units::grouped(u64::from(FFN.max))
        );
        Problem::of("iw", "feed-forward sizes by layer", given, &allowed)
    })
}

fn norms(parts: &mut Parts<'_>) -> Result<Norms, Problem> {
    let Some(mut list) = parts.list("n", "norms") else {
        return Ok(Norms {
            bias: false,
            per_layer: 2,
        });
    };
    let per_layer = list.next("in a layer", 0..=64)?;
    let bias = list.mark("b")?;
    list.end()?;
    Ok(Norms { bias, per_layer })
}

fn attention(parts: &mut Parts<'_>, layers: usize) -> Result<Attention, Problem> {
    Ok(Attention {
        bias: parts.word(
            "b",
            "biases of attention",
            AttnBias::None,
            &[("qkv", AttnBias::Qkv), ("qkvo", AttnBias::Qkvo)],
        )?,
        qk_norm: parts.word(
            "qn",
            "norms of queries and keys",
            QkNorm::None,
            &[("head", QkNorm::Head), ("full", QkNorm::Full)],
        )?,
        output_gate: parts.word(
            "og",
            "gate of attention",
            OutputGate::None,
            &[
                ("all", OutputGate::Elementwise),
                ("head", OutputGate::PerHead),
            ],
        )?,
        sinks: parts.word(
            "s",
            "sinks of attention",
            Sinks::None,
            &[("all", Sinks::All), ("s", Sinks::Sliding)],
        )?,
        sliding_window: parts.number("w", "sliding window", TOKENS)?,
        chunk_size: parts.number("ch", "chunk of attention", TOKENS)?,
        mla: latent(parts)?,
        indexer: indexer(parts, layers)?,
        compressed: compressed(parts)?,
        overrides: overrides(parts)?,
        kv_shared_layers: parts
            .number("ks", "layers that share a cache", 0..=layers as u64)?
            .unwrap_or(0),
    })
}

fn latent(parts: &mut Parts<'_>) -> Result<Option<Mla>, Problem> {
    let Some(mut list) = parts.list("mla", "latent attention") else {
        return Ok(None);
    };
    let mla = Mla {
        kv_lora_rank: list.next("width of the latent", RANKS)?,
        q_lora_rank: list.optional("rank of the query", RANKS)?,
        qk_nope_head_dim: list.next("width without position", 0..=*DIMS.end())?,
        qk_rope_head_dim: list.next("width with position", 0..=*DIMS.end())?,
        v_head_dim: list.next("width of a value", 1..=*DIMS.end())?,
    };
    list.end()?;
    Ok(Some(mla))
}

fn indexer(parts: &mut Parts<'_>, layers: usize) -> Result<Option<Indexer>, Problem> {
    let marks = parts.text("ixl");
    let Some(mut list) = parts.list("ix", "indexer") else {
        return match marks {
            None => Ok(None),
            Some(given) => Err(Problem::of(
                "ixl",
                "layers with an indexer",
                given,
                "beside an indexer (ix)",
            )),
        };
    };
    let kind = match list.word() {
        "dsa" => IndexerKind::Dsa,
        "gqa" => IndexerKind::Gqa,
        given => return Err(Problem::of("ix", "indexer", given, "dsa or gqa first")),
    };
    let (heads, head_dim) = (
        list.next("heads", COUNTS)?,
        list.next("width of a key", DIMS)?,
    );
    let selects = list.next("tokens that it selects", TOKENS)?;
    list.end()?;
    let spelled = marks.map(|given| {
        let spelled = runs::letters(given).filter(|marks| {
            marks.len() == layers && marks.bytes().all(|mark| matches!(mark, b'0' | b'1'))
        });
        spelled.ok_or_else(|| {
            let allowed = format!("0 or 1 for each of the {layers} layers, in runs");
            Problem::of("ixl", "layers with an indexer", given, &allowed)
        })
    });
    Ok(Some(Indexer {
        kind,
        heads,
        head_dim,
        selects,
        layers: Cow::Owned(spelled.transpose()?.unwrap_or_default()),
    }))
}

fn compressed(parts: &mut Parts<'_>) -> Result<Option<Compressed>, Problem> {
    let Some(mut list) = parts.list("cp", "compressed attention") else {
        return Ok(None);
    };
    let compressed = Compressed {
        q_lora_rank: list.next("rank of the query", RANKS)?,
        o_groups: list.next("groups of the output", COUNTS)?,
        o_lora_rank: list.next("rank of the output", RANKS)?,
        qk_rope_head_dim: list.next("width with position", 0..=*DIMS.end())?,
        index_n_heads: list.next("heads of the index", COUNTS)?,
        index_head_dim: list.next("width of an index key", DIMS)?,
        index_selects: list.next("entries that are selected", TOKENS)?,
        ratio_x: list.next("tokens an entry with index", RANKS)?,
        ratio_h: list.next("tokens an entry without index", RANKS)?,
    };
    list.end()?;
    Ok(Some(compressed))
}

fn overrides(parts: &mut Parts<'_>) -> Result<Cow<'static, [HeadOverride]>, Problem> {
    let what = "heads of one kind of layer";
    let Some(given) = parts.text("o") else {
        return Ok(Cow::Borrowed(&[]));
    };
    let mut all: Vec<HeadOverride> = Vec::new();
    for text in given.split('_') {
        let mut list = List::new("o", what, text);
        let letter = list.word();
        let own = HeadOverride {
            layer: match letter.as_bytes() {
                [letter @ (b'F' | b'S' | b'C' | b'X' | b'H')] => char::from(*letter),
                _ => return Err(Problem::of("o", what, letter, "one of FSCXH first")),
            },
            heads: list.optional("query heads", COUNTS)?,
            kv_heads: list.optional("KV heads", COUNTS)?,
            head_dim: list.optional("width of a head", DIMS)?,
            v_head_dim: list.optional("width of a value", DIMS)?,
            k_eq_v: list.mark("k")?,
        };
        list.end()?;
        if all.iter().any(|other| other.layer == own.layer) {
            return Err(Problem::of("o", what, given, "each letter once"));
        }
        all.push(own);
    }
    Ok(Cow::Owned(all))
}

fn experts(parts: &mut Parts<'_>) -> Result<Option<Moe>, Problem> {
    let Some(mut list) = parts.list("e", "experts") else {
        return Ok(None);
    };
    let experts = list.next("in a layer", 2..=u64::from(EXPERTS.max))?;
    let active = list.next("that a token visits", 1..=u64::from(experts))?;
    let intermediate_size = list.next("width of one", 1..=*HIDDENS.end())?;
    list.end()?;
    let (mut shared, mut shared_size) = (0, 0);
    if let Some(mut list) = parts.list("es", "shared experts") {
        shared = list.next("in a layer", 1..=u64::from(EXPERTS.max))?;
        shared_size = list.next("width of all", 1..=*WIDTHS.end())?;
        list.end()?;
    }
    Ok(Some(Moe {
        experts,
        active,
        intermediate_size,
        shared,
        shared_intermediate_size: shared_size,
        router_bias: parts.flag("er", "bias of the router")?,
        shared_gate: parts.flag("eg", "gate of the shared experts")?,
        expert_bias: parts.flag("eb", "biases of the experts")?,
        latent_size: parts.number("el", "latent of the experts", HIDDENS)?,
        latent_norm: parts.flag("en", "norm of the latent")?,
        parallel_dense: parts.flag("ed", "dense block beside the experts")?,
    }))
}

/// Layers with a constant state: one family in a model.
fn state(parts: &mut Parts<'_>, hidden: u32) -> Result<Option<Linear>, Problem> {
    let dims = || 1..=*DIMS.end();
    let (kind, taps) = if let Some(mut list) = parts.list("gdn", "gated delta layers") {
        let taps = list.next("taps", TAPS)?;
        let kind = LinearKind::GatedDeltaNet {
            k_heads: list.next("key heads", COUNTS)?,
            k_head_dim: list.next("width of a key", dims())?,
            v_heads: list.next("value heads", COUNTS)?,
            v_head_dim: list.next("width of a value", dims())?,
        };
        list.end()?;
        (kind, taps)
    } else if let Some(mut list) = parts.list("kda", "Kimi delta layers") {
        let taps = list.next("taps", TAPS)?;
        let kind = LinearKind::Kda {
            k_heads: list.next("key heads", COUNTS)?,
            k_head_dim: list.next("width of a key", dims())?,
            v_heads: list.next("value heads", COUNTS)?,
            v_head_dim: list.next("width of a value", dims())?,
            full_rank_gate: list.mark("f")?,
        };
        list.end()?;
        (kind, taps)
    } else if let Some(mut list) = parts.list("ma", "Mamba layers") {
        let taps = list.next("taps", TAPS)?;
        let kind = LinearKind::Mamba1 {
            expand: list.next("expansion", 1..=16)?,
            state_size: list.next("state of a channel", 1..=1_024)?,
            dt_rank: list.next("rank of the step", RANKS)?,
            conv_bias: list.mark("b")?,
            inner_norms: list.mark("n")?,
        };
        list.end()?;
        (kind, taps)
    } else if let Some(mut list) = parts.list("mb", "Mamba-2 layers") {
        let taps = list.next("taps", TAPS)?;
        let kind = LinearKind::Mamba2 {
            heads: list.next("heads", COUNTS)?,
            head_dim: list.next("width of a head", dims())?,
            groups: list.next("groups", COUNTS)?,
            state_size: list.next("state of a channel", 1..=1_024)?,
            conv_bias: list.mark("b")?,
        };
        list.end()?;
        (kind, taps)
    } else if let Some(mut list) = parts.list("li", "lightning layers") {
        let kind = LinearKind::Lightning {
            heads: list.next("heads", COUNTS)?,
            head_dim: list.next("width of a head", dims())?,
            qk_norm: list.mark("n")?,
        };
        list.end()?;
        (kind, 0)
    } else if let Some(taps) = parts.number("sc", "taps of the short convolution", TAPS)? {
        (LinearKind::ShortConv, taps)
    } else {
        return Ok(None);
    };
    Ok(Some(Linear::of(kind, taps, hidden)))
}

fn extra(parts: &mut Parts<'_>) -> Result<Cow<'static, [Extra]>, Problem> {
    let what = "parameters of no class";
    let Some(given) = parts.text("x") else {
        return Ok(Cow::Borrowed(&[]));
    };
    let mut all = Vec::new();
    for text in given.split('_') {
        let mut list = List::new("x", what, text);
        let (name, kind) = match list.word() {
            "e" => ("per-layer embedding table", ExtraKind::PerLayerEmbedding),
            "i" => ("per-layer input gate", ExtraKind::PerLayerInput),
            "p" => ("per-layer model projection", ExtraKind::PerLayerProjection),
            "m" => ("projections beside these", ExtraKind::Projection),
            "s" => ("other parameters", ExtraKind::Small),
            given => {
                return Err(Problem::of(
                    "x",
                    what,
                    given,
                    "one of e, i, p, m and s first",
                ));
            }
        };
        let params = list.large("how many", PARAMS)?;
        list.end()?;
        if all.len() >= 8 {
            return Err(Problem::of("x", what, given, "up to eight of them"));
        }
        all.push(Extra {
            name: Cow::Borrowed(name),
            kind,
            params,
        });
    }
    Ok(Cow::Owned(all))
}
