//! The core stands in layers, and a file that breaks them is found.
#![expect(clippy::unwrap_used, reason = "a panic is how a test fails")]

use std::fs;
use std::path::{Path, PathBuf};

use xtask_house::layers::Layers;

fn core() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../app/core/src")
}

fn against_the_order(layers: &Layers) -> Vec<String> {
    let against = layers.against_the_order();
    against.iter().map(ToString::to_string).collect()
}

#[test]
fn no_import_of_the_core_goes_against_the_order() {
    let layers = Layers::read(&core()).unwrap();
    let against = against_the_order(&layers);
    assert!(against.is_empty(), "{}", against.join("\n"));
    assert!(layers.files() > 100, "the sources were not found");
}

#[test]
fn no_files_of_the_core_reach_each_other() {
    assert_eq!(
        Layers::read(&core()).unwrap().largest_loop(),
        Vec::<String>::new()
    );
}

#[test]
fn two_files_lie_loose() {
    let mut loose: Vec<String> = fs::read_dir(core())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.ends_with(".rs"))
        .collect();
    loose.sort();
    assert_eq!(loose, ["lib.rs", "working.rs"]);
}

/// A crate of two files that reach each other against the order, in every way that a path is written.
#[test]
fn every_way_of_writing_an_import_is_seen() {
    for (low, high) in [
        ("use crate::speed::rate;", "use crate::units::GB;"),
        ("use crate::{speed::rate as r};", "use super::units::GB;"),
        ("fn f() { crate::speed::rate() }", "use crate::units::*;"),
        ("fn f(_: &super::speed::Rate) {}", "use crate::units::GB;"),
        ("use crate::working::rate;", "use crate::units::GB;"),
        ("pub use crate::speed::rate;", "use crate::units::GB;"),
    ] {
        let folder = std::env::temp_dir().join(format!("house-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join("lib.rs"), "mod units; mod speed; mod working;").unwrap();
        fs::write(folder.join("working.rs"), "pub use crate::speed::rate;").unwrap();
        fs::write(folder.join("units.rs"), low).unwrap();
        fs::write(folder.join("speed.rs"), high).unwrap();
        let layers = Layers::read(&folder).unwrap();
        fs::remove_dir_all(&folder).unwrap();
        assert_eq!(
            against_the_order(&layers),
            ["units imports speed, which stands above it"],
            "{low}"
        );
        assert_eq!(layers.largest_loop(), ["speed", "units"], "{low} {high}");
    }
}

#[test]
fn code_for_tests_may_import_anything() {
    let folder = std::env::temp_dir().join(format!("house-tests-{}", std::process::id()));
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join("lib.rs"), "mod units; mod speed;").unwrap();
    fs::write(folder.join("speed.rs"), "pub fn rate() {}").unwrap();
    let text = "#[cfg(test)] mod tests { use crate::speed::rate; }";
    fs::write(folder.join("units.rs"), text).unwrap();
    let layers = Layers::read(&folder).unwrap();
    fs::remove_dir_all(&folder).unwrap();
    assert!(layers.against_the_order().is_empty());
}
