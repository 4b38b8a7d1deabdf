//! Tensors of mixers that keep a constant state: linear attention, state spaces, convolutions.

use super::role::Role;
use super::shape::{Tensor, matrix, vector};
use crate::model::arch::{Linear, LinearKind};

pub(super) fn state_mixer(hidden: u64, linear: Linear, visit: &mut impl FnMut(Tensor)) {
    let taps = u64::from(linear.conv_kernel);
    match linear.kind {
        LinearKind::GatedDeltaNet {
            k_heads,
            k_head_dim,
            v_heads,
            v_head_dim,
        } => {
            let key = u64::from(k_heads) * u64::from(k_head_dim);
            let v_heads = u64::from(v_heads);
            let value = v_heads * u64::from(v_head_dim);
            visit(matrix(Role::LinearQkv, 2 * key + value, hidden));
            visit(matrix(Role::LinearGate, value, hidden));
            visit(matrix(Role::LinearDecay, 2 * v_heads, hidden));
            visit(matrix(Role::Conv, 2 * key + value, taps));
            visit(vector(Role::StateSmall, 2 * v_heads));
            visit(vector(Role::Norm, u64::from(v_head_dim)));
            visit(matrix(Role::LinearOutput, hidden, value));
        }
        LinearKind::Kda {
            k_heads,
            k_head_dim,
            v_heads,
            v_head_dim,
            full_rank_gate,
        } => {
            let key = u64::from(k_heads) * u64::from(k_head_dim);
            let v_heads = u64::from(v_heads);
            let v_dim = u64::from(v_head_dim);
            let value = v_heads * v_dim;
            let low = u64::from(k_head_dim);
            visit(matrix(Role::LinearQkv, 2 * key + value, hidden));
            visit(matrix(Role::Conv, 2 * key + value, taps));
            visit(matrix(Role::LinearLowRank, low, hidden));
            visit(matrix(Role::LinearLowRank, key, low));
            if full_rank_gate {
                visit(matrix(Role::LinearGate, value, hidden));
            } else {
                visit(matrix(Role::LinearLowRank, v_dim, hidden));
                visit(matrix(Role::LinearLowRank, value, v_dim));
            }
            visit(matrix(Role::LinearDecay, v_heads, hidden));
            visit(vector(Role::StateSmall, v_heads + key));
            visit(vector(Role::Norm, v_dim));
            visit(matrix(Role::LinearOutput, hidden, value));
        }
        LinearKind::Mamba2 {
            heads,
            head_dim,
            groups,
            state_size,
            conv_bias,
        } => {
            let heads = u64::from(heads);
            let inner = heads * u64::from(head_dim);
            let state = u64::from(groups) * u64::from(state_size);
            let mixed = inner + 2 * state;
            visit(matrix(Role::StateInput, inner + mixed + heads, hidden));
            visit(matrix(Role::Conv, mixed, taps));
            if conv_bias {
                visit(vector(Role::Bias, mixed));
            }
            visit(vector(Role::StateSmall, 3 * heads));
            visit(vector(Role::Norm, inner));
            visit(matrix(Role::StateOutput, hidden, inner));
        }
        LinearKind::Mamba1 {
            expand,
            state_size,
            dt_rank,
            conv_bias,
            inner_norms,
        } => {
            let inner = u64::from(expand) * hidden;
            let state = u64::from(state_size);
            let rank = u64::from(dt_rank);
            visit(matrix(Role::StateInput, 2 * inner, hidden));
            visit(matrix(Role::Conv, inner, taps));
            visit(vector(Role::Bias, inner * if conv_bias { 2 } else { 1 }));
            visit(matrix(Role::StateProjection, rank + 2 * state, inner));
            visit(matrix(Role::StateProjection, inner, rank));
            visit(vector(Role::StateSmall, inner * (state + 1)));
            if inner_norms {
                visit(vector(Role::Norm, rank + 2 * state));
            }
            visit(matrix(Role::StateOutput, hidden, inner));
        }
        LinearKind::Lightning {
            heads,
            head_dim,
            qk_norm,
        } => lightning(hidden, [heads, head_dim], qk_norm, visit),
        LinearKind::ShortConv => {
            visit(matrix(Role::ConvInput, 3 * hidden, hidden));
            visit(matrix(Role::Conv, hidden, taps));
            visit(matrix(Role::ConvOutput, hidden, hidden));
        }
    }
}

/// Lightning attention: queries, keys and values of one width, a norm and a gate before the output.
fn lightning(
    hidden: u64,
    [heads, head_dim]: [u32; 2],
    qk_norm: bool,
    visit: &mut impl FnMut(Tensor),
) {
    let head_dim = u64::from(head_dim);
    let inner = u64::from(heads) * head_dim;
    let norms = inner + if qk_norm { 2 * head_dim } else { 0 };
    visit(matrix(Role::LinearQkv, 3 * inner, hidden));
    visit(matrix(Role::LinearGate, inner, hidden));
    visit(vector(Role::Norm, norms));
    visit(matrix(Role::LinearOutput, hidden, inner));
}
