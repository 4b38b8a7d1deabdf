//! Number formats of cached keys and values.

use std::borrow::Cow;

/// Formats of the keys and of the values of a cache, which some engines set apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct KvFormat {
    /// Of the keys, of latents and of index keys.
    pub keys: KvType,
    /// Of the values.
    pub values: KvType,
}

impl KvFormat {
    /// Keys and values in one format.
    #[must_use]
    pub const fn both(kv: KvType) -> Self {
        Self {
            keys: kv,
            values: kv,
        }
    }

    /// Whether keys and values differ in format.
    #[must_use]
    pub fn is_apart(self) -> bool {
        self.keys != self.values
    }

    /// Id in links: of the one format, or of both.
    ///
    /// ```
    /// use headroom_core::model::quant::{KvFormat, KvType};
    /// assert_eq!(KvFormat::both(KvType::Q8_0).id(), "q8_0");
    /// let apart = KvFormat { keys: KvType::Q8_0, values: KvType::Q4_0 };
    /// assert_eq!(apart.id(), "q8_0~q4_0");
    /// ```
    #[must_use]
    pub fn id(self) -> Cow<'static, str> {
        if self.is_apart() {
            Cow::Owned(format!("{}~{}", self.keys.id(), self.values.id()))
        } else {
            Cow::Borrowed(self.keys.id())
        }
    }

    /// What is written of it: the name that people write, or both with what they are of.
    #[must_use]
    pub fn name(self) -> Cow<'static, str> {
        if self.is_apart() {
            let (keys, values) = (self.keys.name(), self.values.name());
            Cow::Owned(format!("{keys} keys, {values} values"))
        } else {
            Cow::Borrowed(self.keys.name())
        }
    }
}

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
    /// 8-bit integers; scales lie beside them, as the engine lays them out.
    Int8,
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
    /// 4-bit floats with an 8-bit scale for 16 of them: 9 bytes.
    Nvfp4,
}

impl KvType {
    /// Every format, widest first.
    pub const ALL: [Self; 12] = [
        Self::F32,
        Self::F16,
        Self::Bf16,
        Self::Fp8,
        Self::Int8,
        Self::Q8_0,
        Self::Q5_1,
        Self::Q5_0,
        Self::Q4_1,
        Self::Q4_0,
        Self::Iq4Nl,
        Self::Nvfp4,
    ];

    /// Id in links.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::F32 => "f32",
            Self::F16 => "f16",
            Self::Bf16 => "bf16",
            Self::Fp8 => "fp8",
            Self::Int8 => "int8",
            Self::Q8_0 => "q8_0",
            Self::Q5_1 => "q5_1",
            Self::Q5_0 => "q5_0",
            Self::Q4_1 => "q4_1",
            Self::Q4_0 => "q4_0",
            Self::Iq4Nl => "iq4_nl",
            Self::Nvfp4 => "nvfp4",
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
            Self::Int8 => "INT8",
            Self::Q8_0 => "Q8_0",
            Self::Q5_1 => "Q5_1",
            Self::Q5_0 => "Q5_0",
            Self::Q4_1 => "Q4_1",
            Self::Q4_0 => "Q4_0",
            Self::Iq4Nl => "IQ4_NL",
            Self::Nvfp4 => "NVFP4",
        }
    }

    /// The format with this id, whatever its case.
    #[must_use]
    pub fn parse(id: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|kv| kv.id().eq_ignore_ascii_case(id))
    }

    /// Whether it takes less than 16 bits a number.
    #[must_use]
    pub fn is_quantised(self) -> bool {
        !matches!(self, Self::F32 | Self::F16 | Self::Bf16)
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
            Self::Fp8 | Self::Int8 => (1, 1),
            Self::Q8_0 => (32, 34),
            Self::Q5_1 => (32, 24),
            Self::Q5_0 => (32, 22),
            Self::Q4_1 => (32, 20),
            Self::Q4_0 | Self::Iq4Nl => (32, 18),
            Self::Nvfp4 => (16, 9),
        }
    }

    /// Bytes of a row of so many numbers; a part of a block is stored as a whole one.
    #[must_use]
    pub fn row_bytes(self, elements: u64) -> u64 {
        let (numbers, bytes) = self.block();
        elements.div_ceil(numbers) * bytes
    }
}
