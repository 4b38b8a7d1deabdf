//! Which builds are compared: read from an address, changed by a form, and written back.

use crate::catalog::{Catalog, preset};
use crate::codec::{self, Query};
use crate::report::Notice;
use crate::scenario::keys::{self, CURRENCY, FX};

/// Builds that stand side by side, at most.
pub const MOST: usize = 4;

/// Key of a build: its whole query, escaped once more, or the name of one that is known.
const BUILD: &str = "b";
/// Key of a build that a form adds, in any of the forms that [`BUILD`] takes, or as a whole address.
const ADD: &str = "add";
/// Keys of a machine that a form adds: another card in the first build.
const ADD_GPU: &str = "add-gpu";
const ADD_COUNT: &str = "add-n";
/// Key of the column that a link leaves out, counted from 0.
const DROP: &str = "drop";

/// The builds that an address names, in their order.
///
/// ```
/// use headroom_core::{catalog::Catalog, compare::Asked};
/// let asked = Asked::read("b=n%3D2&b=gpu%3Drtx-3090%26n%3D2&model=llama-3.1-8b", Catalog::builtin());
/// assert_eq!(asked.queries(), ["n=2&model=llama-3.1-8b", "gpu=rtx-3090&n=2&model=llama-3.1-8b"]);
/// assert_eq!(Asked::read(&asked.query(), Catalog::builtin()).queries(), asked.queries());
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    queries: Vec<String>,
    /// What was given and is not compared, in plain sentences.
    pub notes: Vec<String>,
    /// Whether the address says more than the builds, so that a shorter one says the same.
    pub edits: bool,
}

impl Asked {
    /// Reads the raw query of an address.
    #[must_use]
    pub fn read(raw: &str, catalog: &Catalog) -> Self {
        let mut asked = Self {
            queries: Vec::new(),
            notes: Vec::new(),
            edits: false,
        };
        let mut shared = Vec::new();
        let mut added = Vec::new();
        let (mut card, mut count, mut dropped) = (None, None, None);
        for pair in raw.trim_start_matches('?').split('&') {
            let Some((key, value)) = single(pair) else {
                continue;
            };
            let builds = asked.queries.len();
            match key.as_str() {
                BUILD => match build(&value) {
                    Some(query) => asked.queries.push(query),
                    None => asked.notes.push(is_no_build(&value)),
                },
                ADD if !value.is_empty() => match build(&value) {
                    Some(query) => added.push(query),
                    None => asked.notes.push(is_no_build(&value)),
                },
                ADD_GPU if !value.is_empty() => card = Some(value),
                ADD_COUNT if !value.is_empty() => count = Some(value),
                DROP => dropped = value.parse::<usize>().ok(),
                _ if keys::find(&key).is_some() && !value.is_empty() => shared.push((key, value)),
                // Nothing that is known here, such as what a mailing puts behind its links.
                _ => continue,
            }
            asked.edits |= asked.queries.len() == builds;
        }
        // The build that another page hands on with its link.
        if asked.queries.is_empty() && added.is_empty() && !shared.is_empty() {
            let mut query = Query::default();
            for (key, value) in shared.drain(..) {
                query.set(&key, value);
            }
            asked.queries.push(query.to_string());
        }
        if let Some(column) = dropped.filter(|column| *column < asked.queries.len()) {
            asked.queries.remove(column);
        }
        if let Some(card) = card {
            added.push(other_machine(
                asked.queries.first(),
                &card,
                count.as_deref(),
            ));
        }
        asked.queries.append(&mut added);
        let more = asked.queries.len().saturating_sub(MOST);
        if more > 0 {
            asked.queries.truncate(MOST);
            asked.notes.push(format!(
                "At most {MOST} builds stand side by side; {more} more were left out."
            ));
        }
        let (told, shared): (Vec<_>, Vec<_>) = { shared.into_iter() }
            .partition(|(key, _)| [CURRENCY.key, FX.key].contains(&key.as_str()));
        for query in &mut asked.queries {
            *query = canonical(query, &shared, &mut asked.notes, catalog);
        }
        asked.tell_in_one_currency(&told, catalog);
        asked
    }

    /// Tells all builds in the currency that is asked of them together, else in that of the first.
    fn tell_in_one_currency(&mut self, asked: &[(String, String)], catalog: &Catalog) {
        let other = |query: &String| query.contains(CURRENCY.key);
        if asked.is_empty() && !self.queries.iter().any(other) {
            return;
        }
        let mut one = Query::default();
        for (key, value) in asked {
            one.set(key, value.as_str());
        }
        let first = self.queries.first();
        let exchange = match first.filter(|_| asked.is_empty()) {
            Some(first) => codec::decode(first, catalog).scenario.exchange,
            None => {
                let decoded = codec::decode_query(&one, catalog);
                let told = decoded.notices.iter().filter_map(Notice::told);
                self.notes.extend(told);
                decoded.scenario.exchange
            }
        };
        for query in &mut self.queries {
            *query = codec::told_in(query, &exchange, catalog);
        }
    }

    /// Of builds that are known already.
    #[must_use]
    pub fn of(queries: impl IntoIterator<Item = String>) -> Self {
        Self {
            queries: queries.into_iter().take(MOST).collect(),
            notes: Vec::new(),
            edits: false,
        }
    }

    /// The canonical query of each build.
    #[must_use]
    pub fn queries(&self) -> &[String] {
        &self.queries
    }

    /// The shortest query that asks the same.
    #[must_use]
    pub fn query(&self) -> String {
        let builds = self.queries.iter().map(|query| {
            let mut pair = Query::default();
            pair.set(BUILD, query.as_str());
            pair.to_string()
        });
        builds.collect::<Vec<_>>().join("&")
    }
}

/// One pair of a query, decoded once.
fn single(pair: &str) -> Option<(String, String)> {
    let query = Query::parse(pair);
    let (key, value) = query.pairs().next()?;
    Some((key.to_owned(), value.to_owned()))
}

/// What is said of a word that names no build.
fn is_no_build(value: &str) -> String {
    let value: String = value.chars().take(SHOWN).collect();
    format!("“{value}” is neither a link to a build nor the name of a known one; it was left out.")
}

/// Letters of such a word that are repeated.
const SHOWN: usize = 60;

/// The query in what names a build: a known name, an address, or a query.
fn build(value: &str) -> Option<String> {
    let value = value.trim();
    let value = value.split('#').next().unwrap_or_default();
    if let Some(known) = preset(value.trim_start_matches("/builds/")) {
        return Some(known.query.to_owned());
    }
    match value.split_once('?') {
        Some((_, query)) => Some(query.to_owned()),
        None if value.contains("://") || value.starts_with('/') => Some(String::new()),
        None => (value.is_empty() || value.contains('=')).then(|| value.to_owned()),
    }
}

/// The first build with other cards. What was chosen for the old ones goes with them.
fn other_machine(first: Option<&String>, card: &str, count: Option<&str>) -> String {
    let old = Query::parse(first.map_or("", String::as_str));
    let mut query = Query::default();
    query.set("gpu", card);
    query.set("n", count.unwrap_or("1"));
    for key in QUESTION {
        if let Some(value) = old.get(key) {
            query.set(key, value);
        }
    }
    query.to_string()
}

/// Keys of the question, which another machine is asked as well: what runs, how, for how long and
/// where, but nothing of what it runs on.
pub(super) const QUESTION: [&str; 25] = [
    "model", "also", "w", "kv", "ctx", "users", "engine", "prompt", "out", "rate", "mode",
    "method", "rank", "seq", "micro", "tokens", "epochs", "optim", "circuit", "region", "tariff",
    "hours", "days", "months", "tax",
];

/// The same build in its shortest form, or as it was given where something in it is not understood.
fn canonical(
    query: &str,
    shared: &[(String, String)],
    notes: &mut Vec<String>,
    catalog: &Catalog,
) -> String {
    let mut query = Query::parse(query);
    for (key, value) in shared {
        query.set(key, value.as_str());
    }
    let decoded = codec::decode_query(&query, catalog);
    for told in decoded.notices.iter().filter_map(Notice::told) {
        if !notes.contains(&told) {
            notes.push(told);
        }
    }
    if decoded.scenario.is_refused() {
        query.to_string()
    } else {
        codec::encode(&decoded.scenario)
    }
}

#[cfg(test)]
mod tests {
    use super::{Asked, MOST};
    use crate::catalog::Catalog;

    fn read(raw: &str) -> Asked {
        Asked::read(raw, Catalog::builtin())
    }

    #[test]
    fn a_build_is_named_in_any_way() {
        let ways = [
            "b=n%3D4",
            "b=https%3A%2F%2Fexample.org%2F%3Fn%3D4%23speed",
            "b=%2F%3Fn%3D4",
            "b=%3Fn%3D4",
            "add=n%3D4",
        ];
        for way in ways {
            assert_eq!(read(way).queries(), ["n=4"], "{way}");
        }
        assert_eq!(read("n=4").query(), "b=n%3D4");
        assert_eq!(read("b=").queries(), [""]);
        assert_eq!(read("b=two-3090").queries(), ["gpu=rtx-3090&n=2"]);
        assert_eq!(read("").queries(), Vec::<String>::new());
    }

    #[test]
    fn what_is_asked_of_all_changes_each() {
        let asked = read("b=n%3D4%26w%3Dq8_0&b=gpu%3Drtx-3090&w=q4_k_m&ctx=4096");
        assert!(asked.edits);
        assert_eq!(asked.queries(), ["n=4&ctx=4096", "gpu=rtx-3090&ctx=4096"]);
        let again = read(&asked.query());
        assert_eq!(again.queries(), asked.queries());
        assert!(!again.edits);
    }

    #[test]
    fn another_machine_is_asked_the_same() {
        let asked = read(
            "b=n%3D4%26model%3Dllama-3.1-8b%26ctx%3D4096%26psu%3D1300&add-gpu=rtx-5090&add-n=2",
        );
        assert_eq!(
            asked.queries()[1],
            "gpu=rtx-5090&n=2&model=llama-3.1-8b&ctx=4096"
        );
    }

    #[test]
    fn there_are_at_most_four_and_one_can_go() {
        let five = ["b=n%3D2"; MOST + 1].join("&");
        let asked = read(&five);
        assert_eq!(asked.queries().len(), MOST);
        assert_eq!(asked.notes.len(), 1);
        assert_eq!(read("b=n%3D2&b=n%3D4&drop=0").queries(), ["n=4"]);
        assert_eq!(read("b=n%3D2&drop=7&drop=x").queries(), ["n=2"]);
    }

    #[test]
    fn what_is_calculated_otherwise_than_given_is_told() {
        for (raw, queries, told) in [
            ("b=n%3D4&b=n%3D9999", ["n=4", "n=64"].as_slice(), "“9999”"),
            ("b=n%3D2&ctx=-5", ["n=2&ctx=1"].as_slice(), "“-5”"),
            ("b=n%3D2&add=my+build", ["n=2"].as_slice(), "“my+build”"),
        ] {
            let asked = read(raw);
            assert_eq!(asked.queries(), queries, "{raw}");
            assert!(
                asked.notes.iter().any(|note| note.contains(told)),
                "{:?}",
                asked.notes
            );
        }
        assert_eq!(read("b=gpu%3D4090").notes, Vec::<String>::new());
    }

    #[test]
    fn what_is_not_understood_stays_as_it_was_given() {
        assert_eq!(read("b=gpu%3Dnope").queries(), ["gpu=nope"]);
    }
}
