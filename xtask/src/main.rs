//! `cargo xtask`: the only tool that a contributor needs.
//!
//! `serve` and `test` set up whatever they need and say so. What cannot be set up is told in one
//! sentence that says what to do, with an exit code other than 0.

#![expect(
    clippy::print_stdout,
    reason = "a command line tool speaks on standard output"
)]

mod agents;
mod attack;
mod bench;
mod browser;
mod calibrate;
mod cargo;
mod catalog;
mod checks;
mod client;
mod conformance;
mod edition;
mod fuzz;
mod http;
mod in_browser;
mod layers;
mod load;
mod node;
mod package;
mod process;
mod release;
mod semver;
mod serve;
mod server;
mod site;
mod steps;
mod supply;
mod wasm_target;

use std::process::ExitCode;

use process::{Failure, Outcome};

const HELP: &str = "\
Usage: cargo xtask <task>

  serve [--port N] [--debug]   set up, build and serve on http://127.0.0.1:3000
  build [--debug]              set up and build, without serving
  check                        formatting and lints, native and WebAssembly
  check conformance            the same reports from the native build and from WebAssembly
  check layers                 imports of the core against the order of its folders, and the largest loop
  check supply                 licences, sources, advisories and use of dependencies, and the oldest compiler;
                               installs cargo-deny and cargo-machete where they are missing
  check semver [REVISION]      whether the core breaks who builds on it, against a revision or the newest version with a tag;
                               installs cargo-semver-checks where it is missing
  test                         everything that must hold: lints, unit, property, doc, conformance,
                               server and browser tests
  bench                        benchmarks, and the sizes of what is sent
  bench find                   how long a search takes: models on a machine, machines for a job
  bench browser                how long a change of the page takes in Chromium, beside a bare page, and how
                               much it writes; sizes of all that a first visit fetches
  bench serve [SECONDS]        answers a second, latency and memory under load, beside a bare handler
  bench attack [PROGRAM] [N]   what slow, silent, greedy and hostile visitors can do to a server that is started on the
                               loopback for it; bounded in count and time, with N hostile requests if said
  calibrate                    fit speed and training to published measurements, and say how well it fits
  catalog check FILE           say what is wrong with a file of catalogue rows: one of the catalogue, or rows for it
  catalog stale                list prices that are older than 180 days before the newest edition
  edition YYYY-MM-DD           open an edition of the catalogue for figures that were changed: links that
                               name an earlier day keep theirs
  fuzz [TARGET] [SECONDS]      feed a part with random bytes: codec, embed, oembed, batch, writers or saved;
                               the slowest inputs are kept in fuzz/artifacts
  package                      the arithmetic for others: a package for npm in target/dist/npm, and the crate
  release                      the program, its bill of materials and, where it can be had, a static program
";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match run(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(Failure(sentence)) => {
            eprintln!("{sentence}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &[String]) -> Outcome {
    std::env::set_current_dir(process::root()?)
        .map_err(|error| Failure(format!("The project folder cannot be entered: {error}.")))?;
    let (task, rest) = match arguments.split_first() {
        Some((task, rest)) => (task.as_str(), rest),
        None => ("help", arguments),
    };
    match task {
        "serve" => serve::serve(rest),
        "build" => site::build(site::Mode::from_arguments(rest)?).map(drop),
        "check" => match rest {
            [part] if part == "layers" => layers::check(),
            [part] if part == "supply" => supply::check(),
            [part, revision @ ..] if part == "semver" => semver::check(revision),
            [part] if part == "conformance" => conformance::compare(&wasm_target::ensure()?),
            _ => no_arguments(rest).and_then(|()| checks::check()),
        },
        "test" => no_arguments(rest).and_then(|()| checks::test()),
        "bench" => match rest {
            [part] if part == "browser" => in_browser::bench(),
            [part] if part == "find" => bench::find(),
            [part] if part == "serve" => load::load(None),
            [part, seconds] if part == "serve" => load::load(Some(seconds)),
            [part, words @ ..] if part == "attack" => attack::attack(words),
            _ => no_arguments(rest).and_then(|()| bench::bench()),
        },
        "calibrate" => no_arguments(rest).and_then(|()| calibrate::calibrate()),
        "catalog" => catalog::catalog(rest),
        "edition" => edition::edition(rest),
        "fuzz" => fuzz::fuzz(rest),
        "package" => no_arguments(rest).and_then(|()| package::package()),
        "release" => no_arguments(rest).and_then(|()| release::release()),
        "help" | "--help" | "-h" => {
            print!("{HELP}");
            Ok(())
        }
        other => Err(Failure(format!("There is no task '{other}'.\n\n{HELP}"))),
    }
}

fn no_arguments(rest: &[String]) -> Outcome {
    match rest.first() {
        None => Ok(()),
        Some(argument) => Err(Failure(format!(
            "'{argument}' is not understood here; see cargo xtask help."
        ))),
    }
}
