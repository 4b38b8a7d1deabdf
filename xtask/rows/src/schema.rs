//! What rows may hold, as JSON schemas, which editors understand for TOML too.

use schemars::{Schema, schema_for};

use crate::compile::{Gpu, Model};

/// The files of `catalog/schema`, by name.
#[must_use]
pub fn schemas() -> [(&'static str, Schema); 2] {
    [
        ("gpus.json", schema_for!(GpuFile)),
        ("models.json", schema_for!(ModelFile)),
    ]
}

/// The file `gpus.toml`, or a few rows for it.
#[derive(schemars::JsonSchema)]
#[expect(dead_code, reason = "only its shape is asked for")]
struct GpuFile {
    /// Graphics cards, accelerators and machines with unified memory.
    gpu: Vec<Gpu>,
}

/// The file `models.toml`, or a few rows for it.
#[derive(schemars::JsonSchema)]
#[expect(dead_code, reason = "only its shape is asked for")]
struct ModelFile {
    /// Open-weight models.
    model: Vec<Model>,
}
