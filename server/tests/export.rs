//! Answers as files and on the command line.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod support;

use std::process::Command;

use axum::http::Method;
use headroom_server::api::{self, problem};
use headroom_server::export::table::TABLES;
use serde_json::Value;

use support::{ask, get, server};

const JOB: &str = "n=4&model=llama-3.1-405b&w=f16";

/// The cells of a CSV text, as RFC 4180 has it.
fn cells(text: &str) -> Vec<Vec<String>> {
    let mut rows = vec![vec![String::new()]];
    let (mut quoted, mut letters) = (false, text.chars().peekable());
    while let Some(letter) = letters.next() {
        let row = rows.last_mut().unwrap();
        match letter {
            '"' if quoted && letters.peek() == Some(&'"') => {
                row.last_mut().unwrap().push('"');
                letters.next();
            }
            '"' => quoted = !quoted,
            ',' if !quoted => row.push(String::new()),
            '\r' if !quoted => {
                assert_eq!(letters.next(), Some('\n'), "a line ends in CR LF");
                rows.push(vec![String::new()]);
            }
            '\n' if !quoted => panic!("a bare line feed"),
            other => row.last_mut().unwrap().push(other),
        }
    }
    assert_eq!(rows.pop().unwrap(), [""], "the last line ends too");
    rows
}

#[tokio::test]
async fn tables_hold_the_figures_of_the_report() {
    let router = server("csv");
    let report: Value = serde_json::from_str(&api::report_json(JOB).unwrap()).unwrap();
    for (name, pointer) in [
        ("memory", "/memory/per_gpu"),
        ("power", "/power/items"),
        ("cost", "/cost/items"),
        ("rent", "/cloud/by_term"),
        ("payback", "/payback/series"),
        ("ways-out", "/verdict/ways_out"),
    ] {
        let file = get(&router, &format!("/export/{name}.csv?{JOB}")).await;
        assert_eq!(file.status, 200, "{name}");
        assert!(file.header("content-type").starts_with("text/csv"));
        assert_eq!(
            file.header("content-disposition"),
            format!("attachment; filename=\"headroom-{name}.csv\"")
        );
        let rows = cells(&file.body);
        let sent = report.pointer(pointer).unwrap().as_array().unwrap();
        assert!(rows.len() > sent.len(), "{name}");
        for (row, sent) in rows[1..].iter().zip(sent) {
            assert_eq!(row.len(), rows[0].len());
            for (column, cell) in rows[0].iter().zip(row) {
                match &sent[column] {
                    Value::Null => assert_eq!(cell, ""),
                    Value::String(text) => assert_eq!(cell.trim_start_matches('\''), text),
                    // What is said of an item, in words.
                    Value::Array(texts) => {
                        let said = |text: &Value| match text["text"].as_str() {
                            Some(text) => text.to_owned(),
                            None => format!("{}: {}", text["date"].as_str().unwrap(), text["usd"]),
                        };
                        let texts = texts.iter().map(said);
                        assert_eq!(*cell, texts.collect::<Vec<_>>().join("; "));
                    }
                    other => assert_eq!(cell, &other.to_string(), "{name}.{column}"),
                }
            }
        }
    }
}

#[tokio::test]
async fn reports_are_files_too() {
    let router = server("report-files");
    let json = get(&router, &format!("/export/report.json?{JOB}")).await;
    assert_eq!(json.body, api::report_json(JOB).unwrap());
    assert!(json.header("content-disposition").starts_with("attachment"));

    let host = [("host", "example.org")];
    let path = format!("/export/report.md?{JOB}");
    let markdown = ask(&router, Method::GET, &path, &host).await;
    assert_eq!(
        markdown.header("content-type"),
        "text/markdown; charset=utf-8"
    );
    assert!(
        markdown
            .body
            .contains(&format!("<http://example.org/?{JOB}>"))
    );

    let nothing = get(&router, "/export/nope.csv").await;
    assert_eq!(nothing.status, 404);
    assert!(nothing.body.contains("/export/memory.csv"));
    let long = get(&router, &format!("/export/report.md?{}", "x".repeat(4_097))).await;
    assert_eq!(long.status, 414);
}

#[tokio::test]
async fn pages_link_to_files_that_are_there() {
    let router = server("links");
    for page in [
        "/",
        "/?n=4&model=llama-3.1-405b&w=f16",
        "/?mode=train",
        "/api",
    ] {
        let html = get(&router, page).await.body;
        let links: Vec<String> = html
            .split("href=\"/")
            .skip(1)
            .map(|rest| format!("/{}", rest.split('"').next().unwrap().replace("&amp;", "&")))
            .filter(|link| {
                ["/api", "/export", "/chart"]
                    .iter()
                    .any(|one| link.starts_with(one))
            })
            .collect();
        for (name, _) in TABLES {
            let file = format!("/export/{name}.csv");
            // Only a run has that one.
            let there = name != "training" || page == "/api" || page.contains("train");
            assert_eq!(
                links.iter().any(|link| link.starts_with(&file)),
                there,
                "{file} on {page}"
            );
        }
        for link in links {
            let status = get(&router, &link).await.status;
            let refused = link.contains("strict=1");
            assert_eq!(status, if refused { 422 } else { 200 }, "{link} on {page}");
        }
    }
}

#[tokio::test]
async fn the_page_explains_what_the_api_does() {
    let page = get(&server("api-page"), "/api").await.body;
    for kind in problem::KINDS {
        let term = format!("<dt id=\"{0}\">{1} {0}</dt>", kind.id, kind.status.as_u16());
        assert!(page.contains(&term), "{term}");
    }
    for path in api::openapi_document()["paths"].as_object().unwrap().keys() {
        assert!(page.contains(path.as_str()), "{path}");
    }
    assert!(page.contains(&format!("Up to {} queries", api::MOST_IN_BATCH)));
    assert!(page.contains(&format!("up to {}\u{a0}KiB", api::LARGEST_BATCH / 1_024)));
    for key in headroom_core::scenario::keys::all() {
        let key = format!("<code>{}</code>", key.name());
        assert!(page.contains(&key), "{key}");
    }
}

#[test]
fn the_command_line_prints_json_to_a_pipe() {
    let headroom = |words: &[&str]| {
        let output = Command::new(env!("CARGO_BIN_EXE_headroom"))
            .args(words)
            .output()
            .unwrap();
        let text = if output.status.success() {
            output.stdout
        } else {
            output.stderr
        };
        (output.status.success(), String::from_utf8(text).unwrap())
    };
    let json = api::report_json(JOB).unwrap();
    assert_eq!(headroom(&["report", JOB]), (true, json.clone()));
    assert_eq!(headroom(&["report", "--json", JOB]), (true, json));
    let (_, table) = headroom(&["report", "--table", JOB]);
    assert!(
        table.contains("MEMORY") && table.contains("0 to 2"),
        "{table}"
    );
    let (_, markdown) = headroom(&["report", "--markdown", JOB]);
    assert!(markdown.starts_with("## "), "{markdown}");
    let (_, csv) = headroom(&["report", "--csv", "memory", JOB]);
    assert_eq!(cells(&csv).len(), 5);
    let (fine, fault) = headroom(&["report", "--csv", "colour", JOB]);
    assert!(
        !fine && fault.contains("'colour'") && fault.contains("ways-out"),
        "{fault}"
    );
}
