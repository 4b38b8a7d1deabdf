//! What `deploy/` says about the program is true of it.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::fs;
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap()
}

/// What follows `name` on its lines, quotes aside.
fn values<'a>(text: &'a str, name: &str) -> Vec<&'a str> {
    text.lines()
        .filter_map(|line| line.trim().trim_start_matches("- ").strip_prefix(name))
        .map(|value| value.trim().trim_matches('"'))
        .collect()
}

#[test]
fn probes_and_scrapes_ask_for_routes_that_exist() {
    let routes = read("server/src/routes.rs") + &read("server/src/observe.rs");
    let manifest = read("deploy/kubernetes/deployment.yaml");
    let mut asked = values(&manifest, "path:");
    asked.extend(values(&manifest, "prometheus.io/path:"));
    assert_eq!(asked.len(), 3, "{asked:?}");
    for path in asked {
        assert!(routes.contains(&format!(".route(\"{path}\"")), "{path}");
    }
}

#[test]
fn every_variable_is_one_that_the_server_reads() {
    let code = ["config.rs", "observe.rs"].map(|file| read(&format!("server/src/{file}")));
    let code = code.concat();
    for file in [
        "deploy/Containerfile",
        "deploy/headroom.service",
        "deploy/kubernetes/deployment.yaml",
        "deploy/README.md",
    ] {
        let text = read(file);
        let words = text.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_'));
        for name in words.filter(|word| word.starts_with("HEADROOM_")) {
            assert!(code.contains(&format!("\"{name}\"")), "{file}: {name}");
        }
    }
}

#[test]
fn the_image_holds_the_version_and_starts_what_the_command_line_knows() {
    let manifest = read("deploy/kubernetes/deployment.yaml");
    let image = format!("headroom:{}", env!("CARGO_PKG_VERSION"));
    assert_eq!(values(&manifest, "image:"), [image.as_str()]);
    for file in ["deploy/Containerfile", "deploy/headroom.service"] {
        assert!(read(file).contains("serve"), "{file}");
    }
    let cargo = read("Cargo.toml");
    let rust = values(&cargo, "rust-version = ")[0];
    assert!(read("deploy/Containerfile").contains(&format!("rust:{rust}-")));
}
