//! A query string as ordered pairs, decoded once and with every flaw remembered.

use crate::units::shown;

/// Longest query that is answered, in bytes; the server refuses more with 414.
pub const MAX_QUERY_BYTES: usize = 4_096;

/// Key–value pairs in the order in which they were given, percent-decoded, keys unique.
///
/// The browser keeps its state in this form: what a person typed, valid or not.
///
/// ```
/// use headroom_core::codec::Query;
/// let mut query = Query::parse("?n=4&model=llama-3.1-405b");
/// assert_eq!(query.get("n"), Some("4"));
/// query.set("n", "8");
/// assert_eq!(query.to_string(), "n=8&model=llama-3.1-405b");
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query {
    pairs: Vec<(String, String)>,
    repeated: Vec<(String, String)>,
    malformed: Vec<(String, String)>,
}

impl Query {
    /// Reads a query string, with or without its `?`. Never fails: a repeated key keeps its first
    /// value, and an escape that is broken or is no UTF-8 keeps its characters as they stand.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        let mut query = Self::default();
        let text = text.strip_prefix('?').unwrap_or(text);
        let text = text.split('#').next().unwrap_or_default();
        for pair in text.split('&').filter(|pair| !pair.is_empty()) {
            let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
            let (key, key_ok) = decode(key);
            let (value, value_ok) = decode(value);
            if !(key_ok && value_ok) {
                query.malformed.push((key.clone(), value.clone()));
            }
            if query.get(&key).is_some() {
                query.repeated.push((key, value));
            } else {
                query.pairs.push((key, value));
            }
        }
        query
    }

    /// The value of a key, as given.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&str> {
        self.pairs
            .iter()
            .find(|(name, _)| name == key)
            .map(|(_, value)| value.as_str())
    }

    /// Sets a key, in its place if it is there already, else at the end.
    pub fn set(&mut self, key: &str, value: impl Into<String>) {
        let value = value.into();
        match self.pairs.iter_mut().find(|(name, _)| name == key) {
            Some((_, old)) => *old = value,
            None => self.pairs.push((key.to_owned(), value)),
        }
        self.repeated.retain(|(name, _)| name != key);
        self.malformed.retain(|(name, _)| name != key);
    }

    /// Removes a key and whatever was wrong with it.
    pub fn remove(&mut self, key: &str) {
        self.pairs.retain(|(name, _)| name != key);
        self.repeated.retain(|(name, _)| name != key);
        self.malformed.retain(|(name, _)| name != key);
    }

    /// The pairs in order.
    pub fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        self.pairs
            .iter()
            .map(|(key, value)| (key.as_str(), value.as_str()))
    }

    /// Second and later values of a key.
    pub(super) fn repeated(&self) -> &[(String, String)] {
        &self.repeated
    }

    /// Pairs in which an escape could not be read.
    pub(super) fn malformed(&self) -> &[(String, String)] {
        &self.malformed
    }
}

impl std::fmt::Display for Query {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for (index, (key, value)) in self.pairs.iter().enumerate() {
            if index > 0 {
                f.write_str("&")?;
            }
            escape(key, f)?;
            f.write_str("=")?;
            escape(value, f)?;
        }
        Ok(())
    }
}

/// Undoes `%XX` once, and lets every letter be seen: what was typed is repeated on pages, in files and pictures, and
/// this is where it comes in. `+` stays: it joins the parts of a mixed machine, and no value of ours holds a space.
fn decode(text: &str) -> (String, bool) {
    let (text, ok) = unescaped(text);
    (shown(&text), ok)
}

fn unescaped(text: &str) -> (String, bool) {
    if !text.contains('%') {
        return (text.to_owned(), true);
    }
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut ok = true;
    let mut index = 0;
    while index < bytes.len() {
        let escaped = (bytes[index] == b'%')
            .then(|| Some((hex(*bytes.get(index + 1)?)?, hex(*bytes.get(index + 2)?)?)));
        match escaped {
            Some(Some((high, low))) => {
                out.push(high << 4 | low);
                index += 3;
            }
            Some(None) => {
                ok = false;
                out.push(b'%');
                index += 1;
            }
            None => {
                out.push(bytes[index]);
                index += 1;
            }
        }
    }
    match String::from_utf8(out) {
        Ok(text) => (text, ok),
        Err(_) => (text.to_owned(), false),
    }
}

fn hex(digit: u8) -> Option<u8> {
    char::from(digit)
        .to_digit(16)
        .and_then(|value| u8::try_from(value).ok())
}

/// Escapes all but the unreserved characters of RFC 3986 and the two that mixed machines use.
fn escape(text: &str, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
    use std::fmt::Write as _;
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~*+".contains(&byte) {
            f.write_char(char::from(byte))?;
        } else {
            write!(f, "%{byte:02X}")?;
        }
    }
    Ok(())
}
