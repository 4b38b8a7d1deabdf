//! What runs on a machine: the question, read from an address and written back.

use super::filter::{self, Filter};
use super::machine::{named, of_machine};
use super::told::{Told, whole};
use crate::catalog::Catalog;
use crate::codec::{self, Query};
use crate::report::Notice;
use crate::scenario::Scenario;
use crate::scenario::keys::{self, FORM_GPUS, FORM_LIMITS, Group, OFFLOAD, PLACEMENT, WEIGHTS};

/// Key of a machine that is given by name; it takes the place of the cards.
pub const MACHINE: &str = "machine";
/// Key of the fewest bits a weight that count as running.
pub const LEAST: &str = "least";
/// Fewest bits where none are named: below four, answers suffer visibly.
pub const USUAL_BITS: u32 = 4;

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
        let told = self.told.iter().find(|told| told.key == key)?;
        Some(&told.message)
    }
}

/// Whether a query has fields that say nothing, as a form sends them.
pub(super) fn has_empty_fields(typed: &Query) -> bool {
    let mut pairs = typed.pairs();
    pairs.any(|(key, value)| value.is_empty() && is_field(key))
}

/// Whether the forms of this page have a field for a key.
fn is_field(key: &str) -> bool {
    let own = [MACHINE, LEAST];
    let of_form = FORM_GPUS
        .iter()
        .any(|(gpu, count)| key == *gpu || key == *count);
    let own = own.contains(&key) || filter::KEYS.contains(&key);
    own || of_form || keys::find(key).is_some()
}

/// What of a query describes a build.
pub(super) fn known(typed: &Query) -> Query {
    let own = [MACHINE, LEAST];
    let mut build = Query::default();
    for (key, value) in typed.pairs() {
        let of_form = { FORM_GPUS.iter() }.any(|(gpu, count)| key == *gpu || key == *count)
            || FORM_LIMITS.contains(&key);
        let own = own.contains(&key) || filter::KEYS.contains(&key);
        if !own && !value.is_empty() && (of_form || keys::find(key).is_some()) {
            build.set(key, value);
        }
    }
    build
}

/// What was asked of one machine, asked of another; the parts and prices of the first go with it.
pub(super) fn on(machine: &Query, build: &Query) -> Query {
    let mut other = machine.clone();
    let parts = of_machine(build);
    for (key, value) in build.pairs() {
        let of_form = FORM_GPUS
            .iter()
            .any(|(gpu, count)| key == *gpu || key == *count);
        let kept = keys::find(key).is_some() && parts.get(key).is_none();
        if !of_form && kept {
            other.set(key, value);
        }
    }
    other
}

/// A build without what is said of one model.
pub(super) fn asked_of_all(build: &Query) -> Query {
    let mut query = build.clone();
    for (key, _) in build.pairs() {
        let group = keys::find(key).map(|key| key.group);
        let of_model = matches!(group, Some(Group::Model | Group::Training));
        if of_model || [WEIGHTS.key, PLACEMENT.key, OFFLOAD.key].contains(&key) {
            query.remove(key);
        }
    }
    query
}

/// The shortest query of a build, or as it was given where something in it is not understood.
pub(super) fn canonical(build: &Query, catalog: &Catalog) -> String {
    let scenario = codec::decode_query(build, catalog).scenario;
    if scenario.is_refused() {
        build.to_string()
    } else {
        codec::encode(&scenario)
    }
}

#[cfg(test)]
mod tests {
    use super::{Asked, LEAST, MACHINE, filter};
    use crate::catalog::Catalog;
    use crate::scenario::keys;

    fn read(raw: &str) -> Asked {
        Asked::read(raw, Catalog::builtin())
    }

    #[test]
    fn no_key_asks_two_things() {
        for key in filter::KEYS.into_iter().chain([LEAST, MACHINE]) {
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
