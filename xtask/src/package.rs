//! `cargo xtask package`: the arithmetic as others can use it, a package for npm and a crate.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::cargo::run_cargo;
use crate::process::{Failure, Outcome, run};
use crate::site::{Mode, compile_wasm, ensure_bundle};
use crate::steps::step;
use crate::wasm_target::{self, Toolchain};

/// Where the package for npm is laid out.
pub(crate) const NPM: &str = "target/dist/npm";
/// What is written by hand of it.
const HAND: &str = "app/js/package";
/// The description of the API, whose schemas are those of the answers.
const DESCRIPTION: &str = "server/tests/openapi.json";

/// Lays out the package for npm, and the crate as it would be published.
pub(crate) fn package() -> Outcome {
    npm(&wasm_target::ensure()?, Mode::Release)?;
    step("Packing the crate", || {
        run_cargo(&[
            "package",
            "--package",
            "headroom-core",
            "--no-verify",
            "--allow-dirty",
        ])
    })
}

/// The module with its types, the rows of the catalogue and what is written by hand.
pub(crate) fn npm(toolchain: &Toolchain, mode: Mode) -> Outcome {
    let module = step("Compiling the module", || {
        compile_wasm(toolchain, mode, "headroom-js", &[])
    })?;
    let _ = fs::remove_dir_all(NPM);
    run(
        Command::new(ensure_bundle()?)
            .args(["module", "--name", "headroom", "--wasm"])
            .arg(module)
            .args(["--types", DESCRIPTION, "--out", NPM]),
        "What is wrong is said above.",
    )?;
    let keep = |from: &Path| {
        let name = from.file_name().unwrap_or_default();
        fs::copy(from, Path::new(NPM).join(name))
            .map(drop)
            .map_err(|error| Failure(format!("{} cannot be copied: {error}.", from.display())))
    };
    let hand = fs::read_dir(HAND).map_err(|error| Failure(format!("{HAND}: {error}.")))?;
    for file in hand.flatten() {
        keep(&file.path())?;
    }
    for licence in ["LICENSE-MIT", "LICENSE-APACHE"] {
        keep(Path::new(licence))?;
    }
    Ok(())
}
