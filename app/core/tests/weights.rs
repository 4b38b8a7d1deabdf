//! Weights against published counts and sizes, and the laws that sums must keep.
#![expect(clippy::unwrap_used, reason = "a missing catalogue row fails the test")]

use headroom_core::catalog::{Catalog, Model};
use headroom_core::evaluate::report;
use headroom_core::model::class::WeightClass;
use headroom_core::model::quant::{Block, Family, Quant};
use headroom_core::model::stack::LayerBytes;
use headroom_core::model::tensors;
use headroom_core::model::weights::{Weights, weigh};

fn model(id: &str) -> &'static Model {
    Catalog::builtin().model(id).unwrap()
}

fn weights(id: &str, quant: Quant) -> Weights {
    let model = model(id);
    weigh(&model.arch, model.native, model.params.vision, quant)
}

/// Asserts that a size rounds to what was published, `half` being half a unit of its last place.
fn close(bytes: u64, published: u64, half: u64) {
    assert!(
        bytes.abs_diff(published) <= half,
        "{bytes} against {published} ± {half}"
    );
}

#[test]
fn every_model_counts_to_its_published_parameters() {
    for model in Catalog::builtin().models {
        let counted = tensors::count(&model.arch);
        assert_eq!(counted, model.params.text, "{}", model.id);
        assert_eq!(
            counted + model.params.vision,
            model.params.total,
            "{}",
            model.id
        );
        let sixteen = weigh(&model.arch, model.native, model.params.vision, Quant::Bf16);
        assert_eq!(sixteen.params, counted, "{}", model.id);
        assert_eq!(sixteen.total(), 2 * counted, "{}", model.id);
        assert_eq!(sixteen.vision, 2 * model.params.vision, "{}", model.id);
    }
}

#[test]
fn parts_sum_to_the_total_in_every_format() {
    for model in Catalog::builtin().models {
        for &quant in Quant::ALL {
            let weights = weigh(&model.arch, model.native, 0, quant);
            let layers: u64 = weights.layers.iter().copied().map(LayerBytes::total).sum();
            let outer =
                weights.embedding + weights.per_layer_embedding + weights.head + weights.extra;
            assert_eq!(
                layers + outer,
                weights.total(),
                "{} {}",
                model.id,
                quant.id()
            );
            assert_eq!(
                weights.layers.len(),
                model.arch.layers.len(),
                "{}",
                model.id
            );
            assert_eq!(weights.head == 0, model.arch.tied, "{}", model.id);
        }
    }
}

#[test]
fn llama_405b_in_16_bits_is_811_7_gb() {
    assert_eq!(
        weights("llama-3.1-405b", Quant::F16).total(),
        405_853_388_800 * 2
    );
}

/// llama-bench prints the bytes of the tensors; the difference is the table of rotary frequencies
/// (64 and 32 numbers of 4 bytes) that llama.cpp stores for Llama 3.
#[test]
fn tensor_bytes_of_llama_files_are_exact() {
    assert_eq!(
        weights("llama-3.1-8b", Quant::Q4KM).total() + 64 * 4,
        4_912_898_304
    );
    assert_eq!(
        weights("llama-3.2-1b", Quant::Q4KM).total() + 32 * 4,
        799_862_912
    );
}

/// A file of 4,661,724,384 bytes with 128,256 tokens and 280,147 merges of metadata.
#[test]
fn llama_3_8b_q4_0_leaves_room_for_its_metadata() {
    let metadata = 4_661_724_384 - weights("llama-3-8b", Quant::Q4_0).total();
    assert!((7_000_000..9_000_000).contains(&metadata), "{metadata}");
}

/// Bits per weight that llama.cpp's own table prints for Llama 3.1 8B (tools/quantize/README.md).
#[test]
fn bits_per_weight_of_llama_3_1_8b() {
    for (quant, ten_thousandths) in [
        (Quant::Iq1M, 21_460),
        (Quant::Iq2M, 29_294),
        (Quant::Iq3M, 37_628),
        (Quant::Q2K, 31_593),
        (Quant::Q4KM, 48_944),
        (Quant::Q8_0, 85_008),
    ] {
        let weights = weights("llama-3.1-8b", quant);
        let bits = (weights.total() * 80_000 + weights.params / 2) / weights.params;
        assert_eq!(bits, ten_thousandths, "{}", quant.id());
    }
}

/// Sizes that `ik_llama.cpp`'s benchmarks print for files of Llama 3.1 8B in its own formats (its pull requests 428 and 533, issue
/// 92): GiB as rounded there.
#[test]
fn files_of_ik_llama_cpp_of_llama_3_1_8b() {
    const HUNDREDTH: u64 = (1 << 30) / 100;
    for (quant, hundredths) in [(Quant::Iq4Ks, 414), (Quant::Iq5Ks, 495), (Quant::Iq6K, 619)] {
        close(
            weights("llama-3.1-8b", quant).total(),
            hundredths * HUNDREDTH,
            HUNDREDTH,
        );
    }
}

/// 32 layers of a Llama have 8 key/value heads to 32: value projections get 5.5 bits of `IQ4_K`'s 4.5, the head 6.56.
#[test]
fn iq4_k_of_llama_3_1_8b_by_hand() {
    let (hidden, inner, vocabulary, layers) = (4_096_u64, 14_336, 128_256, 32);
    let at = |numbers: u64, block: u64| numbers / 256 * block;
    let layer = at(
        2 * hidden * hidden + hidden * 1_024 + 3 * hidden * inner,
        144,
    ) + at(hidden * 1_024, 176)
        + 2 * hidden * 4;
    let outer = at(vocabulary * hidden, 144) + at(vocabulary * hidden, 210) + hidden * 4;
    assert_eq!(
        weights("llama-3.1-8b", Quant::Iq4K).total(),
        layers * layer + outer
    );
}

/// What only some models have: rows for each layer beside the embedding, a Falcon's head, a small vocabulary.
#[test]
fn mixes_of_ik_llama_cpp_know_the_odd_ones() {
    let per_layer = |quant| weights("gemma-4-e2b", quant).per_layer_embedding;
    let numbers = per_layer(Quant::F16) / 2;
    assert_eq!(per_layer(Quant::Iq2K), numbers / 256 * 76);
    assert_eq!(per_layer(Quant::Iq3Kt), numbers / 256 * 110);
    let falcon = weights("falcon-180b", Quant::Iq4K);
    // Its embedding is its head.
    assert_eq!(falcon.embedding, 65_024 * 14_848 / 32 * 34);
    // Queries get fewer bits in Llama 3 alone.
    let bits = |id: &str, quant| weights(id, quant).total() * 8_000 / weights(id, quant).params;
    assert!(bits("llama-2-70b", Quant::Iq5K) > bits("llama-3.1-70b", Quant::Iq5K));
}

/// A row of `IQ4_KS` has a scale of 4 bytes beside its blocks, one of `IQ2_KS` 2.
#[test]
fn scales_of_rows_are_counted() {
    for (block, bytes) in [
        (Block::Iq4Ks, 16 * 136 + 4),
        (Block::Iq2Ks, 16 * 70 + 2),
        (Block::Iq4K, 16 * 144),
    ] {
        assert_eq!(block.bytes(4_096, 4_096), bytes);
        assert_eq!(block.bytes(8 * 4_096, 4_096), 8 * bytes);
    }
}

/// Files that llama.cpp's own quantiser made of models that the recipe was not checked on while it
/// was written: Gemma 4 31B (huggingface.co/pearsonkyle/gemma4-31b-imatrix-mtp-GGUF) and E2B
/// (huggingface.co/Asystemoffields/gemma-4-E2B-it-PMRA-GGUF); GiB and GB as published, header and
/// tokenizer (some 15 MB) included.
#[test]
fn gemma_4_files_of_the_plain_recipe() {
    const HUNDREDTH: u64 = (1 << 30) / 100;
    for (quant, hundredths) in [(Quant::Iq2M, 1_017), (Quant::Q5KS, 1_985)] {
        close(
            weights("gemma-4-31b", quant).total() + 15_000_000,
            hundredths * HUNDREDTH,
            HUNDREDTH,
        );
    }
    close(
        weights("gemma-4-e2b", Quant::Q4KM).total() + 15_000_000,
        3_412_000_000,
        6_000_000,
    );
}

/// Rows that do not divide into super-blocks fall back, so that low-bit files hardly shrink
/// (Nemotron 3 Nano: 2688 and 1856 columns).
#[test]
fn awkward_rows_fall_back_to_blocks_of_32() {
    let size = |quant| weights("nemotron-3-nano-30b-a3b", quant).total();
    assert!(size(Quant::Q2KL) > size(Quant::Iq4Xs));
    assert!(size(Quant::Q8_0) - size(Quant::Q6K) < size(Quant::Q8_0) / 100);
}

/// Experts that are published in MXFP4 stay so in every GGUF file: 10.7 to 11.3 GiB.
#[test]
fn gpt_oss_hardly_changes_with_the_format() {
    for quant in [Quant::Q2K, Quant::Q4KM, Quant::Q6K, Quant::Q8_0] {
        let gib = weights("gpt-oss-20b", quant).total() * 10 / (1 << 30);
        assert!((105..=114).contains(&gib), "{} {gib}", quant.id());
    }
}

/// One name, two files: the publisher leaves what is not an expert in 16 bits, and the GGUF file of
/// gpt-oss-120b that lists MXFP4 has 59.0 GiB (janhq/model-catalog, 2026-03-15).
#[test]
fn mxfp4_of_llama_cpp_keeps_the_rest_in_8_bits() {
    let bytes = |query: &str| report(query, Catalog::builtin()).memory().weights_bytes;
    let gguf = bytes("model=gpt-oss-120b&w=mxfp4&engine=llama.cpp");
    let hundredths = gguf * 100 / (1 << 30);
    assert!((5_895..=5_905).contains(&hundredths), "{hundredths}");
    assert!(bytes("model=gpt-oss-120b&w=mxfp4&engine=vllm") > gguf);
}

#[test]
fn block_fp8_adds_one_scale_for_16384_weights() {
    let fp8 = weights("deepseek-v3", Quant::Fp8Block);
    let attention = fp8
        .classes
        .iter()
        .find(|class| class.class == WeightClass::RoutedExperts)
        .unwrap();
    assert_eq!(
        attention.bytes,
        attention.params + attention.params / 16_384 * 4
    );
    assert!(fp8.total() > fp8.params && fp8.total() < fp8.params + 4_000_000_000);
}

#[test]
fn double_quantised_nf4_takes_4_127_bits() {
    let nf4 = weights("llama-3.1-70b", Quant::Nf4Dq);
    let packed = nf4
        .classes
        .iter()
        .find(|class| class.class == WeightClass::FeedForward)
        .unwrap();
    assert_eq!(packed.bytes * 8_000 / packed.params, 4_126);
    assert_eq!(nf4.head, 128_256 * 8_192 * 2);
}

#[test]
fn four_bit_groups_take_a_scale_and_a_zero_point() {
    let awq = weights("llama-3.1-70b", Quant::Awq);
    let packed = awq
        .classes
        .iter()
        .find(|class| class.class == WeightClass::FeedForward)
        .unwrap();
    assert_eq!(packed.bytes * 32, packed.params * 133 / 8);
    assert!(weights("llama-3.1-70b", Quant::Gptq).total() > awq.total());
}

/// Fewer nominal bits never make the same family of files larger, wherever rows divide.
#[test]
fn smaller_mixes_are_smaller() {
    let order = [
        Quant::Q8_0,
        Quant::Q6K,
        Quant::Q5KM,
        Quant::Q5KS,
        Quant::Q4KM,
        Quant::Q4KS,
        Quant::Iq4Xs,
        Quant::Q3KL,
        Quant::Q3KM,
        Quant::Q3KS,
        Quant::Iq3Xs,
        Quant::Iq3Xxs,
        Quant::Iq2M,
        Quant::Iq2S,
        Quant::Iq2Xs,
        Quant::Iq2Xxs,
        Quant::Iq1M,
        Quant::Iq1S,
    ];
    for id in [
        "llama-3.1-405b",
        "llama-3.1-8b",
        "qwen3-32b",
        "mixtral-8x22b",
        "qwen3-235b-a22b",
    ] {
        for pair in order.windows(2) {
            let [larger, smaller] = pair else { continue };
            assert!(
                weights(id, *larger).total() > weights(id, *smaller).total(),
                "{id}: {} and {}",
                larger.id(),
                smaller.id(),
            );
        }
    }
}

/// Lifting embedding and head to 8 bits costs exactly the difference on these two.
#[test]
fn large_variants_lift_embedding_and_head_alone() {
    for (lifted, plain) in [
        (Quant::Q2KL, Quant::Q2K),
        (Quant::Q3KXl, Quant::Q3KL),
        (Quant::Q4KL, Quant::Q4KM),
        (Quant::Q5KL, Quant::Q5KM),
        (Quant::Q6KL, Quant::Q6K),
    ] {
        let lifted = weights("llama-3.1-8b", lifted);
        let plain = weights("llama-3.1-8b", plain);
        assert_eq!(lifted.layers, plain.layers);
        assert_eq!(lifted.embedding, 128_256 * 4_096 / 32 * 34);
        assert_eq!(lifted.head, lifted.embedding);
    }
}

#[test]
fn gpu_formats_leave_embedding_and_head_in_16_bits() {
    for &quant in Quant::ALL {
        if matches!(
            quant.family(),
            Family::Gguf
                | Family::IkGguf
                | Family::Float
                | Family::Mlx
                | Family::Exl2
                | Family::Exl3
        ) {
            continue;
        }
        let weights = weights("llama-3.1-405b", quant);
        assert_eq!(weights.embedding, 128_256 * 16_384 * 2, "{}", quant.id());
        assert_eq!(weights.head, weights.embedding, "{}", quant.id());
    }
}

/// Of ExLlama’s files the head has 6 bits, whatever the others have, and the embedding 16.
#[test]
fn exl_files_have_as_many_bits_as_they_were_made_for() {
    let weights = weights("llama-3.1-70b", Quant::Exl3B4P0);
    let scales = 2 * (128_256 + 8_192);
    assert_eq!(weights.embedding, 128_256 * 8_192 * 2);
    assert_eq!(weights.head, 128_256 * 8_192 * 6 / 8 + scales);
    // Of a layer: queries, keys, values, outputs and three matrices of the feed-forward block.
    let layer = weights.layers.first().copied().unwrap();
    let params = 8_192_u64 * (8_192 + 1_024 + 1_024 + 8_192 + 3 * 28_672);
    let scales = 2 * (2 * 16_384 + 2 * 9_216 + 3 * 36_864);
    let norms = 2 * 8_192 * 2;
    assert_eq!(layer.total(), params / 2 + scales + norms);
}

/// MLX packs embedding and head as well: four bits and a 16-bit scale and offset for 64 of them.
#[test]
fn mlx_packs_embedding_and_head() {
    let weights = weights("llama-3.1-405b", Quant::Mlx4);
    assert_eq!(weights.embedding, 128_256 * 16_384 * 45 / 80);
    assert_eq!(weights.head, weights.embedding);
}

#[test]
fn key_and_value_projections_are_kept_apart() {
    let weights = weights("llama-3.1-405b", Quant::Bf16);
    let layer = weights.layers.first().copied().unwrap();
    assert_eq!(layer.kv_proj, 2 * 8 * 128 * 16_384 * 2);
    assert_eq!(layer.experts, 0);
    assert_eq!(layer.replicated, 2 * 16_384 * 2);
}
