//! The answer as files.

use crate::markup::{Text, put};
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
pub(super) fn links(answer: &Answer) -> String {
    let mut out = String::with_capacity(1_024);
    let query = answer.report.query();
    let mark = if query.is_empty() { "" } else { "?" };
    put!(
        out,
        "<a href=\"/sheet{mark}{}\">one sheet to print</a>, ",
        Text(query)
    );
    let run = answer.trains().then_some(&("training.csv", "training"));
    for (index, (file, name)) in FILES.iter().chain(run).enumerate() {
        out.push_str(match index {
            0 => "",
            2 => "; as CSV: ",
            _ => ", ",
        });
        put!(
            out,
            "<a href=\"/export/{file}{mark}{}\">{name}</a>",
            Text(query)
        );
    }
    out.push_str("; charts:");
    for (index, (chart, name)) in CHARTS.iter().enumerate() {
        let comma = if index == 0 { "" } else { "," };
        put!(out, "{comma} {name}");
        for kind in ["svg", "png"] {
            put!(
                out,
                " <a href=\"/chart/{chart}.{kind}{mark}{}\" aria-label=\"{name} as {1}\">{1}</a>",
                Text(query),
                kind.to_ascii_uppercase()
            );
        }
    }
    out
}
