//! What is said of a line of the bill: where its price comes from, how far it may be off, and what goes
//! together with the rest of the machine.

use headroom_core::catalog::days_since;
use headroom_core::report::{Check, CheckLevel, Cost, CostItem};
use headroom_core::units::{Currency, THIN, grouped};
use leptos::prelude::*;

use super::from;
use crate::markup::{Html, IntoHtml};
use crate::state::Answer;

/// Range, condition, day and source of a price, and what to know.
pub(super) fn provenance(answer: &Answer, item: &CostItem) -> Option<Html> {
    let day = answer.figures().date;
    let seen = if item.own {
        Some("Your price.".html())
    } else {
        (!item.source.is_empty())
            .then(|| from(item.condition, item.date, item.source, item.source_url))
    };
    let note =
        (!item.note.is_empty()).then(|| view! { <span class="aside">{item.note.clone()}</span> });
    let view = view! {
        {price_words(item, day, answer.money())}
        {seen}
        {note}
    };
    Some(view.html())
}

/// The range of a price, whether it is an estimate, and how old it is where it is old.
fn price_words(item: &CostItem, day: &str, money: Currency) -> Option<Html> {
    let words = [
        range_of(item, money),
        estimated(item),
        age(item, day),
        before(item, money),
    ];
    let words: Vec<String> = words.into_iter().flatten().collect();
    (!words.is_empty())
        .then(|| view! { <span class="price-words">{words.join(" · ")}</span> }.html())
}

/// The ends of the price of one, where sources differ.
pub(crate) fn range_of(item: &CostItem, money: Currency) -> Option<String> {
    let (low, high) = item.low_usd.zip(item.high_usd)?;
    ends(money.at_least(low), money.at_least(high), money)
}

/// The ends of a sum, to three digits.
pub(super) fn range_of_all(cost: &Cost, money: Currency) -> Option<String> {
    ends(money.about(cost.low_usd), money.about(cost.high_usd), money)
}

fn ends(low: String, high: String, money: Currency) -> Option<String> {
    let end = high.trim_start_matches(money.sign);
    (low != high).then(|| format!("{low}–{end}"))
}

/// That nobody asked this price, where its condition does not say so.
pub(crate) fn estimated(item: &CostItem) -> Option<String> {
    let said = item.condition.contains("estimated");
    (item.estimated && !said).then(|| "estimated".to_owned())
}

/// How old an old price is.
pub(crate) fn age(item: &CostItem, day: &str) -> Option<String> {
    item.stale.then(|| {
        let days = days_since(item.date, day).unsigned_abs();
        format!("price of {}, {} days old", item.date, grouped(days.into()))
    })
}

/// What one cost when it was first seen.
pub(crate) fn before(item: &CostItem, money: Currency) -> Option<String> {
    let first = item.price_history.first()?;
    let price = money.at_least(first.usd);
    Some(format!(
        "was {price} on {} ({})",
        first.date, first.condition
    ))
}

/// The rules that a part keeps or breaks, the worst first.
pub(super) fn checks(_: &Answer, item: &CostItem) -> Option<Html> {
    let mut checks: Vec<&Check> = item.checks.iter().collect();
    checks.sort_by_key(|check| std::cmp::Reverse(check.level));
    let lines: Vec<Html> = { checks.into_iter() }
        .map(|check| {
            let (class, mark, word) = check_look(check.level);
            view! {
                <li>
                    <span class=class><span aria-hidden="true">{mark}</span>" "{word}</span>
                    " "
                    {check.text.clone()}
                </li>
            }
            .html()
        })
        .collect();
    (!lines.is_empty()).then(|| lines.html())
}

/// Class, mark and word of a check.
pub(crate) fn check_look(level: CheckLevel) -> (&'static str, &'static str, &'static str) {
    match level {
        CheckLevel::Error => ("tag no", "×", "error"),
        CheckLevel::Warning => ("tag tight", "!", "warning"),
        CheckLevel::Note => ("tag", "i", "note"),
    }
}

pub(super) fn count(item: &CostItem) -> String {
    format!("{}{THIN}×", item.quantity)
}

#[cfg(test)]
mod tests {
    use headroom_core::units::Currency;

    use super::{provenance, range_of_all};
    use crate::state::Answer;

    #[test]
    fn a_price_says_its_range_and_its_age() {
        let answer = Answer::to("n=4");
        let cost = answer.report.cost();
        let said = |item| {
            let html = provenance(&answer, item).unwrap_or_default();
            html.into_text()
        };
        for item in &cost.items {
            let html = said(item);
            assert_eq!(html.contains("days old"), item.stale, "{html}");
            assert_eq!(html.contains('–'), item.low_usd != item.high_usd, "{html}");
        }
        assert_eq!(
            range_of_all(cost, Currency::USD).is_some(),
            cost.low_usd < cost.high_usd
        );
    }
}
