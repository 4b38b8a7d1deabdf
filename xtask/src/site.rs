//! Building what is served: the server, and beside it the folder that cargo-leptos would lay out.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::cargo::{OUTPUT_NAME, run_cargo, target_dir};
use crate::node;
use crate::process::{Failure, Outcome, run};
use crate::steps::step;
use crate::wasm_target::{self, TARGET, Toolchain};

/// Small and fast, or quickly compiled.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mode {
    /// What is published.
    Release,
    /// For development: no optimisation, no compression.
    Debug,
}

impl Mode {
    /// `--debug` or nothing.
    pub(crate) fn from_arguments(arguments: &[String]) -> Outcome<Self> {
        match arguments {
            [] => Ok(Self::Release),
            [only] if only == "--debug" => Ok(Self::Debug),
            [other, ..] => Err(Failure(format!(
                "'{other}' is not understood here; see cargo xtask help."
            ))),
        }
    }

    fn server_folder(self) -> &'static str {
        match self {
            Self::Release => "release",
            Self::Debug => "debug",
        }
    }

    /// The cargo profile of the browser's half.
    pub(crate) fn wasm_profile(self) -> &'static str {
        match self {
            Self::Release => "wasm-release",
            Self::Debug => "dev",
        }
    }

    fn wasm_folder(self) -> &'static str {
        match self {
            Self::Release => "wasm-release",
            Self::Debug => "debug",
        }
    }
}

/// The served folder, as Leptos.toml names it.
pub(crate) const SITE_ROOT: &str = "target/site";

/// The folder of hashed files inside it.
pub(crate) const PKG: &str = "pkg";

/// Builds everything and gives the server's path.
pub(crate) fn build(mode: Mode) -> Outcome<PathBuf> {
    let toolchain = wasm_target::ensure()?;
    let module = step("Compiling for the browser", || {
        compile_wasm(
            &toolchain,
            mode,
            "headroom-app",
            // The bundler divides the module, for which it must know what refers to what.
            &[
                "--no-default-features",
                "--features",
                "hydrate",
                "--",
                "-Clink-arg=--emit-relocs",
            ],
        )
    })?;
    step("Compiling the server", || {
        let mut arguments = vec!["build", "--package", "headroom-server", "--bin", "headroom"];
        if mode == Mode::Release {
            arguments.push("--release");
        }
        run_cargo(&arguments)
    })?;
    let bundle = ensure_bundle()?;
    let optimiser = match mode {
        Mode::Release => ensure_optimiser(),
        Mode::Debug => None,
    };
    let server_folder = target_dir().join(mode.server_folder());
    step(&format!("Laying out {SITE_ROOT}"), || {
        let mut command = Command::new(bundle);
        command
            .arg("site")
            .args([
                "--name",
                OUTPUT_NAME,
                "--style",
                "style",
                "--public",
                "public",
            ])
            .args(["--site", SITE_ROOT, "--pkg", PKG])
            .arg("--wasm")
            .arg(module)
            .arg("--hashes")
            .arg(server_folder.join("hash.txt"))
            .arg("--cache")
            .arg(target_dir().join("bundle"));
        if let Some(script) = optimiser {
            command.arg("--wasm-opt").arg(script);
        }
        if mode == Mode::Release {
            command.arg("--compress");
        }
        run(&mut command, "What is wrong is said above.")
    })?;
    Ok(server_folder.join(format!("headroom{}", std::env::consts::EXE_SUFFIX)))
}

/// Compiles one package's library for the browser and gives the module's path.
///
/// As a module alone: a library that is compiled as an `rlib` too is left out of link-time optimisation.
pub(crate) fn compile_wasm(
    toolchain: &Toolchain,
    mode: Mode,
    package: &str,
    arguments: &[&str],
) -> Outcome<PathBuf> {
    run(
        toolchain
            .cargo()
            .args(["rustc", "--locked", "--lib", "--crate-type", "cdylib"])
            .args(["--package", package, "--target", TARGET])
            .args(["--profile", mode.wasm_profile()])
            .args(arguments),
        "What is wrong is said above; without a network, `cargo fetch` must have run once before.",
    )?;
    Ok(toolchain
        .target_dir()
        .join(TARGET)
        .join(mode.wasm_folder())
        .join(format!("{}.wasm", package.replace('-', "_"))))
}

/// Compiles the program that turns modules into files for the browser.
pub(crate) fn ensure_bundle() -> Outcome<PathBuf> {
    step("Compiling the bundler", || build_tool("headroom-bundle"))
}

/// Compiles a program of this workspace without optimisation and gives its path.
///
/// `--workspace` chooses the features of dependencies as the tests do, so that those which are
/// compiled for the tests serve here too.
pub(crate) fn build_tool(name: &str) -> Outcome<PathBuf> {
    run_cargo(&["build", "--quiet", "--workspace", "--bin", name])?;
    Ok(target_dir().join(format!("debug/{name}{}", std::env::consts::EXE_SUFFIX)))
}

/// The script of wasm-opt, where Node and the network allow it.
fn ensure_optimiser() -> Option<PathBuf> {
    let folder = Path::new("xtask/tools");
    if !node::present() {
        println!(
            "  Node and npm were not found, so the WebAssembly module is not optimised: it works, but is \
             more than twice as large. Install Node 20 or newer for the small one."
        );
        return None;
    }
    if let Err(Failure(sentence)) = node::ensure_packages(folder) {
        println!(
            "  {sentence} Until then the WebAssembly module is not optimised: it works, but is more than \
             twice as large."
        );
        return None;
    }
    Some(folder.join("node_modules/binaryen/bin/wasm-opt"))
}
