//! Stopping while everybody asks.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use super::client::{attacker, visitor};
use super::hold;
use crate::client::Client;
use crate::process::Outcome;
use crate::server::Running;

/// Connections on which is asked without a pause.
const BUSY: usize = 32;
/// Times at which all of them ask, at most.
const MOST: usize = 200_000;

/// How long they ask before the server is told to stop.
const BEFORE: Duration = Duration::from_secs(1);

/// Stops a server under load: whoever was told to go elsewhere goes, and no question stays without an answer.
pub(super) fn stop(server: Running) -> Outcome {
    let [answers, lost, refused] = [const { AtomicUsize::new(0) }; 3];
    let mut told = Instant::now();
    std::thread::scope(|scope| {
        for number in 0..BUSY {
            let address = if number % 2 == 0 {
                attacker(&server)
            } else {
                visitor(&server)
            };
            let (answers, lost, refused) = (&answers, &lost, &refused);
            scope.spawn(move || {
                let path = ["/livez", "/gpus", "/robots.txt", "/?n=2"][number % 4];
                let Ok(mut client) = Client::new(&address) else {
                    return;
                };
                for _ in 0..MOST {
                    let Ok(answer) = client.get(path) else {
                        lost.fetch_add(1, Ordering::Relaxed);
                        return;
                    };
                    let count = if answer.status == 200 {
                        answers
                    } else {
                        refused
                    };
                    count.fetch_add(1, Ordering::Relaxed);
                    let last = answer.is_last();
                    // A balancer that hears this sends the next one to another server.
                    if last {
                        return;
                    }
                }
            });
        }
        std::thread::sleep(BEFORE);
        told = Instant::now();
        server.terminate();
    });
    server.ended()?;
    let [answers, lost, refused] =
        [&answers, &lost, &refused].map(|count| count.load(Ordering::Relaxed));
    println!(
        "{answers} answers on {BUSY} connections, {refused} refused, {lost} lost; gone {:.1} s after SIGTERM",
        told.elapsed().as_secs_f64()
    );
    hold(
        lost == 0 && answers > BUSY,
        "Questions stay without an answer",
    )
}
