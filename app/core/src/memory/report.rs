//! The memory half of the report: weights by class, cache by kind of layer, cards and host.

use crate::engine::overhead::Overheads;
use crate::memory::kv::{Cache, LayerCache};
use crate::memory::question::{Plan, Question};
use crate::model::weights::Weights;
use crate::report::{KvLine, Memory, Placement, WeightLine};
use crate::scenario::{ModelChoice, Scenario};
use crate::units::Evidence;

/// What the cards hold and where, line by line.
pub(crate) fn describe(scenario: &Scenario, weights: &Weights, plan: &Plan) -> Memory {
    let arch = scenario.model.arch();
    let input = Question::of(scenario, weights).cache_input(1, 1);
    let layers = weights.stack.cached();
    let cache = Cache::of(arch, layers, input);
    let mut classes: Vec<WeightLine> = weights
        .classes
        .iter()
        .map(|class| WeightLine {
            class: class.class.words(),
            params: class.params,
            bytes: class.bytes,
        })
        .collect();
    let mut weights_bytes = weights.total();
    let images = scenario.speed.images.is_some();
    if scenario.engine.loads_vision_towers(images) && weights.vision > 0 {
        weights_bytes += weights.vision;
        classes.push(WeightLine {
            class: "vision and audio towers",
            params: scenario.model.vision_params(),
            bytes: weights.vision,
        });
    }
    let params: u64 = classes.iter().map(|class| class.params).sum();
    let line = |kind: &LayerCache| KvLine {
        kind: kind.keeper.words(&arch.attention),
        layers: kind.layers,
        bytes_per_token_layer: kind.bytes_per_token,
        tokens_held: kind.tokens_held,
        bytes: u64::from(kind.layers) * kind.bytes(),
    };
    let keys = cache.index_keys();
    let keys = (keys.layers > 0).then_some(&keys);
    let lines = cache.kinds().iter().chain(keys).map(line).collect();
    let overheads = plan
        .overheads
        .iter()
        .map(Overheads::evidence)
        .max()
        .unwrap_or(Evidence::Derived);
    let assumed = matches!(scenario.model, ModelChoice::Sized { .. });
    Memory {
        weights_bytes,
        weights_millibits_per_param: weights_bytes.saturating_mul(8_000) / params.max(1),
        weights: classes,
        kv_cache_bytes: cache.bytes(),
        kv_bytes_per_token: cache.bytes_per_token(),
        kv_cache: lines,
        kv_ideal_bytes: Cache::ideal_of(arch, layers, input).bytes(),
        placement: Placement {
            kind: plan.degrees.kind(),
            tensor: plan.degrees.tensor,
            pipeline: plan.degrees.pipeline,
            data: plan.degrees.data,
            context: plan.degrees.context,
            expert: plan.degrees.expert,
            invalid: plan.degrees.invalid.clone(),
            note: plan.degrees.note.clone(),
        },
        per_gpu: plan.gpus.clone(),
        host: plan.host.clone(),
        evidence: if assumed {
            Evidence::Assumed
        } else {
            overheads.max(Evidence::Derived)
        },
    }
}
