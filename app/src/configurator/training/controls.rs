//! The choice between running and training, and what a person may choose about training.

use headroom_core::scenario::{
    AttentionKernel, Compute, Keep, Loss, Method, Optimizer, Recompute, Sharding, TrainingPlan,
};

use super::super::attribute;
use super::super::field::{Field, choice, note};
use super::super::run::named_options;
use crate::markup::put;
use crate::state::Answer;

/// The radio buttons that decide the mode: id, what the key gets, and the label.
pub(in crate::configurator) const MODES: [(&str, &str, &str); 2] = [
    ("mode-run", "", "Run it"),
    ("mode-train", "train", "Train it"),
];

/// Writes the choice of the mode.
pub(in crate::configurator) fn write_mode(out: &mut String, answer: &Answer) {
    out.push_str("<fieldset class=\"mode\" aria-describedby=\"mode-note\"><legend class=\"sr\">What to do with the model</legend><div class=\"switch\">");
    for (id, value, label) in MODES {
        let checked = attribute("checked", answer.trains() != value.is_empty());
        put!(
            out,
            "<label for=\"{id}\"><input type=\"radio\" id=\"{id}\" name=\"mode\" value=\"{value}\"{checked}>{label}</label>"
        );
    }
    out.push_str("</div>");
    note(out, answer, "mode");
    out.push_str("</fieldset>");
}

/// Whether the model is run, so that nothing about training counts.
pub(in crate::configurator) fn is_of_no_use(answer: &Answer) -> bool {
    !answer.trains()
}

/// Whether all parameters are trained.
pub(in crate::configurator) fn needs_no_adapters(answer: &Answer) -> bool {
    answer.training_plan().method == Method::Full
}

/// Writes the controls. Disabled fields are not sent, so that a plain form asks about training
/// only where somebody trains.
pub(in crate::configurator) fn write(out: &mut String, answer: &Answer) {
    let off = if answer.trains() {
        ""
    } else {
        " hidden disabled"
    };
    put!(out, "<fieldset id=\"train\"{off}><legend>Train</legend>");
    choice(out, answer, "method", "Method", Some("lora"), |answer| {
        options_of(answer, "method")
    });
    put!(
        out,
        "<div class=\"fields\" id=\"adapters\"{}>",
        attribute("hidden", needs_no_adapters(answer))
    );
    Field::new("rank", "Rank").write(out, answer);
    choice(out, answer, "targets", "Adapters on", None, targets);
    out.push_str("</div>");
    choice(
        out,
        answer,
        "optim",
        "Optimiser",
        Some("optimiser"),
        |answer| options_of(answer, "optim"),
    );
    choice(
        out,
        answer,
        "shard",
        "Divided by",
        Some("sharding"),
        |answer| options_of(answer, "shard"),
    );
    out.push_str("<div class=\"fields\">");
    choice(
        out,
        answer,
        "offload-optim",
        "Optimiser kept",
        None,
        |answer| options_of(answer, "offload-optim"),
    );
    choice(
        out,
        answer,
        "offload-params",
        "Weights kept",
        None,
        |answer| options_of(answer, "offload-params"),
    );
    choice(
        out,
        answer,
        "offload-acts",
        "Activations kept",
        None,
        |answer| options_of(answer, "offload-acts"),
    );
    choice(
        out,
        answer,
        "recompute",
        "Recompute",
        Some("recompute"),
        |answer| options_of(answer, "recompute"),
    );
    Field::new("seq", "Sequence")
        .unit("tokens")
        .write(out, answer);
    Field::new("micro", "Sequences at once")
        .term("batch")
        .steps(1)
        .write(out, answer);
    Field::new("accum", "Accumulation")
        .steps(1)
        .write(out, answer);
    Field::new("tokens", "Data set")
        .unit("tokens")
        .write(out, answer);
    Field::new("epochs", "Epochs").steps(1).write(out, answer);
    let open = ["loss", "attn", "compute"]
        .iter()
        .any(|key| answer.query.get(key).is_some());
    put!(
        out,
        "</div><details class=\"more\"{}><summary>Kernels</summary><div class=\"fields\">",
        attribute("open", open)
    );
    choice(out, answer, "loss", "Loss", None, |answer| {
        options_of(answer, "loss")
    });
    choice(out, answer, "attn", "Attention", None, |answer| {
        options_of(answer, "attn")
    });
    choice(out, answer, "compute", "Computing in", None, |answer| {
        options_of(answer, "compute")
    });
    out.push_str("</div></details></fieldset>");
}

/// The options of a choice.
pub(in crate::configurator) fn options_of(answer: &Answer, key: &str) -> String {
    let plan = answer.training_plan();
    let TrainingPlan {
        method,
        optimizer,
        sharding,
        recompute,
        loss,
        attention,
        compute,
        ..
    } = plan;
    match key {
        "method" => options(Method::ALL, Method::id, Method::name, method),
        "optim" => options(Optimizer::ALL, Optimizer::id, Optimizer::name, optimizer),
        "shard" => options(Sharding::ALL, Sharding::id, Sharding::name, sharding),
        "offload-optim" => options(Keep::ALL, Keep::id, Keep::name, plan.offload_optimizer),
        "offload-params" => options(Keep::ALL, Keep::id, Keep::name, plan.offload_params),
        "offload-acts" => {
            let place = if plan.offload_activations {
                Keep::Cpu
            } else {
                Keep::Gpu
            };
            options(&[Keep::Gpu, Keep::Cpu], Keep::id, Keep::name, place)
        }
        "recompute" => options(Recompute::ALL, Recompute::id, Recompute::name, recompute),
        "loss" => options(Loss::ALL, Loss::id, Loss::name, loss),
        "attn" => options(
            AttentionKernel::ALL,
            AttentionKernel::id,
            AttentionKernel::name,
            attention,
        ),
        "compute" => options(Compute::ALL, Compute::id, Compute::name, compute),
        _ => String::new(),
    }
}

fn options<T: Copy>(
    all: &[T],
    id: fn(T) -> &'static str,
    name: fn(T) -> &'static str,
    present: T,
) -> String {
    let named: Vec<(String, String)> = all
        .iter()
        .map(|one| (id(*one).to_owned(), capitalised(name(*one))))
        .collect();
    named_options(&named, id(present))
}

pub(super) fn capitalised(name: &str) -> String {
    let mut letters = name.chars();
    letters.next().map_or(String::new(), |first| {
        first.to_uppercase().chain(letters).collect()
    })
}

/// The matrices that get an adapter.
pub(in crate::configurator) fn targets(answer: &Answer) -> String {
    let options = [
        ("all", "All linear layers"),
        ("attn", "Attention"),
        ("mlp", "Feed-forward"),
        ("q-v", "Query and value"),
    ]
    .map(|(id, name)| (id.to_owned(), name.to_owned()));
    named_options(&options, &answer.training_plan().targets.id())
}
