//! The host's memory, as far as a model may use it.

use crate::units::GIB;

/// What the operating system and its services keep of the host's memory: a working figure for a
/// Linux workstation with a desktop, not a measurement.
const HOST_RESERVE_BYTES: u64 = 4 * GIB;

/// Bytes of a host memory of so many GiB that weights and cache may use.
pub(crate) fn capacity(ram_gib: u32) -> u64 {
    (u64::from(ram_gib) * GIB).saturating_sub(HOST_RESERVE_BYTES)
}

/// Sizes of host memory that can be bought, GiB, ascending: pairs of modules on a desktop board, then
/// 8, 12, 16 or 24 modules of 16 to 256 GiB, up to all that a server of the catalogue holds.
const SIZES: [u32; 13] = [
    64, 128, 192, 256, 384, 512, 768, 1_024, 1_536, 2_048, 3_072, 4_096, 6_144,
];
/// The largest of them.
pub(crate) const LARGEST: u32 = SIZES[SIZES.len() - 1];

/// The smallest size that can be bought of which `bytes` may be used; the present one where it does.
pub(crate) fn size_for(bytes: u64, present: u32) -> Option<u32> {
    let larger = SIZES.into_iter().filter(|size| *size > present);
    let mut sizes = std::iter::once(present).chain(larger);
    sizes.find(|size| bytes <= capacity(*size))
}

#[cfg(test)]
mod tests {
    use super::{HOST_RESERVE_BYTES, LARGEST, SIZES, size_for};
    use crate::scenario::keys::RAM;
    use crate::units::GIB;

    #[test]
    fn the_smallest_size_that_does_is_found() {
        assert!(SIZES.is_sorted() && LARGEST <= RAM.max);
        let usable = |size: u64| size * GIB - HOST_RESERVE_BYTES;
        assert_eq!(size_for(0, 0), Some(0));
        assert_eq!(size_for(usable(96), 96), Some(96));
        assert_eq!(size_for(usable(96) + 1, 96), Some(128));
        assert_eq!(size_for(usable(256) + 1, 64), Some(384));
        assert_eq!(size_for(usable(2_048) + 1, 64), Some(3_072));
        assert_eq!(size_for(usable(6_144) + 1, 64), None);
        assert_eq!(size_for(usable(8_192), 8_192), Some(8_192));
    }
}
