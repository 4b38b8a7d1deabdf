//! One answer, from the request to the last byte, without a network.

#![expect(
    clippy::unwrap_used,
    reason = "a benchmark that cannot go on has failed"
)]

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::http::Request;
use divan::Bencher;
use headroom_server::names::Names;
use headroom_server::pages::Site;
use headroom_server::routes;
use http_body_util::BodyExt;
use leptos::prelude::LeptosOptions;
use tokio::runtime::Runtime;
use tower::ServiceExt;

const PATHS: [&str; 9] = [
    "/healthz",
    "/api/v1/report?n=4&model=llama-3.1-405b&w=f16",
    "/",
    "/?n=4&model=llama-3.1-405b&w=f16",
    "/models",
    "/gpus",
    "/method",
    "/sheet?n=4&model=llama-3.1-405b&w=f16",
    "/embed?n=4&model=llama-3.1-405b&w=f16",
];

fn main() {
    divan::main();
}

#[divan::bench(args = PATHS)]
fn answer(bencher: Bencher<'_, '_>, path: &str) {
    let runtime = Runtime::new().unwrap();
    let options = LeptosOptions::builder()
        .output_name("headroom")
        .site_root(Arc::from(env!("CARGO_TARGET_TMPDIR")))
        .build();
    let router = routes::router(Site::new(options, Names::default()).unwrap());
    bencher.bench(|| runtime.block_on(ask(&router, path)));
}

async fn ask(router: &Router, path: &str) -> usize {
    let request = Request::get(path)
        .header("host", "localhost")
        .body(Body::empty())
        .unwrap();
    let response = router.clone().oneshot(request).await.unwrap();
    response
        .into_body()
        .collect()
        .await
        .unwrap()
        .to_bytes()
        .len()
}
