//! The charts of an answer, and how they stand on a page: text that is written anew with the
//! answer, under an overlay from which the browser reads values.

#[cfg(feature = "ssr")]
mod alone;

use headroom_chart::{
    Band, Concurrency, Crossing, Ink, Input, Labels, Line, Load, Outcome, Payback, Rate, Share,
    Shares, Tornado, Unit, concurrency, payback, shares, tornado,
};
use headroom_core::catalog::market::Term;
use headroom_core::evaluate::Report;
use headroom_core::report::{PaybackPoint, Rival, RivalKind};
use headroom_core::units::Cents;

#[cfg(feature = "ssr")]
pub use alone::{DRAWN, draw, picture};
pub use headroom_chart::{Chart, Drawing, Size};
#[cfg(feature = "ssr")]
pub use headroom_chart::{Picture, Theme};

use crate::configurator::about::about;
use crate::look::short_name;

/// What the charts of an answer are called, in ids and addresses.
pub const NAMES: [&str; 4] = ["cost", "payback", "sensitivity", "concurrency"];

/// What a chart shows, in a line.
pub(crate) fn title(name: &str) -> &'static str {
    match name {
        "cost" => "Share of each part in the price",
        "payback" => "What owning and renting will have cost, month by month",
        "sensitivity" => "The month of break-even with one input changed",
        "concurrency" => "Estimated rates against the number of requests at once",
        _ => "",
    }
}

/// How many values can be read off a chart, one after the other.
pub(crate) fn stops(report: &Report, name: &str) -> usize {
    match name {
        "payback" => report.series().len(),
        "sensitivity" => report.sensitivity().len(),
        "concurrency" => report.speed().curve.len(),
        _ => 0,
    }
}

/// The charts of an answer, in the order of [`NAMES`].
#[derive(Clone, Debug)]
pub(crate) struct Charts([Chart; NAMES.len()]);

impl Charts {
    /// Draws all of them.
    pub(crate) fn of(report: &Report) -> Self {
        Self([
            cost(report),
            over_time(report),
            sensitivity(report),
            rates(report),
        ])
    }

    /// One by its name.
    pub(crate) fn named(&self, name: &str) -> Option<&Chart> {
        let place = NAMES.iter().position(|one| *one == name)?;
        self.0.get(place)
    }
}

/// The colour of a kind of part.
pub(crate) fn ink(kind: &str) -> Ink {
    match kind {
        "gpu" => Ink::Gpu,
        "cpu" => Ink::Cpu,
        "ram" => Ink::Memory,
        "ssd" => Ink::Storage,
        "psu" | "ups" => Ink::Power,
        "cooler" => Ink::Cooling,
        _ => Ink::Rest,
    }
}

fn cost(report: &Report) -> Chart {
    let money = report.asked().currency();
    let priced = report
        .cost()
        .items
        .iter()
        .filter_map(|item| item.total_usd.map(|total| (item, total)));
    let items = priced.map(|(item, total)| Share {
        ink: ink(item.kind),
        label: match item.quantity {
            1 => short_name(&item.name).to_owned(),
            count => format!("{count} × {}", short_name(&item.name)),
        },
        value: money.hundredths(total),
    });
    let labels = Labels {
        id: "cost",
        title: title("cost"),
        desc: "Without tax; the largest first.",
    };
    shares(
        &labels,
        &Shares {
            unit: Unit::money(money.sign),
            items: items.collect(),
        },
    )
}

/// How often the larger end of the lines compared another rival's may end: beyond that it would
/// press the others into the axis.
const MOST_TIMES: i64 = 3;

/// What the rivals that are not compared have cost over the chart.
fn others(report: &Report) -> impl Iterator<Item = (&Rival, Vec<Cents>)> {
    let rivals = report.rivals().iter().enumerate();
    rivals
        .filter(|(_, rival)| !rival.chosen)
        .map(|(index, rival)| (rival, report.rival_series(index)))
}

/// The most that a sum may be for the chart to show it.
fn most(report: &Report) -> i64 {
    let last = report.series().last();
    last.map_or(0, |last| {
        let ends = last.spent_usd.max(last.rent_usd).0;
        ends.saturating_mul(MOST_TIMES)
    })
}

/// Rivals that are too dear for the chart to show, and what they cost in the end.
pub(crate) fn off_scale(report: &Report) -> Vec<(&Rival, Cents)> {
    let most = most(report);
    others(report)
        .filter_map(|(rival, sums)| Some((rival, *sums.last()?)))
        .filter(|(_, cents)| most > 0 && cents.0 > most)
        .collect()
}

/// Both lines of owning, what is compared with, and between what the other rivals lie.
fn over_time(report: &Report) -> Chart {
    let series = report.series();
    let line = |ink, label: &str, sum: fn(&PaybackPoint) -> Cents| Line {
        ink,
        label: label.to_owned(),
        cents: series.iter().map(|point| sum(point).0).collect(),
    };
    let mut lines = vec![
        line(Ink::Own, "Own", |point| point.spent_usd),
        line(Ink::Net, "Own, less resale", |point| point.own_usd),
    ];
    if let Some(chosen) = report.rivals().iter().find(|rival| rival.chosen) {
        let (ink, label) = way(chosen);
        lines.push(line(ink, label, |point| point.rent_usd));
    }
    let others = shown(report);
    // One makes no band.
    if let [(rival, sums)] = others.as_slice() {
        let (ink, label) = way(rival);
        lines.push(Line {
            ink,
            label: label.to_owned(),
            cents: sums.iter().map(|sum| sum.0).collect(),
        });
    }
    // The net one first: it is what the finding speaks of.
    let crossings = [1, 0].into_iter().filter_map(|own| {
        let (own_line, rent) = (lines.get(own)?, lines.get(2)?);
        let mut pairs = own_line.cents.iter().zip(&rent.cents);
        let month = pairs.position(|(own, rent)| own <= rent)?;
        Some(Crossing {
            own,
            line: 2,
            month,
        })
    });
    let labels = Labels {
        id: "payback",
        title: title("payback"),
        desc: &report.payback().sentence,
    };
    let money = report.asked().currency();
    let crossings: Vec<Crossing> = crossings.collect();
    let told = |cents: &mut Vec<i64>| {
        for one in cents {
            *one = money.hundredths(Cents(*one));
        }
    };
    let mut band = band(&others, series.len());
    lines.iter_mut().for_each(|line| told(&mut line.cents));
    if let Some(band) = &mut band {
        told(&mut band.low);
        told(&mut band.high);
    }
    let input = Payback {
        unit: Unit::money(money.sign),
        crossings,
        band,
        lines,
    };
    payback(&labels, &input)
}

/// The colour and the name of a rival's line.
fn way(rival: &Rival) -> (Ink, &'static str) {
    match (rival.kind, rival.rental.as_ref().map(|rental| rental.term)) {
        (RivalKind::Same, _) => (Ink::OnDemand, "The same cards"),
        (_, Some(Term::OnDemand)) => (Ink::OnDemand, "On demand"),
        (_, Some(Term::Reserved)) => (Ink::Reserved, "Reserved"),
        (_, Some(Term::Spot)) => (Ink::Spot, "Spot"),
        (_, None) => (Ink::Api, "API"),
    }
}

/// The rivals that are not compared, as far as the chart shows them.
fn shown(report: &Report) -> Vec<(&Rival, Vec<Cents>)> {
    let most = most(report);
    others(report)
        .filter(|(_, sums)| sums.last().is_some_and(|last| last.0 <= most))
        .collect()
}

/// Between which sums several rivals lie.
fn band(shown: &[(&Rival, Vec<Cents>)], months: usize) -> Option<Band> {
    let edge = |of: fn(i64, i64) -> i64| -> Vec<i64> {
        let at = |month: usize| {
            let sums = shown.iter().filter_map(|(_, sums)| sums.get(month));
            sums.map(|sum| sum.0).reduce(of)
        };
        (0..months).filter_map(at).collect()
    };
    (shown.len() > 1 && months > 0).then(|| Band {
        label: format!("{} other rivals", shown.len()),
        low: edge(i64::min),
        high: edge(i64::max),
    })
}

fn sensitivity(report: &Report) -> Chart {
    let months = |months: Option<u32>| months.map(|months| i64::from(months) * 10);
    let rows = report.sensitivity().iter().map(|row| Input {
        label: row.label.to_owned(),
        low: Outcome {
            given: row.low.clone(),
            answer: months(row.low_months),
        },
        high: Outcome {
            given: row.high.clone(),
            answer: months(row.high_months),
        },
    });
    let labels = Labels {
        id: "sensitivity",
        title: title("sensitivity"),
        desc: "Each input lowered and raised alone, the strongest first.",
    };
    tornado(
        &labels,
        &Tornado {
            unit: Unit::MONTHS,
            base: months(report.payback().break_even_months),
            rows: rows.collect(),
        },
    )
}

/// What more requests at once make of the rates.
fn rates(report: &Report) -> Chart {
    let speed = report.speed();
    let rate = |tokens_per_s: f64| Rate {
        tenths: (tokens_per_s * 10.0 + 0.5) as i64,
        said: about(tokens_per_s),
    };
    let points = speed.curve.iter().map(|point| Load {
        requests: point.users,
        each: rate(point.stream_tokens_per_s),
        all: rate(point.total_tokens_per_s),
        chosen: point.chosen,
    });
    let labels = Labels {
        id: "concurrency",
        title: title("concurrency"),
        desc: "More requests slow each stream, and raise what all have together.",
    };
    concurrency(
        &labels,
        &Concurrency {
            points: points.collect(),
            wanted: Some(i64::from(speed.floor_tokens_per_s) * 10),
        },
    )
}

/// Whether values are read off a chart: the others say all in words beside their marks.
pub(crate) fn is_read(name: &str) -> bool {
    name != NAMES[0]
}

#[cfg(test)]
mod tests {
    use headroom_core::catalog::Catalog;
    use headroom_core::evaluate::report;

    use super::{Charts, NAMES, is_read, stops};

    #[test]
    fn as_many_stops_are_told_as_can_be_read() {
        for query in [
            "",
            "n=4",
            "users=16&w=q4_k_m",
            "w=f16&model=llama-3.1-405b",
            "months=12",
            "mode=train",
        ] {
            let report = report(query, Catalog::builtin());
            let charts = Charts::of(&report);
            for name in NAMES.into_iter().filter(|name| is_read(name)) {
                let read = charts.named(name).map_or(0, |chart| chart.readings.len());
                assert_eq!(stops(&report, name), read, "{name} of {query}");
            }
        }
    }
}
