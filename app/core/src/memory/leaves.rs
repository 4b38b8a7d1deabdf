//! What of a layer goes to the host's memory.

use crate::engine::Resident;
use crate::model::arch::Arch;
use crate::model::stack::LayerBytes;

/// What of a layer leaves the cards.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Leaves {
    /// All of it.
    #[default]
    Whole,
    /// Its routed experts.
    Experts,
    /// Its routed experts but these.
    OtherExperts(Resident),
}

impl Leaves {
    /// Bytes of `layer`’s routed experts that leave the cards; experts of a layer are of one size.
    pub(super) fn experts(self, layer: LayerBytes, arch: &Arch) -> u64 {
        let all = u64::from(arch.moe.map_or(1, |moe| moe.experts.max(1)));
        match self {
            Self::Whole | Self::Experts => layer.experts,
            Self::OtherExperts(Resident { experts, .. }) => {
                layer.experts * all.saturating_sub(u64::from(experts)) / all
            }
        }
    }
}
