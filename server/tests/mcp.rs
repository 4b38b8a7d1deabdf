//! The answers that agents get, over HTTP and over standard input.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod support;

use std::io::Write;
use std::process::{Command, Stdio};

use axum::Router;
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use headroom_server::mcp::LARGEST_CALL;
use headroom_server::routes;
use http_body_util::BodyExt;
use serde_json::{Value, json};
use tower::ServiceExt;

use support::{HOST, site};

/// What is sent, and what comes back.
async fn post(router: &Router, body: String) -> (StatusCode, String) {
    let request = Request::post("/mcp")
        .header(header::HOST, HOST)
        .header(header::CONTENT_TYPE, "application/json")
        .header(header::ACCEPT, "application/json, text/event-stream")
        .body(Body::from(body))
        .unwrap();
    let response = router.clone().oneshot(request).await.unwrap();
    let status = response.status();
    let body = response.into_body().collect().await.unwrap().to_bytes();
    (status, String::from_utf8(body.to_vec()).unwrap())
}

async fn asked(router: &Router, method: &str, params: Value) -> Value {
    let body = json!({ "jsonrpc": "2.0", "id": 1, "method": method, "params": params });
    let (status, text) = post(router, body.to_string()).await;
    assert_eq!(status, StatusCode::OK, "{text}");
    serde_json::from_str(&text).unwrap()
}

/// The result of a call: its words, what else was said, and whether it is an error.
async fn called(router: &Router, name: &str, arguments: Value) -> (String, Value, bool) {
    let answer = asked(
        router,
        "tools/call",
        json!({ "name": name, "arguments": arguments }),
    )
    .await;
    let result = &answer["result"];
    let text = result["content"][0]["text"].as_str().unwrap_or_default();
    let failed = result["isError"].as_bool().unwrap_or_default();
    (text.to_owned(), result["structuredContent"].clone(), failed)
}

#[tokio::test]
async fn the_tools_are_described_from_the_registry_of_keys() {
    let router = routes::router(site("mcp-tools"));
    let hello = json!({
        "protocolVersion": "2025-06-18",
        "capabilities": {},
        "clientInfo": { "name": "test", "version": "1" }
    });
    let begun = asked(&router, "initialize", hello).await;
    assert_eq!(begun["result"]["serverInfo"]["name"], "headroom");
    let listed = asked(&router, "tools/list", json!({})).await;
    let tools = listed["result"]["tools"].as_array().unwrap();
    let names: Vec<_> = tools
        .iter()
        .map(|tool| tool["name"].as_str().unwrap())
        .collect();
    assert_eq!(
        names,
        [
            "report",
            "compare",
            "find_models",
            "find_machines",
            "check_claim",
            "import_model",
            "catalog"
        ]
    );
    let properties = |tool: usize| &tools[tool]["inputSchema"]["properties"];
    for key in headroom_core::scenario::keys::all() {
        let described = &properties(0)[key.name()];
        assert!(described["description"].is_string(), "{}", key.name());
    }
    assert_eq!(properties(0)["users"]["minimum"], 1);
    assert!(properties(3)["budget"].is_object());
    assert!(properties(0)["strict"].is_null());
}

#[tokio::test]
async fn every_tool_answers_in_words_with_its_link() {
    let router = routes::router(site("mcp-answers"));
    let (text, whole, failed) = called(
        &router,
        "report",
        json!({ "gpu": "RTX 3090", "n": 2, "model": "llama-3.3-70b", "full": true }),
    )
    .await;
    assert!(
        !failed && text.contains("Tokens/s of each stream"),
        "{text}"
    );
    assert!(
        text.contains(&format!("<http://{HOST}/?gpu=rtx-3090&n=2>")),
        "{text}"
    );
    assert_eq!(whole["verdict"]["fits"], true);
    // A link with something changed.
    let link = json!({ "query": "https://example.org/?gpu=rtx-3090&n=2&ctx=4096", "n": 4 });
    let (text, whole, _) = called(&router, "report", link).await;
    assert!(
        text.contains("gpu=rtx-3090&n=4&ctx=4096") && whole.is_null(),
        "{text}"
    );
    let (text, ..) = called(
        &router,
        "compare",
        json!({ "builds": ["one-gpu", "n=2"], "w": "q8_0" }),
    )
    .await;
    assert!(text.contains("/compare?b="), "{text}");
    let (text, ..) = called(&router, "find_models", json!({ "machine": "2 x RTX 3090" })).await;
    assert!(
        text.contains("/find?") && text.contains("more behind the link"),
        "{text}"
    );
    let machines = json!({ "model": "llama-3.1-8b", "cards": 1, "maker": "amd", "budget": 5000 });
    let (text, ..) = called(&router, "find_machines", machines).await;
    assert!(
        text.contains("/find?") && text.contains("tokens/s"),
        "{text}"
    );
    let (text, ..) = called(
        &router,
        "check_claim",
        json!({ "text": "405B FP16 on 384GB" }),
    )
    .await;
    assert!(text.starts_with("**refuted: "), "{text}");
    let config = r#"{ "model_type": "llama", "hidden_size": 4096, "intermediate_size": 14336, "num_hidden_layers": 32,
        "num_attention_heads": 32, "num_key_value_heads": 8, "vocab_size": 128256, "max_position_embeddings": 131072,
        "tie_word_embeddings": false }"#;
    let (text, ..) = called(
        &router,
        "import_model",
        json!({ "config": config, "query": "gpu=rtx-3090" }),
    )
    .await;
    assert!(
        text.contains("8.03") && text.contains("gpu=rtx-3090"),
        "{text}"
    );
    let (text, ..) = called(&router, "import_model", json!({ "config": "{}" })).await;
    assert!(text.starts_with("**"), "{text}");
    let (text, ..) = called(
        &router,
        "catalog",
        json!({ "table": "gpus", "search": "3090" }),
    )
    .await;
    assert!(text.contains("rtx-3090 · "), "{text}");
}

#[tokio::test]
async fn what_is_not_understood_is_said_and_gives_no_figures() {
    let router = routes::router(site("mcp-faults"));
    let (text, ..) = called(&router, "report", json!({ "gpu": "rtx 9999" })).await;
    assert!(
        text.contains("rtx 9999") && !text.contains("Tokens/s"),
        "{text}"
    );
    for (name, arguments, named) in [
        ("report", json!({ "colour": "red" }), "colour"),
        ("report", json!({ "n": [2] }), "“n”"),
        ("report", json!({ "full": "yes" }), "“full”"),
        ("report", json!({ "query": "a".repeat(5_000) }), "4096"),
        ("compare", json!({ "builds": "n=2" }), "“builds”"),
        ("compare", json!({ "builds": [2, 3] }), "“builds”"),
        ("check_claim", json!({}), "“text”"),
        ("check_claim", json!({ "text": "x", "n": 2 }), "“n”"),
        ("catalog", json!({ "table": 3 }), "“table”"),
    ] {
        let (text, _, failed) = called(&router, name, arguments).await;
        assert!(failed && text.contains(named), "{name}: {text}");
    }
    let missing = asked(
        &router,
        "tools/call",
        json!({ "name": "reprt", "arguments": {} }),
    )
    .await;
    let message = missing["error"]["message"].as_str().unwrap();
    assert!(
        message.contains("“reprt”") && message.contains("check_claim"),
        "{message}"
    );
    let (text, ..) = called(&router, "catalog", json!({ "table": "moons" })).await;
    assert!(
        text.contains("“moons”") && text.contains("currencies"),
        "{text}"
    );
    for body in ["", "{", "[]", "null", "{\"jsonrpc\":\"2.0\"}"] {
        let (status, _) = post(&router, body.to_owned()).await;
        assert!(status.is_client_error(), "{body}: {status}");
    }
    let (status, _) = post(&router, " ".repeat(LARGEST_CALL + 1)).await;
    assert!(status.is_client_error(), "{status}");
}

#[test]
fn standard_input_is_answered_until_it_ends() {
    let mut program = Command::new(env!("CARGO_BIN_EXE_headroom"))
        .arg("mcp")
        .env_remove("HEADROOM_ORIGIN")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let hello = json!({ "jsonrpc": "2.0", "id": 1, "method": "initialize", "params": {
        "protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": { "name": "test", "version": "1" }
    }});
    let ready = json!({ "jsonrpc": "2.0", "method": "notifications/initialized" });
    let call = json!({ "jsonrpc": "2.0", "id": 2, "method": "tools/call", "params": {
        "name": "report", "arguments": { "gpu": "rtx-4090" }
    }});
    let mut input = program.stdin.take().unwrap();
    for line in [hello, ready, call] {
        writeln!(input, "{line}").unwrap();
    }
    let mut lines =
        std::io::BufRead::lines(std::io::BufReader::new(program.stdout.take().unwrap()));
    let mut next = || serde_json::from_str::<Value>(&lines.next().unwrap().unwrap()).unwrap();
    assert_eq!(next()["result"]["serverInfo"]["name"], "headroom");
    let text = next()["result"]["content"][0]["text"]
        .as_str()
        .unwrap()
        .to_owned();
    assert!(text.contains("gpu=rtx-4090"), "{text}");
    drop(input);
    assert!(program.wait().unwrap().success());
}
