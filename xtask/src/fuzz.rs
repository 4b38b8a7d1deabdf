//! Random bytes for the URL codec, by cargo-fuzz.

use std::path::Path;
use std::process::Command;

use crate::process::{Failure, Outcome, on_path, run, succeeds};

/// Runs one fuzz target for some seconds.
pub(crate) fn fuzz(arguments: &[String]) -> Outcome {
    let target = arguments.first().map_or("codec", String::as_str);
    let seconds = match arguments.get(1) {
        None => 60,
        Some(given) => given
            .parse::<u32>()
            .map_err(|_| Failure(format!("'{given}' is not a number of seconds.")))?,
    };
    if !Path::new("fuzz/Cargo.toml").is_file() {
        return Err(Failure(
            "There is no fuzz/ folder in this version.".to_owned(),
        ));
    }
    if !on_path("cargo-fuzz") {
        return Err(Failure(
            "cargo-fuzz is not installed: run `cargo install cargo-fuzz`.".to_owned(),
        ));
    }
    if !succeeds(Command::new("rustc").args(["+nightly", "--version"])) {
        return Err(Failure(
            "Fuzzing needs the nightly compiler: run `rustup toolchain install nightly`."
                .to_owned(),
        ));
    }
    run(
        Command::new("cargo")
            .args(["+nightly", "fuzz", "run", target, "--"])
            .arg(format!("-max_total_time={seconds}"))
            // Set for the compiler that runs this program; the fuzzer needs the other one.
            .env_remove("RUSTUP_TOOLCHAIN")
            .env_remove("CARGO"),
        "The input that broke it is in fuzz/artifacts.",
    )
}
