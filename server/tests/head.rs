//! What every page says about itself to browsers, search engines and chats.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod support;

use std::fs;
use std::path::Path;

use support::{get, server};

const JOB: &str = "n=4&model=llama-3.1-405b&w=f16";

fn paths() -> Vec<String> {
    let with_job = ["/", "/share", "/sheet", "/embed"].map(|path| format!("{path}?{JOB}"));
    let plain = [
        "/models",
        "/models/gpt-oss-120b",
        "/gpus",
        "/gpus/rtx-5090",
        "/clouds",
        "/apis",
        "/builds",
        "/builds/a16z-4gpu",
        "/import",
        "/claims",
        "/claims?text=405B+FP16+on+384GB",
        "/compare",
        "/compare?b=n%3D4",
        "/upgrade",
        "/find",
        "/find?ask=machines&budget=9000&cards=1",
        "/method",
        "/api",
        "/saved",
        "/nope",
    ];
    let plain = plain.map(str::to_owned);
    with_job.into_iter().chain(plain).collect()
}

async fn head(path: &str) -> String {
    let router = server("head");
    let page = get(&router, path).await;
    assert!(page.header("content-type").starts_with("text/html"));
    assert_eq!(page.status == 404, path == "/nope", "{path}");
    let (_, head) = page.body.split_once("<head>").unwrap();
    head.split_once("</head>").unwrap().0.to_owned()
}

#[tokio::test]
async fn heads_are_the_ones_that_were_reviewed() {
    let mut written = String::new();
    for path in paths() {
        written.push_str(&format!("{path}\n"));
        let head = head(&path).await.replace("><", ">\n<");
        for line in head.lines() {
            // The name of the embeds' style sheet follows its content.
            let line = match line.find("/embed.") {
                Some(at) if line.contains("stylesheet") => &line[..at],
                _ => line,
            };
            written.push_str(&format!("    {line}\n"));
        }
    }
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/heads.txt");
    if std::env::var_os("RENEW").is_some() {
        fs::write(&file, &written).unwrap();
    }
    let reviewed = fs::read_to_string(&file).unwrap_or_default();
    assert!(
        written == reviewed,
        "The heads of pages have changed. Renew {} with: RENEW=1 cargo test -p headroom-server --test head, \
         and review the difference.",
        file.display()
    );
}

#[tokio::test]
async fn every_page_has_words_an_address_and_a_picture_of_its_own() {
    let mut seen: Vec<(String, String)> = Vec::new();
    // An embed is part of another page, which describes itself.
    for path in paths().iter().filter(|path| !path.starts_with("/embed")) {
        let head = head(path).await;
        let content = |name: &str| {
            let rest = head.split(&format!("\"{name}\" content=\"")).nth(1);
            let rest = rest.unwrap_or_else(|| panic!("{path} has no {name}"));
            rest.split('"').next().unwrap().to_owned()
        };
        let title = head.split("<title>").nth(1).unwrap();
        let title = title.split("</title>").next().unwrap();
        assert_eq!(content("og:title"), title, "{path}");
        assert_eq!(content("twitter:title"), title, "{path}");
        let description = content("description");
        assert!((40..300).contains(&description.chars().count()), "{path}");
        assert_eq!(content("og:description"), description, "{path}");
        assert_eq!(content("twitter:description"), description, "{path}");
        let picture = content("og:image");
        assert_eq!(content("twitter:image"), picture, "{path}");
        let listed = !head.contains("content=\"noindex\"");
        let canonical = head.contains("rel=\"canonical\" href=\"http://127.0.0.1:3000/");
        assert_eq!(canonical, path != "/nope", "{path}");
        let kept_out = ["/share", "/sheet", "/claims?text", "/nope"];
        let kept_out = kept_out.iter().any(|start| path.starts_with(start));
        assert_eq!(listed, !kept_out, "{path}");
        if listed {
            assert!(
                seen.iter()
                    .all(|(one, other)| *one != description && *other != picture),
                "{path} says what another page says"
            );
            seen.push((description, picture));
        }
    }
}
