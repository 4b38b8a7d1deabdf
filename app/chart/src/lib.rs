//! Charts as SVG text: from plain numbers to the same bytes on the server and in the browser.
//!
//! A chart is drawn twice, for wide and for narrow columns, and style shows the one that fits.
//! Colours are classes ([`Ink`]); everything else is in the drawing. What is seen is also said: a
//! title and a finding for screen readers, a [`Table`] of the data, and [`Stop`]s at which a
//! pointer or the arrow keys read values off.

mod canvas;
mod concurrency;
mod figure;
mod front;
mod ink;
mod payback;
mod rows;
mod sample;
mod scale;
mod shares;
mod sheet;
mod standalone;
mod text;
mod tornado;
mod unit;
mod waterfall;

pub use concurrency::{Concurrency, Load, Rate, concurrency};
pub use figure::{Key, POINT_AT_IT, Shape, Table, step};
pub use front::{Front, Spot, front};
pub use ink::Ink;
pub use payback::{Band, Crossing, Line, Payback, payback};
pub use sample::{COUNT, all_for_conformance, sample};
pub use shares::{Share, Shares, shares};
pub use standalone::{Caption, Picture, Theme};
pub use tornado::{Input, Outcome, Tornado, tornado};
pub use unit::Unit;
pub use waterfall::{Limit, Step, Waterfall, waterfall};

/// Width that is kept for a line of text, in a drawing's units.
#[must_use]
pub fn text_width(line: &str, strong: bool) -> i32 {
    text::width(line, canvas::SIZE, strong)
}

/// What a drawing is called.
#[derive(Clone, Copy, Debug)]
pub struct Labels<'a> {
    /// Unique in its page; other ids are made from it.
    pub id: &'a str,
    /// What is shown.
    pub title: &'a str,
    /// What it says, in a sentence.
    pub desc: &'a str,
}

/// For which column a drawing is made. Units are half pixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Size {
    /// 720 px.
    Wide,
    /// 320 px.
    Narrow,
}

impl Size {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Wide, Self::Narrow];

    pub(crate) fn width(self) -> i32 {
        match self {
            Self::Wide => 1440,
            Self::Narrow => 640,
        }
    }

    /// What it is called in ids, classes and addresses.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::Wide => "wide",
            Self::Narrow => "narrow",
        }
    }
}

/// A chart for every column, and what it says for those who do not see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chart {
    /// For 720 px.
    pub wide: Drawing,
    /// For 320 px.
    pub narrow: Drawing,
    /// What colours mean, where names do not stand beside the marks.
    pub key: Vec<Key>,
    /// The data.
    pub table: Table,
    /// For each stop its name, and as markup what is read there.
    pub readings: Vec<(String, String)>,
}

/// One SVG.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Drawing {
    /// The markup, coloured by the page's style sheet.
    pub svg: String,
    /// Width in its units.
    pub width: u32,
    /// Height in its units.
    pub height: u32,
    /// Where values can be read off.
    pub stops: Vec<Stop>,
}

/// A place at which values are read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stop {
    /// A vertical line with a dot on each curve.
    Rule {
        /// Where.
        x: i32,
        /// From here.
        top: i32,
        /// To here.
        bottom: i32,
        /// Heights of the dots.
        dots: Vec<(i32, Ink)>,
    },
    /// A row.
    Band {
        /// Its left, top, right and bottom.
        area: [i32; 4],
    },
}

impl From<sheet::Area> for [i32; 4] {
    fn from(area: sheet::Area) -> Self {
        [area.left, area.top, area.right, area.bottom]
    }
}
