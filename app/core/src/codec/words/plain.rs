//! What of a name counts when two are compared: `RTX 4090`, `rtx-4090` and `NVIDIA GeForce RTX 4090` are one word.
//!
//! The build script reads this file too, so that two rows cannot be called alike. It knows nothing of the catalogue.

/// Words that say nothing in the name of a card, by who makes it. A maker's word is heard in the names of the others,
/// so that nobody's `AMD 5090` becomes another card.
pub(crate) const NVIDIA: &[&str] = &["nvidia", "geforce", "rtx", "tesla"];
/// The same for AMD.
pub(crate) const AMD: &[&str] = &["amd", "radeon", "instinct"];
/// The same for Intel.
pub(crate) const INTEL: &[&str] = &["intel", "graphics"];
/// The same for Apple, with the boxes that a chip is sold in.
pub(crate) const APPLE: &[&str] = &["apple", "mac", "imac", "macbook", "studio", "mini", "air"];
/// Words that say nothing of the size of a model: who publishes it, and that it was tuned to chat.
pub(crate) const MODEL: &[&str] = &[
    "instruct",
    "it",
    "chat",
    "base",
    "hf",
    "gguf",
    "latest",
    "meta",
    "google",
    "microsoft",
    "nvidia",
    "openai",
];
/// Words that say nothing in the name of a processor.
pub(crate) const PROCESSOR: &[&str] = &["amd", "intel", "ryzen"];

/// The words of a name: runs of letters and digits, and `plus` for a `+` that ends one, because
/// Command R+ is not Command R.
pub(crate) fn words(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    let mut after_word = false;
    std::iter::from_fn(move || {
        if let Some(behind) = rest.strip_prefix('+')
            && after_word
            && !behind.starts_with(counts)
        {
            (rest, after_word) = (behind, false);
            return Some("plus");
        }
        rest = rest.trim_start_matches(|c| !counts(c));
        let end = rest.find(|c| !counts(c)).unwrap_or(rest.len());
        let (word, behind) = rest.split_at(end);
        (rest, after_word) = (behind, true);
        (!word.is_empty()).then_some(word)
    })
}

/// Whether a character belongs to a word. No name here is written with other letters than ASCII's, so
/// those are kept and match nothing; the marks of trade are no letters.
pub(super) fn counts(c: char) -> bool {
    c.is_ascii_alphanumeric() || !(c.is_ascii() || c == '®' || c == '™')
}

/// What is left of a word: nothing of a silent one, the number alone of `rtx4090`.
pub(crate) fn spoken<'a>(word: &'a str, silent: &[&str]) -> Option<&'a str> {
    let digits = word.find(|c: char| c.is_ascii_digit());
    let (head, rest) = word.split_at(digits.unwrap_or(word.len()));
    if silent.iter().any(|one| one.eq_ignore_ascii_case(head)) {
        return (!rest.is_empty()).then_some(rest);
    }
    Some(word)
}

/// A name as it is compared: small letters, without what separates its words and without those that are
/// `silent`. A point stays between two numbers: 3.1 is not 31.
pub(crate) fn plain<'a>(text: &'a str, silent: &'a [&'a str]) -> impl Iterator<Item = u8> + 'a {
    let mut after_digit = false;
    let spoken = words(text).filter_map(|word| spoken(word, silent));
    spoken.flat_map(move |word| {
        let bytes = word.as_bytes();
        let point = after_digit && bytes.first().is_some_and(u8::is_ascii_digit);
        after_digit = bytes.last().is_some_and(u8::is_ascii_digit);
        let letters = word.bytes().map(|byte| byte.to_ascii_lowercase());
        point.then_some(b'.').into_iter().chain(letters)
    })
}
