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
    let manifest = read("deploy/kubernetes/deployment.yaml");
    let visitors = read("server/src/routes.rs");
    let probes = values(&manifest, "path:");
    assert_eq!(probes, ["/livez", "/readyz", "/livez"]);
    let operators = read("server/src/observe.rs");
    let scrapes = values(&manifest, "prometheus.io/path:");
    assert_eq!(scrapes.len(), 1);
    for (routes, paths) in [(visitors, probes), (operators, scrapes)] {
        for path in paths {
            assert!(routes.contains(&format!(".route(\"{path}\"")), "{path}");
        }
    }
}

#[test]
fn every_variable_is_one_that_the_server_reads_and_every_one_is_told() {
    let code = read("server/src/config.rs");
    let read_by_code: Vec<&str> = code
        .lines()
        .filter_map(|line| {
            line.strip_prefix("const ")?
                .split_once(": &str = \"HEADROOM_")
        })
        .filter_map(|(_, rest)| rest.split_once('"'))
        .map(|(name, _)| name)
        .collect();
    assert!(read_by_code.len() >= 10, "{read_by_code:?}");
    for file in [
        "deploy/Containerfile",
        "deploy/headroom.service",
        "deploy/kubernetes/deployment.yaml",
        "deploy/README.md",
        "README.md",
    ] {
        let text = read(file);
        let words = text.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_'));
        for name in words.filter_map(|word| word.strip_prefix("HEADROOM_")) {
            // A comment may speak of all of them.
            assert!(
                name.is_empty() || read_by_code.contains(&name),
                "{file}: {name}"
            );
        }
    }
    let told = read("deploy/README.md");
    for name in read_by_code {
        assert!(told.contains(&format!("`HEADROOM_{name}`")), "{name}");
    }
}

/// A number of seconds behind a name.
fn seconds(text: &str, name: &str) -> u64 {
    let [value] = values(text, name)[..] else {
        panic!("{name} stands once");
    };
    value.parse().unwrap()
}

#[test]
fn supervisors_wait_longer_than_the_server_takes_to_stop() {
    /// For open connections, and some more for a busy machine.
    const GRACE: u64 = 5 + 3;
    let manifest = read("deploy/kubernetes/deployment.yaml");
    let (_, leave) = manifest.split_once("name: HEADROOM_LEAVE_SECONDS").unwrap();
    let leave: u64 = values(leave, "value:")[0].parse().unwrap();
    let stop = seconds(&manifest, "seconds:");
    assert!(seconds(&manifest, "terminationGracePeriodSeconds:") >= stop + leave + GRACE);
    // What asks whether it is ready hears of the end before the end.
    let ready = manifest.split_once("readinessProbe").unwrap().1;
    assert!(leave > values(ready, "periodSeconds:")[0].parse::<u64>().unwrap());
    let unit = read("deploy/headroom.service");
    assert!(
        seconds(&unit, "TimeoutStopSec=") >= 2 + GRACE,
        "the usual 2 s"
    );
}

#[test]
fn what_is_built_is_not_left_out_of_the_image() {
    let ignored = read(".dockerignore");
    let cargo: toml::Table = read("Cargo.toml").parse().unwrap();
    let members = cargo["workspace"]["members"].as_array().unwrap();
    for member in members.iter().filter_map(toml::Value::as_str) {
        let parts = ignored.lines().filter_map(|line| line.strip_prefix('!'));
        let let_in = parts
            .into_iter()
            .any(|part| member == part || member.starts_with(&format!("{part}/")));
        assert!(let_in, "{member}");
    }
    let leptos = &cargo["workspace"]["metadata"]["leptos"][0];
    for key in ["style-file", "assets-dir"] {
        let folder = leptos[key].as_str().unwrap().split('/').next().unwrap();
        assert!(
            ignored.lines().any(|line| line == format!("!{folder}")),
            "{folder}"
        );
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
    let container = read("deploy/Containerfile");
    assert!(container.contains(&format!("rust:{rust}.0-")));
    // Which is what README.md asks for.
    assert!(read("README.md").contains("Node 20 or newer") && container.contains("node:22."));
    // Nothing that somebody else changes is in the image.
    assert_eq!(
        values(&container, "FROM "),
        ["${NODE} AS node", "${RUST} AS build", "scratch"]
    );
}
