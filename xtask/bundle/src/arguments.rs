//! `--key value` pairs and `--switches`.

use std::collections::BTreeMap;

use crate::Outcome;

const SWITCHES: [&str; 1] = ["compress"];

/// What was given on the command line.
pub(crate) struct Arguments(BTreeMap<String, String>);

impl Arguments {
    /// Reads pairs and switches in any order.
    pub(crate) fn parse(words: Vec<String>) -> Outcome<Self> {
        let mut pairs = BTreeMap::new();
        let mut words = words.into_iter();
        while let Some(word) = words.next() {
            let key = word
                .strip_prefix("--")
                .ok_or_else(|| format!("'{word}' is not an option"))?
                .to_owned();
            let value = if SWITCHES.contains(&key.as_str()) {
                String::new()
            } else {
                words
                    .next()
                    .ok_or_else(|| format!("--{key} needs a value"))?
            };
            pairs.insert(key, value);
        }
        Ok(Self(pairs))
    }

    /// An option that may be missing.
    pub(crate) fn optional(&self, key: &str) -> Option<&str> {
        self.0.get(key).map(String::as_str)
    }

    /// An option that may not.
    pub(crate) fn required(&self, key: &str) -> Outcome<&str> {
        self.optional(key)
            .ok_or_else(|| format!("--{key} is missing"))
    }

    /// Whether a switch was given.
    pub(crate) fn has(&self, switch: &str) -> bool {
        self.0.contains_key(switch)
    }
}
