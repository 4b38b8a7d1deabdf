//! Rates against the number of requests: what stands above their chart, and the same in rows.

use headroom_core::codec;
use headroom_core::report::CurvePoint;
use headroom_core::scenario::Scenario;
use headroom_core::units::{THIN, grouped};
use leptos::prelude::*;

use super::super::about::about;
use super::super::asked::Asked;
use super::super::fixed::Fixed;
use super::super::place::{More, place};
use super::super::reading::chart_alone;
use super::Panel;
use super::answer::RATE;
use crate::markup::{Html, IntoHtml, address};
use crate::state::Answer;

/// The chart's name in ids and addresses.
const CHART: &str = "concurrency";

/// The chart with its heading and its rows.
pub(super) fn parts(asked: Asked) -> [Fixed; 3] {
    let lines = place("div").id("speed-lines");
    let lines = lines.hidden(asked.holds(has_no_line));
    let rows = More::new("The rates in a table").id("speed-data");
    let rows = rows.hidden(asked.holds(has_no_curve));
    [
        place("div")
            .id("speed-curve")
            .written(asked.panel(Panel::CurveLead)),
        lines.holds(vec![chart_alone(asked, CHART)]),
        rows.holds(asked, |asked| {
            vec![
                place("div")
                    .id("speed-table")
                    .written(asked.panel(Panel::Curve)),
            ]
        }),
    ]
}

/// Whether there is nothing to list.
fn has_no_curve(answer: &Answer) -> bool {
    answer.report.speed().curve.is_empty()
}

/// Whether there is nothing to draw.
fn has_no_line(answer: &Answer) -> bool {
    answer.report.speed().curve.len() < 2
}

/// What the chart shows, or why there is none.
pub(super) fn lead(answer: &Answer) -> Option<Html> {
    let last = answer.report.speed().curve.last()?;
    let words = if has_no_line(answer) {
        view! { <p>"No more than one fits in this memory."</p> }.html()
    } else {
        let users = grouped(u64::from(last.users));
        view! {
            <p class="hint">
                "From one to the "{users}
                " that fit, each step doubling their number. All rates are estimates."
            </p>
        }
        .html()
    };
    let view = view! {
        <h3>"More requests at once"</h3>
        {words}
    };
    Some(view.html())
}

/// The same in rows; each number is a link to it.
pub(super) fn table(answer: &Answer) -> Option<Html> {
    let speed = answer.report.speed();
    if speed.curve.is_empty() {
        return None;
    }
    let rows: Vec<_> = { speed.curve.iter() }
        .map(|point| row(answer.scenario(), point))
        .collect();
    let held = grouped(u64::from(speed.context_tokens));
    let view = view! {
        <table class="figures rates">
            <thead>
                <tr>
                    <th scope="col">"Requests at once"</th>
                    <th scope="col">"Each stream, "{RATE}</th>
                    <th scope="col">"All together, "{RATE}</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
        <p class="hint">
            {format!("Each holding {held}{THIN}tokens on average while it is answered.")}
        </p>
    };
    Some(view.html())
}

fn row(scenario: &Scenario, point: &CurvePoint) -> Html {
    let users = point.users;
    let query = codec::encode(&Scenario {
        users,
        ..scenario.clone()
    });
    view! {
        <tr>
            <th scope="row">
                <a
                    href=address(&query)
                    data-key=format!("users-{users}")
                    aria-current=point.chosen.then_some("true")
                >
                    {grouped(u64::from(users))}
                </a>
            </th>
            <td>{about(point.stream_tokens_per_s)}</td>
            <td>{about(point.total_tokens_per_s)}</td>
        </tr>
    }
    .html()
}
