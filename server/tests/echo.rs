//! What somebody typed is text wherever it is repeated: seen as it was typed, and dead.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod support;

use headroom_core::units::shown;

use support::{get, published};

/// Controls, an order to a terminal, a turned direction of writing, letters that are not seen, a name that a forum
/// calls, an address, a formula and a script.
const TYPED: &str = "%00%1B%5B31m%E2%80%AE0904%E2%81%A6%E2%80%8B%EF%BB%BF%C2%85%40everyone%20https%3A%2F%2Fevil.example%20\
                     www.evil.example%20%3Cscript%3Ealert(1)%3C%2Fscript%3E%22%27%5D(javascript%3Aalert(1))";

/// Every surface that repeats a query.
const SURFACES: [&str; 23] = [
    "/",
    "/sheet",
    "/share",
    "/embed",
    "/badge.svg",
    "/compare",
    "/upgrade",
    "/find",
    "/models",
    "/gpus",
    "/clouds",
    "/apis",
    "/api/v1/report",
    "/api/v1/compare",
    "/api/v1/upgrade",
    "/export/report.md",
    "/export/report.json",
    "/export/compare.md",
    "/export/compare.csv",
    "/export/upgrade.md",
    "/export/upgrade.csv",
    "/export/cost.csv",
    "/export/ways-out.csv",
];

/// Queries that hold it in every kind of place: words that decide, words that do not, numbers, lists, the names of
/// keys, builds within builds, steps of a plan.
fn queries() -> Vec<String> {
    let twice = TYPED.replace('%', "%25");
    let mut queries: Vec<String> = [
        "model",
        "gpu",
        "w",
        "engine",
        "kv",
        "par",
        "also",
        "circuit",
        "region",
        "ups",
        "class",
        "cloud",
        "part-board",
        "line",
        "extras",
        "cat",
        "n",
        "ctx",
        "price-gpu",
        "mode",
        "optim",
        "sort",
        "panels",
        "theme",
        "q",
    ]
    .iter()
    .map(|key| format!("{key}={TYPED}"))
    .collect();
    queries.extend([
        format!("{TYPED}=1&{TYPED}"),
        format!("line=%3D{TYPED}~300&n=4"),
        format!("b=model%3D{twice}&b={TYPED}&b=one-gpu"),
        format!("step=3~n~{TYPED}&step={TYPED}"),
        format!("gpu=rtx-4090*{TYPED}+{TYPED}"),
    ]);
    queries
}

/// Fails where a letter is not seen as it is. Lines and tabs are the file's own.
fn every_letter_is_seen(place: &str, text: &str) {
    for line in text.lines() {
        let line = line.replace('\t', " ");
        let seen = shown(&line);
        let differs = line
            .chars()
            .zip(seen.chars())
            .position(|(one, other)| one != other);
        let near = differs.map(|at| {
            line.chars()
                .skip(at.saturating_sub(40))
                .take(80)
                .collect::<String>()
        });
        assert!(differs.is_none(), "{place}: {near:?}");
    }
}

#[tokio::test]
async fn what_was_typed_is_seen_and_dead_on_every_surface() {
    let router = published();
    for query in queries() {
        for surface in SURFACES {
            let place = format!("{surface}?{query}");
            let answer = get(&router, &place).await;
            assert!(answer.status.as_u16() < 500, "{place}: {}", answer.status);
            every_letter_is_seen(&place, &answer.body);
            let kind = answer.header("content-type");
            // JSON, CSV and plain text are not read as markup.
            if ["html", "svg", "markdown"]
                .iter()
                .any(|markup| kind.contains(markup))
            {
                assert!(!answer.body.contains("<script>alert"), "{place}");
            }
            if surface.ends_with(".md") {
                // The address of the answer itself stands in pointed brackets.
                let text: Vec<&str> = answer
                    .body
                    .lines()
                    .filter(|line| !line.starts_with('<'))
                    .collect();
                // A bracket behind a backslash begins no link.
                let text = text.join("\n").replace("\\]", "");
                for alive in ["@everyone", "https://evil", "www.evil", "](javascript"] {
                    assert!(!text.contains(alive), "{place}: {alive}: {text}");
                }
            }
            if surface.ends_with(".csv") {
                let begins = |cell: &str| {
                    cell.trim_start_matches('"')
                        .trim_start()
                        .starts_with(['=', '@'])
                };
                assert!(
                    !answer
                        .body
                        .lines()
                        .flat_map(|line| line.split(','))
                        .any(begins),
                    "{place}: {}",
                    answer.body
                );
            }
        }
    }
}
