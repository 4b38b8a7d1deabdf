//! `/sitemap.xml`: every page that is worth a search engine's while (sitemaps.org, protocol 0.9), and `/robots.txt`, which
//! leads to it.

use axum::Extension;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use headroom_app::card;
use headroom_core::catalog::{Catalog, presets};

use crate::names::Asker;

/// `GET /sitemap.xml`.
pub async fn sitemap(Extension(asker): Extension<Asker>) -> Response {
    let kind = [(header::CONTENT_TYPE, "application/xml")];
    (kind, document(&asker.origin)).into_response()
}

/// `GET /robots.txt`. It is no file, because the address of the map has to be whole.
pub async fn robots(Extension(asker): Extension<Asker>) -> Response {
    let kind = [(header::CONTENT_TYPE, "text/plain; charset=utf-8")];
    let origin = &asker.origin;
    let text =
        format!("User-agent: *\nAllow: /\nDisallow: /api/\n\nSitemap: {origin}/sitemap.xml\n");
    (kind, text).into_response()
}

/// Pages, cards, models and builds. Ids hold nothing that XML would read.
fn document(origin: &str) -> String {
    let catalog = Catalog::builtin();
    let gpus = catalog.gpus.iter().map(|gpu| format!("/gpus/{}", gpu.id));
    let builds = presets()
        .iter()
        .map(|build| format!("/builds/{}", build.id));
    let models = { catalog.models.iter() }.map(|model| format!("/models/{}", model.id));
    let all = card::paths().chain(gpus).chain(builds).chain(models);
    let mut text = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n",
    );
    for path in all {
        text.push_str(&format!(
            "<url><loc>{origin}{path}</loc><lastmod>{}</lastmod></url>\n",
            catalog.date
        ));
    }
    text.push_str("</urlset>\n");
    text
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use headroom_core::catalog::{Catalog, presets};

    use super::document;

    #[test]
    fn everything_with_an_address_of_its_own_is_there_once() {
        let text = document("https://example.org");
        let found: Vec<&str> = { text.split("<loc>").skip(1) }
            .filter_map(|rest| rest.split("</loc>").next())
            .collect();
        let catalog = Catalog::builtin();
        let rows = catalog.gpus.len() + catalog.models.len() + presets().len();
        assert!(found.len() >= rows + 12, "{}", found.len());
        let once: BTreeSet<&str> = found.iter().copied().collect();
        assert_eq!(once.len(), found.len());
        for address in [
            "https://example.org/",
            "https://example.org/claims",
            "https://example.org/gpus/rtx-4090",
            "https://example.org/builds/a16z-4gpu",
            "https://example.org/models/llama-3.1-405b",
        ] {
            assert!(once.contains(address), "{address}");
        }
        assert!(found.iter().all(|one| !one.contains(['&', '<', '"', ' '])));
    }
}
