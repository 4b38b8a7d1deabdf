//! Rates against the number of requests at once: one stream's above, that of all together below.

use std::fmt::Write as _;

use plotters::series::LineSeries;

use crate::canvas::{Canvas, Mark, SIZE};
use crate::ink::Ink;
use crate::scale::{DOUBLING, Scale, doublings};
use crate::sheet::{Area, Note, Sheet, sheet};
use crate::text::{Safe, width};
use crate::unit::Unit;
use crate::{Chart, Drawing, Labels, Size, Stop, Table};

/// More numbers of requests than this cannot be told apart.
const MOST_POINTS: usize = 64;
/// What both plots have at their tops: their name.
const HEAD: i32 = 52;
/// Between the first plot and the name of the second.
const APART: i32 = 36;
/// Between the numbers of the axis.
const GAP: i32 = 20;

/// Rates at growing numbers of requests.
#[derive(Clone, Debug, Default)]
pub struct Concurrency {
    /// In growing order of requests.
    pub points: Vec<Load>,
    /// What each stream should have at least, in tenths of tokens a second.
    pub wanted: Option<i64>,
}

/// The rates with one number of requests.
#[derive(Clone, Debug)]
pub struct Load {
    /// How many at once.
    pub requests: u32,
    /// Of each stream.
    pub each: Rate,
    /// Of all together.
    pub all: Rate,
    /// Whether this is the number that is asked about.
    pub chosen: bool,
}

/// A rate and how it is said: estimates have fewer digits than drawings.
#[derive(Clone, Debug)]
pub struct Rate {
    /// Tenths of tokens a second.
    pub tenths: i64,
    /// As text, without its unit.
    pub said: String,
}

/// One of the two plots.
struct Plot {
    name: &'static str,
    rate: fn(&Load) -> &Rate,
    /// Whether more requests lower it; the wanted rate is about that.
    falls: bool,
}

const PLOTS: [Plot; 2] = [
    Plot {
        name: "Each stream",
        rate: |load| &load.each,
        falls: true,
    },
    Plot {
        name: "All together",
        rate: |load| &load.all,
        falls: false,
    },
];

/// Draws both plots over one axis, on which each doubling takes the same way.
#[must_use]
pub fn concurrency(labels: &Labels<'_>, input: &Concurrency) -> Chart {
    let suffix = Unit::RATE.suffix;
    let points = input.points.get(..MOST_POINTS).unwrap_or(&input.points);
    let head = PLOTS.map(|plot| format!("{}, {suffix}", plot.name));
    Chart {
        wide: draw(labels, points, input.wanted, Size::Wide),
        narrow: draw(labels, points, input.wanted, Size::Narrow),
        // Names stand above the lines.
        key: Vec::new(),
        table: Table {
            caption: labels.title.to_owned(),
            head: std::iter::once("Requests at once".to_owned())
                .chain(head)
                .collect(),
            rows: points
                .iter()
                .map(|load| {
                    let [each, all] = PLOTS.map(|plot| (plot.rate)(load).said.clone());
                    vec![load.requests.to_string(), each, all]
                })
                .collect(),
        },
        readings: points
            .iter()
            .map(|load| (requests(load.requests), reading(load)))
            .collect(),
    }
}

fn requests(count: u32) -> String {
    match count {
        1 => "1 request".to_owned(),
        count => format!("{count} requests"),
    }
}

fn reading(load: &Load) -> String {
    let mut out = String::new();
    for plot in &PLOTS {
        let _ = write!(
            out,
            "<span class=\"c-value\">{} {}\u{202f}{}</span> ",
            plot.name.to_lowercase(),
            Safe(&(plot.rate)(load).said),
            Unit::RATE.suffix
        );
    }
    out
}

fn draw(labels: &Labels<'_>, points: &[Load], wanted: Option<i64>, size: Size) -> Drawing {
    let [last] = points else {
        return draw_many(labels, points, wanted, size);
    };
    // A line needs two; the point is said in words.
    sheet(labels, size, 240, |sheet| {
        let text = format!(
            "{}: {}\u{202f}{}",
            requests(last.requests),
            last.each.said,
            Unit::RATE.suffix
        );
        let at = (sheet.width / 2, 120);
        sheet.write(Note::new(&text, at, sheet.width).centre().middle());
        Vec::new()
    })
}

fn draw_many(labels: &Labels<'_>, points: &[Load], wanted: Option<i64>, size: Size) -> Drawing {
    let (Some(first), Some(last)) = (points.first(), points.last()) else {
        return sheet(labels, size, 240, |sheet| {
            sheet.nothing(240);
            Vec::new()
        });
    };
    let (plot, foot) = match size {
        Size::Wide => (250, 52),
        Size::Narrow => (230, 52),
    };
    let height = 2 * (HEAD + plot) + APART + foot;
    sheet(labels, size, height, |sheet| {
        let scales = PLOTS.map(|plot| {
            let values = points.iter().map(|load| (plot.rate)(load).tenths);
            let fallback = Scale {
                low: 0,
                high: 10,
                step: 10,
            };
            Scale::around(values.chain([0]), 3, 1).unwrap_or(fallback)
        });
        let tick = |scale: &Scale, value| {
            Unit::RATE
                .bare()
                .tick(value, scale.step, scale.high, size == Size::Narrow)
        };
        let widest = scales
            .iter()
            .flat_map(|scale| scale.ticks().into_iter().map(|at| tick(scale, at)))
            .map(|text| width(&text, SIZE, false))
            .max();
        let along = Scale {
            low: doublings(first.requests.into()),
            high: doublings(last.requests.into()).max(1),
            step: DOUBLING,
        };
        let left = widest.unwrap_or(0) + 20;
        let end = width(&last.requests.to_string(), SIZE, false);
        let right = sheet.width - end.max(2 * GAP) / 2;
        let mut page = Page {
            sheet,
            points,
            along,
            area: Area {
                left,
                top: 0,
                right,
                bottom: 0,
            },
        };
        let mut heights = Vec::with_capacity(2);
        for (plot_of, scale) in PLOTS.iter().zip(&scales) {
            let before = if heights.is_empty() { 0 } else { APART };
            page.area.top = page.area.bottom + before + HEAD;
            page.area.bottom = page.area.top + plot;
            page.grid(plot_of, scale, &|value| tick(scale, value));
            if let Some(wanted) = wanted.filter(|_| plot_of.falls) {
                page.wanted(wanted, scale);
            }
            page.rates(plot_of, scale);
            heights.push(page.heights(plot_of, scale));
        }
        page.axis();
        let bottom = page.area.bottom;
        points
            .iter()
            .enumerate()
            .map(|(index, load)| Stop::Rule {
                x: page.x(load),
                top: HEAD,
                bottom,
                dots: heights
                    .iter()
                    .filter_map(|heights| Some((*heights.get(index)?, Ink::Own)))
                    .collect(),
            })
            .collect()
    })
}

struct Page<'s, 'c> {
    sheet: &'s Sheet<'c>,
    points: &'s [Load],
    along: Scale,
    /// Of the plot that is being drawn.
    area: Area,
}

impl Page<'_, '_> {
    fn x(&self, load: &Load) -> i32 {
        self.along.place(
            doublings(load.requests.into()),
            (self.area.left, self.area.right),
        )
    }

    fn y(&self, scale: &Scale, tenths: i64) -> i32 {
        scale.place(tenths, (self.area.bottom, self.area.top))
    }

    fn heights(&self, plot: &Plot, scale: &Scale) -> Vec<i32> {
        let rates = self.points.iter().map(|load| (plot.rate)(load).tenths);
        rates.map(|tenths| self.y(scale, tenths)).collect()
    }

    fn grid(&self, plot: &Plot, scale: &Scale, tick: &dyn Fn(i64) -> String) {
        let Area {
            left, top, right, ..
        } = self.area;
        for value in scale.ticks() {
            let y = self.y(scale, value);
            let ink = if value == 0 { Ink::Edge } else { Ink::Hair };
            self.sheet.line(Mark::of(ink), 2, [(left, y), (right, y)]);
            self.sheet.write(
                Note::new(&tick(value), (left - 12, y), left)
                    .ink(Ink::Quiet)
                    .end()
                    .middle(),
            );
        }
        let base = top - 20;
        let name = Note::new(plot.name, (0, base), self.sheet.width).strong(true);
        self.sheet.write(name);
        let after = width(plot.name, SIZE, true) + GAP;
        let unit = Note::new(Unit::RATE.suffix, (after, base), self.sheet.width - after);
        self.sheet.write(unit.ink(Ink::Quiet));
    }

    fn wanted(&self, tenths: i64, scale: &Scale) {
        if !(scale.low..=scale.high).contains(&tenths) {
            return;
        }
        let y = self.y(scale, tenths);
        let ends = [(self.area.left, y), (self.area.right, y)];
        self.sheet.line(Mark::of(Ink::Quiet), 2, ends);
        let text = format!("wanted: {}", Unit::RATE.bare().exact(tenths));
        let at = (self.area.right, y - 8);
        let note = Note::new(&text, at, self.area.right - self.area.left);
        self.sheet.write(note.ink(Ink::Quiet).halo().end());
    }

    fn rates(&self, plot: &Plot, scale: &Scale) {
        let area = self.sheet.plot(self.along, *scale, self.area);
        let points = self
            .points
            .iter()
            .map(|load| (doublings(load.requests.into()), (plot.rate)(load).tenths));
        let series: LineSeries<Canvas<'_>, _> = LineSeries::new(points, Mark::of(Ink::Own).line(5));
        for element in series {
            // The canvas cannot fail.
            let _ = area.draw(&element);
        }
        for load in self.points.iter().filter(|load| !load.chosen) {
            let rate = (plot.rate)(load);
            self.sheet
                .dot(Ink::Own, (self.x(load), self.y(scale, rate.tenths)), 6);
        }
        let Some(load) = self.points.iter().find(|load| load.chosen) else {
            return;
        };
        let rate = (plot.rate)(load);
        let (x, y) = (self.x(load), self.y(scale, rate.tenths));
        self.sheet.ring(Ink::Own, (x, y), 11);
        let text = format!("{} with {}", rate.said, load.requests);
        let wide = width(&text, SIZE, true);
        // On the side on which the line falls away.
        let left = match plot.falls {
            true => x - GAP,
            false => x + GAP - wide,
        };
        let left = left.min(self.sheet.width - wide).max(self.area.left);
        // Above the line, but not in the plot's name.
        let below = y - 22 < self.area.top;
        let base = if below { y + 46 } else { y - 20 };
        let note = Note::new(&text, (left, base), self.sheet.width - left);
        self.sheet.write(note.strong(true).halo());
    }

    /// The numbers of requests that have room: the first with its unit, and the last before others.
    fn axis(&self) {
        let base = self.area.bottom;
        let last = self.points.len().saturating_sub(1);
        let labels: Vec<(i32, i32, String)> = self
            .points
            .iter()
            .enumerate()
            .map(|(place, load)| {
                let x = self.x(load);
                let (text, left) = match place {
                    0 => (requests(load.requests), 0),
                    _ => (load.requests.to_string(), 1),
                };
                let wide = width(&text, SIZE, false);
                (x - left * wide / 2, wide, text)
            })
            .collect();
        let end = labels.last().map_or(0, |(left, ..)| left - GAP);
        let mut free = 0;
        for (place, (load, (left, wide, text))) in self.points.iter().zip(&labels).enumerate() {
            let x = self.x(load);
            self.sheet
                .line(Mark::of(Ink::Edge), 2, [(x, base), (x, base + 8)]);
            let inner = place > 0 && place < last;
            if inner && (*left < free || left + wide > end) {
                continue;
            }
            let at = (*left, base + 38);
            self.sheet
                .write(Note::new(text, at, self.sheet.width - left).ink(Ink::Quiet));
            free = left + wide + GAP;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Concurrency, Load, Rate, concurrency};
    use crate::{Labels, Stop};

    #[test]
    fn each_number_of_requests_is_read_at_both_plots() {
        let rate = |tenths: i64| Rate {
            tenths,
            said: (tenths / 10).to_string(),
        };
        let points: Vec<Load> = [1, 2, 4, 6]
            .map(|requests| Load {
                requests,
                each: rate(400 - 30 * i64::from(requests)),
                all: rate(i64::from(requests) * 300),
                chosen: requests == 4,
            })
            .to_vec();
        let labels = Labels {
            id: "rates",
            title: "Rates",
            desc: "",
        };
        let chart = concurrency(
            &labels,
            &Concurrency {
                points,
                wanted: Some(200),
            },
        );
        for drawing in [&chart.wide, &chart.narrow] {
            let places: Vec<(i32, usize)> = drawing
                .stops
                .iter()
                .map(|stop| match stop {
                    Stop::Rule { x, dots, .. } => (*x, dots.len()),
                    Stop::Band { .. } => (0, 0),
                })
                .collect();
            assert_eq!(places.len(), 4);
            assert!(places.windows(2).all(|pair| pair[0].0 < pair[1].0));
            assert!(places.iter().all(|(_, dots)| *dots == 2));
            assert!(drawing.svg.contains("wanted: 20"));
            assert!(drawing.svg.contains("28 with 4"));
        }
        let (name, reading) = &chart.readings[0];
        assert_eq!(name, "1 request");
        assert!(reading.contains("all together 30\u{202f}tokens/s"));
    }
}
