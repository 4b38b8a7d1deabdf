//! Published measurements of speed: what the rates are fitted to and held against.
//!
//! Only with the feature `evidence`; the browser never loads them.

/// One published measurement.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Measured {
    /// Stable id of the row.
    pub id: &'static str,
    /// `decode`, `prefill`, `batch_throughput`, …
    pub kind: &'static str,
    /// Cards as published.
    pub gpus: &'static str,
    /// Model as published.
    pub model: &'static str,
    /// Weight format as published.
    pub format: &'static str,
    /// Engine with its version, as published.
    pub engine: &'static str,
    /// Batch, lengths and whatever else was published.
    pub setting: &'static str,
    /// The scenario that it is held against.
    pub mapping: Mapping,
    /// Where it was published.
    pub source: &'static str,
    /// Date of the measurement or of its page: `YYYY` or more of `YYYY-MM-DD`.
    pub date: &'static str,
    /// What a reader should know.
    pub note: &'static str,
}

/// The scenario of a row, or the reason for none.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Mapping {
    /// A query that describes it.
    Scenario {
        /// The query.
        query: &'static str,
        /// What the value is.
        metric: Metric,
        /// The value as published, summed over the cards.
        value: &'static str,
        /// As many sequences as the cache holds.
        full: bool,
        /// Tokens of the prompt that were cached before.
        cached: u32,
    },
    /// Nothing that is calculated here, and why.
    None(&'static str),
}

/// What a measured value is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Metric {
    /// Tokens a second of one sequence.
    Stream,
    /// Tokens a second of all sequences while they decode.
    Total,
    /// Output tokens a second with the reading of prompts in between.
    Served,
    /// Milliseconds for each token of a sequence under such load.
    Tpot,
    /// Prompt tokens a second.
    Prefill,
    /// Milliseconds to the first token.
    Ttft,
}

include!(concat!(env!("OUT_DIR"), "/measured.rs"));
