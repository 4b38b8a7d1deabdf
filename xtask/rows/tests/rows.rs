//! What contributors are told of their rows, and that the schemas are those of the rows.

#![expect(clippy::unwrap_used, reason = "a panic is how a test fails")]

use std::fs;
use std::path::{Path, PathBuf};

use xtask_rows::check::check;
use xtask_rows::schema::schemas;

fn catalog() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../app/core/catalog")
}

/// What is said of a file that holds this.
fn said(name: &str, text: &str) -> Result<usize, Vec<String>> {
    let folder = std::env::temp_dir().join(format!("headroom-rows-{}-{name}", std::process::id()));
    fs::create_dir_all(&folder).unwrap();
    let file = folder.join("mine.toml");
    fs::write(&file, text).unwrap();
    let said = check(&file, &catalog());
    fs::remove_dir_all(&folder).unwrap();
    said
}

const CARD: &str = r#"
[[gpu]]
id = "rtx-9999"
name = "NVIDIA GeForce RTX 9999"
vendor = "nvidia"
architecture = "Blackwell"
segment = "consumer"
nominal_gb = 64
memory_type = "GDDR7"
bandwidth_mb_s = 3_000_000
tdp_w = 600
form_factor = "open-air"
sources = ["general"]
as_of = "2026-11-29"
"#;

#[test]
fn files_of_the_catalogue_are_in_order() {
    for file in [
        "gpus.toml",
        "models.toml",
        "parts.toml",
        "cloud.toml",
        "apis.toml",
        "sources.toml",
    ] {
        let rows = check(&catalog().join(file), &catalog());
        assert!(
            rows.as_ref().is_ok_and(|rows| *rows > 60),
            "{file}: {rows:?}"
        );
    }
}

#[test]
fn a_row_is_held_against_those_that_are_there() {
    assert_eq!(said("good", CARD), Ok(1));
    for (from, to, sentence) in [
        (
            "tdp_w = 600",
            "tdp_w = 60_000",
            "gpus.toml: gpu `rtx-9999`: tdp_w: 60000 is outside 5 to 2000",
        ),
        (
            "\"general\"",
            "\"somewhere\"",
            "gpus.toml: gpu `rtx-9999`: sources: `somewhere` is not in sources.toml",
        ),
        (
            "RTX 9999",
            "RTX 4090",
            "gpus.toml: gpu `rtx-9999`: name: `NVIDIA GeForce RTX 4090` also names `rtx-4090`",
        ),
    ] {
        let name = to.replace(|c: char| !c.is_ascii_alphanumeric(), "");
        let wrong = CARD.replace(from, to);
        assert_eq!(said(&name, &wrong), Err(vec![sentence.to_owned()]));
    }
    let twice = CARD.replace("rtx-9999", "rtx-5090");
    let told = said("twice", &twice).unwrap_err().join(" ");
    assert!(
        told.contains("`rtx-5090` is taken by an earlier row"),
        "{told}"
    );
}

#[test]
fn what_is_no_row_is_told_in_a_sentence() {
    let told = |name: &str, text: &str| said(name, text).unwrap_err().join("\n");
    assert!(told("none", "colour = 3").starts_with("It holds none of the tables"));
    let unread = told("unread", "[[gpu]\nid = 3");
    assert!(
        unread.lines().count() == 1 && unread.contains("TOML"),
        "{unread}"
    );
    let unknown = told("unknown", &CARD.replace("tdp_w", "watts"));
    assert!(unknown.contains("unknown field `watts`"), "{unknown}");
    assert_eq!(unknown.lines().count(), 1, "{unknown}");
    let missing = check(Path::new("/nowhere.toml"), &catalog()).unwrap_err();
    assert!(missing[0].starts_with("/nowhere.toml: "), "{missing:?}");
}

/// `RENEW=1` writes them anew.
#[test]
fn schemas_are_those_of_the_rows() {
    for (name, schema) in schemas() {
        let path = catalog().join("schema").join(name);
        let text = serde_json::to_string_pretty(&schema).unwrap() + "\n";
        if std::env::var_os("RENEW").is_some() {
            fs::write(&path, &text).unwrap();
        }
        let kept = fs::read_to_string(&path).unwrap_or_default();
        assert!(
            kept == text,
            "{name} is not what a row may hold: RENEW=1 writes it anew"
        );
    }
}
