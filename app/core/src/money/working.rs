//! The workings of what is bought, what is rented, and when the lines cross.

use crate::catalog::Source;
use crate::catalog::market::Term;
use crate::report::{Cloud, Cost, Payback, PaybackPoint, Rental, Working};
use crate::units::{Cents, Currency, Evidence, THIN};

/// The workings of a bill, a rent and a payback, whose series says where the lines are at its end.
pub(crate) fn workings(
    cost: &Cost,
    cloud: &Cloud,
    payback: &Payback,
    series: &[PaybackPoint],
    currency: Currency,
) -> Vec<Working> {
    let mut list = vec![total(cost, currency)];
    if let Some(rental) = &cloud.chosen {
        list.push(rent(rental, payback, currency));
        list.push(break_even(payback, series, rental, currency));
    }
    list
}

fn total(cost: &Cost, currency: Currency) -> Working {
    let mut lines: Vec<String> = cost
        .items
        .iter()
        .map(|item| {
            let Some((unit, sum)) = item.unit_usd.zip(item.total_usd) else {
                return format!("{}: no price", item.name);
            };
            let kind = match (item.own, item.date) {
                (true, _) => "your price".to_owned(),
                (false, date) => format!("{}, {date}", item.condition),
            };
            format!(
                "{} × {} at {} ({kind}) = {}",
                item.quantity,
                item.name,
                currency.exact(unit),
                currency.exact(sum)
            )
        })
        .collect();
    if cost.tax_usd != Cents(0) {
        lines.push(format!(
            "{}{THIN}% tax on {} = {}",
            cost.tax_percent,
            currency.exact(cost.subtotal_usd),
            currency.exact(cost.tax_usd)
        ));
    }
    let incomplete = if cost.complete { "" } else { ", incomplete" };
    let mut sources: Vec<Source> = Vec::new();
    for item in cost.items.iter().filter(|item| !item.source.is_empty()) {
        let source = Source {
            title: item.source,
            url: item.source_url,
        };
        if !sources.contains(&source) {
            sources.push(source);
        }
    }
    Working {
        figure: "cost.total_usd",
        title: "Price of the machine".to_owned(),
        formula: "Number × price of one, summed, plus tax".to_owned(),
        substituted: lines.join("\n"),
        result: format!("{}{incomplete}", currency.exact(cost.total_usd)),
        evidence: cost.evidence,
        sources,
    }
}

fn rent(rental: &Rental, payback: &Payback, currency: Currency) -> Working {
    let hours = match rental.term {
        Term::Reserved => 8_760.0,
        Term::OnDemand | Term::Spot => payback.busy_hours_per_year,
    };
    let basis = match rental.term {
        Term::Reserved => "all hours of the year, used or not",
        Term::OnDemand | Term::Spot => "the busy hours of the year",
    };
    Working {
        figure: "payback.rent_usd_per_month",
        title: "Rent of the first month".to_owned(),
        formula: format!("Rent of an hour × {basis} ÷ 12"),
        substituted: format!(
            "{} × {}: {} × {hours}{THIN}h ÷ 12",
            rental.gpus,
            rental.gpu_name,
            currency.rate(rental.usd_per_hour)
        ),
        result: currency.exact(payback.rent_usd_per_month),
        evidence: Evidence::Derived,
        sources: if rental.own {
            Vec::new()
        } else {
            vec![Source {
                title: rental.source,
                url: rental.source_url,
            }]
        },
    }
}

fn break_even(
    payback: &Payback,
    series: &[PaybackPoint],
    rental: &Rental,
    currency: Currency,
) -> Working {
    let point = payback.at_break_even.or_else(|| series.last().copied());
    Working {
        figure: "payback.break_even_months",
        title: "Break-even".to_owned(),
        formula:
            "First month m with price + m × (electricity + upkeep) − resale(m) ≤ sum of m rents + m × storage"
                .to_owned(),
        substituted: point.map_or_else(String::new, |point| at(&point, payback, currency)),
        result: match (payback.compared, payback.break_even_months) {
            (true, Some(months)) => format!("{months} months against {}", rental.provider),
            (true, None) => format!("never within {} months", payback.horizon_months),
            (false, _) => "not known".to_owned(),
        },
        evidence: payback.evidence,
        sources: Vec::new(),
    }
}

fn at(point: &PaybackPoint, payback: &Payback, currency: Currency) -> String {
    let PaybackPoint {
        month,
        own_usd,
        resale_usd,
        rent_usd,
        ..
    } = point;
    let sign = if own_usd <= rent_usd { "≤" } else { ">" };
    let [capex, energy, upkeep, resale, own, rent] = [
        payback.capex_usd,
        payback.energy_usd_per_month,
        payback.upkeep_usd_per_month,
        *resale_usd,
        *own_usd,
        *rent_usd,
    ]
    .map(|amount| currency.exact(amount));
    format!(
        "m = {month}: {capex} + {month} × ({energy} + {upkeep}) − {resale} = {own} {sign} {rent}"
    )
}
