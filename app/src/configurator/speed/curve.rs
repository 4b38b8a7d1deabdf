//! Rates against the number of requests: what stands above their chart, and the same in rows.

use headroom_core::codec;
use headroom_core::scenario::Scenario;
use headroom_core::units::{THIN, grouped};

use super::super::about::about;
use super::super::asked::Asked;
use super::super::fixed::Fixed;
use super::super::place::{More, place};
use super::super::reading::chart_alone;
use super::answer::RATE;
use crate::markup::{Text, address, put};
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
        place("div").id("speed-curve").written(asked.part(lead)),
        lines.holds(vec![chart_alone(asked, CHART)]),
        rows.holds(asked, |asked| {
            vec![place("div").id("speed-table").written(asked.part(table))]
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
fn lead(answer: &Answer) -> String {
    let mut out = String::new();
    let Some(last) = answer.report.speed().curve.last() else {
        return out;
    };
    out.push_str("<h3>More requests at once</h3>");
    if has_no_line(answer) {
        out.push_str("<p>No more than one fits in this memory.</p>");
        return out;
    }
    put!(
        out,
        "<p class=\"hint\">From one to the {} that fit, each step doubling their number. All rates are estimates.</p>",
        grouped(u64::from(last.users))
    );
    out
}

/// The same in rows; each number is a link to it.
fn table(answer: &Answer) -> String {
    let points = &answer.report.speed().curve;
    if points.is_empty() {
        return String::new();
    }
    let mut out = String::with_capacity(4_096);
    put!(
        out,
        "<table class=\"figures rates\"><thead><tr><th scope=\"col\">Requests at once</th><th scope=\"col\">Each stream, {RATE}</th>\
         <th scope=\"col\">All together, {RATE}</th></tr></thead><tbody>"
    );
    for point in points {
        let query = codec::encode(&Scenario {
            users: point.users,
            ..answer.scenario().clone()
        });
        let current = if point.chosen {
            " aria-current=\"true\""
        } else {
            ""
        };
        put!(
            out,
            "<tr><th scope=\"row\"><a href=\"{}\" data-key=\"users-{1}\"{current}>{2}</a></th><td>{3}</td><td>{4}</td></tr>",
            Text(address(&query)),
            point.users,
            grouped(u64::from(point.users)),
            about(point.stream_tokens_per_s),
            about(point.total_tokens_per_s)
        );
    }
    put!(
        out,
        "</tbody></table><p class=\"hint\">Each holding {}{THIN}tokens on average while it is answered.</p>",
        grouped(u64::from(answer.report.speed().context_tokens))
    );
    out
}
