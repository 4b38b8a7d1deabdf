//! Tensors of feed-forward blocks: dense, routed and shared experts.

use super::role::Role;
use super::shape::{LayerShape, Tensor, matrix, vector};
use crate::model::arch::{Arch, Moe};
use crate::model::mixer::FeedForward;

pub(super) fn feed_forward(arch: &Arch, shape: LayerShape, visit: &mut impl FnMut(Tensor)) {
    let hidden = u64::from(arch.hidden_size);
    let moe = arch.moe.filter(|_| shape.mlp == FeedForward::Experts);
    if shape.mlp == FeedForward::Dense || moe.is_some_and(|moe| moe.parallel_dense) {
        let width = u64::from(shape.intermediate);
        if arch.fused && arch.mlp_gated {
            visit(matrix(Role::FfnUp, 2 * width, hidden));
        } else {
            if arch.mlp_gated {
                visit(matrix(Role::FfnGate, width, hidden));
            }
            visit(matrix(Role::FfnUp, width, hidden));
        }
        visit(matrix(Role::FfnDown, hidden, width));
    }
    if let Some(moe) = moe {
        experts(hidden, arch.mlp_gated, moe, visit);
    }
}

fn experts(hidden: u64, gated: bool, moe: Moe, visit: &mut impl FnMut(Tensor)) {
    let count = u64::from(moe.experts);
    let width = u64::from(moe.intermediate_size);
    let inner = moe.latent_size.map_or(hidden, u64::from);
    visit(matrix(Role::Router, count, hidden));
    if moe.router_bias {
        visit(vector(Role::Bias, count));
    }
    if moe.latent_size.is_some() {
        visit(matrix(Role::Latent, inner, hidden));
        visit(matrix(Role::Latent, hidden, inner));
    }
    if moe.latent_norm {
        visit(vector(Role::Norm, inner));
    }
    if gated {
        visit(Tensor {
            role: Role::ExpertGate,
            rows: width,
            cols: inner,
            count,
        });
    }
    visit(Tensor {
        role: Role::ExpertUp,
        rows: width,
        cols: inner,
        count,
    });
    visit(Tensor {
        role: Role::ExpertDown,
        rows: inner,
        cols: width,
        count,
    });
    if moe.expert_bias {
        let biases = inner + width * if gated { 2 } else { 1 };
        visit(vector(Role::ExpertBias, count * biases));
    }
    let shared = u64::from(moe.shared_intermediate_size);
    if shared > 0 {
        if gated {
            visit(matrix(Role::SharedGate, shared, hidden));
        }
        visit(matrix(Role::SharedUp, shared, hidden));
        visit(matrix(Role::SharedDown, hidden, shared));
    }
    if moe.shared_gate {
        visit(vector(Role::SharedRouter, hidden));
    }
}
