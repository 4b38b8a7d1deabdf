//! A client that knows nothing but the description of the API: it asks for everything that is described, with values
//! that are allowed and with others, and holds each answer against what was promised.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod schema;
mod support;

use std::hash::{BuildHasher, RandomState};

use axum::Router;
use axum::body::Body;
use axum::http::Request;
use headroom_server::api::problem;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use serde_json::{Value, json};

use schema::conforms;
use support::{Answer, send, server};

const DESCRIPTION: &str = include_str!("openapi.json");
/// Requests of one run.
const CASES: u32 = 400;
/// Repeats a run that failed.
const SEED: &str = "HEADROOM_SEED";

/// One operation of the description.
#[derive(Clone, Debug)]
struct Operation {
    path: String,
    method: String,
    parameters: Vec<Value>,
    body: Option<Value>,
    responses: Value,
}

fn operations() -> Vec<Operation> {
    let document: Value = serde_json::from_str(DESCRIPTION).unwrap();
    let mut operations = Vec::new();
    for (path, methods) in document["paths"].as_object().unwrap() {
        for (method, operation) in methods.as_object().unwrap() {
            let list = operation["parameters"].as_array();
            let body = operation.pointer("/requestBody/content/application~1json/schema");
            operations.push(Operation {
                path: path.clone(),
                method: method.to_uppercase(),
                parameters: list.cloned().unwrap_or_default(),
                body: body.map(|body| resolved(&document, body)),
                responses: operation["responses"].clone(),
            });
        }
    }
    operations
}

fn resolved(document: &Value, schema: &Value) -> Value {
    match schema["$ref"].as_str() {
        Some(name) => document.pointer(&name[1..]).unwrap().clone(),
        None => schema.clone(),
    }
}

/// A value that a schema of a parameter allows.
fn allowed(schema: &Value, draw: u64) -> String {
    if let Some(choices) = schema["anyOf"].as_array() {
        return allowed(&choices[0], draw);
    }
    if let Some(values) = schema["enum"].as_array() {
        let place = usize::try_from(draw).unwrap_or(0) % values.len();
        return values[place].as_str().unwrap().to_owned();
    }
    let ends = [&schema["minimum"], &schema["maximum"]].map(Value::as_f64);
    let [Some(low), Some(high)] = ends else {
        return WORDS[usize::try_from(draw).unwrap_or(0) % WORDS.len()].to_owned();
    };
    let share = match draw % 4 {
        0 => 0.0,
        1 => 1.0,
        _ => (draw % 1_000) as f64 / 1_000.0,
    };
    (low + (high - low) * share).floor().max(low).to_string()
}

/// Where a schema says no more than that it is a text.
const WORDS: [&str; 10] = [
    "auto",
    "train",
    "rtx-4090",
    "rtx-5090+rtx-3090*2",
    "llama-3.1-405b",
    "141b-a39b",
    "custom",
    "2026-11-22",
    "1",
    "apple-m3-ultra",
];

/// A value that no schema of a number or a list allows.
fn forbidden(schema: &Value, draw: u64) -> String {
    let high = schema["maximum"].as_f64();
    match (draw % 5, high) {
        (0, Some(high)) => (high.floor() + 1.0).to_string(),
        (1, Some(_)) => "-1".to_owned(),
        (2, _) => "%F0%9F%8C%8A".to_owned(),
        (3, _) => "9".repeat(60),
        _ => "nonsense~*+'".to_owned(),
    }
}

fn numeric(parameter: &Value) -> bool {
    ["integer", "number"].contains(&parameter["schema"]["type"].as_str().unwrap_or_default())
}

/// A query of an operation: so many parameters, each with the way in which its value is drawn.
fn query(operation: &Operation, drawn: &[(Index, u64, bool)]) -> String {
    let mut pairs: Vec<String> = Vec::new();
    if operation.parameters.is_empty() {
        return String::new();
    }
    for (index, draw, valid) in drawn {
        let parameter = index.get(&operation.parameters);
        let value = match valid {
            true => allowed(&parameter["schema"], *draw),
            false => forbidden(&parameter["schema"], *draw),
        };
        pairs.push(format!("{}={value}", parameter["name"].as_str().unwrap()));
    }
    pairs.join("&")
}

/// Files that describe a model, and what is none.
fn file(flaw: u8) -> Vec<u8> {
    let config = json!({
        "model_type": "llama", "hidden_size": 4_096, "intermediate_size": 14_336, "num_hidden_layers": 32,
        "num_attention_heads": 32, "num_key_value_heads": 8, "vocab_size": 128_256
    });
    let text = match flaw {
        0..=3 => config.to_string(),
        4 => "{}".to_owned(),
        5 => "null".to_owned(),
        6 => "GGUF".to_owned(),
        7 => String::new(),
        8 => " ".repeat(9 * 1_024 * 1_024),
        _ => config.to_string().replace('}', ""),
    };
    text.into_bytes()
}

/// Bodies that the schema allows, and bodies that it does not.
fn body(operation: &Operation, queries: Vec<String>, flaw: u8) -> Vec<u8> {
    let Some(schema) = &operation.body else {
        return Vec::new();
    };
    let Some(most) = schema["properties"]["queries"]["maxItems"].as_u64() else {
        return file(flaw);
    };
    let most = usize::try_from(most);
    let valid = json!({ "queries": queries });
    assert_eq!(conforms(&valid, schema, "body"), Ok(()));
    let text = match flaw {
        0..=3 => valid.to_string(),
        4 => json!({ "queries": vec!["n=2"; most.unwrap() + 1] }).to_string(),
        5 => json!({ "queries": queries, "more": 1 }).to_string(),
        6 => json!({ "queries": "n=2" }).to_string(),
        7 => json!({ "queries": ["x".repeat(5_000)] }).to_string(),
        8 => " ".repeat(70_000),
        _ => valid.to_string().replace('}', ""),
    };
    text.into_bytes()
}

async fn asked(router: &Router, operation: &Operation, query: &str, body: Vec<u8>) -> Answer {
    let mark = if query.is_empty() { "" } else { "?" };
    let request = Request::builder()
        .method(operation.method.as_str())
        .uri(format!("{}{mark}{query}", operation.path))
        .header("content-type", "application/json")
        .body(Body::from(body));
    send(router, request.unwrap()).await
}

/// Whether an answer is one of those that are described.
fn as_promised(operation: &Operation, answer: &Answer) -> Result<Value, String> {
    let status = answer.status.as_str();
    if answer.status.is_server_error() {
        return Err(format!("the server failed: {status} {}", answer.body));
    }
    let promised = operation.responses[status]["content"]
        .as_object()
        .ok_or(format!("{status} is not described"))?;
    let kind = answer.header("content-type");
    let schema = promised
        .get(kind)
        .ok_or(format!("{kind} is not described"))?;
    let value: Value = serde_json::from_str(&answer.body).map_err(|error| error.to_string())?;
    let schema = &schema["schema"];
    if operation.path.ends_with("openapi.json") {
        return Ok(value);
    }
    conforms(&value, schema, "answer")?;
    if !answer.status.is_success() {
        assert_eq!(kind, problem::MEDIA_TYPE);
        let sentence = value["detail"].as_str().unwrap_or_default();
        if sentence.is_empty() {
            return Err("says nothing".to_owned());
        }
    }
    Ok(value)
}

#[test]
fn every_answer_is_as_described() {
    let router = server("described");
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let seed = std::env::var(SEED)
        .ok()
        .and_then(|seed| seed.parse().ok())
        .unwrap_or_else(|| RandomState::new().hash_one(CASES));
    let mut bytes = [0; 32];
    bytes[..8].copy_from_slice(&u64::to_le_bytes(seed));
    let config = Config {
        failure_persistence: None,
        ..Config::with_cases(CASES)
    };
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &bytes);
    let mut runner = TestRunner::new_with_rng(config, rng);
    let values = prop::collection::vec((any::<Index>(), any::<u64>(), any::<bool>()), 0..6);
    let strategy = (
        select(operations()),
        values,
        any::<bool>(),
        0_u8..10,
        prop::collection::vec("[ -~]{0,40}", 0..3),
    );
    let outcome = runner.run(&strategy, |(operation, drawn, strict, flaw, queries)| {
        let mut query = query(&operation, &drawn);
        if strict && !operation.parameters.is_empty() && !query.contains("strict=") {
            query = format!("strict=1&{query}");
        }
        let body = body(&operation, queries, flaw);
        let answer = runtime.block_on(asked(&router, &operation, &query, body));
        let value = as_promised(&operation, &answer)
            .map_err(|fault| TestCaseError::fail(format!("{}?{query}: {fault}", operation.path)))?;
        let known = |field: &str| {
            let named = |one: &Value| one["name"] == field;
            field == "link"
                || field.starts_with("queries")
                || operation.parameters.iter().any(named)
        };
        for error in value["errors"].as_array().into_iter().flatten() {
            let field = error["field"].as_str().unwrap_or_default();
            prop_assert!(known(field), "{field} is no parameter: {query}");
        }
        prop_assert!(
            answer.status != 422 || value["errors"].is_array(),
            "{query}"
        );
        Ok(())
    });
    if let Err(fault) = outcome {
        panic!("{fault}\nAgain with: {SEED}={seed} cargo test -p headroom-server --test described");
    }
}

/// Questions in which parameters matter that elsewhere are not looked at.
const CONTEXTS: [&str; 4] = [
    "",
    "model=custom&layers=32&experts=8",
    "mode=train&method=lora",
    "gpu=apple-m3-ultra",
];

/// A number outside of its range is refused somewhere, by the name of its parameter.
#[tokio::test]
async fn numbers_outside_their_range_are_refused_by_name() {
    let router = server("described-ranges");
    let operation = { operations().into_iter() }
        .find(|operation| operation.path == "/api/v1/report")
        .unwrap();
    let mut looked_at = 0;
    for parameter in operation.parameters.iter().filter(|one| numeric(one)) {
        let name = parameter["name"].as_str().unwrap();
        let high = parameter["schema"]["maximum"].as_f64().unwrap();
        let mut refused = false;
        for context in CONTEXTS {
            let others = context
                .split('&')
                .filter(|pair| !pair.starts_with(&format!("{name}=")));
            let others: Vec<&str> = others.collect();
            let query = format!(
                "strict=1&{}&{name}={}",
                others.join("&"),
                high.floor() + 1.0
            );
            let answer = asked(&router, &operation, &query, Vec::new()).await;
            let value = as_promised(&operation, &answer).unwrap();
            let errors = value["errors"].as_array();
            refused |= errors.is_some_and(|errors| errors.iter().any(|one| one["field"] == name));
        }
        assert!(refused, "{name} takes more than it says");
        looked_at += 1;
    }
    assert!(looked_at > 40, "{looked_at}");
}
