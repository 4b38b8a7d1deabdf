//! The types that ggml stores numbers in, and the mixes of them that files are named after.
//!
//! Numbers and bytes of a block: `ggml` (`GGML_QUANT_SIZES` of its Python package `gguf` 0.19), which has more types than
//! `llama-quantize` writes. Mixes: `enum llama_ftype` of llama.cpp.

use crate::model::quant::{Block, Quant};

/// A type by its blocks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Type {
    pub(super) id: u32,
    /// Numbers in a block.
    pub(super) numbers: u64,
    /// Bytes of a block.
    pub(super) bytes: u64,
    /// Bytes of a row beside its blocks.
    pub(super) row_bytes: u64,
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

/// Types of `ik_llama.cpp` beyond those, and their blocks (`enum ggml_type` of its `ggml.h`, 2026-08-15).
const OF_IK: [(u32, Block); 16] = [
    (133, Block::Q6_0),
    (137, Block::Iq2K),
    (138, Block::Iq3K),
    (139, Block::Iq4K),
    (140, Block::Iq5K),
    (141, Block::Iq6K),
    (144, Block::Iq4Ks),
    (145, Block::Iq2Ks),
    (146, Block::Iq4Kss),
    (152, Block::Iq5Ks),
    (153, Block::Iq2Kt),
    (154, Block::Iq3Kt),
    (155, Block::Iq4Kt),
    (156, Block::Iq3Ks),
    (157, Block::Iq2Kl),
    (158, Block::Iq1Kt),
];

/// Types of `ik_llama.cpp` that no format here is made of: number, numbers and bytes of a block, bytes of a row beside them.
const OTHERS_OF_IK: [(u32, u64, u64, u64); 9] = [
    (134, 64, 13, 2),
    (135, 64, 16, 4),
    (151, 32, 32, 8),
    (219, 32, 6, 2),
    (229, 32, 7, 2),
    (335, 64, 16, 4),
    (397, 256, 258, 0),
    (398, 32, 32, 4),
    (399, 256, 258, 0),
];

/// Its types with interleaved rows, and those whose blocks they have.
const INTERLEAVED: [(u32, u32); 24] = [
    (202, 2),
    (206, 6),
    (208, 8),
    (210, 10),
    (211, 11),
    (212, 12),
    (213, 13),
    (214, 14),
    (216, 16),
    (217, 17),
    (218, 18),
    (220, 20),
    (221, 21),
    (222, 22),
    (223, 23),
    (230, 30),
    (233, 133),
    (337, 137),
    (338, 138),
    (339, 139),
    (340, 140),
    (344, 144),
    (352, 152),
    (353, 39),
];

/// The type with a number, where it is known.
pub(super) fn of(id: u32) -> Option<Type> {
    let plain = plain(id);
    let listed = { TYPES.iter() }.find(|(other, ..)| *other == plain);
    let of_ik = { OF_IK.iter() }.find(|(other, _)| *other == plain);
    let another = { OTHERS_OF_IK.iter() }.find(|(other, ..)| *other == plain);
    let (numbers, bytes, row_bytes) = match (listed, of_ik, another) {
        (Some(&(_, numbers, bytes)), ..) => (numbers, bytes, 0),
        (_, Some((_, block)), _) => {
            let (numbers, bytes) = block.layout();
            (numbers, bytes, block.row_bytes())
        }
        (.., Some(&(_, numbers, bytes, row_bytes))) => (numbers, bytes, row_bytes),
        (None, None, None) => return None,
    };
    Some(Type {
        id,
        numbers,
        bytes,
        row_bytes,
    })
}

/// Whether `ik_llama.cpp` alone reads the type.
pub(super) fn is_of_ik(id: u32) -> bool {
    of(id).is_some() && !TYPES.iter().any(|(other, ..)| *other == id)
}

/// The type of the same blocks whose rows are not interleaved.
fn plain(id: u32) -> u32 {
    let mut interleaved = INTERLEAVED.iter();
    let known = interleaved.find(|(other, _)| *other == id);
    known.map_or(id, |(_, plain)| *plain)
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
        138 | 338 => Quant::Iq2K,
        139 | 339 => Quant::Iq3K,
        140 | 340 => Quant::Iq4K,
        141 | 341 => Quant::Iq5K,
        142 => Quant::Iq6K,
        145 | 345 => Quant::Iq4Ks,
        147 => Quant::Iq2Ks,
        148 => Quant::Iq4Kss,
        150 | 350 => Quant::Iq5Ks,
        151 => Quant::Iq2Kt,
        152 => Quant::Iq3Kt,
        153 => Quant::Iq4Kt,
        154 => Quant::Iq3Ks,
        155 => Quant::Iq2Kl,
        156 => Quant::Iq1Kt,
        _ => return None,
    })
}

/// The format of files that are of one type for the most part.
pub(super) fn mostly(id: u32) -> Option<Quant> {
    Some(match plain(id) {
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
        137 => Quant::Iq2K,
        138 => Quant::Iq3K,
        139 => Quant::Iq4K,
        140 => Quant::Iq5K,
        141 => Quant::Iq6K,
        144 => Quant::Iq4Ks,
        145 => Quant::Iq2Ks,
        146 => Quant::Iq4Kss,
        152 => Quant::Iq5Ks,
        153 => Quant::Iq2Kt,
        154 => Quant::Iq3Kt,
        155 => Quant::Iq4Kt,
        156 => Quant::Iq3Ks,
        157 => Quant::Iq2Kl,
        158 => Quant::Iq1Kt,
        _ => return None,
    })
}
