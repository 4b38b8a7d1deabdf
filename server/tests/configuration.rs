//! The two places that hold the configuration say the same.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::fs;
use std::path::Path;

use leptos::prelude::get_configuration;
use toml::Table;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap()
}

fn read(file: &str) -> Table {
    fs::read_to_string(root().join(file))
        .unwrap()
        .parse()
        .unwrap()
}

#[test]
fn leptos_toml_repeats_the_keys_in_cargo_toml() {
    let cargo = read("Cargo.toml");
    let build = cargo["workspace"]["metadata"]["leptos"].as_array().unwrap();
    assert_eq!(build.len(), 1);
    let leptos = read("Leptos.toml");
    let run = leptos["package"]["metadata"]["leptos"].as_table().unwrap();
    assert!(!run.is_empty());
    for (key, value) in run {
        assert_eq!(Some(value), build[0].get(key), "{key}");
    }
}

#[test]
fn leptos_reads_leptos_toml() {
    let path = root().join("Leptos.toml");
    let options = get_configuration(Some(path.to_str().unwrap()))
        .unwrap()
        .leptos_options;
    assert_eq!(&*options.output_name, "headroom");
    assert_eq!(&*options.site_root, "target/site");
    assert_eq!(options.site_addr.to_string(), "127.0.0.1:3000");
    assert!(options.hash_files);
}
