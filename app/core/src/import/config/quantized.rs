//! What a configuration says of the format that weights are stored in.

use serde_json::{Map, Value};

use super::fields::{Fields, whole};
use crate::model::class::WeightClass;
use crate::model::native::Native;
use crate::model::quant::Quant;
use crate::units::shown;

/// The format of a checkpoint.
pub(crate) struct Packed {
    /// The format that has its rule; `None` where none has.
    pub(crate) quant: Option<Quant>,
    /// What the checkpoint is called with, for a refusal.
    pub(crate) named: String,
    /// What the model is published in.
    pub(crate) native: Native,
    /// Classes that the checkpoint leaves in 16 bits beyond those of the format's rule.
    pub(crate) spared: Vec<WeightClass>,
    /// Whether the checkpoint names all that it leaves, so that no recipe of its publisher is needed.
    pub(crate) listed: bool,
    pub(crate) notes: Vec<String>,
}

/// Reads the format, from the configuration or the file of `modelopt` beside it.
pub(super) fn packed(
    fields: &Fields<'_>,
    map: &Map<String, Value>,
    beside: Option<&Map<String, Value>>,
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
        native,
        spared: Vec::new(),
        listed: false,
        notes: Vec::new(),
    };
    // MLX writes its own table beside a copy for others.
    if let Some(mlx) = map.get("quantization").and_then(Value::as_object)
        && mlx.contains_key("bits")
    {
        return mlx_of(mlx, plain);
    }
    let own = fields.object("quantization_config");
    let beside = beside.and_then(|map| {
        map.get("quantization")
            .and_then(Value::as_object)
            .or(Some(map))
    });
    match own.or(beside) {
        Some(config) => Scheme { config }.packed(plain),
        None => plain,
    }
}

fn mlx_of(mlx: &Map<String, Value>, plain: Packed) -> Packed {
    let number = |key: &str| mlx.get(key).and_then(whole);
    let (bits, group) = (
        number("bits").unwrap_or(0),
        number("group_size").unwrap_or(64),
    );
    let affine = mlx
        .get("mode")
        .and_then(Value::as_str)
        .is_none_or(|mode| mode == "affine");
    let quant = match (bits, group) {
        (8, 64) if affine => Some(Quant::Mlx8),
        (6, 64) if affine => Some(Quant::Mlx6),
        (5, 64) if affine => Some(Quant::Mlx5),
        (4, 64) if affine => Some(Quant::Mlx4),
        (3, 64) if affine => Some(Quant::Mlx3),
        _ => None,
    };
    let mut notes = plain.notes;
    let own = mlx.values().filter(|value| value.is_object()).count();
    if own > 0 {
        notes.push(format!(
            "{own} modules have bits of their own in this MLX checkpoint and are counted like the others."
        ));
    }
    Packed {
        quant,
        named: format!("MLX with {bits} bits in groups of {group}"),
        notes,
        ..plain
    }
}

struct Scheme<'a> {
    config: &'a Map<String, Value>,
}

impl Scheme<'_> {
    fn text(&self, key: &str) -> &str {
        self.config
            .get(key)
            .and_then(Value::as_str)
            .unwrap_or_default()
    }

    fn number(&self, key: &str) -> Option<u32> {
        self.config.get(key).and_then(whole)
    }

    fn flag(&self, key: &str) -> bool {
        self.config
            .get(key)
            .and_then(Value::as_bool)
            .unwrap_or(false)
    }

    fn packed(&self, plain: Packed) -> Packed {
        let method = self.text("quant_method").to_ascii_lowercase();
        let algorithm = self.text("quant_algo").to_ascii_uppercase();
        let (quant, native) = match (method.as_str(), algorithm.as_str()) {
            (_, "MIXED_PRECISION" | "W4A8_AWQ" | "MXFP8") => (None, plain.native),
            (_, "NVFP4" | "NVFP4_AWQ" | "W4A16_NVFP4") => (Some(Quant::Nvfp4), plain.native),
            (_, "FP8") => (Some(Quant::Fp8), plain.native),
            (_, "FP8_PER_CHANNEL_PER_TOKEN") => (Some(Quant::Fp8Channel), plain.native),
            ("fp8", _)
                if self
                    .config
                    .get("weight_block_size")
                    .is_some_and(Value::is_array) =>
            {
                (Some(Quant::Fp8Block), Native::Fp8Block)
            }
            ("fp8" | "fbgemm_fp8", _) => {
                let rows = method == "fbgemm_fp8";
                (
                    Some(if rows { Quant::Fp8Channel } else { Quant::Fp8 }),
                    plain.native,
                )
            }
            ("mxfp4", _) => (Some(Quant::Mxfp4), Native::Mxfp4Experts),
            ("awq", _) => (self.in_groups(Quant::Awq), plain.native),
            ("gptq" | "auto-round" | "autoround", _) => (self.in_groups(Quant::Gptq), plain.native),
            ("bitsandbytes", _) => (self.bitsandbytes(), plain.native),
            ("compressed-tensors", _) => self.compressed(plain.native),
            ("", "") if self.config.contains_key("bits") => {
                return mlx_of(self.config, plain);
            }
            _ => (None, plain.native),
        };
        let mut packed = Packed {
            quant,
            native,
            named: self.named(&method, &algorithm),
            ..plain
        };
        self.spare(&mut packed);
        packed.listed = packed.quant == Some(Quant::Nvfp4) && self.ignored().next().is_some();
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

    /// AWQ and GPTQ: 4 bits in groups of 128 have a rule.
    fn in_groups(&self, quant: Quant) -> Option<Quant> {
        let bits = self.number("bits").or_else(|| self.number("w_bit"));
        let group = self
            .number("group_size")
            .or_else(|| self.number("q_group_size"));
        (bits == Some(4) && group == Some(128)).then_some(quant)
    }

    fn bitsandbytes(&self) -> Option<Quant> {
        if self.flag("load_in_8bit") || self.flag("_load_in_8bit") {
            return Some(Quant::Int8);
        }
        let four = self.flag("load_in_4bit") || self.flag("_load_in_4bit");
        let double = self.flag("bnb_4bit_use_double_quant");
        four.then_some(if double { Quant::Nf4Dq } else { Quant::Nf4 })
    }

    /// The first group of `compressed-tensors`; where several differ, none counts.
    fn compressed(&self, usual: Native) -> (Option<Quant>, Native) {
        let Some(groups) = self.config.get("config_groups").and_then(Value::as_object) else {
            return (None, usual);
        };
        let weights: Vec<_> = { groups.values() }
            .filter_map(|group| group.get("weights").and_then(Value::as_object))
            .map(|weights| {
                let number = |key: &str| weights.get(key).and_then(whole).unwrap_or(0);
                let text = |key: &str| weights.get(key).and_then(Value::as_str).unwrap_or_default();
                (
                    number("num_bits"),
                    text("type"),
                    text("strategy"),
                    number("group_size"),
                )
            })
            .collect();
        let [first, rest @ ..] = weights.as_slice() else {
            return (None, usual);
        };
        if rest.iter().any(|other| other != first) {
            return (None, usual);
        }
        let format = format!("{} {}", self.text("format"), self.group_format(groups));
        let experts = self
            .ignored()
            .any(|pattern| pattern.contains("self_attn") || pattern.contains("attn"));
        match *first {
            (8, "float", "block", _) => (Some(Quant::Fp8Block), Native::Fp8Block),
            (8, "float", "channel", _) => (Some(Quant::Fp8Channel), usual),
            (8, "float", _, 0) => (Some(Quant::Fp8), usual),
            (8, "int", "channel" | "tensor" | "", 0) => (Some(Quant::Int8), usual),
            (4, "float", _, 16) => (Some(Quant::Nvfp4), usual),
            (4, "float", _, 32) if format.contains("mxfp4") => {
                let native = if experts { Native::Mxfp4Experts } else { usual };
                (Some(Quant::Mxfp4), native)
            }
            (4, "int", _, 32) if experts => (Some(Quant::Int4Experts), Native::Int4Experts),
            (4, "int", _, 128) => (Some(Quant::Gptq), usual),
            _ => (None, usual),
        }
    }

    fn group_format<'a>(&self, groups: &'a Map<String, Value>) -> &'a str {
        let mut formats = groups.values().filter_map(|group| group.get("format"));
        formats.next().and_then(Value::as_str).unwrap_or_default()
    }

    /// Modules that stay in 16 bits.
    fn ignored(&self) -> impl Iterator<Item = &str> {
        self.lists().flatten().filter_map(Value::as_str)
    }

    /// Lists of modules that are left.
    fn lists(&self) -> impl Iterator<Item = &Vec<Value>> {
        let keys = ["ignore", "exclude_modules", "modules_to_not_convert"].into_iter();
        keys.filter_map(|key| self.config.get(key).and_then(Value::as_array))
    }

    /// Finds the classes that are left in 16 bits: one that is named for any layer counts as left in all, which is the most
    /// that the checkpoint can take.
    fn spare(&self, packed: &mut Packed) {
        let by_rule = matches!(packed.quant, None | Some(Quant::Mxfp4 | Quant::Int4Experts));
        if by_rule {
            return;
        }
        // Names of single vectors in a list of all that is no matrix say nothing.
        let matrices = |pattern: &&str| {
            let last = pattern.rsplit('.').next().unwrap_or_default();
            let small = ["norm", "bias", "weights_proj"];
            !small.iter().any(|part| last.contains(part)) && !last.ends_with("gate")
        };
        let named: Vec<&str> = self.ignored().filter(matrices).collect();
        let has = |parts: &[&str]| {
            { named.iter() }.any(|pattern| parts.iter().any(|part| pattern.contains(part)))
        };
        let whole_layers = named.iter().any(|pattern| {
            let end = pattern.trim_end_matches(['*', '.', '$']);
            end.rsplit('.')
                .next()
                .is_some_and(|last| last.parse::<u32>().is_ok())
        });
        let attention = |pattern: &&&str| {
            let Some((_, tail)) = pattern.split_once("attn") else {
                return false;
            };
            let tail = tail.trim_matches(['.', '*', '$', ':']);
            tail.is_empty()
                || ["q_", "k_", "v_", "o_", "qkv", "kv_"]
                    .iter()
                    .any(|part| tail.starts_with(part))
        };
        let linear = |pattern: &&&str| pattern.contains("linear_attn");
        if named
            .iter()
            .filter(|pattern| !linear(pattern))
            .any(|pattern| attention(&pattern))
        {
            packed.spared.push(WeightClass::Attention);
        }
        for (parts, class) in [
            (
                &["linear_attn", "mamba", "mixer", "conv"][..],
                WeightClass::StateMixer,
            ),
            (&["indexer"][..], WeightClass::SparseIndex),
            (&["shared_expert"][..], WeightClass::SharedExperts),
            (
                &["mlp.down_proj", "mlp.up_proj", "mlp.gate_proj", "mlp*"][..],
                WeightClass::FeedForward,
            ),
        ] {
            if has(parts) {
                packed.spared.push(class);
            }
        }
        if !packed.spared.is_empty() || whole_layers {
            packed.notes.push(
                "The checkpoint leaves some modules in 16 bits. They are counted so in every layer, which is the most that it can take; the header or index of its files gives the exact size.".to_owned(),
            );
        }
    }
}
