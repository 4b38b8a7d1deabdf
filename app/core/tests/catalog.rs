//! The shipped catalogue: what it must say, whoever edits it.

#![expect(clippy::unwrap_used, reason = "a panic is how a test fails")]

use std::collections::BTreeSet;

use headroom_core::catalog::sizes::{Covers, FileKind, PUBLISHED_SIZES, PublishedSize};
use headroom_core::catalog::{Catalog, FormFactor, MemoryBasis, MemoryKind, PriceBasis, Segment};
use headroom_core::model::arch::{Extra, ExtraKind};
use headroom_core::model::native::Native;
use headroom_core::units::GIB;

const MIB: u64 = 1 << 20;

#[test]
fn ids_are_unique() {
    let catalog = Catalog::builtin();
    let gpus: BTreeSet<&str> = catalog.gpus.iter().map(|gpu| gpu.id).collect();
    let models: BTreeSet<&str> = catalog.models.iter().map(|model| model.id).collect();
    let sizes: BTreeSet<&str> = PUBLISHED_SIZES.iter().map(|size| size.id).collect();
    assert_eq!(gpus.len(), catalog.gpus.len());
    assert_eq!(models.len(), catalog.models.len());
    assert_eq!(sizes.len(), PUBLISHED_SIZES.len());
}

#[test]
fn rows_are_found_by_id() {
    let catalog = Catalog::builtin();
    for gpu in catalog.gpus {
        assert_eq!(catalog.gpu(gpu.id), Some(*gpu));
    }
    for model in catalog.models {
        assert_eq!(catalog.model(model.id), Some(*model));
    }
    assert_eq!(catalog.gpu("rtx-9999"), None);
    assert_eq!(catalog.model(""), None);
}

#[test]
fn a_96_gb_card_reports_less() {
    for id in [
        "rtx-pro-6000-blackwell-ws",
        "rtx-pro-6000-blackwell-max-q",
        "rtx-pro-6000-blackwell-server",
    ] {
        let memory = Catalog::builtin().gpu(id).unwrap().memory;
        assert_eq!(memory.bytes, 97_887 * MIB, "{id}");
        assert_eq!(
            (memory.basis, memory.nominal_gb),
            (MemoryBasis::Reported, 96),
            "{id}"
        );
        assert!(memory.bytes < 96 * GIB, "{id}");
    }
}

#[test]
fn data_sheet_figures() {
    let catalog = Catalog::builtin();
    let bandwidth = |id: &str| catalog.gpu(id).unwrap().bandwidth.unwrap();
    assert_eq!(bandwidth("rtx-3090"), 936_200_000_000);
    assert_eq!(bandwidth("rtx-pro-6000-blackwell-max-q"), 1_792_000_000_000);
    assert_eq!(
        bandwidth("rtx-pro-6000-blackwell-server"),
        1_597_000_000_000
    );
    assert_eq!(bandwidth("apple-m1"), 68_250_000_000);
    assert_eq!(bandwidth("h200-sxm"), 4_800_000_000_000);
    let rates = catalog.gpu("rtx-4090").unwrap().rates;
    assert_eq!(
        (rates.fp16, rates.fp16_fp16acc),
        (Some(165_200), Some(330_300))
    );
    assert_eq!(
        catalog.gpu("rtx-3090").unwrap().link.unwrap().bandwidth,
        112_500_000_000
    );
}

/// Two dies that software sees as two GPUs do not pool their memory.
#[test]
fn an_mi250x_is_one_die() {
    assert_eq!(
        Catalog::builtin().gpu("mi250x").unwrap().memory.bytes,
        64 * GIB
    );
}

#[test]
fn macos_grants_the_gpu_less_of_a_small_memory() {
    let catalog = Catalog::builtin();
    let share = |id: &str, size| catalog.gpu(id).unwrap().unified.unwrap().gpu_bytes(size);
    // recommendedMaxWorkingSetSize in llama.cpp's logs, in bytes.
    assert!(share("apple-m4", 32) <= 22_906_503_168);
    assert!(share("apple-m4", 32) > 22_500_000_000);
    assert_eq!(share("apple-m4-pro", 64), 51_539_607_525);
    assert_eq!(share("apple-m3-max", 128), 103_079_215_050);
    assert!(share("dgx-spark-gb10", 128) < 119 * GIB);
}

#[test]
fn unified_memory_is_whole_and_largest() {
    for gpu in Catalog::builtin().gpus {
        assert_eq!(
            gpu.segment == Segment::Unified,
            gpu.unified.is_some(),
            "{}",
            gpu.id
        );
        if let Some(unified) = gpu.unified {
            let largest = *unified.sizes_gb.last().unwrap();
            assert_eq!(gpu.memory.bytes, u64::from(largest) * GIB, "{}", gpu.id);
        }
    }
}

/// What the arithmetic reads agrees with the words beside it.
#[test]
fn words_are_read_as_they_are_meant() {
    let catalog = Catalog::builtin();
    for gpu in catalog.gpus {
        let hbm = gpu.memory_type.starts_with("HBM");
        assert_eq!(gpu.memory_kind == MemoryKind::Hbm, hbm, "{}", gpu.id);
        let open = gpu.form_factor.starts_with("open-air");
        assert_eq!(gpu.form == FormFactor::OpenAir, open, "{}", gpu.id);
        let lpddr = gpu.memory_kind == MemoryKind::Lpddr;
        assert_eq!(lpddr, gpu.segment == Segment::Unified, "{}", gpu.id);
    }
    for part in catalog.parts {
        if let Some(price) = part.price {
            let listed = price.condition.starts_with("list price");
            assert_eq!(price.basis == PriceBasis::List, listed, "{}", part.id);
        }
    }
    let extras = catalog.models.iter().flat_map(|row| row.arch.extra.iter());
    let large = |extra: &&Extra| extra.kind != ExtraKind::Small;
    assert_eq!(
        extras.filter(large).count(),
        19,
        "three each of Gemma 4 E2B and E4B, five each of Gemma 3n E2B and E4B, cross-attention of Llama 3.2, decay of Ling 3.0"
    );
}

#[test]
fn published_parameter_counts() {
    let catalog = Catalog::builtin();
    for (id, total) in [
        ("llama-3.1-405b", 405_853_388_800),
        ("llama-3.1-70b", 70_553_706_496),
        ("mixtral-8x22b", 140_620_634_112),
        ("deepseek-v3", 671_026_419_200),
        ("gpt-oss-120b", 116_829_156_672),
    ] {
        assert_eq!(catalog.model(id).unwrap().params.total, total, "{id}");
    }
}

#[test]
fn models_are_whole() {
    for model in Catalog::builtin().models {
        let arch = &model.arch;
        assert_eq!(arch.layers.len(), arch.mlp.len(), "{}", model.id);
        assert_eq!(
            model.params.total,
            model.params.text + model.params.vision,
            "{}",
            model.id
        );
        assert_eq!(arch.mlp.contains('E'), arch.moe.is_some(), "{}", model.id);
        assert!(!model.sources.is_empty(), "{}", model.id);
        let published = arch.intermediate_per_layer.len();
        assert!(
            published == 0 || published == arch.layers.len(),
            "{}",
            model.id
        );
    }
}

#[test]
fn layer_patterns_are_spelled_out() {
    let catalog = Catalog::builtin();
    let layers = |id: &str| catalog.model(id).unwrap().arch.layers.clone();
    assert_eq!(layers("llama-3.1-405b"), "F".repeat(126));
    assert_eq!(layers("gemma-3-27b"), format!("{}SS", "SSSSSF".repeat(10)));
    assert_eq!(layers("gpt-oss-20b"), "SF".repeat(12));
    assert_eq!(
        catalog.model("deepseek-v3").unwrap().arch.mlp,
        format!("DDD{}", "E".repeat(58))
    );
}

#[test]
fn native_formats() {
    let native = |id: &str| Catalog::builtin().model(id).unwrap().native;
    assert_eq!(native("deepseek-r1"), Native::Fp8Block);
    assert_eq!(native("gpt-oss-20b"), Native::Mxfp4Experts);
    assert_eq!(native("kimi-k2.5"), Native::Int4Experts);
    assert_eq!(native("llama-2-7b"), Native::F16);
}

fn size(id: &str) -> PublishedSize {
    *PUBLISHED_SIZES.iter().find(|size| size.id == id).unwrap()
}

#[test]
fn published_sizes_are_as_exact_as_they_were_written() {
    let exact = size("gg-066");
    assert_eq!((exact.bytes, exact.half_width), (4_661_724_384, 0));
    assert_eq!((exact.kind, exact.covers), (FileKind::Gguf, Covers::File));
    // 4.58 GiB with two decimals, and 4.8944 bits a weight with four.
    let rounded = size("gg-018");
    assert_eq!(
        (rounded.bytes, rounded.half_width),
        (4_917_737_554, 5_368_710)
    );
    let bits = rounded.bits_per_weight.unwrap();
    assert_eq!((bits.millionths, bits.half_width), (4_894_400, 50));
    // 40.35 GB: decimal.
    assert_eq!(
        (size("gg-034").bytes, size("gg-034").half_width),
        (40_350_000_000, 5_000_000)
    );
    // The unit of this one is not sure, so it is wider than its decimals.
    assert_eq!(size("gg-122").half_width, 1_000_000_000);
    assert!(rounded.agrees(4_920_739_232));
    assert!(!size("gg-034").agrees(40_360_000_000));
}

#[test]
fn published_sizes_name_listed_models() {
    for size in PUBLISHED_SIZES {
        if let Some(model) = size.model {
            assert!(
                Catalog::builtin().model(model).is_some(),
                "{}: {model}",
                size.id
            );
        }
    }
}
