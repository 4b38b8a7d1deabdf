//! What may live in the host's memory, as a list to choose from.

use headroom_core::engine::{Chosen, Offload, Resident};

use super::run::{named_options, written};
use crate::markup::Html;
use crate::state::Answer;

/// What may live in system memory.
pub(super) fn offload_options(answer: &Answer) -> Html {
    let layers = answer.scenario().model.arch().layer_count();
    let present = match answer.scenario().offload {
        Offload::None => String::new(),
        _ => written(answer, "offload"),
    };
    let mut options = vec![
        (String::new(), "None".to_owned()),
        ("auto".to_owned(), "As few layers as needed".to_owned()),
    ];
    if answer.scenario().model.arch().moe.is_some() {
        options.push(("experts".to_owned(), "All routed experts".to_owned()));
        options.extend(experts_that_stay(answer));
    }
    for quarter in 1..=4 {
        let count = (layers * quarter / 4).max(1);
        options.push((
            format!("layers-{count}"),
            format!("{count} of {layers} layers"),
        ));
    }
    options.dedup();
    named_options(&options, &present)
}

/// An eighth, a quarter and half of the experts on the cards, by the ways in which the engine can choose them.
fn experts_that_stay(answer: &Answer) -> Vec<(String, String)> {
    let scenario = answer.scenario();
    let all = scenario.model.arch().moe.map_or(0, |moe| moe.experts);
    let mut options = Vec::new();
    for (chosen, prefix) in Chosen::ALL {
        for experts in [8, 4, 2].map(|part| all / part) {
            let offload = Offload::OtherExperts(Resident { experts, chosen });
            if experts > 0 && scenario.engine.supports_offload(offload).is_ok() {
                options.push((
                    format!("{prefix}{experts}"),
                    format!(
                        "Experts but {experts} of {all} a layer, {}",
                        chosen.in_words()
                    ),
                ));
            }
        }
    }
    options
}
