//! What the words of the catalogue mean to the arithmetic.
//!
//! Rows keep the words that people read. Where something is calculated from them, the meaning is
//! found here, once, by how they begin; words that begin in none of these ways stop the build.

/// Beginnings of words, and the variants that they become.
pub(crate) type Meanings = [(&'static str, &'static str)];

/// `memory_type` of a GPU, as `MemoryKind`.
pub(crate) const MEMORY: &Meanings = &[("GDDR", "Gddr"), ("HBM", "Hbm"), ("LPDDR", "Lpddr")];

/// `form_factor` of a GPU, as `FormFactor`.
pub(crate) const FORM: &Meanings = &[
    ("open-air", "OpenAir"),
    ("blower", "Blower"),
    ("passive", "Passive"),
    ("OAM", "Module"),
    ("SXM", "Module"),
    ("superchip module", "Module"),
    ("laptop", "Machine"),
    ("SoC", "Machine"),
    ("desktop", "Machine"),
];

/// `condition` of a price, as `PriceBasis`.
pub(crate) const PRICE: &Meanings = &[
    ("list price", "List"),
    ("new", "Market"),
    ("used", "Used"),
    ("estimated", "Estimated"),
    ("whole machine", "Market"),
    ("complete", "Market"),
    ("street", "Market"),
    ("wholesale", "Market"),
    ("rounded", "Market"),
    ("midpoint", "Market"),
    ("upgrade path", "Market"),
];

/// `extra[].name` of a model, as `ExtraKind`. Other parameters that a layer has of its own are too
/// small for their shape to matter.
pub(crate) const EXTRA: &Meanings = &[
    ("per-layer embedding table", "PerLayerEmbedding"),
    ("per-layer input gate", "PerLayerInput"),
    ("per-layer model projection", "PerLayerProjection"),
    ("cross-attention projections", "Projection"),
    ("decay projections", "Projection"),
    ("AltUp projections", "Projection"),
    ("Laurel projections", "Projection"),
];

/// The variant that `words` stand for.
pub(crate) fn meaning(meanings: &Meanings, words: &str) -> Option<&'static str> {
    let mut meanings = meanings.iter();
    let found = meanings.find(|(beginning, _)| words.starts_with(beginning));
    found.map(|(_, variant)| *variant)
}
