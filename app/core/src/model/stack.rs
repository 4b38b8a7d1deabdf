//! A model's layers as a few kinds in a row.
//!
//! Most models repeat a handful of layers, so what a run of layers holds is the number of each kind
//! in it times what one of that kind holds. The numbers are counted once a model and format; a
//! verdict then costs the same for thirty layers as for three hundred.

use crate::model::arch::Arch;
use crate::model::mixer::Mixer;
use crate::units::first_of;

/// Layers that hold the same weights and the same cache.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LayerKind {
    /// Weights of one layer.
    pub bytes: LayerBytes,
    /// Its mixer, where it owns a cache.
    pub cache: Option<Mixer>,
    /// Whether it keeps index keys for sparse attention.
    pub index_keys: bool,
    /// How many layers of the model are of this kind.
    pub layers: u32,
}

impl LayerKind {
    fn is_alike(&self, other: &Self) -> bool {
        Self {
            layers: other.layers,
            ..*self
        } == *other
    }
}

/// The kinds of layer of one model in one format, and where they stand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stack {
    kinds: Vec<LayerKind>,
    /// For each layer, and for the end, how many of each kind come before it.
    before: Vec<u32>,
    layers: u32,
    /// Layers that own a cache, by mixer.
    cached: CachedLayers,
    /// Weights of all layers.
    bytes: u64,
}

impl Stack {
    /// Sorts the layers of `arch`, whose weights are `layers`, into kinds.
    pub(crate) fn of(arch: &Arch, layers: &[LayerBytes]) -> Self {
        let cached = CachedLayers::of(arch);
        let kind_of = |(index, bytes): (usize, &LayerBytes)| LayerKind {
            bytes: *bytes,
            cache: cached.mixer(arch, index as u32),
            index_keys: cached.has_index_keys(arch, index as u32),
            layers: 0,
        };
        let mut kinds: Vec<LayerKind> = Vec::with_capacity(4);
        let mut order = Vec::with_capacity(layers.len());
        for kind in layers.iter().enumerate().map(kind_of) {
            let known = kinds.iter().position(|other| other.is_alike(&kind));
            let place = known.unwrap_or_else(|| {
                kinds.push(kind);
                kinds.len() - 1
            });
            kinds[place].layers += 1;
            order.push(place);
        }
        let mut seen = vec![0; kinds.len()];
        let mut before = Vec::with_capacity((layers.len() + 1) * kinds.len());
        before.extend_from_slice(&seen);
        for kind in order {
            seen[kind] += 1;
            before.extend_from_slice(&seen);
        }
        Self {
            kinds,
            before,
            layers: layers.len() as u32,
            cached,
            bytes: layers.iter().map(|layer| layer.total()).sum(),
        }
    }

    /// The kinds, in the order in which they first occur.
    pub(crate) fn kinds(&self) -> &[LayerKind] {
        &self.kinds
    }

    /// Number of layers.
    pub(crate) fn layers(&self) -> u32 {
        self.layers
    }

    /// Weights of all layers.
    pub(crate) fn bytes(&self) -> u64 {
        self.bytes
    }

    /// Layers that own a cache.
    pub(crate) fn cached(&self) -> &CachedLayers {
        &self.cached
    }

    /// How many layers of each kind come before the layer with this index.
    pub(crate) fn before(&self, index: u32) -> &[u32] {
        let width = self.kinds.len();
        let start = index.min(self.layers) as usize * width;
        &self.before[start..start + width]
    }

    /// The shortest run from the first layer with `count` layers of the kinds that `pick` accepts;
    /// all layers where there are fewer.
    pub(crate) fn first(&self, count: u32, pick: impl Fn(&LayerKind) -> bool) -> u32 {
        first_of(0..self.layers, |end| {
            let counts = self.kinds.iter().zip(self.before(end));
            let picked = counts.filter(|(kind, _)| pick(kind));
            picked.map(|(_, before)| before).sum::<u32>() >= count
        })
    }
}

/// Which layers of a model own a cache: all that decides it but the numbers of tokens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct CachedLayers {
    /// Mixers with their numbers of layers, in the order in which they first occur.
    pub(crate) mixers: [(Mixer, u32); Mixer::CACHED],
    pub(crate) used: usize,
    /// Layers with index keys for sparse attention.
    pub(crate) index_layers: u32,
    /// Layers from here on read the cache of an earlier one.
    pub(crate) shared_from: u32,
}

impl CachedLayers {
    pub(crate) fn of(arch: &Arch) -> Self {
        let count = arch.layer_count();
        let shared_from = count - arch.attention.kv_shared_layers.min(count);
        let mut cached = Self {
            mixers: [(Mixer::None, 0); Mixer::CACHED],
            used: 0,
            index_layers: (0..shared_from)
                .filter(|&index| arch.attention.is_indexed(index as usize))
                .count() as u32,
            shared_from,
        };
        for index in 0..count {
            let Some(mixer) = cached.mixer(arch, index) else {
                continue;
            };
            let known = &mut cached.mixers[..cached.used];
            match known.iter_mut().find(|(known, _)| *known == mixer) {
                Some((_, layers)) => *layers += 1,
                None if cached.used < Mixer::CACHED => {
                    cached.mixers[cached.used] = (mixer, 1);
                    cached.used += 1;
                }
                None => {}
            }
        }
        cached
    }

    /// The mixer of the layer with this index, if it owns a cache.
    pub(crate) fn mixer(&self, arch: &Arch, index: u32) -> Option<Mixer> {
        let mixer = arch.mixer(index as usize)?;
        (mixer != Mixer::None && index < self.shared_from).then_some(mixer)
    }

    /// Whether the layer with this index owns a cache with index keys.
    pub(crate) fn has_index_keys(&self, arch: &Arch, index: u32) -> bool {
        self.mixer(arch, index).is_some() && arch.attention.is_indexed(index as usize)
    }
}

/// Cards that hold a layer together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sharers {
    /// Cards that share its dense parts.
    pub dense: u32,
    /// Cards that share its routed experts: those of every group that serves requests of its own.
    pub routed: u32,
    /// Whether whole experts are dealt out instead of slices of each.
    pub whole_experts: bool,
}

/// Weights of one layer by what tensor parallelism does with them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LayerBytes {
    /// Routed experts: divided by cards, by slices or whole.
    pub experts: u64,
    /// Divided by the cards that share the layer.
    pub sharded: u64,
    /// Key and value projections: divided by no more cards than there are key/value heads.
    pub kv_proj: u64,
    /// On every card: norms, router, latent down-projections, indexer.
    pub replicated: u64,
}

impl LayerBytes {
    /// The whole layer.
    #[must_use]
    pub const fn total(self) -> u64 {
        self.experts + self.sharded + self.kv_proj + self.replicated
    }

    /// The layer without so many bytes of its routed experts.
    #[must_use]
    pub const fn without_experts(self, bytes: u64) -> Self {
        Self {
            experts: self.experts.saturating_sub(bytes),
            ..self
        }
    }

    /// What one of the cards that share the layer holds of it. Where whole experts are dealt out, a card holds
    /// the rounded-up share of their number.
    ///
    /// Key and value projections are cut by heads, and a head is never cut: with more cards than
    /// heads the heads are repeated.
    #[must_use]
    pub fn rank_bytes(self, arch: &Arch, sharers: Sharers) -> u64 {
        let Sharers {
            dense: tensor,
            routed,
            whole_experts,
        } = sharers;
        if tensor.max(routed) <= 1 {
            return self.total();
        }
        let ranks = u64::from(tensor.max(1));
        let routed = u64::from(routed.max(1));
        // A layer is far below 2^40 bytes and has far fewer than 2^20 parts.
        let share = |bytes: u64, parts: u64, ranks: u64| {
            (bytes * parts.max(1).div_ceil(ranks)).div_ceil(parts.max(1))
        };
        let experts = match arch.moe {
            Some(moe) if whole_experts => share(self.experts, u64::from(moe.experts), routed),
            _ => self.experts.div_ceil(routed),
        };
        experts
            + self.sharded.div_ceil(ranks)
            + share(self.kv_proj, u64::from(arch.kv_heads), ranks)
            + self.replicated
    }
}
