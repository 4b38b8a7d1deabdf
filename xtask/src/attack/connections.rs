//! Visitors who connect and say nothing, or very little.

use std::fs;
use std::io::{ErrorKind, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::time::{Duration, Instant};

use super::client::{attacker, visitor};
use super::{EVERYWHERE, hold};
use crate::client::{Client, part, timed};
use crate::process::{Failure, Outcome};
use crate::server::Running;

/// Connections that say nothing: more than the usual number of files that a program may open.
const SILENT: usize = 1_100;
/// Connections that say a letter a second.
const SLOW: usize = 64;
/// How long the server bears them, and some time for a busy machine.
const BORNE: Duration = Duration::from_secs(15);
/// Connections at once; twenty times what systems keep waiting where a program does not say.
const AT_ONCE: usize = 2_000;
/// Connections that are idle.
const IDLE: usize = 10_000;

/// Whether the other side has closed a connection.
fn is_closed(stream: &mut TcpStream) -> bool {
    let _ = stream.set_nonblocking(true);
    match stream.read(&mut [0; 1_024]) {
        Ok(0) => true,
        // A last word, such as 408.
        Ok(_) => is_closed(stream),
        Err(error) => error.kind() != ErrorKind::WouldBlock,
    }
}

/// Opens connections that say nothing or speak slowly; a visitor is answered beside them, and all are closed in time.
pub(super) fn silent(server: &Running) -> Outcome {
    let mut all: Vec<TcpStream> = (0..SILENT)
        .filter_map(|_| TcpStream::connect(attacker(server)).ok())
        .collect();
    std::thread::sleep(Duration::from_millis(500));
    let opened = all.len();
    all.retain_mut(|stream| !is_closed(stream));
    println!(
        "{opened} silent connections of one address, {} not refused",
        all.len()
    );
    let admitted = all.len();
    let start = Instant::now();
    let mut slow: Vec<TcpStream> = (0..SLOW)
        .filter_map(|_| TcpStream::connect(visitor(server)).ok())
        .collect();
    for stream in &mut slow {
        let _ = stream.set_nonblocking(true);
        let _ = stream.write_all(b"GET / HTTP/1.1\r\nX: ");
    }
    let mut times = Vec::new();
    while start.elapsed() < BORNE && !(all.is_empty() && slow.is_empty()) {
        let asked = timed(|| Client::new(&visitor(server))?.get("/livez"));
        let (time, answer) =
            asked.map_err(|error| Failure(format!("A visitor is not answered: {error}.")))?;
        hold(answer.status == 200, "A visitor is refused")?;
        times.push(time);
        for stream in &mut slow {
            let _ = stream.write_all(b"x");
        }
        all.retain_mut(|stream| !is_closed(stream));
        slow.retain_mut(|stream| !is_closed(stream));
        std::thread::sleep(Duration::from_millis(500));
    }
    println!(
        "a visitor beside them: {:.1} ms at most; after {:.1} s {} silent and {} slow connections are open",
        part(&mut times, 100),
        start.elapsed().as_secs_f64(),
        all.len(),
        slow.len()
    );
    hold(
        admitted < SILENT,
        "One address may have as many connections as it likes",
    )?;
    hold(
        all.is_empty() && slow.is_empty(),
        "Connections that say nothing are borne for ever",
    )
}

/// Connects many times at once; the system turns none away.
pub(super) fn backlog(server: &Running) -> Outcome {
    let before = overflows();
    let mut times = Vec::new();
    let start = Instant::now();
    for _ in 0..AT_ONCE {
        if let Ok((time, _)) = timed(|| TcpStream::connect(attacker(server))) {
            times.push(time);
        }
    }
    let took = start.elapsed();
    let turned_away = overflows()
        .zip(before)
        .map(|(after, before)| after - before);
    println!(
        "{} connections in {:.0} ms, {:.1} ms at most; turned away by the system: {}",
        times.len(),
        took.as_secs_f64() * 1e3,
        part(&mut times, 100),
        turned_away.map_or("not known".to_owned(), |count| count.to_string())
    );
    hold(
        turned_away.unwrap_or_default() == 0,
        "The system turned visitors away",
    )
}

/// How often the system had no place left for a connection that was to be accepted.
fn overflows() -> Option<u64> {
    let text = fs::read_to_string("/proc/net/netstat").ok()?;
    let mut lines = text.lines().filter(|line| line.starts_with("TcpExt:"));
    let place = lines
        .next()?
        .split(' ')
        .position(|name| name == "ListenOverflows")?;
    lines.next()?.split(' ').nth(place)?.parse().ok()
}

/// Files that this program may open.
fn files() -> usize {
    let limits = fs::read_to_string("/proc/self/limits").unwrap_or_default();
    let line = limits
        .lines()
        .find_map(|line| line.strip_prefix("Max open files"));
    line.and_then(|line| line.split_whitespace().next()?.parse().ok())
        .unwrap_or(1_024)
}

/// Answers beside thousands of idle connections, where the operator allows so many.
pub(super) fn idle(program: &Path) -> Outcome {
    let many = [
        EVERYWHERE,
        ("HEADROOM_CONNECTIONS", "12000"),
        ("HEADROOM_CONNECTIONS_PER_ADDRESS", "12000"),
    ];
    let server = Running::start_set(program, &["serve"], &many)?;
    let before = server.memory("VmRSS").unwrap_or_default();
    let count = IDLE.min(files().saturating_sub(64));
    let start = Instant::now();
    let mut idle = Vec::with_capacity(count);
    for _ in 0..count {
        match TcpStream::connect(attacker(&server)) {
            Ok(stream) => idle.push(stream),
            Err(_) => break,
        }
    }
    let mut times = Vec::new();
    let mut client =
        Client::new(&visitor(&server)).map_err(|error| Failure(format!("{error}.")))?;
    while start.elapsed() < Duration::from_secs(8) && times.len() < 2_000 {
        let asked = timed(|| client.get("/gpus"));
        times.push(
            asked
                .map_err(|error| Failure(format!("A visitor is not answered: {error}.")))?
                .0,
        );
    }
    let after = server.memory("VmRSS").unwrap_or_default();
    println!(
        "{} idle connections, {:.1} KB each; {} answers of /gpus beside them: {:.2} ms at the median, {:.2} ms at 99 %",
        idle.len(),
        after.saturating_sub(before) as f64 / 1e3 / idle.len().max(1) as f64,
        times.len(),
        part(&mut times, 50),
        part(&mut times, 99)
    );
    drop(idle);
    server.stop()
}
