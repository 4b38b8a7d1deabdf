//! What a tower computes for the images of a prompt.

use super::Lengths;
use crate::scenario::Scenario;

/// FLOP of the images of a prompt that are not cached: two for each parameter of the towers and each patch. The attention
/// between patches is left out.
pub(super) fn flops(scenario: &Scenario, lengths: Lengths) -> f64 {
    let Some(images) = scenario.speed.images else {
        return 0.0;
    };
    let patches = f64::from(images.count) * f64::from(images.each.patches);
    let new = f64::from(lengths.prompt) / f64::from(lengths.prompt + lengths.cached).max(1.0);
    2.0 * scenario.model.vision_params() as f64 * patches * new
}
