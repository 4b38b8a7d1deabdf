//! A drawing of fixed size: text, boxes and the site's mark, written as SVG.

use super::palette::colour;
use crate::markup::{Text, put};

/// Typeface of the pictures, which the server brings along.
const FAMILY: &str = "Headroom Sans";

/// How a line of text is set.
#[derive(Clone, Copy, Debug)]
pub(super) struct Type {
    /// Pixels.
    pub(super) size: i32,
    /// Semi-bold.
    pub(super) strong: bool,
    /// Name of its colour.
    pub(super) ink: &'static str,
}

/// An SVG in the making.
pub(super) struct Canvas {
    out: String,
    dark: bool,
}

impl Canvas {
    /// Paper of so many pixels. `title` says what is drawn.
    pub(super) fn new(width: i32, height: i32, dark: bool, title: &str) -> Self {
        let mut canvas = Self {
            out: String::with_capacity(8_192),
            dark,
        };
        put!(
            canvas.out,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\" \
             font-family=\"{FAMILY}\" role=\"img\"><title>{}</title>\
             <defs><pattern id=\"over\" width=\"12\" height=\"12\" patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(45)\">\
             <path d=\"M0 0v12\" stroke=\"{}\" stroke-width=\"6\"/></pattern></defs>",
            Text(title),
            colour("no", dark)
        );
        canvas.rect([0, 0, width, height], "paper");
        canvas
    }

    /// The finished drawing.
    pub(super) fn finish(mut self) -> String {
        self.out.push_str("</svg>");
        self.out
    }

    /// A filled box: left, top, width, height.
    pub(super) fn rect(&mut self, [x, y, width, height]: [i32; 4], ink: &str) {
        put!(
            self.out,
            "<rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" fill=\"{}\"/>",
            colour(ink, self.dark)
        );
    }

    /// A hatched box with an edge, for what is too much.
    pub(super) fn over(&mut self, [x, y, width, height]: [i32; 4]) {
        put!(
            self.out,
            "<rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" fill=\"url(#over)\" stroke=\"{}\" stroke-width=\"3\"/>",
            colour("no", self.dark)
        );
    }

    /// A line of text from `x` on, at baseline `y`.
    pub(super) fn text(&mut self, x: i32, y: i32, kind: Type, text: &str) {
        self.line([x, y], "start", &[(kind, text)]);
    }

    /// A line of text up to `x`.
    pub(super) fn text_to(&mut self, x: i32, y: i32, kind: Type, text: &str) {
        self.line([x, y], "end", &[(kind, text)]);
    }

    /// A line from `x` on of which the parts are set differently.
    pub(super) fn spans(&mut self, x: i32, y: i32, spans: &[(Type, &str)]) {
        self.line([x, y], "start", spans);
    }

    fn line(&mut self, [x, y]: [i32; 2], anchor: &str, spans: &[(Type, &str)]) {
        put!(
            self.out,
            "<text x=\"{x}\" y=\"{y}\" text-anchor=\"{anchor}\" xml:space=\"preserve\">"
        );
        for (kind, text) in spans {
            put!(
                self.out,
                "<tspan font-size=\"{}\" font-weight=\"{}\" fill=\"{}\">{}</tspan>",
                kind.size,
                if kind.strong { 600 } else { 400 },
                colour(kind.ink, self.dark),
                Text(text)
            );
        }
        self.out.push_str("</text>");
    }

    /// A line of so many pixels' weight along a path.
    pub(super) fn stroke(&mut self, path: &str, weight: i32, ink: &str) {
        put!(
            self.out,
            "<path d=\"{path}\" fill=\"none\" stroke=\"{}\" stroke-width=\"{weight}\" stroke-linejoin=\"round\"/>",
            colour(ink, self.dark)
        );
    }

    /// A disc in the colour of a state, with the sign of the state on it.
    pub(super) fn sign(&mut self, [x, y]: [i32; 2], radius: i32, class: &str) {
        let ink = match class {
            "fits" | "offloaded" => "fits",
            "tight" => "tight",
            _ => "no",
        };
        put!(
            self.out,
            "<circle cx=\"{x}\" cy=\"{y}\" r=\"{radius}\" fill=\"{}\"/>",
            colour(ink, self.dark)
        );
        let at = |dx: i32, dy: i32| format!("{} {}", x + dx * radius / 20, y + dy * radius / 20);
        let path = match class {
            "fits" => format!("M{}L{}L{}", at(-9, 1), at(-3, 7), at(9, -7)),
            "offloaded" => format!(
                "M{}V{}M{}L{}L{}",
                at(0, -10),
                y + radius / 2,
                at(-7, 3),
                at(0, 10),
                at(7, 3)
            ),
            "tight" => format!(
                "M{}q{r4} {} {r2} 0t{r2} 0M{}q{r4} {} {r2} 0t{r2} 0",
                at(-10, -4),
                -radius / 3,
                at(-10, 5),
                -radius / 3,
                r4 = radius / 4,
                r2 = radius / 2
            ),
            "never" => format!("M{}H{}", at(-9, 0), x + radius * 9 / 20),
            _ => format!("M{}L{}M{}L{}", at(-7, -7), at(7, 7), at(7, -7), at(-7, 7)),
        };
        self.stroke(&path, radius / 5, "paper");
    }

    /// The site's mark in a square of so many pixels.
    pub(super) fn brand(&mut self, x: i32, y: i32, size: i32) {
        let at = |sixteenths: i32| sixteenths * size / 16;
        self.rect([x + at(5), y + at(6), at(6), at(9)], "accent");
        let path = format!(
            "M{0} {1}V{2}M{3} {1}V{2}",
            x + at(2),
            y + at(1),
            y + at(15),
            x + at(14)
        );
        self.stroke(&path, (size / 10).max(2), "ink");
    }
}

/// Width of a line in pixels.
pub(super) fn width(text: &str, kind: Type) -> i32 {
    // Kept for a typeface that is wider than this one.
    let kept = i64::from(headroom_chart::text_width(text, kind.strong));
    i32::try_from(kept * i64::from(kind.size) * 94 / 2_600).unwrap_or(i32::MAX)
}

/// Breaks text at its spaces into at most so many lines; what does not fit ends in an ellipsis.
pub(super) fn wrap(text: &str, room: i32, kind: Type, most: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split(' ') {
        match lines.last_mut() {
            Some(line) if width(&format!("{line} {word}"), kind) <= room => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    if lines.len() > most {
        lines.truncate(most);
        if let Some(last) = lines.last_mut() {
            last.push('…');
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::{Type, width, wrap};

    #[test]
    fn lines_keep_to_their_room() {
        let kind = Type {
            size: 40,
            strong: true,
            ink: "ink",
        };
        let text = "Does not fit. Each GPU is short, by 94.9 GB to 103.5 GB.";
        let lines = wrap(text, 700, kind, 5);
        assert_eq!(lines.join(" "), text);
        assert!(lines.len() > 1 && lines.iter().all(|line| width(line, kind) <= 700));
        let cut = wrap(text, 300, kind, 2);
        assert!(cut.len() == 2 && cut[1].ends_with('…'));
    }
}
