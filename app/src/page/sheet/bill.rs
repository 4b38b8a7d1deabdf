//! The machine and what each part of it costs.

use headroom_core::report::{Check, CheckLevel, Cost, CostItem};
use headroom_core::units::{Cents, Currency, THIN, grouped};
use leptos::prelude::*;

use super::table::{Figures, Row};
use crate::configurator::check_look;
use crate::look::short_name;

/// The section.
#[component]
pub(super) fn Bill<'a>(
    /// What it costs.
    cost: &'a Cost,
    /// What it is told in.
    money: Currency,
) -> impl IntoView + use<> {
    let sources = sources(&cost.items);
    let items = cost.items.iter().map(|item| row(item, &sources, money));
    let items = items.collect_view();
    let tax = format!("Tax, {}{THIN}%", cost.tax_percent);
    let sums = [
        (true, "Without tax".to_owned(), cost.subtotal_usd),
        (false, tax, cost.tax_usd),
        (true, "Total".to_owned(), cost.total_usd),
    ];
    let sums = sums.map(|(sum, name, amount)| {
        let cells = ["".into(), "".into(), figure(amount, money), "".into()];
        view! { <Row sum name cells/> }
    });
    let too_low = (!cost.complete).then(|| {
        view! {
            <p><b>"The total is too low"</b>": without a price "{cost.missing.join(", ")}"."</p>
        }
    });
    let range = (cost.low_usd < cost.high_usd).then(|| {
        let ends = [cost.low_usd, cost.high_usd].map(|end| money.whole(end));
        view! { <p>"As prices range, the total is "{ends.join(" to ")}"."</p> }
    });
    // Figures of another currency have its sign.
    let head: &[&str] = match money.is_usd() {
        true => &["Part", "Qty", "Each, USD", "All, USD", "Price of"],
        false => &["Part", "Qty", "Each", "All", "Price of"],
    };
    let numbered = sources.iter().enumerate();
    let numbered = numbered.map(|(at, source)| format!("[{}] {source}. ", at + 1));
    view! {
        <section>
            <h2>"The machine and its bill"</h2>
            <Figures head=head>{items}{sums}</Figures>
            {too_low}
            {range}
            {checks(&cost.items)}
            <p class="fine">{estimates(&cost.items)}{numbered.collect_view()}</p>
        </section>
    }
}

/// A part.
fn row(item: &CostItem, sources: &[&'static str], money: Currency) -> impl IntoView + use<> {
    let told = |amount: Option<Cents>| {
        amount.map_or("no price".to_owned(), |amount| figure(amount, money))
    };
    let seen = if item.own {
        "own price".to_owned()
    } else {
        let mark = sources.iter().position(|known| *known == item.source);
        let mark = mark.map_or(String::new(), |at| format!(" [{}]", at + 1));
        format!("{}{mark}", item.date)
    };
    let cells = [
        grouped(item.quantity.into()),
        told(item.unit_usd),
        told(item.total_usd),
        seen,
    ];
    view! { <Row name=short_name(&item.name) cells/> }
}

/// Whose price is estimated. Its day stands in its row, and the range of all under the sum.
fn estimates(items: &[CostItem]) -> Option<String> {
    let names = items.iter().filter(|item| item.estimated);
    let names: Vec<&str> = names.map(|item| short_name(&item.name)).collect();
    (!names.is_empty()).then(|| format!("Estimated: {}. ", names.join(", ")))
}

/// What parts break: warnings and notes are for whoever chooses, and stand on the page.
fn checks(items: &[CostItem]) -> Option<impl IntoView + use<>> {
    let all = items.iter().flat_map(|item| {
        let checks = item.checks.iter();
        let checks = checks.filter(|check| check.level == CheckLevel::Error);
        checks.map(move |check| (short_name(&item.name), check))
    });
    // Cards of different kinds share what is said of all of them.
    let mut said: Vec<(Vec<&str>, &Check)> = Vec::new();
    for (name, check) in all {
        match said.iter_mut().find(|(_, known)| known.text == check.text) {
            Some((names, _)) => names.push(name),
            None => said.push((vec![name], check)),
        }
    }
    let lines: Vec<_> = { said.into_iter() }
        .map(|(names, check)| {
            let (class, mark, word) = check_look(check.level);
            view! {
                <li>
                    <span class=class><span aria-hidden="true">{mark}</span>" "{word}</span>
                    " "<b>{names.join(", ")}</b>": "{check.text.clone()}
                </li>
            }
        })
        .collect();
    (!lines.is_empty()).then(|| view! { <ul class="checks">{lines}</ul> })
}

/// Where the prices come from, each once.
fn sources(items: &[CostItem]) -> Vec<&'static str> {
    let mut sources: Vec<&'static str> = Vec::new();
    for item in items {
        if !item.own && !item.source.is_empty() && !sources.contains(&item.source) {
            sources.push(item.source);
        }
    }
    sources
}

/// Dollars and cents without the sign, which the head of the column has; another currency with its sign.
fn figure(amount: Cents, money: Currency) -> String {
    let told = money.column(amount);
    match money.is_usd() {
        true => told.trim_start_matches(money.sign).to_owned(),
        false => told,
    }
}
