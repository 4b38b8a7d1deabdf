//! Published sizes of model files: what the weight arithmetic is held against.
//!
//! Only with the feature `evidence`; the browser never loads them.

/// The size of one published file, as exactly as it was published.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PublishedSize {
    /// Stable id of the row.
    pub id: &'static str,
    /// Catalogue id of the model whose architecture the file has, if it is listed.
    pub model: Option<&'static str>,
    /// Name as published.
    pub name: &'static str,
    /// Quantisation label as published.
    pub quant: &'static str,
    /// Container of the weights.
    pub kind: FileKind,
    /// Published size in bytes; the middle of the range where it was rounded.
    pub bytes: u64,
    /// Half the width of that range in bytes: the true size lies within `bytes ± half_width`.
    pub half_width: u64,
    /// Bits per weight, where these were published: they can be more exact than the size.
    pub bits_per_weight: Option<BitsPerWeight>,
    /// What the size counts.
    pub covers: Covers,
    /// Where it was published.
    pub source: &'static str,
    /// The day that the row was last checked, `YYYY-MM-DD`.
    pub as_of: &'static str,
    /// What a reader should know.
    pub note: &'static str,
}

/// Bits per weight in millionths of a bit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BitsPerWeight {
    /// The published value.
    pub millionths: u64,
    /// Half a unit of its last published place.
    pub half_width: u64,
}

/// Container of the weights.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileKind {
    /// One or more safetensors files.
    Safetensors,
    /// llama.cpp's container.
    Gguf,
}

/// What a published size counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Covers {
    /// The whole file.
    File,
    /// Tensors alone, without header and metadata.
    Tensors,
}

impl PublishedSize {
    /// Whether `bytes` rounds to what was published.
    #[must_use]
    pub fn agrees(&self, bytes: u64) -> bool {
        bytes.abs_diff(self.bytes) <= self.half_width
    }
}

include!(concat!(env!("OUT_DIR"), "/sizes.rs"));
