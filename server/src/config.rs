//! Where the server finds its configuration and its files.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use leptos::prelude::{LeptosOptions, get_configuration};

/// The file that names address and folders.
const FILE: &str = "Leptos.toml";
/// Scheme and authority that absolute addresses start with.
const ORIGIN: &str = "HEADROOM_ORIGIN";

/// Reads `Leptos.toml` here or above the program, else the environment alone. Folders in the file
/// are relative to it, folders in the environment to where the program was started.
///
/// # Errors
/// A sentence that says what is missing.
pub fn load() -> Result<LeptosOptions, String> {
    let file = find();
    let options = match &file {
        Some(path) => get_configuration(Some(&path.to_string_lossy())),
        None if is_set("LEPTOS_OUTPUT_NAME") => get_configuration(None),
        None => {
            return Err(format!(
                "{FILE} was found neither here nor above the program: start headroom in the project's folder, \
                 or set LEPTOS_OUTPUT_NAME, LEPTOS_SITE_ROOT and LEPTOS_SITE_ADDR."
            ));
        }
    };
    let mut options = options
        .map_err(|error| {
            let place = file
                .as_ref()
                .map_or_else(|| "LEPTOS_*".to_owned(), |path| path.display().to_string());
            format!("The configuration in {place} cannot be used: {error}")
        })?
        .leptos_options;

    let mut root = PathBuf::from(&*options.site_root);
    if let Some(folder) = file
        .as_deref()
        .and_then(Path::parent)
        .filter(|_| !is_set("LEPTOS_SITE_ROOT"))
    {
        root = folder.join(root);
    }
    if !root.is_dir() {
        return Err(format!(
            "The folder of public files, {}, is not there: run `cargo xtask build`, or set LEPTOS_SITE_ROOT.",
            root.display()
        ));
    }
    options.site_root = Arc::from(root.to_string_lossy());
    Ok(options)
}

/// The origin that the operator fixed, if any.
#[must_use]
pub fn origin() -> Option<String> {
    let origin = std::env::var(ORIGIN).ok()?;
    Some(origin.trim_end_matches('/').to_owned()).filter(|origin| !origin.is_empty())
}

fn find() -> Option<PathBuf> {
    let here = std::env::current_dir().ok();
    let program = std::env::current_exe().ok();
    here.iter()
        .map(PathBuf::as_path)
        .chain(
            program
                .iter()
                .flat_map(|program| program.ancestors().skip(1)),
        )
        .map(|folder| folder.join(FILE))
        .find(|path| path.is_file())
}

fn is_set(variable: &str) -> bool {
    std::env::var_os(variable).is_some()
}
