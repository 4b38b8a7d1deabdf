//! Number formats of cached keys and values.

/// Number format of cached keys and values.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum KvType {
    /// 32-bit floats.
    F32,
    /// IEEE half precision.
    F16,
    /// bfloat16.
    Bf16,
    /// 8-bit floats.
    Fp8,
    /// llama.cpp's 8-bit blocks: 32 numbers in 34 bytes.
    Q8_0,
    /// 5-bit blocks with an offset: 32 numbers in 24 bytes.
    Q5_1,
    /// 5-bit blocks: 32 numbers in 22 bytes.
    Q5_0,
    /// 4-bit blocks with an offset: 32 numbers in 20 bytes.
    Q4_1,
    /// 4-bit blocks: 32 numbers in 18 bytes.
    Q4_0,
    /// 4-bit blocks on a non-linear grid: 32 numbers in 18 bytes.
    Iq4Nl,
}

impl KvType {
    /// Every format, widest first.
    pub const ALL: [Self; 10] = [
        Self::F32,
        Self::F16,
        Self::Bf16,
        Self::Fp8,
        Self::Q8_0,
        Self::Q5_1,
        Self::Q5_0,
        Self::Q4_1,
        Self::Q4_0,
        Self::Iq4Nl,
    ];

    /// Id in links.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::F32 => "f32",
            Self::F16 => "f16",
            Self::Bf16 => "bf16",
            Self::Fp8 => "fp8",
            Self::Q8_0 => "q8_0",
            Self::Q5_1 => "q5_1",
            Self::Q5_0 => "q5_0",
            Self::Q4_1 => "q4_1",
            Self::Q4_0 => "q4_0",
            Self::Iq4Nl => "iq4_nl",
        }
    }

    /// The name that people write.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::F32 => "FP32",
            Self::F16 => "FP16",
            Self::Bf16 => "BF16",
            Self::Fp8 => "FP8",
            Self::Q8_0 => "Q8_0",
            Self::Q5_1 => "Q5_1",
            Self::Q5_0 => "Q5_0",
            Self::Q4_1 => "Q4_1",
            Self::Q4_0 => "Q4_0",
            Self::Iq4Nl => "IQ4_NL",
        }
    }

    /// The format with this id, whatever its case.
    #[must_use]
    pub fn parse(id: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|kv| kv.id().eq_ignore_ascii_case(id))
    }

    /// Numbers in a block and bytes of a block (ggml's block layouts; 1 for plain formats).
    ///
    /// ```
    /// use headroom_core::model::quant::KvType;
    /// assert_eq!(KvType::Q8_0.block(), (32, 34)); // 8.5 bits a number
    /// ```
    #[must_use]
    pub fn block(self) -> (u64, u64) {
        match self {
            Self::F32 => (1, 4),
            Self::F16 | Self::Bf16 => (1, 2),
            Self::Fp8 => (1, 1),
            Self::Q8_0 => (32, 34),
            Self::Q5_1 => (32, 24),
            Self::Q5_0 => (32, 22),
            Self::Q4_1 => (32, 20),
            Self::Q4_0 | Self::Iq4Nl => (32, 18),
        }
    }

    /// Bytes of a row of so many numbers; a part of a block is stored as a whole one.
    #[must_use]
    pub fn row_bytes(self, elements: u64) -> u64 {
        let (numbers, bytes) = self.block();
        elements.div_ceil(numbers) * bytes
    }
}
