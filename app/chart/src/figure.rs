//! Markup around the drawings: key, table, and the marks that follow the pointer.

use std::fmt::Write as _;

use crate::ink::Ink;
use crate::text::Safe;
use crate::{Chart, Drawing, Stop};

/// One entry of a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Key {
    /// The colour.
    pub ink: Ink,
    /// What it means.
    pub label: String,
    /// As what it is seen.
    pub shape: Shape,
}

/// How a colour appears in a chart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// As a stroke.
    Line,
    /// As a bar.
    Area,
}

/// The data behind a chart.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    /// What it lists.
    pub caption: String,
    /// Names of the columns.
    pub head: Vec<String>,
    /// Rows of cells as text; the first names the row.
    pub rows: Vec<Vec<String>>,
}

impl Table {
    /// The table as markup.
    #[must_use]
    pub fn html(&self) -> String {
        let mut out = String::with_capacity(64 * (self.rows.len() + 1));
        let _ = write!(
            out,
            "<table class=\"chart-table\"><caption class=\"sr\">{}</caption><thead><tr>",
            Safe(&self.caption)
        );
        for cell in &self.head {
            let _ = write!(out, "<th scope=\"col\">{}</th>", Safe(cell));
        }
        out.push_str("</tr></thead><tbody>");
        for row in &self.rows {
            out.push_str("<tr>");
            for (index, cell) in row.iter().enumerate() {
                let _ = if index == 0 {
                    write!(out, "<th scope=\"row\">{}</th>", Safe(cell))
                } else {
                    write!(out, "<td>{}</td>", Safe(cell))
                };
            }
            out.push_str("</tr>");
        }
        out.push_str("</tbody></table>");
        out
    }
}

impl Chart {
    /// What is read at a stop, or how to read.
    #[must_use]
    pub fn reading_html(&self, stop: Option<usize>) -> String {
        match stop.and_then(|stop| self.readings.get(stop)) {
            Some((name, values)) => format!("<b>{}</b> {values}", Safe(name)),
            None if self.readings.is_empty() => String::new(),
            None => POINT_AT_IT.to_owned(),
        }
    }

    /// The key as a list, or nothing where names stand beside the marks.
    #[must_use]
    pub fn key_html(&self) -> String {
        if self.key.is_empty() {
            return String::new();
        }
        let mut out = String::from("<ul class=\"legend chart-key\">");
        for key in &self.key {
            let class = key.ink.class();
            let swatch = match key.shape {
                Shape::Line => format!(
                    "<line class=\"c-line {class}\" stroke-width=\"3\" x2=\"28\" y1=\"7\" y2=\"7\"/>"
                ),
                Shape::Area => {
                    format!("<rect class=\"c-area {class}\" width=\"14\" height=\"14\"/>")
                }
            };
            let width = if key.shape == Shape::Line { 28 } else { 14 };
            let _ = write!(
                out,
                "<li><svg class=\"swatch\" width=\"{width}\" height=\"14\" aria-hidden=\"true\">{swatch}</svg>{}</li>",
                Safe(&key.label)
            );
        }
        out.push_str("</ul>");
        out
    }
}

impl Drawing {
    /// The stop nearest to a place given in ten-thousandths of width and height.
    #[must_use]
    pub fn nearest(&self, across: i64, down: i64) -> Option<usize> {
        let x = across * i64::from(self.width);
        let y = down * i64::from(self.height);
        let far = |stop: &Stop| match stop {
            Stop::Rule { x: at, .. } => (i64::from(*at) * 10_000 - x).abs(),
            Stop::Band {
                area: [_, top, _, bottom],
            } => (i64::from(top + bottom) * 5_000 - y).abs(),
        };
        (0..self.stops.len()).min_by_key(|&index| far(&self.stops[index]))
    }

    /// What is drawn over the chart at a stop: crosshair and dots, or the row's ground.
    #[must_use]
    pub fn marks(&self, stop: Option<usize>) -> String {
        let mut out = format!(
            "<svg class=\"chart-marks\" viewBox=\"0 0 {} {}\" aria-hidden=\"true\">",
            self.width, self.height
        );
        match stop.and_then(|stop| self.stops.get(stop)) {
            Some(Stop::Rule {
                x,
                top,
                bottom,
                dots,
            }) => {
                let _ = write!(
                    out,
                    "<path class=\"c-line c-text\" stroke-width=\"2\" d=\"M{x} {top}L{x} {bottom}\"/>"
                );
                for (y, ink) in dots {
                    let _ = write!(
                        out,
                        "<circle class=\"c-dot {}\" cx=\"{x}\" cy=\"{y}\" r=\"8\"/>",
                        ink.class()
                    );
                }
            }
            Some(Stop::Band {
                area: [left, top, right, bottom],
            }) => {
                let _ = write!(
                    out,
                    "<rect class=\"c-band\" x=\"{left}\" y=\"{top}\" width=\"{}\" height=\"{}\"/>",
                    right - left,
                    bottom - top
                );
            }
            None => {}
        }
        out.push_str("</svg>");
        out
    }
}

/// Said of a chart of which no value was chosen yet.
pub const POINT_AT_IT: &str =
    "Point at the chart, or focus it and use the arrow keys, to read values.";

/// Where a key leads from a stop: `Some(None)` leaves the chart, `None` is not for the chart.
#[must_use]
pub fn step(key: &str, at: Option<usize>, count: usize) -> Option<Option<usize>> {
    let last = count.checked_sub(1)?;
    let page = (count / 10).max(1);
    let forward = |by: usize| Some(Some(at.map_or(0, |at| (at + by).min(last))));
    let back = |by: usize| Some(Some(at.map_or(last, |at| at.saturating_sub(by))));
    match key {
        "ArrowRight" | "ArrowDown" => forward(1),
        "ArrowLeft" | "ArrowUp" => back(1),
        "PageDown" => forward(page),
        "PageUp" => back(page),
        "Home" => Some(Some(0)),
        "End" => Some(Some(last)),
        "Escape" => Some(None),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::step;

    #[test]
    fn keys_stay_within_the_chart() {
        assert_eq!(step("ArrowRight", None, 3), Some(Some(0)));
        assert_eq!(step("ArrowRight", Some(2), 3), Some(Some(2)));
        assert_eq!(step("ArrowLeft", Some(0), 3), Some(Some(0)));
        assert_eq!(step("ArrowLeft", None, 3), Some(Some(2)));
        assert_eq!(step("End", Some(0), 3), Some(Some(2)));
        assert_eq!(step("Escape", Some(1), 3), Some(None));
        assert_eq!(step("Tab", Some(1), 3), None);
        assert_eq!(step("End", None, 0), None);
    }
}
