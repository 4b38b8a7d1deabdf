//! Figures that others worked out by hand for their own calculators: caches of all tokens in 16 bits, states, embeddings of
//! layers. The program is asked for each; where it says something else, `DIFFERENCE` says why.
//!
//! Source: `FitLLM` Engine (github click6067-ship-it/fitllm-engine, MIT licence), `test/hybrid-linear.test.mjs` @9f410548,
//! `test/invariants.test.mjs` @265d4e6a, README and census of 2026-08-26. Figures, no code.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use headroom_core::catalog::Catalog;
use headroom_core::evaluate::{Report, answer};
use headroom_core::units::GIB;

fn ask(query: &str) -> Report {
    answer(
        &headroom_core::codec::Query::parse(query),
        Catalog::builtin(),
    )
}

/// Bytes of rows of keys and values of one sequence, where a window holds what it can see.
fn rows(model: &str, context: u32) -> u64 {
    // A latent is what vLLM keeps; Transformers expands it.
    let engine = if model.starts_with("glm") {
        "vllm"
    } else {
        "transformers"
    };
    let report = ask(&format!("model={model}&ctx={context}&engine={engine}"));
    let lines = report.memory().kv_cache.iter();
    let rows = lines.filter(|line| line.tokens_held > 0);
    rows.map(|line| line.bytes).sum()
}

#[test]
fn caches_are_as_large_as_others_found() {
    for (model, context, bytes) in [
        ("hy3", 262_144, 85_899_345_920),
        ("minicpm5-1b", 131_072, 3_221_225_472),
        // 16 of 64 layers keep keys and values, and 23 of 92.
        ("qwen3.8-27b", 262_144, 17_179_869_184),
        ("qwen3.8-2.4t-a95b", 262_144, 24_696_061_952),
        // Ten layers keep all tokens and thirty the last 512; twelve and thirty-six.
        ("laguna-xs-2", 262_144, 10_800_332_800),
        ("laguna-s-2.1", 262_144, 12_960_399_360),
    ] {
        assert_eq!(rows(model, context), bytes, "{model}");
    }
}

#[test]
fn caches_round_to_what_others_print() {
    for (model, context, hundredths) in [
        ("gemma-4-31b", 262_144, 2_078),
        ("glm-4.7-flash", 8_192, 41),
        // 131,072 tokens in 8 bits, "about 4 GB": half of 16 bits.
        ("qwen3.6-27b", 65_536, 400),
    ] {
        let printed = (rows(model, context) * 100 + GIB / 2) / GIB;
        assert_eq!(printed, hundredths, "{model}");
    }
}

/// They: (10,240 × 4 × 2 + 48 × 128 × 128 × 4) × 48 = 154,927,104 bytes.
#[test]
fn states_are_as_large_as_others_found() {
    let report = ask("model=qwen3.8-27b&ctx=8192&w=bf16&engine=vllm&gpu=h200-sxm");
    let lines = report.memory().kv_cache.iter();
    let mut states = lines.filter(|line| line.tokens_held == 0);
    let one = states.next().unwrap();
    assert!(states.next().is_none());
    let (conv, recurrent) = (10_240 * 2, 48 * 128 * 128 * 4);
    // DIFFERENCE: a convolution over four tokens keeps the three before the one that comes.
    assert_eq!(one.bytes, (3 * conv + recurrent) * 48);
    assert_eq!(one.bytes + conv * 48, 154_927_104);
}

/// They: rows of the vocabulary × 256 × layers.
#[test]
fn embeddings_of_layers_are_as_large_as_others_found() {
    for (model, params, hidden, layers) in [
        ("gemma-4-e2b", 2_348_810_240, 1_536, 35),
        ("gemma-4-e4b", 2_818_572_288, 2_560, 42),
    ] {
        let report = ask(&format!("model={model}&w=bf16"));
        let lines = report.memory().weights.iter();
        let embedding = lines.filter(|line| line.class.contains("per-layer"));
        let own = embedding.map(|line| line.params).sum::<u64>();
        // DIFFERENCE: what leads into and out of it counts here too, three matrices a layer with their norms.
        let around = 3 * hidden * 256 * layers + hidden * layers + 256;
        assert_eq!(own, params + around, "{model}");
    }
}
