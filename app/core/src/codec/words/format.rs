//! Words for formats, engines and placements, by what people mean with them.
//!
//! A word such as `4bit` names no format but what an engine usually runs in so many bits, so its meaning depends on the
//! engine. Words that name what is not calculated here, or more than one thing of different size, have no entry: `exl2` alone
//! does not say of how many bits, `w8a16` says nothing of its scales, `turbo3` is no cache format of a released
//! engine.

use super::{How, Meaning, Named, Names, meant, plain, resolve};
use crate::engine::Engine;
use crate::model::quant::KvType;
use crate::model::quant::Quant;
use crate::scenario::PlacementChoice;
use crate::scenario::keys::COUNT;
use crate::units::sort_by_key;

/// What is not said in a file's format.
const SILENT: &[&str] = &["gguf"];

impl Named for Quant {
    fn names(&self) -> Names<'_> {
        Names {
            id: self.id(),
            name: self.name(),
            silent: SILENT,
            ..Names::default()
        }
    }
}

impl Named for KvType {
    fn names(&self) -> Names<'_> {
        Names {
            id: self.id(),
            ..Names::default()
        }
    }
}

impl Named for Engine {
    fn names(&self) -> Names<'_> {
        Names {
            id: self.id(),
            name: self.name(),
            aliases: self.aliases(),
            ..Names::default()
        }
    }
}

/// The engine that is called so, or runs what is called so.
///
/// ```
/// use headroom_core::{codec::words, engine::Engine};
/// assert_eq!(words::engine("LM Studio").found(), Some(Engine::LlamaCpp));
/// assert_eq!(words::engine("tgi").found(), None);
/// ```
#[must_use]
pub fn engine(given: &str) -> Meaning<Engine> {
    resolve(given, Engine::ALL).map(|engine| *engine)
}

/// Words that mean one format of weights. Sources: llama.cpp `tools/quantize` (`Q4_K` stands for `Q4_K_M`), vLLM's
/// schemes (compressed-tensors) and names of methods, bitsandbytes' switches.
const WEIGHTS: [(&str, Quant); 53] = [
    ("float32", Quant::F32),
    ("32bit", Quant::F32),
    ("float16", Quant::F16),
    ("half", Quant::F16),
    ("bfloat16", Quant::Bf16),
    ("e4m3", Quant::Fp8),
    ("fp8 e4m3", Quant::Fp8),
    ("float8", Quant::Fp8),
    ("w8a8 fp8", Quant::Fp8),
    ("fp8 w8a8", Quant::Fp8),
    // The scheme FP8_DYNAMIC has one scale an output row; the activations are scaled as they come.
    ("fp8 dynamic", Quant::Fp8Channel),
    ("block fp8", Quant::Fp8Block),
    ("fp8 block", Quant::Fp8Block),
    // Without more, the scheme W8A8 is that of integers.
    ("w8a8", Quant::Int8),
    ("int8 w8a8", Quant::Int8),
    ("w8a8 int8", Quant::Int8),
    ("llm.int8", Quant::Int8),
    ("load in 8bit", Quant::Int8),
    ("bnb 8bit", Quant::Int8),
    ("bitsandbytes 8bit", Quant::Int8),
    ("modelopt fp4", Quant::Nvfp4),
    // 4-bit weights and 16-bit activations: what GPTQModel and llm-compressor write, in groups of 128.
    ("w4a16", Quant::Gptq),
    ("gptq int4", Quant::Gptq),
    ("gptq marlin", Quant::Gptq),
    ("gptq w4a16", Quant::Gptq),
    ("int4 gptq", Quant::Gptq),
    ("4bit gptq", Quant::Gptq),
    // Its usual result: groups of 128 numbers in 4 bits, packed as GPTQ packs them.
    ("autoround", Quant::Gptq),
    ("auto-round", Quant::Gptq),
    ("awq int4", Quant::Awq),
    ("awq marlin", Quant::Awq),
    ("awq w4a16", Quant::Awq),
    ("int4 awq", Quant::Awq),
    ("4bit awq", Quant::Awq),
    // Double quantisation is a switch of its own, and off unless somebody sets it.
    ("bnb", Quant::Nf4),
    ("bitsandbytes", Quant::Nf4),
    ("bnb 4bit", Quant::Nf4),
    ("bitsandbytes 4bit", Quant::Nf4),
    ("load in 4bit", Quant::Nf4),
    ("bnb nf4", Quant::Nf4),
    ("nf4 double quant", Quant::Nf4Dq),
    // Only Unsloth publishes these names; `q3_k_xl` is another publisher's.
    ("q8_k_xl", Quant::UdQ8KXl),
    ("q6_k_xl", Quant::UdQ6KXl),
    ("q5_k_xl", Quant::UdQ5KXl),
    ("q4_k_xl", Quant::UdQ4KXl),
    ("q2_k_xl", Quant::UdQ2KXl),
    ("q3_k", Quant::Q3KM),
    ("q4_k", Quant::Q4KM),
    ("q5_k", Quant::Q5KM),
    ("q3", Quant::Q3KM),
    ("q5", Quant::Q5KM),
    ("q6", Quant::Q6K),
    ("q2", Quant::Q2K),
];

/// Words that say how many bits, and leave the format to the engine.
fn weights_by_engine(given: &str, named: Option<Engine>) -> Option<Quant> {
    // Where nobody named an engine, it is the one that GGUF files run with, but for formats of servers.
    let usual = named.unwrap_or(Engine::natural_for(Quant::Q4KM)).usual();
    let is = |words: &[&str]| words.iter().any(|word| same(word, given));
    if is(&["16bit", "w16a16"]) {
        return Some(usual.bits16);
    }
    if is(&["8bit", "q8"]) {
        return usual.bits8;
    }
    if is(&["4bit", "int4", "q4"]) {
        return usual.bits4;
    }
    let served = named.unwrap_or(Engine::FOR_SHARED_LAYERS).usual();
    is(&["fp4"]).then_some(served.fp4).flatten()
}

/// The format of weights that a word means, for the engine that was named.
///
/// ```
/// use headroom_core::codec::words;
/// use headroom_core::engine::Engine;
/// use headroom_core::model::quant::Quant;
/// assert_eq!(words::weights("Q4-K-M.gguf", None).found(), Some(Quant::Q4KM));
/// assert_eq!(words::weights("4bit", None).found(), Some(Quant::Q4KM));
/// assert_eq!(words::weights("4bit", Some(Engine::Vllm)).found(), Some(Quant::Awq));
/// assert_eq!(words::weights("w4a16", None).found(), Some(Quant::Gptq));
/// assert_eq!(words::weights("Q4_K_XL", None).found(), Some(Quant::UdQ4KXl));
/// assert_eq!(words::weights("exl2", None).found(), None);
/// ```
#[must_use]
pub fn weights(given: &str, engine: Option<Engine>) -> Meaning<Quant> {
    let word = resolve(given, Quant::ALL).map(|quant| *quant);
    let Meaning::Unknown { nearest } = word else {
        return word;
    };
    match named(given).or_else(|| weights_by_engine(given, engine)) {
        Some(entry) => alias(entry),
        None => Meaning::Unknown {
            nearest: of_the_width(given, nearest, Quant::ALL, |quant| quant.id()),
        },
    }
}

/// The format of weights that a word means whatever the engine is.
pub(super) fn particular(given: &str) -> Option<Quant> {
    let listed = meant(given, Quant::ALL).map(|(quant, _)| *quant);
    listed.or_else(|| named(given))
}

fn named(given: &str) -> Option<Quant> {
    let word = WEIGHTS.iter().find(|(word, _)| same(word, given));
    word.map(|(_, quant)| *quant)
}

/// The words for keys and for values where a cache is given as two: `q8_0~q4_0`, or as flags and blog posts write it.
///
/// ```
/// use headroom_core::codec::words::apart;
/// assert_eq!(apart("q8_0~q4_0"), Some(["q8_0", "q4_0"]));
/// assert_eq!(apart("q8_0 / q4_0"), Some(["q8_0", "q4_0"]));
/// assert_eq!(apart("q8_0"), None);
/// ```
#[must_use]
pub fn apart(given: &str) -> Option<[&str; 2]> {
    let (keys, values) = given.split_once(['~', '/', ','])?;
    Some([keys.trim(), values.trim()])
}

/// The format of the KV cache that a word means for an engine.
///
/// ```
/// use headroom_core::codec::words;
/// use headroom_core::engine::Engine;
/// use headroom_core::model::quant::KvType;
/// assert_eq!(words::kv("8bit", Engine::LlamaCpp).found(), Some(KvType::Q8_0));
/// assert_eq!(words::kv("8bit", Engine::Vllm).found(), Some(KvType::Fp8));
/// assert_eq!(words::kv("turbo3", Engine::LlamaCpp).found(), None);
/// ```
#[must_use]
pub fn kv(given: &str, engine: Engine) -> Meaning<KvType> {
    let is = |words: &[&str]| words.iter().any(|word| same(word, given));
    let usual = engine.usual();
    // An engine may have integers of its own layout.
    if let Some(own) = usual.cache_int8
        && is(&["int8"])
        && own != KvType::Int8
    {
        return alias(own);
    }
    let word = resolve(given, &KvType::ALL).map(|kv| *kv);
    let Meaning::Unknown { nearest } = word else {
        return word;
    };
    let own = engine.kv_types().first().copied();
    let meant = match () {
        () if is(&["auto", "default"]) => own,
        () if is(&["fp16", "float16", "half"]) => Some(KvType::F16),
        () if is(&["bfloat16"]) => Some(KvType::Bf16),
        () if is(&["fp32", "float32", "32bit"]) => Some(KvType::F32),
        () if is(&["16bit"]) => own,
        // The two FP8 types of vLLM and SGLang are as large.
        () if is(&["fp8 e4m3", "fp8 e5m2", "e4m3", "e5m2", "float8"]) => Some(KvType::Fp8),
        () if is(&["8bit", "q8"]) => usual.cache8,
        () if is(&["int8 per token head"]) => Some(KvType::Int8),
        () if is(&["fp4", "fp4 e2m1", "nvfp4 kv"]) => Some(KvType::Nvfp4),
        () if is(&["4bit", "q4", "int4"]) => usual.cache4,
        () => None,
    };
    match meant {
        Some(entry) => alias(entry),
        None => Meaning::Unknown {
            nearest: of_the_width(given, nearest, &KvType::ALL, |kv| kv.id()),
        },
    }
}

/// How a model is to be divided, in links' own words or in those of the engines' flags.
///
/// ```
/// use headroom_core::{codec::words::placement, scenario::PlacementChoice};
/// let four = PlacementChoice::Parallel { tensor: Some(4), pipeline: None, data: None, context: None, expert: false };
/// assert_eq!(placement("tp4"), Some(four));
/// assert_eq!(placement("tensor-parallel-size=4"), Some(four));
/// assert_eq!(placement("row4"), Some(four));
/// assert!(matches!(placement("tp4-dp2-ep"), Some(PlacementChoice::Parallel { data: Some(2), expert: true, .. })));
/// assert!(matches!(placement("tp8-cp4"), Some(PlacementChoice::Parallel { tensor: Some(8), context: Some(4), .. })));
/// assert_eq!(placement("dp"), None);
/// assert_eq!(placement("cp"), None);
/// ```
#[must_use]
pub fn placement(given: &str) -> Option<PlacementChoice> {
    if same("auto", given) {
        return Some(PlacementChoice::Auto);
    }
    if [
        "layer",
        "layers",
        "layer split",
        "split layer",
        "split mode layer",
    ]
    .iter()
    .any(|word| same(word, given))
    {
        return Some(PlacementChoice::Layer);
    }
    let mut parts: Vec<(Kind, Option<u32>)> = Vec::new();
    for word in plain::words(given) {
        let digits = word.find(|c: char| c.is_ascii_digit());
        let (letters, digits) = word.split_at(digits.unwrap_or(word.len()));
        match letters.to_ascii_lowercase().as_str() {
            // What stands behind a kind and says no more.
            "parallel" | "parallelism" | "size" if !parts.is_empty() => {}
            // `--decode-context-parallel-size`.
            "decode" => {}
            "" => {}
            kind => parts.push((Kind::of(kind).filter(|kind| new(&parts, *kind))?, None)),
        }
        if !digits.is_empty() {
            let degree = digits.parse().ok()?;
            let (kind, given) = parts.last_mut()?;
            let bound = (1..=COUNT.max).contains(&degree);
            if given.is_some() || !bound || *kind == Kind::Expert {
                return None;
            }
            *given = Some(degree);
        }
    }
    let degree = |kind| {
        parts
            .iter()
            .find(|(one, _)| *one == kind)
            .map(|(_, degree)| *degree)
    };
    let (tensor, pipeline) = (degree(Kind::Tensor).flatten(), degree(Kind::Pipeline));
    let (data, context) = (degree(Kind::Data), degree(Kind::Context));
    if data == Some(None) || context == Some(None) {
        return None;
    }
    (!parts.is_empty()).then(|| PlacementChoice::Parallel {
        // A pipeline without a degree has one card a stage.
        tensor: tensor.or(if pipeline == Some(None) {
            Some(1)
        } else {
            None
        }),
        pipeline: pipeline.flatten(),
        data: data.flatten(),
        context: context.flatten(),
        expert: degree(Kind::Expert).is_some(),
    })
}

/// Whether words that are a placement speak of llama.cpp's rows.
pub(in crate::codec) fn names_rows(given: &str) -> bool {
    plain::words(given).any(|word| word.to_ascii_lowercase().starts_with("row"))
}

/// What is divided.
#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Tensor,
    Pipeline,
    Data,
    Context,
    Expert,
}

impl Kind {
    fn of(word: &str) -> Option<Self> {
        match word {
            // llama.cpp deals rows of each matrix out, and calls that `row` or `tensor`.
            "tp" | "tensor" | "row" | "rows" => Some(Self::Tensor),
            "pp" | "pipeline" => Some(Self::Pipeline),
            "dp" | "data" => Some(Self::Data),
            "cp" | "dcp" | "context" => Some(Self::Context),
            "ep" | "expert" | "experts" => Some(Self::Expert),
            _ => None,
        }
    }
}

fn new(parts: &[(Kind, Option<u32>)], kind: Kind) -> bool {
    !parts.iter().any(|(one, _)| *one == kind)
}

pub(in crate::codec) fn same(word: &str, given: &str) -> bool {
    plain::plain(word, SILENT).eq(plain::plain(given, SILENT))
}

fn alias<T>(entry: T) -> Meaning<T> {
    Meaning::Found {
        entry,
        how: How::Alias,
    }
}

/// Of what is spelt alike, what has the width that the word names; where nothing has, formats of that width. A format of
/// half the size is no neighbour.
fn of_the_width<T: Copy + PartialEq>(
    given: &str,
    alike: Vec<T>,
    all: &[T],
    id: fn(&T) -> &'static str,
) -> Vec<T> {
    // The first number: FP32 is not of 3 bits.
    let width = |text: &str| {
        let digits = text.bytes().skip_while(|byte| !byte.is_ascii_digit());
        let digits = digits.take_while(u8::is_ascii_digit);
        digits
            .map(|digit| u32::from(digit - b'0'))
            .reduce(|number, digit| number.wrapping_mul(10).wrapping_add(digit))
    };
    let Some(named) = width(given) else {
        return alike;
    };
    let fits = |one: &T| width(id(one)) == Some(named);
    let mut nearest: Vec<T> = alike.into_iter().filter(fits).collect();
    let initial = |text: &str| text.bytes().next().map(|byte| byte.to_ascii_lowercase());
    let letter = plain::words(given)
        .find(|word| width(word).is_some())
        .and_then(initial);
    let mut others: Vec<T> = all.iter().copied().filter(fits).collect();
    sort_by_key(&mut others, |one| initial(id(one)) != letter);
    for one in others {
        if nearest.len() < super::like::OFFERED && !nearest.contains(&one) {
            nearest.push(one);
        }
    }
    nearest
}
