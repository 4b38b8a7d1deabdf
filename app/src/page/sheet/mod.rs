//! One sheet of paper for whoever signs: the machine and its bill, what it does, what it costs to run
//! against renting, and every assumption behind it. It reads the report and computes nothing.

mod assumptions;
mod bill;
mod estimates;
mod inputs;
mod memory;
mod payback;
mod power;
mod table;
mod together;

use leptos::either::Either;
use leptos::prelude::*;

use crate::components::Suggestions;
use crate::configurator::brief_runs;
use crate::look::look;
use crate::markup::address;
use crate::state::Answer;
use bill::Bill;
use estimates::{Speed, Training};
use inputs::{Inputs, MOST_NOTICES};
use memory::{Memory, TrainingMemory};
use payback::Payback;
use power::Power;
use together::Together;

/// Rows of cards before only the one that decides is shown.
const MOST_CARDS: usize = 8;

/// The page.
#[component]
pub(super) fn Sheet<'a>(
    /// What is on it.
    answer: &'a Answer,
    /// Scheme and authority, without a slash at the end.
    origin: &'a str,
) -> impl IntoView + use<> {
    let back = address(answer.report.query());
    let link = format!("{origin}{back}");
    view! {
        <main id="content" class="sheet-page">
            <p class="sheet-tools">
                <a href=back>"Back to the configurator"</a>" "
                <button type="button" class="plain" id="print" hidden>"Print"</button>" "
                <span class="hint">"One page on A4 and on US Letter."</span>
            </p>
            <Paper answer link/>
            <script type="module" src="/sheet.js"></script>
        </main>
    }
}

/// The sheet itself.
#[component]
fn Paper<'a>(
    /// What is on it.
    answer: &'a Answer,
    /// Where the answer is found, with scheme and authority.
    link: String,
) -> impl IntoView + use<> {
    let report = &answer.report;
    let (status, sentence) = report.finding();
    let columns = match report.is_understood() {
        true => Either::Left(view! { <Columns answer/><Inputs answer/> }),
        false => Either::Right(view! { <Suggestions notices=&report.notices() path="/sheet"/> }),
    };
    view! {
        <article class=format!("sheet{}", density(answer)) id="sheet">
            <header>
                <p class="sheet-of">
                    <b>"Headroom"</b>" · prices and figures of the catalogue of "
                    <time datetime=report.catalog().date>{report.catalog().date}</time><span id="printed-on"></span>
                </p>
                <h1>{answer.question()}</h1>
                <p class="sheet-finding">{look(status).mark}" "{sentence.to_owned()}</p>
                <p class="sheet-link"><a href=link>{link.clone()}</a></p>
            </header>
            {columns}
        </article>
    }
}

/// What the report says, in the order in which two columns come out about as long.
#[component]
fn Columns<'a>(
    /// What is on the sheet.
    answer: &'a Answer,
) -> impl IntoView + use<> {
    let report = &answer.report;
    let run = match report.training() {
        Some(training) => Either::Left(
            view! { <TrainingMemory training/><Training training money=answer.money()/> },
        ),
        None => Either::Right(view! { <Memory answer/><Speed answer/> }),
    };
    view! {
        <div class="sheet-columns">
            <Bill cost=report.cost() money=answer.money()/>
            {run}
            <Power power=report.power() money=answer.money()/>
            {report.together().map(|together| view! { <Together together/> })}
            <Payback answer/>
        </div>
    }
}

/// Smaller type for builds with many rows, so that they stay on one page: how many rows each size
/// holds was tried on both papers.
fn density(answer: &Answer) -> &'static str {
    let report = &answer.report;
    let memory = match report.training() {
        Some(training) => training.per_gpu.iter().map(|gpu| gpu.items.len()).max(),
        None => Some(brief_runs(answer, MOST_CARDS).len()),
    };
    let rows = report.cost().items.len()
        + report.power().items.len()
        + memory.unwrap_or(0)
        + report.notices().len().min(MOST_NOTICES);
    match rows {
        0..=24 => "",
        25..=30 => " dense",
        _ => " denser",
    }
}
