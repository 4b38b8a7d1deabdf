//! `headroom`: serves the pages, or answers on the command line.

use std::io::{IsTerminal, Write};
use std::process::ExitCode;

use headroom_server::command::{self, Command, Form};
use headroom_server::{api, check, config, export, import, mcp, serve};

/// A page is written from thousands of small texts; this allocator takes a quarter less time for one.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

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
        Command::Report { address, form } => {
            let form = form.unwrap_or_else(usual_form);
            export::print(&address, &form, config::origin()?.as_deref())
        }
        Command::Find {
            search,
            address,
            csv,
        } => export::print_found(search, &address, csv),
        Command::Claims { text } => Ok(api::claim_json(&text)),
        Command::Import { files, name, build } => import::print(&files, &name, &build),
        Command::Catalog => Ok(api::catalog_json()),
        Command::Mcp => mcp::on_standard_input(config::origin()?).map(|()| String::new()),
        Command::Completions(shell) => Ok(command::completions(shell)),
        Command::Manual => command::manual(),
        Command::Check => check::check(config::load()?),
        Command::Serve { port } => serve::run(config::load()?, port).map(|()| String::new()),
    }
}

/// People sit at terminals; programs read what is piped to them.
fn usual_form() -> Form {
    if std::io::stdout().is_terminal() {
        Form::Table
    } else {
        Form::Json
    }
}
