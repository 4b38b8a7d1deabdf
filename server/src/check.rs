//! `headroom check`: whether the server could start as it is set up, before it does.

use std::collections::BTreeSet;

use axum::Router;
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use tower::ServiceExt;

use crate::config::Settings;
use crate::embed;
use crate::headers;
use crate::pages::Site;
use crate::routes;

/// Pages that name all files between them.
const PAGES: [&str; 6] = ["/", "/share", "/saved", "/embed", "/compare", "/import"];

/// What the settings mean, where all of them can be used and all files are there.
///
/// # Errors
/// A sentence for each thing that is wrong.
pub fn check(settings: Settings) -> Result<String, String> {
    let mut lines = vec![
        format!("Listens on {}.", settings.options.site_addr),
        format!("Public files are in {}.", settings.options.site_root),
        match settings.names.origin() {
            Some(origin) => format!("Absolute addresses start with {origin}."),
            None => "Absolute addresses start with the name that was asked for.".to_owned(),
        },
        match settings.metrics {
            Some(address) => format!("Operators read http://{address}/metrics."),
            None => "Nobody reads /metrics: HEADROOM_METRICS_ADDR is not set.".to_owned(),
        },
        format!(
            "At a time: {} connections, {} of one address, {} computations.",
            settings.limits.connections, settings.limits.per_address, settings.limits.places
        ),
        match &settings.hub {
            Some(hub) => format!("Visitors’ browsers may ask {hub} for configurations of models."),
            None => "No browser is sent to a hub: HEADROOM_HUB is empty.".to_owned(),
        },
        String::new(),
    ];
    let site = Site::new(settings.options, settings.names)?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build();
    let runtime = runtime.map_err(|error| format!("Threads cannot be started: {error}."))?;
    let missing = runtime.block_on(missing_files(&site, &routes::router(site.clone())));
    if missing.is_empty() {
        lines.insert(2, "All files that pages name are there.".to_owned());
        Ok(lines.join("\n"))
    } else {
        Err(missing.join("\n"))
    }
}

/// A sentence for each file that pages name and that is not there.
pub(crate) async fn missing_files(site: &Site, router: &Router) -> Vec<String> {
    let mut named = BTreeSet::new();
    for page in PAGES {
        let asked = Request::get(page)
            .header(header::HOST, "localhost")
            .body(Body::empty());
        let Ok(asked) = asked else { continue };
        let Ok(answer) = router.clone().oneshot(asked).await;
        let status = answer.status();
        let body = axum::body::to_bytes(answer.into_body(), usize::MAX).await;
        match body {
            Ok(body) if status == StatusCode::OK => {
                named.extend(files(&String::from_utf8_lossy(&body)));
            }
            _ => return vec![format!("{page} cannot be written: {status}.")],
        }
    }
    named.remove(embed::style_path());
    let missing = named.into_iter().filter(|path| !site.files.has(path));
    missing
        .map(|path| format!("{path} is named by pages and is not there: run `cargo xtask build`."))
        .collect()
}

/// The files of this server that a page loads: addresses in `src` and `href` that have an ending.
fn files(page: &str) -> BTreeSet<String> {
    let places = page
        .split(" src=\"")
        .skip(1)
        .chain(page.split(" href=\"").skip(1));
    places
        .filter_map(|rest| rest.split_once('"'))
        .map(|(address, _)| address)
        .filter(|address| address.starts_with('/') && !address.contains(['?', '#']))
        .filter(|address| {
            let name = address.rsplit('/').next().unwrap_or_default();
            name.contains('.')
                && !address.starts_with("/export/")
                && !address.starts_with("/chart/")
        })
        .filter(|address| !headers::is_drawn(address))
        .map(str::to_owned)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::files;

    #[test]
    fn files_are_told_from_pages() {
        let page = "<link href=\"/pkg/a.css\"><a href=\"/gpus/rtx-5090\"><script src=\"/boot.js\"></script>\
                    <a href=\"/export/cost.csv\"><img src=\"/og.png?n=4\"><a href=\"https://a/b.js\">";
        assert_eq!(
            files(page).into_iter().collect::<Vec<_>>(),
            ["/boot.js", "/pkg/a.css"]
        );
    }
}
