//! What is said about speed, and the fields that it depends on.

use headroom_core::faster;
use headroom_core::report::Speed;
use headroom_core::units::{Evidence, THIN, grouped};
use leptos::prelude::*;

use super::super::about::{about, duration, durations, range, with_unit};
use super::super::asked::Asked;
use super::super::facts::{Facts, folded, known_as};
use super::super::field::Field;
use super::super::fixed::Fixed;
use super::super::panel;
use super::super::part::remarks;
use super::super::place::{More, place, update};
use super::super::verdict::way_out;
use super::{Panel, curve, drives, prompt};
use crate::markup::{Html, IntoHtml};
use crate::state::Answer;

/// Unit of every rate.
pub(super) const RATE: &str = "tokens/s";

/// Everything about speed that is shown.
pub(in crate::configurator) fn section(asked: Asked) -> Fixed {
    let section = place("section").id("speed").class("speed");
    let section = section
        .labelled_by("speed-title")
        .hidden(asked.holds(Answer::trains));
    let fields = vec![
        Field::new("prompt", "Prompt")
            .unit("tokens")
            .term("prefill")
            .stands_for(prompt, 0)
            .view(asked),
        Field::new("out", "Answer").unit("tokens").view(asked),
        Field::new("rate", "Wanted for each stream")
            .unit(RATE)
            .view(asked),
    ];
    let more = More::new("Where the time goes, and what more requests make of it");
    let more = more.id("speed-more").holds(asked, |asked| {
        let step = place("div").id("speed-step");
        let notes = place("div")
            .id("speed-notes")
            .written(asked.panel(Panel::Notes));
        let mut parts = vec![notes, step.written(asked.panel(Panel::Step))];
        parts.extend(curve::parts(asked));
        parts
    });
    let summary = "With a full context, and at the rate that is wanted";
    let [first, others] = folded(asked, "speed-facts", summary, panel::Facts::Speed);
    section.holds(vec![
        place("h2").id("speed-title").says("Speed"),
        place("div")
            .class("finding-box")
            .id("speed-finding")
            .written(asked.panel(Panel::Finding)),
        place("div")
            .id("speed-ceiling")
            .written(asked.panel(Panel::Ceiling)),
        place("div")
            .id("faster")
            .written(asked.panel_at_rest(Panel::Faster)),
        place("div").class("fields speed-fields").holds(fields),
        update("speed"),
        first,
        others,
        more,
        More::new("Loading from the drives")
            .id("drives-more")
            .opens(asked, drives::is_faulty)
            .holds(asked, |asked| drives::parts(asked).into()),
    ])
}

/// What would make it faster, each a link. Several scenarios are asked for it, so it waits for a pause.
pub(super) fn faster(answer: &Answer) -> Option<Html> {
    let ways = faster::ways(&answer.report, answer.figures());
    if ways.is_empty() {
        return None;
    }
    let ways: Vec<Html> = ways.iter().map(way_out).collect();
    let view = view! {
        <h3>"What would make it faster"</h3>
        <ul class="ways">{ways}</ul>
    };
    Some(view.html())
}

fn in_brackets(ends: Option<String>) -> String {
    ends.map_or(String::new(), |ends| format!(" ({ends})"))
}

/// One sentence.
pub(crate) fn finding(answer: &Answer) -> Html {
    let speed = answer.report.speed();
    let Some(rate) = speed.decode_tokens_per_s else {
        return view! { <p class="finding">{speed.reason.clone()}</p> }.html();
    };
    let ends = in_brackets(range(
        speed.decode_tokens_per_s_low,
        speed.decode_tokens_per_s_high,
    ));
    let streams = match (speed.users, speed.decode_total_tokens_per_s) {
        (1, _) | (_, None) => format!(" for one stream{ends}."),
        (users, Some(total)) => format!(
            " for each of {} streams{ends}; {} together.",
            grouped(u64::from(users)),
            with_unit(total, RATE)
        ),
    };
    let first = speed
        .time_to_first_token_s
        .map(|first| format!(" The first token comes after about {}.", duration(first)));
    view! {
        <p class="finding">
            <b>"About "{with_unit(rate, RATE)}</b>
            {streams}
            {first}
        </p>
    }
    .html()
}

/// What to know about the rates.
pub(super) fn notes(answer: &Answer) -> Option<Html> {
    remarks(answer.report.speed().notes.iter().map(String::as_str))
}

/// How a rate is known, in words.
fn known(evidence: Evidence, measurements: u32) -> Html {
    // What is fitted to measurements may be applied to something that was not measured.
    let on = if evidence == Evidence::Assumed {
        "from"
    } else {
        "on"
    };
    let by = match measurements {
        0 => ": nothing of this kind was measured".to_owned(),
        1 => format!(" {on} one measurement of this kind"),
        count => format!(" {on} {count} measurements of this kind"),
    };
    view! {
        {known_as(evidence)}
        {by}
    }
    .html()
}

/// The figures around the finding.
pub(in crate::configurator) fn facts(answer: &Answer) -> Facts {
    let speed = answer.report.speed();
    let mut out = Facts::default();
    let Some(rate) = speed.decode_tokens_per_s else {
        return out;
    };
    streams(&mut out, speed, rate);
    reading(&mut out, speed);
    if let Some(full) = speed.full_context_tokens_per_s {
        let more = format!(
            "when each stream holds all {} tokens of its context",
            grouped(u64::from(answer.scenario().context))
        );
        out.add("With a full context", &with_unit(full, RATE), &more);
    }
    if let Some(users) = speed.users_at_floor {
        let floor = format!(
            "{}{THIN}{RATE}",
            grouped(u64::from(speed.floor_tokens_per_s))
        );
        let (figure, more) = match users {
            0 => (
                "none".to_owned(),
                format!("Not even one stream gets {floor}."),
            ),
            1 => (
                "1 request".to_owned(),
                format!("More at once get less than {floor} each."),
            ),
            users => (
                format!("{} requests", grouped(u64::from(users))),
                format!("of those that fit get at least {floor} each"),
            ),
        };
        out.add("At the rate that is wanted", &figure, &more);
    }
    out
}

fn streams(out: &mut Facts, speed: &Speed, rate: f64) {
    let ends = range(
        speed.decode_tokens_per_s_low,
        speed.decode_tokens_per_s_high,
    );
    let how = known(speed.evidence, speed.measurements);
    let ends = ends.map(|ends| format!("{ends} in eight of ten comparable measurements; "));
    let more = view! {
        {ends}
        {how}
    };
    let name = if speed.users == 1 {
        "One stream"
    } else {
        "Each stream"
    };
    out.add_view(name, &with_unit(rate, RATE), more.html());
    out.worked("speed.decode_tokens_per_s");
    if speed.users > 1
        && let Some(total) = speed.decode_total_tokens_per_s
    {
        let ends = range(
            speed.decode_total_tokens_per_s_low,
            speed.decode_total_tokens_per_s_high,
        );
        let served = speed.served_tokens_per_s.map_or(String::new(), |served| {
            format!("; {} with the prompts read in between", about(served))
        });
        let more = format!("{}{served}", ends.unwrap_or_default());
        let name = format!("All {} together", grouped(u64::from(speed.users)));
        out.add(&name, &with_unit(total, RATE), &more);
    }
}

fn reading(out: &mut Facts, speed: &Speed) {
    let (Some(first), Some(rate)) = (speed.time_to_first_token_s, speed.prefill_tokens_per_s)
    else {
        return;
    };
    let ends = durations(
        first,
        speed.time_to_first_token_s_low,
        speed.time_to_first_token_s_high,
    );
    let more = format!(
        "{}; for {} on an idle machine",
        ends.unwrap_or_default(),
        speed.prompt()
    );
    out.add("First token after", &duration(first), &more);
    let ends = range(
        speed.prefill_tokens_per_s_low,
        speed.prefill_tokens_per_s_high,
    );
    let more = view! {
        {ends}
        "; "
        {known(speed.prefill_evidence, speed.prefill_measurements)}
    };
    out.add_view("A prompt is read at", &with_unit(rate, RATE), more.html());
    out.worked("speed.prefill_tokens_per_s");
}
