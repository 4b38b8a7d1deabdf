//! The scenario as its report repeats it.

use super::{ModelChoice, Scenario};
use crate::model::weights::Weights;
use crate::report::{GpuEcho, ScenarioEcho};
use crate::units::GIB;

/// What was calculated, in words and numbers that need no catalogue.
pub(crate) fn describe(scenario: &Scenario, weights: &Weights) -> ScenarioEcho {
    let assumed = matches!(scenario.model, ModelChoice::Sized { .. });
    let arch = scenario.model.arch();
    ScenarioEcho {
        gpus: scenario
            .machine
            .groups
            .iter()
            .map(|group| GpuEcho {
                id: group.gpu.id,
                name: group.gpu.name,
                count: group.count,
            })
            .collect(),
        gpu_count: scenario.machine.gpu_count(),
        model: scenario.model.id().to_owned(),
        model_name: scenario.model.name(weights.params),
        model_params: weights.params + scenario.model.vision_params(),
        model_active_params: arch.active_among(weights.params, weights.routed_params()),
        model_max_context_tokens: arch.max_context,
        model_assumed: assumed,
        weights: scenario.weights.id(),
        kv: scenario.kv.id().into_owned(),
        context_tokens: scenario.context,
        users: scenario.users,
        engine: scenario.engine.id(),
        ram_bytes: u64::from(scenario.machine.ram_gib) * GIB,
    }
}
