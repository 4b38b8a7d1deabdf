//! More models on the same machine: `also=llama-3.1-8b~q8_0*2+qwen3-30b-a3b`.

use std::fmt::Write as _;

use super::model::model_id;
use super::reader::Reader;
use crate::model::quant::Quant;
use crate::scenario::keys::{ALSO, Bound};
use crate::scenario::{AlsoModel, Scenario};

/// Instances on one machine, the scenario's own model among them.
pub const MAX_INSTANCES: u32 = 16;

const COUNT: Bound = Bound {
    key: ALSO.key,
    label: "the number of instances",
    unit: "",
    min: 1,
    max: MAX_INSTANCES - 1,
    default: 1,
    words: "",
};

/// Reads the list: each part is a model, its weights after `:` or `~` where they are not those of
/// the scenario, and how many after `*`.
pub(super) fn read(reader: &mut Reader<'_>, weights: Quant) -> Vec<AlsoModel> {
    let given = reader.present(ALSO.key).unwrap_or_default();
    let mut list: Vec<AlsoModel> = Vec::new();
    let parts = given.split(['+', ' ', ',']).filter(|part| !part.is_empty());
    // Each part beyond the bound would only be left out below.
    for part in parts.take(4 * MAX_INSTANCES as usize) {
        let (named, count) = part.split_once('*').unwrap_or((part, "1"));
        let (name, format) = match named.split_once([':', '~']) {
            Some((name, format)) => (name, Some(format)),
            None => (named, None),
        };
        let next = AlsoModel {
            model: reader.model_named(ALSO.key, name),
            weights: format.map_or(weights, |format| reader.format(ALSO.key, format)),
            count: reader.bounded(COUNT, ALSO.key, count),
        };
        match list.iter_mut().find(|one| one.is_like(&next)) {
            Some(one) => one.count += next.count,
            None => list.push(next),
        }
    }
    bounded(reader, given, list)
}

/// As many of the list, in its order, as there may be.
fn bounded(reader: &mut Reader<'_>, given: &str, mut list: Vec<AlsoModel>) -> Vec<AlsoModel> {
    let asked: u32 = list.iter().map(|one| one.count).sum();
    if asked <= COUNT.max {
        return list;
    }
    let mut left = COUNT.max;
    for one in &mut list {
        one.count = one.count.min(left);
        left -= one.count;
    }
    list.retain(|one| one.count > 0);
    let message = format!(
        "{} models at once are too many: allowed are up to {MAX_INSTANCES}, the first included. Calculated with the first {MAX_INSTANCES}.",
        asked + 1
    );
    let used = format!("{MAX_INSTANCES} models");
    reader.notice(ALSO.key, given, message, Some(used));
    list
}

/// The list as it is read; empty where there is none.
pub(super) fn write(scenario: &Scenario) -> String {
    let mut list = String::new();
    for one in &scenario.also {
        let plus = if list.is_empty() { "" } else { "+" };
        // Writing to a string cannot fail.
        let _ = write!(list, "{plus}{}", model_id(&one.model));
        if one.weights != scenario.weights {
            let _ = write!(list, "~{}", one.weights.id());
        }
        if one.count > 1 {
            let _ = write!(list, "*{}", one.count);
        }
    }
    list
}
