//! Written by `cargo xtask calibrate` from `catalog/measured_training.toml`; not by hand.

/// Share of what comes and goes that the allocator holds without use: low, typical, high.
pub(crate) const FRAGMENTATION_PERMILLE: [u64; 3] = [0, 105, 245];
/// Share of the dense peak that matrix multiplications reach, thousandths.
pub(crate) const PEAK_PERMILLE: u32 = 950;
/// Memory traffic of arithmetic, in millionths of a byte for each operation.
pub(crate) const TRAFFIC_MICROBYTES_PER_FLOP: u32 = 3500;
/// Times that 4-bit weights are unpacked for each pass over a micro-batch.
pub(crate) const UNPACK_PASSES: u32 = 2;
/// Measured speed over predicted, thousandths: 10th and 90th percentile.
pub(crate) const SPEED_SPREAD_PERMILLE: [u32; 2] = [680, 1210];
