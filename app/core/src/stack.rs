//! A model's layers as a few kinds in a row.
//!
//! Most models repeat a handful of layers, so what a run of layers holds is the number of each kind
//! in it times what one of that kind holds. The numbers are counted once a model and format; a
//! verdict then costs the same for thirty layers as for three hundred.

use std::ops::Range;

use crate::arch::Arch;
use crate::kv::CachedLayers;
use crate::weights::LayerBytes;

/// Layers that hold the same weights and the same cache.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LayerKind {
    /// Weights of one layer.
    pub bytes: LayerBytes,
    /// Its letter in [`Arch::layers`], where it owns a cache.
    pub cache: Option<u8>,
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
    /// Layers that own a cache, by letter.
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
            cache: cached.letter(arch, index as u32),
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

/// The first of an ascending range for which `holds`, where it holds for all that follow; the
/// range's end where it holds for none.
pub(crate) fn first_of(range: Range<u32>, holds: impl FnMut(u32) -> bool) -> u32 {
    let width = range.end.saturating_sub(range.start);
    first_near(range.clone(), range.start + width / 2, width, holds)
}

/// As [`first_of`], looking near a guess first and from there in growing steps.
pub(crate) fn first_near(
    range: Range<u32>,
    near: u32,
    mut step: u32,
    mut holds: impl FnMut(u32) -> bool,
) -> u32 {
    let Range {
        start: mut low,
        end: mut high,
    } = range;
    let mut probe = near;
    while low < high {
        probe = probe.clamp(low, high - 1);
        if holds(probe) {
            high = probe;
        } else {
            low = probe + 1;
        }
        let middle = low + (high - low) / 2;
        probe = if low == range.start {
            middle.max(probe.saturating_sub(step))
        } else if high == range.end {
            middle.min(probe.saturating_add(step))
        } else {
            middle
        };
        step = step.saturating_mul(2);
    }
    low
}
