//! The bill: a row for each part, with its price as a field.
//!
//! Every row that could be needed is on the page, so that a field is never written anew while
//! somebody types into it; those that the machine does not need are hidden.

use headroom_core::catalog::market::{Part, PartKind, Spec};
use headroom_core::report::CostItem;
use headroom_core::scenario::keys::{GPU_PRICES, PART_PRICES, TAX, amounts};
use headroom_core::units::THIN;
use headroom_core::units::percent as tax_rate;

use super::super::field::{Field, note};
use super::super::run::{named_options, written};
use super::super::{attribute, field};
use super::{about, exact, from, submit};
use crate::chart;
use crate::look::short_name;
use crate::markup::{Text, percent, put};
use crate::state::{Answer, GROUPS};

/// Keys of the prices that have a row, in the order of the bill.
pub(in crate::configurator) const PRICES: [&str; 13] = [
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
pub(in crate::configurator) const PARTS: [(&str, PartKind); 7] = [
    ("part-board", PartKind::Board),
    ("part-ram", PartKind::Ram),
    ("part-ssd", PartKind::Ssd),
    ("part-psu", PartKind::Psu),
    ("part-cooler", PartKind::Cooler),
    ("part-case", PartKind::Case),
    ("part-extras", PartKind::Extra),
];

const EXTRAS: &str = PART_PRICES[8].key;

/// What a row shows.
pub(in crate::configurator) struct Row {
    pub(in crate::configurator) hidden: bool,
    pub(in crate::configurator) name: String,
    pub(in crate::configurator) from: String,
    pub(in crate::configurator) count: String,
    pub(in crate::configurator) stands_for: String,
    pub(in crate::configurator) sum: String,
    pub(in crate::configurator) share: String,
}

/// Keys of prices that no longer hold when a person chooses with `key`: a price belongs to its part.
pub(in crate::configurator) fn prices_of(key: &str) -> Option<&'static str> {
    let named = match key {
        "psu" | "class" => "psu",
        "cpu" | "ups" | "cloud" => key,
        _ => key.strip_prefix("part-").or_else(|| {
            let is_card = GROUPS.iter().any(|(gpu, _)| *gpu == key);
            is_card.then_some(key)
        })?,
    };
    amounts()
        .map(|amount| amount.key)
        .find(|price| price.strip_prefix("price-") == Some(named))
}

/// Writes the section.
pub(super) fn write(out: &mut String, answer: &Answer) {
    put!(
        out,
        "<section id=\"cost\" class=\"money\" aria-labelledby=\"cost-title\"><h2 id=\"cost-title\">What it costs</h2>\
         <div class=\"finding-box\" id=\"cost-finding\" aria-live=\"polite\" aria-atomic=\"true\">{}</div>\
         <table class=\"bill\"><thead><tr><th scope=\"col\">Part</th><th scope=\"col\">Number</th>\
         <th scope=\"col\">Price of one, USD</th><th scope=\"col\">Together</th><th scope=\"col\">Share</th></tr></thead><tbody>",
        finding(answer)
    );
    for key in PRICES {
        line(out, answer, key);
    }
    put!(
        out,
        "</tbody><tbody id=\"bill-more\">{}</tbody><tbody class=\"sum\"><tr class=\"tax\"><th scope=\"row\"><label for=\"tax\">Tax</label>",
        more_lines(answer)
    );
    note(out, answer, TAX.key);
    out.push_str("</th><td></td><td class=\"price\">");
    Field::new(TAX.key, "Tax").unit("%").control(out, answer);
    put!(
        out,
        "</td><td id=\"tax-sum\">{}</td><td></td></tr><tr class=\"total\"><th scope=\"row\">Total</th><td></td><td></td>\
         <td id=\"cost-total\">{}</td><td></td></tr></tbody></table><div id=\"cost-notes\">{}</div>\
         <details class=\"more\"><summary>The shares as a chart</summary>",
        tax(answer),
        total(answer),
        notes(answer)
    );
    if let Some(drawn) = answer.charts().named("cost") {
        chart::write(out, "cost", drawn);
    }
    out.push_str("</details>");
    submit(out, "cost");
    out.push_str("</section>");
}

fn line(out: &mut String, answer: &Answer, key: &'static str) {
    let row = row(answer, key);
    put!(
        out,
        "<tr id=\"{key}-row\"{}><th scope=\"row\">",
        attribute("hidden", row.hidden)
    );
    let named = key.trim_start_matches("price-");
    let choice = PARTS
        .iter()
        .find(|(part, _)| part.strip_prefix("part-") == Some(named));
    let kind = title(key);
    if let Some((part, kind_of_part)) = choice {
        put!(
            out,
            "<label class=\"kind\" for=\"{part}\">{kind}</label><span class=\"control\"><select id=\"{part}\" name=\"{part}\" aria-describedby=\"{part}-note\"{}>{}</select></span>",
            field::invalid(answer, part),
            part_options(answer, *kind_of_part)
        );
        note(out, answer, part);
    } else {
        put!(out, "<span class=\"kind\">{kind}</span>");
    }
    put!(
        out,
        "<span id=\"{key}-name\">{}</span><p class=\"from-note\" id=\"{key}-from\">{}</p>",
        row.name,
        row.from
    );
    // Here there is room for a sentence.
    note(out, answer, key);
    put!(
        out,
        "</th><td id=\"{key}-count\">{}</td>\
         <td class=\"price\"><label class=\"sr\" for=\"{key}\">Price of one: {kind}</label>",
        row.count
    );
    Field::new(key, kind)
        .placeholder(row.stands_for)
        .control(out, answer);
    put!(
        out,
        "</td><td id=\"{key}-sum\">{}</td><td class=\"share\" id=\"{key}-share\">{}</td></tr>",
        row.sum,
        row.share
    );
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

/// What the row of a price shows.
pub(in crate::configurator) fn row(answer: &Answer, key: &str) -> Row {
    let items = &answer.report.cost().items;
    let Some(item) = items.iter().find(|item| item.key == key) else {
        return Row {
            hidden: key != EXTRAS && answer.notice(key).is_none(),
            name: String::new(),
            from: String::new(),
            count: String::new(),
            stands_for: String::new(),
            sum: String::new(),
            share: String::new(),
        };
    };
    // A list of parts names the one in use itself.
    let named = key.trim_start_matches("price-");
    let listed = PARTS
        .iter()
        .any(|(part, _)| part.strip_prefix("part-") == Some(named));
    Row {
        hidden: false,
        name: if listed {
            String::new()
        } else {
            Text(short_name(&item.name)).to_string()
        },
        from: provenance(item),
        count: format!("{}{THIN}×", item.quantity),
        stands_for: match item.unit_usd {
            Some(unit) if !item.own => format!("{}.{:02}", unit.0 / 100, unit.0 % 100),
            None => "no price".to_owned(),
            Some(_) => String::new(),
        },
        sum: sum(item),
        share: share(item),
    }
}

/// Condition, day and source of a price, and what to know.
fn provenance(item: &CostItem) -> String {
    let mut out = String::new();
    if item.own {
        out.push_str("Your price.");
    } else if !item.source.is_empty() {
        out.push_str(&from(
            item.condition,
            item.date,
            item.source,
            item.source_url,
        ));
    }
    if !item.note.is_empty() {
        put!(out, "<span class=\"aside\">{}</span>", Text(&item.note));
    }
    out
}

fn sum(item: &CostItem) -> String {
    item.total_usd.map_or_else(|| "–".to_owned(), exact)
}

fn share(item: &CostItem) -> String {
    // The report gives tenths of a percent.
    let tenths = (item.share_percent * 10.0 + 0.5) as u64;
    if item.total_usd.is_none() {
        return String::new();
    }
    let words = match tenths {
        0 => "0".to_owned(),
        1..10 => "<1".replace('<', "&lt;"),
        _ => ((tenths + 5) / 10).to_string(),
    };
    format!(
        "<svg width=\"100%\" height=\"6\" aria-hidden=\"true\"><rect class=\"c-area {}\" width=\"{}\" height=\"6\"/></svg>\
         <span>{words}{THIN}%</span>",
        chart::ink(item.kind).class(),
        percent(tenths, 1_000)
    )
}

/// Lines that the query has no key for: kinds of card beyond the fourth.
pub(in crate::configurator) fn more_lines(answer: &Answer) -> String {
    let mut out = String::new();
    let items = &answer.report.cost().items;
    for item in items.iter().filter(|item| item.key.is_empty()) {
        put!(
            out,
            "<tr><th scope=\"row\"><span class=\"kind\">GPU</span><span>{}</span><p class=\"from-note\">{}</p></th><td>{}{THIN}×</td><td class=\"price\">{}</td><td>{}</td><td class=\"share\">{}</td></tr>",
            Text(short_name(&item.name)),
            provenance(item),
            item.quantity,
            item.unit_usd.map_or_else(String::new, exact),
            sum(item),
            share(item)
        );
    }
    out
}

/// The tax in dollars.
pub(in crate::configurator) fn tax(answer: &Answer) -> String {
    exact(answer.report.cost().tax_usd)
}

/// The sum of all.
pub(in crate::configurator) fn total(answer: &Answer) -> String {
    let cost = answer.report.cost();
    if cost.complete {
        exact(cost.total_usd)
    } else {
        format!("≥{THIN}{}", exact(cost.total_usd))
    }
}

/// One sentence.
pub(in crate::configurator) fn finding(answer: &Answer) -> String {
    let cost = answer.report.cost();
    let tax = match answer.scenario().money.tax {
        0 => "without tax".to_owned(),
        rate => format!("with {} tax", tax_rate(rate)),
    };
    let sum = about(cost.total_usd);
    let cards: i64 = cost
        .items
        .iter()
        .filter(|item| item.kind == "gpu")
        .filter_map(|item| item.total_usd)
        .map(|total| total.0)
        .sum();
    let mut out = String::from("<p class=\"finding\">");
    if cost.complete {
        put!(out, "<b>About {sum}</b>, {tax}");
        let whole = cost.subtotal_usd.0.max(1);
        let share = (cards * 200 + whole) / (2 * whole);
        if cost.items.len() > 1 && cards > 0 {
            put!(out, "; {share}{THIN}% of it for GPUs");
        }
        out.push('.');
    } else {
        put!(
            out,
            "<b>At least {sum}</b>, {tax}: no dated price is known for: {}. Give yours below.",
            Text(cost.missing.join(", "))
        );
    }
    out.push_str("</p>");
    out
}

/// What does not go together, and how old the prices are.
pub(in crate::configurator) fn notes(answer: &Answer) -> String {
    let cost = answer.report.cost();
    let mut out = String::new();
    if !cost.notes.is_empty() {
        out.push_str("<ul class=\"remarks\">");
        for text in &cost.notes {
            put!(out, "<li>{}</li>", Text(text));
        }
        out.push_str("</ul>");
    }
    let dates = || {
        let items = cost.items.iter();
        items.map(|item| item.date).filter(|date| !date.is_empty())
    };
    if let (Some(first), Some(last)) = (dates().min(), dates().max()) {
        let seen = if first == last {
            format!("The prices are of {first}.")
        } else {
            format!("The prices are of {first} to {last}.")
        };
        put!(
            out,
            "<p class=\"hint\">{seen} An empty field takes the price of the catalogue. GPUs are chosen with the machine, processor and UPS under “Power and socket”.</p>"
        );
    }
    out
}

/// Parts of a kind with their prices, in the number that this machine needs.
pub(in crate::configurator) fn part_options(answer: &Answer, kind: PartKind) -> String {
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
        (_, Some(_)) => "Automatic".to_owned(),
    };
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
            |quote| headroom_core::units::Cents(i64::from(quote.cents)).to_string(),
        );
        options.push((value, format!("{times}{} · {price}", part.name)));
    }
    let key = PARTS.iter().find(|(_, one)| *one == kind);
    let present = match (chosen, key) {
        (Some(_), Some((key, _))) => written(answer, key),
        _ => String::new(),
    };
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
        Spec::Psu(_) | Spec::Ssd(_) => item.map_or(1, |item| item.quantity.max(1)),
        _ => 1,
    }
}
