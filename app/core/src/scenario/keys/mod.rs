//! Every key of a query, once: what it is called, what it takes, within what bounds, in which unit, and
//! what holds without it.
//!
//! The parser, the forms, the description of the API, the sheet and the tests read this registry. A
//! new key is one entry here, its use, and its control.

mod link;
mod machine;
mod model;
mod money;
mod power;
mod serving;
mod training;

use crate::units::page_text;

pub use link::*;
pub use machine::*;
pub use model::*;
pub use money::*;
pub use power::*;
pub use serving::*;
pub use training::*;

/// A whole number with its key and range.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bound {
    /// Query key.
    pub key: &'static str,
    /// What it counts, as it stands in a sentence.
    pub label: &'static str,
    /// Unit after a number, empty for plain counts.
    pub unit: &'static str,
    /// Smallest value.
    pub min: u32,
    /// Largest value.
    pub max: u32,
    /// Value where the key is absent.
    pub default: u32,
    /// What may stand there instead of a number; empty for nothing.
    pub words: &'static str,
}

/// An amount with decimals, with its key and range in units of its last decimal place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Amount {
    /// Query key.
    pub key: &'static str,
    /// What it is, as it stands in a sentence.
    pub label: &'static str,
    /// Unit after a number.
    pub unit: &'static str,
    /// Decimal places.
    pub decimals: u32,
    /// Smallest value.
    pub min: i64,
    /// Largest value.
    pub max: i64,
    /// Value where the key is absent; `None` where the catalogue's is taken then.
    pub default: Option<i64>,
}

/// A key that takes words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Word {
    /// Query key.
    pub key: &'static str,
    /// What it is, as it stands in a sentence.
    pub label: &'static str,
    /// What may be written.
    pub words: &'static str,
}

/// What a key takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Takes {
    /// A whole number.
    Whole(Bound),
    /// A number with decimals.
    Amount(Amount),
    /// A word.
    Word(Word),
}

/// What a key is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Group {
    /// The cards and what is beside them.
    Machine,
    /// What is run.
    Model,
    /// How it is run.
    Serving,
    /// What draws power besides, and what carries it.
    Power,
    /// Prices, rent and time.
    Money,
    /// A training run; counts where `mode=train` stands.
    Training,
    /// The link itself.
    Link,
}

/// An entry of the registry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Key {
    /// What it takes.
    pub takes: Takes,
    /// What it is about.
    pub group: Group,
    /// What it does, in one line; empty in the browser.
    pub help: &'static str,
}

/// Every key, group by group.
pub fn all() -> impl Iterator<Item = &'static Key> {
    GROUPS.into_iter().flatten()
}

/// The entry of a key.
///
/// ```
/// use headroom_core::scenario::keys::{self, Group};
/// assert_eq!(keys::find("ctx").unwrap().group, Group::Serving);
/// assert!(keys::find("context").is_none());
/// ```
#[must_use]
pub fn find(key: &str) -> Option<&'static Key> {
    all().find(|one| one.name() == key)
}

/// The keys of one group.
pub fn of(group: Group) -> impl Iterator<Item = &'static Key> {
    all().filter(move |key| key.group == group)
}

/// Every key that takes a whole number.
pub fn bounds() -> impl Iterator<Item = Bound> {
    all().filter_map(|key| match key.takes {
        Takes::Whole(bound) => Some(bound),
        Takes::Amount(_) | Takes::Word(_) => None,
    })
}

/// Every key that takes an amount.
pub fn amounts() -> impl Iterator<Item = Amount> {
    all().filter_map(|key| match key.takes {
        Takes::Amount(amount) => Some(amount),
        Takes::Whole(_) | Takes::Word(_) => None,
    })
}

/// The plain form has a pair of fields for each of the first kinds of card: card and count. Links say
/// the same in one key.
pub const FORM_GPUS: [(&str, &str); 4] =
    [("gpu", "n"), ("gpu2", "n2"), ("gpu3", "n3"), ("gpu4", "n4")];

/// The same for the power limits.
pub const FORM_LIMITS: [&str; 4] = ["limit", "limit2", "limit3", "limit4"];

/// The same for parts of which a machine may have two kinds: part and number of each.
pub const FORM_PARTS: [[(&str, &str); 2]; 2] = [
    [(PART_SSD.key, "n-ssd"), ("part-ssd2", "n-ssd2")],
    [(EXTRAS.key, "n-extras"), ("extras2", "n-extras2")],
];

/// The same for models beside the first: model, its weights and how many of it.
pub const FORM_ALSO: [(&str, &str, &str); 3] = [
    (ALSO.key, "w-also", "n-also"),
    ("also2", "w-also2", "n-also2"),
    ("also3", "w-also3", "n-also3"),
];

/// The drives that the form was written with, where none were named: a second kind stands beside them.
pub const FORM_DRIVE: &str = "auto-ssd";

/// Name and price of the free line.
pub const FORM_LINE: (&str, &str) = ("line-name", "line-usd");

const GROUPS: [&[Key]; 7] = [
    machine::KEYS,
    model::KEYS,
    serving::KEYS,
    power::KEYS,
    money::KEYS,
    training::KEYS,
    link::KEYS,
];

/// Declares the keys of a group: the line of help, which is the documentation too, then name and
/// value of each.
macro_rules! keys {
    ($group:ident; $($help:literal $name:ident: $kind:ident = $value:expr;)+) => {
        $(
            #[doc = $help]
            pub const $name: $kind = $value;
        )+

        pub(super) const KEYS: &[Key] = &[$($name.entry(Group::$group, $help),)+];
    };
}
use keys;

impl Bound {
    const fn new(
        key: &'static str,
        label: &'static str,
        unit: &'static str,
        (min, max): (u32, u32),
        default: u32,
    ) -> Self {
        Self {
            key,
            label,
            unit,
            min,
            max,
            default,
            words: "",
        }
    }

    /// The same where words may stand instead of the number.
    const fn or(self, words: &'static str) -> Self {
        Self { words, ..self }
    }

    const fn entry(self, group: Group, help: &'static str) -> Key {
        Key {
            takes: Takes::Whole(self),
            group,
            help: page_text(help),
        }
    }
}

impl Amount {
    const fn new(
        key: &'static str,
        label: &'static str,
        unit: &'static str,
        decimals: u32,
        (min, max): (i64, i64),
        default: Option<i64>,
    ) -> Self {
        Self {
            key,
            label,
            unit,
            decimals,
            min,
            max,
            default,
        }
    }

    /// The price of one of something: up to a million dollars, to the cent.
    const fn price(key: &'static str, label: &'static str) -> Self {
        Self::new(key, label, "USD", 2, (0, 100_000_000), None)
    }

    /// A share, to the thousandth of a percent.
    const fn share(key: &'static str, label: &'static str, max: i64, default: i64) -> Self {
        Self::new(key, label, "%", 3, (0, max * 1_000), Some(default * 1_000))
    }

    const fn entry(self, group: Group, help: &'static str) -> Key {
        Key {
            takes: Takes::Amount(self),
            group,
            help: page_text(help),
        }
    }

    /// A value as it stands in a link: no grouping, no trailing zeros.
    ///
    /// ```
    /// use headroom_core::scenario::keys::TAX;
    /// assert_eq!(TAX.text(8_875), "8.875");
    /// assert_eq!(TAX.text(20_000), "20");
    /// ```
    #[must_use]
    pub fn text(&self, value: i64) -> String {
        let one = 10_i64.pow(self.decimals);
        let sign = if value < 0 { "-" } else { "" };
        let (whole, rest) = (
            value.unsigned_abs() / one.unsigned_abs(),
            value.unsigned_abs() % one.unsigned_abs(),
        );
        if rest == 0 {
            return format!("{sign}{whole}");
        }
        let rest = format!("{rest:0width$}", width = self.decimals as usize);
        format!("{sign}{whole}.{}", rest.trim_end_matches('0'))
    }
}

impl Word {
    const fn new(key: &'static str, label: &'static str, words: &'static str) -> Self {
        Self { key, label, words }
    }

    const fn entry(self, group: Group, help: &'static str) -> Key {
        Key {
            takes: Takes::Word(self),
            group,
            help: page_text(help),
        }
    }
}

impl Key {
    /// The key as it stands in a query.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self.takes {
            Takes::Whole(bound) => bound.key,
            Takes::Amount(amount) => amount.key,
            Takes::Word(word) => word.key,
        }
    }

    /// What it is, as it stands in a sentence.
    #[must_use]
    pub const fn label(&self) -> &'static str {
        match self.takes {
            Takes::Whole(bound) => bound.label,
            Takes::Amount(amount) => amount.label,
            Takes::Word(word) => word.label,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Takes, all, find};

    #[test]
    fn every_key_stands_once() {
        let mut names: Vec<&str> = all().map(|key| key.name()).collect();
        let count = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), count);
        assert!(count > 90, "{count}");
    }

    #[test]
    fn every_key_is_described_and_its_default_is_within_its_bounds() {
        for key in all() {
            assert!(key.help.ends_with('.'), "{}", key.name());
            assert!(!key.label().is_empty() && find(key.name()) == Some(key));
            match key.takes {
                Takes::Whole(bound) => {
                    assert!(bound.min < bound.max, "{}", bound.key);
                    assert!(
                        (bound.min..=bound.max).contains(&bound.default),
                        "{}",
                        bound.key
                    );
                }
                Takes::Amount(amount) => {
                    let default = amount.default.unwrap_or(amount.min);
                    assert!(
                        (amount.min..=amount.max).contains(&default),
                        "{}",
                        amount.key
                    );
                }
                Takes::Word(word) => assert!(!word.words.is_empty(), "{}", word.key),
            }
        }
    }
}
