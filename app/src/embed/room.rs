//! How much room text takes, estimated from above: a frame that is a little too high is better
//! than one that scrolls.

/// Empty pixels on each side of the content.
pub(super) const SIDE: u32 = 4;
/// Pixels between one panel and the next.
pub(super) const BETWEEN: u32 = 24;

/// Lines that a text takes in a column, both in pixels. No text takes none.
pub(super) fn lines(text: &str, column: u32, size: u32) -> u32 {
    if text.is_empty() {
        return 0;
    }
    // Widths come in half pixels at 13 px.
    let halves = u32::try_from(headroom_chart::text_width(text, false)).unwrap_or(u32::MAX);
    let width = halves.saturating_mul(size) / 26;
    // Words are not broken, so the end of each line stays empty by up to a word.
    let usable = column.saturating_sub(size * 2).max(size);
    width.div_ceil(usable).clamp(1, 40)
}

#[cfg(test)]
mod tests {
    use super::lines;

    #[test]
    fn narrow_columns_take_more_lines() {
        let text = "Does not fit. Each GPU is short, by 94.9 GB to 103.5 GB.";
        assert_eq!(lines("", 320, 18), 0);
        assert_eq!(lines(text, 900, 18), 1);
        assert!(lines(text, 320, 18) > lines(text, 640, 18));
    }
}
