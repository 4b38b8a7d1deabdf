//! The formats of GPU engines: one matrix at a time, everything delicate left in 16 bits.
//!
//! Which tensors are packed is what `llm-compressor`, AutoAWQ, GPTQModel, bitsandbytes and NVIDIA's
//! Model Optimizer do by default: every linear layer. Embedding, head, norms, biases, routers,
//! convolutions, decays and the small projections beside them stay in 16 bits (assumed alike for
//! all publishers; single checkpoints keep a few more). [`format()`] says where NVFP4 keeps more.

use super::Quant;
use crate::model::arch::Arch;
use crate::model::native::Native;
use crate::model::tensors::{Role, Tensor};

/// Bytes that a packed matrix takes, scales and zero points included; `None` where the format
/// packs nothing.
#[must_use]
pub const fn matrix_bytes(quant: Quant, tensor: Tensor) -> Option<u64> {
    let Tensor {
        rows, cols, count, ..
    } = tensor;
    let params = tensor.params();
    if let Some(millibits) = quant.made_for() {
        return Some(exl_bytes(tensor, millibits));
    }
    let nibbles = params.div_ceil(2);
    let scales = match quant {
        // One FP32 scale a matrix (compressed-tensors, strategy `tensor`).
        Quant::Fp8 => return Some(params + 4 * count),
        // One FP32 scale an output row (strategy `channel`).
        Quant::Fp8Channel | Quant::Int8 => return Some(params + 4 * rows * count),
        // `weight_scale_inv` of DeepSeek-V3's checkpoint: FP32 for each block of 128 × 128.
        Quant::Fp8Block => {
            return Some(params + 4 * rows.div_ceil(128) * cols.div_ceil(128) * count);
        }
        // FP16 scale and 4-bit zero point for each group of 128 inputs and each output.
        Quant::Awq => (cols.div_ceil(128) * rows * 5).div_ceil(2) * count,
        // The same, and `g_idx`: a 32-bit group number for each input.
        Quant::Gptq => ((cols.div_ceil(128) * rows * 5).div_ceil(2) + 4 * cols) * count,
        // 16-bit scale for each group of 32 inputs (compressed-tensors, as Kimi K2 is published).
        Quant::Int4Experts => cols.div_ceil(32) * rows * 2 * count,
        // FP32 maximum for 64 numbers (QLoRA, arXiv:2305.14314).
        Quant::Nf4 => params.div_ceil(64) * 4,
        // The maxima in 8 bits, with an FP32 maximum for 256 of them.
        Quant::Nf4Dq => params.div_ceil(64) + params.div_ceil(64 * 256) * 4,
        // E4M3 scale for 16 numbers; FP32 scales of weights and activations for each matrix.
        Quant::Nvfp4 => (cols.div_ceil(16) * rows + 8) * count,
        // 8-bit exponent for 32 numbers (OCP Microscaling 1.0).
        Quant::Mxfp4 => cols.div_ceil(32) * rows * count,
        Quant::Mlx8 => return Some(mlx_bytes(tensor, 8)),
        Quant::Mlx6 => return Some(mlx_bytes(tensor, 6)),
        Quant::Mlx5 => return Some(mlx_bytes(tensor, 5)),
        Quant::Mlx4 => return Some(mlx_bytes(tensor, 4)),
        Quant::Mlx3 => return Some(mlx_bytes(tensor, 3)),
        _ => return None,
    };
    Some(nibbles + scales)
}

/// Bytes of a matrix that MLX packs: a 16-bit scale and a 16-bit offset for 64 inputs, and whole
/// 32-bit words of packed integers in a row. Rows that do not divide by 64 stay as they are
/// (`mlx.nn.quantize`).
const fn mlx_bytes(tensor: Tensor, bits: u64) -> u64 {
    let Tensor { rows, cols, .. } = tensor;
    if !cols.is_multiple_of(64) {
        return 2 * tensor.params();
    }
    tensor.count * rows * (cols * bits / 8 + cols / 64 * 4)
}

/// Bits of the head where nothing else was asked for (`head_bits` of both converters).
const EXL_HEAD: u32 = 6_000;

/// Bytes of a matrix in a file that was made for so many thousandths of a bit: the target counts what belongs to the
/// groups, and a 16-bit scale of each row and column comes on top (`suh` and `svh` of EXL3).
const fn exl_bytes(tensor: Tensor, millibits: u32) -> u64 {
    let millibits = match tensor.role {
        Role::Head => EXL_HEAD,
        _ => millibits,
    };
    let Tensor {
        rows, cols, count, ..
    } = tensor;
    (tensor.params() * millibits as u64).div_ceil(8_000) + 2 * (rows + cols) * count
}

/// Whether a tensor of this role is packed by MLX: every linear layer and embedding.
pub(crate) const fn packs_in_mlx(role: Role) -> bool {
    matches!(
        role,
        Role::Embedding | Role::PerLayerEmbedding | Role::Head | Role::Router | Role::SharedRouter
    ) || packs(role)
}

/// Whether a tensor of this role is packed at all.
#[must_use]
pub const fn packs(role: Role) -> bool {
    !matches!(
        role,
        Role::Embedding
            | Role::PerLayerEmbedding
            | Role::PerLayerModelProjection
            | Role::PerLayerInput
            | Role::Head
            | Role::Norm
            | Role::Bias
            | Role::Sinks
            | Role::IndexerWeights
            | Role::CompressorPositions
            | Role::ExpertBias
            | Role::Router
            | Role::SharedRouter
            | Role::LinearDecay
            | Role::LinearLowRank
            | Role::Conv
            | Role::StateSmall
            | Role::Extra
    )
}

/// What of a model decides which tensors publishers leave unpacked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Build {
    /// Whether it has routed experts.
    pub experts: bool,
    /// Whether attention goes through a latent.
    pub latent: bool,
    /// Whether layers of linear attention or state space are among its own.
    pub states: bool,
}

impl Build {
    /// Of a model of which nothing is left.
    pub const PLAIN: Self = Self {
        experts: false,
        latent: false,
        states: false,
    };

    /// Of an architecture.
    #[must_use]
    pub fn of(arch: &Arch) -> Self {
        Self {
            experts: arch.moe.is_some(),
            latent: arch.attention.mla.is_some(),
            states: arch.linear.is_some(),
        }
    }
}

/// The format of one tensor: MXFP4 and INT4 checkpoints of models with experts pack the experts alone and
/// keep the rest in 16 bits, or in block FP8 where the model is published so.
///
/// NVFP4 follows the sizes that NVIDIA's checkpoints have: all linear layers of plain models (Llama, Qwen3); the experts
/// alone where attention goes through a latent (GLM-5: 57 GB on each of eight cards); mixers and shared experts in FP8 where
/// some of them keep states (Qwen3.6 35B-A3B 21.82 GiB, Qwen3.6 27B 22 GB).
#[must_use]
pub const fn format(quant: Quant, native: Native, build: Build, role: Role) -> Quant {
    let expert = matches!(role, Role::ExpertGate | Role::ExpertUp | Role::ExpertDown);
    let block = expert || matches!(role, Role::FfnGate | Role::FfnUp | Role::FfnDown);
    let has_experts = build.experts;
    match (quant, native) {
        _ if matches!(quant.family(), super::Family::Mlx) => match role {
            // Routers keep 8 bits (`quant_predicate` of the models with experts).
            Role::Router | Role::SharedRouter => Quant::Mlx8,
            _ if packs_in_mlx(role) => quant,
            _ => Quant::Bf16,
        },
        _ if quant.made_for().is_some() && matches!(role, Role::Head) => quant,
        _ if !packs(role) => Quant::Bf16,
        (Quant::Mxfp4, Native::Fp4Experts) if !expert => Quant::Fp8Block,
        (Quant::Mxfp4 | Quant::Int4Experts, _) if has_experts && !expert => Quant::Bf16,
        (Quant::Nvfp4, _) if build.states && !block => Quant::Fp8,
        (Quant::Nvfp4, _) if has_experts && build.latent && !expert => Quant::Bf16,
        _ => quant,
    }
}
