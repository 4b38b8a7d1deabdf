//! `KTransformers`: `SGLang` with the routed experts in the host's memory, computed by the processor while it answers and brought to
//! the cards, layer by layer, for a prompt.

use super::offload::Offloads;
use super::overhead::{OverheadInput, OverheadKind, OverheadLine, Reserve};
use super::properties::{Properties, Usual, WeightFormats};
use super::{Setting, Split, sglang};
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
    // A chunk brings every expert once. `--chunked-prefill-size` of its documented set-ups is 4,096 to 65,536; in the published
    // rates (doc/en/kt-kernel/MiniMax-M2.1-Tutorial.md, read 2026-12) 32,768 tokens wait for one chunk.
    prompt_chunk: 32_768,
    ..sglang::PROPERTIES
};

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
    sglang::overheads(input, add)
}
