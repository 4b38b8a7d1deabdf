//! How fast it runs or trains.

use headroom_core::report::Training as Report;
use headroom_core::units::{Currency, grouped};
use leptos::prelude::*;

use super::table::{Pairs, Row};
use crate::configurator::about::{duration, durations, range, with_unit};
use crate::state::Answer;

/// Something that is estimated.
struct Estimate {
    /// What it is.
    name: String,
    /// The figure with its unit; without one, there is no row.
    figure: Option<String>,
    /// Its range.
    ends: Option<String>,
}

impl Estimate {
    fn new(name: impl Into<String>, figure: Option<String>, ends: Option<String>) -> Self {
        Self {
            name: name.into(),
            figure,
            ends,
        }
    }
}

/// A section with what is estimated.
#[component]
fn Estimates(
    /// Its heading.
    title: &'static str,
    /// What is estimated.
    estimates: Vec<Estimate>,
    /// Why there is no more; empty where there is all.
    #[prop(optional)]
    otherwise: String,
) -> impl IntoView {
    let row = |Estimate { name, figure, ends }: Estimate| {
        figure.map(|figure| view! { <Row name cells=[figure, ends.unwrap_or_default()]/> })
    };
    let rows = estimates.into_iter().filter_map(row).collect_view();
    view! {
        <section>
            <h2>{title}</h2>
            <Pairs head=&["What", "About", "Range"]>{rows}</Pairs>
            {(!otherwise.is_empty()).then(|| view! { <p>{otherwise}</p> })}
        </section>
    }
}

/// The section of a model that is run.
#[component]
pub(super) fn Speed<'a>(
    /// How fast it is.
    answer: &'a Answer,
) -> impl IntoView + use<> {
    let (speed, storage) = (answer.report.speed(), answer.report.storage());
    let rate = |value: Option<f64>| value.map(|value| with_unit(value, "tokens/s"));
    let one = Estimate::new(
        "One stream",
        rate(speed.decode_tokens_per_s),
        range(
            speed.decode_tokens_per_s_low,
            speed.decode_tokens_per_s_high,
        ),
    );
    let all = (speed.users > 1).then(|| {
        Estimate::new(
            format!("All {} streams", grouped(speed.users.into())),
            rate(speed.decode_total_tokens_per_s),
            range(
                speed.decode_total_tokens_per_s_low,
                speed.decode_total_tokens_per_s_high,
            ),
        )
    });
    let prompt = Estimate::new(
        "Reading a prompt",
        rate(speed.prefill_tokens_per_s),
        range(
            speed.prefill_tokens_per_s_low,
            speed.prefill_tokens_per_s_high,
        ),
    );
    let first = speed.time_to_first_token_s;
    let (soonest, latest) = (
        speed.time_to_first_token_s_low,
        speed.time_to_first_token_s_high,
    );
    let first = Estimate::new(
        "To the first token",
        first.map(duration),
        first.and_then(|middle| durations(middle, soonest, latest)),
    );
    let load = Estimate::new(
        "Loading from the drives",
        Some(duration(storage.load_s)),
        durations(
            storage.load_s,
            Some(storage.load_low_s),
            Some(storage.load_high_s),
        ),
    );
    let estimates = [Some(one), all, Some(prompt), Some(first), Some(load)];
    let estimates = estimates.into_iter().flatten().collect();
    view! { <Estimates title="Speed, estimated" estimates otherwise=speed.reason.to_string()/> }
}

/// The section of a model that is trained.
#[component]
pub(super) fn Training<'a>(
    /// How long a run takes.
    training: &'a Report,
    /// What money is told in.
    money: Currency,
) -> impl IntoView + use<> {
    let seconds = |hours: Option<f64>| hours.map(|hours| hours * 3_600.0);
    let epoch = seconds(training.hours_per_epoch);
    let (shortest, longest) = (
        seconds(training.hours_per_epoch_low),
        seconds(training.hours_per_epoch_high),
    );
    let dollars = |usd: f64| money.estimate(usd);
    let rate = training.tokens_per_s;
    let estimates = vec![
        Estimate::new(
            "Rate of all GPUs",
            rate.map(|rate| with_unit(rate, "tokens/s")),
            range(training.tokens_per_s_low, training.tokens_per_s_high),
        ),
        Estimate::new(
            "One epoch",
            epoch.map(duration),
            epoch.and_then(|middle| durations(middle, shortest, longest)),
        ),
        Estimate::new(
            "Energy of an epoch",
            training.kwh_per_epoch.map(|kwh| with_unit(kwh, "kWh")),
            None,
        ),
        Estimate::new(
            "Electricity of an epoch",
            training.usd_per_epoch.map(dollars),
            None,
        ),
        Estimate::new(
            "Renting for an epoch",
            training.rent_usd_per_epoch.map(dollars),
            None,
        ),
    ];
    let title = if training.fits {
        "Training, estimated"
    } else {
        "Training, estimated, if it fitted"
    };
    view! { <Estimates title estimates/> }
}
