//! The whole server in one place: which address leads where, and what lies around every answer.

use std::time::Duration;

use any_spawner::Executor;
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::{Method, StatusCode, header};
use axum::middleware::from_fn;
use axum::routing::{any, get, post};
use tower_http::CompressionLevel;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::cors::{self, CorsLayer};
use tower_http::services::ServeDir;
use tower_http::timeout::TimeoutLayer;

use crate::pages::Site;
use crate::{api, chart, embed, export, fresh, headers, image, observe, oembed, pages};

/// No answer takes longer; nothing here waits for anything.
const PATIENCE: Duration = Duration::from_secs(20);
/// How long a browser may remember that it may ask.
const PREFLIGHT: Duration = Duration::from_secs(86_400);
/// Strong enough for a page, and no slower than rendering it.
const COMPRESSION: CompressionLevel = CompressionLevel::Precise(4);

/// What programs of any origin may read.
fn programs() -> Router<Site> {
    let anyone = CorsLayer::new()
        .allow_origin(cors::Any)
        .allow_methods([Method::GET, Method::HEAD, Method::POST])
        .allow_headers([header::CONTENT_TYPE, header::IF_NONE_MATCH])
        .expose_headers([header::ETAG])
        .max_age(PREFLIGHT)
        .vary([]);
    let batch = post(api::reports).layer(DefaultBodyLimit::max(api::LARGEST_BATCH));
    Router::new()
        .route("/api/v1/report", get(api::report))
        .route("/api/v1/catalog", get(api::catalog))
        .route("/api/v1/openapi.json", get(api::openapi))
        .route_layer(from_fn(fresh::unchanged))
        .route("/api/v1/reports", batch)
        .route("/api/", any(api::missing))
        .route("/api/{*rest}", any(api::missing))
        .method_not_allowed_fallback(api::not_allowed)
        .layer(anyone)
}

/// Every route with every layer.
pub fn router(site: Site) -> Router {
    // Refused when a router was built before, and then there is an executor already.
    let _ = Executor::init_tokio();

    // Compressed siblings were made when the site was built. What is no file is no page either.
    let files = ServeDir::new(&*site.options.site_root)
        .append_index_html_on_directories(false)
        .precompressed_br()
        .precompressed_gzip()
        .call_fallback_on_method_not_allowed(true)
        .fallback(get(pages::not_found).with_state(site.clone()));

    Router::new()
        .route("/", get(pages::configurator))
        .route("/models", get(pages::models))
        .route("/gpus", get(pages::gpus))
        .route("/clouds", get(pages::clouds))
        .route("/apis", get(pages::apis))
        .route("/method", get(pages::method))
        .route("/api", get(pages::api))
        .route("/export/{file}", get(export::export))
        .route("/chart/{file}", get(chart::chart))
        .route("/share", get(pages::share))
        .route("/embed", get(embed::document))
        .route(embed::style_path(), get(embed::style))
        .route("/oembed", get(oembed::oembed))
        .route("/og.png", get(image::png))
        .route("/og.svg", get(image::svg))
        .route("/badge.svg", get(image::badge))
        .route_layer(from_fn(fresh::unchanged))
        .merge(programs())
        .route("/healthz", get(|| async { "ok\n" }))
        .route("/metrics", get(observe::metrics))
        .fallback_service(files)
        .with_state(site)
        .layer(CatchPanicLayer::new())
        .layer(TimeoutLayer::with_status_code(
            StatusCode::SERVICE_UNAVAILABLE,
            PATIENCE,
        ))
        .layer(CompressionLayer::new().quality(COMPRESSION))
        .layer(from_fn(headers::common))
        .layer(from_fn(observe::each))
}
