//! What a training run takes: time, energy and money.

use headroom_core::catalog::Catalog;
use headroom_core::report::{Training, TrainingStep};
use headroom_core::units::{Currency, THIN, gb, grouped, params, ratio};
use leptos::prelude::*;

use super::super::about::{about, duration, durations, range, with_unit};
use super::super::asked::Asked;
use super::super::facts::{Facts, folded, known_as};
use super::super::fixed::Fixed;
use super::super::panel;
use super::super::place::{More, place};
use super::super::strip::Figure;
use super::{Panel, is_of_no_use};
use crate::look::short_name;
use crate::markup::{Html, IntoHtml};
use crate::state::Answer;

/// Seconds of an hour.
const HOUR: f64 = 3_600.0;

/// Everything that is shown about training beside verdict and bars.
pub(in crate::configurator) fn section(asked: Asked) -> Fixed {
    let section = place("section").id("training").class("training");
    let section = section
        .labelled_by("training-title")
        .hidden(asked.holds(is_of_no_use));
    let summary = "A step, energy and rent";
    let [first, others] = folded(asked, "training-facts", summary, panel::Facts::Training);
    section.holds(vec![
        place("h2").id("training-title").says("Training"),
        place("div")
            .class("finding-box")
            .id("training-finding")
            .written(asked.panel(Panel::Finding)),
        first,
        others,
        More::new("Memory, line by line")
            .id("training-memory")
            .holds(asked, |asked| {
                let lines = place("div").id("training-table");
                let lines = lines.wide("Memory in training, line by line");
                vec![lines.written(asked.panel(Panel::Lines))]
            }),
    ])
}

/// A data set as people name it.
fn data_set(tokens: u64) -> String {
    let (unit, name) = match tokens {
        0..1_000_000 => return format!("{} tokens", grouped(tokens)),
        1_000_000..1_000_000_000 => (1_000_000, "million"),
        1_000_000_000..1_000_000_000_000 => (1_000_000_000, "billion"),
        _ => (1_000_000_000_000, "trillion"),
    };
    let decimals = u32::from(!tokens.is_multiple_of(unit));
    format!("{} {name} tokens", ratio(tokens, unit, decimals))
}

fn epoch(training: &Training) -> Option<(String, Option<String>)> {
    let hours = training.hours_per_epoch?;
    let seconds = |hours: Option<f64>| hours.map(|hours| hours * HOUR);
    let ends = durations(
        hours * HOUR,
        seconds(training.hours_per_epoch_low),
        seconds(training.hours_per_epoch_high),
    );
    Some((duration(hours * HOUR), ends))
}

/// The finding in a figure.
pub(in crate::configurator) fn brief(training: &Training) -> Figure {
    let Some((time, ends)) = epoch(training) else {
        return Figure::default();
    };
    Figure {
        value: time,
        unit: "an epoch",
        more: ends.unwrap_or_default(),
        ..Figure::default()
    }
}

/// One sentence.
pub(crate) fn finding(answer: &Answer) -> Option<Html> {
    let training = answer.report.training()?;
    if !training.fits {
        let view =
            view! { <p class="finding">"There is no rate because the run does not fit."</p> };
        return Some(view.html());
    }
    let (Some(rate), Some((time, ends))) = (training.tokens_per_s, epoch(training)) else {
        let view = view! {
            <p class="finding">
                "How fast a card of this machine computes is not known, so neither is the time."
            </p>
        };
        return Some(view.html());
    };
    let ends = ends.map_or(String::new(), |ends| format!(" ({ends})"));
    let all = match (training.epochs, training.hours) {
        (1, _) | (_, None) => String::new(),
        (epochs, Some(hours)) => {
            format!(
                ", all {} about {}",
                grouped(u64::from(epochs)),
                duration(hours * HOUR)
            )
        }
    };
    let of = format!(
        " for one epoch of {}{ends}{all}, at about {}.",
        data_set(training.tokens),
        with_unit(rate, "tokens/s")
    );
    Some(view! { <p class="finding"><b>"About "{time}</b>{of}</p> }.html())
}

/// The figures around the finding.
pub(crate) fn facts(answer: &Answer) -> Facts {
    let mut out = Facts::default();
    let Some(training) = answer.report.training() else {
        return out;
    };
    speed(&mut out, training);
    if let Some(step) = &training.step {
        let more = format!(
            "for {} tokens: {}",
            grouped(training.tokens_per_step),
            parts(step)
        );
        out.add("One step takes", &duration(step.total_s), &more);
    }
    let states = &training.states;
    let more = format!(
        "{}{THIN}% of all; weights, gradients and optimiser take {} together",
        digits(training.trainable_percent),
        gb(training.states_bytes)
    );
    let more = if states.adapters_bytes > 0 {
        format!("{more}, adapters {}", gb(states.adapters_bytes))
    } else {
        more
    };
    out.add(
        "Parameters trained",
        &params(training.trainable_params),
        &more,
    );
    out.worked("training.trainable_params");
    if training.host_used_bytes > 0 {
        let more = format!("of {} of system memory", gb(training.host_capacity_bytes));
        out.add(
            "Kept in system memory",
            &gb(training.host_used_bytes),
            &more,
        );
    }
    if training.nvme_used_bytes > 0 {
        out.add("Kept on the drives", &gb(training.nvme_used_bytes), "");
    }
    costs(&mut out, training, answer.money());
    out
}

/// A small share keeps its digits.
fn digits(percent: f64) -> String {
    if percent < 10.0 {
        ratio((percent * 1_000.0 + 0.5) as u64, 1_000, 2)
    } else {
        about(percent)
    }
}

fn speed(out: &mut Facts, training: &Training) {
    let Some(rate) = training.tokens_per_s else {
        return;
    };
    let ends = range(training.tokens_per_s_low, training.tokens_per_s_high);
    let mfu = training.mfu_percent.map_or(String::new(), |mfu| {
        format!("; {}{THIN}% of what the cards could compute", about(mfu))
    });
    let more = view! {
        {format!("{}{mfu}; ", ends.unwrap_or_default())}
        {known_as(training.evidence)}
    };
    out.add_view(
        "All cards together",
        &with_unit(rate, "tokens/s"),
        more.html(),
    );
    out.worked("training.tokens_per_s");
}

fn parts(step: &TrainingStep) -> String {
    let parts = [
        ("computing", step.compute_s),
        ("between the cards", step.communication_s),
        ("optimiser", step.optimizer_s),
        ("to and from system memory", step.offload_s),
    ];
    let mut named: Vec<String> = parts
        .into_iter()
        .filter(|(_, seconds)| *seconds > 0.0)
        .map(|(name, seconds)| format!("{name} {}", duration(seconds)))
        .collect();
    if step.communication_s > 0.0 {
        named.push("overlapping where they can".to_owned());
    }
    named.join(", ")
}

/// An amount of US dollars, to the hundredth where it is small.
fn paid(usd: f64, money: Currency) -> String {
    let amount = money.of(usd);
    let told = match amount < 100.0 {
        true => ratio((amount * 100.0 + 0.5) as u64, 100, 2),
        false => about(amount),
    };
    format!("{}{told}", money.sign)
}

fn costs(out: &mut Facts, training: &Training, money: Currency) {
    let told = |usd| paid(usd, money);
    if let Some(kwh) = training.kwh_per_epoch {
        let more = training.usd_per_epoch.map_or(
            "at the wall; no price of electricity is known".to_owned(),
            |usd| format!("at the wall: {} of electricity", told(usd)),
        );
        out.add("Energy of an epoch", &with_unit(kwh, "kWh"), &more);
    }
    let Some(rent) = &training.rent else {
        return;
    };
    let card = Catalog::builtin()
        .gpu(rent.gpu)
        .map_or(rent.gpu_name, |gpu| short_name(gpu.name));
    let date = if rent.own {
        "your price".to_owned()
    } else {
        format!("price of {}", rent.date)
    };
    let more = format!(
        "{} × {} at {}: {} at {} an hour, {date}",
        rent.gpus,
        card,
        rent.provider,
        duration(rent.hours_per_epoch * HOUR),
        told(rent.usd_per_hour)
    );
    out.add("Renting for an epoch", &told(rent.usd_per_epoch), &more);
}

#[cfg(test)]
mod tests {
    use super::data_set;

    #[test]
    fn data_sets_are_named_as_people_do() {
        assert_eq!(data_set(12_345), "12\u{202f}345 tokens");
        assert_eq!(data_set(10_000_000), "10 million tokens");
        assert_eq!(data_set(1_500_000_000), "1.5 billion tokens");
    }
}
