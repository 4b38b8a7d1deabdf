//! How wrong the arithmetic is: predictions held against published figures.
//!
//! Only with the feature `evidence`, for the method page and the tests.

use crate::catalog::sizes::{Covers, FileKind, PUBLISHED_SIZES, PublishedSize};
use crate::catalog::{Catalog, Model};
use crate::model::quant::Quant;
use crate::model::weights::weigh;
use crate::units::ratio;

/// Bytes of GGUF metadata for each entry of the vocabulary: the token's text, type, score and
/// merge rule. Between 20 (SentencePiece, 32,000 entries) and 61 (Llama 3, two merges an entry).
const METADATA_PER_TOKEN: u64 = 40;

/// Publishers' own mixes, by the beginning of the file name: llama.cpp's recipe does not describe
/// them, whatever their label says. Plain and 8-bit files of theirs follow it.
const OWN_MIXES: &[(&str, &str)] = &[
    (
        "Qwen_Qwen3.5",
        "publisher's own mix: the model card says that state-space tensors are kept in more bits",
    ),
    (
        "Qwen_Qwen3.6",
        "publisher's own mix, as for its Qwen3.5 files: state-space tensors in more bits",
    ),
    (
        "google_gemma-4",
        "publisher's own mix: llama.cpp's own quantiser gives 10.17 GiB for the 31B IQ2_M \
         (huggingface.co/pearsonkyle/gemma4-31b-imatrix-mtp-GGUF), this publisher's has 11.8",
    ),
    (
        "DeepSeek 671B (no MTP)",
        "labelled Q2_K; at 2.70 bits a weight it is the publisher's UD-Q2_K_XL",
    ),
];

/// Predicted rows that are known to differ, by their ids, and why.
const DEPARTURES: &[(&[&str], &str)] = &[
    (
        &["gg-418", "gg-422", "gg-426"],
        "0.23 GB larger in each of its 3- and 4-bit files: the publisher keeps some 450 million \
         parameters outside the experts in more bits; which is not stated",
    ),
    (
        &["gg-198", "gg-202", "gg-206", "gg-210"],
        "0.1 GB larger: the publisher keeps attention or embedding in more bits",
    ),
    (
        &["gg-046", "gg-474"],
        "made without an importance matrix: the first down projections are then Q5_K",
    ),
    (
        &["gg-070", "gg-186"],
        "made with an importance matrix: the first down projections are then Q4_1",
    ),
];

/// One published size against its prediction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SizeError {
    /// The published row.
    pub published: &'static PublishedSize,
    /// Published bytes, from the bits per weight where these are more exact than the size.
    pub bytes: u64,
    /// Half the width of the range that `bytes` was rounded from.
    pub half_width: u64,
    /// What the arithmetic says, or why it says nothing.
    pub outcome: Outcome,
    /// Why this file differs from the recipe, where that is known; else empty.
    pub departure: &'static str,
}

/// A prediction, or the reason for none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Predicted bytes of the file.
    Predicted(u64),
    /// Bytes by a rule that was read off sizes of the same publisher, and not off a recipe: no part of the errors that are stated.
    ByRule(u64),
    /// A file that follows no recipe that is known here, and why.
    NotPredicted(&'static str),
}

impl SizeError {
    /// Predicted less published, in millionths of the published size.
    #[must_use]
    pub fn error_ppm(&self) -> Option<i64> {
        match self.outcome {
            Outcome::Predicted(predicted) => Some(self.ppm(predicted)),
            Outcome::ByRule(_) | Outcome::NotPredicted(_) => None,
        }
    }

    /// The same of a file that follows a publisher's own mix.
    #[must_use]
    pub fn mix_error_ppm(&self) -> Option<i64> {
        match self.outcome {
            Outcome::ByRule(predicted) => Some(self.ppm(predicted)),
            Outcome::Predicted(_) | Outcome::NotPredicted(_) => None,
        }
    }

    fn ppm(&self, predicted: u64) -> i64 {
        let published = self.bytes.max(1);
        let off = predicted.abs_diff(published);
        let ppm = u128::from(off) * 1_000_000 / u128::from(published);
        let ppm = i64::try_from(ppm).unwrap_or(i64::MAX);
        if predicted < published { -ppm } else { ppm }
    }

    /// The error in words, e.g. `+0.12 %`.
    #[must_use]
    pub fn percent(&self) -> String {
        match self.error_ppm().or_else(|| self.mix_error_ppm()) {
            Some(ppm) => {
                let sign = if ppm < 0 { '−' } else { '+' };
                format!("{sign}{} %", ratio(ppm.unsigned_abs(), 10_000, 2))
            }
            None => String::new(),
        }
    }
}

/// Median and 90th percentile of the raw errors' absolute values, in millionths; `None` without a
/// prediction.
#[must_use]
pub fn spread_ppm(errors: &[SizeError]) -> Option<(u64, u64)> {
    let mut sizes: Vec<u64> = errors
        .iter()
        .filter_map(|error| error.error_ppm().map(i64::unsigned_abs))
        .collect();
    sizes.sort_unstable();
    let at = |share: usize| {
        sizes
            .get(sizes.len().saturating_sub(1) * share / 100)
            .copied()
    };
    Some((at(50)?, at(90)?))
}

/// Every published size with its prediction, in the order of the catalogue.
#[must_use]
pub fn size_errors(catalog: &Catalog) -> Vec<SizeError> {
    PUBLISHED_SIZES
        .iter()
        .map(|published| compare(catalog, published))
        .collect()
}

fn compare(catalog: &Catalog, published: &'static PublishedSize) -> SizeError {
    let model = published.model.and_then(|id| catalog.model(id));
    let params = model.map_or(0, |model| model.params.text);
    let (bytes, half_width, covers) = most_exact(published, params);
    SizeError {
        published,
        bytes,
        half_width,
        outcome: predict(model, published, covers),
        departure: departure(published.id),
    }
}

/// A size in GiB with two decimals is often less exact than the bits per weight printed beside it,
/// which llama.cpp computes from the tensors alone.
fn most_exact(published: &PublishedSize, params: u64) -> (u64, u64, Covers) {
    let bits = published.bits_per_weight.and_then(|bits| {
        let bytes = |millionths: u64| {
            let bits = u128::from(millionths) * u128::from(params);
            u64::try_from(bits / 8_000_000).ok()
        };
        Some((
            bytes(bits.millionths)?,
            bytes(bits.half_width)? + 1,
            Covers::Tensors,
        ))
    });
    match bits {
        Some(exact) if exact.0 > 0 && exact.1 < published.half_width => exact,
        _ => (published.bytes, published.half_width, published.covers),
    }
}

fn departure(id: &str) -> &'static str {
    DEPARTURES
        .iter()
        .find(|(ids, _)| ids.contains(&id))
        .map_or("", |(_, reason)| *reason)
}

fn own_mix(name: &str) -> Option<&'static str> {
    OWN_MIXES
        .iter()
        .find(|(prefix, _)| name.starts_with(prefix))
        .map(|(_, reason)| *reason)
}

fn predict(model: Option<&Model>, published: &PublishedSize, covers: Covers) -> Outcome {
    let Some(model) = model else {
        return Outcome::NotPredicted("the catalogue has no model of this architecture");
    };
    if let Some(quant) = Quant::parse(published.quant).filter(|quant| quant.is_a_publishers_mix()) {
        return Outcome::ByRule(gguf(model, quant, covers));
    }
    if published.quant.starts_with("UD-") || published.quant.ends_with("_XL") {
        return Outcome::NotPredicted("types chosen tensor by tensor by the publisher");
    }
    let label = match (published.kind, published.quant) {
        // The label of GGUF files whose experts alone are MXFP4.
        (FileKind::Gguf, "MXFP4") => "mxfp4_moe",
        (_, label) => label,
    };
    let Some(quant) = Quant::parse(label) else {
        return Outcome::NotPredicted("a format that is not priced here");
    };
    if !matches!(quant, Quant::F32 | Quant::F16 | Quant::Bf16 | Quant::Q8_0)
        && let Some(reason) = own_mix(published.name)
    {
        return Outcome::NotPredicted(reason);
    }
    if quant == Quant::Nvfp4 {
        return Outcome::ByRule(safetensors(model, quant));
    }
    Outcome::Predicted(match published.kind {
        FileKind::Safetensors => safetensors(model, quant),
        FileKind::Gguf => gguf(model, quant, covers),
    })
}

/// A checkpoint holds the towers and what the publisher stored twice.
fn safetensors(model: &Model, quant: Quant) -> u64 {
    let weights = weigh(&model.arch, model.native, model.params.vision, quant);
    let block = match quant {
        // NVIDIA's hold the block that predicts further tokens too, most of it in FP8 by their sizes.
        Quant::Nvfp4 => model.params.mtp,
        _ => 0,
    };
    weights.total() + weights.vision + block + 2 * model.params.stored_duplicate
}

fn gguf(model: &Model, quant: Quant, covers: Covers) -> u64 {
    let tensors = weigh(&model.arch, model.native, 0, quant).total();
    match covers {
        Covers::Tensors => tensors,
        Covers::File => tensors + METADATA_PER_TOKEN * u64::from(model.arch.vocab_size),
    }
}
