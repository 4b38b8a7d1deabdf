//! A server without a port, to which bodies and addresses are sent.

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::http::{Method, Request, header};
use headroom_server::names::Names;
use headroom_server::pages::Site;
use headroom_server::routes;
use leptos::prelude::LeptosOptions;
use tokio::runtime::Runtime;
use tower::ServiceExt;

use crate::targets::answered;

/// A server, and what it runs on.
pub struct Service {
    router: Router,
    runtime: Runtime,
}

impl Service {
    /// A server over an empty folder.
    ///
    /// # Panics
    /// If it cannot be made.
    #[must_use]
    pub fn new() -> Self {
        let root = std::env::temp_dir().join("headroom-fuzz");
        std::fs::create_dir_all(root.join("pkg")).expect("a folder for no files");
        let options = LeptosOptions::builder()
            .output_name("headroom")
            .site_root(Arc::from(root.to_str().expect("a folder with a name")))
            .build();
        let site = Site::new(options, Names::new(None, Vec::new(), Vec::new())).expect("a site");
        Self {
            router: routes::router(site),
            runtime: Runtime::new().expect("a runtime"),
        }
    }

    /// Sends a request and looks at its answer.
    ///
    /// # Panics
    /// If the answer is a fault of the server's.
    pub fn ask(&self, method: Method, address: &str, body: Vec<u8>) {
        let request = Request::builder()
            .method(method)
            .uri(address)
            .header(header::HOST, "127.0.0.1:3000")
            .header(header::CONTENT_TYPE, "application/json")
            .body(Body::from(body));
        let Ok(request) = request else { return };
        self.runtime.block_on(async {
            let answer = self
                .router
                .clone()
                .oneshot(request)
                .await
                .expect("an answer");
            let status = answer.status();
            let body = axum::body::to_bytes(answer.into_body(), usize::MAX)
                .await
                .expect("a body");
            answered(status.as_u16(), &body);
        });
    }
}
