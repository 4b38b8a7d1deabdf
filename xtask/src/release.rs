//! `cargo xtask release`: what is handed to others.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::cargo::{cargo, run_cargo, target_dir};
use crate::process::{Failure, Outcome, on_path, run, succeeds};
use crate::site::{self, Mode};
use crate::steps::step;
use crate::supply::tool;

/// Where releases are put together.
const DIST: &str = "target/dist";
/// The target without a C library of the system.
const MUSL: &str = "x86_64-unknown-linux-musl";

/// Builds the program with its files and a bill of materials, and a static program where that can be had.
pub(crate) fn release() -> Outcome {
    let program = site::build(Mode::Release)?;
    tool("cargo-cyclonedx")?;
    fs::create_dir_all(DIST)
        .map_err(|error| Failure(format!("{DIST} cannot be made: {error}.")))?;
    let keep = |from: &Path, name: &str| {
        let to = Path::new(DIST).join(name);
        fs::copy(from, &to)
            .map_err(|error| Failure(format!("{} cannot be copied: {error}.", from.display())))?;
        println!("  {}", to.display());
        Ok(())
    };
    keep(&program, "headroom")?;
    step("Writing the bill of materials", || {
        run(
            cargo()
                .args([
                    "cyclonedx",
                    "--quiet",
                    "--format",
                    "json",
                    "--spec-version",
                    "1.5",
                ])
                .args([
                    "--manifest-path",
                    "server/Cargo.toml",
                    "--override-filename",
                    "bom",
                ]),
            "It is written from Cargo.lock.",
        )
    })?;
    let written = Path::new("server/bom.json");
    keep(written, "headroom.cdx.json")?;
    let _ = fs::remove_file(written);
    if !succeeds(Command::new("rustup").args(["target", "add", MUSL])) || !on_path("musl-gcc") {
        println!(
            "No static program: it needs the target {MUSL} and musl-gcc (Debian: musl-tools)."
        );
        return Ok(());
    }
    step("Compiling the static program", || {
        run_cargo(&[
            "build",
            "--release",
            "--package",
            "headroom-server",
            "--bin",
            "headroom",
            "--target",
            MUSL,
        ])
    })?;
    keep(
        &target_dir().join(MUSL).join("release/headroom"),
        "headroom-musl",
    )
}
