//! `ik_llama.cpp`: a fork of llama.cpp that keeps its cache otherwise. Its own formats (`IQ4_K` and the like) are counted by the size
//! of their files.

use super::cache::{KvPolicy, WindowRule};
use super::llama_cpp;
use super::properties::Properties;
use super::{Setting, Split};
use crate::catalog::Vendor;

/// What differs from llama.cpp.
pub(super) const PROPERTIES: Properties = Properties {
    id: "ik_llama",
    name: "ik_llama.cpp",
    aliases: &["ik_llama.cpp", "ik llama", "ik-llama-server"],
    // Its documentation promises CUDA and processors alone (README.md, read 2026-11).
    vendors: &[Vendor::Nvidia],
    splits: &[Split::Layer],
    shares: None,
    takes: &[Setting::MicroBatch, Setting::Sequences],
    cache: KvPolicy {
        sliding: WindowRule::Full,
        chunked: WindowRule::Full,
        note: "As llama.cpp, but layers with a window hold the whole context.",
        source: "ik_llama.cpp issue 1607 of 2026-04-09",
        ..llama_cpp::CACHE
    },
    divides_experts: None,
    ..llama_cpp::PROPERTIES
};
