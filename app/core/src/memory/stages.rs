//! Layers in equal runs, as pipelines have them.

use std::ops::Range;

/// Deals layers evenly, as vLLM and SGLang do: the remainder goes to the later stages, the very
/// last excepted, because that one also holds the output head
/// (`get_pp_indices`, vllm/distributed/utils.py, read 2026-08).
///
/// ```
/// use headroom_core::memory::stages::even;
/// assert_eq!(even(10, 4), [0..2, 2..5, 5..8, 8..10]);
/// ```
#[must_use]
pub fn even(layers: u32, stages: u32) -> Vec<Range<u32>> {
    even_stages(layers, stages).collect()
}

/// [`even`], one stage after the other.
pub(super) fn even_stages(layers: u32, stages: u32) -> impl ExactSizeIterator<Item = Range<u32>> {
    let stages = stages.max(1);
    let (base, remainder) = (layers / stages, layers % stages);
    let mut start = 0;
    (0..stages).map(move |stage| {
        let extra = stage + 1 < stages && stage + 1 + remainder >= stages;
        let end = start + base + u32::from(extra);
        let range = start..end.min(layers);
        start = end.min(layers);
        range
    })
}
