//! The answer as files.

use leptos::prelude::*;

use crate::markup::{Html, IntoHtml, address_at};
use crate::state::Answer;

/// Each file with what it is called here.
const FILES: [(&str, &str); 8] = [
    ("report.md", "Markdown"),
    ("report.json", "JSON"),
    ("memory.csv", "memory"),
    ("power.csv", "power"),
    ("cost.csv", "bill"),
    ("rent.csv", "rent"),
    ("payback.csv", "payback"),
    ("ways-out.csv", "ways out"),
];

/// What the charts are called here, in the order in which they are served.
const CHARTS: [(&str, &str); 5] = [
    ("cost", "price"),
    ("payback", "payback"),
    ("sensitivity", "what moves it"),
    ("concurrency", "requests"),
    ("power", "power"),
];

/// Links to the files of this build.
pub(super) fn links(answer: &Answer) -> Html {
    let query = answer.report.query();
    let run = answer.trains().then_some(&("training.csv", "training"));
    let files: Vec<Html> = { FILES.iter().chain(run).enumerate() }
        .map(|(index, (file, name))| {
            let before = if index == 2 { "; as CSV: " } else { ", " };
            let address = address_at(&format!("/export/{file}"), query);
            view! {
                {before}
                <a href=address>{*name}</a>
            }
            .html()
        })
        .collect();
    let charts: Vec<Html> = { CHARTS.iter().enumerate() }
        .map(|(index, (chart, name))| {
            let before = if index == 0 { " " } else { ", " };
            let kinds = ["svg", "png"].map(|kind| drawing(query, chart, name, kind));
            view! {
                {before}
                {*name}
                {kinds}
            }
            .html()
        })
        .collect();
    view! {
        <a href=address_at("/sheet", query)>"one sheet to print"</a>
        {files}
        "; charts:"
        {charts}
    }
    .html()
}

/// A chart in a kind of file.
fn drawing(query: &str, chart: &str, name: &str, kind: &str) -> Html {
    let address = address_at(&format!("/chart/{chart}.{kind}"), query);
    let kind = kind.to_ascii_uppercase();
    view! {
        " "
        <a href=address aria-label=format!("{name} as {kind}")>{kind.clone()}</a>
    }
    .html()
}
