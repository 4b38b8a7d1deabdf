//! The configurator: the question on the left, the answer on the right.
//!
//! Everything is written as text from an [`Answer`]: once by the server as a whole page, then by
//! the browser into the places that changed, so that both show the same. One component holds it
//! and listens.

pub(crate) mod about;
mod bars;
mod exports;
mod field;
mod figures;
mod grid;
mod limits;
mod live;
pub(crate) mod machine;
mod model;
mod money;
mod part;
mod picker;
mod pin;
mod power;
mod printed;
mod run;
mod speed;
mod together;
mod training;
mod verdict;
mod working;

use headroom_core::catalog::market::PartKind;
use leptos::prelude::*;

use self::field::{Slider, StandsFor};
use crate::markup::put;
use crate::state::Answer;

#[cfg(feature = "ssr")]
pub(crate) use bars::{brief as brief_bars, brief_height as brief_bars_height, brief_runs};
pub(crate) use live::Live;
#[cfg(feature = "ssr")]
pub(crate) use money::exact;

/// Writes what follows from an answer.
type Writer = fn(&Answer) -> String;
/// Says whether something holds for an answer.
type Test = fn(&Answer) -> bool;

/// Places whose whole content follows the answer, by id.
const TEXTS: &[(&str, Writer)] = &[
    ("question", verdict::question),
    ("verdict", verdict::sentence),
    ("loose", verdict::loose_notices),
    ("pin", pin::line),
    ("gpu-fact", machine::first_card),
    ("mem", machine::sizes),
    ("model-fact", model::facts),
    ("w", run::weight_options),
    ("kv", run::kv_options),
    ("reach", run::reach),
    ("presets", run::presets),
    ("engine", run::engine_options),
    ("par", run::placement_options),
    ("offload", run::offload_options),
    ("bars", bars::bars),
    ("share-link", verdict::share),
    ("together", together::together),
    ("ways", verdict::ways_out),
    ("remarks", verdict::remarks),
    ("figures", figures::figures),
    ("every-card", figures::every_card),
    ("limits", limits::limits),
    ("speed-also", speed::brief),
    ("speed-finding", speed::finding),
    ("speed-ceiling", speed::ceiling),
    ("speed-notes", speed::notes),
    ("speed-facts", speed::facts),
    ("speed-step", speed::step),
    ("speed-curve", speed::curve_lead),
    ("speed-table", speed::curve_table),
    ("raid", speed::raids),
    ("drive-facts", speed::drive_facts),
    ("training-finding", training::finding),
    ("training-facts", training::facts),
    ("training-table", training::table),
    ("targets", training::targets),
    ("method", |answer| training::options_of(answer, "method")),
    ("optim", |answer| training::options_of(answer, "optim")),
    ("shard", |answer| training::options_of(answer, "shard")),
    ("offload-optim", |answer| {
        training::options_of(answer, "offload-optim")
    }),
    ("offload-params", |answer| {
        training::options_of(answer, "offload-params")
    }),
    ("offload-acts", |answer| {
        training::options_of(answer, "offload-acts")
    }),
    ("recompute", |answer| {
        training::options_of(answer, "recompute")
    }),
    ("loss", |answer| training::options_of(answer, "loss")),
    ("attn", |answer| training::options_of(answer, "attn")),
    ("compute", |answer| training::options_of(answer, "compute")),
    ("power-brief", power::brief),
    ("power-also", power::brief),
    ("limit-label", |answer| power::limit_label(answer, 0)),
    ("limit2-label", |answer| power::limit_label(answer, 1)),
    ("limit3-label", |answer| power::limit_label(answer, 2)),
    ("limit4-label", |answer| power::limit_label(answer, 3)),
    ("limit-range", |answer| power::limit_range(answer, 0)),
    ("limit2-range", |answer| power::limit_range(answer, 1)),
    ("limit3-range", |answer| power::limit_range(answer, 2)),
    ("limit4-range", |answer| power::limit_range(answer, 3)),
    ("circuit", power::circuits),
    ("psu", power::ratings),
    ("class", power::classes),
    ("cpu", power::processors),
    ("region", power::regions),
    ("ups", power::upses),
    ("power-finding", power::sentence),
    ("power-circuit", power::circuit_bar),
    ("power-ways", power::ways_out),
    ("power-remarks", power::remarks),
    ("waterfall", power::waterfall),
    ("power-table", power::table),
    ("power-facts", power::facts),
    ("money-brief", money::brief),
    ("cost-finding", money::cost_finding),
    ("bill-more", money::more_lines),
    ("tax-sum", money::tax),
    ("cost-total", money::total),
    ("cost-notes", money::cost_notes),
    ("part-board", |answer| {
        money::part_options(answer, PartKind::Board)
    }),
    ("part-ram", |answer| {
        money::part_options(answer, PartKind::Ram)
    }),
    ("part-ssd", |answer| {
        money::part_options(answer, PartKind::Ssd)
    }),
    ("part-psu", |answer| {
        money::part_options(answer, PartKind::Psu)
    }),
    ("part-cooler", |answer| {
        money::part_options(answer, PartKind::Cooler)
    }),
    ("part-case", |answer| {
        money::part_options(answer, PartKind::Case)
    }),
    ("part-extras", |answer| {
        money::part_options(answer, PartKind::Extra)
    }),
    ("rent-finding", money::rent_finding),
    ("rent-table", money::rent_table),
    ("cloud", money::offers),
    ("per-token", money::per_token),
    ("payback-finding", money::payback_finding),
    ("payback-off", money::off_scale),
    ("payback-facts", money::facts),
    ("payback-assumptions", money::assumptions),
    ("exports", exports::links),
    ("printed", printed::settings),
];

/// Places that are hidden while this holds.
const HIDDEN: &[(&str, Test)] = &[
    // Nothing was calculated where a word is not known.
    ("answered", is_refused),
    ("also-line", is_refused),
    ("unified", machine::no_unified_memory),
    ("util-field", run::takes_no_share),
    ("run", Answer::trains),
    ("numbers", Answer::trains),
    ("speed", Answer::trains),
    ("reach-of-each", Answer::trains),
    ("formats", Answer::trains),
    ("per-token-box", Answer::trains),
    ("train", training::is_of_no_use),
    ("training", training::is_of_no_use),
    ("adapters", training::needs_no_adapters),
    ("speed-data", speed::has_no_curve),
    ("speed-lines", speed::has_no_line),
    ("together-section", together::is_not_asked),
    ("limit-field", |answer| power::no_card(answer, 0)),
    ("limit2-field", |answer| power::no_card(answer, 1)),
    ("limit3-field", |answer| power::no_card(answer, 2)),
    ("limit4-field", |answer| power::no_card(answer, 3)),
    ("limit-control", |answer| power::no_range(answer, 0)),
    ("limit2-control", |answer| power::no_range(answer, 1)),
    ("limit3-control", |answer| power::no_range(answer, 2)),
    ("limit4-control", |answer| power::no_range(answer, 3)),
    ("supply", power::own_supply),
    ("rest", power::own_supply),
    ("payback-lines", money::is_not_compared),
    ("payback-inputs", money::is_unmoved),
];

/// Places that count for nothing while this holds: a plain form does not send them.
const DISABLED: &[(&str, Test)] = &[("train", training::is_of_no_use)];

/// Places that open when this begins to hold.
const OPEN: &[(&str, Test)] = &[
    ("more-cards", machine::is_mixed),
    ("own-model", model::is_custom),
    ("payback-more", money::has_faulty_detail),
];

/// Sliders beside fields.
const SLIDERS: [&Slider; 6] = [
    &run::CONTEXT,
    &money::HOURS,
    &power::LIMIT_SLIDERS[0],
    &power::LIMIT_SLIDERS[1],
    &power::LIMIT_SLIDERS[2],
    &power::LIMIT_SLIDERS[3],
];

/// Fields of which the empty one stands for something that follows from the answer.
const STANDS_FOR: [&[StandsFor]; 3] = [&speed::STANDS_FOR, &power::STANDS_FOR, &money::STANDS_FOR];

/// Keys that have a field; their notices stand beside it, the others above the form.
const FIELDS: [&str; 104] = [
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
    "kv",
    "ctx",
    "users",
    "util",
    "engine",
    "par",
    "offload",
    "prompt",
    "out",
    "rate",
    "raid",
    "mode",
    "method",
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

/// The component: a form that works by itself, and answers at once where its listeners run.
pub(crate) fn configurator(live: Live) -> impl IntoView {
    live.draw();
    view! {
        <form
            class="configurator"
            method="get"
            action="/"
            autocomplete="off"
            inner_html=live.answer(content)
            on:input=move |event| live.input(&event)
            on:change=move |event| live.chosen(&event)
            on:click=move |event| live.click(&event)
            on:mousedown=move |event| live.press(&event)
            on:keydown=move |event| live.key(&event)
            on:focusin=move |event| live.focus(&event)
            on:focusout=move |event| live.blur(&event)
            on:pointermove=move |event| live.point(&event)
            on:pointerdown=move |event| live.point(&event)
            on:pointerout=move |event| live.leave(&event)
            on:submit=move |event| event.prevent_default()
        ></form>
    }
}

/// The form's content. The browser takes it over as the server wrote it.
fn content(answer: &Answer) -> String {
    let mut out = String::new();
    if cfg!(feature = "ssr") {
        out.reserve(128 * 1_024);
        out.push_str("<input type=\"hidden\" name=\"go\" value=\"1\"><div class=\"ask\">");
        put!(
            out,
            "<section class=\"verdict\" aria-labelledby=\"question\"><h1 id=\"question\">{}</h1>\
             <div id=\"verdict\" aria-live=\"polite\" aria-atomic=\"true\">{}</div>\
             <p class=\"also\" id=\"also-line\"{}><span class=\"also-speed\" id=\"speed-also\">{}</span> <span class=\"also-power\"><a href=\"#power\">Power</a> <span id=\"power-also\">{}</span></span> \
             <span id=\"money-brief\">{}</span></p></section>\
             <div class=\"controls\"><div id=\"loose\">{}</div><div id=\"pin\">{}</div>",
            verdict::question(answer),
            verdict::sentence(answer),
            attribute("hidden", is_refused(answer)),
            speed::brief(answer),
            power::brief(answer),
            money::brief(answer),
            verdict::loose_notices(answer),
            pin::line(answer)
        );
        training::write_mode(&mut out, answer);
        machine::write(&mut out, answer);
        model::write(&mut out, answer);
        run::write(&mut out, answer);
        training::write(&mut out, answer);
        power::write(&mut out, answer);
        out.push_str(
            "<p class=\"submit\"><button type=\"submit\">Calculate</button></p></div></div>",
        );
        write_answer(&mut out, answer);
    }
    out
}

fn write_answer(out: &mut String, answer: &Answer) {
    put!(
        out,
        "<div class=\"answer\" id=\"answered\"{}>\
         <section class=\"memory\" id=\"bars\" aria-label=\"Memory on each GPU\">{}</section><p class=\"share-line\"><button type=\"button\" class=\"plain\" id=\"save-open\" hidden>Save</button> <span id=\"share-link\">{}</span></p>\
         {}<section id=\"ways\" aria-label=\"Ways out\">{}</section>\
         <section id=\"remarks\" aria-label=\"To know\">{}</section>\
         <section id=\"numbers\"{}><h2>The numbers</h2><div id=\"figures\">{}</div>\
         <details class=\"more\"><summary>Every GPU</summary>\
         <div class=\"wide\" id=\"every-card\" tabindex=\"0\" role=\"region\" aria-label=\"Memory of every GPU\">{}</div></details></section>",
        attribute("hidden", is_refused(answer)),
        bars::bars(answer),
        verdict::share(answer),
        together::section(answer),
        verdict::ways_out(answer),
        verdict::remarks(answer),
        attribute("hidden", answer.trains()),
        figures::figures(answer),
        figures::every_card(answer)
    );
    speed::write_answer(out, answer);
    training::write_answer(out, answer);
    let trains = attribute("hidden", answer.trains());
    put!(
        out,
        "<section id=\"reach-of-each\"{trains}><h2>How far each setting can go</h2><p class=\"hint\">With everything else as it is.</p><div id=\"limits\">{}</div></section>\
         <section id=\"formats\"{trains}><h2>Weight format and context</h2>\
         <p class=\"hint\">What fits on this machine with this engine. Choose a cell to take it over.</p>\
         <div class=\"wide\" id=\"grid\" tabindex=\"0\" role=\"region\" aria-label=\"Weight format and context\">{}</div></section>",
        limits::limits(answer),
        grid::table(answer)
    );
    power::write_answer(out, answer);
    money::write_answer(out, answer);
    out.push_str(
        "<section><h2>The working</h2><p class=\"hint\">Each figure with its formula, its numbers and where they come from.</p>",
    );
    for index in 0..working::PLACES {
        let working = answer.workings().get(index);
        put!(
            out,
            "<details class=\"working\" id=\"working-{index}\"{}><summary id=\"working-{index}-line\">{}</summary>\
             <div id=\"working-{index}-more\">{}</div></details>",
            attribute("hidden", working.is_none()),
            working.map(working::summary).unwrap_or_default(),
            working.map(working::body).unwrap_or_default()
        );
    }
    put!(
        out,
        "<p class=\"exports\">Take it along: <span id=\"exports\">{}</span>.</p></section>\
         <section class=\"printed\"><h2>Settings</h2><dl class=\"facts\" id=\"printed\">{}</dl></section></div>",
        exports::links(answer),
        printed::settings(answer)
    );
}

/// What stands in a place of the configurator, for pages that show a part of the answer.
#[cfg(feature = "ssr")]
pub(crate) fn text(place: &str, answer: &Answer) -> String {
    let writer = TEXTS.iter().find(|(id, _)| *id == place);
    debug_assert!(writer.is_some(), "there is no place called {place}");
    writer.map_or_else(String::new, |(_, write)| write(answer))
}

/// Whether a word of the question is not known, so that there is no answer.
fn is_refused(answer: &Answer) -> bool {
    !answer.report.is_understood()
}

/// An attribute without a value, where it is `on`.
fn attribute(name: &str, on: bool) -> String {
    if on {
        format!(" {name}")
    } else {
        String::new()
    }
}
