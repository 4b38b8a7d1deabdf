//! Names of copies: a model that was stored in another format is as well known by its own name.

use super::format::{particular, weights};
use super::plain::counts;
use crate::engine::Engine;
use crate::model::quant::{Family, Quant};

/// Words that copies of a model have at the end of their names: in which format they are stored, which a link says in a key
/// of its own.
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
    "exl2",
    "exl3",
    "autoround",
    "g32",
    "g64",
    "g128",
    "gs32",
    "gs64",
    "gs128",
];

/// Words that stand among these and say nothing of the number format: the container, how it was made, who did.
const SILENT: &[&str] = &[
    "gguf",
    "mlx",
    "qat",
    "dynamic",
    "dwq",
    "i1",
    "quantized",
    "unsloth",
    "block",
];

/// Words that may stand behind both and say which try at it a copy is.
const TRIES: &[&str] = &["v1", "v2", "v3", "preview", "fast"];

/// Who publishes models, as converters write it before a name: `Qwen_Qwen3-32B-GGUF`.
const OWNERS: &[&str] = &[
    "ai21labs",
    "allenai",
    "arcee-ai",
    "baidu",
    "coherelabs",
    "deepseek-ai",
    "google",
    "ibm-granite",
    "inclusionai",
    "liquidai",
    "meta-llama",
    "microsoft",
    "minimaxai",
    "mistralai",
    "moonshotai",
    "nousresearch",
    "nvidia",
    "openai",
    "qwen",
    "stepfun-ai",
    "tencent",
    "tiiuae",
    "xiaomimimo",
    "zai-org",
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
/// assert_eq!(without_format("bartowski/Qwen_Qwen3-32B-GGUF"), Some("Qwen3-32B-"));
/// assert_eq!(without_format("Qwen3-32B-exl3:4.0bpw_H6"), Some("Qwen3-32B"));
/// assert_eq!(without_format("Qwen/Qwen3-VL-8B-Instruct"), None);
/// assert_eq!(without_format("Falcon3-7B-Instruct-1.58bit"), None);
/// ```
#[must_use]
pub fn without_format(given: &str) -> Option<&str> {
    let last = given.rsplit('/').next().unwrap_or_default();
    let (mut name, tagged) = match tag(last).or_else(|| bits_a_weight(last)) {
        Some((name, _)) => (name, true),
        None => (last, false),
    };
    while let Some(rest) = without_word(name) {
        name = rest;
    }
    (tagged || name.len() < last.len()).then_some(without_owner(name))
}

fn without_owner(name: &str) -> &str {
    match name.split_once('_') {
        Some((owner, rest)) if is_of(OWNERS, owner) => rest,
        _ => name,
    }
}

fn is_of(words: &[&str], word: &str) -> bool {
    words.iter().any(|one| one.eq_ignore_ascii_case(word))
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
/// assert_eq!(of("RedHatAI/Qwen3-32B-FP8-block"), Stored::Format(Quant::Fp8Block));
/// assert_eq!(of("Intel/Qwen3-32B-int4-AutoRound"), Stored::Format(Quant::Gptq));
/// assert_eq!(of("Qwen3-32B-exl3-3.0bpw"), Stored::Format(Quant::Exl3B3P0));
/// assert_eq!(of("bartowski/Qwen3-32B-GGUF"), Stored::Unsaid);
/// assert_eq!(of("unsloth/Qwen3-32B-GGUF:UD-IQ9_XS"), Stored::Unknown("UD-IQ9_XS"));
/// // Nothing here is AWQ in 8 bits, and ExLlama's formats have any number of them.
/// assert_eq!(of("Qwen3-32B-AWQ-8bit"), Stored::Unknown("AWQ-8bit"));
/// assert_eq!(of("Qwen3-32B-exl3"), Stored::Unknown("exl3"));
/// ```
#[must_use]
pub fn stored_format(given: &str, engine: Option<Engine>) -> Stored<'_> {
    let last = given.rsplit('/').next().unwrap_or_default();
    if let Some((name, format)) = tag(last).or_else(|| bits_a_weight(last)) {
        let words = last.get(name.len()..).unwrap_or(last);
        let words = words.trim_matches(|c| !counts(c));
        return format.map_or(Stored::Unknown(words), Stored::Format);
    }
    let mut by_mlx = given.contains("mlx-community/");
    let (mut way, mut bits, mut several) = (None, None, false);
    let mut said = false;
    let mut name = last;
    // From the last word to the first.
    while let Some(rest) = without_word(name) {
        let word = name.get(rest.len()..).unwrap_or_default();
        let word = word.trim_matches(|c| !counts(c));
        by_mlx |= word.eq_ignore_ascii_case("mlx");
        said |= !is_of(SILENT, word) && !is_of(TRIES, word);
        match particular(word) {
            Some(format) => {
                several |= way.is_some_and(|way| way != format);
                way = way.or(Some(format));
            }
            None if says_bits(word) => bits = Some(word),
            None => {}
        }
        name = rest;
    }
    let of_bits = |bits: &str| match by_mlx {
        true => weights(&format!("mlx-{bits}"), None).found(),
        false => weights(bits, engine).found(),
    };
    let suffix = last.get(name.len()..).unwrap_or(last);
    let suffix = suffix.trim_matches(|c| !counts(c));
    // The number that a word has: 8 of `int8`, 3 of `3bit`.
    let number = |word: &str| {
        let digits = word.trim_matches(|c: char| !c.is_ascii_digit());
        digits.parse::<u32>().ok()
    };
    let other_bits = bits.and_then(number).is_some_and(|bits| bits != 4);
    let format = match way {
        // `FP8-dynamic`, `FP8-block`: together they are a name.
        _ if particular(suffix).is_some() => particular(suffix),
        // One format in two ways is no format, and neither is one of four bits in three or eight.
        Some(_) if several => None,
        Some(way) if other_bits && way.nominal_bits() == 4 => None,
        Some(way) if by_mlx && way.family() != Family::Mlx => None,
        Some(way) => Some(way),
        None => bits.and_then(of_bits),
    };
    match format {
        Some(format) => Stored::Format(format),
        None if said => Stored::Unknown(suffix),
        None => Stored::Unsaid,
    }
}

/// Whether a word says how many bits, and not of how many numbers a group is or which try.
fn says_bits(word: &str) -> bool {
    let others = ['g', 'G', 's', 'S', 'v', 'V'];
    word.contains(|c: char| c.is_ascii_digit()) && !word.starts_with(others)
}

/// A name and the format of a GGUF file behind its last marks; behind a colon none where it is a file's that is not known here.
fn tag(name: &str) -> Option<(&str, Option<Quant>)> {
    let mut marks = name.match_indices([':', '-']);
    marks.find_map(|(at, mark)| {
        let said = name.get(at + mark.len()..)?;
        let named = name.get(..at)?;
        let Some(format) = particular(said) else {
            let small = said.to_ascii_lowercase();
            let digits = small
                .strip_prefix('q')
                .filter(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
            let of_a_file = small.starts_with("ud-") || small.starts_with("iq") || digits.is_some();
            return (mark == ":" && of_a_file).then_some((named, None));
        };
        let of_files = match format.family() {
            Family::Gguf | Family::IkGguf => true,
            Family::Float => mark == ":",
            _ => false,
        };
        of_files.then_some((named, Some(format)))
    })
}

/// A name and the format of `ExLlama` behind it, where that is told in bits a weight: `exl3-3.0bpw`, `exl3:4.0bpw_H6`,
/// `4.65bpw-h6-exl2`.
fn bits_a_weight(name: &str) -> Option<(&str, Option<Quant>)> {
    let small = name.to_ascii_lowercase();
    let at = small.rfind("bpw")?;
    let before = small.get(..at)?;
    let mut behind = small.get(at + 3..)?.split(|c: char| !counts(c));
    let known = |word: &str| matches!(word, "" | "h6" | "h8" | "exl2" | "exl3" | "6" | "8");
    behind.all(known).then_some(())?;
    let bits = before.trim_end_matches(|c: char| c.is_ascii_digit() || c == '.');
    let number = before
        .get(bits.len()..)
        .filter(|number| !number.is_empty())?;
    let version = if small.contains("exl2") { 2 } else { 3 };
    small.contains("exl").then_some(())?;
    let mark = |c: char| !counts(c);
    let ended = bits.trim_end_matches(mark);
    let model = ended
        .strip_suffix("exl3")
        .or_else(|| ended.strip_suffix("exl2"));
    let model = model.unwrap_or(ended).trim_end_matches(mark);
    let point = if number.contains('.') { "" } else { ".0" };
    let format = particular(&format!("exl{version}-{number}{point}"));
    Some((name.get(..model.len())?, format))
}

/// A name without its last word, where that says how a copy is stored.
fn without_word(name: &str) -> Option<&str> {
    let ended = name.trim_end_matches(|c| !counts(c));
    let rest = ended.trim_end_matches(counts);
    let word = ended.get(rest.len()..)?;
    if is_of(TRIES, word) {
        return without_word(rest).is_some().then_some(rest);
    }
    (is_of(STORED, word) || is_of(SILENT, word)).then_some(rest)
}
