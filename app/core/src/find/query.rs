//! Keys of both questions, and what of a query describes a build.

use super::filter;
use super::machine::of_machine;
use crate::catalog::Catalog;
use crate::codec::{self, Query};
use crate::scenario::keys::{self, FORM_GPUS, FORM_LIMITS, Group, OFFLOAD, PLACEMENT, WEIGHTS};

/// Key of a machine that is given by name; it takes the place of the cards.
pub const MACHINE: &str = "machine";
/// Key of the fewest bits a weight that count as running.
pub const LEAST: &str = "least";
/// Fewest bits where none are named: below four, answers suffer visibly.
pub const USUAL_BITS: u32 = 4;

/// Key that asks this question on the page of both.
pub const ASK: &str = "ask";
/// Its value.
pub const ASK_MACHINES: &str = "machines";
/// Key of the most that a machine may cost, USD.
pub const BUDGET: &str = "budget";
/// Key of the most that it may draw at the wall, watts.
pub const WATTS: &str = "watts";
/// Key of the most cards.
pub const CARDS: &str = "cards";
/// Key of who makes the cards.
pub const MAKER: &str = "maker";
/// Key of the longest wait for the first token, seconds.
pub const FIRST: &str = "first";
/// Key of the longest time of a training run, hours.
pub const WITHIN: &str = "within";
/// Key that asks for rented machines too.
pub const RENTED: &str = "rented";

/// Keys of the question about machines that are none of a build.
const OF_MACHINES: [&str; 8] = [ASK, BUDGET, WATTS, CARDS, MAKER, FIRST, WITHIN, RENTED];

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
    own || of_form || OF_MACHINES.contains(&key) || keys::find(key).is_some()
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
