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
            Self::Reasoning => model.reasoning,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Kind;
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

    /// What stands in the catalogue: publishers say it of DeepSeek R1, Qwen3 and gpt-oss, and not of Llama 3.1.
    #[test]
    fn whether_a_model_reasons_is_a_fact_of_its_row() {
        let reasons = |id: &str| {
            let model = Catalog::builtin().model(id);
            model.map(|model| Kind::Reasoning.holds(model))
        };
        for id in ["deepseek-r1", "qwen3-8b", "gpt-oss-120b", "glm-4.6"] {
            assert_eq!(reasons(id), Some(true), "{id}");
        }
        for id in ["llama-3.1-8b", "deepseek-v3", "mistral-7b-v0.1"] {
            assert_eq!(reasons(id), Some(false), "{id}");
        }
    }
}
