//! Several models on the same cards.

use headroom_core::model::quant::Quant;
use headroom_core::report::{Together as Report, TogetherInstance};
use leptos::prelude::*;

/// The section: equal models in one line.
#[component]
pub(super) fn Together<'a>(
    /// The models side by side.
    together: &'a Report,
) -> impl IntoView + use<> {
    let alike = together
        .instances
        .chunk_by(|one, other| (&one.model, one.weights) == (&other.model, other.weights));
    let alike = alike.filter_map(line).collect_view();
    view! {
        <section>
            <h2>"Side by side"</h2>
            <p>{together.sentence.clone()}</p>
            <p>{alike}</p>
        </section>
    }
}

/// Equal models, and where they are.
fn line(run: &[TogetherInstance]) -> Option<String> {
    let first = run.first()?;
    let mut places: Vec<String> = run
        .iter()
        .filter_map(|one| match one.gpus.as_slice() {
            [] => None,
            [only] => Some(only.to_string()),
            [from, .., to] => Some(format!("{from}–{to}")),
        })
        .collect();
    let without = run.len() - places.len();
    places.dedup();
    let place = match (without, places.is_empty()) {
        (_, true) => "without a place".to_owned(),
        (0, false) => format!("on GPU {}", places.join(", ")),
        (left, false) => format!("on GPU {}, {left} without a place", places.join(", ")),
    };
    Some(format!(
        "{} × {} {} {place}. ",
        run.len(),
        first.model_name,
        Quant::parse(first.weights).map_or(first.weights, Quant::name)
    ))
}
