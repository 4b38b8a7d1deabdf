//! In how many bits a module of a checkpoint is stored.

use crate::model::quant::{Quant, packed};
use crate::model::tensors::Tensor;

/// How the matrix of a module is stored.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Bits {
    /// As it was trained, in 16 bits.
    Wide,
    /// By the rule of a format.
    Of(Quant),
    /// Whole numbers of so many bits, and for each group of inputs so many bits beside them.
    Grouped {
        bits: u32,
        /// Inputs of a group; 0 for all of a row.
        group: u32,
        /// Bits of a group's scale, and of its offset where it has one.
        beside: u32,
        /// Whether each input has a 32-bit number of its group (`g_idx`).
        listed: bool,
    },
    /// So many thousandths of a bit for each number, with a 16-bit scale of each row and column.
    Made(u32),
}

impl Bits {
    /// Bytes of a tensor that is stored so.
    pub(super) fn bytes(self, tensor: Tensor) -> u64 {
        let Tensor {
            rows, cols, count, ..
        } = tensor;
        let params = tensor.params();
        match self {
            Self::Wide => 2 * params,
            Self::Of(quant) => packed::matrix_bytes(quant, tensor).unwrap_or(2 * params),
            Self::Made(millibits) => {
                (params * u64::from(millibits)).div_ceil(8_000) + 2 * (rows + cols) * count
            }
            Self::Grouped {
                bits,
                group,
                beside,
                listed,
            } => {
                let groups = match group {
                    0 => 1,
                    group => cols.div_ceil(group.into()),
                };
                let numbers = (params * u64::from(bits)).div_ceil(8);
                let scales = (groups * rows * count * u64::from(beside)).div_ceil(8);
                let list = if listed { 4 * cols * count } else { 0 };
                numbers + scales + list
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Bits;
    use crate::model::quant::Quant;
    use crate::model::tensors::{Role, Tensor};

    /// What has a rule takes the same by its bits.
    #[test]
    fn groups_take_what_the_rules_say() {
        let tensor = Tensor {
            role: Role::FfnDown,
            rows: 4_096,
            cols: 14_336,
            count: 1,
        };
        let grouped = |bits, group, beside, listed| Bits::Grouped {
            bits,
            group,
            beside,
            listed,
        };
        for (own, quant) in [
            (grouped(4, 128, 20, true), Quant::Gptq),
            (grouped(4, 128, 20, false), Quant::Awq),
            (grouped(4, 32, 16, false), Quant::Int4Experts),
            (grouped(6, 64, 32, false), Quant::Mlx6),
            (grouped(8, 0, 32, false), Quant::Int8),
            (Bits::Made(3_500), Quant::Exl3B3P5),
        ] {
            assert_eq!(
                own.bytes(tensor),
                Bits::Of(quant).bytes(tensor),
                "{quant:?}"
            );
        }
    }
}
