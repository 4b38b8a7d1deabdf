//! One who asks over one connection, and how long that takes.

use std::io::{self, BufReader, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use crate::http::{self, Answer};

/// Longest that anyone waits for an answer.
const PATIENCE: Duration = Duration::from_secs(30);

/// One who asks over one connection.
pub(crate) struct Client {
    questions: TcpStream,
    answers: BufReader<TcpStream>,
    /// More lines of each head, ended.
    lines: String,
}

impl Client {
    pub(crate) fn new(address: &str) -> io::Result<Self> {
        let questions = TcpStream::connect(address)?;
        questions.set_nodelay(true)?;
        questions.set_read_timeout(Some(PATIENCE))?;
        Ok(Self {
            answers: BufReader::with_capacity(64 * 1_024, questions.try_clone()?),
            questions,
            lines: String::new(),
        })
    }

    /// One whom a proxy brings from `address`.
    pub(crate) fn brought(mut self, address: &str) -> Self {
        self.lines = format!("X-Forwarded-For: {address}\r\n");
        self
    }

    /// Asks and reads the answer.
    pub(crate) fn get(&mut self, path: &str) -> io::Result<Answer> {
        let lines = &self.lines;
        let asked = format!("GET {path} HTTP/1.1\r\nHost: localhost\r\n{lines}\r\n");
        self.send(asked.as_bytes())
    }

    /// Writes bytes and reads an answer whose body goes to `body`; `head_alone` where only the head is asked for.
    pub(crate) fn ask(
        &mut self,
        bytes: &[u8],
        head_alone: bool,
        body: &mut Vec<u8>,
    ) -> io::Result<Answer> {
        self.questions.write_all(bytes)?;
        http::read_into(&mut self.answers, head_alone, body)
    }

    /// Writes bytes and reads an answer.
    pub(crate) fn send(&mut self, bytes: &[u8]) -> io::Result<Answer> {
        self.questions.write_all(bytes)?;
        http::read_answer(&mut self.answers)
    }
}

/// What is done, and how long it took.
pub(crate) fn timed<T>(work: impl FnOnce() -> io::Result<T>) -> io::Result<(Duration, T)> {
    let start = Instant::now();
    work().map(|value| (start.elapsed(), value))
}

/// So many per cent of these times were shorter, in milliseconds.
pub(crate) fn part(times: &mut [Duration], percent: usize) -> f64 {
    times.sort_unstable();
    let place = (times.len() * percent / 100).min(times.len().saturating_sub(1));
    times
        .get(place)
        .map_or(0.0, |time| time.as_secs_f64() * 1e3)
}
