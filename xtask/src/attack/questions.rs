//! Visitors who ask much, ask for much, or ask what nobody should.

use std::io::Write;
use std::net::TcpStream;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use super::client::{attacker, visitor};
use super::hold;
use crate::client::{Client, part, timed};
use crate::load::megabytes;
use crate::process::{Failure, Outcome};
use crate::server::Running;

/// The dearest questions that are known, which the tests of the core hold to their bound of steps: several models to
/// be placed on many kinds of card, placements to be searched, training runs.
const DEAREST: &str = include_str!("../../../app/core/tests/dearest.txt");
/// Searches that take many steps, and a claim.
const SEARCHES: [&str; 5] = [
    "/find?gpu=rtx-4090%2Brtx-3090%2Brtx-5090%2Bh100-sxm%2Bl40s%2Brtx-a6000&users=64&ctx=131072&offload=auto&ram=512",
    "/find?ask=machines&model=deepseek-v3&offload=auto&ram=1024&least=1&rented=1",
    "/find?ask=machines&model=llama-3.1-8b&also=qwen3-8b*3%2Bllama-3.1-70b~q4_k_m*2&rented=1",
    "/find?ask=machines&model=llama-3.1-405b&least=1&rented=1&ctx=131072&users=64",
    "/claims?text=70B%20Q4%20on%202x%203090%20at%2032k",
];
/// Steps of the longest plan.
const PLANNED: u32 = 24;
/// Where they are asked.
const SURFACES: [&str; 6] = [
    "/",
    "/share",
    "/sheet",
    "/api/v1/report",
    "/embed",
    "/badge.svg",
];
/// Longest that a visitor may wait for health beside them. Generous: the attackers take processors too.
const BESIDE: Duration = Duration::from_millis(500);
/// How long is asked in each step.
const TIME: Duration = Duration::from_secs(3);
/// Connections that send batches at once, and that do not read.
const BATCHES: usize = 64;
const DEAF: usize = 40;
/// Pictures that one visitor asks for at once, and visitors who ask for one each.
const GREEDY: usize = 24;
const VISITORS: usize = 57;
/// Answers over which memory is watched.
const ANSWERS: usize = 1_000_000;
/// Longest that is spent on them.
const LONGEST: Duration = Duration::from_secs(90);
/// Bytes that an answer may leave behind: the reading of memory is by pages.
const LEFT: f64 = 1.0;

fn broken(what: &str) -> impl Fn(std::io::Error) -> Failure {
    move |error| Failure(format!("{what}: {error}."))
}

/// A small file over one connection: nothing waits for an acknowledgement.
pub(super) fn file(server: &Running) -> Outcome {
    let mut client = Client::new(&visitor(server)).map_err(broken("No connection"))?;
    let mut times = Vec::new();
    for _ in 0..500 {
        let asked = timed(|| client.get("/robots.txt")).map_err(broken("/robots.txt"))?;
        times.push(asked.0);
    }
    let middle = part(&mut times, 50);
    println!(
        "{middle:.3} ms at the median, {:.3} ms at 99 %",
        part(&mut times, 99)
    );
    hold(middle < 20.0, "A file waits for an acknowledgement")
}

/// Pages that are made once: the first time, and after that.
pub(super) fn constant(server: &Running) -> Outcome {
    let mut client = Client::new(&visitor(server)).map_err(broken("No connection"))?;
    for path in ["/method", "/models", "/gpus", "/"] {
        let (first, _) = timed(|| client.get(path)).map_err(broken(path))?;
        let mut times = Vec::new();
        for _ in 0..50 {
            times.push(timed(|| client.get(path)).map_err(broken(path))?.0);
        }
        println!(
            "{path:<10} first {:>7.2} ms, then {:>6.3} ms",
            first.as_secs_f64() * 1e3,
            part(&mut times, 50)
        );
    }
    Ok(())
}

/// The dearest questions, as they stand in addresses.
fn dearest() -> Vec<String> {
    let lines = DEAREST.lines().filter(|line| !line.starts_with('#'));
    lines.map(|line| line.replace('+', "%2B")).collect()
}

/// The questions that ask several: the dearest side by side, and a plan that grows with every step.
fn several(dearest: &[String]) -> Vec<String> {
    let beside = dearest.iter().take(4);
    let builds: Vec<String> = beside
        .map(|one| {
            let one = one.replace('%', "%25").replace('&', "%26");
            format!("b={one}")
        })
        .collect();
    let steps: String = (1..=PLANNED)
        .map(|step| format!("&step={step}~n~{}", 64 - step))
        .collect();
    let plans = { dearest.iter().take(4) }.map(|one| format!("/upgrade?{one}{steps}"));
    let mut all = vec![format!("/compare?{}", builds.join("&"))];
    all.extend(plans);
    all.extend(SEARCHES.map(str::to_owned));
    all
}

/// How long dear questions take, one at a time.
pub(super) fn dear(server: &Running) -> Outcome {
    let mut client = Client::new(&visitor(server)).map_err(broken("No connection"))?;
    let mut ask = |address: &str| -> Outcome<Duration> {
        let (took, answer) = timed(|| client.get(address)).map_err(broken(address))?;
        let answered = matches!(answer.status, 200 | 414 | 503);
        let said = format!("{address} is answered with {}", answer.status);
        hold(answered, &said).map(|()| took)
    };
    let dearest = dearest();
    for path in SURFACES {
        let mut times = Vec::new();
        for question in &dearest {
            times.push(ask(&format!("{path}?{question}"))?);
        }
        println!(
            "{path:<16} {} questions: {:>6.1} ms at the median, {:>6.1} at most",
            times.len(),
            part(&mut times, 50),
            part(&mut times, 100)
        );
    }
    for address in several(&dearest) {
        let shown: String = address.chars().take(60).collect();
        let took = ask(&address)?.as_secs_f64() * 1e3;
        println!("{shown:<60} {took:>6.1} ms");
    }
    Ok(())
}

/// Health while dear questions are asked without a pause.
pub(super) fn health(server: &Running) -> Outcome {
    let dearest = dearest();
    let done = AtomicBool::new(false);
    let asked = AtomicUsize::new(0);
    let mut times = Vec::new();
    std::thread::scope(|scope| {
        for connection in 0..4 {
            let (done, asked, dearest) = (&done, &asked, &dearest);
            scope.spawn(move || {
                let Ok(mut client) = Client::new(&attacker(server)) else {
                    return;
                };
                let path = format!("/share?{}", dearest[connection % 2]);
                while !done.load(Ordering::Relaxed) && client.get(&path).is_ok() {
                    asked.fetch_add(1, Ordering::Relaxed);
                }
            });
        }
        let start = Instant::now();
        while start.elapsed() < TIME {
            if let Ok((time, _)) = timed(|| Client::new(&visitor(server))?.get("/healthz")) {
                times.push(time);
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        done.store(true, Ordering::Relaxed);
    });
    let (count, middle, most) = (times.len(), part(&mut times, 50), part(&mut times, 100));
    println!(
        "/healthz beside four connections: {middle:.2} ms at the median, {most:.1} ms at most ({count} asked; {} dear answers)",
        asked.load(Ordering::Relaxed)
    );
    hold(
        count > 0 && most < BESIDE.as_secs_f64() * 1e3,
        "Health waits for what strangers ask",
    )
}

/// The dearest batch in as few bytes as it takes.
fn batch() -> Vec<u8> {
    let queries = vec!["\"n=8\""; 64].join(",");
    let body = format!("{{\"queries\":[{queries}]}}");
    let head = format!(
        "POST /api/v1/reports HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n",
        body.len()
    );
    [head.into_bytes(), body.into_bytes()].concat()
}

/// Batches of many at once, read and not read.
pub(super) fn batches(server: &Running) -> Outcome {
    let before = server.memory("VmRSS");
    let (whole, refused, bytes) = (
        AtomicUsize::new(0),
        AtomicUsize::new(0),
        AtomicUsize::new(0),
    );
    std::thread::scope(|scope| {
        for _ in 0..BATCHES {
            scope.spawn(|| {
                let sent =
                    Client::new(&attacker(server)).and_then(|mut client| client.send(&batch()));
                match sent {
                    Ok(answer) if answer.status == 200 => {
                        whole.fetch_add(1, Ordering::Relaxed);
                        bytes.fetch_max(answer.bytes, Ordering::Relaxed);
                    }
                    _ => {
                        refused.fetch_add(1, Ordering::Relaxed);
                    }
                }
            });
        }
    });
    let [whole, refused, bytes] = [whole, refused, bytes].map(AtomicUsize::into_inner);
    println!(
        "{BATCHES} batches of {} bytes: {whole} whole ({}), {refused} refused; memory {}, {} at most",
        batch().len(),
        megabytes(u64::try_from(bytes).ok()),
        megabytes(before),
        megabytes(server.memory("VmHWM"))
    );
    let mut deaf = Vec::new();
    for number in 0..DEAF {
        let Ok(mut stream) = TcpStream::connect(attacker(server)) else {
            continue;
        };
        let page = format!(
            "GET /?n={} HTTP/1.1\r\nHost: localhost\r\n\r\n",
            1 + number % 64
        );
        let asked = if number % 2 == 0 {
            batch()
        } else {
            page.repeat(20).into_bytes()
        };
        let _ = stream.write_all(&asked);
        deaf.push(stream);
    }
    std::thread::sleep(TIME);
    println!(
        "{} readers who do not read: memory {}, {} at most",
        deaf.len(),
        megabytes(server.memory("VmRSS")),
        megabytes(server.memory("VmHWM"))
    );
    hold(whole > 0, "No batch is answered")
}

/// One visitor who asks for many pictures, and many who ask for one.
pub(super) fn pictures(server: &Running) -> Outcome {
    let done = AtomicBool::new(false);
    let (mut times, mut refused) = (Vec::new(), 0);
    let drawn = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        for connection in 0..GREEDY {
            let (done, drawn) = (&done, &drawn);
            scope.spawn(move || {
                let Ok(client) = Client::new(&attacker(server)) else {
                    return;
                };
                let mut client = client.brought("192.0.2.1");
                for number in 0..10_000 {
                    let path = format!("/og.png?n={}&ctx={}", 1 + connection, 4_096 + number);
                    if done.load(Ordering::Relaxed) || client.get(&path).is_err() {
                        return;
                    }
                    drawn.fetch_add(1, Ordering::Relaxed);
                }
            });
        }
        std::thread::sleep(Duration::from_millis(500));
        for number in 0..VISITORS {
            let address = format!("198.51.100.{number}");
            let path = format!("/og.png?n=1&ctx={}", 60_000 + number);
            match timed(|| Client::new(&attacker(server))?.brought(&address).get(&path)) {
                Ok((time, answer)) if answer.status == 200 => times.push(time),
                _ => refused += 1,
            }
        }
        done.store(true, Ordering::Relaxed);
    });
    println!(
        "{VISITORS} visitors beside one who asks for {GREEDY} pictures at once ({} answered to him): {refused} refused, {:.0} ms at \
         the median, {:.0} ms at most",
        drawn.load(Ordering::Relaxed),
        part(&mut times, 50),
        part(&mut times, 100)
    );
    hold(refused == 0, "One visitor takes all pictures")
}

/// Memory before and after many answers.
pub(super) fn memory(server: &Running) -> Outcome {
    // What is made once is made before.
    let round = |count: usize| {
        let asked = AtomicUsize::new(0);
        let start = Instant::now();
        std::thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| {
                    let Ok(mut client) = Client::new(&visitor(server)) else {
                        return;
                    };
                    while asked.fetch_add(1, Ordering::Relaxed) < count && start.elapsed() < LONGEST
                    {
                        if client.get("/livez").is_err() {
                            return;
                        }
                    }
                });
            }
        });
        asked.into_inner().min(count)
    };
    round(20_000);
    let before = server.memory("VmRSS").unwrap_or_default();
    let count = round(ANSWERS);
    let after = server.memory("VmRSS").unwrap_or_default();
    let left = (after as f64 - before as f64) / count.max(1) as f64;
    println!(
        "{count} answers: {} before, {} after: {left:.2} bytes each",
        megabytes(Some(before)),
        megabytes(Some(after))
    );
    hold(left < LEFT, "Memory grows with every answer")
}
