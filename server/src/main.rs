//! `headroom`: serves the pages, or answers on the command line.

use std::io::Write;
use std::process::ExitCode;

use headroom_server::command::Command;
use headroom_server::{api, serve};

fn main() -> ExitCode {
    match run() {
        Ok(output) => {
            // A reader that stops early, as `head` does, is no fault.
            let _ = std::io::stdout().write_all(output.as_bytes());
            ExitCode::SUCCESS
        }
        Err(sentence) => {
            let _ = writeln!(std::io::stderr(), "{sentence}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<String, String> {
    match Command::parse(std::env::args().skip(1))? {
        Command::Help(text) => Ok(text),
        Command::Report { address } => {
            api::report_json(&address).map_err(|refusal| refusal.to_string())
        }
        Command::Catalog => Ok(api::catalog_json()),
        Command::Serve { port } => serve::run(port).map(|()| String::new()),
    }
}
