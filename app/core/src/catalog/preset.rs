//! Builds that are known by name, and what is claimed of them.

use super::Source;

/// A build that many ask about.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Preset {
    /// Stable id: `/builds/<id>`.
    pub id: &'static str,
    /// What it is called.
    pub name: &'static str,
    /// The same where there is little room.
    pub short: &'static str,
    /// What it is for, in a sentence or two.
    pub purpose: &'static str,
    /// Canonical query of the build.
    pub query: &'static str,
    /// Who described it, where somebody did.
    pub source: Option<&'static Source>,
    /// The day of that, or the day that the row was written, `YYYY-MM-DD`.
    pub as_of: &'static str,
    /// What is claimed of it.
    pub claims: &'static [Claim],
}

/// One sentence that somebody wrote about a build, with what it says in figures.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Claim {
    /// What is claimed, in our words.
    pub text: &'static str,
    /// Which figure it is about.
    pub of: Measure,
    /// Keys that the claim changes in the build: another model, another context.
    pub with: &'static str,
    /// The claimed figure, or the least of a range, in the unit of [`Claim::of`]; 0 where it has none.
    pub low: f64,
    /// The most of the range.
    pub high: f64,
    /// Who claims it.
    pub source: &'static Source,
}

/// The figure that a claim is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Measure {
    /// The model runs, or the training run does.
    Fits,
    /// Decode of one stream, tokens/s.
    Decode,
    /// Decode of all streams together, tokens/s.
    Total,
    /// Memory of all cards, GB as vendors count it.
    Capacity,
    /// What it draws at most, W.
    Watts,
    /// What the cards alone draw at most, W.
    CardWatts,
    /// The circuit carries it.
    Circuit,
    /// What the circuit may carry for hours, W.
    Allowed,
    /// The power supply carries it.
    Supply,
    /// What it costs, USD.
    Price,
    /// What the cards alone cost, USD.
    CardPrice,
    /// Time to load the weights, s.
    Load,
    /// What the drives read together, GB/s.
    Throughput,
    /// Time of an epoch, h.
    Epoch,
    /// When owning has cost no more than renting, months.
    Payback,
}

/// Every build that is known by name, in the order of reading.
#[must_use]
pub fn presets() -> &'static [Preset] {
    PRESETS
}

/// Looks one up by its id.
#[must_use]
pub fn preset(id: &str) -> Option<&'static Preset> {
    PRESETS.iter().find(|preset| preset.id == id)
}

include!(concat!(env!("OUT_DIR"), "/presets.rs"));
