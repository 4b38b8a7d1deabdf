//! A compiler for the browser's half.
//!
//! `rustup target add` is the ordinary way. Where its download is refused, Debian's compiler for its
//! browsers (package `rustc-web`) comes with the sources of its standard library and builds that
//! itself.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::cargo::{cargo, target_dir};
use crate::process::{Failure, Outcome, apt_install, capture, is_root, on_path, run};
use crate::steps::step;

/// The target triple of the browser.
pub(crate) const TARGET: &str = "wasm32-unknown-unknown";

/// A cargo that can compile for [`TARGET`].
pub(crate) enum Toolchain {
    /// The one that runs everything else.
    Rustup,
    /// Debian's, beside it.
    Debian,
}

impl Toolchain {
    /// A cargo command for this tool chain, with its own target folder where it needs one.
    pub(crate) fn cargo(&self) -> Command {
        match self {
            Self::Rustup => cargo(),
            Self::Debian => {
                let mut command = Command::new(DEBIAN_CARGO);
                command
                    .env("RUSTC", DEBIAN_RUSTC)
                    .env("CARGO_TARGET_DIR", self.target_dir())
                    .env_remove("RUSTUP_TOOLCHAIN");
                command
            }
        }
    }

    /// Where its output goes: two compilers in one folder would rebuild each other's work.
    pub(crate) fn target_dir(&self) -> PathBuf {
        match self {
            Self::Rustup => target_dir(),
            Self::Debian => target_dir().join("front"),
        }
    }

    /// Whether `cargo clippy` works for the target; Debian's tool chain has a plain check only.
    pub(crate) fn has_clippy(&self) -> bool {
        matches!(self, Self::Rustup)
    }
}

/// Finds a compiler for the target, or sets one up.
pub(crate) fn ensure() -> Outcome<Toolchain> {
    if has_target("rustc") {
        return Ok(Toolchain::Rustup);
    }
    if on_path("rustup") {
        let added = step("Adding the WebAssembly target", || {
            run(Command::new("rustup").args(["target", "add", TARGET]), "")
        });
        if added.is_ok() && has_target("rustc") {
            return Ok(Toolchain::Rustup);
        }
        println!("  rustup could not add it; trying Debian's compiler instead.");
    }
    if !has_target(DEBIAN_RUSTC) {
        step(
            "Building a standard library for WebAssembly with Debian's compiler",
            debian,
        )?;
    }
    Ok(Toolchain::Debian)
}

/// Whether a compiler has the target's standard library.
fn has_target(rustc: &str) -> bool {
    library_folder(rustc).is_ok_and(|folder| {
        fs::read_dir(folder).is_ok_and(|files| {
            files
                .flatten()
                .any(|file| file.file_name().to_string_lossy().starts_with("libstd-"))
        })
    })
}

fn sysroot(rustc: &str) -> Outcome<PathBuf> {
    let printed = capture(
        Command::new(rustc).args(["--print", "sysroot"]),
        NO_COMPILER,
    )?;
    Ok(PathBuf::from(String::from_utf8_lossy(&printed).trim()))
}

fn library_folder(rustc: &str) -> Outcome<PathBuf> {
    Ok(sysroot(rustc)?.join("lib/rustlib").join(TARGET).join("lib"))
}

const DEBIAN_CARGO: &str = "/usr/bin/cargo";
const DEBIAN_RUSTC: &str = "/usr/bin/rustc";
const DEBIAN_SOURCES: &str = "/usr/lib/rustlib/src/rust/library";
const NO_COMPILER: &str =
    "Run `rustup target add wasm32-unknown-unknown` with a network, then try again.";

/// Installs Debian's compiler, builds its standard library for the target and puts it in place.
fn debian() -> Outcome {
    if !Path::new(DEBIAN_SOURCES).is_dir() || !Path::new(DEBIAN_CARGO).is_file() {
        if !on_path("apt-get") || !is_root() {
            return Err(Failure(format!(
                "There is no compiler for WebAssembly. {NO_COMPILER}"
            )));
        }
        apt_install(&["rustc-web", "cargo-web", "rust-web-src"])?;
    }

    // Any crate will do: what counts is what is built for it on the way.
    let probe = target_dir().join("wasm-std");
    let written = fs::create_dir_all(probe.join("src"))
        .and_then(|()| fs::write(probe.join("src/lib.rs"), ""))
        .and_then(|()| {
            fs::write(
                probe.join("Cargo.toml"),
                "[package]\nname = \"probe\"\nedition = \"2024\"\n\n[workspace]\n",
            )
        });
    written.map_err(|error| Failure(format!("{} cannot be written: {error}.", probe.display())))?;
    let built = probe.join("target");
    run(
        Command::new(DEBIAN_CARGO)
            .args(["build", "--release", "--target", TARGET])
            .args(["-Z", "build-std=std,panic_abort"])
            .current_dir(&probe)
            .env("CARGO_TARGET_DIR", "target")
            .env("RUSTC", DEBIAN_RUSTC)
            // The sources belong to this very compiler, whose unstable flags are otherwise locked.
            .env("RUSTC_BOOTSTRAP", "1")
            .env_remove("RUSTUP_TOOLCHAIN"),
        NO_COMPILER,
    )?;

    let libraries = library_folder(DEBIAN_RUSTC)?;
    install_libraries(&built.join(TARGET).join("release/deps"), &libraries)
        .and_then(|()| link_linker())
        .map_err(|error| {
            Failure(format!(
                "The standard library cannot be put into {}: {error}. {NO_COMPILER}",
                libraries.display()
            ))
        })
}

fn install_libraries(built: &Path, libraries: &Path) -> std::io::Result<()> {
    fs::create_dir_all(libraries)?;
    for file in fs::read_dir(built)?.flatten() {
        let name = file.file_name();
        let name = name.to_string_lossy();
        if name.ends_with(".rlib") && !name.starts_with("libprobe-") {
            fs::copy(file.path(), libraries.join(name.as_ref()))?;
        }
    }
    Ok(())
}

/// Debian's compiler looks for a linker that only the rustup tool chain has.
fn link_linker() -> std::io::Result<()> {
    let host = host_triple();
    let (Ok(theirs), Ok(ours)) = (sysroot("rustc"), sysroot(DEBIAN_RUSTC)) else {
        return Ok(());
    };
    let folder = |sysroot: &Path| sysroot.join("lib/rustlib").join(&host).join("bin");
    let linker = folder(&theirs).join("rust-lld");
    let link = folder(&ours).join("rust-lld");
    if link.exists() || !linker.is_file() || theirs == ours {
        return Ok(());
    }
    fs::create_dir_all(folder(&ours))?;
    fs::copy(linker, link).map(drop)
}

fn host_triple() -> String {
    capture(Command::new(DEBIAN_RUSTC).arg("-vV"), NO_COMPILER)
        .ok()
        .and_then(|text| {
            String::from_utf8_lossy(&text)
                .lines()
                .find_map(|line| line.strip_prefix("host: ").map(str::to_owned))
        })
        .unwrap_or_else(|| "x86_64-unknown-linux-gnu".to_owned())
}
