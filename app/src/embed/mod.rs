//! A part of the answer inside somebody else's page: a small document, whole without script.
//!
//! It shows what the configurator shows, from the same writers, and brings neither navigation nor
//! the browser's half. It is a document of its own, also where it is opened by itself, and has the landmarks of one.
//! `embed-frame.js` tells the page around it how high it is.

mod claimed;
mod compared;
mod controls;
mod document;
mod form;
mod frame;
mod head;
mod options;
mod panel;
mod room;
mod shell;

use headroom_core::codec::Query;
use headroom_core::scenario::keys::EDITION;
use leptos::prelude::*;

use crate::render::render;
use crate::state::Answer;
use document::{Document, TooLong};
use options::{Mode, Options};

pub(crate) use form::EmbedForm;
pub use frame::Frame;
pub(crate) use options::KEYS;

/// Widest frame in which an embed looks well.
pub(crate) const WIDEST: u32 = 720;
/// Width that a frame's height is chosen for where nothing is known about the page around it.
pub const USUAL_WIDTH: u32 = 600;

/// Rules of the embeds, besides what they share with the pages.
const STYLE: &str = concat!(
    include_str!("../../../style/tokens.css"),
    include_str!("../../../style/answer.css"),
    include_str!("../../../style/charts.css"),
    include_str!("../../../style/embed.css"),
);

/// The style sheet of the embeds.
#[must_use]
pub fn style() -> &'static str {
    STYLE
}

/// One embed: a question, its answer and how it is shown.
#[derive(Clone, Debug)]
pub struct Embed {
    answer: Answer,
    options: Options,
}

impl Embed {
    /// Reads the raw query of an address, which holds the question and the embed's own keys.
    #[must_use]
    pub fn new(raw: &str) -> Self {
        let (options, query) = Options::take(raw);
        Self {
            answer: Answer::to(&query.to_string()),
            options,
        }
    }

    /// What it shows.
    pub(crate) fn answer(&self) -> &Answer {
        &self.answer
    }

    /// The question and the finding in a line.
    #[must_use]
    pub fn title(&self) -> String {
        format!(
            "{}: {}",
            self.answer.question(),
            self.answer.report.finding().1
        )
    }

    /// Path and query under which this embed is found, in their shortest form.
    #[must_use]
    pub fn address(&self) -> String {
        match self.options.address(self.answer.report.query()) {
            query if query.is_empty() => "/embed".to_owned(),
            query => format!("/embed?{query}"),
        }
    }

    /// Path and query of the page that offers this embed to others.
    #[must_use]
    pub fn share_address(&self) -> String {
        self.address().replacen("/embed", "/share", 1)
    }

    /// The same embed with the figures of a day, or always with the newest.
    pub(crate) fn with_figures_of(&self, day: Option<&str>) -> Self {
        let mut query = Query::parse(self.question_query());
        match day {
            Some(day) => query.set(EDITION.key, day),
            None => query.remove(EDITION.key),
        }
        Self {
            answer: Answer::of(query),
            options: self.options.clone(),
        }
    }

    /// The canonical query of the question alone.
    #[must_use]
    pub fn question_query(&self) -> &str {
        self.answer.report.query()
    }

    /// Pixels that it takes in a frame of so many pixels, a little more rather than less.
    #[must_use]
    pub fn height(&self, width: u32) -> u32 {
        let column = width.saturating_sub(2 * room::SIDE);
        let question = room::lines(&self.answer.question(), column, 15) * 23;
        let notices = self
            .notices()
            .map(|text| room::lines(&text, column, 13) * 20 + 4);
        let understood = self.answer.report.is_understood();
        let panels = self.options.panels.iter().filter(|_| understood);
        let suggestions =
            { self.answer.report.notices().iter() }.map(|notice| match notice.suggestions.len() {
                0 => 0,
                count => 44 + 28 * u32::try_from(count).unwrap_or(0),
            });
        let panels = panels.map(|panel| match (panel.height)(&self.answer, column) {
            0 => 0,
            height => height + room::BETWEEN,
        });
        let controls = match self.options.mode {
            Mode::Still => 0,
            Mode::Live => controls::height(column),
        };
        let credit = if width < 420 { 72 } else { 48 };
        [
            question,
            notices.sum(),
            panels.sum(),
            suggestions.sum(),
            controls,
            credit,
        ]
        .into_iter()
        .fold(room::SIDE, u32::saturating_add)
    }

    /// The element that shows it in another page. `origin` is scheme and authority.
    #[must_use]
    pub fn iframe(&self, origin: &str, width: Option<u32>, height: u32) -> String {
        frame::element(origin, (&self.address(), self.title()), width, height)
    }

    /// The whole document. `origin` is scheme and authority, `style` the address of [`style()`].
    #[must_use]
    pub fn html(&self, origin: &str, style: &str) -> String {
        render(|| view! { <Document embed=self origin style/> })
    }

    /// Everything that could not be used as it was given.
    fn notices(&self) -> impl Iterator<Item = String> {
        /// More than this says nothing new.
        const ENOUGH: usize = 4;
        let flaws = self.options.flaws.iter().cloned();
        let notices = self.answer.report.notices().iter();
        let notices = notices.map(|notice| format!("{}: {}", notice.key, notice.message));
        flaws.chain(notices).take(ENOUGH)
    }
}

/// The document for an address that is longer than any question needs.
#[must_use]
pub fn too_long(style: &str) -> String {
    render(|| view! { <TooLong style/> })
}

#[cfg(test)]
mod tests {
    use headroom_core::catalog::Catalog;

    use super::Embed;

    #[test]
    fn the_question_loses_nothing_on_its_way_through_an_embed() {
        let embed = Embed::new("theme=dark&n=4&panels=power&model=llama-3.1-405b&w=f16");
        assert_eq!(embed.question_query(), "n=4&model=llama-3.1-405b&w=f16");
        assert_eq!(
            embed.address(),
            "/embed?n=4&model=llama-3.1-405b&w=f16&panels=power&theme=dark"
        );
        assert_eq!(Embed::new("theme=auto").address(), "/embed");
    }

    #[test]
    fn a_document_is_whole_and_repeats_nothing_unescaped() {
        let embed = Embed::new("model=%22%3E%3Cscript%3Ealert(1)%3C/script%3E&theme=<i>&n=0");
        let html = embed.html("https://example.org", "/embed.css");
        assert!(html.starts_with("<!DOCTYPE html>") && html.ends_with("</html>"));
        assert!(!html.contains("<script>") && !html.contains("<i>"));
        assert!(html.contains("There is no theme"));
        assert!(!html.contains(" style=\""));
        for html in [html, super::too_long("/embed.css")] {
            for landmark in ["<main", "<footer"] {
                assert_eq!(html.matches(landmark).count(), 1, "{landmark}");
            }
        }
    }

    #[test]
    fn an_embed_keeps_its_figures_or_follows_the_newest() {
        let today = Catalog::builtin().date;
        let living = Embed::new("n=2&theme=dark");
        let kept = living.with_figures_of(Some(today));
        assert_eq!(kept.address(), format!("/embed?n=2&cat={today}&theme=dark"));
        assert!(kept.html("", "").contains(&format!("<time>{today}</time>")));
        assert_eq!(kept.with_figures_of(None).address(), living.address());
    }

    #[test]
    fn narrow_frames_are_higher() {
        let embed = Embed::new("n=4&model=llama-3.1-405b&w=f16&panels=verdict~ways~power");
        assert!(embed.height(320) > embed.height(720));
    }
}
