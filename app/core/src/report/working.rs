//! How one figure came about, as any surface shows it.

use crate::catalog::Source;
use crate::units::Evidence;

/// How one figure came about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Working {
    /// JSON path of the figure.
    pub figure: &'static str,
    /// What it is.
    pub title: String,
    /// The formula in words.
    pub formula: String,
    /// The formula with its numbers.
    pub substituted: String,
    /// The result with its unit.
    pub result: String,
    /// How it is known.
    pub evidence: Evidence,
    /// Where its inputs come from.
    pub sources: Vec<Source>,
}
