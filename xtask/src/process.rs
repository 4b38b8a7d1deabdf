//! Running other programs, and failing in a sentence.

use std::ffi::OsStr;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Why a task stopped, as one sentence that says what to do.
#[derive(Debug)]
pub(crate) struct Failure(pub(crate) String);

/// The result of a task.
pub(crate) type Outcome<T = ()> = Result<T, Failure>;

/// The project folder.
pub(crate) fn root() -> Outcome<PathBuf> {
    // As cargo says now, because the folder may have moved since this was compiled.
    let package = std::env::var_os("CARGO_MANIFEST_DIR")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
    package
        .parent()
        .map(Path::to_path_buf)
        .ok_or_else(|| Failure("The project folder was not found.".to_owned()))
}

/// Runs a program to its end with its output shown; `remedy` completes the sentence if it fails.
pub(crate) fn run(command: &mut Command, remedy: &str) -> Outcome {
    let name = name_of(command);
    match command.status() {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(Failure(format!("{name} failed ({status}). {remedy}"))),
        Err(error) => Err(cannot_start(&name, &error, remedy)),
    }
}

/// Runs a program and gives what it wrote on standard output.
pub(crate) fn capture(command: &mut Command, remedy: &str) -> Outcome<Vec<u8>> {
    let name = name_of(command);
    match command.stderr(Stdio::inherit()).output() {
        Ok(output) if output.status.success() => Ok(output.stdout),
        Ok(output) => Err(Failure(format!(
            "{name} failed ({}). {remedy}",
            output.status
        ))),
        Err(error) => Err(cannot_start(&name, &error, remedy)),
    }
}

/// Whether a program runs and succeeds, without showing its output.
pub(crate) fn succeeds(command: &mut Command) -> bool {
    command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}

/// Whether a program of this name is on the search path.
pub(crate) fn on_path(program: &str) -> bool {
    std::env::var_os("PATH").is_some_and(|path| {
        std::env::split_paths(&path).any(|folder| {
            folder.join(program).is_file() || folder.join(format!("{program}.exe")).is_file()
        })
    })
}

/// Whether this process may install system packages.
pub(crate) fn is_root() -> bool {
    capture(Command::new("id").arg("-u"), "").is_ok_and(|id| id.trim_ascii() == b"0")
}

/// Installs Debian packages; only when [`is_root`].
pub(crate) fn apt_install(packages: &[&str]) -> Outcome {
    let remedy = "Check the network and the package sources, or install these packages by hand.";
    // A fresh container has no package lists; stale ones name packages that are gone.
    run(
        Command::new("apt-get").args(["update", "--quiet=2"]),
        remedy,
    )?;
    run(
        Command::new("apt-get")
            .args(["install", "--yes", "--quiet=2", "--no-install-recommends"])
            .args(packages)
            .env("DEBIAN_FRONTEND", "noninteractive")
            .stdout(Stdio::null()),
        remedy,
    )
}

/// Reads a file, with a sentence if that fails.
pub(crate) fn read(path: &Path) -> Outcome<Vec<u8>> {
    std::fs::read(path)
        .map_err(|error| Failure(format!("{} cannot be read: {error}.", path.display())))
}

fn name_of(command: &Command) -> String {
    let program = Path::new(command.get_program());
    let program = program
        .file_name()
        .map_or_else(|| program.as_os_str(), OsStr::new);
    let mut name = program.to_string_lossy().into_owned();
    if let Some(first) = command.get_args().next() {
        name.push(' ');
        name.push_str(&first.to_string_lossy());
    }
    name
}

fn cannot_start(name: &str, error: &std::io::Error, remedy: &str) -> Failure {
    match error.kind() {
        ErrorKind::NotFound => Failure(format!(
            "{name} cannot be started, because it is not installed. {remedy}"
        )),
        _ => Failure(format!("{name} cannot be started: {error}. {remedy}")),
    }
}
