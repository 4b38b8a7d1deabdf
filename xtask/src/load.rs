//! `cargo xtask bench serve`: how many answers a second, and how late the latest, beside a handler that does nothing.
//!
//! The client is small and blocks: each connection is a thread that asks, reads the whole answer and asks again. It
//! shares the machine with the server, so rates are lower than on two machines; the bare handler is asked in the
//! same way, with a body of the same size.

use std::fs;
use std::io::{self, Error};
use std::time::{Duration, Instant};

use crate::cargo::{run_cargo, target_dir};
use crate::client::{Client, part, timed};
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
        line(name, &mut measure(&server, path, time)?);
    }
    let page = server.get(PATHS[0].1, "identity")?;
    println!(
        "{:<36} {:>9}",
        "peak memory of the server",
        megabytes(server.memory("VmHWM"))
    );
    server.stop()?;

    let body = target_dir().join("bare.html");
    fs::write(&body, page)
        .map_err(|error| Failure(format!("{} cannot be written: {error}.", body.display())))?;
    let program = target_dir().join("release/examples/bare");
    let bare = Running::start_with(&program, &[&body.to_string_lossy()])?;
    line(
        "bare handler, the same bytes",
        &mut measure(&bare, "/", time)?,
    );
    println!(
        "{:<36} {:>9}",
        "its peak memory",
        megabytes(bare.memory("VmHWM"))
    );
    Ok(())
}

/// What came back.
struct Measured {
    bytes: usize,
    /// Times of all answers.
    times: Vec<Duration>,
    over: Duration,
}

fn line(name: &str, measured: &mut Measured) {
    let Measured { bytes, times, over } = measured;
    println!(
        "{name:<36} {bytes:>9} {:>10.0} {:>9.2} {:>9.2}",
        times.len() as f64 / over.as_secs_f64(),
        part(times, 50),
        part(times, 99)
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
    let times = asked.into_iter().flat_map(|(_, times)| times).collect();
    Ok(Measured {
        bytes,
        times,
        over: time,
    })
}

/// Asks one after the other over one connection; gives the bytes of a body and the time of each answer.
fn ask(authority: &str, path: &str, time: Duration) -> io::Result<(usize, Vec<Duration>)> {
    let mut client = Client::new(authority)?;
    let (mut times, mut bytes) = (Vec::new(), 0);
    let start = Instant::now();
    while start.elapsed() < WARM_UP + time {
        let (took, answer) = timed(|| client.get(path))?;
        if answer.status != 200 {
            return Err(Error::other(answer.head));
        }
        bytes = answer.bytes;
        if start.elapsed() > WARM_UP {
            times.push(took);
        }
    }
    Ok((bytes, times))
}

/// Bytes as people read them.
pub(crate) fn megabytes(bytes: Option<u64>) -> String {
    bytes.map_or("not known".to_owned(), |bytes| {
        format!("{:.1} MB", bytes as f64 / 1e6)
    })
}
