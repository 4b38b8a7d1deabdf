//! Only names of this server are answered, and only named proxies are believed.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod support;

use axum::Router;
use axum::body::Body;
use axum::http::{Method, Request};
use headroom_server::names::{Names, Peer};
use headroom_server::pages::Site;
use headroom_server::routes;

use support::{Answer, ask, send, server, site};

const PATHS: [&str; 8] = [
    "/",
    "/embed?n=2",
    "/og.png",
    "/oembed?url=http%3A%2F%2Fevil.example%2F",
    "/api/v1/report",
    "/export/report.md",
    "/robots.txt",
    "/nope",
];

#[tokio::test]
async fn a_name_that_is_not_ours_is_refused_and_not_repeated() {
    let router = server("hosts");
    for path in PATHS {
        for host in ["evil.example", "127.0.0.1.evil.example:3000"] {
            let answer = ask(&router, Method::GET, path, &[("host", host)]).await;
            assert_eq!(answer.status, 421, "{path}");
            assert!(!answer.body.contains("evil"), "{path}: {}", answer.body);
            assert_eq!(answer.header("etag"), "");
            assert_eq!(answer.header("cache-control"), "no-cache", "{path}");
        }
        let none = ask(&router, Method::GET, path, &[("host", "a b")]).await;
        assert_eq!(none.status, 400, "{path}");
        let far = format!("http://evil.example{path}");
        let absolute = ask(&router, Method::GET, &far, &[("host", "localhost")]).await;
        assert_eq!(absolute.status, 421, "{far}");
    }
}

async fn from(router: &Router, address: &str) -> Answer {
    let mut request = Request::get("/models")
        .header("host", "localhost:3000")
        .header("x-forwarded-proto", "https")
        .header("x-forwarded-host", "example.org");
    let peer = Peer {
        remote: format!("{address}:40000").parse().unwrap(),
        local: "127.0.0.1:3000".parse().unwrap(),
    };
    request.extensions_mut().unwrap().insert(peer);
    send(router, request.body(Body::empty()).unwrap()).await
}

#[tokio::test]
async fn what_strangers_say_of_themselves_is_not_believed() {
    let options = site("proxies").options;
    let proxies = vec!["10.0.0.0/8".parse().unwrap()];
    let names = Names::new(None, vec!["example.org".to_owned()], proxies);
    let router = routes::router(Site::new(options, names).unwrap());
    let starts = |answer: &Answer, origin: &str| {
        let link = format!("rel=\"canonical\" href=\"{origin}/models\"");
        assert!(answer.body.contains(&link), "{origin}");
    };
    starts(&from(&router, "10.1.2.3").await, "https://example.org");
    starts(&from(&router, "192.0.2.1").await, "http://localhost:3000");
}
