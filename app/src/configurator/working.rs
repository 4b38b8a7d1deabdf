//! Show the working: how each figure came about.

use headroom_core::catalog::Catalog;
use headroom_core::working::{Working, explain};

use crate::markup::{Text, put, quantity};
use crate::state::Answer;

/// The working of every figure.
pub(super) fn of(answer: &Answer) -> Vec<Working> {
    explain(&answer.scenario, &answer.report, Catalog::builtin())
}

/// The line that is always seen.
pub(super) fn summary(working: &Working) -> String {
    format!(
        "<span class=\"working-title\">{}</span> <span class=\"working-result\">{}</span> \
         <span class=\"evidence {2}\">{2}</span>",
        Text(&working.title),
        quantity(&working.result),
        working.evidence.word()
    )
}

/// What opens.
pub(super) fn body(working: &Working) -> String {
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
