//! What would be rented instead, on which terms, and what a token costs behind an API.

use headroom_core::catalog::market::{Offer, Term};
use headroom_core::codec::encode;
use headroom_core::money::rent::COMPARABLE_PERCENT;
use headroom_core::report::{ApiLine, Rental};
use headroom_core::scenario::RentalChoice;
use headroom_core::scenario::Scenario;
use headroom_core::scenario::keys::STORED;
use headroom_core::scenario::keys::{DECLINE, RENT, STORAGE};
use headroom_core::units::MicroUsd;
use headroom_core::units::{THIN, gb, sort_by_key};

use super::super::asked::Asked;
use super::super::field::{Field, choice};
use super::super::fixed::Fixed;
use super::super::place::{More, place, update};
use super::super::run::written;
use super::{from, is_touched};
use crate::look::{look, short_name};
use crate::markup::{Html, Text, address, put};
use crate::state::Answer;

/// Offers of each term that the list shows.
const OFFERS: usize = 24;
/// Prices per token that are shown at once.
const API_LINES: usize = 6;

/// Keys that are asked for behind "More".
const KEYS: [&str; 5] = ["cloud", RENT.key, DECLINE.key, STORED.key, STORAGE.key];

/// What stands about renting.
pub(super) fn part(asked: Asked) -> Fixed {
    let more = More::new("Machines for rent, and prices by the token").id("rent-more");
    let more = more.open(asked.now(|answer| is_touched(answer, &KEYS)));
    let more = more.opens(asked, |answer| {
        KEYS.iter().any(|key| answer.notice(key).is_some())
    });
    place("div").id("rent").holds(vec![
        place("h3").says("Rent instead"),
        place("div")
            .class("finding-box")
            .id("rent-finding")
            .written(asked.part(finding)),
        more.holds(asked, offers_and_fields),
    ])
}

/// The machines that are for rent, and what is asked about them.
fn offers_and_fields(asked: Asked) -> Vec<Fixed> {
    let fields = vec![
        choice(asked, "cloud", "Compare with", Some("terms"), offers),
        Field::new(RENT.key, "Your rent of a GPU")
            .unit("USD/h")
            .stands_for(rate, 0)
            .view(asked),
        Field::new(DECLINE.key, "Yearly fall of rents")
            .unit("%")
            .view(asked),
        Field::new(STORED.key, "Kept in the cloud")
            .term("stored")
            .unit("GB")
            .stands_for(stored, 0)
            .view(asked),
        Field::new(STORAGE.key, "A GB there for a month")
            .unit("USD")
            .view(asked),
    ];
    let by_token = place("div").id("per-token-box");
    let by_token = by_token.hidden(asked.holds(Answer::trains)).holds(vec![
        place("h3").says("Or pay by the token"),
        place("div")
            .id("per-token")
            .wide("Prices per token")
            .written(asked.part(per_token)),
    ]);
    vec![
        place("div")
            .id("rent-table")
            .wide("Machines for rent")
            .written(asked.part(table)),
        place("div").class("fields money-fields").holds(fields),
        by_token,
        update("rent"),
    ]
}

/// One sentence.
fn finding(answer: &Answer) -> String {
    let Some(rental) = &answer.report.cloud().chosen else {
        return format!(
            "<p class=\"finding\"><b>Nothing comparable is listed.</b> {}</p>",
            why_none(answer)
        );
    };
    let mut out = format!(
        "<p class=\"finding\"><b>{} an hour</b> for {} from {}, {}",
        rental.usd_per_hour,
        machine(rental),
        Text(rental.provider),
        rental.term.name()
    );
    let slow = rental
        .pace_percent()
        .filter(|share| u64::from(*share) < COMPARABLE_PERCENT);
    let choice = answer.scenario().money.rental;
    let held = held(answer);
    match (choice, slow) {
        _ if !rental.status.runs() => {
            put!(out, ": your choice, which does not hold {held}");
        }
        (Some(_), _) => out.push_str(": your choice"),
        (None, None) => out.push_str(": the cheapest listed that is about as fast"),
        (None, Some(_)) => put!(out, ": the cheapest listed that holds {held}"),
    }
    if let Some(share) = slow {
        put!(out, ", with {share}{THIN}% of {}", rental.pace_of());
    }
    out.push_str(".</p>");
    out
}

/// What a machine has to hold.
fn held(answer: &Answer) -> &'static str {
    if answer.trains() {
        "the run"
    } else {
        "the model"
    }
}

/// Why no listed machine is comparable.
fn why_none(answer: &Answer) -> String {
    if answer.trains() {
        return "No machine for rent in the catalogue holds this run, sharded and offloaded as chosen.".to_owned();
    }
    let memory = answer.report.memory();
    let needed = memory.weights_bytes.saturating_add(memory.kv_cache_bytes);
    let room = |offer: &Offer| offer.gpu.memory.bytes * u64::from(offer.up_to);
    let offers = answer.figures().offers;
    match offers.iter().max_by_key(|offer| room(offer)) {
        Some(largest) if room(largest) < needed => format!(
            "Weights and cache take {}; the largest machine for rent in the catalogue, {} × {}, has {}.",
            gb(needed),
            largest.up_to,
            Text(short_name(largest.gpu.name)),
            gb(room(largest))
        ),
        _ => format!(
            "No machine for rent in the catalogue runs it as configured, with {} and this format and context.",
            answer.scenario().engine.name()
        ),
    }
}

fn machine(rental: &Rental) -> String {
    format!(
        "{}{THIN}×{THIN}{}",
        rental.gpus,
        Text(short_name(rental.gpu_name))
    )
}

/// The machine that is compared with, and the cheapest of each term.
fn table(answer: &Answer) -> String {
    let cloud = answer.report.cloud();
    let Some(chosen) = &cloud.chosen else {
        return String::new();
    };
    let same = |one: &&Rental| one.id == chosen.id && one.gpus == chosen.gpus;
    let mut out = String::with_capacity(4_096);
    let pace = pace(answer);
    put!(
        out,
        "<table class=\"rentals machines\"><thead><tr><th scope=\"col\">Terms</th><th scope=\"col\" class=\"words\">Machine</th>\
         <th scope=\"col\">A GPU-hour</th><th scope=\"col\">An hour</th><th scope=\"col\">{pace}</th><th scope=\"col\" class=\"words\">As of</th></tr></thead><tbody>"
    );
    let listed = cloud.by_term.iter().any(|one| same(&one));
    let first = (!listed).then_some(chosen);
    for rental in first.into_iter().chain(&cloud.by_term) {
        let current = same(&rental);
        let rental = if current { chosen } else { rental };
        line(&mut out, answer, rental, current);
    }
    put!(
        out,
        "</tbody></table><p class=\"hint\">The cheapest of each term that holds {} and {} as the own machine. \
         {pace} is in percent of the own machine’s. A reservation is paid for every hour, spot machines may be taken away.</p>",
        held(answer),
        if answer.trains() {
            "computes about as much in 16 bits"
        } else {
            "puts about as much memory bandwidth on a token"
        }
    );
    out
}

/// By what machines are compared.
fn pace(answer: &Answer) -> &'static str {
    if answer.trains() {
        "Arithmetic"
    } else {
        "Bandwidth"
    }
}

fn line(out: &mut String, answer: &Answer, rental: &Rental, current: bool) {
    let term = rental.term.name();
    let name = title(rental.term);
    let terms = if current {
        format!("<b aria-current=\"true\">{name}</b> <span class=\"detail\">compared</span>")
    } else {
        format!(
            "<a href=\"{}\" data-key=\"rent-{}\">{name}</a>",
            Text(address(&query_with(answer, rental))),
            term.replace(' ', "-")
        )
    };
    let fits = if rental.status.runs() {
        String::new()
    } else {
        let look = look(rental.status);
        format!(
            " <span class=\"tag {}\"><span aria-hidden=\"true\">{}</span> {}</span>",
            look.class, look.mark, look.word
        )
    };
    let share = rental
        .pace_percent()
        .map_or_else(|| "–".to_owned(), |share| format!("{share}{THIN}%"));
    let seen = if rental.own {
        "your price".to_owned()
    } else {
        from("", rental.date, rental.source, rental.source_url)
    };
    let note = match rental.note {
        // What is said is about the listed price.
        _ if rental.own => String::new(),
        "" => String::new(),
        note => format!(" <span class=\"aside\">{}</span>", Text(note)),
    };
    put!(
        out,
        "<tr><th scope=\"row\">{terms}</th><td class=\"words\">{} <span class=\"quiet\">{}</span>{fits}{note}</td><td data-unit=\" a GPU-hour\">{}</td><td data-unit=\" an hour\">{}</td><td data-unit=\" {}\">{share}</td><td class=\"words from-note\">{seen}</td></tr>",
        machine(rental),
        Text(rental.provider),
        rental.usd_per_gpu_hour,
        rental.usd_per_hour,
        pace(answer).to_lowercase()
    );
}

/// How a term is called where it begins a line.
fn title(term: Term) -> &'static str {
    match term {
        Term::OnDemand => "On demand",
        Term::Reserved => "Reserved",
        Term::Spot => "Spot",
    }
}

/// The same question, compared with another machine.
fn query_with(answer: &Answer, rental: &Rental) -> String {
    let offers = answer.figures().offers;
    let mut scenario: Scenario = answer.scenario().clone();
    scenario.money.rental = offers
        .iter()
        .find(|offer| offer.is(&rental.id))
        .map(|offer| RentalChoice {
            offer,
            gpus: Some(rental.gpus),
        });
    scenario.money.rent = None;
    encode(&scenario)
}

/// Offers whose largest machine could hold weights and cache, by term, the cheapest GPU-hours first.
fn offers(answer: &Answer) -> Html {
    let memory = answer.report.memory();
    let needed = memory.weights_bytes.saturating_add(memory.kv_cache_bytes);
    let price = |offer: &Offer| {
        let room = offer.gpu.memory.bytes;
        let sizes = offer.sizes().map(u32::from);
        let size = { sizes }.find(|size| room * u64::from(*size) >= needed)?;
        Some(offer.micro_usd(size))
    };
    let choice = answer.scenario().money.rental;
    let mut out = String::with_capacity(8_192);
    let selected = if choice.is_none() { " selected" } else { "" };
    put!(
        out,
        "<option value=\"\"{selected}>The cheapest that is about as fast</option>"
    );
    if let (Some(_), Some(rental)) = (choice, &answer.report.cloud().chosen) {
        put!(
            out,
            "<option value=\"{}\" selected>{} · {} · {}</option>",
            Text(written(answer, "cloud")),
            Text(rental.provider),
            machine(rental),
            rental.term.name()
        );
    }
    for term in Term::ALL {
        let mut offers: Vec<(u64, &Offer)> = answer
            .figures()
            .offers
            .iter()
            .copied()
            .filter(|offer| offer.term == term)
            .filter_map(|offer| Some((price(offer)?, offer)))
            .collect();
        sort_by_key(&mut offers, |(price, _)| *price);
        put!(out, "<optgroup label=\"{}\">", term.name());
        for (_, offer) in offers.into_iter().take(OFFERS) {
            let each = offer.micro_usd(u32::from(offer.gpus)) / u64::from(offer.gpus.max(1));
            put!(
                out,
                "<option value=\"{}\">{} · {} · {} a GPU-hour</option>",
                offer.id(),
                Text(offer.provider.name),
                Text(short_name(offer.gpu.name)),
                MicroUsd(each)
            );
        }
        out.push_str("</optgroup>");
    }
    Html::written(out)
}

/// What an empty price of one's own stands for.
pub(super) fn rate(answer: &Answer, _: usize) -> String {
    let listed = answer
        .report
        .cloud()
        .chosen
        .as_ref()
        .filter(|rental| !rental.own);
    listed.map_or(String::new(), |rental| {
        let steps = i64::try_from(rental.usd_per_gpu_hour.0 / 100).unwrap_or(0);
        RENT.text(steps)
    })
}

/// What is kept in the cloud where nothing was given.
pub(super) fn stored(answer: &Answer, _: usize) -> String {
    answer.report.payback().stored_gb.to_string()
}

/// What the model costs behind an API.
fn per_token(answer: &Answer) -> String {
    let lines = &answer.report.cloud().api;
    if lines.is_empty() {
        return "<p>No provider in the catalogue lists a price per token for this model.</p>"
            .to_owned();
    }
    let mut out = String::with_capacity(4_096);
    let (first, rest) = lines.split_at(lines.len().min(API_LINES));
    api_table(&mut out, first);
    if !rest.is_empty() {
        put!(
            out,
            "<details class=\"more\"><summary>{} dearer</summary>",
            rest.len()
        );
        api_table(&mut out, rest);
        out.push_str("</details>");
    }
    out.push_str("<p class=\"hint\">In a format, with a context and at a speed that the provider chooses; nothing is paid while it is not used.</p>");
    out
}

fn api_table(out: &mut String, lines: &[ApiLine]) {
    out.push_str(
        "<table class=\"rentals machines\"><thead><tr><th scope=\"col\">Provider</th><th scope=\"col\">1M tokens in</th>\
         <th scope=\"col\">1M tokens out</th><th scope=\"col\" class=\"words\">As of</th></tr></thead><tbody>",
    );
    for line in lines {
        let note = match line.note {
            "" => String::new(),
            note => format!(" <span class=\"aside\">{}</span>", Text(note)),
        };
        put!(
            out,
            "<tr><th scope=\"row\" title=\"{}\">{}{note}</th><td data-unit=\" for 1M in\">{}</td><td data-unit=\" for 1M out\">{}</td><td class=\"words from-note\">{}</td></tr>",
            Text(line.listed_as),
            Text(line.provider),
            line.input_usd_per_mtok,
            line.output_usd_per_mtok,
            from("", line.date, line.source, None)
        );
    }
    out.push_str("</tbody></table>");
}
