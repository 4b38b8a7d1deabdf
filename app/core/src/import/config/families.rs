//! The families by name: what the code of each type fixes.

use super::family::{Bias, Family, Normed, Special, Window};
use super::usual::{COHERE, DEEPSEEK, GEMMA, LLAMA, MISTRAL, QWEN2, QWEN3, QWEN3_5};

/// The families by the types that they go by, those of their parts about text among them.
const FAMILIES: [(&[&str], Family); 51] = [
    (
        &[
            "llama",
            "granite",
            "granitemoe",
            "granitemoeshared",
            "internlm3",
            "iquestcoder",
        ],
        LLAMA,
    ),
    (
        &["smollm3"],
        Family {
            tied: true,
            ..LLAMA
        },
    ),
    (&["mistral", "ministral", "mixtral"], MISTRAL),
    (
        &["ministral3"],
        Family {
            head_dim: 128,
            ..MISTRAL
        },
    ),
    (
        &["mistral4", "mistral_small_4"],
        Family {
            special: Special::Latent,
            ..LLAMA
        },
    ),
    (
        &["arcee"],
        Family {
            gated: false,
            ..LLAMA
        },
    ),
    (
        &["seed_oss"],
        Family {
            bias: Bias::Inner("attention_bias", true),
            head_dim: 128,
            ..LLAMA
        },
    ),
    (
        &[
            "qwen2",
            "qwen2_vl_text",
            "qwen2_5_vl_text",
            "qwen2_vl",
            "mimo",
            "qwen2_5_vl",
        ],
        QWEN2,
    ),
    (
        &["qwen2_moe"],
        Family {
            bias: Bias::Inner("qkv_bias", true),
            shared_gate: true,
            ..QWEN2
        },
    ),
    (&["qwen3", "qwen3_vl_text"], QWEN3),
    (
        &["qwen3_moe", "qwen3_vl_moe_text"],
        Family {
            head_dim: 0,
            ..QWEN3
        },
    ),
    (
        &[
            "qwen3_next",
            "qwen3_5_text",
            "qwen3_5_moe_text",
            "qwen3_5",
            "qwen3_5_moe",
        ],
        QWEN3_5,
    ),
    (&["gemma"], GEMMA),
    (
        &["gemma2"],
        Family {
            norms: 4,
            window: Window::But("sliding_window_pattern", 2),
            ..GEMMA
        },
    ),
    (
        &["gemma3_text", "gemma3"],
        Family {
            norms: 4,
            normed: Normed::Head,
            window: Window::But("sliding_window_pattern", 6),
            usual: &[
                ("vocab_size", 262_208),
                ("num_attention_heads", 8),
                ("num_key_value_heads", 4),
                ("max_position_embeddings", 131_072),
            ],
            ..GEMMA
        },
    ),
    (
        &["gemma4_text", "gemma4"],
        Family {
            special: Special::Gemma4,
            norms: 4,
            normed: Normed::Head,
            window: Window::But("sliding_window_pattern", 6),
            ..GEMMA
        },
    ),
    (
        &["phi3"],
        Family {
            bias: Bias::None,
            fused: true,
            window: Window::All,
            ..LLAMA
        },
    ),
    (
        &["phimoe"],
        Family {
            norm_bias: true,
            head_bias: true,
            window: Window::All,
            ..LLAMA
        },
    ),
    (
        &["cohere"],
        Family {
            normed: Normed::FullIf("use_qk_norm"),
            ..COHERE
        },
    ),
    (
        &["cohere2"],
        Family {
            window: Window::But("sliding_window_pattern", 4),
            ..COHERE
        },
    ),
    (
        &["glm"],
        Family {
            bias: Bias::Inner("attention_bias", true),
            head_dim: 128,
            ..LLAMA
        },
    ),
    (
        &["glm4"],
        Family {
            norms: 4,
            bias: Bias::Inner("attention_bias", true),
            head_dim: 128,
            ..LLAMA
        },
    ),
    (
        &["glm4_moe", "glm4v_moe_text"],
        Family {
            bias: Bias::Inner("attention_bias", false),
            normed: Normed::HeadIf("use_qk_norm"),
            router_bias: true,
            ..LLAMA
        },
    ),
    (
        &["solar_open"],
        Family {
            bias: Bias::Inner("attention_bias", false),
            normed: Normed::HeadIf("use_qk_norm"),
            router_bias: true,
            head_dim: 128,
            ..LLAMA
        },
    ),
    (
        &["dots1"],
        Family {
            normed: Normed::Head,
            router_bias: true,
            window: Window::Above,
            ..LLAMA
        },
    ),
    (
        &["deepseek_v2"],
        Family {
            router_bias: false,
            ..DEEPSEEK
        },
    ),
    (
        &[
            "deepseek_v3",
            "deepseek_v32",
            "kimi_k2",
            "glm4_moe_lite",
            "glm_moe_dsa",
        ],
        DEEPSEEK,
    ),
    (
        &["deepseek_v4", "deepseek_ref"],
        Family {
            special: Special::Compressed,
            window: Window::Own,
            ..LLAMA
        },
    ),
    (
        &["kimi_linear"],
        Family {
            special: Special::KimiLinear,
            window: Window::Own,
            ..DEEPSEEK
        },
    ),
    (
        &["gpt_oss"],
        Family {
            bias: Bias::All("attention_bias", true),
            router_bias: true,
            head_dim: 64,
            window: Window::But("sliding_window_pattern", 2),
            ..LLAMA
        },
    ),
    (
        &["olmo2"],
        Family {
            normed: Normed::Full,
            ..LLAMA
        },
    ),
    (
        &["olmo3"],
        Family {
            normed: Normed::Full,
            window: Window::But("sliding_window_pattern", 4),
            ..LLAMA
        },
    ),
    (
        &["olmoe"],
        Family {
            normed: Normed::Full,
            ..LLAMA
        },
    ),
    (
        &["exaone4"],
        Family {
            bias: Bias::None,
            normed: Normed::Head,
            window: Window::But("sliding_window_pattern", 4),
            ..LLAMA
        },
    ),
    (
        &["hunyuan_v1_dense", "hunyuan_v1_moe"],
        Family {
            normed: Normed::Head,
            ..LLAMA
        },
    ),
    (
        &["granitemoehybrid"],
        Family {
            special: Special::GraniteHybrid,
            window: Window::Own,
            ..LLAMA
        },
    ),
    (
        &["jamba"],
        Family {
            special: Special::Jamba,
            bias: Bias::None,
            window: Window::Own,
            ..LLAMA
        },
    ),
    (
        &["lfm2", "lfm2_moe"],
        Family {
            special: Special::Lfm2,
            tied: true,
            bias: Bias::None,
            normed: Normed::Head,
            window: Window::Own,
            ..LLAMA
        },
    ),
    (
        &["llama4_text", "llama4"],
        Family {
            special: Special::Llama4,
            window: Window::Chunks,
            head_dim: 128,
            ..LLAMA
        },
    ),
    (
        &["minimax_m2"],
        Family {
            bias: Bias::None,
            normed: Normed::Full,
            router_bias: true,
            head_dim: 128,
            ..LLAMA
        },
    ),
    (
        &["minimax_m3", "minimax_m3_vl", "minimax_m3_vl_text"],
        Family {
            special: Special::MiniMaxM3,
            bias: Bias::None,
            normed: Normed::Head,
            router_bias: true,
            head_dim: 128,
            ..LLAMA
        },
    ),
    (
        &["mimo_v2_flash"],
        Family {
            special: Special::MiMo,
            bias: Bias::None,
            router_bias: true,
            window: Window::Own,
            ..LLAMA
        },
    ),
    (
        &["step3p7", "step3p5"],
        Family {
            special: Special::Step,
            bias: Bias::None,
            normed: Normed::Head,
            router_bias: true,
            ..LLAMA
        },
    ),
    (
        &["laguna"],
        Family {
            special: Special::Laguna,
            normed: Normed::Head,
            router_bias: true,
            ..LLAMA
        },
    ),
    (
        &["nemotron"],
        Family {
            norm_bias: true,
            gated: false,
            ..LLAMA
        },
    ),
    (
        &["nemotron_h"],
        Family {
            special: Special::NemotronH,
            norms: 1,
            gated: false,
            window: Window::Own,
            head_dim: 128,
            router_bias: true,
            ..LLAMA
        },
    ),
    (
        &["starcoder2"],
        Family {
            tied: true,
            bias: Bias::All("use_bias", true),
            norm_bias: true,
            gated: false,
            window: Window::All,
            mlp_bias: ("use_bias", true),
            ..LLAMA
        },
    ),
    (
        &["stablelm"],
        Family {
            bias: Bias::Inner("use_qkv_bias", false),
            norm_bias: true,
            ..LLAMA
        },
    ),
    (
        &["ernie4_5"],
        Family {
            tied: true,
            bias: Bias::All("use_bias", false),
            head_dim: 128,
            mlp_bias: ("use_bias", false),
            ..LLAMA
        },
    ),
    (
        &["ernie4_5_moe"],
        Family {
            tied: true,
            bias: Bias::All("use_bias", false),
            router_bias: true,
            mlp_bias: ("use_bias", false),
            ..LLAMA
        },
    ),
    (
        &["falcon"],
        Family {
            special: Special::Falcon,
            tied: true,
            bias: Bias::All("bias", false),
            norm_bias: true,
            gated: false,
            fused: true,
            mlp_bias: ("bias", false),
            usual: &[("max_position_embeddings", 2_048)],
            ..LLAMA
        },
    ),
];

/// The family of a `model_type`, that of its part about text where it has several.
pub(super) fn family(model_type: &str) -> Option<Family> {
    let mut families = FAMILIES.iter();
    let found = families.find(|(types, _)| types.contains(&model_type));
    found.map(|(_, family)| *family)
}
