//! What a reader already has, and the public files.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod support;

use axum::http::Method;

use headroom_server::names::Names;
use headroom_server::pages::Site;
use headroom_server::routes;

use support::{HASHED, PLAIN, ask, get, published, server, site};

#[tokio::test]
async fn what_has_not_changed_is_not_sent_again() {
    let router = server("fresh");
    for path in [
        "/?n=2",
        "/gpus",
        "/api/v1/report?n=2",
        "/sheet?n=2",
        "/chart/cost.png?n=2",
        "/chart/cost.svg?n=2",
        "/og.png?n=2",
        "/badge.svg?n=2",
        "/embed?n=2",
        "/api/v1/catalog",
        "/method",
        "/share.js",
        HASHED,
    ] {
        let first = get(&router, path).await;
        let tag = first.header("etag").to_owned();
        assert!(tag.starts_with("W/\""), "{path}: {tag}");
        for given in [tag.clone(), format!("\"other\", {tag}"), "*".to_owned()] {
            let again = ask(&router, Method::GET, path, &[("if-none-match", &given)]).await;
            assert_eq!(again.status, 304, "{path}, {given}");
            assert_eq!(again.body, "");
            assert_eq!(again.header("etag"), tag);
            assert_eq!(again.header("content-security-policy"), "");
        }
        let other = ask(
            &router,
            Method::GET,
            path,
            &[("if-none-match", "\"other\"")],
        )
        .await;
        assert_eq!(other.status, 200);
        for name in ["cache-control", "vary", "access-control-allow-origin"] {
            let known = [("if-none-match", tag.as_str())];
            let again = ask(&router, Method::GET, path, &known).await;
            assert_eq!(again.header(name), first.header(name), "{path}: {name}");
        }
        let elsewhere = ask(&router, Method::GET, path, &[("host", "example.org")]).await;
        // Addresses in an answer name the host; files are the same under every name.
        let is_file = matches!(path, "/share.js" | HASHED);
        assert_eq!(elsewhere.header("etag") == tag, is_file, "{path}");
        let head = ask(&router, Method::HEAD, path, &[]).await;
        assert_eq!((head.status.as_u16(), head.body.as_str()), (200, ""));
        assert_eq!(head.header("etag"), tag);
    }
    let one = get(&router, "/?n=2").await;
    let two = get(&router, "/?n=3").await;
    assert_ne!(one.header("etag"), two.header("etag"));
    assert_eq!(get(&router, "/nope").await.header("etag"), "");
}

#[tokio::test]
async fn hashed_files_are_kept_for_ever_and_no_others() {
    let router = server("files");
    let for_ever = "public, max-age=31536000, immutable";
    let hashed = get(&router, HASHED).await;
    assert_eq!(hashed.status, 200);
    assert_eq!(hashed.header("cache-control"), for_ever);
    assert_eq!(hashed.header("content-type"), "text/css");
    for path in [PLAIN, "/share.js"] {
        assert_eq!(
            get(&router, path).await.header("cache-control"),
            "no-cache",
            "{path}"
        );
    }
    let missing = get(&router, "/pkg/headroom.fedcba9876543210.css").await;
    assert_eq!(missing.status, 404);
    assert_eq!(missing.header("cache-control"), "no-cache");
}

#[tokio::test]
async fn compressed_siblings_are_sent_as_they_are() {
    let router = server("siblings");
    for (accepted, encoding, body) in [
        ("br, gzip", "br", "as brotli"),
        ("gzip", "gzip", "as gzip"),
        ("identity", "", "main { color: black }"),
    ] {
        let answer = ask(
            &router,
            Method::GET,
            HASHED,
            &[("accept-encoding", accepted)],
        )
        .await;
        assert_eq!(answer.header("content-encoding"), encoding);
        assert_eq!(answer.body, body);
        assert!(
            answer
                .header("vary")
                .eq_ignore_ascii_case("accept-encoding")
        );
        assert_eq!(answer.header("content-type"), "text/css");
    }
    let page = ask(&router, Method::GET, "/", &[("accept-encoding", "br")]).await;
    assert_eq!(page.header("content-encoding"), "br");
}

#[tokio::test]
async fn a_condition_comes_after_the_status() {
    let router = server("conditions");
    for (path, status) in [
        ("/nope", 404),
        ("/gpus/nope", 404),
        ("/chart/nope.svg", 404),
        ("/api/v1/nope", 404),
        ("/api/v1/report?n=0&strict=1", 422),
        ("/?go=1", 303),
        ("/gpus", 304),
        ("/share.js", 304),
    ] {
        let answer = ask(&router, Method::GET, path, &[("if-none-match", "*")]).await;
        assert_eq!(answer.status, status, "{path}");
    }
}

#[tokio::test]
async fn a_tag_says_all_that_an_answer_depends_on() {
    let [first, second] = [server("tags"), published()];
    let host = [("host", "example.org")];
    let first = ask(&first, Method::GET, "/gpus", &host).await;
    let second = ask(&second, Method::GET, "/gpus", &host).await;
    assert!(first.body.contains("\"http://example.org/gpus\""));
    assert!(second.body.contains("\"https://example.org/gpus\""));
    assert_ne!(
        first.header("etag"),
        second.header("etag"),
        "the origin that the operator fixed"
    );
}

#[tokio::test]
async fn files_are_told_apart_by_what_they_hold_and_not_by_time() {
    let folder = "contents";
    let before = get(&server(folder), "/share.js").await;
    assert_eq!(before.header("last-modified"), "");
    let again = get(&server(folder), "/share.js").await;
    assert_eq!(
        again.header("etag"),
        before.header("etag"),
        "the same content, a later time"
    );
    let site = site(folder);
    let file = std::path::Path::new(&*site.options.site_root).join("share.js");
    std::fs::write(file, "User-agent: *\nDisallow: /embed\n").unwrap();
    let changed = routes::router(Site::new(site.options, Names::default()).unwrap());
    let tag = before.header("etag").to_owned();
    let later = [
        ("if-none-match", tag.as_str()),
        ("if-modified-since", "Fri, 01 Jan 2100 00:00:00 GMT"),
    ];
    let answer = ask(&changed, Method::GET, "/share.js", &later).await;
    assert!(answer.status == 200 && answer.body.contains("Disallow"));
    assert_ne!(answer.header("etag"), tag);
    // A part is only sent to whoever is known to have the other parts.
    let part = [("range", "bytes=0-3"), ("if-range", "\"x\"")];
    assert_eq!(
        ask(&changed, Method::GET, "/share.js", &part).await.status,
        200
    );
    let part = ask(&changed, Method::GET, "/share.js", &part[..1]).await;
    assert_eq!((part.status.as_u16(), part.body.as_str()), (206, "User"));
}

#[tokio::test]
async fn no_name_of_a_file_is_a_fault_of_ours() {
    let router = server("names");
    let long = format!("/{}", "a".repeat(256));
    let longer = format!("/pkg/{}.js", "é".repeat(100).replace('é', "%C3%A9"));
    for path in [
        long.as_str(),
        &longer,
        "/%00",
        "/pkg",
        "/pkg/",
        "/robots.txt/x",
        "/con",
        "/%ff",
        "/..%2f..%2fCargo.toml",
        "//etc/passwd",
    ] {
        let answer = get(&router, path).await;
        assert_eq!(answer.status, 404, "{path}");
        assert!(answer.body.starts_with("<!DOCTYPE html>"), "{path}");
    }
}

#[tokio::test]
async fn a_page_that_asks_nothing_is_written_once_for_each_reader() {
    let router = server("once");
    for path in ["/method", "/gpus", "/"] {
        let plain = get(&router, path).await;
        for encoding in ["br", "gzip", "identity"] {
            let accepted = [("accept-encoding", encoding)];
            let first = ask(&router, Method::GET, path, &accepted).await;
            let second = ask(&router, Method::GET, path, &accepted).await;
            assert!(
                first.bytes == second.bytes && first.headers == second.headers,
                "{path}"
            );
            let sent = first.header("content-encoding");
            assert_eq!(
                sent,
                if encoding == "identity" { "" } else { encoding },
                "{path}"
            );
            assert_eq!(first.bytes == plain.bytes, encoding == "identity", "{path}");
            let head = ask(&router, Method::HEAD, path, &accepted).await;
            assert_eq!(
                head.header("content-length"),
                first.bytes.len().to_string(),
                "{path}"
            );
        }
        let other = ask(&router, Method::GET, path, &[("host", "localhost:5")]).await;
        assert!(
            other.body.contains("http://localhost:5/") && !other.body.contains("127.0.0.1:3000")
        );
    }
    // A page that was first asked for its head alone is whole.
    let fresh = server("once-head");
    assert_eq!(ask(&fresh, Method::HEAD, "/method", &[]).await.body, "");
    assert!(get(&fresh, "/method").await.body.contains("</html>"));
}
