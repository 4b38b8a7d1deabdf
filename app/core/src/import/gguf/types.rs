//! The types that ggml stores numbers in, and the mixes of them that files are named after.
//!
//! Numbers and bytes of a block: `ggml` (`GGML_QUANT_SIZES` of its Python package `gguf` 0.19), which has more types than
//! `llama-quantize` writes. Mixes: `enum llama_ftype` of llama.cpp.

use crate::model::quant::Quant;

/// A type by its blocks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Type {
    pub(super) id: u32,
    /// Numbers in a block.
    pub(super) numbers: u64,
    /// Bytes of a block.
    pub(super) bytes: u64,
}

const TYPES: [(u32, u64, u64); 34] = [
    (0, 1, 4),
    (1, 1, 2),
    (2, 32, 18),
    (3, 32, 20),
    (6, 32, 22),
    (7, 32, 24),
    (8, 32, 34),
    (9, 32, 40),
    (10, 256, 84),
    (11, 256, 110),
    (12, 256, 144),
    (13, 256, 176),
    (14, 256, 210),
    (15, 256, 292),
    (16, 256, 66),
    (17, 256, 74),
    (18, 256, 98),
    (19, 256, 50),
    (20, 32, 18),
    (21, 256, 110),
    (22, 256, 82),
    (23, 256, 136),
    (24, 1, 1),
    (25, 1, 2),
    (26, 1, 4),
    (27, 1, 8),
    (28, 1, 8),
    (29, 256, 56),
    (30, 1, 2),
    (34, 256, 54),
    (35, 256, 66),
    (39, 32, 17),
    (40, 64, 36),
    (41, 128, 18),
];

/// The type with a number, where it is known.
pub(super) fn of(id: u32) -> Option<Type> {
    let mut types = TYPES.iter();
    let &(id, numbers, bytes) = types.find(|(other, ..)| *other == id)?;
    Some(Type { id, numbers, bytes })
}

/// The mix that a file says it is, where it has a name here.
pub(super) fn mix(file_type: u64) -> Option<Quant> {
    Some(match file_type {
        0 => Quant::F32,
        1 => Quant::F16,
        2 => Quant::Q4_0,
        3 => Quant::Q4_1,
        7 => Quant::Q8_0,
        8 => Quant::Q5_0,
        9 => Quant::Q5_1,
        10 => Quant::Q2K,
        11 => Quant::Q3KS,
        12 => Quant::Q3KM,
        13 => Quant::Q3KL,
        14 => Quant::Q4KS,
        15 => Quant::Q4KM,
        16 => Quant::Q5KS,
        17 => Quant::Q5KM,
        18 => Quant::Q6K,
        19 => Quant::Iq2Xxs,
        20 => Quant::Iq2Xs,
        21 => Quant::Q2KS,
        22 => Quant::Iq3Xs,
        23 => Quant::Iq3Xxs,
        24 => Quant::Iq1S,
        25 => Quant::Iq4Nl,
        26 => Quant::Iq3S,
        27 => Quant::Iq3M,
        28 => Quant::Iq2S,
        29 => Quant::Iq2M,
        30 => Quant::Iq4Xs,
        31 => Quant::Iq1M,
        32 => Quant::Bf16,
        36 => Quant::Tq1_0,
        37 => Quant::Tq2_0,
        38 => Quant::Mxfp4Moe,
        _ => return None,
    })
}

/// The format of files that are of one type for the most part.
pub(super) fn mostly(id: u32) -> Option<Quant> {
    Some(match id {
        0 => Quant::F32,
        1 => Quant::F16,
        2 => Quant::Q4_0,
        3 => Quant::Q4_1,
        6 => Quant::Q5_0,
        7 => Quant::Q5_1,
        8 => Quant::Q8_0,
        10 => Quant::Q2K,
        11 => Quant::Q3KM,
        12 => Quant::Q4KM,
        13 => Quant::Q5KM,
        14 => Quant::Q6K,
        16 => Quant::Iq2Xxs,
        17 => Quant::Iq2Xs,
        18 => Quant::Iq3Xxs,
        19 => Quant::Iq1S,
        20 => Quant::Iq4Nl,
        21 => Quant::Iq3S,
        22 => Quant::Iq2S,
        23 => Quant::Iq4Xs,
        29 => Quant::Iq1M,
        30 => Quant::Bf16,
        34 => Quant::Tq1_0,
        35 => Quant::Tq2_0,
        39 => Quant::Mxfp4Moe,
        _ => return None,
    })
}
