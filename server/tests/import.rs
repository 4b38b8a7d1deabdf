//! Importing a model: by the API, and by the plain form of the page.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod support;

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Request, StatusCode, header};
use headroom_server::api::{LARGEST_IMPORT, MOST_IMPORTS};
use headroom_server::routes;
use http_body_util::BodyExt;
use serde_json::{Value, json};
use tower::ServiceExt;

use support::{HOST, server, site};

/// A model that no row of the catalogue has.
fn config() -> Value {
    json!({
        "model_type": "qwen3", "hidden_size": 2048, "num_hidden_layers": 30, "num_attention_heads": 16,
        "num_key_value_heads": 4, "head_dim": 128, "intermediate_size": 6144, "vocab_size": 151_936,
        "max_position_embeddings": 32_768, "torch_dtype": "bfloat16", "flux_capacity": 3,
    })
}

async fn post(
    router: &Router,
    path: &str,
    kind: &str,
    body: Vec<u8>,
) -> (StatusCode, HeaderMap, String) {
    let request = Request::post(path)
        .header(header::HOST, HOST)
        .header(header::CONTENT_TYPE, kind)
        .body(Body::from(body))
        .unwrap();
    let (parts, body) = router.clone().oneshot(request).await.unwrap().into_parts();
    let body = body.collect().await.unwrap().to_bytes();
    (
        parts.status,
        parts.headers,
        String::from_utf8(body.to_vec()).unwrap(),
    )
}

async fn api(router: &Router, path: &str, body: Vec<u8>) -> (StatusCode, Value) {
    let (status, headers, text) = post(router, path, "application/octet-stream", body).await;
    assert_eq!(headers[header::ACCESS_CONTROL_ALLOW_ORIGIN], "*");
    (status, serde_json::from_str(&text).unwrap())
}

#[tokio::test]
async fn the_api_answers_with_the_query_of_what_it_is_sent() {
    let router = server("import-api");
    let (status, answer) = api(
        &router,
        "/api/v1/import?name=me/Mine&gpu=rtx-4090&n=2",
        config().to_string().into_bytes(),
    )
    .await;
    assert_eq!(status, 200);
    let query = answer["query"].as_str().unwrap();
    assert!(
        query.starts_with("gpu=rtx-4090&n=2&model=custom&arch=h-2048~l-F*30~"),
        "{query}"
    );
    assert!(query.contains("&named=Mine&w=bf16"), "{query}");
    assert_eq!(answer["url"], format!("/?{query}"));
    assert_eq!(answer["model"], "Mine");
    let notes = answer["notes"].to_string();
    assert!(notes.contains("left out: flux_capacity"), "{notes}");
    assert!(answer.get("refused").is_none());
    // The query is answered with figures.
    let request = Request::get(format!("/api/v1/report?{query}"))
        .header(header::HOST, HOST)
        .body(Body::empty())
        .unwrap();
    let report = router.clone().oneshot(request).await.unwrap();
    let report: Value =
        serde_json::from_slice(&report.into_body().collect().await.unwrap().to_bytes()).unwrap();
    assert_eq!(report["scenario"]["model_params"], answer["params"]);
    assert_eq!(report["verdict"]["fits"], true);
}

#[tokio::test]
async fn what_cannot_be_read_is_refused_in_a_sentence() {
    let router = server("import-refused");
    for body in [
        Vec::new(),
        b"{\"model_type\": \"mystery\", \"hidden_size\": 5}".to_vec(),
        b"GGUF\x03\0\0\0\xff\xff\xff\xff\xff\xff\xff\xff".to_vec(),
        vec![0xff; 100_000],
    ] {
        let (status, answer) = api(&router, "/api/v1/import", body).await;
        assert_eq!(status, 200);
        assert!(
            answer["refused"].as_str().unwrap().ends_with('.'),
            "{answer}"
        );
        assert_eq!(answer["query"], "");
    }
    let (status, problem) = api(&router, "/api/v1/import", vec![b' '; LARGEST_IMPORT + 1]).await;
    assert_eq!(status, 413, "{problem}");
    let long = format!("/api/v1/import?{}", "n=2&".repeat(2_000));
    let (status, problem) = api(&router, &long, Vec::new()).await;
    assert_eq!(status, 414, "{problem}");
}

#[tokio::test]
async fn few_of_one_address_are_read_at_once() {
    let site = site("import-places");
    let router = routes::router(site.clone());
    let places: Vec<_> = (0..MOST_IMPORTS + 4)
        .map(|_| api(&router, "/api/v1/import", vec![b' '; 1_000]))
        .collect();
    for place in places {
        let (status, _) = place.await;
        assert_eq!(status, 200, "one after another is no crowd");
    }
}

/// A form as browsers send it.
fn form(text: &str, name: &str) -> Vec<u8> {
    let escaped =
        |text: &str| -> String { text.bytes().map(|byte| format!("%{byte:02X}")).collect() };
    format!(
        "build=gpu%3Drtx-4090&text={}&name={}",
        escaped(text),
        escaped(name)
    )
    .into_bytes()
}

#[tokio::test]
async fn the_form_works_without_script_and_keeps_what_was_pasted() {
    let router = server("import-form");
    let kind = "application/x-www-form-urlencoded";
    let (status, headers, page) = post(
        &router,
        "/import",
        kind,
        form(&config().to_string(), "me/Mine"),
    )
    .await;
    assert_eq!(status, 200);
    assert!(
        headers[header::CONTENT_TYPE]
            .to_str()
            .unwrap()
            .starts_with("text/html")
    );
    assert!(
        page.contains("href=\"/?gpu=rtx-4090&amp;model=custom&amp;arch=h-2048~l-F*30~"),
        "{page}"
    );
    assert!(page.contains("left out: flux_capacity"));
    let (status, _, page) = post(
        &router,
        "/import",
        kind,
        form("{\"hidden_size\": \"</textarea><script>alert(1)\"}", ""),
    )
    .await;
    assert_eq!(status, 200);
    assert!(page.contains("aria-invalid=\"true\""));
    assert!(page.contains("does not say its model_type"));
    let kept =
        "{&quot;hidden_size&quot;: &quot;&lt;/textarea&gt;&lt;script&gt;alert(1)&quot;}</textarea>";
    assert!(page.contains(kept), "{page}");
    assert!(!page.contains("<script>alert"));
    for body in [Vec::new(), b"text".to_vec(), vec![b'%'; 5_000]] {
        let (status, _, page) = post(&router, "/import", kind, body).await;
        assert_eq!(status, 200);
        assert!(page.contains("aria-invalid=\"true\""));
    }
}

/// The hub may be asked from this page alone, and from none where the operator turned it off.
#[tokio::test]
async fn only_this_page_may_ask_the_hub() {
    let policy = async |router: &Router, path: &str| {
        let request = Request::get(path)
            .header(header::HOST, HOST)
            .body(Body::empty())
            .unwrap();
        let answer = router.clone().oneshot(request).await.unwrap();
        let policy = answer.headers()[header::CONTENT_SECURITY_POLICY]
            .to_str()
            .unwrap()
            .to_owned();
        let body = answer.into_body().collect().await.unwrap().to_bytes();
        (policy, String::from_utf8(body.to_vec()).unwrap())
    };
    let router = server("import-hub");
    let (import, page) = policy(&router, "/import?n=2").await;
    assert!(
        import.contains("connect-src 'self' https://huggingface.co;"),
        "{import}"
    );
    assert!(
        page.contains("data-hub=\"https://huggingface.co\"") && page.contains("import-link-form")
    );
    assert!(
        page.contains("<input type=\"hidden\" name=\"build\" id=\"import-build\" value=\"n=2\">")
    );
    for path in ["/", "/embed", "/models", "/share", "/api/v1/report"] {
        let (policy, _) = policy(&router, path).await;
        assert!(!policy.contains("huggingface"), "{path}: {policy}");
    }
    let off = routes::router(site("import-off").with_hub(None));
    let (import, page) = policy(&off, "/import").await;
    assert!(!import.contains("huggingface"), "{import}");
    assert!(!page.contains("import-link-form"));
}
