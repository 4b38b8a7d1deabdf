//! Charts that stand alone, for articles and slides: those of the page, and the way of the watts,
//! which the page writes as a list.

use headroom_chart::{
    Caption, Chart, Ink, Labels, Limit, Picture, Size, Step, Theme, Unit, Waterfall, waterfall,
};
use headroom_core::evaluate::Report;
use headroom_core::report::PowerReport;
use headroom_core::units::THIN;

use super::{NAMES, cost, over_time, rates, sensitivity};
use crate::look::short_name;
use crate::markup::address;
use crate::state::question;

/// The way of the watts.
const POWER: &str = "power";
/// Tenths of a watt.
const UNIT: Unit = Unit {
    per: 10,
    ..Unit::WATTS
};

/// What there is to draw, in addresses.
pub const DRAWN: [&str; 5] = [NAMES[0], NAMES[1], NAMES[2], NAMES[3], POWER];

/// Draws one chart of a report; `None` for a name that is not one of [`DRAWN`].
#[must_use]
pub fn draw(name: &str, report: &Report) -> Option<Chart> {
    let place = DRAWN.iter().position(|&known| known == name)?;
    let all: [fn(&Report) -> Chart; DRAWN.len()] = [cost, over_time, sensitivity, rates, watts];
    all.get(place).map(|draw| draw(report))
}

/// The chart as a document that says what it shows, of which build and day, and where it is from;
/// `None` for a name that is not one of [`DRAWN`].
#[must_use]
pub fn picture(name: &str, report: &Report, size: Size, theme: Theme) -> Option<Picture> {
    let chart = draw(name, report)?;
    let caption = Caption {
        build: &question(report),
        source: &source(name, report.catalog().date),
        address: &address(report.query()),
    };
    Some(chart.picture(size, theme, &caption))
}

/// Where the figures of a chart are from.
fn source(name: &str, date: &str) -> String {
    let what = match name {
        POWER => "Estimated from the data sheets",
        "concurrency" => "Estimated from the measurements",
        "cost" => "Prices",
        _ => "Prices and rents",
    };
    format!("{what} in the catalogue of {date}.")
}

fn watts(report: &Report) -> Chart {
    let power = report.power();
    let circuit = &power.circuit;
    let mut limits = vec![Limit {
        label: format!("{}{THIN}A circuit", circuit.amps),
        value: i64::from(circuit.rated_w) * 10,
    }];
    if let Some(lasting) = circuit.continuous_w {
        limits.push(Limit {
            label: format!("{}{THIN}A circuit, for hours", circuit.amps),
            value: i64::from(lasting) * 10,
        });
    }
    let labels = Labels {
        id: POWER,
        title: "From the watts of the parts to the wall",
        desc: &power.verdict.sentence,
    };
    let input = Waterfall {
        unit: UNIT,
        steps: steps(power),
        limits,
    };
    waterfall(&labels, &input)
}

fn steps(power: &PowerReport) -> Vec<Step> {
    let part = |ink, label: String, watts| Step {
        ink,
        label,
        value: tenths(watts),
        sum: false,
        aside: String::new(),
    };
    let sum = |label: &str, watts, amps: f64| Step {
        ink: Ink::Sum,
        label: label.to_owned(),
        value: tenths(watts),
        sum: true,
        aside: if amps > 0.0 {
            format!("{amps:.1}{THIN}A")
        } else {
            String::new()
        },
    };
    let mut steps: Vec<Step> = power
        .items
        .iter()
        .map(|item| {
            let name = short_name(item.label);
            let label = match item.count {
                1 => name.to_owned(),
                count => format!("{count} × {name}"),
            };
            part(ink(item.kind), label, item.busy_w)
        })
        .collect();
    if let Some(psu) = &power.psu {
        steps.push(sum("All parts", power.dc_w, 0.0));
        let lost = "Lost in the power supply".to_owned();
        steps.push(part(Ink::Power, lost, psu.loss_w));
    }
    if power.circuit.other_w > 0 {
        steps.push(sum("The machine at the wall", power.wall_w, power.wall_a));
        let other = "Other load".to_owned();
        steps.push(part(Ink::Rest, other, f64::from(power.circuit.other_w)));
        let circuit = &power.circuit;
        steps.push(sum("On the circuit", circuit.draw_w, circuit.draw_a));
    } else {
        steps.push(sum("At the wall", power.wall_w, power.wall_a));
    }
    steps
}

/// The colour of a part by its kind in the power figures, which has names that the bill has not.
fn ink(kind: &str) -> Ink {
    match kind {
        "machine" => Ink::Gpu,
        "memory" => Ink::Memory,
        "storage" => Ink::Storage,
        "fans" | "pump" => Ink::Cooling,
        other => super::ink(other),
    }
}

/// Tenths of a watt. The report's watts have one decimal.
fn tenths(watts: f64) -> i64 {
    (watts * 10.0).round() as i64
}

#[cfg(test)]
mod tests {
    use headroom_core::catalog::Catalog;
    use headroom_core::evaluate::report;

    use headroom_chart::{Size, Theme};

    use super::{DRAWN, draw, picture};

    #[test]
    fn every_name_draws_and_no_other() {
        let report = report("n=4&other=200", Catalog::builtin());
        for name in DRAWN {
            let chart = draw(name, &report).map(|chart| chart.wide.svg);
            assert!(chart.is_some_and(|svg| svg.contains("<title")), "{name}");
        }
        assert!(draw("nope", &report).is_none());
    }

    #[test]
    fn a_chart_that_leaves_the_page_takes_its_words_along() {
        let report = report("n=4&model=llama-3.1-405b&w=f16", Catalog::builtin());
        for name in DRAWN {
            let svg = picture(name, &report, Size::Wide, Theme::Light).map(|picture| picture.svg);
            let svg = svg.unwrap_or_default();
            for words in [
                "Llama 3.1 405B in FP16 on 4\u{a0}×\u{a0}RTX PRO 6000 Blackwell Max-Q<",
                &format!("in the catalogue of {}.<", report.catalog().date),
                ">Headroom<",
                ">/?n=4&amp;model=llama-3.1-405b&amp;w=f16<",
            ] {
                assert!(svg.contains(words), "{name}: {words}");
            }
        }
    }

    #[test]
    fn the_last_sum_is_what_the_circuit_carries() {
        let report = report("n=4&other=200", Catalog::builtin());
        let steps = super::steps(report.power());
        let last = steps.last().map(|step| step.value);
        assert_eq!(last, Some(super::tenths(report.power().circuit.draw_w)));
        let parts: i64 = steps
            .iter()
            .filter(|step| !step.sum)
            .map(|step| step.value)
            .sum();
        assert_eq!(Some(parts), last);
    }
}
