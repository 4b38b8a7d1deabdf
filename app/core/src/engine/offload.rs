//! What may live in the host's memory instead of on a card.

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
