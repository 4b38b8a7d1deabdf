//! `cargo xtask check semver`: whether who builds on the core can go on with it.

use std::process::Command;

use crate::cargo::cargo;
use crate::process::{Failure, Outcome, run};
use crate::supply::tool;

/// Holds the public items of the core against those of a revision: the one that is named, else the newest version with a tag.
///
/// Not part of `test`: the tool takes minutes to install, and both revisions are built for it.
pub(crate) fn check(rest: &[String]) -> Outcome {
    let baseline = match rest {
        [] => newest_version()?,
        [revision] => revision.clone(),
        [_, more, ..] => {
            return Err(Failure(format!(
                "'{more}' is not understood here; see cargo xtask help."
            )));
        }
    };
    tool("cargo-semver-checks")?;
    run(
        cargo().args([
            "semver-checks",
            "--package",
            "headroom-core",
            "--default-features",
            "--baseline-rev",
            &baseline,
        ]),
        "Raise the version in Cargo.toml by what was broken, or keep what others use.",
    )
}

/// The newest tag of a version.
fn newest_version() -> Result<String, Failure> {
    let tags = Command::new("git")
        .args(["tag", "--list", "v*", "--sort=-version:refname"])
        .output()
        .map_err(|error| Failure(format!("git cannot be started: {error}.")))?;
    let tags = String::from_utf8_lossy(&tags.stdout).into_owned();
    { tags.lines().next() }.map(str::to_owned).ok_or_else(|| {
        Failure(
            "No version has a tag yet: name the revision to hold the core against, as in `cargo xtask check semver HEAD~20`."
                .to_owned(),
        )
    })
}
