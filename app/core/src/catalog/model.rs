//! Open-weight models.

use super::{Source, WeightsMemo};
use crate::model::arch::Arch;
use crate::model::native::Native;
use crate::model::quant::Quant;
use crate::model::weights::Weights;

/// One open-weight model.
#[derive(Clone, Debug, PartialEq)]
pub struct Model {
    /// Stable id, used in links.
    pub id: &'static str,
    /// Display name.
    pub name: &'static str,
    /// What else it is called, the name on the Hugging Face Hub among it; see `codec::words`.
    pub aliases: &'static [&'static str],
    /// Family, e.g. `llama-3.1`.
    pub family: &'static str,
    /// Who published it.
    pub vendor: &'static str,
    /// Repository name on the Hugging Face Hub.
    pub hf_repo: &'static str,
    /// Month of publication, `YYYY-MM`.
    pub released: &'static str,
    /// Licence id as the publisher states it.
    pub licence: &'static str,
    /// `text`, `text+image`, …
    pub modality: &'static str,
    /// Number format that the weights are published in.
    pub native: Native,
    /// Whether its publisher says that it thinks before it answers, always or where that is switched on.
    pub reasoning: bool,
    /// Published parameter counts.
    pub params: Params,
    /// The architecture.
    pub arch: Arch,
    /// Where the row comes from.
    pub sources: &'static [&'static Source],
    /// The day that the row was last checked, `YYYY-MM-DD`.
    pub as_of: &'static str,
    /// What a reader should know.
    pub note: &'static str,
    /// The weights by format, as far as they have been asked for.
    pub memo: WeightsMemo,
}

/// Parameter counts as recorded, to check the counted ones against.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Params {
    /// All parameters of the model, vision and audio towers included, without MTP blocks.
    pub total: u64,
    /// The text part.
    pub text: u64,
    /// Vision and audio towers; 0 for text models.
    pub vision: u64,
    /// Multi-token-prediction blocks, not part of `total`; 0 without any.
    pub mtp: u64,
    /// Layers of those blocks.
    pub mtp_layers: u32,
    /// Unused or duplicate parameters that some checkpoints store beyond `total`.
    pub stored_duplicate: u64,
    /// Active parameters that the vendor states.
    pub active_published: Option<u64>,
    /// Parameters of the token embedding table.
    pub embedding: u64,
    /// All parameters of routed experts.
    pub routed_experts: u64,
}

impl Model {
    /// The model's weights in `quant`.
    #[must_use]
    pub fn weights(&self, quant: Quant) -> &Weights {
        self.memo
            .get(&self.arch, self.native, self.params.vision, quant)
    }
}
