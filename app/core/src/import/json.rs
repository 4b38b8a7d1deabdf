//! JSON of strangers, bounded before anything is read from it.

use std::borrow::Cow;

use serde_json::Value;

use super::found::Refusal;

/// Longest configuration that is read, in bytes; published ones take a few thousand, and three millions where they name every
/// expert.
pub(super) const LONGEST: usize = 8 << 20;

/// Reads a text as one JSON object. Its depth is bounded by `serde_json`, its size by its length.
pub(super) fn object(text: &[u8], what: &str) -> Result<serde_json::Map<String, Value>, Refusal> {
    if text.len() > LONGEST {
        return Err(Refusal::new(format!(
            "{what} is longer than {LONGEST} bytes, which is more than any configuration takes."
        )));
    }
    let text = text.strip_prefix(b"\xef\xbb\xbf").unwrap_or(text);
    match serde_json::from_slice(&plain(text)) {
        Ok(Value::Object(map)) => Ok(map),
        Ok(_) => Err(Refusal::new(format!("{what} is JSON, but no object."))),
        Err(problem) => Err(Refusal::new(format!(
            "{what} is no JSON that can be read: line {}, column {}.",
            problem.line(),
            problem.column()
        ))),
    }
}

/// The text with null for the numbers that Python writes and JSON has not: `Infinity`, `-Infinity` and `NaN`.
fn plain(text: &[u8]) -> Cow<'_, [u8]> {
    const WORDS: [&[u8]; 3] = [b"-Infinity", b"Infinity", b"NaN"];
    let has = |word: &[u8]| text.windows(word.len()).any(|part| part == word);
    if !has(b"Infinity") && !has(b"NaN") {
        return Cow::Borrowed(text);
    }
    let mut plain = Vec::with_capacity(text.len());
    let (mut in_text, mut rest) = (false, text);
    while let [first, behind @ ..] = rest {
        if !in_text && let Some(word) = WORDS.iter().find(|word| rest.starts_with(word)) {
            plain.extend_from_slice(b"null");
            rest = rest.get(word.len()..).unwrap_or_default();
            continue;
        }
        plain.push(*first);
        rest = behind;
        match (first, in_text, behind) {
            (b'"', ..) => in_text = !in_text,
            (b'\\', true, [next, behind @ ..]) => {
                plain.push(*next);
                rest = behind;
            }
            _ => {}
        }
    }
    Cow::Owned(plain)
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn what_only_python_writes_is_nothing() {
        let given = br#"{"a": Infinity, "b": [-Infinity, NaN], "c": "NaN \" Infinity"}"#;
        let plain = plain(given);
        let said = String::from_utf8_lossy(&plain);
        assert_eq!(
            said,
            r#"{"a": null, "b": [null, null], "c": "NaN \" Infinity"}"#
        );
    }
}
