//! The host's memory, as far as a model may use it.

use crate::units::GIB;

/// What the operating system and its services keep of the host's memory: a working figure for a
/// Linux workstation with a desktop, not a measurement.
pub(crate) const HOST_RESERVE_BYTES: u64 = 4 * GIB;

/// Bytes of a host memory of so many GiB that weights and cache may use.
pub(crate) fn capacity(ram_gib: u32) -> u64 {
    (u64::from(ram_gib) * GIB).saturating_sub(HOST_RESERVE_BYTES)
}
