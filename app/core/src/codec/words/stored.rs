//! Names of copies: a model that was stored in another format is as well known by its own name.

use super::format::{particular, weights};
use super::plain::counts;
use crate::engine::Engine;
use crate::model::quant::{Family, Quant};

/// Words that copies of a model have at the end of their names: in which format they are stored, which a link says in a key
/// of its own, and who converted them.
const STORED: &[&str] = &[
    "fp8",
    "fp4",
    "nvfp4",
    "mxfp4",
    "mxfp8",
    "bf16",
    "fp16",
    "int8",
    "int4",
    "w8a8",
    "w4a16",
    "2bit",
    "3bit",
    "4bit",
    "5bit",
    "6bit",
    "8bit",
    "awq",
    "gptq",
    "bnb",
    "mlx",
    "gguf",
    "exl2",
    "exl3",
    "qat",
    "dynamic",
    "quantized",
    "unsloth",
];

/// A model's name without its owner and without the words at its end that say in which format a copy of it is stored;
/// none where it has no such words.
///
/// ```
/// use headroom_core::codec::words::without_format;
/// let copy = "unsloth/Qwen3-VL-8B-Instruct-unsloth-bnb-4bit";
/// assert_eq!(without_format(copy), Some("Qwen3-VL-8B-Instruct-"));
/// assert_eq!(without_format("hf.co/unsloth/Qwen3-32B-GGUF:UD-Q4_K_XL"), Some("Qwen3-32B"));
/// assert_eq!(without_format("qwen3:32b-q8_0"), Some("qwen3:32b"));
/// assert_eq!(without_format("Qwen/Qwen3-VL-8B-Instruct"), None);
/// assert_eq!(without_format("Falcon3-7B-Instruct-1.58bit"), None);
/// ```
#[must_use]
pub fn without_format(given: &str) -> Option<&str> {
    let last = given.rsplit('/').next().unwrap_or_default();
    let (mut name, tagged) = match tag(last) {
        Some((name, _)) => (name, true),
        None => (last, false),
    };
    while let Some(rest) = without_word(name) {
        name = rest;
    }
    (tagged || name.len() < last.len()).then_some(name)
}

/// What the end of a copy's name says of its format.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stored<'a> {
    /// Nothing.
    Unsaid,
    /// This one.
    Format(Quant),
    /// Words that name none which is known here.
    Unknown(&'a str),
}

/// The format that the end of a copy's name says it is stored in; bits alone are those of the engine that was named.
///
/// ```
/// use headroom_core::codec::words::{Stored, stored_format};
/// use headroom_core::engine::Engine;
/// use headroom_core::model::quant::Quant;
/// let of = |name| stored_format(name, None);
/// assert_eq!(of("unsloth/Qwen3-32B-GGUF:UD-Q4_K_XL"), Stored::Format(Quant::UdQ4KXl));
/// assert_eq!(of("Qwen/Qwen3-32B-AWQ"), Stored::Format(Quant::Awq));
/// assert_eq!(of("Qwen/Qwen3-32B-GPTQ-Int4"), Stored::Format(Quant::Gptq));
/// assert_eq!(of("mlx-community/Qwen3-32B-8bit"), Stored::Format(Quant::Mlx8));
/// assert_eq!(stored_format("Qwen3-32B-4bit", Some(Engine::Vllm)), Stored::Format(Quant::Awq));
/// assert_eq!(of("bartowski/Qwen3-32B-GGUF"), Stored::Unsaid);
/// // Nothing here is AWQ in 8 bits, and ExLlama's formats have any number of them.
/// assert_eq!(of("Qwen3-32B-AWQ-8bit"), Stored::Unknown("AWQ-8bit"));
/// assert_eq!(of("Qwen3-32B-exl3"), Stored::Unknown("exl3"));
/// ```
#[must_use]
pub fn stored_format(given: &str, engine: Option<Engine>) -> Stored<'_> {
    let last = given.rsplit('/').next().unwrap_or_default();
    if let Some((_, format)) = tag(last) {
        return Stored::Format(format);
    }
    let (mut way, mut bits, mut by_mlx) = (None, None, given.starts_with("mlx-community/"));
    let mut said = false;
    let mut name = last;
    // From the last word to the first.
    while let Some(rest) = without_word(name) {
        let word = name.get(rest.len()..).unwrap_or_default();
        let word = word.trim_matches(|c| !counts(c));
        by_mlx |= word.eq_ignore_ascii_case("mlx");
        said |= !SILENT.iter().any(|one| one.eq_ignore_ascii_case(word));
        match particular(word) {
            Some(format) => way = Some(format),
            None if word.contains(|c: char| c.is_ascii_digit()) => bits = Some(word),
            None => {}
        }
        name = rest;
    }
    let of_bits = |bits: &str| match by_mlx {
        true => weights(&format!("mlx-{bits}"), None).found(),
        false => weights(bits, engine).found(),
    };
    let eight = bits.is_some_and(|bits| bits.contains('8'));
    let format = match way {
        Some(way) if eight && way.nominal_bits() == 4 => None,
        Some(way) => Some(way),
        None => bits.and_then(of_bits),
    };
    match format {
        Some(format) => Stored::Format(format),
        None if said => Stored::Unknown(
            last.get(name.len()..)
                .unwrap_or(last)
                .trim_matches(|c| !counts(c)),
        ),
        None => Stored::Unsaid,
    }
}

/// Words that say nothing of the number format.
const SILENT: &[&str] = &["gguf", "mlx", "qat", "dynamic", "quantized", "unsloth"];

/// A name and the format of a GGUF file behind its last marks.
fn tag(name: &str) -> Option<(&str, Quant)> {
    let mut marks = name.match_indices([':', '-']);
    marks.find_map(|(at, mark)| {
        let format = particular(name.get(at + mark.len()..)?)?;
        let of_files = matches!(format.family(), Family::Gguf | Family::IkGguf);
        of_files.then_some((name.get(..at)?, format))
    })
}

/// A name without its last word, where that says how a copy is stored.
fn without_word(name: &str) -> Option<&str> {
    let ended = name.trim_end_matches(|c| !counts(c));
    let rest = ended.trim_end_matches(counts);
    let word = ended.get(rest.len()..)?;
    { STORED.iter() }
        .any(|one| one.eq_ignore_ascii_case(word))
        .then_some(rest)
}
