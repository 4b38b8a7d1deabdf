//! One tensor, and the layer that it belongs to.

use super::role::Role;
use crate::model::arch::Arch;
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

pub(super) const fn matrix(role: Role, rows: u64, cols: u64) -> Tensor {
    Tensor {
        role,
        rows,
        cols,
        count: 1,
    }
}

pub(super) const fn vector(role: Role, params: u64) -> Tensor {
    matrix(role, params, 1)
}
