//! Builds that are known by name, and what is claimed of them.

use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Preset {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) short: String,
    pub(crate) purpose: String,
    pub(crate) query: String,
    #[serde(default)]
    pub(crate) source: String,
    pub(crate) as_of: String,
    #[serde(default)]
    pub(crate) claim: Vec<Claim>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Claim {
    pub(crate) text: String,
    pub(crate) of: Measure,
    #[serde(default)]
    pub(crate) with: String,
    pub(crate) low: Option<f64>,
    pub(crate) high: Option<f64>,
    pub(crate) source: String,
}

/// What a claim is about.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Measure {
    Fits,
    Decode,
    Total,
    Capacity,
    Watts,
    CardWatts,
    Circuit,
    Allowed,
    Supply,
    Price,
    CardPrice,
    Load,
    Throughput,
    Epoch,
    Payback,
}

impl Measure {
    /// Whether these are the figures that a claim of it has: none where it is a yes or no, else a range.
    pub(crate) fn has_its_figures(self, low: Option<f64>, high: Option<f64>) -> bool {
        match self {
            Self::Fits | Self::Circuit | Self::Supply => low.is_none() && high.is_none(),
            _ => low.is_some_and(|low| low <= high.unwrap_or(low)),
        }
    }
}
