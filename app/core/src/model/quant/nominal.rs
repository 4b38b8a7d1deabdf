//! Bits that the name of a format promises for a weight, by which people ask for "4 bits or more".

use super::Quant;
use crate::model::native::Native;

impl Quant {
    /// The format that counts a model as it is published.
    ///
    /// ```
    /// use headroom_core::model::native::Native;
    /// use headroom_core::model::quant::Quant;
    /// assert_eq!(Quant::published(Native::Mxfp4Experts), Quant::Mxfp4);
    /// ```
    #[must_use]
    pub const fn published(native: Native) -> Self {
        match native {
            Native::F16 => Self::F16,
            Native::Bf16 => Self::Bf16,
            Native::Fp8Block => Self::Fp8Block,
            Native::Mxfp4Experts | Native::Fp4Experts => Self::Mxfp4,
            Native::Int4Experts => Self::Int4Experts,
        }
    }

    /// Whether a newer format of the same program takes no more room and loses less: nobody who picks the best that
    /// fits wants it. Who has such a file asks for it by name.
    ///
    /// By the table that `llama-quantize` prints (llama.cpp, `tools/quantize/quantize.cpp`, loss of perplexity with the
    /// first `LLaMA` of 7B): `Q4_1` takes 3.90 GiB and loses 0.1585, `Q4_K_M` 3.80 and 0.0532; `Q5_1` 4.70 and 0.0349,
    /// `Q5_K_M` 4.45 and 0.0122; `Q5_0` as much room as `Q5_K_S` and 0.0683 against 0.0400; `Q4_0` 0.2166 against 0.0992
    /// of `Q4_K_S`, which takes 1 % more.
    #[must_use]
    pub const fn is_superseded(self) -> bool {
        matches!(self, Self::Q4_0 | Self::Q4_1 | Self::Q5_0 | Self::Q5_1)
    }

    /// Thousandths of a bit that a file was made for, where that is what the format says.
    #[must_use]
    pub const fn made_for(self) -> Option<u32> {
        Some(match self {
            Self::Exl3B8P0 => 8000,
            Self::Exl3B6P0 => 6000,
            Self::Exl3B5P0 => 5000,
            Self::Exl3B4P5 => 4500,
            Self::Exl3B4P0 => 4000,
            Self::Exl3B3P5 => 3500,
            Self::Exl3B3P0 => 3000,
            Self::Exl3B2P5 => 2500,
            Self::Exl3B2P25 => 2250,
            Self::Exl3B2P0 => 2000,
            Self::Exl2B8P0 => 8000,
            Self::Exl2B6P5 => 6500,
            Self::Exl2B6P0 => 6000,
            Self::Exl2B5P0 => 5000,
            Self::Exl2B4P65 => 4650,
            Self::Exl2B4P25 => 4250,
            Self::Exl2B4P0 => 4000,
            Self::Exl2B3P5 => 3500,
            Self::Exl2B3P0 => 3000,
            Self::Exl2B2P55 => 2550,
            Self::Exl2B2P4 => 2400,
            _ => return None,
        })
    }

    /// Bits a weight by the format's name. What a file takes is a little more, because scales and some
    /// tensors are wider: [`weights`](crate::model::weights) counts that.
    ///
    /// ```
    /// use headroom_core::model::quant::Quant;
    /// let bits = [Quant::Bf16, Quant::Fp8, Quant::Q4KM, Quant::Iq2Xxs].map(Quant::nominal_bits);
    /// assert_eq!(bits, [16, 8, 4, 2]);
    /// ```
    #[must_use]
    pub const fn nominal_bits(self) -> u32 {
        match self {
            Self::F32 => 32,
            Self::Bf16 | Self::F16 => 16,
            Self::Fp8
            | Self::Fp8Channel
            | Self::Fp8Block
            | Self::Int8
            | Self::Mlx8
            | Self::UdQ8KXl
            | Self::Q8_0
            | Self::Exl3B8P0
            | Self::Exl2B8P0 => 8,
            Self::Mlx6
            | Self::UdQ6KXl
            | Self::Q6KL
            | Self::Q6K
            | Self::Iq6K
            | Self::Exl3B6P0
            | Self::Exl2B6P5
            | Self::Exl2B6P0 => 6,
            Self::Mlx5
            | Self::UdQ5KXl
            | Self::Q5_1
            | Self::Q5KL
            | Self::Q5KM
            | Self::Q5KS
            | Self::Q5_0
            | Self::Iq5K
            | Self::Iq5Ks
            | Self::Exl3B5P0
            | Self::Exl2B5P0 => 5,
            Self::Int4Experts
            | Self::UdQ4KXl
            | Self::Nvfp4
            | Self::Mxfp4
            | Self::Mxfp4Moe
            | Self::Awq
            | Self::Gptq
            | Self::Nf4
            | Self::Nf4Dq
            | Self::Mlx4
            | Self::Q4KL
            | Self::Q4_1
            | Self::Q4KM
            | Self::Q4KS
            | Self::Q4_0
            | Self::Iq4Nl
            | Self::Iq4Xs
            | Self::Iq4K
            | Self::Iq4Ks
            | Self::Iq4Kss
            | Self::Iq4Kt
            | Self::Exl3B4P5
            | Self::Exl3B4P0
            | Self::Exl2B4P65
            | Self::Exl2B4P25
            | Self::Exl2B4P0 => 4,
            Self::Mlx3
            | Self::UdQ3KXl
            | Self::UdIq3Xxs
            | Self::Q3KXl
            | Self::Q3KL
            | Self::Q3KM
            | Self::Q3KS
            | Self::Iq3M
            | Self::Iq3S
            | Self::Iq3Xs
            | Self::Iq3Xxs
            | Self::Iq3K
            | Self::Iq3Ks
            | Self::Iq3Kt
            | Self::Exl3B3P5
            | Self::Exl3B3P0
            | Self::Exl2B3P5
            | Self::Exl2B3P0 => 3,
            Self::UdQ2KXl
            | Self::UdIq2Xxs
            | Self::Q2KL
            | Self::Q2K
            | Self::Q2KS
            | Self::Iq2M
            | Self::Iq2S
            | Self::Iq2Xs
            | Self::Iq2Xxs
            | Self::Iq2Kl
            | Self::Iq2K
            | Self::Iq2Ks
            | Self::Iq2Kt
            | Self::Tq2_0
            | Self::Exl3B2P5
            | Self::Exl3B2P25
            | Self::Exl3B2P0
            | Self::Exl2B2P55
            | Self::Exl2B2P4 => 2,
            Self::Iq1M | Self::Iq1S | Self::Iq1Kt | Self::Tq1_0 => 1,
        }
    }
}
