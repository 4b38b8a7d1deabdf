//! A drawing outside the pages: an image, a file, a card. It brings its colours along.

use std::fmt::Write as _;

use crate::Drawing;
use crate::ink::Ink;

/// Paper around a drawing that has no page around it.
const MARGIN: u32 = 32;

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

impl Drawing {
    /// Width and height of [`standalone`](Self::standalone), paper included, in its units.
    #[must_use]
    pub fn paper(&self) -> (u32, u32) {
        (self.width + 2 * MARGIN, self.height + 2 * MARGIN)
    }

    /// The drawing as a document of its own, on paper.
    #[must_use]
    pub fn standalone(&self, theme: Theme) -> String {
        let mut style = String::from(
            "text{font-family:system-ui,\"Segoe UI\",Roboto,\"Noto Sans\",Arial,sans-serif;font-variant-numeric:tabular-nums}\
             .c-strong{font-weight:600}.c-line{fill:none;stroke-linejoin:round}.c-soft{fill-opacity:.14}\
             .c-halo{paint-order:stroke;stroke-width:7;stroke-linejoin:round}\
             .c-hair,.c-edge,.c-limit{shape-rendering:crispEdges}",
        );
        match theme {
            Theme::Light => self.colours(&mut style, Ink::light),
            Theme::Dark => self.colours(&mut style, Ink::dark),
            Theme::Auto => {
                self.colours(&mut style, Ink::light);
                style.push_str("@media (prefers-color-scheme:dark){");
                self.colours(&mut style, Ink::dark);
                style.push('}');
            }
        }
        let Some((head, body)) = self.svg.split_once("<title") else {
            return self.svg.clone();
        };
        let (width, height) = self.paper();
        let head = head.replacen(
            &format!("viewBox=\"0 0 {} {}\"", self.width, self.height),
            &format!("viewBox=\"-{MARGIN} -{MARGIN} {width} {height}\""),
            1,
        );
        format!(
            "{head}<style>{style}</style>\
             <rect class=\"c-area c-paper\" x=\"-{MARGIN}\" y=\"-{MARGIN}\" width=\"{width}\" height=\"{height}\"/><title{body}"
        )
    }

    fn colours(&self, style: &mut String, colour: fn(Ink) -> &'static str) {
        for ink in Ink::ALL {
            let class = ink.class();
            // The paper is always there.
            if ink != Ink::Paper
                && !self.svg.contains(&format!("{class}\""))
                && !self.svg.contains(&format!("{class} "))
            {
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
}
