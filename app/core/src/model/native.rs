//! The number format that a model is published in.

/// Number format that a model's own checkpoint uses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Native {
    /// IEEE half precision.
    F16,
    /// bfloat16.
    Bf16,
    /// FP8 with one scale for each block of 128 × 128.
    Fp8Block,
    /// MXFP4 experts, 16-bit for the rest.
    Mxfp4Experts,
    /// INT4 experts in groups of 32, 16-bit for the rest.
    Int4Experts,
    /// FP4 experts, FP8 for the rest.
    Fp4Experts,
}
