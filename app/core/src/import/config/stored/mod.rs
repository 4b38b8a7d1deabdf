//! What a configuration says of the format that weights are stored in.
//!
//! A checkpoint has a format, and modules that are stored otherwise: left in 16 bits, or packed in other bits. Both are read, and
//! the bytes of the text model counted module by module.

mod bits;
mod compressed;
mod layout;
mod mlx;
mod modules;
mod pattern;

use serde_json::{Map, Value};

use self::bits::Bits;
use self::layout::Layout;
use super::fields::{Fields, first_of, whole};
use crate::model::arch::Arch;
use crate::model::native::Native;
use crate::model::quant::{Family, Quant};
use crate::units::{grouped, shown};

/// The format of a checkpoint.
pub(crate) struct Packed {
    /// The format that has its rule, or stands for what has none; `None` where nothing does.
    pub(crate) quant: Option<Quant>,
    /// What the checkpoint is called with, where its format has no rule.
    pub(crate) named: String,
    /// Whether the format has a rule of its own.
    pub(crate) has_rule: bool,
    /// What the model is published in.
    pub(crate) native: Native,
    /// Bytes of the text model, where the configuration says of its modules how they are stored.
    pub(crate) counted: Option<u64>,
    /// Whether it says so of modules that are packed in a way of their own.
    pub(crate) apart: bool,
    pub(crate) notes: Vec<String>,
}

/// Reads the format, from the configuration or the file of `modelopt` beside it.
pub(super) fn packed(
    fields: &Fields<'_>,
    map: &Map<String, Value>,
    beside: Option<&Map<String, Value>>,
    arch: &Arch,
) -> Packed {
    let dtype = fields.text("dtype").or_else(|| fields.text("torch_dtype"));
    let (quant, native) = match dtype.map(|dtype| dtype.trim_start_matches("torch.")) {
        Some("float16") => (Quant::F16, Native::F16),
        Some("float32") => (Quant::F32, Native::Bf16),
        _ => (Quant::Bf16, Native::Bf16),
    };
    let plain = Packed {
        quant: Some(quant),
        named: String::new(),
        has_rule: true,
        native,
        counted: None,
        apart: false,
        notes: Vec::new(),
    };
    // MLX writes its own table beside a copy for others.
    if let Some(mlx) = map.get("quantization").and_then(Value::as_object)
        && mlx.contains_key("bits")
    {
        return Scheme { config: mlx, arch }.mlx(plain);
    }
    let own = fields.object("quantization_config");
    let beside = beside.and_then(|map| {
        map.get("quantization")
            .and_then(Value::as_object)
            .or(Some(map))
    });
    match own.or(beside) {
        Some(config) => Scheme { config, arch }.packed(plain),
        None => plain,
    }
}

struct Scheme<'a> {
    config: &'a Map<String, Value>,
    arch: &'a Arch,
}

impl Scheme<'_> {
    fn text(&self, key: &str) -> &str {
        text(self.config, key)
    }

    fn number(&self, key: &str) -> Option<u32> {
        self.config.get(key).and_then(whole)
    }

    fn flag(&self, key: &str) -> bool {
        let flag = self.config.get(key).and_then(Value::as_bool);
        flag.unwrap_or(false)
    }

    fn object(&self, key: &str) -> Option<&Map<String, Value>> {
        self.config.get(key).and_then(Value::as_object)
    }

    fn packed(&self, plain: Packed) -> Packed {
        let method = self.text("quant_method").to_ascii_lowercase();
        let algorithm = self.text("quant_algo").to_ascii_uppercase();
        if (method.as_str(), algorithm.as_str()) == ("", "") && self.config.contains_key("bits") {
            return self.mlx(plain);
        }
        let blocks = self
            .config
            .get("weight_block_size")
            .is_some_and(Value::is_array);
        let mut native = plain.native;
        let layout = match (method.as_str(), algorithm.as_str()) {
            (_, "MIXED_PRECISION") => self.mixed(blocks, native),
            (_, "NVFP4" | "NVFP4_AWQ" | "W4A16_NVFP4") => of(Quant::Nvfp4),
            (_, "MXFP8") => Some(Layout::of(MXFP8)),
            (_, "FP8") => of(Quant::Fp8),
            (_, "FP8_PER_CHANNEL_PER_TOKEN") => of(Quant::Fp8Channel),
            (_, "W4A8_AWQ") => None,
            ("fp8", _) if blocks => {
                native = Native::Fp8Block;
                of(Quant::Fp8Block)
            }
            ("fp8", _) => of(Quant::Fp8),
            ("fbgemm_fp8", _) => of(Quant::Fp8Channel),
            ("mxfp4", _) => {
                native = Native::Mxfp4Experts;
                of(Quant::Mxfp4)
            }
            ("awq", _) => self.in_groups(Quant::Awq),
            ("gptq" | "auto-round" | "autoround", _) => self.in_groups(Quant::Gptq),
            ("bitsandbytes", _) => self.bitsandbytes().map(|quant| Layout::of(Bits::Of(quant))),
            ("exl3", _) => self.exl3(),
            ("compressed-tensors", _) => {
                let (layout, published) = self.compressed(native);
                native = published;
                layout
            }
            _ => None,
        };
        let Some(layout) = layout else {
            return Packed {
                quant: None,
                named: self.named(&method, &algorithm),
                has_rule: false,
                native,
                ..plain
            };
        };
        let packed = Packed {
            named: self.named(&method, &algorithm),
            native,
            ..plain
        };
        self.laid_out(layout, packed)
    }

    /// Counts what a layout says, behind what the checkpoint leaves.
    fn laid_out(&self, mut layout: Layout, mut packed: Packed) -> Packed {
        layout.leave(self.left(), self.arch);
        let counted = layout.count(self.arch);
        if counted.astray || layout.is_spent() {
            // Modules are packed in a way of their own, and which ones is not known.
            packed
                .named
                .push_str(", of modules that are not known here");
            return Packed {
                quant: None,
                has_rule: false,
                ..packed
            };
        }
        let unread = layout.unread();
        if !unread.is_empty() {
            packed.notes.push(format!(
                "Not understood in the lists of modules, and left out: {}.",
                shown(&first_of(&unread))
            ));
        }
        (packed.quant, packed.has_rule) = match (counted.most, layout.rest) {
            (Bits::Of(quant), _) | (Bits::Wide, Bits::Of(quant)) => (Some(quant), true),
            (most, _) => (nearest(most, layout.is_mlx), false),
        };
        packed.apart = layout.packs_apart();
        if !packed.has_rule || layout.names_any() {
            packed.counted = Some(counted.bytes);
        }
        if counted.otherwise > 0 {
            let matrices = match counted.otherwise {
                1 => "One matrix is".to_owned(),
                many => format!("{} matrices are", grouped(many)),
            };
            packed.notes.push(format!(
                "{matrices} stored otherwise than the rest by the lists of the configuration."
            ));
        }
        if let Some(word) = self.cache() {
            packed.notes.push(format!(
                "The checkpoint asks for a KV cache in {word}: kv=fp8 counts it so."
            ));
        }
        packed
    }

    fn named(&self, method: &str, algorithm: &str) -> String {
        let bits = self
            .number("bits")
            .map_or_else(String::new, |bits| format!(" with {bits} bits"));
        let format = self.text("format");
        let words = [method, algorithm, format]
            .into_iter()
            .filter(|word| !word.is_empty());
        let words: Vec<&str> = words.collect();
        let words: String = shown(&words.join(" ")).chars().take(80).collect();
        format!("{words}{bits}")
    }

    /// What the cache is asked to be stored in, where that is FP8.
    fn cache(&self) -> Option<&'static str> {
        let scheme = self.object("kv_cache_scheme");
        let float8 = scheme.is_some_and(|map| {
            map.get("num_bits").and_then(whole) == Some(8) && text(map, "type") == "float"
        });
        let named = self.text("kv_cache_quant_algo").eq_ignore_ascii_case("FP8");
        (float8 || named).then_some("FP8")
    }

    /// AWQ and GPTQ: 4 bits in groups of 128 have a rule; others are counted by bits and groups.
    fn in_groups(&self, quant: Quant) -> Option<Layout> {
        let bits = self.number("bits").or_else(|| self.number("w_bit"));
        let given = ["group_size", "q_group_size"].map(|key| self.config.get(key));
        let group = given.into_iter().flatten().next().and_then(group_of);
        let of_bits = |bits: u32, group: u32| match (bits, group) {
            (4, 128) => Bits::Of(quant),
            // A 16-bit scale and an offset of as many bits as a number.
            _ => Bits::Grouped {
                bits,
                group,
                beside: 16 + bits,
                listed: quant == Quant::Gptq,
            },
        };
        let known = |bits: &u32| (2..=8).contains(bits);
        let (bits, group) = (bits.filter(known)?, group?);
        let mut layout = Layout::of(of_bits(bits, group));
        let own = |map: &Map<String, Value>| {
            let bits_of = map.get("bits").and_then(whole).unwrap_or(bits);
            let group_of = map.get("group_size").and_then(group_of).unwrap_or(group);
            match bits_of {
                16.. => Bits::Wide,
                _ => of_bits(bits_of, group_of),
            }
        };
        // GPTQModel names modules by regular expressions, `-:` those that it leaves.
        for (key, value) in self.object("dynamic").into_iter().flatten() {
            if let Some(expression) = key.strip_prefix("-:") {
                layout.leave_expression(expression);
                continue;
            }
            let changes = value.as_object();
            let changes =
                changes.filter(|map| map.contains_key("bits") || map.contains_key("group_size"));
            if let Some(map) = changes {
                layout.name_expression(key.strip_prefix("+:").unwrap_or(key), own(map));
            }
        }
        // AutoRound names them by their paths, or by expressions that may stand anywhere.
        for (key, value) in self.object("extra_config").into_iter().flatten() {
            let Some(map) = value.as_object().filter(|map| map.contains_key("bits")) else {
                continue;
            };
            let marks = [
                '*', '+', '?', '^', '$', '(', ')', '[', ']', '{', '}', '|', '\\',
            ];
            match key.contains(marks) {
                true => layout.name_expression(&format!(".*(?:{key})"), own(map)),
                false => layout.name(key, own(map), self.arch),
            }
        }
        Some(layout)
    }

    fn bitsandbytes(&self) -> Option<Quant> {
        if self.flag("load_in_8bit") || self.flag("_load_in_8bit") {
            return Some(Quant::Int8);
        }
        let four = self.flag("load_in_4bit") || self.flag("_load_in_4bit");
        let double = self.flag("bnb_4bit_use_double_quant");
        four.then_some(if double { Quant::Nf4Dq } else { Quant::Nf4 })
    }

    /// EXL3, with the head in bits of its own.
    fn exl3(&self) -> Option<Layout> {
        let millibits = |key: &str| {
            let bits = self.config.get(key).and_then(Value::as_f64)?;
            let known = (1.0..=8.0).contains(&bits);
            known.then(|| libm::round(bits * 1_000.0) as u32)
        };
        let bits = millibits("bits")?;
        let head = millibits("head_bits").unwrap_or(6_000);
        let listed = Quant::ALL.iter().copied();
        let mut listed = listed.filter(|quant| quant.family() == Family::Exl3);
        let listed = listed.find(|quant| quant.made_for() == Some(bits));
        // By the rule the head has six bits.
        let (rest, of_head) = match listed {
            Some(quant) if head == 6_000 => (Bits::Of(quant), Bits::Of(quant)),
            _ => (Bits::Made(bits), Bits::Made(head)),
        };
        let mut layout = Layout::of(rest);
        layout.name("lm_head", of_head, self.arch);
        Some(layout)
    }

    /// Modules that `modelopt` packs each in its own way; those that it does not name stay as they were published.
    fn mixed(&self, blocks: bool, native: Native) -> Option<Layout> {
        let Some(listed) = self.object("quantized_layers") else {
            return self.compressed(native).0;
        };
        let rest = match blocks {
            true => Bits::Of(Quant::Fp8Block),
            false => Bits::Wide,
        };
        let mut layout = Layout::of(rest);
        layout.published = rest;
        for (key, value) in listed {
            let algorithm = value.as_object().map_or("", |map| text(map, "quant_algo"));
            let bits = match algorithm {
                "NVFP4" | "W4A16_NVFP4" | "NVFP4_AWQ" => Bits::Of(Quant::Nvfp4),
                "FP8" => Bits::Of(Quant::Fp8),
                "FP8_PER_CHANNEL_PER_TOKEN" => Bits::Of(Quant::Fp8Channel),
                "FP8_PB_WO" | "FP8_BLOCK_SCALES" => Bits::Of(Quant::Fp8Block),
                "MXFP8" => MXFP8,
                "MXFP4" => Bits::Of(Quant::Mxfp4),
                // What else there is is not counted as something else.
                _ => return None,
            };
            layout.name(key, bits, self.arch);
        }
        Some(layout)
    }

    /// Modules that stay in 16 bits.
    fn left(&self) -> impl Iterator<Item = &str> {
        let keys = [
            "ignore",
            "exclude_modules",
            "modules_to_not_convert",
            "llm_int8_skip_modules",
        ];
        let lists = keys.into_iter().filter_map(|key| self.config.get(key));
        let lists = lists.filter_map(Value::as_array);
        lists.flatten().filter_map(Value::as_str)
    }
}

/// FP8 with an 8-bit exponent for 32 numbers (OCP Microscaling 1.0).
const MXFP8: Bits = Bits::Grouped {
    bits: 8,
    group: 32,
    beside: 8,
    listed: false,
};

fn of(quant: Quant) -> Option<Layout> {
    Some(Layout::of(Bits::Of(quant)))
}

fn text<'a>(map: &'a Map<String, Value>, key: &str) -> &'a str {
    map.get(key).and_then(Value::as_str).unwrap_or_default()
}

/// Inputs of a group; −1 is a whole row.
fn group_of(value: &Value) -> Option<u32> {
    if value.as_i64() == Some(-1) {
        return Some(0);
    }
    whole(value)
}

/// The format that stands for bits without a rule.
fn nearest(bits: Bits, is_mlx: bool) -> Option<Quant> {
    Some(match (bits, is_mlx) {
        (Bits::Made(millibits), _) => {
            let made = |quant: &Quant| quant.made_for().unwrap_or(0).abs_diff(millibits);
            let all = Quant::ALL.iter().copied();
            return all
                .filter(|quant| quant.family() == Family::Exl3)
                .min_by_key(made);
        }
        (Bits::Of(quant), _) => quant,
        (Bits::Wide, _) => Quant::Bf16,
        (MXFP8, false) => Quant::Fp8Channel,
        (Bits::Grouped { bits, .. }, true) => match bits {
            0..=3 => Quant::Mlx3,
            4 => Quant::Mlx4,
            5 => Quant::Mlx5,
            6 => Quant::Mlx6,
            _ => Quant::Mlx8,
        },
        (Bits::Grouped { bits, .. }, false) => match bits {
            0..=5 => Quant::Gptq,
            _ => Quant::Int8,
        },
    })
}
