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

impl Native {
    /// Bits a weight of most of the checkpoint: nothing is gained by a format of more.
    #[must_use]
    pub const fn nominal_bits(self) -> u32 {
        match self {
            Self::F16 | Self::Bf16 => 16,
            Self::Fp8Block => 8,
            Self::Mxfp4Experts | Self::Int4Experts | Self::Fp4Experts => 4,
        }
    }
}
