//! Names of copies: a model that was stored in another format is as well known by its own name.

use super::plain::counts;

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
/// assert_eq!(without_format("Qwen/Qwen3-VL-8B-Instruct"), None);
/// assert_eq!(without_format("Falcon3-7B-Instruct-1.58bit"), None);
/// ```
#[must_use]
pub fn without_format(given: &str) -> Option<&str> {
    let given = given.rsplit('/').next().unwrap_or_default();
    let mut name = given;
    loop {
        let ended = name.trim_end_matches(|c| !counts(c));
        let rest = ended.trim_end_matches(counts);
        let Some(word) = ended.get(rest.len()..) else {
            break;
        };
        if !STORED.iter().any(|one| one.eq_ignore_ascii_case(word)) {
            break;
        }
        name = rest;
    }
    (name.len() < given.len()).then_some(name)
}
