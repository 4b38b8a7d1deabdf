//! What writing a value needs: the query so far, and the rule that a default is not written.

use std::fmt::{Display, Write as _};

use crate::scenario::keys::{Amount, Bound, Word};

/// A query that is being written.
pub(super) struct Writer {
    query: String,
}

impl Writer {
    pub(super) fn new() -> Self {
        Self {
            query: String::with_capacity(96),
        }
    }

    /// The query, without `?`.
    pub(super) fn into_query(self) -> String {
        self.query
    }

    pub(super) fn put(&mut self, key: &str, value: impl Display) {
        let separator = if self.query.is_empty() { "" } else { "&" };
        // Writing to a string cannot fail.
        let _ = write!(self.query, "{separator}{key}={value}");
    }

    pub(super) fn number(&mut self, bound: Bound, value: u32) {
        if value != bound.default {
            self.put(bound.key, value);
        }
    }

    pub(super) fn optional(&mut self, bound: Bound, value: Option<u32>) {
        if let Some(value) = value {
            self.put(bound.key, value);
        }
    }

    pub(super) fn amount(&mut self, amount: Amount, value: Option<i64>) {
        if let Some(value) = value.filter(|value| amount.default != Some(*value)) {
            self.put(amount.key, amount.text(value));
        }
    }

    pub(super) fn word(&mut self, word: Word, id: &str, default: &str) {
        if id != default {
            self.put(word.key, id);
        }
    }
}
