//! The drives: how long a model takes to load, and how likely a drive is lost.

use headroom_core::scenario::Raid;
use headroom_core::units::{THIN, gb, ratio};
use leptos::prelude::*;

use super::super::about::{duration, durations};
use super::super::asked::Asked;
use super::super::facts::{Facts, known_as};
use super::super::field::choice;
use super::super::fixed::Fixed;
use super::super::place::{place, update};
use super::super::run::named_options;
use super::Panel;
use crate::markup::{Html, IntoHtml};
use crate::state::Answer;

/// The part about drives.
pub(super) fn parts(asked: Asked) -> [Fixed; 3] {
    let fields = vec![choice(
        asked,
        "raid",
        "Several drives are",
        Some("raid"),
        Panel::Raids,
    )];
    [
        place("div").class("fields speed-fields").holds(fields),
        update("speed"),
        place("div")
            .id("drive-facts")
            .written(asked.panel(Panel::Drives)),
    ]
}

/// Whether something is wrong with what is asked about drives.
pub(super) fn is_faulty(answer: &Answer) -> bool {
    answer.notice("raid").is_some()
}

/// How drives work together.
pub(super) fn raids(answer: &Answer) -> Html {
    let options = Raid::ALL.map(|raid| {
        let name = match raid {
            Raid::None => "apart: the model is on one",
            Raid::Zero => "striped (RAID 0)",
            Raid::Independent => "independent: one copy on each",
        };
        (raid.id().to_owned(), name.to_owned())
    });
    named_options(&options, answer.scenario().raid.id())
}

/// Load time, throughput and the chance of loss.
pub(super) fn facts(answer: &Answer) -> Html {
    let storage = answer.report.storage();
    let mut out = Facts::default();
    let ends = durations(
        storage.load_s,
        Some(storage.load_low_s),
        Some(storage.load_high_s),
    );
    let direct = storage.load_direct_s.map_or(String::new(), |seconds| {
        format!("; {} straight from drive to GPU", duration(seconds))
    });
    let how = format!(
        "{} of weights through system memory, {}{direct}; ",
        gb(storage.load_bytes),
        ends.unwrap_or_default()
    );
    let more = view! {
        {how}
        {known_as(storage.evidence)}
    };
    out.add_view("Loading the model", &duration(storage.load_s), more.html());
    let name = match storage.drive {
        "" => "a usual drive",
        name => name,
    };
    let drives = match storage.drives {
        1 => name.to_owned(),
        count => format!("{count}{THIN}×{THIN}{name}"),
    };
    let together = if storage.aggregate_bytes_per_s > storage.throughput_bytes_per_s {
        format!(
            "; {}/s for several loads at once",
            gb(storage.aggregate_bytes_per_s)
        )
    } else {
        String::new()
    };
    let lanes = if storage.bounded_by_lanes {
        format!(", held back by {} lanes", storage.lanes)
    } else {
        String::new()
    };
    let more = format!("{drives}{lanes}{together}");
    let rate = format!("{}/s", gb(storage.throughput_bytes_per_s));
    out.add("One load reads", &rate, &more);
    let percent = |value: f64| format!("{}{THIN}%", ratio((value * 100.0 + 0.5) as u64, 100, 1));
    let more = format!(
        "{} that some drive fails within a year",
        percent(storage.failure_per_year_percent)
    );
    out.add(
        "Chance of loss in a year",
        &percent(storage.loss_per_year_percent),
        &more,
    );
    let notes = (!storage.notes.is_empty())
        .then(|| view! { <p class="hint">{storage.notes.join(" ")}</p> });
    view! {
        {out.list()}
        {notes}
    }
    .html()
}
