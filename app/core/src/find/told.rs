//! What was given and could not be used, for the place beside its field.

use serde::Serialize;

use crate::report::Notice;
use crate::units::grouped;

/// Letters of a value that are repeated.
const SHOWN: usize = 40;

/// Something given that could not be used as it was.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Told {
    /// The key that it was given for.
    pub key: &'static str,
    /// What is wrong and what was used instead, in plain sentences.
    pub message: String,
}

impl Told {
    /// What is wrong with the value of a key.
    pub(super) fn new(key: &'static str, message: impl Into<String>) -> Self {
        let message = message.into();
        Self { key, message }
    }

    /// Of notices about a build, where something else is calculated than was given or nothing is.
    pub(super) fn of(notices: &[Notice]) -> impl Iterator<Item = Self> {
        notices.iter().filter_map(|notice| {
            use crate::report::NoticeKind::{LeftOut, NotUnderstood, ReadAs, Replaced};
            let message = match notice.kind {
                ReadAs => return None,
                NotUnderstood => notice.message.clone(),
                Replaced | LeftOut => notice.told()?,
            };
            Some(Self::new(notice.key, message))
        })
    }
}

/// What is wrong with the value of a key, if anything is.
pub(super) fn flaw<'a>(told: &'a [Told], key: &str) -> Option<&'a str> {
    let told = told.iter().find(|told| told.key == key)?;
    Some(&told.message)
}

/// The whole number of a value from `least` to `most`; an empty value is none.
pub(super) fn whole(
    key: &'static str,
    given: &str,
    (least, most): (u32, u32),
    unit: &str,
    told: &mut Vec<Told>,
) -> Option<u32> {
    // A form writes blanks as `+`.
    let given = given.replace('+', " ");
    let plain: String = { given.chars() }
        .filter(|c| !matches!(c, ' ' | ',' | '_' | '$' | '\u{202f}' | '\u{a0}'))
        .collect();
    if plain.is_empty() {
        return None;
    }
    let number = plain.parse().ok();
    let number = number.filter(|number| (least..=most).contains(number));
    if number.is_none() {
        let given: String = given.trim().chars().take(SHOWN).collect();
        let (least, most) = (grouped(least.into()), grouped(most.into()));
        told.push(Told::new(
            key,
            format!(
                "“{given}” was left out: this takes a whole number from {least} to {most}{unit}."
            ),
        ));
    }
    number
}
