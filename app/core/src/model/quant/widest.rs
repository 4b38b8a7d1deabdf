//! The largest matrix of a model, for whoever has to make room for one at a time.

use super::mix::{Dynamic, base};
use super::{Block, Family, Quant, packed};
use crate::model::arch::Arch;
use crate::model::tensors::{Role, Tensor};

/// Bytes of the largest matrix of a layer's feed-forward part: a dense layer's, or one projection
/// of all its experts, in the widest blocks that the format gives it in any layer.
#[must_use]
pub fn largest_matrix_bytes(arch: &Arch, quant: Quant) -> u64 {
    let (hidden, inner) = (
        u64::from(arch.hidden_size),
        u64::from(arch.intermediate_size),
    );
    let dense = matrices(quant, hidden, inner, 1, false);
    let experts = arch.moe.map_or(0, |moe| {
        let outer = u64::from(moe.latent_size.unwrap_or(arch.hidden_size));
        let inner = u64::from(moe.intermediate_size);
        matrices(quant, outer, inner, moe.experts.into(), true)
    });
    dense.max(experts)
}

/// The larger of the projections up and down between `outer` and `inner` numbers.
fn matrices(quant: Quant, outer: u64, inner: u64, count: u64, experts: bool) -> u64 {
    let (up, down) = if experts {
        (Role::ExpertUp, Role::ExpertDown)
    } else {
        (Role::FfnUp, Role::FfnDown)
    };
    let matrix = |role, rows, cols| {
        let tensor = Tensor {
            role,
            rows,
            cols,
            count,
        };
        bytes(quant, tensor)
    };
    matrix(up, inner, outer).max(matrix(down, outer, inner))
}

fn bytes(quant: Quant, tensor: Tensor) -> u64 {
    match quant.family() {
        Family::Gguf | Family::IkGguf => block(quant, tensor.role)
            .fitting(tensor.cols)
            .bytes(tensor.params(), tensor.cols),
        Family::Float
        | Family::Fp8
        | Family::Int8
        | Family::Grouped4
        | Family::Bnb
        | Family::Mlx
        | Family::Exl3
        | Family::Exl2
        | Family::Fp4 => packed::matrix_bytes(quant, tensor)
            .unwrap_or_else(|| base(quant).bytes(tensor.params(), tensor.cols)),
    }
}

/// The widest block that a mix of llama.cpp gives to a feed-forward matrix (see
/// [`mix`](super::mix)): projections down get more bits than the others in some layers.
const fn block(quant: Quant, role: Role) -> Block {
    if let Some(widest) = Dynamic::widest(quant, role) {
        return widest;
    }
    match (quant, role) {
        (Quant::Mxfp4Moe, Role::ExpertUp | Role::ExpertDown) => Block::Mxfp4,
        // All of the first layer, where there are many experts.
        (Quant::Iq2Kt, _) => Block::Iq3K,
        (_, Role::FfnDown | Role::ExpertDown) => down(quant),
        _ => base(quant),
    }
}

const fn down(quant: Quant) -> Block {
    match quant {
        Quant::Q5KM | Quant::Q5KL | Quant::Q4KM | Quant::Q4KL => Block::Q6K,
        Quant::Q4KS | Quant::Q3KM | Quant::Q3KL | Quant::Q3KXl => Block::Q5K,
        Quant::Iq3M | Quant::Q2KS => Block::Q4K,
        Quant::Q2K | Quant::Q2KL => Block::Q3K,
        Quant::Iq2M | Quant::Iq2S => Block::Iq3S,
        Quant::Iq2Xs | Quant::Iq2Xxs | Quant::Iq1M | Quant::Iq1S | Quant::Iq2Ks => Block::Q2K,
        _ => base(quant),
    }
}

#[cfg(test)]
#[expect(clippy::expect_used, reason = "a panic is how a test fails")]
mod tests {
    use super::*;
    use crate::catalog::Catalog;
    use crate::model::quant::mix::{Mix, Place};
    use crate::model::tensors::LayerShape;

    fn arch(id: &str) -> &'static Arch {
        let model = Catalog::builtin().model(id);
        &model.expect("a model of the catalogue").arch
    }

    /// Thousandths of a bit that a number of the block takes.
    fn millibits(block: Block) -> u64 {
        let (numbers, bytes) = block.layout();
        bytes * 8_000 / numbers
    }

    /// Thousandths of a bit that a number of the widest matrix of Llama 3.1 8B takes, in the order of the formats.
    const WIDEST: [(&str, u64); 98] = [
        ("f32", 32_000),
        ("bf16", 16_000),
        ("f16", 16_000),
        ("fp8", 8_000),
        ("fp8_channel", 8_007),
        ("fp8_block", 8_001),
        ("int8", 8_007),
        ("nvfp4", 4_500),
        ("mxfp4", 4_250),
        ("awq", 4_156),
        ("gptq", 4_164),
        ("int4_experts", 4_500),
        ("nf4", 4_500),
        ("nf4_dq", 4_126),
        ("mlx8", 8_500),
        ("mlx6", 6_500),
        ("mlx5", 5_500),
        ("mlx4", 4_500),
        ("mlx3", 3_500),
        // Scales of 4,096 rows and 14,336 columns beside.
        ("exl3-8.0", 8_005),
        ("exl3-6.0", 6_005),
        ("exl3-5.0", 5_005),
        ("exl3-4.5", 4_505),
        ("exl3-4.0", 4_005),
        ("exl3-3.5", 3_505),
        ("exl3-3.0", 3_005),
        ("exl3-2.5", 2_505),
        ("exl3-2.25", 2_255),
        ("exl3-2.0", 2_005),
        ("exl2-8.0", 8_005),
        ("exl2-6.5", 6_505),
        ("exl2-6.0", 6_005),
        ("exl2-5.0", 5_005),
        ("exl2-4.65", 4_655),
        ("exl2-4.25", 4_255),
        ("exl2-4.0", 4_005),
        ("exl2-3.5", 3_505),
        ("exl2-3.0", 3_005),
        ("exl2-2.55", 2_555),
        ("exl2-2.4", 2_405),
        ("ud-q8_k_xl", 16_000),
        ("q8_0", 8_500),
        ("ud-q6_k_xl", 8_500),
        ("q6_k_l", 6_562),
        ("q6_k", 6_562),
        ("ud-q5_k_xl", 6_562),
        ("q5_1", 6_000),
        ("q5_k_l", 6_562),
        ("q5_k_m", 6_562),
        ("q5_k_s", 5_500),
        ("q5_0", 5_500),
        ("ud-q4_k_xl", 6_562),
        ("q4_k_l", 6_562),
        ("q4_1", 5_000),
        ("q4_k_m", 6_562),
        ("q4_k_s", 5_500),
        ("q4_0", 4_500),
        ("iq4_nl", 4_500),
        ("iq4_xs", 4_250),
        ("mxfp4_moe", 8_500),
        ("ud-q3_k_xl", 5_500),
        ("q3_k_xl", 5_500),
        ("q3_k_l", 5_500),
        ("q3_k_m", 5_500),
        ("iq3_m", 4_500),
        ("q3_k_s", 3_437),
        ("iq3_s", 3_437),
        ("iq3_xs", 3_437),
        ("ud-iq3_xxs", 4_500),
        ("iq3_xxs", 3_062),
        ("ud-q2_k_xl", 4_500),
        ("q2_k_l", 3_437),
        ("q2_k", 3_437),
        ("q2_k_s", 4_500),
        ("iq2_m", 3_437),
        ("iq2_s", 3_437),
        ("iq2_xs", 2_625),
        ("ud-iq2_xxs", 4_500),
        ("iq2_xxs", 2_625),
        ("tq2_0", 2_062),
        ("iq1_m", 2_625),
        ("tq1_0", 1_687),
        ("iq1_s", 2_625),
        // Of these, some have 2 or 4 bytes a row beside.
        ("iq6_k", 6_625),
        ("iq5_k", 5_500),
        ("iq5_ks", 5_257),
        ("iq4_k", 4_500),
        ("iq4_ks", 4_257),
        ("iq4_kss", 4_007),
        ("iq4_kt", 4_007),
        ("iq3_k", 3_437),
        ("iq3_ks", 3_191),
        ("iq3_kt", 3_132),
        ("iq2_kl", 2_691),
        ("iq2_k", 2_375),
        ("iq2_ks", 2_625),
        ("iq2_kt", 3_437),
        ("iq1_kt", 1_757),
    ];

    #[test]
    fn each_format_has_the_bits_of_its_widest_matrix() {
        let llama = arch("llama-3.1-8b");
        let params = u64::from(llama.hidden_size) * u64::from(llama.intermediate_size);
        assert_eq!(WIDEST.len(), Quant::ALL.len());
        for (quant, (id, bits)) in Quant::ALL.iter().zip(WIDEST) {
            let bytes = largest_matrix_bytes(llama, *quant);
            assert_eq!((quant.id(), bytes * 8_000 / params), (id, bits));
        }
    }

    #[test]
    fn experts_in_mxfp4_are_staged_in_it() {
        let oss = arch("gpt-oss-120b");
        let moe = oss.moe.expect("experts");
        let params =
            u64::from(moe.experts) * u64::from(oss.hidden_size) * u64::from(moe.intermediate_size);
        let bytes = largest_matrix_bytes(oss, Quant::Mxfp4Moe);
        assert_eq!(bytes, params / 32 * 17);
    }

    #[test]
    fn no_mix_gives_a_matrix_more_than_its_widest_block_and_some_model_has_it() {
        let models = Catalog::builtin().models;
        let formats = Quant::ALL.iter().copied();
        for quant in formats.filter(|quant| quant.family().is_of_llama_cpp()) {
            for role in [Role::FfnUp, Role::FfnDown, Role::ExpertUp, Role::ExpertDown] {
                let widest = millibits(block(quant, role));
                let mut seen = 0;
                for model in models {
                    let mix = Mix::of(&model.arch, quant);
                    let mut place = Place::default();
                    for index in 0..model.arch.layers.len() {
                        let bits = millibits(mix.layer(place, false).block(role));
                        assert!(bits <= widest, "{} {quant:?} {role:?}", model.id);
                        seen = seen.max(bits);
                        place = place.after(&model.arch, LayerShape::of(&model.arch, index));
                    }
                }
                assert_eq!(seen, widest, "{quant:?} {role:?}");
            }
        }
    }
}
