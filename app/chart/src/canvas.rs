//! The backend through which plotters draws: SVG text made of integers and class names.
//!
//! Nothing is asked of the platform. plotters' own SVG backend measures text with the browser's
//! layout in one target and by counting bytes in the other, and writes colours as numbers; this one
//! has its own widths and writes what a mark means.

use std::convert::Infallible;
use std::fmt::Write as _;

use plotters::style::{FontDesc, RGBAColor, ShapeStyle, TextStyle};
use plotters_backend::text_anchor::{HPos, Pos, VPos};
use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind,
    FontFamily, FontStyle,
};

use crate::ink::Ink;
use crate::text::{escape, width};

type Drawn = Result<(), DrawingErrorKind<Infallible>>;

/// Size of all text, in the drawing's units: 13 px.
pub(crate) const SIZE: u32 = 26;

const SOFT: u8 = 1;
const HALO: u8 = 2;

/// How a mark is made, travelling through plotters as a colour.
#[derive(Clone, Copy)]
pub(crate) struct Mark {
    ink: Ink,
    flags: u8,
}

impl Mark {
    pub(crate) fn of(ink: Ink) -> Self {
        Self { ink, flags: 0 }
    }

    /// A tint of the colour.
    pub(crate) fn soft(self) -> Self {
        Self {
            flags: self.flags | SOFT,
            ..self
        }
    }

    /// Text that may stand on lines and keeps a rim of paper around it.
    pub(crate) fn halo(self) -> Self {
        Self {
            flags: self.flags | HALO,
            ..self
        }
    }

    pub(crate) fn line(self, width: u32) -> ShapeStyle {
        ShapeStyle {
            color: RGBAColor(self.ink as u8, self.flags, 0, 1.0),
            filled: false,
            stroke_width: width,
        }
    }

    pub(crate) fn area(self) -> ShapeStyle {
        ShapeStyle {
            filled: true,
            ..self.line(0)
        }
    }

    pub(crate) fn text(self, strong: bool, across: HPos, down: VPos) -> TextStyle<'static> {
        let weight = if strong {
            FontStyle::Bold
        } else {
            FontStyle::Normal
        };
        TextStyle {
            font: FontDesc::new(FontFamily::SansSerif, f64::from(SIZE), weight),
            color: BackendColor {
                alpha: 1.0,
                rgb: (self.ink as u8, self.flags, 0),
            },
            pos: Pos::new(across, down),
        }
    }

    fn from_color(color: BackendColor) -> Self {
        let (ink, flags, _) = color.rgb;
        Self {
            ink: Ink::ALL.get(usize::from(ink)).copied().unwrap_or(Ink::Text),
            flags,
        }
    }

    fn class(self, out: &mut String, kind: &str) {
        out.push_str("class=\"");
        out.push_str(kind);
        out.push_str(self.ink.class());
        if self.flags & SOFT != 0 {
            out.push_str(" c-soft");
        }
        if self.flags & HALO != 0 {
            out.push_str(" c-halo");
        }
    }
}

/// Writes marks into a string.
pub(crate) struct Canvas<'a> {
    out: &'a mut String,
    size: (u32, u32),
}

impl<'a> Canvas<'a> {
    pub(crate) fn new(out: &'a mut String, size: (u32, u32)) -> Self {
        Self { out, size }
    }

    fn path<S: BackendStyle>(
        &mut self,
        points: impl IntoIterator<Item = BackendCoord>,
        style: &S,
        closed: bool,
    ) {
        let mut steps = String::new();
        let mut last = None;
        let mut count = 0;
        for point in points {
            if last == Some(point) {
                continue;
            }
            let lead = match count {
                0 => "M",
                1 => "L",
                _ => " ",
            };
            let _ = write!(steps, "{lead}{} {}", point.0, point.1);
            last = Some(point);
            count += 1;
        }
        if count < 2 {
            return;
        }
        let kind = if closed {
            steps.push('Z');
            "c-area "
        } else {
            "c-line "
        };
        self.out.push_str("<path ");
        Mark::from_color(style.color()).class(self.out, kind);
        let _ = if closed {
            write!(self.out, "\" d=\"{steps}\"/>")
        } else {
            write!(
                self.out,
                "\" stroke-width=\"{}\" d=\"{steps}\"/>",
                style.stroke_width()
            )
        };
    }

    fn outline_or_fill<S: BackendStyle>(&mut self, tag: &str, style: &S, fill: bool) {
        let _ = write!(self.out, "<{tag} ");
        let mark = Mark::from_color(style.color());
        if fill {
            mark.class(self.out, "c-area ");
            self.out.push('"');
        } else {
            mark.class(self.out, "c-line ");
            let _ = write!(self.out, "\" stroke-width=\"{}\"", style.stroke_width());
        }
    }
}

impl DrawingBackend for Canvas<'_> {
    type ErrorType = Infallible;

    fn get_size(&self) -> (u32, u32) {
        self.size
    }

    fn ensure_prepared(&mut self) -> Drawn {
        Ok(())
    }

    fn present(&mut self) -> Drawn {
        Ok(())
    }

    fn draw_pixel(&mut self, point: BackendCoord, color: BackendColor) -> Drawn {
        self.draw_rect(point, (point.0 + 1, point.1 + 1), &color, true)
    }

    fn draw_line<S: BackendStyle>(
        &mut self,
        from: BackendCoord,
        to: BackendCoord,
        style: &S,
    ) -> Drawn {
        self.path([from, to], style, false);
        Ok(())
    }

    fn draw_rect<S: BackendStyle>(
        &mut self,
        from: BackendCoord,
        to: BackendCoord,
        style: &S,
        fill: bool,
    ) -> Drawn {
        self.outline_or_fill("rect", style, fill);
        let _ = write!(
            self.out,
            " x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"/>",
            from.0.min(to.0),
            from.1.min(to.1),
            from.0.abs_diff(to.0),
            from.1.abs_diff(to.1)
        );
        Ok(())
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        path: I,
        style: &S,
    ) -> Drawn {
        self.path(path, style, false);
        Ok(())
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        path: I,
        style: &S,
    ) -> Drawn {
        self.path(path, style, true);
        Ok(())
    }

    fn draw_circle<S: BackendStyle>(
        &mut self,
        center: BackendCoord,
        radius: u32,
        style: &S,
        fill: bool,
    ) -> Drawn {
        self.outline_or_fill("circle", style, fill);
        let _ = write!(
            self.out,
            " cx=\"{}\" cy=\"{}\" r=\"{radius}\"/>",
            center.0, center.1
        );
        Ok(())
    }

    fn draw_text<S: BackendTextStyle>(&mut self, text: &str, style: &S, at: BackendCoord) -> Drawn {
        if text.is_empty() {
            return Ok(());
        }
        // From the anchor to the baseline, for the cap height of a typical sans-serif.
        let size = SIZE as i32;
        let drop = match style.anchor().v_pos {
            VPos::Top => size * 76 / 100,
            VPos::Center => size * 36 / 100,
            VPos::Bottom => 0,
        };
        self.out.push_str("<text ");
        Mark::from_color(style.color()).class(self.out, "");
        if matches!(style.style(), FontStyle::Bold) {
            self.out.push_str(" c-strong");
        }
        let _ = write!(self.out, "\" x=\"{}\" y=\"{}\"", at.0, at.1 + drop);
        self.out.push_str(match style.anchor().h_pos {
            HPos::Left => ">",
            HPos::Center => " text-anchor=\"middle\">",
            HPos::Right => " text-anchor=\"end\">",
        });
        escape(self.out, text);
        self.out.push_str("</text>");
        Ok(())
    }

    fn estimate_text_size<S: BackendTextStyle>(
        &self,
        text: &str,
        style: &S,
    ) -> Result<(u32, u32), DrawingErrorKind<Infallible>> {
        let strong = matches!(style.style(), FontStyle::Bold);
        Ok((width(text, SIZE, strong).unsigned_abs(), SIZE))
    }
}
