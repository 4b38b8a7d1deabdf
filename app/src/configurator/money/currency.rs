//! What amounts are told in.

use headroom_core::scenario::keys::{CURRENCY, FX};
use leptos::prelude::*;

use super::super::asked::Asked;
use super::super::field::{Field, StandsFor, choice, note, option};
use super::super::fixed::{Fixed, IntoFixed};
use super::super::place::place;
use super::{Panel, is_touched};
use crate::markup::{Html, IntoHtml};
use crate::state::Answer;

/// Keys of these fields.
pub(super) const KEYS: [&str; 2] = [CURRENCY.key, FX.key];

/// What the empty rate stands for.
pub(super) const STANDS_FOR: StandsFor = StandsFor {
    key: FX.key,
    index: 0,
    used: listed,
};

/// The currency, its rate, and what that is.
pub(super) fn fields(asked: Asked) -> [Fixed; 2] {
    let hidden = asked.holds(|answer| answer.money().is_usd() && !is_touched(answer, &[FX.key]));
    let rate = vec![
        view! { <label class="name" for=FX.key>"Rate"</label> }.fixed(),
        Field::new(FX.key, "Rate")
            .price_unit(" for 1 USD")
            .stands_for(listed, 0)
            .control(asked),
        note(asked, FX.key),
    ];
    let fields = vec![
        choice(asked, CURRENCY.key, "Amounts in", None, Panel::Currencies),
        place("div").class("field").hidden(hidden).holds(rate),
    ];
    [
        place("div").class("fields money-fields").holds(fields),
        place("div")
            .id("rate-told")
            .written(asked.panel(Panel::RateTold)),
    ]
}

/// The currencies of the catalogue.
pub(super) fn currencies(answer: &Answer) -> Vec<Html> {
    let present = answer.money().id;
    let rows = answer.figures().currencies.iter().enumerate();
    rows.map(|(place, row)| {
        let id = row.currency.id;
        // The first is what an absent key means.
        let value = if place == 0 { "" } else { id };
        let name = format!("{}, {}", row.name, row.currency.code);
        option(value, id == present, &name)
    })
    .collect()
}

/// The rate in the catalogue.
fn listed(answer: &Answer, _: usize) -> String {
    let row = answer.scenario().exchange.row.currency;
    match row.is_usd() {
        true => String::new(),
        false => row.rate_text(),
    }
}

/// What amounts are converted at, and whose rate it is.
pub(super) fn told(answer: &Answer) -> Html {
    let exchange = &answer.scenario().exchange;
    if exchange.currency().is_usd() {
        return view! {
            <p class="hint">"Prices are looked up in US dollars, and what you type is taken as US dollars."</p>
        }
        .html();
    }
    let source = exchange.own.is_none().then(|| {
        let source = exchange.row.source;
        let title = source.title;
        let link = source
            .url
            .map(|url| view! { <a href=url rel="noopener">"Source"</a> });
        view! { " "<span class="aside" title=title>{link}</span> }
    });
    view! {
        <p class="hint">
            {exchange.told()}"."{source}
            " Everything is counted in US dollars and told at that rate. Prices that you type are taken as "
            {exchange.currency().code}"."
        </p>
    }
    .html()
}
