//! The document of an embed.

use leptos::prelude::*;

use super::Embed;
use super::controls::Controls;
use super::head::Head;
use super::options::{Mode, Named};
use crate::components::{BrandMark, Picture, Suggestions, Textures};
use crate::markup::address;

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
    view! {
        <!DOCTYPE html>
        <html
            lang="en"
            class="embedded"
            data-theme=options.theme.id()
            data-accent=options.accent.id()
        >
            <Head
                title=embed.title()
                description=answer.report.finding().1.to_owned()
                picture=Picture::of_answer(answer, origin)
                home=home.clone()
                address=embed.address()
                origin
                style
            />
            <body>
                // The page around has landmarks of its own, and may have other embeds: each is named.
                <main aria-label=answer.question()>
                    <div id="embed">
                        <h1><a href=home.clone()>{answer.question()}</a></h1>
                        {notices.collect_view()}
                        {panels.collect_view()}
                        <Suggestions notices=&answer.report.notices() path="/embed"/>
                    </div>
                    {controls}
                </main>
                <footer class="credit" aria-label=format!("About: {}", answer.question())>
                    <span>"Figures of "<time>{answer.figures().date}</time></span>
                    <a class="open" href=home><BrandMark size="14"/>" Open in Headroom"</a>
                </footer>
                <Textures/>
            </body>
        </html>
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
