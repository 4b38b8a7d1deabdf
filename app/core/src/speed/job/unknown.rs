//! Why a scenario has no rates.

use std::fmt;

use crate::catalog::Gpu;

/// Why there is no job.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Unknown {
    /// The scenario does not run.
    Stopped,
    /// A card's memory bandwidth is not published.
    Bandwidth(&'static Gpu),
}

impl fmt::Display for Unknown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Stopped => f.write_str("There is no rate because the scenario does not run."),
            Self::Bandwidth(gpu) => {
                write!(f, "The memory bandwidth of {} is not published.", gpu.name)
            }
        }
    }
}
