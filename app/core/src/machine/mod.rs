//! What the cards are built into: host, power, bill and drives.
//!
//! Nothing here knows whether a model fits.

pub(crate) mod bandwidth;
pub mod bill;
pub mod host;
pub mod power;
pub mod storage;
