//! What the cards are built into: host, power, bill and drives.
//!
//! Nothing here knows whether a model fits.

pub mod bill;
mod compatibility;
mod estimate;
pub mod host;
mod kits;
pub mod power;
pub mod storage;
