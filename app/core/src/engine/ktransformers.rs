//! `KTransformers`: `SGLang` with the routed experts in the host's memory, computed by the processor while it answers and brought to
//! the cards, layer by layer, for a prompt.

use super::offload::Offloads;
use super::overhead::{OverheadInput, OverheadKind, OverheadLine, Reserve, forward_bytes};
use super::properties::{Properties, Usual, WeightFormats};
use super::{Setting, Settings, Split, sglang};
use crate::catalog::{Source, Vendor};
use crate::model::quant::{Family, Quant, largest_matrix_bytes};
use crate::units::{Evidence, Range};

/// What differs from `SGLang`.
pub(super) const PROPERTIES: Properties = Properties {
    id: "ktransformers",
    name: "KTransformers",
    aliases: &["kt-kernel", "kt", "sglang-kt"],
    usual: Usual {
        bits4: Some(Quant::Q4KM),
        fp4: None,
        ..sglang::PROPERTIES.usual
    },
    weights: WeightFormats {
        families: &[Family::Float, Family::Fp8, Family::Gguf],
        also: &[Quant::Int4Experts],
        except: &[Quant::F32],
        in_words: "BF16, FP16, FP8, native INT4 and GGUF",
        why_no_gguf: "",
    },
    vendors: &[Vendor::Nvidia],
    splits: &[Split::Tensor],
    offloads: Offloads::Experts,
    divides_experts: Some(""),
    computes_on_host: true,
    drafts: &[],
    takes: &[Setting::Share, Setting::Sequences, Setting::Batched],
    prompt_chunk: CHUNK,
    step_by_card: None,
    ..sglang::PROPERTIES
};

/// A chunk brings every expert once. `--chunked-prefill-size` of its documented set-ups is 4,096 to 65,536; in the published
/// rates (doc/en/kt-kernel/MiniMax-M2.1-Tutorial.md, read 2026-12) 32,768 tokens wait for one chunk.
const CHUNK: u32 = 32_768;

const STAGING: Source = Source {
    title: "KTransformers doc/en/kt-kernel/MiniMax-M2.1-Tutorial.md, read 2026-11: 3.6 GB for the experts of a layer while a prompt is read",
    url: Some(
        "https://github.com/kvcache-ai/ktransformers/blob/main/doc/en/kt-kernel/MiniMax-M2.1-Tutorial.md",
    ),
};

/// What one card holds beside weights and cache: what `SGLang` holds, and the experts of one layer while a prompt is read.
pub(super) fn overheads(input: &OverheadInput<'_>, mut add: impl FnMut(OverheadLine)) -> Reserve {
    if input.offloaded {
        // Projections to the gate, up and down are of one size.
        let layer = 3 * largest_matrix_bytes(input.arch, input.quant);
        let staged = layer.div_ceil(u64::from(input.tensor.max(1)));
        add(OverheadLine {
            kind: OverheadKind::Activations,
            label: "Experts of the layer that is read",
            bytes: Range::new(staged, staged, 2 * staged),
            inside_budget: false,
            evidence: Evidence::Published,
            source: STAGING,
        });
    }
    // No chunk is longer than what all sequences hold.
    let held = u32::try_from(input.context * input.users.max(1)).unwrap_or(u32::MAX);
    let most = input.settings.batched.unwrap_or(CHUNK).min(held);
    let input = &OverheadInput {
        settings: Settings {
            batched: Some(most.min(USUAL_CHUNK)),
            ..input.settings
        },
        ..*input
    };
    sglang::overheads(input, |line| {
        // What SGLang sets aside for a chunk is a rule for its own default; the documented set-ups give the share themselves.
        let reserved =
            input.settings.utilization.is_none() && line.kind == OverheadKind::Activations;
        add(match reserved {
            true => chunk_line(input, most),
            false => line,
        });
    })
}

/// Chunks of the documented set-ups: the shortest, and one between.
const SHORT_CHUNK: u32 = 4_096;
const USUAL_CHUNK: u32 = 8_192;

/// The widest layer for a chunk of at most so many tokens.
fn chunk_line(input: &OverheadInput<'_>, most: u32) -> OverheadLine {
    let of = |tokens: u32| forward_bytes(input, u64::from(tokens.min(most)));
    OverheadLine {
        kind: OverheadKind::Activations,
        label: "Activations of a chunk",
        bytes: Range::new(of(SHORT_CHUNK), of(USUAL_CHUNK), of(most)),
        inside_budget: false,
        evidence: Evidence::Assumed,
        source: CHUNK_SOURCE,
    }
}

const CHUNK_SOURCE: Source = Source {
    title: "The widest layer of the model in 16 bits, for chunks of 4,096, 8,192 and 32,768 tokens as KTransformers’ documented set-ups have them (MiniMax-M2.1-Tutorial.md, read 2026-12)",
    url: STAGING.url,
};
