//! The number formats that weights are stored in, by name.
//!
//! What a format costs is decided tensor by tensor in [`weights`](crate::model::weights): [`block`] has
//! the sizes of llama.cpp's blocks and [`mix`] its choice of a block for each tensor; [`packed`] has
//! the formats of GPU engines.

pub mod block;
mod kv;
pub mod mix;
mod nominal;
pub mod packed;
mod widest;

pub use block::Block;
pub use kv::{KvFormat, KvType};
pub use widest::largest_matrix_bytes;

/// Which program family reads a format, and so by which rule tensors are priced.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Family {
    /// Plain floats: every engine.
    Float,
    /// 8-bit floats with scales.
    Fp8,
    /// 8-bit integers with scales.
    Int8,
    /// 4-bit integers in groups of 128 with 16-bit scales and 4-bit zero points.
    Grouped4,
    /// bitsandbytes' 4-bit normal float, quantised while loading.
    Bnb,
    /// 4-bit floats with block scales.
    Fp4,
    /// MLX: integers in groups of 64 with a 16-bit scale and offset.
    Mlx,
    /// ExLlamaV3: trellis-coded tiles, as many bits as a file was made for.
    Exl3,
    /// ExLlamaV2: groups of mixed widths, as many bits as a file was made for.
    Exl2,
    /// llama.cpp's block formats and mixes of them.
    Gguf,
    /// The block formats that `ik_llama.cpp` alone has, and mixes of them.
    IkGguf,
}

impl Family {
    /// Whether files are GGUF, with a block format for each tensor.
    #[must_use]
    pub const fn is_of_llama_cpp(self) -> bool {
        matches!(self, Self::Gguf | Self::IkGguf)
    }
}

macro_rules! quants {
    ($($variant:ident, $id:literal, $name:literal, $family:ident, $doc:literal;)*) => {
        /// A weight format that a person can ask for.
        ///
        /// ```
        /// use headroom_core::model::quant::Quant;
        /// assert_eq!(Quant::parse("q4_k_m"), Some(Quant::Q4KM));
        /// assert!(Quant::ALL.iter().all(|quant| Quant::parse(quant.id()) == Some(*quant)));
        /// ```
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Quant {
            $(#[doc = $doc] $variant,)*
        }

        impl Quant {
            /// Every format: plain floats, then the formats of GPU engines, then llama.cpp's, each
            /// from large to small.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// The id in links and in the API.
            #[must_use]
            pub const fn id(self) -> &'static str {
                match self {
                    $(Self::$variant => $id,)*
                }
            }

            /// The name that people write.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $name,)*
                }
            }

            /// Which rule prices it.
            #[must_use]
            pub const fn family(self) -> Family {
                match self {
                    $(Self::$variant => Family::$family,)*
                }
            }

            /// What the format is, in one sentence.
            #[must_use]
            pub const fn description(self) -> &'static str {
                match self {
                    $(Self::$variant => $doc,)*
                }
            }
        }
    };
}

quants! {
    F32, "f32", "FP32", Float, "IEEE single precision, 4 bytes a parameter.";
    Bf16, "bf16", "BF16", Float, "bfloat16, 2 bytes a parameter.";
    F16, "f16", "FP16", Float, "IEEE half precision, 2 bytes a parameter.";
    Fp8, "fp8", "FP8", Fp8, "E4M3 with one FP32 scale a matrix.";
    Fp8Channel, "fp8_channel", "FP8 per channel", Fp8, "E4M3 with one FP32 scale an output row.";
    Fp8Block, "fp8_block", "FP8 128 block", Fp8, "E4M3 with one FP32 scale for each 128 × 128 block.";
    Int8, "int8", "INT8", Int8, "8-bit integers with one FP32 scale an output row.";
    Nvfp4, "nvfp4", "NVFP4", Fp4, "E2M1 with an FP8 scale for 16 numbers and an FP32 scale a matrix; experts alone where attention goes through a latent, mixers and shared experts in FP8 where layers keep states.";
    Mxfp4, "mxfp4", "MXFP4", Fp4, "E2M1 with a shared 8-bit exponent for 32 numbers.";
    Awq, "awq", "AWQ 4-bit", Grouped4, "4-bit integers in groups of 128, FP16 scale and 4-bit zero point each.";
    Gptq, "gptq", "GPTQ 4-bit", Grouped4, "As AWQ, with a 32-bit group index for each input column.";
    Int4Experts, "int4_experts", "INT4 experts", Grouped4, "4-bit integers in groups of 32 with a 16-bit scale, routed experts alone, as Kimi K2 is published; of a dense model every linear layer.";
    Nf4, "nf4", "NF4", Bnb, "4-bit normal float with an FP32 absolute maximum for 64 numbers.";
    Nf4Dq, "nf4_dq", "NF4 double-quantised", Bnb, "NF4 whose maxima are 8-bit, with an FP32 maximum for 256 of them: 4.127 bits.";
    Mlx8, "mlx8", "MLX 8-bit", Mlx, "8-bit integers in groups of 64, 16-bit scale and offset each.";
    Mlx6, "mlx6", "MLX 6-bit", Mlx, "6-bit integers in groups of 64, 16-bit scale and offset each.";
    Mlx5, "mlx5", "MLX 5-bit", Mlx, "5-bit integers in groups of 64, 16-bit scale and offset each.";
    Mlx4, "mlx4", "MLX 4-bit", Mlx, "4-bit integers in groups of 64, 16-bit scale and offset each.";
    Mlx3, "mlx3", "MLX 3-bit", Mlx, "3-bit integers in groups of 64, 16-bit scale and offset each.";
    Exl3B8P0, "exl3-8.0", "EXL3 8.0 bpw", Exl3, "ExLlamaV3’s own files: 8.0 bits a weight on average over all linear layers, the head in 6.";
    Exl3B6P0, "exl3-6.0", "EXL3 6.0 bpw", Exl3, "ExLlamaV3’s own files: 6.0 bits a weight on average over all linear layers, the head in 6.";
    Exl3B5P0, "exl3-5.0", "EXL3 5.0 bpw", Exl3, "ExLlamaV3’s own files: 5.0 bits a weight on average over all linear layers, the head in 6.";
    Exl3B4P5, "exl3-4.5", "EXL3 4.5 bpw", Exl3, "ExLlamaV3’s own files: 4.5 bits a weight on average over all linear layers, the head in 6.";
    Exl3B4P0, "exl3-4.0", "EXL3 4.0 bpw", Exl3, "ExLlamaV3’s own files: 4.0 bits a weight on average over all linear layers, the head in 6.";
    Exl3B3P5, "exl3-3.5", "EXL3 3.5 bpw", Exl3, "ExLlamaV3’s own files: 3.5 bits a weight on average over all linear layers, the head in 6.";
    Exl3B3P0, "exl3-3.0", "EXL3 3.0 bpw", Exl3, "ExLlamaV3’s own files: 3.0 bits a weight on average over all linear layers, the head in 6.";
    Exl3B2P5, "exl3-2.5", "EXL3 2.5 bpw", Exl3, "ExLlamaV3’s own files: 2.5 bits a weight on average over all linear layers, the head in 6.";
    Exl3B2P25, "exl3-2.25", "EXL3 2.25 bpw", Exl3, "ExLlamaV3’s own files: 2.25 bits a weight on average over all linear layers, the head in 6.";
    Exl3B2P0, "exl3-2.0", "EXL3 2.0 bpw", Exl3, "ExLlamaV3’s own files: 2.0 bits a weight on average over all linear layers, the head in 6.";
    Exl2B8P0, "exl2-8.0", "EXL2 8.0 bpw", Exl2, "ExLlamaV2’s own files: 8.0 bits a weight on average over all linear layers, the head in 6.";
    Exl2B6P5, "exl2-6.5", "EXL2 6.5 bpw", Exl2, "ExLlamaV2’s own files: 6.5 bits a weight on average over all linear layers, the head in 6.";
    Exl2B6P0, "exl2-6.0", "EXL2 6.0 bpw", Exl2, "ExLlamaV2’s own files: 6.0 bits a weight on average over all linear layers, the head in 6.";
    Exl2B5P0, "exl2-5.0", "EXL2 5.0 bpw", Exl2, "ExLlamaV2’s own files: 5.0 bits a weight on average over all linear layers, the head in 6.";
    Exl2B4P65, "exl2-4.65", "EXL2 4.65 bpw", Exl2, "ExLlamaV2’s own files: 4.65 bits a weight on average over all linear layers, the head in 6.";
    Exl2B4P25, "exl2-4.25", "EXL2 4.25 bpw", Exl2, "ExLlamaV2’s own files: 4.25 bits a weight on average over all linear layers, the head in 6.";
    Exl2B4P0, "exl2-4.0", "EXL2 4.0 bpw", Exl2, "ExLlamaV2’s own files: 4.0 bits a weight on average over all linear layers, the head in 6.";
    Exl2B3P5, "exl2-3.5", "EXL2 3.5 bpw", Exl2, "ExLlamaV2’s own files: 3.5 bits a weight on average over all linear layers, the head in 6.";
    Exl2B3P0, "exl2-3.0", "EXL2 3.0 bpw", Exl2, "ExLlamaV2’s own files: 3.0 bits a weight on average over all linear layers, the head in 6.";
    Exl2B2P55, "exl2-2.55", "EXL2 2.55 bpw", Exl2, "ExLlamaV2’s own files: 2.55 bits a weight on average over all linear layers, the head in 6.";
    Exl2B2P4, "exl2-2.4", "EXL2 2.4 bpw", Exl2, "ExLlamaV2’s own files: 2.4 bits a weight on average over all linear layers, the head in 6.";
    UdQ8KXl, "ud-q8_k_xl", "UD-Q8_K_XL", Gguf, "Unsloth's mix: experts in 8 bits, what every token passes in 16.";
    Q8_0, "q8_0", "Q8_0", Gguf, "8-bit blocks throughout.";
    UdQ6KXl, "ud-q6_k_xl", "UD-Q6_K_XL", Gguf, "Unsloth's mix: experts in 6 bits, what every token passes in 8 or 16.";
    Q6KL, "q6_k_l", "Q6_K_L", Gguf, "Q6_K with embedding and head in Q8_0.";
    Q6K, "q6_k", "Q6_K", Gguf, "6-bit blocks throughout.";
    UdQ5KXl, "ud-q5_k_xl", "UD-Q5_K_XL", Gguf, "Unsloth's mix: 5 bits, more for what every token passes.";
    Q5_1, "q5_1", "Q5_1", Gguf, "5-bit blocks with an offset.";
    Q5KL, "q5_k_l", "Q5_K_L", Gguf, "Q5_K_M with embedding and head in Q8_0.";
    Q5KM, "q5_k_m", "Q5_K_M", Gguf, "5-bit blocks, more for half of the value and down projections.";
    Q5KS, "q5_k_s", "Q5_K_S", Gguf, "5-bit blocks.";
    Q5_0, "q5_0", "Q5_0", Gguf, "5-bit blocks without an offset.";
    UdQ4KXl, "ud-q4_k_xl", "UD-Q4_K_XL", Gguf, "Unsloth's mix: 4 bits, more for what every token passes.";
    Q4KL, "q4_k_l", "Q4_K_L", Gguf, "Q4_K_M with embedding and head in Q8_0.";
    Q4_1, "q4_1", "Q4_1", Gguf, "4-bit blocks with an offset.";
    Q4KM, "q4_k_m", "Q4_K_M", Gguf, "4-bit blocks, more for half of the value and down projections.";
    Q4KS, "q4_k_s", "Q4_K_S", Gguf, "4-bit blocks, more for the first value and down projections.";
    Q4_0, "q4_0", "Q4_0", Gguf, "4-bit blocks without an offset.";
    Iq4Nl, "iq4_nl", "IQ4_NL", Gguf, "4-bit blocks on a non-linear grid.";
    Iq4Xs, "iq4_xs", "IQ4_XS", Gguf, "4-bit super-blocks on a non-linear grid.";
    Mxfp4Moe, "mxfp4_moe", "MXFP4_MOE", Gguf, "Experts in MXFP4, everything else in Q8_0.";
    UdQ3KXl, "ud-q3_k_xl", "UD-Q3_K_XL", Gguf, "Unsloth's mix: 3 bits, more for what every token passes.";
    Q3KXl, "q3_k_xl", "Q3_K_XL", Gguf, "Q3_K_L with embedding and head in Q8_0.";
    Q3KL, "q3_k_l", "Q3_K_L", Gguf, "3-bit blocks, 5 bits for value, output and down projections.";
    Q3KM, "q3_k_m", "Q3_K_M", Gguf, "3-bit blocks, 4 bits or more for value, output and down projections.";
    Iq3M, "iq3_m", "IQ3_M", Gguf, "3-bit grid, 4 bits for value, output and the first down projections.";
    Q3KS, "q3_k_s", "Q3_K_S", Gguf, "3-bit blocks.";
    Iq3S, "iq3_s", "IQ3_S", Gguf, "3-bit grid.";
    Iq3Xs, "iq3_xs", "IQ3_XS", Gguf, "3-bit grid, a smaller one for query, key and the middle of the feed-forward blocks.";
    UdIq3Xxs, "ud-iq3_xxs", "UD-IQ3_XXS", Gguf, "Unsloth's mix: the smaller 3-bit grid, more for what every token passes.";
    Iq3Xxs, "iq3_xxs", "IQ3_XXS", Gguf, "The smaller 3-bit grid, 2 bits for query and key.";
    UdQ2KXl, "ud-q2_k_xl", "UD-Q2_K_XL", Gguf, "Unsloth's mix: 2 bits, more for what every token passes.";
    Q2KL, "q2_k_l", "Q2_K_L", Gguf, "Q2_K with embedding and head in Q8_0.";
    Q2K, "q2_k", "Q2_K", Gguf, "2-bit blocks, 3 bits or more for value, output and down projections.";
    Q2KS, "q2_k_s", "Q2_K_S", Gguf, "2-bit blocks, 4 bits for the first down projections.";
    Iq2M, "iq2_m", "IQ2_M", Gguf, "2.56-bit grid with more for value and output projections.";
    Iq2S, "iq2_s", "IQ2_S", Gguf, "2.31-bit grid with more for value and output projections.";
    Iq2Xs, "iq2_xs", "IQ2_XS", Gguf, "2.31-bit grid.";
    UdIq2Xxs, "ud-iq2_xxs", "UD-IQ2_XXS", Gguf, "Unsloth's mix: 2.06-bit grid, more for what every token passes.";
    Iq2Xxs, "iq2_xxs", "IQ2_XXS", Gguf, "2.06-bit grid.";
    Tq2_0, "tq2_0", "TQ2_0", Gguf, "Ternary weights in 2 bits, for models trained so.";
    Iq1M, "iq1_m", "IQ1_M", Gguf, "1.75-bit grid.";
    Tq1_0, "tq1_0", "TQ1_0", Gguf, "Ternary weights in 1.69 bits, for models trained so.";
    Iq1S, "iq1_s", "IQ1_S", Gguf, "1.56-bit grid.";
    Iq6K, "iq6_k", "IQ6_K", IkGguf, "6-bit blocks on a non-linear grid, 6.63 bits.";
    Iq5K, "iq5_k", "IQ5_K", IkGguf, "5-bit blocks on a non-linear grid, 5.5 bits.";
    Iq5Ks, "iq5_ks", "IQ5_KS", IkGguf, "5-bit blocks on a non-linear grid with a scale a row, 5.25 bits.";
    Iq4K, "iq4_k", "IQ4_K", IkGguf, "4-bit blocks on a non-linear grid, 4.5 bits; more for value projections.";
    Iq4Ks, "iq4_ks", "IQ4_KS", IkGguf, "4-bit blocks on a non-linear grid with a scale a row, 4.25 bits; more for value projections.";
    Iq4Kss, "iq4_kss", "IQ4_KSS", IkGguf, "4-bit blocks on a non-linear grid with a scale a row, 4.0 bits; more for value projections.";
    Iq4Kt, "iq4_kt", "IQ4_KT", IkGguf, "Trellis codes of 4.0 bits; more for value projections.";
    Iq3K, "iq3_k", "IQ3_K", IkGguf, "3-bit blocks on a non-linear grid, 3.44 bits; more for value projections.";
    Iq3Ks, "iq3_ks", "IQ3_KS", IkGguf, "3-bit blocks on a non-linear grid with a scale a row, 3.19 bits; more for value projections.";
    Iq3Kt, "iq3_kt", "IQ3_KT", IkGguf, "Trellis codes of 3.13 bits; more for value projections.";
    Iq2Kl, "iq2_kl", "IQ2_KL", IkGguf, "Pairs of numbers in 5 bits, 2.69 bits; more for value projections.";
    Iq2K, "iq2_k", "IQ2_K", IkGguf, "2-bit blocks on a non-linear grid, 2.38 bits; more for value and output projections.";
    Iq2Ks, "iq2_ks", "IQ2_KS", IkGguf, "2-bit blocks on a non-linear grid with a scale a row, 2.19 bits; more for value projections.";
    Iq2Kt, "iq2_kt", "IQ2_KT", IkGguf, "Trellis codes of 2.13 bits; more for value, output and the first down projections.";
    Iq1Kt, "iq1_kt", "IQ1_KT", IkGguf, "Trellis codes of 1.75 bits; more for value projections.";
}

impl Quant {
    /// Whether it is a publisher's own mix, of which there are files of some models and no recipe.
    #[must_use]
    pub const fn is_a_publishers_mix(self) -> bool {
        mix::Dynamic::of(self).is_some()
    }

    /// Reads an id as links carry it; case does not matter.
    #[must_use]
    pub fn parse(id: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .copied()
            .find(|quant| quant.id().eq_ignore_ascii_case(id))
    }
}
