//! The server as agents see it, by the reference client of the Model Context Protocol, which is a Python package.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::process::{Failure, Outcome, run, succeeds};
use crate::server::Running;
use crate::steps::install;

/// The script and what it needs.
const FOLDER: &str = "end2end/agents";
/// Where that is installed, apart from what else there is.
const ENVIRONMENT: &str = "target/agents";
/// The interpreter inside of it.
const INSIDE: &str = if cfg!(windows) {
    "Scripts/python.exe"
} else {
    "bin/python"
};

/// Calls every tool, by standard input and by the address of a server. Nothing else needs Python; without it this is
/// left out.
pub(crate) fn test(program: &Path) -> Outcome {
    if !succeeds(Command::new("python3").args([
        "-c",
        "import sys, ensurepip, venv; assert sys.version_info >= (3, 10)",
    ])) {
        println!(
            "Skipped: it needs Python 3.10 or newer as python3, with venv (Debian: python3-venv)."
        );
        return Ok(());
    }
    // A registry that is not reached says nothing of this program.
    let python = match ensure() {
        Ok(python) => python,
        Err(Failure(sentence)) => {
            println!("Skipped: {sentence}");
            return Ok(());
        }
    };
    let server = Running::start(program)?;
    let ended = run(
        Command::new(python)
            .arg(Path::new(FOLDER).join("try.py"))
            .arg(program)
            .arg(server.url())
            // Links begin with the address that is asked, or with nothing.
            .env_remove("HEADROOM_ORIGIN"),
        "What is wrong is said above.",
    );
    server.stop().and(ended)
}

/// Installs the client, unless it is there already.
fn ensure() -> Outcome<PathBuf> {
    let environment = Path::new(ENVIRONMENT);
    let python = environment.join(INSIDE);
    let wanted = Path::new(FOLDER).join("requirements.txt");
    let stamp = environment.join("installed.txt");
    install("the client of the protocol", &wanted, &stamp, || {
        run(
            Command::new("python3")
                .args(["-m", "venv", "--clear"])
                .arg(environment),
            "It makes a folder for Python packages.",
        )?;
        run(
            Command::new(&python)
                .args([
                    "-m",
                    "pip",
                    "install",
                    "--quiet",
                    "--disable-pip-version-check",
                    "--requirement",
                ])
                .arg(&wanted),
            "Check that pip can reach its registry.",
        )
    })?;
    Ok(python)
}
