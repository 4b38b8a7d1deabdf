//! The ids that questions may use.

use crate::catalog::Catalog;
use crate::catalog::market::Term;
use crate::engine::Engine;
use crate::model::quant::{KvType, Quant};
use serde::Serialize;

/// The ids that questions may use, with names.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Ids {
    /// Date of the catalogue.
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
    currencies: Vec<Named>,
}

/// A part of the bill.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct PartId {
    id: &'static str,
    kind: &'static str,
    name: &'static str,
}

/// A machine that can be rented.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct OfferId {
    id: String,
    provider: &'static str,
    gpu: &'static str,
    gpus: u8,
    term: Term,
    date: &'static str,
}

/// An id and what it stands for.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct Named {
    id: &'static str,
    name: &'static str,
}

/// What has no name beside its id.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct Id {
    id: &'static str,
}

impl Named {
    fn new(id: &'static str, name: &'static str) -> Self {
        Self { id, name }
    }
}

impl Ids {
    /// Those of an edition.
    #[must_use]
    pub fn of(catalog: &Catalog) -> Self {
        Self {
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
            currencies: { catalog.currencies.iter() }
                .map(|row| Named::new(row.currency.id, row.name))
                .collect(),
        }
    }
}
