//! Random bytes for what reads or repeats what strangers send, by cargo-fuzz; for the import of saved builds, which
//! is the browser's, by a script.

use std::path::Path;
use std::process::Command;

use crate::process::{Failure, Outcome, on_path, run, succeeds};

/// Targets, the first where none is named.
const TARGETS: [&str; 7] = [
    "codec", "embed", "oembed", "batch", "import", "writers", SAVED,
];
/// The import of saved builds.
const SAVED: &str = "saved";
/// Seconds after which an input counts as one that hangs.
const LONGEST: u32 = 10;
/// Seconds from which an input is kept as a slow one.
const SLOW: u32 = 1;

/// Runs one fuzz target for some seconds.
pub(crate) fn fuzz(arguments: &[String]) -> Outcome {
    let target = arguments.first().map_or(TARGETS[0], String::as_str);
    if !TARGETS.contains(&target) {
        let known = TARGETS.join(", ");
        return Err(Failure(format!(
            "There is no target '{target}': there are {known}."
        )));
    }
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
    if target == SAVED {
        return run(
            Command::new("node")
                .arg("end2end/fuzz-saved.mjs")
                .arg(seconds.to_string()),
            "The file that broke it is shown above; a seed of fuzz/seeds/saved may become of it.",
        );
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
    let [corpus, seeds, artifacts] =
        ["corpus", "seeds", "artifacts"].map(|folder| format!("fuzz/{folder}/{target}"));
    for folder in [&corpus, &artifacts] {
        std::fs::create_dir_all(folder)
            .map_err(|error| Failure(format!("{folder} cannot be made: {error}.")))?;
    }
    let broken = run(
        Command::new("cargo")
            .args(["+nightly", "fuzz", "run", target, &corpus, &seeds, "--"])
            .arg(format!("-max_total_time={seconds}"))
            .arg(format!("-timeout={LONGEST}"))
            .arg(format!("-report_slow_units={SLOW}"))
            // Set for the compiler that runs this program; the fuzzer needs the other one.
            .env_remove("RUSTUP_TOOLCHAIN")
            .env_remove("CARGO"),
        &format!("The input that broke it is in {artifacts}."),
    );
    let kept = std::fs::read_dir(&artifacts)
        .into_iter()
        .flatten()
        .flatten();
    let slow = kept.filter(|file| file.file_name().to_string_lossy().starts_with("slow-unit"));
    match slow.count() {
        0 => println!("No input took longer than {SLOW} s."),
        count => println!("{count} inputs took longer than {SLOW} s: {artifacts}/slow-unit-*."),
    }
    broken
}
