//! `cargo xtask check` and `cargo xtask test`.

use crate::cargo::{cargo, run_cargo};
use crate::process::{Outcome, on_path, run};
use crate::site::{self, Mode};
use crate::steps::Checklist;
use crate::wasm_target::{self, TARGET, Toolchain};
use crate::{agents, conformance, in_browser, package};

/// Formatting and lints.
pub(crate) fn check() -> Outcome {
    let toolchain = wasm_target::ensure()?;
    let mut list = Checklist::default();
    lints(&mut list, &toolchain);
    list.finish()
}

/// Everything that must hold.
pub(crate) fn test() -> Outcome {
    // Set-up first: a missing tool must not be found out after twenty minutes.
    let toolchain = wasm_target::ensure()?;
    let chromium = in_browser::ensure()?;

    let mut list = Checklist::default();
    lints(&mut list, &toolchain);
    list.check("Unit, property and server tests", || {
        if on_path("cargo-nextest") {
            run_cargo(&["nextest", "run", "--workspace"])
        } else {
            run_cargo(&["test", "--workspace", "--lib", "--bins", "--tests"])
        }
    });
    list.check("Examples in the documentation", || {
        run_cargo(&["test", "--workspace", "--doc"])
    });
    list.check("Native against WebAssembly", || {
        conformance::compare(&toolchain)
    });
    list.check("Package for others", || {
        package::npm(&toolchain, Mode::Release)
    });
    let mut server = None;
    list.check("Release build", || {
        server = Some(site::build(Mode::Release)?);
        Ok(())
    });
    if let Some(server) = server {
        list.check("Agents, by the reference client", || agents::test(&server));
        list.check("Browser tests", || in_browser::test(&server, &chromium));
    }
    list.finish()
}

fn lints(list: &mut Checklist, toolchain: &Toolchain) {
    list.check("Formatting", || run_cargo(&["fmt", "--all", "--check"]));
    list.check("Lints, native", || {
        run_cargo(&[
            "clippy",
            "--quiet",
            "--workspace",
            "--all-targets",
            "--",
            "-D",
            "warnings",
        ])
    });
    list.check("Documentation", || {
        run(
            cargo()
                .args(["doc", "--locked", "--quiet", "--no-deps", "--workspace"])
                .args(["--document-private-items"])
                .env("RUSTDOCFLAGS", "-D warnings"),
            "A link or an example in the documentation is broken; it is named above.",
        )
    });
    list.check("Lints, WebAssembly", || {
        let mut cargo = toolchain.cargo();
        let linted = toolchain.has_clippy();
        cargo
            .args([
                if linted { "clippy" } else { "check" },
                "--locked",
                "--quiet",
            ])
            .arg("--lib")
            .args([
                "--package",
                "headroom-app",
                "--no-default-features",
                "--features",
                "hydrate",
            ])
            .args(["--target", TARGET]);
        if linted {
            cargo.args(["--", "-D", "warnings"]);
        }
        run(&mut cargo, "What is wrong is said above.")
    });
}
