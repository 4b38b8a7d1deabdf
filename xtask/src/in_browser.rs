//! Scripts of `end2end/` that drive Chromium against a server of their own.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::process::{Failure, Outcome, run};
use crate::server::Running;
use crate::site::{self, Mode};
use crate::{browser, node};

const FOLDER: &str = "end2end";

/// `cargo xtask bench browser`: how long a change takes until it is seen, and how large what it needs is.
pub(crate) fn bench() -> Outcome {
    let chromium = ensure()?;
    script(
        &site::build(Mode::Release)?,
        &chromium,
        &["bench/bench.mjs"],
    )
}

/// The browser tests.
pub(crate) fn test(server: &Path, chromium: &Path) -> Outcome {
    script(
        server,
        chromium,
        &["node_modules/@playwright/test/cli.js", "test"],
    )
}

/// Finds or sets up what the scripts need, and gives Chromium's path.
pub(crate) fn ensure() -> Outcome<PathBuf> {
    if !node::present() {
        return Err(Failure(
            "The browser is driven by Node: install Node 20 or newer, with npm.".to_owned(),
        ));
    }
    let chromium = browser::ensure()?;
    node::ensure_packages(Path::new(FOLDER))?;
    Ok(chromium)
}

/// Runs a script with a server, whose address it is told.
fn script(server: &Path, chromium: &Path, arguments: &[&str]) -> Outcome {
    let server = Running::start(server)?;
    let ended = run(
        Command::new("node")
            .args(arguments)
            .current_dir(FOLDER)
            .env("HEADROOM_URL", server.url())
            .env("HEADROOM_CHROMIUM", chromium),
        "What is wrong is said above.",
    );
    server.stop().and(ended)
}
