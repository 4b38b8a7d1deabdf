//! A server without a port, and how to ask it.

use std::fs;
use std::path::PathBuf;
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Method, Request, StatusCode};
use headroom_server::pages::Site;
use headroom_server::routes;
use http_body_util::BodyExt;
use leptos::prelude::LeptosOptions;
use tower::ServiceExt;

pub(crate) const HASHED: &str = "/pkg/headroom.0123456789abcdef.css";
pub(crate) const PLAIN: &str = "/pkg/headroom.css";

/// A server over a folder with one hashed and one plain file.
pub(crate) fn server(folder: &str) -> Router {
    let root = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(folder);
    fs::create_dir_all(root.join("pkg")).unwrap();
    for path in [HASHED, PLAIN] {
        fs::write(root.join(&path[1..]), "main { color: black }").unwrap();
    }
    fs::write(root.join(format!("{}.br", &HASHED[1..])), "as brotli").unwrap();
    fs::write(root.join(format!("{}.gz", &HASHED[1..])), "as gzip").unwrap();
    fs::write(root.join("robots.txt"), "User-agent: *\n").unwrap();
    let options = LeptosOptions::builder()
        .output_name("headroom")
        .site_root(Arc::from(root.to_str().unwrap()))
        .build();
    routes::router(Site {
        options,
        origin: None,
    })
}

pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: String,
}

impl Answer {
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .map_or("", |value| value.to_str().unwrap())
    }
}

pub(crate) async fn send(router: &Router, request: Request<Body>) -> Answer {
    let response = router.clone().oneshot(request).await.unwrap();
    let (parts, body) = response.into_parts();
    let body = body.collect().await.unwrap().to_bytes();
    Answer {
        status: parts.status,
        headers: parts.headers,
        body: String::from_utf8_lossy(&body).into_owned(),
    }
}

pub(crate) async fn ask(
    router: &Router,
    method: Method,
    path: &str,
    headers: &[(&str, &str)],
) -> Answer {
    let mut request = Request::builder().method(method).uri(path);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    send(router, request.body(Body::empty()).unwrap()).await
}

pub(crate) async fn get(router: &Router, path: &str) -> Answer {
    ask(router, Method::GET, path, &[]).await
}
