//! The KV cache: what each layer keeps for each sequence.
//!
//! | layer | bytes for one sequence |
//! |---|---|
//! | attention | tokens held × (key row + value row), rows of `kv_heads × head_dim` numbers |
//! | latent attention (MLA) | tokens held × one row of `kv_lora_rank + rope_dim`, not twice (arXiv:2405.04434 §2.1) |
//! | compressed attention | window plus one entry for every so many tokens, keys doubling as values |
//! | linear attention, Mamba | a constant state, whatever the context |
//!
//! How many tokens a layer with a window *holds* is a property of the engine, see [`KvPolicy`].

use std::borrow::Cow;

use crate::engine::{Engine, Fp8Latent, KvPolicy, MlaCache, kv_policy};
use crate::model::arch::{Arch, Attention, IndexerKind};
use crate::model::mixer::Mixer;
use crate::model::quant::{KvFormat, KvType};
use crate::model::stack::{CachedLayers, LayerKind};

/// What a cache belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keeper {
    /// The token mixer of a layer.
    Mixer(Mixer),
    /// The indexer beside it.
    Indexer,
}

impl Keeper {
    /// What it is called in the report of a model with this attention.
    #[must_use]
    pub fn words(self, attention: &Attention) -> Cow<'static, str> {
        Cow::Borrowed(match self {
            Self::Mixer(Mixer::Full) => "full attention",
            Self::Mixer(Mixer::Sliding) => "sliding-window attention",
            Self::Mixer(Mixer::Chunked) => "chunked attention",
            Self::Mixer(Mixer::Linear) => "linear attention",
            Self::Mixer(Mixer::Mamba) => "Mamba",
            Self::Mixer(mixer @ (Mixer::CompressedIndexed | Mixer::CompressedDense)) => {
                let ratio = attention.compressed.and_then(|one| one.ratio(mixer));
                return match ratio {
                    Some(ratio) => Cow::Owned(format!("compressed attention, {ratio} to 1")),
                    None => Cow::Borrowed("compressed attention"),
                };
            }
            Self::Mixer(Mixer::None) => "other",
            Self::Indexer => "index keys",
        })
    }

    /// Whether it keeps a state of constant size instead of rows for tokens.
    pub(crate) const fn is_state(self) -> bool {
        match self {
            Self::Mixer(mixer) => mixer.is_state(),
            Self::Indexer => false,
        }
    }
}

/// The cache of one kind of layer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LayerCache {
    /// What keeps it.
    pub keeper: Keeper,
    /// Layers of the kind that own a cache.
    pub layers: u32,
    /// Bytes that one token occupies in one layer, where tokens are held one by one.
    pub bytes_per_token: u64,
    /// Tokens held in one layer, all sequences together.
    pub tokens_held: u64,
    /// Bytes in one layer beside those tokens, all sequences together: states, compressed entries.
    pub other_bytes: u64,
}

impl LayerCache {
    /// Bytes of one layer.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        self.bytes_per_token * self.tokens_held + self.other_bytes
    }
}

/// The cache of all sequences on one tensor-parallel rank, by kind of layer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cache {
    kinds: [LayerCache; Mixer::CACHED],
    used: usize,
    index_row: u64,
    index_tokens: u64,
    index_layers: u32,
}

/// What decides a cache beside the architecture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CacheInput {
    /// Number format.
    pub kv: KvFormat,
    /// The engine, which decides how many tokens a layer holds.
    pub engine: Engine,
    /// Tokens of one sequence.
    pub context: u64,
    /// Sequences at once.
    pub users: u64,
    /// Cards that share each layer.
    pub tensor: u32,
    /// Of those, cards that each keep a part of the tokens.
    pub parts: u32,
    /// Tokens that the engine computes at once, where that was set.
    pub batch: Option<u32>,
}

impl CacheInput {
    /// Of so many tokens, those that one card keeps.
    fn own(&self, tokens: u64) -> u64 {
        tokens.div_ceil(u64::from(self.parts.max(1)))
    }
}

impl Cache {
    /// Computes what one rank keeps for all sequences.
    ///
    /// ```
    /// use headroom_core::memory::kv::{Cache, CacheInput};
    /// use headroom_core::catalog::Catalog;
    /// use headroom_core::engine::Engine;
    /// use headroom_core::model::quant::{KvFormat, KvType};
    /// let input = CacheInput {
    ///     kv: KvFormat::both(KvType::F16),
    ///     engine: Engine::Vllm,
    ///     context: 8_192,
    ///     users: 1,
    ///     tensor: 1,
    ///     parts: 1,
    ///     batch: None,
    /// };
    /// let per_token = |id| {
    ///     let arch = &Catalog::builtin().model(id).unwrap().arch;
    ///     Cache::new(arch, input).bytes_per_token()
    /// };
    /// assert_eq!(per_token("llama-3.1-405b"), 516_096);
    /// assert_eq!(per_token("llama-3.1-70b"), 327_680);
    /// assert_eq!(per_token("deepseek-v3"), 70_272);
    /// ```
    #[must_use]
    pub fn new(arch: &Arch, input: CacheInput) -> Self {
        Self::of(arch, &CachedLayers::of(arch), input)
    }

    /// As [`new`](Self::new), of layers that have been counted.
    pub(crate) fn of(arch: &Arch, layers: &CachedLayers, input: CacheInput) -> Self {
        let policy = kv_policy(input.engine).reading(input.batch);
        let CacheInput { context, users, .. } = input;
        let held = |window| match window {
            Window::Full => policy.full_tokens(input.own(context)) * users,
            Window::Sliding(width) => policy.sliding_tokens_total(width.into(), context, users),
            Window::Chunked(width) => policy.chunked_tokens_total(width.into(), context, users),
        };
        Self::held_by(arch, layers, input, &policy, &held)
    }

    /// The floor: every layer holds only the tokens that its attention can still see.
    pub(crate) fn ideal_of(arch: &Arch, layers: &CachedLayers, input: CacheInput) -> Self {
        let policy = KvPolicy {
            mla: MlaCache::Latent,
            compressors: None,
            ..*kv_policy(input.engine)
        };
        let held = |window| match window {
            Window::Full => input.own(input.context) * input.users,
            Window::Sliding(width) | Window::Chunked(width) => {
                input.context.min(u64::from(width)) * input.users
            }
        };
        Self::held_by(arch, layers, input, &policy, &held)
    }

    fn held_by(
        arch: &Arch,
        layers: &CachedLayers,
        input: CacheInput,
        policy: &KvPolicy,
        held: &impl Fn(Window) -> u64,
    ) -> Self {
        let empty = LayerCache {
            keeper: Keeper::Mixer(Mixer::None),
            layers: 0,
            bytes_per_token: 0,
            tokens_held: 0,
            other_bytes: 0,
        };
        let mut cache = Self {
            kinds: [empty; Mixer::CACHED],
            used: layers.used,
            index_row: index_row(arch, input.kv.keys),
            index_tokens: held(Window::Full),
            index_layers: layers.index_layers,
        };
        let counted = &layers.mixers[..layers.used];
        for (kind, &(mixer, layers)) in cache.kinds.iter_mut().zip(counted) {
            let layer = Layer {
                arch,
                mixer,
                input,
                policy,
            };
            *kind = LayerCache {
                layers,
                ..layer.cache(held)
            };
        }
        cache
    }

    /// The kinds of layer with their caches, in the order in which they first occur.
    #[must_use]
    pub fn kinds(&self) -> &[LayerCache] {
        &self.kinds[..self.used]
    }

    /// Bytes of one layer of a kind of the stack.
    pub(crate) fn layer_bytes(&self, kind: &LayerKind) -> u64 {
        let own = self
            .kinds()
            .iter()
            .find(|cache| Some(cache.keeper) == kind.cache.map(Keeper::Mixer))
            .map_or(0, LayerCache::bytes);
        let keys = if kind.index_keys {
            self.index_row * self.index_tokens
        } else {
            0
        };
        own + keys
    }

    /// The index keys as a kind of their own.
    #[must_use]
    pub fn index_keys(&self) -> LayerCache {
        LayerCache {
            keeper: Keeper::Indexer,
            layers: self.index_layers,
            bytes_per_token: self.index_row,
            tokens_held: self.index_tokens,
            other_bytes: 0,
        }
    }

    /// Bytes of all layers.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        let own: u64 = self
            .kinds()
            .iter()
            .map(|kind| u64::from(kind.layers) * kind.bytes())
            .sum();
        let keys = self.index_keys();
        own + u64::from(keys.layers) * keys.bytes()
    }

    /// Bytes that one more token of one sequence adds while every layer still grows.
    #[must_use]
    pub fn bytes_per_token(&self) -> u64 {
        let rows = self
            .kinds()
            .iter()
            .map(|kind| u64::from(kind.layers) * kind.bytes_per_token);
        rows.sum::<u64>() + u64::from(self.index_layers) * self.index_row
    }
}

/// How far back a layer looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Window {
    Full,
    Sliding(u32),
    Chunked(u32),
}

/// One layer of one rank.
struct Layer<'a> {
    arch: &'a Arch,
    mixer: Mixer,
    input: CacheInput,
    policy: &'a KvPolicy,
}

impl Layer<'_> {
    fn cache(&self, held: &impl Fn(Window) -> u64) -> LayerCache {
        let attention = &self.arch.attention;
        let CacheInput {
            context,
            users,
            tensor,
            ..
        } = self.input;
        let mut cache = LayerCache {
            keeper: Keeper::Mixer(self.mixer),
            layers: 1,
            bytes_per_token: 0,
            tokens_held: 0,
            other_bytes: 0,
        };
        match self.mixer {
            Mixer::Linear | Mixer::Mamba => {
                cache.other_bytes = self.arch.linear.map_or(0, |linear| {
                    let one = self.policy.state.bytes(&linear);
                    one.div_ceil(u64::from(tensor.max(1))) * users
                });
            }
            Mixer::CompressedIndexed | Mixer::CompressedDense => {
                let row = self.row();
                let window = held(Window::Sliding(attention.sliding_window.unwrap_or(0)));
                // Engines that keep states beside keep index keys in FP8 with a 32-bit scale.
                let scale = self.policy.compressors.map_or(0, |_| 4);
                let entries = attention.compressed.map_or(0, |compressed| {
                    let key = match self.mixer {
                        Mixer::CompressedIndexed => {
                            let width = compressed.index_head_dim;
                            self.input.kv.keys.row_bytes(width.into()) + scale
                        }
                        _ => 0,
                    };
                    let ratio = compressed.ratio(self.mixer).unwrap_or(1).max(1);
                    context.div_ceil(u64::from(ratio)) * (row + key) * users
                });
                cache.other_bytes = window * row + entries + self.compressors();
            }
            mixer => {
                let window = match mixer {
                    Mixer::Sliding => attention
                        .sliding_window
                        .map_or(Window::Full, Window::Sliding),
                    Mixer::Chunked => attention.chunk_size.map_or(Window::Full, Window::Chunked),
                    _ => Window::Full,
                };
                cache.bytes_per_token = self.row();
                cache.tokens_held = held(window);
            }
        }
        cache
    }

    /// What the compressors of a layer keep of tokens that are not yet an entry: values and scores in 32 bits, twice where
    /// entries overlap, of the running batch and of what each sequence has begun. Pages are as large as those of the entries, and
    /// those of the indexer's states are filled to half.
    fn compressors(&self) -> u64 {
        let attention = &self.arch.attention;
        let (Some(batch), Some(compressed)) = (self.policy.compressors, attention.compressed)
        else {
            return 0;
        };
        let ratio = u64::from(compressed.ratio(self.mixer).unwrap_or(1).max(1));
        let index = u64::from(compressed.index_head_dim);
        let (copies, width) = match self.mixer {
            Mixer::CompressedIndexed => (2, u64::from(self.arch.head_dim) + 2 * index),
            _ => (1, u64::from(self.arch.head_dim)),
        };
        let CacheInput { context, users, .. } = self.input;
        let tokens = u64::from(batch).min(context * users) + users * copies * ratio;
        // A page of 64 entries of 584 bytes holds states of 32 KiB.
        tokens * copies * 2 * width * 4 * 37_376 / 32_768
    }

    /// Bytes that one token occupies.
    fn row(&self) -> u64 {
        let attention = &self.arch.attention;
        let wide = self.mixer == Mixer::Sliding && self.policy.sliding_stays_16_bit;
        let kept = |kv: KvType| match kv.is_quantised() && wide {
            true => KvType::F16,
            false => kv,
        };
        // A latent, and keys that double as values, are kept as keys.
        let KvFormat { keys: kv, values } = self.input.kv;
        let (kv, values) = (kept(kv), kept(values));
        if let (Some(mla), Mixer::Full) = (attention.mla, self.mixer) {
            let scaled = kv == KvType::Fp8 && self.policy.fp8_latent == Fp8Latent::Scaled;
            if scaled && attention.indexer.is_some() {
                // One 32-bit scale for 128 numbers, and the rotary part in 16 bits: 512 + 16 + 128.
                let latent = u64::from(mla.kv_lora_rank);
                return latent + latent.div_ceil(128) * 4 + u64::from(mla.qk_rope_head_dim) * 2;
            }
            if self.policy.mla == MlaCache::Latent {
                // The latent is shared by all heads, so every rank holds the whole of it.
                return kv.row_bytes(u64::from(mla.kv_lora_rank + mla.qk_rope_head_dim));
            }
            let heads = u64::from(self.arch.heads.div_ceil(self.input.tensor.max(1)));
            let key = u64::from(mla.qk_nope_head_dim + mla.qk_rope_head_dim);
            return kv.row_bytes(heads * key) + values.row_bytes(heads * u64::from(mla.v_head_dim));
        }
        let special = attention.own(self.mixer);
        let or = |own: Option<u32>, model: u32| u64::from(own.unwrap_or(model));
        let kv_heads = or(
            special.and_then(|special| special.kv_heads),
            self.arch.kv_heads,
        );
        let head_dim = or(
            special.and_then(|special| special.head_dim),
            self.arch.head_dim,
        );
        let v_head_dim = or(
            special.and_then(|special| special.v_head_dim.or(special.head_dim)),
            self.arch.v_head_dim,
        );
        let heads = kv_heads.div_ceil(u64::from(self.input.tensor.max(1)));
        let key = self.scaled_row(kv, heads, head_dim);
        if let Some(compressed) = attention.compressed {
            if kv == KvType::Fp8 && self.policy.fp8_latent == Fp8Latent::Scaled {
                // An 8-bit scale for 64 numbers, and the rotary part in 16 bits: 448 + 8 + 128.
                let rotary = u64::from(compressed.qk_rope_head_dim);
                return head_dim.saturating_sub(rotary) + head_dim.div_ceil(64) + 2 * rotary;
            }
            return key;
        }
        key + self.scaled_row(values, heads, v_head_dim)
    }

    /// Bytes of so many heads with the scales that lie beside them.
    fn scaled_row(&self, kv: KvType, heads: u64, width: u64) -> u64 {
        let scales = match kv {
            KvType::Int8 => heads * u64::from(self.policy.int8_scale),
            _ => 0,
        };
        kv.row_bytes(heads * width) + scales
    }
}

/// Bytes of one token's index key in one layer. `DeepSeek`'s indexer keeps it in FP8 with a 4-byte scale whatever
/// the cache's format: 132 bytes (vLLM's sparse-attention backend).
fn index_row(arch: &Arch, kv: KvType) -> u64 {
    arch.attention
        .indexer
        .as_ref()
        .map_or(0, |indexer| match indexer.kind {
            IndexerKind::Dsa => u64::from(indexer.head_dim) + 4,
            IndexerKind::Gqa => kv.row_bytes(u64::from(indexer.head_dim)),
        })
}
