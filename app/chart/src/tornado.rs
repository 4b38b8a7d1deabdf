//! How far an answer moves when each input alone does.

use headroom_core::units::sort_by_key;

use crate::canvas::{Mark, SIZE};
use crate::ink::Ink;
use crate::rows::{MOST_ROWS, Rows, Words};
use crate::scale::Scale;
use crate::sheet::{Area, Note, Sheet, sheet};
use crate::text::{Safe, width};
use crate::unit::Unit;
use crate::{Chart, Drawing, Key, Labels, Shape, Size, Table};

/// An answer and what moves it.
#[derive(Clone, Debug)]
pub struct Tornado {
    /// What the answer is counted in.
    pub unit: Unit,
    /// The answer as things are; none when it is never reached.
    pub base: Option<i64>,
    /// The inputs, in any order.
    pub rows: Vec<Input>,
}

/// One input at both of its ends.
#[derive(Clone, Debug)]
pub struct Input {
    /// Its name.
    pub label: String,
    /// The lower end.
    pub low: Outcome,
    /// The higher end.
    pub high: Outcome,
}

/// An input's value and the answer that it gives.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// The input's value as text: `$0.10`.
    pub given: String,
    /// The answer; none when it is never reached.
    pub answer: Option<i64>,
}

/// Draws the inputs by how far they move the answer, the strongest first.
#[must_use]
pub fn tornado(labels: &Labels<'_>, input: &Tornado) -> Chart {
    let mut rows = input.rows.clone();
    sort_by_key(&mut rows, |row| std::cmp::Reverse(reach(row, input.base)));
    rows.truncate(MOST_ROWS);
    let answer = |value: Option<i64>| {
        value.map_or_else(|| "never".to_owned(), |value| input.unit.exact(value))
    };
    Chart {
        wide: draw(labels, input, &rows, Size::Wide),
        narrow: draw(labels, input, &rows, Size::Narrow),
        key: [(Ink::Low, "Input lower"), (Ink::High, "Input higher")]
            .map(|(ink, label)| Key {
                ink,
                label: label.to_owned(),
                shape: Shape::Area,
            })
            .to_vec(),
        table: Table {
            caption: labels.title.to_owned(),
            head: ["Input", "Lower", "Answer", "Higher", "Answer"]
                .map(str::to_owned)
                .to_vec(),
            rows: rows
                .iter()
                .map(|row| {
                    vec![
                        row.label.clone(),
                        row.low.given.clone(),
                        answer(row.low.answer),
                        row.high.given.clone(),
                        answer(row.high.answer),
                    ]
                })
                .collect(),
        },
        readings: rows
            .iter()
            .map(|row| {
                let value = |ink: Ink, effect: &Outcome| {
                    format!(
                        "<span class=\"c-value\"><svg class=\"swatch\" width=\"10\" height=\"10\" aria-hidden=\"true\"><rect class=\"c-area {}\" width=\"10\" height=\"10\"/></svg> \
                         at {}: {}</span> ",
                        ink.class(),
                        Safe(&effect.given),
                        answer(effect.answer)
                    )
                };
                let values = value(Ink::Low, &row.low) + &value(Ink::High, &row.high);
                (row.label.clone(), values)
            })
            .collect(),
    }
}

/// Distance between the furthest answers; `never` is furthest.
fn reach(row: &Input, base: Option<i64>) -> u128 {
    let answers = [row.low.answer, row.high.answer, base];
    let far = |value: Option<i64>| value.map_or(i128::from(i64::MAX) * 2, i128::from);
    let values = answers.map(far);
    let least = values.iter().min().copied().unwrap_or(0);
    let most = values.iter().max().copied().unwrap_or(0);
    (most - least).unsigned_abs()
}

fn draw(labels: &Labels<'_>, input: &Tornado, inputs: &[Input], size: Size) -> Drawing {
    let words = inputs.iter().map(|row| Words {
        label: row.label.clone(),
        value: String::new(),
        aside: String::new(),
        strong: false,
    });
    let foot = if inputs.is_empty() { 120 } else { 70 };
    let rows = Rows::new(size, words.collect(), 44, foot);
    sheet(labels, size, rows.height, |sheet| {
        if inputs.is_empty() {
            sheet.nothing(rows.height);
            return Vec::new();
        }
        let page = Page::new(sheet, input, inputs, rows, size);
        page.grid();
        for row in 0..inputs.len() {
            page.row(row);
        }
        page.base();
        page.rows.write(sheet);
        page.rows.stops()
    })
}

struct Page<'s, 'c> {
    sheet: &'s Sheet<'c>,
    input: &'s Tornado,
    inputs: &'s [Input],
    rows: Rows,
    scale: Scale,
    /// Where the lowest and the highest answers stand.
    places: (i32, i32),
    /// Where answers stand that are never reached.
    never: i32,
    /// Room for an input's value at either side of a bar.
    room: i32,
    narrow: bool,
}

impl<'s, 'c> Page<'s, 'c> {
    fn new(
        sheet: &'s Sheet<'c>,
        input: &'s Tornado,
        inputs: &'s [Input],
        rows: Rows,
        size: Size,
    ) -> Self {
        let effects = || inputs.iter().flat_map(|row| [&row.low, &row.high]);
        let answers = effects()
            .filter_map(|effect| effect.answer)
            .chain(input.base);
        let narrow = size == Size::Narrow;
        let per = i64::from(input.unit.per);
        let scale = Scale::between(answers, if narrow { 4 } else { 6 }, per).unwrap_or(Scale {
            low: 0,
            high: per,
            step: per,
        });
        let widest = effects().map(|effect| width(&effect.given, SIZE, false));
        let (left, right) = rows.reach;
        let room = widest.max().unwrap_or(0).min((right - left) / 4) + 12;
        let never = right - room;
        let endless = input.base.is_none() || effects().any(|effect| effect.answer.is_none());
        let high = if endless {
            never - (right - left) / 10
        } else {
            never
        };
        Self {
            sheet,
            input,
            inputs,
            scale,
            places: (left + room, high),
            never,
            room,
            rows,
            narrow,
        }
    }

    fn x(&self, answer: Option<i64>) -> i32 {
        answer.map_or(self.never, |answer| self.scale.place(answer, self.places))
    }

    fn grid(&self) {
        let (top, bottom) = self.rows.extent();
        if self.narrow {
            let ends = [(0, bottom), (self.sheet.width, bottom)];
            self.sheet.line(Mark::of(Ink::Hair), 2, ends);
        }
        let unit = self.input.unit;
        let bare = unit.bare();
        let widest = self
            .scale
            .high
            .saturating_abs()
            .max(self.scale.low.saturating_abs());
        let mut free = 0;
        for tick in self.scale.ticks() {
            let x = self.x(Some(tick));
            // Through names and values they would only be specks.
            let (ink, from) = if self.narrow {
                (Ink::Edge, bottom - 6)
            } else {
                (Ink::Hair, top)
            };
            self.sheet.line(Mark::of(ink), 2, [(x, from), (x, bottom)]);
            let text = bare.tick(tick, self.scale.step, widest, self.narrow);
            let half = width(&text, SIZE, false) / 2;
            if x - half >= free && x + half <= self.sheet.width {
                self.sheet.write(
                    Note::new(&text, (x, bottom + 34), self.sheet.width)
                        .ink(Ink::Quiet)
                        .centre(),
                );
                free = x + half + 12;
            }
        }
        let suffix = unit.suffix;
        let x = (self.never + 12).max(free);
        if x + width(suffix, SIZE, false) <= self.sheet.width {
            self.sheet
                .write(Note::new(suffix, (x, bottom + 34), self.sheet.width).ink(Ink::Quiet));
        }
    }

    fn row(&self, row: usize) {
        let Input { low, high, .. } = &self.inputs[row];
        let (top, bottom) = self.rows.bar(row);
        let base = self.x(self.input.base);
        let mut sides = [(Ink::Low, low), (Ink::High, high)].map(|(ink, effect)| {
            let x = self.x(effect.answer);
            (ink, effect, x)
        });
        // The longer one first, for where both lie on the same side.
        sort_by_key(&mut sides, |&(_, _, x)| std::cmp::Reverse((x - base).abs()));
        for &(ink, effect, x) in &sides {
            let mark = Mark::of(ink);
            let (left, right) = (x.min(base), x.max(base));
            sheet_bar(self.sheet, mark, left, right, top, bottom);
            if effect.answer.is_none() && self.input.base.is_some() {
                let middle = (top + bottom) / 2;
                self.sheet.polygon(
                    mark,
                    vec![(right, top), (right + 14, middle), (right, bottom)],
                );
            }
        }
        let mut taken: [bool; 2] = [false, false];
        for (ink, effect, x) in sides {
            let left = x < base || (x == base && (ink == Ink::Low || taken[1]));
            let side = usize::from(!left);
            if std::mem::replace(&mut taken[side], true) {
                continue;
            }
            let middle = (top + bottom) / 2;
            let room = self.room - 12;
            let note = if left {
                Note::new(&effect.given, (x - 10, middle), room).end()
            } else {
                let tip = if effect.answer.is_none() { 12 } else { 0 };
                Note::new(&effect.given, (x + 10 + tip, middle), room - tip)
            };
            self.sheet.write(note.ink(Ink::Quiet).middle());
        }
    }

    /// The answer as things are, and where `never` is.
    fn base(&self) {
        let (top, _) = self.rows.extent();
        let x = self.x(self.input.base);
        self.rows
            .upright(self.sheet, Mark::of(Ink::Limit), 3, x, top - 8);
        let text = match self.input.base {
            Some(base) => format!("now {}", self.input.unit.exact(base)),
            None => "now never".to_owned(),
        };
        let half = width(&text, SIZE, true) / 2 + 1;
        let centre = x.clamp(half, (self.sheet.width - half).max(half));
        self.sheet.write(
            Note::new(&text, (centre, 26), self.sheet.width)
                .strong(true)
                .centre(),
        );
        let never = width("never", SIZE, false);
        let effects = self.inputs.iter().flat_map(|row| [&row.low, &row.high]);
        let apart = self.never - never / 2 > centre + half + 12;
        if apart && effects.into_iter().any(|effect| effect.answer.is_none()) {
            let at = self.never.min(self.sheet.width - never / 2);
            self.sheet.write(
                Note::new("never", (at, 26), self.sheet.width)
                    .ink(Ink::Quiet)
                    .centre(),
            );
        }
    }
}

fn sheet_bar(sheet: &Sheet<'_>, mark: Mark, left: i32, right: i32, top: i32, bottom: i32) {
    if left < right {
        sheet.bar(
            mark,
            Area {
                left,
                top,
                right,
                bottom,
            },
        );
    }
}
