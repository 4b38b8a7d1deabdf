//! What the two reference documents claim, in our words.

use super::{Measure, Source};

/// One thing that is claimed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stated {
    /// What it is about.
    pub topic: Topic,
    /// The claim.
    pub text: &'static str,
    /// Who claims it.
    pub source: &'static Source,
    /// How it is asked.
    pub about: About,
}

/// What claims are about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Topic {
    /// What fits.
    Memory,
    /// Training.
    Training,
    /// Tokens a second.
    Speed,
    /// Watts, supply and circuit.
    Power,
    /// Prices and payback.
    Money,
    /// Drives and lanes.
    Storage,
    /// Anything else.
    Other,
}

impl Topic {
    /// Every topic, in the order of reading.
    pub const ALL: [Self; 7] = [
        Self::Memory,
        Self::Speed,
        Self::Training,
        Self::Power,
        Self::Money,
        Self::Storage,
        Self::Other,
    ];

    /// What it is called.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Memory => "What fits",
            Self::Training => "Training",
            Self::Speed => "Speed",
            Self::Power => "Power",
            Self::Money => "Money",
            Self::Storage => "Drives, memory and lanes",
            Self::Other => "What else is said",
        }
    }
}

/// How a claim is asked. Builds are named by their ids.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum About {
    /// A claim of the list of that build, by its place.
    Known {
        /// The build.
        build: &'static str,
        /// Which of its claims.
        place: usize,
    },
    /// A figure of a build with some keys changed.
    Build {
        /// The build.
        build: &'static str,
        /// Whether the opposite is claimed.
        no: bool,
        /// Which figure.
        of: Measure,
        /// The keys.
        with: &'static str,
        /// The claimed figure, or the least.
        low: f64,
        /// The most; infinite for “at least”.
        high: f64,
    },
    /// So much are these together.
    Sum {
        /// What is added.
        terms: &'static [f64],
        /// Their unit.
        unit: &'static str,
        /// What is claimed.
        claimed: f64,
        /// How far a rounded figure may be off.
        slack: f64,
    },
    /// So much is spent by then.
    Plan {
        /// Which published plan.
        plan: usize,
        /// The month.
        month: u32,
        /// What is claimed, USD.
        claimed: f64,
        /// How far a rounded figure may be off.
        slack: f64,
    },
    /// The build has one of these for a key.
    Part {
        /// The build.
        build: &'static str,
        /// The key.
        key: &'static str,
        /// Parts of ids.
        names: &'static [&'static str],
    },
    /// The build keeps a rule of its bill.
    Check {
        /// The build.
        build: &'static str,
        /// The rule.
        rule: &'static str,
    },
    /// A kind of line on the bill costs so much.
    Costs {
        /// The build.
        build: &'static str,
        /// The kind.
        kind: &'static str,
        /// What is claimed, USD.
        claimed: f64,
    },
    /// A card computes less than another, in percent.
    Slower {
        /// The card.
        card: &'static str,
        /// The other.
        than: &'static str,
        /// What is claimed.
        claimed: f64,
    },
    /// The build was published between two days, as YYYYMMDD.
    Published {
        /// The build.
        build: &'static str,
        /// The first day.
        first: u32,
        /// The last.
        last: u32,
    },
    /// It cannot be checked, and why.
    Unchecked(&'static str),
}

/// Every claim of the two reference documents, in the order of reading.
#[must_use]
pub fn stated() -> &'static [Stated] {
    STATED
}

include!(concat!(env!("OUT_DIR"), "/stated.rs"));
