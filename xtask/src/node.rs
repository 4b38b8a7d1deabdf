//! Node and its packages, from lock files.

use std::path::Path;
use std::process::{Command, Stdio};

use crate::process::{Outcome, on_path, run};
use crate::steps::install;

/// Whether Node and npm are there.
pub(crate) fn present() -> bool {
    on_path("node") && on_path("npm")
}

/// Installs the packages that a folder's lock file names, unless they are there already.
pub(crate) fn ensure_packages(folder: &Path) -> Outcome {
    install(
        &format!("the packages of {}", folder.display()),
        &folder.join("package-lock.json"),
        &folder.join("node_modules/.installed-lock"),
        || {
            run(
                npm()
                    .args(["ci", "--no-audit", "--no-fund", "--loglevel=error"])
                    .current_dir(folder)
                    .stdout(Stdio::null())
                    // Chromium comes from the system, not from here.
                    .env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1"),
                "Check that npm can reach its registry.",
            )
        },
    )
}

fn npm() -> Command {
    Command::new(if cfg!(windows) { "npm.cmd" } else { "npm" })
}
