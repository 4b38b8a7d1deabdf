//! How a sum comes about, step by step, and what it is held against.

use headroom_core::units::sort_by_key;

use crate::canvas::{Mark, SIZE};
use crate::ink::Ink;
use crate::rows::{MOST_ROWS, Rows, Words};
use crate::scale::Scale;
use crate::sheet::{Area, Note, sheet};
use crate::text::width;
use crate::unit::Unit;
use crate::{Chart, Drawing, Labels, Size, Table};

/// Steps towards a sum.
#[derive(Clone, Debug)]
pub struct Waterfall {
    /// What they are counted in.
    pub unit: Unit,
    /// From the first part to the last sum.
    pub steps: Vec<Step>,
    /// What the last step is held against, in any order.
    pub limits: Vec<Limit>,
}

/// One step.
#[derive(Clone, Debug)]
pub struct Step {
    /// What kind of thing it is; [`Ink::Sum`] for sums.
    pub ink: Ink,
    /// Its name.
    pub label: String,
    /// How much it adds; for a sum, how much it is.
    pub value: i64,
    /// Whether it is the sum of the steps before it.
    pub sum: bool,
    /// The same in another unit: `15.3 A`. Empty for none.
    pub aside: String,
}

/// What the last sum should stay below.
#[derive(Clone, Debug)]
pub struct Limit {
    /// What it is: `15 A circuit, for hours`.
    pub label: String,
    /// Where it is.
    pub value: i64,
}

/// Draws each step from where the one before it ended. Limits hold for the last.
#[must_use]
pub fn waterfall(labels: &Labels<'_>, input: &Waterfall) -> Chart {
    let mut steps = input.steps.clone();
    fold(&mut steps);
    let asides = steps.iter().any(|step| !step.aside.is_empty());
    let row = |step: &Step| {
        let mut cells = vec![step.label.clone(), input.unit.exact(step.value)];
        if asides {
            cells.push(step.aside.clone());
        }
        cells
    };
    Chart {
        wide: draw(labels, input, &steps, Size::Wide),
        narrow: draw(labels, input, &steps, Size::Narrow),
        key: Vec::new(),
        table: Table {
            caption: labels.title.to_owned(),
            head: ["Step", "Amount", "Or"]
                .into_iter()
                .take(if asides { 3 } else { 2 })
                .map(str::to_owned)
                .collect(),
            rows: steps
                .iter()
                .map(row)
                .chain(input.limits.iter().map(|limit| {
                    let mut cells = vec![limit.label.clone(), input.unit.exact(limit.value)];
                    cells.resize(if asides { 3 } else { 2 }, String::new());
                    cells
                }))
                .collect(),
        },
        readings: Vec::new(),
    }
}

/// Joins the smallest parts until the rest has rows enough. Sums stay.
fn fold(steps: &mut Vec<Step>) {
    let mut count = 0;
    let mut amount: i64 = 0;
    let mut place = None;
    while steps.len() + usize::from(place.is_some()) > MOST_ROWS {
        let parts = steps.iter().enumerate().filter(|(_, step)| !step.sum);
        let smallest = parts.min_by_key(|(_, step)| step.value.unsigned_abs());
        let Some(index) = smallest.map(|(index, _)| index) else {
            steps.truncate(MOST_ROWS);
            break;
        };
        amount = amount.saturating_add(steps.remove(index).value);
        count += 1;
        place = Some(place.map_or(
            index,
            |place: usize| {
                if index < place { place - 1 } else { place }
            },
        ));
    }
    if let Some(place) = place {
        let step = Step {
            ink: Ink::Rest,
            label: format!("{count} smaller ones"),
            value: amount,
            sum: false,
            aside: String::new(),
        };
        steps.insert(place.min(steps.len()), step);
    }
}

/// From where to where each step reaches.
fn spans(steps: &[Step]) -> Vec<(i64, i64)> {
    let mut level: i64 = 0;
    steps
        .iter()
        .map(|step| {
            if step.sum {
                level = step.value;
                return (0, step.value);
            }
            let from = level;
            level = level.saturating_add(step.value);
            (from, level)
        })
        .collect()
}

fn draw(labels: &Labels<'_>, input: &Waterfall, steps: &[Step], size: Size) -> Drawing {
    let mut limits: Vec<&Limit> = input.limits.iter().take(4).collect();
    // The highest is written first, so that no line crosses another's words.
    sort_by_key(&mut limits, |limit| std::cmp::Reverse(limit.value));
    let words = steps.iter().map(|step| Words {
        label: step.label.clone(),
        value: input.unit.exact(step.value),
        aside: step.aside.clone(),
        strong: step.sum,
    });
    let head = if limits.is_empty() {
        0
    } else {
        i32::try_from(limits.len()).unwrap_or(0) * 34 + 10
    };
    let foot = if steps.is_empty() { 120 } else { 12 };
    let rows = Rows::new(size, words.collect(), head, foot);
    sheet(labels, size, rows.height, |sheet| {
        let spans = spans(steps);
        let ends = spans.iter().flat_map(|&(from, to)| [from, to]);
        let values = ends.chain(limits.iter().map(|limit| limit.value));
        let scale = Scale::between(values.chain([0]), 1, 1);
        let (Some(scale), false) = (scale, steps.is_empty()) else {
            sheet.nothing(rows.height);
            return Vec::new();
        };
        // A little room, so that the furthest line is not the edge.
        let reach = (rows.reach.0, rows.reach.1 - 6);
        let x = |value| scale.place(value, reach);
        for (row, (step, &(from, to))) in steps.iter().zip(&spans).enumerate() {
            let (top, bottom) = rows.bar(row);
            if row + 1 < steps.len() {
                let next = rows.bar(row + 1).0;
                sheet.line(Mark::of(Ink::Edge), 2, [(x(to), bottom), (x(to), next)]);
            }
            let (left, right) = (x(from.min(to)), x(from.max(to)));
            let seen = if from == to { 0 } else { 3 };
            let area = Area {
                left,
                top,
                right: right.max(left + seen),
                bottom,
            };
            sheet.bar(Mark::of(step.ink), area);
            let broken = limits.iter().rfind(|limit| limit.value < to);
            if let (true, Some(limit)) = (row + 1 == steps.len(), broken) {
                let left = x(limit.value).max(left);
                sheet.bar(Mark::of(Ink::Over), Area { left, ..area });
            }
        }
        for (place, limit) in limits.iter().enumerate() {
            let at = x(limit.value);
            let base = i32::try_from(place).unwrap_or(0) * 34 + 26;
            rows.upright(sheet, Mark::of(Ink::Limit), 2, at, base - 20);
            let text = format!("{} · {}", limit.label, input.unit.exact(limit.value));
            let needs = width(&text, SIZE, false) + 12;
            let note = if at >= needs || at > sheet.width / 2 {
                Note::new(&text, (at - 10, base), at - 12).end()
            } else {
                Note::new(&text, (at + 10, base), sheet.width - at - 12)
            };
            sheet.write(note.ink(Ink::Quiet));
        }
        rows.write(sheet);
        Vec::new()
    })
}
