//! Weights of models, priced once.
//!
//! Pricing every tensor takes microseconds and its result never changes, while a page asks for the
//! same model in every format and a sweep asks for all of them. The memo is filled on first use;
//! nothing can be read from it but what pricing would give.

use std::sync::OnceLock;

use crate::model::arch::Arch;
use crate::model::native::Native;
use crate::model::quant::Quant;
use crate::model::weights::{Weights, weigh};

/// Weights of one model, by format.
#[derive(Debug)]
pub struct WeightsMemo([OnceLock<Box<Weights>>; Quant::ALL.len()]);

impl WeightsMemo {
    /// Nothing priced yet.
    #[must_use]
    pub const fn new() -> Self {
        Self([const { OnceLock::new() }; Quant::ALL.len()])
    }

    /// The weights in `quant`.
    pub(crate) fn get(&self, arch: &Arch, native: Native, vision: u64, quant: Quant) -> &Weights {
        self.0[quant as usize].get_or_init(|| Box::new(weigh(arch, native, vision, quant)))
    }
}

impl Default for WeightsMemo {
    fn default() -> Self {
        Self::new()
    }
}

/// A copy starts empty.
impl Clone for WeightsMemo {
    fn clone(&self) -> Self {
        Self::new()
    }
}

/// What has been priced is no part of a model's identity.
impl PartialEq for WeightsMemo {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}
