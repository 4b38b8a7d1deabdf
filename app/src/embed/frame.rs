//! Whatever can be shown in somebody else's page.

use leptos::html::iframe;
use leptos::prelude::*;

use super::claimed::Claimed;
use super::compared::Compared;
use super::{Embed, WIDEST, options};
use crate::render::render;

/// What a frame shows.
#[derive(Clone, Debug)]
pub struct Frame(Kind);

#[derive(Clone, Debug)]
enum Kind {
    Answer(Box<Embed>),
    Comparison(Box<Compared>),
    Claim(Box<Claimed>),
}

impl Frame {
    /// Reads the raw query of an address of a frame.
    #[must_use]
    pub fn new(raw: &str) -> Self {
        if options::compares(raw) {
            return Self::comparing(raw);
        }
        Self(Kind::Answer(Box::new(Embed::new(raw))))
    }

    /// Reads the raw query of an address that compares builds.
    #[must_use]
    pub fn comparing(raw: &str) -> Self {
        Self(Kind::Comparison(Box::new(Compared::new(raw))))
    }

    /// Reads the raw query of an address that holds a claim.
    #[must_use]
    pub fn claim(raw: &str) -> Self {
        Self(Kind::Claim(Box::new(Claimed::new(raw))))
    }

    /// What was asked and found, in a line.
    #[must_use]
    pub fn title(&self) -> String {
        match &self.0 {
            Kind::Answer(embed) => embed.title(),
            Kind::Comparison(embed) => embed.title(),
            Kind::Claim(embed) => embed.title(),
        }
    }

    /// Pixels that it takes in a frame of so many pixels.
    #[must_use]
    pub fn height(&self, width: u32) -> u32 {
        match &self.0 {
            Kind::Answer(embed) => embed.height(width),
            Kind::Comparison(embed) => embed.height(width),
            Kind::Claim(embed) => embed.height(width),
        }
    }

    /// What picks its picture: the query of `/og.png`, which may be empty.
    #[must_use]
    pub fn picture(&self) -> String {
        match &self.0 {
            Kind::Answer(embed) => embed.question_query().to_owned(),
            Kind::Comparison(_) => "about=compare".to_owned(),
            Kind::Claim(embed) => embed.picture(),
        }
    }

    /// The element that shows it in another page. `origin` is scheme and authority.
    #[must_use]
    pub fn iframe(&self, origin: &str, width: Option<u32>, height: u32) -> String {
        let address = match &self.0 {
            Kind::Answer(embed) => embed.address(),
            Kind::Comparison(embed) => embed.address(),
            Kind::Claim(embed) => embed.address(),
        };
        element(origin, (&address, self.title()), width, height)
    }

    /// The whole document. `origin` is scheme and authority, `style` the address of the style sheet.
    #[must_use]
    pub fn html(&self, origin: &str, style: &str) -> String {
        match &self.0 {
            Kind::Answer(embed) => embed.html(origin, style),
            Kind::Comparison(embed) => embed.html(origin, style),
            Kind::Claim(embed) => embed.html(origin, style),
        }
    }
}

/// The element that shows the document of an address, with its title, in another page.
pub(super) fn element(
    origin: &str,
    (address, title): (&str, String),
    width: Option<u32>,
    height: u32,
) -> String {
    let width = width.map_or_else(|| "100%".to_owned(), |width| width.to_string());
    render(|| {
        iframe()
            .src(format!("{origin}{address}"))
            .title(title)
            .width(width)
            .height(height.to_string())
            .attr("loading", "lazy")
            // As a plain attribute: the page that it is pasted into takes it as it stands.
            .attr("style", format!("border:0;max-width:{WIDEST}px"))
    })
}
