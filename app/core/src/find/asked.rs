//! What runs on a machine: the question, read from an address and written back.

use super::filter::Filter;
use super::machine::named;
use super::query::{
    LEAST, MACHINE, USUAL_BITS, asked_of_all, canonical, has_empty_fields, known, on,
};
use super::told::{self, Told, whole};
use crate::catalog::Catalog;
use crate::codec::{self, Query};
use crate::report::Notice;
use crate::scenario::Scenario;
use crate::scenario::keys;

/// A machine, what it is asked, and which models are looked for.
///
/// ```
/// use headroom_core::{catalog::Catalog, find::Asked};
/// let asked = Asked::read("machine=2x+3090&ctx=16384&kind=mixture&sort=", Catalog::builtin());
/// assert_eq!(asked.query(), "gpu=rtx-3090&n=2&ctx=16384&kind=mixture");
/// assert!(asked.edits && asked.told.is_empty());
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Asked {
    /// Canonical query of the build that was given, its model included, which other pages are handed.
    pub build: String,
    /// The same without model and format: the machine, and what it is asked.
    pub machine: String,
    /// Fewest bits a weight that count as running.
    pub least_bits: u32,
    /// Which models are looked for.
    pub filter: Filter,
    /// What was given and could not be used as it was.
    pub told: Vec<Told>,
    /// Words that are not known, with the names that may have been meant.
    pub notices: Vec<Notice>,
    /// Whether a form was submitted, so that a shorter address says the same.
    pub edits: bool,
    pub(super) scenario: Scenario,
    /// Whether the engine was chosen and does not follow from the cards.
    pub(super) engine_given: bool,
    typed: Query,
}

impl Asked {
    /// Reads the raw query of an address.
    #[must_use]
    pub fn read(raw: &str, catalog: &Catalog) -> Self {
        let typed = Query::parse(raw);
        let mut told = Vec::new();
        let mut build = known(&typed);
        let words = typed.get(MACHINE).unwrap_or_default().replace('+', " ");
        if !words.trim().is_empty() {
            match named(&words, catalog) {
                Ok(machine) => build = on(&machine, &build),
                Err(unknown) => {
                    let mut message = unknown.message;
                    if !unknown.nearest.is_empty() {
                        message.push_str(&format!(" Like it: {}.", unknown.nearest.join(", ")));
                    }
                    told.push(Told::new(MACHINE, message));
                }
            }
        }
        let decoded = codec::decode_query(&asked_of_all(&build), catalog);
        told.extend(Told::of(&decoded.notices));
        let filter = Filter::read(&typed, catalog, &mut told);
        let least = typed.get(LEAST).unwrap_or_default();
        let least = whole(LEAST, least, (1, 16), " bits", &mut told);
        let machine = canonical(&asked_of_all(&build), catalog);
        Self {
            build: canonical(&build, catalog),
            machine,
            least_bits: least.unwrap_or(USUAL_BITS),
            filter,
            edits: typed.get(MACHINE).is_some() || has_empty_fields(&typed),
            told,
            engine_given: build
                .get(keys::ENGINE.key)
                .is_some_and(|engine| !engine.is_empty()),
            scenario: decoded.scenario,
            notices: decoded.notices,
            typed,
        }
    }

    /// The shortest query that asks the same and keeps the build.
    #[must_use]
    pub fn query(&self) -> String {
        self.behind(&self.build, &self.filter)
    }

    /// The shortest query that asks the same of the machine alone.
    #[must_use]
    pub fn plain(&self) -> String {
        self.behind(&self.machine, &self.filter)
    }

    /// The same question with another filter.
    #[must_use]
    pub fn with(&self, filter: &Filter) -> String {
        self.behind(&self.build, filter)
    }

    fn behind(&self, build: &str, filter: &Filter) -> String {
        let mut query = Query::parse(build);
        if self.least_bits != USUAL_BITS {
            query.set(LEAST, self.least_bits.to_string());
        }
        filter.write(&mut query);
        query.to_string()
    }

    /// What was typed for a key.
    #[must_use]
    pub fn typed(&self, key: &str) -> Option<&str> {
        self.typed.get(key)
    }

    /// What it is asked: machine, context and streams.
    #[must_use]
    pub fn scenario(&self) -> &Scenario {
        &self.scenario
    }

    /// What is wrong with the value of a key, if anything is.
    #[must_use]
    pub fn flaw(&self, key: &str) -> Option<&str> {
        told::flaw(&self.told, key)
    }
}

#[cfg(test)]
mod tests {
    use super::{Asked, LEAST, MACHINE};
    use crate::catalog::Catalog;
    use crate::find::FILTER_KEYS;
    use crate::scenario::keys;

    fn read(raw: &str) -> Asked {
        Asked::read(raw, Catalog::builtin())
    }

    #[test]
    fn no_key_asks_two_things() {
        for key in FILTER_KEYS.into_iter().chain([LEAST, MACHINE]) {
            assert!(keys::find(key).is_none(), "{key}");
        }
    }

    #[test]
    fn the_build_that_is_handed_on_keeps_its_model() {
        let asked = read("n=4&model=llama-3.1-405b&w=f16&users=2&sort=decode");
        assert_eq!(
            asked.query(),
            "n=4&model=llama-3.1-405b&w=f16&users=2&sort=decode"
        );
        assert_eq!(asked.plain(), "n=4&users=2&sort=decode");
        assert!(!asked.edits);
        assert_eq!(read("model=nope&w=nope").told, []);
    }

    #[test]
    fn a_named_machine_takes_the_place_of_the_other() {
        let asked = read("gpu=rtx-5090&n=4&psu=2000&ctx=4096&users=3&machine=m4+max+64gb");
        assert_eq!(asked.query(), "gpu=apple-m4-max&ctx=4096&users=3&mem=64");
        let asked = read("ctx=4096&machine=two-3090&q=");
        assert_eq!(asked.query(), "gpu=rtx-3090&n=2&ctx=4096");
    }

    #[test]
    fn what_is_wrong_is_told_for_its_field_and_nothing_is_lost() {
        for (raw, key) in [
            ("machine=abacus&n=2", MACHINE),
            ("gpu=abacus", "gpu"),
            ("n=900", "n"),
            ("ctx=-5", "ctx"),
            ("least=99", LEAST),
            ("kind=huge", "kind"),
        ] {
            let asked = read(raw);
            assert!(asked.flaw(key).is_some(), "{raw}: {:?}", asked.told);
            let (name, value) = raw
                .split('&')
                .next()
                .and_then(|pair| pair.split_once('='))
                .unwrap_or_default();
            assert_eq!(asked.typed(name), Some(value));
        }
    }
}
