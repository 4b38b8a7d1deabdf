//! Binary searches over what is cheap to ask and holds from some point on.

use std::ops::Range;

/// The first of an ascending range for which `holds`, where it holds for all that follow; the
/// range's end where it holds for none.
pub(crate) fn first_of(range: Range<u32>, holds: impl FnMut(u32) -> bool) -> u32 {
    let width = range.end.saturating_sub(range.start);
    first_near(range.clone(), range.start + width / 2, width, holds)
}

/// As [`first_of`], looking near a guess first and from there in growing steps.
pub(crate) fn first_near(
    range: Range<u32>,
    near: u32,
    step: u32,
    mut holds: impl FnMut(u32) -> bool,
) -> u32 {
    let Range {
        start: mut low,
        end: mut high,
    } = range;
    let mut probe = near;
    // A step of nothing would look at every value in turn.
    let mut step = step.max(1);
    while low < high {
        probe = probe.clamp(low, high - 1);
        if holds(probe) {
            high = probe;
        } else {
            low = probe + 1;
        }
        let middle = low + (high - low) / 2;
        probe = if low == range.start {
            middle.max(probe.saturating_sub(step))
        } else if high == range.end {
            middle.min(probe.saturating_add(step))
        } else {
            middle
        };
        step = step.saturating_mul(2);
    }
    low
}
