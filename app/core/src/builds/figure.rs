//! The figures that decide a claim.

use serde::Serialize;

/// A figure that decides a claim, with what was claimed of it.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Figure {
    /// What it is.
    pub label: &'static str,
    /// Its unit.
    pub unit: &'static str,
    /// The claimed figure or the least of a range; absent where none is claimed.
    pub claimed_low: Option<f64>,
    /// The most of the claimed range; absent where it has no end.
    pub claimed_high: Option<f64>,
    /// What is found.
    pub found: f64,
    /// The least that is plausible.
    pub found_low: Option<f64>,
    /// The most that is plausible.
    pub found_high: Option<f64>,
    /// What cannot be exceeded: bandwidth, capacity, the rating of a circuit.
    pub limit: Option<f64>,
}

impl Figure {
    /// A figure without spread or limit.
    pub(crate) fn new(label: &'static str, unit: &'static str, found: f64) -> Self {
        Self {
            label,
            unit,
            claimed_low: None,
            claimed_high: None,
            found,
            found_low: None,
            found_high: None,
            limit: None,
        }
    }

    /// With what is claimed of it.
    pub(crate) fn claimed(mut self, low: f64, high: f64) -> Self {
        self.claimed_low = (low > 0.0).then_some(low);
        self.claimed_high = high.is_finite().then_some(high);
        self
    }

    /// With the ends of what is plausible.
    pub(crate) fn between(mut self, low: f64, high: f64) -> Self {
        (self.found_low, self.found_high) = (Some(low), Some(high));
        self
    }

    /// With what cannot be exceeded.
    pub(crate) fn limited(mut self, limit: f64) -> Self {
        self.limit = limit.is_finite().then_some(limit);
        self
    }
}
