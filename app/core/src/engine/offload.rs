//! What may live in the host's memory instead of on a card, and which engine keeps it there.

use super::Engine;
use super::refusal::Refusal;
use super::support::accept;

/// What may live in host memory instead of on a card.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Offload {
    /// Nothing.
    None,
    /// As few layers as will make the rest fit.
    Auto,
    /// This many layers.
    Layers(u32),
    /// The routed experts of every layer.
    Experts,
    /// The routed experts of this many layers.
    ExpertLayers(u32),
    /// The routed experts of every layer but some.
    OtherExperts(Resident),
}

/// Routed experts that stay on the cards while the others of their layer lie in host memory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Resident {
    /// How many of each layer.
    pub experts: u32,
    /// Which ones.
    pub chosen: Chosen,
}

/// Which experts of a layer stay on the cards.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Chosen {
    /// Any: nothing is known of their use.
    Evenly,
    /// Those that a count of earlier use names; they stay.
    ByUse,
    /// Those used last: copies in a cache that follows the text.
    Cached,
}

impl Chosen {
    /// Every way, with what a number follows in a link.
    pub const ALL: [(Self, &'static str); 3] = [
        (Self::Evenly, "even-"),
        (Self::ByUse, "hot-"),
        (Self::Cached, "cache-"),
    ];

    /// What a number follows in a link.
    #[must_use]
    pub const fn prefix(self) -> &'static str {
        match self {
            Self::Evenly => Self::ALL[0].1,
            Self::ByUse => Self::ALL[1].1,
            Self::Cached => Self::ALL[2].1,
        }
    }

    /// Which experts stay, in words.
    #[must_use]
    pub const fn in_words(self) -> &'static str {
        match self {
            Self::Evenly => "any of them",
            Self::ByUse => "those used most",
            Self::Cached => "those used last",
        }
    }
}

/// What an engine can keep in host memory.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Offloads {
    /// Whole layers, and routed experts alone.
    LayersAndExperts,
    /// Whole layers.
    Layers,
    /// Routed experts alone.
    Experts,
    /// Weights that are read over PCI Express at every step, which is not calculated.
    ByStreaming,
    /// Nothing.
    Nothing,
}

impl Engine {
    /// Whether parts of the model may live in host memory.
    ///
    /// # Errors
    /// Names an engine that can.
    pub fn supports_offload(self, offload: Offload) -> Result<(), Refusal> {
        use Offloads::{Experts, Layers, LayersAndExperts};
        let offloads = self.properties().offloads;
        let accepted = match offload {
            Offload::None => true,
            Offload::Auto | Offload::Layers(_) => matches!(offloads, LayersAndExperts | Layers),
            Offload::Experts | Offload::ExpertLayers(_) => {
                matches!(offloads, LayersAndExperts | Experts)
            }
            Offload::OtherExperts(_) if matches!(offloads, LayersAndExperts | Experts) => {
                let divides = self.properties().divides_experts.is_some();
                return accept(divides, Refusal::DividedExperts { engine: self });
            }
            Offload::OtherExperts(_) => false,
        };
        accept(accepted, Refusal::Offload { engine: self })
    }

    /// What is to say of how it divides the experts of a layer; nothing where there is nothing to say.
    pub(crate) fn how_it_divides_experts(self) -> &'static str {
        self.properties().divides_experts.unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn llama_cpp_offloads_all_and_everybody_nothing() {
        let nothing = |engine: &&Engine| engine.supports_offload(Offload::None).is_ok();
        assert_eq!(
            Engine::ALL.iter().filter(nothing).count(),
            Engine::ALL.len()
        );
        assert!(Engine::LlamaCpp.supports_offload(Offload::Experts).is_ok());
        assert!(Engine::Vllm.supports_offload(Offload::Auto).is_err());
    }

    #[test]
    fn experts_of_a_layer_are_divided_where_an_engine_can() {
        let asked = |engine: Engine| {
            let kept = Resident {
                experts: 8,
                chosen: Chosen::ByUse,
            };
            let answer = engine.supports_offload(Offload::OtherExperts(kept));
            answer.err().map(|refusal| refusal.to_string())
        };
        assert_eq!(asked(Engine::KTransformers), None);
        assert_eq!(asked(Engine::ExLlamaV3), None);
        let together = asked(Engine::IkLlama).unwrap_or_default();
        assert!(together.contains("moves the routed experts of a layer together"));
        let streamed = asked(Engine::Vllm).unwrap_or_default();
        assert!(streamed.contains("not calculated"));
    }
}
