//! The whole server in one place: which address leads where, and what lies around every answer.

use std::time::Duration;

use any_spawner::Executor;
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::{Method, StatusCode, header};
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::{any, get, post};
use tower_http::CompressionLevel;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::cors::{self, CorsLayer};
use tower_http::timeout::TimeoutLayer;

use crate::pages::Site;
use crate::{
    api, chart, embed, export, files, found, fresh, headers, image, life, mcp, names, observe,
    oembed, once, pages, sitemap, work,
};

/// No answer takes longer, and no body: a place to compute is waited for half as long.
const PATIENCE: Duration = Duration::from_secs(20);
/// How long a browser may remember that it may ask.
const PREFLIGHT: Duration = Duration::from_secs(86_400);
/// Strong enough for a page, and no slower than rendering it.
const COMPRESSION: CompressionLevel = CompressionLevel::Precise(5);

/// What programs of any origin may read.
fn programs(site: &Site) -> Router<Site> {
    let anyone = CorsLayer::new()
        .allow_origin(cors::Any)
        .allow_methods([Method::GET, Method::HEAD, Method::POST])
        .allow_headers([header::CONTENT_TYPE, header::IF_NONE_MATCH])
        .expose_headers([header::ETAG])
        .max_age(PREFLIGHT)
        .vary([]);
    let import = post(api::import).layer(DefaultBodyLimit::max(api::LARGEST_IMPORT));
    let batch = post(api::reports).layer(DefaultBodyLimit::max(api::LARGEST_BATCH));
    let answers = Router::new()
        .route("/api/v1/report", get(api::report))
        .route("/api/v1/compare", get(api::compare))
        .route("/api/v1/upgrade", get(api::upgrade))
        .route("/api/v1/claims", get(api::claims))
        .route("/api/v1/find/models", get(api::find_models))
        .route("/api/v1/find/machines", get(api::find_machines));
    let constant = Router::new()
        .route("/api/v1/catalog", get(api::catalog))
        .route("/api/v1/openapi.json", get(api::openapi));
    computed(site, answers)
        .merge(written_once(site, constant))
        .route("/api/v1/reports", batch)
        .route("/api/v1/import", import)
        .route("/api/", any(api::missing))
        .route("/api/{*rest}", any(api::missing))
        .method_not_allowed_fallback(api::not_allowed)
        .layer(anyone)
}

/// Pages of any origin may be agents.
fn agents_of_any_origin() -> CorsLayer {
    CorsLayer::new()
        .allow_origin(cors::Any)
        .allow_methods([Method::POST])
        .allow_headers(cors::Any)
        .max_age(PREFLIGHT)
        .vary([])
}

/// Answers that follow from their address: computed and compressed in a place to compute, and not sent again to
/// whoever has them.
fn computed(site: &Site, routes: Router<Site>) -> Router<Site> {
    routes
        .route_layer(compression())
        .route_layer(from_fn_with_state(site.clone(), work::off))
        .route_layer(from_fn_with_state(site.clone(), found::first))
        .route_layer(from_fn_with_state(site.clone(), fresh::unchanged))
}

/// The same, for those whose address alone says everything: they are made once.
fn written_once(site: &Site, routes: Router<Site>) -> Router<Site> {
    routes
        .route_layer(compression())
        .route_layer(from_fn_with_state(site.clone(), work::off))
        .route_layer(from_fn_with_state(site.clone(), found::first))
        .route_layer(from_fn_with_state(site.clone(), once::once))
        .route_layer(from_fn_with_state(site.clone(), fresh::unchanged))
}

fn compression() -> CompressionLayer {
    CompressionLayer::new().quality(COMPRESSION)
}

/// Every route with every layer.
pub fn router(site: Site) -> Router {
    // Refused when a router was built before, and then there is an executor already.
    let _ = Executor::init_tokio();

    let with_site = || site.clone();
    let files = get(pages::not_found)
        .layer(compression())
        .layer(from_fn_with_state(with_site(), work::off))
        .layer(from_fn_with_state(with_site(), files::or));
    let constant = Router::new()
        .route("/", get(pages::configurator))
        .route("/models", get(pages::models))
        .route("/gpus", get(pages::gpus))
        .route("/clouds", get(pages::clouds))
        .route("/apis", get(pages::apis))
        .route("/builds", get(pages::builds))
        .route("/claims", get(pages::claims))
        .route("/import", get(pages::import))
        .route("/compare", get(pages::compared))
        .route("/upgrade", get(pages::upgraded))
        .route("/find", get(pages::found))
        .route("/method", get(pages::method))
        .route("/api", get(pages::api))
        .route("/share", get(pages::share))
        .route("/sheet", get(pages::sheet))
        .route("/saved", get(pages::saved))
        .route("/embed", get(embed::document))
        .route("/embed/claim", get(embed::claim))
        .route("/robots.txt", get(sitemap::robots))
        .route("/sitemap.xml", get(sitemap::sitemap));
    let answers = Router::new()
        .route("/models/{id}", get(pages::one_model))
        .route("/gpus/{id}", get(pages::one_gpu))
        .route("/builds/{id}", get(pages::one_build))
        .route("/export/{file}", get(export::export))
        .route("/oembed", get(oembed::oembed))
        .route("/og.svg", get(image::svg))
        .route("/badge.svg", get(image::badge));
    let pasted = Router::new().route(
        "/import",
        post(pages::import_pasted).layer(DefaultBodyLimit::max(api::LARGEST_IMPORT)),
    );
    // These wait for what others draw, so they take a place only while they draw themselves.
    let pictures = Router::new()
        .route("/chart/{file}", get(chart::chart))
        .route("/og.png", get(image::png))
        .route(embed::style_path(), get(embed::style))
        .route_layer(from_fn_with_state(with_site(), fresh::unchanged));
    let routes = written_once(&site, constant)
        .merge(computed(&site, answers))
        .merge(pictures)
        .merge(pasted)
        .merge(programs(&site))
        .fallback_service(files.with_state(with_site()))
        .layer(from_fn_with_state(with_site(), names::known));
    let agents = Router::new()
        .route_service("/mcp", mcp::service(site.clone()))
        .layer(agents_of_any_origin())
        .layer(from_fn_with_state(with_site(), names::known));
    // Whoever asks for these may not know a name of ours.
    let probes = Router::new()
        .route("/livez", get(life::live))
        .route("/readyz", get(life::ready))
        .route("/healthz", get(life::live));
    let routes = routes
        .merge(agents)
        .merge(probes)
        .layer(from_fn_with_state(with_site(), life::last_answer));
    around(routes.with_state(site), PATIENCE)
}

/// What lies around every answer, the innermost first.
fn around(routes: Router, patience: Duration) -> Router {
    routes
        .layer(CatchPanicLayer::new())
        .layer(TimeoutLayer::with_status_code(
            StatusCode::SERVICE_UNAVAILABLE,
            patience,
        ))
        .layer(from_fn(api::problem::documented))
        .layer(compression())
        .layer(from_fn(headers::common))
        .layer(from_fn(observe::each))
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
mod tests {
    use std::time::Duration;

    use axum::Router;
    use axum::body::Body;
    use axum::http::{Request, StatusCode, header};
    use axum::routing::get;
    use http_body_util::BodyExt;
    use serde_json::Value;
    use tower::ServiceExt;

    use super::around;
    use crate::api::problem::{BUSY, FAILED, MEDIA_TYPE};

    async fn never() {
        std::future::pending::<()>().await;
    }

    async fn broken() {
        panic!("a handler that fails");
    }

    /// A router whose handlers fail in every way that handlers can.
    fn failing() -> Router {
        let routes = Router::new()
            .route("/api/v9/never", get(never))
            .route("/api/v9/broken", get(broken))
            .route("/api/v9/bare", get(|| async { StatusCode::BAD_REQUEST }))
            .route("/never", get(never));
        around(routes, Duration::from_millis(20))
    }

    async fn asked(path: &str) -> (StatusCode, String, String) {
        let request = Request::get(path).body(Body::empty()).unwrap();
        let (parts, body) = failing().oneshot(request).await.unwrap().into_parts();
        let header = |name| {
            let value = parts.headers.get(name);
            value.map_or_else(String::new, |value| value.to_str().unwrap().to_owned())
        };
        assert_eq!(header(header::X_CONTENT_TYPE_OPTIONS), "nosniff");
        let open = header(header::ACCESS_CONTROL_ALLOW_ORIGIN);
        assert_eq!(open == "*", path.starts_with("/api/"), "{path}");
        let body = body.collect().await.unwrap().to_bytes();
        let body = String::from_utf8(body.to_vec()).unwrap();
        (parts.status, header(header::CONTENT_TYPE), body)
    }

    #[tokio::test]
    async fn faults_under_the_api_are_problem_documents() {
        for (path, status, id) in [
            ("/api/v9/never", BUSY.status, "/api#busy"),
            ("/api/v9/broken", FAILED.status, "/api#failed"),
            ("/api/v9/bare", StatusCode::BAD_REQUEST, "/api#malformed"),
        ] {
            let (found, kind, body) = asked(path).await;
            assert_eq!((found, kind.as_str()), (status, MEDIA_TYPE), "{path}");
            let problem: Value = serde_json::from_str(&body).unwrap();
            assert_eq!(problem["type"], id);
            assert_eq!(problem["status"], status.as_u16());
            assert!(!body.contains("a handler that fails"), "{body}");
        }
    }

    #[tokio::test]
    async fn faults_elsewhere_stay_as_they_are() {
        let (status, kind, _) = asked("/never").await;
        assert_eq!(status, StatusCode::SERVICE_UNAVAILABLE);
        assert_ne!(kind, MEDIA_TYPE);
    }
}
