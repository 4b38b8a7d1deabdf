//! A server without a port, and how to ask it.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Method, Request, StatusCode, header};
use headroom_server::names::{Names, Origin};
use headroom_server::pages::Site;
use headroom_server::routes;
use http_body_util::BodyExt;
use leptos::prelude::LeptosOptions;
use tower::ServiceExt;

pub(crate) const HASHED: &str = "/pkg/headroom.0123456789abcdef.css";
pub(crate) const PLAIN: &str = "/pkg/headroom.css";
/// The name that requests go to which do not say otherwise.
pub(crate) const HOST: &str = "127.0.0.1:3000";

/// What a server is made of, over a folder with one hashed and one plain file. It has a second name.
pub(crate) fn site(folder: &str) -> Site {
    let root = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(folder);
    fs::create_dir_all(root.join("pkg")).unwrap();
    for path in [HASHED, PLAIN] {
        fs::write(root.join(&path[1..]), "main { color: black }").unwrap();
    }
    fs::write(root.join(format!("{}.br", &HASHED[1..])), "as brotli").unwrap();
    fs::write(root.join(format!("{}.gz", &HASHED[1..])), "as gzip").unwrap();
    fs::write(root.join("share.js"), "// Shares.\n").unwrap();
    let names = Names::new(None, vec!["example.org".to_owned()], Vec::new());
    over(&root, names)
}

fn over(root: &Path, names: Names) -> Site {
    let options = LeptosOptions::builder()
        .output_name("headroom")
        .site_root(Arc::from(root.to_str().unwrap()))
        .build();
    Site::new(options, names).unwrap()
}

/// A server over such a folder.
pub(crate) fn server(folder: &str) -> Router {
    routes::router(site(folder))
}

/// A server over the files of the project, under the name that its operator fixed.
pub(crate) fn published() -> Router {
    let origin = Origin::parse("https://example.org").unwrap();
    let public = Path::new(env!("CARGO_MANIFEST_DIR")).join("../public");
    routes::router(over(
        &public,
        Names::new(Some(origin), Vec::new(), Vec::new()),
    ))
}

pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    /// As it was sent.
    pub(crate) bytes: Vec<u8>,
    /// As text.
    pub(crate) body: String,
}

impl Answer {
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .map_or("", |value| value.to_str().unwrap())
    }
}

pub(crate) async fn send(router: &Router, mut request: Request<Body>) -> Answer {
    let headers = request.headers_mut();
    headers
        .entry(header::HOST)
        .or_insert_with(|| HOST.parse().unwrap());
    let response = router.clone().oneshot(request).await.unwrap();
    let (parts, body) = response.into_parts();
    let bytes = body.collect().await.unwrap().to_bytes().to_vec();
    Answer {
        status: parts.status,
        headers: parts.headers,
        body: String::from_utf8_lossy(&bytes).into_owned(),
        bytes,
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

/// Each topic uses a part of all this, and what one leaves is not dead.
const _: () = {
    let _ = (HASHED, PLAIN, site, server, published);
    let _ = (Answer::header, send, ask, get);
    let _ = |answer: &Answer| {
        let Answer {
            status,
            headers,
            bytes,
            body,
        } = answer;
        (status.as_u16(), headers.len(), bytes.len(), body.len())
    };
};
