//! Charts of one bar a row: names at the left and values at the right where there is room for
//! both, and above the bar where there is not.

use crate::canvas::{Mark, SIZE};
use crate::ink::Ink;
use crate::sheet::{Area, Note, Sheet};
use crate::text::width;
use crate::{Size, Stop};

/// More rows than this are folded by the charts.
pub(crate) const MOST_ROWS: usize = 24;

/// What is written in a row.
pub(crate) struct Words {
    pub(crate) label: String,
    pub(crate) value: String,
    pub(crate) aside: String,
    pub(crate) strong: bool,
}

/// Where everything stands.
pub(crate) struct Rows {
    words: Vec<Words>,
    narrow: bool,
    sheet_width: i32,
    value_right: i32,
    head: i32,
    pitch: i32,
    /// From where to where bars may reach.
    pub(crate) reach: (i32, i32),
    /// Height of the whole drawing.
    pub(crate) height: i32,
}

const GAP: i32 = 24;

impl Rows {
    /// Lays rows out below `head` units and above `foot` units.
    pub(crate) fn new(size: Size, words: Vec<Words>, head: i32, foot: i32) -> Self {
        let sheet_width = size.width();
        let narrow = size == Size::Narrow;
        let widest = |of: fn(&Words) -> (&str, bool)| {
            words
                .iter()
                .map(|words| {
                    let (text, strong) = of(words);
                    width(text, SIZE, strong)
                })
                .max()
                .unwrap_or(0)
        };
        let aside = widest(|words| (&words.aside, false)).min(sheet_width / 4);
        let value = widest(|words| (&words.value, words.strong)).min(sheet_width / 3);
        let value_right = if aside > 0 {
            sheet_width - aside - GAP
        } else {
            sheet_width
        };
        let reach = if narrow {
            (0, sheet_width)
        } else {
            let label = widest(|words| (&words.label, words.strong)).min(sheet_width * 36 / 100);
            let right = if value > 0 {
                value_right - value - GAP
            } else {
                sheet_width
            };
            (label + GAP, right)
        };
        let pitch = if narrow { 88 } else { 60 };
        let count = i32::try_from(words.len()).unwrap_or(0);
        Self {
            narrow,
            sheet_width,
            value_right,
            head,
            pitch,
            reach,
            height: head + count * pitch + foot,
            words,
        }
    }

    fn top(&self, row: usize) -> i32 {
        self.head + i32::try_from(row).unwrap_or(0) * self.pitch
    }

    /// Top and bottom of a row's bar.
    pub(crate) fn bar(&self, row: usize) -> (i32, i32) {
        let top = self.top(row);
        if self.narrow {
            (top + 38, top + 66)
        } else {
            (top + 14, top + 46)
        }
    }

    /// Top and bottom of all bars.
    pub(crate) fn extent(&self) -> (i32, i32) {
        let last = self.words.len().saturating_sub(1);
        (self.head, self.bar(last).1 + 14)
    }

    /// A vertical line through all bars from `from` down; broken where it would run through words.
    pub(crate) fn upright(&self, sheet: &Sheet<'_>, mark: Mark, width: u32, x: i32, from: i32) {
        if !self.narrow {
            sheet.line(mark, width, [(x, from), (x, self.extent().1)]);
            return;
        }
        sheet.line(mark, width, [(x, from), (x, self.head)]);
        for row in 0..self.words.len() {
            let (top, bottom) = self.bar(row);
            sheet.line(mark, width, [(x, top - 6), (x, bottom + 6)]);
        }
    }

    /// Writes every row's words.
    pub(crate) fn write(&self, sheet: &Sheet<'_>) {
        for (row, words) in self.words.iter().enumerate() {
            let (top, bottom) = self.bar(row);
            let base = if self.narrow {
                self.top(row) + 26
            } else {
                (top + bottom) / 2 + SIZE as i32 * 36 / 100
            };
            let value = width(&words.value, SIZE, words.strong).min(self.sheet_width / 3);
            let label_room = if self.narrow {
                self.value_right - value - GAP
            } else {
                self.reach.0 - GAP
            };
            // Above the bars, lines run through the words.
            let write = |note: Note<'_>| sheet.write(if self.narrow { note.halo() } else { note });
            write(Note::new(&words.label, (0, base), label_room).strong(words.strong));
            write(
                Note::new(&words.value, (self.value_right, base), self.sheet_width / 3)
                    .strong(words.strong)
                    .end(),
            );
            write(
                Note::new(&words.aside, (self.sheet_width, base), self.sheet_width / 4)
                    .ink(Ink::Quiet)
                    .end(),
            );
        }
    }

    /// One stop for each row.
    pub(crate) fn stops(&self) -> Vec<Stop> {
        (0..self.words.len())
            .map(|row| {
                let top = self.top(row);
                Stop::Band {
                    area: Area {
                        left: 0,
                        top,
                        right: self.sheet_width,
                        bottom: top + self.pitch,
                    }
                    .into(),
                }
            })
            .collect()
    }
}
