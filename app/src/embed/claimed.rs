//! A claim with what comes of it, inside somebody else's page.

use headroom_core::catalog::Catalog;
use headroom_core::claims::{Answer, Checked, EXAMPLES};
use leptos::prelude::*;

use super::options::Options;
use super::room;
use super::shell::{About, Shell};
use crate::components::Picture;
use crate::markup::encoded;
use crate::page::claims;
use crate::render::render;

/// What stands where no claim is named.
const HEADING: &str = "Is this claim true?";

/// A claim and how it is shown.
#[derive(Clone, Debug)]
pub(super) struct Claimed {
    checked: Option<Checked>,
    options: Options,
}

impl Claimed {
    /// Reads the raw query of an address, which holds the claim and the embed's own keys.
    pub(super) fn new(raw: &str) -> Self {
        Self {
            checked: claims::asked(raw),
            options: Options::take(raw).0,
        }
    }

    /// The verdict and the claim, in a line.
    pub(super) fn title(&self) -> String {
        self.checked
            .as_ref()
            .map_or_else(|| HEADING.to_owned(), claims::title)
    }

    /// Path and query under which this embed is found.
    pub(super) fn address(&self) -> String {
        let text = self.checked.as_ref();
        let text = text.map(|checked| format!("text={}", encoded(&checked.text)));
        let looks = Some(self.options.looks()).filter(|looks| !looks.is_empty());
        let pairs: Vec<String> = text.into_iter().chain(looks).collect();
        match pairs.is_empty() {
            true => PATH.to_owned(),
            false => format!("{PATH}?{}", pairs.join("&")),
        }
    }

    /// What picks its picture.
    pub(super) fn picture(&self) -> String {
        match &self.checked {
            Some(checked) => crate::card::query_of_claim(&checked.text),
            None => "about=claims".to_owned(),
        }
    }

    /// Path and query of the page that shows the working.
    fn home(&self) -> String {
        let checked = self.checked.as_ref();
        checked.map_or_else(
            || claims::PATH.to_owned(),
            |checked| claims::address_of(&checked.text),
        )
    }

    /// Pixels that it takes in a frame of so many pixels, a little more rather than less.
    pub(super) fn height(&self, width: u32) -> u32 {
        let column = width.saturating_sub(2 * room::SIDE);
        let said = self.checked.as_ref().map_or(23, |checked| {
            room::lines(&checked.text, column, 15) * 23
                + room::lines(&checked.sentence, column, 15) * 23
        });
        let notes = self.options.flaws.iter();
        let notes: u32 = notes
            .map(|note| room::lines(note, column, 13) * 20 + 4)
            .sum();
        let credit = if width < 420 { 72 } else { 48 };
        [said, notes, credit, 70]
            .into_iter()
            .fold(room::SIDE, u32::saturating_add)
    }

    /// The whole document.
    pub(super) fn html(&self, origin: &str, style: &str) -> String {
        render(|| view! { <Document embed=self origin style/> })
    }
}

/// Path of the frame.
const PATH: &str = "/embed/claim";

#[component]
fn Document<'a>(
    /// What it shows.
    embed: &'a Claimed,
    /// Scheme and authority, without a slash at the end.
    origin: &'a str,
    /// Address of the style sheet.
    style: &'a str,
) -> impl IntoView + use<> {
    let (title, home, options) = (embed.title(), embed.home(), &embed.options);
    let checked = embed.checked.as_ref();
    let description = checked.map_or_else(|| HEADING.to_owned(), claims::described);
    let picture = match checked {
        Some(checked) => Picture::of_claim(checked, origin),
        None => Picture::of_page(claims::PATH, origin),
    };
    let heading = checked.map_or_else(
        || HEADING.to_owned(),
        |checked| format!("“{}”", checked.text),
    );
    let verdict = checked.map(|checked| {
        let (class, mark) = claims::look_of(checked.verdict);
        let word = claims::capital(checked.verdict.word());
        view! {
            <p class=format!("sentence {class}")>
                <span class="mark" aria-hidden="true">{mark}</span>
                " "
                <span>{word}</span>
            </p>
            <p>{checked.sentence.clone()}</p>
        }
    });
    let unknown = checked.is_some_and(|checked| checked.verdict == Answer::NotUnderstood);
    let hint = (checked.is_none() || unknown)
        .then(|| view! { <p class="hint">"For example: "{EXAMPLES[0]}</p> });
    let notes = { options.flaws.iter().cloned() }.map(|note| view! { <p class="note">{note}</p> });
    let notes = notes.collect_view();
    let about = About {
        title: title.clone(),
        description,
        picture,
        home: home.clone(),
        address: embed.address(),
        main: title,
        credit: "About this claim".to_owned(),
        date: Catalog::builtin().date,
        open: "The working in Headroom",
    };
    view! {
        <Shell about options origin style>
            <div id="embed">
                <h1><a href=home>{heading}</a></h1>
                {verdict}
                {hint}
                {notes}
            </div>
        </Shell>
    }
}

#[cfg(test)]
mod tests {
    use headroom_core::claims::EXAMPLES;

    use super::{Claimed, encoded};

    #[test]
    fn every_example_is_small_whole_and_leads_to_its_working() {
        for text in EXAMPLES {
            let embed = Claimed::new(&format!("text={}&theme=dark", encoded(text)));
            let html = embed.html("https://example.org", "/embed.css");
            assert!(html.len() <= 6_000, "{text}: {} bytes", html.len());
            assert!(html.ends_with("</html>"), "{text}");
            // The one script tells the page around how high it is.
            let scripts: Vec<&str> = html.split("<script").skip(1).collect();
            assert_eq!(scripts.len(), 1, "{text}");
            assert!(scripts[0].starts_with(" src=\"/embed-frame.js\" defer>"));
            assert!(!html.contains(" style=\""), "{text}");
            let canonical = format!(
                "rel=\"canonical\" href=\"https://example.org/claims?text={}\"",
                encoded(text)
            );
            assert!(html.contains(&canonical), "{text}");
            assert!(embed.height(320) >= embed.height(720), "{text}");
            assert_eq!(
                Claimed::new(&embed.address()["/embed/claim?".len()..]).address(),
                embed.address()
            );
        }
    }

    #[test]
    fn what_is_no_claim_is_said_and_nothing_is_echoed_as_it_came() {
        for raw in [
            "",
            "text=",
            "theme=gold",
            "text=%3Cscript%3Ealert(1)%3C/script%3E&accent=%3Ci%3E",
        ] {
            let embed = Claimed::new(raw);
            let html = embed.html("https://example.org", "/embed.css");
            assert!(!html.contains("<script>") && !html.contains("<i>"), "{raw}");
            assert_eq!(html.matches("<main").count(), 1, "{raw}");
            assert!(html.contains("For example: "), "{raw}");
        }
        assert_eq!(Claimed::new("").address(), "/embed/claim");
    }
}
