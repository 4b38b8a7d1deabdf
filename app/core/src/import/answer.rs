//! What comes of an import, as the API and the browser pass it on.

use serde::Serialize;

use super::found::{File, Imported};
use super::reading::read;
use crate::catalog::Catalog;
use crate::codec::{self, Query};
use crate::scenario::keys::{self, ALSO, ENGINE, FILE, Group, WEIGHTS};

/// What files were found to describe, or why nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(rename = "Import")
)]
pub struct Answer {
    /// The query of the build with this model in it; empty where there is none.
    pub query: String,
    /// The same as an address of the configurator, from its path on.
    pub url: String,
    /// What the model is called.
    pub model: String,
    /// The row of the catalogue that has the same architecture.
    pub listed: Option<String>,
    /// Parameters of the text model.
    pub params: u64,
    /// Parameters of vision and audio towers.
    pub vision_params: u64,
    /// Bytes of the text model's weights, where a header or an index says them.
    pub weights_bytes: Option<u64>,
    /// What a person should know, field by field.
    pub notes: Vec<String>,
    /// Why there is no model, in one sentence.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refused: Option<String>,
    /// Whether more of the file may hold what is missing: only its beginning was given.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub wants_more: bool,
}

impl Answer {
    /// Reads files that belong together, and puts their model into a build. `name` is what the model is called, where
    /// somebody said so.
    #[must_use]
    pub fn to(files: &[File<'_>], name: &str, build: &str, catalog: &Catalog) -> Self {
        match read(files, name, catalog) {
            Ok(found) => Self::found(found, build, catalog),
            Err(refusal) => Self {
                refused: Some(refusal.to_string()),
                wants_more: refusal.wants_more(),
                ..Self::default()
            },
        }
    }

    fn found(found: Imported, build: &str, catalog: &Catalog) -> Self {
        let query = onto(build, &found.query, catalog);
        Self {
            url: match query.as_str() {
                "" => "/".to_owned(),
                query => format!("/?{query}"),
            },
            query,
            model: found.model,
            listed: found.listed.map(str::to_owned),
            params: found.params,
            vision_params: found.vision_params,
            weights_bytes: found.bytes,
            notes: found.notes,
            refused: None,
            wants_more: false,
        }
    }
}

/// A build with another model in place of its own; its engine is left to the format.
fn onto(build: &str, model: &str, catalog: &Catalog) -> String {
    let mut query = Query::parse(build);
    let own = keys::of(Group::Model).map(keys::Key::name);
    for key in own.chain([WEIGHTS.key, FILE.key, ENGINE.key]) {
        if key != ALSO.key {
            query.remove(key);
        }
    }
    for (key, value) in Query::parse(model).pairs() {
        query.set(key, value);
    }
    codec::encode(&codec::decode_query(&query, catalog).scenario)
}
