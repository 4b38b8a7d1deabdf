//! Node and its packages, from lock files.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::process::{Outcome, on_path, read, run};
use crate::steps::step;

/// Whether Node and npm are there.
pub(crate) fn present() -> bool {
    on_path("node") && on_path("npm")
}

/// Installs the packages that a folder's lock file names, unless they are there already.
pub(crate) fn ensure_packages(folder: &Path) -> Outcome {
    let lock = read(&folder.join("package-lock.json"))?;
    let stamp = folder.join("node_modules/.installed-lock");
    if fs::read(&stamp).is_ok_and(|installed| installed == lock) {
        return Ok(());
    }
    step(
        &format!("Installing the packages of {}", folder.display()),
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
    )?;
    // Without the stamp the packages are installed again next time, which does no harm.
    let _ = fs::write(stamp, lock);
    Ok(())
}

fn npm() -> Command {
    Command::new(if cfg!(windows) { "npm.cmd" } else { "npm" })
}
