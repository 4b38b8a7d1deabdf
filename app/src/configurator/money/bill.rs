//! The bill: a row for each part, with its price as a field.
//!
//! Every row that could be needed is on the page, so that a field is never written anew while
//! somebody types into it; those that the machine does not need are hidden.

use headroom_core::catalog::market::{Part, PartKind, Spec};
use headroom_core::report::{Cost, CostItem};
use headroom_core::scenario::keys::{
    CONDITION, EXTRAS as PLAIN_EXTRAS, GPU_PRICES, LINE, PART_PRICES, TAX, amounts,
};
use headroom_core::units::percent as tax_rate;
use headroom_core::units::{Cents, THIN};
use leptos::prelude::*;

use super::super::asked::Asked;
use super::super::field::{Field, list, note};
use super::super::fixed::{Fixed, IntoFixed};
use super::super::part::remarks;
use super::super::place::{More, place, update};
use super::super::reading::chart_box;
use super::super::run::{named_options, written};
use super::lines::{checks, count, provenance, range_of_all};
use super::{Cell, Panel, added, currency, is_touched};
use crate::chart;
use crate::look::short_name;
use crate::markup::{Html, IntoHtml, percent};
use crate::state::{Answer, GROUPS};

/// Keys of the prices that have a row, in the order of the bill.
const PRICES: [&str; 13] = [
    GPU_PRICES[0].key,
    GPU_PRICES[1].key,
    GPU_PRICES[2].key,
    GPU_PRICES[3].key,
    PART_PRICES[0].key,
    PART_PRICES[1].key,
    PART_PRICES[2].key,
    PART_PRICES[3].key,
    PART_PRICES[4].key,
    PART_PRICES[5].key,
    PART_PRICES[6].key,
    PART_PRICES[7].key,
    PART_PRICES[8].key,
];

/// Parts that are chosen in their row. The others are chosen where they matter for more: cards
/// with the machine, processor and UPS with its power.
const PARTS: [(&str, PartKind); 7] = [
    ("part-board", PartKind::Board),
    ("part-ram", PartKind::Ram),
    ("part-ssd", PartKind::Ssd),
    ("part-psu", PartKind::Psu),
    ("part-cooler", PartKind::Cooler),
    ("part-case", PartKind::Case),
    (PLAIN_EXTRAS.key, PartKind::Extra),
];

const EXTRAS: &str = PART_PRICES[8].key;

/// Keys of prices that no longer hold when a person chooses with `key`: a price belongs to its part.
pub(in crate::configurator) fn prices_of(key: &str) -> Option<&'static str> {
    let named = match key {
        "psu" | "class" => "psu",
        "cpu" | "ups" | "cloud" | "extras" => key,
        _ => key.strip_prefix("part-").or_else(|| {
            let is_card = GROUPS.iter().any(|(gpu, _)| *gpu == key);
            is_card.then_some(key)
        })?,
    };
    amounts()
        .map(|amount| amount.key)
        .find(|price| price.strip_prefix("price-") == Some(named))
}

/// The section.
pub(super) fn section(asked: Asked) -> Fixed {
    let section = place("section").id("cost").class("money");
    let list = More::new("Every part, its price and the currency").id("cost-more");
    let list = list.open(asked.now(is_changed)).opens(asked, is_faulty);
    section.labelled_by("cost-title").holds(vec![
        place("h2").id("cost-title").says("Parts and price"),
        place("div")
            .class("finding-box")
            .id("cost-finding")
            .written(asked.panel(Panel::Bill)),
        place("div")
            .id("cost-errors")
            .written(asked.panel(Panel::Errors)),
        chart_box(asked, "cost"),
        list.holds(asked, |asked| {
            let notes = place("div").id("cost-notes");
            let [currency, rate] = currency::fields(asked);
            vec![
                currency,
                rate,
                added::condition(asked),
                bill(asked),
                notes.written(asked.panel(Panel::Notes)),
                update("cost"),
            ]
        }),
    ])
}

/// Whether somebody gave parts or prices of their own.
fn is_changed(answer: &Answer) -> bool {
    let parts = PARTS.map(|(part, _)| part);
    let all: [&[&str]; 5] = [
        &PRICES,
        &parts,
        &[TAX.key, LINE.key],
        &added::KEYS,
        &currency::KEYS,
    ];
    all.into_iter().any(|keys| is_touched(answer, keys))
}

/// Whether something is wrong with a part or a price.
fn is_faulty(answer: &Answer) -> bool {
    let parts = PARTS.iter().map(|(part, _)| *part);
    let others = [TAX.key, LINE.key, CONDITION.key];
    let others = others.into_iter().chain(currency::KEYS);
    let mut keys = PRICES.into_iter().chain(parts).chain(others);
    keys.any(|key| answer.notice(key).is_some())
}

/// The table: parts, tax and sum.
fn bill(asked: Asked) -> Fixed {
    let rows = (0..PRICES.len()).flat_map(|index| {
        [
            Some(line(asked, index)),
            added::second_of(asked, PRICES[index]),
        ]
    });
    let rows: Vec<Fixed> = rows.flatten().chain([added::free(asked)]).collect();
    let more = asked.panel(Panel::MoreLines);
    let head = |name: &'static str| view! { <th scope="col">{name}</th> };
    let price = asked.text(|answer| format!("Price of one, {}", answer.money().code));
    view! {
        <table class="bill">
            <thead>
                <tr>
                    {["Part", "Number"].map(head)}
                    <th scope="col" inner_html=price></th>
                    {["Together", "Share"].map(head)}
                </tr>
            </thead>
            <tbody>{rows}</tbody>
            <tbody id="bill-more" inner_html=more></tbody>
            <tbody class="sum">
                <tr class="tax">
                    <th scope="row"><label for="tax">"Tax"</label>{note(asked, TAX.key)}</th>
                    <td></td>
                    <td class="price">{Field::new(TAX.key, "Tax").unit("%").control(asked)}</td>
                    <td id="tax-sum" inner_html=asked.panel(Panel::Tax)></td>
                    <td></td>
                </tr>
                <tr class="total">
                    <th scope="row">"Total"</th>
                    <td></td>
                    <td></td>
                    <td id="cost-total" inner_html=asked.panel(Panel::Total)></td>
                    <td></td>
                </tr>
            </tbody>
        </table>
    }
    .fixed()
}

/// The row of a price. Every row that could be needed is there, so that a field keeps its focus
/// whatever happens around it.
fn line(asked: Asked, index: usize) -> Fixed {
    let key = PRICES[index];
    let shown = move |cell| asked.panel(Panel::Line(key, cell));
    let hidden = asked.holds(move |answer| is_hidden(answer, key));
    let kind = title(key);
    let what = match listed_part(key) {
        Some((part, kind_of_part)) => vec![
            view! { <label class="kind" for=part>{kind}</label> }.fixed(),
            list(asked, part, Panel::Parts(part, kind_of_part)),
            added::number(asked, part).fixed(),
            note(asked, part),
        ],
        None => vec![place("span").class("kind").says(kind)],
    };
    view! {
        <tr id=format!("{key}-row") hidden=hidden>
            <th scope="row">
                {what}
                <span id=format!("{key}-name") inner_html=shown(Cell::Name)></span>
                <p class="from-note" id=format!("{key}-from") inner_html=shown(Cell::From)></p>
                <ul class="checks" id=format!("{key}-checks") inner_html=shown(Cell::Checks)></ul>
                // Here there is room for a sentence.
                {note(asked, key)}
            </th>
            <td id=format!("{key}-count") inner_html=shown(Cell::Count)></td>
            <td class="price">
                <label class="sr" for=key>"Price of one: "{kind}</label>
                {Field::new(key, kind).stands_for(price, index).control(asked)}
            </td>
            <td id=format!("{key}-sum") inner_html=shown(Cell::Sum)></td>
            <td class="share" id=format!("{key}-share") inner_html=shown(Cell::Share)></td>
        </tr>
    }
    .fixed()
}

/// What stands in a cell of the line of a price.
pub(super) fn cell(answer: &Answer, key: &str, cell: Cell) -> Option<Html> {
    cell_of(answer, item(answer, key)?, cell)
}

/// What stands in a cell of a line.
pub(super) fn cell_of(answer: &Answer, item: &CostItem, cell: Cell) -> Option<Html> {
    match cell {
        Cell::Name => name(item),
        Cell::From => provenance(answer, item),
        Cell::Checks => checks(answer, item),
        Cell::Count => Some(count(item).html()),
        Cell::Price => Some(price_of_one(answer, item).html()),
        Cell::Sum => Some(sum(answer, item).html()),
        Cell::Share => share(item),
    }
}

/// The price that the empty field of a row stands for.
fn price(answer: &Answer, index: usize) -> String {
    let Some(item) = item(answer, PRICES[index]) else {
        return String::new();
    };
    match item.unit_usd {
        Some(unit) if !item.own => {
            let told = answer.money().hundredths(unit);
            format!("{}.{:02}", told / 100, told % 100)
        }
        None => "no price".to_owned(),
        Some(_) => String::new(),
    }
}

/// What a row is for, before the name of the part.
fn title(key: &str) -> &'static str {
    let kinds = GPU_PRICES
        .iter()
        .zip(["GPU", "Second GPU", "Third GPU", "Fourth GPU"]);
    let parts = PART_PRICES.iter().zip(PartKind::ALL.map(PartKind::name));
    let mut all = kinds.chain(parts);
    all.find(|(amount, _)| amount.key == key)
        .map_or("", |(_, title)| title)
}

/// What stands on the bill under a price.
fn item<'a>(answer: &'a Answer, key: &str) -> Option<&'a CostItem> {
    let items = &answer.report.cost().items;
    items.iter().find(|item| item.key == key)
}

/// Whether the machine needs nothing that has this price.
fn is_hidden(answer: &Answer, key: &str) -> bool {
    item(answer, key).is_none() && key != EXTRAS && answer.notice(key).is_none()
}

/// The part that is chosen in the row of a price.
fn listed_part(key: &str) -> Option<(&'static str, PartKind)> {
    let named = key.trim_start_matches("price-");
    let mut parts = PARTS.into_iter();
    parts.find(|(part, _)| part.trim_start_matches("part-") == named)
}

/// What it is called. A list of parts names the one in use itself.
fn name(item: &CostItem) -> Option<Html> {
    listed_part(item.key)
        .is_none()
        .then(|| short_name(&item.name).to_owned().html())
}

fn price_of_one(answer: &Answer, item: &CostItem) -> Option<String> {
    item.unit_usd.map(|unit| answer.money().column(unit))
}

pub(super) fn sum(answer: &Answer, item: &CostItem) -> String {
    let told = item.total_usd.map(|sum| answer.money().column(sum));
    told.unwrap_or_else(|| "–".to_owned())
}

/// What it makes of the whole, drawn and in words.
pub(super) fn share(item: &CostItem) -> Option<Html> {
    item.total_usd?;
    // The report gives tenths of a percent.
    let tenths = (item.share_percent * 10.0 + 0.5) as u64;
    let words = match tenths {
        0 => format!("0{THIN}%"),
        1..10 => format!("<1{THIN}%"),
        _ => format!("{}{THIN}%", (tenths + 5) / 10),
    };
    let class = format!("c-area {}", chart::ink(item.kind).class());
    let view = view! {
        <svg width="100%" height="6" aria-hidden="true">
            <rect class=class width=percent(tenths, 1_000) height="6"></rect>
        </svg>
        <span>{words}</span>
    };
    Some(view.html())
}

/// Lines that have no row of their own: a fifth kind of card, a third kind of drive.
pub(super) fn more_lines(answer: &Answer) -> Vec<Html> {
    let items = added::without_row(answer).into_iter();
    items.map(|item| more_line(answer, item)).collect()
}

fn more_line(answer: &Answer, item: &CostItem) -> Html {
    let kinds = PartKind::ALL.into_iter();
    let kind = { kinds }.find(|kind| kind.id() == item.kind);
    view! {
        <tr>
            <th scope="row">
                <span class="kind">{kind.map_or("GPU", PartKind::name)}</span>
                <span>{short_name(&item.name).to_owned()}</span>
                <p class="from-note">{provenance(answer, item)}</p>
                <ul class="checks">{checks(answer, item)}</ul>
            </th>
            <td>{count(item)}</td>
            <td class="price">{price_of_one(answer, item)}</td>
            <td>{sum(answer, item)}</td>
            <td class="share">{share(item)}</td>
        </tr>
    }
    .html()
}

/// The tax as an amount.
pub(super) fn tax(answer: &Answer) -> String {
    answer.money().column(answer.report.cost().tax_usd)
}

/// The sum of all.
pub(super) fn total(answer: &Answer) -> String {
    let cost = answer.report.cost();
    let total = answer.money().column(cost.total_usd);
    if cost.complete {
        total
    } else {
        format!("≥{THIN}{total}")
    }
}

/// One sentence.
pub(crate) fn finding(answer: &Answer) -> Html {
    let cost = answer.report.cost();
    let tax = match answer.scenario().money.tax {
        0 => "without tax".to_owned(),
        rate => format!("with {} tax", tax_rate(rate)),
    };
    let sum = answer.money().about(cost.total_usd);
    let (sum, more) = if cost.complete {
        let cards = share_of_cards(cost).map_or(String::new(), |share| {
            format!("; {share}{THIN}% of it for GPUs")
        });
        let range =
            range_of_all(cost, answer.money()).map_or(String::new(), |range| format!(" ({range})"));
        let estimated = match cost.estimated.as_slice() {
            [] => String::new(),
            [one] => format!(" Estimated is the price of one part: {one}."),
            several => format!(" Estimated are the prices of {} parts.", several.len()),
        };
        (
            format!("About {sum}"),
            format!("{range}, {tax}{cards}.{estimated}"),
        )
    } else {
        let missing = cost.missing.join(", ");
        (
            format!("At least {sum}"),
            format!(", {tax}: no dated price is known for: {missing}. Give yours below."),
        )
    };
    view! { <p class="finding"><b>{sum}</b>{more}</p> }.html()
}

/// What the cards make of the price, in percent, where there is something beside them.
fn share_of_cards(cost: &Cost) -> Option<i64> {
    let cards: i64 = { cost.items.iter() }
        .filter(|item| item.kind == "gpu")
        .filter_map(|item| item.total_usd)
        .map(|total| total.0)
        .sum();
    let whole = cost.subtotal_usd.0.max(1);
    (cost.items.len() > 1 && cards > 0).then(|| (cards * 200 + whole) / (2 * whole))
}

/// What does not go together.
pub(super) fn errors(answer: &Answer) -> Option<Html> {
    remarks(answer.report.cost().notes.iter().map(String::as_str))
}

/// How old the prices are.
pub(super) fn notes_below(answer: &Answer) -> Html {
    let cost = answer.report.cost();
    let dates = || {
        let items = cost.items.iter();
        items.map(|item| item.date).filter(|date| !date.is_empty())
    };
    let seen = dates().min().zip(dates().max()).map(|(first, last)| {
        let seen = if first == last {
            format!("The prices are of {first}.")
        } else {
            format!("The prices are of {first} to {last}.")
        };
        view! {
            <p class="hint">
                {seen}
                " An empty field takes the price of the catalogue. GPUs are chosen with the machine, processor and UPS under “Power and socket”."
            </p>
        }
    });
    seen.html()
}

/// Parts of a kind with their prices, in the number that this machine needs.
pub(super) fn part_options(answer: &Answer, key: &'static str, kind: PartKind) -> Html {
    let items = &answer.report.cost().items;
    let item = items.iter().find(|item| item.kind == kind.id());
    let chosen = answer
        .scenario()
        .money
        .part(kind)
        .and_then(|plan| plan.part);
    let automatic = match (item, chosen) {
        (Some(item), None) => item.name.clone(),
        (None, None) => "None".to_owned(),
        (_, Some(_)) if kind == PartKind::Extra => "None".to_owned(),
        (_, Some(_)) => "Automatic".to_owned(),
    };
    if added::is_counted(key) {
        return added::options(answer, kind, key, automatic);
    }
    let mut options = vec![(String::new(), automatic)];
    let parts = answer.figures().parts.iter();
    for part in parts.filter(|part| part.kind() == kind) {
        let number = number(answer, part, item);
        let (value, times) = match number {
            1 => (part.id.to_owned(), String::new()),
            number => (format!("{}*{number}", part.id), format!("{number} × ")),
        };
        let price = part.price.map_or_else(
            || "no price".to_owned(),
            |quote| answer.money().exact(Cents(i64::from(quote.cents))),
        );
        options.push((value, format!("{times}{} · {price}", part.name)));
    }
    let present = chosen.map_or_else(String::new, |_| written(answer, key));
    named_options(&options, &present)
}

/// How many of a part stand in for those on the bill.
fn number(answer: &Answer, part: &Part, item: Option<&CostItem>) -> u32 {
    match part.spec {
        Spec::Ram(kit) => {
            let size = u32::from(kit.modules) * u32::from(kit.module_gib);
            answer
                .scenario()
                .machine
                .ram_gib
                .div_ceil(size.max(1))
                .max(1)
        }
        Spec::Psu(_) => item.map_or(1, |item| item.quantity.max(1)),
        _ => 1,
    }
}
