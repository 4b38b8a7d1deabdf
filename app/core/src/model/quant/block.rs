//! llama.cpp's block formats: so many numbers in so many bytes.
//!
//! Sizes are those of the block structures in llama.cpp's `ggml-common.h` (2026-03); a super-block
//! of 256 numbers carries scales of its sub-blocks beside one 16-bit scale. Those of `ik_llama.cpp` are from its own
//! `ggml-common.h` and the `row_meta_size` of its `ggml.c` (2026-08-15).

/// A storage format of one GGUF tensor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Block {
    /// 4 bytes a number.
    F32,
    /// 2 bytes a number, IEEE half or bfloat16.
    F16,
    /// 32 bytes of numbers, 2 of scale.
    Q8_0,
    /// 6 bits, 16 sub-block scales of 8 bits.
    Q6K,
    /// 5 bits, 8 sub-block scales and minima of 6 bits.
    Q5K,
    /// 5 bits, scale and minimum of 16 bits.
    Q5_1,
    /// 5 bits, scale of 16 bits.
    Q5_0,
    /// 4 bits, 8 sub-block scales and minima of 6 bits.
    Q4K,
    /// 4 bits, scale and minimum of 16 bits.
    Q4_1,
    /// 4 bits, scale of 16 bits.
    Q4_0,
    /// 4 bits on a non-linear grid, scale of 16 bits.
    Iq4Nl,
    /// 4 bits on a non-linear grid, 8 sub-block scales of 6 bits.
    Iq4Xs,
    /// 4-bit floats, shared exponent of 8 bits.
    Mxfp4,
    /// 3 bits, 16 sub-block scales of 6 bits.
    Q3K,
    /// Groups of four from a grid of 512, signs and scales apart.
    Iq3S,
    /// Groups of four from a grid of 256, signs and scales packed.
    Iq3Xxs,
    /// 2 bits, 16 sub-block scales and minima of 4 bits.
    Q2K,
    /// Groups of eight from a grid of 1024.
    Iq2S,
    /// Groups of eight from a grid of 512.
    Iq2Xs,
    /// Groups of eight from a grid of 256.
    Iq2Xxs,
    /// Ternary, 2 bits.
    Tq2_0,
    /// Ternary, five to a byte.
    Tq1_0,
    /// Groups of eight from a grid of 2048, finer scales.
    Iq1M,
    /// Groups of eight from a grid of 2048.
    Iq1S,
    /// `ik_llama.cpp`: 6 bits, scale of 16 bits.
    Q6_0,
    /// `ik_llama.cpp`: 6 bits on a non-linear grid, 16 sub-block scales of 8 bits and their shifts.
    Iq6K,
    /// `ik_llama.cpp`: 5 bits on a non-linear grid, 16 sub-block scales of 6 bits and their shifts.
    Iq5K,
    /// `ik_llama.cpp`: 5 bits on a non-linear grid, 8 sub-block scales of 8 bits, one scale a row.
    Iq5Ks,
    /// `ik_llama.cpp`: 4 bits on a non-linear grid, 16 sub-block scales of 6 bits and their shifts.
    Iq4K,
    /// `ik_llama.cpp`: 4 bits on a non-linear grid, 8 sub-block scales of 8 bits, one scale a row.
    Iq4Ks,
    /// `ik_llama.cpp`: as before, with scales inside the 4 bits.
    Iq4Kss,
    /// `ik_llama.cpp`: trellis codes of 4 bits, one scale a row.
    Iq4Kt,
    /// `ik_llama.cpp`: 3 bits on a non-linear grid, 16 sub-block scales of 4 bits with signs and shifts.
    Iq3K,
    /// `ik_llama.cpp`: 3 bits on a non-linear grid, 8 sub-block scales, one scale a row.
    Iq3Ks,
    /// `ik_llama.cpp`: trellis codes of 3 bits, one scale a row.
    Iq3Kt,
    /// `ik_llama.cpp`: pairs in 5 bits, 8 sub-block scales, one scale a row.
    Iq2Kl,
    /// `ik_llama.cpp`: 2 bits on a non-linear grid, 16 sub-block scales of 4 bits and their shifts.
    Iq2K,
    /// `ik_llama.cpp`: 2 bits on a non-linear grid, 8 sub-block scales, one scale a row.
    Iq2Ks,
    /// `ik_llama.cpp`: trellis codes of 2 bits, one scale a row.
    Iq2Kt,
    /// `ik_llama.cpp`: trellis codes of 1.6 bits, one scale a row.
    Iq1Kt,
}

impl Block {
    /// Numbers in a block, and bytes that the block takes.
    #[must_use]
    pub const fn layout(self) -> (u64, u64) {
        match self {
            Self::F32 => (1, 4),
            Self::F16 => (1, 2),
            Self::Q8_0 => (32, 34),
            Self::Q5_1 => (32, 24),
            Self::Q5_0 => (32, 22),
            Self::Q4_1 => (32, 20),
            Self::Q4_0 | Self::Iq4Nl => (32, 18),
            Self::Mxfp4 => (32, 17),
            Self::Q6K => (256, 210),
            Self::Q5K => (256, 176),
            Self::Q4K => (256, 144),
            Self::Iq4Xs => (256, 136),
            Self::Q3K | Self::Iq3S => (256, 110),
            Self::Iq3Xxs => (256, 98),
            Self::Q2K => (256, 84),
            Self::Iq2S => (256, 82),
            Self::Iq2Xs => (256, 74),
            Self::Iq2Xxs | Self::Tq2_0 => (256, 66),
            Self::Iq1M => (256, 56),
            Self::Tq1_0 => (256, 54),
            Self::Iq1S => (256, 50),
            Self::Q6_0 => (32, 26),
            Self::Iq6K => (256, 212),
            Self::Iq5K => (256, 176),
            Self::Iq5Ks => (256, 168),
            Self::Iq4K => (256, 144),
            Self::Iq4Ks => (256, 136),
            Self::Iq4Kss | Self::Iq4Kt => (256, 128),
            Self::Iq3K => (256, 110),
            Self::Iq3Ks => (256, 102),
            Self::Iq3Kt => (256, 100),
            Self::Iq2Kl => (256, 86),
            Self::Iq2K => (256, 76),
            Self::Iq2Ks => (256, 70),
            Self::Iq2Kt => (256, 68),
            Self::Iq1Kt => (256, 56),
        }
    }

    /// Bytes of scales that each row has beside its blocks.
    #[must_use]
    pub const fn row_bytes(self) -> u64 {
        match self {
            Self::Iq5Ks
            | Self::Iq4Ks
            | Self::Iq4Kss
            | Self::Iq4Kt
            | Self::Iq3Kt
            | Self::Iq2Kt
            | Self::Iq1Kt => 4,
            Self::Iq3Ks | Self::Iq2Kl | Self::Iq2Ks => 2,
            _ => 0,
        }
    }

    /// Whether rows of `cols` numbers divide into blocks.
    #[must_use]
    pub const fn divides(self, cols: u64) -> bool {
        cols.is_multiple_of(self.layout().0)
    }

    /// What llama.cpp stores instead where a row does not divide into blocks: the next format with
    /// blocks of 32, and half precision where even those do not fit.
    #[must_use]
    pub const fn fitting(self, cols: u64) -> Self {
        if self.divides(cols) {
            return self;
        }
        let smaller = match self {
            Self::Q6K => Self::Q8_0,
            Self::Q5K => Self::Q5_1,
            Self::Q4K => Self::Q5_0,
            Self::Q3K | Self::Q2K | Self::Tq1_0 | Self::Tq2_0 => Self::Q4_0,
            Self::Iq4Xs
            | Self::Iq3S
            | Self::Iq3Xxs
            | Self::Iq2S
            | Self::Iq2Xs
            | Self::Iq2Xxs
            | Self::Iq1M
            | Self::Iq1S
            | Self::Iq4Ks
            | Self::Iq4Kss
            | Self::Iq4Kt
            | Self::Iq3K
            | Self::Iq3Ks
            | Self::Iq3Kt
            | Self::Iq2Kl
            | Self::Iq2K
            | Self::Iq2Ks
            | Self::Iq2Kt
            | Self::Iq1Kt => Self::Iq4Nl,
            Self::Iq6K => Self::Q8_0,
            Self::Iq5K => Self::Q6_0,
            Self::Iq5Ks | Self::Iq4K => Self::Q5_0,
            other => other,
        };
        if smaller.divides(cols) {
            smaller
        } else {
            Self::F16
        }
    }

    /// Bytes of `params` numbers in rows of `cols` that divide into blocks.
    #[must_use]
    pub const fn bytes(self, params: u64, cols: u64) -> u64 {
        let (numbers, bytes) = self.layout();
        let rows = match self.row_bytes() {
            0 => 0,
            each => params / if cols > 0 { cols } else { 1 } * each,
        };
        params.div_ceil(numbers) * bytes + rows
    }
}
