//! Money: what the machine costs, what is rented instead, and when owning is cheaper. The fields
//! stand beside what follows from them.

mod added;
mod bill;
mod currency;
mod lines;
mod payback;
mod rent;

use headroom_core::catalog::market::PartKind;
use leptos::prelude::*;

use super::asked::Asked;
use super::field::StandsFor;
use super::fixed::Fixed;
use super::panel::panels;
use super::place::place;
use super::strip::Figure;
use crate::markup::{Html, IntoHtml};
use crate::state::Answer;

pub(super) use added::along;
#[cfg(feature = "ssr")]
pub(crate) use bill::finding as cost_finding;
pub(super) use bill::prices_of;
#[cfg(feature = "ssr")]
pub(crate) use lines::check_look;
#[cfg(feature = "ssr")]
pub(crate) use payback::finding as payback_finding;
pub(super) use payback::{HOURS, facts};

panels! {
    /// What is written about money.
    pub(super) enum Panel {
        Bill => bill::finding,
        Errors => bill::errors,
        Notes => bill::notes_below,
        MoreLines => bill::more_lines,
        Tax => bill::tax,
        Total => bill::total,
        Line(key: &'static str, cell: Cell) => bill::cell,
        Parts(part: &'static str, kind: PartKind) => bill::part_options,
        SecondLine(index: usize, cell: Cell) => added::second_cell,
        SecondParts(index: usize) => added::second_options,
        FreeLine(cell: Cell) => added::free_cell,
        Conditions => added::conditions,
        Currencies => currency::currencies,
        RateTold => currency::told,
        Rents => rent::finding,
        RentTable => rent::table,
        Offers => rent::offers,
        PerToken => rent::per_token,
        Payback => payback::finding,
        OffScale => payback::off_scale,
        Rivals => payback::rivals,
        Assumptions => payback::assumptions,
    }
}

/// A cell of a line of the bill.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Cell {
    Name,
    From,
    Checks,
    Count,
    Price,
    Sum,
    Share,
}

/// What empty fields stand for; the prices of parts are told with their rows.
pub(super) const STANDS_FOR: [StandsFor; 3] = [
    currency::STANDS_FOR,
    StandsFor {
        key: "price-cloud",
        index: 0,
        used: rent::rate,
    },
    StandsFor {
        key: "cloud-gb",
        index: 0,
        used: rent::stored,
    },
];

/// What the machine is built of, and what that costs.
pub(super) fn parts(asked: Asked) -> Fixed {
    bill::section(asked)
}

/// Whether to own or to rent.
pub(super) fn own_or_rent(asked: Asked) -> Fixed {
    let section = place("section").id("own").class("money");
    section.labelled_by("own-title").holds(vec![
        place("h2").id("own-title").says("Own or rent"),
        payback::part(asked),
        rent::part(asked),
    ])
}

/// Whether one of some keys was given, or has something wrong with it.
fn is_touched(answer: &Answer, keys: &[&str]) -> bool {
    let given = |key: &&str| answer.query.get(key).is_some_and(|value| !value.is_empty());
    let mut keys = keys.iter();
    keys.any(|key| given(key) || answer.notice(key).is_some())
}

/// What the machine costs, in a figure.
pub(super) fn price_figure(answer: &Answer) -> Figure {
    let cost = answer.report.cost();
    let least = if cost.complete { "" } else { "≥\u{202f}" };
    Figure {
        value: format!("{least}{}", answer.money().about(cost.total_usd)),
        ..Figure::default()
    }
}

/// When owning is cheaper than renting, in a figure.
pub(super) fn payback_figure(answer: &Answer) -> Figure {
    let report = &answer.report;
    if !(report.finding().0.runs() && report.payback().compared) {
        return Figure::default();
    }
    let payback = report.payback();
    let (value, unit) = match payback.break_even_months {
        Some(months) if months > payback.kept_months => {
            (format!("{months} months"), "to pay back, longer than kept")
        }
        Some(0) => ("pays back".to_owned(), "from the first day"),
        Some(1) => ("1 month".to_owned(), "to pay back"),
        Some(months) => (format!("{months} months"), "to pay back"),
        None => ("never".to_owned(), "pays back"),
    };
    Figure {
        value,
        unit,
        more: format!("at {}\u{a0}h a day", answer.scenario().power.hours),
        ..Figure::default()
    }
}

fn plural(count: u32, one: &str) -> String {
    if count == 1 {
        one.to_owned()
    } else {
        format!("{one}s")
    }
}

/// Of what kind a price is, when it was seen and where. It stays on one line: the working and the
/// tooltip have the whole title.
fn from(condition: &str, date: &str, source: &'static str, url: Option<&'static str>) -> Html {
    let kind = match condition {
        "" => format!("{date} · "),
        condition => format!("{condition}, {date} · "),
    };
    let source_of = match url {
        Some(url) => view! { <a href=url rel="external">{source}</a> }.html(),
        None => source.html(),
    };
    view! { <span class="source" title=source>{kind}{source_of}</span> }.html()
}
