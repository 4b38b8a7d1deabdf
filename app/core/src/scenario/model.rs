//! The model: one of the catalogue, or one that the user describes.

use crate::catalog::Model;
use crate::engine::Engine;
use crate::model::arch::Arch;
use crate::model::native::Native;
use crate::model::quant::Quant;
use crate::model::weights::Weights;

use super::own::{OwnArch, OwnModel};

/// A catalogue model or one that the user describes.
#[derive(Clone, Debug, PartialEq)]
pub enum ModelChoice {
    /// A row of the catalogue.
    Listed(&'static Model),
    /// Parameter counts alone; a typical architecture is assumed.
    Sized {
        /// All parameters.
        total: u64,
        /// Parameters active for one token; equal to `total` for a dense model.
        active: u64,
        /// The architecture that was assumed.
        arch: OwnArch,
    },
    /// An architecture given field by field.
    Described(OwnModel),
}

impl ModelChoice {
    /// The architecture.
    #[must_use]
    pub fn arch(&self) -> &Arch {
        match self {
            Self::Listed(model) => &model.arch,
            Self::Sized { arch, .. } => arch,
            Self::Described(own) => own,
        }
    }

    /// The number format that the model is published in.
    #[must_use]
    pub fn native(&self) -> Native {
        match self {
            Self::Listed(model) => model.native,
            Self::Sized { .. } => Native::Bf16,
            Self::Described(own) => own.native(),
        }
    }

    /// The weights in `quant` as the engine's files have them.
    #[must_use]
    pub fn weights(&self, quant: Quant, engine: Engine) -> &Weights {
        let quant = engine.file_format(quant, self.arch());
        match self {
            Self::Listed(model) => model.weights(quant),
            Self::Sized { arch, .. } => arch.weights(self.native(), 0, quant),
            Self::Described(own) => own.weights(quant),
        }
    }

    /// Parameters of vision and audio towers.
    #[must_use]
    pub fn vision_params(&self) -> u64 {
        match self {
            Self::Listed(model) => model.params.vision,
            Self::Sized { .. } => 0,
            Self::Described(own) => own.about().map_or(0, |about| about.vision),
        }
    }

    /// Parameters of the blocks that predict more tokens, and their layers.
    #[must_use]
    pub fn mtp(&self) -> (u64, u32) {
        match self {
            Self::Listed(model) => (model.params.mtp, model.params.mtp_layers),
            Self::Sized { .. } => (0, 0),
            Self::Described(own) => {
                { own.about() }.map_or((0, 0), |about| (about.mtp, about.mtp_layers))
            }
        }
    }

    /// Name for people; `params` are those of its weights.
    #[must_use]
    pub fn name(&self, params: u64) -> String {
        match self {
            Self::Listed(model) => model.name.to_owned(),
            Self::Sized { total, active, .. } if active == total => {
                format!("{} model", crate::units::params(*total))
            }
            Self::Sized { total, active, .. } => {
                let [total, active] = [*total, *active].map(crate::units::params);
                format!("{total} model, {active} active")
            }
            Self::Described(own) => match own.name() {
                "" => format!("{} model as described", crate::units::params(params)),
                name => name.to_owned(),
            },
        }
    }

    /// Id in links, or `custom`.
    #[must_use]
    pub fn id(&self) -> &str {
        match self {
            Self::Listed(model) => model.id,
            Self::Sized { .. } | Self::Described(_) => "custom",
        }
    }
}

/// A model beside the scenario's own, with the same context, requests and cache format.
#[derive(Clone, Debug, PartialEq)]
pub struct AlsoModel {
    /// The model, never one described field by field.
    pub model: ModelChoice,
    /// Number format of its weights.
    pub weights: Quant,
    /// Instances, each with weights, cache and runtime of its own.
    pub count: u32,
}

impl AlsoModel {
    /// Whether both are the same model in the same format.
    #[must_use]
    pub fn is_like(&self, other: &Self) -> bool {
        self.weights == other.weights && self.model == other.model
    }
}
