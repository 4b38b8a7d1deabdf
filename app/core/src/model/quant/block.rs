//! llama.cpp's block formats: so many numbers in so many bytes.
//!
//! Sizes are those of the block structures in llama.cpp's `ggml-common.h` (2026-03); a super-block
//! of 256 numbers carries scales of its sub-blocks beside one 16-bit scale.

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
            | Self::Iq1S => Self::Iq4Nl,
            other => other,
        };
        if smaller.divides(cols) {
            smaller
        } else {
            Self::F16
        }
    }

    /// Bytes of `params` numbers in rows that divide into blocks.
    #[must_use]
    pub const fn bytes(self, params: u64) -> u64 {
        let (numbers, bytes) = self.layout();
        params.div_ceil(numbers) * bytes
    }
}
