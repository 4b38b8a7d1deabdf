//! What would be rented instead, on which terms, and what a token costs behind an API.

use headroom_core::catalog::market::{Offer, Term};
use headroom_core::codec::encode;
use headroom_core::report::{ApiLine, Rental, Status};
use headroom_core::scenario::RentalChoice;
use headroom_core::scenario::Scenario;
use headroom_core::scenario::keys::STORED;
use headroom_core::scenario::keys::{DECLINE, RENT, STORAGE};
use headroom_core::units::{Currency, MicroUsd};
use headroom_core::units::{THIN, gb, sort_by_key};
use leptos::prelude::*;

use super::super::asked::Asked;
use super::super::field::{Field, choice, option};
use super::super::fixed::Fixed;
use super::super::place::{More, place, update};
use super::super::run::written;
use super::{Panel, from, is_touched};
use crate::look::{look, short_name};
use crate::markup::{Html, IntoHtml, address};
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
        more.holds(asked, offers_and_fields),
    ])
}

/// The machines that are for rent, and what is asked about them.
fn offers_and_fields(asked: Asked) -> Vec<Fixed> {
    let fields = vec![
        choice(asked, "cloud", "Compare with", Some("terms"), Panel::Offers),
        Field::new(RENT.key, "Your rent of a GPU")
            .price_unit("/h")
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
            .price_unit("")
            .view(asked),
    ];
    let by_token = place("div").id("per-token-box");
    let by_token = by_token.hidden(asked.holds(Answer::trains)).holds(vec![
        place("h3").says("Or pay by the token"),
        place("div")
            .id("per-token")
            .wide("Prices per token")
            .written(asked.panel(Panel::PerToken)),
    ]);
    vec![
        place("div")
            .class("finding-box")
            .id("rent-finding")
            .written(asked.panel(Panel::Rents)),
        place("div")
            .id("rent-table")
            .wide("Machines for rent")
            .written(asked.panel(Panel::RentTable)),
        place("div").class("fields money-fields").holds(fields),
        by_token,
        update("rent"),
    ]
}

/// One sentence.
pub(super) fn finding(answer: &Answer) -> Html {
    let Some(rental) = &answer.report.cloud().chosen else {
        return view! {
            <p class="finding"><b>"Nothing comparable is listed."</b>" "{why_none(answer)}</p>
        }
        .html();
    };
    let slow = rental.pace_percent().filter(|share| *share < 100);
    let held = held(answer);
    let why = match (answer.scenario().money.rental, slow) {
        _ if !rental.status.runs() => format!("your choice, which does not hold {held}"),
        (Some(_), _) => "your choice".to_owned(),
        (None, _) if is_same(answer, rental) => same_words(answer, rental).to_owned(),
        (None, None) => "the cheapest listed that does the job".to_owned(),
        (None, Some(_)) => format!("the cheapest listed that holds {held}"),
    };
    let pace = slow.map_or(String::new(), |share| {
        format!(", with {share}{THIN}% of {}", rental.pace_of())
    });
    let what = format!(
        " for {} from {}, {}: {why}{pace}.",
        machine(rental),
        rental.provider,
        rental.term.name()
    );
    view! { <p class="finding"><b>{answer.money().rate(rental.usd_per_hour)}" an hour"</b>{what}</p> }.html()
}

/// Whether the rented cards stand for the own ones.
fn is_same(answer: &Answer, rental: &Rental) -> bool {
    let same = answer.report.cloud().same.as_ref();
    same.is_some_and(|same| same.is_as(rental))
}

fn same_words(answer: &Answer, rental: &Rental) -> &'static str {
    let own = answer.scenario().machine.groups.first();
    match own.is_some_and(|own| own.gpu.id == rental.gpu) {
        true => "the same cards, at the cheapest listed",
        false => "the nearest listed with the chip and memory of your cards",
    }
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
            short_name(largest.gpu.name),
            gb(room(largest))
        ),
        _ => format!(
            "No machine for rent in the catalogue runs it as configured, with {} and this format and context{}.",
            answer.scenario().engine.name(),
            if answer.report.finding().0.runs() {
                ", as fast as yours"
            } else {
                ""
            }
        ),
    }
}

pub(super) fn machine(rental: &Rental) -> String {
    format!(
        "{}{THIN}×{THIN}{}",
        rental.gpus,
        short_name(rental.gpu_name)
    )
}

/// The machine that is compared with, and the cheapest of each term.
pub(super) fn table(answer: &Answer) -> Option<Html> {
    let cloud = answer.report.cloud();
    let chosen = cloud.chosen.as_ref()?;
    let same = |one: &Rental| one.id == chosen.id && one.gpus == chosen.gpus;
    let listed = cloud.by_term.iter().any(same);
    let first = (!listed).then_some(chosen);
    let rows: Vec<_> = { first.into_iter().chain(&cloud.by_term) }
        .map(|rental| {
            let current = same(rental);
            line(answer, if current { chosen } else { rental }, current)
        })
        .collect();
    let pace = pace(answer);
    let much = if answer.trains() {
        "computes as much in 16 bits as the own machine"
    } else {
        "is no slower than the own machine at this load, by the model of speed"
    };
    let view = view! {
        <table class="rentals machines">
            <thead>
                <tr>
                    <th scope="col">"Terms"</th>
                    <th scope="col" class="words">"Machine"</th>
                    <th scope="col">"A GPU-hour"</th>
                    <th scope="col">"An hour"</th>
                    <th scope="col">{pace}</th>
                    <th scope="col" class="words">"As of"</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
        <p class="hint">
            "The cheapest of each term that holds "{held(answer)}" and "{much}
            ". "{pace}
            " is in percent of the own machine’s. A reservation is paid for every hour, spot machines may be taken away."
        </p>
    };
    Some(view.html())
}

/// By what machines are compared.
fn pace(answer: &Answer) -> &'static str {
    if answer.trains() {
        "Arithmetic"
    } else {
        "Speed"
    }
}

fn line(answer: &Answer, rental: &Rental, current: bool) -> Html {
    let share = rental
        .pace_percent()
        .map_or_else(|| "–".to_owned(), |share| format!("{share}{THIN}%"));
    let seen = if rental.own {
        "your price".html()
    } else {
        from("", rental.date, rental.source, rental.source_url)
    };
    // What is said is about the listed price.
    let note = Some(rental.note).filter(|_| !rental.own);
    view! {
        <tr>
            <th scope="row">{terms(answer, rental, current)}</th>
            <td class="words">
                {machine(rental)}" "<span class="quiet">{rental.provider}</span>
                {misfit(rental.status)}
                {note.and_then(aside)}
            </td>
            <td data-unit=" a GPU-hour">{answer.money().rate(rental.usd_per_gpu_hour)}</td>
            <td data-unit=" an hour">{answer.money().rate(rental.usd_per_hour)}</td>
            <td data-unit=format!(" {}", pace(answer).to_lowercase())>{share}</td>
            <td class="words from-note">{seen}</td>
        </tr>
    }
    .html()
}

/// The terms, which lead to a comparison with this machine.
fn terms(answer: &Answer, rental: &Rental, current: bool) -> Html {
    let name = title(rental.term);
    if current {
        return view! {
            <b aria-current="true">{name}</b>
            " "
            <span class="detail">"compared"</span>
        }
        .html();
    }
    let query = query_with(answer, rental);
    let key = format!("rent-{}", rental.term.name().replace(' ', "-"));
    view! { <a href=address(&query) data-key=key>{name}</a> }.html()
}

/// The mark of a machine that does not do the work.
fn misfit(status: Status) -> Option<Html> {
    let look = look(status);
    let tag = || {
        view! {
            " "
            <span class=format!("tag {}", look.class)>
                <span aria-hidden="true">{look.mark}</span>
                " "
                {look.word}
            </span>
        }
    };
    (!status.runs()).then(|| tag().html())
}

/// What to know, behind what it is about.
fn aside(note: &'static str) -> Option<Html> {
    let aside = || view! { " "<span class="aside">{note}</span> };
    (!note.is_empty()).then(|| aside().html())
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
pub(super) fn query_with(answer: &Answer, rental: &Rental) -> String {
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
pub(super) fn offers(answer: &Answer) -> Html {
    let choice = answer.scenario().money.rental;
    let automatic = "The same cards, else the cheapest that does the job";
    let chosen = { answer.report.cloud().chosen.as_ref() }
        .filter(|_| choice.is_some())
        .map(|rental| {
            let (machine, term) = (machine(rental), rental.term.name());
            let name = format!("{} · {machine} · {term}", rental.provider);
            option(&written(answer, "cloud"), true, &name)
        });
    let terms = Term::ALL.map(|term| {
        let offers: Vec<Html> = { offers_of(answer, term).into_iter() }
            .take(OFFERS)
            .map(|offer| offer_option(offer, answer.money()))
            .collect();
        view! { <optgroup label=term.name()>{offers}</optgroup> }
    });
    view! {
        {option("", choice.is_none(), automatic)}
        {chosen}
        {terms}
    }
    .html()
}

fn offer_option(offer: &Offer, money: Currency) -> Html {
    let each = offer.micro_usd(u32::from(offer.gpus)) / u64::from(offer.gpus.max(1));
    let name = format!(
        "{} · {} · {} a GPU-hour",
        offer.provider.name,
        short_name(offer.gpu.name),
        money.rate(MicroUsd(each))
    );
    option(&offer.id(), false, &name)
}

/// Those of a term, by the price of the smallest machine that could hold weights and cache.
fn offers_of(answer: &Answer, term: Term) -> Vec<&'static Offer> {
    let memory = answer.report.memory();
    let needed = memory.weights_bytes.saturating_add(memory.kv_cache_bytes);
    let price = |offer: &Offer| {
        let room = offer.gpu.memory.bytes;
        let mut sizes = offer.sizes().map(u32::from);
        let size = sizes.find(|size| room * u64::from(*size) >= needed)?;
        Some(offer.micro_usd(size))
    };
    let all = answer.figures().offers.iter().copied();
    let mut offers: Vec<(u64, &Offer)> = { all }
        .filter(|offer| offer.term == term)
        .filter_map(|offer| Some((price(offer)?, offer)))
        .collect();
    sort_by_key(&mut offers, |(price, _)| *price);
    offers.into_iter().map(|(_, offer)| offer).collect()
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
        let micros = i64::try_from(rental.usd_per_gpu_hour.0).unwrap_or(0);
        RENT.text(answer.money().from_usd(micros) / 100)
    })
}

/// What is kept in the cloud where nothing was given.
pub(super) fn stored(answer: &Answer, _: usize) -> String {
    answer.report.payback().stored_gb.to_string()
}

/// What the model costs behind an API.
pub(super) fn per_token(answer: &Answer) -> Html {
    let lines = &answer.report.cloud().api;
    if lines.is_empty() {
        return view! {
            <p>"No provider in the catalogue lists a price per token for this model."</p>
        }
        .html();
    }
    let (first, rest) = lines.split_at(lines.len().min(API_LINES));
    let rest = (!rest.is_empty()).then(|| {
        view! {
            <details class="more">
                <summary>{rest.len()}" dearer"</summary>
                {api_table(rest, answer.money())}
            </details>
        }
    });
    view! {
        {api_table(first, answer.money())}
        {rest}
        <p class="hint">
            "In a format, with a context and at a speed that the provider chooses; nothing is paid while it is not used."
        </p>
    }
    .html()
}

fn api_table(lines: &[ApiLine], money: Currency) -> Html {
    let rows: Vec<_> = { lines.iter() }
        .map(|line| {
            view! {
                <tr>
                    <th scope="row" title=line.listed_as>
                        {line.provider}
                        {aside(line.note)}
                    </th>
                    <td data-unit=" for 1M in">{money.rate(line.input_usd_per_mtok)}</td>
                    <td data-unit=" for 1M out">{money.rate(line.output_usd_per_mtok)}</td>
                    <td class="words from-note">{from("", line.date, line.source, None)}</td>
                </tr>
            }
        })
        .collect();
    view! {
        <table class="rentals machines">
            <thead>
                <tr>
                    <th scope="col">"Provider"</th>
                    <th scope="col">"1M tokens in"</th>
                    <th scope="col">"1M tokens out"</th>
                    <th scope="col" class="words">"As of"</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .html()
}
