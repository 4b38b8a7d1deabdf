#![expect(clippy::unwrap_used, reason = "a missing catalogue row fails the test")]

use super::{Of, attention_flops};
use crate::catalog::Catalog;
use crate::engine::Engine;
use crate::memory::kv::Keeper;
use crate::model::arch::Compressed;
use crate::model::mixer::Mixer;
use crate::model::native::Native;
use crate::model::quant::Quant;
use crate::model::weights::weigh;

/// Entries of compressed attention are as many as the row of the model says.
#[test]
fn compressed_attention_sees_what_its_row_says() {
    let model = Catalog::builtin().model("deepseek-v4-flash").unwrap();
    let seen = |ratio_x, ratio_h| {
        let mut arch = model.arch.clone();
        let published = arch.attention.compressed.unwrap();
        arch.attention.compressed = Some(Compressed {
            ratio_x,
            ratio_h,
            ..published
        });
        let weights = weigh(&arch, Native::Bf16, 0, Quant::Bf16);
        let [short, long] = [100_000.0, 200_000.0]
            .map(|context| attention_flops(Of::Decode, &arch, &weights, context, Engine::Vllm));
        // Without the sliding layers, whose window is full already.
        long - short
    };
    let published = seen(4, 128);
    assert!(published > 0.0);
    assert!((seen(8, 256) * 2.0 / published - 1.0).abs() < 1e-9);

    let mut attention = model.arch.attention.clone();
    attention.compressed = attention
        .compressed
        .map(|one| Compressed { ratio_h: 64, ..one });
    let words = |mixer| Keeper::Mixer(mixer).words(&attention);
    assert_eq!(
        words(Mixer::CompressedIndexed),
        "compressed attention, 4 to 1"
    );
    assert_eq!(
        words(Mixer::CompressedDense),
        "compressed attention, 64 to 1"
    );
}
