//! The choice between running and training, and what a person may choose about training.

use headroom_core::scenario::{
    AttentionKernel, Base, BaseExperts, Compute, Keep, Loss, Method, Optimizer, Recompute,
    Sharding, TrainingPlan,
};
use leptos::prelude::*;

use super::super::asked::Asked;
use super::super::field::{Field, choice, note};
use super::super::fixed::{Fixed, IntoFixed};
use super::super::place::{More, place};
use super::super::run::named_options;
use super::Panel;
use crate::markup::Html;
use crate::state::Answer;

/// The radio buttons that decide the mode: id, what the key gets, and the label.
const MODES: [(&str, &str, &str); 2] = [
    ("mode-run", "", "Run it"),
    ("mode-train", "train", "Train it"),
];

/// The choice of the mode.
pub(in crate::configurator) fn mode(asked: Asked) -> Fixed {
    let button = |(id, value, label): (&'static str, &'static str, &'static str)| {
        let is_chosen = move |answer: &Answer| answer.trains() != value.is_empty();
        view! {
            <label for=id>
                <input
                    type="radio"
                    id=id
                    name="mode"
                    value=value
                    checked=asked.now(is_chosen)
                    prop:checked=asked.holds(is_chosen)
                />
                {label}
            </label>
        }
        .fixed()
    };
    let fieldset = place("fieldset").class("mode").described_by("mode-note");
    fieldset.holds(vec![
        place("legend")
            .class("sr")
            .says("What to do with the model"),
        place("div").class("switch").holds(MODES.map(button).into()),
        note(asked, "mode"),
    ])
}

/// Whether the model is run, so that nothing about training counts.
pub(in crate::configurator) fn is_of_no_use(answer: &Answer) -> bool {
    !answer.trains()
}

/// Whether all parameters are trained.
pub(in crate::configurator) fn needs_no_adapters(answer: &Answer) -> bool {
    answer.training_plan().method == Method::Full
}

/// The controls. Disabled fields are not sent, so that a plain form asks about training only where
/// somebody trains.
pub(in crate::configurator) fn controls(asked: Asked) -> Fixed {
    let list = |asked: Asked, key, label, term| choice(asked, key, label, term, Panel::Choice(key));
    let adapters = place("div").class("fields").id("adapters");
    let adapters = adapters.hidden(asked.holds(needs_no_adapters)).holds(vec![
        Field::new("rank", "Rank").view(asked),
        choice(asked, "targets", "Adapters on", None, Panel::Targets),
        list(asked, "base", "Frozen weights", None),
        list(asked, "base-experts", "Frozen experts", None),
    ]);
    let fields = vec![
        list(asked, "offload-optim", "Optimiser kept", None),
        list(asked, "offload-params", "Weights kept", None),
        list(asked, "offload-acts", "Activations kept", None),
        list(asked, "recompute", "Recompute", Some("recompute")),
        Field::new("seq", "Sequence").unit("tokens").view(asked),
        Field::new("micro", "Sequences at once")
            .term("batch")
            .steps(1)
            .view(asked),
        Field::new("accum", "Accumulation").steps(1).view(asked),
        Field::new("tokens", "Data set").unit("tokens").view(asked),
        Field::new("epochs", "Epochs").steps(1).view(asked),
    ];
    let kernels = ["loss", "attn", "compute"];
    let chosen = asked.now(|answer| {
        let mut keys = kernels.iter();
        keys.any(|key| answer.query.get(key).is_some())
    });
    let kernels = More::new("Kernels").open(chosen).holds(asked, |asked| {
        vec![place("div").class("fields").holds(vec![
            list(asked, "loss", "Loss", None),
            list(asked, "attn", "Attention", None),
            list(asked, "compute", "Computing in", None),
        ])]
    });
    let off = asked.holds(is_of_no_use);
    let fieldset = place("fieldset").id("train").hidden(off).disabled(off);
    fieldset.holds(vec![
        place("legend").says("Train"),
        list(asked, "method", "Method", Some("lora")),
        adapters,
        list(asked, "optim", "Optimiser", Some("optimiser")),
        list(asked, "shard", "Divided by", Some("sharding")),
        place("div").class("fields").holds(fields),
        kernels,
    ])
}

/// The options of a choice.
pub(in crate::configurator) fn options_of(answer: &Answer, key: &str) -> Html {
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
        "base" => options(Base::ALL, Base::id, Base::name, plan.base),
        "base-experts" => options(
            BaseExperts::ALL,
            BaseExperts::id,
            BaseExperts::name,
            plan.experts,
        ),
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
        _ => Html::default(),
    }
}

fn options<T: Copy>(
    all: &[T],
    id: fn(T) -> &'static str,
    name: fn(T) -> &'static str,
    present: T,
) -> Html {
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
pub(in crate::configurator) fn targets(answer: &Answer) -> Html {
    let options = [
        ("all", "All linear layers"),
        ("attn", "Attention"),
        ("mlp", "Feed-forward"),
        ("q-v", "Query and value"),
    ]
    .map(|(id, name)| (id.to_owned(), name.to_owned()));
    named_options(&options, &answer.training_plan().targets.id())
}
