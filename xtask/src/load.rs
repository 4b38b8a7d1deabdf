//! `cargo xtask bench serve`: how many answers a second, and how late the latest, beside a handler that does nothing.
//!
//! The client is small and blocks: each connection is a thread that asks, reads the whole answer and asks again. It
//! shares the machine with the server, so rates are lower than on two machines; the bare handler is asked in the
//! same way, with a body of the same size.

use std::fs;
use std::io::{self, BufRead, BufReader, Error, ErrorKind, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::time::{Duration, Instant};

use crate::cargo::{run_cargo, target_dir};
use crate::process::{Failure, Outcome};
use crate::server::Running;
use crate::site::{self, Mode};

/// What is asked for.
const PATHS: [(&str, &str); 5] = [
    ("configurator", "/?n=4&model=llama-3.1-405b&w=f16"),
    ("embed", "/embed?n=4&model=llama-3.1-405b&w=f16"),
    (
        "report as JSON",
        "/api/v1/report?n=4&model=llama-3.1-405b&w=f16",
    ),
    ("GPUs", "/gpus"),
    ("health", "/healthz"),
];

/// Connections that ask at the same time.
const CONNECTIONS: usize = 8;
/// How long each is asked for, after a second in which nothing is counted.
const USUAL: Duration = Duration::from_secs(5);
const WARM_UP: Duration = Duration::from_secs(1);

/// Measures for so many seconds each.
pub(crate) fn load(seconds: Option<&str>) -> Outcome {
    let time = match seconds.map(str::parse) {
        None => USUAL,
        Some(Ok(seconds @ 1..=600)) => Duration::from_secs(seconds),
        Some(_) => return Err(Failure("Say how many seconds, from 1 to 600.".to_owned())),
    };
    let program = site::build(Mode::Release)?;
    run_cargo(&[
        "build",
        "--release",
        "--package",
        "headroom-server",
        "--example",
        "bare",
    ])?;
    let server = Running::start(&program)?;
    println!(
        "\n{CONNECTIONS} connections, {} s each, uncompressed, on this machine\n{:<36} {:>9} {:>10} {:>9} {:>9}",
        time.as_secs(),
        "",
        "bytes",
        "answers/s",
        "50 % ms",
        "99 % ms"
    );
    for (name, path) in PATHS {
        line(name, &measure(&server, path, time)?);
    }
    let page = server.get(PATHS[0].1, "identity")?;
    println!("{:<36} {:>9}", "peak memory of the server", memory(&server));
    server.stop()?;

    let body = target_dir().join("bare.html");
    fs::write(&body, page)
        .map_err(|error| Failure(format!("{} cannot be written: {error}.", body.display())))?;
    let program = target_dir().join("release/examples/bare");
    let bare = Running::start_with(&program, &[&body.to_string_lossy()])?;
    line("bare handler, the same bytes", &measure(&bare, "/", time)?);
    println!("{:<36} {:>9}", "its peak memory", memory(&bare));
    Ok(())
}

/// What came back.
struct Measured {
    bytes: usize,
    /// Times of all answers, ascending.
    times: Vec<Duration>,
    over: Duration,
}

fn line(name: &str, measured: &Measured) {
    let Measured { bytes, times, over } = measured;
    let part = |percent: usize| {
        let place = (times.len() * percent / 100).min(times.len().saturating_sub(1));
        times
            .get(place)
            .map_or(0.0, |time| time.as_secs_f64() * 1e3)
    };
    println!(
        "{name:<36} {bytes:>9} {:>10.0} {:>9.2} {:>9.2}",
        times.len() as f64 / over.as_secs_f64(),
        part(50),
        part(99)
    );
}

fn measure(server: &Running, path: &str, time: Duration) -> Outcome<Measured> {
    let authority = server.authority();
    let asked = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..CONNECTIONS)
            .map(|_| scope.spawn(|| ask(authority, path, time)))
            .collect();
        let answers = threads.into_iter().map(|thread| {
            let ended = thread.join();
            ended.unwrap_or_else(|_| Err(Error::other("a connection ended early")))
        });
        answers.collect::<io::Result<Vec<_>>>()
    });
    let asked = asked.map_err(|error| Failure(format!("{path} cannot be read: {error}.")))?;
    let bytes = asked.first().map_or(0, |(bytes, _)| *bytes);
    let mut times: Vec<Duration> = asked.into_iter().flat_map(|(_, times)| times).collect();
    times.sort_unstable();
    Ok(Measured {
        bytes,
        times,
        over: time,
    })
}

/// Asks one after the other over one connection; gives the bytes of a body and the time of each answer.
fn ask(authority: &str, path: &str, time: Duration) -> io::Result<(usize, Vec<Duration>)> {
    let stream = TcpStream::connect(authority)?;
    stream.set_nodelay(true)?;
    let mut answers = BufReader::with_capacity(64 * 1_024, stream.try_clone()?);
    let mut questions = stream;
    let request = format!("GET {path} HTTP/1.1\r\nHost: {authority}\r\n\r\n");
    let (mut times, mut bytes) = (Vec::new(), 0);
    let start = Instant::now();
    while start.elapsed() < WARM_UP + time {
        let asked = Instant::now();
        questions.write_all(request.as_bytes())?;
        bytes = read_answer(&mut answers)?;
        if start.elapsed() > WARM_UP {
            times.push(asked.elapsed());
        }
    }
    Ok((bytes, times))
}

/// Reads one answer and gives the bytes of its body.
fn read_answer(answers: &mut impl BufRead) -> io::Result<usize> {
    let wrong = |what: &str| Error::new(ErrorKind::InvalidData, what.to_owned());
    let mut line = String::new();
    answers.read_line(&mut line)?;
    if line.split(' ').nth(1) != Some("200") {
        return Err(wrong(line.trim()));
    }
    let (mut length, mut chunked) = (None, false);
    loop {
        line.clear();
        answers.read_line(&mut line)?;
        if line.trim().is_empty() {
            break;
        }
        let (name, value) = line.split_once(':').unwrap_or((&line, ""));
        match name.to_ascii_lowercase().as_str() {
            "content-length" => length = value.trim().parse().ok(),
            "transfer-encoding" => chunked = value.trim() == "chunked",
            _ => {}
        }
    }
    if !chunked {
        let length = length.ok_or_else(|| wrong("an answer does not say its length"))?;
        return skip(answers, length);
    }
    let mut all = 0;
    loop {
        line.clear();
        answers.read_line(&mut line)?;
        let size = usize::from_str_radix(line.trim(), 16);
        let size = size.map_err(|_| wrong("a chunk does not say its length"))?;
        all += skip(answers, size)?;
        skip(answers, 2)?;
        if size == 0 {
            return Ok(all);
        }
    }
}

fn skip(answers: &mut impl Read, bytes: usize) -> io::Result<usize> {
    let mut rest = answers.take(bytes as u64);
    let read = io::copy(&mut rest, &mut io::sink())?;
    match usize::try_from(read) {
        Ok(read) if read == bytes => Ok(read),
        _ => Err(Error::from(ErrorKind::UnexpectedEof)),
    }
}

/// The most memory that a server has taken so far, as Linux tells it.
fn memory(server: &Running) -> String {
    let status = Path::new("/proc")
        .join(server.id().to_string())
        .join("status");
    let text = fs::read_to_string(status).unwrap_or_default();
    let kib = text
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))
        .and_then(|rest| rest.trim().trim_end_matches(" kB").parse::<u64>().ok());
    kib.map_or("not known".to_owned(), |kib| {
        format!("{:.1} MB", kib as f64 * 1_024.0 / 1e6)
    })
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
mod tests {
    use super::read_answer;

    #[test]
    fn answers_are_read_to_their_end() {
        let mut two = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhelloHTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n\
                       5\r\nhello\r\na\r\n0123456789\r\n0\r\n\r\n"
            .as_bytes();
        assert_eq!(read_answer(&mut two).unwrap(), 5);
        assert_eq!(read_answer(&mut two).unwrap(), 15);
        assert!(two.is_empty());
    }

    #[test]
    fn what_is_no_answer_is_an_error() {
        for text in [
            "HTTP/1.1 503 Service Unavailable\r\n\r\n",
            "HTTP/1.1 200 OK\r\n\r\n",
            "HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nshort",
            "",
        ] {
            assert!(read_answer(&mut text.as_bytes()).is_err(), "{text}");
        }
    }
}
