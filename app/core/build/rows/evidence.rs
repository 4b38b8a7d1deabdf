//! Rows about what was measured and published.

use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Measured {
    pub(crate) id: String,
    pub(crate) kind: String,
    pub(crate) gpus: String,
    pub(crate) model: String,
    pub(crate) format: String,
    pub(crate) engine: String,
    pub(crate) setting: String,
    pub(crate) metric: Option<Metric>,
    pub(crate) value: Option<String>,
    pub(crate) query: Option<String>,
    #[serde(default)]
    pub(crate) full: bool,
    #[serde(default)]
    pub(crate) cached: u32,
    pub(crate) unmapped: Option<String>,
    pub(crate) source: String,
    pub(crate) date: String,
    #[serde(default)]
    pub(crate) note: String,
}

/// What a measured value is.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Metric {
    Stream,
    Total,
    Served,
    Tpot,
    Prefill,
    Ttft,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Size {
    pub(crate) id: String,
    pub(crate) model: Option<String>,
    pub(crate) name: String,
    pub(crate) quant: String,
    pub(crate) kind: FileKind,
    pub(crate) size: String,
    pub(crate) half_width: Option<String>,
    pub(crate) bits_per_weight: Option<String>,
    #[serde(default)]
    pub(crate) covers: Covers,
    #[serde(default)]
    pub(crate) source: String,
    #[serde(default)]
    pub(crate) as_of: String,
    #[serde(default)]
    pub(crate) note: String,
}

#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum FileKind {
    Safetensors,
    Gguf,
}

#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Covers {
    #[default]
    File,
    Tensors,
}

/// A measured training run.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Run {
    pub(crate) id: String,
    pub(crate) model: String,
    pub(crate) gpu: String,
    pub(crate) engine: String,
    pub(crate) method: String,
    pub(crate) measures: RunMeasures,
    pub(crate) stated: String,
    #[serde(default)]
    pub(crate) query: String,
    #[serde(default)]
    pub(crate) unmapped: String,
    #[serde(default)]
    pub(crate) shape: RunShape,
    pub(crate) scope: Option<RunScope>,
    #[serde(default)]
    pub(crate) value: u64,
    #[serde(default)]
    pub(crate) note: String,
    pub(crate) source: String,
    pub(crate) date: String,
    pub(crate) as_of: String,
}

#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub(crate) enum RunMeasures {
    Memory,
    Speed,
}

#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub(crate) enum RunScope {
    Gpu,
    Allocator,
    Active,
}

#[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub(crate) enum RunShape {
    #[default]
    AsDescribed,
    Plain,
    Parallel,
}
