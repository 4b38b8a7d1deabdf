//! `/api/v1`: the same answers as the pages, as JSON. The command line prints these very bytes.

use axum::extract::RawQuery;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use headroom_core::catalog::Catalog;
use headroom_core::catalog::market::Term;
use headroom_core::engine::Engine;
use headroom_core::quant::Quant;
use headroom_core::scenario::KvType;
use serde::Serialize;

use crate::question::{Question, TooLong};

/// The report on one question, one line of JSON.
///
/// # Errors
/// If the query is too long to be read.
pub fn report_json(address: &str) -> Result<String, TooLong> {
    Question::of_address(address).map(|question| answer(&question))
}

/// The ids that questions may use, one line of JSON.
#[must_use]
pub fn catalog_json() -> String {
    let catalog = Catalog::builtin();
    line(&Ids {
        catalog: catalog.date,
        gpus: catalog
            .gpus
            .iter()
            .map(|gpu| Named::new(gpu.id, gpu.name))
            .collect(),
        models: catalog
            .models
            .iter()
            .map(|model| Named::new(model.id, model.name))
            .collect(),
        quantisations: Quant::ALL
            .iter()
            .map(|quant| Named::new(quant.id(), quant.name()))
            .collect(),
        kv_types: KvType::ALL.iter().map(|kv| Id { id: kv.id() }).collect(),
        engines: Engine::ALL
            .iter()
            .map(|engine| Named::new(engine.id(), engine.name()))
            .collect(),
        parts: catalog
            .parts
            .iter()
            .map(|part| PartId {
                id: part.id,
                kind: part.kind().id(),
                name: part.name,
            })
            .collect(),
        offers: catalog
            .offers
            .iter()
            .map(|offer| OfferId {
                id: offer.id(),
                provider: offer.provider.name,
                gpu: offer.gpu.id,
                gpus: offer.gpus,
                term: offer.term,
                date: offer.date,
            })
            .collect(),
        circuits: catalog
            .power
            .circuits
            .iter()
            .map(|circuit| Named::new(circuit.id, circuit.receptacle))
            .collect(),
        regions: catalog
            .power
            .regions
            .iter()
            .map(|region| Named::new(region.id, region.name))
            .collect(),
    })
}

/// `GET /api/v1/report?<query>`.
pub async fn report(RawQuery(query): RawQuery) -> Response {
    match Question::new(query.as_deref().unwrap_or_default()) {
        Ok(question) => json(StatusCode::OK, answer(&question)),
        Err(refusal) => json(
            StatusCode::URI_TOO_LONG,
            line(&Refusal {
                error: refusal.to_string(),
            }),
        ),
    }
}

/// `GET /api/v1/catalog`.
pub async fn catalog() -> Response {
    json(StatusCode::OK, catalog_json())
}

/// Anything else under `/api`.
pub async fn missing() -> Response {
    let error = "There is /api/v1/report and /api/v1/catalog.".to_owned();
    json(StatusCode::NOT_FOUND, line(&Refusal { error }))
}

#[derive(Serialize)]
struct Ids {
    catalog: &'static str,
    gpus: Vec<Named>,
    models: Vec<Named>,
    quantisations: Vec<Named>,
    kv_types: Vec<Id>,
    engines: Vec<Named>,
    parts: Vec<PartId>,
    offers: Vec<OfferId>,
    circuits: Vec<Named>,
    regions: Vec<Named>,
}

#[derive(Serialize)]
struct PartId {
    id: &'static str,
    kind: &'static str,
    name: &'static str,
}

#[derive(Serialize)]
struct OfferId {
    id: String,
    provider: &'static str,
    gpu: &'static str,
    gpus: u8,
    term: Term,
    date: &'static str,
}

#[derive(Serialize)]
struct Named {
    id: &'static str,
    name: &'static str,
}

/// What has no name beside its id.
#[derive(Serialize)]
struct Id {
    id: &'static str,
}

impl Named {
    fn new(id: &'static str, name: &'static str) -> Self {
        Self { id, name }
    }
}

#[derive(Serialize)]
struct Refusal {
    error: String,
}

fn answer(question: &Question) -> String {
    line(&headroom_core::evaluate::report(
        &question.query,
        Catalog::builtin(),
    ))
}

/// A value as JSON with a line end, so that a terminal's prompt starts on a line of its own.
fn line(value: &impl Serialize) -> String {
    let mut text = serde_json::to_string(value).unwrap_or_else(|error| {
        format!("{{\"error\":\"the answer cannot be written as JSON: {error}\"}}")
    });
    text.push('\n');
    text
}

fn json(status: StatusCode, body: String) -> Response {
    (status, [(header::CONTENT_TYPE, "application/json")], body).into_response()
}
