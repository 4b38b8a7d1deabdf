//! From the watts of each part to the watts at the wall, as floating bars.

use headroom_core::report::PowerReport;
use headroom_core::units::{THIN, ratio};
use leptos::attr::custom::CustomAttribute;
use leptos::prelude::*;

use super::{tenths, whole};
use crate::look::short_name;
use crate::markup::{Html, IntoHtml, percent};
use crate::state::Answer;

/// One bar.
struct Step {
    class: &'static str,
    name: String,
    detail: Option<String>,
    /// Where it begins and how long it is, tenths of a watt.
    from: u64,
    watts: u64,
}

fn steps(power: &PowerReport) -> Vec<Step> {
    let mut steps: Vec<Step> = Vec::with_capacity(power.items.len() + 3);
    let mut from = 0;
    for item in &power.items {
        let watts = tenths(item.busy_w);
        steps.push(Step {
            class: kind(item.kind),
            name: short_name(item.label).to_owned(),
            detail: match item.count {
                1 => None,
                count => Some(format!(
                    "{count} × {}{THIN}W",
                    ratio(
                        tenths(item.each_w),
                        10,
                        u32::from(!tenths(item.each_w).is_multiple_of(10))
                    )
                )),
            },
            from,
            watts,
        });
        from += watts;
    }
    let sum = |name: &str, watts| Step {
        class: "sum",
        name: name.to_owned(),
        detail: None,
        from: 0,
        watts,
    };
    if let Some(psu) = &power.psu {
        steps.push(sum("All parts", from));
        steps.push(Step {
            class: "loss",
            name: "Lost in the power supply".to_owned(),
            detail: Some(format!(
                "{}{THIN}% efficient",
                super::decimal(psu.efficiency_percent)
            )),
            from,
            watts: tenths(psu.loss_w),
        });
    }
    steps.push(sum("At the wall", tenths(power.wall_w)));
    steps
}

/// Class of the colour of a kind of part.
fn kind(kind: &str) -> &'static str {
    match kind {
        "gpu" => "gpu",
        "machine" => "machine",
        "cpu" => "cpu",
        _ => "rest",
    }
}

/// The bars, each with its name and its watts.
pub(crate) fn list(answer: &Answer) -> Html {
    let power = answer.report.power();
    let scale = tenths(power.wall_w).max(1);
    let bars: Vec<_> = { steps(power).into_iter() }
        .map(|step| {
            let total = (step.class == "sum").then_some("total");
            view! { <li>{bar(step, scale)}</li> }.attr("class", total)
        })
        .collect();
    view! { <ol class="waterfall">{bars}</ol> }.html()
}

fn bar(step: Step, scale: u64) -> Html {
    let watts = whole(step.watts as f64 / 10.0);
    view! {
        <span class="step-name">
            {step.name}" "<span class="quiet step-detail">{step.detail}</span>
        </span>
        <span class="step-watts">{watts}<span class="unit">{format!("{THIN}W")}</span></span>
        <svg width="100%" height="100%" aria-hidden="true">
            <g class=format!("part kind-{}", step.class)>
                <rect
                    x=percent(step.from, scale)
                    width=percent(step.watts, scale)
                    height="100%"
                ></rect>
            </g>
        </svg>
    }
    .html()
}
