//! Ways to pass an answer on: link, frame, picture, badge, each ready to be copied.

use leptos::prelude::*;

use super::saved::{AllSaved, NeedsScript, SaveForm};
use crate::embed::{Embed, USUAL_WIDTH, form};
use crate::markup::{Text, address, encoded, put};
use crate::render::render;

/// The page that offers an embed.
pub(super) fn page(embed: &Embed, origin: &str) -> String {
    let query = embed.question_query();
    let mut out = String::with_capacity(16 * 1_024);
    put!(
        out,
        "<main id=\"content\" class=\"share\"><h1>Share or embed</h1>\
         <p class=\"lead\"><a href=\"{}\">{}</a></p>",
        Text(address(query)),
        Text(embed.title())
    );
    out.push_str("<div class=\"share-columns\"><div>");
    out.push_str(&render(|| {
        view! { <Keep query=query.to_owned() name=embed.answer().name()/> }
    }));
    out.push_str("<h2>Embed</h2>");
    form(&mut out, embed);
    snippets(&mut out, embed, origin);
    put!(
        out,
        "</div><section aria-labelledby=\"preview\"><h2 id=\"preview\">Preview</h2>\
         <iframe class=\"preview\" src=\"{}\" title=\"{}\" height=\"{}\"></iframe>\
         <p class=\"hint\">This is the frame as others see it. Its height is {} pixels, chosen for a column of {USUAL_WIDTH}; \
         with the script below it follows its content in any column.</p></section></div>",
        Text(embed.address()),
        Text(embed.title()),
        embed.height(USUAL_WIDTH),
        embed.height(USUAL_WIDTH)
    );
    put!(
        out,
        "<script src=\"/share.js\" defer></script><script type=\"module\" src=\"/save.js\"></script><script src=\"/embed.js\" defer></script></main>"
    );
    out
}

/// The build as one of those that the browser keeps.
#[component]
fn Keep(
    /// The canonical query of the build.
    query: String,
    /// The name that is proposed.
    name: String,
) -> impl IntoView {
    view! {
        <section aria-labelledby="keep">
            <h2 id="keep">"Save"</h2>
            <NeedsScript/>
            <SaveForm query name/>
            <p class="hint"><AllSaved/></p>
        </section>
    }
}

fn snippets(out: &mut String, embed: &Embed, origin: &str) {
    let date = embed.answer().figures().date;
    let query = embed.question_query();
    let link = format!("{origin}{}", address(query));
    let title = embed.title();
    let behind = if query.is_empty() {
        String::new()
    } else {
        format!("?{query}")
    };

    out.push_str("<h2>Copy</h2>");
    snippet(
        out,
        "link",
        "Link",
        &match embed.answer().scenario.pin {
            Some(day) => format!(
                "In a chat it unfolds into a picture. It keeps the prices and figures of {day}."
            ),
            None => {
                "In a chat it unfolds into a picture. It follows the newest prices and figures."
                    .to_owned()
            }
        },
        &link,
    );
    let [living, frozen] = [None, Some(date)].map(|day| {
        let embed = embed.with_figures_of(day);
        embed.iframe(origin, None, embed.height(USUAL_WIDTH))
    });
    snippet(
        out,
        "living",
        "Frame that lives",
        "Calculated anew with each day's catalogue whenever somebody looks.",
        &living,
    );
    snippet(
        out,
        "frozen",
        "Frame that keeps its figures",
        &format!(
            "Always calculated with the prices and figures of {date}, and says so. Formulas are those of the day that somebody looks."
        ),
        &frozen,
    );
    snippet(
        out,
        "words",
        "Words that stay",
        &format!(
            "Holds the finding of {date} by itself and never changes, whatever becomes of the link behind it."
        ),
        &format!(
            "<p>{}. <a href=\"{}\">Headroom, {date}</a></p>",
            Text(title.trim_end_matches('.')),
            Text(&link)
        ),
    );
    snippet(
        out,
        "script",
        "Height that fits",
        "Once in a page, for all of its frames. They work without it too.",
        &format!("<script src=\"{origin}/embed.js\" async></script>"),
    );
    snippet(
        out,
        "badge",
        "Badge for a README",
        "",
        &format!(
            "[![{}]({origin}/badge.svg{behind})]({link})",
            title.replace(['[', ']'], "")
        ),
    );
    snippet(
        out,
        "picture",
        "Picture",
        "1200 × 630; add <code>size=2x1</code> or <code>size=square</code> for other shapes, <code>theme=dark</code> for dark paper.",
        &format!("{origin}/og.png{behind}"),
    );
    let oembed = format!("/oembed?url={}&format=json", encoded(&link));
    put!(
        out,
        "<p class=\"hint\">Sites that know oEmbed need the link alone: they ask <a href=\"{}\">what to show</a> and get this frame.</p>",
        Text(&oembed)
    );
}

fn snippet(out: &mut String, id: &str, name: &str, hint: &str, code: &str) {
    put!(
        out,
        "<div class=\"snippet\"><p class=\"name\"><label for=\"copy-{id}\">{name}</label> \
         <button type=\"button\" class=\"copy\" data-copy=\"copy-{id}\" hidden>Copy</button></p>\
         <textarea id=\"copy-{id}\" readonly rows=\"{}\" spellcheck=\"false\" aria-describedby=\"hint-{id}\">{}</textarea>\
         <p class=\"hint\" id=\"hint-{id}\">{hint}</p></div>",
        (code.len() / 48 + 1).clamp(2, 8),
        Text(code)
    );
}
