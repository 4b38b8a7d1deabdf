//! How wide text will be, without asking the platform: a table, the same on every target.

use std::borrow::Cow;

/// Advance widths of the printable ASCII characters in thousandths of an em.
///
/// Measured on `DejaVu Sans`, which is wider than the other system typefaces that pages are set in:
/// text may take less room than is kept for it, but not more.
const ASCII: [u16; 95] = [
    318, 401, 460, 838, 636, 950, 780, 275, 390, 390, 500, 838, 318, 361, 318, 337, 636, 636, 636,
    636, 636, 636, 636, 636, 636, 636, 337, 337, 838, 838, 838, 531, 1000, 684, 686, 698, 770, 632,
    575, 775, 752, 295, 295, 656, 557, 863, 748, 787, 603, 787, 695, 635, 611, 732, 684, 989, 685,
    611, 685, 390, 337, 390, 838, 500, 500, 613, 635, 550, 635, 615, 352, 635, 634, 278, 278, 579,
    278, 974, 634, 612, 635, 635, 411, 521, 392, 634, 592, 818, 592, 592, 525, 636, 337, 636, 838,
];
/// Semi-bold letters are wider than regular ones by at most this many percent.
const STRONG_PERCENT: u64 = 113;

fn advance(character: char) -> u16 {
    match character {
        ' '..='~' => ASCII[character as usize - ' ' as usize],
        '\u{a0}' | '·' | '’' => 318,
        '\u{202f}' | '\u{2009}' => 200,
        '–' | '°' => 500,
        '²' | '₂' => 401,
        '×' | '≈' | '≤' | '≥' | '→' | '←' | '−' => 838,
        '\u{300}'..='\u{36f}' => 0,
        '€' | '£' | '¥' | 'µ' => 636,
        '\u{a1}'..='\u{24f}' => 800,
        _ => 1000,
    }
}

/// Width of a line of text, rounded up, in the units of `size`.
pub(crate) fn width(text: &str, size: u32, strong: bool) -> i32 {
    let thousandths: u64 = text
        .chars()
        .map(|character| u64::from(advance(character)))
        .sum();
    let percent = if strong { STRONG_PERCENT } else { 100 };
    let width = (thousandths * u64::from(size) * percent).div_ceil(100_000);
    i32::try_from(width).unwrap_or(i32::MAX)
}

/// The text, or as much of it as the room takes with an ellipsis.
pub(crate) fn fit(text: &str, room: i32, size: u32, strong: bool) -> Cow<'_, str> {
    if width(text, size, strong) <= room {
        return Cow::Borrowed(text);
    }
    let mut cut = String::new();
    for character in text.chars() {
        cut.push(character);
        cut.push('…');
        let fits = width(&cut, size, strong) <= room;
        cut.pop();
        if !fits {
            cut.pop();
            break;
        }
    }
    let kept = cut.trim_end().len();
    cut.truncate(kept);
    if !cut.is_empty() {
        cut.push('…');
    }
    Cow::Owned(cut)
}

/// The text in lines that the room takes, broken behind spaces and ampersands, and within what has
/// neither.
pub(crate) fn wrap(text: &str, room: i32, size: u32, strong: bool) -> Vec<String> {
    let fits = |line: &str| width(line.trim_end(), size, strong) <= room;
    let mut lines = Vec::new();
    let mut line = String::new();
    for piece in text.split_inclusive([' ', '&']) {
        if !line.is_empty() && !fits(&format!("{line}{piece}")) {
            lines.push(std::mem::take(&mut line));
        }
        for character in piece.chars() {
            line.push(character);
            if !fits(&line) {
                line.pop();
                lines.push(std::mem::take(&mut line));
                line.push(character);
            }
        }
    }
    lines.push(line);
    lines.retain(|line| !line.trim().is_empty());
    for line in &mut lines {
        line.truncate(line.trim_end().len());
    }
    lines
}

/// Appends text so that it is inert between tags and inside a quoted attribute.
///
/// Characters that XML has no place for become spaces.
pub(crate) fn escape(out: &mut String, text: &str) {
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\u{0}'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{fffe}' | '\u{ffff}' => out.push(' '),
            _ => out.push(character),
        }
    }
}

/// As [`escape`], for use inside a format.
pub(crate) struct Safe<'a>(pub(crate) &'a str);

impl std::fmt::Display for Safe<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut out = String::with_capacity(self.0.len());
        escape(&mut out, self.0);
        f.write_str(&out)
    }
}

#[cfg(test)]
mod tests {
    use super::{Safe, fit, width, wrap};

    #[test]
    fn width_grows_with_text_size_and_weight() {
        assert_eq!(width("", 26, false), 0);
        assert_eq!(width("0000", 1000, false), 2544);
        assert!(width("Own", 26, true) > width("Own", 26, false));
        assert!(width("$1\u{202f}000", 26, false) < width("$1 000", 26, false));
    }

    #[test]
    fn what_does_not_fit_ends_in_an_ellipsis_within_the_room() {
        let text = "Dynamic random access memory";
        assert_eq!(fit(text, 10_000, 26, false), text);
        let cut = fit(text, 150, 26, false);
        assert!(cut.ends_with('…') && width(&cut, 26, false) <= 150, "{cut}");
        assert_eq!(fit(text, 3, 26, false), "");
    }

    #[test]
    fn lines_hold_all_of_a_text_and_no_more_than_the_room() {
        let text = "Llama 3.1 405B in FP16 on 4 × RTX PRO 6000 /?n=4&model=llama-3.1-405b&w=f16";
        for room in [60, 200, 500, 10_000] {
            let lines = wrap(text, room, 26, false);
            assert!(
                lines.iter().all(|line| width(line, 26, false) <= room),
                "{lines:?}"
            );
            assert_eq!(lines.concat().replace(' ', ""), text.replace(' ', ""));
        }
        assert_eq!(wrap("One two", 10_000, 26, false), ["One two"]);
        assert!(wrap("", 100, 26, false).is_empty());
    }

    #[test]
    fn characters_outside_xml_become_spaces() {
        assert_eq!(
            Safe("a\u{0}<b>&\"'\u{ffff}").to_string(),
            "a &lt;b&gt;&amp;&quot;&#39; "
        );
    }
}
