//! The question asked backwards: how far each input can go with the others held.

use headroom_core::codec;
use headroom_core::engine::Engine;
use headroom_core::model::quant::Quant;
use headroom_core::scenario::{GpuGroup, PlacementChoice, Scenario};
use headroom_core::units::grouped;

use crate::look::short_name;
use crate::markup::{Text, address, put};
use crate::state::Answer;

/// The list.
pub(super) fn limits(answer: &Answer) -> String {
    let limits = answer.report.limits();
    let scenario = answer.scenario();
    let mut out = String::from("<dl class=\"limits\">");

    let context = limits.max_context_tokens.map(|context| {
        let full = scenario.model.arch().max_context == context;
        let words = format!(
            "{} tokens{}",
            grouped(u64::from(context)),
            if full {
                ", all that the model knows"
            } else {
                ""
            }
        );
        (
            words,
            Scenario {
                context,
                ..scenario.clone()
            },
        )
    });
    entry(&mut out, "Longest context", "context", context);

    let users = limits.max_users.map(|users| {
        (
            grouped(u64::from(users)),
            Scenario {
                users,
                ..scenario.clone()
            },
        )
    });
    entry(&mut out, "Most concurrent requests", "users", users);

    let weights = limits.best_weights.and_then(Quant::parse).map(|weights| {
        (
            weights.name().to_owned(),
            Scenario {
                weights,
                ..scenario.clone()
            },
        )
    });
    entry(&mut out, "Largest weights", "weights", weights);

    if let Some(first) = scenario.machine.groups.first() {
        let cards = |count: u32, engine: Engine| {
            let mut other = Scenario {
                engine,
                placement: PlacementChoice::Auto,
                ..scenario.clone()
            };
            other.machine.groups = vec![GpuGroup {
                gpu: first.gpu,
                count,
            }];
            (
                format!("{count}\u{a0}×\u{a0}{}", short_name(first.gpu.name)),
                other,
            )
        };
        let fewest = limits.min_gpus.map(|count| cards(count, scenario.engine));
        entry(&mut out, "Fewest GPUs", "gpus", fewest);
        let sharing = Engine::FOR_SHARED_LAYERS;
        if scenario.engine != sharing {
            let fewest = limits.min_gpus_tensor.map(|count| cards(count, sharing));
            let term = format!("Fewest that {} can split over", sharing.name());
            entry(&mut out, &term, "gpus-tensor", fewest);
        }
    }
    out.push_str("</dl>");
    out
}

fn entry(out: &mut String, term: &str, key: &str, value: Option<(String, Scenario)>) {
    put!(out, "<div><dt>{term}</dt><dd>");
    match value {
        Some((words, scenario)) => {
            let query = codec::encode(&scenario);
            put!(
                out,
                "<a href=\"{}\" data-key=\"limit-{key}\">{}</a>",
                Text(address(&query)),
                Text(words)
            );
        }
        None => out.push_str("<span class=\"quiet\">none</span>"),
    }
    out.push_str("</dd></div>");
}
