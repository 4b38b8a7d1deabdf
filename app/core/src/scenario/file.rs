//! The size of the files that a person has, which says more than any recipe.

use std::fmt;
use std::sync::Arc;

use super::ModelChoice;
use crate::engine::Engine;
use crate::model::quant::Quant;
use crate::model::weights::Weights;
use crate::units::GIB;

/// A unit that hubs, file managers and headers of files say sizes in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileUnit {
    /// 10^9 bytes.
    Gb,
    /// 2^30 bytes.
    Gib,
    /// Bytes, as a header says them.
    Byte,
}

impl FileUnit {
    /// As it stands in a link.
    const fn id(self) -> &'static str {
        match self {
            Self::Gb => "gb",
            Self::Gib => "gib",
            Self::Byte => "b",
        }
    }

    const fn bytes(self) -> u64 {
        match self {
            Self::Gb => 1_000_000_000,
            Self::Gib => GIB,
            Self::Byte => 1,
        }
    }
}

/// The size of the text model's files, and the weights spread over its tensors in proportion.
#[derive(Clone, Debug, PartialEq)]
pub struct FileSize {
    thousandths: u64,
    unit: FileUnit,
    quant: Quant,
    weights: Arc<Weights>,
}

impl FileSize {
    /// Smallest and largest size, in thousandths of a GB or GiB.
    pub const BOUNDS: (u64, u64) = (1, 20_000_000);
    /// Smallest and largest size in bytes.
    pub const BYTES: (u64, u64) = (1_000_000, 20_000_000_000_000);

    /// Files of so many thousandths of a unit that hold a model in a format for an engine.
    #[must_use]
    pub fn of(
        (thousandths, unit): (u64, FileUnit),
        model: &ModelChoice,
        quant: Quant,
        engine: Engine,
    ) -> Self {
        let bytes = thousandths * unit.bytes() / 1_000;
        let weights = model.weights(quant, engine).scaled_to(model.arch(), bytes);
        Self {
            thousandths,
            unit,
            quant,
            weights: Arc::new(weights),
        }
    }

    /// The weights, where they are of this model in this format.
    pub(super) fn weights_of(&self, params: u64, quant: Quant) -> Option<&Weights> {
        Some(&*self.weights).filter(|weights| self.quant == quant && weights.params == params)
    }
}

impl fmt::Display for FileSize {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (whole, part) = (self.thousandths / 1_000, self.thousandths % 1_000);
        write!(f, "{whole}")?;
        if part > 0 {
            write!(f, ".{}", format!("{part:03}").trim_end_matches('0'))?;
        }
        f.write_str(self.unit.id())
    }
}
