//! When owning is cheaper: the lines, what moves their crossing, and what was taken for granted.

use headroom_core::scenario::keys::{DAYS, HOURS as HOURS_OF_USE, MONTHS};
use headroom_core::scenario::keys::{FADE, RESALE, UPKEEP};
use headroom_core::units::MicroUsd;
use headroom_core::units::{THIN, grouped, ratio};
use leptos::prelude::*;

use super::super::asked::Asked;
use super::super::facts::{Facts, folded};
use super::super::field::{Ends, Field, Slider};
use super::super::fixed::Fixed;
use super::super::part::remarks;
use super::super::place::{More, hint, place, update};
use super::super::reading::chart_box;
use super::{about, is_touched, plural};
use crate::chart;
use crate::look::million_tokens;
use crate::markup::{Html, IntoHtml};
use crate::state::Answer;

/// The hours of use.
pub(in crate::configurator) static HOURS: Slider = Slider {
    key: HOURS_OF_USE.key,
    index: 0,
    label: "Hours a day under load",
    ends: |answer, _| Ends {
        low: 0,
        now: answer.scenario().power.hours,
        high: 24,
    },
    value: |hours| hours,
    words: |hours| format!("{hours} hours"),
};

/// Fields that stand behind "More".
const DETAILS: [&str; 3] = [UPKEEP.key, RESALE.key, FADE.key];

/// What stands about owning, and when it is cheaper.
pub(super) fn part(asked: Asked) -> Fixed {
    let use_of_it = vec![
        place("div").holds(vec![
            Field::new(HOURS_OF_USE.key, "Hours a day under load")
                .unit("h")
                .view(asked),
            HOURS.view(asked),
        ]),
        Field::new(DAYS.key, "Days a week").steps(0).view(asked),
        Field::new(MONTHS.key, "Kept for")
            .unit("months")
            .view(asked),
    ];
    let lines = place("div").id("payback-lines");
    let lines = lines.hidden(asked.holds(is_not_compared));
    let moves = More::new("What moves it").id("payback-inputs");
    let moves = moves.hidden(asked.holds(is_unmoved));
    let summary = "By the month, and by the token";
    let [first, others] = folded(asked, "payback-facts", summary, facts);
    place("div").id("payback").holds(vec![
        place("div")
            .class("finding-box")
            .id("payback-finding")
            .written(asked.view(finding)),
        place("div").class("money-fields use").holds(use_of_it),
        lines.holds(vec![
            chart_box(asked, "payback"),
            place("div")
                .id("payback-off")
                .written(asked.view(off_scale)),
        ]),
        first,
        others,
        moves.holds(asked, |asked| {
            vec![
                hint("The month of break-even when one input alone is lower or higher."),
                chart_box(asked, "sensitivity"),
            ]
        }),
        details(asked),
        More::new("What was taken for granted").holds(asked, |asked| {
            let list = place("div").id("payback-assumptions");
            vec![list.written(asked.view(assumptions))]
        }),
        update("payback"),
    ])
}

/// What is asked for behind "More".
fn details(asked: Asked) -> Fixed {
    let touched = asked.now(|answer| is_touched(answer, &DETAILS));
    let more = More::new("Upkeep and resale").id("payback-more");
    let more = more.open(touched).opens(asked, has_faulty_detail);
    more.holds(asked, |asked| {
        vec![place("div").class("fields money-fields").holds(vec![
            Field::new(UPKEEP.key, "Upkeep a year")
                .unit("% of the price")
                .view(asked),
            Field::new(RESALE.key, "Resale on the first day")
                .term("resale")
                .unit("% of the price")
                .view(asked),
            Field::new(FADE.key, "Resale lost each year")
                .unit("%")
                .view(asked),
        ])]
    })
}

/// Whether there are no lines to draw.
fn is_not_compared(answer: &Answer) -> bool {
    !answer.report.payback().compared
}

/// Whether no single change leads to a break-even, so that there is nothing to show.
fn is_unmoved(answer: &Answer) -> bool {
    let mut rows = answer.report.sensitivity().iter();
    let moves = rows.any(|row| row.low_months.is_some() || row.high_months.is_some());
    answer.report.payback().break_even_months.is_none() && !moves
}

/// Whether a field that is folded away has something wrong with it.
fn has_faulty_detail(answer: &Answer) -> bool {
    DETAILS.iter().any(|key| answer.notice(key).is_some())
}

/// One sentence, and whether it is about a machine that does the work.
pub(crate) fn finding(answer: &Answer) -> Html {
    let payback = answer.report.payback();
    let idle = (payback.compared && !answer.report.finding().0.runs()).then(|| {
        let work = if answer.trains() {
            "hold this training run"
        } else {
            "run this model"
        };
        view! {
            <p class="hint">
                "But the own machine does not "{work}
                " as configured, so it would not replace the rented one."
            </p>
        }
    });
    view! {
        <p class="finding">{payback.sentence.clone()}</p>
        {idle}
    }
    .html()
}

/// Terms that the chart has no room for.
fn off_scale(answer: &Answer) -> Vec<Html> {
    let months = answer.report.series().last().map_or(0, |point| point.month);
    { chart::off_scale(&answer.report).into_iter() }
        .map(|(term, cents)| {
            let after = format!("{}, {} after {months} months.", term.name(), about(cents));
            view! { <p class="hint">"Too dear for this chart: "{after}</p> }.html()
        })
        .collect()
}

/// Hours, and what they cost.
fn facts(answer: &Answer) -> Facts {
    let payback = answer.report.payback();
    let mut out = Facts::default();
    let kept = format!(
        "{} {}",
        payback.kept_months,
        plural(payback.kept_months, "month")
    );
    let hours = answer.scenario().power.hours;
    let days = answer.scenario().power.days;
    if payback.compared {
        match payback.break_even_hours_per_day {
            Some(least) => out.add(
                "Worth owning from",
                &format!("{}{THIN}h a day", hundredths(least)),
                &format!(
                    "if it is kept for {kept} and used {days} days a week; now {hours}{THIN}h."
                ),
            ),
            None => out.add(
                "Worth owning from",
                "never",
                &format!("Not within {kept}, even at 24{THIN}h on {days} days a week."),
            ),
        }
    }
    let per_hour = |rate: Option<MicroUsd>| {
        rate.map_or_else(
            || "not known".to_owned(),
            |rate| format!("about {}", to_the_cent(rate)),
        )
    };
    out.add(
        "A GPU-hour, owned",
        &per_hour(payback.own_usd_per_gpu_hour),
        &format!("of use over {kept}: price, electricity and upkeep, less resale."),
    );
    out.add(
        "A GPU-hour, rented",
        &per_hour(payback.rent_usd_per_gpu_hour),
        &format!("of use over {kept}: rent and storage."),
    );
    out.add(
        "A month of owning",
        &format!(
            "about {}",
            about(payback.energy_usd_per_month + payback.upkeep_usd_per_month)
        ),
        &format!(
            "{} electricity, {} upkeep, beside the price.",
            about(payback.energy_usd_per_month),
            about(payback.upkeep_usd_per_month)
        ),
    );
    out.add(
        "A month of renting",
        &format!(
            "about {}",
            about(payback.rent_usd_per_month + payback.storage_usd_per_month)
        ),
        &format!(
            "{} rent, {} for {}{THIN}GB of storage.",
            about(payback.rent_usd_per_month),
            about(payback.storage_usd_per_month),
            grouped(u64::from(payback.stored_gb))
        ),
    );
    if let Some(tokens) = answer.report.token_cost()
        && !answer.trains()
    {
        let speed = answer.report.speed();
        let busy = format!(
            "Of busy hours at the modelled rate, {} tokens in and {} out at a time.",
            grouped(u64::from(speed.prompt_tokens)),
            grouped(u64::from(speed.output_tokens))
        );
        let api = tokens.api_provider.map_or_else(String::new, |name| {
            format!("At {name}, both at their price there.")
        });
        for (way, price, more) in [
            ("owned", tokens.owned_usd_per_mtok, busy),
            (
                "rented",
                tokens.rented_usd_per_mtok,
                "The same, as fast as the rented memory bandwidth compares.".to_owned(),
            ),
            ("from an API", tokens.api_usd_per_mtok, api),
        ] {
            if let Some(price) = price {
                let price = format!("about {}", to_the_cent(price));
                out.add(&format!("{}, {way}", million_tokens(tokens)), &price, &more);
            }
        }
    }
    out
}

/// An hourly rate that is an estimate.
fn to_the_cent(rate: MicroUsd) -> MicroUsd {
    MicroUsd((rate.0 + 5_000) / 10_000 * 10_000)
}

/// One decimal, rounded up: from then on, not about then.
fn hundredths(hours: f64) -> String {
    let hundredths = (hours * 100.0 + 0.5) as u64;
    ratio(hundredths.div_ceil(10), 10, 1)
}

/// What was taken for granted.
fn assumptions(answer: &Answer) -> Option<Html> {
    let texts = &answer.report.payback().assumptions;
    remarks(texts.iter().map(String::as_str))
}
