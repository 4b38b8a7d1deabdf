//! The charts of an answer, and how they stand on a page: text that is written anew with the
//! answer, under an overlay from which the browser reads values.

#[cfg(feature = "ssr")]
mod alone;

use headroom_chart::{
    Concurrency, Crossing, Ink, Input, Labels, Line, Load, Outcome, Payback, Rate, Share, Shares,
    Tornado, Unit, concurrency, payback, shares, tornado,
};
use headroom_core::catalog::market::Term;
use headroom_core::evaluate::Report;
use headroom_core::report::PaybackPoint;
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
        value: total.0,
    });
    let labels = Labels {
        id: "cost",
        title: "Share of each part in the price",
        desc: "Without tax; the largest first.",
    };
    shares(
        &labels,
        &Shares {
            unit: Unit::DOLLARS,
            items: items.collect(),
        },
    )
}

/// How often the larger end of the lines compared another term's line may end: beyond that it would
/// press the others into the axis.
const MOST_TIMES: i64 = 3;

/// What terms cost in the end that are too dear for the chart to show.
pub(crate) fn off_scale(report: &Report) -> Vec<(Term, Cents)> {
    let Some(last) = report.series().last() else {
        return Vec::new();
    };
    let most = last.own_usd.max(last.rent_usd).0.saturating_mul(MOST_TIMES);
    let compared = report.cloud().chosen.as_ref().map(|rental| rental.term);
    Term::ALL
        .into_iter()
        .filter(|term| Some(*term) != compared)
        .filter_map(|term| Some((term, cheapest(last, term)?)))
        .filter(|(_, cents)| cents.0 > most)
        .collect()
}

/// What the cheapest machine of a term has cost.
fn cheapest(point: &PaybackPoint, term: Term) -> Option<Cents> {
    match term {
        Term::OnDemand => point.on_demand_usd,
        Term::Reserved => point.reserved_usd,
        Term::Spot => point.spot_usd,
    }
}

/// The lines of owning and of renting on each of the terms. The term of the machine that is
/// compared with is shown by that machine, not by the cheapest.
fn over_time(report: &Report) -> Chart {
    let series = report.series();
    let chosen = report.cloud().chosen.as_ref();
    let mut lines = vec![Line {
        ink: Ink::Own,
        label: "Own".to_owned(),
        cents: series.iter().map(|point| point.own_usd.0).collect(),
    }];
    let off = off_scale(report);
    let first = chosen.map(|rental| rental.term);
    let others = Term::ALL.into_iter().filter(|term| Some(*term) != first);
    for term in first.into_iter().chain(others) {
        let (ink, label) = match term {
            Term::OnDemand => (Ink::OnDemand, "On demand"),
            Term::Reserved => (Ink::Reserved, "Reserved"),
            Term::Spot => (Ink::Spot, "Spot"),
        };
        let rent = |point: &PaybackPoint| match first {
            Some(compared) if compared == term => Some(point.rent_usd.0),
            _ => cheapest(point, term).map(|cents| cents.0),
        };
        let cents: Vec<i64> = series.iter().filter_map(rent).collect();
        if !cents.is_empty() && off.iter().all(|(one, _)| *one != term) {
            lines.push(Line {
                ink,
                label: label.to_owned(),
                cents,
            });
        }
    }
    let crossings = (1..lines.len())
        .filter_map(|line| {
            let own = lines[0].cents.iter();
            let month = own
                .zip(&lines[line].cents)
                .position(|(own, rent)| own <= rent)?;
            Some(Crossing { line, month })
        })
        .collect();
    let labels = Labels {
        id: "payback",
        title: "What owning and renting will have cost, month by month",
        desc: &report.payback().sentence,
    };
    payback(&labels, &Payback { lines, crossings })
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
        title: "The month of break-even with one input changed",
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
        title: "Estimated rates against the number of requests at once",
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
