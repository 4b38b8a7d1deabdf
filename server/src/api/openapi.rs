//! The description of the API (OpenAPI 3.1), generated from the types that are sent and the bounds
//! that are enforced.

use std::sync::OnceLock;

use headroom_core::claims::{Checked, LONGEST};
use headroom_core::codec::Ids;
use headroom_core::codec::MAX_QUERY_BYTES;
use headroom_core::compare::Comparison;
use headroom_core::engine::Engine;
use headroom_core::evaluate::Report;
use headroom_core::find::{self, MachinesFound, ModelsFound, Sort};
use headroom_core::import::Answer as Imported;
use headroom_core::model::quant::KvType;
use headroom_core::model::quant::Quant;
use headroom_core::scenario::keys::{self, Key, Takes};
use headroom_core::upgrade::Upgrade;
use schemars::generate::{SchemaGenerator, SchemaSettings};
use serde_json::{Map, Value, json};

use super::STRICT;
use super::batch::{Batch, LARGEST, MOST};
use super::import;
use super::problem::{self, Kind, MEDIA_TYPE, Problem};

/// The document.
#[must_use]
pub fn document() -> &'static Value {
    static DOCUMENT: OnceLock<Value> = OnceLock::new();
    DOCUMENT.get_or_init(write)
}

fn write() -> Value {
    let settings = SchemaSettings::draft2020_12()
        .for_serialize()
        .with(|settings| {
            settings.meta_schema = None;
            settings.definitions_path = "/components/schemas".into();
        });
    let mut generator = settings.into_generator();
    let paths = paths(&mut generator);
    let schemas = generator.take_definitions(true);
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Headroom",
            "version": "1",
            "summary": "Which AI models run on which hardware, what that draws and what it costs",
            "description": "Units are in the names of the fields. Fields may be added; those that are \
                            here keep their meaning. The page /api says more.",
            "license": { "name": "MIT OR Apache-2.0", "identifier": "MIT OR Apache-2.0" }
        },
        "paths": paths,
        "components": { "schemas": schemas }
    })
}

fn paths(generator: &mut SchemaGenerator) -> Value {
    let report = generator.subschema_for::<Report>();
    let batch = generator.subschema_for::<Batch>();
    let comparison = generator.subschema_for::<Comparison>();
    let plan = generator.subschema_for::<Upgrade>();
    let models = generator.subschema_for::<ModelsFound>();
    let machines = generator.subschema_for::<MachinesFound>();
    let claim = generator.subschema_for::<Checked>();
    let imported = generator.subschema_for::<Imported>();
    let ids = generator.subschema_for::<Ids>();
    let problem = generator.subschema_for::<Problem>();
    let fails = |kinds: &[Kind]| -> Map<String, Value> {
        kinds
            .iter()
            .map(|kind| {
                let answer = json!({
                    "description": kind.title,
                    "content": { MEDIA_TYPE: { "schema": problem } }
                });
                (kind.status.as_u16().to_string(), answer)
            })
            .collect()
    };
    let answers = |what: &str, schema: Value, kinds: &[Kind]| {
        let mut answers = fails(kinds);
        answers.extend(fails(&[problem::FAILED, problem::BUSY]));
        let found = json!({
            "description": what,
            "content": { "application/json": { "schema": schema } }
        });
        answers.insert("200".to_owned(), found);
        answers
    };
    json!({
        "/api/v1/report": { "get": {
            "operationId": "report",
            "summary": "The report on one build",
            "description": format!(
                "A query of at most {MAX_QUERY_BYTES} bytes. What cannot be used as it was given is named in \
                 `notices`, and the nearest value that can is taken."
            ),
            "parameters": query(),
            "responses": answers("The report", json!(report), &[problem::TOO_LONG, problem::INVALID])
        }},
        "/api/v1/reports": { "post": {
            "operationId": "reports",
            "summary": "The reports on many builds, in their order",
            "description": format!("At most {MOST} queries in at most {LARGEST} bytes."),
            "requestBody": {
                "required": true,
                "content": { "application/json": {
                    "schema": batch,
                    "example": { "queries": ["n=4&model=llama-3.1-405b&w=f16", "gpu=rtx-4090*2"] }
                }}
            },
            "responses": answers(
                "The reports",
                json!({ "type": "array", "items": report, "maxItems": MOST }),
                &[problem::MALFORMED, problem::TOO_LARGE, problem::MEDIA, problem::INVALID]
            )
        }},
        "/api/v1/compare": { "get": {
            "operationId": "compare",
            "summary": "Two to four builds side by side",
            "parameters": [{
                "name": "b", "in": "query", "required": true, "explode": true,
                "description": "The whole query of a build, percent-encoded, or the id of a known build; once for each build.",
                "schema": { "type": "array", "items": { "type": "string" }, "maxItems": 4 }
            }],
            "responses": answers("The comparison", json!(comparison), &[problem::TOO_LONG])
        }},
        "/api/v1/upgrade": { "get": {
            "operationId": "upgrade",
            "summary": "A build that is bought in steps",
            "description": "Beside `step`, every parameter of /api/v1/report describes the first build.",
            "parameters": [{
                "name": "step", "in": "query", "explode": true,
                "description": "<month>~<key>~<value>[~<key>~<value>…]; the key `price` says what the step costs, in the currency of the build (`currency`, usd where absent).",
                "schema": { "type": "array", "items": { "type": "string" }, "maxItems": 24 }
            }],
            "responses": answers("The plan", json!(plan), &[problem::TOO_LONG])
        }},
        "/api/v1/find/models": { "get": {
            "operationId": "findModels",
            "summary": "Every model on one machine, in the best format that runs",
            "description": "Beside these, every parameter of /api/v1/report that describes a machine or how it is \
                            asked: `gpu`, `n`, `ram`, `mem`, `ctx`, `users`, `rate`, `engine` and so on.",
            "parameters": finding(),
            "responses": answers("What runs", json!(models), &[problem::TOO_LONG])
        }},
        "/api/v1/find/machines": { "get": {
            "operationId": "findMachines",
            "summary": "Every machine for one job: what keeps to the limits, and of it what nothing beats",
            "description": "Beside these, every parameter of /api/v1/report that describes a job: `model`, `ctx`, `users`, \
                            `rate`, `w`, `engine`, `mode=train` and so on. `circuit` has to carry the machine where it is \
                            named, and `condition` says whether cards are new or used.",
            "parameters": limits(),
            "responses": answers("What does it", json!(machines), &[problem::TOO_LONG])
        }},
        "/api/v1/claims": { "get": {
            "operationId": "claims",
            "summary": "Whether a claim in words is true",
            "description": "One word that is not understood, and there is no verdict.",
            "parameters": [{
                "name": "text", "in": "query", "required": true,
                "description": format!("The claim, as 70B Q4 on 2x 3090 at 32k; at most {LONGEST} characters are read."),
                "schema": { "type": "string" }
            }],
            "responses": answers("What comes of it", json!(claim), &[problem::TOO_LONG, problem::INVALID])
        }},
        "/api/v1/import": { "post": {
            "operationId": "import",
            "summary": "A model from its configuration or the header of its file",
            "description": format!(
                "The body is config.json, or a .gguf from its start as far as its header goes; at most {} bytes. What cannot be \
                 counted is refused in one sentence, in `refused`. Beside `{}`, every parameter of /api/v1/report describes the \
                 build that the model is put into.",
                import::LARGEST,
                import::NAME
            ),
            "parameters": [{
                "name": import::NAME, "in": "query",
                "description": "What the model is called, as owner/name.",
                "schema": { "type": "string" }
            }],
            "requestBody": {
                "required": true,
                "content": {
                    "application/json": { "schema": { "type": "object" } },
                    "application/octet-stream": {}
                }
            },
            "responses": answers(
                "The query, or why there is none",
                json!(imported),
                &[problem::TOO_LONG, problem::MALFORMED, problem::TOO_LARGE]
            )
        }},
        "/api/v1/catalog": { "get": {
            "operationId": "catalog",
            "summary": "The ids that queries may use",
            "responses": answers("The ids", json!(ids), &[])
        }},
        "/api/v1/openapi.json": { "get": {
            "operationId": "openapi",
            "summary": "This document",
            "responses": answers("The document", json!({ "type": "object" }), &[])
        }}
    })
}

/// The parameters of the query.
pub(crate) fn query() -> Vec<Value> {
    let strict = json!({
        "name": STRICT,
        "in": "query",
        "description": "1 answers 422 where there would be notices.",
        "schema": { "type": "string", "enum": ["0", "1"], "default": "0" }
    });
    keys::all().map(parameter).chain([strict]).collect()
}

/// The parameters that say which models are looked for.
pub(crate) fn finding() -> Vec<Value> {
    let words = |name: &str, description: &str, schema: Value| json!({ "name": name, "in": "query", "description": description, "schema": schema });
    let text = || json!({ "type": "string" });
    let whole =
        |least: u32, most: u32| json!({ "type": "integer", "minimum": least, "maximum": most });
    let ids = |ids: &[&str]| json!({ "type": "string", "enum": ids });
    vec![
        words(
            "machine",
            "The machine by name, in place of `gpu` and `n`: 2 x RTX 3090, MacBook Pro M4 Max 64GB, the id of a known build.",
            text(),
        ),
        words(
            "least",
            "Fewest bits a weight that count as running. Absent, 4.",
            whole(1, 16),
        ),
        words("q", "Words that the name holds.", text()),
        words("vendor", "Who publishes it.", text()),
        words("licence", "Its licence.", text()),
        words(
            "kind",
            "What kind of model it is.",
            ids(&find::Kind::ALL.map(find::Kind::id)),
        ),
        words(
            "since",
            "Published in this month or later, YYYY-MM.",
            text(),
        ),
        words(
            "over",
            "At least so many billion parameters.",
            whole(0, 10_000),
        ),
        words(
            "under",
            "At most so many billion parameters.",
            whole(1, 10_000),
        ),
        words(
            "sort",
            "What rows are sorted by, within how well they run. Absent, size.",
            ids(&Sort::ALL.map(Sort::id)),
        ),
        words("dir", "asc or desc.", ids(&["asc", "desc"])),
    ]
}

/// The parameters that say what a machine must keep to.
pub(crate) fn limits() -> Vec<Value> {
    let whole = |name: &str, description: &str, (least, most): (u32, u32)| {
        json!({
            "name": name, "in": "query", "description": description,
            "schema": { "type": "integer", "minimum": least, "maximum": most }
        })
    };
    let mut limits = vec![
        whole(
            "budget",
            "Most that it costs, in USD, or in the currency that `currency` names.",
            (100, 10_000_000),
        ),
        whole(
            "watts",
            "Most that it draws at the wall, in W.",
            (20, 100_000),
        ),
        whole("cards", "Most cards.", (1, 8)),
        whole(
            "first",
            "Longest wait for the first token, in s.",
            (1, 86_400),
        ),
        whole(
            "within",
            "Longest time of a training run, in h.",
            (1, 87_600),
        ),
        whole("least", "Fewest bits a weight. Absent, 4.", (1, 16)),
    ];
    for (name, description, ids) in [
        (
            "maker",
            "Who makes the cards.",
            &["nvidia", "amd", "apple", "intel"][..],
        ),
        ("rented", "1 asks for rented machines too.", &["1"][..]),
    ] {
        let schema = json!({ "type": "string", "enum": ids });
        limits.push(
            json!({ "name": name, "in": "query", "description": description, "schema": schema }),
        );
    }
    limits
}

fn parameter(key: &Key) -> Value {
    let (unit, words) = match key.takes {
        Takes::Whole(bound) => (bound.unit, bound.words),
        Takes::Amount(amount) => (amount.unit, ""),
        Takes::Word(word) => ("", word.words),
    };
    let mut description = key.help.to_owned();
    if !unit.is_empty() {
        description = format!("{description} In {unit}.");
    }
    if !words.is_empty() {
        description = format!("{description} {}.", capital(words));
    }
    json!({
        "name": key.name(),
        "in": "query",
        "description": description,
        "schema": schema(key)
    })
}

fn schema(key: &Key) -> Value {
    match key.takes {
        Takes::Whole(bound) => {
            let number = json!({
                "type": "integer",
                "minimum": bound.min,
                "maximum": bound.max,
                "default": bound.default
            });
            if bound.words.is_empty() {
                number
            } else {
                json!({ "anyOf": [number, { "type": "string" }] })
            }
        }
        Takes::Amount(amount) => {
            let one = 10_i64.pow(amount.decimals) as f64;
            let mut number = json!({
                "type": "number",
                "minimum": amount.min as f64 / one,
                "maximum": amount.max as f64 / one
            });
            if let Some(default) = amount.default {
                number["default"] = json!(default as f64 / one);
            }
            number
        }
        Takes::Word(word) => {
            let ids: Vec<&str> = match word.key {
                "w" => Quant::ALL.iter().map(|quant| quant.id()).collect(),
                "kv" => KvType::ALL.iter().map(|kv| kv.id()).collect(),
                "engine" => Engine::ALL.iter().map(|engine| engine.id()).collect(),
                _ => return json!({ "type": "string" }),
            };
            json!({ "type": "string", "enum": ids })
        }
    }
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    })
}
