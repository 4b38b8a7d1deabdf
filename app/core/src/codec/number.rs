//! Numbers as people type them: `8192`, `8,192`, `8 192`, `8k`, `128K`, `1m`, `7.6b`.

use crate::units::Currency;

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
    scaled(text, 1, &[('k', 1 << 10), ('m', 1 << 20)])
}

/// Reads an amount in units of its last decimal place: `8300`, `$8,300`, `8300,50`, `0.0509`, `20 %`.
/// A comma stands for thousands where three digits follow it in an amount of cents, else for the
/// decimal point: nobody means a tax of 8,875 percent.
///
/// Sign and code of `currency` may stand beside it; those of another make it no number.
pub(super) fn amount(text: &str, decimals: u32, currency: Currency) -> Number {
    let text = text.trim().to_ascii_lowercase();
    let mark = currency.sign.trim().to_ascii_lowercase();
    let edge = |c: char| c.is_whitespace() || c == '%';
    let text = text.trim_matches(edge);
    let text = [mark.as_str(), currency.id]
        .into_iter()
        .fold(text, |text, mark| {
            let text = text.trim_end_matches(mark).trim_start_matches(mark);
            text.trim_matches(edge)
        });
    let text = match text.rsplit_once(',') {
        Some((before, after))
            if (after.len() != 3 || decimals > 2)
                && !text.contains('.')
                && !before.contains(',') =>
        {
            format!("{before}.{after}")
        }
        _ => text.to_owned(),
    };
    let (sign, text) = match text
        .strip_prefix('-')
        .or_else(|| text.strip_prefix('\u{2212}'))
    {
        Some(rest) => ("-", rest),
        None => ("", text.as_str()),
    };
    // `-$5` has its sign before the currency.
    let text = format!("{sign}{}", text.trim_start_matches(mark.as_str()));
    let text = if text.starts_with('.') {
        format!("0{text}")
    } else {
        text
    };
    scaled(&text, 10i128.pow(decimals), &[])
}

/// Reads a price as thousandths of a cent.
pub(super) fn millicents(text: &str, currency: Currency) -> Number {
    amount(text, 5, currency)
}

/// Reads a number of tokens of a data set; multiples are decimal, as data sets are described.
pub(super) fn tokens(text: &str) -> Number {
    scaled(
        text,
        1,
        &[
            ('k', 1_000),
            ('m', 1_000_000),
            ('b', 1_000_000_000),
            ('t', 1_000_000_000_000),
        ],
    )
}

/// Reads a number of parameters; `m`, `b` and `t` are decimal, as in the names of models.
pub(super) fn parameters(text: &str) -> Number {
    scaled(
        text,
        1,
        &[
            ('m', 1_000_000),
            ('b', 1_000_000_000),
            ('t', 1_000_000_000_000),
        ],
    )
}

fn scaled(text: &str, unit: i128, suffixes: &[(char, i128)]) -> Number {
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
        .unwrap_or((digits, 1));
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let is_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || !is_digits(whole) || !is_digits(fraction) || fraction.len() > 12 {
        return Number::Not;
    }
    let Some(value) = decimal(whole, fraction, scale * unit) else {
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
    use super::{Currency, Number, amount, millicents, parameters, whole};

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
        assert_eq!(millicents("0.1648", Currency::USD), Number::Whole(16_480));
        assert_eq!(millicents("2", Currency::USD), Number::Whole(200_000));
        assert_eq!(millicents("0.1234567", Currency::USD), Number::Fraction);
    }

    #[test]
    fn reads_amounts() {
        for text in [
            "8300", "8,300", "$8,300", "8 300", "8300.00", "8300 USD", "8300,00",
        ] {
            assert_eq!(
                amount(text, 2, Currency::USD),
                Number::Whole(830_000),
                "{text:?}"
            );
        }
        assert_eq!(amount("8300,5", 2, Currency::USD), Number::Whole(830_050));
        assert_eq!(
            amount("1,234,567.89", 2, Currency::USD),
            Number::Whole(123_456_789)
        );
        assert_eq!(amount(".08", 4, Currency::USD), Number::Whole(800));
        assert_eq!(amount("20 %", 3, Currency::USD), Number::Whole(20_000));
        assert_eq!(amount("8,875 %", 3, Currency::USD), Number::Whole(8_875));
        assert_eq!(amount("-$5", 2, Currency::USD), Number::Whole(-500));
        assert_eq!(amount("1.005", 2, Currency::USD), Number::Fraction);
        for text in ["", "$", "free", "8.300.000", "1e3"] {
            assert_eq!(amount(text, 2, Currency::USD), Number::Not, "{text:?}");
        }
    }

    #[test]
    fn amounts_may_have_the_sign_of_their_currency_and_no_other() {
        let euro = Currency {
            id: "eur",
            code: "EUR",
            sign: "€",
            per_usd: 895_095,
        };
        for text in ["5", "€5", "5 €", "5 EUR", "eur 5"] {
            assert_eq!(amount(text, 2, euro), Number::Whole(500), "{text:?}");
        }
        assert_eq!(amount("-€5", 2, euro), Number::Whole(-500));
        for text in ["$5", "5 USD", "£5"] {
            assert_eq!(amount(text, 2, euro), Number::Not, "{text:?}");
        }
        assert_eq!(amount("€5", 2, Currency::USD), Number::Not);
    }

    #[test]
    fn a_long_run_of_digits_saturates() {
        let Number::Whole(value) = whole(&"9".repeat(4_000)) else {
            panic!("a number")
        };
        assert!(value > i128::from(u64::MAX));
    }
}
