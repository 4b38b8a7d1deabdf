//! The modules of a text model by the names that checkpoints give them.

use crate::model::arch::{Arch, LinearKind};
use crate::model::tensors::{LayerShape, Role, Tensor, visit_layer, visit_outer};

/// Hands every tensor to `visit`, with the names that its module may go by.
pub(super) fn visit(arch: &Arch, mut visit: impl FnMut(&[String], Tensor)) {
    visit_outer(arch, &mut |tensor| {
        let names: &[&str] = match tensor.role {
            Role::Head => &["lm_head", "head"],
            Role::Embedding => &["embed_tokens", "embed"],
            _ => &[],
        };
        let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
        visit(&names, tensor);
    });
    for layer in 0..arch.layers.len() {
        visit_layer(arch, LayerShape::of(arch, layer), &mut |tensor| {
            let within = |name: &&str| format!("layers.{layer}.{name}");
            let names: Vec<String> = within_layer(arch, tensor.role).iter().map(within).collect();
            visit(&names, tensor);
        });
    }
}

/// What modules are called in a layer: by `transformers`, by DeepSeek, by NVIDIA’s hybrids. An expert stands for all.
fn within_layer(arch: &Arch, role: Role) -> &'static [&'static str] {
    let kda = matches!(
        arch.linear.map(|linear| linear.kind),
        Some(LinearKind::Kda { .. } | LinearKind::Lightning { .. })
    );
    match role {
        Role::Query => &["self_attn.q_proj", "attn.wq", "mixer.q_proj"],
        Role::Key => &["self_attn.k_proj", "mixer.k_proj"],
        Role::Value => &["self_attn.v_proj", "mixer.v_proj"],
        Role::FusedQkv => &["self_attn.qkv_proj", "self_attention.query_key_value"],
        Role::AttentionOutput => &["self_attn.o_proj", "attn.wo", "mixer.o_proj"],
        Role::AttentionGate => &["self_attn.g_proj", "self_attn.gate_proj"],
        Role::QueryDown => &["self_attn.q_a_proj", "attn.wq_a", "attn.fused_wqa_wkv"],
        Role::QueryUp => &["self_attn.q_b_proj", "attn.wq_b"],
        Role::KvDown => &[
            "self_attn.kv_a_proj_with_mqa",
            "attn.wkv",
            "attn.fused_wqa_wkv",
        ],
        Role::KeyUp | Role::ValueUp => &["self_attn.kv_b_proj"],
        Role::OutputDown => &["self_attn.o_a_proj", "attn.wo_a"],
        Role::OutputUp => &["self_attn.o_b_proj", "attn.wo_b"],
        Role::IndexerQuery => &["self_attn.indexer.wq_b", "attn.indexer.wq_b"],
        Role::IndexerKey => &["self_attn.indexer.wk", "attn.indexer.wk"],
        Role::IndexerWeights => &[
            "self_attn.indexer.weights_proj",
            "attn.indexer.weights_proj",
        ],
        Role::Compressor => &["self_attn.compressor.wkv", "attn.compressor.wkv"],
        _ => beside_attention(role, kda),
    }
}

/// The same of feed-forward blocks, experts and layers that keep a state; `kda` where these are called as attention is.
fn beside_attention(role: Role, kda: bool) -> &'static [&'static str] {
    match role {
        Role::FfnGate => &[
            "mlp.gate_proj",
            "mlp.gate_up_proj",
            "feed_forward.gate_proj",
            "ffn.w1",
            "feed_forward.w1",
        ],
        Role::FfnUp => &[
            "mlp.up_proj",
            "feed_forward.up_proj",
            "mlp.gate_up_proj",
            "ffn.w3",
            "feed_forward.w3",
            "mixer.up_proj",
        ],
        Role::FfnDown => &[
            "mlp.down_proj",
            "feed_forward.down_proj",
            "ffn.w2",
            "feed_forward.w2",
            "mixer.down_proj",
        ],
        Role::ExpertGate => &[
            "mlp.experts.0.gate_proj",
            "mlp.switch_mlp.gate_proj",
            "block_sparse_moe.switch_mlp.gate_proj",
            "ffn.experts.0.gate_proj",
            "feed_forward.experts.0.gate_proj",
            "mlp.experts.gate_up_proj",
            "block_sparse_moe.experts.0.w1",
            "ffn.experts.0.w1",
            "feed_forward.experts.0.w1",
        ],
        Role::ExpertUp => &[
            "mlp.experts.0.up_proj",
            "mlp.switch_mlp.up_proj",
            "block_sparse_moe.switch_mlp.up_proj",
            "ffn.experts.0.up_proj",
            "feed_forward.experts.0.up_proj",
            "mlp.experts.gate_up_proj",
            "block_sparse_moe.experts.0.w3",
            "ffn.experts.0.w3",
            "feed_forward.experts.0.w3",
            "mixer.experts.0.up_proj",
        ],
        Role::ExpertDown => &[
            "mlp.experts.0.down_proj",
            "mlp.switch_mlp.down_proj",
            "block_sparse_moe.switch_mlp.down_proj",
            "ffn.experts.0.down_proj",
            "feed_forward.experts.0.down_proj",
            "mlp.experts.down_proj",
            "block_sparse_moe.experts.0.w2",
            "ffn.experts.0.w2",
            "feed_forward.experts.0.w2",
            "mixer.experts.0.down_proj",
        ],
        _ => in_other_layers(role, kda),
    }
}

/// The same of shared experts, routers and layers that keep a state.
fn in_other_layers(role: Role, kda: bool) -> &'static [&'static str] {
    match role {
        Role::SharedGate => &[
            "mlp.shared_experts.gate_proj",
            "mlp.shared_expert.gate_proj",
            "mlp.shared_experts.gate_up_proj",
            "mlp.shared_expert.gate_up_proj",
            "feed_forward.shared_expert.gate_proj",
            "ffn.shared_experts.w1",
        ],
        Role::SharedUp => &[
            "mlp.shared_experts.up_proj",
            "mlp.shared_expert.up_proj",
            "mlp.shared_experts.gate_up_proj",
            "mlp.shared_expert.gate_up_proj",
            "feed_forward.shared_expert.up_proj",
            "ffn.shared_experts.w3",
            "mixer.shared_experts.up_proj",
        ],
        Role::SharedDown => &[
            "mlp.shared_experts.down_proj",
            "mlp.shared_expert.down_proj",
            "feed_forward.shared_expert.down_proj",
            "ffn.shared_experts.w2",
            "mixer.shared_experts.down_proj",
        ],
        Role::Router => &[
            "mlp.gate",
            "mlp.router",
            "block_sparse_moe.gate",
            "ffn.gate",
            "mixer.gate",
        ],
        Role::SharedRouter => &["mlp.shared_expert_gate"],
        Role::Latent => &["mixer.fc1_latent_proj", "mixer.fc2_latent_proj"],
        Role::LinearQkv if kda => &["self_attn.q_proj", "self_attn.k_proj", "self_attn.v_proj"],
        Role::LinearQkv => &["linear_attn.in_proj_qkv", "linear_attn.in_proj_qkvz"],
        Role::LinearGate if kda => &["self_attn.g_proj", "self_attn.output_gate"],
        Role::LinearGate => &["linear_attn.in_proj_z", "linear_attn.in_proj_qkvz"],
        Role::LinearOutput if kda => &["self_attn.o_proj"],
        Role::LinearOutput => &["linear_attn.out_proj"],
        Role::StateInput => &["mixer.in_proj", "mamba.in_proj"],
        Role::StateOutput => &["mixer.out_proj", "mamba.out_proj"],
        Role::StateProjection => &["mamba.x_proj", "mamba.dt_proj"],
        Role::ConvInput => &["conv.in_proj"],
        Role::ConvOutput => &["conv.out_proj"],
        _ => &[],
    }
}
