//! Kinds of model that people look for.

use serde::Serialize;

use crate::catalog::Model;

/// A kind of model. One model may be of several.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Every weight works on every token.
    Dense,
    /// A mixture of experts, of which a few work on each token.
    Mixture,
    /// It reads pictures.
    Vision,
    /// It thinks before it answers, or can, by its publisher's description.
    Reasoning,
}

impl Kind {
    /// Every kind, in the order of reading.
    pub const ALL: [Self; 4] = [Self::Dense, Self::Mixture, Self::Vision, Self::Reasoning];

    /// Id in links.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::Dense => "dense",
            Self::Mixture => "mixture",
            Self::Vision => "vision",
            Self::Reasoning => "reasoning",
        }
    }

    /// What it is called.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Dense => "Dense",
            Self::Mixture => "Mixture of experts",
            Self::Vision => "Reads pictures",
            Self::Reasoning => "Reasoning",
        }
    }

    /// The kind with this id; `moe` is understood.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.to_ascii_lowercase();
        let mut all = Self::ALL.into_iter();
        match text.as_str() {
            "moe" => Some(Self::Mixture),
            text => all.find(|kind| kind.id() == text),
        }
    }

    /// Whether a model is of the kind.
    #[must_use]
    pub fn holds(self, model: &Model) -> bool {
        match self {
            Self::Dense => model.arch.moe.is_none(),
            Self::Mixture => model.arch.moe.is_some(),
            Self::Vision => model.modality.contains("image"),
            Self::Reasoning => REASONING.contains(&model.id),
        }
    }
}

/// Models that are known for thinking before they answer, always or where it is switched on, as their publishers
/// describe them by 2026-11. Not every publisher's page was read for this list: a model that is missing here is only
/// not found by this kind.
const REASONING: [&str; 42] = [
    "deepseek-r1",
    "deepseek-r1-distill-llama-8b",
    "deepseek-r1-distill-llama-70b",
    "deepseek-r1-distill-qwen-7b",
    "deepseek-r1-distill-qwen-14b",
    "deepseek-r1-distill-qwen-32b",
    "deepseek-v3.2",
    "exaone-4.0-32b",
    "glm-4.5",
    "glm-4.5-air",
    "glm-4.6",
    "glm-4.7",
    "glm-4.7-flash",
    "glm-5",
    "gpt-oss-20b",
    "gpt-oss-120b",
    "kimi-k2-thinking",
    "kimi-k2.5",
    "mimo-v2-flash",
    "minimax-m2",
    "minimax-m2.5",
    "nemotron-3-nano-30b-a3b",
    "olmo-3-32b",
    "qwen3-0.6b",
    "qwen3-1.7b",
    "qwen3-4b",
    "qwen3-8b",
    "qwen3-14b",
    "qwen3-32b",
    "qwen3-30b-a3b",
    "qwen3-235b-a22b",
    "qwen3.5-9b",
    "qwen3.5-27b",
    "qwen3.5-35b-a3b",
    "qwen3.5-122b-a10b",
    "qwen3.5-397b-a17b",
    "qwen3.6-27b",
    "qwen3.6-35b-a3b",
    "seed-oss-36b",
    "smollm3-3b",
    "nemotron-3-super-120b-a12b",
    "nemotron-3-ultra-550b-a55b",
];

#[cfg(test)]
mod tests {
    use super::{Kind, REASONING};
    use crate::catalog::Catalog;

    #[test]
    fn every_kind_is_found_by_its_id_and_has_models() {
        for kind in Kind::ALL {
            assert_eq!(Kind::parse(kind.id()), Some(kind));
            let models = Catalog::builtin().models.iter();
            let found = models.filter(|model| kind.holds(model)).count();
            assert!(found > 10, "{kind:?}: {found}");
        }
        assert_eq!(Kind::parse("MoE"), Some(Kind::Mixture));
        assert_eq!(Kind::parse("sparse"), None);
    }

    #[test]
    fn every_listed_model_is_in_the_catalogue_once() {
        for id in REASONING {
            assert!(Catalog::builtin().model(id).is_some(), "{id}");
            assert_eq!(
                REASONING.iter().filter(|one| **one == id).count(),
                1,
                "{id}"
            );
        }
    }
}
