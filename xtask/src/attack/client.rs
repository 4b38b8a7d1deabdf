//! Those who ask.

use std::io::{self, BufReader, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use crate::http::{self, Answer};
use crate::server::Running;

/// Longest that anyone waits for an answer.
const PATIENCE: Duration = Duration::from_secs(30);

/// The port of a server.
pub(super) fn port(server: &Running) -> &str {
    server.authority().rsplit(':').next().unwrap_or_default()
}

/// The address under which attackers come.
pub(super) fn attacker(server: &Running) -> String {
    format!("[::1]:{}", port(server))
}

/// The address under which visitors come.
pub(super) fn visitor(server: &Running) -> String {
    format!("127.0.0.1:{}", port(server))
}

/// One who asks over one connection.
pub(super) struct Client {
    questions: TcpStream,
    answers: BufReader<TcpStream>,
    /// More lines of each head, ended.
    lines: String,
}

impl Client {
    pub(super) fn new(address: &str) -> io::Result<Self> {
        let questions = TcpStream::connect(address)?;
        questions.set_nodelay(true)?;
        questions.set_read_timeout(Some(PATIENCE))?;
        Ok(Self {
            answers: BufReader::new(questions.try_clone()?),
            questions,
            lines: String::new(),
        })
    }

    /// One whom a proxy brings from `address`.
    pub(super) fn brought(mut self, address: &str) -> Self {
        self.lines = format!("X-Forwarded-For: {address}\r\n");
        self
    }

    /// Asks and reads the answer.
    pub(super) fn get(&mut self, path: &str) -> io::Result<Answer> {
        let lines = &self.lines;
        let asked = format!("GET {path} HTTP/1.1\r\nHost: localhost\r\n{lines}\r\n");
        self.send(asked.as_bytes())
    }

    /// Writes bytes and reads an answer.
    pub(super) fn send(&mut self, bytes: &[u8]) -> io::Result<Answer> {
        self.questions.write_all(bytes)?;
        http::read_answer(&mut self.answers)
    }
}

/// The same, and how long it took.
pub(super) fn timed<T>(work: impl FnOnce() -> io::Result<T>) -> io::Result<(Duration, T)> {
    let start = Instant::now();
    work().map(|value| (start.elapsed(), value))
}

/// So many per cent of these times were shorter, in milliseconds.
pub(super) fn part(times: &mut [Duration], percent: usize) -> f64 {
    times.sort_unstable();
    let place = (times.len() * percent / 100).min(times.len().saturating_sub(1));
    times
        .get(place)
        .map_or(0.0, |time| time.as_secs_f64() * 1e3)
}

/// Numbers that look random and are the same in each run.
pub(super) struct Random(pub(super) u64);

impl Random {
    /// A number below `bound`.
    pub(super) fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % bound as u64).unwrap_or_default()
    }
}
