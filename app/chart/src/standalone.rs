//! A chart outside the pages: an image, a file, a slide. It brings its colours along, and in words
//! what the page around it would have said: title, build, key, source and where it is from.

use std::fmt::Write as _;

use crate::canvas::SIZE;
use crate::ink::Ink;
use crate::text::{Safe, width, wrap};
use crate::{Chart, Drawing, Key, Shape, Size};

/// Paper around everything.
const MARGIN: i32 = 32;
/// Between the drawing and the words above and below it.
const GAP: i32 = 28;
/// Lines of an address that are written: more would say less than the drawing beside them.
const ADDRESS_LINES: usize = 6;
/// Name of the site.
const SITE: &str = "Headroom";

/// How a line of words is set.
struct Type {
    size: u32,
    line: i32,
    strong: bool,
    ink: Ink,
}

const TITLE: Type = Type {
    size: 34,
    line: 44,
    strong: true,
    ink: Ink::Text,
};
const BUILD: Type = Type {
    size: SIZE,
    line: 36,
    strong: false,
    ink: Ink::Text,
};
const NAME: Type = Type {
    size: 22,
    line: 32,
    strong: true,
    ink: Ink::Text,
};
const SMALL: Type = Type {
    strong: false,
    ink: Ink::Quiet,
    ..NAME
};

/// Which colours a drawing brings along.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Theme {
    /// Dark on light.
    Light,
    /// Light on dark.
    Dark,
    /// As the reader's system has it.
    Auto,
}

/// What is said beside a chart that stands alone; its title it has itself.
#[derive(Clone, Copy, Debug)]
pub struct Caption<'a> {
    /// What it is about, in a line.
    pub build: &'a str,
    /// Where its figures are from, and of which day.
    pub source: &'a str,
    /// Path and query of the page that it is from.
    pub address: &'a str,
}

/// A chart that stands alone.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Picture {
    /// The document.
    pub svg: String,
    /// Width in its units.
    pub width: u32,
    /// Height in its units.
    pub height: u32,
}

impl Chart {
    /// The drawing for a column.
    #[must_use]
    pub fn drawing(&self, size: Size) -> &Drawing {
        match size {
            Size::Wide => &self.wide,
            Size::Narrow => &self.narrow,
        }
    }

    /// The chart as a document of its own, on paper and with its words.
    #[must_use]
    pub fn picture(&self, size: Size, theme: Theme, caption: &Caption<'_>) -> Picture {
        let drawing = self.drawing(size);
        let mut above = Words::new(size);
        above.paragraph(&self.table.caption, &TITLE);
        above.paragraph(caption.build, &BUILD);
        above.key(&self.key);
        let mut below = Words::new(size);
        below.paragraph(caption.source, &SMALL);
        below.address(caption.address);

        let [top, height] = [above.height + GAP, drawing.height.cast_signed() + GAP];
        let (width, height) = (
            drawing.width + 2 * MARGIN.unsigned_abs(),
            (2 * MARGIN + top + height + below.height).unsigned_abs(),
        );
        let (head, body) = parts(&drawing.svg);
        let head = head.replacen(
            &format!("viewBox=\"0 0 {} {}\"", drawing.width, drawing.height),
            &format!("viewBox=\"0 0 {width} {height}\""),
            1,
        );
        let (title, marks) = body.split_once("</desc>").unwrap_or(("", body));
        let [drawn, end] = [
            MARGIN + top,
            MARGIN + top + drawing.height.cast_signed() + GAP,
        ];
        let (above, below) = (above.svg, below.svg);
        let content = format!(
            "<rect class=\"c-area c-paper\" width=\"{width}\" height=\"{height}\"/>\
             <g transform=\"translate({MARGIN} {MARGIN})\">{above}</g>\
             <g transform=\"translate({MARGIN} {drawn})\">{marks}</g>\
             <g transform=\"translate({MARGIN} {end})\">{below}</g>"
        );
        let style = style(&content, theme);
        let svg = format!("{head}{title}</desc><style>{style}</style>{content}</svg>");
        Picture { svg, width, height }
    }
}

/// The opening of a drawing, and what stands in it.
fn parts(svg: &str) -> (&str, &str) {
    let at = svg.find("<title").unwrap_or(svg.len());
    let (head, body) = svg.split_at(at);
    (head, body.strip_suffix("</svg>").unwrap_or(body))
}

/// Lines of words, from the top down.
struct Words {
    svg: String,
    room: i32,
    height: i32,
}

impl Words {
    fn new(size: Size) -> Self {
        Self {
            svg: String::new(),
            room: size.width(),
            height: 0,
        }
    }

    fn paragraph(&mut self, text: &str, set: &Type) {
        for line in wrap(text, self.room, set.size, set.strong) {
            self.height += set.line;
            self.write(&line, set, 0);
        }
    }

    /// Writes on the present line.
    fn write(&mut self, text: &str, set: &Type, x: i32) {
        let strong = if set.strong { " c-strong" } else { "" };
        let Type { size, line, .. } = set;
        // The last quarter of a line is below what is written.
        let _ = write!(
            self.svg,
            "<text class=\"{}{strong}\" font-size=\"{size}\" x=\"{x}\" y=\"{}\">{}</text>",
            set.ink.class(),
            self.height - line / 4,
            Safe(text)
        );
    }

    /// What colours mean, in a row, or in rows where one is too short.
    fn key(&mut self, key: &[Key]) {
        const SWATCH: i32 = 26;
        const BETWEEN: i32 = 12;
        if !key.is_empty() {
            self.height += BETWEEN;
        }
        let mut x = self.room;
        for entry in key {
            let wide = SWATCH + BETWEEN + width(&entry.label, BUILD.size, false);
            if x + wide > self.room {
                (x, self.height) = (0, self.height + BUILD.line);
            }
            let (class, middle) = (entry.ink.class(), self.height - BUILD.line / 2);
            let _ = match entry.shape {
                Shape::Line => write!(
                    self.svg,
                    "<path class=\"c-line {class}\" stroke-width=\"5\" d=\"M{x} {middle}h{SWATCH}\"/>"
                ),
                Shape::Area => write!(
                    self.svg,
                    "<rect class=\"c-area {class}\" x=\"{x}\" y=\"{}\" width=\"{SWATCH}\" height=\"{SWATCH}\"/>",
                    middle - SWATCH / 2
                ),
            };
            self.write(&entry.label, &BUILD, x + SWATCH + BETWEEN);
            x += wide + 2 * BETWEEN;
        }
    }

    /// The name of the site, and behind it where the page is.
    fn address(&mut self, address: &str) {
        let indent = width(SITE, NAME.size, NAME.strong) + 14;
        let mut lines = wrap(address, self.room - indent, SMALL.size, SMALL.strong);
        if lines.len() > ADDRESS_LINES {
            lines.truncate(ADDRESS_LINES);
            if let Some(last) = lines.last_mut() {
                last.pop();
                last.push('…');
            }
        }
        self.height += NAME.line;
        self.write(SITE, &NAME, 0);
        for (index, line) in lines.iter().enumerate() {
            if index > 0 {
                self.height += SMALL.line;
            }
            self.write(line, &SMALL, indent);
        }
    }
}

/// The rules for what is drawn.
fn style(content: &str, theme: Theme) -> String {
    let mut style = String::from(
        "text{font-family:system-ui,\"Segoe UI\",Roboto,\"Noto Sans\",Arial,sans-serif;font-variant-numeric:tabular-nums}\
         .c-strong{font-weight:600}.c-line{fill:none;stroke-linejoin:round}.c-soft{fill-opacity:.14}\
         .c-halo{paint-order:stroke;stroke-width:7;stroke-linejoin:round}\
         .c-hair,.c-edge,.c-limit{shape-rendering:crispEdges}",
    );
    match theme {
        Theme::Light => colours(&mut style, content, Ink::light),
        Theme::Dark => colours(&mut style, content, Ink::dark),
        Theme::Auto => {
            colours(&mut style, content, Ink::light);
            style.push_str("@media (prefers-color-scheme:dark){");
            colours(&mut style, content, Ink::dark);
            style.push('}');
        }
    }
    style
}

/// The colours that occur.
fn colours(style: &mut String, content: &str, colour: fn(Ink) -> &'static str) {
    for ink in Ink::ALL {
        let class = ink.class();
        if !content.contains(&format!("{class}\"")) && !content.contains(&format!("{class} ")) {
            continue;
        }
        let _ = write!(
            style,
            ".c-line.{class}{{stroke:{0}}}.c-area.{class},text.{class}{{fill:{0}}}",
            colour(ink)
        );
        if let Some(dashes) = ink.dashes() {
            let _ = write!(style, "path.c-line.{class}{{stroke-dasharray:{dashes}}}");
        }
    }
    let _ = write!(style, ".c-halo{{stroke:{}}}", colour(Ink::Paper));
}
