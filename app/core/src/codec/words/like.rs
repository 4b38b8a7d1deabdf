//! How like a word and a name are: for lists to choose from, never to decide.

use super::Names;
use super::plain::{plain, spoken, words};
use crate::units::sort_by_key;

/// Most names that are offered for a word that is not understood.
pub(super) const OFFERED: usize = 5;
/// Longest part of a word that is compared, in characters.
const COMPARED: usize = 80;

/// How a name holds what was typed, from the surest to the least sure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Likeness {
    /// It is the name.
    Exact,
    /// The name begins with it.
    Start,
    /// Words of the name begin with all of its words.
    Words,
    /// All of its words are somewhere in the name, or in what else is known of the thing. A number is never
    /// the end of a longer one.
    Within,
}

/// How the names of a thing hold what was typed, if they do. `more` is what else can be searched for, in small letters.
///
/// ```
/// use headroom_core::codec::words::{Likeness, Names, likeness};
/// let v3 = Names { id: "deepseek-v3", name: "DeepSeek-V3", ..Names::default() };
/// let v32 = Names { id: "deepseek-v3.2", name: "DeepSeek-V3.2", ..Names::default() };
/// assert_eq!(likeness("DeepSeek V3", &v3, ""), Some(Likeness::Exact));
/// assert_eq!(likeness("DeepSeek V3", &v32, ""), Some(Likeness::Start));
/// assert_eq!(likeness("v3 deep", &v32, ""), Some(Likeness::Words));
/// assert_eq!(likeness("seek", &v32, ""), Some(Likeness::Within));
/// assert_eq!(likeness("r1", &v32, ""), None);
/// ```
#[must_use]
pub fn likeness(typed: &str, names: &Names<'_>, more: &str) -> Option<Likeness> {
    let typed = compared(typed);
    let wanted = key(typed, names);
    let mut best = None;
    if !wanted.is_empty() {
        for name in names.all() {
            let name = key(name, names);
            if name == wanted {
                return Some(Likeness::Exact);
            }
            if name.starts_with(&wanted) {
                best = Some(Likeness::Start);
            }
        }
        let starts = |word| names.all().any(|name| starts_word(name, word));
        let mut wanted = words(typed).filter_map(|word| spoken(word, names.silent));
        if best.is_none() && wanted.all(starts) {
            best = Some(Likeness::Words);
        }
    }
    best.or_else(|| {
        let mut wanted = words(typed).map(str::to_ascii_lowercase);
        let held = |word: String| {
            holds(more, &word)
                || names
                    .all()
                    .any(|name| holds(&name.to_ascii_lowercase(), &word))
        };
        wanted.all(held).then_some(Likeness::Within)
    })
}

/// The places of what has names most like `given`, the nearest first.
pub(super) fn nearest<'a>(given: &str, names: &dyn Fn(usize) -> Option<Names<'a>>) -> Vec<usize> {
    let given = compared(given);
    let rows = (0..).map_while(|place| Some((place, names(place)?)));
    let ranked = rows.filter_map(|(place, one)| Some((nearness(given, &one)?, place)));
    let mut ranked: Vec<_> = ranked.collect();
    sort_by_key(&mut ranked, |one| *one);
    // What is spelt alike by chance is offered only where no words are shared.
    if ranked.first().is_some_and(|((kind, ..), _)| *kind < SPELT) {
        ranked.retain(|((kind, ..), _)| *kind < SPELT);
    }
    ranked.truncate(OFFERED);
    ranked.into_iter().map(|(_, place)| place).collect()
}

/// The kind of likeness of names that share letters alone.
const SPELT: u8 = 2;

/// How near a name is, the nearest least: kind of likeness, letters of the word that are not accounted for, edits.
type Nearness = (u8, usize, usize);

fn nearness(given: &str, names: &Names<'_>) -> Option<Nearness> {
    let wanted = key(given, names);
    if wanted.is_empty() {
        return None;
    }
    let keys: Vec<String> = names.all().map(|name| key(name, names)).collect();
    let further = |key: &String| key.len().abs_diff(wanted.len());
    // The one begins with the other: a size or an edition too many or too few.
    let begun = { keys.iter() }.filter(|key| begins(key, &wanted) || begins(&wanted, key));
    if let Some(further) = begun.map(further).min() {
        return Some((0, 0, further));
    }
    // Whoever asks for something by another name than its id is not told of it by its letters.
    let id = keys.first()?;
    // Numbers tell things apart, so they count twice.
    let letters = |word: &str| {
        let number = word.bytes().any(|byte| byte.is_ascii_digit());
        word.len() * if number { 2 } else { 1 }
    };
    let wanted_words = || words(given).filter_map(|word| spoken(word, names.silent));
    let all: usize = wanted_words().map(letters).sum();
    let missing = wanted_words().filter(|word| !names.all().any(|name| starts_word(name, word)));
    let missing: usize = missing.map(letters).sum();
    if missing * 2 <= all {
        return Some((1, missing, strsim::levenshtein(id, &wanted)));
    }
    let half = id.len().max(wanted.len()) / 2;
    if further(id) > half {
        return None;
    }
    let edits = strsim::levenshtein(id, &wanted);
    (edits <= half).then_some((SPELT, 0, edits))
}

/// A name as it is compared, as text.
fn key(name: &str, names: &Names<'_>) -> String {
    let mut key = String::with_capacity(name.len());
    // Byte by byte, what is not ASCII comes out as other letters: it matches nothing here in any case.
    key.extend(plain(name, names.silent).map(char::from));
    key
}

/// As much of a word as is compared.
fn compared(text: &str) -> &str {
    let end = text
        .char_indices()
        .nth(COMPARED)
        .map_or(text.len(), |(end, _)| end);
    text.get(..end).unwrap_or_default()
}

/// Whether `long` begins with `short` and no number goes on behind it.
fn begins(long: &str, short: &str) -> bool {
    let number = |text: &str, last: bool| {
        let byte = if last {
            text.bytes().last()
        } else {
            text.bytes().next()
        };
        byte.is_some_and(|byte| byte.is_ascii_digit())
    };
    let rest = long.strip_prefix(short);
    rest.is_some_and(|rest| !(number(short, true) && number(rest, false)))
}

/// Whether a word of `name` begins with `word`.
fn starts_word(name: &str, word: &str) -> bool {
    words(name).any(|one| {
        let head = one.get(..word.len());
        head.is_some_and(|head| head.eq_ignore_ascii_case(word))
    })
}

/// Whether `text` holds `word`, not as the end of a longer number.
fn holds(text: &str, word: &str) -> bool {
    let digit = word.starts_with(|c: char| c.is_ascii_digit());
    let inside = |&(at, _): &(usize, &str)| {
        let before = text.get(..at).and_then(|text| text.chars().next_back());
        !(digit && before.is_some_and(|c| c.is_ascii_digit() || c == '.'))
    };
    text.match_indices(word).any(|found| inside(&found))
}
