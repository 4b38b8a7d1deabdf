//! What is fed with any bytes: by the fuzzer as long as it likes, and by the tests of the server for some seconds.
//!
//! A target panics where something is wrong, and else says nothing.

use headroom_app::card::Card;
use headroom_app::embed::Embed;
use headroom_core::catalog::Catalog;
use headroom_core::codec::{MAX_QUERY_BYTES, decode, encode};
use headroom_core::evaluate;
use headroom_core::import::{Answer, File};
use headroom_core::units::{QUESTION_STEPS, shown};
use headroom_server::export::csv::csv;
use headroom_server::export::outline::Outline;
use headroom_server::export::table::TABLES;

/// What absolute addresses start with.
const ORIGIN: &str = "https://example.org";

/// A target without a server, by name.
pub type Target = fn(&[u8]);

/// Those targets.
pub const TARGETS: [(&str, Target); 4] = [
    ("codec", codec),
    ("embed", embed),
    ("import", import),
    ("writers", writers),
];

/// As much of the bytes as is answered as a query.
fn query(data: &[u8]) -> Option<&str> {
    let text = std::str::from_utf8(data).ok()?;
    (text.len() <= MAX_QUERY_BYTES).then_some(text)
}

/// Any text as a query: the canonical link of what was understood is understood without a remark and is its
/// own canonical link, and the answer keeps to its steps.
pub fn codec(data: &[u8]) {
    let Some(query) = query(data) else { return };
    let catalog = Catalog::builtin();
    let decoded = decode(query, catalog);
    let canonical = encode(&decoded.scenario);
    let again = decode(&canonical, catalog);
    if decoded.scenario.not_understood.is_empty() {
        assert!(again.notices.is_empty(), "{canonical}: {:?}", again.notices);
    }
    assert_eq!(again.scenario, decoded.scenario);
    assert_eq!(encode(&again.scenario), canonical);
    let report = evaluate::report(query, catalog);
    report.complete();
    assert!(report.steps() <= QUESTION_STEPS, "{} steps", report.steps());
}

/// Any bytes as a file of a model, alone and beside a configuration: a sentence, or a link that is understood without a
/// remark and whose weights and cache can be counted.
pub fn import(data: &[u8]) {
    const CONFIG: &[u8] = br#"{"model_type":"llama","hidden_size":64,"num_hidden_layers":1,"num_attention_heads":4,"intermediate_size":128,"vocab_size":32000}"#;
    let catalog = Catalog::builtin();
    let file = |bytes| File {
        name: "a.gguf",
        bytes,
    };
    for files in [&[file(data)][..], &[file(CONFIG), file(data)]] {
        let answer = Answer::to(files, "owner/name", "n=2", catalog);
        if let Some(refused) = &answer.refused {
            is_seen(refused);
            assert!(
                refused.ends_with('.') && answer.query.is_empty(),
                "{refused}"
            );
            continue;
        }
        assert!(answer.query.len() < 2_000, "{}", answer.query);
        let decoded = decode(&answer.query, catalog);
        assert!(
            decoded.notices.is_empty(),
            "{}: {:?}",
            answer.query,
            decoded.notices
        );
        answer.notes.iter().for_each(|note| is_seen(note));
        is_seen(&answer.model);
        evaluate::report(&answer.query, catalog).complete();
    }
}

/// Any text as what is embedded: a whole document of a bounded height that repeats nothing alive.
pub fn embed(data: &[u8]) {
    let Some(raw) = query(data) else { return };
    let embed = Embed::new(raw);
    for width in [1, 320, 720, 10_000] {
        assert!(embed.height(width) < 60_000, "{}", embed.height(width));
    }
    let html = embed.html(ORIGIN, "/embed.css");
    assert!(html.starts_with("<!DOCTYPE html>") && html.contains("</html>"));
    is_inert(&html);
    is_inert(&embed.iframe(ORIGIN, None, 400));
    let again = Embed::new(embed.address().split_once('?').map_or("", |(_, raw)| raw));
    assert_eq!(again.address(), embed.address());
}

/// Any text as a question whose answer is written in every form.
pub fn writers(data: &[u8]) {
    let Some(raw) = query(data) else { return };
    let report = evaluate::report(raw, Catalog::builtin());
    let outline = Outline::of(&report, Some(ORIGIN));
    is_inert(&outline.markdown());
    is_seen(&outline.text());
    if report.is_understood() {
        for (name, read) in TABLES {
            let table = read(&report);
            let text = csv(&table);
            is_seen(&text);
            assert!(text.ends_with("\r\n"), "{name}");
        }
    }
    for picture in [headroom_app::badge(raw), Card::new(raw).svg()] {
        assert!(
            picture.starts_with("<svg") && picture.ends_with("</svg>"),
            "{picture}"
        );
        is_inert(&picture);
    }
}

/// The address of a request to `/oembed` for any bytes.
pub fn oembed_address(data: &[u8]) -> String {
    let escaped: String = data
        .iter()
        .take(2_000)
        .map(|byte| format!("%{byte:02X}"))
        .collect();
    format!("/oembed?url={escaped}&format=json")
}

/// The address of a request to `/oembed` for the embed of any bytes as a query.
pub fn oembed_of_query(data: &[u8]) -> String {
    let text: String = String::from_utf8_lossy(data).chars().take(600).collect();
    oembed_address(format!("http://127.0.0.1:3000/?{text}").as_bytes())
}

/// Where bodies of several questions go.
pub const BATCH: &str = "/api/v1/reports";

/// An answer to anything is no fault of the server's, and repeats nothing alive.
pub fn answered(status: u16, body: &[u8]) {
    assert!(status < 500, "{status}");
    is_seen(&String::from_utf8_lossy(body));
}

/// Nothing that steers a terminal, turns the order of letters or hides some.
pub fn is_seen(text: &str) {
    for line in text.lines() {
        let line = line.replace('\t', " ");
        assert_eq!(shown(&line), line, "a letter that is not seen as it is");
    }
}

/// The same of markup, and no element of a script that was typed.
pub fn is_inert(markup: &str) {
    is_seen(markup);
    assert!(!markup.contains("<script>alert"), "{markup}");
}
