//! What most families are like, from which the others differ.

use super::family::{Bias, Family, Normed, Special, Window};

pub(super) const LLAMA: Family = Family {
    special: Special::None,
    tied: false,
    bias: Bias::All("attention_bias", false),
    normed: Normed::None,
    norms: 2,
    norm_bias: false,
    gated: true,
    fused: false,
    head_bias: false,
    window: Window::Full,
    head_dim: 0,
    router_bias: false,
    shared_gate: false,
    mlp_bias: ("mlp_bias", false),
    usual: &[],
};

pub(super) const MISTRAL: Family = Family {
    bias: Bias::None,
    window: Window::All,
    ..LLAMA
};

pub(super) const QWEN2: Family = Family {
    bias: Bias::Qkv,
    window: Window::Above,
    ..LLAMA
};

pub(super) const QWEN3: Family = Family {
    normed: Normed::Head,
    window: Window::Above,
    head_dim: 128,
    ..LLAMA
};

pub(super) const QWEN3_5: Family = Family {
    normed: Normed::Head,
    window: Window::Linear,
    head_dim: 256,
    shared_gate: true,
    ..LLAMA
};

pub(super) const GEMMA: Family = Family {
    tied: true,
    head_dim: 256,
    ..LLAMA
};

pub(super) const DEEPSEEK: Family = Family {
    special: Special::Latent,
    router_bias: true,
    ..LLAMA
};

pub(super) const COHERE: Family = Family {
    tied: true,
    norms: 1,
    ..LLAMA
};
