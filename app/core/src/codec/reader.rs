//! What reading a value needs: the query, the catalogue, and a place for what could not be used.

use super::number::{self, Number};
use super::query::Query;
use crate::catalog::Catalog;
use crate::report::Notice;
use crate::scenario::keys::{Amount, Bound, Word};
use crate::units::grouped;

/// Longest part of a given value that a message repeats.
const SHOWN: usize = 40;

pub(super) struct Reader<'a> {
    pub(super) query: &'a Query,
    pub(super) catalog: &'a Catalog,
    pub(super) notices: Vec<Notice>,
}

/// The entry whose id is most like `given`, or the usual one where none is much like it, and what
/// to say of that.
pub(super) fn like<'a, T>(
    given: &str,
    entries: &'a [T],
    id: impl Fn(&T) -> &str,
    usual: &str,
) -> (&'a T, &'static str) {
    let nearest = nearest(given, entries, &id);
    let (given, found) = (letters(given), letters(id(nearest)));
    let longest = given.len().max(found.len());
    let alike = found.contains(&given) || strsim::levenshtein(&given, &found) * 2 <= longest;
    match entries.iter().find(|entry| id(entry) == usual) {
        Some(entry) if !alike => (
            entry,
            ", nor anything like it. Calculated with the usual one",
        ),
        _ => (nearest, ". Calculated with the nearest name"),
    }
}

/// What of a name is compared. Ids are ASCII; the tables of Unicode would weigh on the browser's
/// module.
fn letters(text: &str) -> String {
    let text = text
        .chars()
        .filter(|c| c.is_ascii_alphanumeric() || !c.is_ascii());
    text.take(80).collect::<String>().to_ascii_lowercase()
}

/// The entry whose id is most like `given`, separators aside: one that contains it, the shortest
/// first, else the one with the fewest edits.
pub(super) fn nearest<'a, T>(given: &str, entries: &'a [T], id: impl Fn(&T) -> &str) -> &'a T {
    let given = letters(given);
    let rank = |entry: &&T| {
        let id = letters(id(entry));
        let contains = !given.is_empty() && id.contains(given.as_str());
        let distance = if contains {
            id.len()
        } else {
            strsim::levenshtein(&given, &id)
        };
        (!contains, distance)
    };
    // The catalogue's tables are never empty: the build refuses that.
    entries.iter().min_by_key(rank).unwrap_or(&entries[0])
}

pub(super) fn shorten(text: &str) -> String {
    let clean = text.chars().map(|c| if c.is_control() { ' ' } else { c });
    if text.chars().count() <= SHOWN {
        return clean.collect();
    }
    clean.take(SHOWN - 1).chain(std::iter::once('…')).collect()
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

    pub(super) fn notice(
        &mut self,
        key: &'static str,
        given: &str,
        message: String,
        used: Option<String>,
    ) {
        let given = shorten(given);
        self.notices.push(Notice {
            key,
            given,
            message,
            nearest: None,
            nearest_label: used,
        });
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

    /// The value of an amount: what was given, else its default.
    pub(super) fn amount(&mut self, amount: Amount) -> Option<i64> {
        let Some(text) = self.present(amount.key) else {
            return amount.default;
        };
        let (used, what) = match number::amount(text, amount.decimals) {
            Number::Whole(value) => {
                match i64::try_from(value)
                    .ok()
                    .filter(|v| (amount.min..=amount.max).contains(v))
                {
                    Some(value) => return Some(value),
                    None if value < i128::from(amount.min) => {
                        (amount.default.map(|_| amount.min), "too small")
                    }
                    None => (amount.default.map(|_| amount.max), "too large"),
                }
            }
            Number::Fraction => (amount.default, "too finely given"),
            Number::Not => (amount.default, "not a number"),
        };
        let shown = |value: i64| {
            let text = amount.text(value);
            match text.parse::<u64>() {
                Ok(whole) => grouped(whole),
                Err(_) => text,
            }
        };
        let used_text = match used {
            Some(value) => format!("{} {}", shown(value), amount.unit),
            None => "the price in the catalogue".to_owned(),
        };
        let message = format!(
            "“{}” is {what} for {}: allowed is from {} to {} {}{}. Calculated with {used_text}.",
            shorten(text),
            amount.label,
            shown(amount.min),
            shown(amount.max),
            amount.unit,
            match amount.decimals {
                0 => String::new(),
                decimals => format!(" with up to {decimals} decimals"),
            },
        );
        self.notice(amount.key, text, message, Some(used_text));
        used
    }

    pub(super) fn one_of<T: Copy>(
        &mut self,
        word: Word,
        what: &str,
        all: &'static [T],
        id: fn(T) -> &'static str,
        parse: fn(&str) -> Option<T>,
    ) -> T {
        let Some(given) = self.present(word.key) else {
            return all[0];
        };
        if let Some(choice) = parse(given) {
            return choice;
        }
        let nearest = *nearest(given, all, |one| id(*one));
        let ids: Vec<&str> = all.iter().map(|one| id(*one)).collect();
        let message = format!(
            "“{}” is no {what} known here. Calculated with {}. Write {}.",
            shorten(given),
            id(nearest),
            ids.join(", ")
        );
        self.notice(word.key, given, message, Some(id(nearest).to_owned()));
        nearest
    }

    /// A row by its id, or the one whose id is nearest.
    pub(super) fn row<T>(
        &mut self,
        word: Word,
        what: &str,
        rows: &'static [T],
        id: fn(&T) -> &'static str,
        default: &'static T,
    ) -> &'static T {
        let Some(given) = self.present(word.key) else {
            return default;
        };
        if let Some(row) = rows.iter().find(|row| id(row).eq_ignore_ascii_case(given)) {
            return row;
        }
        let nearest = nearest(given, rows, |row| id(row));
        let message = format!(
            "“{}” is no {what} known here. Calculated with the nearest name, {}.",
            shorten(given),
            id(nearest)
        );
        self.notice(word.key, given, message, Some(id(nearest).to_owned()));
        nearest
    }

    pub(super) fn unknown(
        &mut self,
        key: &'static str,
        what: &str,
        given: &str,
        used: &str,
        ids: &[&str],
    ) {
        let message = format!(
            "“{}” is no {what} known here. Calculated with {used}. Write for example {}.",
            shorten(given),
            ids.join(", ")
        );
        self.notice(key, given, message, Some(used.to_owned()));
    }
}
