//! The question asked backwards: how far each input can go with the others held.

use headroom_core::codec;
use headroom_core::engine::Engine;
use headroom_core::model::quant::Quant;
use headroom_core::scenario::{GpuGroup, PlacementChoice, Scenario};
use headroom_core::units::grouped;
use leptos::prelude::*;

use crate::look::short_name;
use crate::markup::{Html, IntoHtml, address};
use crate::state::Answer;

/// A value that a setting can have, and the scenario that has it.
type Reached = (String, Scenario);

/// The list.
pub(super) fn limits(answer: &Answer) -> Html {
    let limits = answer.report.limits();
    let scenario = answer.scenario();
    let users = limits.max_users.map(|users| {
        let other = Scenario {
            users,
            ..scenario.clone()
        };
        (grouped(u64::from(users)), other)
    });
    let weights = limits.best_weights.and_then(Quant::parse).map(|weights| {
        let other = Scenario {
            weights,
            ..scenario.clone()
        };
        (weights.name().to_owned(), other)
    });
    view! {
        <dl class="limits">
            {entry("Longest context", "context", longest(answer))}
            {entry("Most concurrent requests", "users", users)}
            {entry("Largest weights", "weights", weights)}
            {cards(answer)}
        </dl>
    }
    .html()
}

/// The longest context.
fn longest(answer: &Answer) -> Option<Reached> {
    let context = answer.report.limits().max_context_tokens?;
    let scenario = answer.scenario();
    let all = if scenario.model.arch().max_context == context {
        ", all that the model knows"
    } else {
        ""
    };
    let other = Scenario {
        context,
        ..scenario.clone()
    };
    let tokens = grouped(u64::from(context));
    Some((format!("{tokens} tokens{all}"), other))
}

/// The fewest cards, with the engine in use and with one that splits every layer.
fn cards(answer: &Answer) -> Option<Html> {
    let scenario = answer.scenario();
    let limits = answer.report.limits();
    let gpu = scenario.machine.groups.first()?.gpu;
    let cards = |count: u32, engine: Engine| {
        let mut other = Scenario {
            engine,
            placement: PlacementChoice::Auto,
            ..scenario.clone()
        };
        other.machine.groups = vec![GpuGroup { gpu, count }];
        let name = short_name(gpu.name);
        (format!("{count}\u{a0}×\u{a0}{name}"), other)
    };
    let sharing = Engine::FOR_SHARED_LAYERS;
    let fewest = limits.min_gpus.map(|count| cards(count, scenario.engine));
    let shared = (scenario.engine != sharing).then(|| {
        let fewest = limits.min_gpus_tensor.map(|count| cards(count, sharing));
        let term = format!("Fewest that {} can split over", sharing.name());
        entry(&term, "gpus-tensor", fewest)
    });
    let view = view! {
        {entry("Fewest GPUs", "gpus", fewest)}
        {shared}
    };
    Some(view.html())
}

fn entry(term: &str, key: &'static str, reached: Option<Reached>) -> Html {
    let reached = match reached {
        None => view! { <span class="quiet">"none"</span> }.html(),
        Some((words, scenario)) => {
            let address = address(&codec::encode(&scenario));
            view! { <a href=address data-key=format!("limit-{key}")>{words}</a> }.html()
        }
    };
    view! { <div><dt>{term.to_owned()}</dt><dd>{reached}</dd></div> }.html()
}
