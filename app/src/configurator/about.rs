//! Estimates in as many digits as they deserve.

pub(crate) use headroom_core::units::{duration, durations, ends as range, with_unit};

pub use headroom_core::units::about;
