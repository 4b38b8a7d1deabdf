//! A sheet of paper for one drawing: its frame, and the few strokes that charts are made of.

use std::fmt::Write as _;

use headroom_core::units::sort_by_key;
use plotters::coord::Shift;
use plotters::coord::cartesian::Cartesian2d;
use plotters::drawing::{DrawingArea, IntoDrawingArea};
use plotters::element::{Circle, PathElement, Polygon, Rectangle, Text};
use plotters_backend::text_anchor::{HPos, VPos};

use crate::canvas::{Canvas, Mark, SIZE};
use crate::ink::Ink;
use crate::scale::Scale;
use crate::text::{Safe, fit};
use crate::{Drawing, Labels, Size, Stop};

/// Part of a sheet, in its units.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Area {
    pub(crate) left: i32,
    pub(crate) top: i32,
    pub(crate) right: i32,
    pub(crate) bottom: i32,
}

impl Area {
    pub(crate) fn overlaps(&self, other: &Self) -> bool {
        self.left < other.right
            && other.left < self.right
            && self.top < other.bottom
            && other.top < self.bottom
    }

    pub(crate) fn holds(&self, (x, y): (i32, i32)) -> bool {
        (self.left..=self.right).contains(&x) && (self.top..=self.bottom).contains(&y)
    }
}

/// Where a plot with values on both axes is drawn.
pub(crate) type Plot<'a> = DrawingArea<Canvas<'a>, Cartesian2d<Scale, Scale>>;

/// The strokes.
pub(crate) struct Sheet<'a> {
    area: DrawingArea<Canvas<'a>, Shift>,
    pub(crate) width: i32,
}

/// Draws on a sheet and frames it for every reader.
pub(crate) fn sheet(
    labels: &Labels<'_>,
    size: Size,
    height: i32,
    draw: impl FnOnce(&Sheet<'_>) -> Vec<Stop>,
) -> Drawing {
    let view = (size.width().unsigned_abs(), height.unsigned_abs());
    let mut svg = String::with_capacity(4_096);
    let suffix = size.id();
    let id = Safe(labels.id);
    let _ = write!(
        svg,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"chart c-{suffix}\" viewBox=\"0 0 {} {}\" font-size=\"{SIZE}\" role=\"img\" \
         aria-labelledby=\"{id}-{suffix}-title {id}-{suffix}-desc\">\
         <title id=\"{id}-{suffix}-title\">{}</title><desc id=\"{id}-{suffix}-desc\">{}</desc>",
        view.0,
        view.1,
        Safe(labels.title),
        Safe(labels.desc)
    );
    let stops = {
        let area = Canvas::new(&mut svg, view).into_drawing_area();
        draw(&Sheet {
            area,
            width: size.width(),
        })
    };
    svg.push_str("</svg>");
    Drawing {
        svg,
        width: view.0,
        height: view.1,
        stops,
    }
}

impl<'a> Sheet<'a> {
    /// A part of the sheet with a scale on each axis; low values stand left and at the bottom.
    pub(crate) fn plot(&self, x: Scale, y: Scale, area: Area) -> Plot<'a> {
        self.area.apply_coord_spec(Cartesian2d::new(
            x,
            y,
            (area.left..area.right, area.bottom..area.top),
        ))
    }

    pub(crate) fn line(
        &self,
        mark: Mark,
        width: u32,
        points: impl IntoIterator<Item = (i32, i32)>,
    ) {
        let points: Vec<_> = points.into_iter().collect();
        // The canvas cannot fail, here and below.
        let _ = self.area.draw(&PathElement::new(points, mark.line(width)));
    }

    pub(crate) fn polygon(&self, mark: Mark, points: Vec<(i32, i32)>) {
        let _ = self.area.draw(&Polygon::new(points, mark.area()));
    }

    pub(crate) fn bar(&self, mark: Mark, area: Area) {
        let corners = [(area.left, area.top), (area.right, area.bottom)];
        let _ = self.area.draw(&Rectangle::new(corners, mark.area()));
    }

    pub(crate) fn dot(&self, ink: Ink, at: (i32, i32), radius: u32) {
        let _ = self
            .area
            .draw(&Circle::new(at, radius, Mark::of(ink).area()));
    }

    /// A ring around a place, with paper inside.
    pub(crate) fn ring(&self, ink: Ink, at: (i32, i32), radius: u32) {
        self.dot(Ink::Paper, at, radius);
        let _ = self
            .area
            .draw(&Circle::new(at, radius, Mark::of(ink).line(5)));
    }

    pub(crate) fn write(&self, note: Note<'_>) {
        let text = fit(note.text, note.room, SIZE, note.strong);
        let style = note.mark.text(note.strong, note.across, note.down);
        let _ = self.area.draw(&Text::new(text, note.at, style));
    }

    /// Says that there is nothing to draw.
    pub(crate) fn nothing(&self, height: i32) {
        self.write(
            Note::new(
                "No figures to draw",
                (self.width / 2, height / 2),
                self.width,
            )
            .ink(Ink::Quiet)
            .centre()
            .middle(),
        );
    }
}

/// A line of text and how it is set.
pub(crate) struct Note<'a> {
    text: &'a str,
    at: (i32, i32),
    room: i32,
    mark: Mark,
    strong: bool,
    across: HPos,
    down: VPos,
}

impl<'a> Note<'a> {
    /// Text that begins at a place on its baseline and is cut where the room ends.
    pub(crate) fn new(text: &'a str, at: (i32, i32), room: i32) -> Self {
        Self {
            text,
            at,
            room,
            mark: Mark::of(Ink::Text),
            strong: false,
            across: HPos::Left,
            down: VPos::Bottom,
        }
    }

    pub(crate) fn ink(self, ink: Ink) -> Self {
        Self {
            mark: Mark::of(ink),
            ..self
        }
    }

    pub(crate) fn halo(self) -> Self {
        Self {
            mark: self.mark.halo(),
            ..self
        }
    }

    pub(crate) fn strong(self, strong: bool) -> Self {
        Self { strong, ..self }
    }

    pub(crate) fn centre(self) -> Self {
        Self {
            across: HPos::Center,
            ..self
        }
    }

    pub(crate) fn end(self) -> Self {
        Self {
            across: HPos::Right,
            ..self
        }
    }

    pub(crate) fn middle(self) -> Self {
        Self {
            down: VPos::Center,
            ..self
        }
    }
}

/// Moves places apart until each has its gap, within `low..=high`, keeping their order.
pub(crate) fn spread(wanted: &[i32], gap: i32, low: i32, high: i32) -> Vec<i32> {
    let mut order: Vec<usize> = (0..wanted.len()).collect();
    sort_by_key(&mut order, |&index| wanted[index]);
    let mut places = wanted.to_vec();
    let mut floor = low;
    for &index in &order {
        places[index] = places[index].max(floor);
        floor = places[index] + gap;
    }
    let mut ceiling = high;
    for &index in order.iter().rev() {
        places[index] = places[index].min(ceiling);
        ceiling = places[index] - gap;
    }
    places
}

#[cfg(test)]
mod tests {
    use super::spread;

    #[test]
    fn labels_keep_their_order_and_their_distance() {
        assert_eq!(spread(&[100, 101, 99], 30, 0, 600), [129, 159, 99]);
        assert_eq!(spread(&[595, 590, 300], 30, 0, 600), [600, 570, 300]);
        assert_eq!(spread(&[50], 30, 0, 600), [50]);
        assert!(spread(&[], 30, 0, 600).is_empty());
    }
}
