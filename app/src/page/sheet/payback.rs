//! Owning against renting.

use headroom_core::evaluate::Report;
use headroom_core::report::Rental;
use headroom_core::units::{Currency, MicroUsd};
use leptos::prelude::*;

use super::table::{Pairs, Row};
use crate::configurator::about::about;
use crate::configurator::payback_finding;
use crate::look::million_tokens;
use crate::state::Answer;

/// The section.
#[component]
pub(super) fn Payback<'a>(
    /// Whose ways are compared.
    answer: &'a Answer,
) -> impl IntoView + use<> {
    let compared = answer.report.payback().compared.then(|| {
        let mut lines = both_ways(&answer.report);
        if !answer.trains() {
            lines.extend(tokens(&answer.report));
        }
        let rows = lines.into_iter().map(|(name, figure)| {
            view! { <Row name cells=[figure]/> }
        });
        let rows = rows.collect_view();
        let head: &[&str] = match answer.money().is_usd() {
            true => &["What", "USD"],
            false => &["What", "Amount"],
        };
        let rental = answer.report.cloud().chosen.as_ref();
        view! {
            <Pairs head=head>{rows}</Pairs>
            {rental.map(|rental| view! { <Rented rental money=answer.money()/> })}
        }
    });
    view! {
        <section>
            <h2>"Owning against renting"</h2>
            {payback_finding(answer)}
            {compared}
        </section>
    }
}

/// Both ways in figures.
fn both_ways(report: &Report) -> Vec<(String, String)> {
    let payback = report.payback();
    let exact = |amount| report.asked().currency().column(amount);
    let mut lines = vec![
        ("The machine, once".to_owned(), exact(payback.capex_usd)),
        (
            "Electricity and upkeep of a month".to_owned(),
            exact(payback.energy_usd_per_month + payback.upkeep_usd_per_month),
        ),
        (
            "Rent and storage of the first month".to_owned(),
            exact(payback.rent_usd_per_month + payback.storage_usd_per_month),
        ),
    ];
    let mut months = report.series().iter();
    if let Some(last) = months.find(|point| point.month == payback.kept_months) {
        let after = format!("after {} months", last.month);
        let resale = exact(last.resale_usd);
        lines.push((
            format!("Owning {after}, resale of {resale} taken off"),
            exact(last.own_usd),
        ));
        lines.push((
            format!("Owning {after}, if it is worth nothing then"),
            exact(last.spent_usd),
        ));
        lines.push((format!("Renting {after}"), exact(last.rent_usd)));
    }
    let even = match payback.break_even_months {
        Some(months) => format!("month {months}"),
        None => format!("not within {} months", payback.horizon_months),
    };
    lines.push(("Break-even".to_owned(), even));
    let unsold = match payback.break_even_spent_months {
        Some(months) => format!("month {months}"),
        None => format!("not within {} months", payback.horizon_months),
    };
    lines.push(("Break-even without resale".to_owned(), unsold));
    let hours = match payback.break_even_hours_per_day {
        Some(hours) => format!("{} h a day", about(hours)),
        None => "never".to_owned(),
    };
    let kept = payback.kept_months;
    lines.push((format!("Worth owning for {kept} months from"), hours));
    lines
}

/// What a million tokens cost each way.
fn tokens(report: &Report) -> Vec<(String, String)> {
    let Some(tokens) = report.token_cost() else {
        return Vec::new();
    };
    let money = report.asked().currency();
    let what = million_tokens(tokens);
    let api = tokens.api_provider.unwrap_or("an API");
    let ways: [(String, Option<MicroUsd>); 3] = [
        (format!("{what}, owned"), tokens.owned_usd_per_mtok),
        (format!("{what}, rented"), tokens.rented_usd_per_mtok),
        (format!("{what}, from {api}"), tokens.api_usd_per_mtok),
    ];
    ways.into_iter()
        .filter_map(|(name, price)| Some((name, money.estimate(price?.usd()))))
        .collect()
}

/// What is rented.
#[component]
fn Rented<'a>(
    /// The offer.
    rental: &'a Rental,
    /// What its rent is told in.
    money: Currency,
) -> impl IntoView + use<> {
    let seen = if rental.own {
        "own price".to_owned()
    } else {
        format!("{}, {}", rental.date, rental.source)
    };
    view! {
        <p class="fine">
            "Rented: "{rental.gpus}" × "{rental.gpu_name}" at "{rental.provider}", "{rental.term.name()}", "
            {money.rate(rental.usd_per_hour)}" an hour ("{seen}")."
        </p>
    }
}
