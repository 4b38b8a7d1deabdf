//! The edition of the catalogue that a link keeps: `cat=2026-11-22`.
//!
//! It fixes figures: prices, offers, tariffs, and what data sheets say. Formulas and what they were calibrated on are
//! always those of the program that answers.

use super::reader::{Reader, shorten};
use crate::scenario::keys::EDITION;

impl Reader<'_> {
    /// The edition in force on the day that was given, by its own day.
    pub(super) fn edition(&mut self) -> Option<&'static str> {
        let given = self.present(EDITION.key)?;
        let catalog = self.catalog;
        let newest = catalog.date;
        let problem = if !is_day(given) {
            format!("is no day written like {newest}")
        } else if given > newest {
            format!("is after the newest figures, which are of {newest}")
        } else {
            match catalog.on(given) {
                Some(edition) => return Some(edition.date),
                None => format!(
                    "is before the first figures, which are of {}",
                    catalog.first_date()
                ),
            }
        };
        let message = format!(
            "“{}” {problem}. Calculated with the figures of {newest}.",
            shorten(given)
        );
        let used = format!("figures of {newest}");
        self.notice(EDITION.key, given, message, Some(used));
        None
    }
}

/// Whether a text is a day of the form `YYYY-MM-DD`, so that days compare as texts.
fn is_day(text: &str) -> bool {
    let mut parts = text.split('-').map(|part| {
        let digits = part.bytes().all(|byte| byte.is_ascii_digit());
        (part.len(), part.parse::<u32>().ok().filter(|_| digits))
    });
    let mut within = |width, low, high| {
        parts.next().is_some_and(|(length, number)| {
            length == width && number.is_some_and(|number| (low..=high).contains(&number))
        })
    };
    within(4, 0, 9_999) && within(2, 1, 12) && within(2, 1, 31) && parts.next().is_none()
}
