//! Requests that nobody should send, over connections that stay open: every answer is read and looked through.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use super::client::{Random, visitor};
use super::echo;
use crate::client::Client;
use crate::http::Answer;
use crate::process::{Failure, Outcome};
use crate::server::Running;

/// Requests where nobody says how many, and the longest that is then spent on them.
const USUAL: usize = 20_000;
const LONGEST: Duration = Duration::from_secs(40);
/// Connections that they are sent over.
const CONNECTIONS: usize = 20;
/// Requests made of what real ones and attacks are made of.
fn request(random: &mut Random) -> (&'static str, Vec<u8>) {
    const METHODS: [&str; 8] = [
        "GET", "GET", "GET", "HEAD", "POST", "OPTIONS", "DELETE", "BREW",
    ];
    const PATHS: [&str; 27] = [
        "/",
        "/embed",
        "/share",
        "/sheet",
        "/compare",
        "/upgrade",
        "/find",
        "/claims",
        "/import",
        "/api/v1/claims",
        "/api/v1/find/models",
        "/og.svg",
        "/badge.svg",
        "/oembed",
        "/api/v1/report",
        "/api/v1/compare",
        "/api/v1/upgrade",
        "/export/report.md",
        "/export/cost.csv",
        "/chart/cost.svg",
        "/gpus/",
        "/builds/",
        "/pkg/",
        "/%2e%2e/%2e%2e/etc/passwd",
        "//evil.example",
        "/.git/config",
        "/method",
    ];
    const PARTS: [&str; 34] = [
        "gpu=",
        "n=",
        "model=",
        "w=",
        "kv=",
        "ctx=",
        "users=",
        "also=",
        "text=",
        "q=",
        "%27%20onxss=",
        "%22%20onxss=",
        "step=",
        "b=",
        "url=",
        "format=xml",
        "theme=",
        "&",
        "&",
        "=",
        "%00",
        "%ff",
        "%0d%0aSet-Cookie:%20a=b",
        "<xss>",
        "%22%3E%3Cxss%3E",
        "-1",
        "99999999999999999999",
        "NaN",
        "rtx-4090",
        "1t",
        "llama-3.1-405b",
        "*",
        "%2B",
        "~",
    ];
    const HEADERS: [&str; 8] = [
        "",
        "If-None-Match: *\r\n",
        "Range: bytes=0-99999999999\r\n",
        "Accept-Encoding: br;q=x, gzip;q=9\r\n",
        "X-Forwarded-Host: evil.example\r\n",
        "If-Modified-Since: yesterday\r\n",
        "Cookie: a\r\n",
        "Content-Type: \u{fffd}\r\n",
    ];
    let mut path = PATHS[random.below(PATHS.len())].to_owned();
    if random.below(12) == 0 {
        path.push_str(&"a".repeat(random.below(600)));
    }
    path.push('?');
    for _ in 0..random.below(12) {
        path.push_str(PARTS[random.below(PARTS.len())]);
    }
    let method = METHODS[random.below(METHODS.len())];
    let header = HEADERS[random.below(HEADERS.len())];
    let host = if random.below(20) == 0 {
        "evil.example"
    } else {
        "localhost"
    };
    let text =
        format!("{method} {path} HTTP/1.1\r\nHost: {host}\r\n{header}Content-Length: 0\r\n\r\n");
    (method, text.into_bytes())
}

/// Why an answer is none that this server should give.
fn fault(answer: &Answer, body: &[u8]) -> Option<&'static str> {
    if answer.status >= 500 && !matches!(answer.status, 501 | 503) {
        return Some("is a fault of the server's");
    }
    if answer.head.contains("\nset-cookie:") {
        return Some("writes a header");
    }
    let markup = ["text/html", "image/svg", "xml"];
    let kind = { answer.head.lines() }.find(|line| line.starts_with("content-type:"));
    let is_markup = kind.is_some_and(|kind| markup.iter().any(|one| kind.contains(one)));
    let text = String::from_utf8_lossy(body);
    if is_markup && echo::breaks_out(&text) {
        return Some("makes markup of what came");
    }
    None
}

/// Asks until as many were asked as are wanted; counts answers by the first digit of their status.
fn ask(
    address: &str,
    mut random: Random,
    seen: &[AtomicUsize; 6],
    more: impl Fn() -> bool,
) -> Outcome {
    let open = || Client::new(address).map_err(|error| Failure(format!("No connection: {error}.")));
    let mut client = open()?;
    let mut body = Vec::new();
    while more() {
        let (method, request) = request(&mut random);
        body.clear();
        let answer = client.ask(&request, method == "HEAD", &mut body);
        let said = |what: &str| {
            Failure(format!(
                "{}\n{what}.",
                String::from_utf8_lossy(&request).trim_end()
            ))
        };
        let answer = answer.map_err(|error| said(&format!("is not answered: {error}")))?;
        if let Some(fault) = fault(&answer, &body) {
            return Err(said(&format!("{fault} ({})", answer.status)));
        }
        if let Some(seen) = seen.get(usize::from(answer.status / 100)) {
            seen.fetch_add(1, Ordering::Relaxed);
        }
        if answer.is_last() {
            client = open()?;
        }
    }
    Ok(())
}

/// Thousands of them, or as many as are said, up to millions: each is answered, and none is a fault of the server's.
pub(super) fn hostile(server: &Running, many: Option<usize>) -> Outcome {
    let count = many.unwrap_or(USUAL);
    let asked = AtomicUsize::new(0);
    let seen: [AtomicUsize; 6] = Default::default();
    let failure: Mutex<Option<Failure>> = Mutex::new(None);
    let held = || failure.lock().unwrap_or_else(PoisonError::into_inner);
    let start = Instant::now();
    let more = || {
        let in_time = many.is_some() || start.elapsed() < LONGEST;
        in_time && held().is_none() && asked.fetch_add(1, Ordering::Relaxed) < count
    };
    let address = visitor(server);
    std::thread::scope(|scope| {
        for connection in 1..=CONNECTIONS as u64 {
            let (address, seen, more, held) = (&address, &seen, &more, &held);
            scope.spawn(move || {
                let random = Random(0x9e37_79b9_7f4a_7c15_u64.wrapping_mul(connection));
                if let Err(failure) = ask(address, random, seen, more) {
                    held().get_or_insert(failure);
                }
            });
        }
    });
    if let Some(failure) = held().take() {
        return Err(failure);
    }
    let seen = seen.map(AtomicUsize::into_inner);
    println!(
        "{} requests over {CONNECTIONS} connections in {:.0} s: {} found, {} led on, {} refused, {} of 501 or 503, none a fault",
        seen.iter().sum::<usize>(),
        start.elapsed().as_secs_f64(),
        seen[2],
        seen[3],
        seen[4],
        seen[5]
    );
    let alive = Client::new(&address).and_then(|mut client| client.get("/livez"));
    match alive {
        Ok(answer) if answer.status == 200 => Ok(()),
        _ => Err(Failure("The server does not answer any more.".to_owned())),
    }
}

#[cfg(test)]
mod tests {
    use super::fault;
    use crate::http::Answer;

    #[test]
    fn faults_are_seen_and_refusals_are_none() {
        let answer = |status, head: &str| Answer {
            status,
            head: head.to_owned(),
            bytes: 0,
        };
        let html = "http/1.1 200 ok\r\ncontent-type: text/html\r\n";
        let json = "http/1.1 200 ok\r\ncontent-type: application/json\r\n";
        let echoed = b"<p>n=<xss></p>";
        assert!(fault(&answer(200, html), b"<p>&lt;xss&gt;</p>").is_none());
        assert!(fault(&answer(200, html), echoed).is_some());
        assert!(fault(&answer(200, html), b"<p title=\"\" onxss=\"\">").is_some());
        assert!(fault(&answer(200, json), echoed).is_none());
        for (status, is_fault) in [
            (404, false),
            (500, true),
            (501, false),
            (502, true),
            (503, false),
        ] {
            assert_eq!(
                fault(&answer(status, json), b"").is_some(),
                is_fault,
                "{status}"
            );
        }
        let injected = format!("{json}set-cookie: a=b\r\n");
        assert!(fault(&answer(200, &injected), b"").is_some());
    }
}
