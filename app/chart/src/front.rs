//! Price against rate: every machine a dot, and a staircase along those that nothing beats.

use std::fmt::Write as _;

use crate::canvas::{Mark, SIZE};
use crate::ink::Ink;
use crate::scale::{DOUBLING, Scale, doublings};
use crate::sheet::{Area, Note, Sheet, sheet};
use crate::text::{Safe, width};
use crate::unit::Unit;
use crate::{Chart, Drawing, Labels, Size, Stop, Table};

/// More machines than this cannot be told apart.
const MOST_POINTS: usize = 1_024;
/// Above the plot: the name of what is upwards.
const HEAD: i32 = 96;
/// Below it: prices and their name.
const FOOT: i32 = 88;
/// Between two texts.
const GAP: i32 = 20;
/// From a dot to its name.
const APART: i32 = 18;
/// Room for the name of a budget.
const BUDGET: i32 = 240;
/// Dollars of the first price on the axis, at least.
const LEAST: i64 = 100;

/// Machines for one job.
#[derive(Clone, Debug, Default)]
pub struct Front {
    /// What prices are counted in.
    pub unit: Unit,
    /// What the rates are of: `Each stream`.
    pub of: String,
    /// In growing order of price.
    pub spots: Vec<Spot>,
    /// The most that may be paid, in cents.
    pub budget: Option<i64>,
}

/// One machine.
#[derive(Clone, Debug)]
pub struct Spot {
    /// What it is called.
    pub name: String,
    /// Its price.
    pub cents: i64,
    /// Its rate, in tenths of tokens a second.
    pub tenths: i64,
    /// The rate as text, without its unit.
    pub said: String,
    /// Whether nothing is both cheaper and faster.
    pub unbeaten: bool,
}

impl Front {
    fn unbeaten(&self) -> impl Iterator<Item = &Spot> {
        self.spots
            .iter()
            .take(MOST_POINTS)
            .filter(|spot| spot.unbeaten)
    }
}

/// Draws the machines. Each doubling of the price takes the same way.
#[must_use]
pub fn front(labels: &Labels<'_>, input: &Front) -> Chart {
    let price = |spot: &Spot| input.unit.exact(spot.cents);
    Chart {
        wide: draw(labels, input, Size::Wide),
        narrow: draw(labels, input, Size::Narrow),
        // Names stand beside the marks.
        key: Vec::new(),
        table: Table {
            caption: labels.title.to_owned(),
            head: vec![
                "Machine".to_owned(),
                "Price".to_owned(),
                format!("{}, {}", input.of, Unit::RATE.suffix),
            ],
            rows: { input.unbeaten() }
                .map(|spot| vec![spot.name.clone(), price(spot), spot.said.clone()])
                .collect(),
        },
        readings: { input.unbeaten() }
            .map(|spot| {
                let mut out = String::new();
                let _ = write!(
                    out,
                    "<span class=\"c-value\">{}</span> <span class=\"c-value\">{}\u{202f}{}</span>",
                    Safe(&price(spot)),
                    Safe(&spot.said),
                    Unit::RATE.suffix
                );
                (spot.name.clone(), out)
            })
            .collect(),
    }
}

/// A price on the axis, in whole units.
fn dollars(cents: i64) -> u64 {
    (cents / 100).max(LEAST).unsigned_abs()
}

fn draw(labels: &Labels<'_>, input: &Front, size: Size) -> Drawing {
    let spots = input.spots.get(..MOST_POINTS).unwrap_or(&input.spots);
    let height = match size {
        Size::Wide => 660,
        Size::Narrow => 600,
    };
    let prices = || {
        let spots = spots.iter().map(|spot| spot.cents);
        spots.chain(input.budget.filter(|_| !input.spots.is_empty()))
    };
    let (Some(low), Some(high)) = (prices().min(), prices().max()) else {
        return sheet(labels, size, 240, |sheet| {
            sheet.nothing(240);
            Vec::new()
        });
    };
    sheet(labels, size, height, |sheet| {
        let rates = spots.iter().map(|spot| spot.tenths).chain([0]);
        let up = Scale::around(rates, 5, 10).unwrap_or(Scale {
            low: 0,
            high: 10,
            step: 10,
        });
        let (low, high) = (doublings(dollars(low)), doublings(dollars(high)));
        let margin = DOUBLING / 4;
        let along = Scale {
            low: low - margin,
            high: high + margin,
            step: DOUBLING,
        };
        let tick = |value| {
            Unit::RATE
                .bare()
                .tick(value, up.step, up.high, size == Size::Narrow)
        };
        let widest = up
            .ticks()
            .into_iter()
            .map(|at| width(&tick(at), SIZE, false))
            .max();
        let area = Area {
            left: widest.unwrap_or(0) + GAP,
            top: HEAD,
            right: sheet.width - GAP,
            bottom: height - FOOT,
        };
        let page = Page {
            sheet,
            input,
            spots,
            along,
            up,
            area,
        };
        page.grid(&tick);
        page.prices(size);
        page.budget();
        page.machines();
        page.names();
        page.stops()
    })
}

struct Page<'s, 'c> {
    sheet: &'s Sheet<'c>,
    input: &'s Front,
    spots: &'s [Spot],
    along: Scale,
    up: Scale,
    area: Area,
}

impl Page<'_, '_> {
    fn x(&self, cents: i64) -> i32 {
        let at = doublings(dollars(cents));
        self.along.place(at, (self.area.left, self.area.right))
    }

    fn at(&self, spot: &Spot) -> (i32, i32) {
        let y = self
            .up
            .place(spot.tenths, (self.area.bottom, self.area.top));
        (self.x(spot.cents), y)
    }

    fn grid(&self, tick: &dyn Fn(i64) -> String) {
        let Area {
            left,
            right,
            bottom,
            top,
        } = self.area;
        for value in self.up.ticks() {
            let y = self.up.place(value, (bottom, top));
            let ink = if value == 0 { Ink::Edge } else { Ink::Hair };
            self.sheet.line(Mark::of(ink), 2, [(left, y), (right, y)]);
            let text = tick(value);
            let note = Note::new(&text, (left - 12, y), left);
            self.sheet.write(note.ink(Ink::Quiet).end().middle());
        }
        let name = Note::new(&self.input.of, (0, 26), self.sheet.width).strong(true);
        self.sheet.write(name);
        let after = width(&self.input.of, SIZE, true) + GAP;
        let unit = Note::new(Unit::RATE.suffix, (after, 26), self.sheet.width - after);
        self.sheet.write(unit.ink(Ink::Quiet));
    }

    /// One, two and five of every power of ten that have room.
    fn prices(&self, size: Size) {
        let Area {
            left,
            right,
            bottom,
            ..
        } = self.area;
        let sign = self.input.unit.prefix;
        let mut free = left;
        let steps = (0..9).flat_map(|power| [1, 2, 5].map(|step| step * 10_i64.pow(power)));
        for usd in steps.filter(|usd| *usd >= LEAST) {
            let at = doublings(dollars(usd * 100));
            if !(self.along.low..=self.along.high).contains(&at) {
                continue;
            }
            let x = self.along.place(at, (left, right));
            self.sheet
                .line(Mark::of(Ink::Edge), 2, [(x, bottom), (x, bottom + 8)]);
            let short = size == Size::Narrow || usd >= 10_000;
            let text = match (short, usd) {
                (true, 1_000_000..) => format!("{sign}{}\u{202f}M", usd / 1_000_000),
                (true, 1_000..) => format!("{sign}{}\u{202f}k", usd / 1_000),
                _ => self.input.unit.exact(usd * 100),
            };
            let wide = width(&text, SIZE, false);
            if x - wide / 2 < free || x + wide / 2 > self.sheet.width {
                continue;
            }
            let note = Note::new(&text, (x, bottom + 38), wide + GAP);
            self.sheet.write(note.ink(Ink::Quiet).centre());
            free = x + wide / 2 + GAP;
        }
        let name = Note::new("Price of the machine", (left, bottom + 76), right - left);
        self.sheet.write(name.strong(true));
    }

    fn budget(&self) {
        let Some(cents) = self.input.budget else {
            return;
        };
        let x = self.x(cents);
        let ends = [(x, self.area.top), (x, self.area.bottom)];
        self.sheet.line(Mark::of(Ink::Limit), 2, ends);
        let text = format!("budget {}", self.input.unit.exact(cents));
        let note = Note::new(&text, (x - 8, self.area.top - 44), x - self.area.left);
        self.sheet.write(note.ink(Ink::Quiet).end().halo());
    }

    fn machines(&self) {
        for spot in self.spots.iter().filter(|spot| !spot.unbeaten) {
            self.sheet.dot(Ink::Edge, self.at(spot), 5);
        }
        let mut stairs: Vec<(i32, i32)> = Vec::new();
        for spot in self.input.unbeaten() {
            let (x, y) = self.at(spot);
            if let Some((_, before)) = stairs.last().copied() {
                stairs.push((x, before));
            }
            stairs.push((x, y));
        }
        self.sheet.line(Mark::of(Ink::Own), 4, stairs);
        for spot in self.input.unbeaten() {
            self.sheet.ring(Ink::Own, self.at(spot), 9);
        }
    }

    /// Names where there is room: nothing lies above and left of the stairs. The ends go first.
    fn names(&self) {
        let spots: Vec<&Spot> = self.input.unbeaten().collect();
        let last = spots.len().saturating_sub(1);
        let mut order: Vec<usize> = (0..spots.len()).collect();
        order.sort_by_key(|place| (*place != last, *place != 0, last - *place));
        // The name of the axis, and the budget.
        let named = width(&self.input.of, SIZE, true) + width(Unit::RATE.suffix, SIZE, false);
        let budget = self.input.budget.map(|cents| self.x(cents));
        let mut taken = vec![Area {
            left: 0,
            top: 0,
            right: named + 2 * GAP,
            bottom: 34,
        }];
        taken.extend(budget.map(|x| Area {
            left: x - BUDGET,
            top: 0,
            right: x,
            bottom: self.area.top - 38,
        }));
        for place in order {
            let Some(spot) = spots.get(place) else {
                continue;
            };
            let (x, y) = self.at(spot);
            let wide = width(&spot.name, SIZE, false);
            let base = y - APART / 2;
            let area = Area {
                left: x - APART - wide,
                top: base - 26,
                right: x - APART,
                bottom: base + 6,
            };
            let room = area.left >= self.area.left && area.top >= 0;
            if !room || taken.iter().any(|other| other.overlaps(&area)) {
                continue;
            }
            let note = Note::new(&spot.name, (area.right, base), wide + GAP);
            self.sheet.write(note.end().halo());
            taken.push(area);
        }
    }

    fn stops(&self) -> Vec<Stop> {
        let stop = |spot: &Spot| {
            let (x, y) = self.at(spot);
            Stop::Rule {
                x,
                top: self.area.top,
                bottom: self.area.bottom,
                dots: vec![(y, Ink::Own)],
            }
        };
        self.input.unbeaten().map(stop).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::{Front, Spot, Unit, front};
    use crate::{Labels, Stop};

    fn spot(name: &str, usd: i64, rate: i64, unbeaten: bool) -> Spot {
        Spot {
            name: name.to_owned(),
            cents: usd * 100,
            tenths: rate * 10,
            said: rate.to_string(),
            unbeaten,
        }
    }

    #[test]
    fn what_nothing_beats_is_named_read_and_listed() {
        let spots = vec![
            spot("one 3090", 1_900, 20, true),
            spot("a slow one", 2_400, 15, false),
            spot("one 5090", 5_000, 60, true),
            spot("four 5090", 20_000, 150, true),
        ];
        let labels = Labels {
            id: "front",
            title: "Machines",
            desc: "",
        };
        let input = Front {
            unit: Unit::DOLLARS,
            of: "Each stream".to_owned(),
            spots,
            budget: Some(2_500_000),
        };
        let chart = front(&labels, &input);
        for drawing in [&chart.wide, &chart.narrow] {
            assert_eq!(drawing.stops.len(), 3);
            assert!(drawing.svg.contains(">four 5090<"), "{}", drawing.svg);
            assert!(!drawing.svg.contains("a slow one"));
            assert!(drawing.svg.contains("budget $25\u{202f}000"));
        }
        let x = |stop: &Stop| match stop {
            Stop::Rule { x, .. } => *x,
            Stop::Band { .. } => 0,
        };
        assert!(chart.wide.stops.is_sorted_by(|one, next| x(one) < x(next)));
        let rows = chart.table.rows.iter().map(|row| row[1].as_str());
        let prices = ["$1\u{202f}900", "$5\u{202f}000", "$20\u{202f}000"];
        assert_eq!(rows.collect::<Vec<_>>(), prices);
    }

    #[test]
    fn nothing_is_drawn_of_nothing() {
        let labels = Labels {
            id: "front",
            title: "Machines",
            desc: "",
        };
        let chart = front(
            &labels,
            &Front {
                budget: Some(100),
                ..Front::default()
            },
        );
        assert!(chart.wide.svg.contains("No figures to draw"));
        assert!(chart.readings.is_empty());
    }
}
