//! What reading a value needs: the query, the catalogue, and a place for what could not be used.

use super::arch;
use super::number::{self, Number};
use super::query::Query;
use super::words::{self, same};
use crate::catalog::Catalog;
use crate::report::{Notice, NoticeKind, Suggestion};
use crate::scenario::keys::{Amount, Bound, FX, Word};
use crate::scenario::{Exchange, Unread};
use crate::units::{grouped, shown};

/// Longest part of a given value that a message repeats.
const SHOWN: usize = 40;
/// Longest value of a word that is not understood, in characters: links go on carrying it.
const KEPT: usize = 160;

pub(super) struct Reader<'a> {
    pub(super) query: &'a Query,
    pub(super) catalog: &'a Catalog,
    pub(super) notices: Vec<Notice>,
    /// Words that are the name of nothing known here.
    pub(super) unread: Vec<Unread>,
    /// The currency, with the prices that were read in it.
    pub(super) exchange: Exchange,
}

/// A name that may have been meant, with the value of the key that says so.
pub(super) struct Candidate {
    pub(super) label: String,
    pub(super) value: String,
}

impl Candidate {
    /// Something whose id is the whole value.
    pub(super) fn new(label: impl Into<String>, value: impl Into<String>) -> Self {
        Self {
            label: label.into(),
            value: value.into(),
        }
    }
}

pub(super) fn shorten(text: &str) -> String {
    let text = shown(text);
    if text.chars().count() <= SHOWN {
        return text;
    }
    { text.chars().take(SHOWN - 1) }
        .chain(std::iter::once('…'))
        .collect()
}

/// As much of a value as links keep, as it would be read again.
fn kept(value: &str) -> String {
    let start: String = value.chars().take(KEPT).collect();
    start.trim().to_owned()
}

/// The candidates with the value of the key alone; the whole query is put around it when all is read.
fn suggestions(candidates: Vec<Candidate>) -> Vec<Suggestion> {
    let one = |Candidate { label, value }| Suggestion {
        label,
        query: value,
    };
    candidates.into_iter().map(one).collect()
}

impl<'a> Reader<'a> {
    /// A value that is there and not empty.
    pub(super) fn present(&self, key: &str) -> Option<&'a str> {
        self.query
            .get(key)
            .map(str::trim)
            .filter(|value| !value.is_empty())
    }

    /// A value that is there and does not leave the choice to the program.
    pub(super) fn chosen(&self, key: &str) -> Option<&'a str> {
        self.present(key)
            .filter(|given| !given.eq_ignore_ascii_case("auto"))
    }

    /// Says that something else is calculated with, or, where nothing is `used`, that it was left out.
    pub(super) fn notice(
        &mut self,
        key: &'static str,
        given: &str,
        message: String,
        used: Option<String>,
    ) {
        let kind = match used {
            Some(_) => NoticeKind::Replaced,
            None => NoticeKind::LeftOut,
        };
        self.say(key, given, kind, message).nearest_label = used;
    }

    fn say(
        &mut self,
        key: &'static str,
        given: &str,
        kind: NoticeKind,
        message: String,
    ) -> &mut Notice {
        let place = self.notices.len();
        self.notices.push(Notice {
            key,
            kind,
            given: shorten(given),
            message,
            nearest: None,
            nearest_label: None,
            suggestions: Vec::new(),
        });
        &mut self.notices[place]
    }

    /// Says what a word was taken for.
    pub(super) fn read_as(&mut self, key: &'static str, given: &str, name: &str) {
        let message = format!("“{}” is read as {name}.", shorten(given));
        self.say(key, given, NoticeKind::ReadAs, message);
    }

    /// Says that a word is the name of nothing known here: nothing is calculated then. `value` is that
    /// of the whole key, which links go on carrying.
    pub(super) fn not_understood(
        &mut self,
        key: &'static str,
        what: &'static str,
        (word, value): (&str, &str),
        candidates: Vec<Candidate>,
    ) {
        // Between two marks there may be nothing.
        let word = if word.is_empty() { value } else { word };
        let unread = Unread {
            key,
            what,
            word: shorten(word),
            value: kept(value),
            wrong: String::new(),
        };
        let message = unread.to_string();
        self.say(key, word, NoticeKind::NotUnderstood, message)
            .suggestions = suggestions(candidates);
        self.unread.push(unread);
    }

    /// Says what is wrong with a value that decides the answer: nothing is calculated then, and the link keeps all of it.
    pub(super) fn wrong(
        &mut self,
        key: &'static str,
        what: &'static str,
        given: &str,
        sentence: String,
    ) {
        let unread = Unread {
            key,
            what,
            word: shorten(given),
            value: given.chars().take(arch::LONGEST + 1).collect(),
            wrong: sentence,
        };
        let message = unread.to_string();
        self.say(key, given, NoticeKind::NotUnderstood, message);
        self.unread.push(unread);
    }

    /// What a word means; `None` where nothing is known by it, which is then said. `id` is how links
    /// write it.
    pub(super) fn meant<T: Copy>(
        &mut self,
        key: &'static str,
        what: &'static str,
        given: &str,
        word: words::Meaning<T>,
        name: impl Fn(T) -> (&'static str, &'static str),
    ) -> Option<T> {
        match word {
            words::Meaning::Found { entry, how } => {
                let (id, label) = name(entry);
                let spelt = |one: &str| same(one, given);
                if how == words::How::Alias && !spelt(id) && !spelt(label) {
                    self.read_as(key, given, label);
                }
                Some(entry)
            }
            words::Meaning::Unknown { nearest } => {
                let candidates = nearest.into_iter().map(|entry| {
                    let (id, label) = name(entry);
                    Candidate::new(label, id)
                });
                self.not_understood(key, what, (given, given), candidates.collect());
                None
            }
        }
    }

    pub(super) fn number(&mut self, bound: Bound) -> u32 {
        let Some(given) = self.present(bound.key) else {
            return bound.default;
        };
        self.bounded(bound, bound.key, given)
    }

    pub(super) fn optional(&mut self, bound: Bound) -> Option<u32> {
        self.chosen(bound.key)?;
        Some(self.number(bound))
    }

    /// Reads `given` within `bound`, reporting under `key`.
    pub(super) fn bounded(&mut self, bound: Bound, key: &'static str, given: &str) -> u32 {
        let unit = if bound.unit.is_empty() {
            String::new()
        } else {
            format!(" {}", bound.unit)
        };
        let range = format!(
            "from {} to {}{unit}",
            grouped(u64::from(bound.min)),
            grouped(u64::from(bound.max))
        );
        let (used, what) = match number::whole(given) {
            Number::Whole(value) => {
                match u32::try_from(value)
                    .ok()
                    .filter(|v| (bound.min..=bound.max).contains(v))
                {
                    Some(value) => return value,
                    None if value < i128::from(bound.min) => (bound.min, "too small"),
                    None => (bound.max, "too large"),
                }
            }
            Number::Fraction => (bound.default, "not a whole number"),
            Number::Not => (bound.default, "not a number"),
        };
        let shown = grouped(u64::from(used));
        let message = format!(
            "“{}” is {what} for {}: allowed is {range}. Calculated with {shown}{unit}.",
            shorten(given),
            bound.label,
        );
        self.notice(key, given, message, Some(format!("{shown}{unit}")));
        used
    }

    /// The value of an amount: what was given, else its default. A price is typed in the currency of the link, and
    /// what is returned is US dollars.
    pub(super) fn amount(&mut self, amount: Amount) -> Option<i64> {
        let Some(text) = self.present(amount.key) else {
            return amount.default;
        };
        let currency = self.exchange.currency();
        let bounds = amount.typed_in(currency);
        let known = |end: i64| bounds.default.map(|_| end);
        let (used, what) = match number::amount(text, amount.decimals, currency) {
            Number::Whole(value) => {
                match i64::try_from(value)
                    .ok()
                    .filter(|v| (bounds.min..=bounds.max).contains(v))
                {
                    Some(value) => return Some(self.in_usd(amount, value)),
                    None if value < i128::from(bounds.min) => (known(bounds.min), "too small"),
                    None => (known(bounds.max), "too large"),
                }
            }
            Number::Fraction => (bounds.default, "too finely given"),
            Number::Not => (bounds.default, "not a number"),
        };
        let unit = amount.unit_in(currency);
        let shown = |value: i64| {
            let text = amount.text(value);
            match text.parse::<u64>() {
                Ok(whole) => grouped(whole),
                Err(_) => text,
            }
        };
        let used_text = match used {
            Some(value) => format!("{} {unit}", shown(value)),
            None if amount == FX => "the rate in the catalogue".to_owned(),
            None => "the price in the catalogue".to_owned(),
        };
        let message = format!(
            "“{}” is {what} for {}: allowed is from {} to {} {unit}{}. Calculated with {used_text}.",
            shorten(text),
            amount.label,
            shown(bounds.min),
            shown(bounds.max),
            match amount.decimals {
                0 => String::new(),
                decimals => format!(" with up to {decimals} decimals"),
            },
        );
        self.notice(amount.key, text, message, Some(used_text));
        match used {
            _ if used == bounds.default => amount.default,
            used => used.map(|value| self.in_usd(amount, value)),
        }
    }

    pub(super) fn one_of<T: Copy>(
        &mut self,
        word: Word,
        what: &'static str,
        all: &'static [T],
        id: fn(T) -> &'static str,
        parse: fn(&str) -> Option<T>,
    ) -> T {
        let Some(given) = self.present(word.key) else {
            return all[0];
        };
        parse(given).unwrap_or_else(|| {
            let ids = all.iter().map(|one| Candidate::new(id(*one), id(*one)));
            self.not_understood(word.key, what, (given, given), ids.collect());
            all[0]
        })
    }

    /// The row that is called so. A word about what never decides whether a model fits is not worth
    /// an answer refused: where it is not known, the usual row is taken, and that is said.
    pub(super) fn row<T: words::Named>(
        &mut self,
        word: Word,
        what: &str,
        rows: &'static [T],
        usual: &'static T,
    ) -> &'static T {
        let Some(given) = self.present(word.key) else {
            return usual;
        };
        match words::resolve(given, rows) {
            words::Meaning::Found { entry, .. } => entry,
            words::Meaning::Unknown { nearest } => {
                let used = usual.names().id;
                let nearest = nearest.into_iter().map(|row| {
                    let id = row.names().id;
                    Candidate::new(id, id)
                });
                self.unknown(word.key, what, given, used, nearest.collect());
                usual
            }
        }
    }

    /// Says that a word is not known and what is calculated with instead.
    pub(super) fn unknown(
        &mut self,
        key: &'static str,
        what: &str,
        given: &str,
        used: &str,
        candidates: Vec<Candidate>,
    ) {
        let message = format!(
            "“{}” is no {what} known here. Calculated with {used}.",
            shorten(given)
        );
        let notice = self.say(key, given, NoticeKind::Replaced, message);
        notice.nearest_label = Some(used.to_owned());
        notice.suggestions = suggestions(candidates);
    }
}
