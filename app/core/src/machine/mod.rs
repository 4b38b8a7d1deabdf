//! What the cards are built into: host, power, bill and drives.
//!
//! Nothing here knows whether a model fits.

pub(crate) mod bandwidth;
pub mod bill;
mod compatibility;
mod estimate;
mod failure;
pub mod host;
mod item;
mod kits;
pub mod power;
mod room;
pub mod storage;
