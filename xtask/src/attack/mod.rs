//! `cargo xtask bench attack`: what slow, silent, greedy and hostile visitors can do to the server.
//!
//! Everything stays on the loopback, and each step is bounded in count and in time. Attackers come over IPv6 and
//! visitors over IPv4, so that the server tells them apart; where more visitors are needed, the server is told
//! that the loopback is a proxy. Each step prints what it measured, and fails where a bound is passed that does
//! not depend on how fast the machine is.

mod client;
mod connections;
mod echo;
mod hostile;
mod questions;
mod stopping;

use std::fs;
use std::path::{Path, PathBuf};

use crate::load::megabytes;
use crate::process::{Failure, Outcome};
use crate::server::Running;
use crate::site::{self, Mode};
use crate::steps::Checklist;

/// Where the memory is set that a server may take.
const LIMIT: &str = "deploy/kubernetes/deployment.yaml";
/// Listens on both protocols.
const EVERYWHERE: (&str, &str) = ("LEPTOS_SITE_ADDR", "[::]:0");
/// The loopback is a proxy, so that visitors have addresses.
const PROXIES: (&str, &str) = ("HEADROOM_PROXIES", "127.0.0.0/8,::1");

/// Most hostile requests of one run.
const MOST: usize = 100_000_000;

/// Attacks the program that is named, or the release build; a number says how many hostile requests are sent.
pub(crate) fn attack(words: &[String]) -> Outcome {
    let (program, many) = match words {
        [] => (None, None),
        [word] => match word.parse() {
            Ok(many) => (None, Some(many)),
            Err(_) => (Some(word), None),
        },
        [program, many] => {
            let many = many.parse();
            let many =
                many.map_err(|_| Failure(format!("'{}' is no number of requests.", words[1])))?;
            (Some(program), Some(many))
        }
        _ => {
            return Err(Failure(
                "Name a program and a number of requests.".to_owned(),
            ));
        }
    };
    if many.is_some_and(|many| !(1..=MOST).contains(&many)) {
        return Err(Failure(format!("Send 1 to {MOST} requests.")));
    }
    let program = match program {
        Some(program) => PathBuf::from(program),
        None => site::build(Mode::Release)?,
    };
    let mut list = Checklist::default();
    let mut peak = 0;
    list.check("Visitors of a server with the usual settings", || {
        let server = start(&program, &[])?;
        let mut steps = Checklist::default();
        steps.check("A file again and again on one connection", || {
            questions::file(&server)
        });
        steps.check("Pages that ask nothing", || questions::constant(&server));
        steps.check("Dear questions", || questions::dear(&server));
        steps.check("Health beside dear questions", || {
            questions::health(&server)
        });
        steps.check("Batches, and readers who do not read", || {
            questions::batches(&server)
        });
        steps.check("Silent connections and slow heads", || {
            connections::silent(&server)
        });
        steps.check("Many connections at once", || connections::backlog(&server));
        steps.check("Hostile requests", || hostile::hostile(&server, many));
        steps.check("Memory over many answers", || questions::memory(&server));
        peak = server.memory("VmHWM").unwrap_or_default();
        steps.finish()
    });
    list.check("One greedy visitor among many", || {
        questions::pictures(&start(&program, &[PROXIES])?)
    });
    list.check("Idle connections, as many as files allow", || {
        connections::idle(&program)
    });
    list.check("Stopping under load", || {
        stopping::stop(start(&program, &[])?)
    });
    list.check("Memory against the limit that is deployed", || {
        within_half(peak)
    });
    list.finish()
}

fn start(program: &Path, settings: &[(&str, &str)]) -> Outcome<Running> {
    let settings: Vec<_> = settings.iter().copied().chain([EVERYWHERE]).collect();
    Running::start_set(program, &["serve"], &settings)
}

/// The limit must be twice what this run took: not every visitor is in it.
fn within_half(peak: u64) -> Outcome {
    let manifest = fs::read_to_string(LIMIT).unwrap_or_default();
    let limit = manifest
        .rsplit_once("memory: ")
        .and_then(|(_, rest)| rest.split_once("Mi")?.0.parse::<u64>().ok())
        .map(|limit| limit * 1_024 * 1_024)
        .ok_or_else(|| Failure(format!("{LIMIT} sets no limit of memory.")))?;
    println!(
        "peak {}, limit {}",
        megabytes(Some(peak)),
        megabytes(Some(limit))
    );
    hold(
        peak > 0 && peak <= limit / 2,
        "The server takes more than half of the memory that is deployed for it",
    )
}

/// Fails with a sentence unless it is so.
fn hold(so: bool, otherwise: &str) -> Outcome {
    if so {
        Ok(())
    } else {
        Err(Failure(format!("{otherwise}.")))
    }
}
