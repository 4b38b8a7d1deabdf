//! Which engine keeps what in the host's memory.

use super::offload::Offloads;
use super::refusal::Refusal;
use super::support::accept;
use super::{Engine, Offload};

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
    use crate::engine::{Chosen, Resident};

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
