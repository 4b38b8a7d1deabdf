//! What writing a value needs: the query so far, and the rule that a default is not written.

use std::fmt::{Display, Write as _};

use super::query::Query;
use crate::scenario::keys::{Amount, Bound, Word};
use crate::scenario::{Exchange, Unread};

/// A query that is being written.
///
/// Words that were not understood are kept as they were given; what stands in for them is not written.
pub(super) struct Writer<'a> {
    query: String,
    unread: &'a [Unread],
    pub(super) exchange: &'a Exchange,
}

impl<'a> Writer<'a> {
    pub(super) fn new(unread: &'a [Unread], exchange: &'a Exchange) -> Self {
        let mut query = Query::default();
        for one in unread {
            query.set(one.key, one.value.as_str());
        }
        Self {
            query: match unread {
                [] => String::with_capacity(96),
                _ => query.to_string(),
            },
            unread,
            exchange,
        }
    }

    /// The query, without `?`.
    pub(super) fn into_query(self) -> String {
        self.query
    }

    pub(super) fn put(&mut self, key: &str, value: impl Display) {
        if self.kept(key).is_some() {
            return;
        }
        let separator = if self.query.is_empty() { "" } else { "&" };
        // Writing to a string cannot fail.
        let _ = write!(self.query, "{separator}{key}={value}");
    }

    /// The value of a key that was not understood.
    pub(super) fn kept(&self, key: &str) -> Option<&'a str> {
        let mut unread = self.unread.iter();
        let one = unread.find(|one| one.key == key)?;
        Some(one.value.as_str())
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
        if let Some(value) = value.and_then(|value| self.told(amount, value)) {
            self.put(amount.key, amount.text(value));
        }
    }

    pub(super) fn word(&mut self, word: Word, id: &str, default: &str) {
        if id != default {
            self.put(word.key, id);
        }
    }
}
