//! Which degrees of tensor parallelism an engine accepts for a model.
//!
//! Sources, read 2026-10: vLLM `vllm/config/model.py` (`verify_with_parallel_config`,
//! `get_num_kv_heads`), `layers/quantization/utils/fp8_utils.py` (`validate_fp8_block_shape`),
//! `layers/quantization/awq.py`, `layers/mamba/mamba_mixer2.py`, `models/qwen3_next.py`.

use super::properties::Shares;
use super::refusal::ShareFlaw;
use super::{Engine, Refusal, Split};
use crate::model::arch::{Arch, LinearKind, Moe, is_attention};
use crate::model::native::Native;
use crate::model::quant::{Family, Quant, packed};
use crate::model::tensors::Role;

/// Whether `t` cards can share each layer of this model in this format; with `expert`, whole
/// experts are dealt out, so that their width need not be divisible.
///
/// # Errors
/// Names the dimension that does not divide.
pub fn tensor_parallel_valid(
    engine: Engine,
    arch: &Arch,
    quant: Quant,
    t: u32,
    expert: bool,
) -> Result<(), Refusal> {
    match t {
        0 => return Err(ShareFlaw::NoCard.with(quant)),
        1 => return Ok(()),
        _ => {}
    }
    let shared = match engine.properties().shares {
        None => {
            return Err(Refusal::Split {
                engine,
                split: Split::Tensor,
            });
        }
        Some(Shares::ByHeads) => deals_heads(arch, t),
        Some(Shares::ByRows) => Ok(()),
        Some(Shares::Equally {
            vocabulary_padding,
            uneven_experts,
        }) => {
            let experts = Experts::of(expert, uneven_experts);
            cuts_equally(arch, quant, t, experts, vocabulary_padding)
        }
    };
    shared.map_err(|flaw| flaw.with(quant))
}

/// Whether the cards of all groups that serve requests of their own can share the routed experts.
///
/// # Errors
/// Names the dimension that does not divide.
pub(crate) fn experts_shared_valid(
    engine: Engine,
    arch: &Arch,
    quant: Quant,
    cards: u32,
    expert: bool,
) -> Result<(), Refusal> {
    let (Some(moe), Some(Shares::Equally { uneven_experts, .. })) =
        (arch.moe, engine.properties().shares)
    else {
        return Ok(());
    };
    let experts = Experts::of(expert, uneven_experts);
    routed_experts(moe, quant, cards, experts).map_err(|flaw| flaw.with(quant))
}

impl ShareFlaw {
    pub(super) fn with(self, quant: Quant) -> Refusal {
        Refusal::Shares { quant, flaw: self }
    }
}

/// What becomes of routed experts.
#[derive(Clone, Copy)]
enum Experts {
    /// Whole ones are dealt out, some cards getting more than others.
    Dealt,
    /// Whole ones are dealt out, as many to each card.
    DealtEvenly,
    /// Each is cut.
    Cut,
}

impl Experts {
    /// Whether whole ones are dealt out, and whether some cards may get more of them.
    fn of(whole: bool, uneven: bool) -> Self {
        match (whole, uneven) {
            (true, true) => Self::Dealt,
            (true, false) => Self::DealtEvenly,
            (false, _) => Self::Cut,
        }
    }
}

/// Cuts along key/value heads and 128 columns, with unequal shares where it must.
fn deals_heads(arch: &Arch, t: u32) -> Result<(), ShareFlaw> {
    match attention_kinds(arch).find(|kind| kind.kv < t) {
        Some(kind) if arch.attention.mla.is_none() => {
            Err(ShareFlaw::KvHeadsNotDealt { kv: kind.kv, t })
        }
        _ => Ok(()),
    }
}

fn cuts_equally(
    arch: &Arch,
    quant: Quant,
    t: u32,
    experts: Experts,
    vocabulary_padding: Option<u32>,
) -> Result<(), ShareFlaw> {
    for kind in attention_kinds(arch) {
        let kv = kind.kv;
        divides(kind.heads, t, "attention heads")?;
        if arch.attention.mla.is_none() && !kv.is_multiple_of(t) && !t.is_multiple_of(kv) {
            return Err(ShareFlaw::KvHeadsNeitherDividedNorRepeated { kv, t });
        }
        attention_blocks(arch, quant, t, kind)?;
    }
    feed_forward(arch, quant, t, experts)?;
    linear_layers(arch, t)?;
    if let Some(compressed) = arch.attention.compressed {
        divides(compressed.o_groups, t, "groups of the output projection")?;
    }
    match vocabulary_padding {
        Some(padding) => divides(
            arch.vocab_size.next_multiple_of(padding),
            t,
            "rows of the padded vocabulary",
        ),
        None => Ok(()),
    }
}

/// Heads of one kind of attention layer and their widths.
#[derive(Clone, Copy)]
pub(super) struct AttentionKind {
    heads: u32,
    pub(super) kv: u32,
    head_dim: u32,
    v_dim: u32,
}

/// Each kind of attention layer present.
pub(super) fn attention_kinds(arch: &Arch) -> impl Iterator<Item = AttentionKind> + '_ {
    let overrides = &arch.attention.overrides;
    let overridden = |letter: u8| overrides.iter().any(|o| o.layer == char::from(letter));
    let plain = arch
        .layers
        .bytes()
        .any(|letter| is_attention(letter) && !overridden(letter));
    let own = AttentionKind {
        heads: arch.heads,
        kv: arch.kv_heads,
        head_dim: arch.head_dim,
        v_dim: arch.v_head_dim,
    };
    let special = overrides.iter().map(move |o| AttentionKind {
        heads: o.heads.unwrap_or(own.heads),
        kv: o.kv_heads.unwrap_or(own.kv),
        head_dim: o.head_dim.unwrap_or(own.head_dim),
        v_dim: o.v_head_dim.unwrap_or(own.v_dim),
    });
    plain.then_some(own).into_iter().chain(special)
}

fn divides(value: u32, t: u32, what: &'static str) -> Result<(), ShareFlaw> {
    if value.is_multiple_of(t) {
        Ok(())
    } else {
        Err(ShareFlaw::DoesNotDivide { value, t, what })
    }
}

/// The format of a matrix of the model, which may be less packed than the experts are.
fn of(arch: &Arch, quant: Quant, role: Role) -> Quant {
    packed::format(quant, Native::Bf16, packed::Build::of(arch), role)
}

/// Block of weights along the input that shares a scale, and so cannot be cut.
fn input_block(quant: Quant) -> Option<u32> {
    match quant {
        Quant::Fp8Block | Quant::Awq | Quant::Gptq => Some(128),
        Quant::Nvfp4 => Some(16),
        // MXFP4 experts are padded by the engines; other formats scale rows or whole matrices.
        _ => None,
    }
}

/// Block of weights along the output that cannot be cut.
fn output_block(quant: Quant) -> Option<u32> {
    match (quant, quant.family()) {
        (Quant::Fp8Block, _) => Some(128),
        (_, Family::Grouped4) => Some(8),
        _ => None,
    }
}

fn whole_blocks(
    width: u32,
    t: u32,
    block: Option<u32>,
    what: &'static str,
) -> Result<(), ShareFlaw> {
    match block {
        Some(block) if !(width / t).is_multiple_of(block) => Err(ShareFlaw::CutsABlock {
            width,
            t,
            block,
            what,
        }),
        _ => Ok(()),
    }
}

fn attention_blocks(
    arch: &Arch,
    quant: Quant,
    t: u32,
    kind: AttentionKind,
) -> Result<(), ShareFlaw> {
    let AttentionKind {
        heads,
        kv,
        head_dim,
        v_dim,
    } = kind;
    if let Some(mla) = arch.attention.mla {
        let expanded = heads * (mla.qk_nope_head_dim + mla.v_head_dim);
        whole_blocks(expanded, t, output_block(quant), "Key/value up-projection")?;
        return whole_blocks(
            heads * mla.v_head_dim,
            t,
            input_block(of(arch, quant, Role::AttentionOutput)),
            "Attention output",
        );
    }
    whole_blocks(heads * head_dim, t, output_block(quant), "Query projection")?;
    // Where there are fewer key/value heads than cards, each card holds one.
    let (kv_width, share) = if kv >= t {
        (kv * head_dim, t)
    } else {
        (head_dim, 1)
    };
    whole_blocks(kv_width, share, output_block(quant), "Key/value projection")?;
    let out = input_block(of(arch, quant, Role::AttentionOutput));
    whole_blocks(heads * v_dim, t, out, "Attention output")
}

fn feed_forward(arch: &Arch, quant: Quant, t: u32, experts: Experts) -> Result<(), ShareFlaw> {
    let dense = arch.mlp.contains('D') || arch.moe.is_some_and(|moe| moe.parallel_dense);
    if dense {
        let widths = if arch.intermediate_per_layer.is_empty() {
            std::slice::from_ref(&arch.intermediate_size)
        } else {
            &arch.intermediate_per_layer[..]
        };
        for &width in widths {
            divides(width, t, "columns of the feed-forward block")?;
            // Publishers leave dense layers beside experts in 16 bits where groups would be cut.
            if arch.moe.is_none() || quant.family() != Family::Grouped4 {
                let block = input_block(of(arch, quant, Role::FfnDown));
                whole_blocks(width, t, block, "Feed-forward block")?;
            }
        }
    }
    let Some(moe) = arch.moe else { return Ok(()) };
    if moe.shared_intermediate_size > 0 {
        divides(
            moe.shared_intermediate_size,
            t,
            "columns of the shared experts",
        )?;
        if quant.family() != Family::Grouped4 {
            whole_blocks(
                moe.shared_intermediate_size,
                t,
                input_block(of(arch, quant, Role::SharedDown)),
                "Shared experts",
            )?;
        }
    }
    routed_experts(moe, quant, t, experts)
}

fn routed_experts(moe: Moe, quant: Quant, t: u32, experts: Experts) -> Result<(), ShareFlaw> {
    match experts {
        Experts::Dealt => Ok(()),
        Experts::DealtEvenly => divides(moe.experts, t, "experts"),
        Experts::Cut => {
            divides(moe.intermediate_size, t, "columns of an expert")?;
            whole_blocks(
                moe.intermediate_size,
                t,
                input_block(quant),
                "Experts (expert parallelism would keep them whole)",
            )
        }
    }
}

fn linear_layers(arch: &Arch, t: u32) -> Result<(), ShareFlaw> {
    let Some(linear) = arch.linear else {
        return Ok(());
    };
    match linear.kind {
        LinearKind::GatedDeltaNet {
            k_heads, v_heads, ..
        }
        | LinearKind::Kda {
            k_heads, v_heads, ..
        } => {
            divides(k_heads, t, "key heads of the linear-attention layers")?;
            divides(v_heads, t, "value heads of the linear-attention layers")
        }
        LinearKind::Mamba1 { expand, .. } => {
            divides(expand * arch.hidden_size, t, "channels of the Mamba layers")
        }
        LinearKind::Mamba2 { heads, groups, .. } => {
            divides(heads, t, "heads of the Mamba layers")?;
            // A single group is repeated on every card.
            if groups == 1 {
                Ok(())
            } else {
                divides(groups, t, "groups of the Mamba layers")
            }
        }
        LinearKind::ShortConv => divides(arch.hidden_size, t, "channels of the convolution layers"),
        LinearKind::Lightning { heads, .. } => {
            divides(heads, t, "heads of the linear-attention layers")
        }
    }
}

#[cfg(test)]
mod tests {
    use std::borrow::Cow;

    use super::*;
    use crate::model::arch::{Attention, AttnBias, Moe, Norms, OutputGate, QkNorm, Sinks};

    fn dense(hidden: u32, ffn: u32, heads: u32, kv: u32, head_dim: u32, vocab: u32) -> Arch {
        Arch {
            hidden_size: hidden,
            intermediate_size: ffn,
            intermediate_per_layer: Cow::Borrowed(&[]),
            heads,
            kv_heads: kv,
            head_dim,
            v_head_dim: head_dim,
            vocab_size: vocab,
            tied: false,
            head_bias: false,
            max_context: 131_072,
            layers: Cow::Borrowed("FF"),
            mlp: Cow::Borrowed("DD"),
            mlp_gated: true,
            fused: false,
            attention: Attention {
                bias: AttnBias::None,
                qk_norm: QkNorm::None,
                output_gate: OutputGate::None,
                sinks: Sinks::None,
                sliding_window: None,
                chunk_size: None,
                mla: None,
                indexer: None,
                compressed: None,
                overrides: Cow::Borrowed(&[]),
                kv_shared_layers: 0,
            },
            moe: None,
            linear: None,
            norms: Norms {
                bias: false,
                per_layer: 2,
            },
            extra: Cow::Borrowed(&[]),
        }
    }

    fn valid(arch: &Arch, quant: Quant, expert: bool) -> Vec<u32> {
        (1..=16)
            .filter(|t| tensor_parallel_valid(Engine::Vllm, arch, quant, *t, expert).is_ok())
            .collect()
    }

    #[test]
    fn llama_405b_divides_by_powers_of_two() {
        let arch = dense(16_384, 53_248, 128, 8, 128, 128_256);
        assert_eq!(valid(&arch, Quant::Bf16, false), [1, 2, 4, 8, 16]);
        let three = tensor_parallel_valid(Engine::Vllm, &arch, Quant::Bf16, 3, false);
        assert!(
            matches!(three, Err(refusal) if refusal.to_string().contains("128 attention heads"))
        );
    }

    #[test]
    fn qwen_72b_awq_is_cut_short_by_its_groups() {
        // vLLM issue 5675: 29,568 ÷ 8 = 3,696 is no multiple of 128.
        let arch = dense(8_192, 29_568, 64, 8, 128, 152_064);
        assert!(tensor_parallel_valid(Engine::Vllm, &arch, Quant::Bf16, 8, false).is_ok());
        let cut = tensor_parallel_valid(Engine::Vllm, &arch, Quant::Awq, 8, false);
        assert!(matches!(cut, Err(refusal) if refusal.to_string().contains("3696")));
    }

    #[test]
    fn qwen3_coder_fp8_needs_expert_parallelism_on_eight_cards() {
        // 2,560 ÷ 8 = 320 is no multiple of 128 (vLLM recipe for Qwen3-Coder-480B).
        let mut arch = dense(6_144, 0, 96, 8, 128, 151_936);
        arch.mlp = Cow::Borrowed("EE");
        arch.moe = Some(Moe {
            experts: 160,
            active: 8,
            intermediate_size: 2_560,
            shared: 0,
            shared_intermediate_size: 0,
            router_bias: false,
            shared_gate: false,
            expert_bias: false,
            latent_size: None,
            latent_norm: false,
            parallel_dense: false,
        });
        assert!(tensor_parallel_valid(Engine::Vllm, &arch, Quant::Fp8Block, 4, false).is_ok());
        assert!(tensor_parallel_valid(Engine::Vllm, &arch, Quant::Fp8Block, 8, false).is_err());
        assert!(tensor_parallel_valid(Engine::Vllm, &arch, Quant::Fp8Block, 8, true).is_ok());
        assert!(tensor_parallel_valid(Engine::Vllm, &arch, Quant::Bf16, 8, false).is_ok());
    }

    #[test]
    fn six_heads_over_four_cards_cannot_be_shared() {
        let arch = dense(3_072, 9_216, 24, 6, 128, 128_256);
        assert_eq!(valid(&arch, Quant::Bf16, false), [1, 2, 3, 6, 12]);
    }

    #[test]
    fn engines_without_tensor_parallelism_say_so() {
        let arch = dense(4_096, 14_336, 32, 8, 128, 128_256);
        let refused = tensor_parallel_valid(Engine::Transformers, &arch, Quant::F16, 2, false);
        assert!(matches!(refused, Err(refusal) if refusal.to_string().contains("transformers")));
        assert!(tensor_parallel_valid(Engine::Transformers, &arch, Quant::F16, 1, false).is_ok());
        // Rows of a matrix go to any number of cards (`--split-mode row` and `tensor`).
        assert!(tensor_parallel_valid(Engine::LlamaCpp, &arch, Quant::F16, 3, false).is_ok());
    }

    #[test]
    fn published_deployments_are_valid() {
        let catalog = crate::catalog::Catalog::builtin();
        let check = |id: &str, quant, t, expert| {
            catalog
                .model(id)
                .map(|model| tensor_parallel_valid(Engine::Vllm, &model.arch, quant, t, expert))
        };
        // As their publishers' or vLLM's recipes serve them.
        for (id, quant, t, expert) in [
            ("deepseek-v3", Quant::Fp8Block, 8, false),
            ("deepseek-v3", Quant::Fp8Block, 16, false),
            ("kimi-k2", Quant::Fp8Block, 16, false),
            ("qwen3-235b-a22b", Quant::Fp8Block, 4, false),
            ("qwen3-235b-a22b", Quant::Fp8Block, 8, true),
            ("qwen3-coder-480b-a35b", Quant::Fp8Block, 4, false),
            ("qwen3-next-80b-a3b", Quant::Bf16, 4, false),
            ("gpt-oss-120b", Quant::Mxfp4, 8, false),
            ("gpt-oss-20b", Quant::Mxfp4, 2, false),
            ("llama-3.3-70b", Quant::Fp8, 8, false),
            ("llama-3.1-405b", Quant::Fp8, 8, false),
            ("llama-4-scout", Quant::Bf16, 8, false),
            ("mixtral-8x7b", Quant::Bf16, 2, false),
            ("minimax-m2.5", Quant::Fp8Block, 4, false),
            ("gemma-3-27b", Quant::Bf16, 2, false),
            ("mistral-large-2407", Quant::Bf16, 8, false),
        ] {
            assert_eq!(check(id, quant, t, expert), Some(Ok(())), "{id} on {t}");
        }
        // As vLLM refuses them: blocks of 128 do not divide, or heads do not.
        for (id, quant, t) in [
            ("qwen3-235b-a22b", Quant::Fp8Block, 8),
            ("minimax-m2.5", Quant::Fp8Block, 8),
            ("qwen3-coder-480b-a35b", Quant::Fp8Block, 8),
            ("qwen2.5-72b", Quant::Awq, 8),
            ("llama-3.1-405b", Quant::Bf16, 3),
            ("llama-3.1-405b", Quant::Bf16, 6),
            ("llama-3.1-405b", Quant::Bf16, 7),
        ] {
            assert_eq!(
                check(id, quant, t, false).map(|result| result.is_err()),
                Some(true),
                "{id} {t}"
            );
        }
    }
}
