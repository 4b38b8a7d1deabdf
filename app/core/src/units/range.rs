//! A figure with its spread.

use serde::Serialize;

/// A figure with its spread.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Range {
    /// Lowest seen or possible.
    pub low: u64,
    /// What to expect.
    pub typical: u64,
    /// Highest seen or possible.
    pub high: u64,
}

impl Range {
    pub(crate) const fn new(low: u64, typical: u64, high: u64) -> Self {
        Self { low, typical, high }
    }

    /// Both together.
    #[must_use]
    pub const fn plus(self, other: Self) -> Self {
        Self {
            low: self.low + other.low,
            typical: self.typical + other.typical,
            high: self.high + other.high,
        }
    }

    /// The figure at one end or in the middle.
    #[must_use]
    pub const fn at(self, level: Level) -> u64 {
        match level {
            Level::Low => self.low,
            Level::Typical => self.typical,
            Level::High => self.high,
        }
    }
}

/// Which figure of a [`Range`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// [`Range::low`].
    Low,
    /// [`Range::typical`].
    Typical,
    /// [`Range::high`].
    High,
}
