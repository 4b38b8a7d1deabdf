//! What somebody typed, as it may be repeated.

/// Text of strangers as it may stand in a page, a file, a picture or a terminal: every letter of it is seen, and
/// stands where it was typed.
///
/// What steers a terminal is shown by its picture (␛), white space is a blank, and what turns the direction of
/// writing or is not seen at all becomes �. Everything that was typed in a query passes here before anything else
/// reads it; escaping for HTML, SVG, CSV or Markdown is left to those who write them.
///
/// ```
/// use headroom_core::units::shown;
/// assert_eq!(shown("rtx-4090"), "rtx-4090");
/// assert_eq!(shown("a\u{1b}[31m\0"), "a␛[31m␀");
/// assert_eq!(shown("\u{202e}0904\u{200b}"), "�0904�");
/// assert_eq!(shown("two\nlines"), "two lines");
/// ```
#[must_use]
pub fn shown(text: &str) -> String {
    text.chars().map(letter).collect()
}

fn letter(letter: char) -> char {
    match letter {
        '\t' | '\n' | '\u{b}' | '\u{c}' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}' => ' ',
        '\0'..='\u{1f}' => char::from_u32(0x2400 + u32::from(letter)).unwrap_or(REPLACED),
        '\u{7f}' => '␡',
        '\u{80}'..='\u{9f}' => REPLACED,
        // Marks, overrides and isolates of the direction of writing.
        '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{206f}' => {
            REPLACED
        }
        // What has no width: hyphens, joiners, spaces and fillers that are not seen.
        '\u{ad}' | '\u{34f}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' => REPLACED,
        '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200d}' | '\u{2060}'..='\u{2065}' => REPLACED,
        '\u{3164}'
        | '\u{fe00}'..='\u{fe0f}'
        | '\u{feff}'
        | '\u{ffa0}'
        | '\u{fff0}'..='\u{fffb}' => REPLACED,
        '\u{e0000}'..='\u{e0fff}' => REPLACED,
        // No letters at all, and none that XML admits.
        '\u{fdd0}'..='\u{fdef}' | '\u{fffe}' | '\u{ffff}' => REPLACED,
        _ => letter,
    }
}

/// What stands for a letter that is not seen.
const REPLACED: char = char::REPLACEMENT_CHARACTER;

#[cfg(test)]
mod tests {
    use super::shown;

    #[test]
    fn every_control_letter_is_seen() {
        for letter in (0..=0x10_ffff).filter_map(char::from_u32) {
            let text = shown(&letter.to_string());
            assert_eq!(text.chars().count(), 1, "{letter:?}");
            assert!(!text.contains(char::is_control), "{letter:?}");
            // What was cleaned once is clean.
            assert_eq!(shown(&text), text, "{letter:?}");
        }
    }

    #[test]
    fn words_of_any_language_stay_as_they_are() {
        for text in [
            "Größe",
            "видеокарта",
            "显卡 4090",
            "グラボ",
            "كرت",
            "🦙 3.1",
            "4 × 24\u{202f}GB",
        ] {
            assert_eq!(shown(text), text);
        }
    }
}
