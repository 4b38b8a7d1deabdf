//! Classes of tensors, as people speak of them: what the sums of a model's weights are shown under.

use crate::model::tensors::Role;

/// A class of tensors.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum WeightClass {
    /// Token embedding.
    TokenEmbedding,
    /// Embedding that is read once a layer, with what carries it into the layers.
    PerLayerEmbedding,
    /// Output head.
    OutputHead,
    /// Projections of attention.
    Attention,
    /// Linear attention, convolutions and state spaces.
    StateMixer,
    /// Dense feed-forward blocks.
    FeedForward,
    /// Experts that some tokens visit.
    RoutedExperts,
    /// Experts that every token visits.
    SharedExperts,
    /// What deals tokens to experts.
    Router,
    /// What selects or compresses the tokens that attention sees.
    SparseIndex,
    /// Norms, biases and other small tensors.
    Small,
}

impl WeightClass {
    /// Every class, in the order in which they are shown.
    pub const ALL: [Self; 11] = [
        Self::TokenEmbedding,
        Self::PerLayerEmbedding,
        Self::OutputHead,
        Self::Attention,
        Self::StateMixer,
        Self::FeedForward,
        Self::RoutedExperts,
        Self::SharedExperts,
        Self::Router,
        Self::SparseIndex,
        Self::Small,
    ];

    /// What it is called.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::TokenEmbedding => "token embedding",
            Self::PerLayerEmbedding => "per-layer embedding",
            Self::OutputHead => "output head",
            Self::Attention => "attention",
            Self::StateMixer => "linear attention and state space",
            Self::FeedForward => "feed-forward",
            Self::RoutedExperts => "routed experts",
            Self::SharedExperts => "shared experts",
            Self::Router => "router",
            Self::SparseIndex => "sparse index",
            Self::Small => "norms and small tensors",
        }
    }

    /// The class of tensors with this role.
    #[must_use]
    pub const fn of(role: Role) -> Self {
        match role {
            Role::Embedding => Self::TokenEmbedding,
            Role::PerLayerEmbedding | Role::PerLayerModelProjection | Role::PerLayerInput => {
                Self::PerLayerEmbedding
            }
            Role::Head => Self::OutputHead,
            Role::Query
            | Role::Key
            | Role::Value
            | Role::FusedQkv
            | Role::AttentionOutput
            | Role::AttentionGate
            | Role::QueryDown
            | Role::QueryUp
            | Role::KvDown
            | Role::KeyUp
            | Role::ValueUp
            | Role::OutputDown
            | Role::OutputUp
            | Role::ExtraProjection => Self::Attention,
            Role::LinearQkv
            | Role::LinearGate
            | Role::LinearDecay
            | Role::LinearLowRank
            | Role::LinearOutput
            | Role::Conv
            | Role::ConvInput
            | Role::ConvOutput
            | Role::StateInput
            | Role::StateProjection
            | Role::StateOutput => Self::StateMixer,
            Role::FfnGate | Role::FfnUp | Role::FfnDown => Self::FeedForward,
            Role::ExpertGate | Role::ExpertUp | Role::ExpertDown | Role::ExpertBias => {
                Self::RoutedExperts
            }
            Role::SharedGate | Role::SharedUp | Role::SharedDown => Self::SharedExperts,
            Role::Router | Role::SharedRouter | Role::Latent => Self::Router,
            Role::IndexerQuery
            | Role::IndexerKey
            | Role::IndexerWeights
            | Role::Compressor
            | Role::CompressorPositions => Self::SparseIndex,
            Role::Norm | Role::Bias | Role::Sinks | Role::StateSmall | Role::Extra => Self::Small,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::WeightClass;

    /// Sums by class are kept in a table with a place for each.
    #[test]
    fn classes_stand_in_the_order_of_their_places() {
        for (place, class) in WeightClass::ALL.into_iter().enumerate() {
            assert_eq!(class as usize, place, "{}", class.words());
        }
    }
}
