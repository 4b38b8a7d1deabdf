//! `cargo xtask check supply`: what is depended on, and the oldest compiler.

use std::fs;
use std::process::Command;

use crate::cargo::cargo;
use crate::process::{Failure, Outcome, on_path, run, succeeds};
use crate::steps::{Checklist, step};

/// Licences, sources, advisories and use of dependencies, and the compiler that `Cargo.toml` promises.
///
/// Not part of `test`: the tools take minutes to install, and advisories change without a change here.
pub(crate) fn check() -> Outcome {
    tool("cargo-deny")?;
    tool("cargo-machete")?;
    let mut list = Checklist::default();
    list.check("Licences, sources and bans", || {
        run(
            cargo().args(["deny", "--locked", "check", "licenses", "bans", "sources"]),
            "deny.toml says what dependencies may be.",
        )
    });
    list.check("Advisories", advisories);
    list.check("Dependencies that nothing uses", || {
        run(
            // By its own name: under this program it would take the task's name for a folder.
            &mut Command::new("cargo-machete"),
            "Take them out of the Cargo.toml that names them.",
        )
    });
    list.check("The oldest compiler that is promised", oldest_compiler);
    list.finish()
}

/// Installs a tool of cargo's where it is missing.
pub(crate) fn tool(name: &str) -> Outcome {
    if on_path(name) {
        return Ok(());
    }
    step(
        &format!("Installing {name}, which takes some minutes"),
        || {
            run(
                cargo().args(["install", "--locked", "--quiet", name]),
                "Without it this task cannot be done; nothing else needs it.",
            )
        },
    )
}

/// Known faults of dependencies, where the database can be had.
fn advisories() -> Outcome {
    if !succeeds(cargo().args(["deny", "--locked", "fetch", "db"])) {
        println!(
            "Skipped: the database of advisories (github.com/rustsec/advisory-db) cannot be fetched here."
        );
        return Ok(());
    }
    run(
        cargo().args(["deny", "--locked", "check", "--disable-fetch", "advisories"]),
        "Update the crate, or say in deny.toml why it does not concern this program.",
    )
}

/// Compiles with the version that `rust-version` names, where rustup has it.
fn oldest_compiler() -> Outcome {
    let manifest = fs::read_to_string("Cargo.toml")
        .map_err(|error| Failure(format!("Cargo.toml cannot be read: {error}.")))?;
    let promised = rust_version(&manifest)
        .ok_or_else(|| Failure("Cargo.toml names no rust-version.".to_owned()))?;
    let names = [promised.to_owned(), format!("{promised}.0")];
    let has =
        |name: &&String| succeeds(Command::new("rustup").args(["run", name, "rustc", "--version"]));
    let Some(name) = names.iter().find(has) else {
        println!(
            "Skipped: run `rustup toolchain install {promised}` to check with the compiler that is promised."
        );
        return Ok(());
    };
    let mut command = Command::new("rustup");
    command
        .args([
            "run",
            name,
            "cargo",
            "check",
            "--locked",
            "--quiet",
            "--workspace",
        ])
        // Set for the compiler that runs this program.
        .env_remove("RUSTUP_TOOLCHAIN")
        .env_remove("CARGO");
    run(
        &mut command,
        "Raise rust-version in Cargo.toml, or do without what is newer.",
    )
}

/// What `rust-version` of the workspace says.
fn rust_version(manifest: &str) -> Option<&str> {
    let mut lines = manifest.lines();
    let value = lines.find_map(|line| line.strip_prefix("rust-version = "))?;
    Some(value.trim().trim_matches('"'))
}

#[cfg(test)]
mod tests {
    use super::rust_version;

    /// What people read and what images are built with is the version that cargo demands.
    #[test]
    fn one_oldest_compiler_is_named_everywhere() {
        let version = rust_version(include_str!("../../Cargo.toml"));
        let version = version.unwrap_or_default();
        assert!(version.starts_with("1."), "{version}");
        let readme = include_str!("../../README.md");
        assert!(readme.contains(&format!("[Rust](https://rustup.rs) {version} or newer")));
        let image = include_str!("../../deploy/Containerfile");
        assert!(image.contains(&format!("/rust:{version}")), "{image}");
    }
}
