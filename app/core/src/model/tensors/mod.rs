//! Every weight tensor of an architecture: its role, its shape, and how often it occurs in a layer.
//!
//! Counting all of them gives the published number of parameters to the last one; pricing each by
//! the rule of a format gives the size of a file. Shapes are written as stored: `rows` outputs of
//! `cols` inputs, so that a block format packs along `cols`.
//!
//! Layouts follow the models' own code in Hugging Face `transformers`; where a GGUF file divides a
//! matrix differently (multi-head latent attention's `kv_b`), the GGUF division is used, because
//! it holds the same parameters and decides which block formats fit.

mod attention;
mod feed_forward;
mod role;
mod state;

use attention::{attention, compressed_attention};
use feed_forward::feed_forward;
pub use role::Role;
use state::state_mixer;

use crate::model::arch::{Arch, Extra, ExtraKind};
use crate::model::mixer::{FeedForward, Mixer};

/// `count` matrices of `rows` × `cols`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tensor {
    /// What it does.
    pub role: Role,
    /// Outputs.
    pub rows: u64,
    /// Inputs; block formats pack along these. 1 for a vector.
    pub cols: u64,
    /// How many of this shape are stored together: experts, or heads of a latent projection.
    pub count: u64,
}

impl Tensor {
    /// Parameters.
    #[must_use]
    pub const fn params(self) -> u64 {
        self.rows * self.cols * self.count
    }
}

/// Which layers share one shape: mixer and feed-forward block, the dense width, and whether the
/// layer has a cache and an indexer of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LayerShape {
    /// The token mixer.
    pub mixer: Mixer,
    /// The feed-forward block.
    pub mlp: FeedForward,
    /// Width of the dense block.
    pub intermediate: u32,
    /// Whether keys and values are projected here.
    pub owns_kv: bool,
    /// Whether an indexer selects tokens here.
    pub indexed: bool,
}

impl LayerShape {
    /// The shape of layer `index`.
    #[must_use]
    pub fn of(arch: &Arch, index: usize) -> Self {
        let layers = arch.layers.len();
        Self {
            mixer: arch.mixer(index).unwrap_or(Mixer::None),
            mlp: arch.feed_forward(index),
            intermediate: arch
                .intermediate_per_layer
                .get(index)
                .copied()
                .unwrap_or(arch.intermediate_size),
            owns_kv: index + (arch.attention.kv_shared_layers as usize) < layers,
            indexed: arch.attention.is_indexed(index),
        }
    }
}

/// Hands every tensor outside the layers to `visit`.
pub fn visit_outer(arch: &Arch, visit: &mut impl FnMut(Tensor)) {
    let hidden = u64::from(arch.hidden_size);
    let vocab = u64::from(arch.vocab_size);
    visit(matrix(Role::Embedding, vocab, hidden));
    if !arch.tied {
        visit(matrix(Role::Head, vocab, hidden));
    }
    if arch.head_bias {
        visit(vector(Role::Bias, vocab));
    }
    visit(vector(Role::Norm, hidden * norm_width(arch)));
    for extra in arch.extra.iter() {
        visit(extra_tensor(arch, extra));
    }
}

/// Hands every tensor of a layer of this shape to `visit`.
pub fn visit_layer(arch: &Arch, shape: LayerShape, visit: &mut impl FnMut(Tensor)) {
    let hidden = u64::from(arch.hidden_size);
    let norms = hidden * norm_width(arch) * u64::from(arch.norms.per_layer);
    if norms > 0 {
        visit(vector(Role::Norm, norms));
    }
    match (shape.mixer, arch.attention.compressed, arch.linear) {
        (mixer, Some(compressed), _) if mixer.is_compressed() || mixer == Mixer::Sliding => {
            compressed_attention(arch, shape, compressed, visit);
        }
        (mixer, _, _) if mixer.is_plain_attention() => attention(arch, shape, visit),
        (mixer, _, Some(linear)) if mixer.is_state() => state_mixer(hidden, linear, visit),
        _ => {}
    }
    feed_forward(arch, shape, visit);
}

/// Parameters of the whole model, text part.
#[must_use]
pub fn count(arch: &Arch) -> u64 {
    let mut params = 0;
    visit_outer(arch, &mut |tensor| params += tensor.params());
    let mut known: Option<(LayerShape, u64)> = None;
    for index in 0..arch.layers.len() {
        let shape = LayerShape::of(arch, index);
        let layer = match known {
            Some((same, layer)) if same == shape => layer,
            _ => {
                let mut layer = 0;
                visit_layer(arch, shape, &mut |tensor| layer += tensor.params());
                layer
            }
        };
        known = Some((shape, layer));
        params += layer;
    }
    params
}

/// Parameters of all routed experts, their biases included.
#[must_use]
pub fn routed(arch: &Arch) -> u64 {
    let mut params = 0;
    for index in 0..arch.layers.len() {
        visit_layer(arch, LayerShape::of(arch, index), &mut |tensor| {
            if matches!(
                tensor.role,
                Role::ExpertGate | Role::ExpertUp | Role::ExpertDown | Role::ExpertBias
            ) {
                params += tensor.params();
            }
        });
    }
    params
}

const fn matrix(role: Role, rows: u64, cols: u64) -> Tensor {
    Tensor {
        role,
        rows,
        cols,
        count: 1,
    }
}

const fn vector(role: Role, params: u64) -> Tensor {
    matrix(role, params, 1)
}

fn norm_width(arch: &Arch) -> u64 {
    if arch.norms.bias { 2 } else { 1 }
}

/// The large named parameters have a shape that formats care about; the rest is small.
fn extra_tensor(arch: &Arch, &Extra { kind, params, .. }: &Extra) -> Tensor {
    let hidden = u64::from(arch.hidden_size).max(1);
    let vocab = u64::from(arch.vocab_size).max(1);
    match kind {
        ExtraKind::PerLayerEmbedding => matrix(Role::PerLayerEmbedding, vocab, params / vocab),
        ExtraKind::PerLayerInput => matrix(Role::PerLayerInput, params / hidden, hidden),
        ExtraKind::PerLayerProjection => vector(Role::PerLayerModelProjection, params),
        ExtraKind::Small => vector(Role::Extra, params),
    }
}

impl Arch {
    /// All parameters of the text model.
    #[must_use]
    pub fn params(&self) -> u64 {
        count(self)
    }

    /// Parameters that one token passes through: all but the routed experts that it does not visit.
    ///
    /// ```
    /// use headroom_core::catalog::Catalog;
    /// let mixtral = Catalog::builtin().model("mixtral-8x7b").unwrap();
    /// assert_eq!(mixtral.arch.active_params(), 12_879_925_248);
    /// ```
    #[must_use]
    pub fn active_params(&self) -> u64 {
        self.active_among(self.params(), routed(self))
    }

    /// Of so many parameters, `routed` of them in routed experts, those that one token passes
    /// through.
    pub(crate) fn active_among(&self, params: u64, routed: u64) -> u64 {
        let Some(moe) = self.moe else {
            return params;
        };
        params - routed + routed / u64::from(moe.experts.max(1)) * u64::from(moe.active)
    }
}
