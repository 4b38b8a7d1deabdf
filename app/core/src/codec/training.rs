//! The training half of a link. Its keys count where `mode=train` stands.

use std::fmt::Display;

use super::number::{self, Number};
use super::query::Query;
use super::reader::{Reader, nearest, shorten};
use crate::scenario::bounds::{ACCUMULATION, EPOCHS, MICRO, RANK, SEQUENCE, TRAINING as BOUNDS};
use crate::scenario::{
    AttentionKernel, Compute, DEFAULT_TOKENS, Keep, Loss, MAX_TOKENS, Method, Optimizer, Recompute,
    Sharding, Targets, TrainingPlan,
};
use crate::units::grouped;

pub(super) const KEYS: [&str; 11] = [
    "method",
    "targets",
    "optim",
    "shard",
    "offload-optim",
    "offload-params",
    "offload-acts",
    "recompute",
    "loss",
    "attn",
    "compute",
];
const TOKENS: &str = "tokens";

/// Whether a key is one of these.
pub(super) fn knows(key: &str) -> bool {
    key == "mode" || is_detail(key)
}

fn is_detail(key: &str) -> bool {
    key == TOKENS || KEYS.contains(&key) || BOUNDS.iter().any(|bound| bound.key == key)
}

/// Reads the plan; `None` for inference.
pub(super) fn read(reader: &mut Reader<'_>) -> Option<TrainingPlan> {
    if !is_training(reader) {
        leave_out(reader);
        return None;
    }
    Some(TrainingPlan {
        method: one_of(
            reader,
            "method",
            "method of training",
            Method::ALL,
            Method::id,
            Method::parse,
        ),
        rank: reader.number(RANK),
        targets: targets(reader),
        optimizer: one_of(
            reader,
            "optim",
            "optimiser",
            Optimizer::ALL,
            Optimizer::id,
            Optimizer::parse,
        ),
        sharding: one_of(
            reader,
            "shard",
            "way to divide the states",
            Sharding::ALL,
            Sharding::id,
            Sharding::parse,
        ),
        offload_optimizer: one_of(
            reader,
            "offload-optim",
            "place for the optimiser",
            Keep::ALL,
            Keep::id,
            keep,
        ),
        offload_params: one_of(
            reader,
            "offload-params",
            "place for the weights",
            Keep::ALL,
            Keep::id,
            keep,
        ),
        offload_activations: one_of(
            reader,
            "offload-acts",
            "place for activations",
            &[Keep::Gpu, Keep::Cpu],
            Keep::id,
            |text| keep(text).filter(|keep| *keep != Keep::Nvme),
        ) == Keep::Cpu,
        sequence: reader.number(SEQUENCE),
        micro: reader.number(MICRO),
        accumulation: reader.number(ACCUMULATION),
        recompute: one_of(
            reader,
            "recompute",
            "way to recompute",
            Recompute::ALL,
            Recompute::id,
            Recompute::parse,
        ),
        loss: one_of(
            reader,
            "loss",
            "way to compute the loss",
            Loss::ALL,
            Loss::id,
            Loss::parse,
        ),
        attention: one_of(
            reader,
            "attn",
            "way to compute attention",
            AttentionKernel::ALL,
            AttentionKernel::id,
            AttentionKernel::parse,
        ),
        compute: one_of(
            reader,
            "compute",
            "format to compute in",
            Compute::ALL,
            Compute::id,
            Compute::parse,
        ),
        tokens: tokens(reader),
        epochs: reader.number(EPOCHS),
    })
}

fn keep(text: &str) -> Option<Keep> {
    if text.eq_ignore_ascii_case("none") {
        return Some(Keep::Gpu);
    }
    Keep::parse(text)
}

fn is_training(reader: &mut Reader<'_>) -> bool {
    let Some(given) = reader.present("mode") else {
        return false;
    };
    match given.to_ascii_lowercase().as_str() {
        "train" | "training" => true,
        "infer" | "inference" => false,
        _ => {
            let message = format!(
                "“{}” is no mode known here: write train, or nothing for inference. Calculated as inference.",
                shorten(given)
            );
            reader.notice("mode", given, message, Some("inference".to_owned()));
            false
        }
    }
}

/// Takes away what counts in training alone.
///
/// ```
/// use headroom_core::codec::{Query, without_training};
/// let mut query = Query::parse("n=2&mode=train&method=qlora&rank=8");
/// without_training(&mut query);
/// assert_eq!(query.to_string(), "n=2");
/// ```
pub fn without_training(query: &mut Query) {
    let keys: Vec<String> = query
        .pairs()
        .map(|(key, _)| key)
        .filter(|key| knows(key))
        .map(str::to_owned)
        .collect();
    for key in keys {
        query.remove(&key);
    }
}

/// Names what belongs to training where nothing is trained.
fn leave_out(reader: &mut Reader<'_>) {
    let keys = KEYS
        .into_iter()
        .chain([TOKENS])
        .chain(BOUNDS.map(|bound| bound.key));
    for key in keys {
        if let Some(given) = reader.present(key) {
            let message =
                format!("“{key}” counts in training alone (mode=train); it was left out.");
            reader.notice(key, given, message, None);
        }
    }
}

fn one_of<T: Copy>(
    reader: &mut Reader<'_>,
    key: &'static str,
    what: &str,
    all: &'static [T],
    id: fn(T) -> &'static str,
    parse: fn(&str) -> Option<T>,
) -> T {
    let Some(given) = reader.present(key) else {
        return all[0];
    };
    if let Some(choice) = parse(given) {
        return choice;
    }
    let nearest = *nearest(given, all, |one| id(*one));
    let ids: Vec<&str> = all.iter().map(|one| id(*one)).collect();
    let message = format!(
        "“{}” is no {what} known here. Calculated with {}. Write {}.",
        shorten(given),
        id(nearest),
        ids.join(", ")
    );
    reader.notice(key, given, message, Some(id(nearest).to_owned()));
    nearest
}

fn targets(reader: &mut Reader<'_>) -> Targets {
    let Some(given) = reader.present("targets") else {
        return Targets::ALL;
    };
    if let Some(targets) = Targets::parse(given) {
        return targets;
    }
    let message = format!(
        "“{}” names no layers for adapters: write all, attn, mlp, or some of q, k, v, o, gate, up, down, mixer joined by “-”. Calculated with all.",
        shorten(given)
    );
    reader.notice("targets", given, message, Some("all".to_owned()));
    Targets::ALL
}

fn tokens(reader: &mut Reader<'_>) -> u64 {
    let Some(given) = reader.present(TOKENS) else {
        return DEFAULT_TOKENS;
    };
    let used = match number::tokens(given) {
        Number::Whole(value) if value < 1 => 1,
        Number::Whole(value) => match u64::try_from(value)
            .ok()
            .filter(|value| *value <= MAX_TOKENS)
        {
            Some(value) => return value,
            None => MAX_TOKENS,
        },
        Number::Fraction | Number::Not => DEFAULT_TOKENS,
    };
    let shown = grouped(used);
    let message = format!(
        "“{}” is no size of a data set: allowed is from 1 to {} tokens, such as 500k, 10m or 1.5b. Calculated with {shown} tokens.",
        shorten(given),
        grouped(MAX_TOKENS)
    );
    reader.notice(TOKENS, given, message, Some(format!("{shown} tokens")));
    used
}

/// Writes what differs from the defaults.
pub(super) fn write(put: &mut impl FnMut(&str, &dyn Display), plan: &TrainingPlan) {
    let default = TrainingPlan::default();
    put("mode", &"train");
    let mut id = |key: &str, value: &'static str, default: &'static str| {
        if value != default {
            put(key, &value);
        }
    };
    id("method", plan.method.id(), default.method.id());
    if plan.rank != RANK.default {
        put(RANK.key, &plan.rank);
    }
    if plan.targets != default.targets {
        put("targets", &plan.targets.id());
    }
    let mut id = |key: &str, value: &'static str, default: &'static str| {
        if value != default {
            put(key, &value);
        }
    };
    id("optim", plan.optimizer.id(), default.optimizer.id());
    id("shard", plan.sharding.id(), default.sharding.id());
    id("offload-optim", plan.offload_optimizer.id(), Keep::Gpu.id());
    id("offload-params", plan.offload_params.id(), Keep::Gpu.id());
    id(
        "offload-acts",
        if plan.offload_activations {
            "cpu"
        } else {
            "gpu"
        },
        "gpu",
    );
    for (bound, value) in [
        (SEQUENCE, plan.sequence),
        (MICRO, plan.micro),
        (ACCUMULATION, plan.accumulation),
    ] {
        if value != bound.default {
            put(bound.key, &value);
        }
    }
    let mut id = |key: &str, value: &'static str, default: &'static str| {
        if value != default {
            put(key, &value);
        }
    };
    id("recompute", plan.recompute.id(), default.recompute.id());
    id("loss", plan.loss.id(), default.loss.id());
    id("attn", plan.attention.id(), default.attention.id());
    id("compute", plan.compute.id(), default.compute.id());
    if plan.tokens != DEFAULT_TOKENS {
        put(TOKENS, &counted(plan.tokens));
    }
    if plan.epochs != EPOCHS.default {
        put(EPOCHS.key, &plan.epochs);
    }
}

/// A number of tokens as people write it: `500k`, `10m`, `1.5b`.
#[must_use]
pub fn counted(tokens: u64) -> String {
    for (unit, suffix) in [(1_000_000_000, 'b'), (1_000_000, 'm')] {
        if tokens >= unit && tokens.is_multiple_of(unit / 1_000) {
            let rest = format!("{:03}", tokens % unit / (unit / 1_000));
            let rest = rest.trim_end_matches('0');
            let point = if rest.is_empty() { "" } else { "." };
            return format!("{}{point}{rest}{suffix}", tokens / unit);
        }
    }
    if tokens >= 1_000 && tokens.is_multiple_of(1_000) {
        return format!("{}k", tokens / 1_000);
    }
    tokens.to_string()
}
