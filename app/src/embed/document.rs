//! The document of an embed.

use leptos::prelude::*;

use super::Embed;
use super::controls::Controls;
use super::options::Mode;
use super::shell::{About, Shell};
use crate::components::{Picture, Suggestions, Textures};
use crate::markup::{IntoHtml, address};

/// The whole document.
#[component]
pub(super) fn Document<'a>(
    /// What it shows.
    embed: &'a Embed,
    /// Scheme and authority, without a slash at the end.
    origin: &'a str,
    /// Address of the style sheet.
    style: &'a str,
) -> impl IntoView + use<> {
    let Embed { answer, options } = embed;
    let home = address(embed.question_query());
    let notices = embed
        .notices()
        .map(|notice| view! { <p class="note">{notice}</p> });
    let shown = match answer.report.is_understood() {
        true => options.panels.as_slice(),
        false => &[],
    };
    let panels = shown.iter().filter_map(|panel| {
        let content = (panel.show)(answer)?;
        Some(view! { <div class=format!("answer panel-{}", panel.id)>{content}</div> })
    });
    let controls = match options.mode {
        Mode::Still => None,
        Mode::Live => Some(view! { <Controls answer options/> }),
    };
    let question = answer.question();
    let about = About {
        title: embed.title(),
        description: answer.report.finding().1.to_owned(),
        picture: Picture::of_answer(answer, origin),
        home: home.clone(),
        address: embed.address(),
        main: question.clone(),
        credit: format!("About: {question}"),
        date: answer.figures().date,
        open: "Open in Headroom",
    };
    let after = view! { <Textures/> }.html();
    let suggestions =
        view! { <Suggestions notices=&answer.report.notices() path="/embed"/> }.html();
    let (notices, panels) = (notices.collect_view(), panels.collect_view());
    view! {
        <Shell about options origin style after>
            <div id="embed">
                <h1><a href=home>{question}</a></h1>
                {notices}
                {panels}
                {suggestions}
            </div>
            {controls}
        </Shell>
    }
}

/// The document for an address that is longer than any question needs.
#[component]
pub(super) fn TooLong<'a>(
    /// Address of the style sheet.
    style: &'a str,
) -> impl IntoView + use<> {
    const HEADING: &str = "That address is too long";
    view! {
        <!DOCTYPE html>
        <html lang="en" class="embedded">
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1"/>
                <title>{HEADING}</title>
                <base target="_top"/>
                <link rel="stylesheet" href=style.to_owned()/>
            </head>
            <body>
                <main id="embed">
                    <h1>{HEADING}</h1>
                    <p class="note">
                        "A question takes a few hundred characters. This address holds more than the 4\u{202f}096 that \
                         are read."
                    </p>
                </main>
                <footer class="credit"><span></span><a class="open" href="/">"Open Headroom"</a></footer>
            </body>
        </html>
    }
}
