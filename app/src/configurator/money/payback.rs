//! When owning is cheaper: the lines, what moves their crossing, and what was taken for granted.

use headroom_core::report::{Rival, RivalKind};
use headroom_core::scenario::keys::{DAYS, HOURS as HOURS_OF_USE, MONTHS};
use headroom_core::scenario::keys::{FADE, RESALE, UPKEEP};
use headroom_core::units::MicroUsd;
use headroom_core::units::{THIN, grouped, ratio};
use leptos::prelude::*;

use super::super::asked::Asked;
use super::super::facts::{Facts, folded};
use super::super::field::{Ends, Field, Slider};
use super::super::fixed::Fixed;
use super::super::panel;
use super::super::part::remarks;
use super::super::place::{More, hint, place, update};
use super::super::reading::chart_box;
use super::rent::{machine, query_with};
use super::{Panel, is_touched, plural};
use crate::chart;
use crate::look::million_tokens;
use crate::markup::{Html, IntoHtml, address};
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
    let rivals_box = More::new("Other machines for rent, and an API, held against it");
    let rivals_box = rivals_box.hidden(asked.holds(has_no_rivals));
    let rivals_box = rivals_box.holds(asked, |asked| {
        let table = place("div")
            .id("rivals")
            .wide("What owning is held against");
        vec![table.written(asked.panel(Panel::Rivals))]
    });
    let moves = More::new("What moves it").id("payback-inputs");
    let moves = moves.hidden(asked.holds(is_unmoved));
    let summary = "By the month, and by the token";
    let [first, others] = folded(asked, "payback-facts", summary, panel::Facts::Payback);
    place("div").id("payback").holds(vec![
        place("div")
            .class("finding-box")
            .id("payback-finding")
            .written(asked.panel(Panel::Payback)),
        place("div").class("money-fields use").holds(use_of_it),
        lines.holds(vec![
            chart_box(asked, "payback"),
            place("div")
                .id("payback-off")
                .written(asked.panel(Panel::OffScale)),
        ]),
        rivals_box,
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
            vec![list.written(asked.panel(Panel::Assumptions))]
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

/// What both ways cost and when they cross, or why nothing is compared.
pub(crate) fn finding(answer: &Answer) -> Html {
    let payback = answer.report.payback();
    view! { <p class="finding">{payback.sentence.clone()}</p> }.html()
}

/// Rivals that the chart has no room for.
pub(super) fn off_scale(answer: &Answer) -> Vec<Html> {
    let months = answer.report.series().last().map_or(0, |point| point.month);
    { chart::off_scale(&answer.report).into_iter() }
        .map(|(rival, cents)| {
            let term = rival.rental.as_ref().map(|rental| rental.term.name());
            let terms = term.map_or(String::new(), |term| format!(" {term}"));
            let after = format!(
                "{}{terms}, {} after {months} months.",
                rival.provider,
                answer.money().about(cents)
            );
            view! { <p class="hint">"Too dear for this chart: "{after}</p> }.html()
        })
        .collect()
}

/// Whether there is nothing that owning is held against.
fn has_no_rivals(answer: &Answer) -> bool {
    answer.report.rivals().is_empty()
}

/// What owning is held against; each leads to a comparison with it.
pub(super) fn rivals(answer: &Answer) -> Option<Html> {
    let rivals = answer.report.rivals();
    let rows: Vec<_> = rivals.iter().map(|rival| row(answer, rival)).collect();
    let view = view! {
        <table class="rentals machines">
            <thead>
                <tr>
                    <th scope="col">"Instead"</th>
                    <th scope="col" class="words">"Who and what"</th>
                    <th scope="col">"An hour"</th>
                    <th scope="col">"A month"</th>
                    <th scope="col">"Owning is cheaper after"</th>
                    <th scope="col">"If it is worth nothing then"</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    };
    (!rivals.is_empty()).then(|| view.html())
}

fn row(answer: &Answer, rival: &Rival) -> Html {
    let compared = answer.report.payback().compared || rival.api.is_some();
    let months = |months: Option<u32>| match months {
        Some(0) => "the first day".to_owned(),
        Some(months) => format!("{months} {}", plural(months, "month")),
        None if compared => "never".to_owned(),
        None => "not known".to_owned(),
    };
    let machine = rival.rental.as_ref().map(|rental| {
        let (what, term) = (machine(rental), rental.term.name());
        format!("{what}, {term}")
    });
    let listed = rival.api.as_ref().map(|api| api.listed_as.to_owned());
    let hour = { rival.rental.as_ref() }.map_or_else(
        || "–".to_owned(),
        |rental| answer.money().rate(rental.usd_per_hour),
    );
    view! {
        <tr>
            <th scope="row">{instead(answer, rival)}</th>
            <td class="words">
                {machine.or(listed)}" "<span class="quiet">{rival.provider}</span>
                " "<span class="aside">{rival.note.clone()}</span>
            </td>
            <td data-unit=" an hour">{hour}</td>
            <td data-unit=" a month">{answer.money().about(rival.usd_per_month)}</td>
            <td data-unit=" until owning is cheaper">{months(rival.break_even_months)}</td>
            <td data-unit=" if it is worth nothing then">{months(rival.break_even_spent_months)}</td>
        </tr>
    }
    .html()
}

/// What a rival stands for, which leads to a comparison with it.
fn instead(answer: &Answer, rival: &Rival) -> Html {
    let name = match rival.kind {
        RivalKind::Same => "The same cards",
        RivalKind::Cheapest => "The cheapest that does it",
        RivalKind::Hyperscaler => "A hyperscaler",
        RivalKind::Api => "An API, by the token",
        RivalKind::Given => "Your choice",
    };
    match &rival.rental {
        Some(_) if rival.chosen => view! {
            <b aria-current="true">{name}</b>
            " "
            <span class="detail">"compared"</span>
        }
        .html(),
        Some(rental) => {
            let query = query_with(answer, rental);
            let key = format!("rival-{}", rental.id);
            view! { <a href=address(&query) data-key=key>{name}</a> }.html()
        }
        None => name.html(),
    }
}

/// Hours, and what they cost.
pub(in crate::configurator) fn facts(answer: &Answer) -> Facts {
    let payback = answer.report.payback();
    let money = answer.money();
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
            |rate| format!("about {}", money.rate(to_the_cent(rate))),
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
            money.about(payback.energy_usd_per_month + payback.upkeep_usd_per_month)
        ),
        &format!(
            "{} electricity, {} upkeep, beside the price.",
            money.about(payback.energy_usd_per_month),
            money.about(payback.upkeep_usd_per_month)
        ),
    );
    out.add(
        "A month of renting",
        &format!(
            "about {}",
            money.about(payback.rent_usd_per_month + payback.storage_usd_per_month)
        ),
        &format!(
            "{} rent, {} for {}{THIN}GB of storage.",
            money.about(payback.rent_usd_per_month),
            money.about(payback.storage_usd_per_month),
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
                "The same, at the modelled rate of the rented machine.".to_owned(),
            ),
            ("from an API", tokens.api_usd_per_mtok, api),
        ] {
            if let Some(price) = price {
                let price = format!("about {}", money.rate(to_the_cent(price)));
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
pub(super) fn assumptions(answer: &Answer) -> Option<Html> {
    let texts = &answer.report.payback().assumptions;
    remarks(texts.iter().map(String::as_str))
}
