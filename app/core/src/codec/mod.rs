//! The URL: the only place in which a scenario is stored.
//!
//! [`decode`] never fails. A value that cannot be used becomes a [`Notice`] that names the key, what
//! was given and what is allowed, and the scenario continues with the nearest value that is. The
//! same function runs in the browser on every keystroke and on the server for every request. It also
//! finds the edition of the catalogue that a link is [pinned](PIN) to.
//!
//! [`encode`] writes the canonical query: fixed order, only what differs from the default. For every
//! scenario `decode(encode(scenario))` is the scenario itself, without notices.

mod also;
mod amounts;
mod bounds;
mod decode;
mod encode;
mod money;
mod number;
#[cfg(feature = "evidence")]
mod parameters;
mod pin;
mod query;
mod training;
pub mod words;

use crate::catalog::Catalog;
use crate::report::Notice;
use crate::scenario::Scenario;

pub use also::MAX_INSTANCES;
pub use amounts::{
    ALL as AMOUNTS, Amount, DECLINE, FADE, GPU_PRICES, PART_PRICES, RENT, RESALE, STORAGE, TAX,
    UPKEEP,
};
pub use bounds::{ACCUMULATION, EPOCHS, MICRO, RANK, SEQUENCE, TRAINING as TRAINING_BOUNDS};
pub use bounds::{
    ALL as BOUNDS, Bound, CONTEXT, COUNT, CPU_WATTS, DAYS, DIMMS, DRIVES, EXPERT_FFN, EXPERTS, FFN,
    FLOOR, HEAD_DIM, HEADS, HIDDEN, HOURS, KV_HEADS, LAYERS, LIMIT, MONTHS, OTHER, OUTPUT, PROMPT,
    PSU, PSUS, RAM, SHARE, STORED, TARIFF, TOP_K, UNIFIED, USERS, VOCAB, WINDOW,
};
pub use encode::encode;
pub use money::RENTAL;
#[cfg(feature = "evidence")]
pub use parameters::{Parameter, Takes, parameters};
pub use pin::KEY as PIN;
pub use query::{MAX_QUERY_BYTES, Query};
pub use training::{DEFAULT_TOKENS, MAX_TOKENS, counted, without_training};

/// Card of the default scenario.
pub const DEFAULT_GPU: &str = "rtx-pro-6000-blackwell-max-q";
/// Model of the default scenario.
pub const DEFAULT_MODEL: &str = "llama-3.3-70b";

/// A decoded query.
#[derive(Clone, Debug, PartialEq)]
pub struct Decoded {
    /// What will be calculated.
    pub scenario: Scenario,
    /// What was given and could not be used as it was.
    pub notices: Vec<Notice>,
}

/// Reads a query string, with or without `?`.
///
/// ```
/// use headroom_core::{catalog::Catalog, codec};
/// let decoded = codec::decode("?n=0&model=llama-3.1-405b&w=f16", Catalog::builtin());
/// assert_eq!(decoded.scenario.machine.gpu_count(), 1);
/// assert_eq!(decoded.notices[0].key, "n");
/// ```
#[must_use]
pub fn decode(query: &str, catalog: &Catalog) -> Decoded {
    decode_query(&Query::parse(query), catalog)
}

/// Reads a query that is already split.
#[must_use]
pub fn decode_query(query: &Query, catalog: &Catalog) -> Decoded {
    decode::decode(query, catalog)
}
