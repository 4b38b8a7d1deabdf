//! `house layers FOLDER`: how the files of the core stand on each other.

#![expect(
    clippy::print_stdout,
    reason = "a command line tool speaks on standard output"
)]

use std::path::Path;
use std::process::ExitCode;

use xtask_house::layers::Layers;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [task, folder] = arguments.as_slice() else {
        eprintln!("Usage: house layers FOLDER");
        return ExitCode::FAILURE;
    };
    if task != "layers" {
        eprintln!("There is no task '{task}'.");
        return ExitCode::FAILURE;
    }
    let layers = match Layers::read(Path::new(folder)) {
        Ok(layers) => layers,
        Err(error) => {
            eprintln!("{error}");
            return ExitCode::FAILURE;
        }
    };
    let against = layers.against_the_order();
    for import in &against {
        println!("{import}");
    }
    let largest = layers.largest_loop();
    println!("{} files, {} imports", layers.files(), layers.imports());
    match largest.as_slice() {
        [] => println!("no loop"),
        files => println!("largest loop: {} files ({})", files.len(), files.join(", ")),
    }
    if against.is_empty() {
        ExitCode::SUCCESS
    } else {
        eprintln!("{} imports go against the order.", against.len());
        ExitCode::FAILURE
    }
}
