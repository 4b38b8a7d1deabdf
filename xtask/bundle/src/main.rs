//! Turns a compiled WebAssembly module, style sheets and public files into the folder that is
//! served, laid out as cargo-leptos lays it out. `cargo xtask` compiles and calls it.

#![expect(
    clippy::print_stdout,
    reason = "a command line tool speaks on standard output"
)]

mod arguments;
mod bindgen;
mod cache;
mod compress;
mod css;
mod site;
mod split;
mod types;

use std::path::Path;
use std::process::ExitCode;

use arguments::Arguments;

/// Why it stopped, as a sentence.
type Outcome<T = ()> = Result<T, String>;

const USAGE: &str = "\
Usage: headroom-bundle site --name NAME --wasm FILE --style FOLDER --public FOLDER --site FOLDER
                            --pkg NAME --hashes FILE --cache FOLDER [--wasm-opt SCRIPT] [--compress]
       headroom-bundle node --name NAME --wasm FILE --out FOLDER
       headroom-bundle module --name NAME --wasm FILE --types DESCRIPTION --out FOLDER";

fn main() -> ExitCode {
    match run(std::env::args().skip(1).collect()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(sentence) => {
            eprintln!("{sentence}");
            ExitCode::FAILURE
        }
    }
}

fn run(mut words: Vec<String>) -> Outcome {
    if words.is_empty() {
        return Err(USAGE.to_owned());
    }
    let task = words.remove(0);
    let arguments = Arguments::parse(words)?;
    match task.as_str() {
        "site" => site::lay_out(&arguments),
        "node" => bindgen::for_node(
            Path::new(arguments.required("wasm")?),
            arguments.required("name")?,
            Path::new(arguments.required("out")?),
        ),
        "module" => bindgen::for_others(
            Path::new(arguments.required("wasm")?),
            arguments.required("name")?,
            Path::new(arguments.required("types")?),
            Path::new(arguments.required("out")?),
        ),
        _ => Err(USAGE.to_owned()),
    }
}

/// Completes an I/O error with the file that it is about.
fn about(path: &Path) -> impl Fn(std::io::Error) -> String + '_ {
    move |error| format!("{}: {error}", path.display())
}
