//! The question inside an address: its query, bounded before anything reads it.

use std::fmt;

use headroom_core::catalog::Catalog;
use headroom_core::codec::{MAX_QUERY_BYTES, Query};
use headroom_core::compare::{self, Comparison, compare};
use headroom_core::evaluate;
use headroom_core::evaluate::Report;
use headroom_core::find::{self, Job, ModelsFound, models};
use headroom_core::upgrade::{self, Upgrade, upgrade};

/// Hidden field of the form, which tells a submitted form from a link.
const SUBMITTED: &str = "go=1";

/// A query of bearable length, without the form's mark.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Question {
    /// Without `?`.
    pub query: String,
    /// Whether a form was submitted, with every field in its order.
    pub submitted: bool,
}

/// The query is longer than [`MAX_QUERY_BYTES`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooLong {
    /// Its length in bytes.
    pub length: usize,
}

impl fmt::Display for TooLong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "The query has {} bytes; at most {MAX_QUERY_BYTES} are read.",
            self.length
        )
    }
}

impl Question {
    /// Takes a raw query.
    ///
    /// # Errors
    /// If it is longer than [`MAX_QUERY_BYTES`].
    pub fn new(query: &str) -> Result<Self, TooLong> {
        if query.len() > MAX_QUERY_BYTES {
            return Err(TooLong {
                length: query.len(),
            });
        }
        let kept: Vec<&str> = query.split('&').filter(|&pair| pair != SUBMITTED).collect();
        Ok(Self {
            query: kept.join("&"),
            submitted: kept.len() < query.split('&').count(),
        })
    }

    /// Takes an address that ends in a query, or a query alone.
    ///
    /// # Errors
    /// If the query is longer than [`MAX_QUERY_BYTES`].
    pub fn of_address(address: &str) -> Result<Self, TooLong> {
        let address = address.trim();
        let address = address
            .split_once('#')
            .map_or(address, |(before, _)| before);
        let query = match address.split_once('?') {
            Some((_, query)) => query,
            None if address.contains("://") || address.starts_with('/') => "",
            None => address,
        };
        Self::new(query)
    }

    /// Takes a key out that says how to answer, not what is asked; its first value, where it was there.
    pub fn take(&mut self, key: &str) -> Option<String> {
        let name = |pair: &str| pair.split_once('=').map_or(pair, |(name, _)| name) == key;
        let value = self.query.split('&').find(|pair| name(pair))?;
        let value = value
            .split_once('=')
            .map_or("", |(_, value)| value)
            .to_owned();
        let kept: Vec<&str> = self.query.split('&').filter(|pair| !name(pair)).collect();
        self.query = kept.join("&");
        Some(value)
    }

    /// The answer.
    #[must_use]
    pub fn report(&self) -> Report {
        evaluate::answer(&Query::parse(&self.query), Catalog::builtin())
    }

    /// The builds that it names, side by side.
    #[must_use]
    pub fn comparison(&self) -> Comparison {
        let catalog = Catalog::builtin();
        compare(&compare::Asked::read(&self.query, catalog), catalog)
    }

    /// What runs on the machine that it describes.
    #[must_use]
    pub fn models(&self) -> ModelsFound {
        let catalog = Catalog::builtin();
        models(&find::Asked::read(&self.query, catalog), catalog)
    }

    /// The job that it describes.
    #[must_use]
    pub fn job(&self) -> Job {
        Job::read(&self.query, Catalog::builtin())
    }

    /// The plan that it describes, with what comes of it.
    #[must_use]
    pub fn plan(&self) -> (upgrade::Asked, Upgrade) {
        let catalog = Catalog::builtin();
        let asked = upgrade::Asked::read(&self.query, catalog);
        let plan = upgrade(&asked, catalog);
        (asked, plan)
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
mod tests {
    use super::{MAX_QUERY_BYTES, Question, TooLong};

    #[test]
    fn the_mark_of_the_form_is_taken_off() {
        let question = Question::new("go=1&n=4&gpu=h100").unwrap();
        assert_eq!(question.query, "n=4&gpu=h100");
        assert!(question.submitted);
        let link = Question::new("n=4&cargo=1").unwrap();
        assert_eq!(link.query, "n=4&cargo=1");
        assert!(!link.submitted);
    }

    #[test]
    fn addresses_and_queries_ask_the_same() {
        for address in [
            "n=4&w=f16",
            "?n=4&w=f16",
            "/?n=4&w=f16",
            "https://example.org/?n=4&w=f16#working",
            " n=4&w=f16\n",
        ] {
            assert_eq!(
                Question::of_address(address).unwrap().query,
                "n=4&w=f16",
                "{address}"
            );
        }
        for address in ["", "https://example.org/", "/"] {
            assert_eq!(
                Question::of_address(address).unwrap().query,
                "",
                "{address}"
            );
        }
    }

    #[test]
    fn length_is_bounded_by_bytes() {
        assert!(Question::new(&"x".repeat(MAX_QUERY_BYTES)).is_ok());
        assert_eq!(
            Question::new(&"x".repeat(MAX_QUERY_BYTES + 1)),
            Err(TooLong {
                length: MAX_QUERY_BYTES + 1
            })
        );
    }
}
