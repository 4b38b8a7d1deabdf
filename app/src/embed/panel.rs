//! What an embed can show. To add a panel, add a line to [`PANELS`].

use headroom_chart::Chart;
use headroom_core::report::WayOut;
use leptos::prelude::*;

use super::room::lines;
use crate::chart::draw;
use crate::components::Written;
use crate::configurator::{
    brief_bars, brief_bars_height, circuit_bar, cost_finding, memory_table, payback_finding,
    power_finding, power_ways_out, speed_finding, training_facts, training_finding, training_table,
    verdict_finding, waterfall_list, ways_out,
};
use crate::markup::{Html, IntoHtml};
use crate::state::Answer;

/// A part of the answer that stands by itself.
#[derive(Debug)]
pub(crate) struct Panel {
    /// Name in addresses.
    pub(crate) id: &'static str,
    /// Name for people.
    pub(crate) name: &'static str,
    /// What it shows; nothing where the answer has nothing of the kind. Panels differ in theirs, and
    /// stand in one list.
    pub(crate) show: fn(&Answer) -> Option<Html>,
    /// About how many pixels it takes, at most, in a column of so many.
    pub(crate) height: fn(&Answer, u32) -> u32,
}

/// The chart of the panel on speed.
const CONCURRENCY: &str = "concurrency";
/// Columns below this many pixels break what others show in a line.
const NARROW: u32 = 420;

/// The panels in the order in which they are offered; the first is shown where none is named.
pub(crate) const PANELS: &[Panel] = &[
    Panel {
        id: "verdict",
        name: "Verdict and memory",
        show: verdict,
        height: verdict_height,
    },
    Panel {
        id: "ways",
        name: "What would make it fit",
        show: ways_out,
        height: ways_height,
    },
    Panel {
        id: "figures",
        name: "The numbers",
        show: figures,
        height: figures_height,
    },
    Panel {
        id: "speed",
        name: "Speed",
        show: speed,
        height: speed_height,
    },
    Panel {
        id: "power",
        name: "Power and circuit",
        show: power,
        height: power_height,
    },
    Panel {
        id: "cost",
        name: "Price and its shares",
        show: cost,
        height: |answer, width| charted_height(answer, width, "cost"),
    },
    Panel {
        id: "payback",
        name: "Owning against renting",
        show: payback,
        height: |answer, width| charted_height(answer, width, "payback"),
    },
    Panel {
        id: "waterfall",
        name: "From the parts to the wall",
        show: waterfall,
        height: waterfall_height,
    },
];

fn verdict(answer: &Answer) -> Option<Html> {
    let view = view! {
        {verdict_finding(answer)}
        <div class="memory">{brief_bars(answer)}</div>
    };
    Some(view.html())
}

fn verdict_height(answer: &Answer, width: u32) -> u32 {
    let sentence = lines(answer.report.finding().1, width.saturating_sub(30), 18) * 23;
    let instead = answer
        .report
        .notices()
        .iter()
        .filter_map(|notice| notice.nearest_label.as_deref())
        .fold(String::new(), |all, label| {
            all + label + " instead of this "
        });
    sentence + lines(&instead, width, 13) * 20 + brief_bars_height(answer, width) + 16
}

fn ways_height(answer: &Answer, width: u32) -> u32 {
    let report = &answer.report;
    if report.finding().0.runs() {
        return 0;
    }
    let note = report
        .ways_out_note()
        .map_or(0, |note| 16 + 23 * lines(note, width, 15));
    44 + ways_list_height(report.ways_out(), width).max(46) + note
}

fn ways_list_height(ways: &[WayOut], width: u32) -> u32 {
    let column = width.saturating_sub(90);
    ways.iter()
        .map(|way| 17 + 23 * lines(&way.action, column, 15) + 20 * lines(&way.effect, column, 13))
        .sum()
}

fn figures(answer: &Answer) -> Option<Html> {
    let view = view! {
        <h2>"The numbers"</h2>
        {if answer.trains() { training_table(answer) } else { memory_table(answer) }}
    };
    Some(view.html())
}

fn figures_height(_: &Answer, width: u32) -> u32 {
    if width < NARROW { 520 } else { 405 }
}

/// How fast it answers, or how long the run takes.
fn speed(answer: &Answer) -> Option<Html> {
    if !answer.trains() {
        return charted(answer, "Speed", speed_finding(answer), CONCURRENCY);
    }
    let view = view! {
        <h2>"Time of the run"</h2>
        {training_finding(answer)}
        {training_facts(answer).list()}
    };
    Some(view.html())
}

fn speed_height(answer: &Answer, width: u32) -> u32 {
    match answer.report.training() {
        Some(training) if training.fits && width < NARROW => 900,
        Some(training) if training.fits => 520,
        Some(_) => 320,
        None => 40 + charted_height(answer, width, CONCURRENCY),
    }
}

fn power(answer: &Answer) -> Option<Html> {
    let view = view! {
        <h2>"Power"</h2>
        {power_finding(answer)}
        <div class="circuit-box">{circuit_bar(answer)}</div>
        {power_ways_out(answer)}
    };
    Some(view.html())
}

fn power_height(answer: &Answer, width: u32) -> u32 {
    let verdict = &answer.report.power().verdict;
    let column = width.saturating_sub(30);
    let finding = format!("Too much for the circuit. {}", verdict.sentence);
    let ways = { answer.report.power_ways().iter() }
        .map(|way| 17 + 23 * lines(&way.action, width, 15) + 20 * lines(&way.effect, width, 13));
    let ways = match ways.sum::<u32>() {
        _ if verdict.carries => 0,
        ways => 60 + ways.max(46),
    };
    let legend = if width < NARROW { 90 } else { 50 };
    30 + lines(&finding, column, 18) * 23 + 120 + legend + ways
}

fn cost(answer: &Answer) -> Option<Html> {
    charted(answer, "What it costs", cost_finding(answer), "cost")
}

fn payback(answer: &Answer) -> Option<Html> {
    charted(
        answer,
        "Owning or renting",
        payback_finding(answer),
        "payback",
    )
}

/// A finding with the chart that shows it.
fn charted(answer: &Answer, heading: &'static str, finding: Html, chart: &str) -> Option<Html> {
    let chart = chart_of(answer, chart).map(|chart| view! { <BothWidths chart/> });
    let view = view! {
        <h2>{heading}</h2>
        {finding}
        {chart}
    };
    Some(view.html())
}

/// A chart for columns of either width, of which the style sheet shows one.
#[component]
fn BothWidths(
    /// The chart.
    chart: Chart,
) -> impl IntoView {
    let key = chart.key_html();
    view! {
        <div class="chart-box">
            <div class="chart-view chart-wide" inner_html=chart.wide.svg></div>
            <div class="chart-view chart-narrow" inner_html=chart.narrow.svg></div>
            <Written html=key/>
        </div>
    }
}

/// The chart, where there is something to draw.
fn chart_of(answer: &Answer, name: &str) -> Option<Chart> {
    let nothing = match name {
        "payback" => answer.report.series().is_empty(),
        // One number of requests is no line.
        CONCURRENCY => answer.report.speed().curve.len() < 2,
        _ => false,
    };
    (!nothing).then(|| draw(name, &answer.report)).flatten()
}

fn charted_height(answer: &Answer, width: u32, name: &str) -> u32 {
    // Where the style sheet changes from one drawing to the other.
    let of = |chart: Chart| match width {
        0..544 => (chart.narrow, width.min(400)),
        _ => (chart.wide, width),
    };
    let chart = chart_of(answer, name).map_or(0, |chart| {
        let (drawing, across) = of(chart);
        drawing.height.saturating_mul(across) / drawing.width.max(1)
    });
    // The finding takes a few lines, and more of them in a narrow column.
    let words = if width < NARROW { 90 } else { 45 };
    30 + words + chart + 40
}

fn waterfall(answer: &Answer) -> Option<Html> {
    let view = view! {
        <h2>"From the parts to the wall"</h2>
        {waterfall_list(answer)}
    };
    Some(view.html())
}

fn waterfall_height(answer: &Answer, width: u32) -> u32 {
    let steps = u32::try_from(answer.report.power().items.len())
        .unwrap_or(u32::MAX)
        .saturating_add(3);
    let each = if width < 576 { 42 } else { 28 };
    steps.saturating_mul(each).saturating_add(50)
}

#[cfg(test)]
mod tests {
    use super::PANELS;
    use crate::render::render;
    use crate::state::Answer;

    #[test]
    fn every_panel_is_written_and_has_room() {
        for query in [
            "n=4&model=llama-3.1-405b&w=f16",
            "",
            "gpu=m3-ultra&model=gpt-oss-120b",
            "gpu=rtx-4090&model=llama-3.1-8b&mode=train&method=full",
            "n=4&model=llama-3.3-70b&w=f16&also=llama-3.3-70b*3",
        ] {
            let answer = Answer::to(query);
            for panel in PANELS {
                let written = render(|| (panel.show)(&answer));
                let nothing = panel.id == "ways" && answer.report.finding().0.runs();
                assert_eq!(written.is_empty(), nothing, "{} of {query}", panel.id);
                assert_eq!((panel.height)(&answer, 600) == 0, nothing, "{}", panel.id);
                // A chart grows with its column; what is made of words does not.
                let charted = matches!(panel.id, "cost" | "payback" | "speed");
                let [narrow, wide] = [320, 720].map(|width| (panel.height)(&answer, width));
                assert!(charted || narrow >= wide, "{} of {query}", panel.id);
            }
        }
    }

    #[test]
    fn names_are_unique_and_need_no_escape() {
        for (index, panel) in PANELS.iter().enumerate() {
            assert!(panel.id.bytes().all(|byte| byte.is_ascii_lowercase()));
            assert!(PANELS[..index].iter().all(|other| other.id != panel.id));
        }
    }
}
