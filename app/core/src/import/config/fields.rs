//! The fields of a configuration: what was asked for, what was missing, and what nobody understood.

use std::cell::RefCell;
use std::collections::BTreeSet;

use serde_json::{Map, Value};

use crate::units::shown;

/// A configuration, of which a part about text may lie in another.
pub(super) struct Fields<'a> {
    own: &'a Map<String, Value>,
    around: Option<&'a Map<String, Value>>,
    used: RefCell<BTreeSet<&'a str>>,
    problems: RefCell<Vec<String>>,
}

impl<'a> Fields<'a> {
    pub(super) fn new(own: &'a Map<String, Value>, around: Option<&'a Map<String, Value>>) -> Self {
        Self {
            own,
            around,
            used: RefCell::default(),
            problems: RefCell::default(),
        }
    }

    /// A value that is there and not null.
    pub(super) fn get(&self, key: &str) -> Option<&'a Value> {
        let find = |map: &'a Map<String, Value>| map.get_key_value(key);
        let (name, value) = find(self.own)
            .filter(|(_, value)| !value.is_null())
            .or_else(|| self.around.and_then(find))?;
        self.used.borrow_mut().insert(name);
        Some(value).filter(|value| !value.is_null())
    }

    /// Says what is wrong.
    pub(super) fn problem(&self, sentence: impl Into<String>) {
        let mut problems = self.problems.borrow_mut();
        if problems.len() < 12 {
            problems.push(sentence.into());
        }
    }

    fn wrong(&self, key: &str, value: &Value, allowed: &str) {
        let text: String = shown(&value.to_string()).chars().take(40).collect();
        self.problem(format!("{key} is {text}, not {allowed}"));
    }

    /// A whole number. A list of equal ones, as some write for their layers, says the same.
    pub(super) fn number(&self, key: &str) -> Option<u32> {
        let value = self.get(key)?;
        let one = match value {
            Value::Array(all) => {
                let first = all.first()?;
                let equal = all.iter().all(|other| other == first);
                Some(first).filter(|_| equal)
            }
            value => Some(value),
        };
        let number = one.and_then(whole);
        if number.is_none() {
            self.wrong(key, value, "a whole number");
        }
        number
    }

    /// The first of several names that a number goes by.
    pub(super) fn first(&self, keys: &[&str]) -> Option<u32> {
        keys.iter().find_map(|key| self.number(key))
    }

    /// A number without which nothing can be counted.
    pub(super) fn needed(&self, key: &str) -> u32 {
        self.needed_of(&[key])
    }

    /// The same by the first of several names.
    pub(super) fn needed_of(&self, keys: &[&str]) -> u32 {
        let before = self.problems.borrow().len();
        self.first(keys).unwrap_or_else(|| {
            if self.problems.borrow().len() == before {
                self.problem(format!("{} is missing", keys.join(" or ")));
            }
            1
        })
    }

    /// Whether something is so; `usual` where nobody says.
    pub(super) fn flag(&self, key: &str, usual: bool) -> bool {
        match self.get(key) {
            None => usual,
            Some(Value::Bool(is)) => *is,
            Some(value) => {
                self.wrong(key, value, "true or false");
                usual
            }
        }
    }

    pub(super) fn text(&self, key: &str) -> Option<&'a str> {
        self.get(key)?.as_str()
    }

    pub(super) fn list(&self, key: &str) -> Option<&'a [Value]> {
        self.get(key)?.as_array().map(Vec::as_slice)
    }

    pub(super) fn object(&self, key: &str) -> Option<&'a Map<String, Value>> {
        self.get(key)?.as_object()
    }

    /// Marks fields as known that decide nothing here.
    pub(super) fn known(&self, keys: &[&str]) {
        for key in keys {
            self.get(key);
        }
    }

    /// What went wrong.
    pub(super) fn problems(&self) -> Vec<String> {
        self.problems.borrow().clone()
    }

    /// Fields of the part about text that nobody asked for and that are none of those which decide nothing.
    pub(super) fn not_understood(&self) -> Vec<String> {
        let used = self.used.borrow();
        let says = |value: &Value| match value {
            Value::Null | Value::Bool(false) => false,
            Value::Array(all) => !all.is_empty(),
            Value::Object(all) => !all.is_empty(),
            _ => true,
        };
        { self.own.iter() }
            .filter(|(key, value)| {
                !used.contains(key.as_str()) && says(value) && !decides_nothing(key)
            })
            .map(|(key, _)| shown(key).chars().take(60).collect())
            .collect()
    }
}

/// The first of many words, and how many more there are.
pub(super) fn first_of(words: &[String]) -> String {
    let shown = words.get(..12).unwrap_or(words);
    let more = match words.len() - shown.len() {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    format!("{}{more}", shown.join(", "))
}

/// A whole number as JSON may write it.
pub(super) fn whole(value: &Value) -> Option<u32> {
    if let Some(number) = value.as_u64() {
        return u32::try_from(number).ok();
    }
    let number = value.as_f64()?;
    let fits = number >= 0.0 && number <= f64::from(u32::MAX) && libm::floor(number) == number;
    fits.then_some(number as u32)
}

/// Parts of the names of such fields: positions, activations, training, generation, tokens.
const PARTS: [&str; 31] = [
    "rope",
    "dropout",
    "token_id",
    "loss",
    "init",
    "eps",
    "_act",
    "activation",
    "router_aux",
    "scoring",
    "norm_topk",
    "topk_group",
    "n_group",
    "jitter",
    "softcap",
    "scaling",
    "penalty",
    "beam",
    "rotary",
    "multiplier",
    "logits",
    "temperature",
    "sample",
    "torch",
    "gradient",
    "swiglu",
    "pdrop",
    "softmax",
    "time_step",
    "use_cache",
    "transformers",
];
/// Their whole names, where no part tells.
const WORDS: [&str; 68] = [
    "architectures",
    "auto_map",
    "_name_or_path",
    "model_type",
    "dtype",
    "pretraining_tp",
    "ep_size",
    "seq_aux",
    "aux_loss_alpha",
    "topk_method",
    "id2label",
    "label2id",
    "chunk_size_feed_forward",
    "max_length",
    "min_length",
    "top_k",
    "top_p",
    "typical_p",
    "is_decoder",
    "is_encoder_decoder",
    "return_dict",
    "tie_encoder_decoder",
    "language",
    "num_return_sequences",
    "num_expert_group",
    "use_grouped_topk",
    "pad_vocab_size_multiple",
    "query_pre_attn_scalar",
    "cache_implementation",
    "use_bidirectional_attention",
    "padding_idx",
    "vocab_size_per_layer_input",
    "num_logits_to_keep",
    "mamba_chunk_size",
    "chunk_size",
    "residual_in_fp32",
    "use_mamba_kernels",
    "rescale_every",
    "original_max_position_embeddings",
    "max_window_layers",
    "attn_temperature_tuning",
    "floor_scale",
    "attn_scale",
    "for_llm_compressor",
    "qk_layernorm_type",
    "use_cp",
    "attention_value_scale",
    "problem_type",
    "finetuning_task",
    "unsloth_version",
    "unsloth_fixed",
    "no_rope_layers",
    "cache_dtype",
    "norm_type",
    "task_specific_params",
    "sep_token",
    "mamba_proj_bias",
    "image_token_index",
    "qk_head_dim",
    "clip_qkv",
    "logit_scale",
    "tokenizer_class",
    "index_share_for_mtp_iteration",
    "moe_router_dtype",
    "rescale_prenorm_residual",
    "mtp_layers_block_type",
    "moe_shared_expert_overlap",
    "yarn_only_types",
];

/// Whether a field says nothing about weights or cache.
fn decides_nothing(key: &str) -> bool {
    PARTS.iter().any(|part| key.contains(part)) || WORDS.contains(&key)
}
