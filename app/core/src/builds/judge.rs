//! How a claimed figure lies to what is found: the one place where claims are judged.
//!
//! A claim says some things and leaves others open: which program runs the model, how the cache is kept. What it
//! says is never changed; where something that it leaves [open](Asserted::open) would make it so, it depends on that.

use super::Ruling;
use super::figure::Figure;
use crate::catalog::{Catalog, Measure};
use crate::evaluate::Report;
use crate::machine::power::ADVISED_PERMILLE;
use crate::report::{PowerStatus, Status, WayOut};
use crate::units::{Currency, GB, THIN, about, gb, gib, grouped, with_unit};

/// What is claimed of one figure.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Asserted<'a> {
    /// Which figure, with the unit of it.
    pub of: Measure,
    /// The claimed figure, the least of a range, or 0 for “at most”.
    pub low: f64,
    /// The claimed figure, the most of a range, or infinity for “at least”.
    pub high: f64,
    /// What the claim leaves open, as kinds of [ways out](WayOut::kind), and `hours` where it does not say for how
    /// long a day the machine works.
    pub open: &'a [&'a str],
}

/// What comes of a claim.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// The word.
    pub ruling: Ruling,
    /// Why, with the figure that decides.
    pub reason: String,
    /// The figures that decide.
    pub figures: Vec<Figure>,
    /// Canonical query of the scenario that shows it.
    pub query: String,
}

impl Asserted<'_> {
    /// How the claim lies to what a report finds.
    #[must_use]
    pub fn judge(&self, report: &Report, catalog: &Catalog) -> Finding {
        let (ruling, reason, figures) = match self.of {
            Measure::Fits => return self.fits(report),
            Measure::Decode | Measure::Total => return self.decode(report, catalog),
            Measure::Watts => self.watts(report),
            Measure::CardWatts => self.card_watts(report),
            Measure::Circuit => circuit(report),
            Measure::Allowed => self.allowed(report),
            Measure::Supply => supply(report),
            Measure::Price => self.price(report),
            Measure::CardPrice => self.card_price(report),
            Measure::Load => self.load(report),
            Measure::Throughput => self.throughput(report),
            Measure::Epoch => self.epoch(report),
            Measure::Payback => self.payback(report),
            Measure::Capacity => self.capacity(report),
        };
        Finding {
            ruling,
            reason,
            figures,
            query: report.query().to_owned(),
        }
    }

    /// How the claim lies to an estimate with ends: it holds where one is inside the other.
    pub(crate) fn within(&self, low: f64, high: f64) -> Ruling {
        let inside = self.low >= low && self.high <= high;
        let around = self.low <= low && self.high >= high;
        if inside || around {
            Ruling::Confirmed
        } else if self.high >= low && self.low <= high {
            Ruling::Depends
        } else {
            Ruling::Refuted
        }
    }

    /// Whether the claim meets a figure as far as it is written out.
    pub(crate) fn meets(&self, found: f64) -> bool {
        let slack = WRITTEN * found;
        self.low - slack <= found && found <= self.high + slack
    }

    /// The first change of what the claim leaves open.
    pub(super) fn way<'a>(&self, ways: &'a [WayOut]) -> Option<&'a WayOut> {
        ways.iter().find(|way| self.open.contains(&way.kind))
    }

    pub(super) fn fits(&self, report: &Report) -> Finding {
        let (status, sentence) = report.finding();
        let way = self.way(report.ways_out());
        let (ruling, reason) = match (status, way) {
            (Status::Fits, _) => (Ruling::Confirmed, sentence.to_owned()),
            (Status::Offloaded, _) if self.open.contains(&OFFLOADED) => {
                (Ruling::Confirmed, sentence.to_owned())
            }
            (Status::Tight | Status::Offloaded, _) => (Ruling::Depends, sentence.to_owned()),
            (_, Some(way)) => {
                let WayOut { action, effect, .. } = way;
                let said = format!(
                    "{sentence} The claim leaves open what would change that. {action}: {effect}."
                );
                (Ruling::Depends, said)
            }
            (_, None) => (Ruling::Refuted, sentence.to_owned()),
        };
        Finding {
            ruling,
            reason,
            figures: fullest(report).into_iter().collect(),
            query: report.query().to_owned(),
        }
    }

    fn watts(&self, report: &Report) -> Parts {
        let power = report.power();
        let sentence = format!(
            "The parts draw at most {}, which is {} at the wall.",
            with_unit(power.dc_w, "W"),
            with_unit(power.wall_w, "W")
        );
        let ruling = match (self.meets(power.wall_w), self.meets(power.dc_w)) {
            (true, _) => Ruling::Confirmed,
            (_, true) => Ruling::Depends,
            _ => Ruling::Refuted,
        };
        let figures = vec![
            Figure::new("At the wall, at most", "W", power.wall_w).claimed(self.low, self.high),
            Figure::new("All parts, at most", "W", power.dc_w),
        ];
        (ruling, sentence, figures)
    }

    /// The cards alone, or the machine where the figure is that.
    fn card_watts(&self, report: &Report) -> Parts {
        let power = report.power();
        let most: f64 = { power.items.iter() }
            .filter(|item| item.kind == "gpu" || item.kind == "machine")
            .map(|item| item.busy_w)
            .sum();
        let work = power.asked().map(|load| (load.gpu_low_w, load.gpu_high_w));
        let figure = Figure::new("The cards, at most", "W", most).claimed(self.low, self.high);
        let figures = vec![
            figure,
            Figure::new("The whole machine at the wall, at most", "W", power.wall_w),
        ];
        let limit = format!(
            "The cards draw at most {}; the whole machine {} at the wall.",
            with_unit(most, "W"),
            with_unit(power.wall_w, "W")
        );
        let usual = work.is_some_and(|(low, _)| self.low >= low && self.high <= most);
        let machine = self.meets(power.wall_w) || self.meets(power.dc_w);
        let (ruling, reason) = match (self.meets(most), usual || machine) {
            (true, _) => (Ruling::Confirmed, limit),
            (false, true) if machine => (
                Ruling::Depends,
                format!("{limit} It is so of the machine, not of the cards."),
            ),
            (false, true) => (
                Ruling::Depends,
                format!("{limit} It depends on the work: less while one stream is answered."),
            ),
            _ => (Ruling::Refuted, limit),
        };
        (ruling, reason, figures)
    }

    fn price(&self, report: &Report) -> Parts {
        let cost = report.cost();
        let total = cost.total_usd.usd();
        let least = if cost.complete { "" } else { "at least " };
        let day = report.catalog().date;
        let sentence = format!(
            "The parts cost {least}{} at prices of {day}.",
            // As it was claimed.
            Currency::USD.exact(cost.total_usd)
        );
        let met = self.low * (1.0 - WRITTEN) <= total && total <= self.high * (1.0 + WRITTEN);
        let ruling = match (met, cost.complete) {
            (true, true) => Ruling::Confirmed,
            (false, false) if total < self.low => Ruling::Depends,
            (true, false) => Ruling::Depends,
            (false, _) => Ruling::Refuted,
        };
        let figure = Figure::new("The machine", "USD", total)
            .between(cost.low_usd.usd(), cost.high_usd.usd())
            .claimed(self.low, self.high);
        (ruling, sentence, vec![figure])
    }

    /// The cards alone.
    fn card_price(&self, report: &Report) -> Parts {
        let cards = || { report.cost().items.iter() }.filter(|item| item.kind == "gpu");
        let sum = |price: fn(&crate::report::CostItem) -> Option<crate::units::Cents>| {
            let each = cards().map(|item| Some(price(item)?.usd() * f64::from(item.quantity)));
            each.sum::<Option<f64>>()
        };
        let (Some(now), Some(low), Some(high)) = (
            sum(|item| item.unit_usd),
            sum(|item| item.low_usd),
            sum(|item| item.high_usd),
        ) else {
            let said = "No dated price of these cards is known.".to_owned();
            return (Ruling::Depends, said, Vec::new());
        };
        let estimated = cards().any(|item| item.estimated);
        let dates: Vec<&str> = cards().map(|item| item.date).collect();
        let said = format!(
            "{} {} for the cards, by prices of {}.",
            if estimated { "Estimated:" } else { "About" },
            with_unit(now, "USD"),
            dates.join(" and ")
        );
        let figure = Figure::new("The cards", "USD", now)
            .between(low, high)
            .claimed(self.low, self.high);
        let ruling = match self.within(low * (1.0 - WRITTEN), high * (1.0 + WRITTEN)) {
            Ruling::Refuted => Ruling::Refuted,
            _ if estimated => Ruling::Depends,
            ruling => ruling,
        };
        (ruling, said, vec![figure])
    }

    fn load(&self, report: &Report) -> Parts {
        let (status, sentence) = report.finding();
        let storage = report.storage();
        let (low, high) = (storage.load_low_s, storage.load_high_s);
        let figure = Figure::new("Reading the weights", "s", storage.load_s)
            .between(low, high)
            .claimed(self.low, self.high);
        if !status.runs() {
            let reads = with_unit(storage.load_s, "s");
            let said = format!("{sentence} Reading that much would take about {reads}.");
            return (Ruling::Refuted, said, vec![figure]);
        }
        let said = format!(
            "About {}, {} to {}.",
            with_unit(storage.load_s, "s"),
            with_unit(low, "s"),
            with_unit(high, "s")
        );
        (self.within(low, high), said, vec![figure])
    }

    fn throughput(&self, report: &Report) -> Parts {
        let storage = report.storage();
        let giga = |bytes: u64| bytes as f64 / GB as f64;
        let (sum, reached) = (
            giga(storage.aggregate_bytes_per_s),
            giga(storage.throughput_bytes_per_s),
        );
        let said = format!(
            "{sum:.1} GB/s by their data sheets together; one program reads {reached:.1} GB/s."
        );
        let ruling = match (self.meets(reached), self.meets(sum)) {
            (true, _) => Ruling::Confirmed,
            (_, true) => Ruling::Depends,
            _ => Ruling::Refuted,
        };
        let figure = Figure::new("What one program reads", "GB/s", reached)
            .limited(sum)
            .claimed(self.low, self.high);
        (ruling, said, vec![figure])
    }

    fn epoch(&self, report: &Report) -> Parts {
        let hours = report.training().and_then(|training| {
            let tokens = training.tokens;
            let ends = training
                .hours_per_epoch_low
                .zip(training.hours_per_epoch_high)?;
            Some((training.hours_per_epoch?, ends, tokens))
        });
        let Some((hours, (low, high), tokens)) = hours else {
            return (Ruling::Refuted, report.finding().1.to_owned(), Vec::new());
        };
        // The claim names no data set: it holds for some number of tokens.
        let said = format!(
            "About {} for {} tokens; the claim does not say how many.",
            with_unit(hours, "h"),
            grouped(tokens)
        );
        let ruling = match self.within(low, high) {
            Ruling::Confirmed => Ruling::Confirmed,
            _ => Ruling::Depends,
        };
        let figure = Figure::new("An epoch", "h", hours)
            .between(low, high)
            .claimed(self.low, self.high);
        (ruling, said, vec![figure])
    }

    /// Resale taken off and not: what the machine would fetch is a declared assumption.
    fn payback(&self, report: &Report) -> Parts {
        let payback = report.payback();
        let said = payback.sentence.clone();
        let [earned, spent] = [payback.break_even_months, payback.break_even_spent_months]
            .map(|months| months.map(f64::from));
        let figure = |label, months: Option<f64>| {
            let found = Figure::new(label, "months", months?);
            Some(found.claimed(self.low, self.high))
        };
        let figures: Vec<Figure> = [
            figure("Pays back, resale taken off", earned),
            figure("Pays back, if it is worth nothing then", spent),
        ]
        .into_iter()
        .flatten()
        .collect();
        if !payback.compared {
            return (Ruling::Depends, said, figures);
        }
        if self.open.contains(&"hours") {
            // It holds for some hours of use, which it does not name.
            let met = earned.is_some_and(|months| months >= self.low && months <= self.high);
            let hours = payback.break_even_hours_per_day;
            return match (met, hours) {
                (true, _) => (Ruling::Confirmed, said, figures),
                (false, Some(hours)) => {
                    let hours = about(hours);
                    let said = format!("{said} By then it would from {hours} h a day.");
                    (Ruling::Depends, said, figures)
                }
                (false, None) => {
                    let said = format!("{said} By then it would not at 24 h a day.");
                    (Ruling::Refuted, said, figures)
                }
            };
        }
        let in_time = |months: Option<f64>| months.is_some_and(|months| months <= self.high);
        let ruling = match (in_time(spent), in_time(earned)) {
            (true, _) => Ruling::Confirmed,
            (false, true) => Ruling::Depends,
            (false, false) => Ruling::Refuted,
        };
        (ruling, said, figures)
    }

    /// What a circuit may carry for hours, which is less than it is rated for where a rule says so.
    fn allowed(&self, report: &Report) -> Parts {
        let circuit = &report.power().circuit;
        let long = f64::from(circuit.continuous_w.unwrap_or(circuit.rated_w));
        let said = format!(
            "It is rated for {}; a load of three hours or more may take {}.",
            with_unit(f64::from(circuit.rated_w), "W"),
            with_unit(long, "W")
        );
        let ruling = match self.meets(long) {
            true => Ruling::Confirmed,
            false => Ruling::Refuted,
        };
        let figure = Figure::new("For hours", "W", long)
            .limited(f64::from(circuit.rated_w))
            .claimed(self.low, self.high);
        (ruling, said, vec![figure])
    }

    /// The memory of all cards, as vendors and as programs count it.
    fn capacity(&self, report: &Report) -> Parts {
        let memory = report.memory();
        let bytes: u64 = memory.per_gpu.iter().map(|card| card.capacity_bytes).sum();
        let (giga, binary) = (bytes as f64 / GB as f64, bytes as f64 / f64::from(1 << 30));
        let said = format!(
            "All cards together: {}, which is {}.",
            gib(bytes),
            gb(bytes)
        );
        let ruling = match self.meets(binary) || self.meets(giga) {
            true => Ruling::Confirmed,
            false => Ruling::Refuted,
        };
        let figure = Figure::new("Memory of all cards", "GiB", binary).claimed(self.low, self.high);
        (ruling, said, vec![figure])
    }
}

type Parts = (Ruling, String, Vec<Figure>);

/// What a claim leaves open where it says that part of the model may live in system memory.
pub const OFFLOADED: &str = "offload";

/// A figure that is written to two or three digits is met within so much of it.
pub(crate) const WRITTEN: f64 = 0.03;

/// What the card that decides has to hold.
fn fullest(report: &Report) -> Option<Figure> {
    let giga = |bytes: u64| bytes as f64 / GB as f64;
    let figure = |[low, used, high]: [u64; 3], capacity: u64| {
        Figure::new("On the fullest GPU", "GB", giga(used))
            .between(giga(low), giga(high))
            .limited(giga(capacity))
    };
    if let Some(training) = report.training() {
        let card = training.per_gpu.get(training.deciding_gpu as usize)?;
        let used = [card.used_low_bytes, card.used_bytes, card.used_high_bytes];
        return Some(figure(used, card.capacity_bytes));
    }
    if report.together().is_some() {
        return None;
    }
    let place = report.verdict().deciding_gpu as usize;
    let card = report.memory().per_gpu.get(place)?;
    let used = [card.used_low_bytes, card.used_bytes, card.used_high_bytes];
    Some(figure(used, card.capacity_bytes))
}

fn circuit(report: &Report) -> Parts {
    let power = report.power();
    let verdict = &power.verdict;
    let ruling = match verdict.status {
        PowerStatus::Carries => Ruling::Confirmed,
        PowerStatus::ShortTimeOnly => Ruling::Depends,
        PowerStatus::Overloads => Ruling::Refuted,
        // The supply is another question.
        PowerStatus::PsuTooSmall => Ruling::Depends,
    };
    let figure = Figure::new("On the circuit", "W", power.circuit.draw_w)
        .limited(f64::from(power.circuit.rated_w));
    (ruling, verdict.sentence.clone(), vec![figure])
}

fn supply(report: &Report) -> Parts {
    let Some(psu) = &report.power().psu else {
        let said = "A machine that is sold whole has its own supply.".to_owned();
        return (Ruling::Depends, said, Vec::new());
    };
    let load = report.power().dc_w;
    let gives = f64::from(psu.usable_w * psu.units);
    let advised = gives * ADVISED_PERMILLE as f64 / 1_000.0;
    let said = format!(
        "The parts draw at most {}, {:.0} % of what the supply gives.",
        with_unit(load, "W"),
        load / gives * 100.0
    );
    let (ruling, said) = match () {
        () if load > gives => (Ruling::Refuted, said),
        () if load > advised => (
            Ruling::Depends,
            format!(
                "{said} It is advised to stay below {}{THIN}% for long.",
                ADVISED_PERMILLE / 10
            ),
        ),
        () => (Ruling::Confirmed, said),
    };
    let figure = Figure::new("Load of the supply", "W", load).limited(gives);
    (ruling, said, vec![figure])
}
