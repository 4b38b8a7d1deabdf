//! The shape of a transformer: what its weights and its cache are counted from.
//!
//! Field names follow the configuration files that models are published with. A layer is one letter
//! in [`Arch::layers`] (its token [`Mixer`]) and one in [`Arch::mlp`] (its feed-forward part), so that
//! any published pattern of full, sliding, linear and state-space layers can be written down.

use std::borrow::Cow;

use crate::model::mixer::{FeedForward, Mixer};

/// The architecture of one model, text part only.
#[derive(Clone, Debug, PartialEq)]
pub struct Arch {
    /// Width of the residual stream.
    pub hidden_size: u32,
    /// Width of the dense feed-forward block; 0 where no layer has one.
    pub intermediate_size: u32,
    /// Width of the dense block layer by layer, where it is not the same everywhere; else empty.
    pub intermediate_per_layer: Cow<'static, [u32]>,
    /// Query heads.
    pub heads: u32,
    /// Key/value heads.
    pub kv_heads: u32,
    /// Width of one query/key head.
    pub head_dim: u32,
    /// Width of one value head.
    pub v_head_dim: u32,
    /// Rows of the token embedding.
    pub vocab_size: u32,
    /// Whether the output head is the token embedding.
    pub tied: bool,
    /// Whether the output head has a bias.
    pub head_bias: bool,
    /// Longest context that the model was published for, in tokens.
    pub max_context: u32,
    /// One letter a layer, those of [`Mixer`].
    pub layers: Cow<'static, str>,
    /// One letter a layer, those of [`FeedForward`].
    pub mlp: Cow<'static, str>,
    /// Whether the feed-forward blocks have a gate projection (three matrices instead of two).
    pub mlp_gated: bool,
    /// Whether the checkpoint keeps query, key and value in one matrix, and gate with up in another
    /// (Phi-3, Falcon): quantisers then treat each as one tensor.
    pub fused: bool,
    /// Details of the attention layers.
    pub attention: Attention,
    /// The experts, where there are any.
    pub moe: Option<Moe>,
    /// The linear-attention, convolution or Mamba layers, where there are any.
    pub linear: Option<Linear>,
    /// The normalisation layers.
    pub norms: Norms,
    /// Named parameters that no class above covers.
    pub extra: Cow<'static, [Extra]>,
}

/// How attention is laid out.
#[derive(Clone, Debug, PartialEq)]
pub struct Attention {
    /// Biases on the projections.
    pub bias: AttnBias,
    /// Normalisation of queries and keys.
    pub qk_norm: QkNorm,
    /// Gate on the attention output.
    pub output_gate: OutputGate,
    /// Learned attention sinks, one number a head.
    pub sinks: Sinks,
    /// Window of the `S` layers, in tokens.
    pub sliding_window: Option<u32>,
    /// Chunk of the `C` layers, in tokens.
    pub chunk_size: Option<u32>,
    /// Multi-head latent attention (DeepSeek-V2, arXiv:2405.04434).
    pub mla: Option<Mla>,
    /// Sparse-attention indexer with a key cache of its own.
    pub indexer: Option<Indexer>,
    /// DeepSeek-V4's compressed attention.
    pub compressed: Option<Compressed>,
    /// Head counts that differ for one kind of layer.
    pub overrides: Cow<'static, [HeadOverride]>,
    /// The last so many layers reuse an earlier layer's cache and own none.
    pub kv_shared_layers: u32,
}

/// Which attention projections carry a bias.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AttnBias {
    /// No bias.
    None,
    /// Query, key and value.
    Qkv,
    /// Query, key, value and output.
    Qkvo,
}

/// Normalisation of queries and keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum QkNorm {
    /// None with weights.
    None,
    /// One weight per element of a head, shared by the heads.
    Head,
    /// One weight per element of all heads.
    Full,
}

/// Gate on the attention output.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OutputGate {
    /// No gate.
    None,
    /// A projection as large as the query's.
    Elementwise,
    /// One number a head.
    PerHead,
}

/// Where learned attention sinks exist.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sinks {
    /// Nowhere.
    None,
    /// On every attention layer.
    All,
    /// On the sliding layers only.
    Sliding,
}

/// Ranks and widths of multi-head latent attention.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mla {
    /// Width of the cached latent.
    pub kv_lora_rank: u32,
    /// Rank of the query's down-projection; `None` where queries are projected at once.
    pub q_lora_rank: Option<u32>,
    /// Width of a head's part without position.
    pub qk_nope_head_dim: u32,
    /// Width of the part with rotary position, cached once beside the latent.
    pub qk_rope_head_dim: u32,
    /// Width of a value head.
    pub v_head_dim: u32,
}

/// A sparse-attention indexer.
#[derive(Clone, Debug, PartialEq)]
pub struct Indexer {
    /// Which family of indexer: it decides the projections.
    pub kind: IndexerKind,
    /// Index query heads.
    pub heads: u32,
    /// Width of the cached index key.
    pub head_dim: u32,
    /// Tokens that attention reads of those that the indexer ranks.
    pub selects: u32,
    /// `1` for each layer that has an indexer; empty means all.
    pub layers: Cow<'static, str>,
}

/// Families of sparse-attention indexers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IndexerKind {
    /// DeepSeek sparse attention beside MLA.
    Dsa,
    /// Block-sparse beside grouped-query attention (MiniMax-M3).
    Gqa,
}

/// DeepSeek-V4's compressed attention: one shared head, keys doubling as values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Compressed {
    /// Rank of the query's down-projection.
    pub q_lora_rank: u32,
    /// Groups of the output projection.
    pub o_groups: u32,
    /// Rank of each group of the output projection.
    pub o_lora_rank: u32,
    /// Width of the rotary part.
    pub qk_rope_head_dim: u32,
    /// Index heads of the `X` layers.
    pub index_n_heads: u32,
    /// Width of the index key of the `X` layers.
    pub index_head_dim: u32,
    /// Entries that attention reads on `X` layers of those that the index ranks.
    pub index_selects: u32,
    /// Tokens for each compressed entry on `X` layers.
    pub ratio_x: u32,
    /// Tokens for each compressed entry on `H` layers.
    pub ratio_h: u32,
}

impl Compressed {
    /// Tokens for each compressed entry on layers of this mixer.
    pub(crate) fn ratio(self, mixer: Mixer) -> Option<u32> {
        match mixer {
            Mixer::CompressedIndexed => Some(self.ratio_x),
            Mixer::CompressedDense => Some(self.ratio_h),
            _ => None,
        }
    }
}

/// Head counts that differ for one layer letter. `None` keeps the model's own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HeadOverride {
    /// The layer letter that it holds for.
    pub layer: char,
    /// Query heads.
    pub heads: Option<u32>,
    /// Key/value heads.
    pub kv_heads: Option<u32>,
    /// Width of a query/key head.
    pub head_dim: Option<u32>,
    /// Width of a value head.
    pub v_head_dim: Option<u32>,
    /// Whether one projection makes keys and values (both are cached all the same).
    pub k_eq_v: bool,
}

/// Mixture of experts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moe {
    /// Routed experts in a layer.
    pub experts: u32,
    /// Routed experts that a token visits.
    pub active: u32,
    /// Width of one expert.
    pub intermediate_size: u32,
    /// Experts that every token visits.
    pub shared: u32,
    /// Width of all shared experts together; 0 without any.
    pub shared_intermediate_size: u32,
    /// Whether the router has a bias.
    pub router_bias: bool,
    /// Whether the shared expert has a gate.
    pub shared_gate: bool,
    /// Whether the experts' projections have biases.
    pub expert_bias: bool,
    /// Width of the latent that experts work in, where it is not the hidden size.
    pub latent_size: Option<u32>,
    /// Whether the latent is normalised.
    pub latent_norm: bool,
    /// Whether every expert layer also runs the dense block.
    pub parallel_dense: bool,
}

/// Linear-attention, convolution or state-space layers: a constant state a sequence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Linear {
    /// The family and the widths that its projections are counted from.
    pub kind: LinearKind,
    /// Taps of the short convolution.
    pub conv_kernel: u32,
    /// Numbers in the recurrent state of one layer and sequence.
    pub state_elements: u64,
    /// Numbers in the convolution state of one layer and sequence.
    pub conv_state_elements: u64,
}

impl Linear {
    /// Layers of a family with so many taps, in a model of this width: what they keep of a sequence follows.
    #[must_use]
    pub fn of(kind: LinearKind, conv_kernel: u32, hidden: u32) -> Self {
        // Bounds are checked by whoever reads; until then nothing may overflow.
        let product = |factors: [u32; 3]| {
            let factors = factors.into_iter().map(u64::from);
            factors.fold(1, u64::saturating_mul)
        };
        let (state_elements, channels) = match kind {
            LinearKind::GatedDeltaNet {
                k_heads,
                k_head_dim,
                v_heads,
                v_head_dim,
            }
            | LinearKind::Kda {
                k_heads,
                k_head_dim,
                v_heads,
                v_head_dim,
                ..
            } => (
                product([v_heads, k_head_dim, v_head_dim]),
                product([2, k_heads, k_head_dim]).saturating_add(product([1, v_heads, v_head_dim])),
            ),
            LinearKind::Mamba1 {
                expand, state_size, ..
            } => (
                product([expand, hidden, state_size]),
                product([1, expand, hidden]),
            ),
            LinearKind::Mamba2 {
                heads,
                head_dim,
                groups,
                state_size,
                ..
            } => (
                product([heads, head_dim, state_size]),
                product([1, heads, head_dim]).saturating_add(product([2, groups, state_size])),
            ),
            LinearKind::ShortConv => (0, u64::from(hidden)),
            LinearKind::Lightning {
                heads, head_dim, ..
            } => (product([heads, head_dim, head_dim]), 0),
        };
        Self {
            kind,
            conv_kernel,
            state_elements,
            conv_state_elements: channels.saturating_mul(conv_kernel.saturating_sub(1).into()),
        }
    }
}

/// Families of constant-state layers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinearKind {
    /// Gated `DeltaNet` (Qwen3-Next, Qwen3.5).
    GatedDeltaNet {
        /// Heads of queries and keys.
        k_heads: u32,
        /// Width of one of them.
        k_head_dim: u32,
        /// Heads of values.
        v_heads: u32,
        /// Width of one of them.
        v_head_dim: u32,
    },
    /// Kimi delta attention.
    Kda {
        /// Heads of queries and keys.
        k_heads: u32,
        /// Width of one of them.
        k_head_dim: u32,
        /// Heads of values.
        v_heads: u32,
        /// Width of one of them.
        v_head_dim: u32,
        /// Whether the output gate is one whole matrix.
        full_rank_gate: bool,
    },
    /// Mamba-1 (Jamba).
    Mamba1 {
        /// Width of the state-space block, in widths of the model.
        expand: u32,
        /// Numbers of state for each channel.
        state_size: u32,
        /// Rank of the projection to time steps.
        dt_rank: u32,
        /// Whether the convolution has a bias.
        conv_bias: bool,
        /// Whether time steps and states are normalised.
        inner_norms: bool,
    },
    /// Mamba-2 (Nemotron-H, Granite 4).
    Mamba2 {
        /// Heads.
        heads: u32,
        /// Width of one of them.
        head_dim: u32,
        /// Groups of heads that share input and output matrices.
        groups: u32,
        /// Numbers of state for each channel.
        state_size: u32,
        /// Whether the convolution has a bias.
        conv_bias: bool,
    },
    /// Gated short convolution (LFM2).
    ShortConv,
    /// Lightning attention (MiniMax-Text-01, arXiv:2501.08313; Ling 2.5 and 2.6): as many keys and values as queries, a
    /// fixed decay a head, no convolution.
    Lightning {
        /// Heads.
        heads: u32,
        /// Width of one of them.
        head_dim: u32,
        /// Whether queries and keys are normalised.
        qk_norm: bool,
    },
}

/// Normalisation layers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Norms {
    /// Whether each norm also has a bias (LayerNorm with bias).
    pub bias: bool,
    /// Norms in a layer.
    pub per_layer: u32,
}

/// Parameters that belong to no class of tensors.
#[derive(Clone, Debug, PartialEq)]
pub struct Extra {
    /// What they are.
    pub name: Cow<'static, str>,
    /// The same as far as anything is decided by it.
    pub kind: ExtraKind,
    /// How many.
    pub params: u64,
}

/// Named parameters by the shape that they are stored in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExtraKind {
    /// Embedding table that is read once a layer.
    PerLayerEmbedding,
    /// Gate and projection of a per-layer input.
    PerLayerInput,
    /// Projection of the embeddings to all per-layer inputs.
    PerLayerProjection,
    /// Matrices with the hidden size as input that layers have beside what is counted of them.
    Projection,
    /// Anything else: too small for its shape to matter.
    Small,
}

/// Whether layers of this letter attend to cached keys and values.
pub(crate) const fn is_attention(letter: u8) -> bool {
    match Mixer::from_letter(letter) {
        Some(mixer) => mixer.is_attention(),
        None => false,
    }
}

impl Attention {
    /// What differs from the model's own head counts on layers of this mixer.
    pub(crate) fn own(&self, mixer: Mixer) -> Option<&HeadOverride> {
        let mut overrides = self.overrides.iter();
        overrides.find(|own| own.layer == mixer.letter())
    }

    /// Whether the layer with this index has an indexer.
    pub(crate) fn is_indexed(&self, layer: usize) -> bool {
        self.indexer.as_ref().is_some_and(|indexer| {
            indexer.layers.is_empty() || indexer.layers.as_bytes().get(layer) == Some(&b'1')
        })
    }
}

impl Arch {
    /// Number of layers.
    #[must_use]
    pub fn layer_count(&self) -> u32 {
        self.layers.len() as u32
    }

    /// Number of layers that keep a constant state.
    pub(crate) fn state_layers(&self) -> u64 {
        let mixers = (0..self.layers.len()).filter_map(|layer| self.mixer(layer));
        mixers.filter(|mixer| mixer.is_state()).count() as u64
    }

    /// The mixer of the layer with this index, where there is one.
    pub(crate) fn mixer(&self, layer: usize) -> Option<Mixer> {
        Mixer::from_letter(*self.layers.as_bytes().get(layer)?)
    }

    /// The feed-forward block of the layer with this index.
    pub(crate) fn feed_forward(&self, layer: usize) -> FeedForward {
        let letter = self.mlp.as_bytes().get(layer);
        let block = letter.and_then(|letter| FeedForward::from_letter(*letter));
        block.unwrap_or(FeedForward::None)
    }
}
