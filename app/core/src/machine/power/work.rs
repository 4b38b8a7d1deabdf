//! What the cards do, as far as their watts go.

/// How the cards share the work, as far as their watts go.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Sharing {
    /// Each card works on its own.
    Alone,
    /// All cards work on each layer.
    Tensor,
    /// Cards work one after the other on their layers.
    Layers {
        /// How many.
        cards: u32,
        /// Whether they work on different sequences at the same time.
        overlaps: bool,
    },
}

/// What the cards do, as far as their watts go.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Work {
    pub(crate) sharing: Sharing,
    /// Part of the time of a step in which cards work; in the rest the host does.
    pub(crate) on_cards: f64,
}
