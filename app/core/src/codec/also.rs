//! More models on the same machine: `also=llama-3.1-8b~q8_0*2+qwen3-30b-a3b`.

use std::fmt::Write as _;

use super::model::model_id;
use super::reader::{Candidate, Reader};
use super::words::{self, Meaning};
use crate::model::quant::Quant;
use crate::report::{Notice, NoticeKind};
use crate::scenario::keys::{ALSO, Bound};
use crate::scenario::{AlsoModel, ModelChoice, Scenario};

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

/// Most parts of a list that are looked at: those beyond would only be left out.
const MOST_PARTS: usize = 4 * MAX_INSTANCES as usize;

/// Reads the list: each part is a model, its weights after `~` or `:` where they are not those of the
/// scenario, and how many after `*`. One unknown name makes the whole list unknown.
pub(super) fn read(reader: &mut Reader<'_>, weights: Quant) -> Vec<AlsoModel> {
    let given = reader.present(ALSO.key).unwrap_or_default();
    // A name as people write it: “Llama 3.1 8B” is one model and not three.
    let is_one = words::meant(given, reader.catalog.models).is_some();
    let mut list: Vec<AlsoModel> = Vec::new();
    let parts = given
        .split(|c| !is_one && ['+', ' ', ','].contains(&c))
        .filter(|part| !part.is_empty());
    for part in parts.take(MOST_PARTS) {
        let (named, count) = part.split_once('*').unwrap_or((part, "1"));
        let Some((model, own)) = one(reader, given, named) else {
            // Nothing is calculated with the list: what was said of its other parts no longer holds.
            let stays = |notice: &Notice| {
                notice.key != ALSO.key || notice.kind == NoticeKind::NotUnderstood
            };
            reader.notices.retain(stays);
            return Vec::new();
        };
        let next = AlsoModel {
            model,
            weights: own.unwrap_or(weights),
            count: reader.bounded(COUNT, ALSO.key, count),
        };
        match list.iter_mut().find(|one| one.is_like(&next)) {
            Some(one) => one.count += next.count,
            None => list.push(next),
        }
    }
    bounded(reader, given, list)
}

/// A model with its format, where one is named; `None` after saying which word is not known.
fn one(reader: &mut Reader<'_>, given: &str, named: &str) -> Option<(ModelChoice, Option<Quant>)> {
    // A model's own name may hold the character that stands before a format.
    if let Some(model) = reader.model_known(ALSO.key, named) {
        return Some((model, None));
    }
    let (name, format) = match named.split_once(['~', ':']) {
        Some((name, format)) => (name, Some(format)),
        None => (named, None),
    };
    let with = |other: &str| given.replacen(name, other, 1);
    let Some(model) = reader.model_known(ALSO.key, name) else {
        let nearest = reader.models_like(name).into_iter();
        let candidates = nearest.map(|model| Candidate::new(model.name, with(model.id)));
        reader.not_understood(ALSO.key, "model", (name, given), candidates.collect());
        return None;
    };
    let Some(format) = format else {
        return Some((model, None));
    };
    match reader.format(format, model.native()) {
        Meaning::Found { entry, .. } => Some((model, Some(entry))),
        Meaning::Unknown { nearest } => {
            let candidates = nearest
                .into_iter()
                .map(|quant| Candidate::new(quant.name(), given.replacen(format, quant.id(), 1)));
            let words = (format, given);
            reader.not_understood(ALSO.key, "weight format", words, candidates.collect());
            None
        }
    }
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
