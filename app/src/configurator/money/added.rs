//! What is added to a bill: a second kind of drive, several extras, a line of one's own, and whether
//! cards are bought new or used.

use headroom_core::catalog::market::PartKind;
use headroom_core::report::CostItem;
use headroom_core::scenario::Condition;
use headroom_core::scenario::keys::{CONDITION, FORM_DRIVE, FORM_LINE, FORM_PARTS, LINE};
use headroom_core::units::Cents;
use leptos::prelude::*;

use super::super::asked::Asked;
use super::super::field::{Field, choice, list, note, option};
use super::super::fixed::{Fixed, IntoFixed};
use super::super::place::place;
use super::super::run::named_options;
use super::bill::cell_of;
use super::{Cell, Panel};
use crate::markup::Html;
use crate::state::Answer;

/// Kinds of part of which there may be two, in the order of [`FORM_PARTS`].
const KINDS: [(PartKind, &str); 2] = [
    (PartKind::Ssd, "Second kind of drive"),
    (PartKind::Extra, "More extras"),
];

/// Keys that are written here.
pub(super) const KEYS: [&str; 8] = [
    FORM_PARTS[0][0].1,
    FORM_PARTS[0][1].0,
    FORM_PARTS[0][1].1,
    FORM_PARTS[1][0].1,
    FORM_PARTS[1][1].0,
    FORM_LINE.0,
    FORM_LINE.1,
    CONDITION.key,
];

/// The key of the number of a part.
fn number_key(part: &str) -> Option<&'static str> {
    let mut fields = FORM_PARTS.iter().flatten();
    fields
        .find(|(key, _)| *key == part)
        .map(|(_, number)| *number)
}

/// Whether the parts of a key are of several kinds, each with its number.
pub(super) fn is_counted(part: &str) -> bool {
    number_key(part).is_some()
}

/// How many of the part of a key, where one is named.
pub(super) fn number(asked: Asked, part: &'static str) -> Option<Fixed> {
    let key = number_key(part)?;
    let unnamed = asked.holds(move |answer| answer.given(part).is_empty());
    let field = place("span").class("number-of").hidden(unnamed);
    Some(field.holds(vec![
        view! { <label for=key>"Number"</label> }.fixed(),
        Field::new(key, "Number").steps(1).control(asked),
    ]))
}

/// The parts of a kind with the price of one; `none` is what an empty key means.
pub(super) fn options(answer: &Answer, kind: PartKind, key: &str, none: String) -> Html {
    let parts = answer.figures().parts.iter();
    let parts = parts.filter(|part| part.kind() == kind).map(|part| {
        let price = part.price.map_or_else(
            || "no price".to_owned(),
            |quote| answer.money().exact(Cents(i64::from(quote.cents))),
        );
        (part.id.to_owned(), format!("{} · {price}", part.name))
    });
    let options: Vec<_> = std::iter::once((String::new(), none))
        .chain(parts)
        .collect();
    named_options(&options, answer.given(key))
}

/// The second of two kinds on the bill.
fn second_item(answer: &Answer, kind: PartKind) -> Option<&CostItem> {
    let items = &answer.report.cost().items;
    { items.iter() }.find(|item| item.key.is_empty() && item.kind == kind.id())
}

fn line_item(answer: &Answer) -> Option<&CostItem> {
    let items = &answer.report.cost().items;
    items.iter().find(|item| item.kind == "line")
}

/// Lines of the bill that no row stands for.
pub(super) fn without_row(answer: &Answer) -> Vec<&CostItem> {
    let rows = KINDS.map(|(kind, _)| second_item(answer, kind));
    let has_row = |item: &&CostItem| {
        let mut rows = rows.iter().flatten();
        !item.key.is_empty() || item.kind == "line" || rows.any(|row| std::ptr::eq(*row, *item))
    };
    let items = answer.report.cost().items.iter();
    items.filter(|item| !has_row(item)).collect()
}

/// The row of a second kind, below that of the first, which has a price of this key.
pub(super) fn second_of(asked: Asked, price: &str) -> Option<Fixed> {
    let named = price.trim_start_matches("price-");
    let index = KINDS.iter().position(|(kind, _)| kind.id() == named)?;
    Some(second(asked, index))
}

fn second(asked: Asked, index: usize) -> Fixed {
    let (kind, title) = KINDS[index];
    let [(first, _), (key, _)] = FORM_PARTS[index];
    let shown = move |cell| asked.panel(Panel::SecondLine(index, cell));
    // A second extra comes after the first; drives a machine has anyhow, unless it is sold whole.
    let hidden = asked.holds(move |answer| {
        let on_bill = |item: &CostItem| item.kind == kind.id();
        let parts = answer.figures().parts.iter();
        let sold = parts.filter(|part| part.kind() == kind).count();
        let needless = sold < 2 || !answer.report.cost().items.iter().any(on_bill);
        needless && answer.given(key).is_empty() && answer.given(first).is_empty()
    });
    view! {
        <tr id=format!("{key}-row") hidden=hidden>
            <th scope="row">
                <label class="kind" for=key>{title}</label>
                {list(asked, key, Panel::SecondParts(index))}
                {number(asked, key)}
                <p class="from-note" inner_html=shown(Cell::From)></p>
                <ul class="checks" inner_html=shown(Cell::Checks)></ul>
            </th>
            <td inner_html=shown(Cell::Count)></td>
            <td class="price" inner_html=shown(Cell::Price)></td>
            <td id=format!("{key}-sum") inner_html=shown(Cell::Sum)></td>
            <td class="share" inner_html=shown(Cell::Share)></td>
        </tr>
    }
    .fixed()
}

/// What stands in a cell of the line of a second kind.
pub(super) fn second_cell(answer: &Answer, index: usize, cell: Cell) -> Option<Html> {
    let (kind, _) = KINDS[index];
    cell_of(answer, second_item(answer, kind)?, cell)
}

/// The parts that a second kind may be.
pub(super) fn second_options(answer: &Answer, index: usize) -> Html {
    let (kind, _) = KINDS[index];
    let (key, _) = FORM_PARTS[index][1];
    options(answer, kind, key, "None".to_owned())
}

/// What stands in a cell of the free line.
pub(super) fn free_cell(answer: &Answer, cell: Cell) -> Option<Html> {
    cell_of(answer, line_item(answer)?, cell)
}

/// Anything else, by name and price.
pub(super) fn free(asked: Asked) -> Fixed {
    let (name, price) = FORM_LINE;
    let shown = move |cell| asked.panel(Panel::FreeLine(cell));
    view! {
        <tr id="line-row">
            <th scope="row">
                <label class="kind" for=name>"Something else, by name"</label>
                {Field::new(name, "Something else").placeholder("Rack kit").control(asked)}
                {note(asked, LINE.key)}
            </th>
            <td inner_html=shown(Cell::Count)></td>
            <td class="price">
                <label class="sr" for=price>"Price of something else"</label>
                {Field::new(price, "Price of something else").control(asked)}
            </td>
            <td id="line-sum" inner_html=shown(Cell::Sum)></td>
            <td class="share" inner_html=shown(Cell::Share)></td>
        </tr>
    }
    .fixed()
}

/// New or used, and what the plain form has to know to add to what was not named.
pub(super) fn condition(asked: Asked) -> Fixed {
    let usual = asked.text(|answer| {
        let named = !answer.given(FORM_PARTS[0][0].0).is_empty();
        usual_drive(answer)
            .filter(|_| !named)
            .map_or_else(String::new, |(id, number)| format!("{id}*{number}"))
    });
    place("div").class("fields money-fields").holds(vec![
        choice(asked, CONDITION.key, "GPUs bought", None, Panel::Conditions),
        view! { <input type="hidden" name=FORM_DRIVE value=usual/> }.fixed(),
    ])
}

/// New, used, or as they come.
pub(super) fn conditions(answer: &Answer) -> Vec<Html> {
    let present = answer.scenario().money.condition;
    let all = [None, Some(Condition::New), Some(Condition::Used)];
    { all.into_iter() }
        .map(|one| {
            let name = match one {
                None => "As the catalogue has them",
                Some(Condition::New) => "New",
                Some(Condition::Used) => "Used",
            };
            option(one.map_or("", Condition::id), one == present, name)
        })
        .collect()
}

/// The drives that the bill has.
fn usual_drive(answer: &Answer) -> Option<(&'static str, u32)> {
    let items = &answer.report.cost().items;
    let item = items.iter().find(|item| item.key == "price-ssd")?;
    Some((item.id?, item.quantity))
}

/// What else is written where a person chooses `value` for `key`: a second kind of drive stands beside
/// the drives that were there, in their number, and not in their place.
pub(in crate::configurator) fn along(
    answer: &Answer,
    key: &str,
    value: &str,
) -> Vec<(&'static str, String)> {
    let [(first, number), (second, second_number)] = FORM_PARTS[0];
    let count = || {
        usual_drive(answer)
            .map_or(1, |(_, count)| count)
            .to_string()
    };
    match usual_drive(answer) {
        _ if key == first && value.is_empty() => [number, second, second_number]
            .map(|key| (key, String::new()))
            .into(),
        _ if key == first && answer.given(number).is_empty() => vec![(number, count())],
        Some((id, _)) if key == second && !value.is_empty() && answer.given(first).is_empty() => {
            vec![(first, id.to_owned()), (number, count())]
        }
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::{along, without_row};
    use crate::state::Answer;

    #[test]
    fn a_second_drive_stands_beside_the_usual_ones() {
        let answer = Answer::to("n=2");
        let parts = answer.figures().parts.iter();
        let mut drives = parts.filter(|part| part.kind().id() == "ssd");
        let other = drives.next_back().map_or("", |part| part.id);
        let mut query = answer.query.clone();
        for (key, value) in along(&answer, "part-ssd2", other) {
            query.set(key, value);
        }
        query.set("part-ssd2", other);
        let both = Answer::of(query);
        assert!(both.report.notices().is_empty());
        let kinds = |answer: &Answer| {
            let items = answer.report.cost().items.iter();
            items.filter(|item| item.kind == "ssd").count()
        };
        assert_eq!((kinds(&answer), kinds(&both)), (1, 2));
        // The link says the same, and the fields show it again.
        let again = Answer::to(both.report.query());
        assert_eq!(again.report, both.report);
        assert_eq!(again.shown("part-ssd2"), other);
        assert!(without_row(&again).is_empty());
    }

    #[test]
    fn a_free_line_is_laid_out() {
        let answer = Answer::to("line=rack-kit~300");
        assert_eq!(answer.shown("line-name"), "rack kit");
        assert_eq!(answer.shown("line-usd"), "300");
        assert_eq!(Answer::of(answer.query.clone()).report, answer.report);
        assert!(Answer::to("line-name=rack").notice("line").is_some());
    }
}
