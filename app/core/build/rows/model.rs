//! Rows about models.

use serde::Deserialize;

#[derive(Deserialize)]
#[cfg_attr(row_schema, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(crate) struct Model {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) family: String,
    pub(crate) vendor: String,
    pub(crate) hf_repo: String,
    pub(crate) released: String,
    pub(crate) licence: String,
    pub(crate) modality: String,
    pub(crate) native: Native,
    #[serde(default)]
    pub(crate) reasoning: bool,
    pub(crate) params: Params,
    pub(crate) arch: Arch,
    #[serde(default)]
    pub(crate) aliases: Vec<String>,
    #[serde(default)]
    pub(crate) sources: Vec<String>,
    #[serde(default)]
    pub(crate) as_of: String,
    #[serde(default)]
    pub(crate) note: String,
}

#[derive(Clone, Copy, Debug, Deserialize)]
#[cfg_attr(row_schema, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub(crate) enum Native {
    F16,
    Bf16,
    Fp8Block,
    Mxfp4Experts,
    Int4Experts,
    Fp4Experts,
}

#[derive(Deserialize)]
#[cfg_attr(row_schema, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(crate) struct Params {
    pub(crate) total: u64,
    pub(crate) text: Option<u64>,
    #[serde(default)]
    pub(crate) vision: u64,
    #[serde(default)]
    pub(crate) mtp: u64,
    #[serde(default)]
    pub(crate) mtp_layers: u32,
    #[serde(default)]
    pub(crate) stored_duplicate: u64,
    pub(crate) active_published: Option<u64>,
    pub(crate) embedding: u64,
    #[serde(default)]
    pub(crate) routed_experts: u64,
}

#[derive(Deserialize)]
#[cfg_attr(row_schema, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(crate) struct Arch {
    pub(crate) layers: String,
    pub(crate) mlp: String,
    pub(crate) hidden_size: u32,
    #[serde(default)]
    pub(crate) intermediate_size: u32,
    #[serde(default)]
    pub(crate) intermediate_per_layer: String,
    pub(crate) heads: u32,
    pub(crate) kv_heads: u32,
    pub(crate) head_dim: u32,
    pub(crate) v_head_dim: Option<u32>,
    pub(crate) vocab_size: u32,
    pub(crate) tied: bool,
    #[serde(default)]
    pub(crate) head_bias: bool,
    pub(crate) max_context: u32,
    #[serde(default = "yes")]
    pub(crate) mlp_gated: bool,
    #[serde(default)]
    pub(crate) fused: bool,
    pub(crate) norms: Norms,
    #[serde(default)]
    pub(crate) extra: Vec<Extra>,
    #[serde(default)]
    pub(crate) attention: Attention,
    pub(crate) moe: Option<Moe>,
    pub(crate) linear: Option<Linear>,
}

fn yes() -> bool {
    true
}

#[derive(Deserialize)]
#[cfg_attr(row_schema, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(crate) struct Norms {
    pub(crate) per_layer: u32,
    #[serde(default)]
    pub(crate) bias: bool,
}

#[derive(Deserialize)]
#[cfg_attr(row_schema, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(crate) struct Extra {
    pub(crate) name: String,
    pub(crate) params: u64,
}

#[derive(Default, Deserialize)]
#[cfg_attr(row_schema, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(crate) struct Attention {
    #[serde(default)]
    pub(crate) bias: AttnBias,
    #[serde(default)]
    pub(crate) qk_norm: QkNorm,
    #[serde(default)]
    pub(crate) output_gate: OutputGate,
    #[serde(default)]
    pub(crate) sinks: Sinks,
    pub(crate) sliding_window: Option<u32>,
    pub(crate) chunk_size: Option<u32>,
    pub(crate) mla: Option<Mla>,
    pub(crate) indexer: Option<Indexer>,
    pub(crate) compressed: Option<Compressed>,
    #[serde(default)]
    pub(crate) overrides: Vec<HeadOverride>,
    #[serde(default)]
    pub(crate) kv_shared_layers: u32,
}

#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[cfg_attr(row_schema, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub(crate) enum AttnBias {
    #[default]
    None,
    Qkv,
    Qkvo,
}

#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[cfg_attr(row_schema, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub(crate) enum QkNorm {
    #[default]
    None,
    Head,
    Full,
}

#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[cfg_attr(row_schema, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub(crate) enum OutputGate {
    #[default]
    None,
    Elementwise,
    PerHead,
}

#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[cfg_attr(row_schema, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub(crate) enum Sinks {
    #[default]
    None,
    All,
    Sliding,
}

#[derive(Debug, Deserialize)]
#[cfg_attr(row_schema, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "some fields are written out through Debug alone")]
pub(crate) struct Mla {
    kv_lora_rank: u32,
    q_lora_rank: Option<u32>,
    pub(crate) qk_nope_head_dim: u32,
    pub(crate) qk_rope_head_dim: u32,
    pub(crate) v_head_dim: u32,
}

#[derive(Deserialize)]
#[cfg_attr(row_schema, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(crate) struct Indexer {
    pub(crate) kind: IndexerKind,
    pub(crate) heads: u32,
    pub(crate) head_dim: u32,
    pub(crate) selects: u32,
    #[serde(default)]
    pub(crate) layers: String,
}

#[derive(Clone, Copy, Debug, Deserialize)]
#[cfg_attr(row_schema, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub(crate) enum IndexerKind {
    Dsa,
    Gqa,
}

#[derive(Debug, Deserialize)]
#[cfg_attr(row_schema, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "some fields are written out through Debug alone")]
pub(crate) struct Compressed {
    q_lora_rank: u32,
    o_groups: u32,
    o_lora_rank: u32,
    qk_rope_head_dim: u32,
    index_n_heads: u32,
    index_head_dim: u32,
    index_selects: u32,
    pub(crate) ratio_x: u32,
    pub(crate) ratio_h: u32,
}

#[derive(Debug, Deserialize)]
#[cfg_attr(row_schema, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(crate) struct HeadOverride {
    pub(crate) layer: char,
    pub(crate) heads: Option<u32>,
    pub(crate) kv_heads: Option<u32>,
    #[expect(dead_code, reason = "written out through Debug")]
    head_dim: Option<u32>,
    #[expect(dead_code, reason = "written out through Debug")]
    v_head_dim: Option<u32>,
    #[serde(default)]
    #[expect(dead_code, reason = "written out through Debug")]
    k_eq_v: bool,
}

#[derive(Debug, Deserialize)]
#[cfg_attr(row_schema, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(crate) struct Moe {
    pub(crate) experts: u32,
    pub(crate) active: u32,
    pub(crate) intermediate_size: u32,
    #[serde(default)]
    pub(crate) shared: u32,
    #[serde(default)]
    pub(crate) shared_intermediate_size: u32,
    #[serde(default)]
    #[expect(dead_code, reason = "written out through Debug")]
    router_bias: bool,
    #[serde(default)]
    #[expect(dead_code, reason = "written out through Debug")]
    shared_gate: bool,
    #[serde(default)]
    pub(crate) expert_bias: bool,
    pub(crate) latent_size: Option<u32>,
    #[serde(default)]
    #[expect(dead_code, reason = "written out through Debug")]
    latent_norm: bool,
    #[serde(default)]
    #[expect(dead_code, reason = "written out through Debug")]
    parallel_dense: bool,
}

#[derive(Deserialize)]
#[cfg_attr(row_schema, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(crate) struct Linear {
    pub(crate) kind: LinearKind,
    pub(crate) conv_kernel: u32,
    pub(crate) state_elements: u64,
    pub(crate) conv_state_elements: u64,
}

#[derive(Debug, Deserialize)]
#[cfg_attr(row_schema, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
#[expect(dead_code, reason = "some fields are written out through Debug alone")]
pub(crate) enum LinearKind {
    #[serde(rename = "gated_deltanet")]
    GatedDeltaNet {
        k_heads: u32,
        k_head_dim: u32,
        v_heads: u32,
        v_head_dim: u32,
    },
    Kda {
        k_heads: u32,
        k_head_dim: u32,
        v_heads: u32,
        v_head_dim: u32,
        full_rank_gate: bool,
    },
    Mamba1 {
        expand: u32,
        state_size: u32,
        dt_rank: u32,
        conv_bias: bool,
        inner_norms: bool,
    },
    Mamba2 {
        heads: u32,
        head_dim: u32,
        groups: u32,
        state_size: u32,
        conv_bias: bool,
    },
    ShortConv,
    Lightning {
        heads: u32,
        head_dim: u32,
        qk_norm: bool,
    },
}
