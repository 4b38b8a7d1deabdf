//! Views write the pages: no literal of the app holds HTML, but for a list of files that only shrinks.
#![expect(clippy::unwrap_used, reason = "a panic is how a test fails")]

use std::fs;
use std::path::Path;

use xtask_house::markup::literals;

/// Drawings that are files of their own, and the two places that look for what Leptos leaves in what is written.
const TEXT: [&str; 4] = ["badge.rs", "card/", "render.rs", "writing.rs"];

#[test]
fn views_write_the_pages() {
    let app = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../app/src");
    let all = literals(&app).unwrap();
    let is_listed = |file: &str| TEXT.iter().any(|one| file.starts_with(one));
    let others = all.iter().filter(|(file, _)| !is_listed(file));
    let others: Vec<String> = others
        .flat_map(|(file, found)| found.iter().map(move |one| format!("{file}:{one}")))
        .collect();
    assert!(others.is_empty(), "HTML as text\n{}", others.join("\n"));
    let holds_some = |one: &str| all.keys().any(|file| file.starts_with(one));
    let done: Vec<&str> = TEXT.into_iter().filter(|one| !holds_some(one)).collect();
    assert!(done.is_empty(), "off the list with {}", done.join(", "));
}

/// The literals that are found in a source.
fn found(source: &str) -> usize {
    let folder = std::env::temp_dir().join(format!("house-markup-{}", std::process::id()));
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join("lib.rs"), source).unwrap();
    let all = literals(&folder).unwrap();
    fs::remove_dir_all(&folder).unwrap();
    all.values().map(Vec::len).sum()
}

#[test]
fn html_as_text_is_found_wherever_it_stands() {
    for (source, count) in [
        (r##"const A: &str = "<p>";"##, 1),
        (r##"const A: &str = r#"a</p>"#;"##, 1),
        (r##"fn a() -> String { format!("<{tag} {}>", "<b") }"##, 2),
        (
            r##"fn a() { view! { <p>{format!("<b>{x}</b>")}</p> } }"##,
            1,
        ),
        (r##"fn a() { x.then(|| vec![view! { <p>"<b>"</p> }]) }"##, 0),
        (
            r##"/// Writes `<p>`.
             fn a() { assert!(1 < b, "1 < b or <!>", "Vec<T>") }"##,
            0,
        ),
        (
            r##"fn a() { thread_local! { /** `<p>` */ static A: u8 = 1; } }"##,
            0,
        ),
        (r##"#[cfg(test)] mod tests { const A: &str = "<p>"; }"##, 0),
        (r##"impl A { #[cfg(test)] fn a() -> &str { "<p>" } }"##, 0),
    ] {
        assert_eq!(found(source), count, "{source}");
    }
}
