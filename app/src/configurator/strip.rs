//! The answer in five findings, which stay in sight, and the way to each section.

use headroom_core::units::THIN;
use leptos::prelude::*;

use super::about::{about, range};
use super::asked::Asked;
use super::fixed::{Fixed, IntoFixed};
use super::panel::Panel;
use super::place::place;
use super::{follow, is_refused, money, power, spoken, training};
use crate::look::{Look, power_look};
use crate::markup::{Html, IntoHtml, words};
use crate::state::Answer;

/// Builds that are asked about often: what they are called, and their queries.
const EXAMPLES: [(&str, &str); 4] = [
    ("4 × RTX PRO 6000", "n=4"),
    ("One RTX 5090", "gpu=rtx-5090&model=qwen3-32b"),
    ("2 × RTX 3090", "gpu=rtx-3090&n=2"),
    ("Mac Studio", "gpu=apple-m3-ultra&model=gpt-oss-120b"),
];

/// A figure of the answer that stays in sight.
#[derive(Clone, Default, PartialEq, Eq)]
pub(super) struct Figure {
    /// The state that it is in, if it is in one.
    pub(super) look: Option<Look>,
    /// The number, or a word or two.
    pub(super) value: String,
    /// What it counts.
    pub(super) unit: &'static str,
    /// What else there is room for on a wide screen.
    pub(super) more: String,
}

/// What the page is for, and builds to begin with.
pub(super) fn purpose() -> Fixed {
    let example = |(name, query): (&'static str, &'static str)| {
        view! { <a href=format!("/?{query}") data-key=format!("try-{query}")>{name}</a> }
    };
    view! {
        <p class="purpose">
            <b>"Will it run, how fast, on which circuit, for how much?"</b>
            <span class="examples">"Try"{EXAMPLES.map(example)}<a href="/builds">"More builds"</a></span>
        </p>
    }
    .fixed()
}

/// The findings. On a phone they are a line that stays while everything else moves below it.
pub(super) fn strip(asked: Asked) -> Fixed {
    let figures = place("p").class("also").id("also-line");
    let figures = figures.hidden(asked.holds(is_refused)).holds(vec![
        figure(asked, "speed-also", "#speed", rate),
        figure(asked, "power-also", "#power", watts),
        figure(asked, "price-also", "#cost", money::price_figure),
        figure(asked, "payback-also", "#own", money::payback_figure),
    ]);
    place("section")
        .class("verdict")
        .labelled_by("question")
        .holds(vec![
            follow::late(asked),
            place("div")
                .id("verdict")
                .written(asked.panel(Panel::Headline)),
            figures,
            change(asked),
            sections(asked),
            spoken::voice(),
        ])
}

/// One of the findings, as a link to its section.
fn figure(
    asked: Asked,
    id: &'static str,
    section: &'static str,
    read: fn(&Answer) -> Figure,
) -> Fixed {
    let href = asked.text(move |answer| {
        let section = match section {
            "#speed" if answer.trains() => "#training",
            section => section,
        };
        section.to_owned()
    });
    let figure = asked.reads(Box::new(read));
    let class = asked.maybe(move |_| figure.with(|figure| Some(figure.look?.class.to_owned())));
    let hidden = asked.holds(move |_| figure.with(|figure| figure.value.is_empty()));
    let html = asked.text(move |_| figure.with(|figure| figure.shown().into_text()));
    view! { <a id=id href=href hidden=hidden inner_html=html></a> }
        .attr("class", class)
        .fixed()
}

impl Figure {
    /// State, number, unit and what else there is, each in its place.
    fn shown(&self) -> Html {
        let state = self.look.map(|look| {
            view! {
                <span class="figure-mark" aria-hidden="true">{look.mark}</span>
                <span class="sr">{format!("{}: ", look.word)}</span>
            }
        });
        view! {
            {state}
            <b>{words(&self.value)}</b>
            " "
            <span class="figure-unit">{words(self.unit)}</span>
            " "
            <span class="figure-more">{words(&self.more)}</span>
        }
        .html()
    }
}

/// Leads to the controls; in the browser it brings them here.
fn change(asked: Asked) -> Fixed {
    let expanded = asked.maybe(move |_| {
        let sheet = asked.sheet.get();
        asked.awake.get().then(|| sheet.to_string())
    });
    view! {
        <a
            class="change"
            id="change"
            href="#controls"
            aria-expanded=expanded
        >
            "Change"
        </a>
    }
    .fixed()
}

/// The ways to the sections.
fn sections(asked: Asked) -> Fixed {
    let speed = asked.text(|answer| {
        let section = if answer.trains() {
            "#training"
        } else {
            "#speed"
        };
        section.to_owned()
    });
    view! {
        <nav class="sections" aria-label="Sections" hidden=asked.holds(super::is_refused)>
            <a href="#memory">"Memory"</a>
            <a href=speed>"Speed"</a>
            <a href="#power">"Power"</a>
            <a href="#cost">"Parts"</a>
            <a href="#own">"Cost"</a>
            <a href="#workings">"Working"</a>
        </nav>
    }
    .fixed()
}

/// How fast it answers, or how long an epoch takes.
fn rate(answer: &Answer) -> Figure {
    if let Some(training) = answer.report.training() {
        return training::brief(training);
    }
    let speed = answer.report.speed();
    let Some(rate) = speed.decode_tokens_per_s else {
        return Figure::default();
    };
    let ends = range(
        speed.decode_tokens_per_s_low,
        speed.decode_tokens_per_s_high,
    );
    Figure {
        value: about(rate),
        unit: "tokens/s",
        more: ends.unwrap_or_default(),
        ..Figure::default()
    }
}

/// The most that it can draw, which the mark beside it judges, and what it draws at work.
fn watts(answer: &Answer) -> Figure {
    let power = answer.report.power();
    let at_work = power.asked();
    Figure {
        look: Some(power_look(power.verdict.status)),
        // A phone has room for the sign alone.
        value: format!("≤{}", power::whole(power.circuit.draw_w)),
        unit: "W",
        more: at_work.map_or_else(String::new, |load| {
            format!("at most, {}{THIN}W at work", about(load.wall_w))
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::EXAMPLES;
    use crate::state::Answer;

    #[test]
    fn every_example_is_a_build_that_runs_under_its_shortest_address() {
        for (name, query) in EXAMPLES {
            let answer = Answer::to(query);
            assert_eq!(answer.address(), format!("/?{query}"), "{name}");
            assert!(answer.report.finding().0.runs(), "{name}");
        }
    }
}
