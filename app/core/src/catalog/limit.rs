//! What a driver accepts as the power limit of a card.

use super::Gpu;

/// The limit of one kind of card and what may be set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limit {
    /// What is set, watts.
    pub watts: u32,
    /// As shipped, watts.
    pub default_w: u32,
    /// Lowest that may be set, watts.
    pub min_w: u32,
    /// Highest that may be set, watts.
    pub max_w: u32,
    /// How the range is known.
    pub basis: RangeBasis,
}

/// How the range of a power limit is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RangeBasis {
    /// The driver states it, or a published sweep ran over it.
    Stated,
    /// Half of the shipped limit to all of it.
    Assumed,
    /// A machine without a limit that could be set.
    Fixed,
}

/// The limit of a card of which `chosen` watts were asked, clamped into its range.
///
/// ```
/// use headroom_core::catalog::{Catalog, limit_of};
/// let max_q = Catalog::builtin().gpu("rtx-pro-6000-blackwell-max-q").unwrap();
/// assert_eq!(limit_of(max_q, None).watts, 300);
/// assert_eq!(limit_of(max_q, Some(235)).watts, 250); // the driver accepts no less
/// ```
#[must_use]
pub fn limit_of(gpu: &Gpu, chosen: Option<u32>) -> Limit {
    let default_w = gpu.tdp_w;
    let (min_w, max_w, basis) = match gpu.power_range_w {
        Some((min, max)) => (min.min(default_w), max.max(default_w), RangeBasis::Stated),
        None if gpu.unified.is_some() => (default_w, default_w, RangeBasis::Fixed),
        None => (default_w.div_ceil(2), default_w, RangeBasis::Assumed),
    };
    Limit {
        watts: chosen.unwrap_or(default_w).clamp(min_w, max_w),
        default_w,
        min_w,
        max_w,
        basis,
    }
}
