//! What guesses tokens ahead has to be held beside the model.

use crate::catalog::Model;
use crate::engine::{DraftKind, kv_policy};
use crate::memory::kv::{Cache, CacheInput, Keeper, LayerCache};
use crate::model::arch::Arch;
use crate::model::mixer::Mixer;
use crate::model::quant::{Family, KvFormat, KvType, Quant};
use crate::model::weights::Weights;
use crate::scenario::custom::{Fields, described};
use crate::scenario::{Drafter, Scenario};

/// Rows of an EAGLE-3 head's vocabulary: published heads know the 32,000 words that are said most often
/// (`draft_vocab_size` of their configurations, 2025).
const EAGLE_WORDS: u64 = 32_000;

/// The model that is guessed for.
#[derive(Clone, Copy)]
pub(crate) struct Target<'a> {
    pub(crate) arch: &'a Arch,
    pub(crate) weights: &'a Weights,
    pub(crate) quant: Quant,
}

/// What guesses tokens ahead, and how many of them before each check.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Draft {
    by: Guesser,
    /// Tokens guessed before each check.
    pub(crate) tokens: u32,
}

/// Who guesses.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Guesser {
    /// Blocks of the model that predict further tokens.
    Mtp {
        /// Their parameters.
        params: u64,
        /// Their layers.
        layers: u64,
        /// Whether they are published in fewer bits than 16.
        packed: bool,
    },
    /// A head that was trained for it.
    Eagle3,
    /// A few layers that guess a block of tokens at once.
    Dflash,
    /// A smaller model.
    Model(&'static Model),
}

impl Draft {
    /// What a scenario has guess.
    pub(crate) fn of(scenario: &Scenario) -> Option<Self> {
        let speculation = scenario.speculation?;
        let by = match speculation.drafter {
            Drafter::Mtp => {
                let (params, layers) = scenario.model.mtp();
                Guesser::Mtp {
                    params,
                    layers: layers.max(1).into(),
                    packed: scenario.model.native().nominal_bits() < 16,
                }
            }
            Drafter::Eagle3 => Guesser::Eagle3,
            Drafter::Dflash => Guesser::Dflash,
            Drafter::Model(model) => Guesser::Model(model),
        };
        Some(Self {
            by,
            tokens: speculation.tokens,
        })
    }

    /// What kind it is.
    pub(crate) fn kind(self) -> DraftKind {
        match self.by {
            Guesser::Mtp { .. } => DraftKind::Mtp,
            Guesser::Eagle3 => DraftKind::Eagle3,
            Guesser::Dflash => DraftKind::Dflash,
            Guesser::Model(_) => DraftKind::Model,
        }
    }

    /// Bytes of its weights.
    pub(crate) fn weights(self, target: Target<'_>) -> u64 {
        match self.by {
            Guesser::Mtp { params, packed, .. } => block_bytes(target, params, packed),
            Guesser::Eagle3 => 2 * eagle_params(target.arch),
            Guesser::Dflash => block_drafter_bytes(target),
            Guesser::Model(model) => model.weights(format(target.quant)).total(),
        }
    }

    /// Bytes of weights and of cache on one card whose cache of the model is `input`’s.
    pub(crate) fn on_card(self, target: Target<'_>, mut input: CacheInput) -> (u64, u64) {
        if kv_policy(input.engine).draft_stays_16_bit && input.kv.keys != KvType::F32 {
            input.kv = KvFormat::both(KvType::F16);
        }
        let like_the_model = || {
            let own = Cache::of(target.arch, target.weights.stack.cached(), input);
            let mut attention = own
                .kinds()
                .iter()
                .filter(|kind| matches!(kind.keeper, Keeper::Mixer(mixer) if mixer.is_attention()));
            // Such blocks attend to everything.
            let full = { attention.clone() }.find(|kind| kind.keeper == Keeper::Mixer(Mixer::Full));
            full.or_else(|| attention.next())
                .map_or(0, LayerCache::bytes)
        };
        let cache = match self.by {
            Guesser::Mtp { layers, .. } => layers * like_the_model(),
            Guesser::Eagle3 => like_the_model(),
            // Those with sliding windows need less, and engines do not all give them less.
            Guesser::Dflash => Cache::new(&block_drafter(target.arch), input).bytes(),
            // Whether its tokens are divided too was not read, so that they are not.
            Guesser::Model(model) => {
                Cache::new(&model.arch, CacheInput { parts: 1, ..input }).bytes()
            }
        };
        let weights = self.weights(target);
        (weights.div_ceil(input.tensor.max(1).into()), cache)
    }
}

/// The format of a drafter that is a model: that of the model that it guesses for, where there are files in it.
pub(crate) fn format(quant: Quant) -> Quant {
    match quant.family() {
        Family::Gguf if quant.is_a_publishers_mix() => Quant::Q8_0,
        Family::Gguf | Family::IkGguf | Family::Float | Family::Mlx => quant,
        _ => Quant::Bf16,
    }
}

/// Bytes of an MTP block: in GGUF and MLX as many bits a number as the model, in the checkpoints of GPU engines 16
/// but for those published in fewer.
fn block_bytes(target: Target<'_>, params: u64, packed: bool) -> u64 {
    if target.quant == Quant::Nvfp4 {
        // Most of it in FP8, by the sizes of NVIDIA's checkpoints.
        return params;
    }
    let as_the_model = packed
        || matches!(
            target.quant.family(),
            Family::Gguf | Family::IkGguf | Family::Mlx | Family::Fp8 | Family::Float
        );
    if !as_the_model {
        return 2 * params;
    }
    let weights = target.weights;
    let bytes =
        u128::from(params) * u128::from(weights.total()) / u128::from(weights.params.max(1));
    u64::try_from(bytes).unwrap_or(u64::MAX)
}

/// The layers of a `DFlash` drafter: of 25 published ones five or six as wide as the model, with its feed-forward block or,
/// where it has experts, one three times as wide as the model; 32 query and 8 key heads of 128; head and embedding are the model’s
/// (configurations of z-lab, poolside and `RedHatAI`, 2026).
pub(crate) fn block_drafter(arch: &Arch) -> Arch {
    let (layers, ffn) = match arch.moe {
        // Where layers differ in width, the widest says nothing of a drafter.
        None => (5, arch.intermediate_size.min(4 * arch.hidden_size)),
        Some(_) => (6, 3 * arch.hidden_size),
    };
    described(&Fields {
        layers,
        hidden: arch.hidden_size,
        heads: 32,
        kv_heads: 8,
        head_dim: 128,
        ffn,
        vocab: 0,
        experts: 0,
        top_k: 0,
        expert_ffn: 0,
        window: 0,
        tied: true,
    })
}

/// Parameters of a `DFlash` drafter: its layers, and a projection of one hidden state of the model for each of them to one.
///
/// The published drafter of Qwen3 8B has 1.05 billion, as this rule says.
pub(crate) fn block_drafter_params(arch: &Arch) -> u64 {
    let hidden = u64::from(arch.hidden_size);
    let drafter = block_drafter(arch);
    drafter.params() + u64::from(drafter.layer_count()) * hidden * hidden
}

/// Bytes of a `DFlash` drafter: 16 bits a number as it is published, in GGUF Q8_0.
fn block_drafter_bytes(target: Target<'_>) -> u64 {
    let params = block_drafter_params(target.arch);
    match target.quant.family() {
        Family::Gguf | Family::IkGguf => params.div_ceil(32) * 34,
        _ => 2 * params,
    }
}

/// Parameters of an EAGLE-3 head: a projection of three hidden states to one, a layer that reads two, and a head
/// (arXiv:2503.01840, §3).
pub(crate) fn eagle_params(arch: &Arch) -> u64 {
    let hidden = u64::from(arch.hidden_size);
    let heads = u64::from(arch.heads) * u64::from(arch.head_dim);
    let cached = 2 * u64::from(arch.kv_heads) * u64::from(arch.head_dim);
    let visited = arch.moe.map_or(0, |moe| {
        u64::from(moe.intermediate_size) * u64::from(moe.active)
    });
    let block = u64::from(arch.intermediate_size).max(visited);
    3 * hidden * hidden
        + 2 * hidden * (heads + cached)
        + heads * hidden
        + 3 * hidden * block
        + EAGLE_WORDS * hidden
}
