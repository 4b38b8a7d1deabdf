//! What is copied from `/share`.

use leptos::prelude::*;

use crate::embed::{Embed, USUAL_WIDTH};
use crate::markup::{Text, address, encoded};
use crate::render::render;

/// Every way to pass an answer on, as text.
#[component]
pub(super) fn Snippets<'a>(
    /// What is passed on.
    embed: &'a Embed,
    /// Scheme and authority, without a slash at the end.
    origin: String,
) -> impl IntoView + use<> {
    let date = embed.answer().figures().date;
    let query = embed.question_query();
    let behind = match query {
        "" => String::new(),
        _ => format!("?{query}"),
    };
    let link = format!("{origin}{}", address(query));
    let asked = format!("/oembed?url={}&format=json", encoded(&link));
    let title = embed.title();
    let follows = match embed.answer().scenario().pin {
        Some(day) => format!("It keeps the prices and figures of {day}."),
        None => "It follows the newest prices and figures.".to_owned(),
    };
    let figures = match embed.answer().newest_date() == date {
        true => "today\u{2019}s figures".to_owned(),
        false => format!("the figures of {date}"),
    };
    let [living, frozen] = [None, Some(date)].map(|day| {
        let embed = embed.with_figures_of(day);
        embed.iframe(&origin, None, embed.height(USUAL_WIDTH))
    });
    let badge = format!(
        "[![{}]({origin}/badge.svg{behind})]({link})",
        title.replace(['[', ']'], "")
    );
    view! {
        <h2>"Copy"</h2>
        <Snippet id="link" name="Link" code=link.clone()>
            "In a chat it unfolds into a picture. "{follows}
        </Snippet>
        <Snippet id="living" name="Embed that updates with prices" code=living>
            "Calculated with the newest catalogue whenever somebody looks."
        </Snippet>
        <Snippet id="frozen" name=format!("Embed frozen at {figures}") code=frozen>
            "Always calculated with the prices and data sheets of "{date}
            ", and says so. An error that is found in a formula is mended here too."
        </Snippet>
        <Snippet id="words" name=format!("Text frozen at {figures}") code=words(title, link, date)>
            "A sentence to paste: it says what was found on "{date}" and never changes."
        </Snippet>
        <Snippet id="script" name="Script that fits the height" code=script(&origin)>
            "Once in a page, for all of its frames. They work without it too."
        </Snippet>
        <Snippet id="badge" name="Badge for a README" code=badge/>
        <Snippet id="picture" name="Picture" code=format!("{origin}/og.png{behind}")>
            "1200 × 630; add "<code>"size=2x1"</code>" or "<code>"size=square"</code>" for other shapes, "
            <code>"theme=dark"</code>" for dark paper."
        </Snippet>
        <p class="hint">
            "Sites that know oEmbed need the link alone: they ask "
            <a href=asked>"what to show"</a>" and get this frame."
        </p>
    }
}

/// The finding of a day in a paragraph.
fn words(title: String, link: String, date: &'static str) -> String {
    render(move || {
        view! {
            <p>
                {title.trim_end_matches('.').to_owned()}". "<a href=link>"Headroom, "{date}</a>
            </p>
        }
    })
}

/// The element that gives frames the height of what they hold.
fn script(origin: &str) -> String {
    render(|| view! { <script src=format!("{origin}/embed.js") async></script> })
}

/// One thing to copy.
#[component]
pub(in crate::page) fn Snippet(
    /// What its elements are called.
    id: &'static str,
    /// What it is.
    #[prop(into)]
    name: String,
    /// What is copied.
    code: String,
    /// What it is for, where its name does not say it.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let (field, hint) = (format!("copy-{id}"), format!("hint-{id}"));
    let rows = (code.len() / 48 + 1).clamp(2, 8);
    view! {
        <div class="snippet">
            <p class="name">
                <label for=field.clone()>{name}</label>" "
                <button type="button" class="copy" data-copy=field.clone() hidden>"Copy"</button>
            </p>
            // `view!` writes the text of a `textarea` as it stands.
            <textarea
                id=field
                readonly
                rows=rows.to_string()
                spellcheck="false"
                aria-describedby=hint.clone()
                inner_html=Text(code).to_string()
            ></textarea>
            <p class="hint" id=hint>{children.map(|children| children())}</p>
        </div>
    }
}
