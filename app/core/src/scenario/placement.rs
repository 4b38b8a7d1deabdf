//! How a person wants the model divided.

/// How the user wants the model divided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PlacementChoice {
    /// Whatever the engine would do with this many cards.
    Auto,
    /// Whole layers on each card, sized to the card.
    Layer,
    /// Tensor parallel within groups of `tensor`, pipeline parallel over `pipeline` such groups;
    /// with `expert`, whole experts are dealt out instead of slices of each. A degree that is not
    /// given is what the number of cards leaves; with none given all cards share each layer.
    Parallel {
        /// Cards that share each layer.
        tensor: Option<u32>,
        /// Groups in a row.
        pipeline: Option<u32>,
        /// Data parallel: groups that each serve requests of their own. Routed experts are divided over the
        /// cards of all groups.
        data: Option<u32>,
        /// Decode context parallel: of the cards that share a layer, so many that each keep a part of the tokens
        /// instead of a copy of them all.
        context: Option<u32>,
        /// Expert parallel.
        expert: bool,
    },
}
