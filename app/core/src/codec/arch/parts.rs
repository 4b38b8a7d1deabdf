//! The fields of an architecture as text, taken one by one, each within its bounds.

use std::fmt;
use std::ops::RangeInclusive;

use super::super::reader::shorten;
use crate::units::grouped;

/// Why an architecture cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem(String);

impl Problem {
    pub(super) fn new(sentence: impl Into<String>) -> Self {
        Self(sentence.into())
    }

    /// A field that does not hold what it may.
    pub(super) fn of(field: &str, what: &str, given: &str, allowed: &str) -> Self {
        let given = match given {
            "" => "nothing".to_owned(),
            given => format!("“{}”", shorten(given)),
        };
        Self(format!(
            "The architecture\u{2019}s {what} ({field}) is {given}: allowed is {allowed}."
        ))
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Bounds of a number, as a sentence says them.
fn range(bounds: &RangeInclusive<u64>) -> String {
    let [least, most] = [*bounds.start(), *bounds.end()].map(grouped);
    format!("a whole number from {least} to {most}")
}

/// Fields by name, in any order; what was not taken is not known.
pub(super) struct Parts<'a> {
    left: Vec<(&'a str, &'a str)>,
}

impl<'a> Parts<'a> {
    pub(super) fn split(text: &'a str) -> Self {
        let fields = text.split('~').filter(|field| !field.is_empty());
        let left = fields.map(|field| field.split_once('-').unwrap_or((field, "")));
        Self {
            left: left.collect(),
        }
    }

    /// The text of a field.
    pub(super) fn text(&mut self, field: &str) -> Option<&'a str> {
        let place = self.left.iter().position(|(name, _)| *name == field)?;
        Some(self.left.remove(place).1)
    }

    /// Whether a field without a value is there.
    pub(super) fn flag(&mut self, field: &'static str, what: &str) -> Result<bool, Problem> {
        match self.text(field) {
            None => Ok(false),
            Some("") => Ok(true),
            Some(given) => Err(Problem::of(field, what, given, "the field alone")),
        }
    }

    /// One of a few words.
    pub(super) fn word<T: Copy>(
        &mut self,
        field: &'static str,
        what: &str,
        usual: T,
        words: &[(&str, T)],
    ) -> Result<T, Problem> {
        let Some(given) = self.text(field) else {
            return Ok(usual);
        };
        let found = words.iter().find(|(word, _)| *word == given);
        found.map(|(_, value)| *value).ok_or_else(|| {
            let words: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
            Problem::of(field, what, given, &words.join(", "))
        })
    }

    /// A number, where it is there.
    pub(super) fn number(
        &mut self,
        field: &'static str,
        what: &str,
        bounds: RangeInclusive<u64>,
    ) -> Result<Option<u32>, Problem> {
        let Some(given) = self.text(field) else {
            return Ok(None);
        };
        let number = whole(given, &bounds).and_then(|number| u32::try_from(number).ok());
        match number {
            Some(number) => Ok(Some(number)),
            None => Err(Problem::of(field, what, given, &range(&bounds))),
        }
    }

    /// A number that has to be there.
    pub(super) fn needed(
        &mut self,
        field: &'static str,
        what: &str,
        bounds: RangeInclusive<u64>,
    ) -> Result<u32, Problem> {
        let number = self.number(field, what, bounds.clone())?;
        number.ok_or_else(|| Problem::of(field, what, "", &range(&bounds)))
    }

    /// A list of numbers with points between, where it is there.
    pub(super) fn list(&mut self, field: &'static str, what: &str) -> Option<List<'a>> {
        let text = self.text(field)?;
        Some(List::new(field, what, text))
    }

    /// Refuses what nobody took.
    pub(super) fn end(self) -> Result<(), Problem> {
        match self.left.first() {
            None => Ok(()),
            Some((field, _)) => Err(Problem::new(format!(
                "“{}” is no field of an architecture that is known here, or stands there twice.",
                shorten(field)
            ))),
        }
    }
}

/// Numbers of one field in their order.
pub(super) struct List<'a> {
    field: &'static str,
    what: String,
    text: &'a str,
    rest: std::str::Split<'a, char>,
}

impl<'a> List<'a> {
    pub(super) fn new(field: &'static str, what: &str, text: &'a str) -> Self {
        Self {
            field,
            what: what.to_owned(),
            text,
            rest: text.split('.'),
        }
    }

    /// The next text; empty where there is none.
    pub(super) fn word(&mut self) -> &'a str {
        self.rest.next().unwrap_or_default()
    }

    /// The next number.
    pub(super) fn next(&mut self, name: &str, bounds: RangeInclusive<u64>) -> Result<u32, Problem> {
        let number = self.large(name, bounds)?;
        Ok(u32::try_from(number).unwrap_or(u32::MAX))
    }

    /// The next number, which may be beyond 32 bits.
    pub(super) fn large(
        &mut self,
        name: &str,
        bounds: RangeInclusive<u64>,
    ) -> Result<u64, Problem> {
        let given = self.word();
        whole(given, &bounds).ok_or_else(|| {
            let what = format!("{}, {name}", self.what);
            Problem::of(self.field, &what, given, &range(&bounds))
        })
    }

    /// The next number, `None` where nothing stands in its place.
    pub(super) fn optional(
        &mut self,
        name: &str,
        bounds: RangeInclusive<u64>,
    ) -> Result<Option<u32>, Problem> {
        if self.rest.clone().next().unwrap_or_default().is_empty() {
            self.word();
            return Ok(None);
        }
        self.next(name, bounds).map(Some)
    }

    /// The next word: whether it is there. Anything else in its place is refused.
    pub(super) fn mark(&mut self, mark: &str) -> Result<bool, Problem> {
        match self.word() {
            "" => Ok(false),
            given if given == mark => Ok(true),
            given => Err(Problem::of(self.field, &self.what, given, mark)),
        }
    }

    /// Refuses what comes behind.
    pub(super) fn end(mut self) -> Result<(), Problem> {
        match self.rest.next() {
            None => Ok(()),
            Some(_) => Err(Problem::of(
                self.field,
                &self.what,
                self.text,
                "fewer numbers",
            )),
        }
    }
}

/// A whole number within bounds, digits alone.
fn whole(given: &str, bounds: &RangeInclusive<u64>) -> Option<u64> {
    let plain = !given.is_empty() && given.bytes().all(|byte| byte.is_ascii_digit());
    let number = given.parse().ok().filter(|_| plain)?;
    bounds.contains(&number).then_some(number)
}
