//! A model that the link itself describes: its architecture, and what is said beside it.

use std::ops::Deref;
use std::sync::Arc;

use crate::catalog::WeightsMemo;
use crate::model::arch::Arch;
use crate::model::native::Native;
use crate::model::quant::Quant;
use crate::model::weights::Weights;

/// An architecture that is no row of the catalogue. Copies of it share what its weights are in each format,
/// so that a search over formats prices each of up to a thousand layers once.
#[derive(Clone, Debug, PartialEq)]
pub struct OwnArch(Arc<(Arch, WeightsMemo)>);

impl From<Arch> for OwnArch {
    fn from(arch: Arch) -> Self {
        Self(Arc::new((arch, WeightsMemo::new())))
    }
}

impl Deref for OwnArch {
    type Target = Arch;

    fn deref(&self) -> &Arch {
        &self.0.0
    }
}

impl OwnArch {
    /// The weights in a format, of a model that is published so and has towers of so many parameters.
    pub(super) fn weights(&self, native: Native, vision: u64, quant: Quant) -> &Weights {
        let (arch, memo) = &*self.0;
        memo.get(arch, native, vision, quant)
    }
}

/// What is said of a model beside its architecture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct About {
    /// Number format that it is published in.
    pub native: Native,
    /// Parameters of vision and audio towers.
    pub vision: u64,
    /// Parameters of the blocks that predict more tokens; no engine loads them unless it speculates with them.
    pub mtp: u64,
    /// Layers of those blocks.
    pub mtp_layers: u32,
    /// What it is called, in the characters of a link; empty where nobody said.
    pub name: String,
}

impl Default for About {
    fn default() -> Self {
        Self {
            native: Native::Bf16,
            vision: 0,
            mtp: 0,
            mtp_layers: 0,
            name: String::new(),
        }
    }
}

/// A model that is no row of the catalogue.
#[derive(Clone, Debug, PartialEq)]
pub struct OwnModel {
    arch: OwnArch,
    about: Option<Arc<About>>,
}

impl OwnModel {
    /// A model whose whole architecture is one value of the link.
    #[must_use]
    pub fn whole(arch: Arch, about: About) -> Self {
        Self {
            arch: arch.into(),
            about: Some(Arc::new(about)),
        }
    }

    /// A model of plain layers that are all alike, of which each number has a key of its own.
    #[must_use]
    pub fn plain(arch: Arch) -> Self {
        Self {
            arch: arch.into(),
            about: None,
        }
    }

    /// What is said beside the architecture; `None` of a model whose numbers have keys of their own.
    #[must_use]
    pub fn about(&self) -> Option<&About> {
        self.about.as_deref()
    }

    /// What it is called; empty where nobody said.
    #[must_use]
    pub fn name(&self) -> &str {
        self.about().map_or("", |about| &about.name)
    }

    pub(super) fn native(&self) -> Native {
        self.about().map_or(Native::Bf16, |about| about.native)
    }

    pub(super) fn weights(&self, quant: Quant) -> &Weights {
        let vision = self.about().map_or(0, |about| about.vision);
        self.arch.weights(self.native(), vision, quant)
    }
}

impl Deref for OwnModel {
    type Target = Arch;

    fn deref(&self) -> &Arch {
        &self.arch
    }
}
