//! The names under which the build published its files.

use std::sync::OnceLock;

use leptos::prelude::*;

/// Addresses of the style sheet and of the browser's half.
#[derive(Debug)]
pub(super) struct Assets {
    /// The style sheet.
    pub(super) css: String,
    /// The glue that loads the module.
    pub(super) js: String,
    /// The module.
    pub(super) wasm: String,
    /// The rows of the catalogue, which the module is handed.
    pub(super) rows: String,
}

impl Assets {
    /// Reads the hashes that the build wrote beside the server binary, once in a process. Where
    /// there are none (in tests, say) the plain names are used.
    pub(super) fn of(options: &LeptosOptions) -> &'static Self {
        static ASSETS: OnceLock<Assets> = OnceLock::new();
        ASSETS.get_or_init(|| {
            let hashes = options
                .hash_files
                .then(|| read_hashes(options))
                .flatten()
                .unwrap_or_default();
            Self::named(
                &format!("/{}/{}", options.site_pkg_dir, options.output_name),
                &hashes,
            )
        })
    }

    fn named(stem: &str, hashes: &str) -> Self {
        let address = |kind: &str| {
            let hash = hashes.lines().find_map(|line| {
                let (name, hash) = line.split_once(':')?;
                (name.trim() == kind).then(|| hash.trim())
            });
            match hash {
                Some(hash) => format!("{stem}.{hash}.{kind}"),
                None => format!("{stem}.{kind}"),
            }
        };
        Self {
            css: address("css"),
            js: address("js"),
            wasm: address("wasm"),
            rows: address("rows"),
        }
    }
}

/// A script that is told where the browser's half is.
#[component]
pub(super) fn Boot(
    /// Its address.
    src: &'static str,
    /// The files that are loaded.
    assets: &'static Assets,
) -> impl IntoView {
    view! {
        <script
            type="module"
            id="boot"
            src=src
            data-js=assets.js.as_str()
            data-wasm=assets.wasm.as_str()
            data-rows=assets.rows.as_str()
        ></script>
    }
}

fn read_hashes(options: &LeptosOptions) -> Option<String> {
    let beside = std::env::current_exe().ok()?;
    std::fs::read_to_string(beside.parent()?.join(&*options.hash_file)).ok()
}

#[cfg(test)]
mod tests {
    use super::Assets;

    #[test]
    fn hashes_go_between_name_and_ending() {
        let assets = Assets::named("/pkg/headroom", "js: abc\nwasm: def\nrows: 456\ncss: 123\n");
        assert_eq!(assets.css, "/pkg/headroom.123.css");
        assert_eq!(assets.js, "/pkg/headroom.abc.js");
        assert_eq!(assets.wasm, "/pkg/headroom.def.wasm");
        assert_eq!(assets.rows, "/pkg/headroom.456.rows");
    }

    #[test]
    fn without_hashes_the_names_are_plain() {
        assert_eq!(
            Assets::named("/pkg/headroom", "").wasm,
            "/pkg/headroom.wasm"
        );
    }
}
