//! The configurator: the question on the left, the answer on the right.
//!
//! One island, in which everything follows from one [`Asked`]. Controls and the order of the page are
//! components; what holds no control is written as text from an [`Answer`] and put in where it
//! differs. One form holds all of it and listens.

pub(crate) mod about;
mod asked;
mod bars;
mod events;
mod exports;
mod facts;
mod field;
mod figures;
mod fixed;
mod follow;
mod grid;
mod lazy;
mod limits;
pub(crate) mod machine;
mod memory;
mod model;
mod money;
mod offload;
mod panel;
mod part;
mod picker;
mod pin;
mod place;
mod power;
mod printed;
mod reading;
mod run;
mod search;
mod speed;
mod spoken;
mod strip;
mod together;
mod training;
mod verdict;
mod working;

use leptos::prelude::*;

use self::field::{Slider, StandsFor};
use self::fixed::{Fixed, IntoFixed};
use self::panel::Panel;
use self::place::place;
use crate::state::Answer;

pub(crate) use asked::Asked;
#[cfg(feature = "ssr")]
pub(crate) use asked::Given;
#[cfg(feature = "ssr")]
pub(crate) use bars::{brief as brief_bars, brief_height as brief_bars_height, brief_runs};
pub(crate) use facts::Facts;
#[cfg(feature = "ssr")]
pub(crate) use figures::figures as memory_table;
#[cfg(feature = "ssr")]
pub(crate) use money::{check_look, cost_finding, payback_finding};
#[cfg(feature = "ssr")]
pub(crate) use power::{
    circuit_bar, sentence as power_finding, waterfall as waterfall_list, ways_out as power_ways_out,
};
#[cfg(feature = "ssr")]
pub(crate) use run::weight_options;
#[cfg(feature = "ssr")]
pub(crate) use speed::finding as speed_finding;
#[cfg(feature = "ssr")]
pub(crate) use training::{
    facts as training_facts, finding as training_finding, table as training_table,
};
#[cfg(feature = "ssr")]
pub(crate) use verdict::{sentence as verdict_finding, ways_out};

/// Sliders beside fields.
static SLIDERS: [&Slider; 6] = [
    &run::CONTEXT,
    &money::HOURS,
    &power::LIMIT_SLIDERS[0],
    &power::LIMIT_SLIDERS[1],
    &power::LIMIT_SLIDERS[2],
    &power::LIMIT_SLIDERS[3],
];

/// Fields of which the empty one stands for something that follows from the answer.
const STANDS_FOR: [&[StandsFor]; 4] = [
    &machine::STANDS_FOR,
    &speed::STANDS_FOR,
    &power::STANDS_FOR,
    &money::STANDS_FOR,
];

/// Keys that have a field; their notices stand beside it, the others above the form.
const FIELDS: [&str; 127] = [
    "gpu",
    "n",
    "gpu2",
    "n2",
    "gpu3",
    "n3",
    "gpu4",
    "n4",
    "mem",
    "share",
    "ram",
    "cpus",
    "channels",
    "mts",
    "membw",
    "link",
    "backend",
    "engine-date",
    "model",
    "params",
    "active",
    "layers",
    "hidden",
    "heads",
    "kvheads",
    "headdim",
    "ffn",
    "vocab",
    "experts",
    "topk",
    "expertffn",
    "window",
    "tied",
    "also",
    "w",
    "file",
    "kv",
    "ctx",
    "users",
    "util",
    "seqs",
    "batched",
    "ubatch",
    "images",
    "prefix",
    "spec",
    "accept",
    "batch",
    "engine",
    "par",
    "offload",
    "prompt",
    "out",
    "rate",
    "raid",
    "mode",
    "method",
    "base",
    "base-experts",
    "rank",
    "targets",
    "optim",
    "shard",
    "offload-optim",
    "offload-params",
    "offload-acts",
    "seq",
    "micro",
    "accum",
    "recompute",
    "loss",
    "attn",
    "compute",
    "tokens",
    "epochs",
    "limit",
    "limit2",
    "limit3",
    "limit4",
    "cpu",
    "dimms",
    "drives",
    "psu",
    "psus",
    "class",
    "circuit",
    "other",
    "region",
    "tariff",
    "hours",
    "days",
    "ups",
    "price-gpu",
    "price-gpu2",
    "price-gpu3",
    "price-gpu4",
    "price-cpu",
    "price-board",
    "price-ram",
    "price-ssd",
    "price-psu",
    "price-cooler",
    "price-case",
    "price-ups",
    "price-extras",
    "part-board",
    "part-ram",
    "part-ssd",
    "part-psu",
    "part-cooler",
    "part-case",
    "part-extras",
    "extras",
    "line",
    "condition",
    "currency",
    "fx",
    "tax",
    "cloud",
    "price-cloud",
    "decline",
    "cloud-gb",
    "price-gb",
    "months",
    "upkeep",
    "resale",
    "fade",
];

/// The configurator. The server has the answer in its context, the browser the query in its address:
/// a prop would bring a parser of JSON into the module.
#[island]
pub(crate) fn Configurator() -> impl IntoView {
    #[cfg(feature = "hydrate")]
    let typed = crate::browser::typed_already();
    #[cfg(not(feature = "hydrate"))]
    let typed = Vec::new();
    let asked = Asked::new(typed);
    #[cfg(feature = "hydrate")]
    crate::browser::attend(asked);
    let form = form(asked);
    follow::begin(asked);
    form
}

/// A form that works by itself, and answers at once where its listeners run.
fn form(asked: Asked) -> impl IntoView {
    view! {
        <form
            class="configurator"
            method="get"
            action="/"
            autocomplete="off"
            on:input=move |event| asked.input(&event)
            on:change=move |event| asked.chosen(&event)
            on:click=move |event| asked.click(&event)
            on:mousedown=move |event| asked.press(&event)
            on:keydown=move |event| asked.key(&event)
            on:focusin=move |event| asked.focus(&event)
            on:focusout=move |event| asked.blur(&event)
            on:pointermove=move |event| asked.hover(&event)
            on:pointerdown=move |event| asked.hover(&event)
            on:pointerout=move |event| asked.leave(&event)
            on:submit=move |event| event.prevent_default()
        >
            <input type="hidden" name="go" value="1"/>
            {strip::purpose()}
            {place("h1").id("question").written(asked.panel(Panel::Question))}
            {strip::strip(asked)}
            {controls(asked)}
            {answer(asked)}
        </form>
    }
}

/// Everything that is asked. On a phone it comes up as a sheet from wherever one is.
fn controls(asked: Asked) -> Fixed {
    let groups = vec![
        place("div").id("loose").written(asked.panel(Panel::Loose)),
        place("div").id("pin").written(asked.panel(Panel::Pin)),
        training::mode(asked),
        machine::controls(asked),
        model::controls(asked),
        run::controls(asked),
        training::controls(asked),
        power::controls(asked),
    ];
    let sheet = asked.maybe(move |_| asked.sheet.get().then(|| "open".to_owned()));
    view! {
        <div class="controls" id="controls" tabindex="-1" data-sheet=sheet>
            {groups}
            <p class="submit"><button type="submit">"Calculate"</button></p>
            <p class="done"><button type="button" id="done" class="plain">"Done"</button></p>
        </div>
    }
    .fixed()
}

/// Everything that is answered.
fn answer(asked: Asked) -> Fixed {
    let settings = place("section").class("printed").holds(vec![
        place("h2").says("Settings"),
        place("dl")
            .class("facts")
            .id("printed")
            .written(asked.panel(Panel::Settings)),
    ]);
    let answered = place("div").class("answer").id("answered");
    answered
        .hidden(asked.holds(move |answer| is_refused(answer) || asked.board.is_late()))
        .holds(vec![
            memory::section(asked),
            speed::section(asked),
            training::section(asked),
            power::section(asked),
            money::parts(asked),
            money::own_or_rent(asked),
            working::section(asked),
            settings,
        ])
}

/// Whether a word of the question is not known, so that there is no answer.
fn is_refused(answer: &Answer) -> bool {
    !answer.report.is_understood()
}
