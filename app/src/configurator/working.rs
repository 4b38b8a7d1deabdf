//! Show the working: how each figure came about.

use super::fixed::{Fixed, IntoFixed};
use headroom_core::report::Working;

use super::asked::Asked;
use super::exports;
use super::place::{More, place};
use crate::markup::{Text, put, quantity};
use crate::state::Answer;

/// The page has room for the working of so many figures. What is not needed is hidden, so that
/// those that a person opened stay open while the numbers change.
const PLACES: usize = 40;

/// How each figure came about, and the files that hold them.
pub(super) fn section(asked: Asked) -> Fixed {
    let files = place("p").class("exports").holds(vec![
        "Take it along: ".fixed(),
        place("span")
            .id("exports")
            .written(asked.part(exports::links)),
        ".".fixed(),
    ]);
    let list = More::new("Every figure of this answer").id("workings-list");
    let list = list.holds(asked, |asked| {
        (0..PLACES).map(|index| place_of(asked, index)).collect()
    });
    let section = place("section")
        .id("workings")
        .labelled_by("workings-title");
    section.holds(vec![
        place("h2").id("workings-title").says("The working"),
        place("p").says("Each figure with its formula, its numbers and where they come from."),
        list,
        files,
    ])
}

/// The place for the working at an index.
fn place_of(asked: Asked, index: usize) -> Fixed {
    let of = move |answer: &Answer, write: fn(&Working) -> String| {
        answer.workings().get(index).map(write).unwrap_or_default()
    };
    let line = place("span").id(format!("working-{index}-line"));
    let line = line.written(asked.part(move |answer| of(answer, summary)));
    let missing = asked.holds(move |answer| answer.workings().get(index).is_none());
    let more = More::under("working", line).hidden(missing);
    let more = more.id(format!("working-{index}"));
    more.holds(asked, |asked| {
        let body = place("div").id(format!("working-{index}-more"));
        vec![body.written(asked.part(move |answer| of(answer, body_of)))]
    })
}

/// The line that is always seen.
fn summary(working: &Working) -> String {
    format!(
        "<span class=\"working-title\">{}</span> <span class=\"working-result\">{}</span> \
         <span class=\"evidence {2}\">{2}</span>",
        Text(&working.title),
        quantity(&working.result),
        working.evidence.word()
    )
}

/// What opens.
fn body_of(working: &Working) -> String {
    let mut out = String::with_capacity(512);
    put!(
        out,
        "<p class=\"formula\">{}</p><p class=\"formula numbers\">{}</p><p class=\"formula result\">= {}</p>",
        Text(&working.formula),
        Text(&working.substituted),
        quantity(&working.result)
    );
    if !working.sources.is_empty() {
        out.push_str("<ul class=\"sources\">");
        for source in &working.sources {
            match source.url {
                Some(url) => put!(
                    out,
                    "<li><a href=\"{}\" rel=\"noopener\">{}</a></li>",
                    Text(url),
                    Text(source.title)
                ),
                None => put!(out, "<li>{}</li>", Text(source.title)),
            }
        }
        out.push_str("</ul>");
    }
    put!(
        out,
        "<p class=\"quiet\">In the API: <code>{}</code></p>",
        working.figure
    );
    out
}

#[cfg(test)]
mod tests {
    use headroom_core::engine::Engine;

    use super::PLACES;
    use crate::state::Answer;

    #[test]
    fn every_figure_has_a_place() {
        for engine in Engine::ALL {
            for cards in [1, 2, 8, 16] {
                for model in ["llama-3.3-70b", "deepseek-v3", "gemma-3-27b"] {
                    for mode in ["", "&mode=train"] {
                        let query = format!(
                            "engine={}&n={cards}&model={model}&w=bf16&users=8{mode}",
                            engine.id()
                        );
                        let shown = Answer::to(&query).workings().len();
                        assert!((4..=PLACES).contains(&shown), "{query}: {shown}");
                    }
                }
            }
        }
    }
}
