//! `cargo xtask bench`: how fast, and how large.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use crate::cargo::run_cargo;
use crate::process::{Failure, Outcome, capture, on_path};
use crate::server::Running;
use crate::site::{self, Mode, PKG, SITE_ROOT};

/// A program that searches for models on a machine.
const OTHER: &str = "llmfit";
/// A machine as that program is told of it.
const SEARCH: [&str; 6] = ["--memory", "24G", "--ram", "64G", "fit", "--json"];
/// How a model begins in its list.
const LISTED: &str = "    \"name\": ";
/// How often it is asked; the fastest counts.
const RUNS: u32 = 5;

const PAGES: [(&str, &str); 5] = [
    ("configurator", "/"),
    (
        "a large build",
        "/?gpu=rtx-pro-6000-blackwell-max-q&n=4&model=llama-3.1-405b&w=f16",
    ),
    ("models", "/models"),
    ("GPUs", "/gpus"),
    ("method", "/method"),
];

/// Benchmarks of the core and of the server, then the sizes of what is sent.
pub(crate) fn bench() -> Outcome {
    for (package, folder) in [
        ("headroom-core", "app/core/benches"),
        ("headroom-server", "server/benches"),
    ] {
        if Path::new(folder).is_dir() {
            run_cargo(&["bench", "--package", package, "--bench", "*"])?;
        }
    }
    let server = Running::start(&site::build(Mode::Release)?)?;
    println!("\n{:<44} {:>10} {:>10}", "Bytes", "raw", "brotli");
    files()?;
    pages(&server)?;
    server.stop()
}

/// How long searches over the catalogue take, beside another program that searches for models where it is installed.
pub(crate) fn find() -> Outcome {
    run_cargo(&[
        "bench",
        "--package",
        "headroom-core",
        "--bench",
        "core",
        "--",
        "find",
    ])?;
    if !on_path(OTHER) {
        println!("Not beside {OTHER}, which is not installed (`pip install {OTHER}`).");
        return Ok(());
    }
    let ask = |words: &[&str]| {
        let begun = Instant::now();
        let said = capture(
            Command::new(OTHER).args(words),
            "It is asked as its help says.",
        );
        said.map(|said| (begun.elapsed(), said))
    };
    let (_, listed) = ask(&["list", "--json"])?;
    let listed = String::from_utf8_lossy(&listed);
    let models = listed.lines().filter(|line| line.starts_with(LISTED));
    let models = u32::try_from(models.count()).unwrap_or(u32::MAX).max(1);
    let fastest = |words: &[&str]| -> Outcome<Duration> {
        let mut fastest = Duration::MAX;
        for _ in 0..RUNS {
            fastest = fastest.min(ask(words)?.0);
        }
        Ok(fastest)
    };
    let (whole, start) = (fastest(&SEARCH)?, fastest(&["--version"])?);
    let each = whole.saturating_sub(start) / models;
    println!(
        "{OTHER} {}: {models} models in {whole:?}, {start:?} of it its start: {each:?} a model.",
        SEARCH.join(" ")
    );
    Ok(())
}

fn files() -> Outcome {
    let folder = Path::new(SITE_ROOT).join(PKG);
    let entries = fs::read_dir(&folder)
        .map_err(|error| Failure(format!("{} cannot be read: {error}.", folder.display())))?;
    let mut paths: Vec<_> = entries
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| {
            path.extension()
                .is_some_and(|end| end == "wasm" || end == "js" || end == "css")
        })
        .collect();
    paths.sort();
    for path in paths {
        let size = |path: &Path| {
            fs::metadata(path)
                .map(|data| data.len())
                .unwrap_or_default()
        };
        let mut compressed = path.clone().into_os_string();
        compressed.push(".br");
        let name = path
            .file_name()
            .map(|name| name.to_string_lossy().into_owned());
        line(
            &name.unwrap_or_default(),
            size(&path),
            size(Path::new(&compressed)),
        );
    }
    Ok(())
}

fn pages(server: &Running) -> Outcome {
    for (name, path) in PAGES {
        let sent = |encoding| server.get(path, encoding).map(|body| body.len() as u64);
        line(&format!("{name} page"), sent("identity")?, sent("br")?);
    }
    Ok(())
}

fn line(name: &str, raw: u64, compressed: u64) {
    println!("{name:<44} {raw:>10} {compressed:>10}");
}
