//! Memory: does it fit, what would make it fit, and how far it could go.

use leptos::prelude::*;

use super::asked::{Asked, Slice};
use super::fixed::{Fixed, IntoFixed};
use super::panel::Panel;
use super::place::{More, hint, place};
use super::together;
use crate::state::Answer;

/// The section.
pub(super) fn section(asked: Asked) -> Fixed {
    let trains = asked.holds(Answer::trains);
    let reach = place("div").id("reach-of-each").hidden(trains);
    let part = |id: &'static str| place("div").id(id);
    place("section")
        .id("memory")
        .class("memory")
        .labelled_by("memory-title")
        .holds(vec![
            place("h2").id("memory-title").says("Memory"),
            share_line(asked),
            part("bars").written(asked.panel(Panel::Bars)),
            together::section(asked),
            part("ways").written(asked.panel(Panel::Ways)),
            part("remarks").written(asked.panel(Panel::Remarks)),
            reach.holds(vec![
                place("h3").says("How far each setting can go, with everything else as it is"),
                part("limits").written(asked.panel(Panel::Limits)),
            ]),
            numbers(asked, trains),
            formats(asked, trains),
        ])
}

/// The ways to keep the answer and to pass it on.
fn share_line(asked: Asked) -> Fixed {
    place("p").class("share-line").holds(vec![
        view! { <button type="button" class="plain" id="save-open" hidden>"Save"</button> }.fixed(),
        " ".fixed(),
        place("span")
            .id("compare-link")
            .written(asked.panel(Panel::Beside)),
        " ".fixed(),
        place("span")
            .id("share-link")
            .written(asked.panel(Panel::Share)),
    ])
}

/// The memory in figures.
fn numbers(asked: Asked, trains: Slice<bool>) -> Fixed {
    let more = More::new("The numbers, part by part").id("numbers");
    more.hidden(trains).holds(asked, |asked| {
        vec![
            place("div")
                .id("figures")
                .written(asked.panel(Panel::Figures)),
            More::new("Every GPU").holds(asked, |asked| {
                let table = place("div").id("every-card").wide("Memory of every GPU");
                vec![table.written(asked.panel(Panel::EveryCard))]
            }),
        ]
    })
}

/// What fits in which format. Its links all hold the whole question, and writing so many anew takes
/// most of a frame, so it waits for a pause.
fn formats(asked: Asked, trains: Slice<bool>) -> Fixed {
    let more = More::new("Other weight formats and contexts").id("formats");
    more.hidden(trains).holds(asked, |asked| {
        let near = place("div").id("grid").wide("Weight format and context");
        let all = place("div").id("grid-all").wide("All weight formats");
        vec![
            hint("What fits on this machine with this engine. Choose a cell to take it over."),
            near.written(asked.panel_at_rest(Panel::NearFormats)),
            More::new("All formats").holds(asked, |asked| {
                vec![all.written(asked.panel_at_rest(Panel::AllFormats))]
            }),
        ]
    })
}
