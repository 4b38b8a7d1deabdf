//! The same reports from the native build and from WebAssembly, byte for byte.

use std::path::PathBuf;
use std::process::Command;

use crate::cargo::target_dir;
use crate::node;
use crate::process::{Failure, Outcome, capture, run};
use crate::site::{Mode, build_tool, compile_wasm, ensure_bundle};
use crate::wasm_target::Toolchain;

const PACKAGE: &str = "headroom-conformance";

/// Runs every scenario in both builds and compares what they say.
pub(crate) fn compare(toolchain: &Toolchain) -> Outcome {
    if !node::present() {
        return Err(Failure(
            "WebAssembly is run by Node here: install Node 20 or newer.".to_owned(),
        ));
    }
    let native = capture(
        &mut Command::new(build_tool(PACKAGE)?),
        "What is wrong is said above.",
    )?;
    let module = compile_wasm(toolchain, Mode::Release, PACKAGE, &[])?;
    let folder = target_dir().join("conformance");
    run(
        Command::new(ensure_bundle()?)
            .args(["node", "--name", "conformance", "--wasm"])
            .arg(module)
            .arg("--out")
            .arg(&folder),
        "What is wrong is said above.",
    )?;
    let wasm = capture(
        Command::new("node")
            .arg("end2end/conformance/run.cjs")
            .arg(absolute(folder.join("conformance.js"))?),
        "What is wrong is said above.",
    )?;
    let scenarios = native
        .split(|&byte| byte == b'\n')
        .filter(|line| !line.is_empty())
        .count();
    if let Some(difference) = first_difference(&native, &wasm) {
        return Err(Failure(difference));
    }
    if scenarios < 1000 {
        return Err(Failure(format!(
            "Only {scenarios} scenarios were compared; 1,000 are promised."
        )));
    }
    println!("{scenarios} scenarios, {} bytes, equal", native.len());
    Ok(())
}

fn absolute(path: PathBuf) -> Outcome<PathBuf> {
    std::path::absolute(&path).map_err(|error| Failure(format!("{}: {error}.", path.display())))
}

/// The first line that differs, cut to where it does.
fn first_difference(native: &[u8], wasm: &[u8]) -> Option<String> {
    if native == wasm {
        return None;
    }
    let mut lines = native
        .split(|&byte| byte == b'\n')
        .zip(wasm.split(|&byte| byte == b'\n'));
    let Some((ours, theirs)) = lines.find(|(ours, theirs)| ours != theirs) else {
        return Some(format!(
            "The native build wrote {} bytes, WebAssembly {}; as far as both go they are equal.",
            native.len(),
            wasm.len()
        ));
    };
    let at = ours.iter().zip(theirs).take_while(|(a, b)| a == b).count();
    let around = |line: &[u8]| {
        let from = at.saturating_sub(60).min(line.len());
        let to = (at + 40).min(line.len());
        String::from_utf8_lossy(&line[from..to]).into_owned()
    };
    let query: Vec<u8> = ours
        .iter()
        .copied()
        .take_while(|&byte| byte != b'\t')
        .collect();
    Some(format!(
        "{} differs at byte {at}:\n  native       …{}\n  WebAssembly  …{}",
        String::from_utf8_lossy(&query),
        around(ours),
        around(theirs)
    ))
}
