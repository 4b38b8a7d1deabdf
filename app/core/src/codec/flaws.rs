//! What is wrong with a query as such.

use super::reader::{Reader, shorten};
use crate::scenario::keys::{self, FORM_GPUS, FORM_LIMITS};

/// Keys of surfaces and of the plain form, which say nothing about the scenario.
const FOREIGN: [&str; 7] = [
    "go",
    "theme",
    "show",
    "utm_source",
    "utm_medium",
    "utm_campaign",
    "ref",
];

impl Reader<'_> {
    /// What is wrong with the query as such.
    pub(super) fn flaws(&mut self) {
        for (key, value) in self.query.malformed() {
            let given = format!("{key}={value}");
            let message = "This part of the link has a broken % escape and was read as it stands.";
            self.notice("link", &given, message.to_owned(), None);
        }
        for (key, value) in self.query.repeated() {
            let message = format!(
                "“{}” is given more than once; the first one counts.",
                shorten(key)
            );
            self.notice("link", &format!("{key}={value}"), message, None);
        }
        for (key, value) in self.query.pairs() {
            let of_form = FORM_GPUS
                .iter()
                .any(|&(gpu, count)| key == gpu || key == count)
                || FORM_LIMITS.contains(&key);
            let known = of_form || FOREIGN.contains(&key) || keys::find(key).is_some();
            let broken = self.query.malformed().iter().any(|(name, _)| name == key);
            if !known && !broken {
                let message = format!(
                    "“{}” is not a setting that this page knows; it was left out.",
                    shorten(key)
                );
                self.notice("link", &format!("{key}={value}"), message, None);
            }
        }
    }
}
