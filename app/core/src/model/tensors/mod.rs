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
mod shape;
mod state;

use attention::{attention, compressed_attention};
use feed_forward::feed_forward;
pub use role::Role;
pub use shape::{LayerShape, Tensor};
use shape::{matrix, vector};
use state::state_mixer;

use crate::model::arch::{Arch, Extra, ExtraKind};
use crate::model::mixer::Mixer;

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

fn norm_width(arch: &Arch) -> u64 {
    if arch.norms.bias { 2 } else { 1 }
}

/// The large named parameters have a shape that formats care about; the rest is small.
fn extra_tensor(arch: &Arch, &Extra { kind, params, .. }: &Extra) -> Tensor {
    let hidden = u64::from(arch.hidden_size).max(1);
    let vocab = u64::from(arch.vocab_size).max(1);
    match kind {
        ExtraKind::PerLayerEmbedding => {
            // Gemma 3n's table has fewer rows than the vocabulary: its special tokens have none.
            let whole = |width: &u64| params.is_multiple_of(*width);
            let width = (params / vocab).max(1);
            let width = (width..2 * width).find(whole).unwrap_or(1);
            matrix(Role::PerLayerEmbedding, params / width, width)
        }
        ExtraKind::PerLayerInput => matrix(Role::PerLayerInput, params / hidden, hidden),
        ExtraKind::PerLayerProjection => vector(Role::PerLayerModelProjection, params),
        ExtraKind::Projection => matrix(Role::ExtraProjection, params / hidden, hidden),
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
