//! The training half of a link. Its keys count where `mode=train` stands.

use super::number::{self, Number};
use super::query::Query;
use super::reader::{Candidate, Reader, shorten};
use super::writer::Writer;
use crate::model::quant::{Family, Quant};
use crate::scenario::keys::{
    self, ACCUMULATION, ATTENTION, BASE, BASE_EXPERTS, COMPUTE, EPOCHS, Group, LOSS, METHOD, MICRO,
    MODE, OFFLOAD_ACTIVATIONS, OFFLOAD_OPTIMIZER, OFFLOAD_PARAMS, OPTIMIZER, RANK, RECOMPUTE,
    SEQUENCE, SHARDING, TARGETS, TOKENS, WEIGHTS,
};
use crate::scenario::{
    AttentionKernel, Base, BaseExperts, Compute, DEFAULT_TOKENS, Keep, Loss, MAX_TOKENS, Method,
    Optimizer, Recompute, Sharding, Targets, TrainingPlan,
};
use crate::units::grouped;

/// Reads the plan; `None` for inference. `weights` are the model's as it is run.
pub(super) fn read(reader: &mut Reader<'_>, weights: Quant) -> Option<TrainingPlan> {
    if !is_training(reader) {
        leave_out(reader);
        return None;
    }
    let method = reader.one_of(
        METHOD,
        "method of training",
        Method::ALL,
        Method::id,
        Method::parse,
    );
    Some(TrainingPlan {
        method,
        base: base_of(reader, method, weights),
        experts: reader.one_of(
            BASE_EXPERTS,
            "format of experts",
            BaseExperts::ALL,
            BaseExperts::id,
            BaseExperts::parse,
        ),
        rank: reader.number(RANK),
        targets: targets(reader),
        optimizer: reader.one_of(
            OPTIMIZER,
            "optimiser",
            Optimizer::ALL,
            Optimizer::id,
            Optimizer::parse,
        ),
        sharding: reader.one_of(
            SHARDING,
            "way to divide the states",
            Sharding::ALL,
            Sharding::id,
            Sharding::parse,
        ),
        offload_optimizer: reader.one_of(
            OFFLOAD_OPTIMIZER,
            "place for the optimiser",
            Keep::ALL,
            Keep::id,
            keep,
        ),
        offload_params: reader.one_of(
            OFFLOAD_PARAMS,
            "place for the weights",
            Keep::ALL,
            Keep::id,
            keep,
        ),
        offload_activations: reader.one_of(
            OFFLOAD_ACTIVATIONS,
            "place for activations",
            &[Keep::Gpu, Keep::Cpu],
            Keep::id,
            |text| keep(text).filter(|keep| *keep != Keep::Nvme),
        ) == Keep::Cpu,
        sequence: reader.number(SEQUENCE),
        micro: reader.number(MICRO),
        accumulation: reader.number(ACCUMULATION),
        recompute: reader.one_of(
            RECOMPUTE,
            "way to recompute",
            Recompute::ALL,
            Recompute::id,
            Recompute::parse,
        ),
        loss: reader.one_of(
            LOSS,
            "way to compute the loss",
            Loss::ALL,
            Loss::id,
            Loss::parse,
        ),
        attention: reader.one_of(
            ATTENTION,
            "way to compute attention",
            AttentionKernel::ALL,
            AttentionKernel::id,
            AttentionKernel::parse,
        ),
        compute: reader.one_of(
            COMPUTE,
            "format to compute in",
            Compute::ALL,
            Compute::id,
            Compute::parse,
        ),
        tokens: tokens(reader),
        epochs: reader.number(EPOCHS),
    })
}

/// The base beside adapters: where none is named, weights that are run in 8 bits are trained on in 8 bits.
fn base_of(reader: &mut Reader<'_>, method: Method, weights: Quant) -> Base {
    let eight = weights.family() == Family::Int8 && method == Method::Lora;
    match (reader.present(BASE.key), reader.chosen(WEIGHTS.key)) {
        (None, Some(given)) if eight => {
            let base = Base::Int8;
            let message = "Adapters are calculated on a base in 8 bits, as the weights are.";
            reader.notice(
                BASE.key,
                given,
                message.to_owned(),
                Some(base.id().to_owned()),
            );
            base
        }
        _ => reader.one_of(BASE, "base", Base::ALL, Base::id, base),
    }
}

/// The 16-bit and NF4 bases are those of the methods.
fn base(text: &str) -> Option<Base> {
    let eight = ["8bit", "8-bit", "bnb-8bit"].iter();
    if { eight }.any(|word| text.eq_ignore_ascii_case(word)) {
        return Some(Base::Int8);
    }
    Base::parse(text)
}

fn keep(text: &str) -> Option<Keep> {
    if text.eq_ignore_ascii_case("none") {
        return Some(Keep::Gpu);
    }
    Keep::parse(text)
}

fn is_training(reader: &mut Reader<'_>) -> bool {
    let Some(given) = reader.present(MODE.key) else {
        return false;
    };
    match given.to_ascii_lowercase().as_str() {
        "train" | "training" => true,
        "run" | "infer" | "inference" => false,
        _ => {
            let ids = ["train", "run"].map(|id| Candidate::new(id, id));
            reader.not_understood(MODE.key, "mode", (given, given), ids.into());
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
    for key in keys::of(Group::Training) {
        query.remove(key.name());
    }
}

fn targets(reader: &mut Reader<'_>) -> Targets {
    let Some(given) = reader.present(TARGETS.key) else {
        return Targets::ALL;
    };
    if let Some(targets) = Targets::parse(given) {
        return targets;
    }
    let ids = ["all", "attn", "mlp", "q-v"].map(|id| Candidate::new(id, id));
    reader.not_understood(TARGETS.key, "set of matrices", (given, given), ids.into());
    Targets::ALL
}

fn tokens(reader: &mut Reader<'_>) -> u64 {
    let Some(given) = reader.present(TOKENS.key) else {
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
    reader.notice(TOKENS.key, given, message, Some(format!("{shown} tokens")));
    used
}

/// Names what belongs to training where nothing is trained.
fn leave_out(reader: &mut Reader<'_>) {
    let details = keys::of(Group::Training).map(|key| key.name());
    for key in details.filter(|key| *key != MODE.key) {
        if let Some(given) = reader.present(key) {
            let message =
                format!("“{key}” counts in training alone (mode=train); it was left out.");
            reader.notice(key, given, message, None);
        }
    }
}

impl Writer<'_> {
    /// Writes what differs from the defaults.
    pub(super) fn training(&mut self, plan: &TrainingPlan) {
        let default = TrainingPlan::default();
        self.put(MODE.key, "train");
        self.word(METHOD, plan.method.id(), default.method.id());
        self.word(BASE, plan.base.id(), default.base.id());
        self.word(BASE_EXPERTS, plan.experts.id(), default.experts.id());
        self.number(RANK, plan.rank);
        if plan.targets != default.targets {
            self.put(TARGETS.key, plan.targets.id());
        }
        self.word(OPTIMIZER, plan.optimizer.id(), default.optimizer.id());
        self.word(SHARDING, plan.sharding.id(), default.sharding.id());
        for (word, keep) in [
            (OFFLOAD_OPTIMIZER, plan.offload_optimizer),
            (OFFLOAD_PARAMS, plan.offload_params),
        ] {
            self.word(word, keep.id(), Keep::Gpu.id());
        }
        if plan.offload_activations {
            self.put(OFFLOAD_ACTIVATIONS.key, Keep::Cpu.id());
        }
        self.number(SEQUENCE, plan.sequence);
        self.number(MICRO, plan.micro);
        self.number(ACCUMULATION, plan.accumulation);
        self.word(RECOMPUTE, plan.recompute.id(), default.recompute.id());
        self.word(LOSS, plan.loss.id(), default.loss.id());
        self.word(ATTENTION, plan.attention.id(), default.attention.id());
        self.word(COMPUTE, plan.compute.id(), default.compute.id());
        if plan.tokens != DEFAULT_TOKENS {
            self.put(TOKENS.key, counted(plan.tokens));
        }
        self.number(EPOCHS, plan.epochs);
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
