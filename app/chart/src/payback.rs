//! What each way of having the machine will have cost, month by month.

use std::fmt::Write as _;

use plotters::coord::CoordTranslate;
use plotters::series::LineSeries;

use crate::canvas::{Canvas, Mark, SIZE};
use crate::ink::Ink;
use crate::scale::Scale;
use crate::sheet::{Area, Note, Sheet, sheet, spread};
use crate::text::{Safe, width};
use crate::unit::Unit;
use crate::{Chart, Drawing, Key, Labels, Shape, Size, Stop, Table};

/// More lines than this cannot be told apart.
const MOST_LINES: usize = 6;
/// More points than this add nothing at the size of the drawing.
const MOST_POINTS: usize = 600;
/// More rows than this are not read as a table.
const MOST_ROWS: usize = 16;
/// Months between rows.
const ROUND_STEPS: [usize; 5] = [1, 3, 6, 12, 24];
/// Of what the band is a tint.
const BAND: Ink = Ink::Quiet;
/// Written once, after the last tick of the axis.
const UNIT: &str = "months";

/// The ways compared, and where they cross.
#[derive(Clone, Debug, Default)]
pub struct Payback {
    /// What sums are counted in.
    pub unit: Unit,
    /// One for each way, those of owning first.
    pub lines: Vec<Line>,
    /// Where a line of owning meets another, the most important first.
    pub crossings: Vec<Crossing>,
    /// Between which sums others lie, that have no line of their own.
    pub band: Option<Band>,
}

/// What others cost, from the cheapest to the dearest.
#[derive(Clone, Debug)]
pub struct Band {
    /// Who they are.
    pub label: String,
    /// The least at the start and after each month, in cents.
    pub low: Vec<i64>,
    /// The most.
    pub high: Vec<i64>,
}

/// One way of having the machine.
#[derive(Clone, Debug)]
pub struct Line {
    /// Which.
    pub ink: Ink,
    /// Its name at the end of its line: `On demand`.
    pub label: String,
    /// What it will have cost at the start and after each month, in cents.
    pub cents: Vec<i64>,
}

/// Where a line of owning meets another.
#[derive(Clone, Copy, Debug)]
pub struct Crossing {
    /// Index of the line of owning.
    pub own: usize,
    /// Index of the other line.
    pub line: usize,
    /// The first month after which owning is not above it.
    pub month: usize,
}

/// Draws the lines for wide and narrow columns, with their key, their table and their readings.
#[must_use]
pub fn payback(labels: &Labels<'_>, input: &Payback) -> Chart {
    let lines: Vec<&Line> = input
        .lines
        .iter()
        .filter(|line| !line.cents.is_empty())
        .take(MOST_LINES)
        .collect();
    let months = lines.iter().map(|line| line.cents.len()).max().unwrap_or(0);
    let shown = months_shown(months);
    Chart {
        wide: draw(labels, input, &shown, Size::Wide),
        narrow: draw(labels, input, &shown, Size::Narrow),
        // Names stand at the ends of the lines.
        key: { input.band.iter() }
            .map(|band| Key {
                ink: BAND,
                label: band.label.clone(),
                shape: Shape::Area,
            })
            .collect(),
        table: table(labels, &lines, months, input.unit),
        readings: shown
            .iter()
            .map(|&month| (format!("Month {month}"), reading(&lines, month, input.unit)))
            .collect(),
    }
}

/// Every month, or every nth and the last.
fn months_shown(months: usize) -> Vec<usize> {
    let every = months.div_ceil(MOST_POINTS).max(1);
    let mut shown: Vec<usize> = (0..months).step_by(every).collect();
    if months > 0 && shown.last() != Some(&(months - 1)) {
        shown.push(months - 1);
    }
    shown
}

fn reading(lines: &[&Line], month: usize, unit: Unit) -> String {
    let mut out = String::new();
    for line in lines {
        if let Some(&cents) = line.cents.get(month) {
            let _ = write!(
                out,
                "<span class=\"c-value\"><span class=\"{}\">{}</span> {}</span> ",
                line.ink.class(),
                Safe(&line.label),
                unit.exact(cents)
            );
        }
    }
    out
}

fn table(labels: &Labels<'_>, lines: &[&Line], months: usize, unit: Unit) -> Table {
    // Few enough to be read; the readings have each month.
    let every = months.div_ceil(MOST_ROWS).max(1);
    let every = ROUND_STEPS
        .into_iter()
        .find(|step| *step >= every)
        .unwrap_or(every);
    Table {
        caption: labels.title.to_owned(),
        head: std::iter::once("Month".to_owned())
            .chain(lines.iter().map(|line| line.label.clone()))
            .collect(),
        rows: (0..months)
            .filter(|month| month % every == 0 || month + 1 == months)
            .map(|month| {
                std::iter::once(month.to_string())
                    .chain(lines.iter().map(|line| {
                        line.cents
                            .get(month)
                            .map_or_else(|| "–".to_owned(), |&cents| unit.exact(cents))
                    }))
                    .collect()
            })
            .collect(),
    }
}

fn draw(labels: &Labels<'_>, input: &Payback, shown: &[usize], size: Size) -> Drawing {
    let height = match size {
        _ if shown.is_empty() => 240,
        Size::Wide => 720,
        Size::Narrow => 620,
    };
    sheet(labels, size, height, |sheet| {
        let lines: Vec<(usize, &Line)> = input
            .lines
            .iter()
            .enumerate()
            .filter(|(_, line)| !line.cents.is_empty())
            .take(MOST_LINES)
            .collect();
        let narrow = size == Size::Narrow;
        let values = lines
            .iter()
            .flat_map(|(_, line)| line.cents.iter().copied())
            .chain({ input.band.iter() }.flat_map(|band| band.high.iter().copied()));
        let intervals = if narrow { 4 } else { 5 };
        let Some(money) = Scale::around(values.chain([0]), intervals, 10) else {
            return Vec::new();
        };
        let Some(&last) = shown.last() else {
            sheet.nothing(height);
            return Vec::new();
        };
        let time = Scale {
            low: 0,
            high: i64::try_from(last).unwrap_or(i64::MAX).max(1),
            step: months_step(last, if narrow { 5 } else { 10 }),
        };
        let page = Page::new(sheet, &lines, money, time, height, narrow, input.unit);
        page.grid();
        if let Some(band) = &input.band {
            page.band(band, shown);
        }
        page.saved(&input.crossings, shown);
        page.lines(shown);
        page.ends();
        page.crossings(&input.crossings, shown);
        page.stops(shown)
    })
}

/// Whole years where there are some.
fn months_step(last: usize, most: usize) -> i64 {
    let steps = [1, 2, 3, 6, 12, 24, 60, 120, 240, 600];
    let step = steps.into_iter().find(|step| last <= step * most);
    let step = step.unwrap_or_else(|| last.div_ceil(most).next_multiple_of(1_200));
    i64::try_from(step).unwrap_or(i64::MAX)
}

struct Page<'s, 'c> {
    sheet: &'s Sheet<'c>,
    lines: &'s [(usize, &'s Line)],
    money: Scale,
    time: Scale,
    plot: Area,
    room: i32,
    narrow: bool,
    unit: Unit,
}

impl<'s, 'c> Page<'s, 'c> {
    fn new(
        sheet: &'s Sheet<'c>,
        lines: &'s [(usize, &'s Line)],
        money: Scale,
        time: Scale,
        height: i32,
        narrow: bool,
        unit: Unit,
    ) -> Self {
        let mut page = Self {
            sheet,
            lines,
            money,
            time,
            plot: Area {
                left: 0,
                top: 28,
                right: sheet.width,
                bottom: height - 52,
            },
            room: 0,
            narrow,
            unit,
        };
        let ticks = money.ticks();
        let widest = ticks
            .iter()
            .map(|&tick| width(&page.tick(tick), SIZE, false));
        page.plot.left = widest.max().unwrap_or(0) + 12;
        let ends = lines.iter().map(|(_, line)| {
            let value = line.cents.last().copied().unwrap_or(0);
            width(&line.label, SIZE, true).max(width(&unit.exact(value), SIZE, false))
        });
        // The axis has its unit there as well.
        let least = width(UNIT, SIZE, false) + SIZE as i32;
        page.room = ends
            .max()
            .unwrap_or(0)
            .min(sheet.width * 35 / 100)
            .max(least);
        page.plot.right = sheet.width - page.room - 24;
        page
    }

    fn tick(&self, value: i64) -> String {
        let widest = self
            .money
            .low
            .unsigned_abs()
            .max(self.money.high.unsigned_abs());
        let widest = i64::try_from(widest).unwrap_or(i64::MAX);
        self.unit.tick(value, self.money.step, widest, self.narrow)
    }

    fn y(&self, cents: i64) -> i32 {
        self.money.place(cents, (self.plot.bottom, self.plot.top))
    }

    fn x(&self, month: usize) -> i32 {
        let month = i64::try_from(month).unwrap_or(i64::MAX);
        self.time.place(month, (self.plot.left, self.plot.right))
    }

    fn grid(&self) {
        for tick in self.money.ticks() {
            let y = self.y(tick);
            let ink = if tick == 0 { Ink::Edge } else { Ink::Hair };
            self.sheet.line(
                Mark::of(ink),
                2,
                [(self.plot.left, y), (self.plot.right, y)],
            );
            self.sheet.write(
                Note::new(&self.tick(tick), (self.plot.left - 12, y), self.plot.left)
                    .ink(Ink::Quiet)
                    .end()
                    .middle(),
            );
        }
        let base = self.plot.bottom;
        let mut taken = 0;
        for month in self.time.ticks() {
            let x = self.time.place(month, (self.plot.left, self.plot.right));
            self.sheet
                .line(Mark::of(Ink::Edge), 2, [(x, base), (x, base + 8)]);
            let text = month.to_string();
            self.sheet.write(
                Note::new(&text, (x, base + 38), self.sheet.width)
                    .ink(Ink::Quiet)
                    .centre(),
            );
            taken = x + width(&text, SIZE, false) / 2;
        }
        let at = (taken.max(self.plot.right) + 10, base + 38);
        self.sheet
            .write(Note::new(UNIT, at, self.sheet.width).ink(Ink::Quiet));
    }

    /// A tint from the cheapest of the others to the dearest.
    fn band(&self, band: &Band, shown: &[usize]) {
        let edge = |sums: &[i64]| {
            let place = |&month: &usize| Some((self.x(month), self.y(*sums.get(month)?)));
            let path: Vec<_> = shown.iter().filter_map(place).collect();
            let kept = straightened(&path);
            kept.into_iter()
                .map(|index| path[index])
                .collect::<Vec<_>>()
        };
        let (there, back) = (edge(&band.low), edge(&band.high));
        let around = there.into_iter().chain(back.into_iter().rev()).collect();
        self.sheet.polygon(Mark::of(BAND).soft(), around);
    }

    /// A tint between a line of owning and what it is held against, from where they cross.
    fn saved(&self, crossings: &[Crossing], shown: &[usize]) {
        let Some(crossing) = crossings.first() else {
            return;
        };
        let other = self.lines.iter().find(|(index, _)| *index == crossing.line);
        let own = self.lines.iter().find(|(index, _)| *index == crossing.own);
        let (Some((_, own)), Some((_, other))) = (own, other) else {
            return;
        };
        let after = || shown.iter().filter(|&&month| month >= crossing.month);
        let along = |line: &Line, month: usize| {
            let cents = *line.cents.get(month)?;
            Some((self.x(month), self.y(cents)))
        };
        let straight = |line: &Line| {
            let path: Vec<_> = after().filter_map(|&month| along(line, month)).collect();
            let kept = straightened(&path);
            kept.into_iter().map(move |index| path[index])
        };
        let there = straight(own);
        let back: Vec<_> = straight(other).collect();
        let mark = Mark::of(own.ink).soft();
        self.sheet
            .polygon(mark, there.chain(back.into_iter().rev()).collect());
    }

    fn lines(&self, shown: &[usize]) {
        let plot = self.sheet.plot(self.time, self.money, self.plot);
        // The first line on top of the others.
        for (index, (_, line)) in self.lines.iter().enumerate().rev() {
            let stroke = if index == 0 { 7 } else { 5 };
            let points = straightened(&self.path(line, shown))
                .into_iter()
                .filter_map(|index| {
                    let month = *shown.get(index)?;
                    Some((i64::try_from(month).ok()?, *line.cents.get(month)?))
                });
            let series: LineSeries<Canvas<'_>, _> =
                LineSeries::new(points, Mark::of(line.ink).line(stroke));
            for element in series {
                let _ = plot.draw(&element);
            }
            if line.cents.len() == 1 {
                let at = plot.as_coord_spec().translate(&(0, line.cents[0]));
                self.sheet.dot(line.ink, at, 8);
            }
        }
    }

    /// Each line's name and last value beside its end.
    fn ends(&self) {
        let gap = 2 * SIZE as i32 + 14;
        let wanted: Vec<i32> = self
            .lines
            .iter()
            .map(|(_, line)| self.y(line.cents.last().copied().unwrap_or(0)))
            .collect();
        let places = spread(&wanted, gap, self.plot.top + 8, self.plot.bottom - 28);
        let left = self.plot.right + 22;
        for ((_, line), (&want, &place)) in self.lines.iter().zip(wanted.iter().zip(&places)) {
            if (want - place).abs() > 14 {
                self.sheet.line(
                    Mark::of(Ink::Quiet),
                    2,
                    [(self.plot.right + 4, want), (left - 4, place)],
                );
            }
            let value = self.unit.exact(line.cents.last().copied().unwrap_or(0));
            self.sheet.write(
                Note::new(&line.label, (left, place + 2), self.room)
                    .ink(line.ink)
                    .strong(true),
            );
            self.sheet
                .write(Note::new(&value, (left, place + 30), self.room).ink(Ink::Quiet));
        }
    }

    fn crossings(&self, crossings: &[Crossing], shown: &[usize]) {
        let mut taken: Vec<Area> = Vec::new();
        let mut marked = Vec::new();
        for crossing in crossings.iter().take(MOST_LINES) {
            let line = |at: usize| self.lines.iter().find(|(index, _)| *index == at);
            let other = line(crossing.line).filter(|_| crossing.line != crossing.own);
            let own = line(crossing.own).and_then(|(_, line)| line.cents.get(crossing.month));
            if let (Some((_, other)), Some(&cents)) = (other, own) {
                let at = (self.x(crossing.month), self.y(cents));
                taken.push(Area {
                    left: at.0 - 14,
                    top: at.1 - 14,
                    right: at.0 + 14,
                    bottom: at.1 + 14,
                });
                marked.push((crossing, *other, at));
            }
        }
        let paths = self.paths(shown);
        for (index, (crossing, other, at)) in marked.iter().enumerate() {
            let main = index == 0;
            if main {
                self.sheet.line(
                    Mark::of(Ink::Edge),
                    2,
                    [(at.0, at.1), (at.0, self.plot.bottom)],
                );
            }
            if self.narrow && !main {
                self.sheet.ring(other.ink, *at, 10);
                continue;
            }
            let first = format!("Month {}", crossing.month);
            // Where there is little room, and for the others, the ring's colour says the rest.
            let second = match main && !self.narrow {
                true => format!("cheaper than {}", lower_first(&other.label)),
                false => String::new(),
            };
            let wide = width(&first, SIZE, main).max(width(&second, SIZE, false)) + 12;
            let wide = wide.min(self.plot.right - self.plot.left);
            let high = if second.is_empty() { 38 } else { 68 };
            if let Some(area) = self.free(*at, (wide, high), &paths, &taken, main) {
                let right = area.left + area.right < 2 * at.0;
                let x = if right { area.right - 6 } else { area.left + 6 };
                for (text, y, strong, ink) in [
                    (&first, area.top + 28, main, Ink::Text),
                    (&second, area.top + 58, false, Ink::Quiet),
                ] {
                    let note = Note::new(text, (x, y), wide).ink(ink).strong(strong).halo();
                    self.sheet.write(if right { note.end() } else { note });
                }
                taken.push(area);
            }
            self.sheet.ring(other.ink, *at, 10);
        }
    }

    /// A line as places on the sheet.
    fn path(&self, line: &Line, shown: &[usize]) -> Vec<(i32, i32)> {
        shown
            .iter()
            .map_while(|&month| Some((self.x(month), self.y(*line.cents.get(month)?))))
            .collect()
    }

    /// All lines as places so close together that none slips through a label.
    fn paths(&self, shown: &[usize]) -> Vec<(i32, i32)> {
        let mut places = Vec::new();
        for (_, line) in self.lines {
            let path = self.path(line, shown);
            for (from, to) in path.iter().zip(path.iter().skip(1)) {
                let (across, down) = (to.0 - from.0, to.1 - from.1);
                let pieces = (across.abs().max(down.abs()) / 8).max(1);
                places.extend((1..=pieces).map(|piece| {
                    let along = |way: i32| way * piece / pieces;
                    (from.0 + along(across), from.1 + along(down))
                }));
            }
        }
        places
    }

    /// Where beside a crossing a label covers least; only the main one may cover a line.
    fn free(
        &self,
        at: (i32, i32),
        (wide, high): (i32, i32),
        paths: &[(i32, i32)],
        taken: &[Area],
        main: bool,
    ) -> Option<Area> {
        let mut best: Option<(usize, Area)> = None;
        let centred =
            (at.0 - wide / 2).clamp(self.plot.left, (self.plot.right - wide).max(self.plot.left));
        for far in [20, 44, 84, 130, 200] {
            // Further away, a label would seem to belong to something else.
            if far > 44 && !main {
                break;
            }
            for top in [at.1 - high - far, at.1 + far] {
                for left in [at.0 - wide - 14, at.0 + 14, centred] {
                    let area = Area {
                        left,
                        top,
                        right: left + wide,
                        bottom: top + high,
                    };
                    let inside = left >= self.plot.left
                        && area.right <= self.plot.right
                        && top >= 0
                        && area.bottom <= self.plot.bottom;
                    if !inside || taken.iter().any(|other| other.overlaps(&area)) {
                        continue;
                    }
                    let covered = paths.iter().filter(|&&place| area.holds(place)).count();
                    if best.as_ref().is_none_or(|(least, _)| covered < *least) {
                        best = Some((covered, area));
                    }
                }
            }
        }
        best.filter(|&(covered, _)| covered == 0 || main)
            .map(|(_, area)| area)
    }

    fn stops(&self, shown: &[usize]) -> Vec<Stop> {
        shown
            .iter()
            .map(|&month| Stop::Rule {
                x: self.x(month),
                top: self.plot.top,
                bottom: self.plot.bottom,
                dots: self
                    .lines
                    .iter()
                    .filter_map(|(_, line)| Some((self.y(*line.cents.get(month)?), line.ink)))
                    .collect(),
            })
            .collect()
    }
}

/// Indices of the places that a line needs: whole units make a straight line tremble, and places
/// within a unit of the line between their neighbours say nothing more.
///
/// Ramer (1972) and Douglas and Peucker (1973), without roots and without recursion.
fn straightened(path: &[(i32, i32)]) -> Vec<usize> {
    let mut kept = vec![false; path.len()];
    let mut open = vec![(0, path.len().saturating_sub(1))];
    if let Some(first) = kept.first_mut() {
        *first = true;
    }
    if let Some(last) = kept.last_mut() {
        *last = true;
    }
    while let Some((from, to)) = open.pop() {
        let (start, end) = match (path.get(from), path.get(to)) {
            (Some(&start), Some(&end)) if to > from + 1 => (start, end),
            _ => continue,
        };
        let across = i64::from(end.0 - start.0);
        let down = i64::from(end.1 - start.1);
        let off = |index: usize| {
            let (x, y) = path[index];
            (across * i64::from(y - start.1) - down * i64::from(x - start.0)).abs()
        };
        let furthest = (from + 1..to).max_by_key(|&index| off(index));
        if let Some(index) = furthest
            && off(index).pow(2) > across.pow(2) + down.pow(2)
        {
            kept[index] = true;
            open.extend([(from, index), (index, to)]);
        }
    }
    (0..path.len()).filter(|&index| kept[index]).collect()
}

/// A label inside a sentence.
fn lower_first(label: &str) -> String {
    let mut letters = label.chars();
    match (letters.next(), letters.clone().next()) {
        (Some(first), Some(second)) if second.is_lowercase() || second == ' ' => {
            first.to_lowercase().chain(letters).collect()
        }
        _ => label.to_owned(),
    }
}
