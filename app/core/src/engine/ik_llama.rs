//! `ik_llama.cpp`: a fork of llama.cpp that has formats of its own and keeps its cache otherwise.

use super::cache::{KvPolicy, WindowRule};
use super::llama_cpp;
use super::properties::{Properties, WeightFormats};
use super::{DraftKind, Setting, Split};
use crate::catalog::Vendor;
use crate::model::quant::Family;

/// What differs from llama.cpp.
pub(super) const PROPERTIES: Properties = Properties {
    id: "ik_llama",
    name: "ik_llama.cpp",
    aliases: &["ik_llama.cpp", "ik llama", "ik-llama-server"],
    weights: WeightFormats {
        families: &[Family::Float, Family::Gguf, Family::IkGguf],
        in_words: "GGUF files: FP32, FP16, BF16, the Q and IQ formats, MXFP4 and its own IQ…_K, _KS, _KSS, _KL and _KT",
        ..llama_cpp::PROPERTIES.weights
    },
    // Its documentation promises CUDA and processors alone (README.md, read 2026-11).
    vendors: &[Vendor::Nvidia],
    // `--split-mode` layer and graph (pull requests 1057 to 1121 of 2025-12 and 2026-01).
    splits: &[Split::Layer, Split::Tensor],
    takes: &[Setting::MicroBatch, Setting::Sequences],
    cache: KvPolicy {
        sliding: WindowRule::Full,
        chunked: WindowRule::Full,
        note: "As llama.cpp, but layers with a window hold the whole context.",
        source: "ik_llama.cpp issue 1607 of 2026-04-09",
        ..llama_cpp::CACHE
    },
    divides_experts: None,
    // DFlash by pull request 1970 (2026-06); of heads nothing was read.
    drafts: &[DraftKind::Mtp, DraftKind::Dflash, DraftKind::Model],
    ..llama_cpp::PROPERTIES
};
