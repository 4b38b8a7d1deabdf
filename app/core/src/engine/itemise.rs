//! What an engine keeps and needs on a card, from its table and its own file.

use super::Engine;
use super::cache::KvPolicy;
use super::overhead::{OverheadInput, OverheadKind, OverheadLine, Overheads, Sums};
use crate::catalog::Source;
use crate::units::{Evidence, Range};

/// The cache policy of an engine with its default settings.
#[must_use]
pub fn kv_policy(engine: Engine) -> &'static KvPolicy {
    &engine.properties().cache
}

/// What one card holds beside weights and cache.
#[must_use]
pub fn overheads(engine: Engine, input: &OverheadInput<'_>) -> Overheads {
    let mut lines = Vec::with_capacity(5);
    draft(input).for_each(|line| lines.push(line));
    let reserve = engine.visit_overheads(input, |line| lines.push(line));
    Overheads { lines, reserve }
}

/// Sums of the lines that [`overheads`] itemises, without a list of them.
#[must_use]
pub(crate) fn overhead_sums(engine: Engine, input: &OverheadInput<'_>) -> Sums {
    let mut sums = Sums::default();
    draft(input).for_each(|line| sums.add(&line));
    sums.reserve = engine.visit_overheads(input, |line| sums.add(&line));
    sums
}

/// What guesses tokens ahead: a part of what the engine may take, as weights and cache are.
fn draft(input: &OverheadInput<'_>) -> impl Iterator<Item = OverheadLine> {
    let (weights, cache) = input.draft;
    let line = |label, bytes| OverheadLine {
        kind: OverheadKind::Runtime,
        label,
        bytes: Range {
            low: bytes,
            typical: bytes,
            high: bytes,
        },
        inside_budget: true,
        evidence: Evidence::Derived,
        source: DRAFT,
    };
    [
        ("Weights of the drafter", weights),
        ("Cache of the drafter", cache),
    ]
    .into_iter()
    .filter(|(_, bytes)| *bytes > 0)
    .map(move |(label, bytes)| line(label, bytes))
}

const DRAFT: Source = Source {
    title: "counted from the drafter’s shape",
    url: None,
};
