//! What a sum is made of: the largest first.

use headroom_core::units::sort_by_key;

use crate::canvas::Mark;
use crate::ink::Ink;
use crate::rows::{MOST_ROWS, Rows, Words};
use crate::scale::Scale;
use crate::sheet::{Area, sheet};
use crate::unit::{Unit, percent};
use crate::{Chart, Drawing, Labels, Size, Table};

/// Parts of a sum.
#[derive(Clone, Debug)]
pub struct Shares {
    /// What they are counted in.
    pub unit: Unit,
    /// The parts, in any order.
    pub items: Vec<Share>,
}

/// One part.
#[derive(Clone, Debug)]
pub struct Share {
    /// What kind of thing it is.
    pub ink: Ink,
    /// Its name.
    pub label: String,
    /// How much it is; not negative.
    pub value: i64,
}

/// Draws the parts as bars from the same start, with the share of each and their sum.
#[must_use]
pub fn shares(labels: &Labels<'_>, input: &Shares) -> Chart {
    let items = ordered(&input.items);
    let whole: u128 = items.iter().map(|item| u128::from(size_of(item))).sum();
    let total = i64::try_from(whole).unwrap_or(i64::MAX);
    Chart {
        wide: draw(labels, input.unit, &items, whole, Size::Wide),
        narrow: draw(labels, input.unit, &items, whole, Size::Narrow),
        key: Vec::new(),
        table: Table {
            caption: labels.title.to_owned(),
            head: ["Part", "Amount", "Share"].map(str::to_owned).to_vec(),
            rows: items
                .iter()
                .map(|item| {
                    vec![
                        item.label.clone(),
                        input.unit.exact(item.value.max(0)),
                        percent(size_of(item), whole),
                    ]
                })
                .chain([vec![
                    "Total".to_owned(),
                    input.unit.exact(total),
                    percent(total.unsigned_abs(), whole),
                ]])
                .collect(),
        },
        readings: Vec::new(),
    }
}

fn size_of(item: &Share) -> u64 {
    item.value.max(0).unsigned_abs()
}

/// The largest first; what does not get a row of its own is one row together.
fn ordered(items: &[Share]) -> Vec<Share> {
    let mut items = items.to_vec();
    sort_by_key(&mut items, |item| std::cmp::Reverse(item.value));
    if items.len() > MOST_ROWS {
        let rest = items.split_off(MOST_ROWS - 1);
        let sum: u128 = rest.iter().map(|item| u128::from(size_of(item))).sum();
        items.push(Share {
            ink: Ink::Rest,
            label: format!("{} smaller ones", rest.len()),
            value: i64::try_from(sum).unwrap_or(i64::MAX),
        });
    }
    items
}

fn draw(labels: &Labels<'_>, unit: Unit, items: &[Share], whole: u128, size: Size) -> Drawing {
    let total = i64::try_from(whole).unwrap_or(i64::MAX);
    let mut words: Vec<Words> = items
        .iter()
        .map(|item| Words {
            label: item.label.clone(),
            value: unit.exact(item.value.max(0)),
            aside: percent(size_of(item), whole),
            strong: false,
        })
        .collect();
    words.push(Words {
        label: "Total".to_owned(),
        value: unit.exact(total),
        aside: String::new(),
        strong: true,
    });
    let rows = Rows::new(size, words, 0, if size == Size::Narrow { -36 } else { 0 });
    sheet(labels, size, rows.height, |sheet| {
        let scale = Scale {
            low: 0,
            high: items
                .iter()
                .map(|item| item.value)
                .max()
                .unwrap_or(0)
                .max(1),
            step: 1,
        };
        for (row, item) in items.iter().enumerate() {
            let (top, bottom) = rows.bar(row);
            let end = scale.place(item.value, rows.reach);
            // Something that is there is seen.
            let least = if item.value > 0 { 3 } else { 0 };
            sheet.bar(
                Mark::of(item.ink),
                Area {
                    left: rows.reach.0,
                    top,
                    right: end.max(rows.reach.0 + least),
                    bottom,
                },
            );
        }
        let line = rows.bar(items.len()).0 - if size == Size::Narrow { 38 } else { 14 };
        sheet.line(Mark::of(Ink::Edge), 2, [(0, line), (sheet.width, line)]);
        rows.write(sheet);
        Vec::new()
    })
}
