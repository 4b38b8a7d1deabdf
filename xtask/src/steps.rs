//! Saying what is being done, and how long it took.

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use crate::process::{Failure, Outcome, read};

/// Does one thing after saying so, and says how long it took.
pub(crate) fn step<T>(what: &str, work: impl FnOnce() -> Outcome<T>) -> Outcome<T> {
    println!("· {what} …");
    let start = Instant::now();
    let outcome = work();
    if outcome.is_ok() && start.elapsed() > Duration::from_millis(300) {
        println!("  {what}: {}", seconds(start.elapsed()));
    }
    outcome
}

/// Installs what a file asks for after saying so, unless `stamp` says that it is there already.
pub(crate) fn install(
    what: &str,
    wanted: &Path,
    stamp: &Path,
    work: impl FnOnce() -> Outcome,
) -> Outcome {
    let wanted = read(wanted)?;
    if fs::read(stamp).is_ok_and(|installed| installed == wanted) {
        return Ok(());
    }
    step(&format!("Installing {what}"), work)?;
    // Without the stamp it is installed again next time, which does no harm.
    let _ = fs::write(stamp, wanted);
    Ok(())
}

/// A list of checks that all run, whatever the earlier ones found.
#[derive(Default)]
pub(crate) struct Checklist {
    lines: Vec<Line>,
}

struct Line {
    what: String,
    took: Duration,
    failure: Option<String>,
}

impl Checklist {
    /// Runs one check and remembers how it went.
    pub(crate) fn check(&mut self, what: &str, work: impl FnOnce() -> Outcome) {
        println!("\n── {what}");
        let start = Instant::now();
        let failure = work().err().map(|Failure(sentence)| sentence);
        if let Some(sentence) = &failure {
            eprintln!("{sentence}");
        }
        self.lines.push(Line {
            what: what.to_owned(),
            took: start.elapsed(),
            failure,
        });
    }

    /// Prints the list; fails if any check failed.
    pub(crate) fn finish(self) -> Outcome {
        println!();
        for line in &self.lines {
            let mark = if line.failure.is_some() {
                "FAILED"
            } else {
                "ok"
            };
            println!("{mark:>6}  {:>8}  {}", seconds(line.took), line.what);
        }
        for line in &self.lines {
            if let Some(sentence) = &line.failure {
                println!("\n{}: {sentence}", line.what);
            }
        }
        let failed = self
            .lines
            .iter()
            .filter(|line| line.failure.is_some())
            .count();
        let total: Duration = self.lines.iter().map(|line| line.took).sum();
        println!(
            "\n{} passed, {failed} failed in {}",
            self.lines.len() - failed,
            seconds(total)
        );
        match failed {
            0 => Ok(()),
            1 => Err(Failure("One check failed.".to_owned())),
            _ => Err(Failure(format!("{failed} checks failed."))),
        }
    }
}

fn seconds(duration: Duration) -> String {
    let tenths = duration.as_millis() / 100;
    format!("{}.{} s", tenths / 10, tenths % 10)
}
