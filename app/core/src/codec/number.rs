//! Numbers as people type them: `8192`, `8,192`, `8 192`, `8k`, `128K`, `1m`, `7.6b`.

/// What a text turned out to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Number {
    /// A whole number; saturated where it is astronomically large.
    Whole(i128),
    /// A number with a part that is not whole.
    Fraction,
    /// No number.
    Not,
}

/// Reads a count; `k` and `m` are the binary multiples that context lengths are named in.
pub(super) fn whole(text: &str) -> Number {
    scaled(text, &[('k', 1 << 10), ('m', 1 << 20)], 1)
}

/// Reads dollars as thousandths of a cent.
pub(super) fn millicents(text: &str) -> Number {
    scaled(text, &[], 100_000)
}

/// Reads a number of parameters; `m`, `b` and `t` are decimal, as in the names of models.
pub(super) fn parameters(text: &str) -> Number {
    scaled(
        text,
        &[
            ('m', 1_000_000),
            ('b', 1_000_000_000),
            ('t', 1_000_000_000_000),
        ],
        1,
    )
}

fn scaled(text: &str, suffixes: &[(char, i128)], plain: i128) -> Number {
    let text: String = text
        .chars()
        .filter(|c| !c.is_whitespace() && *c != ',' && *c != '_' && *c != '+')
        .map(|c| {
            if c == '\u{2212}' {
                '-'
            } else {
                c.to_ascii_lowercase()
            }
        })
        .collect();
    let (negative, digits) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.as_str()),
    };
    let (digits, scale) = suffixes
        .iter()
        .find_map(|&(suffix, scale)| digits.strip_suffix(suffix).map(|rest| (rest, scale)))
        .unwrap_or((digits, plain));
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let is_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || !is_digits(whole) || !is_digits(fraction) || fraction.len() > 12 {
        return Number::Not;
    }
    let Some(value) = decimal(whole, fraction, scale) else {
        return Number::Fraction;
    };
    Number::Whole(if negative { -value } else { value })
}

/// `whole.fraction × scale`, where that is a whole number.
fn decimal(whole: &str, fraction: &str, scale: i128) -> Option<i128> {
    // Thirty digits are beyond any bound and far from overflow even after scaling.
    let whole: i128 = if whole.trim_start_matches('0').len() > 24 {
        10i128.pow(24)
    } else {
        whole.parse().unwrap_or(0)
    };
    let places = 10i128.pow(u32::try_from(fraction.len()).unwrap_or(0));
    let part: i128 = if fraction.is_empty() {
        0
    } else {
        fraction.parse().unwrap_or(0)
    };
    let part = part * scale;
    (part % places == 0).then(|| whole * scale + part / places)
}

#[cfg(test)]
mod tests {
    use super::{Number, millicents, parameters, whole};

    #[test]
    fn reads_what_people_type() {
        assert_eq!(whole("8192"), Number::Whole(8_192));
        assert_eq!(whole("8,192"), Number::Whole(8_192));
        assert_eq!(whole("8\u{202f}192"), Number::Whole(8_192));
        assert_eq!(whole("128k"), Number::Whole(131_072));
        assert_eq!(whole("1M"), Number::Whole(1_048_576));
        assert_eq!(whole("0.5k"), Number::Whole(512));
        assert_eq!(whole("-1"), Number::Whole(-1));
        assert_eq!(whole("1.5"), Number::Fraction);
        for text in ["", "abc", "k", "1e9", "--1", "0x10", "1.2.3", "NaN", "inf"] {
            assert_eq!(whole(text), Number::Not, "{text:?}");
        }
        assert_eq!(parameters("7.6b"), Number::Whole(7_600_000_000));
        assert_eq!(parameters("405B"), Number::Whole(405_000_000_000));
        assert_eq!(parameters("1.5T"), Number::Whole(1_500_000_000_000));
        assert_eq!(millicents("0.1648"), Number::Whole(16_480));
        assert_eq!(millicents("2"), Number::Whole(200_000));
        assert_eq!(millicents("0.1234567"), Number::Fraction);
    }

    #[test]
    fn a_long_run_of_digits_saturates() {
        let Number::Whole(value) = whole(&"9".repeat(4_000)) else {
            panic!("a number")
        };
        assert!(value > i128::from(u64::MAX));
    }
}
