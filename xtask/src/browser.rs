//! Chromium, for the browser tests.

use std::path::{Path, PathBuf};

use crate::process::{Failure, Outcome, apt_install, is_root, on_path};
use crate::steps::step;

const NAMES: [&str; 4] = [
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
];
const MAC: [&str; 2] = [
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

/// Finds Chromium or Chrome; installs Debian's where that is allowed.
pub(crate) fn ensure() -> Outcome<PathBuf> {
    if let Some(found) = find() {
        return Ok(found);
    }
    if on_path("apt-get") && is_root() {
        step("Installing Chromium", || apt_install(&["chromium"]))?;
    }
    find().ok_or_else(|| {
        Failure(
            "No Chromium was found. Install chromium or google-chrome, or set HEADROOM_CHROMIUM to its path."
                .to_owned(),
        )
    })
}

fn find() -> Option<PathBuf> {
    let set = std::env::var_os("HEADROOM_CHROMIUM").map(PathBuf::from);
    let path = std::env::var_os("PATH").unwrap_or_default();
    let on_path =
        std::env::split_paths(&path).flat_map(|folder| NAMES.map(|name| folder.join(name)));
    set.into_iter()
        .chain(on_path)
        .chain(MAC.map(|path| Path::new(path).to_path_buf()))
        .find(|candidate| candidate.is_file())
}
