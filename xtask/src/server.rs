//! A running server, for the checks and measurements that need one.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::time::{Duration, Instant};

use crate::process::{Failure, Outcome, succeeds};

/// How long a server may take to finish what it is doing.
const PATIENCE: Duration = Duration::from_secs(10);

/// A server on a port of its own.
pub(crate) struct Running {
    child: Child,
    /// Kept open, because a server whose output is closed cannot say that it ends.
    _output: BufReader<ChildStdout>,
    authority: String,
}

impl Running {
    /// Starts the server and waits until it says where it listens.
    pub(crate) fn start(server: &Path) -> Outcome<Self> {
        Self::start_with(server, &["serve", "--port", "0"])
    }

    /// Starts any program that says where it listens, and waits until it does.
    pub(crate) fn start_with(server: &Path, arguments: &[&str]) -> Outcome<Self> {
        Self::start_set(server, arguments, &[])
    }

    /// Starts such a program with more in its environment.
    pub(crate) fn start_set(
        server: &Path,
        arguments: &[&str],
        settings: &[(&str, &str)],
    ) -> Outcome<Self> {
        let mut child = Command::new(server)
            .args(arguments)
            .envs(settings.iter().copied())
            .stdout(Stdio::piped())
            .spawn()
            .map_err(|error| {
                Failure(format!("{} cannot be started: {error}.", server.display()))
            })?;
        let Some(output) = child.stdout.take() else {
            return Err(Failure("The server has no output.".to_owned()));
        };
        let mut output = BufReader::new(output);
        let authority = output
            .by_ref()
            .lines()
            .map_while(Result::ok)
            .find_map(|line| {
                let (_, after) = line.split_once("http://")?;
                Some(after.trim_end_matches(['/', '.']).to_owned())
            });
        let running = Self {
            child,
            _output: output,
            authority: authority.unwrap_or_default(),
        };
        if running.authority.is_empty() {
            return Err(Failure("The server ended before it listened.".to_owned()));
        }
        Ok(running)
    }

    /// The address that pages are under, without a slash at the end.
    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.authority)
    }

    /// Host and port.
    pub(crate) fn authority(&self) -> &str {
        &self.authority
    }

    /// Bytes of memory as Linux tells them: `VmRSS`, or the most so far, `VmHWM`.
    pub(crate) fn memory(&self, name: &str) -> Option<u64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).ok()?;
        let line = status.lines().find_map(|line| line.strip_prefix(name))?;
        let kib: u64 = line
            .trim_matches([':', ' ', '\t'])
            .trim_end_matches(" kB")
            .parse()
            .ok()?;
        Some(kib * 1_024)
    }

    /// Sends the signal with which supervisors end a program.
    pub(crate) fn terminate(&self) -> bool {
        succeeds(Command::new("kill").args(["-TERM", &self.child.id().to_string()]))
    }

    /// The bytes of one answer's body as they are sent, compressed as `encoding` asks.
    pub(crate) fn get(&self, path: &str, encoding: &str) -> Outcome<Vec<u8>> {
        let fail = |error: std::io::Error| {
            Failure(format!("{}{path} cannot be read: {error}.", self.url()))
        };
        let mut stream = TcpStream::connect(&self.authority).map_err(fail)?;
        // HTTP/1.0, because its answers end where the connection ends.
        let request = format!(
            "GET {path} HTTP/1.0\r\nHost: {}\r\nAccept-Encoding: {encoding}\r\n\r\n",
            self.authority
        );
        stream.write_all(request.as_bytes()).map_err(fail)?;
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).map_err(fail)?;
        let end = answer
            .windows(4)
            .position(|window| window == b"\r\n\r\n")
            .ok_or_else(|| Failure(format!("{}{path} gave no answer.", self.url())))?;
        Ok(answer.split_off(end + 4))
    }

    /// Asks the server to end, as a supervisor would, and holds it to exit code 0.
    pub(crate) fn stop(mut self) -> Outcome {
        if cfg!(windows) {
            let _ = self.child.kill();
            let _ = self.child.wait();
            return Ok(());
        }
        self.terminate();
        self.ended()
    }

    /// Waits for a server that was asked to end, and holds it to exit code 0.
    pub(crate) fn ended(mut self) -> Outcome {
        let asked = Instant::now();
        while asked.elapsed() < PATIENCE {
            match self.child.try_wait() {
                Ok(Some(status)) if status.success() => return Ok(()),
                Ok(Some(status)) => {
                    return Err(Failure(format!(
                        "The server ended with {status} when asked to end."
                    )));
                }
                _ => std::thread::sleep(Duration::from_millis(20)),
            }
        }
        let _ = self.child.kill();
        Err(Failure(format!(
            "The server was still running {} s after it was asked to end.",
            PATIENCE.as_secs()
        )))
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
