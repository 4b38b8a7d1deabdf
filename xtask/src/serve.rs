//! `cargo xtask serve`.

use std::net::TcpListener;
use std::path::Path;
use std::process::Command;

use crate::process::{Failure, Outcome};
use crate::site::{self, Mode};

const DEFAULT_PORT: u16 = 3000;

/// Builds, then becomes the server.
pub(crate) fn serve(arguments: &[String]) -> Outcome {
    let mut port = DEFAULT_PORT;
    let mut mode = Mode::Release;
    let mut arguments = arguments.iter();
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--debug" => mode = Mode::Debug,
            "--port" => {
                let given = arguments.next().map_or("", String::as_str);
                port = given.parse().map_err(|_| {
                    Failure(format!(
                        "--port takes a number from 0 to 65535, not '{given}'."
                    ))
                })?;
            }
            other => {
                return Err(Failure(format!(
                    "'{other}' is not understood here; see cargo xtask help."
                )));
            }
        }
    }
    // Said now rather than after minutes of compiling.
    TcpListener::bind(("127.0.0.1", port)).map_err(|error| {
        Failure(format!(
            "Port {port} cannot be used ({error}): stop what uses it, or choose another with --port."
        ))
    })?;
    let server = site::build(mode)?;
    become_server(
        Command::new(&server).args(["serve", "--port", &port.to_string()]),
        &server,
    )
}

/// Replaces this process, so that signals reach the server itself and its exit code is ours.
#[cfg(unix)]
fn become_server(command: &mut Command, server: &Path) -> Outcome {
    use std::os::unix::process::CommandExt;
    let error = command.exec();
    Err(Failure(format!(
        "{} cannot be started: {error}.",
        server.display()
    )))
}

#[cfg(not(unix))]
fn become_server(command: &mut Command, _server: &Path) -> Outcome {
    crate::process::run(command, "What is wrong is said above.")
}
