//! What an engine keeps and needs on a card, from its table and its own file.

use super::Engine;
use super::cache::KvPolicy;
use super::overhead::{OverheadInput, Overheads, Sums};

/// The cache policy of an engine with its default settings.
#[must_use]
pub fn kv_policy(engine: Engine) -> &'static KvPolicy {
    &engine.properties().cache
}

/// What one card holds beside weights and cache.
#[must_use]
pub fn overheads(engine: Engine, input: &OverheadInput<'_>) -> Overheads {
    let mut lines = Vec::with_capacity(5);
    let reserve = engine.visit_overheads(input, |line| lines.push(line));
    Overheads { lines, reserve }
}

/// Sums of the lines that [`overheads`] itemises, without a list of them.
#[must_use]
pub(crate) fn overhead_sums(engine: Engine, input: &OverheadInput<'_>) -> Sums {
    let mut sums = Sums::default();
    sums.reserve = engine.visit_overheads(input, |line| sums.add(&line));
    sums
}
